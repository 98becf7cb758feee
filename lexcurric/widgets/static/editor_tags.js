// The tags: chips, a box to type in with every term of the vocabularies, number keys, tags by example and by a rule.

/** A term of the vocabularies by its tag; null where no vocabulary has it. */
function lxTermOf(ed, tag) {
  const cut = tag.indexOf(":");
  return ed.view.vocabularies.find((each) => each.name === tag.slice(0, cut))?.terms.find((each) => each.term === tag.slice(cut + 1)) ?? null;
}

/** Gives a node the colour of a term, with ink that can be read on it. */
function lxColoured(node, term) {
  if (!term?.colour) return node;
  node.classList.add("lx-coloured");
  node.style.setProperty("--lx-chip", term.colour);
  node.style.setProperty("--lx-chip-ink", term.ink);
  return node;
}

/** The chips of a statement: its tags, what a required vocabulary lacks, and what replaces a deprecated term. */
function lxChips(ed) {
  const act = (action, withThese) => (event) => {
    event.stopPropagation();
    ed.send(action, withThese).catch(() => {});
  };
  const small = (label, words, onclick) => lx.el("button.lx-x", { onclick, tabIndex: -1, title: label, "aria-label": label }, words);
  const chip = (each, tag) => {
    const term = lxTermOf(ed, tag);
    const name = ed.tagLabel(tag);
    const off = each.position ? small(`Take the tag ${name} off`, "×", act("untag", { ids: [each.id], tags: [tag] })) : null;
    if (!term?.deprecated) return lxColoured(lx.el("span.lx-chip", { title: tag }, name, off), term);
    const swap = term.heir && each.position
      ? small(`Replace ${name} by ${term.heir}`, `Replace by ${term.heir}`, act("replace_tag", { ids: [each.id], tag })) : null;
    return lx.el("span.lx-chip.lx-old", { title: `${tag} is deprecated` }, lx.el("s", {}, name), " (old)", swap, off);
  };
  const missing = (each, vocabulary) => {
    const open = (event) => {
      event.stopPropagation();
      ed.choose([each.id]);
      ed.showPane("tag");
    };
    return lx.el("button.lx-chip.lx-lacks", { onclick: open, tabIndex: -1, title: "Choose a term" }, `${vocabulary.label}: none yet`);
  };
  return (each) => {
    const lacks = each.position ? ed.view.vocabularies.filter((one) => one.required && !each.tags.some((tag) => tag.startsWith(`${one.name}:`))) : [];
    if (!each.tags.length && !lacks.length) return null;
    return lx.el("div.lx-chips", {}, each.tags.map((tag) => chip(each, tag)), lacks.map((one) => missing(each, one)));
  };
}

/** Putting tags on and off the selection; the last one can be done again, and number keys stand for terms. */
function lxTagging(ed) {
  const held = (tag) => {
    const every = ed.selected();
    const count = every.filter((each) => each.tags.includes(tag)).length;
    return { count, all: count > 0 && count === every.length };
  };
  const put = async (tag, off) => {
    // At once, not when it is saved: the next key may come before the answer, and means this one.
    ed.set("last_tag", `${off ? "-" : ""}${tag}`);
    await ed.send(off ? "untag" : "tag", { ids: ed.selection(), tags: [tag] });
  };
  const toggle = (tag) => put(tag, held(tag).all);
  const again = () => {
    const last = ed.get("last_tag");
    return last && ed.selection().length ? put(last.replace(/^-/, ""), last.startsWith("-")) : undefined;
  };
  const inHand = () => {
    const found = ed.view.vocabularies.find((each) => each.name === ed.get("in_hand"));
    return (found?.terms ?? []).filter((term) => !term.deprecated).slice(0, 9).map((term) => [`${found.name}:${term.term}`, term]);
  };
  const number = (key) => {
    const [tag] = inHand()[Number(key) - 1] ?? [];
    return tag && ed.selection().length ? toggle(tag) : undefined;
  };
  // The strip above the list
  const strip = lx.el("div.lx-strip", { role: "group", "aria-label": "Terms in hand" });
  let shown = "";
  const draw = () => {
    const every = inHand();
    const key = JSON.stringify([ed.get("in_hand"), every]);
    if (key === shown) return;
    shown = key;
    const label = ed.view.vocabularies.find((each) => each.name === ed.get("in_hand"))?.label;
    strip.replaceChildren(...(every.length ? [lx.el("span.lx-quiet", {}, `${label}, by number:`),
      ...every.map(([tag, term], at) => lx.el("button.lx-kind", { title: term.description || tag, onclick: () => {
        if (ed.selection().length) toggle(tag).catch(() => {});
      } }, lx.el("kbd", {}, String(at + 1)), lxColoured(lx.el("span"), term), ` ${term.label}`)),
      lx.el("button.lx-plain", { onclick: () => ed.set("in_hand", "") }, "Put away")] : []));
  };
  return { held, put, toggle, again, number, strip, draw, inHand };
}

