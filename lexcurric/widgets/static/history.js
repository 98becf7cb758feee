// The history of a framework: versions, any two compared, the log of edits, and the life of one statement.

const LX_PANES = [["compare", "Compare"], ["log", "Every edit"], ["statement", "One statement"]];
let lxHistories = 0;

function render({ model, el }) {
  const uid = `lx-history-${++lxHistories}`;
  const root = lx.el("div.lx.lx-review.lx-history");
  const state = lx.stateLine();
  // A version of 4,000 statements takes seconds on a busy machine, and is not "not saved" meanwhile.
  const link = lx.connect(model, { onState: (name, words) => state.set(name, name === "saved" ? words : ""), patience: 30_000 });
  const trouble = lx.el("div.lx-error.lx-trouble", { role: "alert" });
  const view = () => model.get("view");
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const send = async (action, withThese = {}, where = trouble) => {
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
    const date = new Date(/\d$/.test(time) ? `${time.replace(" ", "T")}Z` : time);
    const words = Number.isNaN(date.getTime()) ? time : date.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    return lx.el("time", { datetime: time, title: time }, words);
  };

  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  const versions = lxVersions(model, { send, trouble, when });

  // Below them: what changed, every edit, or one statement.
  const tabs = LX_PANES.map(([name, words]) => lx.el("button", { role: "tab", id: `${uid}-${name}`, "aria-controls": `${uid}-panel`, onclick: () => set("pane", name) }, words));
  const tabList = lx.el("div.lx-switch.lx-tabs", { role: "tablist", "aria-label": "Below the versions", onkeydown: (event) => {
    const at = tabs.indexOf(event.target) + ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] || 0);
    if (at === tabs.indexOf(event.target) || !tabs[at]) return;
    set("pane", LX_PANES[at][0]);
    tabs[at].focus();
  } }, tabs);
  const ofStatement = (row) => row.kind !== "metadata" && lx.el("div.lx-match", {}, lx.el("button.lx-plain", { onclick: () => {
    model.set({ statement: row.key, pane: "statement" });
    model.save_changes();
  } }, "History of this statement"));
  const compare = lxDiffView(model, { part: ofStatement, grip: () => null, attach() {}, clear() {}, draw() {} });
  const log = lx.el("div.lx-cards", { role: "region", "aria-label": "Every edit", tabIndex: 0 });
  const statement = lxStatement(model, { when });
  const panel = lx.el("div", { role: "tabpanel", id: `${uid}-panel` }, compare.node, log, statement.node);
  const keyed = lx.maker();

  const logRow = (each) => lx.el("div.lx-card.lx-edit", {}, lx.el("div.lx-where", {}, `${each.edit}. `, when(each.time), ` · ${each.author}`),
    lx.el("div", { dir: "auto" }, each.undone ? [lx.el("s", {}, each.what), lx.el("span.lx-badge.lx-undone", {}, "undone")] : each.what),
    each.reason && lx.el("div.lx-quiet", { dir: "auto" }, `Reason: ${each.reason}`));
  const nothing = (...words) => lx.el("div.lx-none", {}, words);
  const drawPane = () => {
    const pane = model.get("pane");
    LX_PANES.forEach(([name], index) => {
      tabs[index].setAttribute("aria-selected", String(name === pane));
      tabs[index].tabIndex = name === pane ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `${uid}-${pane}`);
    [[compare.node, "compare"], [log, "log"], [statement.node, "statement"]].forEach(([node, name]) => { node.hidden = name !== pane; });
    if (pane === "compare") compare.draw();
    if (pane === "log") lx.arrange(log, (view().log.length ? [...view().log.map((each) => keyed(`edit ${each.edit}`, each, () => logRow(each))), view().log.at(-1).edit > 1 && keyed("log's end", 0, () => nothing(`These are the last ${view().log_shown} edits; fw.log has every one.`))].filter(Boolean) : [nothing("No edits yet. Each one is listed here as it is made.")]));
    if (pane === "statement") statement.draw();
  };

  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, title, about), lx.el("div.lx-saved", {}, state.node)), trouble, versions.node, tabList, panel);
  const draw = () => {
    title.textContent = `${view().title}: history`;
    const many = view().versions.length;
    about.textContent = `${view().soc} · ${many} version${many === 1 ? "" : "s"} · signed by ${view().author}`;
    state.news(view().news);
    versions.draw();
    drawPane();
  };
  root.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    if (model.get("pane") === "compare") compare.filters.search.focus();
    if (model.get("pane") === "statement") statement.focus();
  });
  const stay = (event) => {
    if (versions.typed() && root.isConnected) event.preventDefault();
  };
  window.addEventListener("beforeunload", stay);
  const leaveScreen = lx.follow(root, model);
  lx.keepKeys(root);
  draw();
  el.append(root);
  versions.draw();
  const names = ["view", "rows", "shown", "inline", "old", "new", "pane", "statement", "picked", "restoring", "find"];
  const stop = lxListen(model, Object.fromEntries(names.map((name) => [`change:${name}`, draw])));
  return () => {
    stop();
    window.removeEventListener("beforeunload", stay);
    versions.stop();
    compare.list.close();
    leaveScreen();
    link.close();
  };
}

export default { render };
