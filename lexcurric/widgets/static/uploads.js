// Files from the browser: dropped or chosen, announced, and sent in parts that are answered one by one.

const LX_PART = 512 * 1024;

Object.assign(lx, {
  /** The files of a drop, those in folders too: [{ file, folder }]. */
  async dropped(transfer) {
    const entries = [...(transfer.items || [])].filter((each) => each.kind === "file")
      .map((each) => ({ entry: each.webkitGetAsEntry?.(), file: each.getAsFile() }));
    const found = [];
    const listed = (reader) => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    const walk = async (entry, folder) => {
      if (entry.isFile) {
        found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), folder });
        return;
      }
      const reader = entry.createReader();
      // It gives at most 100 at a time.
      for (let some = await listed(reader); some.length; some = await listed(reader)) {
        for (const each of some) await walk(each, folder ? `${folder}/${entry.name}` : entry.name);
      }
    };
    for (const { entry, file } of entries) {
      if (entry) await walk(entry, "");
      else if (file) found.push({ file, folder: "" });
    }
    return entries.length ? found : [...transfer.files].map((file) => ({ file, folder: "" }));
  },

  /** The files of an <input>, with the folder that each is in. */
  chosen(input) {
    return [...input.files].map((file) => ({ file, folder: (file.webkitRelativePath || "").split("/").slice(0, -1).join("/") }));
  },

  /**
   * Sends files to the kernel. `send(listed)` resolves when all are there; a part without an answer is sent again.
   * `onProgress({ sent, of, files, done })` is told how it goes; `stop()` gives up what is not sent yet.
   */
  uploads(link, { mostBytes = () => Infinity, onProgress = () => {} } = {}) {
    const page = Math.random().toString(36).slice(2, 8);
    let number = 0;
    let run = 0;
    const active = new Set();
    const patiently = async (action, withThese, buffers) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await link.send(action, withThese, buffers);
        } catch (failure) {
          if (!failure.lost || tries === 3) throw failure;
        }
      }
    };
    const sendAll = async (listed) => {
      const mine = ++run;
      const files = listed.map(({ file, folder }) => ({ file, key: `${page}-${++number}`, name: file.name, folder, size: file.size }));
      const told = { sent: 0, of: files.reduce((sum, each) => sum + each.size, 0), files: files.length, done: 0 };
      let parts = [];
      let buffers = [];
      let held = 0;
      const flush = async () => {
        if (!parts.length) return;
        await patiently("part", { parts }, buffers);
        told.sent += held;
        for (const each of parts) if (each.last) { active.delete(each.key); told.done += 1; }
        [parts, buffers, held] = [[], [], 0];
        onProgress({ ...told });
      };
      const wanted = files.filter((each) => each.size <= mostBytes());
      for (const each of wanted) active.add(each.key);
      for (let at = 0; at < files.length; at += 200) {
        await patiently("announce", { files: files.slice(at, at + 200).map(({ key, name, folder, size }) => ({ key, name, folder, size })) });
      }
      onProgress({ ...told });
      for (const each of wanted) {
        for (let at = 0; at < each.size && run === mine; at += LX_PART) {
          let body;
          try {
            body = await each.file.slice(at, at + LX_PART).arrayBuffer();
          } catch {
            active.delete(each.key);
            throw new Error(`${each.name} cannot be read any more; it was moved or changed. Drop it again.`);
          }
          parts.push({ key: each.key, at, last: at + body.byteLength >= each.size });
          buffers.push(new DataView(body));
          held += body.byteLength;
          if (held >= LX_PART || parts.length >= 100) await flush();
        }
        if (!each.size) active.delete(each.key);
      }
      if (run === mine) await flush();
    };
    return {
      /** True while a file that was announced under this key is being sent from this page. */
      isActive: (key) => active.has(key),
      async send(listed) {
        try {
          await sendAll(listed);
        } finally {
          active.clear();
          onProgress(null);
        }
      },
      stop() { run += 1; },
    };
  },

  /**
   * A place to drop files on, with a button that chooses them; by keyboard it is the button. `take(listed)` gets
   * [{ file, folder }]. `words`: title, about, choose, and chooseFolder where whole folders are wanted.
   */
  dropZone({ words, accept, take, onTrouble = () => {} }) {
    const input = (folder) => {
      // Not shown: the button beside it opens it, and is what keyboards and screen readers find.
      const made = lx.el("input.lx-file", { type: "file", multiple: true, hidden: true, onchange: () => {
        const listed = lx.chosen(made);
        made.value = "";
        if (listed.length) take(listed);
      } });
      if (folder) made.webkitdirectory = true;
      else if (accept) made.accept = accept;
      return made;
    };
    const files = input(false);
    const folder = words.chooseFolder ? input(true) : null;
    const button = lx.el("button.lx-primary.lx-choose", { type: "button", onclick: () => files.click() }, words.choose);
    const zone = lx.el("div.lx-dropzone", { role: "group", "aria-label": words.title },
      lx.el("div.lx-dropzone-words", {}, lx.el("b", {}, words.title), lx.el("div.lx-quiet", {}, words.about)),
      lx.el("div.lx-row", {}, button, folder && lx.el("button", { type: "button", onclick: () => folder.click() }, words.chooseFolder)), files, folder);
    let depth = 0;
    const isFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
    const show = () => zone.classList.toggle("lx-over", depth > 0);
    const on = (kind, what) => zone.addEventListener(kind, (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      what(event);
      show();
    });
    on("dragenter", () => { depth += 1; });
    on("dragover", (event) => { event.dataTransfer.dropEffect = "copy"; });
    on("dragleave", () => { depth = Math.max(0, depth - 1); });
    on("drop", async (event) => {
      depth = 0;
      try {
        const listed = await lx.dropped(event.dataTransfer);
        if (listed.length) take(listed);
        else onTrouble("The folder is empty, so there is nothing to read.");
      } catch {
        onTrouble("What was dropped cannot be read here. Choose the files with the button instead.");
      }
    });
    return { node: zone, focus: () => button.focus() };
  },
});
