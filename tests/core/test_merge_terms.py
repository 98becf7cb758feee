"""Conflicts in tags, vocabularies and criteria, each with what every side gives."""

from __future__ import annotations

from lexcurric.core import edits
from lexcurric.core.apply import apply_decisions
from lexcurric.core.decide import decide
from lexcurric.core.merge import ConflictKind, DecisionField, Side
from lexcurric.core.merge_report import merge_headline
from lexcurric.core.merge_sides import rename_tags, renamed_tags
from lexcurric.core.model import Content, Scope, Snapshot, Vocabulary, replace
from tests.core.merge_both_ways import A, B, C, D, both_ways, conflicts, draft, ids
from tests.samples import release_of, snapshot


def tagged() -> Snapshot:
    base = snapshot([A, B, C, D])
    return replace(base, content=edits.tag(base.content, ids(base.content)[:2], ["skill:hands"]))


def tags(content: Content) -> list[tuple[str, ...]]:
    return [each.tags for each in content.active]


def test_a_tag_that_they_renamed_is_renamed_on_all_that_have_it() -> None:
    base = tagged()
    decisions, kept, taken = both_ways(base, base.content, rename_tags(base.content, {"skill:hands": "skill:manual"}))
    assert [(each.id, each.take) for each in decisions] == [("tag/skill:hands/name", Side.THEIRS)]
    assert tags(kept) == tags(taken) == [("skill:manual",), ("skill:manual",), (), ()]
    assert merge_headline(decisions[0]) == "Tag renamed: skill:hands is now skill:manual"


def test_a_tag_that_they_renamed_and_we_put_on_more_is_a_conflict() -> None:
    base = tagged()
    ours = edits.tag(base.content, ids(base.content)[2:3], ["skill:hands"])
    decisions, kept, taken = both_ways(base, ours, rename_tags(base.content, {"skill:hands": "skill:manual"}))
    assert conflicts(decisions) == [ConflictKind.TAG_RENAMED]
    assert tags(kept) == [("skill:hands",)] * 3 + [()]
    assert tags(taken) == [("skill:manual",)] * 3 + [()]


def test_a_tag_that_we_renamed_and_they_put_on_more_is_a_conflict() -> None:
    base = tagged()
    theirs = edits.tag(base.content, ids(base.content)[2:3], ["skill:hands"])
    decisions, kept, taken = both_ways(base, rename_tags(base.content, {"skill:hands": "skill:manual"}), theirs)
    assert conflicts(decisions) == [ConflictKind.TAG_RENAMED]
    assert tags(kept) == [("skill:manual",)] * 3 + [()]
    assert tags(taken) == [("skill:hands",)] * 3 + [()]


def test_a_tag_that_both_renamed_is_a_conflict_unless_the_name_is_the_same() -> None:
    base = tagged()
    mine = rename_tags(base.content, {"skill:hands": "skill:manual"})
    decisions, kept, taken = both_ways(base, mine, rename_tags(base.content, {"skill:hands": "skill:craft"}))
    assert conflicts(decisions) == [ConflictKind.TAG_RENAMED]
    assert (tags(kept)[0], tags(taken)[0]) == (("skill:manual",), ("skill:craft",))
    assert both_ways(base, mine, mine)[0] == ()


def test_what_a_release_without_tags_does_not_know_it_does_not_change() -> None:
    base = snapshot([A, B, C])
    ours = edits.tag(base.content, ids(base.content), ["skill:hands"])
    ours = edits.assign_criterion(ours, ids(base.content), "Care")
    theirs = release_of(base, [A, "Cakes — ice by hand, and box.", C])
    decisions = decide(base, draft(base, ours), theirs)
    merged = apply_decisions(ours, theirs.content, decisions, base=base.content)
    assert [each.field for each in decisions] == [DecisionField.WORDING]
    assert tags(merged) == [("skill:hands",)] * 3
    assert merged.vocabularies == ours.vocabularies
    assert merged.criteria == ours.criteria


def test_two_tags_of_a_list_of_which_one_is_allowed_are_a_conflict() -> None:
    base = snapshot([A])
    level = Vocabulary(name="bloom", scope=Scope.ONE, open=True)
    start = replace(base, content=replace(base.content, vocabularies=(level,)))
    mine, new = (edits.tag(start.content, ids(base.content), [f"bloom:{term}"]) for term in ("apply", "create"))
    decisions, kept, taken = both_ways(start, mine, new)
    assert conflicts(decisions) == [ConflictKind.BOTH_CHANGED]
    assert (tags(kept), tags(taken)) == ([("bloom:apply",)], [("bloom:create",)])


def without(content: Content, name: str) -> Content:
    rows = (replace(each, tags=tuple(t for t in each.tags if not t.startswith(name))) for each in content.statements)
    lists = tuple(each for each in content.vocabularies if each.name != name)
    return replace(content, statements=tuple(rows), vocabularies=lists)


