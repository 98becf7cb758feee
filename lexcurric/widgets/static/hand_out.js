// Files that go out: kinds to choose from, a preview of what leaves, and what was handed out so far.

let lxHandOuts = 0;

function render({ model, el }) {
  const uid = `lx-hand-out-${++lxHandOuts}`;
  const root = lx.el("div.lx.lx-files.lx-hand-out");
  const state = lx.stateLine();
  const link = lx.connect(model, { patience: 60_000, onState: (name, words) => {
    if (name === "saving") state.node.firstChild.textContent = "Working…";
    else if (name === "saved") state.node.firstChild.textContent = words ? `✓ ${words}` : "";
    else state.set(name, "");
  } });
  const trouble = lx.el("div.lx-error", { role: "alert" });
  const files = lx.downloads(model, { onTrouble: (words) => { trouble.textContent = words; } });
  const view = () => model.get("view");
  const set = (name, value) => { model.set(name, value); model.save_changes(); };
  const send = async (action, withThese = {}) => {
    trouble.textContent = "";
    try {
      await link.send(action, withThese);
      return true;
    } catch (failure) {
      trouble.textContent = failure.lost ? "The kernel does not answer, so nothing was written. Run the notebook again." : failure.message;
      return false;
    }
  };
  const keyed = lx.maker();
  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");

  // What can go out.
  const kinds = lx.el("fieldset.lx-kinds");
  const drawKinds = () => {
    const made = view().kinds.map((each) => keyed(`kind ${each.key}`, each, () => {
      const radio = lx.el("input", { type: "radio", name: `${uid}-kind`, value: each.key, onchange: () => set("kind", each.key) });
      return lx.el("label.lx-kind", {}, radio, lx.el("b", {}, each.title), lx.el("span", {}, each.about));
    }));
    lx.arrange(kinds, [keyed("legend", 0, () => lx.el("legend", {}, "What goes out?")), ...made]);
    for (const input of kinds.querySelectorAll("input")) input.checked = input.value === model.get("kind");
  };
  const rubric = lx.el("p", {}, "Rubrics have a screen of their own, with every choice and their pages as they would print. ",
    lx.el("button", { onclick: async () => { if (await send("rubric")) next.scrollIntoView({ block: "start" }); } }, "Open the rubric builder here"));

  // The preview.
  const select = (name, words) => lx.el("select", { "aria-label": words, onchange: (event) => set(name, event.target.value) });
  const [version, since, listed, forms] = [select("version", "Version"), select("since", "Compared with"), select("listed", "List"), select("form", "Form")];
  const field = (words, node) => lx.el("label", {}, words, node);
  const [versionField, sinceField, listField, formField] = [field("Version", version), field("Compared with", since), field("List", listed), field("Form", forms)];
  const options = (node, rows, chosen) => {
    node.replaceChildren(...rows.map(([value, words]) => lx.el("option", { value, selected: value === chosen }, words)));
    node.value = chosen;
  };
  const heading = lx.el("h4", { id: `${uid}-preview` });
  const preview = lx.el("div", { role: "status" });
  const go = lx.el("button.lx-primary.lx-write", { onclick: () => send("write") }, "Write it");
  const written = lx.el("ul.lx-lines", { "aria-label": "Written now" });
  const note = lx.el("div.lx-note");
  const sheet = lx.el("section.lx-sheet", { "aria-labelledby": `${uid}-preview` }, heading, lx.el("div.lx-fields", {}, versionField, sinceField, listField, formField), preview, lx.el("div.lx-buttons", {}, go), note, written);
  const drawPreview = () => {
    const { kinds: all, takes, versions, lists, preview: found, folder, written: made, note: said } = view();
    const kind = all.find((each) => each.key === model.get("kind"));
    heading.textContent = kind.title;
    versionField.hidden = !takes.versions;
    sinceField.hidden = !takes.since;
    listField.hidden = !takes.listed || lists.length < 2;
    formField.hidden = kind.forms.length < 2;
    const labels = versions.map(({ label, words }) => [label, words]);
    options(version, labels, model.get("version"));
    options(since, labels, model.get("since"));
    options(listed, lists.map(({ key, title: words }) => [key, words]), model.get("listed") || lists[0]?.key);
    options(forms, kind.forms, model.get("form"));
    lx.arrange(preview, [keyed("preview", found, () => (found.why_not
      ? lx.el("p", {}, lx.el("b", {}, "Nothing to write: "), found.why_not)
      : lx.el("div", {},
        lx.el("p", {}, "File: ", lx.el("span.lx-filename", {}, `${folder}/${found.name}`)),
        lx.el("ul.lx-facts", { "aria-label": "What is in it" }, found.counts.map(([name, text]) => lx.el("li", {}, lx.el("span.lx-quiet", {}, `${name}: `), lx.el("b", { dir: "auto" }, text)))),
        found.notes.map((each) => lx.el("p", { dir: "auto" }, each)),
        lx.el("ul.lx-credit", { "aria-label": "The credit and licence lines that it carries" }, found.credit.map(([name, text]) => lx.el("li", { dir: "auto" }, lx.el("span.lx-quiet", {}, `${name}: `), text))))))]);
    go.disabled = Boolean(found.why_not);
    written.hidden = !made.length;
    lx.arrange(written, made.map((each) => keyed(`written ${each.key}`, each, () => lx.el("li", {}, `${each.what}: ${each.place} `, each.count === 1 ? files.link(each) : `(${each.count.toLocaleString()} files)`))));
    note.textContent = said;
    note.hidden = !said;
  };

  // What was handed out.
  const handedTitle = lx.el("h4", { id: `${uid}-handed` });
  const onlyStale = lx.el("input", { type: "checkbox", onchange: () => set("only_stale", onlyStale.checked) });
  const staleWords = lx.el("span");
  const staleField = lx.el("label.lx-row", {}, onlyStale, staleWords);
  const handed = lx.el("ul.lx-list", { "aria-labelledby": `${uid}-handed` });
  handed.style.padding = "0";
  const change = (each) => lx.el("li", {}, lx.el("b", {}, each.matters ? "⚠ Affects scoring" : "Does not affect scoring"), ` · ${each.what}${each.why ? `: ${each.why}` : ""}`, lx.el("div", { dir: "auto" }, each.words));
  const from = () => view().versions.find((each) => each.label === model.get("version"));
  const row = (each) => {
    const isOpen = model.get("unfolded").includes(each.key);
    const toggle = () => set("unfolded", isOpen ? model.get("unfolded").filter((one) => one !== each.key) : [...model.get("unfolded"), each.key]);
    const label = model.get("version") || "the draft";
    return lx.el("li.lx-card", { "data-key": each.key, "data-state": each.by ? "refused" : "taken in" },
      lx.el("div.lx-head", {}, lx.el("b", {}, `${each.what} of ${each.version}`), lx.el("span.lx-name", {}), lx.el("span.lx-badge", { "data-state": each.by ? "" : "taken in" }, each.by ? lx.el("span.lx-older", {}, each.matters ? "⚠ Overtaken, and it matters" : "Overtaken") : "✓ Up to date")),
      lx.el("div.lx-filename", { dir: "auto" }, each.name), lx.el("div.lx-quiet.lx-small", {}, `${each.time} UTC · ${each.author}`),
      each.sentence ? lx.el("p", {}, each.sentence) : null,
      lx.el("div.lx-buttons", {}, lx.el("button.lx-again", { title: from()?.words ?? "", onclick: () => send("write_again", { key: each.key }) }, `Write the same again from ${label}`),
        each.total ? lx.el("button.lx-plain.lx-unfold", { "aria-expanded": String(isOpen), onclick: toggle }, isOpen ? "Hide the changes" : `Show ${each.total === 1 ? "the change" : `the ${each.total} changes`}`) : null),
      each.changes.length ? lx.el("ul.lx-lines", { tabIndex: 0, "aria-label": `Changes since ${each.version}` }, each.changes.map(change), each.total > each.changes.length ? lx.el("li.lx-quiet", {}, `… and ${each.total - each.changes.length} more`) : null) : null);
  };
  const empty = lx.el("li.lx-empty", {}, "Nothing was handed out yet. Exports and rubrics that you write are listed here, with a word as soon as a newer version overtakes them.");
  empty.style.listStyle = "none";
  const drawHanded = () => {
    const { handed: rows, handed_count: all, stale_count: stale, shown_count: shown } = view();
    handedTitle.textContent = all ? `Handed out so far (${all.toLocaleString()})` : "Handed out so far";
    staleField.hidden = !stale && !model.get("only_stale");
    onlyStale.checked = model.get("only_stale");
    staleWords.textContent = `Only what a newer version has overtaken (${stale.toLocaleString()})`;
    const held = handed.contains(document.activeElement) ? document.activeElement : null;
    const [key, at] = held ? [held.closest("li.lx-card")?.dataset.key, [...held.closest("li.lx-card").querySelectorAll("button")].indexOf(held)] : [];
    const nodes = rows.map((each) => keyed(`handed ${each.key}`, [each, model.get("unfolded").includes(each.key), model.get("version")], () => row(each)));
    lx.arrange(handed, nodes.length ? [...nodes, ...(shown > rows.length ? [keyed("more", shown, () => lx.el("li.lx-quiet", {}, `… and ${shown - rows.length} older ones`))] : [])] : [empty]);
    if (held && !held.isConnected && key) [...handed.children].find((each) => each.dataset.key === key)?.querySelectorAll("button")[at]?.focus();
  };

  // The rubric builder, below.
  const place = lx.el("div");
  const next = lx.el("section.lx-next", { hidden: true, "aria-label": "Rubric builder" }, lx.el("div.lx-buttons", {}, lx.el("button", { onclick: () => send("close_builder") }, "Close the rubric builder")), place);
  let shownId = "";
  const drawNext = async () => {
    const opened = model.get("opened");
    if (opened === shownId) return;
    shownId = opened;
    next.hidden = !opened;
    place.replaceChildren();
    if (!opened) return;
    const child = await model.widget_manager.get_model(opened);
    const made = await model.widget_manager.create_view(child);
    if (shownId === opened) place.replaceChildren(made.el);
  };

  const draw = () => {
    title.textContent = `${view().title}: hand out`;
    about.textContent = view().about;
    state.news(view().news);
    drawKinds();
    drawPreview();
    drawHanded();
    drawNext();
  };
  state.node.firstChild.textContent = "";
  root.append(lx.el("div.lx-title", {}, lx.el("div", {}, title, about), state.node), trouble, kinds, rubric, sheet, handedTitle, staleField, handed, next);
  const leave = lx.follow(root, model);
  lx.keepKeys(root);
  draw();
  el.append(root);
  let isDue = false;
  const soon = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => { isDue = false; draw(); });
  };
  const names = ["view", "kind", "form", "version", "since", "listed", "only_stale", "unfolded", "opened"].map((name) => `change:${name}`);
  for (const name of names) model.on(name, soon);
  return () => {
    for (const name of names) model.off(name, soon);
    leave();
    files.close();
    link.close();
  };
}

export default { render };
