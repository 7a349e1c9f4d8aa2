"""Questions as they come in: put with their like, counted, and bounded in number."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from assistant.helpdesk.cases import Received
from assistant.helpdesk.grouping import HALF, Gist, alike, gist, rephrased
from assistant.helpdesk.states import WAITING
from assistant.store.conversations import DEFAULT_ORGANISATION
from assistant.store.helpdesk import HelpdeskCases
from assistant.store.helpdesk_tables import HelpdeskAskedRow, HelpdeskCaseRow, HelpdeskQuestionRow

log = structlog.get_logger()

MOST_CASES = 2000
MOST_OF_A_CASE = 100
"""Questions kept one by one; further ones are only counted."""
MOST_ASKED = 100_000
"""Questions that the figures are counted from."""
PROGRAM = "系统"
_LOOKED_AT = 200
"""Earlier questions of a bucket that a new one is compared with."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put, answered or not."""

    day: date
    text: str
    place: str | None
    industry: str | None
    role: str | None
    channel: str
    talk_id: str | None
    reason: str | None
    """Why it was refused; None: it was answered."""
    gist: Gist


class HelpdeskInbox:
    """Where the questions of one organisation arrive."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        organisation: str = DEFAULT_ORGANISATION,
        *,
        most_cases: int = MOST_CASES,
        most_asked: int = MOST_ASKED,
    ) -> None:
        self._sessions = sessions
        self._organisation = organisation
        self._cases = HelpdeskCases(sessions, organisation)
        self._most_cases = most_cases
        self._most_asked = most_asked
        self._one_at_a_time = threading.Lock()

    def receive(self, questions: Sequence[Received]) -> list[str | None]:
        """The ids of the cases that the questions went to; None where there is no room for another case."""
        with self._one_at_a_time, self._sessions.begin() as session:
            return [self._receive(session, question) for question in questions]

    def hand_over(self, talk_id: str, text: str) -> str | None:
        """The case of a question that a talk was refused, marked as handed over; None when none was kept."""
        query = (
            select(HelpdeskQuestionRow)
            .where(
                HelpdeskQuestionRow.talk_id == talk_id,
                HelpdeskQuestionRow.organisation_id == self._organisation,
            )
            .order_by(HelpdeskQuestionRow.created_at.desc())
            .limit(10)
        )
        with self._one_at_a_time, self._sessions.begin() as session:
            for row in session.scalars(query):
                if row.text == text or row.text.endswith(text):
                    row.handed_over = True
                    self._mark(session, self._cases.row(session, row.case_id))
                    return row.case_id
        return None

    def note_asked(self, entries: Sequence[Asked]) -> None:
        """Count questions; the oldest beyond the limit are forgotten."""
        with self._sessions.begin() as session:
            for entry in entries:
                session.add(
                    HelpdeskAskedRow(
                        organisation_id=self._organisation, day=entry.day, text=entry.text[:200], place=entry.place,
                        industry=entry.industry, role=entry.role, channel=entry.channel, talk_id=entry.talk_id,
                        reason=entry.reason, gist=self._known_as(session, entry.gist), rephrased=self._asked_before(session, entry),
                    )
                )  # fmt: skip
                session.flush()
            newest = session.scalar(select(func.max(HelpdeskAskedRow.id))) or 0
            session.execute(delete(HelpdeskAskedRow).where(HelpdeskAskedRow.id <= newest - self._most_asked))

    def asked_since(self, first: date, last: date) -> list[HelpdeskAskedRow]:
        """What was asked on these days, in order."""
        query = (
            select(HelpdeskAskedRow)
            .where(
                HelpdeskAskedRow.organisation_id == self._organisation,
                HelpdeskAskedRow.day >= first,
                HelpdeskAskedRow.day <= last,
            )
            .order_by(HelpdeskAskedRow.id)
        )
        with self._sessions() as session:
            return list(session.scalars(query))

    def _known_as(self, session: Session, about: Gist) -> str:
        """The key under which a question is counted: that of the likest that was asked before, else its own."""
        bucket = about.bucket[:HALF]
        query = (
            select(HelpdeskAskedRow)
            .where(
                HelpdeskAskedRow.organisation_id == self._organisation,
                HelpdeskAskedRow.gist >= bucket,
                HelpdeskAskedRow.gist <= f"{bucket}g",
            )
            .order_by(HelpdeskAskedRow.id.desc())
            .limit(_LOOKED_AT)
        )
        found: dict[str, float] = {}
        for row in session.scalars(query):
            share = alike(about, gist(row.text, row.place, row.industry))
            found[row.gist] = max(found.get(row.gist, 0.0), share)
        best = max(found, key=lambda key: (found[key], key), default="")
        return best if best and found[best] > 0 else about.key

    def _asked_before(self, session: Session, entry: Asked) -> bool:
        if entry.talk_id is None:
            return False
        query = (
            select(HelpdeskAskedRow)
            .where(HelpdeskAskedRow.talk_id == entry.talk_id)
            .order_by(HelpdeskAskedRow.id.desc())
            .limit(20)
        )
        return any(
            rephrased(entry.gist, gist(row.text, row.place, row.industry)) for row in session.scalars(query)
        )

    def _receive(self, session: Session, question: Received) -> str | None:
        now = datetime.now(UTC)
        about = gist(question.text, question.place, question.industry)
        row = self._like(session, about)
        if row is None:
            if not self._has_room(session, now):
                log.warning("helpdesk_is_full", most=self._most_cases)
                return None
            row = HelpdeskCaseRow(
                id=str(uuid.uuid4()), organisation_id=self._organisation, state="open", version=1,
                bucket=about.bucket, question=question.text, place=question.place, industry=question.industry,
                reason=question.reason, asked=0, handed_over=False, remark="", draft=None, drafted_by=None,
                approved_sha256=None, answer_id=None, created_at=now, updated_at=now, last_asked_at=now,
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add(self._cases.step(row.id, 1, PROGRAM, "received", "", None, now))
        row.asked += 1
        row.last_asked_at = now
        if question.handed_over:
            self._mark(session, row)
        if row.asked <= MOST_OF_A_CASE or question.handed_over:
            session.add(
                HelpdeskQuestionRow(
                    id=str(uuid.uuid4()), organisation_id=self._organisation, case_id=row.id, text=question.text,
                    place=question.place, industry=question.industry, as_of=question.as_of, role=question.role,
                    reason=question.reason, near=list(question.near), channel=question.channel,
                    talk_id=question.talk_id, context=list(question.context), answer=question.answer,
                    handed_over=question.handed_over, created_at=now,
                )
            )  # fmt: skip
        session.flush()
        return row.id

    def _mark(self, session: Session, row: HelpdeskCaseRow) -> None:
        """Somebody asks for a person: a case that was closed is open again."""
        row.handed_over = True
        if row.state == "closed":
            row.state, row.version, row.remark = "open", row.version + 1, ""
            row.updated_at = datetime.now(UTC)
            session.add(
                self._cases.step(
                    row.id, row.version, PROGRAM, "reopen", "又有人要求转人工", None, row.updated_at
                )
            )

    def _like(self, session: Session, about: Gist) -> HelpdeskCaseRow | None:
        """The case a question belongs to: the likest that waits; a closed one only when nothing waits."""
        query = (
            select(HelpdeskCaseRow)
            .where(
                HelpdeskCaseRow.organisation_id == self._organisation,
                HelpdeskCaseRow.bucket == about.bucket,
                HelpdeskCaseRow.state != "approved",
            )
            .order_by(HelpdeskCaseRow.created_at, HelpdeskCaseRow.id)
        )
        best: tuple[bool, float] = (False, 0.0)
        found: HelpdeskCaseRow | None = None
        for row in session.scalars(query):
            share = alike(about, gist(row.question, row.place, row.industry))
            rank = (row.state in WAITING, share)
            if share > 0 and rank > best:
                best, found = rank, row
        return found

    def _has_room(self, session: Session, now: datetime) -> bool:
        """Whether another case may come; the oldest closed one makes room, then an approved, then one nobody touched."""
        own = HelpdeskCaseRow.organisation_id == self._organisation
        if (
            session.scalar(select(func.count()).select_from(HelpdeskCaseRow).where(own)) or 0
        ) < self._most_cases:
            return True
        for state in ("closed", "approved", "open"):
            query = select(HelpdeskCaseRow).where(own, HelpdeskCaseRow.state == state)
            if state == "open":
                query = query.where(HelpdeskCaseRow.handed_over.is_(False))
            oldest = session.scalar(
                query.order_by(HelpdeskCaseRow.last_asked_at, HelpdeskCaseRow.id).limit(1)
            )
            if oldest is not None:
                session.execute(delete(HelpdeskQuestionRow).where(HelpdeskQuestionRow.case_id == oldest.id))
                session.add(
                    self._cases.step(oldest.id, oldest.version, PROGRAM, "removed", "条数已满", None, now)
                )
                session.delete(oldest)
                session.flush()
                return True
        return False
