// The versions as a timeline of two lines, yours and the releases, newest first, with merges drawn joining them.

const LX_LANES = { own: 22, release: 66 };
const LX_SVG = "http://www.w3.org/2000/svg";

/**
 * `node` is the timeline; `draw()` follows the model. `send(action, with, error)` resolves to true when it is kept;
 * `stop()` ends watching its size.
 */
function lxVersions(model, { send, trouble, when }) {
  const view = () => model.get("view");
  const keyed = lx.maker();
  const names = (label) => label || "your draft";
  let saving = 0;
  let asked = 0;
  let lastRestoring = null;
  let lines = "";

  const setRestoring = (label) => {
    model.set("restoring", label);
    model.save_changes();
  };
  const role = (label) => {
    if (model.get("picked")[0] === label && model.get("picked").length) return "First";
    if (model.get("old") === label && model.get("new") === label) return "From and to";
    return model.get("old") === label ? "From" : model.get("new") === label ? "To" : "";
  };
  const pick = (label) => send("pick", { label }, trouble);
  const pickButton = (label, words) => lx.el("button.lx-pick", { "aria-pressed": String(Boolean(role(label))), onclick: () => pick(label),
    title: model.get("picked").length ? "Click the second version to compare" : "Click two versions to compare them", "data-label": label },
    lx.el("b", {}, words), role(label) && lx.el("span.lx-badge.lx-role", {}, role(label)));

  // The draft

  const step = (action, words, what) => lx.el("button.lx-step", { disabled: !what, title: words, onclick: () => send(action, {}, trouble) }, words);
  const draftRow = ({ name, undo, redo, undo_words, redo_words }) => lx.el("li.lx-version.lx-draft", { "data-label": "" },
    lx.el("div.lx-row", {}, pickButton("", "Your draft"), lx.el("span.lx-where", {}, name), lx.el("span.lx-grow"),
      step("undo", undo_words, undo), step("redo", redo_words, redo),
      lx.el("button.lx-save", { onclick: () => ask(!saving), "aria-expanded": String(Boolean(saving)) }, "Save a version…")));
  const saveRow = () => {
    const field = (words, node) => lx.el("label.lx-field", {}, lx.el("span.lx-where", {}, words), node);
    const label = lx.el("input.lx-label", { type: "text", value: view().draft.proposed, spellcheck: false });
    const message = lx.el("input.lx-message", { type: "text", placeholder: "What is new in it, for your colleagues" });
    const status = lx.el("select", {}, view().statuses.filter((each) => ["draft", "published"].includes(each.key)).map(({ key, label: words }) => lx.el("option", { value: key }, words)));
    const error = lx.el("div.lx-error", { role: "alert" });
    const go = async () => {
      if (!(await send("save", { label: label.value, message: message.value.trim(), status: status.value }, error))) return label.focus();
      ask(false);
      node.querySelector(".lx-save").focus();
    };
    const row = lx.el("li.lx-confirm", { onkeydown: (event) => {
      if (event.key === "Escape") { ask(false); node.querySelector(".lx-save").focus(); }
      if (event.key === "Enter" && event.target.matches("input")) go();
    } }, lx.el("div", {}, lx.el("b", {}, "Save your draft as a version."), " It never changes afterwards, and you can go on editing."),
    lx.el("div.lx-row", {}, field("Label", label), field("Message", message), field("Status", status)),
    lx.el("div.lx-row", {}, lx.el("button.lx-primary.lx-yes", { onclick: go }, "Save version"), lx.el("button", { onclick: () => ask(false) }, "Cancel")), error);
    row.typed = () => label.value !== view().draft.proposed || message.value;
    return row;
  };
  const ask = (on) => {
    saving = on ? saving + 1 || 1 : 0;
    asked += 1;
    draw();
    if (on) node.querySelector(".lx-label").select();
  };

  // A version

  const versionRow = (each) => {
    const status = lx.el("select", { "aria-label": `Status of ${each.label}`, onchange: () => send("status", { label: each.label, status: status.value }, trouble) },
      view().statuses.map(({ key, label }) => lx.el("option", { value: key, selected: key === each.status }, label)));
    const from = each.parents.length > 1 ? `merged from ${each.parents.join(" and ")}` : each.parents.length ? `made from ${each.parents[0]}` : "";
    return lx.el("li.lx-version", { "data-label": each.label },
      lx.el("div.lx-row", {}, pickButton(each.label, each.label), each.own ? status : lx.el("span.lx-where", {}, "Release, as exported"),
        lx.el("span.lx-where", {}, `${each.author}, `, when(each.time)), lx.el("span.lx-grow"),
        lx.el("button.lx-restore", { onclick: () => setRestoring(model.get("restoring") === each.label ? null : each.label), "aria-expanded": String(model.get("restoring") === each.label) }, "Restore…")),
      (each.message || from) && lx.el("div.lx-says", {}, each.message && lx.el("span", { dir: "auto" }, each.message), from && lx.el("span.lx-where", {}, each.message ? ` · ${from}` : from)));
  };
  /** What restoring would change, and the way to do it; what others save meanwhile leaves what is typed here alone. */
  const confirmRow = (label) => {
    const reason = lx.el("input.lx-message", { type: "text", placeholder: "Reason (optional)", "aria-label": "Reason" });
    const error = lx.el("div.lx-error", { role: "alert" });
    const go = async () => {
      if (await send("restore", { label, reason: reason.value.trim() }, error)) node.querySelector(".lx-draft button.lx-step:not(:disabled)")?.focus();
    };
    const yes = lx.el("button.lx-primary.lx-yes", { onclick: go }, "Restore this version");
    const no = lx.el("button.lx-no", { onclick: () => setRestoring(null) }, "Cancel");
    const words = lx.el("span");
    const summary = lx.el("summary");
    const changes = lx.el("div");
    const details = lx.el("details.lx-why", { open: true }, summary, changes);
    const row = lx.el("li.lx-confirm", { onkeydown: (event) => {
      if (event.key === "Escape") setRestoring(null);
      if (event.key === "Enter" && event.target === reason) go();
    } }, lx.el("div", {}, lx.el("b", {}, `Make your draft equal to ${label}?`), words), lx.el("div.lx-row", {}, yes, no, reason), error, details);
    let shown = "";
    row.follow = (found) => {
      if (shown === JSON.stringify(found)) return;
      shown = JSON.stringify(found);
      const same = found.every === 0;
      words.textContent = same ? " It says the same already: nothing would change." : " Your draft as it is now stays in the history, and Undo brings it back.";
      details.hidden = same;
      summary.textContent = `This would change: ${found.summary}`;
      const list = lxChangeList({ inline: () => true, head: () => found, none: "" });
      list.rows(found.rows);
      const more = found.every - found.rows.length;
      changes.replaceChildren(list.node, more > 0 ? lx.el("div.lx-quiet", {}, `and ${more} more`) : "");
    };
    row.follow(view().restore);
    return row;
  };

  // The lines beside the rows

  const drawing = document.createElementNS(LX_SVG, "svg");
  drawing.setAttribute("class", "lx-lanes");
  drawing.setAttribute("aria-hidden", "true");
  const make = (name, attributes) => {
    const made = document.createElementNS(LX_SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const drawLines = () => {
    const height = list.offsetHeight;
    const all = [{ label: "", own: true, parents: view().draft.parents, isDraft: true }, ...view().versions];
    const spots = new Map();
    for (const each of all) {
      const row = [...list.children].find((child) => child.dataset.label === each.label && child.classList.contains("lx-version"));
      if (row) spots.set(each.label, { x: LX_LANES[each.own ? "own" : "release"], y: row.offsetTop + 21 });
    }
    const shown = JSON.stringify([height, [...spots], all.map((each) => [each.parents, role(each.label)])]);
    if (shown === lines) return;
    lines = shown;
    drawing.setAttribute("height", height);
    const paths = all.flatMap((each) => each.parents.filter((parent) => spots.has(parent) && spots.has(each.label)).map((parent) => {
      const [to, from] = [spots.get(each.label), spots.get(parent)];
      const bend = Math.min(34, (from.y - to.y) / 2);
      const path = to.x === from.x ? `M${from.x} ${from.y}V${to.y}` : `M${from.x} ${from.y}V${to.y + bend}C${from.x} ${to.y + bend / 3} ${to.x} ${to.y + bend / 1.5} ${to.x} ${to.y}`;
      return make("path", { d: path, class: each.isDraft ? "lx-edge lx-to-draft" : to.x === from.x ? "lx-edge" : "lx-edge lx-joins" });
    }));
    const dots = all.filter((each) => spots.has(each.label)).map((each) => {
      const { x, y } = spots.get(each.label);
      const kind = `lx-dot${each.isDraft ? " lx-is-draft" : ""}${role(each.label) ? " lx-is-picked" : ""}`;
      return each.own ? make("circle", { cx: x, cy: y, r: 7, class: kind }) : make("rect", { x: x - 6.5, y: y - 6.5, width: 13, height: 13, class: kind });
    });
    drawing.replaceChildren(...paths, ...dots);
  };

  const list = lx.el("ol.lx-list", { "aria-label": "Versions, newest first" });
  const heads = lx.el("div.lx-lane-names", { "aria-hidden": "true" }, lx.el("span", {}, "● Yours"), lx.el("span", {}, "■ Releases"));
  const tip = lx.el("div.lx-quiet.lx-tip", { role: "status" });
  const frame = lx.el("div.lx-versions", { role: "region", "aria-label": "Versions", tabIndex: 0 }, drawing, list);
  const node = lx.el("div", {}, lx.el("div.lx-row", {}, heads, tip), frame);
  const watch = new ResizeObserver(() => drawLines());
  watch.observe(list);

  const controls = (row) => [...row.querySelectorAll("input, select, button")];
  const draw = () => {
    const restoring = model.get("restoring");
    const ready = restoring && view().restore ? restoring : null;
    if (ready !== lastRestoring) asked += 1;
    const held = list.contains(document.activeElement) ? document.activeElement : null;
    const at = held?.closest("li");
    const place = held ? controls(at).indexOf(held) : -1;
    const row = (each) => keyed(`version ${each.label}`, [each, role(each.label), model.get("picked").length, restoring === each.label], () => versionRow(each));
    lx.arrange(list, [keyed("draft", [view().draft, role(""), model.get("picked").length, Boolean(saving)], () => draftRow(view().draft)),
      ...(saving ? [keyed("save", [saving], saveRow)] : []),
      ...view().versions.flatMap((each) => [row(each), ...(ready === each.label ? [keyed("confirm", [each.label, asked], () => confirmRow(each.label))] : [])])]);
    // A row that was drawn again has the keys where the old one had them.
    if (held && !held.isConnected && at.dataset.label !== undefined) controls([...list.children].find((each) => each.dataset.label === at.dataset.label) ?? list)[place]?.focus();
    if (ready) list.querySelector(".lx-confirm .lx-no")?.closest("li").follow(view().restore);
    if (ready && ready !== lastRestoring) list.querySelector("li:has(.lx-no) .lx-yes")?.focus();
    if (!ready && lastRestoring) list.querySelector(`li[data-label="${CSS.escape(lastRestoring)}"] .lx-restore`)?.focus();
    lastRestoring = ready;
    frame.classList.toggle("lx-tall", Boolean(ready || saving));
    const [first] = model.get("picked");
    tip.textContent = model.get("picked").length ? `${names(first)} is the first: click the second to compare, or it again to leave it.` : "Click two of them to compare.";
    drawLines();
  };
  return { node, draw, stop: () => watch.disconnect(), typed: () => Boolean(saving) && Boolean(list.querySelector(".lx-label") && list.querySelector(".lx-confirm").typed?.()) };
}
