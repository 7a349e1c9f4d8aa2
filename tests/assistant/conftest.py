"""An assistant with a database of its own for each test, around the shared search."""

from __future__ import annotations

from pathlib import Path

import opened
import pytest

from assistant.facade import Assistant


@pytest.fixture
def desk(tmp_path: Path) -> Assistant:
    return opened.assistant_in(tmp_path)
