// The choices of the rubric builder, group by group. Each field sends what was typed; what does not fit is said at it.

/** The tools of the form: `choose(field, value)` sends, `wrong(field)` says what did not fit. */
function lxForm({ model, uid, choose, send, view }) {
  const option = (chosen) => ({ key, label }) => lx.el("option", { value: key, selected: key === chosen }, label);
  const name = (field) => `${uid}-${field.replace(/[^A-Za-z0-9_-]/g, "_")}`;

  /** What is wrong about a field, which the field's own label leads to. */
  const trouble = (field) => {
    const found = view().wrong[field];
    return found ? lx.el("div.lx-error", { id: `${name(field)}-wrong`, role: "alert" }, found.said) : null;
  };
  const marks = (field) => (view().wrong[field] ? { "aria-invalid": "true", "aria-describedby": `${name(field)}-wrong` } : {});

  /** A text field that sends on Enter and when it is left; what was wrong stays in it. */
  const text = (field, value, props = {}) => {
    const shown = view().wrong[field]?.value ?? value;
    const input = lx.el("input", { type: "text", id: name(field), value: shown, ...marks(field), ...props });
    const go = () => { if (input.value !== String(shown)) choose(field, input.value); };
    input.addEventListener("change", go);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.stopPropagation(); input.value = value; }
    });
    return input;
  };
  const select = (field, chosen, listed, props = {}) => {
    const node = lx.el("select", { id: name(field), ...marks(field), ...props, onchange: () => choose(field, node.value) }, listed.map(option(chosen)));
    return node;
  };
  const labelled = (words, field, control, ...more) => lx.el("div.lx-field", {}, lx.el("label", { htmlFor: name(field) }, words), control, ...more, trouble(field));
  const check = (words, checked, onchange, props = {}) => lx.el("label.lx-check", {}, lx.el("input", { type: "checkbox", checked, onchange, ...props }), lx.el("span", {}, words));
  return { model, uid, choose, send, view, name, trouble, text, select, labelled, check };
}

const lxKinds = (form) => {
  const { view, model, choose, uid, trouble } = form;
  return [lx.el("div.lx-kinds", { role: "radiogroup", "aria-label": "Kind of rubric" }, view().kinds.map(({ key, label, about }) =>
    lx.el("label.lx-kind", {}, lx.el("input", { type: "radio", name: `${uid}-kind`, value: key, checked: model.get("kind") === key, onchange: () => choose("kind", key) }),
      lx.el("span", {}, lx.el("b", {}, label), lx.el("span.lx-about", {}, about))))), trouble("kind")];
};

const lxCovers = (form) => {
  const { view, model, choose, select, labelled, check, trouble } = form;
  const { levels, targets, versions } = view();
  const chosen = () => levels.filter((each) => each.chosen).map((each) => each.key);
  const level = (each) => check(`${each.label} (${each.count})`, each.chosen, (event) => {
    const keys = event.target.checked ? levels.filter((one) => one.chosen || one.key === each.key).map((one) => one.key) : chosen().filter((key) => key !== each.key);
    choose("levels", keys);
  });
  return [
    labelled("Made of", "version", select("version", model.get("version"), versions)),
    lx.el("fieldset.lx-field", {}, lx.el("legend", {}, "Levels, with their statements"), lx.el("div.lx-checks", {}, levels.map(level)), trouble("levels")),
    labelled("Target level: what is asked of everybody", "target", select("target", targets.chosen, targets.listed)),
  ];
};

