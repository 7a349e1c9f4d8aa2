"""What was searched is told in a line, however many texts there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from newer_editions import OLD, text_of
from opened import TODAY, corpus

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.holdings import places_in_short, texts_in_short
from assistant.requests import AskRequest
from knowledge.documents import Document
from knowledge.passages import make_passages
from knowledge.places import resolve
from knowledge.retriever import Retriever

CITIES = ("洛阳市", "安阳市", "濮阳市", "许昌市", "漯河市", "南阳市", "商丘市", "信阳市", "周口市")


def document(at: int) -> Document:
    model = corpus().document(OLD)
    place = replace(model.place, name=CITIES[at % len(CITIES)])
    issued = date(2015, 1, 1) + timedelta(days=at)
    return replace(model, id=f"text-{at}", short_title=f"细则{at}", place=place, issued=issued)


def test_a_few_texts_are_named_one_by_one() -> None:
    few = corpus().documents
    assert texts_in_short(few) == "、".join(f"《{one.short_title}》" for one in few)
    assert places_in_short(few) == "河南省、聊城市、三门峡市、郑州市"
    assert texts_in_short(()) == ""


@pytest.mark.parametrize("count", [7, 100, 2000])
def test_many_are_counted_by_place_with_the_newest_named(count: int) -> None:
    told = texts_in_short([document(at) for at in range(count)])
    assert told.startswith(f"共{count}份文本（洛阳市{len(range(0, count, len(CITIES)))}份、安阳市")
    assert told.endswith(f"最新的是《细则{count - 1}》、《细则{count - 2}》、《细则{count - 3}》")
    assert len(told) < 160
    assert ("等9个地方" in told) == (count > 8)


def test_a_refusal_stays_short_with_many_texts() -> None:
    texts = []
    for at in range(30):
        home = resolve(CITIES[at % len(CITIES)])
        assert home is not None
        place = replace(corpus().document(OLD).place, name=home.name, code=home.code)
        texts.append(text_of(corpus(), OLD, {}, id=f"text-{at}", short_title=f"细则{at}", place=place))
    whole = corpus().joined(texts)
    who = Answerer(whole, Retriever(whole, make_passages(whole), None), Citer(whole))
    nowhere = who.answer(AskRequest("第九十九条怎么规定", None, None, TODAY)).text
    elsewhere = who.answer(AskRequest("绩效分级几号前申报", "石家庄市", None, TODAY)).text
    assert "共35份文本" in nowhere and len(nowhere) < 500
    assert "等13个地方" in elsewhere
    assert elsewhere.count("市") < 20
