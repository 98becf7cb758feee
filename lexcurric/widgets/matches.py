"""Why one statement is taken to continue another, on screen, and the way to say that it is so or is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import traitlets

from lexcurric.core.corrections import Correction, Verdict, find_different
from lexcurric.core.diff import Change, ChangeKind, Differences, Place
from lexcurric.core.errors import EditError, LexcurricError
from lexcurric.core.report import confidence_words, one_line, place_words
from lexcurric.workspace import corrections
from lexcurric.workspace.identity import kept_corrections, release_contents

if TYPE_CHECKING:
    from lexcurric.core.model import Content, Snapshot
    from lexcurric.workspace.framework import Framework

Row = dict[str, Any]
SURE_WORDS = ((0.97, "Almost certain"), (0.85, "Quite sure"), (0.6, "Likely"), (0.0, "Doubtful"))
SIMILAR_SHOWN = 3


def sure_words(change: Change) -> str:
    """How sure it is that new continues old, such as `Likely (63 % sure)`; empty where there is no doubt."""
    percent = confidence_words(change)
    word = next(words for least, words in SURE_WORDS if change.confidence >= least)
    return f"{word} ({percent})" if percent else ""


class Matches:
    """
    The matches behind a diff of a framework's releases: why, what else is alike, and what can be corrected.

    `framework` is None where there is no workspace to keep a correction in; `release` is the new side where that is
    not imported yet.
    """

    def __init__(
        self, differences: Differences, framework: Framework | None = None, release: Snapshot | None = None
    ) -> None:
        self.differences, self.framework, self.release = differences, framework, release
        self.contents: list[Content] = []
        self.said: set[str] = set()
        if framework is not None:
            held = corrections.in_force(framework.workspace, framework.soc)
            self.said = {each.old_id for each in held if each.verdict is Verdict.SAME}
            self.contents = release_contents(framework.workspace.store, framework.soc)
            self.contents += [release.content] if release is not None else []
        self._known = {each for content in self.contents for each in content.by_id}
        self.by_id = {place.id: each for each in differences.statement_changes for place in (*each.old, *each.new)}

    def about(self, change: Change) -> Row:
        """What a row says of its match, beside its texts."""
        said = len(change.old) == len(change.new) == 1 and change.new[0].id in self.said and bool(change.because)
        return {
            "said": said,
            "because": [one_line(each) for each in change.because],
            "sure": sure_words(change),
            "similar": [self._option(each) for each in change.similar[:SIMILAR_SHOWN]],
            "part": self._parted(change),
            "pair": self._paired(change),
            "ends": _ends(change) if self.contents else None,
        }

    def _option(self, place: Place, note: str = "") -> Row:
        where = place_words(place, self.differences.levels)
        return {"id": place.id, "where": where, "text": one_line(place.text), "note": note}

    def _parted(self, change: Change) -> str:
        """The id to be said different, where the releases took it to continue another; empty where they did not."""
        if not (change.old and change.new):
            return ""
        found = change.old[0].id if len(change.old) == 1 else change.new[0].id
        try:
            find_different(self.contents, found)
        except EditError:
            return ""
        except IndexError:
            # No release at all: there is no workspace.
            return ""
        return found

    def _paired(self, change: Change) -> Row | None:
        """Which side's statement can be said to be the same as one of the other, and whether only some come into it."""
        if not self.contents:
            return None
        newest, known = self.contents[-1].positions, self._known
        if change.kind is ChangeKind.REMOVED and change.old[0].id in known:
            return {"side": "old", "id": change.old[0].id}
        if change.kind is ChangeKind.ADDED and change.new[0].id in newest:
            return {"side": "new", "id": change.new[0].id}
        if change.kind is ChangeKind.SPLIT and len(change.old) == 1 and all(each.id in newest for each in change.new):
            return {"side": "old", "id": change.old[0].id, "only": True}
        if change.kind is ChangeKind.JOINED and len(change.new) == 1 and change.new[0].id in newest:
            return {"side": "new", "id": change.new[0].id, "only": True}
        return None

    def options(self, change: Change) -> list[Row]:
        """What it may be the same as: the most alike first, then all that is unmatched, then what another took over."""
        pair = self._paired(change)
        if pair is None:
            return []
        others = change.new if pair["side"] == "old" else change.old
        if pair.get("only"):
            return [self._option(each) for each in others]
        found = {each.id: self._option(each, "much alike") for each in change.similar}
        for each in self.differences.statement_changes:
            own = (each.new, each.old) if pair["side"] == "old" else (each.old, each.new)
            for place in own[0]:
                note = "" if not own[1] else self._taken(each, pair["side"])
                if each is not change and (not own[1] or "wording" in each.fields):
                    found.setdefault(place.id, self._option(place, note))
        return sorted(found.values(), key=lambda row: (row["note"] != "much alike", bool(row["note"])))

    def _taken(self, change: Change, side: str) -> str:
        """What a statement is taken for until now."""
        other = (change.old if side == "old" else change.new)[0]
        words = "now taken to continue" if side == "old" else "now taken to go on as"
        return f"{words} “{one_line(other.text)}”"


