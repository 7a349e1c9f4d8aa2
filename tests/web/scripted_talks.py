"""Plays scripted dialogues over HTTP and tells what did not come as it should."""

from __future__ import annotations

import io
import json
import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import yaml

SCRIPTS = Path(__file__).parents[1] / "dialogues"
_GRADES = re.compile(r"确定能保住：(\S+?)[级类]?；最高可能：(\S+?)[级类]?(?=[\s*；。]|$)")
_POINTS = re.compile(r"按已确认的材料：([\d.]+)(?:～([\d.]+))? ?分")
_FIELDS = {"say", "file", "accept", "reject", "kind", "proposed", "facts", "grade", "score", "scheme", "firm"}
_FIELDS |= {"asks", "remember", "says", "never", "changes"}

JSON = "application/json"
Body = dict[str, Any]


def scripts() -> Iterator[tuple[str, Body]]:
    """Every dialogue with its id."""
    for path in sorted(SCRIPTS.glob("*.yaml")):
        for script in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield f"{path.stem}: {script['name']}", script


@dataclass(slots=True)
class Player:
    """One talk on a server."""

    address: str
    talk: str = ""
    remembered: dict[str, str | None] = field(default_factory=dict)

    def play(self, script: Body) -> list[str]:
        """What was not as the script says, turn by turn; nothing when all was."""
        self.talk = self.begin(script)
        faults: list[str] = []
        after = self.whole()
        for number, turn in enumerate(script["turns"], 1):
            unknown = set(turn) - _FIELDS
            assert not unknown, f"{script['name']}: {unknown}"
            before, reply = after, self.take(turn)
            after = self.whole()
            told = [*self._always(before, reply, after, turn), *self._expected(turn, before, reply, after)]
            faults += [f"turn {number} {turn.get('say', '')!r}: {fault}" for fault in told]
        return faults

    def begin(self, script: Body) -> str:
        """The id of the talk that a script is about."""
        body = {name: script.get(name) for name in ("scheme", "enterprise", "role")}
        return str(self.post("/conversations", body)["id"])

    def take(self, turn: Body, key: str | None = None) -> Body:
        """The reply to one turn; `key` is the name of a message that may have to be sent again."""
        return self._send(*self.request(turn, key))

    def request(self, turn: Body, key: str | None = None) -> tuple[str, bytes, str]:
        """Path, body and type of the request that one turn is."""
        path = f"/conversations/{self.talk}"
        if "file" in turn:
            return f"{path}/files", *uploaded(turn["file"]["name"], written(turn["file"]))
        if "say" in turn:
            return f"{path}/messages", json.dumps({"text": turn["say"], "key": key}).encode(), JSON
        decided = {name: turn.get(name, []) for name in ("accept", "reject")}
        return f"{path}/confirm", json.dumps(decided).encode(), JSON

    def whole(self) -> Body:
        """The talk as it stands."""
        with urllib.request.urlopen(f"{self.address}/api/v1/conversations/{self.talk}", timeout=60) as answer:
            found: Body = json.load(answer)
        return found

    def post(self, path: str, body: Body) -> Body:
        """The answer to a JSON body."""
        return self._send(path, json.dumps(body).encode(), JSON)

    def _send(self, path: str, body: bytes, kind: str) -> Body:
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}", body, {"Content-Type": kind, "Accept": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                found: Body = json.load(answer)
        except urllib.error.HTTPError as exc:
            raise AssertionError(f"{path}: {exc.code} {exc.read().decode()}") from exc
        return found

    def _always(self, before: Body, reply: Body, after: Body, turn: Body) -> Iterator[str]:
        """What holds for every turn of every talk."""
        words = reply["reply"]
        if not re.search(r"[一-鿿]", words):
            yield f"no Chinese words: {words!r}"
        numbers = [citation["n"] for citation in reply["citations"]]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"citations are numbered {numbers}"
        if reply["assessment"] != after["assessment"]:
            yield "the assessment of the reply is not the talk's"
        yield from _against_core(words, after["assessment"])
        confirmed = {entry["id"] for entry in after["ledger"]} - {entry["id"] for entry in before["ledger"]}
        waited = {entry["id"] for strand in (before,) for entry in strand["proposed"]}
        turned = before["scheme"] != after["scheme"] or before["enterprise"] != after["enterprise"]
        if confirmed - waited and not turned:
            yield f"{confirmed - waited} counts without a yes"

    def _expected(self, turn: Body, before: Body, reply: Body, after: Body) -> Iterator[str]:
        found: Body = {
            "kind": reply["kind"],
            "proposed": _values(after["proposed"]),
            "facts": _values(after["ledger"]),
            "scheme": after["scheme"],
            "grade": _grade(after["assessment"]),
            "score": _score(after["assessment"]),
        }
        for name, value in found.items():
            if name in turn and turn[name] != value:
                yield f"{name} is {value!r}, not {turn[name]!r}"
        for name, value in turn.get("firm", {}).items():
            if after["enterprise"][name] != value:
                yield f"firm: {name} is {after['enterprise'][name]!r}, not {value!r}"
        for words in turn.get("says", ()):
            if str(words) not in reply["reply"]:
                yield f"does not say {words!r} but {reply['reply'][:300]!r}"
        for words in turn.get("never", ()):
            if words in reply["reply"]:
                yield f"says {words!r}"
        if turn.get("changes") == "nothing":
            for name in ("ledger", "assessment", "proposed", "enterprise"):
                if before[name] != after[name]:
                    yield f"{name} has changed from {before[name]!r} to {after[name]!r}"
        yield from self._asked(turn, before["pending"], after["pending"])
        if "remember" in turn:
            self.remembered[turn["remember"]] = after["pending"]

    def _asked(self, turn: Body, before: str | None, after: str | None) -> Iterator[str]:
        wanted = turn.get("asks")
        right = {
            None: True,
            "none": after is None,
            "some": after is not None,
            "same": after is not None and after == before,
            "other": after is not None and after != before,
        }.get(wanted, after == self.remembered.get(wanted or "", wanted))
        if not right:
            yield f"asks about {after!r} (before: {before!r}), not {wanted!r}"


