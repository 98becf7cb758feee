// The statement editor: what is shown, what is selected, and what the keys do.

/** What can be done with the selection: [pane or action, key, words with their count, how many it needs, and takes]. */
const LX_ACTIONS = [
  ["reword", "Enter", "Edit", 1, 1],
  ["tag", "t", "Tag #…", 1],
  ["untag", "T", "Remove tag from #…", 1],
  ["move", "m", "Move # to…", 1],
  ["up", "", "# up", 1],
  ["down", "", "# down", 1],
  ["criterion", "c", "Criterion #…", 1],
  ["note", "n", "Note…", 1, 1],
  ["split", "s", "Split…", 1, 1],
  ["join", "j", "Join #…", 2],
  ["retire", "Delete", "Retire #", 1],
];
let lxCount = 0;

/** A button's words with the count of several: "Retire 3", and "Retire" for one. */
function lxCounted(words, many) {
  const said = many > 1 ? words.replace("#", many) : words.replace(/ from #| #|# /, "");
  return said[0].toUpperCase() + said.slice(1);
}

function render({ model, el }) {
  // First of all: what changed is known before an answer says that it is saved.
  const store = lxStoreOf(model);
  const root = lx.el("div.lx.lx-editor", { tabIndex: -1 });
  /** Something is typed that is not saved: the line at the top says so, and the browser asks before it leaves. */
  const typed = () => list.typed() ?? (pane?.unsaved?.() ? pane.saves ?? "" : null);
  const state = lx.stateLine(typed);
  let failed = false;
  const stay = (event) => {
    if (typed() !== null && root.isConnected) event.preventDefault();
  };
  window.addEventListener("beforeunload", stay);
  const settle = (name) => {
    failed = name === "failed";
    state.set(name, "");
  };
  const asking = lxAsking(model);
  const link = lx.connect(model, {
    onState: settle, advice: "What you typed is kept with this page: run the notebook again, and it is offered to you to save.",
  });
  const said = lx.el("div.lx-hidden", { role: "status", "aria-live": "polite" });
  let pane = null;

  const ed = {
    uid: `lx${++lxCount}`,
    active: null,
    sticky: new Set(),
    get view() { return store.view; },
    get: (name) => model.get(name),
    set(name, value) {
      model.set(name, value);
      model.save_changes();
    },
    typing() {
      state.look();
      keepTyped();
      drawNews();
    },
    /** The wording of a statement that was typed is saved, or given up. */
    forget: (id) => kept.drop("text", id),
    /** What failed was given up: nothing is left to save. */
    settled: () => failed && !list.editing() && settle("saved"),
    /** Who changed a statement since the last action here, in words. */
    changedBy(id) {
      const who = ed.view.news.by[id];
      return who ? `Changed by ${[who.author, who.how, lx.clock(who.time)].filter(Boolean).join(", ")}` : "";
    },
    /** What a statement says once a text was saved: what others made of it since is theirs, and no part of it. */
    savedAs(id, part, sent) {
      const now = ed.find(id)?.[part];
      return now === undefined || ed.view.news.by[id] ? sent.trim() : now;
    },
    find: (id) => store.find(id),
    countOf: (level) => store.count(level),
    isNarrow: () => facets.isNarrow(),
    selection: () => ed.selected().map((each) => each.id),
    /** What is selected, in reading order. */
    selected() {
      const found = model.get("selection").map(store.find).filter(Boolean);
      return found.sort((one, other) => store.rank(one) - store.rank(other));
    },
    counted: () => (ed.selected().length === 1 ? "1 statement" : `${ed.selected().length} statements`),
    choose: (ids) => ed.set("selection", ids),
    levelLabel: (key) => ed.view.levels.find((each) => each.key === key)?.label ?? key,
    tagLabel(tag) {
      const [name, term] = tag.split(/:(.*)/);
      const terms = ed.view.vocabularies.find((each) => each.name === name)?.terms;
      return terms?.find((each) => each.term === term)?.label ?? term;
    },
    async send(action, withThese) {
      const why = reason.value.trim();
      try {
        const answer = await link.send(action, { ...withThese, ...(why ? { reason: why } : {}) });
        if (reason.value.trim() === why) reason.value = "";
        said.textContent = answer.said || "";
        problem("");
        return answer;
      } catch (failure) {
        problem(failure.message);
        throw failure;
      }
    },
    matches: (each, without) => facets.matches(each, without),
    levelShown: (key) => facets.levelShown(key),
    words: () => facets.words(),
    /** What the filters let through; a row stays while it is being edited, and after, until the filters change. */
    shown: () => lookThrough().shown,
    /** The place of a statement among those, from 1; 0 for none of them. */
    at: (id) => {
      const now = lookThrough();
      const row = store.isWhole() && now.shown === ed.view.statements && store.find(id);
      if (row) return store.rank(row);
      now.places ??= new Map(now.shown.map((each, place) => [each.id, place + 1]));
      return now.places.get(id) ?? 0;
    },
    shownRetired: () => (model.get("show_retired")
      ? ed.view.retired.filter((each) => ed.matches(each) && each.id !== list.editing()?.id) : null),
    neighbour: (id, by) => ed.shown()[ed.at(id) - 1 + by]?.id,
    emptyWords: () => facets.emptyWords(),
    /** Says something beside the work that is no error. */
    say(text) {
      said.textContent = trouble.textContent = text;
    },
    ask: (about, withThese) => asking.ask(about, withThese),
    showPane(name) {
      ed.set("pane", name);
      focusPane();
    },
    openPane: (name) => ed.set("pane", model.get("pane") === name ? "" : name),
  };
  let looked = { key: null };
  const lookThrough = () => {
    const now = list.editing();
    const isGone = Boolean(now && !ed.find(now.id));
    const key = JSON.stringify([store.version, model.get("search"), model.get("facets"), [...ed.sticky], now?.id, isGone && [now.each.level, now.each.position]]);
    if (looked.key === key) return looked;
    const { statements, levels } = ed.view;
    const shown = !ed.isNarrow() && !isGone ? statements
      : statements.filter((each) => ed.matches(each) || ed.sticky.has(each.id) || now?.id === each.id);
    if (isGone) {
      // Somebody else took it away while it is being edited: it stays in sight until that is settled.
      const level = levels.some((each) => each.key === now.each.level) ? now.each.level : levels[0]?.key;
      const after = shown.findIndex((each) => each.level === level && each.position >= now.each.position);
      shown.splice(after < 0 ? shown.length : after, 0, { ...now.each, level });
    }
    looked = { key, shown };
    return looked;
  };
  const list = lxList(ed);
  const kept = lxKept(ed, root, () => list.focusRow(ed.active));
  /** The statement that a pane is about, while something is typed in it. */
  const keepTyped = () => {
    const now = list.editing();
    if (now) kept.keep("text", now.id, { text: now.box.value, base: now.base, what: `“${now.base}”`, level: now.level });
    const part = { note: "note", add: "add" }[pane?.name];
    const box = part && place.querySelector("textarea");
    if (!box) return;
    const level = place.querySelector("select[aria-label=Level]")?.value ?? "";
    const about = pane.about;
    if (part === "add") kept.keep("add", "new", { text: box.value, base: "", what: ed.levelLabel(level), level });
    else if (about) kept.keep("note", about.id, { text: box.value, base: about.note, what: `“${about.text}”`, level: about.level });
  };

  // The head: what this is, whether it is saved, undo and redo, search and filters.
  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  const step = (name) => lx.el("button.lx-step", { onclick: () => act(name) });
  const [undo, redo] = [step("undo"), step("redo")];
  const facets = lxFacets(ed, { changed: (values) => narrow(values) });
  ed.tagging = lxTagging(ed);
  ed.findings = lxFindings(ed, { facets });
  ed.changes = lxChanges(ed, { facets });
  const { box: search, now: searchNow } = lxSearch(ed, (text) => narrow({ search: text }));
  const retired = lx.el("button.lx-plain", { onclick: () => ed.set("show_retired", !model.get("show_retired")) });
  const view = lx.el("button.lx-plain", { onclick: () => act("view") }, "View…");
  const layouts = lx.el("span.lx-layouts", { role: "group", "aria-label": "Layout" }, Object.entries({ list: "List", matrix: "Matrix" }).map(([name, words]) =>
    lx.el("button", { "data-layout": name, onclick: () => ed.set("layout", name) }, words)));
  const chosen = lx.el("span.lx-chosen");
  const reason = lx.el("input.lx-reason", {
    type: "text", placeholder: "Reason for the next change (optional)",
    "aria-label": "Reason for the next change, kept in the history",
  });
  const buttons = new Map(LX_ACTIONS.map(([name]) => [name, lx.el("button", { onclick: () => act(name) })]));
  const bar = lx.el("div.lx-bar", { role: "toolbar", "aria-label": "Actions for the selection" }, ...buttons.values());
  const trouble = lx.el("div.lx-error.lx-trouble", { role: "alert" });
  const place = lx.el("div.lx-pane", { role: "region" });
  place.addEventListener("input", () => ed.typing());
  const heading = lx.el("b");
  const add = lx.el("button.lx-primary", { onclick: () => act("add") }, "Add statement");
  const keys = lx.el("button", { onclick: () => act("keys") }, "? Keys");
  const desk = lx.el("div.lx-desk", {}, facets.panel, list.grid);
  root.append(
    lx.el("div.lx-title", {}, lx.el("div", {}, title, about), lx.el("div.lx-saved", {}, state.node)),
    lx.el("div.lx-row.lx-steps", {}, undo, redo, lx.el("span.lx-grow"), keys),
    lx.el("div.lx-row", {}, facets.toggler, search, ed.changes.node, view),
    lx.el("div.lx-row", {}, facets.levels, lx.el("span.lx-right", {}, retired, layouts)), facets.chips,
    lx.el("div.lx-row.lx-work", {}, chosen, reason, add), bar, trouble, kept.node, place,
    ed.tagging.strip, ed.findings.bar, ed.changes.line, desk, said,
  );

  const narrow = (values) => {
    ed.sticky.clear();
    model.set(values);
    model.save_changes();
    if (values.search === "" && values.facets) search.focus();
  };

  /** An error stands where the work is: in the row or pane that made it, else above the list. */
  const problem = (text) => {
    const there = list.editing() || (pane && pane.name !== "keys" && place.contains(document.activeElement));
    trouble.textContent = there ? "" : text;
  };

  const drawStep = (button, words, what) => {
    button.textContent = words;
    button.title = words;
    button.disabled = !what;
  };
  const drawNews = () => {
    const { news } = ed.view;
    state.news({ ...news, text: [list.moved(), news.text].filter(Boolean).join(". ") });
  };
  const requestIdleCallback = window.requestIdleCallback ?? ((work) => setTimeout(work, 200));
  let waiting = 0;
  const countAll = () => {
    facets.draw();
    ed.findings.draw();
    ed.changes.draw();
  };
  /** Counting goes through all: with many statements it waits until nothing else is to be done. */
  const drawFacets = () => {
    if (ed.view.statements.length <= LX_MANY) countAll();
    else waiting ||= requestIdleCallback(() => {
      waiting = 0;
      countAll();
    }, { timeout: 1500 });
  };
  const drawHead = () => {
    const view = ed.view;
    title.textContent = view.title;
    const many = `${store.total()} statements`;
    about.textContent = `${view.soc} · ${view.version} · ${many} · you sign as ${view.author}`;
    drawStep(undo, view.undo_words, view.undo);
    drawStep(redo, view.redo_words, view.redo);
    retired.textContent = model.get("show_retired") ? "Hide retired" : `Show retired (${store.goneCount()})`;
    retired.style.display = store.goneCount() ? "" : "none";
    retired.setAttribute("aria-pressed", String(model.get("show_retired")));
    if (search.value !== model.get("search") && document.activeElement !== search) search.value = model.get("search");
    ed.tagging.draw();
    drawFacets();
  };
  const drawBar = () => {
    const many = ed.selected().length;
    chosen.textContent = many ? `${many} selected` : "Nothing selected";
    for (const [name, , words, needs, only] of LX_ACTIONS) {
      const button = buttons.get(name);
      button.disabled = many < needs || (only && many > only);
      button.textContent = lxCounted(words, only ? 1 : many);
      button.setAttribute("aria-expanded", String(model.get("pane") === name));
    }
  };
  const drawPane = () => {
    const name = model.get("pane");
    const had = place.contains(document.activeElement);
    ed.settled();
    // Whoever closes a pane, or saves what is in it, leaves nothing behind.
    if (pane?.about) kept.drop("note", pane.about.id);
    if (pane?.name === "add") kept.drop("add", "new");
    pane = name ? { name, about: name === "note" ? ed.selected()[0] : null, ...lxPanes[name](ed) } : null;
    ed.typing();
    place.style.display = pane ? "" : "none";
    place.replaceChildren();
    if (!pane) return had && list.focusRow(ed.active);
    heading.textContent = pane.title();
    place.setAttribute("aria-label", heading.textContent);
    const shut = lx.el("button.lx-plain", { onclick: () => ed.openPane("") }, "Close");
    place.append(lx.el("div.lx-title", {}, heading, shut), ...pane.body.flat().filter(Boolean));
    return undefined;
  };
  const focusPane = () => (pane?.first?.querySelector?.("button") ?? pane?.first)?.focus();
  const drawSelection = () => {
    // What was just added, split or joined is selected, and has the keys next.
    const ids = ed.selection();
    if (ids.length && !ids.includes(ed.active) && !list.editing()) ed.active = ids[ids.length - 1];
    list.mark();
    drawBar();
    const many = ed.selected().length;
    if (!pane) return;
    // What is being typed there stays, also where somebody else took what was selected away.
    if (many < pane.needs && !pane.unsaved?.() && !place.contains(document.activeElement)) ed.openPane("");
    heading.textContent = pane.title();
    pane.update?.();
  };

  let steps = Promise.resolve();
  const act = async (name) => {
    const ids = ed.selection();
    const [, , , needs = 0, only] = LX_ACTIONS.find((each) => each[0] === name) ?? [];
    if (ids.length < needs || (only && ids.length > only) || !(await list.commit())) return;
    if (name === "reword") list.edit(ids[0]);
    else if (name in lxPanes) {
      ed.openPane(name);
      focusPane();
    } else if (name === "undo" || name === "redo") {
      // One after the other: each says which edit it means, and the screen must have followed the one before.
      steps = steps.then(() => quietly(name, {}));
      await steps;
    } else if (name === "up" || name === "down") await quietly("reorder", { ids, by: name === "up" ? -1 : 1 });
    else await quietly(name, name === "retire" ? { ids } : {});
  };
  const quietly = (ed.quietly = async (action, withThese) => {
    const held = document.activeElement;
    try {
      if (action === "undo" || action === "redo") {
        const answer = await link.send(action, action === "undo" ? { what: ed.view.undo } : {});
        said.textContent = answer.said;
        problem("");
      } else await ed.send(action, withThese);
      if (action === "reorder" || action === "move") list.focusRow(ed.active);
      if (held?.disabled) list.focusRow(ed.active);
    } catch (failure) {
      problem(failure.message);
    }
  });

  const pointing = lxPointing(ed, { root, desk, list, place, search, searchNow, facets, act, narrow, problem });
  const leaveScreen = lx.follow(root, model);

  const drawAll = () => {
    drawHead();
    if (store.isWhole()) kept.draw();
    list.draw();
    drawNews();
    drawSelection();
  };
  const whole = ["search", "facets", "show_filters", "show_retired", "show_accepted", "since"].map((name) => [`change:${name}`, drawAll]);
  const listeners = {
    ...Object.fromEntries(whole),
    "change:selection": drawSelection,
    "change:columns": () => arrange(),
    "change:density": () => arrange(),
    "change:layout": () => arrange(),
    "change:finding": () => pane?.update?.(),
    "change:in_hand": () => { ed.tagging.draw(); pane?.update?.(); },
    "change:pane": () => { drawPane(); drawBar(); },
  };
  // Where what had the keys is drawn no more, the list has them next: JupyterLab must not (d d deletes a cell there).
  const shape = () => {
    lxArrange(root, ed.get);
    for (const each of layouts.children) each.setAttribute("aria-pressed", String(each.dataset.layout === ed.get("layout")));
    list.shape();
  };
  const arrange = () => {
    shape();
    list.draw();
    list.keepInSight();
    pane?.update?.();
  };
  const keepingKeys = (work) => () => {
    const inside = root.contains(document.activeElement);
    work();
    if (!inside || root.contains(document.activeElement)) return;
    root.focus({ preventScroll: true });
    list.focusRow(ed.active);
  };
  for (const [name, work] of Object.entries(listeners)) {
    listeners[name] = keepingKeys(work);
    model.on(name, listeners[name]);
  }
  const drawWhole = keepingKeys(drawAll);
  let frame = 0;
  const leaveStore = store.on((kind) => {
    if (kind !== "part") {
      drawWhole();
      return;
    }
    // The rest comes in many parts, below what is in sight.
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      list.draw();
    });
  });
  lx.keepKeys(root);
  el.append(root);
  shape();
  drawPane();
  drawAll();
  return () => {
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
    window.removeEventListener("beforeunload", stay);
    leaveStore();
    pointing.close();
    list.close();
    kept.close();
    leaveScreen();
    link.close();
    asking.close();
  };
}

export default { render };
