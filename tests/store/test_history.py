from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexcurric.store.store import Store
from tests.store.rows import AT, commit

Changes = dict[tuple[str, str], str | None]
_SOCS = count(1)
_KEYS = st.tuples(st.sampled_from(["level", "statement"]), st.sampled_from(["a", "b", "ä", "🥐", "a b"]))
_BODIES = st.none() | st.sampled_from(['"1"', '"2"', '"ü🥐"', '"\\u0000"'])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(_KEYS, _BODIES, max_size=4), max_size=8))
def test_a_state_as_of_a_revision_equals_the_replay_of_all_changes_up_to_it(store: Store, steps: list[Changes]) -> None:
    soc = f"{next(_SOCS):06}"
    store.create_framework(soc, AT)
    model: Changes = {}
    states: list[Changes] = [{}]
    for step in steps:
        before = model
        model = {key: body for key, body in (model | step).items() if body is not None}
        done = store.commit(soc, "draft", len(states) - 1, step, commit())
        assert (done is None) == (model == before)
        if done is not None:
            states.append(model)
            seen = {(each.kind, each.uid): (each.before, each.after) for each in store.changes(soc, "draft", done.rev)}
            differ = {key for key in before.keys() | model.keys() if before.get(key) != model.get(key)}
            assert seen == {key: (before.get(key), model.get(key)) for key in differ}
    assert [store.state(soc, "draft", rev) for rev in range(len(states))] == states
    for key in {key for step in steps for key in step}:
        bodies = {each.rev: body for each, body in store.item_history(soc, "draft", key)}
        latest = [max((at for at in bodies if at <= rev), default=0) for rev in range(len(states))]
        assert [bodies.get(at) for at in latest] == [state.get(key) for state in states]
    assert store.verify() == []
