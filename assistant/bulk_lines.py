"""Facts of many firms, one request body a line in, one result a line out, in the same order and with flat memory."""

from __future__ import annotations

import multiprocessing
import os
import select
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from multiprocessing.pool import AsyncResult, Pool
from typing import Any, BinaryIO

import orjson

from assistant.citing import Citer
from assistant.commands.options import request_body
from assistant.errors import AssistantError, InputError
from scoring import Pack, ScoringError
from scoring.days import parse_day
from scoring.many.bulk import BulkAssessor
from scoring.report import Reporter
from scoring.rules.cite import Cite
from scoring.rules.editions import InForce

# One read from the pipe: what is there is worked on at once, so that a slow writer is answered line by line.
_BLOCK = 256 * 1024
# Only a full block is worth the way to another process.
_WORTH_SENDING = 64 * 1024
_IN_FLIGHT = 4
_MOST_DAYS = 20


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines as they came, with the number of the first."""

    first: int
    lines: list[bytes]


@dataclass(frozen=True, slots=True)
class _Desk:
    bulk: BulkAssessor
    reporter: Reporter
    note: str | None


class LineAssessor:
    """Answers lines under one scheme."""

    def __init__(
        self, edition_on: Callable[[date], InForce], citer: Citer, today: date, as_of: str | None = None
    ) -> None:
        """Prepare to answer.

        Args:
            edition_on: the edition of the scheme that is in force on a day.
            citer: makes the citations.
            today: the day of lines that name none.
            as_of: the day of all lines, whatever they name.
        """
        self._edition_on = edition_on
        self._today = today
        self._as_of = as_of
        self._citer = citer
        self._desks: dict[date, _Desk] = {}

    def answer(self, block: Block) -> tuple[bytes, bool]:
        """The results of the lines, each ended by a line feed, and whether all lines were right."""
        out: list[bytes] = []
        right = True
        for number, line in enumerate(block.lines, block.first):
            if not line.strip():
                continue
            try:
                out.append(orjson.dumps(self._one(line, number)))
            except (ScoringError, AssistantError) as exc:
                right = False
                detail = getattr(exc, "detail", str(exc))
                out.append(
                    orjson.dumps({"error": type(exc).__name__, "detail": printable(detail), "hint": exc.hint})
                )
        return b"".join(line + b"\n" for line in out), right

    def _one(self, line: bytes, number: int) -> dict[str, Any]:
        body = request_body(_decoded(line, number), self._as_of)
        named = body.get("as_of") if isinstance(body, dict) else None
        desk = self._desk(parse_day(named) or self._today)
        told = desk.reporter.report(desk.bulk.assess(body))
        if desk.note is not None:
            told["notes"].insert(0, desk.note)
        if isinstance(body, dict) and "enterprise" in body:
            told["enterprise"] = body["enterprise"]
        return told

    def _desk(self, day: date) -> _Desk:
        """What is needed for lines of one day; a few days are kept."""
        desk = self._desks.get(day)
        if desk is None:
            if len(self._desks) >= _MOST_DAYS:
                self._desks.clear()
            chosen = self._edition_on(day)
            desk = self._desks[day] = _Desk(
                BulkAssessor(chosen.pack, today=self._today, also=("enterprise",)),
                self._reporter(chosen.pack, day),
                chosen.note,
            )
        return desk

    def _reporter(self, pack: Pack, as_of: date) -> Reporter:
        rules = self._citer.rules(as_of)
        made: dict[Cite, Any] = {}

        def citing(cite: Cite) -> Any:
            if cite not in made:
                made[cite] = orjson.Fragment(orjson.dumps(rules(cite)))
            return made[cite]

        keep = (lambda part: orjson.Fragment(orjson.dumps(part))) if pack.kind == "points" else None
        return Reporter(citing, keep)


def _decoded(line: bytes, number: int) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as exc:
        raise InputError(
            f"第{number}行：不是正确的 JSON（第{exc.colno}列附近）；请检查括号、引号、逗号和编码（UTF-8）"
        ) from exc


def printable(text: str) -> str:
    """The text without half characters, which JSON in UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


def stream(assessor: LineAssessor, source: BinaryIO, target: BinaryIO) -> int:
    """Answers all lines of the source.

    Returns:
        0, or 2 when any line was wrong.
    """
    workers: Pool | None = None
    waiting: deque[AsyncResult[tuple[bytes, bool]]] = deque()
    right = True

    def give(answer: tuple[bytes, bool]) -> None:
        nonlocal right
        target.write(answer[0])
        target.flush()
        right = right and answer[1]

    try:
        for block, more in _blocks(source):
            if more and workers is None and (os.cpu_count() or 1) > 1 and hasattr(os, "fork"):
                workers = _workers(assessor)
            if workers is None:
                give(assessor.answer(block))
                continue
            waiting.append(workers.apply_async(_answer, (block,)))
            while waiting and (len(waiting) >= _IN_FLIGHT or not _ready(source)):
                give(waiting.popleft().get())
        while waiting:
            give(waiting.popleft().get())
    finally:
        if workers is not None:
            workers.terminate()
    return 0 if right else 2


def _blocks(source: BinaryIO) -> Iterator[tuple[Block, bool]]:
    """Blocks of whole lines as they arrive, and whether so much arrived that more is likely to come."""
    number, rest = 1, b""
    while data := _read(source):
        lines = (rest + data).split(b"\n")
        rest = lines.pop()
        if lines:
            yield Block(number, lines), len(data) >= _WORTH_SENDING
            number += len(lines)
    if rest:
        yield Block(number, [rest]), False


def _read(source: BinaryIO) -> bytes:
    """What is there, up to a block; waits only while there is nothing."""
    read1 = getattr(source, "read1", source.read)
    data: bytes = read1(_BLOCK)
    return data


def _ready(source: BinaryIO) -> bool:
    try:
        return bool(select.select([source], [], [], 0)[0])
    except (OSError, ValueError):
        return True


_mine: LineAssessor | None = None


def _workers(assessor: LineAssessor) -> Pool:
    """Processes that inherit the assessor, one a core."""
    global _mine
    _mine = assessor
    return multiprocessing.get_context("fork").Pool(os.cpu_count())


def _answer(block: Block) -> tuple[bytes, bool]:
    assert _mine is not None
    return _mine.answer(block)
