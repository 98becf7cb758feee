// The line at the top of a notebook.

function render({ model, el }) {
  return lxChooserPage(model, el, "lx-choice", (send) => {
    const line = lxChosen(model, send);
    const nothing = lxNothingYet(send);
    const node = lx.el("div", {}, line.node, nothing);
    return { node, draw: () => {
      line.draw();
      nothing.hidden = Boolean(model.get("view").chosen);
    } };
  });
}

export default { render };
