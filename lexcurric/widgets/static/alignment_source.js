// Choosing what to align with: a release that was found, a path, files that are dropped, or a list that is kept.

function lxAlignmentSource(screen, { close }) {
  const error = lx.el("div.lx-error", { role: "alert" });
  const tell = (text) => { error.textContent = text; };
  const busy = lx.el("span.lx-quiet", { role: "status" });
  const field = (placeholder) => lx.el("input", { type: "text", placeholder });
  const path = lx.el("input.lx-path", { type: "text", placeholder: "Path of a folder or file, such as db_30_1_text", "aria-label": "Path of a folder or file" });
  const [occupation, release, name, licence, credit] = [field(""), field("such as 30.1"), field(""), field(""), field("")];
  const about = () => ({ occupation: occupation.value, release: release.value, name: name.value, licence: licence.value, credit: credit.value });
  const open = async (action, withThese) => {
    busy.textContent = "Reading and weighing…";
    const done = await screen.ask(action, withThese, tell);
    busy.textContent = "";
    return done;
  };
  const uploads = lx.uploads(screen.link, { mostBytes: () => screen.view.source?.most ?? Infinity });
  const zone = lx.dropZone({
    words: { title: "Drop a release or a list here", about: "The .zip or the text files of an O*NET database release, or a CSV or Excel file with the columns code and label.", choose: "Choose files…" },
    accept: ".zip,.txt,.csv,.tsv,.xlsx",
    take: async (listed) => {
      tell("");
      busy.textContent = "Sending…";
      try {
        await uploads.send(listed);
        await open("open_came", about());
      } catch (failure) {
        tell(failure.message);
      }
      busy.textContent = "";
    },
    onTrouble: tell,
  });
  const listed = lx.el("div");
  const node = lx.el("section.lx-source", { "aria-label": "What to align with" },
    lx.el("div.lx-title", {}, lx.el("b", {}, "What do the statements align with?"), lx.el("button.lx-plain.lx-shut", { onclick: close }, "Close")),
    lx.el("p.lx-quiet.lx-small", {}, "Nothing is fetched from the internet: you need the text files of an O*NET database release (onetcenter.org), or any list of your own. Opening a list changes nothing."),
    listed, zone.node,
    lx.el("form.lx-row", { onsubmit: (event) => {
      event.preventDefault();
      if (path.value.trim()) open("open", { source: path.value.trim(), ...about() });
      else tell("Type the path of a folder or file, or drop it above.");
    } }, path, lx.el("button.lx-primary", { type: "submit" }, "Open")),
    lx.el("details", {}, lx.el("summary", {}, "More about the list"),
      lx.el("div.lx-fields", {}, [["Occupation, where it is not the framework's", occupation], ["O*NET release, where nothing says it", release], ["Name of a list of your own", name], ["Its licence", licence], ["The credit that it asks for", credit]]
        .map(([words, input]) => lx.el("label.lx-field", {}, lx.el("span", {}, words), input)))),
    busy, error);
  return {
    node, first: path, typed: () => false,
    draw() {
      const { source, list } = screen.view;
      if (!source) return;
      node.querySelector(".lx-shut").hidden = !list;
      occupation.placeholder = source.soc;
      const choice = (words, action, withThese) => lx.el("button", { onclick: () => open(action, withThese()) }, words);
      listed.replaceChildren(
        ...(source.kept.length ? [lx.el("div.lx-row", {}, lx.el("span.lx-quiet", {}, "Kept with this framework:"), source.kept.map((each) => choice(each, "open", () => ({ name: each }))))] : []),
        ...(source.found.length ? [lx.el("div.lx-row", {}, lx.el("span.lx-quiet", {}, "Found here:"), source.found.map((each) => choice(each.name, "open", () => ({ ...about(), source: each.path, name: "" }))))] : []));
    },
  };
}