const lxCriteria = (form) => {
  const { view, choose, send, check, text, trouble } = form;
  const { rows, loose, looseChosen, weighted, sum, other, isDraft } = view().criteria;
  if (!rows.length) return lxNoCriteria(form, loose, isDraft);
  const picked = (label, on) => {
    const now = rows.filter((row) => row.chosen).map((row) => row.label).concat(looseChosen && loose ? [""] : []);
    const next = on ? [...now, label] : now.filter((each) => each !== label);
    const every = next.length === rows.length + (loose ? 1 : 0);
    choose("criteria", every ? null : [...rows.map((row) => row.label), ""].filter((each) => next.includes(each)));
  };
  const many = (count) => `${count} statement${count === 1 ? "" : "s"}`;
  const counts = (row) => `${many(row.count)} · ${row.missing.length ? `nothing at ${row.missing.join(", ")}` : "every level has some"}`;
  const about = (words) => lx.el("div.lx-about", {}, words);
  const line = (row) => lx.el("tr", {},
    lx.el("td", {}, check(row.label, row.chosen, (event) => picked(row.label, event.target.checked)), about(counts(row))),
    weighted && lx.el("td", {}, text(`weight:${row.label}`, row.weight, { className: "lx-short", inputMode: "decimal", "aria-label": `Weight of ${row.label}`, disabled: !row.chosen }), trouble(`weight:${row.label}`)));
  const head = (words) => lx.el("th", { scope: "col" }, words);
  return [
    lx.el("div.lx-scroll", { tabIndex: 0, role: "region", "aria-label": "Criteria of the rubric" }, lx.el("table.lx-list", {},
      lx.el("thead", {}, lx.el("tr", {}, head("Criterion, and its cells"), weighted && head("Weight"))),
      lx.el("tbody", {}, rows.map(line), loose ? lx.el("tr", {}, lx.el("td", { colSpan: weighted ? 2 : 1 }, check("Without a criterion", looseChosen, (event) => picked("", event.target.checked)), about(many(loose)))) : null),
      weighted && lx.el("tfoot", {}, lx.el("tr", {}, lx.el("td", {}, "Sum of the weights"), lx.el("td.lx-number", {}, sum))))),
    trouble("criteria"),
    other.length ? lx.el("div.lx-quiet", {}, `Other weights, from a file: ${other.join(", ")}`) : null,
    loose && isDraft ? lxPropose(form, `Propose criteria for the ${loose} without one`) : null,
    lxProposal(form),
  ];
};

const lxNoCriteria = (form, loose, isDraft) => [
  lx.el("p.lx-quiet", {}, `None of the ${loose} statements has a criterion yet. An analytic rubric needs them: a criterion is a row, with its statements level by level.`),
  isDraft ? lxPropose(form, "Propose criteria") : lx.el("p.lx-quiet", {}, "Criteria are made in your draft: choose it above."),
  lxProposal(form),
];

const lxPropose = ({ view, send }, words) => (view().proposal.length ? null : lx.el("div.lx-row", {}, lx.el("button.lx-proposes", { onclick: () => send("propose") }, words)));

/** What is proposed, to be looked through: a tick each, its statements folded. */
const lxProposal = ({ view, send }) => {
  const threads = view().proposal;
  if (!threads.length) return null;
  const boxes = threads.map((thread) => lx.el("input", { type: "checkbox", checked: true, value: thread.label, "aria-label": `Accept ${thread.label}` }));
  const row = (thread, at) => lx.el("li", {}, boxes[at], lx.el("details", {}, lx.el("summary", {}, thread.label, lx.el("span.lx-quiet", {}, ` · ${thread.members.length} statement${thread.members.length === 1 ? "" : "s"}`)),
    lx.el("ul", {}, thread.members.map((each) => lx.el("li", {}, lx.el("b", {}, `${each.level}: `), lx.el("span", { dir: "auto" }, each.text))))));
  return lx.el("div.lx-proposal", { role: "group", "aria-label": "Proposed criteria" },
    lx.el("b", {}, "Proposed criteria"), lx.el("div.lx-quiet", {}, "Nothing is changed until you accept. Accepting is one edit of your draft, which Undo in the editor takes back."),
    lx.el("ul", {}, threads.map(row)),
    lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: () => send("accept", { labels: boxes.filter((each) => each.checked).map((each) => each.value) }) }, "Accept those ticked"),
      lx.el("button", { onclick: () => send("dismiss") }, "Drop the proposal")));
};

