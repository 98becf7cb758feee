// What reviewers do with the rows of a list: select several, look, flag, comment, judge, and sum up for sign-off.

const LX_REVIEW_KEYS = [
  ["j", "next that is not reviewed"], ["r", "mark as reviewed, and go to the next"], ["f", "flag for later"], ["c", "comment"],
  ["x", "select, or Ctrl- and Shift-click"],
];
const LX_WEIGHTS = [["editorial", "Editorial"], ["substantive", "Substantive"]];

/**
 * The tools of a review. `send(action, with, error)` resolves to true when it is kept; `choices` are buttons for several
 * rows at once: {words, fits(row), go(keys)}; `withWhy` says beside a judgment why it is proposed.
 */
function lxReviewing(model, { send, trouble, choices = [], withWhy = false, typed = () => {} }) {
  const parts = new Map();
  /** Comments that are being written: key to the box. What is typed stays until it is kept or given up. */
  const writing = new Map();
  let list = null;
  let filters = null;
  let anchor = null;
  let rowOf = new Map();
  let seen = null;
  const states = () => model.get("states");
  const view = () => model.get("view");
  const selected = () => new Set(model.get("selected"));
  const rows = () => {
    if (seen !== model.get("rows")) {
      seen = model.get("rows");
      rowOf = new Map(seen.map((row) => [row.key, row]));
    }
    return rowOf;
  };

  // Selecting

  const select = (keys) => {
    model.set("selected", [...keys]);
    model.save_changes();
  };
  const toggle = (key, on) => {
    const now = selected();
    if (on ?? !now.has(key)) now.add(key);
    else now.delete(key);
    anchor = key;
    select(now);
  };
  const range = (key) => {
    const shown = model.get("shown");
    const ends = [shown.indexOf(anchor ?? list.active()), shown.indexOf(key)].sort((one, other) => one - other);
    if (ends[0] < 0) return toggle(key, true);
    select(new Set([...selected(), ...shown.slice(ends[0], ends[1] + 1)]));
    anchor = key;
  };
  const tick = (row) => lx.el("input.lx-tick", { type: "checkbox", "aria-label": "Select this change", checked: selected().has(row.key),
    onclick: (event) => (event.shiftKey ? range(row.key) : toggle(row.key, event.target.checked)) });

  // On a card

  const signed = ({ author, time }) => `${author}, ${lx.clock(time)}`;
  const commentRow = (key, each, error) => lx.el("div.lx-comment", {},
    lx.el("div.lx-where", {}, lx.el("b", {}, each.author), ` · ${lx.clock(each.time)}`,
      each.own && lx.el("button.lx-plain", { onclick: () => send("uncomment", { key, time: each.time }, error), "aria-label": "Delete this comment" }, "Delete")),
    lx.el("div", { dir: "auto" }, each.text));
  const tools = (row) => {
    const key = row.key;
    const error = lx.el("div.lx-error", { role: "alert" });
    const looked = lx.el("button.lx-tool", { onclick: () => mark([key], !states()[key].by, error), title: "Key: r" });
    const flag = lx.el("button.lx-tool", { onclick: () => send("flag", { keys: [key], on: !states()[key].flag }, error), title: "Key: f" });
    const speak = lx.el("button.lx-tool", { onclick: () => write(key), title: "Key: c" });
    const comments = lx.el("div.lx-comments");
    const writer = lx.el("div");
    const why = lx.el("span.lx-quiet.lx-small.lx-why-weight");
    const back = lx.el("button.lx-plain", { onclick: () => send("judge", { keys: [key], significance: "" }, error) }, "Take back");
    const weights = LX_WEIGHTS.map(([name, words]) => [name, lx.el("button", { onclick: () => send("judge", { keys: [key], significance: name }, error) }, words)]);
    const weigh = lx.el("div.lx-weigh", {},
      lx.el("div.lx-switch", { role: "group", "aria-label": "The new wording is" }, weights.map(([, button]) => button)), why, back);
    parts.set(key, { looked, flag, speak, comments, writer, weigh, weights, why, back, error, shown: "" });
    return lx.el("div.lx-tools", {}, lx.el("div.lx-tool-row", {}, looked, flag, speak, weigh), comments, writer, error);
  };
  const update = (key) => {
    const part = parts.get(key);
    const now = states()[key];
    if (!part || !now) return;
    const card = list.card(key);
    card.querySelector(".lx-tick").checked = selected().has(key);
    card.classList.toggle("lx-selected", selected().has(key));
    if (part.shown === JSON.stringify(now)) return;
    part.shown = JSON.stringify(now);
    card.classList.toggle("lx-seen", now.reviewed);
    const headline = card.querySelector(".lx-headline");
    if (headline && now.headline) headline.textContent = now.headline;
    part.looked.setAttribute("aria-pressed", String(Boolean(now.by)));
    part.looked.textContent = now.by ? "✓ Reviewed" : "Mark as reviewed";
    part.looked.title = now.by ? `${signed(now.by)} (key: r)` : "Key: r";
    part.flag.setAttribute("aria-pressed", String(Boolean(now.flag)));
    part.flag.textContent = now.flag ? "⚑ For later" : "Flag for later";
    part.flag.title = now.flag ? `${signed(now.flag)} (key: f)` : "Key: f";
    part.speak.textContent = now.comments.length ? `Comment (${now.comments.length})` : "Comment";
    part.comments.replaceChildren(...now.comments.map((each) => commentRow(key, each, part.error)));
    part.weigh.hidden = !now.significance;
    for (const [name, button] of part.weights) button.setAttribute("aria-pressed", String(now.significance === name));
    part.why.title = now.why || "";
    part.why.textContent = now.judged ? `as ${now.judged} judged` : withWhy && now.why ? `proposed: ${now.why}` : "proposed";
    part.back.hidden = !now.judged;
  };
  const mark = async (keys, on, error) => send("mark", { keys, on }, error);

  // Comments: Enter keeps one, Escape leaves it.

  const write = (key, text = "") => {
    list.fill(key);
    const part = parts.get(key);
    if (writing.has(key)) return writing.get(key).focus();
    const stop = () => {
      writing.delete(key);
      part.writer.replaceChildren();
      part.error.textContent = "";
      typed();
      list.focus(key);
    };
    const keep = async () => {
      const said = box.value;
      if (await send("comment", { key, text: said }, part.error) && box.value === said) stop();
    };
    const box = lx.el("textarea.lx-box", { "aria-label": "Your comment", rows: 2, value: text, oninput: () => typed(), onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        keep();
      } else if (event.key === "Escape") stop();
    } });
    writing.set(key, box);
    const who = view().shared ? "colleagues see it" : "kept in a file here";
    part.writer.replaceChildren(lx.el("div.lx-where", {}, lx.el("b", {}, "Your comment"), ` · ${who}; Enter keeps it, Escape leaves it`), box,
      lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: keep }, "Keep comment"), lx.el("button", { onclick: stop }, "Cancel")));
    box.focus();
    typed();
  };

  // For several at once

  const all = lx.el("input.lx-tick", { type: "checkbox", onclick: () => {
    const now = selected();
    for (const key of model.get("shown")) {
      if (all.checked) now.add(key);
      else now.delete(key);
    }
    select(now);
  } });
  const allWords = lx.el("span");
  const count = lx.el("b.lx-many", { role: "status" });
  const weighs = (row) => Boolean(states()[row.key]?.significance);
  const several = [...choices,
    { words: "Reviewed", fits: () => true, go: (keys) => mark(keys, true, trouble) },
    { words: "For later", fits: () => true, go: (keys) => send("flag", { keys, on: true }, trouble) },
    ...LX_WEIGHTS.map(([name, words]) => ({ words, fits: weighs, go: (keys) => send("judge", { keys, significance: name }, trouble) })),
    { words: "Not reviewed", fits: (row) => Boolean(states()[row.key]?.by), go: (keys) => mark(keys, false, trouble) },
    { words: "No longer for later", fits: (row) => Boolean(states()[row.key]?.flag), go: (keys) => send("flag", { keys, on: false }, trouble) },
  ];
  const fitting = (each) => [...selected()].filter((key) => rows().has(key) && each.fits(rows().get(key)));
  const buttons = several.map((each) => lx.el("button", { onclick: () => each.go(fitting(each)) }));
  const none = lx.el("button.lx-plain", { onclick: () => select([]) }, "Select none");
  const chosen = lx.el("div.lx-row.lx-chosen", { role: "group", "aria-label": "For all that are selected" }, count, buttons, none);
  const extra = lx.el("div.lx-row.lx-extra");
  const last = lx.el("div.lx-last");
  const bar = lx.el("div.lx-bulk", {}, lx.el("div.lx-row", {}, lx.el("label.lx-all", {}, all, allWords), extra, lx.el("span.lx-grow"), last), chosen);

  // How far the review is, and the summary

  const meter = lx.el("progress.lx-progress", { "aria-label": "Reviewed" });
  const progress = lx.el("b.lx-reviewed", { role: "status" });
  const left = lx.el("span.lx-quiet");
  const next = lx.el("button", { onclick: () => goOn(), title: "Key: j" }, "Next not reviewed (j)");
  const summary = lx.el("button", { onclick: () => {
    links.replaceChildren(lx.el("span.lx-quiet", {}, "Making the summary…"));
    send("summary", {}, trouble).then((made) => made || links.replaceChildren());
  } }, "Summary for sign-off");
  const links = lx.el("span.lx-links", { role: "status" });
  const downloads = lx.downloads(model, { onTrouble: (words) => { trouble.textContent = words; } });
  const names = { html: "HTML page", md: "Markdown", xlsx: "Excel" };
  const goOn = (after = list.active()) => {
    const order = [...rows().keys()];
    const at = order.indexOf(after);
    const turned = [...order.slice(at + 1), ...order.slice(0, at + 1)].filter((key) => !states()[key]?.reviewed);
    const shown = new Set(model.get("shown"));
    const key = turned.find((each) => shown.has(each)) ?? turned[0];
    if (!key) return list.focus();
    if (!shown.has(key)) filters.clear();
    list.card(key).hidden = false;
    list.focus(key);
  };

  const came = (message) => {
    if (message?.states) {
      Object.assign(states(), message.states);
      Object.keys(message.states).forEach((key) => moved(key));
      draw();
    }
    if (message?.summary) links.replaceChildren("Download: ", ...message.summary.flatMap((offer, index) => [index ? " · " : "",
      downloads.link(offer, names[offer.name.split(".").at(-1)] || offer.name)]), lx.el("span.lx-quiet.lx-small", {}, ` also in ${message.summary[0].path.replace(/\/[^/]*$/, "")}`));
  };
  model.on("msg:custom", came);
  let moved = update;

  const draw = () => {
    const now = view();
    const [many, shown] = [model.get("selected").length, model.get("shown")];
    const chosenKeys = selected();
    const shownChosen = shown.filter((key) => chosenKeys.has(key)).length;
    all.checked = shown.length > 0 && shownChosen === shown.length;
    all.indeterminate = shownChosen > 0 && shownChosen < shown.length;
    allWords.textContent = `Select all shown (${shown.length})`;
    chosen.hidden = !many;
    extra.hidden = Boolean(many);
    count.textContent = `${many} selected${many > shownChosen ? ` (${many - shownChosen} of them not shown)` : ""}`;
    several.forEach((each, index) => {
      const fits = many ? fitting(each).length : 0;
      buttons[index].textContent = `${each.words} (${fits})`;
      buttons[index].disabled = !fits;
      buttons[index].hidden = index >= several.length - 2 && !fits;
    });
    meter.max = now.every || 1;
    meter.value = now.every ? now.reviewed : 1;
    progress.textContent = `${now.reviewed} of ${now.every} reviewed`;
    left.textContent = [now.flags && `${now.flags} for later`, now.comments && `${now.comments} comment${now.comments > 1 ? "s" : ""}`, now.notes_news].filter(Boolean).join(" · ");
    next.disabled = now.reviewed >= now.every;
    bar.hidden = !now.every;
    for (const key of parts.keys()) {
      const card = list.card(key);
      const on = chosenKeys.has(key);
      if (!card || card.classList.contains("lx-selected") === on) continue;
      card.classList.toggle("lx-selected", on);
      card.querySelector(".lx-tick").checked = on;
    }
  };

  return {
    tick, tools, update, draw, bar, extra, last, progress: [meter, progress, left], next, summary, links, write,
    /** The list that is reviewed, and how its rows are narrowed; `more(key)` draws what else moved on a card. */
    attach(cards, narrowing, more = update) {
      [list, filters, moved] = [cards, narrowing, more];
      list.node.addEventListener("mousedown", (event) => {
        if (event.shiftKey && event.target.closest("article") && !event.target.closest("input, textarea, select")) event.preventDefault();
      });
      list.node.addEventListener("click", (event) => {
        const card = event.target.closest("article.lx-card");
        if (!card || event.target.closest("button, input, textarea, select, a, summary")) return;
        if (event.shiftKey) range(card.dataset.key);
        else if (event.ctrlKey || event.metaKey) toggle(card.dataset.key);
      });
    },
    /** All cards are about to be drawn again: what was typed is put back by `again`. */
    clear() {
      parts.clear();
      this.kept = [...writing].map(([key, box]) => [key, box.value]);
      writing.clear();
    },
    again() {
      for (const [key, text] of this.kept || []) if (rows().has(key) && text.trim()) write(key, text);
      this.kept = [];
    },
    /** True while a comment is typed that is not kept. */
    open: () => [...writing.values()].some((box) => box.value.trim()),
    /** Does what a key stands for; false where it stands for nothing. */
    key(event, key) {
      if (event.key === "j") goOn();
      else if (!key) return false;
      else if (event.key === "x") toggle(key);
      else if (event.key === "c") write(key);
      else if (event.key === "f") send("flag", { keys: [key], on: !states()[key].flag }, parts.get(key).error);
      else if (event.key === "r") mark([key], !states()[key].by, parts.get(key).error).then((kept) => kept && states()[key].by && goOn(key));
      else return false;
      return true;
    },
    close() {
      model.off("msg:custom", came);
      downloads.close();
      list.close();
    },
  };
}
