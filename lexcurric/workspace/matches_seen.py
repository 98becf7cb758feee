"""What had been said of matches when they were last shown, so that nobody's word is overruled unseen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lexcurric.core.corrections import Correction
from lexcurric.core.errors import Clash, ConflictError
from lexcurric.core.items import MATCH_DECISION
from lexcurric.workspace.identity import UPSTREAM, kept_corrections
from lexcurric.workspace.retry import reading
from lexcurric.workspace.times import shown_time

if TYPE_CHECKING:
    from lexcurric.store.store import Store


class MatchesSeen:
    """The corrections of one framework as they were last shown here, and those made here since."""

    def __init__(self, store: Store, soc: str, author: str) -> None:
        self.store, self.soc, self.author = store, soc, author
        self.look()

    def look(self) -> None:
        """All that was said up to now is shown by that."""
        self._rev = reading(self.store, lambda: self.store.head(self.soc, UPSTREAM))
        self._own: dict[str, Correction] = {}

    def landed(self, said: Iterable[Correction]) -> None:
        """Keeps in mind what was said here: of what others said, nothing is shown by that."""
        self._own |= {each.key: each for each in said}

    def refuse_unseen(self, said: Iterable[Correction]) -> None:
        """Raises ConflictError where somebody else has said otherwise of the same since that was last shown."""
        if self.store.head(self.soc, UPSTREAM) == self._rev:
            return
        before = self._shown()
        unseen = [each for each in kept_corrections(self.store, self.soc) if before.get(each.key) != each]
        pairs = [(mine, theirs) for mine in said for theirs in unseen if _are_against(mine, theirs)]
        if pairs:
            self.look()
            raise self._conflict(*pairs[0], before.get(pairs[0][1].key))

    def _shown(self) -> dict[str, Correction]:
        state = self.store.state(self.soc, UPSTREAM, self._rev) if self._rev else {}
        listed = [Correction.model_validate_json(body) for (kind, _), body in state.items() if kind == MATCH_DECISION]
        return {each.key: each for each in listed} | self._own

    def _conflict(self, mine: Correction, theirs: Correction, before: Correction | None) -> ConflictError:
        author = f"{theirs.author} (you, in another place)" if theirs.author == self.author else theirs.author
        wanted = f"{'to take back' if mine.withdrawn else 'to say'} that {mine}"
        happened = f"{author} {_in_words(theirs)} on {shown_time(theirs.time)[:16]}"
        message = (
            f"{happened}, and you wanted {wanted}. Nothing was written; look again, and repeat it if you still want to"
        )
        shown = "" if before is None else _in_words(before)
        return ConflictError(message, Clash("a match", shown, _in_words(theirs), wanted, theirs.author, theirs.time))


def _in_words(said: Correction) -> str:
    return f"{'took back' if said.withdrawn else 'said'} that {said}"


def _are_against(mine: Correction, theirs: Correction) -> bool:
    if mine.key == theirs.key:
        return (mine.verdict, mine.withdrawn) != (theirs.verdict, theirs.withdrawn)
    return not mine.withdrawn and not theirs.withdrawn and mine.contradicts(theirs)
