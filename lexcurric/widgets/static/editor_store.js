// The statements as this page holds them: the first came with the widget, the rest in parts, and then what changes.

/** One store for each model, however many views show it. */
const lxStores = new WeakMap();
function lxStoreOf(model) {
  if (!lxStores.has(model)) lxStores.set(model, lxStore(model));
  return lxStores.get(model);
}

function lxStore(model) {
  const rows = new Map();
  const gone = new Map();
  const listeners = new Set();
  let order = new Map();
  let active = new Set();
  let counts = {};
  let view = {};
  let stamp = -1;
  let version = 0;
  /** What is being loaded: its token, whether its order has come, and what has changed since. */
  let loading = null;

  const number = (level) => {
    let place = 0;
    for (const id of order.get(level) ?? []) {
      place += 1;
      const row = rows.get(id);
      // A position is no part of what a row says: whoever keeps the row in mind need not look at it again.
      if (row) row.position = place;
    }
  };
  /** The statements in reading order, where each level begins, and which rows are other ones since; null: all anew. */
  let known = null;
  let shown = { version: -1 };
  const line = () => {
    if (known?.others.length) {
      const { others } = known;
      known = { ...known, statements: known.statements.slice(), others: [] };
      for (const id of others) {
        const row = rows.get(id);
        known.statements[known.starts.get(row.level) + row.position - 1] = row;
      }
    }
    if (!known) {
      known = { statements: [], starts: new Map(), others: [] };
      for (const level of view.levels) {
        known.starts.set(level.key, known.statements.length);
        for (const id of order.get(level.key) ?? []) if (rows.has(id)) known.statements.push(rows.get(id));
      }
    }
    return known;
  };
  /** A row that stands where it stood says something else. */
  const isOther = (id) => {
    if (loading) known = null;
    else known?.others.push(id);
  };
  /** All that there is to see; the same object until something changes. */
  const whole = () => {
    if (shown.version !== version) {
      shown = { version, view: { ...view, statements: line().statements, retired: [...gone.values()] } };
    }
    return shown.view;
  };
  const tell = (kind) => {
    version += 1;
    for (const listener of [...listeners]) listener(kind);
  };

  const load = () => {
    loading = { token: Math.random().toString(36).slice(2), ordered: false, fresh: new Set() };
    try {
      model.send({ action: "load", with: { token: loading.token } });
    } catch { /* the kernel is away: the first rows are what there is */ }
  };

  const begin = (start) => {
    known = null;
    rows.clear();
    gone.clear();
    view = start.view;
    stamp = start.stamp;
    for (const row of start.rows) rows.set(row.id, row);
    for (const row of start.retired) gone.set(row.id, row);
    counts = { ...start.counts, "": start.gone };
    order = new Map(Object.keys(start.counts).map((level) => [level, []]));
    if (start.order) order = new Map(Object.entries(start.order));
    else for (const row of start.rows) order.get(row.level).push(row.id);
    active = new Set([...order.values()].flat());
    loading = null;
    if (!start.order) load();
  };

  const setOrder = (part) => {
    stamp = part.stamp;
    view = part.view;
    order = new Map(Object.entries(part.order));
    active = new Set([...order.values()].flat());
    for (const id of rows.keys()) if (!active.has(id)) rows.delete(id);
    for (const level of order.keys()) number(level);
    loading.ordered = true;
    loading.fresh.clear();
  };

  const takePart = (part) => {
    if (part.token !== loading?.token) return;
    known = null;
    if (part.order) setOrder(part);
    for (const row of part.rows ?? []) {
      if (loading.fresh.has(row.id)) continue;
      if (row.went !== undefined) gone.set(row.id, row);
      else if (active.has(row.id)) rows.set(row.id, row);
    }
    for (const level of new Set((part.rows ?? []).map((row) => row.level))) number(level);
    if (part.end) loading = null;
    tell(part.end ? "whole" : "part");
  };

  /** Takes ids out of the order, and puts those that have a place there in it. */
  const reorder = (out, places) => {
    const inside = new Set([...out, ...places.map(([, , id]) => id)]);
    if (!inside.size) return;
    known = null;
    for (const [level, ids] of order) {
      const kept = ids.filter((id) => !inside.has(id));
      if (kept.length !== ids.length) order.set(level, kept);
    }
    for (const id of out) active.delete(id);
    for (const [level, position, id] of places) {
      if (!order.has(level)) order.set(level, []);
      order.get(level).splice(position - 1, 0, id);
      active.add(id);
    }
    for (const level of order.keys()) number(level);
  };

  const follow = (patch) => {
    if (patch.to <= stamp) return;
    if (patch.from !== stamp) {
      if (!loading) load();
      return;
    }
    stamp = patch.to;
    view = { ...view, ...patch.view };
    if (patch.again) {
      load();
      return;
    }
    const out = patch.lost ?? [];
    for (const id of out) {
      rows.delete(id);
      gone.delete(id);
    }
    for (const row of patch.rows ?? []) {
      loading?.fresh.add(row.id);
      if (row.went === undefined) {
        const before = rows.get(row.id);
        row.position = before?.position ?? row.position;
        rows.set(row.id, row);
        gone.delete(row.id);
        if (before?.level === row.level) isOther(row.id);
      } else {
        rows.delete(row.id);
        gone.set(row.id, row);
        out.push(row.id);
      }
    }
    const [name, values] = patch.part ?? ["", {}];
    for (const id of Object.keys(values)) {
      if (!rows.has(id)) continue;
      rows.set(id, { ...rows.get(id), [name]: values[id] });
      isOther(id);
    }
    reorder(out, patch.places ?? []);
    if (patch.view.levels) known = null;
  };

  const count = (level) => (loading && !loading.ordered && counts[level] !== undefined ? counts[level] : order.get(level)?.length ?? 0);

  model.on("msg:custom", (message) => {
    if (message?.patches) {
      for (const patch of message.patches) follow(patch);
      tell("patch");
    }
    if (message?.part) takePart(message.part);
  });
  model.on("change:start", () => {
    if (model.get("start").stamp === stamp) return;
    begin(model.get("start"));
    tell("patch");
  });
  begin(model.get("start"));

  return {
    get version() { return version; },
    get view() { return whole(); },
    find: (id) => rows.get(id),
    isWhole: () => loading === null,
    /** How many statements a level has, also those that are not here yet. */
    count,
    total: () => [...order.keys()].reduce((sum, level) => sum + count(level), 0),
    goneCount: () => (loading ? Math.max(counts[""] ?? 0, gone.size) : gone.size),
    /** Where a statement stands in reading order, as a number to sort by. */
    rank: (row) => (line().starts.get(row.level) ?? 0) + row.position,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