def _ends(change: Change) -> Row | None:
    """The statements at the two ends of a row, empty where there is none; None for a split, a join and no statement."""
    if len(change.old) > 1 or len(change.new) > 1:
        return None
    return {name: side[0].id if side else "" for name, side in (("old", change.old), ("new", change.new))}


class Pairing(traitlets.HasTraits):
    """
    The part of a screen that corrects matches.

    - `pairing`: the key of the row for which the other statement is being chosen; empty for none.

    `same` and `different` are kept for ever, `undo_match` takes the last one of this screen back.
    """

    pairing = traitlets.Unicode("").tag(sync=True)

    matches: Matches

    def begin_pairing(self) -> None:
        """Starts without anything to take back."""
        self.said: list[tuple[str, tuple[Correction, ...], tuple[Correction, ...]]] = []

    def show_matches_again(self) -> None:
        """Shows what is there after a correction."""
        raise NotImplementedError

    def change_of(self, key: str) -> Change | None:
        """The change of statements that a row shows."""
        raise NotImplementedError

    @traitlets.validate("pairing")
    def _known_row(self, proposal: Mapping[str, Any]) -> str:
        key = str(proposal["value"])
        change = self.change_of(key) if key else None
        if key and (change is None or not self.matches.options(change)):
            raise LexcurricError(f"no row {key!r} whose statement could be another; `.rows` lists the keys")
        return key

    def pairing_view(self) -> dict[str, Any]:
        """What the screen needs for choosing, and for taking back."""
        change = self.change_of(self.pairing) if self.pairing else None
        options = self.matches.options(change) if change is not None else []
        keeps = self.matches.framework is not None
        return {
            "choosing": self.pairing,
            "options": options,
            "undo_match": self.said[-1][0] if self.said else "",
            "keeps": keeps,
        }

    def same(self, old_id: str, new_id: str, reason: str = "") -> str:
        """Says that two statements are the same, for ever; shows what follows, and says what was said."""
        framework = self._framework()
        before = kept_corrections(framework.workspace.store, framework.soc)
        said = corrections.say_same(framework, old_id, new_id, reason, self.matches.release)
        return self._follow((said,), before)

    def different(self, statement_id: str, other_id: str = "", reason: str = "") -> str:
        """Says that two statements are not the same, for ever; shows what follows, and says what was said."""
        framework = self._framework()
        before = kept_corrections(framework.workspace.store, framework.soc)
        said = corrections.say_different(framework, statement_id, other_id, reason, self.matches.release)
        return self._follow(said, before)

    def undo_match(self) -> str:
        """Takes back what was said last on this screen, and says what."""
        if not self.said:
            return "There is no correction of a match to undo"
        label, said, before = self.said[-1]
        corrections.take_back(self._framework(), said, before, f"Took back: {label}")
        self.said.pop()
        self._show()
        return f"Undid: {label}"

    def _follow(self, said: Sequence[Correction], before: Iterable[Correction]) -> str:
        label = f"Said that {said[0]}" + (f" and {len(said) - 1} more" if len(said) > 1 else "")
        self.said.append((label, tuple(said), tuple(before)))
        self._show()
        return label

    def _show(self) -> None:
        self.set_trait("pairing", "")
        self.show_matches_again()

    def _framework(self) -> Framework:
        if self.matches.framework is None:
            raise EditError(
                "these are files without a workspace, so a correction could not be kept; import them, and compare there"
            )
        return self.matches.framework

    # What the browser asks for

    def do_same(self, key: str, other: str, reason: str = "") -> str:
        """Says that a row's statement and another are the same."""
        change = self.change_of(key)
        pair = self.matches.about(change)["pair"] if change is not None else None
        if pair is None:
            raise EditError("this row was changed meanwhile; look again")
        old, new = (pair["id"], other) if pair["side"] == "old" else (other, pair["id"])
        return self.same(old, new, reason)

    def do_different(self, key: str, reason: str = "") -> str:
        """Says that the two sides of a row are not the same."""
        change = self.change_of(key)
        part = self.matches.about(change)["part"] if change is not None else ""
        if not part:
            raise EditError("this row was changed meanwhile; look again")
        return self.different(part, reason=reason)

    def do_undo_match(self) -> str:
        """Takes the last correction of this screen back."""
        return self.undo_match()
