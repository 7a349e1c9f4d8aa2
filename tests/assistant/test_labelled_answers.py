"""Answers that name their items, one a line, are read to the letter."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.talk.labelled_answers import read_labelled
from scoring import load_scheme

FACTORY, LADDER = "zhengzhou-green-factory", "henan-grading-2021"


def _read(scheme: str, text: str) -> dict[str, Any]:
    return {p.item: (p.status, p.value) for p in read_labelled(load_scheme(scheme), text)}


def test_each_line_is_one_answer() -> None:
    text = "1.02 建设项目程序合规：满足\n3.08 能源审计：不清楚\n\n6.03 建筑密度：42%\n1.19：不满足"
    assert _read(FACTORY, text) == {
        "1.02": ("met", None),
        "3.08": ("unknown", None),
        "6.03": (None, 42),
        "1.19": ("not_met", None),
    }


def test_lines_of_a_ladder() -> None:
    text = "0.运输监管：B\n1.运输监管：C级\n0.工艺装备：不清楚"
    assert _read(LADDER, text) == {
        "0.运输监管": (None, "B"),
        "1.运输监管": (None, "C"),
        "0.工艺装备": ("unknown", None),
    }


def test_an_item_named_twice_keeps_its_last_line() -> None:
    assert _read(FACTORY, "1.02：满足\n1.02：不满足") == {"1.02": ("not_met", None)}


@pytest.mark.parametrize(
    "text", ["", "你好", "1.02：满足\n另外还有个问题", "9.99：满足", "1.02：满足\n9.99：满足"]
)
def test_any_other_message_is_left_to_free_reading(text: str) -> None:
    assert _read(FACTORY, text) == {}
