"""Dates, shares and counts have one form, however they are written; what only looks like one is left alone."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.numbering import chinese_number as read_number
from knowledge.query import understand
from knowledge.tokens import plain, simplified


def spelled(number: int) -> str:
    """A number from 1 to 99 as people write it."""
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十"
    return f"{head}{digits[ones].strip()}"


@pytest.mark.parametrize(
    ("written", "one_form"),
    [
        ("二〇二二年十月底", "2022年10月底"),
        ("二零二二年", "2022年"),
        ("二○二二年", "2022年"),
        ("八月十五号", "8月15日"),
        ("８月１５号之前", "8月15日之前"),
        ("十五号前交材料", "15日前交材料"),
        ("百分之二十", "20%"),
        ("百分之八十五点五", "85.5%"),
        ("得八十五分", "得85分"),
        ("三十个工作日", "30个工作日"),
        ("2O22年", "2022年"),
        ("l5日前", "15日前"),
        ("5O%以上", "50%以上"),
        ("B－级", "b-级"),
        ("B—级企业", "b-级企业"),
        ("B−级", "b-级"),
    ],
)
def test_one_form(written: str, one_form: str) -> None:
    assert plain(written) == one_form
    assert plain(one_form) == one_form


@pytest.mark.parametrize(
    "text",
    [
        "十分重要",
        "三类企业",
        "第十五条",
        "十五分钟",
        "每月一报",
        "一月一报",
        "三个月",
        "半月",
        "十月怀胎"[1:],
        "69号文件",
        "三环文69号",
        "二三年",
        "五大行业",
        "二十一世纪",
        "几十家",
        "三、工作要求",
        "上月",
        "2022年—2023年",
        "O2",
        "co2浓度",
        "l级",
    ],
)
def test_what_is_no_date_share_or_count_stays(text: str) -> None:
    assert plain(text) == text.lower()


def test_every_day_of_the_year_reads_the_same_in_words_and_figures() -> None:
    for month, day in product(range(1, 13), range(1, 32)):
        for mark in "日号":
            assert plain(f"{spelled(month)}月{spelled(day)}{mark}前") == f"{month}月{day}日前"
        assert read_number(spelled(day)) == day


@given(
    st.text(
        st.sampled_from("一二三四五六七八九十百零〇两0123456789年月日号底前百分之点个工作日ol-—ab级第每"),
        max_size=24,
    )
)
def test_one_form_is_its_own(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("應急減排清單", "应急减排清单"),
        ("三門峽績效分級評審", "三门峡绩效分级评审"),
        ("瞭解申報材料", "了解申报材料"),
        ("天巿", "天市"),
        ("著作", "著作"),
        ("绿色低碳工厂", "绿色低碳工厂"),
    ],
)
def test_traditional_characters_become_simplified_ones(traditional: str, simple: str) -> None:
    assert simplified(traditional) == simple


@given(st.text(max_size=60) | st.text(st.sampled_from("應急減排門峽績效乾於後裏绩效\ud800😀"), max_size=20))
def test_a_text_stays_as_long_as_it_was(text: str) -> None:
    whole = text.encode("utf-8", "ignore").decode()
    assert len(simplified(text)) == len(whole)
    assert simplified(simplified(text)) == simplified(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三門峽鑄造企業績效分級幾號前初審", "三门峡铸造企业绩效分级几号前初审"),
        ("三门峡２０２２年十月底前要做什么", "三门峡2022年10月底前要做什么"),
        ("聊城八月十五号前报什么", "聊城8月15日前报什么"),
    ],
)
def test_a_question_is_understood_however_it_is_written(one: str, other: str) -> None:
    left, right = understand(one), understand(other)
    assert left.text == one
    assert (left.folded, left.subject, left.region, left.wanted) == (
        right.folded,
        right.subject,
        right.region,
        right.wanted,
    )
