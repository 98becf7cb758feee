// The history of a framework: versions, any two compared, the log of edits, and the life of one statement.

const LX_PANES = [["compare", "Compare"], ["log", "Every edit"], ["statement", "One statement"]];
let lxHistories = 0;

function render({ model, el }) {
  const uid = `lx-history-${++lxHistories}`;
  const root = lx.el("div.lx.lx-review.lx-history");
  const state = lx.stateLine();
  const link = lx.connect(model, { onState: (name, words) => state.set(name, name === "saved" ? words : "") });
  const trouble = lx.el("div.lx-error.lx-trouble", { role: "alert" });
  let asking = null;
  let asked = 0;

  const view = () => model.get("view");
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const send = async (action, withThese, where = trouble) => {
    where.textContent = "";
    try {
      await link.send(action, withThese);
      return true;
    } catch (failure) {
      where.textContent = failure.message;
      return false;
    }
  };
  const when = (time) => {
    const date = new Date(time);
    const words = Number.isNaN(date.getTime()) ? time : date.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    return lx.el("time", { datetime: time, title: time }, words);
  };

  // The versions, newest first, the draft on top.
  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  const rows = lx.el("tbody");
  const head = (words) => lx.el("th", { scope: "col" }, words);
  const versions = lx.el("div.lx-versions", { role: "region", "aria-label": "Versions", tabIndex: 0 }, lx.el("table", {}, lx.el("thead", {}, lx.el("tr", {},
    head("From"), head("To"), head("Version"), head("Message"), head("Who, when"), head("Made from"), head(""))), rows));
  const pick = (side, label, name) => lx.el("td.lx-pick", {}, lx.el("input", { type: "radio", name: `${uid}-${side}`, value: label,
    "aria-label": `Compare ${side === "old" ? "from" : "to"} ${name}`, checked: model.get(side) === label, onchange: () => set(side, label) }));
  const step = (action, words, what) => lx.el("button.lx-step", { disabled: !what, title: words, onclick: () => send(action) }, words);

  const draftRow = ({ name, undo, redo, undo_words, redo_words }) => lx.el("tr.lx-draft", { "data-label": "" }, pick("old", "", "your draft"), pick("new", "", "your draft"),
    lx.el("td", {}, lx.el("b", {}, "Your draft"), lx.el("div.lx-where", {}, name)),
    lx.el("td", { colSpan: 4 }, lx.el("div.lx-row", {}, step("undo", undo_words, undo), step("redo", redo_words, redo))));
  const versionRow = (each) => {
    const status = lx.el("select", { "aria-label": `Status of ${each.label}`, onchange: () => send("status", { label: each.label, status: status.value }) },
      view().statuses.map(({ key, label }) => lx.el("option", { value: key, selected: key === each.status }, label)));
    return lx.el("tr", { "data-label": each.label }, pick("old", each.label, each.label), pick("new", each.label, each.label),
      lx.el("td", {}, lx.el("b", {}, each.label), each.own ? status : lx.el("div.lx-where", {}, "Release, as exported")),
      lx.el("td.lx-words", { dir: "auto" }, each.message), lx.el("td", {}, each.author, lx.el("div.lx-where", {}, when(each.time))),
      lx.el("td", {}, each.parents.join(" and ")),
      lx.el("td", {}, lx.el("button.lx-restore", { onclick: () => ask(each.label), "aria-expanded": String(asking === each.label) }, "Restore…")));
  };
  const confirmRow = (label) => {
    const reason = lx.el("input.lx-message", { type: "text", placeholder: "Reason (optional)", "aria-label": "Reason" });
    const error = lx.el("div.lx-error", { role: "alert" });
    const go = async () => {
      if (!(await send("restore", { label, reason: reason.value.trim() }, error))) return;
      ask(null);
      root.querySelector(".lx-draft button:not(:disabled)")?.focus();
    };
    return lx.el("tr.lx-confirm", {}, lx.el("td", { colSpan: 7, onkeydown: (event) => {
      if (event.key === "Escape") ask(null, label);
      if (event.key === "Enter" && event.target === reason) go();
    } }, lx.el("div", {}, lx.el("b", {}, `Make your draft equal to ${label}?`), " Your draft as it is now stays in the history, and Undo brings it back."),
    lx.el("div.lx-row", {}, lx.el("button.lx-primary.lx-yes", { onclick: go }, "Restore this version"), lx.el("button", { onclick: () => ask(null, label) }, "Cancel"), reason), error));
  };
  const ask = (label, back) => {
    asking = asking === label ? null : label;
    asked += 1;
    drawVersions();
    if (asking) root.querySelector(".lx-yes").focus();
    else if (back) root.querySelector(`tr[data-label="${CSS.escape(back)}"] .lx-restore`)?.focus();
  };
  const keyed = lx.maker();
  const controls = (row) => [...row.querySelectorAll("input, select, button")];
  const drawVersions = () => {
    const chosen = (label) => [model.get("old") === label, model.get("new") === label];
    const row = (each) => keyed(`version ${each.label}`, [each, chosen(each.label), asking === each.label], () => versionRow(each));
    const held = rows.contains(document.activeElement) ? document.activeElement : null;
    const at = held?.closest("tr");
    const place = held ? controls(at).indexOf(held) : -1;
    lx.arrange(rows, [keyed("draft", [view().draft, chosen("")], () => draftRow(view().draft)),
      ...view().versions.flatMap((each) => [row(each), ...(asking === each.label ? [keyed("confirm", [each.label, asked], () => confirmRow(each.label))] : [])])]);
    // A row that was drawn again has the keys where the old one had them.
    if (held && !held.isConnected) controls([...rows.children].find((each) => each.dataset.label === at.dataset.label) ?? rows)[place]?.focus();
  };

  // Below them: what changed, every edit, or one statement.
  const tabs = LX_PANES.map(([name, words]) => lx.el("button", { role: "tab", id: `${uid}-${name}`, onclick: () => set("pane", name) }, words));
  const tabList = lx.el("div.lx-switch.lx-tabs", { role: "tablist", "aria-label": "Below the versions", onkeydown: (event) => {
    const at = tabs.indexOf(event.target) + ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] || 0);
    if (at === tabs.indexOf(event.target) || !tabs[at]) return;
    set("pane", LX_PANES[at][0]);
    tabs[at].focus();
  } }, tabs);
  const compare = lxDiffView(model);
  const log = lx.el("div.lx-cards", { role: "region", "aria-label": "Every edit", tabIndex: 0 });
  const chooser = lx.el("select.lx-chooser", { "aria-label": "Statement", onchange: () => set("statement", chooser.value) });
  const life = lx.el("div.lx-cards", { role: "region", "aria-label": "The life of the statement", tabIndex: 0 });
  const statement = lx.el("div", {}, lx.el("div.lx-row", {}, chooser), life);
  const panel = lx.el("div", { role: "tabpanel" }, compare.node, log, statement);

  const logRow = (each) => lx.el("div.lx-card.lx-edit", {}, lx.el("div.lx-where", {}, `${each.edit}. `, when(each.time), ` · ${each.author}`),
    lx.el("div", { dir: "auto" }, each.undone ? [lx.el("s", {}, each.what), lx.el("span.lx-badge.lx-undone", {}, "undone")] : each.what),
    each.reason && lx.el("div.lx-quiet", { dir: "auto" }, `Reason: ${each.reason}`));
  const lifeRow = (each) => lx.el("div.lx-card.lx-edit", {},
    lx.el("div.lx-where", {}, when(each.time), ` · ${each.author} · ${each.line}${each.version ? ` · in ${each.version}` : ""}`),
    lx.el("b", {}, each.what.charAt(0).toUpperCase() + each.what.slice(1)), lx.el("div", { dir: "auto" }, each.text),
    lx.el("div.lx-where", {}, [each.level, each.status === "active" ? "" : each.status, ...each.tags].filter(Boolean).join(" · ")),
    each.reason && lx.el("div.lx-quiet", { dir: "auto" }, `Reason: ${each.reason}`));
  const nothing = (...words) => lx.el("div.lx-none", {}, words);
  const drawPane = () => {
    const pane = model.get("pane");
    LX_PANES.forEach(([name], index) => {
      tabs[index].setAttribute("aria-selected", String(name === pane));
      tabs[index].setAttribute("aria-pressed", String(name === pane));
      tabs[index].tabIndex = name === pane ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `${uid}-${pane}`);
    [[compare.node, "compare"], [log, "log"], [statement, "statement"]].forEach(([node, name]) => { node.hidden = name !== pane; });
    if (pane === "compare") compare.draw();
    if (pane === "log") lx.arrange(log, (view().log.length ? [...view().log.map((each) => keyed(`edit ${each.edit}`, each, () => logRow(each))), view().log.at(-1).edit > 1 && keyed("log's end", 0, () => nothing(`These are the last ${view().log_shown} edits; fw.log has every one.`))].filter(Boolean) : [nothing("No edits yet. Each one is listed here as it is made.")]));
    if (pane === "statement") drawStatement();
  };
  const drawStatement = () => {
    const levels = [...new Set(view().statements.map((each) => each.level))];
    const option = (each) => lx.el("option", { value: each.id }, each.text.length > 110 ? `${each.text.slice(0, 109)}…` : each.text);
    lx.arrange(chooser, [keyed("none chosen", 0, () => lx.el("option", { value: "" }, "Choose a statement")), ...levels.map((level) => {
      const own = view().statements.filter((each) => each.level === level);
      return keyed(`level ${level}`, own, () => lx.el("optgroup", { label: level }, own.map(option)));
    })]);
    chooser.value = model.get("statement");
    life.replaceChildren(...(view().life.length ? view().life.map(lifeRow) : [nothing("Choose a statement above: its life is shown from the first release on.")]));
  };

  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, title, about), lx.el("div.lx-saved", {}, state.node)), trouble, versions, tabList, panel);
  const draw = () => {
    title.textContent = `${view().title}: history`;
    about.textContent = `${view().soc} · ${view().versions.length} versions · signed by ${view().author}. Choose any two to compare.`;
    state.news(view().news);
    drawVersions();
    drawPane();
  };
  root.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input:not([type=radio]), textarea, select") || model.get("pane") !== "compare") return;
    event.preventDefault();
    compare.filters.search.focus();
  });
  const leaveScreen = lx.follow(root, model);
  lx.keepKeys(root);
  draw();
  el.append(root);
  const names = ["view", "rows", "shown", "inline", "old", "new", "pane", "statement"];
  const stop = lxListen(model, Object.fromEntries(names.map((name) => [`change:${name}`, draw])));
  return () => {
    stop();
    leaveScreen();
    link.close();
  };
}

export default { render };
