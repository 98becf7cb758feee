// The tags: a box to type in, and every term of the vocabularies with what the selection has of it.

function lxTagPane(ed) {
  let options = [];
  let lit = 0;
  const list = lx.el("div.lx-terms", { role: "listbox", id: `${ed.uid}-terms`, "aria-label": "Terms" });
  const error = lx.el("div.lx-error", { role: "alert" });
  const box = lx.el("input.lx-grow", {
    type: "text", role: "combobox", autocomplete: "off", "aria-label": "Tag", "aria-expanded": "true",
    "aria-autocomplete": "list", "aria-controls": list.id,
    placeholder: "Type a part of a term; Enter puts it on or takes it off",
    oninput: () => { lit = 0; update(); },
  });

  const held = (tag) => {
    const every = ed.selected();
    const count = every.filter((each) => each.tags.includes(tag)).length;
    return { count, all: count > 0 && count === every.length };
  };

  const toggle = async (option) => {
    const ids = ed.selection();
    if (!ids.length) {
      error.textContent = "Select one or more statements in the list first.";
      return;
    }
    error.textContent = "";
    try {
      await ed.send(held(option.tag).all ? "untag" : "tag", { ids, tags: [option.tag] });
      box.value = "";
      lit = 0;
      update();
    } catch (failure) {
      error.textContent = failure.message;
    }
  };

  /** What the typed words find: terms, and new terms where a vocabulary is open. */
  const matching = () => {
    const asked = box.value.trim();
    const words = asked.toLowerCase();
    const found = ed.view.vocabularies.map((vocabulary) => ({
      label: vocabulary.label,
      tags: vocabulary.terms.map((term) => `${vocabulary.name}:${term.term}`),
      name: vocabulary.name,
      options: vocabulary.terms
        .filter((term) => [vocabulary.label, `${vocabulary.name}:${term.term}`, term.label].some((text) =>
          text.toLowerCase().includes(words)))
        .map((term) => ({ tag: `${vocabulary.name}:${term.term}`, label: term.label, why: term.description })),
    }));
    const fresh = asked ? fresher(asked, words) : [];
    return [...found, { label: "New term", tags: [], options: fresh }].filter((group) => group.options.length);
  };

  const fresher = (asked, words) => {
    const [name, term] = asked.includes(":") ? asked.split(/:(.*)/) : ["", asked];
    const open = ed.view.vocabularies.filter((each) => each.open && (!name || each.name === name)
      && !each.terms.some((known) => [known.term, known.label].some((text) => text.toLowerCase() === words)));
    const made = open.map((each) => ({ tag: `${each.name}:${term}`, label: `Add “${term}” to ${each.label}` }));
    const free = !name && !ed.view.vocabularies.some((each) => each.name === "tag");
    return free ? [...made, { tag: term, label: `Add “${term}” as a tag of its own` }] : made;
  };

  const drawOption = (option, index) => {
    const { count, all } = held(option.tag);
    const many = ed.selection().length;
    const state = all ? "✓ " : count ? "– " : "";
    const words = many ? `${option.label}, on ${count} of ${many} selected` : option.label;
    const classes = `button.lx-term${all ? ".lx-has" : ""}${index === lit && box.value ? ".lx-lit" : ""}`;
    return lx.el(classes, {
      role: "option", id: `${ed.uid}-term-${index}`, tabIndex: -1, title: option.why || option.tag,
      "data-tag": option.tag, "aria-label": words, "aria-selected": String(all), onclick: () => toggle(option),
    }, state + option.label);
  };

  const drawGroup = (group) => {
    const whole = ed.view.statements.length;
    const tagged = ed.view.statements.filter((each) => each.tags.some((tag) => group.tags.includes(tag))).length;
    const progress = group.tags.length ? lx.el("span.lx-count", {}, `${tagged} of ${whole}`) : null;
    const start = options.length;
    options.push(...group.options);
    return lx.el("div.lx-vocabulary", { role: "group", "aria-label": group.label },
      lx.el("div.lx-name", {}, group.label, progress),
      lx.el("div.lx-set", {}, group.options.map((option, index) => drawOption(option, start + index))));
  };

  const update = () => {
    options = [];
    const none = box.value ? "No term like this, and no open vocabulary to add it to." :
      "No vocabularies yet. Type a word to make a tag of your own, or load a file of vocabularies (notebook 02).";
    const drawn = matching().map(drawGroup);
    const had = list.contains(document.activeElement);
    list.replaceChildren(...(drawn.length ? drawn : [lx.el("div.lx-quiet", {}, none)]));
    if (had) box.focus({ preventScroll: true });
    box.setAttribute("aria-activedescendant", box.value && options.length ? `${ed.uid}-term-${lit}` : "");
    if (ed.selection().length) error.textContent = error.textContent.startsWith("Select one") ? "" : error.textContent;
  };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && box.value.trim() && options[lit]) toggle(options[lit]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      lit = Math.max(0, Math.min(options.length - 1, lit + (event.key === "ArrowDown" ? 1 : -1)));
      update();
      list.querySelector(".lx-lit")?.scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
  });
  update();
  const title = () => (ed.selection().length ? `Tags of ${ed.counted()}` : "Tags");
  return { title, needs: 0, body: [lx.el("div.lx-row", {}, box), error, list], first: box, update };
}
