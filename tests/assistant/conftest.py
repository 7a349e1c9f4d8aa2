"""An assistant with a database of its own for each test, around the shared search."""

from __future__ import annotations

from pathlib import Path

import opened
import pytest

from assistant.facade import Assistant


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes more than five seconds")


def assistant_in(folder: Path) -> Assistant:
    """A new assistant on this folder, as after a restart; only the search index is shared."""
    fresh = Assistant(opened.settings_in(folder), today=lambda: opened.TODAY)
    fresh._answerer = opened.answerer()
    fresh._corpus = opened.corpus()
    return fresh


@pytest.fixture
def desk(tmp_path: Path) -> Assistant:
    return assistant_in(tmp_path)
