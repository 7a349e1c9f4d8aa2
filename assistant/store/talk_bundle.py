"""A talk with everything under it as plain rows, to be carried to another database and joined there without doubling."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Boolean, Column, DateTime, Integer, String, Text, inspect, select
from sqlalchemy.orm import Session

from assistant.canonical_json import canonical
from assistant.store.tables import Base, ConversationRow, Enterprise, LedgerRow, MessageRow
from assistant.store.talk_tables import StrandRow, TalkFileRow, TurnRow

TABLES: tuple[type[Base], ...] = (
    Enterprise,
    ConversationRow,
    StrandRow,
    MessageRow,
    LedgerRow,
    TurnRow,
    TalkFileRow,
)
"""In the order in which rows refer to each other."""

_OWNER = "organisation_id"
Rows = dict[str, list[dict[str, Any]]]


class BundleError(ValueError):
    """Rows that no talk can consist of; the message says where."""


def bundled(session: Session, talk: ConversationRow) -> Rows:
    """The rows of a talk by table, without whom they belong to, in one order."""
    found: Rows = {}
    strands = select(StrandRow.enterprise_id).where(StrandRow.conversation_id == talk.id)
    firms = {talk.enterprise_id, *session.scalars(strands)}
    for table in TABLES:
        columns: Any = table.__table__.c
        if table is Enterprise:
            wanted = columns.id.in_(firms)
        elif table is ConversationRow:
            wanted = columns.id == talk.id
        else:
            wanted = columns.conversation_id == talk.id
        rows = [_told(row) for row in session.scalars(select(table).where(wanted))]
        found[table.__tablename__] = sorted(rows, key=canonical)
    return found


def read_rows(raw: object) -> Rows:
    """Rows by table, each with exactly its columns, of the right type and length.

    Raises:
        BundleError: anything else.
    """
    if not isinstance(raw, Mapping) or set(raw) != {table.__tablename__ for table in TABLES}:
        raise BundleError("表名不对")
    for table in TABLES:
        rows, columns = raw[table.__tablename__], _columns(table)
        if not isinstance(rows, list):
            raise BundleError(table.__tablename__)
        for place, row in enumerate(rows):
            where = f"{table.__tablename__}[{place}]"
            if not isinstance(row, Mapping) or set(row) != {column.name for column in columns}:
                raise BundleError(where)
            for column in columns:
                if not _fits(column, row[column.name]):
                    raise BundleError(f"{where}.{column.name}")
    _check_whole(raw)
    return {name: [dict(row) for row in rows] for name, rows in raw.items()}


def _check_whole(raw: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Raise where the rows are not those of one talk."""
    talks, firms = raw["conversations"], {row["id"] for row in raw["enterprises"]}
    if len(talks) != 1 or not _is_id(talks[0]["id"]) or not all(_is_id(firm) for firm in firms):
        raise BundleError("conversations")
    talk = talks[0]["id"]
    for table in TABLES:
        for place, row in enumerate(raw[table.__tablename__]):
            where = f"{table.__tablename__}[{place}]"
            if row.get("conversation_id", talk) != talk:
                raise BundleError(f"{where}.conversation_id")
            if row.get("enterprise_id", next(iter(firms), None)) not in firms:
                raise BundleError(f"{where}.enterprise_id")
    if sum(row["active"] for row in raw["talk_strands"]) != 1:
        raise BundleError("talk_strands.active")
    keys = [row["key"] for row in raw["ledger"]]
    if len(set(keys)) != len(keys) or any(
        not (key[:1] == "p" and key[1:].isascii() and key[1:].isdecimal()) for key in keys
    ):
        raise BundleError("ledger.key")
    places = sorted(row["place"] for row in raw["messages"])
    if places != list(range(1, len(places) + 1)):
        raise BundleError("messages.place")


def joined(session: Session, rows: Rows, organisation: str) -> None:
    """Write the rows under an organisation; those that are there are brought to the state given here.

    Raises:
        BundleError: a row of that id belongs to another talk or organisation.
    """
    for table in TABLES:
        for row in rows[table.__tablename__]:
            values = {name: _valued(table, name, value) for name, value in row.items()}
            keys = tuple(values[column.name] for column in inspect(table).primary_key)
            known = session.get(table, keys if len(keys) > 1 else keys[0])
            if known is not None:
                _check_same_owner(table, known, values, organisation)
            if any(column.name == _OWNER for column in table.__table__.columns):
                values[_OWNER] = organisation
            session.merge(table(**values))
        session.flush()


def _check_same_owner(table: type[Base], known: Base, values: Mapping[str, Any], organisation: str) -> None:
    owner = getattr(known, _OWNER, organisation)
    talk = getattr(known, "conversation_id", values.get("conversation_id"))
    if owner != organisation or talk != values.get("conversation_id"):
        raise BundleError(f"{table.__tablename__}：编号与另一个对话的重复")


def _columns(table: type[Base]) -> list[Column[Any]]:
    return [column for column in table.__table__.columns if column.name != _OWNER]  # type: ignore[misc]


def _told(row: Base) -> dict[str, Any]:
    return {column.name: _json(getattr(row, column.name)) for column in _columns(type(row))}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo is not None else value.replace(tzinfo=UTC)).isoformat()
    return value


def _valued(table: type[Base], name: str, value: Any) -> Any:
    column = table.__table__.columns[name]
    if isinstance(column.type, DateTime) and value is not None:
        return datetime.fromisoformat(value)
    return _stored(value) if isinstance(column.type, JSON) else value


def _stored(value: Any) -> Any:
    """A JSON value with numbers as the database keeps them."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [_stored(part) for part in value]
    if isinstance(value, dict):
        return {name: _stored(part) for name, part in value.items()}
    return value


def _fits(column: Column[Any], value: object) -> bool:
    kind = column.type
    if isinstance(kind, JSON):
        return isinstance(value, list | dict)
    if value is None:
        return bool(column.nullable)
    if isinstance(kind, Boolean):
        return isinstance(value, bool)
    if isinstance(kind, Integer):
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
    if isinstance(kind, DateTime):
        return isinstance(value, str) and _is_moment(value)
    if isinstance(kind, String | Text):
        return isinstance(value, str) and (kind.length is None or len(value) <= kind.length)
    return False


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_id(value: str) -> bool:
    try:
        return str(uuid.UUID(value)) == value
    except ValueError:
        return False
