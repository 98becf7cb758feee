// The facets of the statement editor: what a list can be narrowed by, with counts, and the words that were searched for.

/** The facets that every framework has; see `facet_of` in editor_facets.py. */
const LX_OWN_FACETS = ["level", "criterion", "changed", "finding", "note", "tags"];
const LX_SEVERITIES = { error: "Error", warning: "Warning", note: "Note" };
const LX_CHANGED = {
  added: "New", reworded: "Reworded", moved: "Moved to another level", split: "Part of a split", joined: "Joined",
  reordered: "Moved within its level", retagged: "Other tags, criterion or note", unchanged: "Unchanged",
};
/** Of a longer facet, so many values are shown until all are asked for. */
const LX_FEW = 8;
/** From so many statements on, typing waits a moment before the list follows. */
const LX_MANY = 2000;

const lxFacetOf = (vocabulary) => (LX_OWN_FACETS.includes(vocabulary) ? `tag:${vocabulary}` : vocabulary);
const lxAsked = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** A text with the searched words marked. */
function lxMarked(text, words) {
  const low = text.toLowerCase();
  // A letter whose small form is longer would shift every mark after it.
  if (!words.length || low.length !== text.length) return [text];
  const hit = new Uint8Array(text.length);
  for (const word of words) {
    for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + 1)) hit.fill(1, at, at + word.length);
  }
  const parts = [];
  for (let at = 0; at < text.length;) {
    let end = at;
    while (end < text.length && hit[end] === hit[at]) end += 1;
    const run = text.slice(at, end);
    parts.push(hit[at] ? lx.el("mark", {}, run) : run);
    at = end;
  }
  return parts;
}

/** What a statement is under in each facet, and the text that is searched; worked out once for each state of it. */
function lxFacetIndex(ed) {
  const known = new WeakMap();
  const make = (each) => {
    const at = {
      level: [each.level], criterion: [each.criterion], note: [each.note ? "yes" : "no"],
      tags: each.tags.length ? [] : ["none"], changed: each.change?.kinds?.length ? each.change.kinds : ["unchanged"],
      finding: [...new Set(each.findings.flatMap((one) => (one.accepted ? [] : [one.rule, one.severity])))],
    };
    if (!at.finding.length) at.finding.push("none");
    for (const tag of each.tags) {
      const cut = tag.indexOf(":");
      (at[lxFacetOf(tag.slice(0, cut))] ??= []).push(tag.slice(cut + 1));
    }
    const words = [each.text, each.criterion, each.note, ...each.tags, ...each.tags.map(ed.tagLabel)];
    return { at, text: words.join("\n").toLowerCase() };
  };
  const of = (each) => {
    if (!known.has(each)) known.set(each, make(each));
    return known.get(each);
  };
  return of;
}

