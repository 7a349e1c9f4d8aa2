"""Two editions side by side: which rules differ, and what that means for one firm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scoring.assess import AssessRequest, assess, read_facts, read_request
from scoring.assessment import Assessment
from scoring.errors import FactError, RequestError, UnknownItemError
from scoring.report import Citing, as_json, bare_citation
from scoring.rules.pack import Cite, Pack
from scoring.trials.comparing import Difference, ItemChange, compare
from scoring.trials.comparing_json import difference_as_json, item_change_as_json
from scoring.trials.rule_changes import RuleChange, rule_changes


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fact that one edition cannot take: it has no such item, or its rule allows no such content."""

    item: str
    side: str
    """`before` or `after`: the edition that left it out."""
    why: str


@dataclass(frozen=True, slots=True)
class FirmDiff:
    """One firm under both editions; `reasons` gives for each item that came out otherwise the rules behind it."""

    difference: Difference
    left_out: tuple[LeftOut, ...]
    reasons: Mapping[str, tuple[RuleChange, ...]]


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """From the pack `old` to the pack `new`; `firm` is None where no facts were given."""

    old: Pack
    new: Pack
    rules: tuple[RuleChange, ...]
    firm: FirmDiff | None = None


def diff_editions(old: Pack, new: Pack, body: object = None, *, today: date) -> EditionDiff:
    """What changed between two packs of one kind, and for a firm when facts are given.

    Args:
        old: the pack to start from.
        new: the pack to compare with it.
        body: a request body as for an assessment, or None.
        today: the day to assess on when the body names none.

    Raises:
        RequestError: a points scheme is compared with a ladder, or the body is not of the agreed shape.
        FactError, UnknownItemError: a fact that neither edition can take.
    """
    rules = rule_changes(old, new)
    if body is None:
        return EditionDiff(old, new, rules)
    before, out_before = _read(old, body, "before", today)
    after, out_after = _read(new, body, "after", today)
    nowhere = {fact.item for fact in out_before} & {fact.item for fact in out_after}
    if nowhere:
        fact = next(fact for fact in out_before if fact.item in nowhere)
        raise FactError(f"两个版本都不能采用这条事实：{fact.why}")
    difference = compare(assess(old, before), assess(new, after), (*new.rungs, *new.leading_rungs))
    by_item: dict[str, list[RuleChange]] = {}
    for rule in rules:
        if rule.place == "item" and rule.decides:
            by_item.setdefault(rule.id, []).append(rule)
    reasons = {change.item: tuple(by_item.get(_bare(old, change.item), ())) for change in difference.items}
    return EditionDiff(old, new, rules, FirmDiff(difference, (*out_before, *out_after), reasons))


def _bare(pack: Pack, item: str) -> str:
    """The rule that an item of a result is about: an aspect without its unit's place."""
    return item.partition(".")[2] if pack.kind == "ladder" else item


def _read(pack: Pack, body: object, side: str, today: date) -> tuple[AssessRequest, list[LeftOut]]:
    """The request with those facts that the pack can take, and the others."""
    if not isinstance(body, Mapping):
        raise RequestError("请求体应为 JSON 对象，含 facts")
    facts = body.get("facts")
    out: list[LeftOut] = []
    if isinstance(facts, Mapping):
        keep = _kept_points if pack.kind == "points" else _kept_ladder
        facts = keep(pack, facts, side, out)
    return read_request(pack, {**body, "facts": facts}, today=today), out


def _takes(pack: Pack, facts: Mapping[str, object]) -> str | None:
    """Why the pack cannot take these facts; None when it can."""
    try:
        read_facts(pack, facts)
    except (FactError, UnknownItemError) as exc:
        return exc.detail
    return None


def _kept_points(pack: Pack, facts: Mapping[str, object], side: str, out: list[LeftOut]) -> dict[str, object]:
    kept = {}
    for item, entry in facts.items():
        why = _takes(pack, {item: entry})
        if why is None:
            kept[item] = entry
        else:
            out.append(LeftOut(str(item), side, why))
    return kept


