// The review of a merge: each decision with its texts and choices, a preview, and applying it.

const LX_KEYS = [
  ["↑ ↓", "go from one decision to the next"], ["n", "next conflict to decide"], ["1", "keep mine"], ["2", "take new"],
  ["3", "keep both"], ["e", "edit by hand; Enter saves, Escape cancels"], ["s", "say which statement it is the same as"],
  ["u", "undo the last choice"],
  ["/", "search"], ["?", "show or hide these keys"],
];
const LX_SIDES = { 1: "ours", 2: "theirs", 3: "both", e: "edited" };

function render({ model, el }) {
  const root = lx.el("div.lx.lx-review.lx-merge");
  /** The boxes written in by hand: key to {box, start}. What is typed in them stays until it is saved or cancelled. */
  const writing = new Map();
  const open = () => [...writing.values()].some(({ box, start }) => box.value !== start);
  const state = lx.stateLine(() => (open() ? "Enter saves" : null));
  const stay = (event) => {
    if (open() && root.isConnected) event.preventDefault();
  };
  window.addEventListener("beforeunload", stay);
  // Applying writes a whole merge at once, so it may take longer than one edit.
  const link = lx.connect(model, { onState: (name) => state.set(name, ""), patience: 8000 });
  const said = lx.el("div.lx-hidden", { role: "status", "aria-live": "polite" });
  const cards = new Map();

  const view = () => model.get("view");
  const states = () => view().states;
  const send = async (action, withThese, error) => {
    error.textContent = "";
    try {
      const answer = await link.send(action, withThese);
      said.textContent = answer.said || "";
      return true;
    } catch (failure) {
      error.textContent = failure.message;
      return false;
    }
  };

  // The head: what is merged into what, how far the review is, and what concerns all that is open.
  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  const bar = lx.el("progress.lx-progress", { "aria-label": "Conflicts decided" });
  const progress = lx.el("b", { role: "status" });
  const trouble = lx.el("div.lx-error.lx-trouble", { role: "alert" });
  const next = lx.el("button", { onclick: () => goNext() }, "Next to decide (n)");
  const undo = lx.el("button.lx-step", { onclick: () => send("undo", {}, trouble) });
  const allNew = lx.el("button", { onclick: () => send("take_all", { side: "theirs" }, trouble) });
  const allMine = lx.el("button", { onclick: () => send("take_all", { side: "ours" }, trouble) });
  const keys = lx.el("div.lx-keys", { hidden: true }, LX_KEYS.map(([key, words]) => lx.el("div", {}, lx.el("kbd", {}, key), words)));
  const help = lx.el("button", { onclick: () => showKeys(), "aria-expanded": "false" }, "? Keys");
  const showKeys = () => {
    keys.hidden = !keys.hidden;
    help.setAttribute("aria-expanded", String(!keys.hidden));
  };
  const notice = lx.el("div.lx-note", { role: "status" });
  const again = lx.el("button.lx-primary", { onclick: () => send("again", {}, trouble) }, "Plan again");
  const stale = lx.el("div.lx-note", { role: "alert" }, "Your draft, or a match, was changed since this merge was planned. ", again,
    " Choices already made hold where their texts are still the same.");
  const matches = lxMatches(model, { send, focus: (id) => {
    const row = model.get("rows").find((each) => each.key.includes(id));
    if (row) list.focus(row.key);
  } });
  const filters = lxFilters(model, "decisions");

  // One decision.
  const textOf = (words) => lx.el("div.lx-text", { dir: "auto" }, lx.marked(words));
  const sideName = { "Your version": "ours", "New export": "theirs", Original: "base" };
  const sideBox = (side) => {
    const taken = lx.el("span.lx-taken");
    const node = lx.el(`div.lx-side.lx-${sideName[side.title]}`, {},
      lx.el("div.lx-where", {}, lx.el("b", {}, side.title), side.note && ` · ${side.note}`, taken), side.texts.map(textOf));
    return { node, taken, name: sideName[side.title] };
  };
  const drawCard = (row) => {
    const headline = lx.el("b");
    const mark = lx.el("span.lx-badge");
    const error = lx.el("div.lx-error", { role: "alert" });
    const boxes = row.sides.map(sideBox);
    const original = boxes.filter((box) => box.name === "base");
    const written = lx.el("div.lx-written");
    const writer = lx.el("div");
    const choose = (side) => (side === "edited" ? write(row.key) : send("take", { id: row.key, side }, error));
    const buttons = row.buttons.map(({ side, label }) => [side, lx.el("button", { onclick: () => choose(side) }, label)]);
    cards.set(row.key, { row, headline, mark, error, boxes, written, writer, buttons: new Map(buttons), choose, drawn: "" });
    return [
      lx.el("div.lx-what", {}, headline, row.where && lx.el("span.lx-quiet.lx-small", {}, row.where),
        row.sure && lx.el("span.lx-quiet.lx-small.lx-sure", {}, row.sure),
        row.look && lx.el("span.lx-badge.lx-look", {}, row.look), mark),
      row.subject && lx.el("div.lx-subject", { dir: "auto" }, row.subject),
      original.map((box) => box.node),
      lx.el("div.lx-sides", {}, boxes.filter((box) => box.name !== "base").map((box) => box.node)),
      written, writer, lx.el("div.lx-choices", { role: "group", "aria-label": "Take" }, buttons.map(([, button]) => button)), error,
      matches.part(row),
    ];
  };
  const list = lxCards({ label: "Decisions", draw: drawCard });

  const WORDS = { open: "To decide", decided: "Decided", automatic: "Taken by itself" };
  const updateCard = (key, card) => {
    const now = states()[key];
    if (!now || JSON.stringify(now) === card.drawn) return;
    card.drawn = JSON.stringify(now);
    card.headline.textContent = now.headline;
    card.mark.textContent = WORDS[now.state];
    card.mark.className = `lx-badge lx-is-${now.state}`;
    list.card(key).classList.toggle("lx-open", now.state === "open");
    for (const box of card.boxes) {
      const taken = now.take === box.name || (now.take === "both" && box.name !== "base");
      box.node.classList.toggle("lx-on", taken);
      box.taken.textContent = taken ? " ✓ taken" : "";
    }
    for (const [side, button] of card.buttons) button.setAttribute("aria-pressed", String(now.take === side));
    card.written.replaceChildren(...(now.take === "edited" ? [lx.el("div.lx-side.lx-on", {},
      lx.el("div.lx-where", {}, lx.el("b", {}, "Written by hand"), lx.el("span.lx-taken", {}, " ✓ taken")), textOf(now.written))] : []));
  };

  // Editing by hand: Enter saves, Escape cancels, and what was typed stays until one of the two.
  const write = (key, text = null) => {
    const card = cards.get(key);
    if (!card?.buttons.has("edited")) return;
    for (const [other, { box, start }] of writing) if (other !== key && box.value === start) stopWriting(other);
    if (writing.has(key) && text === null) {
      writing.get(key).box.focus();
      return;
    }
    const fit = () => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 2}px`;
      state.look();
    };
    // What is typed while the rest is being saved stays in the box; pressed again, it is saved after it.
    let busy = null;
    const once = async (text) => (await send("take", { id: key, side: "edited", text }, card.error)) && text;
    const save = async () => {
      if (busy && ((await busy) === false || !box.isConnected)) return;
      const text = box.value;
      busy = once(text);
      const saved = await busy;
      busy = null;
      if (!box.isConnected) return;
      if (saved !== false) writing.get(key).start = saved;
      if (saved === box.value) stopWriting(key, true);
      else box.focus();
      state.look();
    };
    const start = states()[key].value || card.row.draft;
    const box = lx.el("textarea.lx-box", { "aria-label": "Your wording", value: start, rows: 2, oninput: fit,
      onkeydown: (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          save();
        } else if (event.key === "Escape") stopWriting(key, true);
      } });
    if (text !== null) box.value = text;
    writing.set(key, { box, start });
    card.writer.replaceChildren(lx.el("div.lx-where", {}, lx.el("b", {}, "Your wording"), " · Enter saves, Escape cancels"), box,
      lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: save }, "Save wording"), lx.el("button", { onclick: () => stopWriting(key, true) }, "Cancel")));
    fit();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    list.card(key).scrollIntoView({ block: "nearest" });
  };
  const stopWriting = (key, back = false) => {
    writing.delete(key);
    state.look();
    const card = cards.get(key);
    card.writer.replaceChildren();
    card.error.textContent = "";
    if (back) list.focus(key);
  };

  const goNext = () => {
    const order = model.get("rows").map((row) => row.key);
    const at = order.indexOf(list.active());
    const key = [...order.slice(at + 1), ...order.slice(0, at + 1)].find((each) => states()[each]?.state === "open");
    if (!key) return;
    if (list.card(key).hidden) filters.clear();
    list.card(key).hidden = false;
    list.focus(key);
  };

  // What will change, and applying it.
  const previewButton = lx.el("button", { onclick: () => {
    model.set("preview", !model.get("preview"));
    model.save_changes();
  } });
  const preview = lx.el("div.lx-preview");
  const message = lx.el("input.lx-message", { type: "text", placeholder: "Message for the history (optional)", "aria-label": "Message for the history" });
  const applyError = lx.el("div.lx-error", { role: "alert" });
  const apply = lx.el("button.lx-primary", { onclick: () => send("apply", { message: message.value.trim() }, applyError) }, "Apply merge");
  const why = lx.el("span.lx-quiet", { id: `lx-why-${Math.random().toString(36).slice(2)}` });
  apply.setAttribute("aria-describedby", why.id);
  const foot = lx.el("div.lx-foot", {}, lx.el("div.lx-row", {}, previewButton), preview,
    lx.el("div.lx-row", {}, message, apply, why), applyError);

  const changeList = (found) => {
    const shown = lxChangeList({ inline: () => true, head: () => found, none: "" });
    shown.rows(found.rows);
    return found.rows.length ? shown.node : lx.el("div.lx-none", {}, "Nothing changes in your draft.");
  };
  const takeBack = lx.el("button", { onclick: () => send("take_back", {}, trouble) }, "Undo this merge");
  const outcome = lx.el("div.lx-outcome");

  const work = lx.el("div", {}, lx.el("div.lx-row", {}, bar, progress, next, lx.el("span.lx-grow"), help), keys,
    lx.el("div.lx-row", {}, allNew, allMine, lx.el("span.lx-grow"), undo), notice, stale, filters.node, list.node, foot);
  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, title, about), lx.el("div.lx-saved", {}, state.node)), trouble, work, outcome, said);

  const drawOutcome = () => {
    const { result, done, names } = view();
    const fresh = outcome.hidden && result;
    outcome.hidden = !result && !done;
    // The screen grows shorter: what was done stays in sight.
    if (fresh && root.isConnected) requestAnimationFrame(() => root.scrollIntoView({ block: "start" }));
    work.hidden = !outcome.hidden;
    if (result) outcome.replaceChildren(
      lx.el("div.lx-done", { role: "status" }, lx.el("b", {}, `${names.theirs} is merged into your draft.`),
        " Undo in the editor takes it back as one step. Save a version to keep it under a name. ", view().can_undo && takeBack),
      lx.el("p", {}, lx.el("b", {}, "What changed: "), result.summary), changeList(result));
    else if (done) outcome.replaceChildren(lx.el("div.lx-none", {}, lx.el("b", {}, "Nothing to merge"),
      lx.el("div", {}, `Your draft has ${names.theirs} already. Import a later export, and review it here.`)));
  };
  const drawPreview = () => {
    const found = view().preview;
    previewButton.textContent = model.get("preview") ? "Hide what will change" : "Show what will change";
    previewButton.setAttribute("aria-expanded", String(model.get("preview")));
    preview.hidden = !found;
    if (found) preview.replaceChildren(lx.el("p", {}, lx.el("b", {}, "In your draft: "), found.summary,
      view().open > 0 && lx.el("span.lx-quiet", {}, " (as if you kept yours wherever it is still open)")), changeList(found));
  };
  const drawHead = () => {
    const now = view();
    state.news(now.news);
    const decided = now.conflicts - now.open;
    title.textContent = `${now.title}: merge ${now.names.theirs}`;
    about.textContent = `${now.soc} · your version ${now.names.ours} · new export ${now.names.theirs} · original ${now.names.base}`;
    bar.max = now.conflicts || 1;
    bar.value = now.conflicts ? decided : 1;
    progress.textContent = now.conflicts ? `${decided} of ${now.conflicts} decided` : "No conflicts";
    next.disabled = !now.open;
    undo.textContent = now.undo ? `Undo: ${now.undo}` : "Undo";
    undo.title = undo.textContent;
    undo.disabled = !now.undo;
    allNew.textContent = `Take new for all open (${now.open})`;
    allMine.textContent = `Keep mine for all open (${now.open})`;
    allNew.disabled = allMine.disabled = !now.open;
    notice.textContent = now.notice;
    notice.hidden = !now.notice;
    stale.hidden = !now.stale;
    apply.disabled = now.open > 0 || now.stale;
    why.textContent = now.open ? `${now.open === 1 ? "1 conflict is" : `${now.open} conflicts are`} still to decide`
      : now.stale ? "Plan again first" : "Everything is decided; this is one edit that can be undone";
  };
  let drawn = null;
  const draw = () => {
    const rows = model.get("rows");
    drawHead();
    filters.draw();
    if (drawn !== rows) {
      cards.clear();
      matches.clear();
      const kept = [...writing].filter(([, { box, start }]) => box.value !== start).map(([key, { box }]) => [key, box.value]);
      writing.clear();
      list.rows(rows, model.get("shown"));
      drawn = rows;
      for (const [key, text] of kept) write(key, text);
      state.look();
    } else list.show(model.get("shown"));
    for (const [key, card] of cards) updateCard(key, card);
    matches.draw();
    drawPreview();
    drawOutcome();
  };

  root.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (typing) {
      if (event.key === "Escape" && event.target === filters.search) list.focus();
      return;
    }
    const undoing = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (!undoing && (event.ctrlKey || event.altKey || event.metaKey)) return;
    const card = cards.get(event.target.closest("article.lx-card")?.dataset.key);
    const side = LX_SIDES[event.key];
    if (undoing || event.key === "u") send("undo", {}, trouble);
    else if (event.key === "n") goNext();
    else if (event.key === "?") showKeys();
    else if (event.key === "/") filters.search.focus();
    else if (event.key === "s" && card) matches.open(card.row.key);
    else if (card && side && card.buttons.has(side)) card.choose(side);
    else return;
    event.preventDefault();
  });
  const leaveScreen = lx.follow(root, model);
  lx.keepKeys(root);
  draw();
  el.append(root);
  const stop = lxListen(model, { "change:view": draw, "change:rows": draw, "change:shown": draw, "change:preview": draw,
    "change:pairing": draw });
  return () => {
    stop();
    window.removeEventListener("beforeunload", stay);
    leaveScreen();
    link.close();
  };
}

export default { render };
