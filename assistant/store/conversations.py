"""Talks in the database: read as plain records, written turn by turn in one transaction each."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from assistant.errors import ConversationNotFoundError, InputError
from assistant.store.tables import ConversationRow, Enterprise, LedgerRow, MessageRow, Organisation

DEFAULT_ORGANISATION = "default"
FIRM_FIELDS = ("name", "region", "industry", "current", "target")


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it stands: the firm, the messages, the ledger."""

    id: str
    scheme: str | None
    role: str
    pending: str | None
    skipped: tuple[str, ...]
    firm: Mapping[str, str | None]
    messages: tuple[dict[str, Any], ...]
    ledger: tuple[dict[str, Any], ...]
    """All entries in order; each has key, item, state, proposal, source."""

    @property
    def proposed(self) -> tuple[dict[str, Any], ...]:
        """Entries that wait for a yes."""
        return tuple(entry for entry in self.ledger if entry["state"] == "proposed")

    @property
    def confirmed(self) -> tuple[dict[str, Any], ...]:
        """Entries that count."""
        return tuple(entry for entry in self.ledger if entry["state"] == "confirmed")


@dataclass(slots=True)
class Turn:
    """What one turn changes; written whole or not at all."""

    user_text: str | None = None
    reply: str = ""
    kind: str = "chat"
    citations: Sequence[dict[str, Any]] = ()
    proposals: Sequence[dict[str, Any]] = ()
    accept: Sequence[str] = ()
    reject: Sequence[str] = ()
    firm: Mapping[str, str] = field(default_factory=dict)
    scheme: str | None = None
    pending: str | None = None
    skip: str | None = None