const lxRating = (form) => {
  const { view, select, text, labelled, choose, trouble } = form;
  const { scale, rules } = view();
  const own = scale.possible && (scale.chosen === "own" || form.isOwn());
  return [
    scale.possible ? labelled("Scale", "scaleChoice", lxScaleChoice(form, own)) : lx.el("div.lx-quiet", {}, "The ratings of this kind are the levels."),
    own ? lxOwnScale(form) : lx.el("ul.lx-scale", {}, scale.rows.map((row) => lx.el("li", {}, lx.el("b", {}, row.code), row.meaning ? ` ${row.meaning}` : "", lx.el("span.lx-quiet", {}, row.points === "" ? " · leaves the row out" : ` · ${row.points} point${row.points === "1" ? "" : "s"}`)))),
    trouble("scale"),
    rules.metUsed ? labelled("Counts as met from this many points on", "met", text("met", rules.met, { className: "lx-short", inputMode: "decimal", placeholder: rules.usualMet })) : null,
    rules.shareUsed ? labelled("Share of a level that must be met, in %", "share", text("share", rules.share, { className: "lx-short", inputMode: "decimal" })) : null,
  ];
};

const lxScaleChoice = (form, own) => {
  const { view, choose, name } = form;
  const { scale } = view();
  const node = lx.el("select", { id: name("scaleChoice"), onchange: () => {
    form.setOwn(node.value === "own");
    if (node.value !== "own") choose("scale", node.value);
  } }, scale.choices.map(({ key, label }) => lx.el("option", { value: key, selected: key === (own ? "own" : scale.chosen) }, label)));
  return node;
};

/** The designer's own scale: a row each; nothing is sent before "Use this scale", so that half a row is no mistake. */
const lxOwnScale = (form) => {
  const { view, choose } = form;
  const shown = view().wrong.scale?.value;
  const given = Array.isArray(shown) ? shown : view().scale.rows;
  const body = lx.el("tbody");
  const field = (row, key, label, props = {}) => lx.el("td", {}, lx.el("input", { type: "text", value: row[key] ?? "", "aria-label": label, "data-key": key, ...props }));
  const add = (row = {}) => {
    const met = row.met === true ? "yes" : row.met === false ? "no" : "";
    const line = lx.el("tr", {}, field(row, "code", "Rating", { className: "lx-code" }), field(row, "meaning", "Meaning"), field(row, "points", "Points", { className: "lx-short", inputMode: "decimal" }),
      lx.el("td", {}, lx.el("select", { "aria-label": "Counts as met", "data-key": "met" }, [["", "by the points"], ["yes", "yes"], ["no", "no"]].map(([value, words]) => lx.el("option", { value, selected: value === met }, words)))),
      lx.el("td", {}, lx.el("button.lx-away", { "aria-label": `Take the rating ${row.code || ""} away`, title: "Take this rating away", onclick: () => line.remove() }, "×")));
    body.append(line);
    return line;
  };
  for (const row of given) add(row);
  const rows = () => [...body.rows].map((line) => {
    const value = Object.fromEntries([...line.querySelectorAll("[data-key]")].map((each) => [each.dataset.key, each.value]));
    return { ...value, met: value.met === "yes" ? true : value.met === "no" ? false : null };
  });
  const head = (words) => lx.el("th", { scope: "col" }, words);
  return lx.el("div.lx-own", {}, lx.el("div.lx-scroll", { tabIndex: 0, role: "region", "aria-label": "Your own scale" }, lx.el("table.lx-list", {},
    lx.el("thead", {}, lx.el("tr", {}, head("Rating"), head("Meaning"), head("Points"), head("Met"), lx.el("td"))), body)),
    lx.el("div.lx-quiet", {}, "A rating without points leaves the statement out of the result."),
    lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: () => choose("scale", rows()) }, "Use this scale"), lx.el("button", { onclick: () => add().querySelector("input").focus() }, "Add a rating")));
};

