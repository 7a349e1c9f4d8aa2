"""Texts counted together are counted as each by itself; documents searched alone score as among all."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opened import corpus, passages

from knowledge import numerals
from knowledge.counting import count_bigrams, count_words
from knowledge.lexical import LexicalIndex
from knowledge.numerals import chinese_number
from knowledge.query import understand
from knowledge.reach import Reach
from knowledge.segments import Segments
from knowledge.term_counts import Counts, Vocabulary
from knowledge.tokens import bigrams_in, plain, plain_each, words_in

_PIECES = (
    "A|b-|、|级|及|企业|绩效| |\n|二〇二二年|十月|十五号|85.5|％|—|－|-|\0|<sub>3</sub>|百分之二十|o2年|か\u3099|Σ|\ud800|，|c档|ab级|类|"
    "2o22年|第五条"
)
piece = st.sampled_from(_PIECES.split("|"))
texts = st.lists(st.lists(piece, max_size=7).map("".join) | st.text(max_size=12), min_size=1, max_size=6)


def by_definition(text: str) -> str:
    """What folding is, without any short cut."""
    whole = re.sub(r"</?su[bp]>", "", text.encode("utf-8", "ignore").decode())
    folded = unicodedata.normalize("NFKC", whole).lower()
    folded = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", folded)
    folded = numerals._GRADE_DASH.sub("-", folded)
    folded = numerals._LETTER_IN_FIGURE.sub(lambda found: "0" if found.group() == "o" else "1", folded)
    folded = numerals._YEAR.sub(lambda found: "".join(map(numerals._digit, found.group(1))), folded)
    folded = numerals._MONTH.sub(lambda found: str(chinese_number(found.group(1))), folded)
    for pattern in (numerals._DAY, numerals._DAY_ALONE):
        folded = pattern.sub(lambda found: f"{chinese_number(found.group(1))}日", folded)
    return numerals._COUNTED.sub(numerals._count, numerals._SHARE.sub(numerals._share, folded))


@given(st.lists(piece, max_size=12).map("".join) | st.text(max_size=20))
@example("a \u2028 中 \x85b c\u0301 Å か\u3099")
def test_folding_is_what_it_is_defined_to_be(text: str) -> None:
    assert plain(text) == by_definition(text)


def test_the_texts_of_the_program_are_folded_as_defined() -> None:
    for document in corpus().documents:
        source = corpus().source(document.id)
        assert plain(source) == by_definition(source)


def written_out(counts: Counts, vocabulary: Vocabulary) -> list[Counter[str]]:
    """For each text how often it holds each word."""
    found = []
    for place in range(len(counts.lengths)):
        own = slice(int(counts.starts[place]), int(counts.starts[place + 1]))
        words = [next(iter(vocabulary.words_of([number]))) for number in counts.words[own].tolist()]
        found.append(Counter(dict(zip(words, counts.times[own].tolist(), strict=True))))
    return found


@given(texts)
def test_texts_folded_together_are_as_each_by_itself(given_texts: list[str]) -> None:
    assert plain_each(given_texts) == [plain(text) for text in given_texts]


@given(texts)
def test_texts_counted_together_hold_what_each_holds(given_texts: list[str]) -> None:
    folded = [plain(text) for text in given_texts]
    for count, cut_one in ((count_bigrams, bigrams_in), (count_words, words_in)):
        vocabulary = Vocabulary()
        counts = count([*folded, folded[0]], vocabulary)
        cut = [cut_one(text) for text in [*folded, folded[0]]]
        assert written_out(counts, vocabulary) == [Counter(own) for own in cut]
        assert counts.lengths.tolist() == [max(1, len(own)) for own in cut]


def test_the_texts_of_the_program_are_counted_as_each_by_itself() -> None:
    folded = plain_each(passage.text for passage in passages())
    assert folded == [plain(passage.text) for passage in passages()]
    vocabulary = Vocabulary()
    expected = [Counter(bigrams_in(text)) for text in folded]
    assert written_out(count_bigrams(folded, vocabulary), vocabulary) == expected


def test_a_part_of_counts_is_what_was_counted_there() -> None:
    vocabulary = Vocabulary()
    cut = [["绩效"], [], ["分级", "绩效", "分级"], ["企业"]]
    counts = Counts.of(cut, vocabulary)
    assert written_out(counts.part(1, 3), vocabulary) == [Counter(text) for text in cut[1:3]]
    again = Counts.joined([counts.part(0, 1), counts.part(1, 4)])
    assert written_out(again, vocabulary) == [Counter(text) for text in cut]


@pytest.mark.parametrize("region", ["灵宝市", "聊城市", "郑州市"])
def test_passages_of_some_documents_score_as_among_all(region: str) -> None:
    segments = Segments()
    parts = segments.of(passages())
    index, reach = LexicalIndex(parts, segments.vocabularies), Reach(corpus(), parts)
    question = "铸造企业几号前申报A级，绩效分级绩效"
    own = [
        part for part, name in enumerate(reach.names) if name in reach.documents_for(understand(question, region=region))
    ]  # fmt: skip
    places = [
        at
        for at, passage in enumerate(passages())
        if passage.clause.document_id in {reach.names[p] for p in own}
    ]
    assert 0 < len(places) < len(passages())
    within = index.scores(question, own)
    assert within.max() > 0
    assert np.allclose(within, index.scores(question)[places], atol=1e-5)


def test_a_scope_counts_its_passages_from_nought() -> None:
    segments = Segments()
    reach = Reach(corpus(), segments.of(passages()))
    name = reach.names[2]
    scope = reach.scope([name])
    places = [at for at, passage in enumerate(passages()) if passage.clause.document_id == name]
    assert [scope.whole(at) for at in range(scope.size)] == places
    assert scope.local([0, *places[3:5], len(passages()) - 1, places[1]]).tolist() == [3, 4, 1]
    assert scope.local([]).tolist() == []
    assert scope.of(np.arange(len(passages()))).tolist() == places
    assert reach.scope(reach.names).passages is None
    assert reach.scope([]).size == 0
    assert reach.scope([]).local([1]).tolist() == []
