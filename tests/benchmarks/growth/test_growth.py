"""Invented texts are the same on every run, speak of their own place, and the section of the page is replaced whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from opened import corpus

from knowledge.embeddings import Vectors
from knowledge.gazetteer import short_name
from tests.benchmarks.growth import __main__ as growth
from tests.benchmarks.growth.stand_in import StandIn
from tests.benchmarks.growth.texts import CLAUSES, invented


def test_invented_texts_are_the_same_on_every_run_and_of_another_place() -> None:
    first, again = list(invented(corpus(), 12)), list(invented(corpus(), 12))
    assert [text.source for text in first] == [text.source for text in again]
    shipped = {document.place.name for document in corpus().documents}
    for text in first:
        assert text.document.place.name not in shipped
        assert 0 < len(text.parsed.clauses) <= CLAUSES
        for clause in text.parsed.clauses:
            assert text.source[clause.start : clause.end]
        base = corpus().documents[int(text.document.id[-5:]) % len(corpus().documents)]
        assert short_name(base.place.name) not in text.source


class Counting:
    name = "counting"
    asked = 0

    def encode(self, texts: list[str]) -> Vectors:
        self.asked += len(texts)
        return np.eye(4, dtype=np.float32)[[len(text) % 4 for text in texts]]


def test_stand_ins_are_always_the_same_and_questions_are_encoded_in_earnest() -> None:
    inner = Counting()
    encoder = StandIn(inner, ["a", "bb", "ccc"])  # type: ignore[arg-type]
    pooled = inner.asked
    many = [f"passage {n}" for n in range(20)]
    filled = encoder.encode(many)
    assert inner.asked == pooled
    assert np.allclose(np.linalg.norm(filled, axis=1), 1.0, atol=1e-5)
    assert (encoder.encode([many[3], "asked"])[0] == filled[3]).all()
    assert inner.asked == pooled + 1


def test_the_section_takes_the_place_of_the_one_before(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = tmp_path / "retrieval.md"
    monkeypatch.setattr(growth, "_PAGE", page)
    page.write_text("# Retrieval\n\n## Side by side\n\nkept\n", encoding="utf-8")
    growth._write("one")
    growth._write("two \\1")
    assert page.read_text("utf-8").count("<!-- growth -->") == 1
    assert "two \\1" in page.read_text("utf-8")
    assert "one" not in page.read_text("utf-8").split("<!-- growth -->")[1]
    assert "kept" in page.read_text("utf-8")