function lxTagPane(ed) {
  let options = [];
  let lit = -1;
  const list = lx.el("div.lx-terms");
  const error = lx.el("div.lx-error", { role: "alert" });
  const box = lx.el("input.lx-grow", {
    type: "text", role: "combobox", autocomplete: "off", "aria-label": "Tag", "aria-expanded": "true",
    "aria-autocomplete": "list", "aria-controls": "",
    placeholder: "Type a part of a term, or go to it with ↓; Enter puts it on or takes it off",
    oninput: () => { lit = box.value.trim() ? 0 : -1; update(); },
  });

  const toggle = async (option) => {
    if (!ed.selection().length) {
      error.textContent = "Select one or more statements in the list first.";
      return;
    }
    error.textContent = "";
    try {
      await ed.tagging.toggle(option.tag);
      box.value = "";
      lit = -1;
      update();
    } catch (failure) {
      error.textContent = failure.message;
    }
  };

  const matching = () => {
    const asked = box.value.trim();
    const words = asked.toLowerCase();
    const fits = (text) => text.toLowerCase().includes(words);
    const found = ed.view.vocabularies.map((vocabulary) => {
      const known = vocabulary.terms.flatMap((term) => {
        const tag = `${vocabulary.name}:${term.term}`;
        const isOn = ed.tagging.held(tag).count > 0;
        const other = words && !fits(term.label) ? (term.synonyms ?? []).find(fits) : "";
        if (words && ![vocabulary.label, tag, term.label].some(fits) && !other) return [];
        // An old term is no choice any more: it is shown where it is on, or where it is asked for.
        if (term.deprecated && !isOn && !words) return [];
        return [{ tag, term, label: term.label, other, why: term.description }];
      });
      return { vocabulary, label: vocabulary.label, tags: vocabulary.terms.map((term) => `${vocabulary.name}:${term.term}`), options: known };
    });
    const fresh = asked ? fresher(asked, words) : [];
    return [...found, { label: "New term", tags: [], options: fresh }].filter((group) => group.options.length);
  };

  /** New terms where a vocabulary is open, unless one of its terms or synonyms is called so already. */
  const fresher = (asked, words) => {
    const [name, term] = asked.includes(":") ? asked.split(/:(.*)/) : ["", asked];
    const open = ed.view.vocabularies.filter((each) => each.open && (!name || each.name === name)
      && !each.terms.some((known) => [known.term, known.label, ...(known.synonyms ?? [])].some((text) => text.toLowerCase() === words)));
    const made = open.map((each) => ({ tag: `${each.name}:${term}`, label: `Add “${term}” to ${each.label}` }));
    const free = !name && !ed.view.vocabularies.some((each) => each.name === "tag");
    return free ? [...made, { tag: term, label: `Add “${term}” as a tag of its own` }] : made;
  };

  const drawOption = (option, index) => {
    const { count, all } = ed.tagging.held(option.tag);
    const many = ed.selection().length;
    const state = all ? "✓ " : count ? "– " : "";
    const old = option.term?.deprecated ? ` – old${option.term.heir ? `, now ${option.term.heir}` : ""}` : "";
    const name = `${option.label}${option.other ? ` (${option.other})` : ""}${old}`;
    const words = many ? `${name}, on ${count} of ${many} selected` : name;
    const classes = `button.lx-term${all ? ".lx-has" : ""}${index === lit ? ".lx-lit" : ""}`;
    const node = lx.el(classes, {
      role: "option", id: `${ed.uid}-term-${index}`, tabIndex: -1, title: option.why || option.tag,
      "data-tag": option.tag, "aria-label": words, "aria-selected": String(all), onclick: () => toggle(option),
    }, state, option.term?.colour ? lxColoured(lx.el("span.lx-swatch", { "aria-hidden": "true" }), option.term) : null, name);
    return node;
  };

  const drawGroup = (group) => {
    const whole = ed.view.statements.length;
    const wanted = new Set(group.tags);
    const tagged = ed.view.statements.filter((each) => each.tags.some((tag) => wanted.has(tag))).length;
    const progress = group.tags.length ? lx.el("span.lx-count", {}, `${tagged} of ${whole}`) : null;
    const start = options.length;
    options.push(...group.options);
    const { vocabulary } = group;
    const rules = vocabulary ? [vocabulary.one ? "one each" : "", vocabulary.required ? "required" : ""].filter(Boolean).join(", ") : "";
    const name = vocabulary?.name;
    const tools = vocabulary && !box.value ? lx.el("div.lx-tools", {},
      lx.el("button.lx-small", { "aria-pressed": String(ed.get("in_hand") === name), title: "The keys 1 to 9 put its first terms on and take them off",
        onclick: () => ed.set("in_hand", ed.get("in_hand") === name ? "" : name) }, ed.get("in_hand") === name ? "Put away" : "Keys 1–9"),
      tagged && tagged < whole ? lx.el("button.lx-small", { title: "Terms for what has none yet, by what you tagged so far", onclick: () => {
        ed.suggestFor = name;
        ed.showPane("suggest");
      } }, "Suggest…") : null) : null;
    return lx.el("div.lx-vocabulary", {},
      lx.el("div.lx-name", {}, group.label, rules ? lx.el("span.lx-count", {}, rules) : null, progress, tools),
      lx.el("div.lx-set", { role: "listbox", id: `${ed.uid}-terms-${start}`, "aria-multiselectable": "true", "aria-label": group.label }, group.options.map((option, index) => drawOption(option, start + index))));
  };

  const update = () => {
    options = [];
    const none = box.value ? "No term like this, and no open vocabulary to add it to." :
      "No vocabularies yet. Type a word to make a tag of your own, or make a vocabulary: lx.vocabularies().";
    const drawn = matching().map(drawGroup);
    const had = list.contains(document.activeElement);
    list.replaceChildren(...(drawn.length ? drawn : [lx.el("div.lx-quiet", {}, none)]));
    if (had) box.focus({ preventScroll: true });
    box.setAttribute("aria-controls", [...list.querySelectorAll("[role=listbox]")].map((each) => each.id).join(" "));
    box.setAttribute("aria-activedescendant", lit >= 0 && options.length ? `${ed.uid}-term-${lit}` : "");
    const replaced = new Set(ed.view.vocabularies.flatMap((each) => each.terms.filter((term) => term.heir).map((term) => `${each.name}:${term.term}`)));
    const old = replaced.size ? ed.view.statements.filter((each) => each.tags.some((tag) => replaced.has(tag))).length : 0;
    renew.hidden = !old;
    renew.textContent = `Replace old terms (${old})`;
    if (ed.selection().length) error.textContent = error.textContent.startsWith("Select one") ? "" : error.textContent;
  };
  const renew = lx.el("button", { onclick: () => ed.send("replace_deprecated", {}).catch((failure) => { error.textContent = failure.message; }) });
  const rule = lx.el("button", { onclick: () => ed.showPane("tag_rule") }, "Tag by a rule…");

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && options[lit]) toggle(options[lit]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      lit = Math.max(0, Math.min(options.length - 1, lit + (event.key === "ArrowDown" ? 1 : -1)));
      update();
      list.querySelector(".lx-lit")?.scrollIntoView({ block: "nearest" });
    } else return;
    event.preventDefault();
  });
  update();
  const title = () => (ed.selection().length ? `Tags of ${ed.counted()}` : "Tags");
  return { title, needs: 0, body: [lx.el("div.lx-row", {}, box, rule, renew), error, list], first: box, update };
}

