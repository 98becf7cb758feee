// The start page: which framework, what waits in it, and a way to each task.

/** A link to another page beside this one: JupyterLab opens it in a tab, Voila and Notebook follow the address. */
function lxPageLink(selector, page, ...children) {
  const link = lx.el(selector, { href: page }, ...children);
  const found = decodeURIComponent(location.pathname).match(/\/(?:lab|doc)(?:\/workspaces\/[^/]+)?\/tree\/(.*)$/);
  if (found) {
    // JupyterLab itself listens for these.
    link.dataset.commandlinkerCommand = "docmanager:open";
    link.dataset.commandlinkerArgs = JSON.stringify({ path: found[1].replace(/[^/]*$/, page) });
  }
  return link;
}

function render({ model, el }) {
  return lxChooserPage(model, el, "lx-start", (send) => {
    const line = lxChosen(model, send);
    const nothing = lxNothingYet(send);
    const waiting = lx.el("ul.lx-waiting", { "aria-label": "What waits for you" });
    const calm = lx.el("p.lx-quiet", {}, "Nothing waits: every release is merged, and your work is kept as a version.");
    const tasks = lx.el("ul.lx-tasks", { "aria-label": "Tasks" });
    const where = lx.el("div.lx-quiet.lx-small");
    const work = lx.el("div", {}, lx.el("h3", {}, "What waits for you"), waiting, calm, lx.el("h3", {}, "What would you like to do?"), tasks);
    const node = lx.el("div", {}, line.node, nothing, work, where);
    let drawn = "";
    const draw = () => {
      const view = model.get("view");
      line.draw();
      nothing.hidden = Boolean(view.chosen);
      work.hidden = !view.chosen;
      where.textContent = `Everything is kept in ${view.workspace}`;
      const key = JSON.stringify([view.waiting, view.tasks]);
      if (key === drawn) return;
      drawn = key;
      waiting.replaceChildren(...view.waiting.map(({ text, page }) => lx.el("li", {}, lxPageLink("a", page, text))));
      waiting.hidden = !view.waiting.length;
      calm.hidden = Boolean(view.waiting.length);
      tasks.replaceChildren(...view.tasks.map(({ title, text, page }) =>
        lx.el("li", {}, lxPageLink("a.lx-task", page, lx.el("b", {}, title), lx.el("span", {}, text)))));
    };
    return { node, draw };
  });
}

export default { render };
