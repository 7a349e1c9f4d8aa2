"""Talks in the database: read as plain records, written turn by turn in one transaction each."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, sessionmaker

from assistant.errors import ConversationNotFoundError
from assistant.store.tables import ConversationRow, Enterprise, LedgerRow, MessageRow, Organisation
from assistant.store.talk_records import FIRM_FIELDS, Talk, Turn
from assistant.store.talk_tables import StrandRow, TalkFileRow, TurnRow
from assistant.store.talk_writing import write_turn

__all__ = ["DEFAULT_ORGANISATION", "FIRM_FIELDS", "Conversations", "Talk", "Turn"]

DEFAULT_ORGANISATION = "default"


class Conversations:
    """The store of talks of one organisation."""

    def __init__(self, sessions: sessionmaker[Session], organisation: str = DEFAULT_ORGANISATION) -> None:
        self._sessions = sessions
        self._organisation = organisation

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Sessions of the database that the talks are in."""
        return self._sessions

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
        strand = StrandRow(
            conversation_id=talk.id,
            number=1,
            enterprise_id=enterprise.id,
            scheme=scheme,
            pending=None,
            aside=[],
            returned=[],
            asked=[],
            active=True,
        )
        with self._sessions.begin() as session:
            session.add(enterprise)
            session.flush()
            session.add(talk)
            session.flush()
            session.add(strand)
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

    def load(self, talk_id: str, last: int | None = None) -> Talk:
        """The talk of an id, in the strand that is talked about now.

        Args:
            talk_id: which talk.
            last: how many of the latest messages are wanted; all when not given.

        Raises:
            ConversationNotFoundError: there is none.
        """
        with self._sessions() as session:
            role = self._role(session, talk_id)
            strands = _strands(session, talk_id, role)
            messages = _messages(session, talk_id, last) if last != 0 else ()
        active = next(strand for strand, is_active in strands if is_active)
        others = tuple(strand for strand, is_active in strands if not is_active)
        return replace(active, messages=messages, others=others)

    def write(self, talk_id: str, turn: Turn) -> None:
        """One turn, in one transaction.

        Raises:
            ConversationNotFoundError: there is no such talk.
            InputError: a proposal to decide on is not waiting; nothing is written.
            IntegrityError: another program has written a turn meanwhile; nothing is written.
        """
        with self._sessions.begin() as session:
            self._role(session, talk_id)
            write_turn(session, talk_id, turn)

    def written(self, talk_id: str, key: str) -> tuple[str, dict[str, Any]] | None:
        """What was said under a key and the reply that was given; None for a key that is new."""
        with self._sessions() as session:
            row = session.get(TurnRow, (talk_id, key))
            return None if row is None else (row.sha256, row.reply)

    def _role(self, session: Session, talk_id: str) -> str:
        query = select(ConversationRow.role).where(
            ConversationRow.id == talk_id, ConversationRow.organisation_id == self._organisation
        )
        role = session.scalar(query) if isinstance(talk_id, str) else None
        if role is None:
            raise ConversationNotFoundError(f"没有编号为“{str(talk_id)[:40]}”的对话")
        return role


def _strands(session: Session, talk_id: str, role: str) -> list[tuple[Talk, bool]]:
    rows = session.execute(
        select(StrandRow.__table__, *(getattr(Enterprise, name) for name in FIRM_FIELDS))
        .join(Enterprise, Enterprise.id == StrandRow.enterprise_id)
        .where(StrandRow.conversation_id == talk_id)
        .order_by(StrandRow.number)
    ).all()
    ledger: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    entries = session.execute(select(LedgerRow.__table__).where(LedgerRow.conversation_id == talk_id)).all()
    for row in sorted(entries, key=lambda row: int(row.key[1:])):
        ledger[row.enterprise_id, row.scheme].append(_entry(row))
    files: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in session.execute(
        select(TalkFileRow.__table__)
        .where(TalkFileRow.conversation_id == talk_id)
        .order_by(TalkFileRow.received_at)
    ):
        files[row.enterprise_id, row.scheme].append(_file(row))
    return [
        (
            Talk(
                id=talk_id,
                scheme=row.scheme,
                role=role,
                pending=row.pending,
                skipped=tuple(row.aside),
                firm={name: getattr(row, name) for name in FIRM_FIELDS},
                messages=(),
                ledger=tuple(ledger[row.enterprise_id, row.scheme or ""]),
                number=row.number,
                enterprise=row.enterprise_id,
                returned=tuple(row.returned),
                asked=tuple(row.asked),
                next_key=len(entries) + 1,
                files=tuple(files[row.enterprise_id, row.scheme or ""]),
            ),
            bool(row.active),
        )
        for row in rows
    ]


def _messages(session: Session, talk_id: str, last: int | None) -> tuple[dict[str, Any], ...]:
    query = (
        select(MessageRow.__table__)
        .where(MessageRow.conversation_id == talk_id)
        .order_by(MessageRow.place.desc())
    )
    rows = session.execute(query if last is None else query.limit(last)).all()
    return tuple(_message(row) for row in reversed(rows))


def _message(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "role": row.role,
        "text": row.text,
        "kind": row.kind,
        "citations": row.citations,
        "proposed": row.proposed,
        "created_at": row.created_at.isoformat(),
    }


def _entry(row: Row[Any]) -> dict[str, Any]:
    return {
        "key": row.key,
        "item": row.item,
        "state": row.state,
        "proposal": row.proposal,
        "source": row.source,
        "created_at": row.created_at.isoformat(),
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
    }


def _file(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "sha256", "name", "kind", "size", "pages")
    return {name: getattr(row, name) for name in names} | {"received_at": row.received_at.isoformat()}


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return str(uuid.uuid4())
