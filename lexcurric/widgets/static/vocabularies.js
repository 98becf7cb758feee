// The vocabularies of a framework: the lists, the terms of one, and what the keys do.

const LX_VOCABULARY_KEYS = [
  ["↑  ↓", "From term to term"], ["Enter", "Change the term"], ["a", "Add a term"], ["Alt+↑  Alt+↓", "Move the term up or down"],
  ["Delete", "Delete a term that nothing carries"], ["n", "A new vocabulary"], ["Arrow keys, Space", "In the coverage: from box to box, tag"],
  ["Ctrl+Z", "Undo"], ["Ctrl+Shift+Z", "Redo"], ["Escape", "Close what is open"],
];

function render({ model, el }) {
  let pane = null;
  let active = null;
  let dragged = null;
  const screen = lxScreen({ model, el, name: "vocabularies", keys: LX_VOCABULARY_KEYS, patience: 30000,
    unsaved: () => (pane?.typed() ? "Enter saves" : null), fallback: () => rowOf(active) ?? rows()[0] ?? add });
  const { body } = screen;
  const downloads = lx.downloads(model, { onTrouble: screen.problem });
  const made = lx.maker();
  const close = () => {
    screen.problem("");
    screen.set("pane", "");
  };
  /** Another form takes the place of this one only where nothing is typed in it that is not saved. */
  const free = () => {
    if (!pane?.typed()) return true;
    screen.problem("Save what you typed first, or close the form.");
    pane.first.focus();
    return false;
  };
  const open = (name) => free() && screen.set("pane", model.get("pane") === name ? "" : name);
  const looked = () => screen.view.lists.find((each) => each.name === model.get("vocabulary"));

  const add = lx.el("button", { "data-key": "add", onclick: () => open("add") }, "Add vocabulary…");
  const take = lx.el("button", { "data-key": "file", onclick: () => open("file") }, "Take in a file…");
  const files = lx.el("span.lx-files-out.lx-small");
  const top = lx.el("div.lx-pane", { hidden: true });
  const nav = lx.el("nav.lx-lists", { "aria-label": "Vocabularies" });
  const title = lx.el("h4");
  const rules = lx.el("span.lx-quiet.lx-small");
  const settings = lx.el("button", { "data-key": "settings", onclick: () => open("settings") }, "Settings…");
  const remove = lx.el("button", { "data-key": "delete", onclick: () => screen.send("delete", { vocabulary: model.get("vocabulary") }) }, "Delete");
  const shows = [["terms", "Terms"], ["coverage", "Coverage"]].map(([value, words]) => lx.el("button", { "data-key": `show:${value}`, onclick: () => screen.set("show", value) }, words));
  const place = lx.el("div.lx-pane", { hidden: true });
  const list = lx.el("ol.lx-terms", { "aria-label": "Terms" });
  const more = lx.el("button.lx-primary", { "data-key": "new", onclick: () => open("new term") }, "Add term…");
  const empty = lx.el("div.lx-none");
  const coverage = lxVocabularyCoverage(screen);
  const detail = lx.el("section.lx-detail", {}, lx.el("div.lx-row", {}, title, rules, lx.el("span.lx-grow"), settings, remove,
    lx.el("span.lx-switch", { role: "group", "aria-label": "What is shown" }, shows)), place, empty, list, lx.el("div.lx-row", {}, more), coverage.node);
  const none = lx.el("div.lx-none", {}, lx.el("b", {}, "No vocabulary yet"),
    "A vocabulary is a list that tags come from, such as skill types, tools or modules. “Add vocabulary…” makes one here; “Take in a file…” reads one that you have.");
  body.append(lx.el("div.lx-row", {}, add, take, files, screen.reason), top, none, lx.el("div.lx-two", {}, nav, detail));

  // The terms.
  const rows = () => [...list.querySelectorAll("[data-key^='t:']")];
  const rowOf = (key) => rows().find((each) => each.dataset.key === key);
  const edit = (term) => {
    if (!free()) return;
    model.set({ term, pane: "term" });
    model.save_changes();
  };
  const move = (term, to) => {
    if (to >= 1 && to <= screen.view.terms.length) screen.send("move_term", { vocabulary: model.get("vocabulary"), term, position: to });
  };
  const line = (each, at) => {
    const key = `t:${each.term}`;
    const notes = [each.synonyms.length ? `also ${each.synonyms.join(", ")}` : "", each.deprecated ? `deprecated${each.heir ? `, replaced by ${each.heir}` : ""}` : ""].filter(Boolean);
    const uses = each.active === 1 ? "1 statement" : `${each.active} statements`;
    const row = lx.el("button.lx-line", { tabIndex: -1, "data-key": key, draggable: true, title: "Enter changes it; drag it, or Alt and an arrow, to move it", onclick: () => edit(each.term) },
      lxTermChip(each), lx.el("span.lx-about", {}, each.description && lx.el("span", { dir: "auto" }, each.description),
        notes.length > 0 && lx.el("span.lx-quiet.lx-small", { dir: "auto" }, notes.join(" · "))),
      lx.el("span.lx-uses.lx-small", {}, uses));
    row.addEventListener("dragstart", (event) => { dragged = each.term; event.dataTransfer.setData("text/plain", each.label || each.term); });
    row.addEventListener("dragend", () => { dragged = null; });
    const item = lx.el("li", {}, row, each.deprecated && each.active > 0 && each.heir
      ? lx.el("button.lx-small", { "data-key": `r:${each.term}`, onclick: () => screen.send("replace_term", { vocabulary: model.get("vocabulary"), term: each.term }) }, `Put ${each.heir} on its ${uses}`) : null);
    item.addEventListener("dragover", (event) => { if (dragged && dragged !== each.term) { event.preventDefault(); item.classList.add("lx-over"); } });
    item.addEventListener("dragleave", () => item.classList.remove("lx-over"));
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      item.classList.remove("lx-over");
      if (dragged) move(dragged, at + 1);
      dragged = null;
    });
    return item;
  };
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-key^='t:']");
    if (row) enter(row);
  });
  const enter = (row) => {
    const left = rowOf(active);
    if (left) left.tabIndex = -1;
    active = row.dataset.key;
    row.tabIndex = 0;
  };

  const draw = () => {
    const { view } = screen;
    const now = looked();
    none.hidden = view.lists.length > 0;
    nav.hidden = detail.hidden = !now;
    lx.arrange(files, [made("files", view.files, () => lx.el("span", {}, view.files.length ? "Download: " : "",
      view.files.flatMap((each, at) => [at ? " · " : "", downloads.link(each, each.words.split(",")[0])])))]);
    lx.arrange(nav, view.lists.map((each) => made(`l:${each.name}`, [each, each.name === model.get("vocabulary")], () => lx.el("button.lx-list-button", { "data-key": `l:${each.name}`,
      "aria-current": each.name === model.get("vocabulary") ? "true" : undefined, onclick: () => free() && screen.set("vocabulary", each.name) },
      lx.el("b", { dir: "auto" }, each.label), lx.el("span.lx-small.lx-quiet", {}, `${each.terms} term${each.terms === 1 ? "" : "s"} · ${each.uses} tag${each.uses === 1 ? "" : "s"}${each.required ? " · required" : ""}`)))));
    if (now) {
      title.textContent = now.label;
      rules.textContent = [now.one ? "one tag a statement" : "any number of tags a statement", now.required ? "required" : "", now.open ? "open: new terms while tagging" : ""].filter(Boolean).join(" · ");
      remove.disabled = now.uses > 0;
      remove.title = now.uses ? "Statements carry its tags; take them off first" : "";
      shows.forEach((button, at) => button.setAttribute("aria-pressed", String((at === 1) === (model.get("show") === "coverage"))));
      const terms = model.get("show") === "terms";
      list.hidden = !terms;
      more.parentNode.hidden = !terms;
      empty.hidden = !terms || view.terms.length > 0;
      empty.textContent = "This list has no terms yet. “Add term…” writes the first one.";
      lx.arrange(list, view.terms.map((each, at) => made(`t:${now.name}:${each.term}`, [each, at], () => line(each, at))));
      if (rows().length && !rowOf(active)) enter(rows()[0]);
      for (const row of rows()) row.tabIndex = row.dataset.key === active ? 0 : -1;
    }
    coverage.draw();
    pane?.draw?.();
  };
  const drawPane = () => {
    const name = model.get("pane");
    const now = looked();
    const term = screen.view.terms.find((each) => each.term === model.get("term"));
    const above = name === "add" || name === "file";
    if (name === "add") pane = lxListForm(screen, { close });
    else if (name === "file") pane = lxVocabularyFile(screen, { close });
    else if (name === "settings" && now) pane = lxListForm(screen, { list: now, close });
    else if (name === "new term" && now) pane = lxTermForm(screen, { list: now, terms: screen.view.terms, close });
    else if (name === "term" && term) pane = lxTermForm(screen, { list: now, term, terms: screen.view.terms, close });
    else pane = null;
    top.hidden = !(pane && above);
    place.hidden = !(pane && !above);
    top.replaceChildren(...(pane && above ? [pane.node] : []));
    place.replaceChildren(...(pane && !above ? [pane.node] : []));
    screen.state.look();
    if (pane) {
      pane.first.focus();
      pane.first.select?.();
    }
  };
  for (const each of [top, place]) each.addEventListener("input", () => screen.state.look());

  const press = (event, { ctrl, typing }) => {
    const { key } = event;
    if (key === "Escape" && model.get("pane")) {
      close();
      return true;
    }
    if (typing || ctrl) return false;
    const row = event.target.closest?.("[data-key^='t:']");
    const at = rows().indexOf(row);
    if (row && event.altKey && (key === "ArrowUp" || key === "ArrowDown")) move(row.dataset.key.slice(2), at + (key === "ArrowUp" ? 0 : 2));
    else if (event.altKey) return false;
    else if (row && (key === "ArrowUp" || key === "ArrowDown")) rows()[at + (key === "ArrowUp" ? -1 : 1)]?.focus();
    else if (row && (key === "Home" || key === "End")) rows().at(key === "Home" ? 0 : -1).focus();
    else if (row && key === "F2") edit(row.dataset.key.slice(2));
    else if (row && key === "Delete") screen.send("delete_term", { vocabulary: model.get("vocabulary"), term: row.dataset.key.slice(2) });
    else if (key === "a" && looked()) open("new term");
    else if (key === "n") open("add");
    else return false;
    return true;
  };
  const stop = screen.start({ draw, press, on: { pane: drawPane, term: () => model.get("pane") === "term" && drawPane(), vocabulary: () => {
    draw();
    if (["settings", "term", "new term"].includes(model.get("pane"))) close();
  }, show: draw, level: draw, untagged: draw } });
  if (model.get("pane")) drawPane();
  return () => {
    downloads.close();
    stop();
  };
}

export default { render };