def _kept_ladder(pack: Pack, facts: Mapping[str, Any], side: str, out: list[LeftOut]) -> dict[str, object]:
    kept: dict[str, Any] = dict(facts)
    if isinstance(units := facts.get("units"), list):
        kept["units"] = [_kept_unit(pack, at, unit, side, out) for at, unit in enumerate(units)]
    if isinstance(events := facts.get("events"), Mapping):
        kept["events"] = {}
        for name, answer in events.items():
            why = _takes(pack, {"events": {name: answer}})
            if why is None:
                kept["events"][name] = answer
            else:
                out.append(LeftOut(f"events.{name}", side, why))
    return kept


def _kept_unit(pack: Pack, at: int, unit: object, side: str, out: list[LeftOut]) -> object:
    if not isinstance(unit, Mapping) or not isinstance(aspects := unit.get("aspects"), Mapping):
        return unit
    kept = dict(unit)
    if _takes(pack, {"units": [{**unit, "aspects": {}}]}) is not None:
        return unit
    kept["aspects"] = {}
    for name, entry in aspects.items():
        why = _takes(pack, {"units": [{**unit, "aspects": {name: entry}}]})
        if why is None:
            kept["aspects"][name] = entry
        else:
            out.append(LeftOut(f"{at}.{name}", side, why))
    return kept


def edition_diff_as_json(diff: EditionDiff, citing: Citing = bare_citation) -> dict[str, Any]:
    """The comparison; numbers of results are rounded, those of rules stand as the packs give them."""
    return {
        "before": _head(diff.old),
        "after": _head(diff.new),
        "same_rules": diff.old.sha256 == diff.new.sha256,
        "rules": [_rule(change, citing) for change in diff.rules],
        "firm": None if diff.firm is None else _firm(diff.firm, citing),
    }


def _head(pack: Pack) -> dict[str, Any]:
    return {
        "scheme": pack.id,
        "title": pack.title,
        "edition": pack.edition,
        "status": pack.status,
        "from": pack.effective_from,
        "until": pack.cycle_until,
        "sha256": pack.sha256,
    }


def _rule(change: RuleChange, citing: Citing) -> dict[str, Any]:
    return {
        "change": change.kind,
        "place": change.place,
        "id": change.id,
        "title": change.title,
        "field": change.field,
        "word": change.word,
        "decides": change.decides,
        "before": change.before,
        "after": change.after,
        "citation_before": _cited(change.cite_before, citing),
        "citation_after": _cited(change.cite_after, citing),
    }


def _cited(cite: Cite | None, citing: Citing) -> dict[str, Any] | None:
    return None if cite is None else citing(cite)


def _firm(firm: FirmDiff, citing: Citing) -> dict[str, Any]:
    difference = difference_as_json(firm.difference, citing)
    difference["items"] = [_item(change, firm, citing) for change in firm.difference.items]
    return {
        "before": _result(firm.difference.before),
        "after": _result(firm.difference.after),
        "difference": difference,
        "left_out": [{"item": fact.item, "side": fact.side, "why": fact.why} for fact in firm.left_out],
    }


def _result(result: Assessment) -> dict[str, Any]:
    whole = as_json(result)
    names = ("scheme", "as_of", "pack", "score", "verdict", "grade", "leading", "notes")
    return {name: whole[name] for name in names if name in whole}


def _item(change: ItemChange, firm: FirmDiff, citing: Citing) -> dict[str, Any]:
    rules = firm.reasons[change.item]
    return item_change_as_json(change, citing) | {
        "why": _why(change, rules, firm),
        "rules": [_rule(rule, citing) for rule in rules],
    }


def _why(change: ItemChange, rules: tuple[RuleChange, ...], firm: FirmDiff) -> str:
    """In one sentence, why an item came out otherwise."""
    if change.before is None:
        return "后一版本新增了这一条"
    if change.after is None:
        return "后一版本没有这一条"
    told = [f"{rule.word}由“{rule.before or '无'}”改为“{rule.after or '无'}”" for rule in rules]
    told += [
        f"{'前' if fact.side == 'before' else '后'}一版本不能采用这条事实：{fact.why}"
        for fact in firm.left_out
        if fact.item == change.item
    ]
    return "；".join(told) or "规则没有变，表述或证据的计法不同"
