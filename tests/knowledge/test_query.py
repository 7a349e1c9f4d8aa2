"""A question is taken apart into what search needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened import corpus

from knowledge.numerals import chinese_number
from knowledge.query import expansions, understand
from knowledge.tokens import plain
from knowledge.vagueness import says_nothing

DIGITS = "零一二三四五六七八九"


def in_words(number: int) -> str:
    """A number below a thousand as it is written in Chinese."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones] if ones or not number else "")


@given(st.integers(min_value=0, max_value=999))
def test_numbers_are_read_in_figures_and_in_words(number: int) -> None:
    assert chinese_number(str(number)) == number
    assert chinese_number(in_words(number)) == number


def test_other_words_are_no_numbers() -> None:
    assert chinese_number("几") is None
    assert chinese_number("三万") is None


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("绿色低碳工厂第五条", 5),
        ("第 5 条写了什么", 5),
        ("第十五条", 15),
        ("第二十条", 20),
        ("第１２条", 12),
        ("第一百零三条", 103),
        ("有几条要求", None),
        ("第三方要不要", None),
    ],
)
def test_an_article_pointed_at(question: str, article: int | None) -> None:
    assert understand(question).article == article


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("1.05几分", "1.05"),
        ("1.5 是必选吗", "1.05"),
        ("６.１８怎么算", "6.18"),
        ("提高了1.6%", None),
        ("占比 2.35%算达标吗", None),
        ("11.05 号", None),
        ("7.1", None),
    ],
)
def test_an_item_pointed_at(question: str, item: str | None) -> None:
    assert understand(question).item == item


@pytest.mark.parametrize(
    ("question", "table"), [("表2里光伏几分", 2), ("表三有几项", 3), ("不是表1", None), ("表格在哪", None)]
)
def test_a_table_pointed_at(question: str, table: int | None) -> None:
    assert understand(question).table == table


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("多少分可以推荐", "points"),
        ("每月几号前报", "date"),
        ("有效期几年", "validity"),
        ("联系电话是多少", "phone"),
        ("这事找谁联系", "contact"),
        ("谁来审核", "who"),
        ("要不要第三方", "yes_no"),
        ("包括哪些行业", "list"),
        ("补贴多少钱", "money"),
        ("排放浓度限值是多少", "concentration"),
        ("排气筒多高", "length"),
        ("保存多长时间", "duration"),
        ("占比不低于多少", "percent"),
        ("是必选吗", "kind"),
    ],
)
def test_the_kind_of_answer_that_would_serve(question: str, wanted: str) -> None:
    assert understand(question).wanted == wanted


@pytest.mark.parametrize(
    ("question", "region", "home"),
    [
        ("绩效分级怎么申报", "灵宝市", "灵宝市"),
        ("灵宝的铸造厂怎么申报", None, "灵宝市"),
        ("聊城的企业怎么申报", "三门峡市", "聊城市"),
        ("绩效分级怎么申报", None, None),
        ("绩效分级怎么申报", "火星", None),
    ],
)
def test_the_place_named_in_a_question_goes_before_the_one_beside_it(
    question: str, region: str | None, home: str | None
) -> None:
    found = understand(question, region=region).region
    assert (found.name if found else None) == home


def test_the_document_of_the_talk_counts_while_the_question_points_at_none() -> None:
    assert understand("怎么降级", prefer="liaocheng-grading-2020").cues.keys() == {"liaocheng-grading-2020"}
    pointed = understand("绿色低碳工厂多少分", prefer="liaocheng-grading-2020").cues
    assert "zhengzhou-green-factory" in pointed
    assert "liaocheng-grading-2020" not in pointed


def test_cues_name_documents_that_exist() -> None:
    known = {document.id for document in corpus().documents}
    for document in corpus().documents:
        assert set(understand(document.title).cues) <= known


def test_places_and_pointers_are_no_subject() -> None:
    subject = understand("灵宝的企业运输方式怎么评").subject
    assert "灵宝" not in subject
    assert "运输方式" in subject


def test_expansions_bring_words_that_the_question_lacks() -> None:
    folded = plain("光伏板装了算不算")
    assert all(word not in folded for word in expansions(folded))


@pytest.mark.parametrize(
    "question",
    [
        "",
        "？？？",
        "😀😀",
        "怎么",
        "那个呢",
        "a",
        "。",
        "就上次说的那事儿行不行",
        "这样行不",
        "还要不要啊",
        "那个弄到啥地步了",
        "俺这种算不算",
        "表上那格填不填",
        "B级",
        "聊城的",
    ],
)
def test_a_question_without_content_says_nothing(question: str) -> None:
    assert says_nothing(understand(question))


@pytest.mark.parametrize(
    "question",
    [
        "第五条",
        "1.05",
        "视频监控",
        "光伏几分",
        "低碳工厂咋报",
        "B跟B-差在哪",
        "郑州AB级到几成",
        "低碳工厂加分项都有啥",
    ],
)
def test_a_question_with_content_says_something(question: str) -> None:
    assert not says_nothing(understand(question))


@given(
    st.text(max_size=300)
    | st.text(st.sampled_from("第条表１1.5三百%几分吗郑州绿色工厂\ud800 \n"), max_size=40),
    st.none() | st.text(max_size=12) | st.sampled_from(["三门峡市", "聊城", "北京市朝阳区"]),
)
def test_any_text_can_be_understood(question: str, region: str | None) -> None:
    query = understand(question, region=region)
    assert query.text == question
    assert query.article is None or query.article >= 0
    assert says_nothing(query) in (True, False)
