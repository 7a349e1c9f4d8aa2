"""Two courses of a talk are the same but for moments and ids; whatever else differs is told with its place."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from courses import Step, comparable, differences

LEFT, RIGHT = "1a2b3c4d-0000-4000-8000-00000000000a", "1a2b3c4d-0000-4000-8000-00000000000b"
TALK: dict[str, Any] = {
    "id": LEFT,
    "ledger": [{"id": "p1", "value": "B", "confirmed_at": "2026-11-22T08:00:00+00:00", "evidence": [RIGHT]}],
    "files": [{"id": RIGHT, "received_at": "2026-11-22T08:00:00+00:00"}],
    "assessment": {"grade": {"confirmed": "D", "reachable": "B"}, "score": None},
}


def step(whole: dict[str, Any]) -> Step:
    return Step(comparable({"reply": "好。"}), comparable(whole))


def test_moments_and_ids_do_not_part_two_courses() -> None:
    again = deepcopy(TALK) | {"id": RIGHT}
    again["ledger"][0] |= {"confirmed_at": "2027-01-01T00:00:00+00:00", "evidence": [LEFT]}
    again["files"][0] |= {"id": LEFT, "received_at": "2027-01-01T00:00:00+00:00"}
    assert differences([step(TALK)], [step(again)]) == []


def test_an_id_that_points_elsewhere_parts_them() -> None:
    again = deepcopy(TALK)
    again["ledger"][0]["evidence"] = [LEFT]
    assert any("evidence" in fault for fault in differences([step(TALK)], [step(again)]))


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        ("talk.ledger", {"ledger": []}),
        ("talk.ledger", {"ledger": TALK["ledger"] * 2}),
        ("talk.assessment.grade.confirmed", {"assessment": {"grade": {"confirmed": "C", "reachable": "B"}}}),
        ("talk.aside", {"aside": ["x"]}),
    ],
)
def test_what_is_lost_doubled_or_other_is_told(place: str, changed: dict[str, Any]) -> None:
    told = differences([step(TALK)], [step(TALK | changed)])
    assert any(fault.startswith(f"turn 1: {place}") for fault in told)


def test_a_missing_turn_is_told() -> None:
    assert differences([step(TALK)], []) == ["1 turns, 0 turns"]
