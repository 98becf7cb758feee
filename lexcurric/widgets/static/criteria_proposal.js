// Proposed criteria: each with its statements and why they belong together, to be changed, accepted or left out.

/** Up to so many criteria each choice lists them all from the start. */
const LX_FEW = 40;

function lxCriteriaProposal(board) {
  const made = lx.maker();
  const head = lx.el("b");
  const accept = lx.el("button.lx-primary", { "data-key": "accept-all", onclick: () => board.send("accept", { labels: [] }) });
  const threads = lx.el("div.lx-threads");
  const node = lx.el("section.lx-proposal", { "aria-label": "Proposed criteria" },
    lx.el("div.lx-row", {}, head, lx.el("span.lx-grow"), board.reasonPlace, accept,
      lx.el("button", { "data-key": "close-proposal", onclick: () => board.ask("close_proposal") }, "Close the proposal")),
    lx.el("p.lx-quiet.lx-small", {}, "Nothing is changed until you accept. Drag a statement to another criterion, or choose where it goes beside it. “Look” marks what another criterion would suit nearly as well, or what shares little."),
    threads);
  let dragged = null;
  // How many criteria are proposed, and a number that is another one once any of their names is.
  let [count, written, turn] = [0, "", 0];

  const target = (place, label) => {
    const light = (on) => place.classList.toggle("lx-over", on);
    place.addEventListener("dragover", (event) => {
      if (!dragged || dragged.from === label) return;
      event.preventDefault();
      light(true);
    });
    place.addEventListener("dragleave", (event) => {
      if (!place.contains(event.relatedTarget)) light(false);
    });
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      light(false);
      if (dragged) board.ask("thread_move", { ids: [dragged.id], label });
      dragged = null;
    });
    return place;
  };

  /** A choice among the criteria: of hundreds the names come when it is opened, since each statement has such a choice. */
  const among = (label, head, names, tail, onchange, props) => {
    const listed = () => [...head, ...names(), ...tail];
    if (count <= LX_FEW) return lxChoice(label, listed(), head[0][0], onchange, props);
    const select = lxChoice(label, [...head, ...tail], head[0][0], onchange, props);
    const fill = () => {
      if (select.options.length > head.length + tail.length) return;
      const { value } = select;
      select.replaceChildren(...listed().map(([key, words]) => lx.el("option", { value: key, selected: key === value }, words)));
    };
    for (const event of ["pointerdown", "focus", "keydown"]) select.addEventListener(event, fill);
    return select;
  };

  const member = (each, from, names) => {
    const fresh = lx.el("input", { type: "text", hidden: true, "aria-label": "Name of the new criterion", placeholder: "Name; Enter makes it",
      onkeydown: (event) => {
        if (event.key === "Enter" && fresh.value.trim()) board.ask("thread_move", { ids: [each.id], label: fresh.value });
        else if (event.key === "Escape") { fresh.hidden = true; choice.value = "."; choice.focus(); }
        else return;
        event.preventDefault();
        event.stopPropagation();
      } });
    const others = () => names.filter((name) => name !== from).map((name) => [`=${name}`, name]);
    const choice = among(`Where ${each.text} goes`, [[".", from === null ? "Put into…" : "Move to…"]], others, [["+", "A new criterion…"],
      ...(from === null ? [] : [["-", "Leave without"]])], (value) => {
      if (value === "+") { fresh.hidden = false; fresh.focus(); }
      else if (value !== ".") board.ask("thread_move", { ids: [each.id], label: value === "-" ? null : value.slice(1) });
    }, { "data-key": `to:${each.id}` });
    return lx.el("li.lx-member", { draggable: true, "data-id": each.id,
      ondragstart: (event) => { dragged = { id: each.id, from }; event.dataTransfer.setData("text/plain", each.text); },
      ondragend: () => { dragged = null; } },
      lx.el("div.lx-said", {}, lx.el("span.lx-where", {}, each.place), " ", lx.el("span", { dir: "auto" }, each.text)),
      lx.el("div.lx-why", {}, each.look && lx.el("span.lx-mark", {}, "Look · "), each.sure && lx.el("b", {}, `${each.sure[0].toUpperCase()}${each.sure.slice(1)}: `), each.why[0],
        each.why.length > 1 && lx.el("div.lx-how", {}, each.why.slice(1).join("; "))),
      lx.el("div.lx-goes", {}, choice, fresh));
  };

  const thread = (each, names) => {
    const error = lx.el("div.lx-error", { role: "alert" });
    const tell = (text) => { error.textContent = text; };
    const name = each.there ? lx.el("h4", {}, each.label) : lx.el("input.lx-name", { type: "text", value: each.label, "aria-label": `Name of the proposed criterion ${each.label}`,
      "data-key": `name:${each.label}`,
      onchange: () => board.ask("thread_rename", { label: each.label, new: name.value }, tell),
      onkeydown: (event) => {
        if (event.key === "Enter") name.blur();
        else if (event.key === "Escape") name.value = each.label;
        else return;
        event.preventDefault();
        event.stopPropagation();
      } });
    const others = () => names.filter((other) => other !== each.label).map((other) => [other, other]);
    const many = `${board.counted(each.members.length)} in ${each.levels} level${each.levels === 1 ? "" : "s"}`;
    const article = lx.el("article.lx-thread", { "aria-label": each.label },
      lx.el("div.lx-row", {}, name, lx.el("span.lx-quiet.lx-small", {}, each.there ? "added to a criterion that is there" : "new", ` · ${many} · ${each.sure}`),
        each.look ? lx.el("span.lx-mark.lx-small", {}, `${each.look} to look at`) : null,
        lx.el("span.lx-does", {}, names.length > 1 ? among(`Join ${each.label} with`, [["", "Join with…"]], others, [], (other) => other && board.ask("thread_join", { labels: [each.label, other] }, tell), { "data-key": `join:${each.label}` }) : null,
        lx.el("button", { "data-key": `drop:${each.label}`, onclick: () => board.ask("thread_drop", { label: each.label }, tell) }, "Leave out"),
        lx.el("button.lx-primary", { "data-key": `accept:${each.label}`, onclick: () => board.send("accept", { labels: [each.label] }, tell) }, "Accept"))),
      error, lx.el("ul", {}, each.members.map((one) => member(one, each.label, names))));
    return target(article, each.label);
  };

  return {
    node,
    draw() {
      const proposal = board.view.proposal;
      node.hidden = !proposal;
      if (!proposal) return;
      const names = proposal.threads.map((each) => each.label);
      const all = names.length;
      count = all;
      if (names.join("\n") !== written) [written, turn] = [names.join("\n"), turn + 1];
      threads.classList.toggle("lx-many", all > LX_FEW);
      head.textContent = all === 1 ? "1 criterion is proposed" : `${all} criteria are proposed`;
      accept.textContent = all === 1 ? "Accept it" : `Accept all ${all}`;
      accept.disabled = !all;
      const loose = proposal.loose.length ? [made("loose", [proposal.loose, turn], () => target(lx.el("article.lx-thread.lx-loose", { "aria-label": "Left without a criterion" },
        lx.el("div.lx-row", {}, lx.el("h4", {}, "Left without a criterion"), lx.el("span.lx-quiet.lx-small", {}, board.counted(proposal.loose.length))),
        lx.el("ul", {}, proposal.loose.map((one) => member(one, null, names)))), null))] : [];
      lx.arrange(threads, [...proposal.threads.map((each) => made(`t:${each.label}`, [each, turn], () => thread(each, names))), ...loose]);
    },
  };
}