function lxFacets(ed, { changed }) {
  const index = lxFacetIndex(ed);
  const chosen = () => ed.get("facets");
  const NOTHING = [""];
  const has = (at, facet, values) => (at[facet] ?? NOTHING).some((value) => values.includes(value));
  /** The words and values asked for, worked out once for each choice. */
  let asked = {};
  const filters = () => {
    if (asked.search !== ed.get("search") || asked.facets !== chosen()) {
      asked = { search: ed.get("search"), facets: chosen(), words: lxAsked(ed.get("search")), wanted: Object.entries(chosen()) };
    }
    return asked;
  };
  const words = () => filters().words;

  const matches = (each, without = "") => {
    const now = filters();
    const { text, at } = index(each);
    return (without === "search" || now.words.every((word) => text.includes(word)))
      && now.wanted.every(([facet, values]) => facet === without || has(at, facet, values));
  };

  /** For each facet how many statements each value has, among what all the other filters let through. */
  const count = () => {
    const { words: sought, wanted } = filters();
    // Out of sight, only the levels and what is chosen are counted.
    const names = ed.get("show_filters") ? ["level", ...facets().map((each) => each.key)] : ["level"];
    const counts = new Map(names.map((name) => [name, new Map()]));
    const add = (into, values) => {
      for (const value of values) into.set(value, (into.get(value) ?? 0) + 1);
    };
    let passed = 0;
    for (const each of ed.view.statements) {
      const { text, at } = index(each);
      if (!sought.every((word) => text.includes(word))) continue;
      let failed = "";
      let many = 0;
      for (const [facet, values] of wanted) {
        if (has(at, facet, values)) continue;
        failed = facet;
        if ((many += 1) > 1) break;
      }
      if (many > 1) continue;
      if (many) {
        if (counts.has(failed)) add(counts.get(failed), at[failed] ?? NOTHING);
        continue;
      }
      passed += 1;
      for (const [name, into] of counts) add(into, at[name] ?? NOTHING);
    }
    return { counts, passed };
  };

  /** Every facet but the level, which has its own buttons: {key, label, options: [{value, label}], rest}. */
  const facets = () => {
    const { view } = ed;
    const sets = view.vocabularies.map((each) => ({
      key: lxFacetOf(each.name), label: each.label, required: each.required,
      options: [{ value: "", label: "none yet", isNone: true },
        ...each.terms.map((term) => ({ value: term.term, label: term.label, colour: term.colour }))],
    }));
    const rules = Object.keys(view.rules ?? {}).map((rule) => ({ value: rule, label: view.rules[rule].label }));
    const NO_TAG = { key: "tags", label: "Tags", options: [{ value: "none", label: "no tag at all" }] };
    return [
      ...sets.filter((each) => each.required),
      { key: "finding", label: "To check", isSparse: true, options: [...Object.entries(LX_SEVERITIES).map(([value, label]) => ({ value, label })),
        ...rules, { value: "none", label: "nothing to check", isNone: true }] },
      { key: "changed", label: "Changed", isSparse: true, options: Object.entries(LX_CHANGED).map(([value, label]) => ({ value, label })) },
      { key: "criterion", label: "Criterion", options: [{ value: "", label: "none yet", isNone: true },
        ...view.criteria.map((label) => ({ value: label, label }))] },
      ...sets.filter((each) => !each.required), ...(sets.length ? [NO_TAG] : []),
      { key: "note", label: "Note", options: [{ value: "yes", label: "with a note" }, { value: "no", label: "without a note" }] },
    ];
  };
  const wordsOf = (facet, value) => {
    if (facet === "level") return ["Level", ed.levelLabel(value)];
    const one = facets().find((each) => each.key === facet);
    return [one?.label ?? facet, one?.options.find((each) => each.value === value)?.label ?? value];
  };

  const toggle = (facet, value) => {
    const { [facet]: held = [], ...others } = chosen();
    const now = held.includes(value) ? held.filter((each) => each !== value) : [...held, value];
    changed({ facets: now.length ? { ...others, [facet]: now } : others });
  };

  /** One value alone of a facet; again takes it off. */
  const only = (facet, value) => {
    const { [facet]: held = [], ...others } = chosen();
    changed({ facets: held.length === 1 && held[0] === value ? others : { ...others, [facet]: [value] } });
  };

  // The buttons of the levels
  const levels = lx.el("div.lx-levels", { role: "group", "aria-label": "Level" });
  const make = lx.maker();
  const levelButton = (key, label) => make(`level ${key}`, label, () => {
    const onclick = () => {
      if (key) toggle("level", key);
      else changed({ facets: Object.fromEntries(Object.entries(chosen()).filter(([name]) => name !== "level")) });
    };
    return lx.el("button", { onclick }, `${label} `, lx.el("span.lx-count"));
  });
  const drawLevels = (counts) => {
    const held = chosen().level ?? [];
    const whole = [...counts.values()].reduce((sum, each) => sum + each, 0);
    lx.arrange(levels, [{ key: "", label: "All" }, ...ed.view.levels].map(({ key, label }) => {
      const button = levelButton(key, label);
      button.setAttribute("aria-pressed", String(key ? held.includes(key) : !held.length));
      button.lastChild.textContent = String(key ? counts.get(key) ?? 0 : whole);
      return button;
    }));
  };

  // The panel
  const hint = lx.el("div.lx-quiet", {}, "Choose a version above at “Changes since” to see what changed.");
  const open = new Map();
  const sections = lx.el("div.lx-facet-list");
  const panel = lx.el("section.lx-facets", { "aria-label": "Filters" }, sections);
  const toggler = lx.el("button.lx-filters", { onclick: () => show(!ed.get("show_filters")) });
  const show = (on) => {
    ed.set("show_filters", on);
    if (on) sections.querySelector("summary")?.focus();
  };
  const box = (facet, option) => make(`${facet.key} ${option.value}`, [option, facet.label], () => {
    const check = lx.el("input", { type: "checkbox", onchange: () => toggle(facet.key, option.value) });
    const dot = option.colour ? lx.el("span.lx-dot", { "aria-hidden": "true" }) : null;
    if (dot) dot.style.background = option.colour;
    return lx.el(option.isNone ? "label.lx-none" : "label", {}, check, dot, lx.el("span.lx-grow", {}, option.label), lx.el("span.lx-count"));
  });
  const section = (facet) => make(`facet ${facet.key}`, [facet.key, facet.label, facet.required], () => {
    const body = lx.el("div", { role: "group", "aria-label": facet.label });
    const head = lx.el("summary", {}, lx.el("span.lx-grow", {}, facet.label), lx.el("span.lx-count"));
    const more = lx.el("button.lx-plain", { onclick: () => {
      open.set(facet.key, !open.get(facet.key));
      draw();
    } });
    return Object.assign(lx.el("details", { open: true, "data-facet": facet.key }, head, body), { parts: { body, head, more } });
  });
  const drawSection = (facet, counts) => {
    const node = section(facet);
    const { body, head, more } = node.parts;
    const held = chosen()[facet.key] ?? [];
    const lost = held.filter((value) => !facet.options.some((each) => each.value === value));
    // What nothing has is left out where there are many values that most frameworks have nothing of.
    const every = [...facet.options, ...lost.map((value) => ({ value, label: value }))]
      .filter((each) => !facet.isSparse || counts.get(each.value) || held.includes(each.value))
      .filter(() => facet.key !== "changed" || ed.get("since") || held.length);
    const few = open.get(facet.key) || every.length <= LX_FEW + 2 ? every
      : every.filter((each, at) => at < LX_FEW || held.includes(each.value));
    more.textContent = open.get(facet.key) ? "Show fewer" : `Show all ${every.length}`;
    head.lastChild.textContent = held.length ? `${held.length} chosen` : facet.required && counts.get("") ? `${counts.get("")} none yet` : "";
    head.lastChild.classList.toggle("lx-warned", !held.length);
    const rows = few.map((option) => {
      const row = box(facet, option);
      row.firstChild.checked = held.includes(option.value);
      row.lastChild.textContent = String(counts.get(option.value) ?? 0);
      row.classList.toggle("lx-zero", !counts.get(option.value) && !held.includes(option.value));
      return row;
    });
    lx.arrange(body, [...(facet.key === "changed" && !ed.get("since") ? [hint] : []), ...rows, ...(every.length > LX_FEW + 2 ? [more] : [])]);
    return node;
  };

  // What is chosen, each with a cross
  const chips = lx.el("div.lx-narrowed", { role: "group", "aria-label": "Filters in use" });
  const chip = (facet, value) => {
    const [name, label] = wordsOf(facet, value);
    return make(`chip ${facet} ${value}`, [name, label], () => lx.el("button.lx-chip", {
      title: "Take this filter off", "aria-label": `Take the filter ${name}: ${label} off`, onclick: () => toggle(facet, value),
    }, `${name}: ${label}`, lx.el("span", { "aria-hidden": "true" }, "×")));
  };
  const clear = lx.el("button.lx-plain", { onclick: () => changed({ facets: {}, search: "" }) }, "Clear all");
  const tally = lx.el("span.lx-quiet", { role: "status" });

  const isNarrow = () => Boolean(ed.get("search") || Object.keys(chosen()).length);
  const draw = () => {
    const { counts, passed } = count();
    drawLevels(counts.get("level"));
    const shown = ed.get("show_filters");
    const many = Object.values(chosen()).reduce((sum, values) => sum + values.length, 0);
    toggler.textContent = `${shown ? "Hide filters" : "Filters"}${many ? ` (${many})` : ""}`;
    toggler.setAttribute("aria-expanded", String(shown));
    panel.hidden = !shown;
    if (shown) lx.arrange(sections, facets().map((each) => drawSection(each, counts.get(each.key))));
    const used = Object.entries(chosen()).flatMap(([facet, values]) => values.map((value) => chip(facet, value)));
    const words = `${passed} of ${ed.view.statements.length} statements`;
    if (tally.textContent !== words) tally.textContent = words;
    lx.arrange(chips, isNarrow() ? [tally, ...used, clear] : []);
  };

  /** Why nothing is shown, and what to do about it. */
  const emptyWords = () => {
    if (!ed.view.statements.length) return "No statements yet. “Add statement” writes the first one.";
    const asked = ed.get("search").trim();
    const only = Object.keys(chosen());
    if (asked && !only.length) return `No statement has “${asked}”. Search for fewer words, or “Clear all” to see every statement.`;
    if (only.length === 1 && only[0] === "finding" && !asked) return "Nothing to check here any more. “Clear all” shows every statement.";
    if (only.length === 1 && chosen()[only[0]].every((each) => each === "") && !asked) {
      return `Every statement has ${wordsOf(only[0], "")[0].toLowerCase()} now. “Clear all” shows every statement.`;
    }
    return "No statement fits all of these filters. Take one off at its cross above, or “Clear all” to see every statement.";
  };

  return { levels, toggler, panel, chips, draw, matches, show, only, emptyWords, isNarrow, words, levelShown: (key) => !chosen().level || chosen().level.includes(key) };
}

/** A search box that waits, where there are many statements, until one pauses; `now()` does not wait any longer. */
function lxSearch(ed, narrow) {
  let timer = 0;
  const now = () => {
    clearTimeout(timer);
    if (box.value !== ed.get("search")) narrow(box.value);
  };
  const box = lx.el("input.lx-search", {
    type: "search", placeholder: "Search the statements", "aria-label": "Search the statements",
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(now, ed.view.statements.length > LX_MANY ? 180 : 0);
    },
  });
  return { box, now };
}