const lxLooks = (form) => {
  const { view, choose, select, text, labelled, trouble, uid, model } = form;
  const { papers, paper, languages, language, themes, theme, colours, logo } = view().looks;
  const swatch = (colour) => lx.el("span.lx-swatch", { style: `background: #${colour}` });
  const own = colours.some((each) => each.own) || colours.some((each) => view().wrong[`colour:${each.key}`]);
  return [
    lx.el("div.lx-pair", {}, labelled("Paper", "paper", select("paper", paper, papers)), labelled("Language of its headings", "language", select("language", language, languages))),
    lx.el("fieldset.lx-field", {}, lx.el("legend", {}, "Colours"), lx.el("div.lx-themes", {}, themes.map((each) => lx.el("label.lx-theme", {},
      lx.el("input", { type: "radio", name: `${uid}-theme`, value: each.key, checked: each.key === theme, onchange: () => choose("theme", each.key) }), lx.el("span.lx-swatches", { "aria-hidden": "true" }, each.colours.map(swatch)), each.label))), trouble("theme")),
    lx.el("details.lx-more", { open: own }, lx.el("summary", {}, "Colours of your own"), lx.el("div.lx-colours", {}, colours.map((each) => {
      const field = `colour:${each.key}`;
      const picker = lx.el("input", { type: "color", value: `#${(each.own || each.usual).toLowerCase()}`, "aria-label": `${each.label}: choose a colour`, onchange: () => choose(field, picker.value) });
      return labelled(each.label, field, lx.el("div.lx-row", {}, picker, text(field, each.own, { className: "lx-hex", placeholder: each.usual, "aria-label": `${each.label}: six hex digits` }),
        each.own ? lx.el("button", { "aria-label": `${each.label}: the theme's colour again`, onclick: () => choose(field, "") }, "As the theme") : null));
    }))),
    lx.el("div.lx-field", {}, lx.el("b", {}, "Logo on the first sheet"), logo ? lx.el("div.lx-row", {}, lx.el("span", {}, "A logo is chosen; the preview of Start shows it."), lx.el("button", { onclick: () => choose("logo", null) }, "Leave it out")) : null, form.zones.logo, trouble("logo")),
  ];
};

const lxTrainees = (form) => {
  const { view, model, choose, uid, name, trouble } = form;
  const { text: names, count, hidden } = view().trainees;
  const many = model.get("many");
  const ways = [["one", "Nobody in particular", "one workbook; whoever uses it writes the name in"], ["each", "A workbook for each trainee", "into a folder, called by their names"],
    ["cohort", "One workbook for the group", "with a column for each; up to 30 in one, more make several"]];
  const box = lx.el("textarea", { id: name("trainees"), rows: 5, value: view().wrong.trainees && typeof view().wrong.trainees.value === "string" ? view().wrong.trainees.value : names,
    placeholder: "Ana Ruiz\nBen Li", readOnly: hidden > 0, onchange: () => choose("trainees", box.value),
    // Browsers take minutes to paste a thousand lines into a field by themselves.
    onpaste: (event) => {
      const pasted = event.clipboardData?.getData("text/plain") || "";
      if (pasted.split("\n").length < 50) return;
      event.preventDefault();
      box.setRangeText(pasted, box.selectionStart, box.selectionEnd, "end");
      choose("trainees", box.value);
    } });
  return [
    lx.el("div", { role: "radiogroup", "aria-label": "For whom" }, ways.map(([key, words, about]) => lx.el("label.lx-kind", {},
      lx.el("input", { type: "radio", name: `${uid}-many`, value: key, checked: many === key, onchange: () => choose("many", key) }), lx.el("span", {}, lx.el("b", {}, words), lx.el("span.lx-about", {}, about))))),
    many === "one" ? null : [
      lx.el("div.lx-field", {}, lx.el("label", { htmlFor: name("trainees") }, "Names, one a line, or pasted from Excel"), box,
        lx.el("div.lx-quiet", { role: "status" }, count ? `${count.toLocaleString()} ${count === 1 ? "name" : "names"}${hidden ? `, of which the first ${count - hidden} are shown` : ""}` : "No name yet"), trouble("trainees"),
        count ? lx.el("div.lx-row", {}, lx.el("button", { onclick: () => choose("trainees", "") }, "Empty the list")) : null),
      form.zones.trainees,
    ],
  ];
};

const lxFile = (form) => [
  lx.el("p.lx-quiet", {}, "Your choices are remembered for this framework. A file keeps them for other frameworks and for colleagues; the command lexcurric rubric --options takes it too. A logo is not in it."),
  lx.el("div.lx-row", {}, form.downloads.link(form.view().file, "Save the choices as a file")),
  form.zones.file,
  form.trouble("file"),
];