/** Tags by example: each suggestion with what it rests on; one or all that are sure can be taken. */
function lxSuggestPane(ed) {
  const error = lx.el("div.lx-error", { role: "alert" });
  const list = lx.el("div.lx-repairs");
  const all = lx.el("button.lx-primary", { onclick: () => take(null) });
  const again = lx.el("select", { "aria-label": "Vocabulary", onchange: () => look() },
    ed.view.vocabularies.map((each) => lx.el("option", { value: each.name }, each.label)));
  again.value = ed.suggestFor ?? ed.get("in_hand") ?? "";
  if (!again.value) again.value = ed.view.vocabularies[0]?.name ?? "";
  const said = lx.el("p.lx-quiet", {}, "Looking…");
  let known = "";
  const state = () => JSON.stringify(ed.view.statements.map((each) => each.tags));
  const take = async (ids) => {
    error.textContent = "";
    try {
      await ed.send("suggested", { vocabulary: again.value, ...(ids ? { ids } : {}) });
    } catch (failure) {
      error.textContent = failure.message;
      return;
    }
    await look();
  };
  const line = (one) => {
    const each = ed.find(one.id);
    if (!each) return null;
    const accept = lx.el("button", { onclick: () => take([one.id]) }, "Accept");
    const because = one.evidence.map((other) => lx.el("div", {}, `as on “${other.text}” (both say ${other.shares.join(", ") || "much the same"})`));
    return lx.el("div.lx-check", {}, lx.el("div", {}, lx.el("span.lx-place", {}, `${ed.levelLabel(each.level)} ${each.position} `), lxWording(each.text)),
      lx.el("div.lx-row", {}, lxColoured(lx.el("span.lx-chip", {}, ed.tagLabel(one.tag)), lxTermOf(ed, one.tag)),
        lx.el("span.lx-quiet", {}, one.sure ? "sure" : "look twice"), accept), lx.el("div.lx-why", {}, because));
  };
  const look = async () => {
    error.textContent = "";
    known = state();
    all.hidden = true;
    const found = again.value ? await ed.ask("suggestions", { vocabulary: again.value }) : { error: "There are no vocabularies yet." };
    if (found.error) {
      said.textContent = "";
      error.textContent = found.error[0].toUpperCase() + found.error.slice(1);
      list.replaceChildren();
      return;
    }
    said.textContent = found.many ? `${found.many} suggestions, ${found.sure} of them sure. Nothing is tagged until you accept it.`
      : "Nothing to suggest: every statement has a term, or those without one are like none that has.";
    all.hidden = !found.sure;
    all.textContent = `Accept all ${found.sure} that are sure`;
    const had = list.contains(document.activeElement);
    list.replaceChildren(...found.listed.map(line).filter(Boolean));
    if (had) (list.querySelector("button") ?? again).focus();
  };
  const update = () => {
    if (state() !== known) look();
  };
  look();
  return { title: () => "Tags by example", needs: 0, first: again, update, body: [lx.el("div.lx-row", {}, again, said, all), error, list] };
}

