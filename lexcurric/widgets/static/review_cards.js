// The cards of a merge's decisions: each with its texts, side by side or inline, its choices, and a box to write in.

const LX_STATE_WORDS = { open: "To decide", decided: "Decided", automatic: "Taken by itself" };

/**
 * `draw(row)` makes what is on a card, `update(key)` follows what was decided. `send(action, with, error)` resolves to
 * true when it is kept; `typed()` is told when something is typed or given up; `review` and `matches` add their parts.
 */
function lxDecisionCards(model, { send, typed, review, matches }) {
  const cards = new Map();
  /** The boxes written in by hand: key to {box, start}. What is typed in them stays until it is saved or cancelled. */
  const writing = new Map();
  let list = null;
  const states = () => model.get("states");
  const textOf = (words) => lx.el("div.lx-text", { dir: "auto" }, lx.marked(words));
  const sideName = { "Your version": "ours", "New export": "theirs", Original: "base" };
  const sideBox = (side) => {
    const taken = lx.el("span.lx-taken");
    const node = lx.el(`div.lx-side.lx-${sideName[side.title]}`, {},
      lx.el("div.lx-where", {}, lx.el("b", {}, side.title), side.note && ` · ${side.note}`, taken), side.texts.map(textOf));
    return { node, taken, name: sideName[side.title] };
  };

  const draw = (row) => {
    const headline = lx.el("b");
    const mark = lx.el("span.lx-badge");
    const error = lx.el("div.lx-error", { role: "alert" });
    const boxes = row.sides.map(sideBox);
    const original = boxes.filter((box) => box.name === "base");
    const written = lx.el("div.lx-written");
    const writer = lx.el("div");
    const choose = (side) => (side === "edited" ? write(row.key) : send("take", { id: row.key, side }, error));
    const buttons = row.buttons.map(({ side, label }) => [side, lx.el("button", { onclick: () => choose(side) }, label)]);
    const oneText = row.inline && lx.el("div.lx-one-text", {}, lx.el("div.lx-side", {},
      lx.el("div.lx-where", {}, lx.el("b", {}, row.inline.title)), textOf(row.inline.words)),
      original.length > 0 && lx.el("details.lx-why", {}, lx.el("summary", {}, "Original"), row.sides.filter((side) => side.title === "Original").flatMap((side) => side.texts.map(textOf))));
    cards.set(row.key, { row, headline, mark, error, boxes, written, writer, buttons: new Map(buttons), choose, shown: "" });
    return [
      lx.el("div.lx-what", {}, review.tick(row), matches.grip(row), headline, row.where && lx.el("span.lx-quiet.lx-small", {}, row.where),
        row.sure && lx.el("span.lx-quiet.lx-small.lx-sure", {}, row.sure),
        row.look && lx.el("span.lx-badge.lx-look", {}, row.look), mark),
      row.subject && lx.el("div.lx-subject", { dir: "auto" }, row.subject),
      lx.el(`div.lx-apart${oneText ? ".lx-has-one" : ""}`, {}, original.map((box) => box.node),
        lx.el("div.lx-sides", {}, boxes.filter((box) => box.name !== "base").map((box) => box.node))),
      oneText,
      written, writer, lx.el("div.lx-choices", { role: "group", "aria-label": "Take" }, buttons.map(([, button]) => button)), error,
      review.tools(row), matches.part(row),
    ];
  };

  const update = (key) => {
    const card = cards.get(key);
    const now = states()[key];
    if (!card || !now) return;
    review.update(key);
    if (JSON.stringify(now) === card.shown) return;
    card.shown = JSON.stringify(now);
    card.headline.textContent = now.headline;
    card.mark.textContent = LX_STATE_WORDS[now.state];
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
    list.fill(key);
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
      typed();
    };
    // What is typed while the rest is being saved stays in the box; pressed again, it is saved after it.
    let busy = null;
    const once = async (said) => (await send("take", { id: key, side: "edited", text: said }, card.error)) && said;
    const save = async () => {
      if (busy && ((await busy) === false || !box.isConnected)) return;
      const said = box.value;
      busy = once(said);
      const saved = await busy;
      busy = null;
      if (!box.isConnected) return;
      if (saved !== false) writing.get(key).start = saved;
      if (saved === box.value) stopWriting(key, true);
      else box.focus();
      typed();
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
    typed();
    const card = cards.get(key);
    card.writer.replaceChildren();
    card.error.textContent = "";
    if (back) list.focus(key);
  };

  return {
    draw, update,
    get: (key) => cards.get(key),
    attach: (cardList) => { list = cardList; },
    /** True while a wording is typed that is not saved. */
    open: () => [...writing.values()].some(({ box, start }) => box.value !== start),
    /** All cards are about to be drawn again; gives what puts back what was typed. */
    clear() {
      const kept = [...writing].filter(([, { box, start }]) => box.value !== start).map(([key, { box }]) => [key, box.value]);
      cards.clear();
      writing.clear();
      return () => kept.forEach(([key, text]) => list.card(key) && write(key, text));
    },
  };
}
