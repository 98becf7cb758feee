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
   * `buffers` go beside the words, such as the bytes of a file. `onState` is told "saved", "saving" or "failed", with a sentence.
   *
   * What was not answered is sent again for a while, under the number that it had: it is carried out only once.
   */
  connect(model, { onState = () => {}, patience = 4000, advice = "Copy what you typed, then run the notebook again." } = {}) {
    // Every page on this kernel hears every answer.
    const name = Math.random().toString(36).slice(2);
    let number = 0;
    const waiting = new Map();
    const late = new Map();
    const again = (id, wait) => {
      const message = late.get(id);
      if (!message || wait > 64_000) return;
      setTimeout(() => {
        if (!late.has(id)) return;
        try {
          model.send(message);
        } catch { /* the kernel is away still */ }
        again(id, wait * 2);
      }, wait);
    };
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
          // A question leaves nothing unsaved.
          if (message.asks) onState("saved", "");
          else onState("failed", message.error);
          entry.reject(Object.assign(new Error(message.error), { clash: message.clash }));
        }
      });
    };
    model.on("msg:custom", answered);
    return {
      send(action, withThese = {}, buffers = undefined) {
        const id = `${name}-${number += 1}`;
        onState("saving", "");
        return new Promise((resolve, reject) => {
          const lost = `Not saved: the kernel does not answer. ${advice}`;
          const fail = () =>
            done(id, (entry) => {
              late.set(id, { id, action, with: withThese });
              if (!buffers) again(id, patience);
              onState("failed", lost);
              entry.reject(Object.assign(new Error(lost), { lost: true }));
            });
          waiting.set(id, { resolve, reject, timer: setTimeout(fail, patience) });
          try {
            model.send({ id, action, with: withThese }, undefined, buffers);
          } catch {
            fail();
          }
        });
      },
      close() {
        model.off("msg:custom", answered);
        for (const entry of waiting.values()) clearTimeout(entry.timer);
        late.clear();
      },
    };
  },

  /** JupyterLab's own keys (d d deletes a cell) must not hear what is typed here. */
  keepKeys(root) {
    for (const kind of ["keydown", "keypress", "keyup", "paste", "copy", "cut"]) {
      root.addEventListener(kind, (event) => event.stopPropagation());
    }
    lx.holdFocus(root);
  },

  /**
   * Where what had the keys is gone, disabled or hidden after an action, what stands for it has them, or the nearest
   * part of the screen that is left: the next key must not go to a cell of the notebook, nor Tab start from the top.
   */
  holdFocus(root) {
    let path = [];
    let due = 0;
    const able = (node) => root.contains(node) && !node.disabled && node.checkVisibility({ visibilityProperty: true });
    const hold = () => {
      due = 0;
      const now = document.activeElement;
      if (!path.length || !able(root) || (now !== document.body && (!root.contains(now) || able(now)))) return;
      const { key } = path[0].dataset;
      const twin = key && [...root.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key && able(each));
      const spot = twin || path.find(able);
      if (!spot.hasAttribute("tabindex") && spot.tabIndex < 0) {
        spot.tabIndex = -1;
        spot.addEventListener("blur", () => spot.removeAttribute("tabindex"), { once: true });
      }
      spot.focus({ preventScroll: true });
    };
    const look = () => {
      if (path.length) due ||= requestAnimationFrame(hold);
    };
    /** What is taken out has lost the keys already: a key before the next drawing would go to a cell. */
    const changed = () => {
      if (document.activeElement === document.body) hold();
      look();
    };
    /** Who goes somewhere else, is not called back. */
    const forget = (event) => {
      if (root.contains(event.target)) return;
      path = [];
      document.removeEventListener("pointerdown", forget, true);
    };
    root.addEventListener("focusin", (event) => {
      path = [];
      for (let node = event.target; node !== root.parentNode; node = node.parentNode) path.push(node);
      document.addEventListener("pointerdown", forget, true);
    });
    root.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !root.contains(relatedTarget)) path = [];
      else look();
    });
    new MutationObserver(changed).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden", "disabled"] });
  },

  /**
   * What a colleague, or a cell of the notebook, changes comes by itself while the widget is on screen; coming back to
   * it looks too, where nothing can be watched. Gives what ends that.
   */
  follow(root, model) {
    const view = Math.random().toString(36).slice(2);
    let looked = Date.now();
    const send = (action, withThese) => {
      try { model.send({ action, with: withThese }); } catch { /* the kernel is away: the next action says so */ }
    };
    const look = () => {
      if (Date.now() - looked < 1500) return;
      looked = Date.now();
      send("look", {});
    };
    root.addEventListener("focusin", look);
    root.addEventListener("mouseenter", look);
    send("shown", { view });
    return () => send("hidden", { view });
  },

  /** A time of today as 14:03, another with its date. */
  clock(time) {
    const date = new Date(time);
    if (Number.isNaN(date.getTime())) return "";
    const today = date.toDateString() === new Date().toDateString();
    return date.toLocaleString([], today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
  },

  /** Puts the nodes into the parent in this order, and moves no more than it must. */
  arrange(parent, nodes) {
    const wanted = new Set(nodes);
    for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
    let next = parent.firstChild;
    for (const node of nodes) {
      if (node === next) next = next.nextSibling;
      else parent.insertBefore(node, next);
    }
  },

  /**
   * Makes each node once, and again only when what it shows is different: `keyed(name, shown, make)`. So what somebody
   * else changes leaves all other nodes with their focus, scroll and what was typed in them.
   */
  maker() {
    const made = new Map();
    return (name, shown, make) => {
      const key = JSON.stringify(shown);
      if (made.get(name)?.key !== key) made.set(name, { key, node: make() });
      return made.get(name).node;
    };
  },

  /** What somebody else made of a thing that is being worked on here, with the choices: [words, what to do]. */
  clash({ what, theirs, label }, ...choices) {
    return lx.el("div.lx-clash", { role: "alert" }, lx.el("b", {}, what),
      theirs === undefined ? null : [lx.el("div.lx-where", {}, label), lx.el("div.lx-theirs", { dir: "auto" }, theirs || "(empty)")],
      lx.el("div.lx-row", {}, choices.map(([words, onclick]) => lx.el("button", { onclick }, words))));
  },

  /** The line that always says whether all is saved; `typed()` says what to do where something typed is not: "Enter saves". */
  stateLine(typed = () => null) {
    const words = { saved: "All changes saved", typing: "Not saved yet", saving: "Saving…", failed: "Not saved" };
    const show = (state, text) => {
      line.className = `lx-state lx-${state}`;
      line.title = text || "";
      line.textContent = text ? `${words[state]} · ${text}` : words[state];
    };
    let last = ["saved", ""];
    const line = lx.el("div.lx-state", {}, "All changes saved");
    const news = lx.el("div.lx-news");
    return {
      node: lx.el("div", { role: "status", "aria-live": "polite" }, line, news),
      /** Below it, what others have done since: {text, more}. */
      news({ text, more }) {
        if (news.textContent !== text) news.textContent = text;
        news.title = [text, more].filter(Boolean).join("\n");
      },
      /** Something was typed, saved or given up. */
      look() {
        const what = typed();
        if (what === null) show(...last);
        else show("typing", what);
      },
      set(state, text) {
        last = [state, text];
        if (state === "saved") this.look();
        else show(state, text);
      },
    };
  },
};
