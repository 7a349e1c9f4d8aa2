"""Texts and questions are cut the same way, whatever characters they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.tokens import bigrams, content_runs, grades_in, listed, plain, tagged, words

LISTS = ("terms.txt", "question_words.txt", "light_words.txt", "domain_words.txt")
any_text = st.text(max_size=200) | st.text(
    st.sampled_from("绩效分级Ａa１1%％ \n\t\ud800😀²ﷺ〔〕①"), max_size=60
)


@given(any_text)
def test_any_text_can_be_cut(text: str) -> None:
    assert all(plain(text).find(word) >= 0 for word in words(text))
    assert all(isinstance(gram, str) and gram for gram in bigrams(text))
    assert all(run in plain(text) for run in content_runs(text))
    assert all(len(pair) == 2 for pair in tagged(text))


@given(st.text(st.sampled_from("绿色工厂评价Ａ级ａ〔１〕％ \n三、（二）O2"), max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize("half", ["\ud800", "绩效\udfff分级", "\ud83d"])
def test_half_a_character_is_dropped_not_stumbled_over(half: str) -> None:
    assert plain(half) == half.encode("utf-8", "ignore").decode()
    assert words(half) == words(plain(half))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＰＭ２．５ 达标", "pm2.5达标"),
        ("A 级 企业", "a级企业"),
        ("PM<sub>2.5</sub>和O<sub>3</sub>", "pm2.5和o3"),
        ("GB/T 23331", "gb/t 23331"),
        ("换行\n里的 词", "换行里的词"),
    ],
)
def test_one_form_for_each_way_of_writing(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("a、b级企业", ["a级", "b级"]),
        ("b-级", ["b-级"]),
        ("a类", ["a类"]),
        ("绩效分级", []),
    ],
)
def test_grades_are_told_apart(text: str, grades: list[str]) -> None:
    assert grades_in(text) == grades


def test_a_grade_is_one_gram() -> None:
    assert "b级" in bigrams("升Ｂ级")
    assert "b-级" in bigrams("B-级企业")


def test_numbers_and_latin_stay_whole() -> None:
    assert bigrams("85分 GB23331") == ["85", "分", "gb23331"]


def test_asking_words_are_no_content() -> None:
    runs = "".join(content_runs("请问一下，我们厂的运输方式到底是怎么算的呢？"))
    assert "运输方式" in runs
    assert not any(word in runs for word in ("请问", "我们", "怎么", "？"))


@pytest.mark.parametrize("name", LISTS)
def test_word_lists_are_there_and_folded(name: str) -> None:
    entries = listed(name)
    assert entries
    assert all(entry == plain(entry) and not entry.startswith("#") for entry in entries)
