// Shared by the review of a diff, the review of a merge and the history: filters, cards in sections, and what changed.

/** Filters with counts, a search box, how many rows are shown, and a way back to all of them. */
function lxFilters(model, what) {
  let timer = null;
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const search = lx.el("input.lx-search", { type: "search", placeholder: `Search the ${what}`, "aria-label": `Search the ${what}`,
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(() => set("search", search.value), 120);
    } });
  const count = lx.el("span.lx-quiet.lx-showing", { role: "status" });
  const clear = lx.el("button.lx-plain", { onclick: () => filters.clear() }, "Clear all");
  const groups = lx.el("div.lx-facets");
  const toggle = (key) => {
    const now = model.get("filter");
    set("filter", now.includes(key) ? now.filter((each) => each !== key) : [...now, key]);
  };
  const chip = (option) => lx.el("button.lx-facet", { "aria-pressed": String(model.get("filter").includes(option.key)),
    onclick: () => toggle(option.key), "data-key": option.key }, `${option.label} `, lx.el("span.lx-count", {}, String(option.count)));
  const group = ({ name, options }) => options.length && lx.el("div.lx-group", { role: "group", "aria-label": name },
    lx.el("span.lx-name", {}, name), options.map(chip));
  const filters = {
    node: lx.el("div.lx-filters", {}, lx.el("div.lx-row", {}, search, count, clear), groups),
    search,
    clear() {
      clearTimeout(timer);
      search.value = "";
      model.set({ filter: [], search: "", shown: model.get("rows").map((row) => row.key) });
      model.save_changes();
    },
    draw() {
      const held = groups.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      groups.replaceChildren(...(model.get("view").facets || []).map(group).filter(Boolean));
      if (held) [...groups.querySelectorAll("button")].find((each) => each.dataset.key === held)?.focus();
      if (document.activeElement !== search) search.value = model.get("search");
      const [some, all] = [model.get("shown").length, model.get("rows").length];
      count.textContent = some < all ? `Showing ${some} of ${all}` : `${all} in all`;
      clear.style.visibility = some < all || model.get("filter").length || model.get("search") ? "" : "hidden";
      filters.node.style.display = all ? "" : "none";
    },
  };
  return filters;
}

/** So many cards are drawn at once; of more, each is drawn when it comes near the screen. */
const LX_AT_ONCE = 120;

/**
 * Cards in sections, moved through with the arrow keys. `draw` makes what is on the card of a row, `drawn` is told its
 * key then; `after` ends a section.
 */
