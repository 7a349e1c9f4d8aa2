"""Tables of the firms that are looked after: who they are, what is known of them, states that were kept, talks about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables import Base


class FirmRow(Base):
    """A firm with the schemes that it is looked after under."""

    __tablename__ = "firms"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    region: Mapped[str | None] = mapped_column(String(100))
    industry: Mapped[str | None] = mapped_column(String(100))
    schemes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each with scheme and target; null is the grade above, or to pass."""
    revision: Mapped[int]
    """Counted up by every change, so that two people do not write over each other."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class FirmFactRow(Base):
    """A fact as it was entered or proposed and what became of it; nothing is ever overwritten."""

    __tablename__ = "firm_ledger"

    firm_id: Mapped[str] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Order within the firm, from 1."""
    scheme: Mapped[str] = mapped_column(String(100))
    item: Mapped[str] = mapped_column(String(200))
    """1.05; 0.运输方式, 0.unit (what the unit is), 0.indicators.ID, events.bribery."""
    fact: Mapped[Any] = mapped_column(JSON(none_as_null=False))
    """As a request carries it; null: nothing is known any more."""
    state: Mapped[str] = mapped_column(String(20))
    """proposed, confirmed, rejected or replaced."""
    origin: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Where it comes from: kind, and scheme, conversation, quote or the like."""
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (Index("firm_ledger_states", "firm_id", "state"),)


class FirmStateRow(Base):
    """What was known of a firm at a time, under a name, to compare with later."""

    __tablename__ = "firm_states"

    firm_id: Mapped[str] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Scheme → facts as in a request."""
    packs: Mapped[dict[str, str]] = mapped_column(JSON)
    """Scheme → digest of the rules of that day."""
    saved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class FirmTalkRow(Base):
    """A talk about a firm."""

    __tablename__ = "firm_talks"

    firm_id: Mapped[str] = mapped_column(ForeignKey("firms.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    attached_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
