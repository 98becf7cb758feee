// Writing: where to, the button, how far it is, and what came of it.

function lxWriting({ model, uid, send, downloads, choose }) {
  const path = lx.el("input.lx-path", { type: "text", id: `${uid}-path`, onchange: () => choose("path", path.value) });
  const label = lx.el("label", { htmlFor: `${uid}-path` });
  const go = lx.el("button.lx-primary.lx-write", { onclick: () => write() });
  // A place of one's own only: what is chosen just before may still give another, and that is to be written then.
  const write = () => send("write", path.value === model.get("path") ? {} : { path: path.value });
  const result = lx.el("div.lx-result");
  const status = lx.el("div", { role: "status", "aria-live": "polite" });
  const node = lx.el("section.lx-writing", { "aria-label": "Write" }, lx.el("h4", {}, "Write it"), lx.el("div.lx-field", {}, label, path), lx.el("div.lx-row", {}, go), status, result);
  let shown = "";

  const busy = ({ done, total }) => [
    lx.el("progress", { max: total || 1, value: done, "aria-label": "Workbooks written" }),
    lx.el("button", { onclick: () => send("stop") }, "Stop"),
  ];
  const asks = ({ free, count }) => [
    lx.el("div.lx-row", {}, lx.el("button.lx-primary", { onclick: () => send("write", { path: free }) }, `Write as ${free}`),
      lx.el("button", { onclick: () => send("write", { overwrite: true }) }, count === 1 ? "Write over it" : `Write over these ${count}`),
      lx.el("button", { onclick: () => send("forget_result") }, "Cancel")),
  ];
  const files = ({ files: offers = [], more }) => [
    offers.length ? lx.el("ul.lx-files", {}, offers.map((offer) => lx.el("li", {}, downloads.link(offer)))) : null,
    more ? lx.el("div.lx-quiet", {}, `and ${more.toLocaleString()} more in the same folder`) : null,
  ];
  const draw = () => {
    const many = model.get("many");
    const count = model.get("trainees").length;
    const progress = model.get("progress");
    const isBusy = progress.state === "busy";
    label.textContent = many === "each" ? "Folder" : "File";
    if (document.activeElement !== path) path.value = model.get("path");
    go.textContent = many === "each" && count > 1 ? `Write ${count.toLocaleString()} workbooks` : "Write the workbook";
    go.disabled = isBusy || Boolean(model.get("view").trouble);
    status.className = `lx-said lx-said-${progress.state}`;
    if (status.textContent !== progress.said) status.textContent = progress.said;
    const key = JSON.stringify([progress.state, isBusy ? 0 : progress]);
    if (key !== shown) {
      shown = key;
      const had = result.contains(document.activeElement);
      result.replaceChildren(...({ busy, asks, done: files, stopped: files }[progress.state]?.(progress) ?? []).filter(Boolean));
      if (had) (result.querySelector("button, a") || go).focus();
      else if (progress.state === "asks") result.querySelector("button").focus();
    }
    const bar = result.querySelector("progress");
    if (bar) Object.assign(bar, { max: progress.total || 1, value: progress.done });
  };
  return { node, draw };
}
