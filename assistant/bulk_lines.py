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
from assistant.written_facts import NotApartError, read_fact, take_apart
from scoring import ScoringError, as_json
from scoring.assessment import Assessment, Part
from scoring.days import parse_day
from scoring.many.bulk import BulkAssessor
from scoring.report import Citing, part_json
from scoring.rules.cite import Cite
from scoring.rules.editions import InForce

_MOST_DAYS = 20


@dataclass(frozen=True, slots=True)
class _Desk:
    bulk: BulkAssessor
    ladder: bool
    citing: Citing
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

    def answer(self, block: Block) -> tuple[list[bytes], bool]:
        """The results of the lines, each ended by a line feed, and whether all lines were right."""
        out: list[bytes] = []
        right = True
        for number, line in enumerate(block.lines, block.first):
            if not line.strip():
                continue
            try:
                told = self._apart(line) or self._whole(line, number)
                out.append(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
            except (ScoringError, AssistantError) as exc:
                right = False
                detail = getattr(exc, "detail", str(exc))
                out.append(
                    orjson.dumps(
                        {"error": type(exc).__name__, "detail": printable(detail), "hint": exc.hint},
                        option=orjson.OPT_APPEND_NEWLINE,
                    )
                )
        return out, right

    def _apart(self, line: bytes) -> dict[str, Any] | None:
        """The result of a line whose facts need not be decoded; None for others, right or wrong."""
        try:
            apart = take_apart(line)
            body = request_body(apart.body, self._as_of)
            desk = self._desk_of(body)
            if desk.ladder:
                return None
            return self._told(desk, desk.bulk.assess_written(body, apart.facts), body)
        except (NotApartError, ScoringError, AssistantError):
            # What is wrong, and which of several faults comes first, is told by reading the line as a whole.
            return None

    def _whole(self, line: bytes, number: int) -> dict[str, Any]:
        body = request_body(_decoded(line, number), self._as_of)
        desk = self._desk_of(body)
        return self._told(desk, desk.bulk.assess(body), body)

    def _told(self, desk: _Desk, result: Assessment, body: Any) -> dict[str, Any]:
        told = as_json(result, desk.citing)
        if desk.note is not None:
            told["notes"].insert(0, desk.note)
        if isinstance(body, dict) and "enterprise" in body:
            told["enterprise"] = body["enterprise"]
        return told

    def _desk_of(self, body: Any) -> _Desk:
        """What is needed for a body; a few days are kept."""
        named = body.get("as_of") if isinstance(body, dict) else None
        day = parse_day(named) or self._today
        desk = self._desks.get(day)
        if desk is None:
            if len(self._desks) >= _MOST_DAYS:
                self._desks.clear()
            chosen, citing = self._edition_on(day), self._citing(day)

            def write(part: Part) -> orjson.Fragment:
                return orjson.Fragment(orjson.dumps(part_json(part, citing)))

            pack = chosen.pack
            bulk = BulkAssessor(pack, today=self._today, also=("enterprise",), write=write, read=read_fact)
            desk = self._desks[day] = _Desk(bulk, pack.kind == "ladder", citing, chosen.note)
        return desk

    def _citing(self, as_of: date) -> Citing:
        rules = self._citer.rules(as_of)
        made: dict[Cite, Any] = {}

        def citing(cite: Cite) -> Any:
            if cite not in made:
                made[cite] = orjson.Fragment(orjson.dumps(rules(cite)))
            return made[cite]

        return citing


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
