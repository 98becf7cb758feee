// The review of a diff: what changed, and nothing to decide.

function render({ model, el }) {
  const root = lx.el("div.lx.lx-review");
  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  const body = lxDiffView(model);
  root.append(title, about, body.node);
  const draw = () => {
    const view = model.get("view");
    title.textContent = `${view.title}: what changed`;
    about.textContent = `${view.soc} · from ${view.names[0]} to ${view.names[1]}`;
    body.draw();
  };
  root.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      body.filters.search.focus();
    } else if (event.key === "Escape" && event.target === body.filters.search) body.list.focus();
  });
  lx.keepKeys(root);
  draw();
  el.append(root);
  return lxListen(model, { "change:view": draw, "change:rows": draw, "change:shown": draw, "change:inline": draw });
}

export default { render };
