// A statement as a row of the list: its wording, and what stands below it.

/** A wording with its object, the part before the dash, in bold, and with the words that were searched for marked. */
function lxWording(text, words = []) {
  const at = text.indexOf(" — ");
  return at < 0 ? lxMarked(text, words) : [lx.el("b", {}, lxMarked(text.slice(0, at), words)), ...lxMarked(text.slice(at), words)];
}

/** Draws rows: of statements, and of retired ones. */
function lxRows(ed) {
  const chips = lxChips(ed);

  const details = (each) => [
    chips(each),
    each.criterion ? lx.el("div.lx-more.lx-of-criterion", {}, "Criterion: ", lxMarked(each.criterion, ed.words())) : null,
    each.note ? lx.el("div.lx-more.lx-of-note", {}, "Note: ", lxMarked(each.note, ed.words())) : null,
    ed.changes.under(each),
    ed.findings.under(each),
    ed.changedBy(each.id) ? lx.el("div.lx-more.lx-by", {}, ed.changedBy(each.id)) : null,
  ];

  const drawRow = (each) =>
    lx.el("div.lx-item", { role: "row", tabIndex: -1, "data-id": each.id },
      lx.el("div.lx-place", { role: "gridcell" }, String(each.position)),
      lx.el("div.lx-cell", { role: "gridcell" }, lx.el("div.lx-text", {}, ed.changes.wording(each) ?? lxWording(each.text, ed.words())), details(each)));

  const drawRetired = (each) =>
    lx.el("div.lx-item.lx-retired", { role: "row" },
      lx.el("div.lx-place", { role: "gridcell" }, "–"),
      lx.el("div.lx-cell", { role: "gridcell" }, lx.el("div.lx-text", {}, lxWording(each.text)), details(each),
        lx.el("div.lx-more", {}, `${each.went || "Retired"} · was in ${ed.levelLabel(each.level)}`)),
      lx.el("button", { onclick: () => ed.send("reinstate", { ids: [each.id] }).catch(() => {}) }, "Bring back"));

  return { drawRow, drawRetired };
}
