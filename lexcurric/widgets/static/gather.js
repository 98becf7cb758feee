// Scored rubrics that came back: dropped, read with progress, and shown as charts, a table, and what to look at.

function render({ model, el }) {
  const root = lx.el("div.lx.lx-files.lx-gather");
  const state = lx.stateLine();
  const link = lx.connect(model, { patience: 60_000, onState: (name, words) => {
    if (name === "failed") state.set(name, "");
    else if (name === "saved") state.node.firstChild.textContent = words ? `✓ ${words}` : "";
  } });
  const trouble = lx.el("div.lx-error", { role: "alert" });
  const view = () => model.get("view");
  const set = (name, value) => { model.set(name, value); model.save_changes(); };
  const send = async (action, withThese = {}) => {
    trouble.textContent = "";
    try {
      await link.send(action, withThese);
    } catch (failure) {
      trouble.textContent = failure.lost ? "The kernel does not answer. Run the notebook again, and drop the files again." : failure.message;
    }
  };
  const files = lx.downloads(model, { onTrouble: (words) => { trouble.textContent = words; } });
  let limit = LX_TRAINEES;
  let typing = 0;

  // Dropping, sending, reading.
  const bar = lx.el("div");
  const barWords = lx.el("span.lx-small");
  const stop = lx.el("button", { onclick: () => { uploads.stop(); send("stop"); } }, "Stop");
  const progress = lx.el("div.lx-row", { hidden: true }, lx.el("div.lx-filled", { role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100, "aria-label": "Progress" }, bar), barWords, stop);
  let sending = null;
  const showProgress = () => {
    const { phase, done, of } = model.get("progress");
    const told = sending ? { share: sending.of ? sending.sent / sending.of : 1, words: `Sending: ${sending.done.toLocaleString()} of ${sending.files.toLocaleString()} files` }
      : phase === "reading" ? { share: of ? done / of : 1, words: `Reading: ${done.toLocaleString()} of ${of.toLocaleString()} files` } : null;
    progress.hidden = !told;
    if (!told) return;
    bar.style.width = `${100 * told.share}%`;
    bar.parentNode.setAttribute("aria-valuenow", Math.round(100 * told.share));
    barWords.textContent = told.words;
  };
  const uploads = lx.uploads(link, { mostBytes: () => view().most, onProgress: (told) => { sending = told; showProgress(); } });
  const take = async (listed) => {
    trouble.textContent = "";
    // Of a folder, workbooks are wanted, and not what else lies in it.
    const books = listed.filter(({ file, folder }) => !folder || /\.(xlsx|xlsm|xls|xlsb|ods)$/i.test(file.name));
    if (!books.length) {
      trouble.textContent = "There is no workbook among these files.";
      return;
    }
    try {
      await uploads.send(books);
    } catch (failure) {
      trouble.textContent = failure.lost ? "The kernel does not answer, so not all files were sent. Run the notebook again, and drop them again." : failure.message;
    }
    await send("gather");
  };
  const zone = lx.dropZone({
    words: {
      title: "Drop scored rubrics here",
      about: `Workbooks (.xlsx), as many as you like, or whole folders; up to ${view().most_words} each. They are only read.`,
      choose: "Choose files…",
      chooseFolder: "Choose a folder…",
    },
    accept: ".xlsx",
    take,
    onTrouble: (words) => { trouble.textContent = words; },
  });

  // Results.
  const goOn = lx.el("button.lx-primary", { onclick: () => send("gather") });
  const headline = lx.el("p", { role: "status" });
  const asBook = lx.el("button.lx-primary", { onclick: () => send("write", { form: "xlsx" }) }, "Write the results workbook");
  const asCsv = lx.el("button", { onclick: () => send("write", { form: "csv" }) }, "Write every rating as CSV");
  const writing = lx.el("div.lx-row", {}, asBook, asCsv, lx.el("button.lx-plain", { onclick: () => { limit = LX_TRAINEES; send("clear"); } }, "Start again with nothing"));
  const written = lx.el("ul.lx-lines.lx-written", { "aria-label": "Written" });
  const look = lx.el("div");
  const charts = lx.el("div.lx-charts");
  const pick = (asTable, words) => lx.el("button", { "data-table": String(asTable), onclick: () => set("as_table", asTable) }, words);
  const chartSwitch = lx.el("div.lx-switch", { role: "group", "aria-label": "Charts or tables" }, pick(false, "Charts"), pick(true, "Tables"));
  const search = lx.el("input.lx-search", { type: "search", placeholder: "Search trainees, trainers, files", "aria-label": "Search trainees, trainers, files", oninput: () => {
    clearTimeout(typing);
    typing = setTimeout(() => { limit = LX_TRAINEES; set("search", search.value); }, 150);
  } });
  const facets = lx.el("div.lx-row", { role: "group", "aria-label": "Level reached" });
  const counted = lx.el("span.lx-quiet", { role: "status" });
  const clearAll = lx.el("button.lx-plain", { onclick: () => {
    for (const [name, value] of [["search", ""], ["levels", []], ["only_outdated", false]]) model.set(name, value);
    model.save_changes();
  } }, "Clear all");
  const filters = lx.el("div", {}, lx.el("div.lx-row", {}, search, counted, clearAll), facets);
  const table = lx.el("div");
  const detail = lx.el("div");
  // What there is only once there is a trainee.
  const trainees = lx.el("div", {}, lx.el("div.lx-row", {}, lx.el("h4", {}, "Charts"), chartSwitch), charts, lx.el("h4", {}, "Trainees"), filters, detail, table);
  const results = lx.el("div", {}, writing, written, look, trainees);
  const empty = lx.el("div.lx-empty", {}, "Nothing gathered yet. Drop the workbooks that trainers sent back, of any version: results are worked out anew from the ratings, and you see who reached which level, where the gaps are, and what could not be read.");
  const keyed = lx.maker();

  const toggleLevel = (level) => set("levels", model.get("levels").includes(level) ? model.get("levels").filter((each) => each !== level) : [...model.get("levels"), level]);
  const facet = (words, isOn, press) => lx.el("button.lx-facet", { "aria-pressed": String(isOn), "data-facet": words.split(" ·")[0], onclick: press }, words);
  const holdFocus = (parent, find, drawNow) => {
    const held = parent.contains(document.activeElement) ? find(document.activeElement) : null;
    drawNow();
    if (held) parent.querySelector(held)?.focus();
  };
  const drawTable = () => holdFocus(table, (node) => (node.dataset.sort ? `[data-sort="${node.dataset.sort}"]` : node.closest("tr")?.dataset.key ? `tr[data-key="${node.closest("tr").dataset.key}"] .lx-person` : null),
    () => lx.arrange(table, [keyed("table", [model.get("shown"), model.get("rows").length, view().headline, model.get("sort"), model.get("descending"), model.get("trainee"), limit], () => lxGather.table(model, { limit, more: () => { limit += LX_TRAINEES; draw(); } }))]));
  const drawFacets = () => holdFocus(facets, (node) => `[data-facet="${CSS.escape(node.dataset.facet)}"]`, () => facets.replaceChildren(
    lx.el("span.lx-quiet.lx-small", {}, "Level reached:"),
    ...view().levels.filter((each) => each.count).map(({ key, count }) => facet(`${key} · ${count.toLocaleString()}`, model.get("levels").includes(key), () => toggleLevel(key))),
    ...(view().outdated_count ? [facet(`Rated on an older version · ${view().outdated_count.toLocaleString()}`, model.get("only_outdated"), () => set("only_outdated", !model.get("only_outdated")))] : [])));
  const drawCharts = () => {
    for (const each of chartSwitch.children) each.setAttribute("aria-pressed", String((each.dataset.table === "true") === model.get("as_table")));
    const held = charts.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label")?.split(":")[0] : null;
    const asTable = model.get("as_table");
    lx.arrange(charts, view().charts.map((each) => keyed(`chart ${each.key}`, [each, asTable, each.key === "levels" && model.get("levels")], () => lx.chart(each, {
      asTable, level: "h5",
      ...(each.key === "levels" ? { onPick: (bar) => toggleLevel(bar.label), picked: (bar) => model.get("levels").includes(bar.label) } : {}),
    }))));
    if (held) requestAnimationFrame(() => requestAnimationFrame(() => [...charts.querySelectorAll("g[tabindex]")].find((each) => each.getAttribute("aria-label").startsWith(`${held}:`))?.focus()));
  };
  const draw = () => {
    const { headline: said, waiting, is_reading: isReading, trouble: fault, written: made } = view();
    const hasAny = model.get("rows").length > 0;
    showProgress();
    headline.textContent = said;
    headline.hidden = !said;
    if (fault) trouble.textContent = fault;
    goOn.hidden = !waiting || isReading || Boolean(sending);
    goOn.textContent = `Read the ${waiting === 1 ? "file that waits" : `${waiting.toLocaleString()} files that wait`}`;
    empty.hidden = hasAny || Boolean(said) || isReading || waiting > 0;
    results.hidden = !hasAny && !view().problem_count && !view().note_count;
    for (const node of [asBook, asCsv, trainees]) node.hidden = !hasAny;
    written.hidden = !made.length;
    lx.arrange(written, made.map((each) => keyed(`written ${each.key}`, each, () => lx.el("li", {}, `${each.what}: ${each.place}. `, files.link(each)))));
    lx.arrange(look, [keyed("look", [view().problems, view().problem_count, view().notes, view().note_count, view().outdated], () => lx.el("div", {},
      view().outdated.map((each) => lxGather.older(each, () => set("only_outdated", true))), lxGather.problems(view())))]);
    if (document.activeElement !== search) search.value = model.get("search");
    const shown = model.get("shown").length;
    const all = model.get("rows").length;
    counted.textContent = shown === all ? `${all.toLocaleString()} in all` : `${shown.toLocaleString()} of ${all.toLocaleString()}; the charts show these`;
    clearAll.hidden = shown === all;
    drawFacets();
    drawCharts();
    const found = view().detail;
    lx.arrange(detail, found ? [keyed("detail", found, () => lxGather.detail(found, () => { set("trainee", ""); table.querySelector(`tr[data-key="${found.key}"] .lx-person`)?.focus(); }))] : []);
    drawTable();
  };

  state.node.firstChild.textContent = "";
  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, lx.el("h3", {}, "Gather scored rubrics")), state.node), zone.node, progress, trouble, lx.el("div.lx-row", {}, goOn), headline, empty, results);
  lx.keepKeys(root);
  draw();
  el.append(root);
  // One change of a choice changes several of these; they are drawn once.
  let isDue = false;
  const soon = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => { isDue = false; draw(); });
  };
  const names = ["view", "rows", "shown", "search", "levels", "only_outdated", "sort", "descending", "trainee", "as_table"].map((name) => `change:${name}`);
  for (const name of names) model.on(name, soon);
  model.on("change:progress", showProgress);
  return () => {
    for (const name of names) model.off(name, soon);
    model.off("change:progress", showProgress);
    uploads.stop();
    files.close();
    link.close();
  };
}

export default { render };