/** Tags by a rule: the statements that contain a text, counted and listed before any is tagged. */
function lxRulePane(ed) {
  const error = lx.el("div.lx-error", { role: "alert" });
  const list = lx.el("div.lx-repairs");
  const said = lx.el("p.lx-quiet", { role: "status" });
  const text = lx.el("input.lx-grow", { type: "text", "aria-label": "Text that the statement contains", placeholder: "The statement contains…", value: ed.get("search") });
  const tag = lx.el("select", { "aria-label": "Tag to put on" }, lx.el("option", { value: "" }, "Choose a tag"),
    ed.view.vocabularies.map((each) => lx.el("optgroup", { label: each.label }, each.terms.filter((term) => !term.deprecated)
      .map((term) => lx.el("option", { value: `${each.name}:${term.term}` }, term.label)))));
  const level = lx.el("select", { "aria-label": "Level" }, lx.el("option", { value: "" }, "in all levels"),
    ed.view.levels.map((each) => lx.el("option", { value: each.key }, `in ${each.label}`)));
  const go = lx.el("button.lx-primary", { disabled: true, onclick: async () => {
    error.textContent = "";
    try {
      await ed.send("tag_where", { text: text.value, tag: tag.value, level: level.value });
      ed.openPane("");
    } catch (failure) {
      error.textContent = failure.message;
    }
  } }, "Tag");
  let timer = 0;
  const look = async () => {
    error.textContent = "";
    go.disabled = true;
    go.textContent = "Tag";
    const asked = [text.value, tag.value, level.value];
    if (!text.value.trim() || !tag.value) {
      said.textContent = "Write a word or two, and choose the tag: what would be tagged is shown first.";
      list.replaceChildren();
      return;
    }
    const found = await ed.ask("where", { text: text.value, tag: tag.value, level: level.value });
    if (JSON.stringify(asked) !== JSON.stringify([text.value, tag.value, level.value])) return;
    if (found.error) {
      error.textContent = found.error[0].toUpperCase() + found.error.slice(1);
      return;
    }
    const have = found.found - found.new;
    said.textContent = found.found ? `${found.found} found${have ? `, ${have} of them have the tag already` : ""}.` : "No statement contains this. Try a shorter word.";
    go.disabled = !found.new;
    go.textContent = found.new === 1 ? "Tag 1 statement" : `Tag ${found.new} statements`;
    list.replaceChildren(...found.listed.filter((one) => one.isNew && ed.find(one.id)).map((one) => {
      const each = ed.find(one.id);
      return lx.el("div.lx-hit", {}, lx.el("span.lx-place", {}, `${ed.levelLabel(each.level)} ${each.position}`), lx.el("span", {}, lxWording(each.text, [one.found.toLowerCase()])));
    }));
  };
  for (const each of [text, tag, level]) {
    each.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 250);
    });
  }
  look();
  return { title: () => "Tag by a rule", needs: 0, first: text, body: [lx.el("div.lx-row", {}, text, tag, level, go), said, error, list] };
}
