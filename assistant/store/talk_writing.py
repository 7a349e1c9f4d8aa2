"""Writes one turn of a talk: whole or not at all, within the transaction it is given."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.errors import InputError
from assistant.store.tables import ConversationRow, Enterprise, LedgerRow, MessageRow
from assistant.store.talk_records import Turn
from assistant.store.talk_tables import StrandRow, TalkFileRow, TurnRow


def write_turn(session: Session, talk_id: str, turn: Turn) -> None:
    """Apply a turn to a talk that exists.

    Raises:
        InputError: a proposal to decide on is not waiting.
    """
    now = datetime.now(UTC)
    talk = session.get_one(ConversationRow, talk_id)
    strand = _taken_up(session, talk, turn, now)
    _decide(session, strand, turn, now)
    firm = session.get_one(Enterprise, strand.enterprise_id)
    for name, value in turn.firm.items():
        setattr(firm, name, value)
    strand.scheme = turn.scheme or strand.scheme
    strand.pending = turn.pending
    for column in ("aside", "returned", "asked"):
        if (items := getattr(turn, column)) is not None:
            setattr(strand, column, list(items))
    # What a list of talks shows is the strand that is talked about.
    talk.enterprise_id, talk.scheme, talk.pending = strand.enterprise_id, strand.scheme, strand.pending
    talk.skipped, talk.updated_at = list(strand.aside), now
    owner = {
        "organisation_id": talk.organisation_id,
        "enterprise_id": strand.enterprise_id,
        "conversation_id": talk.id,
    }
    _add_proposals(session, owner, strand.scheme or "", turn, now)
    _add_messages(session, owner, turn, now)
    if turn.file is not None:
        session.add(TalkFileRow(**owner, **turn.file, scheme=strand.scheme or "", received_at=now))
    if turn.key is not None:
        reply = {"reply": turn.reply, "kind": turn.kind, "citations": list(turn.citations)}
        session.add(
            TurnRow(conversation_id=talk.id, key=turn.key, sha256=turn.sha256, reply=reply, created_at=now)
        )


def _taken_up(session: Session, talk: ConversationRow, turn: Turn, now: datetime) -> StrandRow:
    """The strand that the turn concerns, from now on the active one."""
    strands = session.scalars(select(StrandRow).where(StrandRow.conversation_id == talk.id)).all()
    active = next(strand for strand in strands if strand.active)
    if turn.opens is not None:
        enterprise = active.enterprise_id
        if turn.opens == "firm":
            enterprise = str(uuid.uuid4())
            session.add(Enterprise(id=enterprise, organisation_id=talk.organisation_id, created_at=now))
            session.flush()
        chosen = StrandRow(
            conversation_id=talk.id,
            number=max(strand.number for strand in strands) + 1,
            enterprise_id=enterprise,
            scheme=turn.scheme,
            pending=None,
            aside=[],
            returned=[],
            asked=[],
            active=True,
        )
        session.add(chosen)
    else:
        wanted = turn.turn_to or active.number
        chosen = next(strand for strand in strands if strand.number == wanted)
    for strand in strands:
        strand.active = strand is chosen
    chosen.active = True
    return chosen


def _add_proposals(session: Session, owner: dict[str, str], scheme: str, turn: Turn, now: datetime) -> None:
    for proposal in turn.proposals:
        session.add(
            LedgerRow(
                id=str(uuid.uuid4()),
                **owner,
                scheme=scheme,
                key=proposal["id"],
                item=proposal["item"],
                proposal=dict(proposal),
                state="proposed",
                source=proposal.get("source", "declared"),
                created_at=now,
                decided_at=None,
            )
        )


def _add_messages(session: Session, owner: dict[str, str], turn: Turn, now: datetime) -> None:
    latest = select(func.max(MessageRow.place)).where(MessageRow.conversation_id == owner["conversation_id"])
    place = session.scalar(latest) or 0
    said: list[tuple[str, str, str | None, Sequence[dict[str, Any]], Sequence[dict[str, Any]]]] = []
    if turn.user_text is not None:
        said.append(("user", turn.user_text, None, (), ()))
    if turn.reply:
        said.append(("assistant", turn.reply, turn.kind, turn.citations, turn.proposals))
    for offset, (role, text, kind, citations, proposed) in enumerate(said, 1):
        session.add(
            MessageRow(
                id=str(uuid.uuid4()),
                **owner,
                place=place + offset,
                role=role,
                text=text,
                kind=kind,
                citations=list(citations),
                proposed=list(proposed),
                created_at=now,
            )
        )


def _decide(session: Session, strand: StrandRow, turn: Turn, now: datetime) -> None:
    if not turn.accept and not turn.reject:
        return
    rows = session.scalars(
        select(LedgerRow).where(
            LedgerRow.conversation_id == strand.conversation_id,
            LedgerRow.state.in_(("proposed", "confirmed")),
        )
    ).all()
    waiting = {row.key: row for row in rows if row.state == "proposed"}
    unknown = [key for key in (*turn.accept, *turn.reject) if key not in waiting]
    if unknown:
        allowed = "、".join(waiting) or "没有"
        raise InputError(f"没有等待确认的“{'、'.join(unknown)}”；现在等待确认的是：{allowed}")
    for key in turn.reject:
        waiting[key].state, waiting[key].decided_at = "rejected", now
    for key in turn.accept:
        row = waiting[key]
        for older in rows:
            one = (older.item, older.enterprise_id, older.scheme) == (row.item, row.enterprise_id, row.scheme)
            if one and older.state == "confirmed":
                older.state, older.decided_at = "replaced", now
        row.state, row.decided_at = "confirmed", now
