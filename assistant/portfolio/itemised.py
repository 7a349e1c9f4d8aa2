"""The facts of a request item by item, and back: what a ledger holds and two states are compared by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.canonical_json import canonical
from assistant.errors import InputError
from scoring import Pack, read_request
from scoring.firm.units import KNOWN_EVENTS
from scoring.trials.what_if import changed_request

Facts = dict[str, Any]
UNIT = "unit"
"""`0.unit` says what the first unit is: name, industry, track and the like."""

_UNIT_ITEM = re.compile(r"(\d{1,3})\.unit", re.ASCII)
_APART = ("aspects", "indicators")


def by_item(pack: Pack, facts: Mapping[str, Any]) -> Facts:
    """Each entry under its name: `1.05`; `0.unit`, `0.运输方式`, `0.indicators.ID`, `events.bribery`."""
    if pack.kind == "points":
        return dict(facts)
    found: Facts = {}
    for index, unit in enumerate(facts.get("units") or []):
        described = {name: part for name, part in unit.items() if name not in _APART}
        if described or not any(unit.get(name) for name in _APART):
            # What nobody described is there by what is known of it; an empty description would tell nothing.
            found[f"{index}.{UNIT}"] = described
        found |= {f"{index}.{name}": entry for name, entry in (unit.get("aspects") or {}).items()}
        measured = (unit.get("indicators") or {}).items()
        found |= {f"{index}.indicators.{name}": entry for name, entry in measured}
    found |= {f"events.{name}": entry for name, entry in (facts.get("events") or {}).items()}
    return {item: entry for item, entry in found.items() if entry is not None}


def together(pack: Pack, items: Mapping[str, Any]) -> Facts:
    """The facts of these entries, as a request carries them; a unit that nobody described is there by its place."""
    if pack.kind == "points":
        return dict(items)
    units: dict[int, Facts] = {}
    events: Facts = {}
    for item, entry in items.items():
        place, _, name = item.partition(".")
        if place == "events":
            events[name] = entry
            continue
        unit = units.setdefault(int(place), {})
        if name == UNIT:
            unit |= entry
        elif name.startswith("indicators."):
            unit.setdefault("indicators", {})[name.removeprefix("indicators.")] = entry
        else:
            unit.setdefault("aspects", {})[name] = entry
    return {"units": [units.get(index, {}) for index in range(max(units, default=-1) + 1)], "events": events}


def changed(pack: Pack, facts: Mapping[str, Any], changes: Mapping[str, object], today: date) -> Facts:
    """The facts after these changes, each checked by the core.

    Args:
        pack: the scheme.
        facts: as they are.
        changes: item → entry, in full or as in a trial (`"met"`, `0.5`, `"B"`, `True`); None forgets it.
        today: the day of the check.

    Raises:
        ScoringError, InputError: an item or content that the scheme does not have.
    """
    told = {item: entry for item, entry in changes.items() if not _UNIT_ITEM.fullmatch(str(item))}
    described = {item: entry for item, entry in changes.items() if item not in told}
    facts = _described(pack, facts, described)
    request = read_request(pack, {"facts": facts}, today=today)
    return dict(changed_request(pack, request, told)[0].raw) if told else dict(request.raw)


def _described(pack: Pack, facts: Mapping[str, Any], changes: Mapping[str, object]) -> Facts:
    if not changes:
        return dict(facts)
    if pack.kind != "ladder":
        raise InputError(f"方案 {pack.id} 是计分方案，没有单元；请按条目编号填写")
    units = list(facts.get("units") or [])
    for item, entry in sorted(changes.items(), key=lambda change: int(change[0].split(".")[0])):
        index = int(item.split(".")[0])
        if entry is None:
            if index != len(units) - 1:
                raise InputError(f"{item}：只能去掉最后一个单元（现有 {len(units)} 个）")
            units.pop()
        elif not isinstance(entry, Mapping) or any(name in _APART for name in entry):
            raise InputError(f'{item}：应为对象，例如 {{"name": "铸造车间", "industry": "铸造"}}')
        elif index < len(units):
            kept = {name: units[index][name] for name in _APART if name in units[index]}
            units[index] = {**entry, **kept}
        elif index == len(units):
            units.append(dict(entry))
        else:
            raise InputError(f"{item}：现有 {len(units)} 个单元，新单元的序号应为 {len(units)}")
    return {**facts, "units": units}


def same(one: object, other: object) -> bool:
    """Whether two entries say the same: 42 and 42.0 do, true and 1 do not."""
    return canonical(one) == canonical(other)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Item → new entry of everything that differs; None where it is gone."""
    found = {
        item: entry for item, entry in after.items() if item not in before or not same(before[item], entry)
    }
    return found | {item: None for item in before if item not in after}


def title_of(pack: Pack, item: str, facts: Mapping[str, Any]) -> str:
    """An item in words: 铸造车间的运输方式; its name alone where there is but one unit."""
    place, _, name = item.partition(".")
    if item in pack.items:
        return pack.items[item].title
    if place == "events":
        return pack.items[name].title if name in pack.items else KNOWN_EVENTS.get(name, name)
    units = facts.get("units") or []
    of = ""
    if place.isdecimal() and len(units) > 1 and int(place) < len(units):
        of = f"{units[int(place)].get('name') or f'第{int(place) + 1}个单元'}的"
    return of + {UNIT: "单元说明"}.get(name, name.removeprefix("indicators."))
