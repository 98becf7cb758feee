// Links to files: through the server that shows the notebook where it reaches them, else from the kernel on a click.

Object.assign(lx, {
  /**
   * Makes links of what Python offers (`Downloads.offer`): `lx.downloads(model).link(offer, "Download …")`.
   * `onTrouble` is told, in words, what could not be downloaded.
   */
  downloads(model, { onTrouble = () => {} } = {}) {
    const give = (name, body) => {
      const address = URL.createObjectURL(new Blob([body]));
      const anchor = lx.el("a", { href: address, download: name });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    };
    const came = (message, buffers) => {
      if (!message || !message.download) return;
      if (message.error) onTrouble(message.error);
      else give(message.name, buffers[0]);
    };
    model.on("msg:custom", came);
    const ask = (key) => {
      try {
        model.send({ action: "download", with: { key } });
      } catch {
        onTrouble("Not downloaded: the kernel does not answer. The file is still in its folder.");
      }
    };
    // HEAD asks whether the server has it, and fetches nothing.
    const isThere = (address) => fetch(address, { method: "HEAD", credentials: "same-origin" }).then((answer) => answer.ok, () => false);
    return {
      link(offer, words = `Download ${offer.name}`) {
        const address = lx.fileAddress(offer);
        const go = async (event) => {
          event.preventDefault();
          if (address && await isThere(address)) lx.el("a", { href: `${address}?download=1`, download: offer.name }).click();
          else ask(offer.key);
        };
        return lx.el("a.lx-download", { href: address ? `${address}?download=1` : "#", download: offer.name, onclick: go }, words);
      },
      close() { model.off("msg:custom", came); },
    };
  },

  /**
   * The address of a file on the server that shows the notebook; empty where it is not under the server's folder, or
   * this is no page of JupyterLab. Python knows where the notebook is on the disk, the page where it is on the server:
   * what is left of the one without the other is the server's folder.
   */
  fileAddress({ path, notebook }, page = location, config = document.getElementById("jupyter-config-data")) {
    if (!path || !notebook || !config) return "";
    let base = "/";
    try { base = JSON.parse(config.textContent).baseUrl || "/"; } catch { return ""; }
    const shown = /\/(?:tree|notebooks|edit)\/(.+)$/.exec(page.pathname);
    if (!shown) return "";
    const onServer = decodeURIComponent(shown[1]);
    if (!notebook.endsWith(`/${onServer}`)) return "";
    const folder = notebook.slice(0, notebook.length - onServer.length);
    if (!path.startsWith(folder)) return "";
    const steps = path.slice(folder.length).split("/");
    // The server gives no hidden files away.
    if (steps.some((step) => step.startsWith("."))) return "";
    return `${base.replace(/\/?$/, "/")}files/${steps.map(encodeURIComponent).join("/")}`;
  },
});
