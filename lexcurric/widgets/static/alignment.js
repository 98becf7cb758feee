// The review of an alignment: each statement with what is proposed, decided by mouse and by keys.

const LX_ALIGNMENT_KEYS = [
  ["↑  ↓", "From line to line"], ["n", "The next one to decide"], ["a", "Accept"], ["e", "Accept: the very same thing"], ["r", "Reject"],
  ["u", "Take a decision back"], ["o", "Another from the list…"], ["Space", "Select, for several at once"], ["/", "Search"],
  ["Ctrl+Z", "Undo"], ["Ctrl+Shift+Z", "Redo"], ["Escape", "Close what is open, then select nothing"],
];

function render({ model, el }) {
  let active = null;
  let timer = null;
  const screen = lxScreen({ model, el, name: "alignment", keys: LX_ALIGNMENT_KEYS, patience: 120000, fallback: () => lineOf(active) ?? lines()[0] ?? search });
  const { body } = screen;
  const made = lx.maker();
  const downloads = lx.downloads(model, { onTrouble: screen.problem });
  const source = lxAlignmentSource(screen, { close: () => screen.set("pane", "") });
  const go = (id) => {
    model.set({ show: "review", filter: "all", search: "" });
    model.save_changes();
    wanted = id;
    reveal();
  };
  let wanted = null;
  const reveal = () => {
    const card = wanted && cards.querySelector(`[data-id="${wanted}"]`);
    if (!card) return;
    wanted = null;
    card.scrollIntoView({ block: "nearest" });
    (card.querySelector("[data-key]") ?? card).focus();
  };
  const coverage = lxAlignmentCoverage(screen, { go });
  const news = lxAlignmentNews(screen, { go });

  const title = lx.el("h4");
  const another = lx.el("button", { "data-key": "source", onclick: () => screen.set("pane", model.get("pane") === "source" ? "" : "source") }, "Another list…");
  const hand = lx.el("button", { "data-key": "hand", onclick: () => screen.set("pane", model.get("pane") === "hand on" ? "" : "hand on") }, "Hand on…");
  const shows = [["review", "Review"], ["coverage", "Coverage"], ["news", "Newer release"]].map(([value, words]) => lx.el("button", { "data-key": `show:${value}`, onclick: () => screen.set("show", value) }, words));
  const handed = lx.el("div.lx-pane", { role: "region", "aria-label": "Hand on", hidden: true });
  const progress = lx.el("div.lx-progress", { role: "status" });
  const search = lx.el("input.lx-search", { type: "search", placeholder: "Search statements and tasks", "aria-label": "Search statements and tasks", oninput: () => {
    clearTimeout(timer);
    timer = setTimeout(() => screen.set("search", search.value), 150);
  } });
  const filters = lx.el("span.lx-filters", { role: "group", "aria-label": "Which statements" });
  const kinds = lx.el("span");
  const sure = lx.el("span");
  const bulk = lx.el("button", { "data-key": "bulk", onclick: () => screen.send("accept_sure") });
  const several = [["accept", "Accept #"], ["reject", "Reject #"]].map(([action, words]) => [words, lx.el("button", { "data-key": `several:${action}`, onclick: () => screen.send(action, { refs: model.get("selection") }) })]);
  const next = lx.el("button", { "data-key": "next", title: "Key: n", onclick: () => nextOpen() }, "Next to decide");
  const cards = lx.el("div.lx-cards", { role: "region", "aria-label": "Statements and what they are aligned with", tabIndex: -1 });
  const nothing = lx.el("div.lx-none");
  const notes = lx.el("div.lx-warned.lx-small");
  const credit = lx.el("p.lx-credit.lx-small");
  const review = lx.el("div", {}, lx.el("div.lx-row", {}, search, kinds, filters), lx.el("div.lx-row", {}, sure, bulk, several.map((each) => each[1]), lx.el("span.lx-grow"), next), nothing, cards);
  const opened = lx.el("div", {}, lx.el("div.lx-row", {}, title, lx.el("span.lx-grow"), lx.el("span.lx-switch", { role: "group", "aria-label": "What is shown" }, shows), another, hand),
    handed, notes, lx.el("div.lx-row", {}, progress, screen.reason), review, coverage.node, news.node);
  body.append(lx.el("div.lx-pane.lx-source-pane", {}, source.node), opened, credit);

  // The lines: one alignment each.
  // What is folded away cannot have the keys.
  const lines = () => [...cards.querySelectorAll("[data-key^='a:']")].filter((each) => !each.closest("details:not([open])"));
  const lineOf = (key) => lines().find((each) => each.dataset.key === key);
  const findLine = (ref) => {
    for (const card of screen.view.cards) {
      const found = [...card.lines, ...card.nearest].find((each) => each.ref === ref);
      if (found) return found;
    }
    return null;
  };
  const act = async (action, ref, more = {}) => {
    const following = lines()[lines().indexOf(lineOf(`a:${ref}`)) + 1]?.dataset.key;
    const done = await screen.send(action, { refs: [ref], ...more });
    if (done && !lineOf(`a:${ref}`) && following) screen.focus(following);
  };
  const nextOpen = () => {
    const all = lines();
    const at = all.indexOf(lineOf(active));
    const open = (each) => findLine(each.dataset.key.slice(2))?.state === "proposed";
    const found = all.slice(at + 1).find(open) ?? all.find(open);
    if (found) found.focus();
    else if (screen.view.waiting) screen.set("filter", "open");
    else screen.say("Everything is decided");
  };
  const pick = (ref) => {
    const now = model.get("selection");
    screen.set("selection", now.includes(ref) ? now.filter((each) => each !== ref) : [...now, ref]);
  };
  const STATES = { accepted: "✓ Accepted", rejected: "✕ Rejected", proposed: "", "not proposed": "Not proposed" };
  const line = (each) => {
    const waits = each.state === "proposed" || each.state === "not proposed";
    const state = each.state === "accepted" && each.exact ? "✓ The same thing" : STATES[each.state];
    const button = (words, action, more = {}) => lx.el("button", { tabIndex: -1, onclick: () => act(action, each.ref, more) }, words);
    const box = each.state === "proposed" ? lx.el("input", { type: "checkbox", tabIndex: -1, "aria-label": `Select ${each.label}`, checked: model.get("selection").includes(each.ref), onchange: () => pick(each.ref) }) : lx.el("span");
    return lx.el(`div.lx-line.lx-${each.state.replace(" ", "-")}`, { role: "group", tabIndex: -1, "data-key": `a:${each.ref}`,
      "aria-label": `${each.kind} ${each.code}: ${each.label}. ${[state, each.sure].filter(Boolean).join(", ")}` },
      box, lx.el("div.lx-thing", {}, lx.el("div", {}, lx.el("span.lx-quiet.lx-small", {}, `${each.kind} ${each.code} `), lx.el("span", { dir: "auto" }, each.label)),
        lx.el("div.lx-quiet.lx-small", { dir: "auto" }, state && lx.el("b.lx-said", {}, `${state}${each.by ? ` by ${each.by}` : ""} · `), lx.el("b", {}, each.sure), each.why.length > 0 && `: ${each.why.join("; ")}`),
        each.look && lx.el("div.lx-warned.lx-small", {}, `To look at: ${each.look}`)),
      lx.el("div.lx-does", {}, waits ? [button("Accept", "accept"), button("Same thing", "accept", { exact: true }), each.state === "proposed" ? button("Reject", "reject") : null] : button("Take back", "take_back")));
  };
  const card = (each) => lx.el("article.lx-card", { "data-id": each.id, tabIndex: -1, "aria-label": each.text },
    lx.el("div.lx-row.lx-top", {}, lx.el("div.lx-said", {}, lx.el("span.lx-quiet.lx-small", {}, `${each.place} `), lx.el("b", { dir: "auto" }, each.text)),
      lx.el("button.lx-plain", { "data-key": `o:${each.id}`, "aria-expanded": "false", onclick: () => openFinder(each.id) }, "Another from the list…")),
    each.lines.length ? each.lines.map(line) : lx.el("div.lx-quiet.lx-small", {}, "Nothing in the list is proposed for it."),
    each.nearest.length > 0 && lx.el("details", {}, lx.el("summary.lx-small", {}, `The ${each.nearest.length === 1 ? "nearest" : `${each.nearest.length} nearest`}, too unlikely to be proposed`), each.nearest.map(line)),
    lx.el("div.lx-finder"));

  // Another from the list: search and choose.
  const openFinder = (id) => screen.set("finding", model.get("finding") === id ? "" : id);
  const finder = lx.el("div.lx-chooser");
  const words = lx.el("input", { type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "lx-found", "aria-label": "Which of the list is it about?", placeholder: "Search the list", oninput: () => {
    clearTimeout(timer);
    timer = setTimeout(() => screen.set("words", words.value), 150);
  } });
  const found = lx.el("div.lx-options", { role: "listbox", id: "lx-found", "aria-label": "Things of the list" });
  const none = lx.el("div.lx-quiet", {}, "Nothing in the list has these words.");
  finder.append(lx.el("div.lx-row", {}, words, lx.el("button.lx-plain", { onclick: () => screen.set("finding", "") }, "Close")), found, none);
  let at = 0;
  const take = (each) => each && screen.send("add", { statement: model.get("finding"), code: each.code, kind: each.kind });
  const markFound = () => {
    [...found.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
    words.setAttribute("aria-activedescendant", found.children[at]?.id ?? "");
    found.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const drawFinder = () => {
    const id = model.get("finding");
    const home = id && cards.querySelector(`[data-id="${id}"] .lx-finder`);
    for (const each of cards.querySelectorAll("[data-key^='o:']")) each.setAttribute("aria-expanded", String(each.dataset.key === `o:${id}`));
    if (!home) {
      if (finder.isConnected) {
        const back = finder.closest("[data-id]")?.querySelector("[data-key^='o:']");
        const held = finder.contains(document.activeElement);
        finder.remove();
        if (held) back?.focus();
      }
      return;
    }
    if (finder.parentNode !== home) {
      home.append(finder);
      words.value = "";
      words.focus();
    }
    at = 0;
    found.replaceChildren(...model.get("found").map((each, index) => lx.el("div.lx-option", { role: "option", id: `lx-found-${index}`, onclick: () => take(each) },
      lx.el("span.lx-quiet.lx-small", {}, `${each.kindWords} ${each.code}${each.there ? " · proposed or decided already" : ""} `), lx.el("span", { dir: "auto" }, each.label), each.note && lx.el("span.lx-quiet.lx-small", {}, ` · ${each.note}`))));
    none.hidden = model.get("found").length > 0;
    markFound();
  };
  finder.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step) {
      at = Math.max(0, Math.min(found.children.length - 1, at + step));
      markFound();
    } else if (event.key === "Enter" && event.target === words) take(model.get("found")[at]);
    else if (event.key === "Escape") screen.set("finding", "");
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const drawHand = () => {
    handed.hidden = model.get("pane") !== "hand on";
    if (handed.hidden) return;
    lx.arrange(handed, [made("hand", screen.view.files, () => {
      const error = lx.el("div.lx-error", { role: "alert" });
      const tell = (text) => { error.textContent = text; };
      const uploads = lx.uploads(screen.link, {});
      const zone = lx.dropZone({ words: { title: "Bring a reviewed workbook back", about: "Decisions are chosen in its sheet Alignments, in the column Decision. All of them become one edit.", choose: "Choose the workbook…" }, accept: ".xlsx",
        take: async (listed) => {
          try {
            await uploads.send(listed.slice(0, 1));
            await screen.send("take_workbook", {}, tell);
          } catch (failure) {
            tell(failure.message);
          }
        }, onTrouble: tell });
      return lx.el("div", {}, lx.el("b", {}, "Hand on"), lx.el("p.lx-small", {}, "Only what was accepted goes into CASE and CTDL-ASN, of all lists that are kept. Each file carries the credit below."),
        lx.el("ul.lx-downloads", {}, screen.view.files.map((each) => lx.el("li", {}, downloads.link(each, each.words), lx.el("span.lx-quiet.lx-small", {}, ` ${each.name}`)))), zone.node, error);
    })]);
  };

  const draw = () => {
    const { view } = screen;
    source.draw();
    source.node.parentNode.hidden = !view.source || (view.list && model.get("pane") !== "source");
    opened.hidden = !view.list;
    credit.hidden = !view.list;
    if (!view.list) return;
    title.textContent = view.list.title;
    another.setAttribute("aria-expanded", String(model.get("pane") === "source"));
    hand.setAttribute("aria-expanded", String(model.get("pane") === "hand on"));
    shows.forEach((button, index) => button.setAttribute("aria-pressed", String(["review", "coverage", "news"][index] === model.get("show"))));
    shows[2].hidden = !view.release;
    lx.arrange(credit, [made("credit", view.list.lines, () => lx.el("span", { dir: "auto" }, view.list.lines.map(([label, text]) => `${label}: ${text}`).join(" · ")))]);
    lx.arrange(notes, view.notes.map((each) => made(`note:${each}`, each, () => lx.el("div", {}, each))));
    drawHand();
    const all = view.waiting + view.decided;
    progress.textContent = all ? `${view.decided} of ${all} decided${view.waiting ? "" : ": everything is decided"}` : "Nothing is proposed";
    const isReview = model.get("show") === "review";
    review.hidden = !isReview;
    if (document.activeElement !== search) search.value = model.get("search");
    lx.arrange(kinds, [made("kinds", [view.kinds, model.get("kind")], () => lxChoice("Kind", [["", "Every kind"], ...view.kinds], model.get("kind"), (value) => screen.set("kind", value), { "data-key": "kind" }))]);
    lx.arrange(filters, view.filters.filter((each) => each[0] !== "look" || each[2] || model.get("filter") === "look").map(([key, label, count]) => made(`f:${key}`, [label, count, model.get("filter") === key], () => lx.el("button.lx-filter", { "data-key": `f:${key}`,
      "aria-pressed": String(model.get("filter") === key), onclick: () => screen.set("filter", key) }, `${label} `, lx.el("span.lx-count", {}, String(count))))));
    lx.arrange(sure, [made("sure", [view.sure, model.get("confidence")], () => lxChoice("How sure", view.sure.map(([number, label, count]) => [String(number), `${label[0].toUpperCase()}${label.slice(1)}${number ? " or surer" : ""} (${count})`]),
      String(model.get("confidence")), (value) => screen.set("confidence", Number(value)), { "data-key": "sure" }))]);
    const many = view.sure.find(([number]) => number === model.get("confidence"))?.[2] ?? 0;
    bulk.textContent = many === 1 ? "Accept this 1" : `Accept these ${many}`;
    bulk.disabled = !many;
    next.disabled = !view.waiting;
    lx.arrange(cards, view.cards.map((each) => made(each.id, each, () => card(each))));
    cards.hidden = !view.cards.length;
    nothing.hidden = view.cards.length > 0;
    nothing.replaceChildren(...(model.get("search") ? ["No statement fits the search."] : model.get("filter") === "open" ? [lx.el("b", {}, "Nothing waits for a decision"), "“Coverage” shows what no statement covers; “With nothing in the list” what to look for by hand."] : ["No statement here."]));
    if (!lineOf(active) && lines()[0]) enter(lines()[0]);
    for (const each of lines()) each.tabIndex = each.dataset.key === active ? 0 : -1;
    coverage.draw();
    news.draw();
    drawSelection();
    drawFinder();
    reveal();
  };
  const drawSelection = () => {
    const chosen = new Set(model.get("selection"));
    for (const [wordsOf, button] of several) {
      button.textContent = wordsOf.replace("#", chosen.size ? `${chosen.size} selected` : "selected");
      button.disabled = !chosen.size;
    }
    for (const each of lines()) {
      const box = each.querySelector("input[type=checkbox]");
      if (box) box.checked = chosen.has(each.dataset.key.slice(2));
      each.classList.toggle("lx-on", chosen.has(each.dataset.key.slice(2)));
    }
  };
  const enter = (row) => {
    const left = lineOf(active);
    if (left) left.tabIndex = -1;
    active = row.dataset.key;
    row.tabIndex = 0;
  };
  cards.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-key^='a:']");
    if (row) enter(row);
  });
  const press = (event, { ctrl, typing }) => {
    const { key } = event;
    if (key === "Escape") {
      if (model.get("finding")) screen.set("finding", "");
      else if (model.get("pane") && screen.view.list) screen.set("pane", "");
      else if (model.get("selection").length) screen.set("selection", []);
      else return false;
      return true;
    }
    if (typing || ctrl || event.altKey || !screen.view.list) return false;
    if (key === "n") nextOpen();
    else if (key === "/") search.focus();
    else {
      const row = event.target.closest?.("[data-key^='a:']");
      if (!row) return false;
      const ref = row.dataset.key.slice(2);
      const state = findLine(ref)?.state;
      const waits = state === "proposed" || state === "not proposed";
      const step = { ArrowDown: 1, ArrowUp: -1 }[key];
      if (step) lines()[lines().indexOf(row) + step]?.focus();
      else if (key === "a" && waits) act("accept", ref);
      else if (key === "e" && waits) act("accept", ref, { exact: true });
      else if (key === "r" && state === "proposed") act("reject", ref);
      else if (key === "u" && !waits) act("take_back", ref);
      else if (key === "o") openFinder(row.closest("[data-id]").dataset.id);
      else if (key === " " && state === "proposed" && event.target === row) pick(ref);
      else return false;
    }
    return true;
  };
  const redraws = Object.fromEntries(["show", "filter", "search", "kind", "confidence", "pane"].map((name) => [name, draw]));
  const stop = screen.start({ draw, press, on: { ...redraws, selection: drawSelection, finding: drawFinder, found: drawFinder } });
  return () => {
    downloads.close();
    stop();
  };
}

export default { render };
