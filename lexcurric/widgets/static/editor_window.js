// A long list in a box that scrolls: only the rows in sight, and some around them, are in the page.

/** With up to so many rows, all are in the page; else those in sight, and those of so many pixels around them. */
const LX_ALL = 120;
const LX_AROUND = 800;
/** How high a row is taken to be until one was seen, and how high the name of a level is. */
const LX_ROW = 58;
const LX_HEAD = 34;

/**
 * The window of a box. `show(groups)` says what there is: groups of {body, head, items: [{id, …}]}; each body is in the
 * box already, and gets its head, the nodes of the rows in sight, and gaps as high as what is left out. The groups stand
 * one below the other, or with `beside()` side by side. `nodeOf(item, group)` makes a row or gives it as it is;
 * `pinned()` are the ids that stay in the page wherever they are, `hint(id)` where a row probably is. The first of those in sight, or else the first row in
 * sight, stays where it is on screen, whatever comes or goes around it.
 */
function lxWindow(box, { nodeOf, pinned, drawn, hint, beside = () => false }) {
  const heights = new Map();
  let groups = [];
  let seen = { sum: 0, count: 0 };
  let width = 0;
  let wanted = null;
  let shown = new Map();

  const guess = () => (seen.count > 5 ? seen.sum / seen.count : LX_ROW);
  const lay = () => {
    const usual = guess();
    let start = 0;
    for (const group of groups) {
      const { items } = group;
      const tops = new Float64Array(items.length + 1);
      tops[0] = LX_HEAD;
      for (let at = 0; at < items.length; at += 1) tops[at + 1] = tops[at] + (heights.get(items[at].id) ?? usual);
      group.tops = tops;
      group.start = beside() ? 0 : start;
      start += tops[items.length];
    }
  };
  /** The last row of a group that begins at or above a height; -1 for none. */
  const under = ({ tops }, y) => {
    let [low, high] = [-1, tops.length - 2];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (tops[middle] <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const total = () => groups.reduce((sum, { items }) => sum + items.length, 0);
  /** The place of a row in a group, -1 where it is in another. */
  const placeIn = ({ items }, id) => {
    const at = hint(id);
    return items[at]?.id === id ? at : items.findIndex((each) => each.id === id);
  };

  const gap = (tops, from, to) => {
    if (to <= from) return [];
    const node = lx.el("div.lx-gap", { "aria-hidden": "true" });
    node.style.height = `${tops[to] - tops[from]}px`;
    return [node];
  };

  const fill = () => {
    const kept = new Map();
    const isAll = total() <= LX_ALL;
    const [from, to] = [box.scrollTop - LX_AROUND, box.scrollTop + (box.clientHeight || 600) + LX_AROUND];
    const stay = pinned();
    let index = 0;
    for (const group of groups) {
      const { items, tops, start, head, body } = group;
      const [first, last] = isAll ? [0, items.length - 1] : [Math.max(0, under(group, from - start)), under(group, to - start)];
      const inside = [];
      for (const id of stay) {
        const at = placeIn(group, id);
        if (at >= 0 && (at < first || at > last)) inside.push(at);
      }
      for (let at = first; at <= last; at += 1) inside.push(at);
      head.setAttribute("aria-rowindex", String(index += 1));
      const nodes = [head];
      let next = 0;
      for (const at of inside.sort((one, other) => one - other)) {
        const node = nodeOf(items[at], group);
        node.setAttribute("aria-rowindex", String(index + at + 1));
        kept.set(items[at].id, node);
        nodes.push(...gap(tops, next, at), node);
        next = at + 1;
      }
      nodes.push(...gap(tops, next, items.length));
      lx.arrange(body, nodes);
      index += items.length;
    }
    shown = kept;
  };

  /** How high the rows in the page really are; true where one is not as was thought. */
  const measure = () => {
    let other = false;
    for (const [id, node] of shown) {
      const height = node.offsetHeight;
      if (!height) continue;
      const before = heights.get(id);
      if (before === height) continue;
      if (before === undefined) seen.count += 1;
      seen.sum += height - (before ?? 0);
      heights.set(id, height);
      other = true;
    }
    return other;
  };

  /** A row in sight, and how far it is from the top: that is to stay so, whatever comes or goes around it. */
  const anchor = () => {
    if (wanted) return { id: wanted.id, away: null };
    const view = box.getBoundingClientRect();
    const lies = (node) => {
      const at = node.getBoundingClientRect();
      return at.height && at.bottom > view.top + LX_HEAD && at.top < view.bottom ? at.top - view.top : null;
    };
    for (const id of pinned()) {
      const node = shown.get(id);
      const away = node?.isConnected ? lies(node) : null;
      if (away !== null) return { id, away };
    }
    if (!box.scrollTop) return null;
    for (const [id, node] of shown) {
      const away = node.isConnected ? lies(node) : null;
      if (away !== null) return { id, away };
    }
    return null;
  };
  const hold = (held) => {
    const node = held && shown.get(held.id);
    if (!node || held.away === null) return;
    const now = node.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (Math.abs(now - held.away) >= 1) box.scrollTop += now - held.away;
  };

  const refresh = () => {
    const held = anchor();
    fill();
    // What is seen for the first time shifts what is below it: twice is enough for all that is in sight.
    for (let round = 0; round < 3 && measure(); round += 1) {
      lay();
      fill();
      hold(held);
    }
    hold(held);
    drawn(shown);
  };

  let scrolling = false;
  box.addEventListener("scroll", () => {
    if (scrolling) return;
    scrolling = true;
    refresh();
    scrolling = false;
  });
  const watch = new ResizeObserver(() => {
    if (box.clientWidth === width && box.clientHeight) return;
    if (width && box.clientWidth !== width) {
      heights.clear();
      seen = { sum: 0, count: 0 };
    }
    width = box.clientWidth;
    lay();
    refresh();
  });
  watch.observe(box);

  return {
    show(every) {
      groups = every;
      lay();
      refresh();
    },
    refresh,
    /** The row with this id, put into the page if it is not there. */
    reveal(id) {
      if (shown.get(id)?.isConnected) return shown.get(id);
      const group = groups.find((each) => placeIn(each, id) >= 0);
      if (!group) return null;
      wanted = { id };
      // What is above it may be higher or lower than was thought: then it is not there yet.
      for (let round = 0; round < 2; round += 1) {
        box.scrollTop = Math.max(0, group.start + group.tops[placeIn(group, id)] - box.clientHeight / 3);
        refresh();
      }
      wanted = null;
      return shown.get(id) ?? null;
    },
    /** The row beside this one in the next group that has any, at about its height. */
    across(id, by) {
      const from = groups.findIndex((each) => placeIn(each, id) >= 0);
      const order = by > 0 ? groups.slice(from + 1) : groups.slice(0, Math.max(0, from)).reverse();
      const to = order.find((each) => each.items.length);
      if (from < 0 || !to) return undefined;
      const y = groups[from].tops[placeIn(groups[from], id)];
      return to.items[Math.max(0, under(to, y + LX_ROW / 2))].id;
    },
    /** Rows may have another height from now on. */
    forget() {
      heights.clear();
      seen = { sum: 0, count: 0 };
    },
    /** How many rows there are, with the names of the levels. */
    count: () => groups.length + total(),
    rows: () => shown,
    close: () => watch.disconnect(),
  };
}