def _against_core(words: str, result: Body | None) -> Iterator[str]:
    if "如果" in words or "按方案做完" in words or result is None:
        return
    if "这次一共谈了" in words:
        # Of several enterprises side by side, the result is that of the one being talked about.
        words = "\n".join(line for line in words.splitlines() if "（正在谈）" in line)
    for lower, upper in _POINTS.findall(words):
        if [float(lower), float(upper or lower)] != _score(result):
            yield f"says {lower}～{upper} points where the core has {_score(result)}"
    for held in _GRADES.findall(words):
        if result["grade"] and list(held) != _grade(result):
            yield f"says {held} where the core has {_grade(result)}"


def _values(entries: list[Body]) -> Body:
    return {entry["item"]: _value(entry) for entry in entries}


def _value(entry: Body) -> Any:
    for name in ("value", "ratio"):
        if entry.get(name) is not None:
            return entry[name]
    return entry["status"]


def _grade(result: Body | None) -> list[str] | None:
    grade = result.get("grade") if result else None
    return [grade["confirmed"], grade["reachable"]] if grade else None


def _score(result: Body | None) -> list[float] | None:
    score = result.get("score") if result else None
    return [score["lower"], score["upper"]] if score else None


def uploaded(name: str, content: bytes) -> tuple[bytes, str]:
    """Body and type of the request that a file is uploaded with."""
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"


def written(spec: Body) -> bytes:
    """The file that a script describes: lines of text, or rows of a workbook."""
    if "lines" in spec:
        return "\n".join(spec["lines"]).encode()
    return _workbook(json.dumps(spec["rows"]))


@cache
def _workbook(rows: str) -> bytes:
    # Kept: a workbook holds the second of its making, and the same rows are to be the same file.
    book = openpyxl.Workbook()
    for row in json.loads(rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
