"""A model that names whatever item it likes for words that any sentence may hold gets nothing noted."""

from __future__ import annotations

import pytest

from assistant.model.proposal_checks import Heard, checked
from assistant.model.proposed_facts import ProposedFact
from assistant.talk.proposals import Proposal
from assistant.talk.statements import statements
from scoring import load_scheme

GREEN = load_scheme("zhengzhou-green-factory")
STATUSES = ("met", "not_met", "not_applicable")
IDLE = (
    "一个人管一块，年年在搞",
    "三年里一直有人来，已经三次了",
    "可以的都做过了，例如上个月",
    "主要有三个人，分别做到了",
    "这个已经换成那个了，一般都有",
    "前年买来的，下来以后一直在用",
    "有关的都已经交上去了",
    "城市里的房子，院子里干净",
    "一个和一块年年在搞",
    "这一块一直做，说到底为主",
    "合适的参考例子，可以的都例行在做",
)


def noted(text: str, items: tuple[str, ...]) -> set[str]:
    """The items that a model could get noted by naming them."""
    heard = Heard(text, statements(text))
    return {
        item
        for item in items
        for statement in heard.open
        for status in STATUSES
        if isinstance(
            checked(GREEN, ProposedFact(item=item, quote=statement.text, status=status), heard), Proposal
        )
    }


@pytest.mark.parametrize("text", IDLE)
def test_words_of_any_sentence_point_at_no_item(text: str) -> None:
    assert noted(text, tuple(GREEN.items)) == set()


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("取水量比定额少两成", "3.07"),
        ("一把手在大会上亲自表过态", "G.04"),
        ("新员工进厂都要上一堂环保课", "G.08"),
        ("社会责任的册子印了", "2.09"),
    ],
)
def test_words_of_an_item_point_at_it(text: str, item: str) -> None:
    assert noted(text, tuple(GREEN.items)) == {item}
