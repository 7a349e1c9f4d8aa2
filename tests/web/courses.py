"""How scripted talks went: every turn's reply and the whole talk behind it, told so that two courses can be compared."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nursery import Nursling
from scripted_talks import Player, scripts

SCRIPTS = dict(scripts())
_MOMENTS = re.compile(r'("(?:created|confirmed|received|updated)_at": )"[^"]*"')
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Step:
    """One turn: what was replied, and the whole talk behind it, as comparable texts."""

    reply: str
    whole: str

    @property
    def replied(self) -> dict[str, Any]:
        """What was replied."""
        found: dict[str, Any] = json.loads(self.reply)
        return found

    @property
    def talk(self) -> dict[str, Any]:
        """The whole talk."""
        found: dict[str, Any] = json.loads(self.whole)
        return found


Course = list[Step]


def course(player: Player, script: dict[str, Any], name: str) -> Course:
    """How a talk goes."""
    player.talk = player.begin(script)
    return [taken(player, turn, key_of(name, at)) for at, turn in enumerate(script["turns"])]


def taken(player: Player, turn: dict[str, Any], key: str) -> Step:
    """One turn and what it comes to."""
    reply = player.take(turn, key)
    return Step(comparable(reply), comparable(player.whole()))


def key_of(name: str, at: int) -> str:
    """The name that a message is sent under."""
    return f"{at}-{name}"[:64]


def comparable(body: Any) -> str:
    """The body as text, without moments; ids that differ from run to run are told by the order of their first appearance."""
    known: dict[str, str] = {}
    text = _MOMENTS.sub(r'\1""', json.dumps(body, ensure_ascii=False, sort_keys=True))
    return _ID.sub(lambda found: known.setdefault(found.group(), f"id {len(known)}"), text)


def differences(one: Course, other: Course) -> list[str]:
    """Where two courses part, turn by turn, with what stands in each; nothing for two that are the same."""
    found = [] if len(one) == len(other) else [f"{len(one)} turns, {len(other)} turns"]
    for number, (step, again) in enumerate(zip(one, other, strict=False), 1):
        for name, text, text_again in (("reply", step.reply, again.reply), ("talk", step.whole, again.whole)):
            if text != text_again:
                parting = _parting(name, json.loads(text), json.loads(text_again))
                found += [f"turn {number}: {fault}" for fault in parting]
    return found


def _parting(where: str, one: Any, other: Any) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted({*one, *other}):
            yield from _parting(f"{where}.{name}", one.get(name, "—"), other.get(name, "—"))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, (part, again) in enumerate(zip(one, other, strict=True)):
            yield from _parting(f"{where}[{at}]", part, again)
    elif one != other:
        yield f"{where}: {str(one)[:200]} | {str(other)[:200]}"


@cache
def undisturbed() -> tuple[dict[str, Course], dict[str, int]]:
    """How every talk goes without a model on a server that nobody kills, and how many rows each table then has."""
    with tempfile.TemporaryDirectory(prefix="lvping-talks-") as folder:
        server = Nursling(Path(folder), {})
        server.start()
        try:
            player = Player(server.address)
            courses = {name: course(player, script, name) for name, script in SCRIPTS.items()}
        finally:
            server.kill()
        return courses, rows(Path(folder))


def rows(data: Path) -> dict[str, int]:
    """How many rows each table of a data folder's database has."""
    with closing(sqlite3.connect(data / "lvping.sqlite3")) as database:
        names = database.execute("select name from sqlite_master where type = 'table' order by name")
        return {
            name: database.execute(f'select count(*) from "{name}"').fetchone()[0]
            for (name,) in names.fetchall()
        }
