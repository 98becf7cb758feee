// Moving statements with the mouse: one, or all that are selected, to another place or level.

/** From so many pixels on, it is a drag; so near an edge the list scrolls, at most by so much a frame. */
const LX_DRAG = 6;
const LX_EDGE = 48;
const LX_SPEED = 18;

function lxDrag(ed, { desk, list }) {
  const { grid } = list;
  const line = lx.el("div.lx-drop", { "aria-hidden": "true" });
  const ghost = lx.el("div.lx-ghost", { "aria-hidden": "true" });
  let press = null;
  let now = null;
  let dropped = 0;

  /** Where the pointer is: the level, and the row before which the line stands (null: after the last). */
  const aim = (x, y) => {
    const box = grid.getBoundingClientRect();
    const isMatrix = ed.get("layout") === "matrix";
    const [left, top] = [Math.max(box.left + 2, Math.min(x, box.right - 2)), Math.max(box.top + 2, Math.min(y, box.bottom - 2))];
    const bodies = list.levels();
    const inside = bodies.filter(({ body }) => {
      const at = body.getBoundingClientRect();
      return isMatrix ? at.left <= left && left < at.right : at.top <= top && top < at.bottom;
    });
    const found = inside[0] ?? bodies[bodies.length - 1];
    if (!found) return null;
    const rows = [...found.body.querySelectorAll(":scope > [data-id]")];
    const before = rows.find((row) => {
      const at = row.getBoundingClientRect();
      return top < at.top + at.height / 2;
    });
    return { level: found.level, body: found.body, before: before ?? null, last: rows[rows.length - 1] ?? null };
  };

  /** What a drop there means: the place counts those of the level that are not moved. Null where it changes nothing. */
  const meaning = ({ level, before, last }) => {
    const moving = new Set(now.ids);
    const beside = ed.find((before ?? last)?.dataset.id);
    const every = now.ids.map(ed.find).filter(Boolean);
    const passed = (place) => every.filter((each) => each.level === level && each.position < place).length;
    const at = beside ? beside.position + (before ? 0 : 1) : null;
    const position = at === null ? null : at - passed(at);
    const isThere = every.every((each, index) => each.level === level && position !== null && each.position === position + index);
    return isThere || !moving.size ? null : { ids: every.map((each) => each.id), level, position };
  };

  const draw = () => {
    const to = aim(now.x, now.y);
    now.to = to;
    if (!to) return;
    const [outer, box, body] = [desk, grid, to.body].map((node) => node.getBoundingClientRect());
    const near = to.before?.getBoundingClientRect();
    const end = to.last?.getBoundingClientRect();
    const head = to.body.firstElementChild.getBoundingClientRect();
    const y = near ? near.top : end ? end.bottom : head.bottom;
    line.style.top = `${Math.max(head.bottom, Math.min(y, box.bottom - 2)) - outer.top - 2}px`;
    line.style.left = `${Math.max(body.left, box.left) - outer.left}px`;
    line.style.width = `${Math.min(body.right, box.left + grid.clientWidth) - Math.max(body.left, box.left)}px`;
    line.classList.toggle("lx-stays", !meaning(to));
    ghost.textContent = `${now.words} → ${ed.levelLabel(to.level)}`;
    const left = Math.max(0, Math.min(now.x - outer.left + 14, outer.width - ghost.offsetWidth - 4));
    ghost.style.transform = `translate(${left}px, ${now.y - outer.top + 10}px)`;
  };
  const scroll = () => {
    if (!now) return;
    const box = grid.getBoundingClientRect();
    const pull = (at, low, high) => (at < low + LX_EDGE ? -1 : at > high - LX_EDGE ? 1 : 0) * LX_SPEED
      * Math.min(1, Math.max(low + LX_EDGE - at, at - high + LX_EDGE) / LX_EDGE);
    const [down, right] = [pull(now.y, box.top + 30, box.bottom), pull(now.x, box.left, box.right)];
    if (down) grid.scrollTop += down;
    if (right && ed.get("layout") === "matrix") grid.scrollLeft += right;
    draw();
    now.frame = requestAnimationFrame(scroll);
  };

  const begin = async (event) => {
    const { id } = press;
    const chosen = ed.selection();
    const ids = chosen.includes(id) ? chosen : [id];
    now = { ids, x: event.clientX, y: event.clientY, words: "" };
    if (ids.length === 1) ed.choose(ids);
    now.words = ids.length > 1 ? `${ids.length} statements` : ed.find(id)?.text.split(" — ")[0].slice(0, 40) ?? "";
    grid.setPointerCapture?.(press.pointer);
    desk.append(line, ghost);
    desk.classList.add("lx-dragging");
    now.frame = requestAnimationFrame(scroll);
  };
  const end = () => {
    if (now) cancelAnimationFrame(now.frame);
    line.remove();
    ghost.remove();
    desk.classList.remove("lx-dragging");
    press = null;
    now = null;
  };

  grid.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-id]");
    if (!row || event.button || event.pointerType === "touch" || event.target.closest("button, textarea, input, select, summary")) return;
    if (list.editing()) return;
    press = { id: row.dataset.id, x: event.clientX, y: event.clientY, pointer: event.pointerId };
  });
  const move = (event) => {
    if (!press) return;
    if (now) [now.x, now.y] = [event.clientX, event.clientY];
    else if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > LX_DRAG) begin(event);
  };
  const drop = () => {
    const wanted = now?.to && meaning(now.to);
    if (now) dropped = Date.now();
    end();
    if (wanted) ed.quietly("move", wanted);
  };
  /** Escape gives it up, wherever the keys are just then. */
  const cancel = (event) => {
    if (!now || event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    dropped = Date.now();
    end();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", drop);
  window.addEventListener("pointercancel", end);
  window.addEventListener("keydown", cancel, true);

  return {
    /** A click that ends a drag selects nothing. */
    justDropped: () => Date.now() - dropped < 300,
    close() {
      end();
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", end);
      window.removeEventListener("keydown", cancel, true);
    },
  };
}
