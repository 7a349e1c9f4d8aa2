"""The states of a talk: a table of moves, and what holds for every course of a talk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.talk.states import Act, Move, Stage, State, left_aside, step

ITEMS = ("a", "b", "c", "d")
ASKING = State(scheme=True, pending="a")


def moved(state: State, act: Act, *items: str, left: tuple[str, ...] = ITEMS) -> State:
    return step(state, Move(act, frozenset(items)), left)


@pytest.mark.parametrize(
    ("before", "act", "items", "left", "after"),
    [
        (State(), Act.OPEN, (), ITEMS, ASKING),
        (State(), Act.GO_ON, (), ITEMS, State()),
        (State(), Act.STAY, (), ITEMS, State()),
        (ASKING, Act.TELL, ("a",), ("b", "c"), State(True, "b", waiting=frozenset("a"))),
        (ASKING, Act.TELL, ("c",), ("a", "b"), State(True, "a", waiting=frozenset("c"))),
        (ASKING, Act.LATER, (), ITEMS, State(True, "b", ("a",))),
        (ASKING, Act.LATER, (), ("a",), State(True, "a", (), ("a",))),
        (State(True, "a", (), ("a",)), Act.LATER, (), ("a",), State(True, None, ("a",), ("a",))),
        (State(True, "b", ("a",)), Act.STAY, (), ITEMS, State(True, "b", ("a",))),
        (State(True, "b", ("a",)), Act.GO_ON, (), ITEMS, State(True, "b", ("a",))),
        (State(True, "b", ("a",)), Act.GO_ON, (), ("c", "a"), State(True, "c", ("a",))),
        (State(True, "b", ("a",)), Act.BACK, (), ITEMS, State(True, "a", (), ("a",))),
        (State(True, "c", ("a", "b")), Act.BACK, (), ITEMS, State(True, "b", ("a",), ("b",))),
        (State(True, "b"), Act.BACK, (), ITEMS, State(True, "b")),
        (ASKING, Act.UNKNOWN, (), ITEMS, State(True, "b", ("a",))),
        (
            State(True, "b", waiting=frozenset("a")),
            Act.YES,
            ("a",),
            ("b",),
            State(True, "b", confirmed=frozenset("a")),
        ),
        (State(True, "b", waiting=frozenset("a")), Act.YES, ("c",), ("b",), State(True, "b", waiting=frozenset("a"))),
        (State(True, "b", waiting=frozenset("a")), Act.NO, ("a",), ("a", "b"), ASKING),
        (State(True, None, waiting=frozenset("a")), Act.YES, ("a",), (), State(True, confirmed=frozenset("a"))),
    ],
)  # fmt: skip
def test_a_move_leads_where_the_table_says(
    before: State, act: Act, items: tuple[str, ...], left: tuple[str, ...], after: State
) -> None:
    assert moved(before, act, *items, left=left) == after


@pytest.mark.parametrize(
    ("state", "stage"),
    [
        (State(), Stage.OPENING),
        (ASKING, Stage.ASKING),
        (replace(ASKING, waiting=frozenset("b")), Stage.CONFIRMING),
        (State(scheme=True), Stage.SETTLED),
    ],
)
def test_every_state_has_its_stage(state: State, stage: Stage) -> None:
    assert state.stage is stage


COURSES = st.lists(
    st.tuples(st.sampled_from(list(Act)), st.sets(st.sampled_from(ITEMS)), st.permutations(ITEMS)),
    max_size=30,
)


@settings(max_examples=200, deadline=None)
@given(COURSES)
def test_no_course_of_a_talk_loses_anything(course: list[tuple[Act, set[str], list[str]]]) -> None:
    state = State()
    for act, items, order in course:
        told = {*state.waiting, *state.confirmed, *(items if act in (Act.TELL, Act.UNKNOWN) else ())}
        left = tuple(item for item in order if item not in told)
        before, state = state, step(state, Move(act, frozenset(items)), left)
        # Confirmed facts change by a yes to what waited, and only grow.
        assert state.confirmed - before.confirmed <= (before.waiting & items if act is Act.YES else set())
        assert before.confirmed <= state.confirmed
        # What was put aside is asked, told, or still aside.
        for item in before.aside:
            assert item in state.aside or item == state.pending or item in items
        assert state.pending not in state.aside
        assert len(set(state.aside)) == len(state.aside)
        assert state.scheme or state.pending is None
        # Another subject changes nothing.
        assert act is not Act.STAY or state == before


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([Act.LATER, Act.BACK, Act.STAY, Act.GO_ON]), max_size=40))
def test_what_is_put_aside_comes_back_once_by_itself_and_always_when_asked_for(acts: list[Act]) -> None:
    state = moved(State(), Act.OPEN)
    for act in acts:
        state = moved(state, act)
    while state.pending is not None:
        state = moved(state, Act.LATER)
    assert set(left_aside(state, ITEMS)) == set(ITEMS)
    assert moved(state, Act.BACK).pending == state.aside[-1]
