"""Passages are verbatim stretches that share out the texts among them."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

import pytest
from opened import corpus, packs, passages

from assistant.search_setup import aliases
from knowledge.asked import load_asked
from knowledge.errors import CorpusError
from knowledge.normalise import folded, readable
from knowledge.passages import Passage, make_passages

DOCUMENTS = [document.id for document in corpus().documents]
_NO_WORDS = re.compile(r"[\s#*>—\-。：:|]*")


def of_document(document_id: str) -> list[Passage]:
    return [passage for passage in passages() if passage.clause.document_id == document_id]


def test_ids_are_unique_and_name_the_clause() -> None:
    ids = [passage.id for passage in passages()]
    assert len(set(ids)) == len(ids)
    assert all(passage.id.rpartition("~")[0] == passage.clause.id for passage in passages())


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_a_passage_is_a_verbatim_stretch_of_its_clause(document_id: str) -> None:
    source = corpus().source(document_id)
    for passage in of_document(document_id):
        assert passage.clause.start <= passage.start < passage.end <= passage.clause.end, passage.id
        assert readable(source[passage.start : passage.end]) == passage.text, passage.id
        assert passage.text.strip(), passage.id
        assert "\n" not in passage.text, passage.id


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_passages_of_a_text_never_overlap(document_id: str) -> None:
    spans = sorted((passage.start, passage.end) for passage in of_document(document_id))
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_nothing_but_headings_and_marks_is_left_out_of_a_clause(document_id: str) -> None:
    source = corpus().source(document_id)
    for _, group in groupby(of_document(document_id), key=lambda passage: passage.clause.id):
        own = list(group)
        clause = own[0].clause
        if clause.kind == "row":
            continue
        heading = folded(source[clause.start : own[0].start])
        assert folded(clause.title) in heading or own[0].start - clause.start < 12, clause.id
        for left, right in pairwise(own):
            assert _NO_WORDS.fullmatch(source[left.end : right.start]), (left.id, right.id)
        assert _NO_WORDS.fullmatch(source[own[-1].end : clause.end]), own[-1].id


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_every_clause_with_words_of_its_own_can_be_found(document_id: str) -> None:
    found = {passage.clause.id for passage in of_document(document_id)}
    unsearched = {"title", "letterhead", "signature", "gap"}
    for clause in corpus().clauses(document_id):
        if clause.kind not in unsearched and corpus().text(clause).strip(" \n#*-"):
            assert clause.id in found, clause.id


def test_rows_carry_their_other_cells_in_the_context() -> None:
    rows = [passage for passage in passages() if passage.clause.kind == "row"]
    assert rows
    for passage in rows:
        for _, value in passage.clause.cells:
            assert value in passage.context, passage.id


def test_words_of_the_packs_are_attached_to_the_clauses_they_cite() -> None:
    named = aliases(packs())
    assert named
    for clause_id, words in named.items():
        own = [passage for passage in passages() if passage.clause.id == clause_id]
        assert own, clause_id
        assert all(passage.alias == words for passage in own), clause_id


def test_askings_are_attached_once_to_the_words_that_answer_them() -> None:
    entries = load_asked(corpus())
    attached = {(passage.clause.id, asked) for passage in passages() for asked in passage.asked}
    count = sum(len(passage.asked) for passage in passages())
    assert count == sum(len(asked) for places in entries.values() for _, asked in places)
    for clause_id, places in entries.items():
        assert all((clause_id, asked) in attached for _, askings in places for asked in askings), clause_id


def test_passages_are_the_same_without_packs() -> None:
    bare = make_passages(corpus())
    assert [(passage.id, passage.text) for passage in bare] == [(p.id, p.text) for p in passages()]


def test_an_asking_about_words_that_are_not_there_is_refused_with_all_faults(tmp_path) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "zhengzhou-green-factory"
    folder.mkdir()
    (folder / "asked.yaml").write_text(
        "art-5:\n  - {at: 没有这句话, asked: [几分]}\nart-99:\n  - {at: 无, asked: [几分]}\n",
        encoding="utf-8",
    )
    with pytest.raises(CorpusError) as refused:
        load_asked(corpus(), tmp_path)
    assert len(refused.value.faults) == 2
    assert "没有这句话" in str(refused.value)
    assert "art-99" in str(refused.value)
