// One printed page, drawn as a table on white paper; lengths are points, and --lx-pt says how large a point is.

const lxPoints = (number) => `calc(var(--lx-pt) * ${Math.round(number * 1000) / 1000})`;
const LX_ACROSS = { center: "center", right: "flex-end" };
const LX_DOWN = { top: "flex-start", center: "center", "": "flex-end", bottom: "flex-end" };

/** The page as an element; `drawing` is what `RubricPages.page` gives. */
function lxPage(drawing) {
  const { width, height, side, scale, header, footer, title, number, of } = drawing;
  // Headers shrink with their sheet.
  const ends = (words, place) => lx.el("div.lx-edge", { style: `${place}: ${lxPoints(21.6)}; left: ${lxPoints(side)}; right: ${lxPoints(side)}; font-size: ${lxPoints(8 * scale)}` },
    words.map((each) => lx.el("span", {}, each)));
  return lx.el("div.lx-paper", { role: "group", "aria-label": `${title}, page ${number} of ${of}`, style: `width: ${lxPoints(width)}; height: ${lxPoints(height)}` },
    ends(header, "top"), lxSheetArea(drawing), ends(footer, "bottom"));
}

function lxSheetArea(drawing) {
  const { scale, left, top, columns, drawn, title, number, of } = drawing;
  const at = (points) => lxPoints(points * scale);
  const caption = `${title}, page ${number} of ${of}, as it would print`;
  const shown = columns.map((wide) => lx.el("col", { style: `width: ${at(wide)}` }));
  const rows = drawing.rows.map((row) => lxRow(row, drawing, at));
  return lx.el("div.lx-area", { style: `left: ${lxPoints(left)}; top: ${lxPoints(top)}` },
    lx.el("table", { style: `width: ${at(columns.reduce((sum, wide) => sum + wide, 0))}` }, lx.el("caption.lx-hidden", {}, caption), lx.el("colgroup", {}, shown), lx.el("tbody", {}, rows)),
    drawn.map((each) => lx.el("div.lx-drawn", { style: `left: ${at(each.x)}; top: ${at(each.y)}; width: ${at(each.width)}; height: ${at(each.height)}` },
      each.kind === "picture" ? lx.el("img", { src: each.source, alt: each.alt }) : lxChart(each))));
}

function lxRow({ height, head, cells }, drawing, at) {
  const byPlace = new Map(cells.map((cell) => [cell.at, cell]));
  const made = drawing.columns.map((wide, place) => {
    const cell = byPlace.get(place);
    return cell ? lxCell(cell, drawing.looks[cell.look], { head, height, wide }, at) : lx.el("td");
  });
  return lx.el("tr", { style: `height: ${at(height)}` }, made);
}

function lxCell(cell, look, { head, height, wide }, at) {
  const ground = cell.ground || look.ground;
  const style = [ground ? `background: #${ground}` : "", `color: #${cell.ink || look.ink}`];
  const node = lx.el(head && cell.text ? "th" : "td", { scope: head && cell.text ? "col" : undefined, className: look.boxed ? "lx-boxed" : "", style: style.join("; ") });
  if (!cell.text) return node;
  const inside = [`height: ${at(height)}`, `font-size: ${at(look.size)}`, `justify-content: ${LX_ACROSS[look.across] || "flex-start"}`, `align-items: ${LX_DOWN[look.down]}`];
  if (look.across === "center") inside.push("text-align: center");
  if (cell.room) inside.push(`width: ${at(cell.room)}`);
  // An indent is 9 pixels at 96 an inch.
  if (look.indent) inside.push(`padding-left: ${at(1.5 + look.indent * 6.75)}`);
  // Turned text runs up from the bottom, in the middle of its column.
  if (look.turned) inside.push(`width: ${at(wide)}`, "justify-content: flex-start", "align-items: center");
  const classes = ["lx-fit", look.wrapped ? "lx-wrapped" : "", look.bold ? "lx-bold" : "", look.underlined ? "lx-under" : "", look.turned ? "lx-turned" : ""];
  node.append(lx.el("div", { className: classes.filter(Boolean).join(" "), style: inside.join("; ") }, lx.el("span", { dir: "auto" }, cell.text)));
  return node;
}
