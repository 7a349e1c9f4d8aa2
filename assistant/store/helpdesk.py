"""Cases in the database: each step in one transaction, with who took it, refused when somebody was faster."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from assistant.errors import HelpdeskCaseNotFoundError, HelpdeskConflictError, InputError
from assistant.helpdesk.cases import Case, Draft, Question
from assistant.helpdesk.states import STATES, Action, State, moved
from assistant.store.conversations import DEFAULT_ORGANISATION
from assistant.store.helpdesk_rows import case_of, question_of, step_of
from assistant.store.helpdesk_tables import HelpdeskCaseRow, HelpdeskQuestionRow, HelpdeskTrailRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are looked for; None and empty: all."""

    state: State | None = None
    reason: str | None = None
    place: str | None = None
    handed_over: bool | None = None
    words: str = ""
    """Stand in the first question."""


class HelpdeskCases:
    """The cases of one organisation."""

    def __init__(self, sessions: sessionmaker[Session], organisation: str = DEFAULT_ORGANISATION) -> None:
        self._sessions = sessions
        self._organisation = organisation

    def listed(self, wanted: Wanted, limit: int = 50, offset: int = 0) -> tuple[int, tuple[Case, ...]]:
        """How many cases are wanted, and those of a page: handed over first, then the most asked, then the latest."""
        where = self._where(wanted)
        order = (
            HelpdeskCaseRow.handed_over.desc(),
            HelpdeskCaseRow.asked.desc(),
            HelpdeskCaseRow.last_asked_at.desc(),
            HelpdeskCaseRow.id,
        )
        with self._sessions() as session:
            count = session.scalar(select(func.count()).select_from(HelpdeskCaseRow).where(*where)) or 0
            rows = session.scalars(
                select(HelpdeskCaseRow).where(*where).order_by(*order).limit(limit).offset(offset)
            )
            return count, tuple(case_of(row) for row in rows)

    def counts(self) -> dict[str, int]:
        """State → how many cases, all states."""
        query = (
            select(HelpdeskCaseRow.state, func.count())
            .where(HelpdeskCaseRow.organisation_id == self._organisation)
            .group_by(HelpdeskCaseRow.state)
        )
        with self._sessions() as session:
            found = {state: int(many) for state, many in session.execute(query)}
        return {state: found.get(state, 0) for state in STATES}

    def places(self) -> tuple[str, ...]:
        """The places that cases come from."""
        query = select(HelpdeskCaseRow.place).where(
            HelpdeskCaseRow.organisation_id == self._organisation, HelpdeskCaseRow.place.is_not(None)
        )
        with self._sessions() as session:
            return tuple(sorted({str(place) for place in session.scalars(query.distinct())}))

    def load(self, case_id: str) -> Case:
        """The case of an id.

        Raises:
            HelpdeskCaseNotFoundError: there is none.
        """
        with self._sessions() as session:
            return case_of(self.row(session, case_id))

    def questions(self, case_id: str) -> tuple[Question, ...]:
        """The questions of a case, oldest first."""
        query = (
            select(HelpdeskQuestionRow)
            .where(
                HelpdeskQuestionRow.case_id == case_id,
                HelpdeskQuestionRow.organisation_id == self._organisation,
            )
            .order_by(HelpdeskQuestionRow.created_at, HelpdeskQuestionRow.id)
        )
        with self._sessions() as session:
            return tuple(question_of(row) for row in session.scalars(query))

    def trail(self, case_id: str) -> list[dict[str, Any]]:
        """What was done to a case, oldest first."""
        query = (
            select(HelpdeskTrailRow)
            .where(
                HelpdeskTrailRow.case_id == case_id, HelpdeskTrailRow.organisation_id == self._organisation
            )
            .order_by(HelpdeskTrailRow.id)
        )
        with self._sessions() as session:
            return [step_of(row) for row in session.scalars(query)]

    def take_step(
        self,
        case: Case,
        version: int,
        action: Action,
        by: str,
        remark: str = "",
        *,
        draft: Draft | None = None,
        drafted_by: str | None = None,
        approved_sha256: str | None = None,
        answer_id: str | None = None,
    ) -> Case:
        """The case after a step. What approved it is forgotten by every step that leaves it unapproved.

        Raises:
            InputError: the step cannot be taken from its state.
            HelpdeskConflictError: its version is not the one given any more.
        """
        if case.version != version:
            raise self._conflict(case.id, version)
        after = moved(case.state, action)
        now = datetime.now(UTC)
        values: dict[str, Any] = {
            "state": after,
            "version": version + 1,
            "updated_at": now,
            "remark": remark if action in ("send_back", "close", "recheck") else "",
            "approved_sha256": approved_sha256 if action == "approve" else None,
        }
        if action == "close":
            del values["approved_sha256"]
        if draft is not None:
            values |= {"draft": draft.as_json(), "drafted_by": drafted_by}
        if answer_id is not None:
            values["answer_id"] = answer_id
        with self._sessions.begin() as session:
            # The write comes first: whoever holds the lock sees the latest version, and only one finds his own.
            changed = session.execute(
                update(HelpdeskCaseRow)
                .where(self._is(case.id), HelpdeskCaseRow.version == version)
                .values(**values)
            )
            if changed.rowcount != 1:  # type: ignore[attr-defined]
                raise self._conflict(case.id, version)
            kept = draft or (case.draft if action == "approve" else None)
            session.add(
                self.step(case.id, version + 1, by, action, remark, kept.as_json() if kept else None, now)
            )
            return case_of(self.row(session, case.id))

    def set_answer(self, case: Case, answer_id: str) -> Case:
        """The case with the approved answer that came of it."""
        with self._sessions.begin() as session:
            session.execute(update(HelpdeskCaseRow).where(self._is(case.id)).values(answer_id=answer_id))
            return case_of(self.row(session, case.id))

    # --- parts that those who receive questions use too ---

    def row(self, session: Session, case_id: str) -> HelpdeskCaseRow:
        """The row of a case.

        Raises:
            HelpdeskCaseNotFoundError: there is none.
        """
        row = session.get(HelpdeskCaseRow, case_id) if isinstance(case_id, str) else None
        if row is None or row.organisation_id != self._organisation:
            raise HelpdeskCaseNotFoundError(f"没有编号为“{str(case_id)[:40]}”的待办")
        return row

    def step(
        self,
        case_id: str,
        version: int,
        by: str,
        what: str,
        remark: str,
        draft: Mapping[str, Any] | None,
        at: datetime,
    ) -> HelpdeskTrailRow:
        """A row of the trail."""
        return HelpdeskTrailRow(
            organisation_id=self._organisation,
            case_id=case_id,
            version=version,
            at=at,
            by=by,
            what=what,
            remark=remark,
            draft=dict(draft) if draft is not None else None,
        )

    def move_questions(self, case: Case, version: int, by: str, question_ids: list[str], bucket: str) -> Case:
        """A new case of some questions of a case, which keeps the others.

        Raises:
            InputError: they are not its questions, or are all of them.
            HelpdeskConflictError: its version is not the one given any more.
        """
        if case.version != version:
            raise self._conflict(case.id, version)
        own = {question.id: question for question in self.questions(case.id)}
        chosen = [own[name] for name in question_ids if name in own]
        if not chosen or len(chosen) != len(question_ids):
            raise InputError("questions：其中有不属于这一条的问题；请从这一条的问法里选")
        if len(chosen) == len(own):
            raise InputError("questions：选了全部问法，没有什么可以分出；请至少留下一个")
        now = datetime.now(UTC)
        first = chosen[0].received
        fresh = HelpdeskCaseRow(
            id=str(uuid.uuid4()), organisation_id=self._organisation, state="open", version=1, bucket=bucket,
            question=first.text, place=first.place, industry=first.industry, reason=first.reason,
            asked=len(chosen), handed_over=any(q.received.handed_over for q in chosen), remark="", draft=None,
            drafted_by=None, approved_sha256=None, answer_id=None, created_at=now, updated_at=now,
            last_asked_at=datetime.fromisoformat(chosen[-1].at),
        )  # fmt: skip
        with self._sessions.begin() as session:
            changed = session.execute(
                update(HelpdeskCaseRow)
                .where(self._is(case.id), HelpdeskCaseRow.version == version)
                .values(version=version + 1, asked=HelpdeskCaseRow.asked - len(chosen), updated_at=now)
            )
            if changed.rowcount != 1:  # type: ignore[attr-defined]
                raise self._conflict(case.id, version)
            session.add(fresh)
            session.flush()
            session.execute(
                update(HelpdeskQuestionRow)
                .where(HelpdeskQuestionRow.id.in_(question_ids))
                .values(case_id=fresh.id)
            )
            told = f"分出 {len(chosen)} 个问法"
            session.add(self.step(case.id, version + 1, by, "split", told, None, now))
            session.add(self.step(fresh.id, 1, by, "split", f"从 {case.id} 分出", None, now))
            return case_of(fresh)

    def _is(self, case_id: str) -> ColumnElement[bool]:
        return (HelpdeskCaseRow.id == case_id) & (HelpdeskCaseRow.organisation_id == self._organisation)

    def _where(self, wanted: Wanted) -> list[ColumnElement[bool]]:
        where = [HelpdeskCaseRow.organisation_id == self._organisation]
        for name in ("state", "reason", "place", "handed_over"):
            if (value := getattr(wanted, name)) is not None:
                where.append(getattr(HelpdeskCaseRow, name) == value)
        if wanted.words:
            where.append(HelpdeskCaseRow.question.contains(wanted.words, autoescape=True))
        return where

    def _conflict(self, case_id: str, version: int) -> HelpdeskConflictError:
        last = self.trail(case_id)[-1:]
        who = (
            f"{last[0]['by']}于{last[0]['at'][:16].replace('T', ' ')}（UTC）{last[0]['what_label']}"
            if last
            else "别人"
        )
        now = self.load(case_id).version
        return HelpdeskConflictError(f"您看到的是第{version}版，这一条现在是第{now}版：{who}")
