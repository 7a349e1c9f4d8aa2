"""The application around a fake assistant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fakes import FakeAssistant
from fastapi.testclient import TestClient

from web.app import create_app


@pytest.fixture
def desk() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(desk: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(desk), raise_server_exceptions=False) as client:  # type: ignore[arg-type]
        yield client
