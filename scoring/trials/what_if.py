"""What a result would be if some facts were otherwise; nothing is saved, and the core computes both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.assess import AssessRequest, assess, read_request
from scoring.errors import RequestError, UnknownItemError
from scoring.firm.facts import STATUSES
from scoring.numbers import to_decimal
from scoring.report import Citing, as_json, bare_citation
from scoring.rules.pack import Item, Pack
from scoring.trials.comparing import Difference, compare
from scoring.trials.comparing_json import difference_as_json

# Far beyond any use by a person; each change is checked by itself.
_MOST_CHANGES = 500


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The facts as changed, and what differs."""

    changes: Mapping[str, object]
    """Item → the entry it was given; None where the fact was forgotten."""
    request: AssessRequest
    difference: Difference


def what_if(pack: Pack, request: AssessRequest, changes: object) -> WhatIf:
    """Both results, before and after these changes, and what differs; pure, as the core is.

    Args:
        pack: the scheme.
        request: the facts as they are.
        changes: item → fact as in a request, or None to forget it. Points schemes: `1.05`. Ladders:
            `0.运输方式` (unit, aspect), `运输方式` where the firm has one unit, `0.indicators.ID` for a measured
            value of an indicator pack, `events.bribery`. Short forms are `"met"`, `0.5` (the share of an optional
            row), `"B"`, `True`. What names no source counts as proved by the rung that the request asks for.

    Raises:
        RequestError: not a mapping, empty, or too many.
        UnknownItemError, FactError: an item or a content that the scheme does not have.
    """
    if not isinstance(changes, Mapping) or not changes:
        raise RequestError('changes：应为“条目: 事实”的对象，至少一条，例如 {"1.05": {"status": "met"}}')
    if len(changes) > _MOST_CHANGES:
        raise RequestError(f"changes：共 {len(changes)} 条，最多 {_MOST_CHANGES} 条；请分几次试算")
    after, applied = changed_request(pack, request, changes)
    rungs = (*pack.rungs, *pack.leading_rungs)
    return WhatIf(applied, after, compare(assess(pack, request), assess(pack, after), rungs))


def changed_request(
    pack: Pack, request: AssessRequest, changes: Mapping[str, object]
) -> tuple[AssessRequest, dict[str, object]]:
    """The request with these facts changed, and the entries by their whole item names.

    Raises:
        UnknownItemError, FactError: an item or a content that the scheme does not have.
    """
    facts: dict[str, Any] = dict(request.raw)
    applied: dict[str, object] = {}
    for key, entry in changes.items():
        if pack.kind == "points":
            name, value = key, _point_entry(pack, key, entry, request.proof)
            _put(facts, key, value)
        else:
            name, value = _change_ladder(pack, facts, key, entry, request.proof)
        if name in applied:
            raise RequestError(f"changes：“{name}”改了两次；每个条目只写一次")
        applied[name] = value
    body = {"facts": facts, "as_of": request.as_of.isoformat(), "proof": request.proof}
    return read_request(pack, body, today=request.as_of), applied


def _put(facts: dict[str, Any], key: str, entry: object) -> None:
    if entry is None:
        facts.pop(key, None)
    else:
        facts[key] = entry


def _proved(entry: Mapping[str, Any], proof: str) -> dict[str, Any]:
    """The entry, counted as proved by the asked rung where it names no source of its own."""
    return dict(entry) if proof == "declared" or "source" in entry else {**entry, "source": proof}


def _point_entry(pack: Pack, key: str, entry: object, proof: str) -> object:
    item = pack.items.get(key)
    if item is None:
        raise UnknownItemError(f"changes：方案 {pack.id} 没有条目“{str(key)[:40]}”")
    if isinstance(entry, str) and entry in STATUSES:
        return _proved({"status": entry}, proof)
    if isinstance(entry, str):
        return _proved({"value": entry}, proof)
    if isinstance(entry, Mapping):
        return _proved(entry, proof)
    number = to_decimal(entry)
    if number is None:
        return entry
    return _proved({_number_means(item, number): entry}, proof)


def _number_means(item: Item, number: Decimal) -> str:
    if item.kind in ("optional", "bonus") and 0 <= number <= 1:
        return "ratio"
    return "points" if item.open_formula else "value"


def _change_ladder(
    pack: Pack, facts: dict[str, Any], key: object, entry: object, proof: str
) -> tuple[str, object]:
    head, _, name = str(key).partition(".")
    if head == "events" and name:
        events = facts["events"] = dict(facts.get("events") or {})
        if isinstance(entry, bool) and proof != "declared":
            entry = {"answer": entry}
        if isinstance(entry, Mapping):
            entry = _proved(entry, proof)
        _put(events, name, entry)
        return f"events.{name}", entry
    units = facts["units"] = list(facts.get("units") or [{}])
    if not name and len(units) == 1:
        head, name = "0", head
    if not (head.isascii() and head.isdecimal() and name):
        raise UnknownItemError(
            f"changes：不认识“{str(key)[:40]}”；请写成“单元序号.方面”（如 0.运输方式）或“events.事件”（如 events.bribery）"
        )
    index = int(head) if len(head) < 6 else len(units)
    if index >= len(units):
        raise UnknownItemError(f"changes：“{str(key)[:40]}”中的单元序号应为 0 到 {len(units) - 1}")
    unit = units[index] = dict(units[index])
    if name.startswith("indicators."):
        measured = unit["indicators"] = dict(unit.get("indicators") or {})
        _put(measured, name.removeprefix("indicators."), entry)
        return f"{index}.{name}", entry
    aspects = unit["aspects"] = dict(unit.get("aspects") or {})
    if name not in {item.id for item in pack.of_kind("aspect")}:
        known = "、".join(item.id for item in pack.of_kind("aspect"))
        raise UnknownItemError(f"changes：方案 {pack.id} 没有“{name[:40]}”这个方面；可用：{known}")
    if isinstance(entry, str) and proof != "declared":
        entry = {"grade": entry}
    if isinstance(entry, Mapping):
        entry = _proved(entry, proof)
    _put(aspects, name, entry)
    return f"{index}.{name}", entry


def what_if_as_json(result: WhatIf, citing: Citing = bare_citation) -> dict[str, Any]:
    """The trial with both results and their difference."""
    difference = result.difference
    return {
        "scheme": difference.before.scheme,
        "kind": difference.before.kind,
        "as_of": result.request.as_of.isoformat(),
        "proof": result.request.proof,
        "changes": dict(result.changes),
        "before": as_json(difference.before, citing),
        "after": as_json(difference.after, citing),
        "difference": difference_as_json(difference, citing),
    }
