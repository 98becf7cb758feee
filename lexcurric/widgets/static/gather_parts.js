// The parts of the screen for scored rubrics: what has to be looked at, the table of trainees, and one trainee.

const LX_TRAINEES = 100;

const lxGather = {
  /** A list that is folded where it is long: problems, notes, changes. */
  folded(words, items, { open = false } = {}) {
    const list = lx.el("ul.lx-lines", { tabIndex: 0, "aria-label": words }, items);
    const button = lx.el("button.lx-plain", { onclick: () => show(list.hidden) });
    const show = (isOpen) => {
      list.hidden = !isOpen;
      button.setAttribute("aria-expanded", String(isOpen));
      button.textContent = isOpen ? `Hide ${words}` : `Show ${words}`;
    };
    show(open);
    return [button, list];
  },

  finding(each) {
    return lx.el("li", {}, lx.el("b", { dir: "auto" }, each.file), each.where ? ` · ${each.where}` : "", lx.el("div", { dir: "auto" }, each.what));
  },

  /** What could not be read, and why. */
  problems({ problems, problem_count: count, notes, note_count: noted }) {
    const many = (number, thing) => `${number.toLocaleString()} ${thing}${number === 1 ? "" : "s"}`;
    const rest = (number, shown) => (number > shown ? lx.el("li.lx-quiet", {}, `… and ${(number - shown).toLocaleString()} more. All are in the results workbook.`) : null);
    return [
      count ? lx.el("section.lx-panel", { "data-kind": "problem", "aria-label": "What to look at" }, lx.el("h4", {}, `⚠ ${many(count, "thing")} to look at`),
        lx.el("p", {}, "These could not be read, or are not certain, and may be missing in the results."),
        lxGather.folded(count === 1 ? "it" : `all ${count.toLocaleString()}`, [...problems.map(lxGather.finding), rest(count, problems.length)], { open: count <= 5 })) : null,
      noted ? lx.el("div", {}, lxGather.folded(many(noted, "note"), [...notes.map(lxGather.finding), rest(noted, notes.length)])) : null,
    ];
  },

  /** Who was rated on an older version, and whether that matters. */
  older(each, onlyThese) {
    const names = each.names.join(", ") + (each.count > each.names.length ? ` and ${each.count - each.names.length} more` : "");
    const who = each.count === 1 ? "One trainee was" : `${each.count.toLocaleString()} trainees were`;
    const line = (change) => lx.el("li", {}, lx.el("b", {}, change.matters ? "⚠ Affects scoring" : "Does not affect scoring"), ` · ${change.what}${change.why ? `: ${change.why}` : ""}`,
      lx.el("div", { dir: "auto" }, change.words));
    return lx.el("section.lx-panel", { "data-kind": each.matters ? "look" : "fine", "aria-label": `Rated on ${each.version}` },
      lx.el("h4", {}, `${each.matters ? "⚠ " : ""}${who} rated on ${each.version}; ${each.by} is newer`),
      lx.el("p", {}, each.verdict), lx.el("p.lx-quiet", { dir: "auto" }, names),
      lx.el("div.lx-buttons", {}, lx.el("button", { onclick: onlyThese }, "Show only who was rated on an older version")),
      each.changes.length ? lxGather.folded(each.changes.length === 1 ? "the change since then" : `the ${each.changes.length} changes since then`, each.changes.map(line)) : null);
  },

  /** The table of trainees: 100 at a time, sorted by pressing a heading. */
  table(model, { limit, more }) {
    const rows = new Map(model.get("rows").map((each) => [each.key, each]));
    const shown = model.get("shown");
    const { columns } = model.get("view");
    const set = (name, value) => { model.set(name, value); model.save_changes(); };
    const sort = (name) => {
      if (model.get("sort") === name) set("descending", !model.get("descending"));
      else { model.set("descending", false); set("sort", name); }
    };
    const heading = (name, words, kind = "") => {
      const isSorted = model.get("sort") === name;
      const down = model.get("descending");
      return lx.el(`th${kind}`, { scope: "col", "aria-sort": isSorted ? (down ? "descending" : "ascending") : "none" },
        lx.el("button", { "data-sort": name, onclick: () => sort(name) }, words, isSorted ? (down ? " ▼" : " ▲") : ""));
    };
    const percent = (share) => (share === null || share === undefined ? "–" : `${Math.round(100 * share)}%`);
    const chosen = model.get("trainee");
    const row = (each) => lx.el("tr", { "aria-selected": String(each.key === chosen), "data-key": each.key },
      lx.el("td.lx-who", {}, lx.el("button.lx-person", { dir: "auto", "aria-expanded": String(each.key === chosen), onclick: () => set("trainee", each.key === chosen ? "" : each.key) }, each.name),
        lx.el("div.lx-where", { dir: "auto" }, [each.date, each.trainer].filter(Boolean).join(" · ")), lx.el("div.lx-where", { dir: "auto" }, each.file)),
      lx.el("td.lx-level", {}, each.level), columns.map((level) => lx.el("td.lx-number", {}, percent(each.shares[level]))),
      lx.el("td.lx-number", {}, `${each.rated} of ${each.to_rate}`),
      lx.el("td", {}, each.version, each.outdated ? lx.el("div.lx-older", {}, each.matters ? "⚠ older, matters" : "older, holds") : null));
    const listed = shown.slice(0, limit).map((key) => rows.get(key)).filter(Boolean);
    return lx.el("div", {}, lx.el("div.lx-scroll.lx-trainees", { tabIndex: 0, role: "region", "aria-label": "Trainees" }, lx.el("table", {},
      lx.el("thead", {}, lx.el("tr", {}, heading("name", "Trainee"), heading("level", "Level reached"), columns.map((level) => lx.el("th.lx-number.lx-share", { scope: "col" }, level, lx.el("div.lx-small", {}, "met"))),
        heading("rated", "Rated", ".lx-number"), heading("version", "Version"))),
      lx.el("tbody", {}, listed.map(row)))),
    shown.length > limit ? lx.el("div.lx-buttons", {}, lx.el("button", { onclick: more }, `Show ${Math.min(LX_TRAINEES, shown.length - limit)} more of ${shown.length.toLocaleString()}`)) : null);
  },

  /** One trainee: each thing rated, what is not met first. */
  detail(found, close) {
    const words = { met: "✓ Met", "not yet": "✕ Not yet", "to rate": "Not rated", "left out": "Left out (NA)" };
    const head = (words) => lx.el("th", { scope: "col" }, words);
    return lx.el("section.lx-detail", { "aria-label": `Ratings of ${found.name}`, tabIndex: -1 },
      lx.el("div.lx-head", {}, lx.el("h4.lx-grow", { dir: "auto" }, found.name), lx.el("button", { onclick: close }, "Close")),
      lx.el("p", {}, `Level reached: ${found.level}.`, found.next ? ` Next: ${found.next}.` : ""),
      lx.el("p.lx-quiet.lx-small", { dir: "auto" }, `From ${found.file}${found.sheet ? `, sheet ${found.sheet}` : ""}`),
      lx.el("div.lx-scroll", { tabIndex: 0, role: "region", "aria-label": `Ratings of ${found.name}` }, lx.el("table", {},
        lx.el("thead", {}, lx.el("tr", {}, head("Ref"), head("Level"), found.has_criteria && head("Criterion"), head("Statement"), head("Rating"), head("Status"), head("Comment"))),
        lx.el("tbody", {}, found.rows.map(([ref, level, criterion, text, rating, status, comment]) => lx.el("tr", {}, lx.el("td", {}, ref), lx.el("td", {}, level),
          found.has_criteria && lx.el("td", { dir: "auto" }, criterion), lx.el("td", { dir: "auto" }, text), lx.el("td", {}, rating || "–"), lx.el("td.lx-status", {}, words[status] ?? status), lx.el("td", { dir: "auto" }, comment)))))));
  },
};
