// Files that come in: a place to drop them, a card each with what it would change, and what to do next.

const LX_STATES = { ready: "● Can be taken in", "nothing to do": "– Nothing to do", "choose a framework": "? Choose a framework", refused: "✕ Not taken", "taken in": "✓ Taken in" };

function render({ model, el }) {
  const root = lx.el("div.lx.lx-files.lx-take-in");
  const state = lx.stateLine();
  // Reading and planning a large file takes longer than an edit.
  const link = lx.connect(model, { patience: 60_000, onState: (name, words) => {
    if (name === "saving") state.node.firstChild.textContent = "Working…";
    else if (name === "saved") state.node.firstChild.textContent = words ? `✓ ${words}` : "";
    else state.set(name, "");
  } });
  const trouble = lx.el("div.lx-error", { role: "alert" });
  const view = () => model.get("view");
  const errors = new Map();
  const keyed = lx.maker();
  let asked = 0;

  const send = async (action, withThese = {}, name = "") => {
    errors.delete(name);
    trouble.textContent = "";
    try {
      await link.send(action, withThese);
      return true;
    } catch (failure) {
      if (name) errors.set(name, failure.message);
      else trouble.textContent = failure.message;
      draw();
      return false;
    }
  };
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };

  // Dropping and choosing.
  const bar = lx.el("div");
  const barWords = lx.el("span.lx-small");
  const sending = lx.el("div.lx-row", { hidden: true }, lx.el("div.lx-filled", { role: "progressbar", "aria-label": "Files sent", "aria-valuemin": 0, "aria-valuemax": 100 }, bar), barWords,
    lx.el("button", { onclick: () => uploads.stop() }, "Stop"));
  const uploads = lx.uploads(link, { mostBytes: () => view().most, onProgress: (told) => {
    sending.hidden = !told;
    if (!told) { draw(); return; }
    const share = told.of ? told.sent / told.of : 1;
    bar.style.width = `${100 * share}%`;
    bar.parentNode.setAttribute("aria-valuenow", Math.round(100 * share));
    barWords.textContent = `${told.done} of ${told.files} file${told.files === 1 ? "" : "s"} sent`;
  } });
  const take = async (listed) => {
    trouble.textContent = "";
    try {
      await uploads.send(listed);
    } catch (failure) {
      trouble.textContent = failure.lost ? "The kernel does not answer, so not all files were sent. Run the notebook again, and drop them again." : failure.message;
    }
    draw();
  };
  const zone = lx.dropZone({
    words: {
      title: "Drop files here",
      about: `Exports, edit sheets that came back, vocabularies, lists to align with. Several at once; up to ${view().most_words} each. Nothing changes before you have seen the plan.`,
      choose: "Choose files…",
    },
    accept: view().accepted,
    take,
    onTrouble: (words) => { trouble.textContent = words; },
  });

  // All of them.
  const takeAll = lx.el("button.lx-primary", { onclick: () => send("take_all") });
  const tidy = lx.el("button", { onclick: () => send("remove_done") }, "Clear what is done");
  const reason = lx.el("input.lx-reason", { type: "text", placeholder: "Reason, for the log (optional)", "aria-label": "Reason, for the log", onchange: () => set("reason", reason.value.trim()) });
  const left = lx.el("span.lx-quiet.lx-small");
  const all = lx.el("div.lx-row", {}, takeAll, reason, tidy, left);

  // A card each.
  const badge = (row) => lx.el("span.lx-badge", { "data-state": row.state }, LX_STATES[row.state]);
  const where = (text) => (text ? lx.el("div.lx-where", { dir: "auto" }, text) : null);
  const lineOf = (each) => lx.el("li", {}, lx.el("div", {}, lx.el("b", {}, each.what), each.where ? ` · ${each.where}` : ""),
    each.words.length ? lx.el("div.lx-text", { dir: "auto" }, lx.marked(each.words)) : null, where(each.why));
  const problemOf = (each) => lx.el("li", {}, each.where ? [lx.el("b", {}, each.where), ": "] : null, each.what);
  const choiceOf = (row, each) => {
    const name = `lx-choice-${asked}-${row.name}-${each.cell}`;
    const radio = (side, words) => lx.el("label", {}, lx.el("input", { type: "radio", name, checked: each.side === side, onchange: () => send("choose", { name: row.name, cell: each.cell, side }, row.name) }), words);
    return lx.el("fieldset", { "data-cell": each.cell }, lx.el("legend", {}, `Conflict at ${each.cell}`), lx.el("p", { dir: "auto" }, each.why),
      lx.el("div.lx-conflict", {}, lx.el("div", { dir: "auto" }, lx.el("div.lx-quiet.lx-small", {}, "Your draft says"), each.draft || "(nothing)"),
        lx.el("div", { dir: "auto" }, lx.el("div.lx-quiet.lx-small", {}, "The sheet says"), each.sheet || "(nothing)")),
      each.can_take ? lx.el("div.lx-radios", {}, radio("draft", "Keep your draft's"), radio("sheet", "Take the sheet's")) : lx.el("p.lx-quiet", {}, "The sheet's side cannot be taken; change the draft in the editor."));
  };
  const chooser = (row) => {
    const select = lx.el("select", { "aria-label": `Framework for ${row.name}`, onchange: () => select.value && send("set_framework", { name: row.name, soc: select.value }, row.name) },
      lx.el("option", { value: "" }, "Choose a framework"), view().frameworks.map(({ soc, title }) => lx.el("option", { value: soc, selected: soc === row.soc }, `${title} (${soc})`)));
    return lx.el("div.lx-row", {}, lx.el("label", {}, "For ", select));
  };
  const unfold = (row) => {
    const isOpen = model.get("unfolded").includes(row.name);
    const words = row.total === 1 ? "the one change" : `all ${row.total} changes`;
    const toggle = () => set("unfolded", isOpen ? model.get("unfolded").filter((each) => each !== row.name) : [...model.get("unfolded"), row.name]);
    return lx.el("button.lx-plain.lx-unfold", { "aria-expanded": String(isOpen), onclick: toggle }, isOpen ? "Hide the changes" : `Show ${words}`);
  };
  const stepOf = (each) => lx.el("li", {}, each.words, each.opens ? lx.el("div.lx-buttons", {}, lx.el("button", { onclick: () => openStep(each) }, each.opens)) : null);
  const openStep = async (each) => {
    if (await send("open", { screen: each.screen, soc: each.soc })) next.scrollIntoView({ block: "start" });
  };
  const card = (row) => {
    const error = errors.get(row.name);
    const more = row.total - row.lines.length;
    return lx.el("article.lx-card", { "data-state": row.state, "data-name": row.name, tabIndex: -1, "aria-label": `${row.name}: ${row.title}` },
      lx.el("div.lx-head", {}, lx.el("span.lx-name", { dir: "auto" }, row.name), badge(row)),
      lx.el("h4", {}, row.title, row.framework ? lx.el("span.lx-quiet", { dir: "auto" }, `: ${row.framework}`) : null),
      row.sentence ? lx.el("p", { dir: "auto" }, row.sentence) : null,
      row.facts.length && row.open ? lx.el("ul.lx-facts", {}, row.facts.map(([name, text]) => lx.el("li", {}, lx.el("span.lx-quiet", {}, `${name}: `), lx.el("span", { dir: "auto" }, text)))) : null,
      row.counts.length && row.open ? lx.el("ul.lx-chips", { "aria-label": "In numbers" }, row.counts.map(([name, count]) => lx.el("li.lx-chip", {}, lx.el("b", {}, count.toLocaleString()), " ", name))) : null,
      row.state === "taken in" ? null : row.notes.map((each) => lx.el("div.lx-note", { dir: "auto" }, each)),
      row.problems.length ? [lx.el("h5", {}, "What must be put right"), lx.el("ul.lx-lines", { tabIndex: 0, "aria-label": `Problems of ${row.name}` }, row.problems.map(problemOf))] : null,
      row.hint ? lx.el("p", { dir: "auto" }, row.state === "refused" ? [lx.el("b", {}, "What to do: "), row.hint] : row.hint) : null,
      row.choices.map((each) => choiceOf(row, each)),
      row.state === "choose a framework" ? chooser(row) : null,
      row.total && row.state !== "taken in" ? unfold(row) : null,
      row.lines.length ? lx.el("ol.lx-lines", { tabIndex: 0, "aria-label": `Changes of ${row.name}` }, row.lines.map(lineOf), more > 0 ? lx.el("li.lx-quiet", {}, `… and ${more} more`) : null) : null,
      row.steps.length ? [lx.el("h5", {}, "What comes next"), lx.el("ol.lx-steps", {}, row.steps.map(stepOf))] : null,
      error ? lx.el("div.lx-error", { role: "alert" }, error) : null,
      lx.el("div.lx-buttons", {},
        row.can_take ? lx.el("button.lx-primary.lx-take", { "aria-label": `Take in ${row.name}`, onclick: () => takeOne(row) }, "Take it in") : null,
        lx.el("button.lx-remove", { "aria-label": `Take ${row.name} off this screen`, onclick: () => remove(row) }, row.state === "taken in" || row.state === "nothing to do" ? "Clear" : "Leave it out")));
  };
  const cardOf = (name) => [...list.children].find((each) => each.dataset.name === name);
  const takeOne = async (row) => {
    await send("take", { name: row.name }, row.name);
    cardOf(row.name)?.focus();
  };
  const remove = async (row) => {
    const at = [...list.children].findIndex((each) => each.dataset.name === row.name);
    if (await send("remove", { name: row.name }, row.name)) (list.children[Math.min(at, list.children.length - 1)] ?? zone).focus();
  };
  const coming = (each) => lx.el("article.lx-card", { "data-state": "coming" }, lx.el("div.lx-head", {}, lx.el("span.lx-name", { dir: "auto" }, each.name),
    lx.el("span.lx-badge", {}, uploads.isActive(each.key) ? `${Math.floor((100 * each.received) / Math.max(1, each.size))} % here` : "Did not come whole")),
    uploads.isActive(each.key) ? null : [lx.el("p", {}, "Only a part of this file is here, so nothing was read. Drop it again."),
      lx.el("div.lx-buttons", {}, lx.el("button", { onclick: () => send("give_up", { key: each.key }) }, "Leave it out"))]);
  const reading = (name) => lx.el("article.lx-card", { "data-state": "coming" }, lx.el("div.lx-head", {}, lx.el("span.lx-name", { dir: "auto" }, name), lx.el("span.lx-badge", {}, "Being read…")));
  const empty = lx.el("div.lx-empty", {}, "No file yet. Drop the export that you were sent, or the edit sheet that a colleague gave back. You see what each file would change before anything does.");
  const trying = lx.el("div.lx-row", {}, lx.el("span.lx-quiet", {}, "To try it out:"),
    lx.el("button.lx-plain", { onclick: () => send("sample", {}) }, "Use the sample’s next release"));
  const list = lx.el("div.lx-list", { role: "region", "aria-label": "Files" });

  // The next step's screen, below.
  const nextTitle = lx.el("h4");
  const place = lx.el("div");
  const next = lx.el("section.lx-next", { hidden: true, "aria-label": "Next step" }, lx.el("div.lx-head", {}, nextTitle, lx.el("button", { onclick: () => send("close_screen") }, "Close this screen")), place);
  let shown = "";
  const showNext = async () => {
    const opened = model.get("opened");
    if (opened === shown) return;
    shown = opened;
    next.hidden = !opened;
    place.replaceChildren();
    if (!opened) return;
    nextTitle.textContent = "Next step";
    const child = await model.widget_manager.get_model(opened);
    const made = await model.widget_manager.create_view(child);
    if (shown === opened) place.replaceChildren(made.el);
  };

  const draw = () => {
    const { rows, ready, left: waiting, done, coming: arriving, reading: read } = view();
    asked += 1;
    takeAll.textContent = ready === 1 ? "Take it in" : `Take all in (${ready})`;
    takeAll.hidden = ready < 2;
    tidy.hidden = !done;
    all.hidden = !rows.length;
    reason.hidden = !ready && !waiting;
    if (document.activeElement !== reason) reason.value = model.get("reason");
    left.textContent = waiting ? `${waiting} wait${waiting === 1 ? "s" : ""} for a choice of yours` : "";
    const held = document.activeElement?.closest("article") && list.contains(document.activeElement) ? document.activeElement : null;
    const heldIn = held?.closest("article")?.dataset.name;
    const heldAt = held ? [...held.closest("article").querySelectorAll("button, input, select, [tabindex]")].indexOf(held) : -1;
    const nodes = [...rows.map((row) => keyed(`row ${row.name}`, [row, errors.get(row.name), model.get("unfolded").includes(row.name), row.state === "choose a framework" && view().frameworks], () => card(row))),
      ...arriving.map((each) => keyed(`coming ${each.key}`, [each, uploads.isActive(each.key)], () => coming(each))),
      ...read.map((name) => keyed(`reading ${name}`, 0, () => reading(name)))];
    lx.arrange(list, nodes.length ? nodes : [empty, view().sample ? trying : null].filter(Boolean));
    if (held && !held.isConnected && heldIn) cardOf(heldIn)?.querySelectorAll("button, input, select, [tabindex]")[heldAt]?.focus();
    showNext();
  };

  state.node.firstChild.textContent = "";
  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, lx.el("h3", {}, "Take files in"), lx.el("div.lx-quiet", {}, `Signed by ${view().author}`)), state.node), zone.node, sending, trouble, all, list, next);
  lx.keepKeys(root);
  draw();
  el.append(root);
  const names = ["view", "framework", "reason", "unfolded", "opened"].map((name) => `change:${name}`);
  for (const name of names) model.on(name, draw);
  return () => {
    for (const name of names) model.off(name, draw);
    uploads.stop();
    link.close();
  };
}

export default { render };
