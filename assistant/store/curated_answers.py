"""Approved answers in the database: each change in one transaction, with who made it and why."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from assistant.curated.answers import Basis, CuratedAnswer, State
from assistant.errors import CuratedAnswerNotFoundError
from assistant.store.conversations import DEFAULT_ORGANISATION
from assistant.store.tables import CuratedRow

Revision = tuple[int, datetime | None]


class CuratedAnswers:
    """The approved answers of one organisation."""

    def __init__(self, sessions: sessionmaker[Session], organisation: str = DEFAULT_ORGANISATION) -> None:
        self._sessions = sessions
        self._organisation = organisation

    def revision(self) -> Revision:
        """Differs from an earlier one when anything has changed since, by any program."""
        query = select(func.count(), func.max(CuratedRow.updated_at)).where(
            CuratedRow.organisation_id == self._organisation
        )
        with self._sessions() as session:
            count, latest = session.execute(query).one()
        return int(count), latest

    def listed(self, state: State | None = None) -> tuple[CuratedAnswer, ...]:
        """All answers, or those of a state, oldest first."""
        query = select(CuratedRow).where(CuratedRow.organisation_id == self._organisation)
        if state is not None:
            query = query.where(CuratedRow.state == state)
        with self._sessions() as session:
            rows = session.scalars(query.order_by(CuratedRow.approved_at, CuratedRow.id))
            return tuple(_answer(row) for row in rows)

    def load(self, answer_id: str) -> CuratedAnswer:
        """The answer of an id.

        Raises:
            CuratedAnswerNotFoundError: there is none.
        """
        with self._sessions() as session:
            return _answer(self._row(session, answer_id))

    def add(self, answers: Sequence[CuratedAnswer]) -> tuple[CuratedAnswer, ...]:
        """New answers, all or none; with their ids and times."""
        now = datetime.now(UTC)
        rows = [
            CuratedRow(
                id=str(uuid.uuid4()),
                organisation_id=self._organisation,
                forms=list(answer.forms),
                answer=answer.text,
                basis=[basis.as_json() for basis in answer.basis],
                place=answer.place,
                state="approved",
                reason="",
                approved_by=answer.approved_by,
                approved_at=now,
                holds_from=answer.holds_from,
                holds_until=answer.holds_until,
                history=[_event(now, answer.approved_by, "approved", "")],
                updated_at=now,
            )
            for answer in answers
        ]
        with self._sessions.begin() as session:
            session.add_all(rows)
        return tuple(_answer(row) for row in rows)

    def move(self, answer_id: str, state: State, by: str, reason: str) -> CuratedAnswer:
        """The answer in another state.

        Raises:
            CuratedAnswerNotFoundError: there is none.
        """
        now = datetime.now(UTC)
        with self._sessions.begin() as session:
            row = self._row(session, answer_id)
            row.state, row.reason, row.updated_at = state, reason, now
            row.history = [*row.history, _event(now, by, state, reason)]
            return _answer(row)

    def approve_again(self, answer: CuratedAnswer, by: str) -> CuratedAnswer:
        """The answer as it is given here, approved today.

        Raises:
            CuratedAnswerNotFoundError: there is none of its id.
        """
        now = datetime.now(UTC)
        with self._sessions.begin() as session:
            row = self._row(session, answer.id)
            row.forms, row.answer, row.place = list(answer.forms), answer.text, answer.place
            row.basis = [basis.as_json() for basis in answer.basis]
            row.holds_from, row.holds_until = answer.holds_from, answer.holds_until
            row.state, row.reason, row.approved_by = "approved", "", by
            row.approved_at, row.updated_at = now, now
            row.history = [*row.history, _event(now, by, "approved", "")]
            return _answer(row)

    def _row(self, session: Session, answer_id: str) -> CuratedRow:
        row = session.get(CuratedRow, answer_id) if isinstance(answer_id, str) else None
        if row is None or row.organisation_id != self._organisation:
            raise CuratedAnswerNotFoundError(f"没有编号为“{str(answer_id)[:40]}”的审定答案")
        return row


def _event(at: datetime, by: str, what: str, reason: str) -> dict[str, str]:
    return {"at": at.isoformat(), "by": by, "what": what, "reason": reason}


def _answer(row: CuratedRow) -> CuratedAnswer:
    found = CuratedAnswer(
        id=row.id,
        forms=tuple(row.forms),
        text=row.answer,
        basis=tuple(Basis(**entry) for entry in row.basis),
        place=row.place,
        state=cast(State, row.state),
        reason=row.reason,
        approved_by=row.approved_by,
        approved_at=row.approved_at.isoformat(),
        holds_from=row.holds_from,
        holds_until=row.holds_until,
    )
    return replace(found, history=tuple(row.history))
