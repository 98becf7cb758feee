// The statements as a grid of rows, grouped by level. Only what changed is drawn again, never the row being edited.

/** Makes a box as high as its text. */
function lxGrow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

const LX_KEYS_TYPING = "Enter saves · Tab saves and goes on · Shift+Enter new line · Escape leaves it as it was";

function lxList(ed) {
  const rows = new Map();
  const groups = new Map();
  const { drawRow, drawRetired } = lxRows(ed);
  let editing = null;
  const grid = lx.el("div.lx-list", { role: "grid", "aria-multiselectable": "true", "aria-label": "Statements" });

  const rowOf = (each, { draw }) => {
    const key = JSON.stringify([each, ed.changedBy(each.id), ed.words(), ed.get("show_accepted")]);
    const known = rows.get(each.id);
    if (known && (known.key === key || editing?.id === each.id)) return known.node;
    const node = draw(each);
    rows.set(each.id, { key, node });
    return node;
  };
  const view = lxWindow(grid, {
    nodeOf: rowOf,
    pinned: () => [editing?.id, ed.active].filter(Boolean),
    beside: () => ed.get("layout") === "matrix",
    hint: (id) => (ed.find(id)?.position ?? 0) - 1,
    drawn: (shown) => {
      for (const id of rows.keys()) if (!shown.has(id)) rows.delete(id);
      mark();
    },
  });

  const groupOf = (name, label, count, items, draw) => {
    if (!groups.has(name)) {
      const title = lx.el("div.lx-head", { role: "columnheader" });
      const head = lx.el("div.lx-top", { role: "row" }, title);
      groups.set(name, { title, head, body: lx.el("div", { role: "rowgroup" }) });
    }
    const group = groups.get(name);
    group.title.replaceChildren(lx.el("span", {}, label), lx.el("span.lx-count", {}, count));
    group.body.setAttribute("aria-label", label);
    return Object.assign(group, { items, draw, level: name });
  };

  /** Which row has the keys; restored after rows have moved. */
  const focusAgain = (work) => {
    const root = grid.getRootNode();
    const before = root.activeElement;
    const spot = before && "selectionStart" in before ? [before.selectionStart, before.selectionEnd] : null;
    const inside = before && grid.contains(before);
    const id = inside ? before.closest("[data-id]")?.dataset.id : null;
    work();
    if (!inside || root.activeElement === before) return;
    if (grid.contains(before)) before.focus({ preventScroll: true });
    else if (id) focusRow(ed.active || id, false);
    if (spot && before.setSelectionRange) before.setSelectionRange(...spot);
  };

  /** Where an answer came late, what was sent is saved now; what was typed after it is not. */
  const land = () => {
    if (!editing?.error.textContent || ed.find(editing.id)?.text !== editing.sent?.trim()) return;
    if (editing.box.value === editing.sent) {
      rows.delete(editing.id);
      ed.forget(editing.id);
      editing = null;
    } else goOn(editing);
    ed.typing();
  };
  const typedWords = () => (!editing || editing.box.value === editing.start ? null
    : editing.clash ? "two texts to choose from" : "Enter saves");

  /** Somebody else moved the statement that is edited to another level: it stays in sight, and the news say so. */
  const followed = () => {
    const now = editing && ed.find(editing.id);
    if (!now) return;
    const { box } = editing;
    box.closest("[data-id]").querySelector(".lx-place").textContent = String(now.position);
    if (now.level === editing.level) return;
    const follow = (frames) => {
      if (editing?.box !== box) return;
      box.closest("[data-id]").scrollIntoView({ block: "nearest" });
      // Rows that were out of sight until now get their true height only in the next frames.
      if (frames) requestAnimationFrame(() => follow(frames - 1));
    };
    requestAnimationFrame(() => follow(3));
    editing.level = now.level;
    editing.moved = `What you are editing is in ${ed.levelLabel(now.level)} now`;
    editing.box.setAttribute("aria-label", `Wording of ${ed.levelLabel(now.level)} ${now.position}`);
  };

  const draw = () => focusAgain(() => {
    land();
    followed();
    if (editing) meet();
    const shown = ed.shown();
    const byLevel = new Map(ed.view.levels.map((level) => [level.key, []]));
    for (const each of shown) byLevel.get(each.level)?.push(each);
    const parts = ed.view.levels.map((level) => {
      const every = byLevel.get(level.key);
      const whole = ed.countOf(level.key);
      const here = ed.isNarrow() ? every.filter((each) => ed.find(each.id)).length : whole;
      const count = here === whole ? `${whole}` : `${here} of ${whole}`;
      return every.length || ed.levelShown(level.key)
        ? groupOf(level.key, level.label, count, every, drawRow) : null;
    }).filter(Boolean);
    grid.style.setProperty("--lx-digits", String(Math.max(...ed.view.levels.map((level) => ed.countOf(level.key)), 10)).length);
    const gone = ed.shownRetired();
    if (gone) parts.push(groupOf("\0retired", "Retired", `${gone.length}`, gone, drawRetired));
    const isEmpty = !shown.length && !gone?.length;
    if (!ed.at(ed.active)) ed.active = shown[0]?.id ?? null;
    lx.arrange(grid, isEmpty ? [lx.el("div.lx-empty", {}, ed.emptyWords())] : parts.map((each) => each.body));
    view.show(isEmpty ? [] : parts);
    const more = ed.isNarrow() ? 0 : ed.view.levels.reduce((sum, level) => sum + ed.countOf(level.key) - byLevel.get(level.key).length, 0);
    grid.setAttribute("aria-rowcount", String(view.count() + Math.max(0, more)));
  });

  /** Shows what is selected, and gives one row the Tab stop. */
  const mark = () => {
    const chosen = new Set(ed.get("selection"));
    for (const [id, { node }] of rows) {
      if (!node.dataset.id) continue;
      node.setAttribute("aria-selected", String(chosen.has(id)));
      node.classList.toggle("lx-on", chosen.has(id));
      node.tabIndex = id === ed.active ? 0 : -1;
    }
  };

  const focusRow = (id, scroll = true) => {
    const node = view.reveal(id);
    if (!node) return;
    ed.active = id;
    mark();
    node.focus({ preventScroll: true });
    if (scroll) node.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const close = () => {
    const { id } = editing;
    editing = null;
    ed.forget(id);
    ed.typing();
    rows.delete(id);
    draw();
    return id;
  };

  /** The box stays open: what was sent is saved, and what was typed while it was on its way is not yet. */
  const goOn = (now) => {
    now.busy = null;
    now.error.textContent = "";
    now.start = now.base = ed.savedAs(now.id, "text", now.sent);
    meet();
  };
  const save = async (now) => {
    now.error.textContent = "";
    now.sent = now.box.value;
    try {
      ed.sticky.add(now.id);
      await ed.send("reword", { id: now.id, text: now.sent, before: now.base });
    } catch (error) {
      now.busy = null;
      if (editing !== now) return false;
      meet(error.clash);
      if (!now.clash) now.error.textContent = error.message;
      now.box.focus();
      return false;
    }
    if (editing !== now) return true;
    if (now.box.value === now.sent) close();
    else goOn(now);
    ed.typing();
    return true;
  };

  /** Saves the wording being typed; true when nothing is left to save. */
  const commit = async () => {
    const now = editing;
    if (!now) return true;
    // Enter again before the answer: then what was typed on is saved after it.
    if (now.busy) return (await now.busy) && (editing !== now || commit());
    if (now.clash) {
      now.error.textContent = "Not saved: choose below, by mouse or with Tab";
      return false;
    }
    if (now.box.value === now.start) return Boolean(close());
    now.busy = save(now);
    return (await now.busy) && editing !== now;
  };

  /** What others did to the statement being edited stands beside what is typed, which stays until a choice is made. */
  const meet = (clash) => {
    if (editing.busy) return;
    const { id, box, beside } = editing;
    const now = ed.find(id);
    if (now) editing.each = now;
    const theirs = now?.text ?? null;
    if (theirs === null && box.value === editing.start) {
      rows.delete(id);
      ed.forget(id);
      editing = null;
      return;
    }
    if (theirs === null || (theirs !== editing.base && theirs !== box.value.trim() && box.value !== editing.start)) {
      if (editing.clash?.theirs === theirs && beside.firstChild) return;
      settle({ theirs });
      beside.replaceChildren(now ? reworded(now, clash) : gone());
      editing.error.textContent = "";
      return;
    }
    // Nothing was typed yet, or the same: then theirs is what is edited.
    if (box.value === editing.start && theirs !== editing.base) {
      box.value = editing.start = theirs;
      lxGrow(box);
    }
    editing.base = theirs;
    if (!editing.clash) return;
    settle(null);
    beside.replaceChildren();
  };
  const settle = (clash) => {
    editing.clash = clash;
    editing.hint.textContent = !clash ? LX_KEYS_TYPING
      : `Tab goes to the choices · Escape leaves it ${clash.theirs === null ? "away" : "as it is saved now"}, without your text`;
    ed.typing();
  };
  const choose = (work) => async () => {
    const { id } = editing;
    settle(null);
    editing.beside.replaceChildren();
    if (!(await work())) return;
    ed.settled();
    focusRow(id);
  };
  const reworded = (now, clash) => {
    const who = ed.view.news.by[now.id] ?? clash ?? { author: "Somebody else", time: "" };
    return lx.clash({
      what: `${who.author} changed this statement${who.how ? ` ${who.how}` : ""} while you were editing it. Your text above is not saved.`,
      label: `Saved now, by ${who.author}${who.time ? `, ${lx.clock(who.time)}` : ""}:`, theirs: now.text,
    }, ["Save mine over theirs", choose(() => {
      editing.base = now.text;
      return commit();
    })], ["Take theirs", choose(() => close())]);
  };
  const gone = () => {
    const { each } = editing;
    const away = ed.view.retired.find((other) => other.id === each.id);
    const by = ed.view.news.by[each.id]?.author ?? "Somebody else";
    const text = () => editing.box.value;
    const back = async () => {
      await ed.send("reinstate", { ids: [each.id] });
      editing.base = each.text;
      return commit();
    };
    const add = async () => {
      await ed.send("add", { level: each.level, text: text() });
      return close();
    };
    const what = `${by} took this statement away while you were editing it${away?.went ? ` (${away.went.toLowerCase()})` : ""}.`;
    return lx.clash({ what: `${what} Your text above is not saved.` },
      away ? ["Bring it back with my text", choose(() => quietly(back))] : ["Add mine as a new statement", choose(() => quietly(add))],
      ["Leave it away", choose(() => close())]);
  };
  const quietly = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (editing) editing.error.textContent = error.message;
      return false;
    }
  };

  const cancel = () => {
    const failed = editing.error.textContent;
    focusRow(close());
    if (failed) ed.settled();
  };

  const typed = async (event) => {
    if (event.isComposing) return;
    const { id } = editing;
    if (event.key === "Escape") {
      event.preventDefault();
      cancel();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (await commit()) focusRow(id);
    } else if (event.key === "Tab" && !editing.clash) {
      event.preventDefault();
      const next = ed.neighbour(id, event.shiftKey ? -1 : 1);
      if (!(await commit())) return;
      if (next) {
        ed.choose([next]);
        edit(next);
      } else focusRow(id);
    }
  };

  const edit = async (id) => {
    if (editing?.id === id || !(await commit())) return;
    const each = ed.find(id);
    const node = each && view.reveal(id);
    if (!node) return;
    const label = `Wording of ${ed.levelLabel(each.level)} ${each.position}`;
    const grow = () => {
      lxGrow(box);
      ed.typing();
    };
    const box = lx.el("textarea.lx-box", { value: each.text, rows: 1, "aria-label": label, oninput: grow });
    const error = lx.el("div.lx-error", { role: "alert" });
    const hint = lx.el("div.lx-hint", {}, LX_KEYS_TYPING);
    const beside = lx.el("div", { onkeydown: (event) => {
      if (event.key !== "Escape" || !editing) return;
      event.preventDefault();
      event.stopPropagation();
      cancel();
    } });
    editing = { id, each, box, error, beside, hint, start: box.value, base: each.text, clash: null, busy: null, level: each.level };
    box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      typed(event);
    });
    const live = ed.findings.live(box, () => ({ id }), () => Boolean(editing?.busy));
    node.querySelector(".lx-cell").replaceChildren(box, error, live, beside, hint);
    ed.active = id;
    mark();
    lxGrow(box);
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    node.scrollIntoView({ block: "nearest" });
  };

    /** Another layout, or other parts of the rows, are to be shown; then what has the keys stays in sight. */
  const shape = () => {
    grid.classList.toggle("lx-as-matrix", ed.get("layout") === "matrix");
    view.forget();
  };
  const keepInSight = () => {
    const node = view.reveal(editing?.id ?? ed.active);
    if (node && !editing) node.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  /** The levels that are shown, each with its part of the page. */
  const levels = () => [...groups.values()].filter((each) => each.body.parentNode === grid && !each.level.startsWith("\0"));

  return { grid, draw, shape, keepInSight, levels, across: (id, by) => view.across(id, by), mark, close: view.close, edit, commit, focusRow, typed: typedWords, moved: () => editing?.moved ?? "", editing: () => editing };
}
