// The board of criteria: a row a criterion, a column a level; what is selected, what is dragged, what the keys do.

const LX_CRITERIA_KEYS = [
  ["Arrow keys", "From statement to statement and cell to cell"], ["Space", "Select, or select no more"],
  ["Enter", "Move the statement; rename the criterion; fill in why a cell is empty"],
  ["Alt+←  Alt+→", "Move to the level before or after"], ["Alt+↑  Alt+↓", "Move to the criterion above or below; move a row"],
  ["m", "Move the selected statements…"], ["s", "Split the selected statements off…"],
  ["F2", "Rename the criterion"], ["j", "Join the selected criteria…"], ["e", "Leave an empty cell empty on purpose…"],
  ["a", "Add a criterion…"], ["p", "Propose criteria…"], ["Delete", "Take the statements out; delete the criterion"],
  ["Ctrl+Z", "Undo"], ["Ctrl+Shift+Z", "Redo"], ["Escape", "Close what is open, then select nothing"],
];
const LX_SIGNS = { more: ["▲", "more"], same: ["=", "as much"], less: ["▼", "less"] };

function render({ model, el }) {
  let active = null;
  let pane = null;
  let dragged = null;
  const seen = new Map();
  const screen = lxScreen({ model, el, name: "criteria", keys: LX_CRITERIA_KEYS, patience: 30000,
    unsaved: () => (pane?.typed() ? "Enter saves" : null), fallback: () => stopOf(active) ?? stops()[0] });
  const { body } = screen;
  const board = {
    ...screen,
    get view() { return screen.view; },
    reasonPlace: lx.el("span"),
    counted: (many) => (many === 1 ? "1 statement" : `${many} statements`),
    levelLabel: (key) => screen.view.levels.find((each) => each.key === key)?.label ?? key,
    pickedRows: () => screen.view.rows.filter((each) => model.get("picked").includes(each.id)),
    /** The name that the designer saw when she began to type. */
    seen: (row) => seen.get(row.id) ?? row.label,
    placeOf(id) {
      for (const row of [...screen.view.rows, { id: "", cells: screen.view.loose }]) {
        const cell = row.cells.find((each) => each.statements.some((one) => one.id === id));
        if (cell) return { criterion: row.id, level: cell.level };
      }
      return undefined;
    },
    closePane: () => screen.set("pane", ""),
  };

  // Above the board: what can be done with what is selected.
  const chosen = lx.el("span.lx-chosen", { role: "status" });
  const button = (words, name, work) => lx.el("button", { "data-key": `do:${name}`, onclick: work }, words);
  const open = (name) => {
    if (!allowed(name)) return;
    seen.clear();
    for (const row of screen.view.rows) seen.set(row.id, row.label);
    screen.set("pane", model.get("pane") === name ? "" : name);
  };
  const buttons = {
    move: button("Move…", "move", () => open("move")), split: button("Split off…", "split", () => open("split")),
    out: button("Take out", "out", () => takeOut()), rename: button("Rename…", "rename", () => open("rename")),
    join: button("Join…", "join", () => open("join")), up: button("Row up", "up", () => order(-1)),
    down: button("Row down", "down", () => order(1)), delete: button("Delete", "delete", () => remove()),
  };
  const add = button("Add criterion…", "add", () => open("add"));
  const propose = lx.el("button.lx-primary", { "data-key": "do:propose", onclick: () => open("propose") }, "Propose…");
  const growth = lx.el("input", { type: "checkbox", onchange: () => screen.set("growth", growth.checked) });
  const short = lx.el("input", { type: "checkbox", onchange: () => screen.set("short", short.checked) });
  const share = lx.el("progress", { max: 100, "aria-label": "How far the proposal is" });
  const shareWords = lx.el("span.lx-small");
  const making = lx.el("div.lx-row.lx-making", { hidden: true }, share, shareWords, lx.el("button", { "data-key": "do:stop", onclick: () => screen.ask("stop") }, "Stop"));
  const drawMaking = () => {
    const { state, done, said } = model.get("progress");
    making.hidden = state !== "busy";
    share.value = done;
    shareWords.textContent = said;
    screen.problem(state === "failed" ? said : "");
    if (state === "idle" && said) screen.say(said);
    drawBar();
  };
  const bar = lx.el("div.lx-row.lx-bar", { role: "toolbar", "aria-label": "Actions for what is selected" }, Object.values(buttons), chosen);
  const reasonHere = lx.el("span.lx-reason-place");
  const place = lx.el("div.lx-pane", { role: "region", hidden: true });
  place.addEventListener("input", () => screen.state.look());
  const proposal = lxCriteriaProposal(board);
  const rows = lx.el("tbody");
  const tray = lx.el("tbody.lx-tray");
  const head = lx.el("tr");
  const table = lx.el("table", { "aria-label": "Criteria by level" }, lx.el("thead", {}, head), rows, tray);
  const around = lx.el("div.lx-around", { role: "region", "aria-label": "The board of criteria", tabIndex: -1 }, table);
  const nothing = lx.el("div.lx-none");
  const whole = lx.el("div", {}, lx.el("div.lx-row", {}, add, propose, lx.el("label.lx-small", { title: "How verbs and autonomy grow from level to level" }, growth, " Growth"),
    lx.el("label.lx-small", { title: "Of each statement only what it is about" }, short, " Short"), reasonHere), making, bar, place, nothing, around);
  body.append(whole, proposal.node);
  const made = lx.maker();

  // Selecting.
  const toggled = (list, key) => (list.includes(key) ? list.filter((each) => each !== key) : [...list, key]);
  const pick = (kind, id, more) => {
    const now = model.get(kind);
    screen.set(kind, more ? toggled(now, id) : [id]);
    if (!more) screen.set(kind === "selection" ? "picked" : "selection", []);
  };
  const selectedSet = () => new Set(model.get("selection"));
  const underOne = () => {
    const ids = model.get("selection");
    const under = new Set(ids.map((id) => board.placeOf(id)?.criterion));
    return ids.length > 0 && under.size === 1 && !under.has("");
  };
  const allowed = (name) => ({
    move: model.get("selection").length > 0, split: underOne(), rename: board.pickedRows().length === 1,
    join: board.pickedRows().length > 1, empty: model.get("cell").length === 2, propose: screen.view.loose_count > 0,
  })[name] ?? true;

  // Acting.
  const put = (ids, criterion, level) => screen.send("put", { ids, criterion, level });
  const takeOut = () => put(model.get("selection"), null, "");
  const order = (by) => {
    const [row] = board.pickedRows();
    const at = screen.view.rows.findIndex((each) => each.id === row?.id);
    const to = at + by;
    if (at >= 0 && to >= 0 && to < screen.view.rows.length) screen.send("order", { criterion: row.id, position: to + 1 });
  };
  const remove = () => board.pickedRows().length === 1 && screen.send("delete", { criterion: board.pickedRows()[0].id });
  /** One step with the keys: a statement to the neighbouring cell, a criterion to the neighbouring place. */
  const nudge = (stop, key) => {
    const by = key === "ArrowUp" || key === "ArrowLeft" ? -1 : 1;
    const upright = key === "ArrowUp" || key === "ArrowDown";
    const [kind, id] = split(stop.dataset.key);
    if (kind === "c" && upright) {
      screen.set("picked", [id]);
      order(by);
    } else if (kind === "s") {
      const here = board.placeOf(id);
      const ids = selectedSet().has(id) ? model.get("selection") : [id];
      const keys = upright ? [...screen.view.rows.map((each) => each.id), ""] : screen.view.levels.map((each) => each.key);
      const to = keys[keys.indexOf(upright ? here.criterion : here.level) + by];
      if (to === undefined) return;
      if (upright) put(ids, to || null, "");
      else put(ids, here.criterion || null, to);
    }
  };
  const split = (key) => [key.slice(0, 1), key.slice(2)];

  // Dragging: a statement into a cell or onto a criterion's name, a criterion onto another to stand there.
  const onto = (node, words, takes, drop) => {
    const light = (on) => {
      node.classList.toggle("lx-over", on);
      if (on) screen.say(words());
    };
    node.addEventListener("dragover", (event) => {
      if (!dragged || !takes(dragged)) return;
      event.preventDefault();
      if (!node.classList.contains("lx-over")) light(true);
    });
    node.addEventListener("dragleave", (event) => {
      if (!node.contains(event.relatedTarget)) light(false);
    });
    node.addEventListener("drop", (event) => {
      event.preventDefault();
      light(false);
      const what = dragged;
      dragged = null;
      if (what && takes(what)) drop(what);
    });
    return node;
  };
  const drags = (node, what, text) => {
    node.draggable = true;
    node.addEventListener("dragstart", (event) => {
      event.stopPropagation();
      dragged = what();
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", text);
    });
    node.addEventListener("dragend", () => { dragged = null; });
    return node;
  };
  const dropCell = (node, criterion, level, label) => onto(node, () => `Put under ${label}, ${board.levelLabel(level)}`, (what) => what.ids,
    (what) => put(what.ids, criterion || null, level));

  // Drawing.
  const card = (each) => {
    const [object, dash, performance] = each.text.split(/( — )(.*)/s);
    return drags(lx.el("li.lx-card", { role: "option", tabIndex: -1, "data-key": `s:${each.id}`, "aria-selected": "false",
      onclick: (event) => pick("selection", each.id, event.ctrlKey || event.metaKey || event.shiftKey), dir: "auto", title: model.get("short") ? each.text : "" },
      lx.el("span.lx-place", {}, `${each.position} `), dash ? [lx.el("b", {}, object), model.get("short") ? lx.el("span.lx-hidden", {}, dash + performance) : dash + performance] : each.text),
      () => ({ ids: selectedSet().has(each.id) ? model.get("selection") : [each.id] }), each.text);
  };
  const grown = (each) => {
    const [sign, words] = LX_SIGNS[each.sign] ?? ["", ""];
    const dots = "●".repeat(each.step) + "○".repeat(each.of - each.step);
    const than = each.sign && `${sign} ${words}${each.sign === "less" ? ` than ${each.than}` : ""}`;
    return lx.el(`div.lx-grown${each.sign === "less" ? ".lx-fall" : ""}`, { title: each.said },
      lx.el("span.lx-dots", { "aria-hidden": "true" }, dots), " ", lx.el("span", {}, `${each.name === "autonomy" ? "Autonomy" : "Verbs"}: ${each.word}`),
      than && lx.el("span.lx-than", {}, each.sign === "less" ? lx.el("b", {}, than) : [lx.el("span", { "aria-hidden": "true" }, sign), lx.el("span.lx-hidden", {}, `${words} than ${each.than}`)]));
  };
  const emptyCell = (row, cell) => {
    const words = cell.empty ? ["Empty on purpose", cell.reason && `: ${cell.reason}`] : ["Missing"];
    return lx.el(`button.lx-empty${cell.empty ? "" : ".lx-missing"}`, { tabIndex: -1, "data-key": `e:${row.id}:${cell.level}`,
      title: cell.empty ? "Change the reason, or say that it is missing" : "Say that it is empty on purpose, or drag a statement here",
      onclick: () => openCell(row.id, cell.level) }, words);
  };
  const openCell = (criterion, level) => {
    model.set("cell", [criterion, level]);
    model.save_changes();
    if (model.get("pane") === "empty") drawPane();
    else open("empty");
  };
  const listOf = (cell, label) => cell.statements.length > 0 && lx.el("ul", { role: "listbox", "aria-multiselectable": "true",
    "aria-label": `${label}, ${board.levelLabel(cell.level)}` }, cell.statements.map(card));
  const cellOf = (row, cell) => dropCell(lx.el("td", {}, listOf(cell, row.label) || emptyCell(row, cell),
    model.get("growth") && cell.growth.map(grown)), row.id, cell.level, row.label);
  const rowOf = (row) => {
    const name = lx.el("button.lx-criterion", { tabIndex: -1, "data-key": `c:${row.id}`, "aria-pressed": "false",
      onclick: (event) => pick("picked", row.id, event.ctrlKey || event.metaKey || event.shiftKey),
      ondblclick: () => { screen.set("picked", [row.id]); open("rename"); } }, row.label);
    drags(name, () => ({ criterion: row.id }), row.label);
    const falls = row.flags.length > 0 && model.get("growth") && lx.el("details.lx-warned", {},
      lx.el("summary", {}, `▼ ${row.flags.length === 1 ? "1 fall" : `${row.flags.length} falls`}`), row.flags.map((each) => lx.el("p", {}, each)));
    const header = onto(lx.el("th", { scope: "row" }, name, falls), () => `Onto ${row.label}`,
      (what) => what.ids || what.criterion !== row.id, (what) => {
        if (what.ids) put(what.ids, row.id, "");
        else screen.send("order", { criterion: what.criterion, position: screen.view.rows.findIndex((each) => each.id === row.id) + 1 });
      });
    return lx.el("tr", {}, header, row.cells.map((cell) => cellOf(row, cell)));
  };
  const trayOf = () => lx.el("tr", {}, lx.el("th", { scope: "row" }, "No criterion yet", lx.el("div.lx-quiet.lx-small", {}, board.counted(screen.view.loose_count))),
    screen.view.loose.map((cell) => dropCell(lx.el("td", {}, listOf(cell, "No criterion yet")), "", cell.level, "no criterion")));

  const draw = () => {
    const { view } = screen;
    whole.hidden = Boolean(view.proposal);
    const there = view.proposal ? board.reasonPlace : reasonHere;
    if (screen.reason.parentNode !== there) there.append(screen.reason);
    proposal.draw();
    growth.checked = model.get("growth");
    short.checked = model.get("short");
    const state = [model.get("growth"), model.get("short"), view.levels];
    lx.arrange(head, [made("head", view.levels, () => lx.el("th", { scope: "col" }, "Criterion")),
      ...view.levels.map((each) => made(`h:${each.key}`, each, () => lx.el("th", { scope: "col" }, each.label)))]);
    lx.arrange(rows, view.rows.map((row) => made(row.id, [row, state], () => rowOf(row))));
    making.hidden = model.get("progress").state !== "busy";
    lx.arrange(tray, view.loose_count ? [made("tray", [view.loose, state], trayOf)] : []);
    tray.classList.toggle("lx-tall", !view.rows.length);
    const some = view.rows.length > 0;
    nothing.hidden = some;
    nothing.replaceChildren(lx.el("b", {}, "No criteria yet"), view.loose_count
      ? "A criterion is a row of a rubric: statements about one thing, from level to level. “Propose…” puts the statements together and says why; “Add criterion…” begins by hand."
      : "There is no statement yet either. Write statements in the editor first: lx.edit().");
    around.hidden = !some && !view.loose_count;
    drawSelection();
  };
  const drawBar = () => {
    const [ids, picked] = [model.get("selection"), board.pickedRows()];
    const at = screen.view.rows.findIndex((each) => each.id === picked[0]?.id);
    const one = picked.length === 1;
    const can = { ...Object.fromEntries(["move", "split", "rename", "join"].map((name) => [name, allowed(name)])),
      out: ids.some((id) => board.placeOf(id)?.criterion), up: one && at > 0, down: one && at < screen.view.rows.length - 1, delete: one };
    for (const [name, node] of Object.entries(buttons)) {
      node.disabled = !can[name];
      node.setAttribute("aria-expanded", String(model.get("pane") === name));
      if (!["move", "split", "rename", "join"].includes(name)) node.removeAttribute("aria-expanded");
    }
    propose.disabled = !allowed("propose") || model.get("progress").state === "busy";
    const what = [ids.length && board.counted(ids.length), picked.length && (one ? "1 criterion" : `${picked.length} criteria`)].filter(Boolean);
    chosen.textContent = what.length ? `${what.join(" and ")} selected` : "Nothing selected";
  };
  const drawSelection = () => {
    const [ids, picked] = [selectedSet(), new Set(model.get("picked"))];
    for (const stop of stops()) {
      const [kind, id] = split(stop.dataset.key);
      // The lists of the tray scroll by themselves, so that each is a stop of Tab.
      const leads = tray.contains(stop) && !stop.previousElementSibling;
      stop.tabIndex = leads || stop.dataset.key === active ? 0 : -1;
      if (kind === "s") stop.setAttribute("aria-selected", String(ids.has(id)));
      if (kind === "c") stop.setAttribute("aria-pressed", String(picked.has(id)));
    }
    if (!stopOf(active) && stops()[0]) enter(stops()[0]);
    drawBar();
  };
  const drawPane = () => {
    const name = model.get("pane");
    const had = place.contains(document.activeElement);
    pane = lxCriteriaPanes[name] && allowed(name) ? lxCriteriaPanes[name](board) : null;
    place.hidden = !pane;
    place.replaceChildren(...(pane ? [lx.el("div.lx-title", {}, lx.el("b", {}, pane.title), lx.el("button.lx-plain", { onclick: () => board.closePane() }, "Close")), pane.node] : []));
    place.setAttribute("aria-label", pane?.title ?? "");
    screen.state.look();
    drawBar();
    if (pane) {
      pane.first.focus();
      pane.first.select?.();
    } else if (had) (stopOf(active) ?? stops()[0])?.focus();
  };

  // From stop to stop with the arrow keys: names of criteria, statements, empty cells.
  const stops = () => [...table.querySelectorAll("[data-key]")];
  const stopOf = (key) => stops().find((each) => each.dataset.key === key);
  const enter = (stop) => {
    const left = stopOf(active);
    if (left && !(tray.contains(left) && !left.previousElementSibling)) left.tabIndex = -1;
    active = stop.dataset.key;
    stop.tabIndex = 0;
  };
  const within = (cell) => [...(cell?.querySelectorAll("[data-key]") ?? [])];
  const go = (stop, key) => {
    const cell = stop.closest("th, td");
    const line = cell.closest("tr");
    const lines = [...table.querySelectorAll("tbody tr")];
    const [column, row, here] = [[...line.children].indexOf(cell), lines.indexOf(line), within(cell)];
    const at = here.indexOf(stop);
    const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[key];
    let next = null;
    if (key === "ArrowUp" || key === "ArrowDown") {
      next = here[at + by];
      for (let to = row + by; !next && lines[to]; to += by) next = within(lines[to].children[column]).at(by > 0 ? 0 : -1);
    } else {
      for (let to = column + by; !next && line.children[to]; to += by) {
        const there = within(line.children[to]);
        next = there[Math.min(at, there.length - 1)];
      }
    }
    if (next) next.focus();
  };
  table.addEventListener("focusin", (event) => {
    const stop = event.target.closest("[data-key]");
    if (stop) enter(stop);
  });
  const press = (event, { ctrl, typing }) => {
    const { key } = event;
    if (key === "Escape") {
      if (model.get("pane")) board.closePane();
      else if (model.get("selection").length || model.get("picked").length) model.set({ selection: [], picked: [] });
      else return false;
      model.save_changes();
      return true;
    }
    if (typing || ctrl) return false;
    const stop = event.target.closest?.("[data-key]");
    const inTable = stop && table.contains(stop);
    const [kind, id] = inTable ? split(stop.dataset.key) : ["", ""];
    if (inTable && key.startsWith("Arrow")) {
      if (event.altKey) nudge(stop, key);
      else go(stop, key);
    } else if (event.altKey || screen.view.proposal) return false;
    else if (key === "a") open("add");
    else if (key === "p") open("propose");
    else if (!inTable) return false;
    else if (key === " " && kind !== "e") pick(kind === "s" ? "selection" : "picked", id, true);
    else if ((key === "Enter" || key === "F2" || key === "e") && kind === "e") stop.click();
    else if ((key === "Enter" && kind === "s") || key === "m") { ensure(kind, id); open("move"); }
    else if (key === "s") { ensure(kind, id); open("split"); }
    else if ((key === "Enter" || key === "F2") && kind === "c") { screen.set("picked", [id]); open("rename"); }
    else if (key === "j") open("join");
    else if (key === "Delete" && kind === "s") { ensure(kind, id); takeOut(); }
    else if (key === "Delete" && kind === "c") { screen.set("picked", [id]); remove(); }
    else return false;
    return true;
  };
  /** A key on a statement that is not selected means that one. */
  const ensure = (kind, id) => {
    if (kind === "s" && !selectedSet().has(id)) screen.set("selection", [id]);
  };

  return screen.start({ draw, press, on: { selection: drawSelection, picked: drawSelection, growth: draw, short: draw, pane: drawPane, progress: drawMaking } });
}

export default { render };
