// The findings beside the statements, what to do about them, and what changed since a version.

/** A severity is said by a sign and a word, never by its colour alone. */
const LX_SIGNS = { error: "✖", warning: "▲", note: "●" };
const LX_WEIGHT = { error: 0, warning: 1, note: 2 };
/** So many kinds of findings are named above the list; the filters have the others. */
const LX_KINDS = 6;
/** Of a list that is to be put right, so many lines are drawn. */
const LX_LINES = 200;

/** Questions that change nothing: `ask(about, with)` resolves with the answer; nobody waits for them to be saved. */
function lxAsking(model) {
  let number = 0;
  const waiting = new Map();
  const heard = (message) => {
    waiting.get(message?.answer)?.(message.with);
    waiting.delete(message?.answer);
  };
  model.on("msg:custom", heard);
  return {
    ask: (about, withThese) => new Promise((resolve) => {
      const id = ++number;
      waiting.set(id, resolve);
      try {
        model.send({ ask: id, about, with: withThese });
      } catch {
        waiting.delete(id);
      }
    }),
    close: () => model.off("msg:custom", heard),
  };
}

/** What a repair takes out and puts in, in runs; spaces and what nobody sees among them are made visible. */
function lxRepairMarks(old, now) {
  const split = (text) => text.match(/[\p{L}\p{N}]+|\s|[^\p{L}\p{N}\s]/gu) ?? [];
  const [a, b] = [split(old), split(now)];
  const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
  }
  const runs = [];
  const add = (mark, token) => {
    const shown = mark === "equal" ? token : /^\s$/u.test(token) ? "␣" : /^[\p{Cf}\p{Cc}\p{Mn}]$/u.test(token) ? "◌" : token;
    if (runs.at(-1)?.[0] === mark) runs.at(-1)[1] += shown;
    else runs.push([mark, shown]);
  };
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add("equal", a[i]);
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || best[i + 1][j] >= best[i][j + 1])) add("delete", a[i++]);
    else add("insert", b[j++]);
  }
  return runs;
}

/** The same, with no more of what stays than tells where it is. */
function lxRepairShort(old, now) {
  const runs = lxRepairMarks(old, now);
  return runs.map(([mark, run], at) => {
    if (mark !== "equal" || run.length < 44) return [mark, run];
    const [head, tail] = [at > 0 ? run.slice(0, 18) : "", at < runs.length - 1 ? run.slice(-18) : ""];
    return [mark, `${head}…${tail}`];
  });
}