function lxCards({ label, draw, drawn = () => {}, after = () => null, none = "Nothing fits the search and filters. “Clear all” shows everything again." }) {
  const node = lx.el("div.lx-cards", { role: "region", "aria-label": label });
  const nothing = lx.el("div.lx-none", {}, none);
  let cards = new Map();
  let waiting = new Map();
  let sections = [];
  let active = null;
  const fill = (card) => {
    const row = waiting.get(card);
    if (!row) return;
    waiting.delete(card);
    near.unobserve(card);
    card.classList.remove("lx-unfilled");
    card.append(...[draw(row)].flat(Infinity).filter(Boolean));
    drawn(row.key);
  };
  const near = new IntersectionObserver((entries) => entries.filter((each) => each.isIntersecting).forEach((each) => fill(each.target)),
    { root: node, rootMargin: "900px 0px" });
  const seen = () => [...cards.values()].filter((card) => !card.hidden);
  const enter = (card) => {
    if (active) active.tabIndex = -1;
    active = card;
    if (!card) return;
    fill(card);
    card.tabIndex = 0;
  };
  const list = {
    node,
    card: (key) => cards.get(key),
    /** The keys of the cards that are drawn. */
    drawn: () => [...cards].filter(([, card]) => !waiting.has(card)).map(([key]) => key),
    fill: (key) => cards.has(key) && fill(cards.get(key)),
    close: () => near.disconnect(),
    active: () => active?.dataset.key,
    rows(rows, shown) {
      const key = active?.dataset.key;
      const [held, top] = [active === document.activeElement, node.scrollTop];
      near.disconnect();
      cards = new Map();
      waiting = new Map();
      sections = [];
      const atOnce = rows.length <= LX_AT_ONCE;
      for (const row of rows) {
        if (sections.at(-1)?.title !== row.section) {
          const count = lx.el("span.lx-count");
          const head = lx.el("h4", {}, row.section, " ", count);
          sections.push({ title: row.section, count, node: lx.el("section", { "aria-label": row.section }, head), cards: [] });
        }
        const card = lx.el("article.lx-card.lx-unfilled", { tabIndex: -1, "data-key": row.key });
        cards.set(row.key, card);
        waiting.set(card, row);
        if (atOnce) fill(card);
        else near.observe(card);
        sections.at(-1).cards.push(card);
        sections.at(-1).node.append(card);
      }
      for (const section of sections) {
        section.more = after(section.title);
        if (section.more) section.node.append(section.more);
      }
      node.replaceChildren(...sections.map((section) => section.node), nothing);
      list.show(shown);
      enter(cards.get(key) ?? seen()[0]);
      node.scrollTop = top;
      if (held) active?.focus({ preventScroll: true });
    },
    show(shown) {
      const wanted = shown && new Set(shown);
      for (const [key, card] of cards) card.hidden = wanted ? !wanted.has(key) : false;
      for (const section of sections) {
        const many = section.cards.filter((card) => !card.hidden).length;
        section.count.textContent = String(many);
        section.node.hidden = !many;
        if (section.more) section.more.hidden = many < section.cards.length;
      }
      nothing.hidden = seen().length > 0 || cards.size === 0;
      if (!active || active.hidden) enter(seen()[0]);
    },
    focus(key) {
      const card = key ? cards.get(key) : active;
      if (!card) return;
      enter(card);
      card.focus({ preventScroll: true });
      card.scrollIntoView({ block: "nearest" });
    },
  };
  node.addEventListener("focusin", (event) => {
    const card = event.target.closest("article.lx-card");
    if (card && card !== active) enter(card);
  });
  node.addEventListener("keydown", (event) => {
    if (!event.target.matches("article.lx-card") || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = seen();
    const at = all.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 5, PageUp: at - 5, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    list.focus(all[Math.max(0, Math.min(to, all.length - 1))].dataset.key);
  });
  return list;
}

/** One change of a diff: what happened in words, then its two sides, or both in one text. */
function lxChange(row, inline, names, more, head = null) {
  const text = (words) => lx.el("div.lx-text", { dir: "auto" }, lx.marked(words));
  const item = (each) => [each.where && lx.el("div.lx-where", {}, each.where), text(each.words)];
  const side = (name, items) => lx.el("div.lx-side", {}, lx.el("span.lx-hidden", {}, `${name}: `),
    items.length ? items.map(item) : lx.el("div.lx-absent", {}, "Not there"));
  const same = row.old.length === 1 && row.new.length === 1 && JSON.stringify(row.old[0].words) === JSON.stringify(row.new[0].words);
  const body = () => {
    if (!inline) return lx.el("div.lx-sides", {}, side(names[0], row.old), side(names[1], row.new));
    if (row.words.length) return lx.el("div.lx-sides.lx-one", {}, lx.el("div.lx-side", {}, item({ where: row.new[0].where, words: row.words })));
    if (same || !row.old.length || !row.new.length) return lx.el("div.lx-sides.lx-one", {}, lx.el("div.lx-side", {}, item((row.new.length ? row.new : row.old)[0])));
    const labelled = (name, items) => [lx.el("div.lx-where", {}, lx.el("b", {}, name)), ...items.flatMap(item)];
    return lx.el("div.lx-sides.lx-one", {}, lx.el("div.lx-side", {}, labelled(names[0], row.old), labelled(names[1], row.new)));
  };
  const badge = (words, kind) => words && lx.el(`span.lx-badge.lx-${kind}`, {}, words);
  return [
    lx.el("div.lx-what", {}, head?.(row), lx.el("b.lx-headline", {}, row.headline), row.sure && lx.el("span.lx-quiet.lx-small.lx-sure", {}, row.sure),
      !head && badge(row.significance, row.significance), badge(row.look, "look")),
    body(),
    more && more(row),
  ];
}

/** The changes of a diff in sections, each followed by what left its level. */
function lxChangeList({ inline = () => false, head, none, more = null, start = null, drawn = () => {} }) {
  const away = (title) => {
    const left = (head().departures || []).filter((each) => each.section === title);
    return left.length ? lx.el("div.lx-away", {}, left.map((each) => lx.el("div", { dir: "auto" }, each.text))) : null;
  };
  return lxCards({ label: "Changes", none, drawn, draw: (row) => lxChange(row, inline(), head().names, more, start), after: away });
}

/** Two buttons, of which one is on. */
function lxSwitch(label, options, get, set) {
  const buttons = options.map(([value, words]) => lx.el("button", { onclick: () => set(value) }, words));
  return {
    node: lx.el("div.lx-switch", { role: "group", "aria-label": label }, buttons),
    draw: () => options.forEach(([value], index) => buttons[index].setAttribute("aria-pressed", String(get() === value))),
  };
}

/** The keys of a screen, listed under a button: `node`, its `button`, and `show()`. */
function lxKeys(keys) {
  const node = lx.el("div.lx-keys", { hidden: true }, keys.map(([key, words]) => lx.el("div", {}, lx.el("kbd", {}, key), words)));
  const show = () => {
    node.hidden = !node.hidden;
    button.setAttribute("aria-expanded", String(!node.hidden));
  };
  const button = lx.el("button", { onclick: show, "aria-expanded": "false" }, "? Keys");
  return { node, button, show };
}

/** Runs a listener for each of a model's names, and gives the way to stop. */
function lxListen(model, listeners) {
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) model.off(name, listener);
  };
}

