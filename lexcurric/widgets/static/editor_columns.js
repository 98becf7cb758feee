// What is shown in each row, and how close together.

const LX_COLUMNS = { position: "Number", tags: "Tags", criterion: "Criterion", note: "Note", findings: "What to check", changes: "What changed" };
const LX_DENSITIES = { comfortable: "Comfortable", compact: "Compact" };

/** Parts are hidden by the style sheet: no row is drawn again for it. */
function lxArrange(root, get) {
  for (const name of Object.keys(LX_COLUMNS)) root.classList.toggle(`lx-hide-${name}`, !get("columns").includes(name));
  root.classList.toggle("lx-compact", get("density") === "compact");
}

lxPanes.view = (ed) => {
  const columns = Object.entries(LX_COLUMNS).map(([name, label]) => {
    const change = ({ target }) => ed.set("columns", target.checked ? [...ed.get("columns"), name] : ed.get("columns").filter((each) => each !== name));
    return lx.el("label", {}, lx.el("input", { type: "checkbox", onchange: change, "data-column": name }), ` ${label}`);
  });
  const densities = Object.entries(LX_DENSITIES).map(([name, label]) =>
    lx.el("label", {}, lx.el("input", { type: "radio", name: `${ed.uid}-density`, value: name, onchange: () => ed.set("density", name) }), ` ${label}`));
  const update = () => {
    for (const each of columns) each.firstChild.checked = ed.get("columns").includes(each.firstChild.dataset.column);
    for (const each of densities) each.firstChild.checked = ed.get("density") === each.firstChild.value;
  };
  update();
  const set = (legend, every) => lx.el("fieldset", {}, lx.el("legend", {}, legend), every);
  return { title: () => "What is shown in each row", needs: 0, first: columns[0].firstChild, update,
    body: [set("Shown with each statement", columns), set("Rows", densities),
      lx.el("p.lx-quiet", {}, "This is remembered for you, and changes nothing for others.")] };
};