function lxFindings(ed, { facets }) {
  const rule = (id) => ed.view.rules[id] ?? { label: id, reason: "", bad: "", good: "", fix: "" };
  const openOnes = (each) => each.findings.filter((one) => !one.accepted);
  const quietly = (action, withThese) => ed.send(action, withThese).catch(() => {});
  const sign = (severity) => lx.el("span.lx-sign", { "aria-hidden": "true" }, LX_SIGNS[severity]);
  const said = (one) => [sign(one.severity), ` ${LX_SEVERITIES[one.severity]}: ${one.where ? `${one.where}: ` : ""}${one.message}`];
  const fixable = (id) => ed.view.statements.flatMap((each) => openOnes(each).filter((one) => one.rule === id && one.fix).map((one) => [each, one]));

  /** Why a rule is, with an example of it. */
  const why = (one) => {
    const { reason, bad, good } = rule(one.rule);
    return lx.el("div.lx-why", {}, lx.el("div", {}, reason),
      bad ? lx.el("div", {}, lx.el("b", {}, "Not: "), bad) : null, good ? lx.el("div", {}, lx.el("b", {}, "But: "), good) : null);
  };
  const small = (words, onclick, more = {}) => lx.el("button.lx-small", { onclick: (event) => {
    event.stopPropagation();
    onclick(event);
  }, tabIndex: -1, ...more }, words);

  const explained = new Set();
  /** The findings as they stand under a statement. */
  const under = (each) => each.findings.filter((one) => !one.accepted || ed.get("show_accepted")).map((one) => {
    if (one.accepted) {
      return lx.el("div.lx-finding.lx-accepted", {}, lx.el("span", {}, "✓ Accepted: ", one.message, ` (${one.accepted}) `),
        small("Take back", () => quietly("unaccept", { keys: [one.key] }), { title: "Point it out again" }));
    }
    const more = lx.el("div", {}, explained.has(one.key) ? why(one) : null);
    const toggle = ({ currentTarget }) => {
      const on = !explained.delete(one.key);
      if (on) explained.add(one.key);
      currentTarget.setAttribute("aria-expanded", String(on));
      more.replaceChildren(...(on ? [why(one)] : []));
    };
    return lx.el(`div.lx-finding.lx-is-${one.severity}`, {}, lx.el("span", {}, said(one), " "),
      one.fix ? small(rule(one.rule).fix, () => quietly("fix", { keys: [one.key] }), { title: `Writes: ${one.fix}` }) : null,
      small("Why?", toggle, { "aria-expanded": String(explained.has(one.key)) }),
      small("Accept…", () => show(each.id, one.key), { title: "Let it stand, with a reason" }),
      one.fix ? lx.el("div.lx-writes", {}, lx.marked(lxRepairShort(each.text, one.fix))) : null, more);
  });

  /** Opens the pane of a statement's findings, at one of them. */
  const show = (id, key = "") => {
    ed.choose(id ? [id] : []);
    ed.set("finding", key);
    ed.showPane("check");
  };
  const only = (id) => facets.only("finding", id);

  // Above the list: what there is to check, by kind
  const make = lx.maker();
  const bar = lx.el("div.lx-summary", { role: "group", "aria-label": "What to check" });
  const kind = (id, many, severity) => {
    const button = make(`kind ${id}`, [id, severity, rule(id).label], () => lx.el("button.lx-kind", { onclick: () => only(id), title: rule(id).reason },
      sign(severity), lx.el("span", {}, ` ${rule(id).label} `), lx.el("span.lx-count")));
    button.lastChild.textContent = String(many);
    button.setAttribute("aria-pressed", String((ed.get("facets").finding ?? []).includes(id)));
    return button;
  };
  const tool = (name, words, onclick) => make(`tool ${name}`, words, () => lx.el("button.lx-small", { onclick }, words));
  const draw = () => {
    const { view } = ed;
    const count = new Map();
    let accepted = view.findings.filter((one) => one.accepted).length;
    for (const each of view.statements) {
      for (const one of each.findings) {
        if (one.accepted) accepted += 1;
        else if (count.has(one.rule)) count.get(one.rule).many += 1;
        else count.set(one.rule, { many: 1, severity: one.severity });
      }
    }
    const held = ed.get("facets").finding ?? [];
    const kinds = [...count].sort(([, a], [, b]) => LX_WEIGHT[a.severity] - LX_WEIGHT[b.severity] || b.many - a.many);
    const named = kinds.filter(([id], at) => at < LX_KINDS || held.includes(id));
    const general = view.findings.filter((one) => !one.accepted).length;
    const off = Object.entries(view.rules).filter(([, each]) => each.usual && !each.on);
    const one = held.length === 1 && view.rules[held[0]] ? held[0] : "";
    const right = one ? fixable(one).length : 0;
    const say = (name, words) => make(`say ${name}`, words, () => lx.el("span.lx-quiet", {}, words));
    const all = () => {
      ed.set("finding", one);
      ed.showPane("fix");
    };
    lx.arrange(rulebar, !one ? [] : [
      say("reason", rule(one).reason), right ? tool(`fix ${one}`, `${rule(one).fix}: all ${right}…`, all) : null,
      tool(`off ${one}`, "Switch this rule off", () => quietly("switch_rule", { rule: one, on: false })),
    ].filter(Boolean));
    lx.arrange(bar, [
      view.trouble ? make("trouble", view.trouble, () => lx.el("span.lx-error", { role: "alert" }, view.trouble)) : null,
      kinds.length || general ? say("head", "To check:") : view.looking || view.trouble ? null : say("head", "✓ Nothing to check"),
      ...named.map(([id, { many, severity }]) => kind(id, many, severity)),
      kinds.length > named.length ? tool("more", `${kinds.length - named.length} more kinds`, () => facets.show(true)) : null,
      general ? tool("general", `About the whole framework (${general})`, () => show("")) : null,
      view.looking ? say("looking", "Looking through the statements…") : null,
      accepted ? tool("accepted", `${ed.get("show_accepted") ? "Hide" : "Show"} accepted (${accepted})`,
        () => ed.set("show_accepted", !ed.get("show_accepted"))) : null,
      one ? rulebar : null,
      ...off.map(([id, each]) => tool(`on ${id}`, `Switched off: ${each.label} – switch on`, () => quietly("switch_rule", { rule: id, on: true }))),
    ].filter(Boolean));
  };
  const rulebar = lx.el("div.lx-rulebar");

  // While a wording is typed
  /** What is found in what is being typed, under its box; `about()` says of which statement or level it is. */
  const live = (box, about, isBusy = () => false) => {
    const node = lx.el("div.lx-live", { role: "status" });
    let timer = 0;
    let shown = "";
    const look = async () => {
      if (isBusy() || !box.isConnected) return;
      const text = box.value;
      const { findings = [] } = text.trim() ? await ed.ask("wording", { text, ...about() }) : {};
      if (box.value !== text || !box.isConnected) return;
      const key = JSON.stringify(findings);
      if (key === shown) return;
      shown = key;
      const put = (one) => small(rule(one.rule).fix, () => {
        box.value = one.fix;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.focus();
      });
      node.replaceChildren(...findings.map((one) => lx.el(`div.lx-finding.lx-is-${one.severity}`, {},
        lx.el("span", {}, said(one), " "), one.fix ? put(one) : null)));
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 450);
    });
    return node;
  };

  /** The next statement after the active one with something to check; around the end once. */
  const next = () => {
    const every = ed.shown();
    const at = every.findIndex((each) => each.id === ed.active);
    return [...every.slice(at + 1), ...every.slice(0, at + 1)].find((each) => openOnes(each).length)?.id;
  };
  /** The safe repairs of the selection, all of them. */
  const fixSelected = () => {
    const keys = ed.selected().flatMap((each) => openOnes(each).filter((one) => one.fix).map((one) => one.key));
    if (keys.length) quietly("fix", { keys });
    else ed.say("Nothing here can be put right by itself; W shows what there is to check.");
  };
  return { under, bar, draw, live, next, fixSelected, show, rule, openOnes, fixable, why, said, only };
}

