"""Wrong requests are refused in Chinese, saying what is wrong; right ones come through unchanged."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened import TODAY

from assistant.errors import InputError
from assistant.requests import LONGEST_TEXT, read_ask, read_date, read_enterprise, read_optional, read_text

_CHINESE = re.compile(r"[一-鿿]")

WRONG_QUESTIONS = [
    pytest.param({"question": ""}, "空", id="empty"),
    pytest.param({"question": " \n\t　"}, "空", id="blanks"),
    pytest.param({"question": "\0\0"}, "空", id="nothing but NUL"),
    pytest.param({"question": "\ud800"}, "空", id="half a character"),
    pytest.param({"question": "问" * 20_000}, "20000", id="20,000 characters"),
    pytest.param({"question": "问" * (LONGEST_TEXT + 1)}, str(LONGEST_TEXT), id="one too many"),
    pytest.param({"question": None}, "应为文字", id="null"),
    pytest.param({"question": 12}, "应为文字", id="a number"),
    pytest.param({"question": ["几分"]}, "应为文字", id="a list"),
    pytest.param({"question": {"text": "几分"}}, "应为文字", id="an object"),
    pytest.param({}, "question", id="nothing"),
    pytest.param({"question": "几分", "q": 1}, "“q”", id="unknown field"),
    pytest.param({"question": "几分", "x" * 500: 1}, "不认识", id="long unknown field"),
    pytest.param({"question": "几分", 3: 1}, "“3”", id="a field that is no text"),
    pytest.param({"question": "几分", "region": 5}, "region", id="region is a number"),
    pytest.param({"question": "几分", "region": ["郑州"]}, "region", id="region is a list"),
    pytest.param({"question": "几分", "region": "郑" * 101}, "region", id="long region"),
    pytest.param({"question": "几分", "industry": True}, "industry", id="industry is a truth"),
    pytest.param({"question": "几分", "as_of": "2022-02-30"}, "2022-02-30", id="a day that does not exist"),
    pytest.param({"question": "几分", "as_of": "2022-13-01"}, "2022-13-01", id="a month that does not exist"),
    pytest.param({"question": "几分", "as_of": "2022/07/01"}, "2022/07/01", id="slashes"),
    pytest.param({"question": "几分", "as_of": "2022年7月1日"}, "2022年7月1日", id="in words"),
    pytest.param({"question": "几分", "as_of": "20220701"}, "20220701", id="no dashes"),
    pytest.param({"question": "几分", "as_of": "2022-W27-1"}, "2022-W27-1", id="week date"),
    pytest.param({"question": "几分", "as_of": "２０２２-07-01"}, "as_of", id="full-width digits"),
    pytest.param({"question": "几分", "as_of": ""}, "as_of", id="empty date"),
    pytest.param({"question": "几分", "as_of": 20220701}, "as_of", id="date is a number"),
    pytest.param({"question": "几分", "as_of": "2022-07-01T00:00:00"}, "as_of", id="date with a time"),
    pytest.param([], "JSON", id="a list for a body"),
    pytest.param("几分", "JSON", id="a text for a body"),
    pytest.param(None, "JSON", id="no body"),
    pytest.param(7, "JSON", id="a number for a body"),
]


@pytest.mark.parametrize(("body", "said"), WRONG_QUESTIONS)
def test_a_wrong_question_is_refused_in_chinese(body: object, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_ask(body, TODAY)
    assert said in refused.value.detail
    assert _CHINESE.search(refused.value.detail)
    assert _CHINESE.search(refused.value.hint)
    assert len(refused.value.detail) < 200


def test_a_right_question_comes_through() -> None:
    request = read_ask(
        {"question": " 几分？ ", "region": " 郑州市 ", "industry": "", "as_of": "2022-07-01"}, TODAY
    )
    assert request.question.strip() == "几分？"
    assert (request.region, request.industry, request.as_of) == ("郑州市", None, date(2022, 7, 1))
    assert read_ask({"question": "几分"}, TODAY).as_of == TODAY


def test_the_longest_text_is_allowed() -> None:
    assert len(read_text("问" * LONGEST_TEXT, "text")) == LONGEST_TEXT


@given(st.text(min_size=1, max_size=100))
def test_what_comes_through_can_be_written_and_stored(raw: str) -> None:
    for read in (lambda: read_text(raw, "text"), lambda: read_optional(raw, "region")):
        try:
            text = read()
        except InputError:
            continue
        if text is not None:
            text.encode("utf-8")
            assert "\0" not in text


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_date(day.isoformat(), "as_of", TODAY) == day


@given(st.text(max_size=12))
def test_a_date_is_read_or_refused(raw: str) -> None:
    try:
        assert read_date(raw, "as_of", TODAY).isoformat() == raw
    except InputError as exc:
        assert "日期" in exc.detail


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("厂", "enterprise"),
        (["厂"], "enterprise"),
        ({"nom": "厂"}, "“nom”"),
        ({"name": 3}, "enterprise.name"),
        ({"region": "x" * 101}, "enterprise.region"),
    ],
)
def test_a_wrong_enterprise_is_refused_in_chinese(raw: object, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as refused:
        read_enterprise(raw)
    assert _CHINESE.search(refused.value.detail)


def test_an_enterprise_has_all_its_fields() -> None:
    assert read_enterprise(None) == read_enterprise({})
    assert set(read_enterprise(None)) == {"name", "region", "industry", "current", "target"}
    assert read_enterprise({"name": " 甲厂 "})["name"] == "甲厂"
