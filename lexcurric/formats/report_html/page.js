(() => {
  "use strict";
  const root = document.documentElement;
  const body = document.body;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const bar = one(".lx-bar");
  if (!bar) return;

  const form = one("#filter");
  const find = one("#find");
  const status = one(".lx-status");
  const help = one("dialog");
  const boxes = all("input[type=checkbox]", form);
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  const facets = [...new Set(boxes.map((box) => box.name))];
  const items = all("[data-item]").map((element) => ({
    element,
    text: null,
    has: Object.fromEntries(facets.map((key) => [key, (element.dataset[key] || "").split(" ")])),
  }));
  const sections = all("[data-section]").map((element) => ({
    element,
    items: items.filter((item) => element.contains(item.element)),
    size: one("[data-size]", element),
  }));
  const word = (count) => `${count} ${count === 1 ? body.dataset.one : body.dataset.many}`;

  // What stands in a browser's store is only a wish: with it closed, everything works as well.
  const kept = (key) => { try { return localStorage.getItem(`lx-${key}`); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(`lx-${key}`, value); } catch { /* not kept */ } };

  const wanted = () => Object.fromEntries(facets.map((key) =>
    [key, boxes.filter((box) => box.name === key && box.checked).map((box) => box.value)]));
  const fits = (item, key, values) => !values.length || values.some((value) => item.has[key].includes(value));

  function filter() {
    const chosen = wanted();
    const terms = plain(find.value).split(" ").filter(Boolean);
    const active = terms.length > 0 || facets.some((key) => chosen[key].length);
    for (const item of items) {
      item.text ??= terms.length ? plain(item.element.textContent) : null;
      item.found = terms.every((term) => item.text.includes(term));
      item.misses = facets.filter((key) => !fits(item, key, chosen[key]));
      item.element.hidden = !item.found || item.misses.length > 0;
    }
    for (const box of boxes) {
      // How many there would be with this answer, the other questions answered as they are.
      const count = items.filter((item) => item.found && item.has[box.name].includes(box.value)
        && item.misses.every((key) => key === box.name)).length;
      one("[data-count]", box.parentElement).textContent = count;
      box.parentElement.classList.toggle("lx-zero", count === 0);
    }
    for (const section of sections) {
      const shown = section.items.filter((item) => !item.element.hidden).length;
      const total = section.items.length;
      section.element.hidden = active && shown === 0;
      if (section.size) section.size.textContent = shown === total ? word(total) : `${shown} of ${word(total)}`;
    }
    say(chosen, active);
  }

  function say(chosen, active) {
    const shown = items.filter((item) => !item.element.hidden).length;
    const text = active ? `${shown} of ${word(items.length)}` : word(items.length);
    const names = boxes.filter((box) => box.checked).map((box) => one("bdi", box.parentElement).textContent);
    if (find.value.trim()) names.push(`“${find.value.trim()}”`);
    status.textContent = text;
    const line = one(".lx-filtered");
    line.textContent = active ? `Filtered: ${text} (${names.join(", ")})` : "";
    line.hidden = !active;
    body.classList.toggle("lx-is-filtered", active);
    one(".lx-none").hidden = shown > 0;
    const button = one("[data-act=filter]");
    const count = facets.reduce((sum, key) => sum + chosen[key].length, 0) + (find.value.trim() ? 1 : 0);
    button.textContent = count ? `Filter (${count})` : "Filter";
  }

  function clear() {
    for (const box of boxes) box.checked = false;
    find.value = "";
    filter();
  }

  function setView(name) {
    root.dataset.view = name;
    for (const button of all("[data-view-is]")) button.setAttribute("aria-pressed", String(button.dataset.viewIs === name));
    keep("view", name);
  }

  function setTheme(name) {
    if (name) root.dataset.theme = name; else delete root.dataset.theme;
    one("[data-act=theme]").value = name;
    keep("theme", name);
  }

  function otherTheme() {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    setTheme((root.dataset.theme || system) === "dark" ? "light" : "dark");
  }

  function openFilter(open) {
    form.hidden = !open;
    one("[data-act=filter]").setAttribute("aria-expanded", String(open));
    if (!open) return one("[data-act=filter]").focus();
    form.scrollIntoView({ block: "nearest" });
    find.focus();
    find.select();
  }

  function go(step) {
    const shown = items.filter((item) => !item.element.hidden).map((item) => item.element);
    if (!shown.length) return;
    const at = shown.indexOf(document.activeElement?.closest?.("[data-item]"));
    // From nowhere: the first that begins below the bar, or the last that begins above it.
    const below = shown.findIndex((element) => element.getBoundingClientRect().top >= bar.offsetHeight);
    const from = below < 0 ? shown.length : below;
    const next = at >= 0 ? at + step : step > 0 ? from : from - 1;
    const target = shown[Math.max(0, Math.min(shown.length - 1, next))];
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  const acts = {
    previous: () => go(-1),
    next: () => go(1),
    filter: () => openFilter(form.hidden),
    clear,
    help: () => help.showModal(),
    close: () => help.close(),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.viewIs) setView(button.dataset.viewIs);
    else acts[button.dataset.act]?.();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  one("[data-act=theme]").addEventListener("change", (event) => setTheme(event.target.value));

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    f: () => openFilter(true),
    "/": () => openFilter(true),
    v: () => one("[data-view-is]") && setView(root.dataset.view === "inline" ? "sides" : "inline"),
    t: otherTheme,
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const target = event.target;
    if (event.key === "Escape" && form.contains(target)) return openFilter(false);
    if (target.matches("input:not([type=checkbox]), select, textarea")) return;
    const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (arrow && target.matches("[data-item]")) {
      event.preventDefault();
      return go(arrow);
    }
    if (keys[event.key] && one("[data-act=keys]").checked) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  for (const item of items) item.element.tabIndex = -1;
  bar.hidden = false;
  setView(kept("view") === "inline" ? "inline" : "sides");
  setTheme(["light", "dark"].includes(kept("theme")) ? kept("theme") : "");
  openFilterAtStart();
  filter();

  function openFilterAtStart() {
    const wide = matchMedia("(min-width: 800px)").matches;
    form.hidden = !wide;
    one("[data-act=filter]").setAttribute("aria-expanded", String(wide));
  }
})();
