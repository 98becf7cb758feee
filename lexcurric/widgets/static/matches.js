// Why one statement is taken to continue another, and the buttons and the chooser that put a wrong match right.

/**
 * `part(row)` makes what stands below a row's texts; `draw()` follows the model; `open(key)` asks for another statement.
 * `send(action, with, error)` resolves to true when the correction is kept; `focus(id)` goes to the row of a statement.
 */
function lxMatches(model, { send, focus, trouble }) {
  const parts = new Map();
  let drawn = "";
  const view = () => model.get("view");
  const set = (key) => {
    model.set("pairing", key);
    model.save_changes();
  };
  const quoted = (option) => [lx.el("span.lx-said", { dir: "auto" }, `“${option.text}”`), lx.el("span.lx-quiet.lx-small", {}, ` ${option.where}`)];

  const same = async (row, other, reason, error) => {
    // The row goes on under the old statement's id.
    const old = row.pair.side === "old" ? row.pair.id : other;
    if (await send("same", { key: row.key, other, reason }, error)) focus(old);
  };
  const different = async (row, error) => {
    if (await send("different", { key: row.key }, error)) focus(row.part);
  };

  const part = (row) => {
    if (!row.because) return null;
    const error = lx.el("div.lx-error", { role: "alert" });
    const chooser = lx.el("div.lx-chooser", { hidden: true });
    const reasons = lx.el("ul", {}, row.because.map((each) => lx.el("li", { dir: "auto" }, each)));
    const why = row.said ? lx.el("div.lx-said-so", { dir: "auto" }, row.because.join("; ")) : row.because.length > 0 && lx.el("details.lx-why", { open: Boolean(row.look) },
      lx.el("summary", {}, "Why we think these are the same"), reasons);
    const alike = row.similar[0] && !row.pair?.only && lx.el("div.lx-alike", {},
      lx.el("div", {}, lx.el("span.lx-quiet", {}, "Most like: "), quoted(row.similar[0])),
      row.pair && lx.el("button", { onclick: () => same(row, row.similar[0].id, "", error), "data-lx": "same" }, "These are the same"));
    const only = row.pair?.side === "old" ? "Only one of these continues it…" : "It continues only one of these…";
    const words = row.pair?.only ? only : alike ? "The same as another…" : "The same as…";
    const opener = row.pair && lx.el("button.lx-plain", { onclick: () => set(model.get("pairing") === row.key ? "" : row.key),
      "aria-expanded": "false", "data-lx": "open", title: "Key: s" }, words);
    const apart = row.part && lx.el("button.lx-plain", { onclick: () => different(row, error), "data-lx": "different" }, "These are not the same");
    if (!(why || alike || opener || apart)) return null;
    parts.set(row.key, { row, chooser, opener, error });
    return lx.el("div.lx-match", {}, why, alike, (opener || apart) && lx.el("div.lx-fix", {}, apart, opener), chooser, error);
  };

  const choose = ({ row, chooser, error }) => {
    const options = view().options;
    let at = 0;
    let shown = options;
    const name = `lx-choose-${Math.random().toString(36).slice(2)}`;
    const list = lx.el("div.lx-options", { role: "listbox", id: name, "aria-label": "Statements of the other side" });
    const none = lx.el("div.lx-quiet", {}, "No statement has these words.");
    const search = lx.el("input.lx-search", { type: "search", placeholder: "Search the other side", role: "combobox", "aria-expanded": "true",
      "aria-controls": name, "aria-label": "Which statement is it the same as?", "aria-autocomplete": "list", oninput: () => narrow() });
    const reason = lx.el("input.lx-reason", { type: "text", placeholder: "Why (optional)", "aria-label": "Why, for the log" });
    const take = (option) => option && same(row, option.id, reason.value.trim(), error);
    const mark = () => {
      [...list.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
      search.setAttribute("aria-activedescendant", shown[at] ? `${name}-${at}` : "");
      list.children[at]?.scrollIntoView({ block: "nearest" });
    };
    const narrow = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      shown = options.filter((each) => words.every((word) => each.text.toLowerCase().includes(word)));
      at = 0;
      list.replaceChildren(...shown.map((option, index) => lx.el("div.lx-option", { role: "option", id: `${name}-${index}`, onclick: () => take(option) },
        lx.el("div.lx-where", {}, option.where, option.note && lx.el("span.lx-taken-for", {}, ` · ${option.note}`)),
        lx.el("div", { dir: "auto" }, option.text))));
      none.hidden = shown.length > 0;
      mark();
    };
    const keys = (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && event.target === search) at = Math.max(0, Math.min(shown.length - 1, at + step));
      else if (event.key === "Enter" && !event.isComposing) take(shown[at]);
      else if (event.key === "Escape") close(row);
      else return;
      event.preventDefault();
      event.stopPropagation();
      if (step) mark();
    };
    search.addEventListener("keydown", keys);
    reason.addEventListener("keydown", keys);
    chooser.replaceChildren(
      lx.el("div.lx-where", {}, lx.el("b", {}, "Which one is it the same as?"), " ↑ ↓ and Enter choose, Escape leaves it as it is"),
      lx.el("div.lx-row", {}, search, reason, lx.el("button", { onclick: () => close(row) }, "Cancel")), list, none);
    narrow();
    search.focus({ preventScroll: true });
    chooser.scrollIntoView({ block: "nearest" });
  };
  // Dragging one statement onto another says that they are the same; onto the zone, that the two sides are not.

  let cards = null;
  let dragged = null;
  const dropped = (row, other) => {
    const [mine, theirs] = [row.ends, other?.ends];
    if (!mine || !theirs || row === other) return null;
    if (mine.old && !mine.new) return theirs.new ? { old: mine.old, new: theirs.new } : null;
    if (mine.new && !mine.old) return theirs.old ? { old: theirs.old, new: mine.new } : null;
    if (theirs.new && !theirs.old) return { old: mine.old, new: theirs.new };
    return theirs.old && !theirs.new ? { old: theirs.old, new: mine.new } : null;
  };
  const zone = lx.el("div.lx-zone");
  const zones = lx.el("div.lx-zones", { hidden: true }, zone);
  const rowAt = (event) => {
    const key = event.target.closest?.("article.lx-card")?.dataset.key;
    return key && model.get("rows").find((each) => each.key === key);
  };
  const light = (node) => {
    cards.node.querySelectorAll(".lx-drop-here").forEach((each) => each !== node && each.classList.remove("lx-drop-here"));
    node?.classList.add("lx-drop-here");
  };
  const grip = (row) => view().keeps && row.ends && lx.el("span.lx-grip", { draggable: true, "aria-hidden": "true",
    title: row.part ? "Drag onto the statement that this is the same as, or onto “These are not the same”. With the keyboard: s" : "Drag onto the statement that this is the same as. With the keyboard: s",
    ondragstart: (event) => {
      dragged = row;
      event.dataTransfer.setData("text/plain", row.key);
      event.dataTransfer.effectAllowed = "link";
      cards.card(row.key).classList.add("lx-dragged");
      // Drawn after the browser has taken its picture of what is dragged.
      setTimeout(() => {
        zone.textContent = row.part ? "Drop here: these are not the same" : "Drop on a marked statement: these are the same. Drop here to leave it.";
        zones.hidden = false;
        for (const each of model.get("rows")) if (dropped(row, each)) cards.card(each.key)?.classList.add("lx-can-drop");
      });
    },
    ondragend: () => letGo() }, "⠿");
  const letGo = () => {
    dragged = null;
    zones.hidden = true;
    cards.node.querySelectorAll(".lx-dragged, .lx-can-drop, .lx-drop-here").forEach((each) => each.classList.remove("lx-dragged", "lx-can-drop", "lx-drop-here"));
  };
  const attach = (list) => {
    cards = list;
    list.node.addEventListener("dragover", (event) => {
      if (!dragged) return;
      const other = rowAt(event);
      const target = event.target.closest?.(".lx-zone") ?? (dropped(dragged, other) && list.card(other.key));
      light(target);
      if (!target) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "link";
    });
    list.node.addEventListener("drop", async (event) => {
      if (!dragged) return;
      event.preventDefault();
      const [row, other, apart] = [dragged, rowAt(event), event.target.closest?.(".lx-zone")];
      const pair = dropped(row, other);
      const error = parts.get(row.key)?.error ?? trouble;
      letGo();
      if (apart) return row.part && different(row, error);
      if (pair && (await send("pair", pair, error))) focus(pair.old);
    });
  };

  const close = (row) => {
    set("");
    parts.get(row.key)?.opener?.focus();
  };

  return {
    part,
    grip,
    attach,
    open: (key) => parts.get(key)?.opener && set(key),
    clear: () => {
      parts.clear();
      drawn = "";
    },
    draw() {
      if (cards && zones.parentNode !== cards.node) cards.node.prepend(zones);
      const key = model.get("pairing");
      if (key) cards?.fill(key);
      const ready = key && view().choosing === key && parts.has(key) ? key : "";
      if (ready === drawn) return;
      const before = parts.get(drawn);
      if (before) {
        before.chooser.hidden = true;
        before.chooser.replaceChildren();
        before.opener.setAttribute("aria-expanded", "false");
      }
      drawn = ready;
      if (!ready) return;
      parts.get(ready).chooser.hidden = false;
      parts.get(ready).opener.setAttribute("aria-expanded", "true");
      choose(parts.get(ready));
    },
  };
}
