"""
The same lists, made harder, so that the matcher does not learn to trust places more than it should.

Real releases seldom replace a statement by another in the same place, or shuffle everything; the lists that are there
to learn from hardly do. Each variant changes one thing whose truth is known.
"""

from __future__ import annotations

from random import Random

from benchmarks.families import Pair, Row, Task


def replaced(task: Task) -> Task | None:
    """A tenth of the unchanged statements are gone, and others of the same list stand in their places."""
    chance = Random(f"replaced {task.name}")
    kept = sorted(_equal(task))
    if len(kept) < 12:
        return None
    chosen = chance.sample(kept, min(40, max(2, len(kept) // 16 * 2)))
    gone, moved = chosen[::2], chosen[1::2]
    drop_old, drop_new = {a for a, _ in moved}, {b for _, b in moved}
    texts = {place: task.new[source].text for (_, place), (_, source) in zip(gone, moved, strict=False)}
    old = [place for place in range(len(task.old)) if place not in drop_old]
    new = [place for place in range(len(task.new)) if place not in drop_new]
    rows = [Row(row.id, row.level, texts.get(place, row.text)) for place, row in enumerate(task.new)]
    truth = {(a, b) for a, b in task.truth if b not in texts and a not in {each for each, _ in gone}}
    return _rebuilt(task, "replaced", (old, new), rows, truth)


def shuffled(task: Task) -> Task | None:
    """The new release is in any order; half of these lists have no levels either."""
    chance = Random(f"shuffled {task.name}")
    if min(map(len, task.rest)) < 3:
        return None
    new = list(range(len(task.new)))
    chance.shuffle(new)
    made = _rebuilt(task, "shuffled", (list(range(len(task.old))), new), task.new, task.truth)
    if chance.random() < 0.5:
        made.old = [Row(row.id, "", row.text) for row in made.old]
        made.new = [Row(row.id, "", row.text) for row in made.new]
    return made


def moved(task: Task) -> Task | None:
    """A quarter of the reworded statements stand somewhere else, in the level of their new neighbors."""
    chance = Random(f"moved {task.name}")
    changed = sorted(b for _, b in task.changed)
    if not changed or len(task.new) < 10:
        return None
    going = set(chance.sample(changed, max(1, len(changed) // 4)))
    order = [place for place in range(len(task.new)) if place not in going]
    rows = list(task.new)
    for place in sorted(going):
        target = chance.randrange(len(order) + 1)
        level = rows[order[max(0, target - 1)]].level if order else ""
        rows[place] = Row(rows[place].id, level, rows[place].text)
        order.insert(target, place)
    made = _rebuilt(task, "moved", (list(range(len(task.old))), order), rows, task.truth)
    places = {place: at for at, place in enumerate(order)}
    made.going = {(a, places[b]) for a, b in task.changed if b in going}
    return made


def _equal(task: Task) -> set[Pair]:
    rest = set(task.rest[0]), set(task.rest[1])
    return {(a, b) for a, b in task.truth - task.changed if a not in rest[0] and b not in rest[1]}


def _rebuilt(task: Task, name: str, order: tuple[list[int], list[int]], new: list[Row], truth: set[Pair]) -> Task:
    old_at, new_at = ({place: at for at, place in enumerate(side)} for side in order)

    def turned(pairs: set[Pair]) -> set[Pair]:
        return {(old_at[a], new_at[b]) for a, b in pairs if a in old_at and b in new_at}

    return Task(
        task.family,
        f"{task.name} ({name})",
        [task.old[place] for place in order[0]],
        [new[place] for place in order[1]],
        turned(truth),
        turned(task.unscored),
    )


def made_lists(size: int, share: float) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """
    Two releases of `size` statements, of which a share was reworded: words left out, put in or exchanged.

    The words are those of the bundled sample, in sentences of 8 to 25, so that no data is needed beside the project.
    """
    from lexcurric.bundled import sample_file
    from lexcurric.formats.lex_json import read_export

    chance = Random(f"{size} {share}")
    known = read_export(sample_file()).content.active
    stock = sorted({word for each in known for word in each.text.split()})
    # A vocabulary as large lists have: most words are rare.
    stock += [f"{word.rstrip('.,')}{number}" for number in range(size // 400) for word in stock[::7]]
    old, new = [], []
    for place in range(size):
        words = [stock[int(len(stock) * chance.random() ** 2)] for _ in range(chance.randrange(8, 26))]
        level = "abcd"[4 * place // size]
        old.append((level, " ".join(words)))
        if chance.random() < share:
            for _ in range(max(1, len(words) // 6)):
                words[chance.randrange(len(words))] = chance.choice(stock)
            words.insert(chance.randrange(len(words)), chance.choice(stock))
        new.append((level, " ".join(words)))
    return old, new
