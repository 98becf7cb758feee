// The charts of a workbook, drawn simply from their data: bars lying or standing, and radars. Lengths are points.

const LX_SVG = "http://www.w3.org/2000/svg";
const LX_CHART = { ink: "#1F2933", line: "#8A94A0", grid: "#D5DBE1" };

function lxSvg(name, props = {}, ...children) {
  const node = document.createElementNS(LX_SVG, name);
  for (const [key, value] of Object.entries(props)) if (value !== undefined) node.setAttribute(key, value);
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child.nodeType ? child : String(child));
  return node;
}

const lxLabel = (x, y, words, props = {}) => lxSvg("text", { x, y, "font-size": 9, fill: LX_CHART.ink, ...props }, words);
const lxLine = (x1, y1, x2, y2, stroke) => lxSvg("line", { x1, y1, x2, y2, stroke, "stroke-width": 0.6 });

/** A name that has room for about this many letters. */
const lxShort = (name, room) => (name.length > room ? `${name.slice(0, Math.max(1, room - 1))}…` : name);

/** The grid's values: from 0 to the most in steps; where nothing is said, a round step for what there is. */
function lxTicks({ series, most, step }) {
  const found = Math.max(0, ...series.flatMap((each) => each.values.map((value) => value || 0)));
  const top = most ?? Math.max(1, Math.ceil(found));
  const by = step || [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100].find((each) => top / each <= 6) || top / 5;
  const ticks = [];
  for (let value = 0; value <= top + by / 1000; value += by) ticks.push(Math.round(value * 1000) / 1000);
  return { top, ticks };
}

function lxChart(drawn) {
  const { width, height, title, alt, kind } = drawn;
  const parts = kind === "radar" ? lxRadar(drawn) : drawn.columns ? lxStanding(drawn) : lxLying(drawn);
  return lxSvg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}. ${alt}`, "font-family": "Arial, 'Liberation Sans', Helvetica, sans-serif" },
    lxSvg("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, fill: "#FFFFFF", stroke: LX_CHART.grid, "stroke-width": 0.7 }),
    lxLabel(width / 2, 17, title, { "text-anchor": "middle", "font-size": 11, "font-weight": 700 }), parts);
}

const lxValue = (value, percent) => (percent ? `${Math.round(value * 100)}%` : String(value));

function lxLying({ width, height, names, series, percent, labels, most, step }) {
  const { top, ticks } = lxTicks({ series, most, step });
  const left = Math.min(width * 0.34, 14 + 5 * Math.max(4, ...names.map((name) => name.length)));
  const [right, above, below] = [width - 22, 28, height - (labels ? 12 : 24)];
  const at = (value) => left + ((right - left) * value) / top;
  const high = (below - above) / Math.max(1, names.length);
  const bar = (high * 0.62) / series.length;
  return [
    ...(labels ? [] : ticks.flatMap((value) => [lxLine(at(value), above, at(value), below, LX_CHART.grid),
      lxLabel(at(value), below + 12, lxValue(value, percent), { "text-anchor": "middle" })])),
    lxLine(left, above, left, below, LX_CHART.line),
    ...names.map((name, row) => lxLabel(left - 5, above + high * (row + 0.5) + 3, lxShort(name, left / 4.6), { "text-anchor": "end" })),
    ...series.flatMap((each, of) => each.values.flatMap((value, row) => {
      const y = above + high * row + high * 0.19 + bar * of;
      const number = value || 0;
      return [lxSvg("rect", { x: left, y, width: Math.max(0, at(number) - left), height: bar, fill: `#${each.colour}` }),
        labels ? lxLabel(at(number) + 4, y + bar / 2 + 3, lxValue(number, percent)) : null];
    })),
  ];
}

function lxStanding({ width, height, names, series, percent, labels, most, step, stacked }) {
  const { top, ticks } = lxTicks({ series, most, step });
  const [left, right, above, below] = [labels ? 16 : 34, width - 14, 30, height - (series.length > 1 ? 38 : 24)];
  const at = (value) => below - ((below - above) * value) / top;
  const wide = (right - left) / Math.max(1, names.length);
  const bar = (wide * 0.62) / (stacked ? 1 : series.length);
  const piled = names.map(() => 0);
  return [
    ...(labels ? [] : ticks.flatMap((value) => [lxLine(left, at(value), right, at(value), LX_CHART.grid),
      lxLabel(left - 4, at(value) + 3, lxValue(value, percent), { "text-anchor": "end" })])),
    lxLine(left, below, right, below, LX_CHART.line),
    ...names.map((name, place) => lxLabel(left + wide * (place + 0.5), below + 12, lxShort(name, wide / 4.6), { "text-anchor": "middle" })),
    ...series.flatMap((each, of) => each.values.flatMap((value, place) => {
      const number = value || 0;
      const base = stacked ? piled[place] : 0;
      piled[place] += number;
      const x = left + wide * place + wide * 0.19 + (stacked ? 0 : bar * of);
      return [lxSvg("rect", { x, y: at(base + number), width: bar, height: Math.max(0, at(base) - at(base + number)), fill: `#${each.colour}` }),
        labels ? lxLabel(x + bar / 2, at(base + number) - 3, lxValue(number, percent), { "text-anchor": "middle" }) : null];
    })),
    ...(series.length > 1 ? lxLegend(series, width, height) : []),
  ];
}

function lxLegend(series, width, height) {
  const room = width / series.length;
  return series.flatMap((each, at) => [
    lxSvg("rect", { x: room * at + 12, y: height - 16, width: 8, height: 8, fill: `#${each.colour}` }),
    lxLabel(room * at + 24, height - 9, lxShort(each.name, room / 5)),
  ]);
}

function lxRadar({ width, height, names, series, most, step }) {
  const { top, ticks } = lxTicks({ series, most, step });
  const [x, y] = [width / 2, 26 + (height - 30) / 2];
  const radius = Math.min(width * 0.3, (height - 70) / 2);
  const place = (value, at, more = 0) => {
    const angle = (2 * Math.PI * at) / names.length - Math.PI / 2;
    const far = (radius * value) / top + more;
    return [x + far * Math.cos(angle), y + far * Math.sin(angle)];
  };
  const ring = (values) => values.map((value, at) => place(value || 0, at).map((each) => each.toFixed(1)).join(",")).join(" ");
  return [
    ...ticks.slice(1).map((value) => lxSvg("polygon", { points: ring(names.map(() => value)), fill: "none", stroke: LX_CHART.grid, "stroke-width": 0.7 })),
    ...names.map((_name, at) => lxLine(x, y, ...place(top, at), LX_CHART.grid)),
    ...ticks.map((value) => lxLabel(x - 3, y - (radius * value) / top + 3, value, { "text-anchor": "end", "font-size": 7.5 })),
    ...names.map((name, at) => {
      const [px, py] = place(top, at, 9);
      const anchor = Math.abs(px - x) < 8 ? "middle" : px > x ? "start" : "end";
      return lxLabel(px, py + 3, lxShort(name, 20), { "text-anchor": anchor });
    }),
    ...series.map((each) => lxSvg("polygon", { points: ring(each.values), fill: "none", stroke: `#${each.colour}`, "stroke-width": 2 })),
  ];
}
