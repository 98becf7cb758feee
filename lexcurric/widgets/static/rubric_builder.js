// The rubric builder: the choices on the left, what is to be known and the pages on the right, and writing below them.

let lxBuilders = 0;

function render({ model, el }) {
  const uid = `lx-builder-${++lxBuilders}`;
  const root = lx.el("div.lx.lx-builder");
  const view = () => model.get("view");
  const trouble = lx.el("div.lx-error", { role: "alert" });
  const busy = lx.el("div.lx-busy", { role: "status" });
  const link = lx.connect(model, { patience: 15_000, onState: (state) => { busy.textContent = state === "saving" ? "Working…" : ""; } });
  const downloads = lx.downloads(model, { onTrouble: (words) => { trouble.textContent = words; } });
  const send = async (action, withThese) => {
    trouble.textContent = "";
    try {
      await link.send(action, withThese);
    } catch (failure) {
      trouble.textContent = failure.message.replace(/^Not saved: /, "");
    }
  };
  const choose = (field, value) => send("choose", { field, value });
  const set = (name, value) => { model.set(name, value); model.save_changes(); };

  // Files: told apart in Python by their endings.
  const uploads = lx.uploads(link, { mostBytes: () => 4_000_000 });
  const take = (listed) => uploads.send(listed).catch((failure) => { trouble.textContent = failure.message; });
  const zone = (title, about, button, accept) => lx.dropZone({ words: { title, about, choose: button }, accept, take, onTrouble: (words) => { trouble.textContent = words; } }).node;
  const zones = {
    logo: zone("Drop a picture here", "PNG or JPEG, up to 1 MB", "Choose a picture…", ".png,.jpg,.jpeg"),
    trainees: zone("Drop a list of names here", "CSV, Excel (.xlsx) or a text file with a name a line", "Choose a list…", ".csv,.xlsx,.txt"),
    file: zone("Drop a file of choices here", "YAML or JSON, as it was saved", "Choose a file of choices…", ".yaml,.yml,.json"),
  };

  let own = false;
  const form = { ...lxForm({ model, uid, choose, send, view }), zones, downloads, isOwn: () => own, setOwn: (value) => { own = value; drawForm(); } };
  const isOpen = { kind: true, covers: true, criteria: true, rating: false, looks: false, trainees: false, file: false };
  const groups = [["kind", "Kind", lxKinds], ["covers", "What it covers", lxCovers], ["criteria", "Criteria", lxCriteria], ["rating", "Ratings and rules", lxRating],
    ["looks", "How it looks", lxLooks], ["trainees", "For whom", lxTrainees], ["file", "Keep these choices", lxFile]];
  const bodies = Object.fromEntries(groups.map(([key]) => [key, lx.el("div.lx-group-body")]));
  const choices = lx.el("div.lx-choices", { role: "group", "aria-label": "Choices" }, groups.map(([key, words]) => {
    const node = lx.el("details.lx-group", { open: isOpen[key], ontoggle: () => { isOpen[key] = node.open; } }, lx.el("summary", {}, words, lx.el("span.lx-now", { "data-now": key })), bodies[key]);
    return node;
  }));

  const keyed = new Map();
  /** Draws a group again only where what it shows is different, and gives the field that had the keys them back. */
  const drawForm = () => {
    const state = [view().wrong, model.get("kind"), model.get("version"), model.get("many"), own];
    const parts = { kind: [view().kinds], covers: [view().levels, view().targets, view().versions], criteria: [view().criteria, view().proposal], rating: [view().scale, view().rules],
      looks: [view().looks], trainees: [view().trainees], file: [view().file] };
    for (const [key, , make] of groups) {
      const shown = JSON.stringify([parts[key], state]);
      if (keyed.get(key) === shown) continue;
      keyed.set(key, shown);
      const body = bodies[key];
      const fields = () => [...body.querySelectorAll("input:not(.lx-file), select, button, textarea, summary, a")];
      const at = body.contains(document.activeElement) ? fields().indexOf(document.activeElement) : -1;
      const more = [...body.querySelectorAll("details")].map((each) => each.open);
      body.replaceChildren(...[make(form)].flat(Infinity).filter(Boolean));
      [...body.querySelectorAll("details.lx-more")].forEach((each, place) => { if (more[place]) each.open = true; });
      if (at >= 0) (fields()[at] || fields().at(-1))?.focus();
      if (body.querySelector(".lx-error")) body.parentElement.open = true;
    }
    const now = lxNow(view(), model);
    for (const each of choices.querySelectorAll("[data-now]")) each.textContent = now[each.dataset.now] || "";
  };

  // What is to be known, and the pages.
  const notes = lx.el("section.lx-notes", { "aria-label": "Before you hand it out" });
  const drawNotes = () => {
    const said = view().notes;
    const lines = said.length > 3 ? lx.el("details", {}, lx.el("summary", {}, `${said.length} things to know`), lx.el("ul", {}, said.map((each) => lx.el("li", {}, each.trim()))))
      : said.length ? lx.el("ul", {}, said.map((each) => lx.el("li", {}, each.trim()))) : lx.el("div.lx-quiet", {}, "Nothing is missing.");
    notes.replaceChildren(lx.el("h4", {}, "Before you hand it out"), lines);
  };
  const preview = lxPreview({ model, uid, set, view });
  const writing = lxWriting({ model, uid, send, downloads, choose });

  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, title, about), busy), trouble,
    lx.el("div.lx-columns", {}, choices, lx.el("div.lx-right", {}, notes, preview.node, writing.node)));

  const draw = () => {
    title.textContent = `Rubric of ${view().title}`;
    about.textContent = `${view().soc} · choose what it is like, look at its pages, then write it`;
    drawForm();
    drawNotes();
    preview.draw();
    writing.draw();
  };
  const leaveScreen = lx.follow(root, model);
  lx.keepKeys(root);
  draw();
  el.append(root);
  preview.begin();
  const events = ["view", "kind", "version", "many", "trainees", "path", "progress"].map((name) => [`change:${name}`, draw]);
  events.push(...["drawing", "sheet", "page", "zoom", "preview"].map((name) => [`change:${name}`, () => preview.draw()]));
  for (const [name, what] of events) model.on(name, what);
  return () => {
    for (const [name, what] of events) model.off(name, what);
    preview.end();
    leaveScreen();
    downloads.close();
    link.close();
  };
}

