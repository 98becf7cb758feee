from __future__ import annotations

import numpy as np
import pytest

from lexcurric.core.matching import likeness, vectors
from lexcurric.core.matching.likeness import EVIDENCE, compare
from tests.samples import sample_pair


def texts() -> tuple[list[str], list[str]]:
    old, new = sample_pair()
    return [each.text for each in old.content.active], [each.text for each in new.content.active]


def evidence(old: str, new: str) -> dict[str, float]:
    before, after = texts()
    pairs = compare([*before, old], [*after, new], [len(before)], [len(after)])
    return dict(zip(EVIDENCE, pairs.evidence[0].tolist(), strict=True))


def test_other_forms_and_spellings_of_words_are_alike_in_characters() -> None:
    same = evidence("Doughs — organise labelling.", "Dough — organize labels.")
    other = evidence("Doughs — organise labelling.", "Ovens — clean weekly.")
    assert same["characters"] > 0.4
    assert other["characters"] < 0.2


def test_a_statement_that_was_cut_short_is_contained_in_the_old_one() -> None:
    whole = "Proofed loaves — score with a razor blade, then load into the deck oven with steam."
    found = evidence(whole, "Proofed loaves — load into the deck oven with steam.")
    assert found["contained"] == pytest.approx(1.0)


def test_figures_speak_against_a_pair_only_where_they_differ() -> None:
    base = "Ovens — preheat to 230 °C."
    assert evidence(base, "Ovens — preheat to 240 °C.")["figures"] == 1.0
    assert evidence(base, "Deck ovens — preheat to 230 °C.")["figures"] == -0.5
    assert evidence("Ovens — preheat.", "Ovens — preheat well.")["figures"] == 0.0


def test_long_lists_are_held_sparse_and_come_to_the_same() -> None:
    old, new = texts()
    rest = list(range(len(old))), list(range(len(new)))
    whole = compare(old, new, *rest).evidence
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "DENSE_CELLS", 0)
        patch.setattr(likeness, "DENSE_CELLS", 0)
        sparse = compare(old, new, *rest).evidence
    np.testing.assert_allclose(sparse, whole, atol=1e-5)


def test_of_long_lists_only_the_nearest_are_compared_and_the_right_ones_are_among_them() -> None:
    old, new = texts()
    rest = list(range(len(old))), list(range(len(new)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likeness, "ALL_PAIRS", 0)
        pairs = compare(old, new, *rest)
    assert len(pairs.rows) < len(old) * len(new) / 3
    found = set(zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True))
    equal = {(a, new.index(text)) for a, text in enumerate(old) if text in new}
    assert equal <= found


def test_words_that_all_statements_share_do_not_make_them_alike() -> None:
    old = [f"Verify that the {word} is documented." for word in ("oven", "mixer", "cooler", "scale", "proofer")]
    new = [f"Verify that the {word} is documented." for word in ("label", "invoice", "roster", "budget", "recipe")]
    pairs = compare(old, new, range(5), range(5))
    assert pairs.evidence[:, EVIDENCE.index("characters")].max() < 0.75
