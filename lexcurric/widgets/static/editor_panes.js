// The panes between the buttons and the list: one small form for each action that needs more than a click.

/**
 * A pane's form: what stays until it is sent, and an error in words beside it. `typed()` is what is typed in it: what
 * is typed while the rest is being saved stays in the open pane, and `went(sent)` notes what is saved.
 */
function lxForm(ed, send, { guard = null, typed = () => "", went = () => {} } = {}) {
  let start = null;
  const error = lx.el("div.lx-error", { role: "alert" });
  let busy = null;
  const once = async () => {
    error.textContent = "";
    if (guard?.open()) {
      error.textContent = "Not saved: choose above first";
      return false;
    }
    const sent = typed();
    try {
      await send();
    } catch (failure) {
      guard?.look();
      if (!guard?.open()) error.textContent = failure.message;
      return false;
    }
    went(sent);
    start = sent;
    ed.typing();
    return true;
  };
  /** True when it is saved, with nothing typed since. Again before the answer: what was typed on is saved after it. */
  const go = async () => {
    const before = busy;
    const sent = typed();
    if (before && !(await before.done)) return false;
    if (before && before.sent === sent) return typed() === sent;
    const now = { sent: typed(), done: once() };
    busy = now;
    const saved = await now.done;
    if (busy === now) busy = null;
    return saved && typed() === now.sent;
  };
  /** From now on, what is typed differs from this. */
  const begin = () => { start = typed(); };
  return { error, go, once, begin, unsaved: () => start !== null && typed() !== start, close: async () => { if (await go()) ed.openPane(""); } };
}

/**
 * Notices what others do to the statements that a form is about. `part` is their text or note; `say(now)` gives the
 * choices, of which one must be made before the form is sent. `before(id)` is what the designer knows that it says.
 * `back` is what to do with a statement that was taken away, in words, and `form()` the form that does it.
 */
function lxGuard(ed, every, part, say, back, form) {
  const known = new Map(every.filter(Boolean).map((each) => [each.id, each[part]]));
  const node = lx.el("div");
  let shown = "";
  const away = (id, who) => {
    const bring = async () => {
      try {
        await ed.send("reinstate", { ids: [id] });
      } catch (failure) {
        form().error.textContent = failure.message;
        return;
      }
      guard.look();
      if (!guard.open()) await form().close();
    };
    const can = ed.view.retired.some((each) => each.id === id);
    return lx.clash({ what: `${who} took this statement away meanwhile. What you typed is kept, and not saved.` },
      ...(can ? [[`Bring it back ${back}`, bring]] : []), ["Discard what I typed", () => ed.openPane("")]);
  };
  const guard = {
    node,
    open: () => shown !== "",
    before: (id) => known.get(id),
    saved(id, sent) {
      known.set(id, ed.savedAs(id, part, sent));
      guard.look();
    },
    /** The designer has seen what it says now. */
    seen() {
      for (const id of known.keys()) if (ed.find(id)) known.set(id, ed.find(id)[part]);
      guard.look();
    },
    look() {
      const changed = [...known].filter(([id, text]) => ed.find(id)?.[part] !== text).map(([id]) => [id, ed.find(id)]);
      const key = changed.length ? JSON.stringify(changed) : "";
      if (key === shown) return;
      shown = key;
      node.replaceChildren(...changed.map(([id, now]) => {
        const news = ed.view.news.by[id];
        const who = news?.author ?? "Somebody else";
        const how = ` changed this${news?.how ? ` ${news.how}` : ""}`;
        if (!now) return away(id, who);
        return lx.clash({ what: `${who}${how} meanwhile. What you typed is kept.`, label: "It says now:", theirs: now[part] }, ...say(now));
      }));
    },
  };
  return guard;
}

function lxBox(label, value, onenter) {
  const box = lx.el("textarea.lx-box", { value, rows: 2, "aria-label": label, placeholder: "Object — performance." });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !onenter) return;
    event.preventDefault();
    onenter();
  });
  return box;
}

/** Nothing can be typed into the boxes while what they say is being saved: they close with it. */
async function lxHeld(boxes, work) {
  for (const box of boxes) box.readOnly = true;
  try {
    return await work();
  } finally {
    for (const box of boxes) box.readOnly = false;
  }
}

