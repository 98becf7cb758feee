// Shared by every widget: making elements, sending actions that are answered, and keeping keys inside.

const lx = {
  /** An element: el("button.lx-primary", {onclick, "aria-label": "…"}, "Save", child). Text is never read as HTML. */
  el(selector, props = {}, ...children) {
    const [tag, ...classes] = selector.split(".");
    const node = document.createElement(tag || "div");
    if (classes.length) node.className = classes.join(" ");
    for (const [key, value] of Object.entries(props)) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (key in node && !key.startsWith("aria-") && key !== "role" && key !== "list") node[key] = value;
      else node.setAttribute(key, value === true ? "" : value);
    }
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false) continue;
      node.append(child.nodeType ? child : String(child));
    }
    return node;
  },

  /** Runs of words with their marks: [["equal", "…"], ["delete", "…"], ["insert", "…"]]. */
  marked(words) {
    const tags = { equal: "span", delete: "del", insert: "ins" };
    return words.map(([mark, run]) => lx.el(tags[mark] || "span", {}, run));
  },

  /**
   * Connects a widget to its kernel. `send(action, with)` resolves when Python has answered that it is saved, and
   * rejects, in words, when it could not, or when nobody answered within `patience` milliseconds.
   * `onState` is told "saved", "saving" or "failed", with a sentence.
   */
  connect(model, { onState = () => {}, patience = 4000 } = {}) {
    let number = 0;
    const waiting = new Map();
    const late = new Set();
    const done = (id, settle) => {
      const entry = waiting.get(id);
      if (!entry) return;
      clearTimeout(entry.timer);
      waiting.delete(id);
      settle(entry);
    };
    const answered = (message) => {
      if (!message || message.id === undefined) return;
      if (late.delete(message.id) && message.ok && !waiting.size) onState("saved", message.said || "");
      done(message.id, (entry) => {
        if (message.ok) {
          onState("saved", message.said || "");
          entry.resolve(message);
        } else {
          onState("failed", message.error);
          entry.reject(new Error(message.error));
        }
      });
    };
    model.on("msg:custom", answered);
    return {
      send(action, withThese = {}) {
        const id = ++number;
        onState("saving", "");
        return new Promise((resolve, reject) => {
          const lost = "Not saved: the kernel does not answer. Copy what you typed, then run the notebook again.";
          const fail = () =>
            done(id, (entry) => {
              late.add(id);
              onState("failed", lost);
              entry.reject(new Error(lost));
            });
          waiting.set(id, { resolve, reject, timer: setTimeout(fail, patience) });
          try {
            model.send({ id, action, with: withThese });
          } catch {
            fail();
          }
        });
      },
      close() {
        model.off("msg:custom", answered);
        for (const entry of waiting.values()) clearTimeout(entry.timer);
      },
    };
  },

  /** JupyterLab's own keys (d d deletes a cell) must not hear what is typed here. */
  keepKeys(root) {
    for (const kind of ["keydown", "keypress", "keyup", "paste", "copy", "cut"]) {
      root.addEventListener(kind, (event) => event.stopPropagation());
    }
  },

  /** Coming back to the screen shows what a colleague, or a cell of the notebook, has changed meanwhile. */
  lookAgain(root, model) {
    let looked = Date.now();
    const look = () => {
      if (Date.now() - looked < 1500) return;
      looked = Date.now();
      try { model.send({ action: "look", with: {} }); } catch { /* the kernel is away: the next action says so */ }
    };
    root.addEventListener("focusin", look);
    root.addEventListener("mouseenter", look);
  },

  /** The line that always says whether all is saved. */
  stateLine() {
    const line = lx.el("div.lx-state", { role: "status", "aria-live": "polite" }, "All changes saved");
    return {
      node: line,
      set(state, text) {
        const words = { saved: "All changes saved", typing: "Not saved yet", saving: "Saving…", failed: "Not saved" };
        line.className = `lx-state lx-${state}`;
        line.title = text || "";
        line.textContent = text ? `${words[state]} · ${text}` : words[state];
      },
    };
  },
};
