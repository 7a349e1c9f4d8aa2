"""Firms in the database: read as plain records, each change in one transaction."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from assistant.errors import ConversationNotFoundError, InputError
from assistant.portfolio.errors import FirmChangedError, FirmNotFoundError
from assistant.portfolio.records import Entry, Firm, Kept, NewEntry, Watched
from assistant.store.conversations import DEFAULT_ORGANISATION
from assistant.store.firm_tables import FirmFactRow, FirmRow, FirmStateRow, FirmTalkRow
from assistant.store.tables import ConversationRow

_OPEN = ("confirmed", "proposed")


class Firms:
    """The firms of one organisation."""

    def __init__(self, sessions: sessionmaker[Session], organisation: str = DEFAULT_ORGANISATION) -> None:
        self._sessions = sessions
        self._organisation = organisation

    def listed(self) -> tuple[Firm, ...]:
        """All firms with what counts and what waits, the last one changed first."""
        with self._sessions() as session:
            rows = session.scalars(
                select(FirmRow)
                .where(FirmRow.organisation_id == self._organisation)
                .order_by(FirmRow.updated_at.desc(), FirmRow.id)
            ).all()
            entries: defaultdict[str, list[Entry]] = defaultdict(list)
            for fact in session.scalars(
                select(FirmFactRow)
                .join(FirmRow, FirmRow.id == FirmFactRow.firm_id)
                .where(FirmRow.organisation_id == self._organisation, FirmFactRow.state.in_(_OPEN))
                .order_by(FirmFactRow.number)
            ):
                entries[fact.firm_id].append(_entry(fact))
            return tuple(_firm(row, entries[row.id]) for row in rows)

    def load(self, firm_id: str, *, history: bool = False) -> Firm:
        """One firm with its kept states and talks; with `history` the ledger is whole.

        Raises:
            FirmNotFoundError: there is none.
        """
        with self._sessions() as session:
            row = self._row(session, firm_id)
            facts = select(FirmFactRow).where(FirmFactRow.firm_id == row.id).order_by(FirmFactRow.number)
            if not history:
                facts = facts.where(FirmFactRow.state.in_(_OPEN))
            states = session.scalars(
                select(FirmStateRow).where(FirmStateRow.firm_id == row.id).order_by(FirmStateRow.number)
            )
            talks = session.scalars(
                select(FirmTalkRow.conversation_id)
                .where(FirmTalkRow.firm_id == row.id)
                .order_by(FirmTalkRow.attached_at)
            )
            return _firm(
                row,
                [_entry(fact) for fact in session.scalars(facts)],
                tuple(Kept(s.number, s.name, s.facts, s.packs, _iso(s.saved_at)) for s in states),
                tuple(talks),
            )

    def add(
        self, firms: Sequence[tuple[str | None, Mapping[str, Any], Sequence[NewEntry]]]
    ) -> tuple[str, ...]:
        """New firms, all or none: id or None for a new one, name and the like, facts; their ids.

        Raises:
            InputError: an id that is taken.
        """
        now, ids = datetime.now(UTC), []
        with self._sessions.begin() as session:
            for wanted, fields, entries in firms:
                firm_id = wanted or str(uuid.uuid4())
                if session.get(FirmRow, firm_id) is not None:
                    raise InputError(f"编号“{firm_id[:40]}”的企业已经有了")
                row = FirmRow(
                    id=firm_id,
                    organisation_id=self._organisation,
                    **_columns(fields),
                    revision=1,
                    created_at=now,
                    updated_at=now,
                )
                session.add(row)
                session.flush()
                _write(session, row, entries, now)
                ids.append(firm_id)
        return tuple(ids)

    def write(
        self,
        firm_id: str,
        entries: Sequence[NewEntry] = (),
        *,
        fields: Mapping[str, Any] | None = None,
        accept: Collection[int] = (),
        reject: Collection[int] = (),
        revision: int | None = None,
    ) -> None:
        """Changes of a firm, all or none; a `revision` that is not the present one refuses them.

        Raises:
            FirmNotFoundError: there is none.
            FirmChangedError: somebody else has changed it meanwhile.
            InputError: an entry to decide on does not wait.
        """
        now = datetime.now(UTC)
        with self._sessions.begin() as session:
            row = self._row(session, firm_id)
            if revision is not None and revision != row.revision:
                raise FirmChangedError(
                    f"“{row.name}”已被别人改过（现在是第 {row.revision} 版，您看的是第 {revision} 版）；没有写入"
                )
            for name, value in _columns(fields).items() if fields is not None else ():
                setattr(row, name, value)
            _decide(session, row, accept, reject, now)
            _write(session, row, entries, now)
            row.revision += 1
            row.updated_at = now

    def keep(self, firm_id: str, name: str, facts: Mapping[str, Any], packs: Mapping[str, str]) -> int:
        """A state under a name; its number.

        Raises:
            FirmNotFoundError: there is none.
        """
        with self._sessions.begin() as session:
            row = self._row(session, firm_id)
            last = session.scalar(select(func.max(FirmStateRow.number)).where(FirmStateRow.firm_id == row.id))
            number = (last or 0) + 1
            session.add(
                FirmStateRow(
                    firm_id=row.id,
                    number=number,
                    name=name,
                    facts=dict(facts),
                    packs=dict(packs),
                    saved_at=datetime.now(UTC),
                )
            )
            return number

    def attach(self, firm_id: str, conversation_id: str) -> bool:
        """Whether the talk was not attached before.

        Raises:
            FirmNotFoundError, ConversationNotFoundError: there is none.
        """
        with self._sessions.begin() as session:
            row = self._row(session, firm_id)
            talk = session.get(ConversationRow, conversation_id)
            if talk is None or talk.organisation_id != self._organisation:
                raise ConversationNotFoundError(f"没有编号为“{conversation_id[:40]}”的对话")
            if session.get(FirmTalkRow, (row.id, talk.id)) is not None:
                return False
            session.add(FirmTalkRow(firm_id=row.id, conversation_id=talk.id, attached_at=datetime.now(UTC)))
            return True

    def remove(self, firm_id: str) -> str:
        """Take a firm out with its ledger and its kept states, talks stay; its name.

        Raises:
            FirmNotFoundError: there is none.
        """
        with self._sessions.begin() as session:
            row = self._row(session, firm_id)
            for table in (FirmFactRow, FirmStateRow, FirmTalkRow):
                session.execute(delete(table).where(table.firm_id == row.id))
            session.delete(row)
            return row.name

    def _row(self, session: Session, firm_id: str) -> FirmRow:
        row = session.get(FirmRow, firm_id) if isinstance(firm_id, str) else None
        if row is None or row.organisation_id != self._organisation:
            raise FirmNotFoundError(f"没有编号为“{str(firm_id)[:40]}”的企业")
        return row


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(fields)
    watched: Sequence[Watched] = told.pop("schemes")
    return {**told, "schemes": [{"scheme": one.scheme, "target": one.target} for one in watched]}


def _decide(
    session: Session, row: FirmRow, accept: Collection[int], reject: Collection[int], now: datetime
) -> None:
    open_rows = select(FirmFactRow).where(FirmFactRow.firm_id == row.id, FirmFactRow.state == "proposed")
    waiting = {fact.number: fact for fact in session.scalars(open_rows)}
    unknown = [number for number in (*accept, *reject) if number not in waiting]
    if unknown:
        told = "、".join(str(number) for number in waiting) or "没有"
        raise InputError(f"没有等待确认的 {unknown[0]} 号；现在等待确认的是：{told}")
    for number in reject:
        waiting[number].state, waiting[number].decided_at = "rejected", now
    for number in sorted(accept):
        fact = waiting[number]
        _replace(session, row.id, fact.scheme, fact.item, ("confirmed",), now)
        fact.state, fact.decided_at = "confirmed", now


def _write(session: Session, row: FirmRow, entries: Sequence[NewEntry], now: datetime) -> None:
    last = session.scalar(select(func.max(FirmFactRow.number)).where(FirmFactRow.firm_id == row.id)) or 0
    for number, entry in enumerate(entries, last + 1):
        # A proposal replaces an older one that nobody decided on; a fact settles the proposals about it as well.
        gone = ("proposed",) if entry.state == "proposed" else _OPEN
        _replace(session, row.id, entry.scheme, entry.item, gone, now)
        session.add(
            FirmFactRow(
                firm_id=row.id,
                number=number,
                scheme=entry.scheme,
                item=entry.item,
                fact=entry.fact,
                state=entry.state,
                origin=dict(entry.origin),
                note=entry.note,
                created_at=now,
                decided_at=None if entry.state == "proposed" else now,
            )
        )
        session.flush()


def _replace(
    session: Session, firm_id: str, scheme: str, item: str, states: tuple[str, ...], now: datetime
) -> None:
    for older in session.scalars(
        select(FirmFactRow).where(
            FirmFactRow.firm_id == firm_id,
            FirmFactRow.scheme == scheme,
            FirmFactRow.item == item,
            FirmFactRow.state.in_(states),
        )
    ):
        older.state, older.decided_at = "replaced", now


def _firm(
    row: FirmRow, entries: Sequence[Entry], states: tuple[Kept, ...] = (), talks: tuple[str, ...] = ()
) -> Firm:
    return Firm(
        id=row.id,
        name=row.name,
        region=row.region,
        industry=row.industry,
        schemes=tuple(Watched(one["scheme"], one["target"]) for one in row.schemes),
        revision=row.revision,
        created_at=_iso(row.created_at),
        updated_at=_iso(row.updated_at),
        ledger=tuple(entries),
        states=states,
        talks=talks,
    )


def _entry(row: FirmFactRow) -> Entry:
    return Entry(
        number=row.number,
        scheme=row.scheme,
        item=row.item,
        fact=row.fact,
        state=row.state,  # type: ignore[arg-type]
        origin=row.origin,
        note=row.note,
        created_at=_iso(row.created_at),
        decided_at=None if row.decided_at is None else _iso(row.decided_at),
    )


def _iso(moment: datetime) -> str:
    """With the zone, which SQLite drops: everything is kept in UTC."""
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).isoformat()
