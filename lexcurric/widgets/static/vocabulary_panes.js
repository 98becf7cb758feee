// The forms of the vocabularies' screen: a list's name and rules, a term, and a file that comes in.

/** A form that Enter sends and Escape leaves; `close` is called once it is saved. `more`: further [words, work, disabled]. */
function lxVocabularyForm({ title, body, button, first, send, typed, close, more = [], again = null }) {
  const error = lx.el("div.lx-error", { role: "alert" });
  const tell = (text) => { error.textContent = text; };
  const carry = async (work, done) => {
    if ((await work(tell)) && form.isConnected) done();
  };
  const form = lx.el("form.lx-form", { "aria-label": title, onsubmit: (event) => {
    event.preventDefault();
    carry(send, again ?? close);
  } }, lx.el("b", {}, title), body, error, lx.el("div.lx-row", {}, lx.el("button.lx-primary", { type: "submit" }, button),
    more.map(([words, work, disabled]) => lx.el("button", { type: "button", disabled, onclick: () => carry(work, close) }, words)),
    lx.el("button.lx-plain", { type: "button", onclick: close }, "Close")));
  return { node: form, first, typed };
}

function lxField(words, control, hint = "") {
  return lx.el("label.lx-field", {}, lx.el("span", {}, words), control, hint && lx.el("span.lx-quiet.lx-small", {}, hint));
}

/** A list's name and rules; without `list`, a new one. */
function lxListForm(screen, { list, close }) {
  const label = lx.el("input", { type: "text", value: list?.label ?? "" });
  const name = lx.el("input", { type: "text", value: list?.name ?? "" });
  const scope = lx.el("select", {}, lx.el("option", { value: "many", selected: !list?.one }, "any number of its tags"), lx.el("option", { value: "one", selected: Boolean(list?.one) }, "one of its tags"));
  const required = lx.el("input", { type: "checkbox", checked: list?.required });
  const open = lx.el("input", { type: "checkbox", checked: list?.open });
  const said = () => ({ label: label.value, scope: scope.value, required: required.checked, open: open.checked });
  const before = JSON.stringify([said(), name.value]);
  return lxVocabularyForm({
    title: list ? `Settings of ${list.label}` : "A new vocabulary", button: list ? "Save" : "Add", first: label, close,
    typed: () => JSON.stringify([said(), name.value]) !== before,
    body: lx.el("div.lx-fields", {}, lxField("Name", label, "What people read, such as Skill type."),
      list && lxField("In tags", name, `Tags begin with it, as in ${list.name}:…; they follow when you change it.`),
      lxField("A statement may have", scope),
      lx.el("label", {}, required, " Every statement must have one"), lx.el("label", {}, open, " New terms may be typed while tagging")),
    send: (error) => (list ? screen.send("change", { vocabulary: list.name, ...said(), ...(name.value !== list.name ? { name: name.value } : {}) }, error) : screen.send("add", said(), error)),
  });
}

/** How well text is read on a colour, as in WCAG 2.2: [ink, contrast]. */
function lxInk(colour) {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  const [black, white] = [(light + 0.05) / 0.05, 1.05 / (light + 0.05)];
  return black >= white ? ["#000000", black] : ["#ffffff", white];
}

function lxTermChip(term, label) {
  const style = term.colour ? `background:${term.colour};color:${lxInk(term.colour)[0]};border-color:${term.colour}` : "";
  return lx.el("span.lx-chip.lx-term-chip", { style, dir: "auto" }, label ?? (term.label || term.term));
}

/** The palette, no colour, or one of one's own. */
function lxColours(palette, start, show) {
  const group = `lx-colour-${Math.random().toString(36).slice(2)}`;
  let chosen = start;
  const own = lx.el("input", { type: "color", value: start || "#888888", "aria-label": "A colour of your own" });
  const pick = (colour) => { chosen = colour; tell(); };
  const radio = (colour, name) => lx.el("input.lx-swatch", { type: "radio", name: group, value: colour, checked: colour === chosen, "aria-label": name, title: name,
    style: colour ? `background:${colour}` : "", onchange: () => pick(colour) });
  const isOwn = start && !palette.some((each) => each.colour === start);
  const ownRadio = lx.el("input", { type: "radio", name: group, checked: isOwn, "aria-label": "Own colour", onchange: () => pick(own.value) });
  own.addEventListener("input", () => { ownRadio.checked = true; pick(own.value); });
  const words = lx.el("span.lx-small.lx-quiet");
  const chip = lx.el("span");
  const tell = () => {
    chip.replaceChildren(lxTermChip({ colour: chosen, label: show() || "Sample" }));
    words.textContent = chosen ? `${lxInk(chosen)[0] === "#000000" ? "Black" : "White"} text on it reads at ${lxInk(chosen)[1].toFixed(1)} : 1` : "No colour";
  };
  tell();
  return {
    get value() { return chosen; },
    tell,
    node: lx.el("fieldset.lx-colours", {}, lx.el("legend", {}, "Colour"), lx.el("label", {}, radio("", "No colour"), " None"), palette.map((each) => radio(each.colour, each.name)),
      lx.el("label", {}, ownRadio, " Own ", own), chip, words),
  };
}

