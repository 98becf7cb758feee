// Which framework is worked on, and whose edits they are: one line at the top of a notebook.

/** The chooser, and the name; shared with the start page. `draw()` follows the model. */
function lxChosen(model, send) {
  const view = () => model.get("view");
  const select = lx.el("select", { "aria-label": "Framework to work on", onchange: () => send("choose", { soc: select.value }) });
  const about = lx.el("span.lx-quiet");
  const name = lx.el("input", { type: "text", "aria-label": "Your name, which your edits are signed with", maxLength: 80 });
  const sign = async () => {
    if (name.value.trim() === model.get("name")) return;
    await send("name", { name: name.value });
    if (!name.value.trim()) name.value = model.get("name"); // Refused; nothing was typed that could be lost.
  };
  name.addEventListener("change", sign);
  name.addEventListener("keydown", (event) => {
    if (event.key === "Escape") name.value = model.get("name");
  });
  const node = lx.el("div.lx-row.lx-chosen-line", {},
    lx.el("label.lx-pair", {}, lx.el("b", {}, "You work on"), select), about, lx.el("span.lx-grow"),
    lx.el("label.lx-pair", {}, lx.el("span", {}, "Your name"), name));
  let drawn = "";
  const draw = () => {
    const { frameworks, chosen } = view();
    const key = JSON.stringify(frameworks);
    if (key !== drawn) {
      drawn = key;
      select.replaceChildren(...frameworks.map((each) => lx.el("option", { value: each.soc }, `${each.title} (${each.soc})`)));
    }
    select.value = model.get("soc");
    node.hidden = !chosen;
    about.textContent = chosen ? `${chosen.version} · ${chosen.statements}` : "";
    if (name.getRootNode().activeElement !== name) name.value = model.get("name");
  };
  return { node, draw };
}

/** What stands there while the workspace is empty. */
function lxNothingYet(send) {
  return lx.el("div.lx-empty", {}, lx.el("b", {}, "There is no framework here yet."),
    lx.el("div", {}, "Drop your export on the start page (00_start), or try things with the sample, a framework for bakers."),
    lx.el("div.lx-row.lx-centre", {}, lx.el("button.lx-primary", { onclick: () => send("sample", {}) }, "Take in the sample")));
}

/** Connects a chooser: `make(send)` gives {node, draw}; an error is said in words, below its first line. */
function lxChooserPage(model, el, name, make) {
  const root = lx.el(`div.lx.${name}`);
  const error = lx.el("div.lx-error", { role: "alert" });
  const said = lx.el("div.lx-hidden", { role: "status", "aria-live": "polite" });
  const link = lx.connect(model, { patience: 8000 });
  const send = async (action, withThese) => {
    error.textContent = "";
    try {
      said.textContent = (await link.send(action, withThese)).said || "";
    } catch (failure) {
      error.textContent = failure.message;
      part.draw();
    }
  };
  const part = make(send);
  root.append(part.node, said);
  part.node.firstChild.after(error);
  const leave = lx.follow(root, model);
  lx.keepKeys(root);
  part.draw();
  el.append(root);
  const names = ["change:view", "change:soc", "change:name"];
  for (const each of names) model.on(each, part.draw);
  return () => {
    for (const each of names) model.off(each, part.draw);
    leave();
    link.close();
  };
}