/** What a folded group says of its choices. */
function lxNow(view, model) {
  const kind = view.kinds.find((each) => each.key === model.get("kind"))?.label;
  const levels = view.levels.filter((each) => each.chosen);
  const chosen = view.criteria.rows.filter((each) => each.chosen).length;
  const { scale, looks, trainees } = view;
  return {
    kind,
    covers: `${model.get("version") || "draft"} · ${levels.length === view.levels.length ? "all levels" : levels.map((each) => each.label).join(", ")}`,
    criteria: view.criteria.rows.length ? `${chosen} of ${view.criteria.rows.length}` : "none yet",
    rating: scale.possible ? scale.choices.find((each) => each.key === scale.chosen)?.label : "the levels",
    looks: `${looks.papers.find((each) => each.key === looks.paper)?.label} · ${looks.theme}`,
    trainees: model.get("many") === "one" ? "nobody in particular" : `${trainees.count} ${model.get("many") === "each" ? "trainees, one each" : "in a group"}`,
    file: "",
  };
}

/** The preview: which sheet, which page, how large, and the page itself. */
function lxPreview({ model, uid, set, view }) {
  const tabs = lx.el("div.lx-tabs", { role: "tablist", "aria-label": "Sheets of the workbook" });
  const before = lx.el("button", { "aria-label": "Previous page", onclick: () => step(-1) }, "‹");
  const after = lx.el("button", { "aria-label": "Next page", onclick: () => step(1) }, "›");
  const where = lx.el("span.lx-where", { role: "status" });
  const smaller = lx.el("button", { "aria-label": "Smaller", onclick: () => zoom(-25) }, "−");
  const larger = lx.el("button", { "aria-label": "Larger", onclick: () => zoom(25) }, "+");
  const percent = lx.el("button.lx-percent", { title: "As wide as there is room", onclick: () => set("zoom", 100) });
  const desk = lx.el("div.lx-desk", { role: "tabpanel", tabIndex: 0, id: `${uid}-desk`, onkeydown: (event) => {
    const by = { PageDown: 1, PageUp: -1 }[event.key];
    if (!by || event.target !== desk) return;
    event.preventDefault();
    step(by);
  } });
  const toggle = lx.el("button", { onclick: () => set("preview", !model.get("preview")) });
  const bar = lx.el("div.lx-row.lx-turns", {}, lx.el("div.lx-row", {}, before, where, after), lx.el("div.lx-row", {}, smaller, percent, larger));
  const node = lx.el("section.lx-preview", { "aria-label": "Preview" },
    lx.el("div.lx-row.lx-head", {}, lx.el("h4", {}, "Preview"), lx.el("span.lx-quiet.lx-grow", {}, "The pages as they would print; programs may differ a little. Nothing is written yet."), toggle), tabs, bar, desk);
  const sheets = () => view().sheets;
  const zoom = (by) => set("zoom", Math.min(300, Math.max(50, model.get("zoom") + by)));
  const pages = () => sheets().flatMap((sheet) => Array.from({ length: sheet.pages }, (_, at) => [sheet.key, at + 1]));
  const place = () => pages().findIndex(([key, number]) => key === model.get("sheet") && number === model.get("page"));
  const step = (by) => {
    const found = pages()[place() + by];
    if (found) turn(...found);
  };
  // One message, so that no page in between is drawn.
  const turn = (sheet, page) => {
    model.set("sheet", sheet);
    model.set("page", page);
    model.save_changes();
  };
  let drawn = null;
  let made = "";
  const fit = () => {
    const drawing = model.get("drawing");
    if (!drawing.width) return;
    const room = desk.clientWidth - 24;
    if (room <= 0) return;
    desk.style.setProperty("--lx-pt", `${(room / drawing.width) * (model.get("zoom") / 100)}px`);
  };
  const watcher = new ResizeObserver(fit);
  const drawTabs = () => {
    const key = JSON.stringify([sheets(), model.get("sheet")]);
    if (key === made) return;
    made = key;
    const held = tabs.contains(document.activeElement);
    tabs.replaceChildren(...sheets().map((sheet) => {
      const chosen = sheet.key === model.get("sheet");
      return lx.el("button", { role: "tab", "aria-selected": String(chosen), tabIndex: chosen ? 0 : -1, "aria-controls": `${uid}-desk`, "data-sheet": sheet.key, onclick: () => turn(sheet.key, 1) },
        sheet.title, sheet.pages > 1 ? lx.el("span.lx-count", {}, ` ${sheet.pages}`) : null);
    }));
    if (held) tabs.querySelector("[aria-selected=true]")?.focus();
  };
  tabs.addEventListener("keydown", (event) => {
    const keys = sheets().map((each) => each.key);
    const at = keys.indexOf(model.get("sheet"));
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: keys.length - 1 }[event.key];
    if (next === undefined || !keys[next]) return;
    event.preventDefault();
    turn(keys[next], 1);
  });
  const draw = () => {
    const isShown = model.get("preview");
    toggle.textContent = isShown ? "Hide the preview" : "Show the preview";
    toggle.setAttribute("aria-expanded", String(isShown));
    for (const each of [tabs, bar, desk]) each.hidden = !isShown;
    if (!isShown) return;
    drawTabs();
    const drawing = model.get("drawing");
    const at = place();
    bar.hidden = tabs.hidden = !sheets().length;
    before.disabled = at <= 0;
    after.disabled = at < 0 || at >= pages().length - 1;
    const sheet = sheets().find((each) => each.key === model.get("sheet"));
    const words = sheet ? `${sheet.title}: page ${model.get("page")} of ${sheet.pages}` : "";
    if (where.textContent !== words) where.textContent = words;
    percent.textContent = `${model.get("zoom")} %`;
    percent.setAttribute("aria-label", `${model.get("zoom")} percent; back to the width`);
    if (drawing !== drawn) {
      drawn = drawing;
      desk.setAttribute("aria-label", words || "Preview");
      desk.replaceChildren(drawing.width ? lxPage(drawing) : lx.el("p.lx-empty", {}, view().trouble || "Nothing to show yet."));
    }
    fit();
  };
  return { node, draw, begin: () => watcher.observe(desk), end: () => watcher.disconnect() };
}

export default { render };
