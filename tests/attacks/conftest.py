"""A model service on this machine, to be scripted by each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from model_server import Script, serving


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def service(script: Script) -> Iterator[str]:
    with serving(script) as address:
        yield address
