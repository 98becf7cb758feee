"""
Rekeying: a draft that has taken in a release follows when that release's statements are matched anew.

The wordings of the release are the same; only which statement says them is another. The designer's own work (wording,
place, tags, notes, criterion) goes along, and nothing of it is lost.
"""

from __future__ import annotations

from collections.abc import Iterable

from lexcurric.core.model import Content, Statement, StatementStatus, replace, sort_tags
from lexcurric.core.wording import normal


def rekey(draft: Content, then: Content, now: Content, before: Content | None = None) -> Content:
    """
    The draft with the identity of `now`, where it had that of `then`: two matchings of one and the same release.

    Two statements that turn out to be one are one under the old id, with the tags, notes and criterion of both and the
    wording of today; the id that is no more stays as a retired one that names it. A wording that turns out to be a
    statement of its own takes along what was put on it since `before` (the draft before it took in the release; all of
    it where that is not known); the statement that it was taken for is retired in its own words, with all that is its.
    """
    if then.by_id == now.by_id:
        return draft
    if draft.sha256 == then.sha256:
        return replace(draft, statements=now.statements)
    return _Rekeying(draft, then, now, before).run()


class _Rekeying:
    def __init__(self, draft: Content, then: Content, now: Content, before: Content | None) -> None:
        self.draft, self.then, self.now, self.before = draft, then, now, before
        both = zip(then.active, now.active, strict=True)
        self.moved = {old.id: new.id for old, new in both if old.id != new.id}
        self.rows = dict(draft.by_id)

    def run(self) -> Content:
        self._settle_links()
        self._retire()
        for old, new in self.moved.items():
            if old in self.draft.by_id:
                self._move(old, new)
        return replace(self.draft, statements=tuple(map(self._with_known_links, self.rows.values())))

    def _with_known_links(self, row: Statement) -> Statement:
        """Without links to what the draft never had: a statement that it was retired for may be no more."""
        known = tuple(each for each in row.replaced_by if each in self.rows)
        return row if known == row.replaced_by else replace(row, replaced_by=known)

    def _settle_links(self) -> None:
        """Links of splits and joins: the release's own as it says now, the designer's own to where the words went."""
        for found, row in self.draft.by_id.items():
            was, is_now = self.then.by_id.get(found), self.now.by_id.get(found)
            changes: dict[str, tuple[str, ...]] = {}
            for name in ("comes_from", "replaced_by"):
                own: tuple[str, ...] = getattr(row, name)
                if was is not None and is_now is not None and own == getattr(was, name):
                    changes[name] = getattr(is_now, name)
                elif was is None or own != getattr(was, name):
                    changes[name] = tuple(dict.fromkeys(self._heir(each, found) for each in own))
            self.rows[found] = replace(row, **changes)

    def _heir(self, found: str, of: str = "") -> str:
        """The statement that a link means now; of one of the designer's own that came after the release, its words."""
        is_own = of not in self.then.by_id and self.before is not None and of not in self.before.by_id
        return self.moved.get(found, found) if is_own or found not in self.now.by_id else found

    def _retire(self) -> None:
        """What the release no longer says at all goes back to how it was, and what is no more is retired."""
        heirs = {new: old for old, new in self.moved.items()}
        for old, new in self.moved.items():
            row = self.rows.get(old)
            if row is None or heirs.get(old) in self.draft.by_id:
                continue
            gone = self.now.by_id.get(old)
            own = {"status": StatementStatus.RETIRED}
            if gone is None:
                self.rows[old] = replace(row, replaced_by=(new,), **own)
            else:
                was = self.before.by_id.get(old, gone) if gone.is_active and self.before is not None else gone
                words = {"level": was.level, "rank": was.rank, "text": was.text, "replaced_by": was.replaced_by}
                self.rows[old] = replace(row, **words, **own)

    def _move(self, old: str, new: str) -> None:
        """What the draft says as `old`, it says as `new`."""
        source, own = self.draft.by_id[old], self.draft.by_id.get(new)
        is_gone = old not in self.now.by_id
        if own is None:
            # What is the old statement's stays its, but for what was put on the new words since they came.
            belongings = source if is_gone else self._since(source)
            self._put(new, source, [belongings])
        elif new in self.moved:
            self._put(new, source, [own, source if is_gone else self._since(source)])
        elif own.is_active and (not source.is_active or self._keeps_own_words(own, source)):
            # The designer kept the old one, and works on it: what she wrote stays.
            self._put(new, own, [own, source])
        else:
            self._put(new, source, [own, source])

    def _keeps_own_words(self, own: Statement, source: Statement) -> bool:
        """True where the designer reworded the old statement herself, and left the new one as the release has it."""
        published = self.then.by_id.get(own.id)
        reworded = published is not None and normal(published.text) != normal(own.text)
        return reworded and normal(self.then.by_id[source.id].text) == normal(source.text)

    def _since(self, source: Statement) -> Statement:
        """The statement with only those of its belongings that came after the release was taken in."""
        was = self.before.by_id.get(source.id) if self.before is not None else None
        if was is None:
            return source
        return replace(
            source,
            tags=sort_tags(set(source.tags) - set(was.tags)),
            note=source.note if source.note != was.note else "",
            criterion=source.criterion if source.criterion != was.criterion else None,
        )

    def _put(self, new: str, words: Statement, owners: list[Statement]) -> None:
        """The statement `new` in these words and this place, with what belongs to its owners, the old one first."""
        known = self.now.by_id[new]
        self.rows[new] = replace(
            words,
            id=new,
            tags=self._tags(owners),
            note="\n".join(dict.fromkeys(each.note for each in owners if each.note)),
            criterion=next((each.criterion for each in owners if each.criterion), None),
            comes_from=known.comes_from,
            replaced_by=() if words.is_active else tuple(self._heir(each) for each in words.replaced_by if each != new),
        )

    def _tags(self, owners: list[Statement]) -> tuple[str, ...]:
        """All their tags; of a vocabulary that allows one, only the first owner's that has any."""
        ones = {each.name for each in self.draft.vocabularies if each.scope == "one"}
        kept: list[str] = []
        for each in owners:
            taken = _vocabularies(kept) & ones
            kept += [tag for tag in each.tags if tag.split(":")[0] not in taken]
        return sort_tags(kept)


def _vocabularies(tags: Iterable[str]) -> set[str]:
    return {tag.split(":")[0] for tag in tags}
