// One statement: found by its words, whose each word is, and its life newest first, each relative's for itself.

/** `node` is the pane; `draw()` follows the model; `focus()` goes to the search. */
function lxStatement(model, { when }) {
  const view = () => model.get("view");
  const set = (values) => {
    model.set(values);
    model.save_changes();
  };
  const nothing = (...words) => lx.el("div.lx-none", {}, words);
  let timer = null;
  let at = 0;
  let drawn = "";
  const name = `lx-find-${Math.random().toString(36).slice(2)}`;
  const search = lx.el("input.lx-search", { type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": name, "aria-autocomplete": "list",
    placeholder: "Find a statement by its words", "aria-label": "Find a statement", oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(() => set({ find: search.value }), 120);
    }, onkeydown: (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) at = Math.max(0, Math.min(options.children.length - 1, at + step));
      else if (event.key === "Enter") choose(view().found?.rows[at]?.id);
      else if (event.key === "Escape" && model.get("statement")) set({ find: "" });
      else return;
      event.preventDefault();
      mark();
    } });
  const count = lx.el("span.lx-quiet", { role: "status" });
  const options = lx.el("div.lx-options", { role: "listbox", id: name, "aria-label": "Statements" });
  const other = lx.el("button", { onclick: () => {
    set({ statement: "", find: "" });
    search.focus();
  } }, "Another statement");
  const choose = (id) => id && set({ statement: id, find: "" });
  const mark = () => {
    [...options.children].forEach((each, index) => each.setAttribute("aria-selected", String(index === at)));
    search.setAttribute("aria-activedescendant", options.children[at] ? `${name}-${at}` : "");
    options.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const life = lx.el("div");
  const finder = lx.el("div", {}, lx.el("div.lx-row", {}, search, count), options);
  const node = lx.el("div", {}, lx.el("div.lx-row", {}, other), finder, life);

  const who = (each) => [lx.el("b", {}, each.author), " · ", when(each.time), each.version && ` · ${each.version}`, ` · ${each.what}`, each.reason && ` · “${each.reason}”`];
  const blame = (runs) => {
    const seen = new Map(runs.map((each) => [each.number, each]));
    const word = (each) => lx.el(`span.lx-run.lx-hue-${each.number % 4}`, { title: `${each.author}, ${each.what}` }, each.words.trimEnd(), lx.el("sup", {}, String(each.number)), each.words.endsWith(" ") ? " " : "");
    return lx.el("section.lx-blame", { "aria-label": "Whose each word is" }, lx.el("h4", {}, "Who last changed which words"),
      lx.el("p.lx-runs", { dir: "auto" }, runs.map(word)),
      lx.el("ol.lx-who", {}, [...seen.values()].sort((one, two) => one.number - two.number).map((each) => lx.el("li", { value: each.number }, who(each)))));
  };
  const event = (each) => lx.el("div.lx-card.lx-edit", {},
    lx.el("div.lx-where", {}, when(each.time), ` · ${each.author} · ${each.line}${each.version ? ` · in ${each.version}` : ""}`),
    lx.el("b", {}, each.what.charAt(0).toUpperCase() + each.what.slice(1)), lx.el("div", { dir: "auto" }, each.text),
    lx.el("div.lx-where", {}, [each.level, each.status === "active" ? "" : each.status, ...each.tags].filter(Boolean).join(" · ")),
    each.reason && lx.el("div.lx-quiet", { dir: "auto" }, `Reason: ${each.reason}`));
  const lifeOf = (each, index) => lx.el("section.lx-life", { "aria-label": each.relation }, lx.el("h4", {}, index ? `${each.relation}: ` : "Its life, newest first",
    index > 0 && lx.el("button.lx-plain", { onclick: () => choose(each.id) }, each.text.length > 90 ? `${each.text.slice(0, 89)}…` : each.text)),
    lx.el("div.lx-cards.lx-whole", {}, each.events.map(event)));

  return {
    node,
    focus: () => search.focus(),
    draw() {
      const { found, life: shown } = view();
      const chosen = model.get("statement");
      finder.hidden = Boolean(chosen);
      other.parentNode.hidden = !chosen;
      if (document.activeElement !== search) search.value = model.get("find");
      if (found && !chosen) {
        count.textContent = found.every > found.rows.length ? `The first ${found.rows.length} of ${found.every}` : `${found.every} found`;
        options.replaceChildren(...found.rows.map((each, index) => lx.el("div.lx-option", { role: "option", id: `${name}-${index}`, onclick: () => choose(each.id) },
          lx.el("div.lx-where", {}, each.where), lx.el("div", { dir: "auto" }, each.text))));
        if (!found.rows.length) options.replaceChildren(nothing("No statement has these words."));
        at = 0;
        mark();
      }
      const state = JSON.stringify([chosen, shown]);
      if (state === drawn) return;
      drawn = state;
      life.replaceChildren(...(shown ? [lx.el("p.lx-subject", { dir: "auto" }, shown.text), shown.blame.length > 0 && blame(shown.blame), ...shown.lives.map(lifeOf)].filter(Boolean) : []));
    },
  };
}
