// Which statements have which tags of a vocabulary: how many by level, and a table to tag in.

function lxVocabularyCoverage(screen) {
  const node = lx.el("div.lx-coverage");
  const line = lx.el("p");
  const counts = lx.el("div.lx-scroll", { tabIndex: 0, role: "region", "aria-label": "Counts by level" });
  const level = lx.el("span");
  const only = lx.el("input", { type: "checkbox", onchange: () => screen.set("untagged", only.checked) });
  const many = lx.el("span.lx-quiet.lx-small", { role: "status" });
  const table = lx.el("div.lx-scroll.lx-tagging", { tabIndex: 0, role: "region", "aria-label": "Statements by tags" });
  const made = lx.maker();
  node.append(line, counts, lx.el("div.lx-row", {}, level, lx.el("label", {}, only, " Only what is still to tag"), many), table);

  const bar = (some, all) => lx.el("span.lx-meter", { "aria-hidden": "true" }, lx.el("span", { style: `width:${all ? Math.round((100 * some) / all) : 0}%` }));
  const countsOf = (view, terms) => {
    const { coverage } = view;
    const cell = (some, all) => lx.el("td", {}, lx.el("span.lx-many", {}, String(some)), bar(some, all));
    const total = coverage.sizes.reduce((sum, each) => sum + each, 0);
    const sum = (listed) => listed.reduce((one, other) => one + other, 0);
    return lx.el("table", {}, lx.el("thead", {}, lx.el("tr", {}, lx.el("th", { scope: "col" }, "Term"), view.levels.map((each) => lx.el("th", { scope: "col" }, each.label)), lx.el("th", { scope: "col" }, "In all"))),
      lx.el("tbody", {}, coverage.counts.map((each) => lx.el("tr", {}, lx.el("th", { scope: "row" }, lxTermChip(terms.get(each.term) ?? { term: each.term })),
        each.by_level.map((some, at) => cell(some, coverage.sizes[at])), cell(sum(each.by_level), total))),
      lx.el("tr.lx-without", {}, lx.el("th", { scope: "row" }, "Still to tag"), coverage.without.map((some, at) => cell(some, coverage.sizes[at])), cell(sum(coverage.without), total))));
  };
  const rowOf = (each, name, listed) => lx.el("tr", {}, lx.el("th", { scope: "row" }, lx.el("span.lx-quiet.lx-small", {}, `${each.place} `), lx.el("span", { dir: "auto" }, each.text)),
    listed.map((term) => {
      const on = each.terms.includes(term.term);
      const label = term.label || term.term;
      return lx.el("td", {}, lx.el("input", { type: "checkbox", checked: on, "aria-label": `${label}: ${each.text}`, title: label, "data-key": `${each.id}:${term.term}`,
        disabled: term.deprecated && !on,
        onchange: async (event) => {
          const box = event.target;
          if (!(await screen.send("tag", { id: each.id, tag: `${name}:${term.term}`, on: box.checked }))) box.checked = on;
        } }));
    }));

  /** The arrow keys go from box to box. */
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("td");
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!cell || !by || event.altKey) return;
    const rows = [...table.querySelectorAll("tbody tr")];
    const to = rows[rows.indexOf(cell.parentNode) + by[0]]?.children[[...cell.parentNode.children].indexOf(cell) + by[1]];
    const box = to?.querySelector("input");
    event.preventDefault();
    event.stopPropagation();
    box?.focus();
  });

  return {
    node,
    draw() {
      const { view } = screen;
      const found = view.coverage;
      node.hidden = !found;
      if (!found) return;
      const name = screen.get("vocabulary");
      const terms = new Map(view.terms.map((each) => [each.term, each]));
      const listed = found.counts.map((each) => terms.get(each.term)).filter(Boolean);
      line.textContent = found.line;
      lx.arrange(counts, [made("counts", [found.counts, found.without, found.sizes, listed, view.levels], () => countsOf(view, terms))]);
      lx.arrange(level, [made("level", [view.levels, screen.get("level")], () => lxChoice("Level", [["", "All levels"], ...view.levels.map((each) => [each.key, each.label])], screen.get("level"), (value) => screen.set("level", value)))]);
      only.checked = screen.get("untagged");
      many.textContent = found.more ? `The first ${found.rows.length} of ${found.rows.length + found.more}; choose a level to see the others` : `${found.rows.length} statement${found.rows.length === 1 ? "" : "s"}`;
      const body = made(`body:${name}`, 0, () => lx.el("tbody"));
      lx.arrange(body, found.rows.map((each) => made(`row:${name}:${each.id}`, [each, listed], () => rowOf(each, name, listed))));
      const head = made(`head:${name}`, listed, () => lx.el("thead", {}, lx.el("tr", {}, lx.el("th", { scope: "col" }, "Statement"), listed.map((each) => lx.el("th", { scope: "col" }, lxTermChip(each))))));
      const whole = made(`table:${name}`, 0, () => lx.el("table"));
      lx.arrange(whole, [head, body]);
      const nothing = made("nothing", [found.rows.length > 0, listed.length > 0], () => lx.el("div.lx-none", {}, listed.length ? "Every statement here has a tag of this list." : "This list has no terms yet. “Terms” adds the first one."));
      lx.arrange(table, found.rows.length && listed.length ? [whole] : [nothing]);
    },
  };
}
