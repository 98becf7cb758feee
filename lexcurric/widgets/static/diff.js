// The review of a diff: what changed, and nothing to decide but which statement continues which.

function render({ model, el }) {
  const root = lx.el("div.lx.lx-review");
  const state = lx.stateLine();
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
  const undo = lx.el("button.lx-step", { onclick: () => send("undo_match", {}, trouble) });
  const matches = lxMatches(model, { send, focus: (id) => body.list.focus(id) });
  const body = lxDiffView(model, matches);
  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, title, about), lx.el("div.lx-saved", {}, state.node)), trouble,
    lx.el("div.lx-row", {}, undo), body.node, said);
  const draw = () => {
    const view = model.get("view");
    title.textContent = `${view.title}: what changed`;
    about.textContent = `${view.soc} · from ${view.names[0]} to ${view.names[1]}`;
    undo.textContent = undo.title = `Undo: ${view.undo_match}`;
    undo.parentNode.hidden = !view.undo_match;
    state.node.hidden = !view.keeps;
    body.draw();
  };
  root.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    const undoing = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (event.key === "Escape" && event.target === body.filters.search) body.list.focus();
    if (typing || (!undoing && (event.ctrlKey || event.altKey || event.metaKey))) return;
    if (undoing || event.key === "u") send("undo_match", {}, trouble);
    else if (event.key === "/") body.filters.search.focus();
    else if (event.key === "s" && event.target.closest("article.lx-card")) matches.open(body.list.active());
    else return;
    event.preventDefault();
  });
  lx.keepKeys(root);
  draw();
  el.append(root);
  const stop = lxListen(model, { "change:view": draw, "change:rows": draw, "change:shown": draw, "change:inline": draw, "change:pairing": draw });
  return () => {
    stop();
    link.close();
  };
}

export default { render };
