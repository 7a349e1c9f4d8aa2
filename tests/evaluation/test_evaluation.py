"""Answers and readings stay as good as they have been: measured on the development sets against their floors."""

from __future__ import annotations

import json

import pytest
from evaluation import measure

from assistant.evaluation.figures import CEILINGS

FLOORS: dict[str, measure.Scores] = json.loads(measure.FLOORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in measure.QUESTION_SETS if name in FLOORS])
def test_questions_are_answered_as_well_as_before(name: str) -> None:
    check(name, measure.measure_questions(name))


@pytest.mark.parametrize("name", [name for name in measure.UTTERANCE_SETS if name in FLOORS])
def test_statements_are_understood_as_well_as_before(name: str) -> None:
    check(name, measure.measure_utterances(name))


def check(name: str, measured: dict[str, float]) -> None:
    worse = {
        mark: (round(measured[mark], 3), floor)
        for mark, floor in FLOORS[name].items()
        if (measured[mark] > floor if mark in CEILINGS else measured[mark] < floor)
    }
    assert worse == {}, f"{name}: measured and allowed"


def test_floors_lie_a_little_below_what_was_measured() -> None:
    measured = {"utterances-dev": {"precision": 0.9, "recall": 0.8}, "questions-test": {"first": 1.0}}
    assert measure.floors_for(measured) == {"utterances-dev": {"precision": 0.87, "recall": 0.75}}
    assert measure.floors_for({"questions-dev": {"over_refusal": 0.1}}) == {
        "questions-dev": {"over_refusal": 0.15}
    }


def test_no_set_for_tests_has_a_floor_to_tune_for() -> None:
    assert not any(name.endswith("-test") for name in FLOORS)


# --- the measure of statements itself ---


def told(**line: object) -> measure.Reading:
    whole = {
        "scheme": "zhengzhou-green-factory",
        "pending": None,
        "facts": [],
        "also_right": [],
        "enterprise": {},
    }
    return measure.read_line({**whole, "intent": "tell", "tags": [], **line})


def fact(item: str, status: str | None = None, value: float | None = None) -> dict[str, object]:
    return {"item": item, "status": status, "ratio": None, "value": value, "unit": "%" if value else None}


def test_a_reading_is_right_missed_or_wrong() -> None:
    text = "碳排放核算做了，核查没做"
    right = told(text=text, facts=[fact("5.07", "met"), fact("5.08", "not_met")])
    assert (len(right.right), right.wrong, right.missed) == (2, [], [])
    partly = told(text=text, facts=[fact("5.07", "met"), fact("5.09", "met")])
    assert [len(found) for found in (partly.right, partly.wrong, partly.missed)] == [1, 1, 1]


def test_what_is_also_right_neither_counts_nor_hurts() -> None:
    reading = told(
        text="碳排放核算做了，核查没做", facts=[fact("5.07", "met")], also_right=[fact("5.08", "not_met")]
    )
    assert [len(found) for found in (reading.right, reading.wrong, reading.missed)] == [1, 0, 0]


def test_numbers_are_compared_as_numbers_and_a_status_by_what_follows() -> None:
    text = "建筑密度42%"
    assert told(text=text, facts=[fact("6.03", value=42), fact("6.04", value=42)]).missed == []
    assert len(told(text=text, facts=[fact("6.03", value=41)]).missed) == 1
    assert told(text=text, facts=[fact("6.03", "met")]).missed == []
    assert len(told(text=text, facts=[fact("6.03", "not_met")]).missed) == 1


def test_places_are_alike_in_short_and_in_full() -> None:
    assert told(text="灵宝的厂", scheme=None, enterprise={"region": "灵宝"}).firm
    assert not told(text="灵宝的厂", scheme=None, enterprise={"region": "聊城"}).firm


def test_lines_of_all_sets_can_be_measured() -> None:
    for name in (*measure.QUESTION_SETS, *measure.UTTERANCE_SETS):
        lines = measure.lines_of(name)
        assert lines
        assert len({line["id"] for line in lines}) == len(lines)