/** The findings of one statement, or of the whole framework, with all that can be done about them. */
lxPanes.check = (ed) => {
  const { rule, said, why, only } = ed.findings;
  const error = lx.el("div.lx-error", { role: "alert" });
  const list = lx.el("div.lx-checks");
  const boxes = new Map();
  let shown = "";
  const row = () => (ed.selection().length === 1 ? ed.selected()[0] : null);
  const every = () => (row() ? row().findings : ed.selection().length ? [] : ed.view.findings);
  const act = async (action, withThese) => {
    error.textContent = "";
    try {
      await ed.send(action, withThese);
    } catch (failure) {
      error.textContent = failure.message;
      return false;
    }
    return true;
  };
  const block = (one) => {
    const head = lx.el(`div.lx-finding.lx-is-${one.severity}`, {}, one.accepted ? `✓ Accepted: ${one.message} (${one.accepted})` : said(one));
    if (one.accepted) {
      return lx.el("div.lx-check", {}, head, lx.el("div.lx-row", {}, lx.el("button", { onclick: () => act("unaccept", { keys: [one.key] }) }, "Take the acceptance back")));
    }
    const box = boxes.get(one.key) ?? lx.el("input.lx-grow", { type: "text", placeholder: "Why it may stand", "aria-label": `Why it may stand: ${one.message}` });
    boxes.set(one.key, box);
    const accept = async () => {
      if (await act("accept", { keys: [one.key], reason: box.value })) {
        boxes.delete(one.key);
        ed.typing();
      }
    };
    box.onkeydown = (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      accept();
    };
    const many = ed.view.statements.filter((each) => each.findings.some((other) => other.rule === one.rule && !other.accepted)).length;
    return lx.el("div.lx-check", { "data-key": one.key }, head, why(one),
      one.fix ? lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: () => act("fix", { keys: [one.key] }) }, rule(one.rule).fix),
        lx.el("span.lx-writes", {}, lx.marked(lxRepairShort(row().text, one.fix)))) : null,
      lx.el("div.lx-row", {}, box, lx.el("button", { onclick: accept }, "Accept"),
        many > 1 ? lx.el("button.lx-plain", { onclick: () => only(one.rule) }, `Show all ${many} of this kind`) : null,
        lx.el("button.lx-plain", { onclick: () => act("switch_rule", { rule: one.rule, on: false }), title: "In the settings of the checks, for everybody who works in this folder" }, "Switch this rule off")));
  };
  const update = () => {
    const key = JSON.stringify([row()?.id, row()?.text, every()]);
    if (key === shown) return;
    shown = key;
    const had = list.contains(document.activeElement);
    const nothing = row() ? "Nothing to check here. G goes to the next statement that has something."
      : ed.selection().length ? "Select one statement to see what there is to check in it." : "Nothing to check about the framework as a whole.";
    list.replaceChildren(...(every().length ? every().map(block) : [lx.el("p.lx-quiet", {}, nothing)]));
    if (had) (list.querySelector("button, input") ?? list.closest(".lx-pane")?.querySelector("button"))?.focus();
  };
  update();
  const first = list.querySelector(`[data-key="${CSS.escape(ed.get("finding"))}"] input`) ?? list.querySelector("button, input");
  return {
    title: () => (row() ? `To check in ${ed.levelLabel(row().level)} ${row().position}` : "To check in the whole framework"), needs: 0, first, update,
    unsaved: () => [...boxes.values()].some((box) => box.isConnected && box.value.trim()), saves: "Enter accepts it",
    body: [row() ? lxQuote(row()) : null, error, list],
  };
};

