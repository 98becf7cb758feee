// The review of a diff: what changed, to be looked at, judged and commented, and which statement continues which.

function render({ model, el }) {
  const root = lx.el("div.lx.lx-review");
  const state = lx.stateLine(() => (review?.open() ? "Enter keeps it" : null));
  // A correction may match several releases anew, so it may take longer than one edit.
  const link = lx.connect(model, { onState: (name) => state.set(name, ""), patience: 8000 });
  const said = lx.el("div.lx-hidden", { role: "status", "aria-live": "polite" });
  const trouble = lx.el("div.lx-error.lx-trouble", { role: "alert" });
  const send = async (action, withThese, error) => {
    error.textContent = trouble.textContent = "";
    try {
      said.textContent = (await link.send(action, withThese)).said || "";
      return true;
    } catch (failure) {
      error.textContent = failure.message;
      return false;
    }
  };
  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  const undo = lx.el("button.lx-step", { onclick: () => send("undo", {}, trouble) });
  const matches = lxMatches(model, { send, trouble, focus: (id) => body.list.focus(id) });
  const review = lxReviewing(model, { send, trouble, typed: () => state.look() });
  const body = lxDiffView(model, matches, review);
  const keys = lxKeys([["↑ ↓", "go from one change to the next"], ["s", "say which statement it is the same as"], ...LX_REVIEW_KEYS,
    ["u", "undo the last step"], ["/", "search"], ["?", "show or hide these keys"]]);
  review.last.append(undo);
  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, title, about), lx.el("div.lx-saved", {}, state.node)), trouble,
    lx.el("div.lx-row", {}, review.progress, lx.el("span.lx-grow"), review.next, keys.button), keys.node, body.node,
    lx.el("div.lx-row", {}, review.summary, review.links), said);
  const draw = () => {
    const view = model.get("view");
    title.textContent = `${view.title}: what changed`;
    about.textContent = `${view.soc} · from ${view.names[0]} to ${view.names[1]}`;
    state.news(view.news);
    undo.textContent = undo.title = view.undo ? `Undo: ${view.undo}` : "Undo";
    undo.disabled = !view.undo;
    body.draw();
  };
  root.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    const undoing = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (event.key === "Escape" && event.target === body.filters.search) body.list.focus();
    if (typing || (!undoing && (event.ctrlKey || event.altKey || event.metaKey))) return;
    const key = event.target.closest("article.lx-card")?.dataset.key;
    if (undoing || event.key === "u") send("undo", {}, trouble);
    else if (event.key === "?") keys.show();
    else if (event.key === "/") body.filters.search.focus();
    else if (event.key === "s" && key) matches.open(key);
    else if (review.key(event, key)) { /* done */ }
    else return;
    event.preventDefault();
  });
  const redraw = () => {
    body.list.drawn().forEach((key) => review.update(key));
    draw();
  };
  lx.keepKeys(root);
  draw();
  el.append(root);
  const leaveScreen = lx.follow(root, model);
  const names = ["view", "rows", "shown", "inline", "pairing", "selected"];
  const stop = lxListen(model, { ...Object.fromEntries(names.map((name) => [`change:${name}`, draw])), "change:states": redraw });
  return () => {
    stop();
    leaveScreen();
    review.close();
    link.close();
  };
}

export default { render };
