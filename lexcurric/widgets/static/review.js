// The review of a merge: the decisions on their cards, how far it is, what will change, and applying it.

const LX_SIDES = { 1: "ours", 2: "theirs", 3: "both", e: "edited" };

function render({ model, el }) {
  const root = lx.el("div.lx.lx-review.lx-merge");
  const open = () => cards.open() || review.open();
  const state = lx.stateLine(() => (open() ? "Enter saves" : null));
  const stay = (event) => {
    if (open() && root.isConnected) event.preventDefault();
  };
  window.addEventListener("beforeunload", stay);
  // Applying writes a whole merge at once, so it may take longer than one edit.
  const link = lx.connect(model, { onState: (name) => state.set(name, ""), patience: 30_000 });
  const said = lx.el("div.lx-hidden", { role: "status", "aria-live": "polite" });
  const trouble = lx.el("div.lx-error.lx-trouble", { role: "alert" });
  const view = () => model.get("view");
  const states = () => model.get("states");
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
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

  // The head: what is merged into what, how far the review is, and what concerns several decisions.
  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  const progress = lx.el("b", { role: "status" });
  const next = lx.el("button", { onclick: () => goNext(), title: "Key: n" }, "Next to decide (n)");
  const undo = lx.el("button.lx-step", { onclick: () => send("undo", {}, trouble) });
  const allNew = lx.el("button", { onclick: () => send("take_all", { side: "theirs" }, trouble) });
  const allMine = lx.el("button", { onclick: () => send("take_all", { side: "ours" }, trouble) });
  const keys = lxKeys([["↑ ↓", "go from one decision to the next"], ["n", "next conflict to decide"], ["1", "keep mine"], ["2", "take new"],
    ["3", "keep both"], ["e", "edit by hand; Enter saves, Escape cancels"], ...LX_REVIEW_KEYS, ["s", "say which statement it is the same as"],
    ["u", "undo the last step"], ["/", "search"], ["?", "show or hide these keys"]]);
  const layout = lxSwitch("Layout", [[false, "Side by side"], [true, "Inline"]], () => model.get("inline"), (value) => set("inline", value));
  const notice = lx.el("div.lx-note", { role: "status" });
  const tagNotes = lx.el("div.lx-note", { role: "status" });
  const again = lx.el("button.lx-primary", { onclick: () => send("again", {}, trouble) }, "Plan again");
  const stale = lx.el("div.lx-note", { role: "alert" }, "Your draft, or a match, was changed since this merge was planned. ", again,
    " Choices already made hold where their texts are still the same.");
  const matches = lxMatches(model, { send, trouble, focus: (id) => {
    const row = model.get("rows").find((each) => each.key.includes(id));
    if (row) list.focus(row.key);
  } });
  const has = (side) => (row) => row.buttons.some((each) => each.side === side);
  const choice = (words, side) => ({ words, fits: has(side), go: (chosen) => send("take_many", { keys: chosen, side }, trouble) });
  const review = lxReviewing(model, { send, trouble, withWhy: true, typed: () => state.look(),
    choices: [choice("Take new", "theirs"), choice("Keep mine", "ours"), choice("Keep both", "both")] });
  const cards = lxDecisionCards(model, { send, typed: () => state.look(), review, matches });
  const filters = lxFilters(model, "decisions");
  const list = lxCards({ label: "Decisions", draw: cards.draw, drawn: cards.update });
  cards.attach(list);
  matches.attach(list);
  review.attach(list, filters, cards.update);
  review.extra.append(allNew, allMine);
  review.last.append(undo);

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
  const previewButton = lx.el("button", { onclick: () => set("preview", !model.get("preview")) });
  const preview = lx.el("div.lx-preview");
  const message = lx.el("input.lx-message", { type: "text", placeholder: "Message for the history (optional)", "aria-label": "Message for the history" });
  const applyError = lx.el("div.lx-error", { role: "alert" });
  const apply = lx.el("button.lx-primary", { onclick: () => send("apply", { message: message.value.trim() }, applyError) }, "Apply merge");
  const why = lx.el("span.lx-quiet", { id: `lx-why-${Math.random().toString(36).slice(2)}` });
  apply.setAttribute("aria-describedby", why.id);
  const foot = lx.el("div.lx-foot", {}, lx.el("div.lx-row", {}, previewButton, review.summary, review.links), preview,
    lx.el("div.lx-row", {}, message, apply, why), applyError);

  const changeList = (found) => {
    const shown = lxChangeList({ inline: () => true, head: () => found, none: "" });
    shown.rows(found.rows);
    return found.rows.length ? shown.node : lx.el("div.lx-none", {}, "Nothing changes in your draft.");
  };
  const takeBack = lx.el("button", { onclick: () => send("take_back", {}, trouble) }, "Undo this merge");
  const outcome = lx.el("div.lx-outcome");
  const work = lx.el("div", {}, lx.el("div.lx-row", {}, review.progress, progress),
    lx.el("div.lx-row", {}, next, review.next, lx.el("span.lx-grow"), layout.node, keys.button), keys.node, notice, tagNotes, stale, review.bar, filters.node, list.node, foot);
  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, title, about), lx.el("div.lx-saved", {}, state.node)), trouble, work, outcome, said);

  const drawOutcome = () => {
    const { result, done, names } = view();
    const fresh = outcome.hidden && result;
    outcome.hidden = !result && !done;
    // The screen grows shorter: what was done stays in sight.
    if (fresh && root.isConnected) requestAnimationFrame(() => root.scrollIntoView({ block: "start" }));
    work.hidden = !outcome.hidden;
    if (result) {
      outcome.replaceChildren(
        lx.el("div.lx-done", { role: "status" }, lx.el("b", {}, `${names.theirs} is merged into your draft.`),
          " Undo in the editor takes it back as one step. Save a version to keep it under a name. ", view().can_undo && takeBack),
        lx.el("div.lx-row", {}, review.summary, review.links),
        lx.el("p", {}, lx.el("b", {}, "What changed: "), result.summary), changeList(result));
    } else if (done) {
      outcome.replaceChildren(lx.el("div.lx-none", {}, lx.el("b", {}, "Nothing to merge"),
        lx.el("div", {}, `Your draft has ${names.theirs} already, and no newer release is here.`),
        lx.el("div", {}, "When a later export comes, import it first (in the import screen, or with "), lx.el("code", {}, "ws.import_export(\"file.json\")"), "), and come back: it is reviewed here, and nothing of yours is lost."));
    } else foot.firstChild.append(review.summary, review.links);
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
    title.textContent = now.done && !now.result ? `${now.title}: merge` : `${now.title}: merge ${now.names.theirs}`;
    about.textContent = `${now.soc} · your version ${now.names.ours} · new export ${now.names.theirs} · original ${now.names.base}`;
    progress.textContent = now.conflicts ? `${decided} of ${now.conflicts} conflicts decided` : "No conflicts";
    next.disabled = !now.open;
    next.hidden = !now.conflicts;
    undo.textContent = now.undo ? `Undo: ${now.undo}` : "Undo";
    undo.title = undo.textContent;
    undo.disabled = !now.undo;
    allNew.textContent = `Take new for all open (${now.open})`;
    allMine.textContent = `Keep mine for all open (${now.open})`;
    allNew.disabled = allMine.disabled = !now.open;
    notice.textContent = now.notice;
    notice.hidden = !now.notice;
    tagNotes.replaceChildren(...now.tag_notes.map((each) => lx.el("div", {}, each.replace(/`([^`]+)`/g, "“$1”"))));
    tagNotes.hidden = !now.tag_notes.length;
    stale.hidden = !now.stale;
    layout.draw();
    root.classList.toggle("lx-is-inline", model.get("inline"));
    apply.disabled = now.open > 0 || now.stale;
    const flags = now.flags ? `; ${now.flags} still flagged for later` : "";
    why.textContent = now.open ? `${now.open === 1 ? "1 conflict is" : `${now.open} conflicts are`} still to decide`
      : now.stale ? "Plan again first" : `Everything is decided; this is one edit that can be undone${flags}`;
  };
  let drawn = null;
  const draw = () => {
    const rows = model.get("rows");
    drawHead();
    filters.draw();
    if (drawn !== rows) {
      matches.clear();
      review.clear();
      const putBack = cards.clear();
      list.rows(rows, model.get("shown"));
      drawn = rows;
      putBack();
      review.again();
      state.look();
    } else list.show(model.get("shown"));
    matches.draw();
    review.draw();
    drawPreview();
    drawOutcome();
  };
  const redraw = () => {
    list.drawn().forEach(cards.update);
    draw();
  };

  root.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (typing) {
      if (event.key === "Escape" && event.target === filters.search) list.focus();
      return;
    }
    const undoing = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (!undoing && (event.ctrlKey || event.altKey || event.metaKey)) return;
    const key = event.target.closest("article.lx-card")?.dataset.key;
    const card = list.node.contains(event.target) ? cards.get(key) : null;
    const side = LX_SIDES[event.key];
    if (undoing || event.key === "u") send("undo", {}, trouble);
    else if (event.key === "n") goNext();
    else if (event.key === "?") keys.show();
    else if (event.key === "/") filters.search.focus();
    else if (event.key === "s" && card) matches.open(card.row.key);
    else if (card && side && card.buttons.has(side)) card.choose(side);
    else if (review.key(event, card && key)) { /* done */ }
    else return;
    event.preventDefault();
  });
  const leaveScreen = lx.follow(root, model);
  lx.keepKeys(root);
  draw();
  el.append(root);
  const names = ["view", "rows", "shown", "preview", "pairing", "selected", "inline"];
  const stop = lxListen(model, { ...Object.fromEntries(names.map((name) => [`change:${name}`, draw])), "change:states": redraw });
  return () => {
    stop();
    window.removeEventListener("beforeunload", stay);
    leaveScreen();
    review.close();
    link.close();
  };
}

export default { render };
