"""A stream begins once its reply is whole; a slow one shows signs of life, a late fault is told in the stream."""

from __future__ import annotations

import json
import threading

import pytest
from fakes import FakeAssistant
from fastapi.testclient import TestClient

import web.streaming
from assistant.errors import InputError

EVENTS = {"Accept": "text/event-stream"}


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web.streaming, "_PATIENCE", 0.2)
    monkeypatch.setattr(web.streaming, "_BREATH", 0.05)


def slow(desk: FakeAssistant, monkeypatch: pytest.MonkeyPatch, failure: Exception | None = None) -> None:
    say = desk.say

    def waiting(*args: object) -> object:
        threading.Event().wait(0.6)
        if failure is not None:
            raise failure
        return say(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(desk, "say", waiting)


def send(client: TestClient) -> str:
    talk = client.post("/api/v1/conversations", json={"scheme": None}).json()["id"]
    response = client.post(
        f"/api/v1/conversations/{talk}/messages", json={"text": "多少分？"}, headers=EVENTS
    )
    assert response.status_code == 200
    return response.text


def test_a_slow_reply_shows_signs_of_life_and_comes_whole(
    client: TestClient, desk: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(desk, monkeypatch)
    text = send(client)
    assert text.startswith(": \n\n")
    assert json.loads(text.rpartition("event: done\ndata: ")[2])["reply"]


def test_a_late_fault_is_told_in_the_stream(
    client: TestClient, desk: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(desk, monkeypatch, InputError("写错了"))
    told = json.loads(send(client).rpartition("event: error\ndata: ")[2])
    assert (told["error"], told["detail"]) == ("InputError", "写错了")


@pytest.mark.parametrize("failure", [RuntimeError("secret inside"), TimeoutError("secret inside")])
def test_an_inner_fault_tells_nothing_of_itself(
    client: TestClient, desk: FakeAssistant, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    slow(desk, monkeypatch, failure)
    text = send(client)
    assert "InternalError" in text
    assert "secret" not in text
    assert "event: done" not in text


def test_an_early_fault_has_its_status(client: TestClient) -> None:
    response = client.post("/api/v1/conversations/none/messages", json={"text": "好"}, headers=EVENTS)
    assert response.status_code == 404
