"""What is learned of wishes never takes a fact for agreed that was not, and leaves answers to questions alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.intents import read_intent
from assistant.talk.learned_intents import learned_intent


@given(st.text(max_size=80))
def test_any_text_has_a_likeliest_intent(text: str) -> None:
    intent, sure = learned_intent(text)
    assert 0 < sure <= 1
    assert intent in {
        "ask", "assess", "confirm", "correct", "gaps", "greet", "off_topic", "plan", "reject", "skip", "tell", "what_if", "why",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "是的没错，运输那块也是B",
        "对着呢，可是节能灯没换",
        "行，就是能耗那条记成了18%",
        "没毛病，除了光伏",
        "都对不",
        "隔壁厂那条对",
    ],
)
@pytest.mark.parametrize("outstanding", [True, False])
def test_a_yes_with_anything_more_is_no_yes(text: str, outstanding: bool) -> None:
    assert read_intent(text, outstanding=outstanding, asked=False) != "confirm"


@pytest.mark.parametrize("text", ["没毛病，存吧", "中，照这个来", "对的队的，没问题"])
def test_a_yes_in_other_words_is_one(text: str) -> None:
    assert read_intent(text, outstanding=True, asked=False) == "confirm"
    assert read_intent(text, outstanding=False, asked=True) != "confirm"


@pytest.mark.parametrize("text", ["不是", "没有", "否。"])
def test_a_bare_no_answers_an_open_question(text: str) -> None:
    assert read_intent(text, outstanding=False, asked=True) == "tell"


def test_what_happens_by_rule_is_asked_and_no_result() -> None:
    assert read_intent("想保B，现在什么情况会掉", outstanding=False, asked=False) == "ask"
    assert read_intent("给俺讲个笑话提提神", outstanding=False, asked=False) in ("tell", "ask")