/** All safe repairs of one kind, each with what it would write, before any is made. */
lxPanes.fix = (ed) => {
  const { rule, fixable } = ed.findings;
  const error = lx.el("div.lx-error", { role: "alert" });
  const list = lx.el("div.lx-repairs", { role: "group", "aria-label": "What would be written" });
  const left = new Set();
  const go = lx.el("button.lx-primary", { onclick: async () => {
    error.textContent = "";
    try {
      await ed.send("fix", { keys: wanted().map(([, one]) => one.key) });
      ed.openPane("");
    } catch (failure) {
      error.textContent = failure.message;
    }
  } });
  let shown = "";
  const wanted = () => fixable(ed.get("finding")).filter(([, one]) => !left.has(one.key));
  const count = () => {
    const many = wanted().length;
    go.textContent = `${rule(ed.get("finding")).fix}: ${many === 1 ? "1 statement" : `${many} statements`}`;
    go.disabled = !many;
  };
  const line = ([each, one]) => lx.el("label", {}, lx.el("input", {
    type: "checkbox", checked: !left.has(one.key), onchange: ({ target }) => {
      if (target.checked) left.delete(one.key);
      else left.add(one.key);
      count();
    } }), lx.el("span.lx-place", {}, `${ed.levelLabel(each.level)} ${each.position}`), lx.el("span.lx-grow", {}, lx.marked(lxRepairShort(each.text, one.fix))));
  const update = () => {
    count();
    const every = fixable(ed.get("finding"));
    const key = JSON.stringify(every.map(([each, one]) => [each.text, one.key]));
    if (key === shown) return;
    shown = key;
    const more = every.length - LX_LINES;
    list.replaceChildren(...every.slice(0, LX_LINES).map(line), ...(more > 0 ? [lx.el("div.lx-quiet", {}, `and ${more} more, in the same way`)] : []),
      ...(every.length ? [] : [lx.el("p.lx-quiet", {}, "Nothing of this kind is left to put right.")]));
  };
  update();
  return { title: () => `${rule(ed.get("finding")).fix}: look first`, needs: 0, first: go, update, body: [
    lx.el("p.lx-quiet", {}, "This is what would be written. Take the mark off what shall stay as it is. It is one edit, and Undo takes it back."),
    list, error, lx.el("div.lx-row", {}, go)] };
};

