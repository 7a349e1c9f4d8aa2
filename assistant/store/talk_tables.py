"""Tables of talks beside their messages: the strands of a talk, its turns by the caller's key, the files given as proof."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables import Base


class StrandRow(Base):
    """One enterprise under one scheme within a talk; a talk may have several and turns to one at a time."""

    __tablename__ = "talk_strands"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Order in which they came up, from 1."""
    enterprise_id: Mapped[str] = mapped_column(ForeignKey("enterprises.id"), index=True)
    scheme: Mapped[str | None] = mapped_column(String(100))
    pending: Mapped[str | None] = mapped_column(String(100))
    """The item that was asked about last."""
    aside: Mapped[list[str]] = mapped_column(JSON)
    """Items that were put aside."""
    returned: Mapped[list[str]] = mapped_column(JSON)
    """Of those, the ones that have come back by themselves."""
    asked: Mapped[list[str]] = mapped_column(JSON)
    """Fields of the enterprise that were asked for."""
    active: Mapped[bool]
    """The one that is talked about now."""


class TurnRow(Base):
    """A turn that the caller named by a key, with its reply, so that asking again repeats nothing."""

    __tablename__ = "talk_turns"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    """Of what was said."""
    reply: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Words, kind and citations as they were sent back."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class TalkFileRow(Base):
    """A file that was given as proof; its words are kept only where a fact quotes them."""

    __tablename__ = "talk_files"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    enterprise_id: Mapped[str] = mapped_column(ForeignKey("enterprises.id"), index=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    pages: Mapped[int | None]
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        Index(
            "talk_files_once",
            "conversation_id",
            "enterprise_id",
            "scheme",
            "sha256",
            unique=True,
        ),
    )
