"""The vector index is built once, opened again, refused when stale, and never stands in the way of an answer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from encoders import BigramEncoder, BrokenEncoder, few_topics, small_model  # noqa: F401
from opened import corpus, passages, settings_in

from assistant import search_setup
from knowledge import vector_units
from knowledge.embeddings import SentenceTransformerEncoder, make_encoder
from knowledge.errors import StaleIndexError
from knowledge.query import understand
from knowledge.vector_index import VectorIndex
from knowledge.vector_units import Unit, shipped_vectors, units_of, write_shipped

FEW = tuple(replace(passage, asked=passage.asked[:1]) for passage in passages()[40:100])
QUESTION = "运输监管视频保存"
PROBED = 4
"""Texts that are encoded to learn the width and to try the index."""


@pytest.fixture(autouse=True)
def nothing_shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Only what a test ships itself is shipped."""
    monkeypatch.setattr(vector_units, "SHIPPED", tmp_path / "shipped")
    return tmp_path / "shipped"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of FEW; copy it, do not touch it."""
    folder = tmp_path_factory.mktemp("index")
    VectorIndex(BigramEncoder(), folder=folder).build(FEW)
    return folder


def owner(unit: Unit) -> str:
    """The id under which a vector is found."""
    return unit.id.partition("?")[0]


def index_in(folder: Path, name: str = "bigrams-64") -> VectorIndex:
    return VectorIndex(BigramEncoder(name), folder=folder)


# --- building and opening ---


def test_an_index_that_is_not_open_finds_nothing(tmp_path: Path) -> None:
    assert index_in(tmp_path).search(QUESTION, 5) == {}


def test_a_built_index_finds_each_passage_by_its_own_words(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    progress: list[int] = []
    index.build(FEW, progress.append)
    assert sum(progress) == len(units_of(FEW))
    for unit in units_of(FEW)[::7]:
        assert index.search(unit.text, 3)[owner(unit)] == pytest.approx(1.0, abs=1e-3)


def test_an_index_is_opened_again_without_encoding_the_texts(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "copy")
    encoder = BigramEncoder()
    index = VectorIndex(encoder, folder=tmp_path / "copy")
    index.open(FEW)
    assert len(encoder.encoded) <= 3  # the probe
    found = index.search(FEW[3].text, 5)
    assert FEW[3].id in found
    assert set(found) <= {owner(unit) for unit in units_of(FEW)}
    assert all(-1.001 <= cosine <= 1.001 for cosine in found.values())


def test_passages_are_found_through_an_asking(built: Path, tmp_path: Path) -> None:
    asked = [passage for passage in FEW if passage.asked]
    if not asked:
        pytest.skip("these passages have no askings")
    shutil.copytree(built, tmp_path / "copy")
    index = index_in(tmp_path / "copy")
    index.open(FEW)
    assert asked[0].id in index.search(asked[0].asked[0], 3)


def test_building_twice_leaves_one_collection(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    index.build(FEW)
    index.build(FEW[:10])
    index.open(FEW[:10])
    with pytest.raises(StaleIndexError):
        index.open(FEW)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda few: few[:-1], id="one passage less"),
        pytest.param(lambda few: (*few[:-1], replace(few[-1], text="改过的文字")), id="other words"),
        pytest.param(lambda few: (replace(few[0], id="x~0"), *few[1:]), id="another id"),
        pytest.param(lambda few: (replace(few[0], asked=("新的问法",)), *few[1:]), id="another asking"),
    ],
)
def test_an_index_of_other_passages_is_stale(
    built: Path, tmp_path: Path, change: Callable[..., tuple[object, ...]]
) -> None:
    shutil.copytree(built, tmp_path / "copy")
    with pytest.raises(StaleIndexError, match="索引") as refused:
        index_in(tmp_path / "copy").open(change(FEW))  # type: ignore[arg-type]
    assert "lvping index" in refused.value.hint


def test_an_index_of_another_model_is_stale(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "copy")
    with pytest.raises(StaleIndexError):
        index_in(tmp_path / "copy", "another-model").open(FEW)


def test_an_empty_folder_is_stale(tmp_path: Path) -> None:
    with pytest.raises(StaleIndexError):
        index_in(tmp_path / "new" / "deeper").open(FEW)


# --- shipped vectors ---


def test_texts_with_shipped_vectors_are_not_encoded(tmp_path: Path, nothing_shipped: Path) -> None:
    write_shipped(BigramEncoder(), FEW, nothing_shipped)
    encoder = BigramEncoder()
    VectorIndex(encoder, folder=tmp_path / "index").build(FEW)
    assert len(encoder.encoded) <= PROBED
    encoder.encoded.clear()
    changed = (*FEW[:-1], replace(FEW[-1], text="改过的文字", asked=()))
    VectorIndex(encoder, folder=tmp_path / "other").build(changed)
    assert any(text.endswith("改过的文字") for text in encoder.encoded)
    assert len(encoder.encoded) <= PROBED + 1


def test_shipped_vectors_find_what_fresh_ones_find(
    built: Path, tmp_path: Path, nothing_shipped: Path
) -> None:
    write_shipped(BigramEncoder(), FEW, nothing_shipped)
    index = index_in(tmp_path / "index")
    index.build(FEW)
    shutil.copytree(built, tmp_path / "copy")
    fresh = index_in(tmp_path / "copy")
    fresh.open(FEW)
    ours, theirs = index.search(QUESTION, 5), fresh.search(QUESTION, 5)
    assert max(ours.values()) == pytest.approx(max(theirs.values()), abs=2e-3)
    assert all(ours[key] == pytest.approx(theirs[key], abs=2e-3) for key in ours.keys() & theirs.keys())


def test_vectors_of_one_model_are_not_used_for_another(nothing_shipped: Path) -> None:
    write_shipped(BigramEncoder(), FEW, nothing_shipped)
    assert shipped_vectors("bigrams-64")
    assert shipped_vectors("another-model") == {}


def test_units_are_told_apart_by_id_and_alike_by_their_words() -> None:
    units = units_of(passages())
    assert len({unit.id for unit in units}) == len(units)
    assert {owner(unit) for unit in units} >= {passage.id for passage in passages()}


# --- never in the way ---


def _garbled(index: Path) -> None:
    (index / "chroma.sqlite3").write_bytes(b"not a database" * 1000)


def _cut_short(index: Path) -> None:
    whole = (index / "chroma.sqlite3").read_bytes()
    (index / "chroma.sqlite3").write_bytes(whole[: len(whole) // 2])


def _without_vectors(index: Path) -> None:
    for path in index.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def _empty_vectors(index: Path) -> None:
    for path in index.rglob("*.bin"):
        path.write_bytes(b"")


def _a_file(index: Path) -> None:
    shutil.rmtree(index)
    index.write_text("x", encoding="utf-8")


@pytest.mark.parametrize("damage", [_garbled, _cut_short, _without_vectors, _empty_vectors, _a_file])
def test_search_answers_from_a_damaged_folder(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    settings = settings_in(tmp_path / "data")
    shutil.copytree(built, settings.index_dir)
    damage(settings.index_dir)
    monkeypatch.setattr(search_setup, "make_encoder", lambda model: BigramEncoder())
    retriever = search_setup.make_retriever(settings, corpus(), FEW)
    assert retriever.search(understand(FEW[3].text)).hits


@pytest.mark.parametrize("damage", [_garbled, _cut_short, _without_vectors])
def test_a_damaged_folder_is_built_anew(built: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    shutil.copytree(built, tmp_path / "copy")
    damage(tmp_path / "copy")
    with pytest.raises(StaleIndexError):
        index_in(tmp_path / "copy").open(FEW)
    index = index_in(tmp_path / "copy")
    index.build(FEW)
    assert FEW[3].id in index.search(FEW[3].text, 5)


def test_a_model_that_cannot_be_used_leaves_lexical_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_setup, "make_encoder", lambda model: BrokenEncoder())
    retriever = search_setup.make_retriever(settings_in(tmp_path), corpus(), FEW)
    assert retriever.search(understand(FEW[3].text)).hits


def test_a_server_that_is_not_there_leaves_lexical_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_setup, "make_encoder", lambda model: BigramEncoder())
    settings = settings_in(tmp_path).model_copy(update={"chroma_url": "http://127.0.0.1:9"})
    assert search_setup.make_retriever(settings, corpus(), FEW).search(understand(FEW[3].text)).hits


def test_an_index_that_fails_while_in_use_leaves_lexical_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = BigramEncoder()
    monkeypatch.setattr(search_setup, "make_encoder", lambda model: encoder)
    retriever = search_setup.make_retriever(settings_in(tmp_path), corpus(), FEW)
    monkeypatch.setattr(encoder, "encode", BrokenEncoder().encode)
    assert retriever.search(understand(FEW[3].text)).hits


# --- encoders ---


def test_the_bundled_encoder_puts_like_near_like_and_takes_any_text() -> None:
    encoder = make_encoder(None)
    vectors = encoder.encode(
        ["怎么申报绩效分级", "绩效分级如何申报", "今晚吃什么", "", "\ud800", "\0", "长" * 5000]
    )
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-2)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


@pytest.mark.slow
def test_any_sentence_transformers_model_serves_by_its_path(tmp_path: Path) -> None:
    small_model(tmp_path / "model", 32, "".join(passage.text for passage in FEW))
    encoder = make_encoder(str(tmp_path / "model"))
    assert isinstance(encoder, SentenceTransformerEncoder)
    vectors = encoder.encode(["绩效分级", "绩效分级", "", "\ud800"])
    assert vectors.shape == (4, 32)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert np.allclose(vectors[0], vectors[1])

    index = VectorIndex(encoder, folder=tmp_path / "index")
    index.build(FEW)
    index.open(FEW)
    assert FEW[3].id in index.search(units_of(FEW[3:4])[0].text, 3)