/** What changed since a version: the choice of the version, a line with the counts, and the marks in the rows. */
function lxChanges(ed, { facets }) {
  const make = lx.maker();
  const select = lx.el("select.lx-since", { "aria-label": "Show changes since a version", onchange: () => ed.set("since", select.value) });
  const node = lx.el("label.lx-since", {}, "Changes since ", select);
  const line = lx.el("div.lx-summary", { role: "group", "aria-label": "What changed" });
  let options = "";
  const draw = () => {
    const { versions, gone } = ed.view;
    const key = JSON.stringify(versions);
    if (key !== options) {
      options = key;
      select.replaceChildren(lx.el("option", { value: "" }, "– not shown –"), ...versions.map((label) => lx.el("option", { value: label }, label)));
    }
    select.value = ed.get("since");
    node.hidden = !versions.length;
    const since = ed.get("since");
    const held = ed.get("facets").changed ?? [];
    const count = new Map();
    for (const each of since ? ed.view.statements : []) for (const kind of each.change?.kinds ?? []) count.set(kind, (count.get(kind) ?? 0) + 1);
    const kinds = Object.keys(LX_CHANGED).filter((kind) => count.get(kind) || held.includes(kind)).filter((kind) => kind !== "unchanged");
    const say = (words) => make("say", words, () => lx.el("span.lx-quiet", {}, words));
    lx.arrange(line, !since ? [] : [
      say(kinds.length || gone ? `Since ${since}:` : `Nothing has changed since ${since}.`),
      ...kinds.map((kind) => {
        const button = make(kind, kind, () => lx.el("button.lx-kind", { onclick: () => facets.only("changed", kind) }, `${LX_CHANGED[kind]} `, lx.el("span.lx-count")));
        button.lastChild.textContent = String(count.get(kind) ?? 0);
        button.setAttribute("aria-pressed", String(held.includes(kind)));
        return button;
      }),
      gone ? make("gone", gone, () => lx.el("button.lx-kind", { onclick: () => ed.set("show_retired", true) }, `Retired ${gone}`)) : null,
    ].filter(Boolean));
  };
  /** The wording of a row, with the words marked that went and came. */
  const wording = (each) => (each.change?.words?.length && !ed.words().length
    ? [lx.el("span.lx-hidden", {}, "Changed: "), ...lx.marked(each.change.words)] : null);
  /** What else became of it, in words. */
  const under = (each) => {
    if (!each.change) return null;
    const { kinds, origin } = each.change;
    const words = kinds.filter((kind) => kind !== "reworded").map((kind) => LX_CHANGED[kind]);
    return words.length ? lx.el("div.lx-change", {}, lx.el("span", { "aria-hidden": "true" }, kinds.includes("added") ? "✚ " : "↪ "), words.join(", "), origin ? ` (${origin})` : "") : null;
  };
  return { node, line, draw, wording, under };
}
