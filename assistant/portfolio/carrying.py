"""A fact entered once, proposed to the other schemes that ask the same matter; nobody but a person takes it.

Two schemes ask the same matter where both packs declare an item of the same name and title: the aspects of the grading ladders, their events, and
measured values of an indicator pack that both use. Schemes of points number their rows each for itself and share none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assistant.errors import InputError
from assistant.portfolio.itemised import UNIT, by_item, changed, differences, same
from assistant.portfolio.records import Entry, Firm, NewEntry
from assistant.store.talk_records import Talk
from assistant.talk.ledger import facts_of
from scoring import Pack, ScoringError

_NOTES = {
    "aspect": "同名方面；等级要对照“{title}”所依据的技术指南核对后再确认",
    "event": "同一类情形；各方案按自己的年度和申报计，核对时间后再确认",
    "unit": "同一个行业或工序",
    "indicators": "同一个指标的数值",
}


def carried(
    firm: Firm, packs: Mapping[str, Pack], source: str, items: Iterable[str], today: date
) -> list[NewEntry]:
    """What the firm's other schemes may take over from these items of one.

    Args:
        firm: with what counts, and, to ask nobody twice, its whole history.
        packs: the packs of its schemes, by id.
        source: the scheme in which the facts were entered.
        items: which of its items, as a ledger names them.
        today: the day of the check.
    """
    known = firm.items(source)
    wanted = [item for item in items if item in known]
    found: list[NewEntry] = []
    for watched in firm.schemes:
        if watched.scheme != source:
            found += _to(firm, packs[source], packs[watched.scheme], known, wanted, today)
    return found


def _to(
    firm: Firm, source: Pack, target: Pack, known: Mapping[str, Any], wanted: list[str], today: date
) -> list[NewEntry]:
    if source.kind != "ladder" or target.kind != "ladder":
        return []
    there = firm.items(target.id)
    pending = {entry.item: entry.fact for entry in firm.waiting(target.id)}
    found: list[NewEntry] = []
    # Units first: aspects are proposed to a unit that is there, or proposed together with it.
    for item in sorted(wanted, key=lambda item: (not item.endswith(f".{UNIT}"), item)):
        kind = _matter(source, target, item)
        if kind is None or not _same_unit(item, known, {**there, **pending}):
            continue
        if item in there and same(there[item], known[item]):
            continue
        if _asked_before(firm.ledger, target.id, item, known[item]):
            continue
        if not _allowed(target, {**there, **pending, item: known[item]}, today):
            continue
        origin = {"kind": "carried", "scheme": source.id, "item": item}
        note = _NOTES[kind].format(title=target.title)
        found.append(NewEntry(target.id, item, known[item], "proposed", origin, note))
        pending[item] = known[item]
    return found


def _matter(source: Pack, target: Pack, item: str) -> str | None:
    """What kind of matter both packs declare under this name; None where they do not."""
    place, _, name = item.partition(".")
    if name == UNIT:
        return "unit"
    if name.startswith("indicators."):
        measured = name.removeprefix("indicators.")
        return "indicators" if measured in _measured(source) & _measured(target) else None
    here, other = source.items.get(name), target.items.get(name)
    if here is None or other is None or (here.kind, here.title) != (other.kind, other.title):
        return None
    if here.kind == "event" and here.adverse != other.adverse:
        return None
    return "event" if place == "events" else "aspect"


def _measured(pack: Pack) -> set[str]:
    return {indicator.id for one in pack.indicators for indicator in one.indicators}


def _same_unit(item: str, known: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    """Whether the unit is the same on both sides, or the next one there."""
    place = item.partition(".")[0]
    if place == "events":
        return True
    unit = f"{place}.{UNIT}"
    mine, other = known.get(unit) or {}, there.get(unit) or {}
    if not any(name.startswith(f"{place}.") for name in there):
        return item == unit or not mine
    return all(mine.get(name) == other.get(name) for name in ("name", "industry", "track"))


def _asked_before(ledger: Iterable[Entry], scheme: str, item: str, fact: object) -> bool:
    """Whether the same was proposed already and waits or was refused."""
    return any(
        entry.state in ("proposed", "rejected") and same(entry.fact, fact)
        for entry in ledger
        if (entry.scheme, entry.item) == (scheme, item)
    )


def _allowed(target: Pack, items: Mapping[str, Any], today: date) -> bool:
    """Whether the scheme can hold these entries at all: it has the rung, the track, the indicator."""
    try:
        by_item(target, changed(target, {}, items, today))
    except (ScoringError, InputError):
        return False
    return True


def from_talk(firm: Firm, packs: Mapping[str, Pack], talk: Talk) -> list[NewEntry]:
    """What was confirmed in a talk and differs from what counts, proposed to the firm."""
    own = {watched.scheme for watched in firm.schemes}
    found: list[NewEntry] = []
    for strand in (talk, *talk.others):
        if strand.scheme is None or strand.scheme not in own:
            continue
        pack = packs[strand.scheme]
        told = by_item(pack, facts_of(pack, strand.confirmed, strand.firm))
        moved = differences(firm.items(pack.id), told)
        origin = {"kind": "conversation", "conversation": talk.id}
        found += [
            NewEntry(pack.id, item, fact, "proposed", origin, "对话中已由对方确认")
            for item, fact in moved.items()
            if fact is not None and not _asked_before(firm.ledger, pack.id, item, fact)
        ]
    return found
