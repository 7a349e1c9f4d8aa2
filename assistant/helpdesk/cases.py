"""A question without an answer, and the case that it and its like make up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from assistant.helpdesk.states import STATES, State

REASONS: dict[str, str] = {
    "not_in_corpus": "文本里没有写到",
    "other_place": "没有当地的文件",
    "off_topic": "不属于这个领域",
    "unclear": "没有听明白",
    "handed_over": "用户要求转人工",
}
"""Why a question came to the helpdesk, in Chinese."""
Channel = Literal["ask", "talk", "page", "command"]
CHANNELS: dict[str, str] = {"ask": "单次提问", "talk": "对话", "page": "网页登记", "command": "命令行登记"}
"""Where a question came from, in Chinese."""
ROLE_LABELS: dict[str, str] = {"officer": "企业环保专员", "helpdesk": "热线坐席", "consultant": "咨询顾问"}
"""Who asks in a talk, in Chinese."""


@dataclass(frozen=True, slots=True)
class Received:
    """A question as it reaches the inbox; texts are cleaned and hold no names of persons."""

    text: str
    place: str | None
    industry: str | None
    as_of: date
    role: str | None
    reason: str
    near: tuple[dict[str, str], ...]
    """Clauses nearest to it: clause_id and the hash of the clause on that day."""
    channel: Channel
    talk_id: str | None = None
    context: tuple[dict[str, str], ...] = ()
    """What was said before it in the talk: role and text, oldest first."""
    answer: str = ""
    """What the program said to it."""
    handed_over: bool = False
    """Whether the asker asked for a person."""


@dataclass(frozen=True, slots=True)
class Question:
    """A received question with its place in the inbox."""

    id: str
    received: Received
    at: str
    """ISO, UTC."""

    def as_json(self) -> dict[str, Any]:
        """As the interface shows it."""
        received = self.received
        return {
            "id": self.id,
            "question": received.text,
            "region": received.place,
            "industry": received.industry,
            "as_of": received.as_of.isoformat(),
            "role": received.role,
            "role_label": ROLE_LABELS.get(received.role or "", ""),
            "reason": received.reason,
            "reason_label": REASONS.get(received.reason, received.reason),
            "near": list(received.near),
            "channel": received.channel,
            "channel_label": CHANNELS.get(received.channel, received.channel),
            "context": list(received.context),
            "answer": received.answer,
            "handed_over": received.handed_over,
            "at": self.at,
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that somebody has written and nobody need have approved."""

    text: str
    clauses: tuple[tuple[str, str], ...]
    """Clause id and verbatim quote; the marks 〔1〕 … of the text stand for them in order."""
    forms: tuple[str, ...]
    place: str | None
    holds_from: date | None = None
    holds_until: date | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is stored, shown, and given to the approved answers."""
        return {
            "answer": self.text,
            "clauses": [{"clause_id": clause_id, "quote": quote} for clause_id, quote in self.clauses],
            "forms": list(self.forms),
            "place": self.place,
            "holds_from": self.holds_from.isoformat() if self.holds_from else None,
            "holds_until": self.holds_until.isoformat() if self.holds_until else None,
        }


def draft_from(stored: Mapping[str, Any]) -> Draft:
    """The draft that was stored."""
    days = {name: stored.get(name) for name in ("holds_from", "holds_until")}
    return Draft(
        text=stored["answer"],
        clauses=tuple((entry["clause_id"], entry["quote"]) for entry in stored["clauses"]),
        forms=tuple(stored["forms"]),
        place=stored["place"],
        **{name: date.fromisoformat(day) if day else None for name, day in days.items()},
    )


@dataclass(frozen=True, slots=True)
class Case:
    """Questions that one answer serves, and how far that answer is."""

    id: str
    state: State
    version: int
    """Grows with every change; who changes a case names the version he saw."""
    question: str
    """The first of its questions."""
    place: str | None
    industry: str | None
    reason: str
    asked: int
    """How many times, also where the single questions are no longer kept."""
    handed_over: bool
    remark: str
    """Why it was sent back, closed or taken back to review; else empty."""
    draft: Draft | None
    drafted_by: str | None
    approved_sha256: str | None
    """Of the draft with its clauses as they were on approval."""
    answer_id: str | None
    """Of the approved answer that came of it."""
    created_at: str
    last_asked_at: str

    def as_json(self) -> dict[str, Any]:
        """As the list shows it."""
        return {
            "id": self.id,
            "state": self.state,
            "state_label": STATES[self.state],
            "version": self.version,
            "question": self.question,
            "region": self.place,
            "industry": self.industry,
            "reason": self.reason,
            "reason_label": REASONS.get(self.reason, self.reason),
            "asked": self.asked,
            "handed_over": self.handed_over,
            "remark": self.remark,
            "drafted_by": self.drafted_by,
            "answer_id": self.answer_id,
            "created_at": self.created_at,
            "last_asked_at": self.last_asked_at,
        }