const lxPanes = {
  tag: lxTagPane,
  suggest: lxSuggestPane,
  tag_rule: lxRulePane,

  untag(ed) {
    const form = lxForm(ed, () => {});
    const list = lx.el("div.lx-set");
    const off = (tag) => ed.send("untag", { ids: ed.selection(), tags: [tag] }).catch((failure) => {
      form.error.textContent = failure.message;
    });
    const update = () => {
      const counts = new Map();
      for (const each of ed.selected()) for (const tag of each.tags) counts.set(tag, (counts.get(tag) || 0) + 1);
      const held = [...counts].sort().map(([tag, count]) =>
        lx.el("button", { title: tag, onclick: () => off(tag) }, `${ed.tagLabel(tag)} (${count})`));
      const had = list.contains(document.activeElement);
      list.replaceChildren(...(held.length ? held : [lx.el("span.lx-quiet", {}, "The selection has no tags.")]));
      if (had) list.querySelector("button")?.focus();
    };
    update();
    const title = () => `Remove a tag from ${ed.counted()}`;
    return { title, needs: 1, body: [list, form.error], first: list, update };
  },

  move(ed) {
    const form = lxForm(ed, () => {});
    const to = (level) => ed.send("move", { ids: ed.selection(), level: level.key }).then(
      () => ed.openPane(""), (failure) => { form.error.textContent = failure.message; });
    const levels = ed.view.levels.map((level) => lx.el("button", { onclick: () => to(level) }, level.label));
    const list = lx.el("div.lx-set", { role: "group", "aria-label": "Level" }, levels);
    return { title: () => `Move ${ed.counted()} to the end of`, needs: 1, body: [list, form.error], first: list };
  },

  criterion(ed) {
    const own = new Set(ed.selected().map((each) => each.criterion));
    const box = lx.el("input.lx-grow", {
      type: "text", "aria-label": "Criterion", value: own.size === 1 ? [...own][0] : "",
      placeholder: "What a row of the rubric is about, such as Dough temperature",
    });
    const set = (label) => { box.value = label; form.close(); };
    const form = lxForm(ed, () => ed.send("criterion", { ids: ed.selection(), label: box.value.trim() }), { typed: () => box.value });
    box.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) form.close(); });
    const known = ed.view.criteria.map((label) => lx.el("button", { onclick: () => set(label) }, label));
    form.begin();
    return { title: () => `Criterion of ${ed.counted()}`, needs: 1, first: box, unsaved: form.unsaved, saves: "Enter saves", body: [
      lx.el("div.lx-row", {}, box, lx.el("button.lx-primary", { onclick: form.close }, "Put under it"),
        lx.el("button", { onclick: () => set("") }, "No criterion")),
      known.length ? lx.el("div.lx-set", {}, lx.el("span.lx-quiet", {}, "In use:"), known) : null, form.error] };
  },

  note(ed) {
    const each = ed.selected()[0];
    const box = lxBox("Note", each?.note ?? "", () => form.close());
    box.placeholder = "For you and your colleagues; it stays out of rubrics";
    const take = (text) => {
      box.value = text;
      guard.seen();
      form.begin();
      ed.typing();
      box.focus();
    };
    const keep = () => {
      guard.seen();
      form.close();
    };
    const guard = lxGuard(ed, [each], "note", (now) => [["Save mine over theirs", keep], ["Take theirs", () => take(now.note)]],
      "and save my note", () => form);
    const form = lxForm(ed, () => ed.send("note", { id: each.id, text: box.value, before: guard.before(each.id) }),
      { guard, typed: () => box.value, went: (sent) => guard.saved(each.id, sent) });
    form.begin();
    return { title: () => "Note", needs: 0, first: box, update: guard.look, unsaved: form.unsaved, saves: "Enter saves", body: [lxQuote(each), box, guard.node, form.error,
      lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: form.close }, "Save the note"))] };
  },

  split(ed) {
    const each = ed.selected()[0];
    const start = each && each.text.includes(" — ") ? `${each.text.split(" — ")[0]} — ` : "";
    const boxes = [];
    const holder = lx.el("div");
    const more = (value) => {
      const box = lxBox(`Part ${boxes.length + 1}`, value);
      boxes.push(box);
      holder.append(box);
      return box;
    };
    [each?.text ?? "", start].forEach(more);
    const texts = () => boxes.map((box) => box.value).filter((text) => text.trim());
    const guard = lxGuard(ed, [each], "text", () => [["Go on with what I typed", () => guard.seen()]], "and split it", () => form);
    const form = lxForm(ed, () => lxHeld(boxes, () => ed.send("split", { id: each.id, texts: texts(), before: guard.before(each.id) })),
      { guard, typed: () => JSON.stringify(texts()) });
    form.begin();
    return { title: () => "Split into several statements", needs: 0, first: boxes[0], update: guard.look, unsaved: form.unsaved, body: [lxQuote(each),
      lx.el("p.lx-quiet", {}, "The statement is retired; these take its place, with its tags."), holder, guard.node, form.error,
      lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: form.close }, "Split"),
        lx.el("button", { onclick: () => more(start).focus() }, "Another part"))] };
  },

  join(ed) {
    const every = ed.selected();
    const box = lxBox("Wording of the joined statement", every[0]?.text ?? "", () => form.close());
    const ids = every.map((each) => each.id);
    const guard = lxGuard(ed, every, "text", () => [["Go on with what I typed", () => guard.seen()]], "and join", () => form);
    const form = lxForm(ed, () => lxHeld([box], () => ed.send("join", { ids, text: box.value, before: ids.map(guard.before) })),
      { guard, typed: () => box.value });
    form.begin();
    const go = lx.el("button.lx-primary", { onclick: form.close }, `Join ${every.length}`);
    return { title: () => `Join ${every.length} statements into one`, needs: 0, first: box, update: guard.look, unsaved: form.unsaved, saves: "Enter saves", body: [every.map(lxQuote),
      lx.el("p.lx-quiet", {}, "These are retired; the one below takes the first one's place, with all their tags."),
      box, guard.node, form.error, lx.el("div.lx-row", {}, go)] };
  },

  add(ed) {
    const level = lx.el("select", { "aria-label": "Level" },
      ed.view.levels.map((each) => lx.el("option", { value: each.key }, each.label)));
    const here = ed.find(ed.selection().at(-1)) ?? null;
    level.value = here?.level || ed.get("facets").level?.[0] || ed.view.levels[0]?.key || "";
    const after = lx.el("select", { "aria-label": "Place" });
    const option = (value, words, selected = false) => lx.el("option", { value: String(value), selected }, words);
    const places = () => {
      const same = here && here.level === level.value;
      const near = same ? [option(here.position + 1, "after the selected statement")] : [];
      after.replaceChildren(...near, option("", "at the end"), option(1, "at the top"));
    };
    places();
    level.addEventListener("change", places);
    // The next one can be typed at once; what could not be saved comes back, before it.
    const waiting = [];
    let last = Promise.resolve();
    const send = async (text) => {
      const position = after.value ? Number(after.value) : null;
      try {
        await ed.send("add", { level: level.value, text, position });
      } catch (failure) {
        box.value = [text, box.value].filter(Boolean).join("\n");
        throw failure;
      } finally {
        waiting.shift();
        ed.typing();
      }
      if (position) after.append(option(position + 1, "after the one just added", true));
    };
    const form = lxForm(ed, () => {
      const text = box.value;
      box.value = "";
      box.focus();
      waiting.push(text);
      last = last.catch(() => {}).then(() => send(text));
      return last;
    });
    const box = lxBox("Wording of the new statement", "", form.once);
    const add = lx.el("button.lx-primary", { onclick: form.once }, "Add");
    const hint = lx.el("span.lx-quiet", {}, "Enter adds it, and waits for the next one");
    const unsaved = () => waiting.length > 0 || box.value.trim() !== "";
    return { title: () => "Add a statement", needs: 0, first: box, unsaved, saves: "Enter adds it",
      body: [box, form.error, ed.findings.live(box, () => ({ level: level.value })), lx.el("div.lx-row", {}, "in", level, after, add, hint)] };
  },

  keys(ed) {
    const lines = [
      ["↑ ↓", "next statement"], ["Shift+↑ ↓", "select several"], ["Ctrl+A", "select all shown"],
      ["Space", "select or unselect"], ["Enter or F2", "edit the wording"], ["Alt+↑ ↓", "move up or down"], ["Alt+← →", "move to the level before or after"],
      ["← →", "level beside, in the matrix"], ["Ctrl+C", "copy the wordings"],
      ["M", "move to a level"], ["T", "tag"], ["Shift+T", "remove a tag"], ["C", "criterion"], ["N", "note"],
      ["S", "split"], ["J", "join"], ["Delete", "retire"], ["A", "add a statement"], ["/", "search"], ["F", "filters"], ["W", "what to check, and why"], ["X", "put right what can be"], ["G", "next to check"],
      ["Ctrl+↑ ↓", "go, keep the selection"], ["Ctrl+Z", "undo"], ["Ctrl+Shift+Z", "redo"],
      ["Escape", "close, or select nothing"], [".", "the last tag again"],
      ...ed.tagging.inHand().map(([, term], at) => [String(at + 1), `tag: ${term.label}`]),
    ];
    if (!ed.get("in_hand")) lines.push(["1–9", "terms of a vocabulary in hand (see Tag)"]);
    const rows = lines.map(([key, what]) => lx.el("div", {}, lx.el("kbd", {}, key), lx.el("span", {}, what)));
    return { title: () => "Keys in the list", needs: 0, first: null, body: [lx.el("div.lx-keys", {}, rows)] };
  },
};

function lxQuote(each) {
  return each ? lx.el("div.lx-quote", {}, lxWording(each.text)) : null;
}
