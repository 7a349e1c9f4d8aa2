"""Vectors on a Chroma server: shared, lost, found again; and a change of the model."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from encoders import BigramEncoder, few_topics, small_model  # noqa: F401
from opened import corpus, passages, settings_in
from structlog.testing import capture_logs

from assistant import search_setup
from assistant.search_setup import Search
from knowledge import vector_units
from knowledge.query import understand
from knowledge.vector_units import units_of

FEW = tuple(replace(passage, asked=()) for passage in passages()[40:90])
CHROMA = Path(sys.executable).parent / "chroma"


@pytest.fixture(autouse=True)
def small_and_quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(vector_units, "SHIPPED", tmp_path / "shipped")
    monkeypatch.setattr("knowledge.vector_keeping._LONGEST_PAUSE", 0.2)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def chroma(folder: Path, port: int) -> Iterator[None]:
    """A Chroma server of its own process."""
    command = [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                with urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=2):
                    break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.1)
        yield
    finally:
        server.kill()
        server.wait()


def search_on(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Search:
    monkeypatch.setattr(search_setup, "make_encoder", lambda model: BigramEncoder())
    monkeypatch.setattr(search_setup, "_PATIENCE", 0.1)
    settings = settings_in(tmp_path / "data").model_copy(update={"chroma_url": f"http://127.0.0.1:{port}"})
    return Search(settings)


def by_meaning(search: Search) -> bool:
    """Whether a passage is found by its vector."""
    assert search._index is not None
    return FEW[3].id in search._index.search(units_of(FEW[3:4])[0].text, 3)


def told(logs: Sequence[Mapping[str, object]]) -> int:
    """How often it was logged that there are no vectors."""
    return sum(line["event"] == "vectors_unavailable" for line in logs)


@pytest.mark.slow
@pytest.mark.skipif(not CHROMA.exists(), reason="no chroma command beside this Python")
def test_a_server_is_used_lost_and_found_again(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = understand(FEW[3].text)
    search = search_on(tmp_path, port, monkeypatch)
    with capture_logs() as logs:
        found = search.retriever(corpus(), FEW)
        for _ in range(300):
            assert found.search(query).hits, "dead at the start"
            time.sleep(0.1)
            if told(logs):
                break
        time.sleep(2.0)
        assert not by_meaning(search)
    assert told(logs) == 1, "however often it is tried again"
    with chroma(tmp_path / "server", port):
        assert search.whole(60), "it comes up later"
        assert by_meaning(search)
        second = search_on(tmp_path / "other", port, monkeypatch)
        second.retriever(corpus(), FEW)
        assert second.whole(60)
        assert second._index is not None
        second.close()
    with capture_logs() as logs:
        for _ in range(6):
            assert found.search(query).hits, "dead while in use"
            time.sleep(0.1)
        assert by_meaning(search), "few vectors are compared in memory, where the server's end is not felt"
    assert told(logs) <= 2
    with chroma(tmp_path / "emptied", port):
        assert search.whole(60), "another server, and an empty one"
        assert by_meaning(search)
    search.close()
    assert not (tmp_path / "data" / "index").exists()


@pytest.mark.slow
def test_another_model_is_indexed_while_the_one_before_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    characters = "".join(passage.text for passage in FEW)
    before = small_model(tmp_path / "before", 32, characters)
    after = small_model(tmp_path / "after", 48, characters)
    settings = settings_in(tmp_path / "data")
    first = Search(settings.model_copy(update={"embedding_model": before}))
    first.retriever(corpus(), FEW)
    assert first.whole(120)
    assert by_meaning(first)

    then = Search(settings.model_copy(update={"embedding_model": after}))
    index = then._index
    assert index is not None
    filled, seen = index._fill, []

    def filling(*given: object) -> None:
        seen.append((index.whole, by_meaning(then), index._elder is not None))
        filled(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(index, "_fill", filling)
    found = then.retriever(corpus(), FEW)
    assert found.search(understand(FEW[3].text)).hits
    assert then.whole(120)
    assert seen == [(False, True, True)], "the model before answers meanwhile"
    assert index._elder is None
    assert by_meaning(then)

    again = Search(settings.model_copy(update={"embedding_model": after}))
    again.retriever(corpus(), FEW)
    assert again.whole(60)
    kept = index._store.other_models()
    assert kept == (), "the vectors of the model before are gone"
    for search in (first, then, again):
        search.close()


@pytest.mark.slow
def test_a_model_before_that_is_gone_leaves_lexical_search_until_the_new_one_is_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_in(tmp_path / "data")
    monkeypatch.setattr(search_setup, "make_encoder", lambda model: BigramEncoder(str(model)))
    first = Search(settings.model_copy(update={"embedding_model": str(tmp_path / "deleted")}))
    first.retriever(corpus(), FEW)
    assert first.whole(60)
    first.close()
    then = Search(settings.model_copy(update={"embedding_model": "another"}))
    found = then.retriever(corpus(), FEW)
    assert found.search(understand(FEW[3].text)).hits
    assert then.whole(60)
    assert by_meaning(then)
    then.close()
