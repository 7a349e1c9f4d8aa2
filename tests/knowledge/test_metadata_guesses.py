"""What a text says of itself is found with the words it rests on; what it does not say stays open."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.corpus import Corpus
from knowledge.metadata_guesses import Guesses, guess_metadata
from knowledge.parser import parse
from knowledge.written_dates import WRITTEN_DAY, written_day

CORPUS = Corpus.load()


def guesses(source: str) -> Guesses:
    return guess_metadata(source, parse("draft", source))


@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda document: document.id)
def test_the_shipped_texts_say_what_their_descriptions_say(document) -> None:
    source = CORPUS.source(document.id)
    found = guesses(source).fields
    assert found["title"].value == document.title
    assert found["place"].value == document.place.name
    for name in ("number", "issuer", "issued"):
        said = getattr(document, name)
        guess = found.get(name)
        assert guess is None or guess.value == (said.isoformat() if isinstance(said, date) else said), name
    assert ("status" in found) == (document.status == "draft")
    for guess in found.values():
        assert guess.quote in source
        assert source.split("\n")[guess.line - 1].find(guess.quote.split("\n")[0]) >= 0


def test_a_text_that_says_nothing_leaves_everything_open() -> None:
    assert guesses("一、每月报送一次。\n\n二、逾期不候。\n") == Guesses()


@pytest.mark.parametrize(
    ("last", "field", "value"),
    [
        ("本办法自二〇二三年七月一日起施行。", "effective_from", "2023-07-01"),
        ("本办法自 2023 年 7 月 1 日起正式实施。", "effective_from", "2023-07-01"),
        ("有效期至2025年12月31日。", "expires", "2025-12-31"),
        ("本办法自2023年2月30日起施行。", "effective_from", None),
        ("企业自2023年7月1日起可以申报。", "effective_from", None),
        ("本办法自印发之日起施行。", "effective_from", None),
    ],
)
def test_days(last: str, field: str, value: str | None) -> None:
    found = guesses(f"某某办法\n\n第一条 内容。\n\n第二条 {last}\n").fields.get(field)
    assert (found.value if found else None) == value


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("河南省洛阳市绿色工厂管理办法", "洛阳市"),
        ("生态环境部关于重污染天气的指导意见", "国家"),
        ("洛阳市与开封市联合管控方案", None),
        ("绿色工厂管理办法", None),
    ],
)
def test_places(title: str, place: str | None) -> None:
    found = guesses(f"{title}\n\n第一条 洛阳市的企业照办。\n").fields.get("place")
    assert (found.value if found else None) == place


def test_what_a_text_repeals_is_named_with_its_sentence() -> None:
    last = "第二条 本办法自2024年1月1日起施行，《洛阳市旧办法（试行）》（洛环文〔2020〕3号）同时废止。"
    found = guesses(f"洛阳市新办法\n\n第一条 内容。\n\n{last}\n").replaced
    assert [entry.name for entry in found] == ["洛阳市旧办法（试行）", "洛环文〔2020〕3号"]
    assert all(entry.line == 5 and entry.quote in last for entry in found)
    assert guesses("新办法\n\n第一条 依据《大气法》制定。\n").replaced == ()


def test_a_written_day_that_does_not_exist_is_none() -> None:
    found = WRITTEN_DAY.search("二〇二四年二月二十九日")
    assert found is not None and written_day(found) == date(2024, 2, 29)
    wrong = WRITTEN_DAY.search("2023年13月1日")
    assert wrong is not None and written_day(wrong) is None
