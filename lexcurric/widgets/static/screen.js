// What the screens of one framework share: the head with what is saved, undo and redo, errors, and where the keys go.

/**
 * The frame of a screen. `unsaved()` says what to do where something typed is not saved, else null; `fallback()` gives
 * what has the keys when what had them is gone. `start({draw, on})` puts it on the page and gives what ends it.
 */
function lxScreen({ model, el, name, unsaved = () => null, fallback = () => null, keys = [], patience = 4000 }) {
  const root = lx.el(`div.lx.lx-screen.lx-${name}`, { tabIndex: -1 });
  const state = lx.stateLine(unsaved);
  const link = lx.connect(model, { patience, onState: (said) => state.set(said, "") });
  const said = lx.el("div.lx-hidden", { role: "status", "aria-live": "polite" });
  const trouble = lx.el("div.lx-error.lx-trouble", { role: "alert" });
  const title = lx.el("h3");
  const about = lx.el("div.lx-quiet");
  const step = (direction) => lx.el("button.lx-step", { "data-key": direction, onclick: () => screen.step(direction) });
  const [undo, redo] = [step("undo"), step("redo")];
  const reason = lx.el("input.lx-reason", {
    type: "text", placeholder: "Reason for the next change (optional)",
    "aria-label": "Reason for the next change, kept in the history",
  });
  const tools = lx.el("span.lx-tools");
  const help = lx.el("div.lx-pane", { role: "region", "aria-label": "Keys", hidden: true }, lx.el("b", {}, "Keys"),
    lx.el("div.lx-keys", {}, keys.map(([key, words]) => lx.el("div", {}, lx.el("kbd", {}, key), lx.el("span", {}, words)))));
  const helps = lx.el("button", { "aria-expanded": "false", onclick: () => screen.help() }, "? Keys");
  const body = lx.el("div.lx-screen-body");
  root.append(
    lx.el("div.lx-title", {}, lx.el("div", {}, title, about), lx.el("div.lx-saved", {}, state.node)),
    lx.el("div.lx-row.lx-steps", {}, undo, redo, lx.el("span.lx-grow"), tools, keys.length ? helps : null), help, trouble, body, said,
  );

  let steps = Promise.resolve();
  const screen = {
    root, body, tools, reason, state, link,
    get view() { return model.get("view"); },
    get: (trait) => model.get(trait),
    set(trait, value) {
      model.set(trait, value);
      model.save_changes();
    },
    problem(text) { trouble.textContent = text; },
    say(text) { said.textContent = text; },
    /** Carries out an action; true when it is saved, else the error stands above, or where `error` puts it. */
    async send(action, withThese = {}, error = screen.problem) {
      const why = reason.value.trim();
      try {
        const answer = await link.send(action, { ...withThese, ...(why && reason.isConnected ? { reason: why } : {}) });
        if (reason.value.trim() === why) reason.value = "";
        said.textContent = answer.said || "";
        screen.problem("");
        error("");
        return true;
      } catch (failure) {
        error(failure.message);
        return false;
      }
    },
    /** An action that is no edit, and takes no reason. */
    async ask(action, withThese = {}, error = screen.problem) {
      try {
        const answer = await link.send(action, withThese);
        said.textContent = answer.said || "";
        error("");
        return true;
      } catch (failure) {
        error(failure.message);
        return false;
      }
    },
    step(direction) {
      // One after the other: each says which edit it means, and the screen must have followed the one before.
      const what = () => (direction === "undo" ? { what: screen.view.undo } : {});
      steps = steps.then(() => screen.ask(direction, what()));
      return steps;
    },
    help() {
      help.hidden = !help.hidden;
      helps.setAttribute("aria-expanded", String(!help.hidden));
    },
    focus(key) {
      const found = [...root.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
      found?.focus();
      return Boolean(found);
    },
    /** Draws; what had the keys has them after, or what stands for it now: JupyterLab must not (d d deletes a cell). */
    redraw(work) {
      const held = document.activeElement;
      const inside = root.contains(held);
      const key = held?.dataset?.key;
      work();
      const now = document.activeElement;
      // What is hidden keeps the keys until the page is drawn, and loses them then.
      const has = root.contains(now) && !now.disabled && !now.closest("[hidden]");
      if (!inside || (has && (now !== root || now === held))) return;
      if (key && !held.disabled && screen.focus(key)) return;
      const next = fallback();
      if (next) next.focus({ preventScroll: true });
      else root.focus({ preventScroll: true });
    },
    start({ draw, on = {}, press = () => false }) {
      const head = () => {
        const { view } = screen;
        title.textContent = view.title;
        about.textContent = view.about;
        for (const [button, direction] of [[undo, "undo"], [redo, "redo"]]) {
          button.textContent = button.title = view[`${direction}_words`];
          button.disabled = !view[direction];
        }
        state.news(view.news);
      };
      const listeners = { "change:view": () => screen.redraw(() => { head(); draw(); }) };
      for (const [trait, work] of Object.entries(on)) listeners[`change:${trait}`] = () => screen.redraw(work);
      root.addEventListener("keydown", (event) => {
        const ctrl = event.ctrlKey || event.metaKey;
        const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
        let done = true;
        if (ctrl && !typing && event.key.toLowerCase() === "z") screen.step(event.shiftKey ? "redo" : "undo");
        else if (ctrl && !typing && event.key.toLowerCase() === "y") screen.step("redo");
        else if (event.key === "?" && !typing && keys.length) screen.help();
        else done = press(event, { ctrl, typing });
        if (done) event.preventDefault();
      });
      const stay = (event) => {
        if (unsaved() !== null && root.isConnected) event.preventDefault();
      };
      window.addEventListener("beforeunload", stay);
      lx.keepKeys(root);
      for (const kind of ["dragstart", "dragenter", "dragover", "dragleave", "drop", "dragend"]) {
        root.addEventListener(kind, (event) => event.stopPropagation());
      }
      const leave = lx.follow(root, model);
      for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
      head();
      draw();
      el.append(root);
      return () => {
        for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
        window.removeEventListener("beforeunload", stay);
        leave();
        link.close();
      };
    },
  };
  return screen;
}

/** A choice with a label: [[value, words], …]. */
function lxChoice(label, options, value, onchange, props = {}) {
  const select = lx.el("select", { "aria-label": label, onchange: () => onchange(select.value), ...props },
    options.map(([key, words]) => lx.el("option", { value: key, selected: key === value }, words)));
  return select;
}
