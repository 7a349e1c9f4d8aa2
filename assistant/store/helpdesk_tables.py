"""The tables of the helpdesk: cases, their questions, what was done to them, what was asked at all."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.tables import Base


class HelpdeskCaseRow(Base):
    """Questions that one answer serves, and the draft of that answer."""

    __tablename__ = "helpdesk_cases"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[int] = mapped_column(Integer)
    bucket: Mapped[str] = mapped_column(String(32), index=True)
    """Equal for questions that can be one group."""
    question: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(String(100))
    industry: Mapped[str | None] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(20))
    asked: Mapped[int] = mapped_column(Integer)
    handed_over: Mapped[bool] = mapped_column(Boolean)
    remark: Mapped[str] = mapped_column(Text)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    drafted_by: Mapped[str | None] = mapped_column(String(100))
    approved_sha256: Mapped[str | None] = mapped_column(String(64))
    answer_id: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)


class HelpdeskQuestionRow(Base):
    """One question of a case, as it was asked."""

    __tablename__ = "helpdesk_questions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("helpdesk_cases.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(String(100))
    industry: Mapped[str | None] = mapped_column(String(100))
    as_of: Mapped[date] = mapped_column(Date)
    role: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    near: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    channel: Mapped[str] = mapped_column(String(20))
    talk_id: Mapped[str | None] = mapped_column(String(36), index=True)
    context: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    answer: Mapped[str] = mapped_column(Text)
    handed_over: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class HelpdeskTrailRow(Base):
    """One step of a case; never changed, and kept when the case is gone."""

    __tablename__ = "helpdesk_trail"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    case_id: Mapped[str] = mapped_column(String(36), index=True)
    version: Mapped[int] = mapped_column(Integer)
    """Of the case after the step."""
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(20))
    remark: Mapped[str] = mapped_column(Text)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """The draft as the step left it, where the step wrote or approved one."""


class HelpdeskAskedRow(Base):
    """Any question that was asked, answered or not: what the figures are counted from."""

    __tablename__ = "helpdesk_asked"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    text: Mapped[str] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(100))
    industry: Mapped[str | None] = mapped_column(String(100))
    role: Mapped[str | None] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(20))
    talk_id: Mapped[str | None] = mapped_column(String(36), index=True)
    reason: Mapped[str | None] = mapped_column(String(20))
    """Why it was refused; null: it was answered."""
    gist: Mapped[str] = mapped_column(String(32), index=True)
    """Equal for the same question."""
    rephrased: Mapped[bool] = mapped_column(Boolean)
    """Whether the same talk had asked for this before."""
