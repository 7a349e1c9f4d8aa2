"""Slips of the keyboard are put right; right words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened import lexical, passages

from knowledge.tokens import plain, simplified


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("分类记量的要求", "分类计量"),
        ("绩效分极", "绩效分级"),
        ("省里当年定的木标", "目标"),
        ("绩效分圾", "绩效分级"),
        ("应急咸排清单", "应急减排清单"),
        ("现场核杳", "现场核查"),
        ("超标徘放", "超标排放"),
        ("锅沪改造", "锅炉改造"),
        ("績效分極申報", "绩效分级申报"),
    ],
)
def test_what_sounds_or_looks_like_a_word_of_the_texts_is_put_right(slip: str, right: str) -> None:
    assert right in lexical().corrected(slip)


@pytest.mark.parametrize(
    "question",
    [
        "运输方式怎么评",
        "多少分可以推荐为绿色低碳工厂",
        "企业被降级以后还能再申报吗",
        "A级企业",
        "全用水性漆能不能放一马",
        "1.05 几分",
        "碳足迹算是算了，几分",
        "碳盘查找外面机构查过",
        "国标低一大截",
        "绩效方案里几分",
        "",
    ],
)
def test_a_question_without_slips_stays_as_it_is(question: str) -> None:
    assert lexical().corrected(question) == question


def test_the_texts_themselves_hold_no_slips() -> None:
    changed = [p.id for p in passages() if lexical().corrected(p.text) != p.text]
    assert changed == []


@given(st.text(max_size=80) | st.text(st.sampled_from("分类记量绩效极级评价😀\ud800 A1"), max_size=30))
def test_any_text_comes_back_as_long_as_it_was(text: str) -> None:
    assert len(plain(lexical().corrected(text))) == len(plain(simplified(text)))
