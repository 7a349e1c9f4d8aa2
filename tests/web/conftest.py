"""The application around a fake assistant, and the real server with a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fakes import FakeAssistant
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, sync_playwright
from server import running

from web.app import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture
def desk() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(desk: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(desk), raise_server_exceptions=False) as client:  # type: ignore[arg-type]
        yield client


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        assert not os.environ.get("CI"), "the checks need Chromium"
        pytest.skip("no Chromium on this machine")
    # Not longer than a module: while it runs, no other event loop can be started in this thread.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield browser
        browser.close()


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that must stay silent in the console and ask nobody but the server."""
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
    page.set_default_timeout(30_000)
    faults: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(address)
    yield page
    page.close()
    assert faults == []
    assert {urlsplit(url).hostname for url in asked if not url.startswith("blob:")} == {"127.0.0.1"}
