"""Documents are counted once; search over counts that were kept finds what search from nothing finds."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from opened import corpus, passages

from knowledge.query import understand
from knowledge.retriever import Retriever, Searched
from knowledge.segments import Segments
from knowledge.term_counts import best_places
from knowledge.tokens import grades_in, plain
from knowledge.traits import SHAPES, Traits, grade_bits

FACTORY = "zhengzhou-green-factory"
ASKED = [
    "三门峡的水泥厂几号前申报A级",
    "绿色工厂有多少条指标",
    "聊城铸造企业要交什么材料",
    "降级的情形有哪些",
]
REST = tuple(passage for passage in passages() if passage.clause.document_id != FACTORY)


def ranked(searched: Searched) -> list[tuple[str, float]]:
    return [(hit.passage.id, round(hit.score, 4)) for hit in searched.hits]


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("region", [None, "灵宝市", "巩义市"])
def test_a_document_added_later_is_found_as_if_it_had_always_been_there(
    question: str, region: str | None
) -> None:
    segments = Segments()
    Retriever(corpus(), REST, None, segments=segments)
    grown = Retriever(corpus(), passages(), None, segments=segments)
    query = understand(question, region=region)
    fresh = Retriever(corpus(), passages(), None)
    assert ranked(grown.search(query, 40)) == ranked(fresh.search(query, 40))
    assert grown.vocabulary == fresh.vocabulary
    shrunk = Retriever(corpus(), REST, None, segments=segments)
    assert shrunk.vocabulary == Retriever(corpus(), REST, None).vocabulary


def test_only_documents_that_changed_are_counted_again() -> None:
    segments = Segments()
    before = {segment.document_id: segment for segment in segments.of(passages())}
    changed = tuple(
        replace(passage, text="改过的文字") if passage.id == passages()[0].id else passage
        for passage in passages()
    )
    after = {segment.document_id: segment for segment in segments.of(changed)}
    own = passages()[0].clause.document_id
    assert {name for name in before if before[name] is not after[name]} == {own}
    assert after[own].passages[0].text == "改过的文字"


def test_what_is_counted_is_what_the_pattern_finds() -> None:
    traits = Traits.of(passages())
    folded = [plain(passage.text) for passage in passages()]
    nouns = {text[i : i + 2] for text in folded for i in range(len(text) - 1)}
    for noun in sorted(noun for noun in nouns if re.fullmatch(r"[一-鿿]{2}", noun))[::5]:
        number = re.compile(rf"\d+\s*[个家项类种条]?{noun}")
        found = tuple(at for at, text in enumerate(folded) if number.search(text))
        assert traits.counted.get(noun, ()) == found, noun


def test_traits_stand_in_the_order_of_the_passages() -> None:
    parts = [Traits.of(passages()[:50]), Traits.of(passages()[50:51]), Traits.of(passages()[51:])]
    joined, whole = Traits.joined(parts), Traits.of(passages())
    assert joined.counted == whole.counted
    assert (joined.shapes == whole.shapes).all()
    assert (joined.grades == whole.grades).all()
    assert [bool(bits) for bits in whole.grades] == [bool(grades_in(plain(p.text))) for p in passages()]
    for place, wanted in enumerate(SHAPES):
        shaped = [bool(SHAPES[wanted].search(p.text)) for p in passages()]
        assert whole.shapes[:, place].tolist() == shaped


def test_grades_are_told_apart() -> None:
    named = ["a级", "b级", "b-级", "c类", "d档"]
    assert len({grade_bits(name) for name in named}) == len(named)
    assert grade_bits("a、b级企业") == grade_bits("a级") | grade_bits("b级")
    assert grade_bits("企业") == 0


@pytest.mark.parametrize("limit", [1, 3, 5, 9])
def test_the_best_are_those_that_a_whole_sort_gives(limit: int) -> None:
    array = np.array([3.0, 0.0, 5.0, 3.0, 3.0, -1.0, 5.0], dtype=np.float32)
    order = [int(at) for at in np.argsort(-array, kind="stable") if array[at] > 0]
    assert best_places(array, limit) == order[:limit]


def test_a_passage_that_names_the_askers_city_is_known_by_its_words() -> None:
    search = Retriever(corpus(), passages(), None)
    for name in ("三门峡市", "灵宝市", "郑州市", "没有市"):
        held = [at for at, passage in enumerate(passages()) if name in passage.text]
        assert search._that_hold(name).tolist() == held
