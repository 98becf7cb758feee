// A statement as a row of the list: its wording, and what stands below it.

/** A wording with its object, the part before the dash, in bold, and with the words that were searched for marked. */
function lxWording(text, words = []) {
  const at = text.indexOf(" — ");
  return at < 0 ? lxMarked(text, words) : [lx.el("b", {}, lxMarked(text.slice(0, at), words)), ...lxMarked(text.slice(at), words)];
}

/** Draws rows: of statements, and of retired ones. */
function lxRows(ed) {
  const chip = (each, tag) => {
    const name = ed.tagLabel(tag);
    const off = (event) => {
      event.stopPropagation();
      ed.send("untag", { ids: [each.id], tags: [tag] }).catch(() => {});
    };
    const label = `Take the tag ${name} off`;
    const cross = lx.el("button.lx-x", { onclick: off, tabIndex: -1, title: label, "aria-label": label }, "×");
    return lx.el("span.lx-chip", { title: tag }, name, each.position ? cross : null);
  };

  const details = (each) => [
    each.tags.length ? lx.el("div.lx-chips", {}, each.tags.map((tag) => chip(each, tag))) : null,
    each.criterion ? lx.el("div.lx-more", {}, "Criterion: ", lxMarked(each.criterion, ed.words())) : null,
    each.note ? lx.el("div.lx-more", {}, "Note: ", lxMarked(each.note, ed.words())) : null,
    each.findings.map((said) => lx.el("div.lx-finding", {}, `To check: ${said.message}`)),
    ed.changedBy(each.id) ? lx.el("div.lx-more.lx-by", {}, ed.changedBy(each.id)) : null,
  ];

  const drawRow = (each) =>
    lx.el("div.lx-item", { role: "row", tabIndex: -1, "data-id": each.id },
      lx.el("div.lx-place", { role: "gridcell" }, String(each.position)),
      lx.el("div.lx-cell", { role: "gridcell" }, lx.el("div.lx-text", {}, lxWording(each.text, ed.words())), details(each)));

  const drawRetired = (each) =>
    lx.el("div.lx-item.lx-retired", { role: "row" },
      lx.el("div.lx-place", { role: "gridcell" }, "–"),
      lx.el("div.lx-cell", { role: "gridcell" }, lx.el("div.lx-text", {}, lxWording(each.text)), details(each),
        lx.el("div.lx-more", {}, `${each.went || "Retired"} · was in ${ed.levelLabel(each.level)}`)),
      lx.el("button", { onclick: () => ed.send("reinstate", { ids: [each.id] }).catch(() => {}) }, "Bring back"));

  return { drawRow, drawRetired };
}