/** A term; without `term`, a new one, and the form stays for the next. */
function lxTermForm(screen, { list, term, terms, close }) {
  const label = lx.el("input", { type: "text", value: term?.label ?? "" });
  const name = lx.el("input", { type: "text", value: term?.term ?? "", placeholder: term ? "" : "made of the label" });
  const description = lx.el("textarea", { rows: 2, value: term?.description ?? "" });
  const synonyms = lx.el("input", { type: "text", value: (term?.synonyms ?? []).join(", ") });
  const colours = lxColours(screen.view.palette, term?.colour ?? "", () => label.value || name.value);
  label.addEventListener("input", () => colours.tell());
  const others = terms.filter((each) => each.term !== term?.term && !each.deprecated);
  const gone = lx.el("input", { type: "checkbox", checked: term?.deprecated, onchange: () => { after.hidden = !gone.checked; } });
  const heir = lx.el("select", { "aria-label": "Replaced by" }, lx.el("option", { value: "" }, "nothing"),
    others.map((each) => lx.el("option", { value: each.term, selected: each.term === term?.replaced_by }, each.label || each.term)));
  const replace = lx.el("input", { type: "checkbox" });
  const many = term?.active ?? 0;
  const after = lx.el("div.lx-row", { hidden: !term?.deprecated }, lx.el("label", {}, "Replaced by ", heir),
    many > 0 && lx.el("label", {}, replace, ` Also on ${many === 1 ? "the 1 statement that has it" : `the ${many} statements that have it`}`));
  const said = () => ({ label: label.value, description: description.value, colour: colours.value,
    synonyms: synonyms.value.split(/[,;|]/).map((each) => each.trim()).filter(Boolean),
    ...(term ? { deprecated: gone.checked, replaced_by: gone.checked ? heir.value : "" } : {}) });
  const before = JSON.stringify([said(), name.value]);
  const seen = term && { label: term.label, description: term.description, colour: term.colour, synonyms: term.synonyms, deprecated: term.deprecated, replaced_by: term.replaced_by };
  const clear = () => {
    label.value = name.value = description.value = synonyms.value = "";
    label.focus();
  };
  let asked = false;
  return lxVocabularyForm({
    title: term ? `The term ${term.label || term.term}` : `A new term of ${list.label}`, button: term ? "Save" : "Add term", first: label, close,
    again: term ? null : clear,
    typed: () => JSON.stringify([said(), name.value]) !== before,
    body: [lx.el("div.lx-fields", {}, lxField("Label", label, "What people read."),
      lxField("In tags", name, term?.used ? `${list.name}:${term.term} is on ${term.used} statement${term.used === 1 ? "" : "s"}; the tags follow, and the old name stays a synonym.` : `Written ${list.name}:…`),
      lxField("Description", description), lxField("Synonyms", synonyms, "Other words that give this term while tagging, with commas between.")),
    colours.node, term && lx.el("div", {}, lx.el("label", {}, gone, " Deprecated: new tags no longer take it"), after)],
    send: async (error) => {
      if (!term) return screen.send("add_term", { vocabulary: list.name, ...said(), ...(name.value.trim() ? { term: name.value } : {}) }, error);
      const sent = { vocabulary: list.name, term: term.term, ...said(), ...(name.value !== term.term ? { new_term: name.value } : {}),
        ...(replace.checked && gone.checked && heir.value ? { replacing: true } : {}), ...(asked ? {} : { before: seen }) };
      const done = await screen.send("change_term", sent, error);
      asked = !done;
      return done;
    },
    more: term ? [["Delete the term", (error) => screen.send("delete_term", { vocabulary: list.name, term: term.term }, error), term.used > 0]] : [],
  });
}

/** A file with vocabularies: dropped or chosen, its plan, and then taken in. */
function lxVocabularyFile(screen, { close }) {
  const error = lx.el("div.lx-error", { role: "alert" });
  const tell = (text) => { error.textContent = text; };
  const uploads = lx.uploads(screen.link, { mostBytes: () => screen.view.most });
  const zone = lx.dropZone({
    words: { title: "Drop a file with vocabularies here", about: "YAML, CSV, Excel or SKOS. Nothing changes before you have seen the plan.", choose: "Choose a file…" },
    accept: ".yaml,.yml,.json,.csv,.tsv,.xlsx,.rdf,.xml,.jsonld,.ttl",
    take: async (listed) => {
      tell("");
      try {
        await uploads.send(listed.slice(0, 1));
      } catch (failure) {
        tell(failure.message);
      }
    },
    onTrouble: tell,
  });
  const plan = lx.el("div.lx-plan");
  const pane = {
    node: lx.el("div.lx-form", {}, lx.el("div.lx-title", {}, lx.el("b", {}, "Take in a file"), lx.el("button.lx-plain", { onclick: close }, "Close")), zone.node, error, plan),
    first: zone, typed: () => false,
    draw() {
      const found = screen.view.plan;
      plan.hidden = !found;
      if (!found) return;
      const line = (each) => lx.el("li", {}, lx.el("b", {}, each.what), each.where ? ` · ${each.where}: ` : " ", lx.marked(each.words), each.why && lx.el("div.lx-quiet.lx-small", {}, each.why));
      plan.replaceChildren(lx.el("h4", { dir: "auto" }, `${found.name}: ${found.title}`), lx.el("p", { dir: "auto" }, found.sentence),
        found.problems.length ? lx.el("ul", {}, found.problems.map((each) => lx.el("li", {}, each.where && lx.el("b", {}, `${each.where}: `), each.what))) : "",
        found.hint ? lx.el("p", {}, found.hint) : "",
        found.lines.length ? lx.el("ul.lx-lines", { tabIndex: 0, "aria-label": "What it changes" }, found.lines.map(line), found.more ? lx.el("li", {}, `… and ${found.more} more`) : null) : "",
        lx.el("div.lx-row", {}, found.can_take ? lx.el("button.lx-primary", { "data-key": "take", onclick: () => screen.send("take", {}, tell) }, "Take it in") : null,
          lx.el("button", { "data-key": "leave", onclick: () => screen.ask("leave_file", {}, tell) }, found.can_take ? "Leave it out" : "Clear")));
    },
  };
  pane.draw();
  return pane;
}
