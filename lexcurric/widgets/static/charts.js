// Bar charts as SVG: labels, values in words, a table of the same, and bars that a keyboard reaches.

let lxCharts = 0;

Object.assign(lx, {
  /** An SVG element, as lx.el makes those of HTML. */
  svg(tag, attributes = {}, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined) node.setAttribute(key, value);
    }
    for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) node.append(child.nodeType ? child : String(child));
    return node;
  },

  /** A text in lines that are no wider than `wide` pixels, four at most. */
  wrapped(text, wide, font) {
    lx.ruler ||= document.createElement("canvas").getContext("2d");
    lx.ruler.font = font;
    const lines = [];
    let line = "";
    for (const word of text.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (line && lx.ruler.measureText(longer).width > wide) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(line);
    return lines.length > 4 ? [...lines.slice(0, 3), `${lines[3]} …`] : lines;
  },

  /**
   * A chart as Python makes it: {key, title, about, heads, empty, bars: [{label, note, value, of, share, words}]}.
   * With `asTable`, a table of the same. `onPick(bar)`, where it is given, is what pressing a bar does; `picked(bar)`
   * says whether it is pressed. `level` is the level of its heading.
   */
  chart(chart, { asTable = false, onPick = null, picked = () => false, level = "h4" } = {}) {
    const id = `lx-chart-${++lxCharts}`;
    const place = lx.el("div");
    const node = lx.el("section.lx-chart", { "aria-labelledby": id, "data-chart": chart.key }, lx.el(level, { id }, chart.title),
      lx.el("p.lx-quiet.lx-small", {}, chart.bars.length ? chart.about : chart.empty), place);
    if (!chart.bars.length) return node;
    if (asTable) {
      place.append(lxChartTable(chart));
      return node;
    }
    let wide = 0;
    const draw = () => {
      const now = Math.round(place.clientWidth);
      if (!now || Math.abs(now - wide) < 2) return;
      wide = now;
      const at = [...place.querySelectorAll("g[tabindex]")].indexOf(document.activeElement);
      place.replaceChildren(lxBars(chart, { id, wide, onPick, picked }));
      if (at >= 0) place.querySelectorAll("g[tabindex]")[at]?.focus();
    };
    new ResizeObserver(draw).observe(place);
    return node;
  },
});

function lxChartTable(chart) {
  const hasNotes = chart.bars.some((each) => each.note);
  const head = (words, more = "") => lx.el(`th${more}`, { scope: "col" }, words);
  return lx.el("div.lx-scroll", { tabIndex: 0, role: "region", "aria-label": `${chart.title}, as a table` }, lx.el("table", {},
    lx.el("thead", {}, lx.el("tr", {}, head(chart.heads[0]), hasNotes && head("Where"), head(chart.heads[1], ".lx-number"), head("Of", ".lx-number"), head("Share", ".lx-number"))),
    lx.el("tbody", {}, chart.bars.map((each) => lx.el("tr", {}, lx.el("td", { dir: "auto" }, each.label), hasNotes && lx.el("td", {}, each.note),
      lx.el("td.lx-number", {}, each.value.toLocaleString()), lx.el("td.lx-number", {}, each.of.toLocaleString()), lx.el("td.lx-number", {}, `${Math.round(100 * each.share)}%`))))));
}

function lxBars(chart, { id, wide, onPick, picked }) {
  const font = `13px ${getComputedStyle(document.body).getPropertyValue("--jp-ui-font-family") || "sans-serif"}`;
  // Where there is little room, the label stands above its bar.
  const isNarrow = wide < 560;
  const valueWide = 128;
  const labelWide = isNarrow ? wide - 8 : Math.min(420, Math.round(wide * 0.42));
  const left = isNarrow ? 4 : labelWide + 14;
  const barWide = Math.max(40, wide - left - valueWide);
  const groups = [];
  let top = 2;
  const rows = chart.bars.map((bar, number) => {
    const lines = lx.wrapped(bar.label, labelWide - 10, font);
    const count = lines.length + (bar.note ? 1 : 0);
    const textHigh = 17 * count;
    const high = (isNarrow ? textHigh + 22 : Math.max(textHigh, 18)) + 10;
    const barTop = isNarrow ? top + textHigh + 6 : top + (high - 16) / 2;
    const first = isNarrow ? top + 16 : top + (high - textHigh) / 2 + 13;
    const text = lx.svg("text", { "aria-hidden": "true" }, lines.map((line, at) => lx.svg("tspan", { x: 6, y: first + 17 * at }, line)),
      bar.note ? lx.svg("tspan", { class: "lx-bar-note", x: 6, y: first + 17 * lines.length }, bar.note) : null);
    const words = `${bar.label}${bar.note ? `, ${bar.note}` : ""}: ${bar.words}`;
    const pick = onPick ? { role: "button", "aria-pressed": String(picked(bar)), onclick: () => onPick(bar) } : { role: "img" };
    const group = lx.svg("g", { ...pick, tabindex: number ? -1 : 0, "aria-label": words, "data-value": bar.words },
      lx.svg("title", {}, words),
      lx.svg("rect", { class: "lx-bar-ring", x: 1, y: top, width: wide - 2, height: high - 3, rx: 3, "pointer-events": "all" }),
      text,
      lx.svg("rect", { class: "lx-bar-whole", x: left, y: barTop, width: barWide, height: 16, fill: `url(#${id}-hatch)` }),
      lx.svg("rect", { class: "lx-bar-met", x: left, y: barTop, width: barWide * bar.share, height: 16 }),
      lx.svg("text", { class: "lx-bar-value", x: left + barWide + 8, y: barTop + 13, "aria-hidden": "true" }, bar.words));
    groups.push(group);
    top += high;
    return group;
  });
  const go = (to) => {
    for (const each of groups) each.setAttribute("tabindex", each === groups[to] ? 0 : -1);
    groups[to].focus();
  };
  const onkeydown = (event) => {
    const at = groups.indexOf(event.target);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: groups.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(Math.max(0, Math.min(groups.length - 1, to)));
    } else if (onPick && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      onPick(chart.bars[at]);
    }
  };
  const hatch = lx.svg("defs", {}, lx.svg("pattern", { id: `${id}-hatch`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, lx.svg("path", { class: "lx-hatch", d: "M0 0V6" })));
  return lx.svg("svg", { role: "group", "aria-label": `${chart.title}: ${chart.bars.length} bars; arrow keys go from one to the next`, viewBox: `0 0 ${wide} ${top + 2}`, height: top + 2, onkeydown }, hatch, rows);
}