/**
 * The diff in a model's `view` and `rows`, with filters and a switch; shared by the review of a diff and the history.
 * `matches` (see matches.js) lets a designer correct what continues what, `review` (see reviewing.js) is for reviewers.
 */
function lxDiffView(model, matches = null, review = null) {
  const head = () => model.get("view");
  const filters = lxFilters(model, "changes");
  const part = (row) => [review?.tools(row), matches?.part(row)].filter(Boolean);
  const start = review && ((row) => [review.tick(row), matches?.grip(row)].filter(Boolean));
  const list = lxChangeList({ inline: () => model.get("inline"), head, more: part, start, drawn: (key) => review?.update(key) });
  review?.attach(list, filters);
  matches?.attach(list);
  const summary = lx.el("span");
  const look = lx.el("span.lx-badge.lx-look");
  const layout = lxSwitch("Layout", [[false, "Side by side"], [true, "Inline"]], () => model.get("inline"), (value) => {
    model.set("inline", value);
    model.save_changes();
  });
  const columns = lx.el("div.lx-columns", { "aria-hidden": "true" });
  const empty = lx.el("div.lx-none", {}, lx.el("b", {}, "No differences"), lx.el("div", {}, "Both sides say the same."));
  const node = lx.el("div", {}, lx.el("div.lx-row.lx-summary", {}, summary, look, lx.el("span.lx-grow"), layout.node), review && review.bar, filters.node, empty, columns, list.node);
  let drawn = null;
  const draw = () => {
    const [rows, view] = [model.get("rows"), head()];
    const any = rows.length > 0;
    summary.textContent = any ? view.summary : "";
    look.textContent = view.look ? `${view.look} to look at` : "";
    look.hidden = !view.look;
    layout.draw();
    layout.node.hidden = !any;
    empty.hidden = any;
    columns.hidden = !any || model.get("inline");
    columns.replaceChildren(...(view.names || []).map((name) => lx.el("div", {}, name)));
    list.node.hidden = !any;
    filters.draw();
    const state = JSON.stringify([view.names, model.get("inline")]);
    if (drawn?.rows !== rows || drawn.state !== state) {
      matches?.clear();
      review?.clear();
      list.rows(rows, model.get("shown"));
      review?.again();
    } else list.show(model.get("shown"));
    drawn = { rows, state };
    matches?.draw();
    review?.draw();
  };
  return { node, draw, filters, list };
}
