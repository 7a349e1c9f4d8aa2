"""The shipped texts, written as Word, web page and PDF and read again, give the same clauses."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from written_files import Block, blocks_of, write_docx, write_html, write_pdf

from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.document_files import _anchor
from knowledge.normalise import folded
from knowledge.parser import parse
from knowledge.reading import read_file

CORPUS = Corpus.load()
WRITERS: dict[str, Callable[[Path, list[Block]], Path]] = {
    "docx": write_docx,
    "html": write_html,
    "pdf": write_pdf,
}
EXCEPTIONS = {
    # A header cell merged over two columns names both of them.
    "zhengzhou-green-factory": r"t1|t1\.8",
}


def words(source: str, clause: Clause) -> str:
    return folded(re.sub(r"\*\*|#|^- ", "", source[clause.start : clause.end]))


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda document: document.id)
def test_a_text_written_and_read_again_has_the_same_clauses(document, kind: str, tmp_path: Path) -> None:
    source = CORPUS.source(document.id)
    path = WRITERS[kind](tmp_path / f"text.{kind}", blocks_of(source))
    read = read_file(path)
    assert read.kind == kind
    assert read.warnings == ()
    anchors = tuple(_anchor(entry) for entry in document.context)
    again = {clause.local_id: clause for clause in parse(document.id, read.text, anchors).clauses}
    excepted = re.compile(EXCEPTIONS.get(document.id, "(?!)"))
    before = {c.local_id: c for c in CORPUS.clauses(document.id) if not excepted.fullmatch(c.local_id)}
    assert [name for name in again if not excepted.fullmatch(name)] == list(before)
    for name, clause in before.items():
        found = again[name]
        assert (found.number, found.kind) == (clause.number, clause.kind)
        assert words(read.text, found) == words(source, clause)
        values = [folded(value) for _, value in found.cells]
        assert values == [folded(value) for _, value in clause.cells], name


def test_the_exceptions_are_few() -> None:
    excepted = [
        clause.local_id
        for document in CORPUS.documents
        for clause in CORPUS.clauses(document.id)
        if document.id in EXCEPTIONS and re.fullmatch(EXCEPTIONS[document.id], clause.local_id)
    ]
    assert len(excepted) == 2


@pytest.mark.parametrize("document", CORPUS.documents, ids=lambda document: document.id)
def test_a_source_itself_is_read_byte_for_byte(document, tmp_path: Path) -> None:
    path = tmp_path / "source.txt"
    path.write_bytes(CORPUS.source(document.id).encode())
    assert read_file(path).text == CORPUS.source(document.id)
