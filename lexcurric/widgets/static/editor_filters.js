// The filters of the statement editor: by level and by tag, with counts.

/** True where a statement passes a filter of tags: see `tag` in editor.py. */
function lxTagged(each, wanted) {
  if (!wanted) return true;
  if (wanted === "?") return each.findings.length > 0;
  if (wanted === "!") return each.tags.length === 0;
  if (wanted.startsWith("!")) return !each.tags.some((tag) => tag.startsWith(`${wanted.slice(1)}:`));
  return each.tags.includes(wanted);
}

function lxEditorFilters(ed, narrow) {
  const levels = lx.el("div.lx-levels", { role: "group", "aria-label": "Level" });
  const tags = lx.el("select.lx-tags", { "aria-label": "Filter by tag", onchange: () => narrow("tag", tags.value) });

  /** Counts among what the other filters let through. */
  const counter = (without) => {
    const every = ed.view.statements.filter((each) => ed.matches(each, without));
    return (fits) => every.filter(fits).length;
  };
  // A click, or an open list of choices, outlives an edit by somebody else: only what is different is drawn again.
  const drawn = {};
  const isNew = (name, value) => {
    const key = JSON.stringify(value);
    const fresh = drawn[name] !== key;
    drawn[name] = key;
    return fresh;
  };
  const drawLevels = () => {
    const count = counter("level");
    const every = [{ key: "", label: "All" }, ...ed.view.levels];
    if (isNew("levels", every)) {
      levels.replaceChildren(...every.map(({ key, label }) =>
        lx.el("button", { onclick: () => narrow("level", key) }, `${label} `, lx.el("span.lx-count"))));
    }
    every.forEach(({ key }, at) => {
      levels.children[at].setAttribute("aria-pressed", String(ed.get("level") === key));
      levels.children[at].lastChild.textContent = String(count((each) => !key || each.level === key));
    });
  };
  const drawTags = () => {
    const count = counter("tag");
    const option = (value, label) =>
      lx.el("option", { value }, `${label} (${count((each) => lxTagged(each, value))})`);
    const bare = ed.view.vocabularies.map((each) => option(`!${each.name}`, `No ${each.label}`));
    const sets = ed.view.vocabularies.map((each) => lx.el("optgroup", { label: each.label },
      each.terms.map((term) => option(`${each.name}:${term.term}`, term.label))));
    const options = [option("", "Any tag"), option("!", "No tag at all"), option("?", "Something to check"),
      ...(bare.length ? [lx.el("optgroup", { label: "Still to tag" }, bare)] : []), ...sets];
    if (isNew("tags", options.map((each) => each.outerHTML))) tags.replaceChildren(...options);
    tags.value = ed.get("tag");
  };
  const draw = () => {
    drawLevels();
    drawTags();
  };
  return { levels, tags, draw };
}
