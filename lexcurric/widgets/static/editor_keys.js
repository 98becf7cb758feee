// Selecting, moving and all keys of the list; JupyterLab hears none of them.

function lxPointing(ed, { root, desk, list, place, search, searchNow, facets, act, narrow, problem }) {
  let anchor = null;
  const drag = lxDrag(ed, { desk, list });

  const range = (from, to) => {
    const [start, end] = [ed.at(from), ed.at(to)].sort((one, other) => one - other);
    return start ? ed.shown().slice(start - 1, end).map((each) => each.id) : [to];
  };
  const pick = (id, { shift = false, more = false } = {}) => {
    const now = ed.get("selection");
    if (shift) ed.choose(range(anchor ?? id, id));
    else ed.choose(more ? (now.includes(id) ? now.filter((each) => each !== id) : [...now, id]) : [id]);
    if (!shift) anchor = id;
    list.focusRow(id);
  };
  const rowAt = (event) => event.target.closest?.("[data-id]")?.dataset.id;
  list.grid.addEventListener("click", async (event) => {
    const id = rowAt(event);
    if (!id || drag.justDropped() || event.target.closest("button, textarea") || (list.editing() && !(await list.commit()))) return;
    pick(id, { shift: event.shiftKey, more: event.ctrlKey || event.metaKey });
  });
  list.grid.addEventListener("dblclick", (event) => {
    const id = rowAt(event);
    if (id && !event.target.closest("button, textarea")) list.edit(id);
  });
  list.grid.addEventListener("mousedown", (event) => {
    if (event.shiftKey && rowAt(event)) event.preventDefault();
  });

  const isMatrix = () => ed.get("layout") === "matrix";
  const go = (event, to) => {
    // In the matrix up and down stay in the level, and left and right go to the next one.
    const level = isMatrix() ? ed.find(ed.active)?.level : undefined;
    const every = level === undefined ? ed.shown() : ed.shown().filter((each) => each.level === level);
    const at = level === undefined ? ed.at(ed.active) - 1 : every.findIndex((each) => each.id === ed.active);
    const end = every.length - 1;
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8, Home: 0, End: end };
    const across = { ArrowLeft: -1, ArrowRight: 1 }[to];
    const id = across ? list.across(ed.active, across) : every[Math.max(0, Math.min(end, steps[to]))]?.id;
    if (id && event.ctrlKey) list.focusRow(id);
    else if (id) pick(id, { shift: event.shiftKey });
  };
  /** The selection goes to the level below or above, to the place that the first of it has here. */
  const moveAcross = async (by) => {
    const every = ed.selected().length ? ed.selected() : [ed.find(ed.active)].filter(Boolean);
    if (!every.length || !(await list.commit())) return;
    const { levels } = ed.view;
    const to = levels[levels.findIndex((each) => each.key === every[0].level) + by];
    if (!to) {
      problem(`There is no level ${by < 0 ? "before" : "after"} ${ed.levelLabel(every[0].level)}.`);
      return;
    }
    const ids = every.map((each) => each.id);
    ed.choose(ids);
    await ed.quietly("move", { ids, level: to.key, position: Math.min(every[0].position, ed.countOf(to.key) + 1) });
  };
  const leave = () => {
    problem("");
    ed.settled();
    if (ed.get("pane")) ed.openPane("");
    else ed.choose([]);
  };
  const listKeys = (event) => {
    const { key } = event;
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.altKey && (key === "ArrowUp" || key === "ArrowDown")) act(key === "ArrowUp" ? "up" : "down");
    else if (event.altKey && (key === "ArrowLeft" || key === "ArrowRight")) moveAcross(key === "ArrowLeft" ? -1 : 1);
    else if (["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"].includes(key)) go(event, key);
    else if (isMatrix() && (key === "ArrowLeft" || key === "ArrowRight")) go(event, key);
    else if (key === " ") pick(ed.active, { more: true });
    else if (key === "Enter" || key === "F2") list.edit(ed.active).then(() => ed.choose([ed.active]));
    else if (ctrl && key === "a") ed.choose(ed.shown().map((each) => each.id));
    else if (key === "Escape") leave();
    else if (ctrl || event.altKey) return false;
    else if (key === "a") act("add");
    else if (key === "/") search.focus();
    else if (key === "f") facets.show(true);
    else if (key === "g") pick(ed.findings.next() ?? ed.active);
    else if (key === "." || /^[1-9]$/.test(key)) {
      if (!ed.selection().length && ed.active) ed.choose([ed.active]);
      (key === "." ? ed.tagging.again() : ed.tagging.number(key))?.catch(() => {});
    } else if (key === "w" || key === "x") {
      if (!ed.selection().length && ed.active) ed.choose([ed.active]);
      if (key === "w") act("check");
      else ed.findings.fixSelected();
    }
    else {
      const found = LX_ACTIONS.find((each) => each[1] === key);
      if (!found) return false;
      if (!ed.selection().length && ed.active) ed.choose([ed.active]);
      act(found[0]);
    }
    return true;
  };
  const leaveSearch = () => {
    if (search.value) narrow({ search: search.value = "" });
    else list.focusRow(ed.active);
  };
  root.addEventListener("keydown", (event) => {
    const ctrl = event.ctrlKey || event.metaKey;
    const typing = event.target.closest("input, textarea, select");
    let done = true;
    if (ctrl && !typing && event.key.toLowerCase() === "z") act(event.shiftKey ? "redo" : "undo");
    else if (ctrl && !typing && event.key === "y") act("redo");
    else if (ctrl && event.key === "s") list.commit();
    else if (event.key === "?" && !typing) act("keys");
    else if (event.key === "Escape" && place.contains(event.target)) ed.openPane("");
    else if (event.key === "Escape" && event.target === search) leaveSearch();
    else if (event.key === "Escape" && facets.panel.contains(event.target)) list.focusRow(ed.active);
    else if (["ArrowDown", "Enter"].includes(event.key) && event.target === search) {
      searchNow();
      list.focusRow(ed.shown()[0]?.id);
    }
    else done = event.target.matches("[data-id]") && listKeys(event);
    if (done) event.preventDefault();
  });
  /** What is copied are the wordings of the selection, a line each. */
  root.addEventListener("copy", (event) => {
    if (!event.target.matches?.("[data-id]") || !ed.selected().length) return;
    event.clipboardData.setData("text/plain", ed.selected().map((each) => each.text).join("\n"));
    event.preventDefault();
  });
  return { close: drag.close };
}