class Conversations:
    """The store of talks of one organisation."""

    def __init__(self, sessions: sessionmaker[Session], organisation: str = DEFAULT_ORGANISATION) -> None:
        self._sessions = sessions
        self._organisation = organisation

    def ensure_organisation(self) -> None:
        """Make the organisation's row on first use."""
        with self._sessions.begin() as session:
            if session.get(Organisation, self._organisation) is None:
                session.add(Organisation(id=self._organisation, name="默认组织", created_at=_now()))

    def start(self, scheme: str | None, role: str, firm: Mapping[str, str | None]) -> str:
        """A new talk about a new enterprise; its id."""
        now = _now()
        enterprise = Enterprise(
            id=_new_id(),
            organisation_id=self._organisation,
            created_at=now,
            **{f: firm.get(f) for f in FIRM_FIELDS},
        )
        talk = ConversationRow(
            id=_new_id(),
            organisation_id=self._organisation,
            enterprise_id=enterprise.id,
            scheme=scheme,
            role=role,
            pending=None,
            skipped=[],
            created_at=now,
            updated_at=now,
        )
        with self._sessions.begin() as session:
            session.add(enterprise)
            session.flush()
            session.add(talk)
        return talk.id

    def listed(self, limit: int = 50) -> list[dict[str, Any]]:
        """The latest talks, newest first."""
        query = (
            select(ConversationRow, Enterprise)
            .join(Enterprise, Enterprise.id == ConversationRow.enterprise_id)
            .where(ConversationRow.organisation_id == self._organisation)
            .order_by(ConversationRow.updated_at.desc())
            .limit(limit)
        )
        with self._sessions() as session:
            return [
                {
                    "id": talk.id,
                    "scheme": talk.scheme,
                    "role": talk.role,
                    "enterprise": {name: getattr(firm, name) for name in FIRM_FIELDS},
                    "updated_at": talk.updated_at.isoformat(),
                }
                for talk, firm in session.execute(query)
            ]

    def load(self, talk_id: str) -> Talk:
        """The talk of an id.

        Raises:
            ConversationNotFoundError: there is none.
        """
        with self._sessions() as session:
            talk = self._row(session, talk_id)
            firm = session.get_one(Enterprise, talk.enterprise_id)
            messages = session.scalars(
                select(MessageRow).where(MessageRow.conversation_id == talk.id).order_by(MessageRow.place)
            )
            entries = session.scalars(
                select(LedgerRow)
                .where(LedgerRow.conversation_id == talk.id)
                .order_by(LedgerRow.created_at, LedgerRow.key)
            )
            return Talk(
                id=talk.id,
                scheme=talk.scheme,
                role=talk.role,
                pending=talk.pending,
                skipped=tuple(talk.skipped),
                firm={name: getattr(firm, name) for name in FIRM_FIELDS},
                messages=tuple(_message(row) for row in messages),
                ledger=tuple(sorted((_entry(row) for row in entries), key=lambda e: int(e["key"][1:]))),
            )

    def write(self, talk_id: str, turn: Turn) -> None:
        """One turn, in one transaction.

        Raises:
            ConversationNotFoundError: there is no such talk.
            InputError: a proposal to decide on is not waiting; nothing is written.
        """
        now = _now()
        with self._sessions.begin() as session:
            talk = self._row(session, talk_id)
            owner = {"organisation_id": talk.organisation_id, "enterprise_id": talk.enterprise_id}
            self._decide(session, talk, turn, now)
            for proposal in turn.proposals:
                session.add(
                    LedgerRow(
                        id=_new_id(),
                        **owner,
                        conversation_id=talk.id,
                        scheme=turn.scheme or talk.scheme or "",
                        key=proposal["id"],
                        item=proposal["item"],
                        proposal=dict(proposal),
                        state="proposed",
                        source="declared",
                        created_at=now,
                        decided_at=None,
                    )
                )
            place = (
                session.scalar(
                    select(func.max(MessageRow.place)).where(MessageRow.conversation_id == talk.id)
                )
                or 0
            )
            said: list[tuple[str, str, str | None, Sequence[dict[str, Any]], Sequence[dict[str, Any]]]] = []
            if turn.user_text is not None:
                said.append(("user", turn.user_text, None, (), ()))
            if turn.reply:
                said.append(("assistant", turn.reply, turn.kind, turn.citations, turn.proposals))
            for offset, (role, text, kind, citations, proposed) in enumerate(said, 1):
                session.add(
                    MessageRow(
                        id=_new_id(),
                        **owner,
                        conversation_id=talk.id,
                        place=place + offset,
                        role=role,
                        text=text,
                        kind=kind,
                        citations=list(citations),
                        proposed=list(proposed),
                        created_at=now,
                    )
                )
            firm = session.get_one(Enterprise, talk.enterprise_id)
            for name, value in turn.firm.items():
                setattr(firm, name, value)
            if turn.scheme is not None:
                talk.scheme = turn.scheme
            if turn.skip is not None:
                talk.skipped = [*talk.skipped, turn.skip]
            talk.pending = turn.pending
            talk.updated_at = now

    def _decide(self, session: Session, talk: ConversationRow, turn: Turn, now: datetime) -> None:
        waiting = {
            row.key: row
            for row in session.scalars(
                select(LedgerRow).where(LedgerRow.conversation_id == talk.id, LedgerRow.state == "proposed")
            )
        }
        unknown = [key for key in (*turn.accept, *turn.reject) if key not in waiting]
        if unknown:
            allowed = "、".join(waiting) or "没有"
            raise InputError(f"没有等待确认的“{'、'.join(unknown)}”；现在等待确认的是：{allowed}")
        for key in turn.reject:
            waiting[key].state, waiting[key].decided_at = "rejected", now
        for key in turn.accept:
            row = waiting[key]
            for older in session.scalars(
                select(LedgerRow).where(
                    LedgerRow.conversation_id == talk.id,
                    LedgerRow.item == row.item,
                    LedgerRow.state == "confirmed",
                )
            ):
                older.state, older.decided_at = "replaced", now
            row.state, row.decided_at = "confirmed", now

    def _row(self, session: Session, talk_id: str) -> ConversationRow:
        row = session.get(ConversationRow, talk_id) if isinstance(talk_id, str) else None
        if row is None or row.organisation_id != self._organisation:
            raise ConversationNotFoundError(f"没有编号为“{str(talk_id)[:40]}”的对话")
        return row


def _message(row: MessageRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "role": row.role,
        "text": row.text,
        "kind": row.kind,
        "citations": row.citations,
        "proposed": row.proposed,
        "created_at": row.created_at.isoformat(),
    }


def _entry(row: LedgerRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "item": row.item,
        "state": row.state,
        "proposal": row.proposal,
        "source": row.source,
        "created_at": row.created_at.isoformat(),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
    }


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return str(uuid.uuid4())
