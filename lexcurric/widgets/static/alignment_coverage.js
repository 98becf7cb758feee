// Coverage both ways, and what a newer release changes.

function lxAlignmentCoverage(screen, { go }) {
  const node = lx.el("div.lx-coverage");
  const made = lx.maker();
  const words = ["covered", "by proposals only", "by no statement"];
  const bar = (counts, label) => {
    const all = counts.reduce((sum, each) => sum + each, 0) || 1;
    return lx.el("div.lx-cover", {}, lx.el("div.lx-cover-bar", { role: "img", "aria-label": `${label}: ${counts.map((each, at) => `${each} ${words[at]}`).join(", ")}` },
      counts.map((each, at) => each > 0 && lx.el(`span.lx-part-${at}`, { style: `width:${(100 * each) / all}%` }, String(each)))));
  };
  const legend = () => lx.el("div.lx-legend.lx-small", { "aria-hidden": "true" }, ["Covered", "By proposals only", "Not covered"].map((each, at) => lx.el("span", {}, lx.el(`i.lx-part-${at}`), ` ${each}`)));
  const open = (label, items, isOpen) => items.length > 0 && lx.el("details", { open: isOpen }, lx.el("summary", {}, label), lx.el("ul.lx-plainlist", { tabIndex: 0, "aria-label": label }, items));
  const part = (kind, at) => {
    const of = (state) => kind.items.filter((each) => each.covered === state);
    const line = (each) => lx.el("li", {}, lx.el("span.lx-quiet.lx-small", {}, `${each.code} `), lx.el("span", { dir: "auto" }, each.label), each.note && lx.el("span.lx-quiet.lx-small", {}, ` · ${each.note}`),
      each.places.length > 0 && lx.el("span.lx-quiet.lx-small", {}, ` — ${each.places.join(", ")}`));
    const [none, some, yes] = [of("not covered"), of("proposed"), of("covered")];
    return lx.el("section", { "aria-label": kind.words }, lx.el("h4", {}, `${kind.words[0].toUpperCase()}${kind.words.slice(1)}`), bar(kind.counts, kind.words),
      open(`${none.length} that no statement covers`, none.map(line), at === 0), open(`${some.length} by proposals only`, some.map(line), false), open(`${yes.length} covered`, yes.map(line), false));
  };
  return {
    node,
    draw() {
      const found = screen.view.coverage;
      node.hidden = !found;
      if (!found) return;
      const { counts, alone } = found.statements;
      const statements = made("statements", found.statements, () => lx.el("section", { "aria-label": "Statements" }, lx.el("h4", {}, "Statements"), bar(counts, "Statements"),
        open(`${alone.length} that are about nothing in the list`, alone.map((each) => lx.el("li", {}, lx.el("button.lx-plain.lx-go", { onclick: () => go(each.id) }, lx.el("span.lx-quiet.lx-small", {}, `${each.place} `), lx.el("span", { dir: "auto" }, each.text)))), true)));
      lx.arrange(node, [made("legend", 0, legend), statements, ...found.kinds.map((each, at) => made(`k:${each.key}`, each, () => part(each, at)))]);
    },
  };
}

function lxAlignmentNews(screen, { go }) {
  const node = lx.el("div.lx-release");
  const made = lx.maker();
  const keep = lx.el("button.lx-primary", { "data-key": "keep", onclick: () => screen.send("keep") }, "Keep this release");
  return {
    node,
    draw() {
      const found = screen.view.release;
      node.hidden = !(found && screen.get("show") === "news");
      if (node.hidden) return;
      const line = (each) => lx.el("li", {}, lx.el("div", {}, lx.el("b", {}, `${each.what[0].toUpperCase()}${each.what.slice(1)}`), ` · ${each.kind} ${each.code}`, each.significance && ` · ${each.significance}`),
        lx.el("div.lx-text", { dir: "auto" }, lx.marked(each.words)), each.why && lx.el("div.lx-quiet.lx-small", {}, each.why),
        each.statements.length > 0 && lx.el("div.lx-warned.lx-small", {}, "Aligned with: ", each.statements.map((one) => lx.el("button.lx-plain.lx-go", { onclick: () => go(one.id) }, `${one.place}: ${one.text}`))));
      lx.arrange(node, [made("line", found.line, () => lx.el("p", {}, found.line)), made("keep", found.kept, () => lx.el("p", {}, found.kept ? "This release is kept with the framework now." : [keep, lx.el("span.lx-quiet.lx-small", {}, " Looking keeps nothing; your next decision keeps it too.")])),
        made("list", found.changes, () => lx.el("ul.lx-changes", {}, found.changes.map(line)))]);
    },
  };
}