def test_a_vocabulary_that_they_removed_goes_unless_we_use_it_on_more() -> None:
    base = tagged()
    theirs = without(base.content, "skill")
    decisions, kept, _ = both_ways(base, base.content, theirs)
    assert conflicts(decisions) == []
    assert (tags(kept), kept.vocabularies) == ([()] * 4, ())
    ours = edits.tag(base.content, ids(base.content)[3:], ["skill:hands"])
    decisions, kept, taken = both_ways(base, ours, theirs)
    assert conflicts(decisions) == [ConflictKind.TAG_IN_USE]
    assert tags(kept) == [(), (), (), ("skill:hands",)]
    assert (tags(taken), taken.vocabularies) == ([()] * 4, ())


def test_a_term_that_they_removed_goes_unless_we_use_it_on_more() -> None:
    base = tagged()
    start = replace(base, content=edits.tag(base.content, ids(base.content)[3:], ["skill:head"]))
    vocabulary = start.content.vocabularies[0]
    fewer = replace(vocabulary, terms=tuple(each for each in vocabulary.terms if each.term != "hands"))
    theirs = replace(without(start.content, "skill:hands"), vocabularies=(fewer,))
    _, kept, _ = both_ways(start, start.content, theirs)
    assert tags(kept) == [(), (), (), ("skill:head",)]
    ours = edits.tag(start.content, ids(base.content)[2:3], ["skill:hands"])
    decisions, kept, taken = both_ways(start, ours, theirs)
    assert conflicts(decisions) == [ConflictKind.TAG_IN_USE]
    assert tags(kept)[2] == ("skill:hands",)
    assert tags(taken)[2] == ()


def test_two_lists_of_terms_go_together_and_their_settings_are_decided() -> None:
    base = tagged()
    mine = edits.tag(base.content, ids(base.content)[2:3], ["skill:ours"])
    closed = replace(base.content.vocabularies[0], label="Skills", open=False)
    theirs = replace(base.content, vocabularies=(closed,))
    _, kept, _ = both_ways(base, mine, edits.tag(base.content, ids(base.content)[3:], ["skill:theirs"]))
    assert {each.term for each in kept.vocabularies[0].terms} == {"hands", "ours", "theirs"}
    _, kept, _ = both_ways(base, mine, theirs)
    assert (kept.vocabularies[0].label, kept.vocabularies[0].open) == ("Skills", False)
    assert kept.vocabularies[0].has("ours")


def under(base: Snapshot, count: int) -> Content:
    return edits.assign_criterion(base.content, ids(base.content)[:count], "Care")


def test_a_criterion_that_they_removed_goes_unless_we_use_it_on_more() -> None:
    start = snapshot([A, B, C])
    base = replace(start, content=under(start, 2))
    rows = (replace(each, criterion=None) for each in base.content.statements)
    theirs = replace(base.content, criteria=(), statements=tuple(rows))
    _, kept, _ = both_ways(base, base.content, theirs)
    assert kept.criteria == ()
    ours = edits.assign_criterion(base.content, ids(base.content), "Care")
    decisions, kept, taken = both_ways(base, ours, theirs)
    assert conflicts(decisions) == [ConflictKind.CRITERION_IN_USE]
    assert [bool(each.criterion) for each in kept.active] == [False, False, True]
    assert (taken.criteria, {each.criterion for each in taken.active}) == ((), {None})


def test_a_criterion_that_they_renamed_keeps_our_statements() -> None:
    start = snapshot([A, B, C])
    base = replace(start, content=under(start, 2))
    renamed = replace(base.content, criteria=(replace(base.content.criteria[0], label="Attention"),))
    ours = edits.assign_criterion(base.content, ids(base.content), "Care")
    decisions, kept, _ = both_ways(base, ours, renamed)
    assert conflicts(decisions) == []
    assert [each.label for each in kept.criteria] == ["Attention"]
    assert len({each.criterion for each in kept.active}) == 1
    mine = replace(ours, criteria=(replace(ours.criteria[0], label="Caution"),))
    decisions, kept, taken = both_ways(base, mine, renamed)
    assert conflicts(decisions) == [ConflictKind.BOTH_CHANGED]
    assert (kept.criteria[0].label, taken.criteria[0].label) == ("Caution", "Attention")


def test_tags_are_renamed_only_where_one_became_one() -> None:
    base = tagged().content
    assert renamed_tags(base, rename_tags(base, {"skill:hands": "skill:manual"})) == {"skill:hands": "skill:manual"}
    assert renamed_tags(base, rename_tags(base, {"skill:hands": "tool:manual"})) == {}
    assert renamed_tags(base, base) == {}
    two = edits.tag(edits.tag(base, ids(base)[:1], ["skill:a"]), ids(base)[:2], ["skill:b"])
    assert renamed_tags(two, rename_tags(two, {"skill:a": "skill:c", "skill:b": "skill:c"})) == {}
