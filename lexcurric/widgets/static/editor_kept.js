// What was typed and is not saved is kept with this page, and offered again where its statement is still as it was.

/** The screens that are in this page: what is typed in them is no older work. */
const LX_OPEN_SCREENS = (window.lxOpenScreens ??= new Map());

/** A part is "text", "note" or "add"; what is kept of it: {text, base, what, level, time}. */
function lxKept(ed, root, changed) {
  const mine = Math.random().toString(36).slice(2);
  LX_OPEN_SCREENS.set(mine, root);
  // Python's lx.edit of the same framework in another workspace is other work.
  const prefix = () => `lexcurric ${ed.view.place} ${ed.view.soc} `;
  const keyOf = (part, id) => `${prefix()}${part} ${id}`;
  const store = (work) => {
    try { return work(window.sessionStorage); } catch { return null; }
  };
  const every = () => store((kept) => Object.keys(kept).filter((key) => key.startsWith(prefix())).map((key) => {
    const [part, id] = key.slice(prefix().length).split(" ");
    return { key, part, id, ...JSON.parse(kept.getItem(key)) };
  })) ?? [];
  const drop = (key) => {
    store((kept) => kept.removeItem(key));
  };
  const isOpen = (name) => LX_OPEN_SCREENS.get(name)?.isConnected;

  const node = lx.el("div.lx-offers");
  const draw = () => {
    const offers = every().filter((each) => !isOpen(each.by)).filter((each) => {
      const now = ed.find(each.id);
      const isSaved = each.part !== "add" && now?.[each.part] === each.text.trim();
      if (isSaved) drop(each.key);
      return !isSaved;
    });
    lx.arrange(node, offers.map((each) => make(each.key, [each, ed.find(each.id)?.[each.part]], () => offer(each))));
  };
  const make = lx.maker();
  const offer = (each) => {
    const now = each.part === "add" ? null : ed.find(each.id);
    const isSame = !now || now[each.part] === each.base;
    const said = lx.el("div.lx-error", { role: "alert" });
    const go = async () => {
      said.textContent = "";
      try {
        if (each.part === "text" && now) await ed.send("reword", { id: each.id, text: each.text, before: now.text });
        else if (each.part === "note" && now) await ed.send("note", { id: each.id, text: each.text, before: now.note });
        else await ed.send("add", { level: each.level, text: each.text });
      } catch (failure) {
        said.textContent = failure.message;
        return;
      }
      drop(each.key);
      draw();
      changed();
    };
    const leave = () => {
      drop(each.key);
      draw();
      changed();
    };
    const away = each.part !== "add" && !now;
    const about = { text: `Wording of ${each.what}`, note: `Note of ${each.what}`, add: `New statement in ${each.what}` }[each.part];
    const save = away ? "Add it as a new statement" : each.part === "add" ? "Add it" : isSame ? "Save it" : "Save it over what is there now";
    return lx.el("div.lx-clash.lx-offer", { role: "group", "aria-label": "Typed before and not saved" },
      lx.el("b", {}, "You typed this before the kernel stopped or the page was left. It is not saved."),
      lx.el("div.lx-where", {}, `${about}, ${lx.clock(each.time)}:`), lx.el("div.lx-theirs", { dir: "auto" }, each.text),
      away ? lx.el("div.lx-where", {}, "The statement is not in the framework any more.") : null,
      isSame ? null : [lx.el("div.lx-where", {}, "It was changed since, and reads now:"), lx.el("div.lx-theirs", { dir: "auto" }, now[each.part] || "(empty)")],
      said, lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: go }, save), lx.el("button", { onclick: leave }, "Discard it")));
  };

  return {
    node,
    draw,
    /** Keeps what is typed in a part of a statement; nothing is kept of what is as it was, or empty. */
    keep(part, id, { text, base, what, level }) {
      const key = keyOf(part, id);
      if (text === base || !text.trim()) drop(key);
      else store((kept) => kept.setItem(key, JSON.stringify({ text, base, what, level, by: mine, time: new Date().toISOString() })));
    },
    /** It was saved, or given up. */
    drop: (part, id) => drop(keyOf(part, id)),
    close() {
      LX_OPEN_SCREENS.delete(mine);
    },
  };
}
