"""A server that is killed between any two turns and in the middle of some: nothing is lost, nothing doubled."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest
from courses import SCRIPTS, Step, comparable, differences, key_of, rows, undisturbed
from nursery import PATIENCE, Nursling
from scripted_talks import Player
from server import ROOT, _wait

from assistant.talk.states import Stage, State

pytestmark = pytest.mark.slow
SAID = (
    "灵宝的铸造厂，去年C，今年想升B",
    "运输监管到B了，环境管理只够C级",
    "确认",
    "先跳过",
    "换一家，聊城的水泥厂，想升A",
)


class Mortal:
    """A server that can be killed and started again on its data."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._data = data
        self.start()

    def start(self) -> None:
        env = {name: value for name, value in os.environ.items() if not name.startswith("LVPING_")}
        env |= {"LVPING_DATA_DIR": str(self._data), "PYTHONPATH": str(ROOT)}
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "--factory",
            "web.app:create_app",
            "--port",
            str(self.port),
        ]
        log = self._data / "server.log"
        with log.open("ab") as out:
            self._process = subprocess.Popen(command, env=env, cwd=self._data, stdout=out, stderr=out)
        _wait(self._process, self.address, log)

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(20)


def test_kills_between_any_two_turns_lose_and_double_nothing(tmp_path: Path) -> None:
    """Turn by turn, all talks at once: of a third of them the turn is on its way when the server is killed."""
    plain, counts = undisturbed()
    server = Nursling(tmp_path, {})
    server.start()
    players = {name: Player(server.address) for name in SCRIPTS}
    for name, player in players.items():
        player.talk = player.begin(SCRIPTS[name])
    reached, lengths = set[str](), Counter[str]()
    answered = unanswered = 0
    for at in range(max(len(talk) for talk in plain.values())):
        due = [name for name, talk in plain.items() if at < len(talk)]
        cut = due[at % 3 :: 3]
        replies = {name: _replied(players[name], name, at) for name in due if name not in cut}
        sent = [_sent(players[name], SCRIPTS[name]["turns"][at], key_of(name, at)) for name in cut]
        if at % 2:
            select.select(sent, (), (), PATIENCE)
        server.kill()
        for line in sent:
            line.close()
        server.start()
        for name in cut:
            done = len(players[name].whole()["messages"]) == len(plain[name][at].talk["messages"])
            answered, unanswered = answered + done, unanswered + (not done)
            reply = _replied(players[name], name, at)
            if "say" in SCRIPTS[name]["turns"][at]:
                # A file or a decision that had been taken is answered with that.
                replies[name] = reply
                assert _replied(players[name], name, at) == reply
        for name in due:
            step = Step(replies.get(name, plain[name][at].reply), comparable(players[name].whole()))
            assert differences(plain[name][at : at + 1], [step]) == [], f"{name}, turn {at + 1}"
            reached |= _stages(plain[name][at].talk)
            lengths[name] += 1
    server.kill()
    assert rows(tmp_path) == counts
    assert lengths == {name: len(talk) for name, talk in plain.items()}
    assert reached == {*Stage, "two strands", "a file", "put aside", "in the ledger"}
    assert answered > 0 < unanswered


def _sent(player: Player, turn: dict[str, Any], key: str) -> socket.socket:
    """The open line on which a turn was sent and nothing read."""
    path, body, kind = player.request(turn, key)
    host, _, port = player.address.removeprefix("http://").partition(":")
    line = socket.create_connection((host, int(port)), timeout=PATIENCE)
    head = f"POST /api/v1{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    line.sendall(head.encode() + body)
    return line


def _replied(player: Player, name: str, at: int) -> str:
    return comparable(player.take(SCRIPTS[name]["turns"][at], key_of(name, at)))


def _stages(talk: dict[str, Any]) -> set[str]:
    """Where a talk is: its stage, and what else of it has to outlive a kill."""
    state = State(
        talk["scheme"] is not None, talk["pending"], waiting=frozenset(p["id"] for p in talk["proposed"])
    )
    there = {"two strands": len(talk["enterprises"]) > 1, "a file": talk["files"], "put aside": talk["aside"]}
    there["in the ledger"] = talk["ledger"]
    return {state.stage, *(name for name, found in there.items() if found)}


def test_a_talk_survives_a_kill_of_the_whole_program(tmp_path: Path) -> None:
    """Started from nothing, as it is installed."""
    server = Mortal(tmp_path)
    try:
        steady = _told(server, kills=())
        assert _told(server, kills=((4, 0.03),)) == steady
    finally:
        server.kill()


def _told(server: Mortal, kills: tuple[tuple[int, float | None], ...]) -> dict[str, Any]:
    """What a talk comes to when the server is killed at these turns: before one, or so many seconds into it."""
    player = Player(server.address)
    player.talk = player.begin({"role": "consultant"})
    at = dict(kills)
    for number, text in enumerate(SAID):
        path, body = f"/conversations/{player.talk}/messages", {"text": text, "key": f"turn-{number}"}
        if number in at:
            if (delay := at[number]) is not None:
                asked = threading.Thread(target=_ask, args=(player, path, body))
                asked.start()
                time.sleep(delay)
            server.kill()
            server.start()
        first = player.post(path, body)
        again = player.post(path, body)
        assert again["reply"] == first["reply"]
    whole = player.whole()
    names = ("scheme", "enterprise", "pending", "proposed", "facts", "assessment", "aside", "enterprises")
    return {name: whole[name] for name in names} | {
        "messages": [(message["role"], message["text"]) for message in whole["messages"]]
    }


def _ask(player: Player, path: str, body: dict[str, Any]) -> None:
    with contextlib.suppress(OSError, HTTPException, AssertionError):
        player.post(path, body)


def test_a_key_belongs_to_one_message(address: str) -> None:
    player = Player(address)
    player.talk = player.begin({"role": "officer", "scheme": "sanmenxia-grading-2022"})
    path = f"/conversations/{player.talk}/messages"
    player.post(path, {"text": "运输监管到B了", "key": "k1"})
    with pytest.raises(AssertionError, match=r"422.*k1"):
        player.post(path, {"text": "运输监管到C了", "key": "k1"})
    assert [entry["value"] for entry in player.whole()["proposed"]] == ["B"]
