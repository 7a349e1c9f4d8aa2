"""What a passage or a topic holds, looked up in the counts of search."""

from __future__ import annotations

import opened
import pytest

from knowledge.counting import count_bigrams
from knowledge.held_grams import NOTHING, Held, HeldGrams
from knowledge.segments import Segments
from knowledge.tokens import bigrams, plain_each
from knowledge.unanswered import topics


@pytest.fixture(scope="module")
def held() -> HeldGrams:
    made = Segments()
    parts = made.of(opened.passages())
    own = topics()[:5]
    asked = count_bigrams(plain_each(q for topic in own for q in topic.asked), made.vocabularies.bigrams)
    return HeldGrams(parts, own, asked, made.vocabularies.bigrams)


@pytest.mark.parametrize("place", [0, 17, 403, -1])
def test_a_passage_holds_its_words_its_frame_and_what_is_asked(held: HeldGrams, place: int) -> None:
    passages = opened.passages()
    passage, found = passages[place], held.of_passage(place % len(passages))
    grams = set(bigrams("，".join((passage.text, passage.context, passage.alias, *passage.asked))))
    assert all(gram in found for gram in grams)
    assert len(found.numbers) == len(grams)


def test_a_topic_holds_what_it_lacks_and_what_is_asked(held: HeldGrams) -> None:
    for place, topic in enumerate(topics()[:5]):
        grams = set(bigrams("，".join((topic.lacks, *topic.asked))))
        assert all(gram in held.of_topic(place) for gram in grams)


def test_several_hold_what_any_of_them_holds(held: HeldGrams) -> None:
    one, two = held.of_passage(3), held.of_passage(400)
    assert Held.together([one, two]).numbers == one.numbers | two.numbers
    assert Held.together([]) is NOTHING and "初审" not in NOTHING
