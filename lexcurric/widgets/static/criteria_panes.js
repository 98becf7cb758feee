// What stands open above the board of criteria: a small form each, that is sent with Enter and left with Escape.

/** A pane: its title, its body, what has the keys first, and what was typed in it. `close` is called once it is saved. */
const lxCriteriaPanes = {
  add: (board) => lxNamePane(board, {
    title: "A new criterion", label: "Its name", button: "Add",
    send: (label, error) => board.send("add", { label }, error),
  }),

  rename(board) {
    const row = board.pickedRows()[0];
    return lxNamePane(board, {
      title: `Rename “${row?.label ?? ""}”`, label: "Its new name", button: "Rename", start: row?.label ?? "",
      send: (label, error) => board.send("rename", { criterion: row.id, label, before: board.seen(row) }, error),
    });
  },

  split(board) {
    const ids = board.get("selection");
    const row = board.view.rows.find((each) => each.cells.some((cell) => cell.statements.some((one) => one.id === ids[0])));
    return lxNamePane(board, {
      title: `Split ${board.counted(ids.length)} off “${row?.label ?? ""}”`, label: "Name of the new criterion", button: "Split",
      send: (label, error) => board.send("split", { criterion: row?.id ?? "", ids, label }, error),
    });
  },

  join(board) {
    const rows = board.pickedRows();
    return lxNamePane(board, {
      title: `Join ${rows.map((each) => `“${each.label}”`).join(", ")}`, label: "Name of the one that they become", button: "Join",
      start: rows[0]?.label ?? "",
      send: (label, error) => board.send("join", { criteria: rows.map((each) => each.id), label: label === rows[0]?.label ? "" : label }, error),
    });
  },

  move(board) {
    const ids = board.get("selection");
    const here = board.placeOf(ids[0]);
    const levels = new Set(ids.map((each) => board.placeOf(each)?.level));
    const name = lx.el("input", { type: "text", "aria-label": "Name of the new criterion", placeholder: "Name of the new criterion", hidden: true });
    const rows = [...board.view.rows.map((each) => [each.id, each.label]), ["", "No criterion"], ["+", "A new criterion…"]];
    const criterion = lxChoice("Criterion", rows, here?.criterion ?? "", (value) => {
      name.hidden = value !== "+";
      if (!name.hidden) name.focus();
    });
    const stay = levels.size > 1 ? [["", "Each its own"]] : [];
    const level = lxChoice("Level", [...stay, ...board.view.levels.map((each) => [each.key, each.label])], levels.size > 1 ? "" : here?.level, () => { chosen = level.value; });
    // A level that nobody chose here is not sent: the statement may have gone elsewhere since this was drawn.
    let chosen = "";
    return lxForm(board, {
      title: `Move ${board.counted(ids.length)}`, button: "Move", first: criterion,
      body: [lx.el("label", {}, "Criterion ", criterion), name, lx.el("label", {}, "Level ", level)],
      typed: () => name.value.trim() !== "",
      send: (error) => (criterion.value === "+"
        ? board.send("put", { ids, criterion: name.value, level: chosen, new: true }, error)
        : board.send("put", { ids, criterion: criterion.value || null, level: chosen }, error)),
    });
  },

  empty(board) {
    const [id, key] = board.get("cell");
    const row = board.view.rows.find((each) => each.id === id);
    const cell = row?.cells.find((each) => each.level === key);
    const where = `${row?.label ?? ""}, ${board.levelLabel(key)}`;
    const why = lx.el("input.lx-wide", { type: "text", value: cell?.reason ?? "", "aria-label": "Why it is empty", placeholder: "Why? For example: beginners train nobody" });
    return lxForm(board, {
      title: `${where}: empty on purpose`, button: cell?.empty ? "Keep the reason" : "Leave empty on purpose", first: why, body: [why],
      hint: "It is not listed as missing then, and a rubric prints a dash.",
      typed: () => why.value !== (cell?.reason ?? ""),
      more: cell?.empty ? [["It is missing after all", (error) => board.ask("fill", { criterion: id, level: key }, error)]] : [],
      send: (error) => board.ask("empty", { criterion: id, level: key, reason: why.value }, error),
    });
  },

  propose(board) {
    const loose = board.view.loose_count;
    const count = lx.el("input.lx-number", { type: "number", min: "1", max: "99", "aria-label": "About how many criteria in all", placeholder: "as many as fit" });
    if (board.get("count")) count.value = String(board.get("count"));
    return lxForm(board, {
      title: "Propose criteria", button: "Propose", first: count,
      hint: `Statements about one thing are put together, level by level, each with why. ${loose === 1 ? "1 statement has" : `${loose} statements have`} no criterion; what you have put under criteria stays there. Nothing changes until you accept.${board.view.takes ? ` ${board.view.takes}` : ""}`,
      body: [lx.el("label", {}, "About how many in all (optional) ", count)],
      typed: () => false,
      send: (error) => board.ask("propose", { count: Math.max(0, Math.round(Number(count.value) || 0)) }, error),
    });
  },
};

/** A form of one line, that Enter sends. `more` are further buttons: [words, what to do]. */
function lxForm(board, { title, body, button, first, send, typed, hint = "", more = [] }) {
  const error = lx.el("div.lx-error", { role: "alert" });
  const tell = (text) => { error.textContent = text; };
  const carry = async (work) => {
    if ((await work(tell)) && form.isConnected) board.closePane();
  };
  const form = lx.el("form", { onsubmit: (event) => {
    event.preventDefault();
    carry(send);
  } }, hint && lx.el("p.lx-quiet.lx-small", {}, hint), lx.el("div.lx-row", {}, body,
    lx.el("button.lx-primary", { type: "submit" }, button),
    more.map(([words, work]) => lx.el("button", { type: "button", onclick: () => carry(work) }, words))), error);
  return { title, node: form, first, typed };
}

function lxNamePane(board, { title, label, button, send, start = "" }) {
  const input = lx.el("input.lx-wide", { type: "text", value: start, "aria-label": label, placeholder: label });
  return lxForm(board, {
    title, button, first: input, body: [input], typed: () => input.value !== start,
    send: (error) => send(input.value, error),
  });
}
