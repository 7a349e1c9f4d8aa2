"""Vectors are made in the background: search answers meanwhile, goes on after any damage, and nothing is done twice."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from encoders import BigramEncoder, GatedEncoder, few_topics  # noqa: F401
from opened import corpus, passages
from structlog.testing import capture_logs

from knowledge import vector_units
from knowledge.errors import StaleIndexError
from knowledge.query import understand
from knowledge.retriever import Retriever
from knowledge.vector_index import _BATCH, VectorIndex
from knowledge.vector_keeping import VectorKeeper
from knowledge.vector_units import units_of

MANY = tuple(replace(passage, asked=()) for passage in passages())
FEW = MANY[40:90]
REGION = "三门峡市"
OWN = [p for p in FEW if p.clause.document_id.startswith(("sanmenxia", "henan"))] or list(FEW)


@pytest.fixture(autouse=True)
def nothing_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vector_units, "SHIPPED", tmp_path / "shipped")


@pytest.fixture
def kept() -> Iterator[Callable[..., VectorKeeper]]:
    keepers: list[VectorKeeper] = []

    def make(index: VectorIndex) -> VectorKeeper:
        keepers.append(VectorKeeper(index, pause=0.05))
        return keepers[-1]

    yield make
    for keeper in keepers:
        keeper.close()


def texts_of(encoder: BigramEncoder) -> set[str]:
    return set(encoder.encoded)


def soon(true: Callable[[], bool], seconds: float = 30.0) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


# --- filling ---


def test_search_answers_while_vectors_are_made_and_they_join_when_they_are_there(
    tmp_path: Path, kept: Callable[..., VectorKeeper]
) -> None:
    encoder = GatedEncoder()
    index = VectorIndex(encoder, folder=tmp_path)
    keeper = kept(index)
    keeper.keep(FEW)
    search = Retriever(corpus(), FEW, index)
    query = understand(FEW[3].text)
    assert keeper.checked(30)
    assert not index.whole
    lexical = search.search(query).hits
    assert lexical
    assert all(hit.vector == 0.0 for hit in lexical)
    encoder.gate.set()
    assert keeper.done(60)
    assert index.whole
    assert any(hit.vector > 0.0 for hit in search.search(query).hits)


def test_only_what_is_new_is_encoded_when_a_text_is_added_or_changed(
    tmp_path: Path, kept: Callable[..., VectorKeeper]
) -> None:
    encoder = BigramEncoder()
    index = VectorIndex(encoder, folder=tmp_path)
    keeper = kept(index)
    keeper.keep(FEW)
    assert keeper.done(60)
    encoder.encoded.clear()
    changed = (*FEW[:-1], replace(FEW[-1], text="改过的文字"), *MANY[100:103])
    keeper.keep(changed)
    assert keeper.done(60)
    before = {unit.text for unit in units_of(FEW)}
    probes = {"。", *(unit.text for unit in units_of(changed))} - before
    assert len(texts_of(encoder) - before) <= len(probes)
    assert len(texts_of(encoder) & before) <= 6, "only probes of what was there"
    assert MANY[101].id in index.search(MANY[101].text, 5)
    keeper.keep(FEW)
    assert keeper.done(60)
    assert MANY[101].id not in index.search(MANY[101].text, 200)


def test_filling_that_was_broken_off_goes_on_where_it_stopped(tmp_path: Path) -> None:
    class Breaking(BigramEncoder):
        def encode(self, texts):  # type: ignore[no-untyped-def]
            if len(texts) > 8 and len(self.encoded) > _BATCH:
                raise KeyboardInterrupt
            return super().encode(texts)

    first = VectorIndex(Breaking(), folder=tmp_path)
    with pytest.raises(KeyboardInterrupt):
        first.build(MANY)
    again = BigramEncoder()
    VectorIndex(again, folder=tmp_path).build(MANY)
    assert len(again.encoded) < len(units_of(MANY))


# --- damage ---


def _client(folder: Path) -> object:
    SharedSystemClient.clear_system_cache()
    return chromadb.PersistentClient(path=str(folder))


def _deleted(folder: Path) -> None:
    shutil.rmtree(folder)


def _cut_short(folder: Path) -> None:
    whole = (folder / "chroma.sqlite3").read_bytes()
    (folder / "chroma.sqlite3").write_bytes(whole[: len(whole) // 2])


def _rows_of_others(folder: Path) -> None:
    client = _client(folder)
    collection = client.list_collections()[0]  # type: ignore[attr-defined]
    collection.add(ids=["foreign"], embeddings=[[1.0] * 64], metadatas=[{"key": "x"}])


def _vectors_of_others(folder: Path) -> None:
    client = _client(folder)
    collection = client.list_collections()[0]  # type: ignore[attr-defined]
    ids = collection.get()["ids"]
    for start in range(0, len(ids), 5_000):
        some = ids[start : start + 5_000]
        collection.update(ids=some, embeddings=np.random.default_rng(0).normal(size=(len(some), 64)))


def _another_width(folder: Path) -> None:
    shutil.rmtree(folder)
    VectorIndex(_Narrow(), folder=folder).build(FEW)


class _Narrow(GatedEncoder):
    """The same name, another width: a model that was replaced in its place."""

    def __init__(self) -> None:
        super().__init__(width=48)
        self.gate.set()


@pytest.mark.parametrize(
    "damage", [_deleted, _cut_short, _rows_of_others, _vectors_of_others, _another_width]
)
def test_what_cannot_be_trusted_is_made_anew_by_itself_while_search_answers(
    tmp_path: Path, kept: Callable[..., VectorKeeper], damage: Callable[[Path], None]
) -> None:
    folder = tmp_path / "index"
    VectorIndex(BigramEncoder(), folder=folder).build(FEW)
    SharedSystemClient.clear_system_cache()
    damage(folder)
    SharedSystemClient.clear_system_cache()
    encoder = GatedEncoder()
    index = VectorIndex(encoder, folder=folder)
    keeper = kept(index)
    keeper.keep(FEW)
    search = Retriever(corpus(), FEW, index)
    assert keeper.checked(30)
    assert search.search(understand(FEW[3].text)).hits
    encoder.gate.set()
    assert keeper.done(60)
    assert FEW[3].id in index.search(units_of(FEW[3:4])[0].text, 3)
    assert "foreign" not in index.search(FEW[3].text, 200)


def test_collections_of_others_are_left_alone(tmp_path: Path) -> None:
    _client(tmp_path).create_collection("theirs")  # type: ignore[attr-defined]
    VectorIndex(BigramEncoder(), folder=tmp_path).build(FEW)
    VectorIndex(BigramEncoder("another"), folder=tmp_path).build(FEW, anew=True)
    names = [collection.name for collection in _client(tmp_path).list_collections()]  # type: ignore[attr-defined]
    assert "theirs" in names
    assert len(names) == 2, "one of theirs, one of ours"


def test_a_folder_lost_while_in_use_is_made_again_and_told_once(
    tmp_path: Path, kept: Callable[..., VectorKeeper], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = VectorIndex(BigramEncoder(), folder=tmp_path / "index")
    keeper = kept(index)
    keeper.keep(FEW)
    assert keeper.done(60)

    def lost(*_: object) -> object:
        raise OSError("gone")

    with capture_logs() as logs, monkeypatch.context() as broken:
        for method in ("nearest", "vectors", "stored", "begin"):
            broken.setattr(index._store, method, lost)
        search = Retriever(corpus(), FEW, index)
        for _ in range(5):
            assert search.search(understand(FEW[3].text)).hits
            time.sleep(0.1)
    told = [line for line in logs if line["event"] == "vectors_unavailable"]
    assert 1 <= len(told) <= 2, "once by the search, once by the keeper"
    assert soon(lambda: index.whole)
    assert FEW[3].id in index.search(units_of(FEW[3:4])[0].text, 3)


# --- exact search in reach ---


def test_within_the_documents_in_reach_the_nearest_are_found_however_many_others_are_nearer(
    tmp_path: Path,
) -> None:
    home = MANY[0]
    twins = tuple(
        replace(home, id=f"other-{n}:s1~0", clause=replace(home.clause, document_id=f"other-{n}"))
        for n in range(300)
    )
    index = VectorIndex(BigramEncoder(), folder=tmp_path)
    index.build((*MANY[:40], *twins))
    own = home.clause.document_id
    assert set(index.search(home.text, 120)) <= {home.id, *(twin.id for twin in twins)} | {
        passage.id for passage in MANY[:40]
    } | {unit.owner for unit in units_of(())}
    within = index.search(home.text, 120, (own,))
    assert home.id in within
    assert not any(name.startswith("other-") for name in within)


# --- at rest ---


def test_a_store_that_no_question_needs_is_let_go_of_and_opened_again_when_texts_change(
    tmp_path: Path,
) -> None:
    encoder = BigramEncoder()
    index = VectorIndex(encoder, folder=tmp_path)
    index.build(FEW)
    before = index.search(FEW[3].text, 5)
    index.warm(lambda: True)
    assert index._store._client is None
    assert index.search(FEW[3].text, 5) == pytest.approx(before, abs=1e-2)
    assert index._store._client is None
    index.open(FEW)
    assert index.whole
    index.warm(lambda: True)
    index.build(MANY[40:95])
    assert index.whole
    assert max(index.search(MANY[93].text, 3).values()) == pytest.approx(1.0, abs=1e-2)


def test_a_store_stays_open_while_questions_may_need_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.vector_index._EXACT", 10)
    index = VectorIndex(BigramEncoder(), folder=tmp_path)
    index.build(FEW)
    index.warm(lambda: True)
    assert index._store._client is not None


def test_a_store_that_was_let_go_of_and_is_gone_is_told_as_such(tmp_path: Path) -> None:
    index = VectorIndex(BigramEncoder(), folder=tmp_path / "index")
    index.build(FEW)
    index.warm(lambda: True)
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(StaleIndexError, match="尚未建立"):
        index.open(FEW)
