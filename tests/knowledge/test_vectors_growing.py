"""One text more leaves what is stored of the others alone, unless another program was at it; few vectors are compared exactly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from encoders import BigramEncoder, few_topics  # noqa: F401
from opened import passages

from knowledge import vector_index
from knowledge.held_vectors import HeldVectors
from knowledge.passages import Passage
from knowledge.vector_index import VectorIndex
from knowledge.vector_store import VectorStore
from knowledge.vector_units import units_of


def of_documents(*names: str) -> tuple[Passage, ...]:
    own = [[passage for passage in passages() if passage.clause.document_id == name] for name in names]
    return tuple(passage for of_one in own for passage in of_one[::6])


FEW = of_documents("sanmenxia-grading-2022", "liaocheng-grading-2020")
MORE = of_documents("henan-performance-uplift-2021", "sanmenxia-grading-2022", "liaocheng-grading-2020")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[bool]:
    """For each filling of the folder of this test, whether what is stored was read through."""
    seen: list[bool] = []
    begin = VectorStore.begin

    def spying(self: VectorStore, width: int, *, anew: bool, read: bool = True) -> dict[str, str]:
        # Another test's background filling may still be running.
        if self._folder == tmp_path:
            seen.append(read)
        return begin(self, width, anew=anew, read=read)

    monkeypatch.setattr(VectorStore, "begin", spying)
    return seen


def whole_of(index: VectorIndex, own: Sequence[Passage]) -> None:
    assert index.whole
    for passage in own[::9]:
        found = index.search(f"{passage.clause.title} {passage.text}".strip(), 5)
        assert found[passage.id] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("changes", [(FEW, MORE), (MORE, FEW), (FEW, MORE, FEW)])
def test_what_is_stored_is_read_through_once(
    changes: tuple[tuple[Passage, ...], ...], tmp_path: Path, read: list[bool]
) -> None:
    index = VectorIndex(BigramEncoder(), folder=tmp_path)
    for own in changes:
        index.build(own)
        whole_of(index, own)
    assert read == [True, *(False for _ in changes[1:])]
    again = VectorIndex(BigramEncoder(), folder=tmp_path)
    again.open(changes[-1])
    whole_of(again, changes[-1])


def test_what_another_program_stored_meanwhile_is_read(tmp_path: Path, read: list[bool]) -> None:
    index = VectorIndex(BigramEncoder(), folder=tmp_path)
    index.build(FEW)
    VectorIndex(BigramEncoder(), folder=tmp_path).build(MORE[:40])
    index.build(MORE)
    assert len(read) == 3 and all(read)
    whole_of(index, MORE)
    index.open(MORE)


def test_vectors_of_other_documents_stay_in_memory(tmp_path: Path) -> None:
    index = VectorIndex(BigramEncoder(), folder=tmp_path)
    index.build(FEW)
    index.open(FEW)
    index.warm(lambda: True)
    index.build(MORE)

    def not_again(ids: Sequence[str]) -> dict[str, object]:
        raise AssertionError(f"{len(ids)} vectors read again")

    vector = BigramEncoder().encode([FEW[3].text])[0]
    found = index._held.nearest(vector, 5, ["sanmenxia-grading-2022", "liaocheng-grading-2020"], not_again)  # type: ignore[arg-type]
    assert len(found) == 5


def test_few_vectors_are_compared_one_by_one_and_many_by_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = VectorIndex(BigramEncoder(), folder=tmp_path)
    index.build(FEW)
    asked: list[int] = []

    def near(self: VectorStore, vector: object, limit: int) -> list[tuple[str, float]]:
        asked.append(limit)
        return []

    monkeypatch.setattr(VectorStore, "nearest", near)
    whole_of(index, FEW)
    assert asked == []
    monkeypatch.setattr(vector_index, "_EXACT", 10)
    assert index.search(FEW[3].text, 7) == {}
    assert asked == [7]


def test_the_nearest_are_those_of_a_whole_comparison() -> None:
    # As many as are kept while they are being made.
    units, encoder = units_of(FEW)[:5_000], BigramEncoder()
    held = HeldVectors(units, {})
    held.learn(units, encoder.encode([unit.text for unit in units]))
    vector = encoder.encode([FEW[5].text])[0]
    cosines = {unit.id: float(encoder.encode([unit.text])[0] @ vector) for unit in units}
    best = sorted(cosines.values(), reverse=True)[:6]
    found = held.nearest(vector, 6, held.all_documents, None)
    assert [cosine for _, cosine in found] == pytest.approx(best, abs=1e-5)
    owners = {unit.owner for unit in units}
    assert all(owner in owners for owner, _ in found)
    assert found[0][0] == FEW[5].id
