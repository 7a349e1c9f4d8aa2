"""A question gets an approved answer only when everything that decides agrees."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest
from opened import corpus

from assistant.curated.likeness import Asking, asking, same, specific
from knowledge.asked import load_asked
from knowledge.query import understand
from knowledge.tokens import plain


def of(question: str) -> Asking:
    return asking(understand(question))


FORM = "三门峡B级铸造企业每月几号前完成初审"


@pytest.mark.parametrize(
    "question",
    [
        FORM,
        "请问三门峡B级铸造企业每月几号前完成初审？",
        "三門峽Ｂ級鑄造企業每月幾號前完成初審",
        "三门峡 B 级铸造企业，每月几号前完成初审啊",
        "灵宝B级铸造企业每月几号前完成初审",
    ],
)
def test_the_same_question_is_known_again(question: str) -> None:
    assert same(of(question), of(FORM)) > 0


@pytest.mark.parametrize(
    "question",
    [
        "三门峡A级铸造企业每月几号前完成初审",
        "三门峡B-级铸造企业每月几号前完成初审",
        "三门峡铸造企业每月几号前完成初审",
        "三门峡B级水泥企业每月几号前完成初审",
        "三门峡B级铸造企业每月谁完成初审",
        "三门峡B级铸造企业每月几号前完成终审",
        "三门峡B级铸造企业每月20日前完成初审吗",
        "三门峡B级铸造企业每月几号前不用完成初审",
        "三门峡B级铸造企业2022年每月几号前完成初审",
        "洛阳B级铸造企业每月几号前完成初审",
        "B级铸造企业每月几号前完成初审",
        "",
        "？",
    ],
)
def test_another_question_is_not(question: str) -> None:
    assert same(of(question), of(FORM)) == 0


def test_an_asker_of_another_industry_is_not_given_it() -> None:
    assert same(of(FORM), of(FORM), "水泥") == 0
    assert same(of(FORM), of(FORM), "铸造") == 1
    assert same(of(FORM), of(FORM), "软件") == 1


@pytest.mark.parametrize("form", ["掉级", "几分", "多少钱", "谁", "怎么办"])
def test_a_form_must_say_what_it_is_about(form: str) -> None:
    assert not specific(of(form))
    assert specific(of(FORM))


def test_the_bar_is_never_passed_in_one_direction_only() -> None:
    for one, other in combinations([FORM, "三门峡B级铸造企业每月几号初审", "三门峡的初审每月几号前完成"], 2):
        assert same(of(one), of(other)) == same(of(other), of(one))


def test_askings_about_different_clauses_of_a_text_are_not_taken_for_one_another() -> None:
    """Among 4,000 askings no more than one pair in other words about other clauses of the same text passes."""
    many = 0
    by_words: dict[tuple[str, frozenset[str]], list[tuple[str, str, Asking]]] = defaultdict(list)
    for clause_id, entries in load_asked(corpus()).items():
        document = clause_id.partition(":")[0]
        for _, questions in entries:
            for question in questions:
                found = of(question)
                many += 1
                if specific(found):
                    by_words[document, found.words].append((clause_id, plain(question), found))
    taken = [
        (one[1], other[1])
        for group in by_words.values()
        for one, other in combinations(group, 2)
        if one[0] != other[0] and one[1] != other[1] and same(one[2], other[2]) > 0
    ]
    assert len(taken) <= many / 4_000, taken
