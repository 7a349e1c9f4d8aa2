"""Facts of many firms, one request body a line in, one result a line out, in the same order and with flat memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from assistant.citing import Citer
from assistant.commands.options import request_body
from assistant.errors import AssistantError, InputError
from assistant.line_streams import Block
from scoring import Pack, ScoringError
from scoring.days import parse_day
from scoring.many.bulk import BulkAssessor
from scoring.report import Reporter
from scoring.rules.cite import Cite
from scoring.rules.editions import InForce

_MOST_DAYS = 20


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
