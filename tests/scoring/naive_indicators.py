"""A second reading of indicator tables, slow and plain, that shares no code with the product.

A value meets a grade, fails it, or the table does not say; what meets a grade meets every worse one, what fails a
grade fails every better one. An aspect can be as good as the best grade that nothing fails; it is sure only where the
table is complete and everything that applies is met.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from naive_points import LADDER_OF_PROOF, believed, exact, unproved

INDICATORS = Path(__file__).parents[2] / "scoring" / "indicators"
MET, UNKNOWN, NOT_MET = "met", "unknown", "not_met"
WORDS = {
    "不高于": "<=", "不大于": "<=", "不超过": "<=", "以下": "<=", "小于": "<", "低于": "<", "大于": ">", "高于": ">",
    "超过": ">", "不低于": ">=", "不小于": ">=", "以上": ">=", "达到": ">=", "至": "..",
}  # fmt: skip
STAGES = {f"国{word}": place for place, word in enumerate("一二三四五六", 1)}
TIMES = {
    "μg/m³": Fraction(1, 1000),
    "g/m³": Fraction(1000),
    "块/年": Fraction(1, 10000),
    "亿块/年": Fraction(10000),
}


@dataclass
class Decision:
    """Places on the unit's ladder: the worst and the best that is possible."""

    span: tuple[int, int]
    complete: bool
    claimed: bool
    checks: list[str]


def read(folder: Path) -> list[dict[str, Any]]:
    """All tables of a folder, every scalar as text."""
    paths = sorted(folder.glob("*/indicators.yaml"))
    return [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) for path in paths]


def readings(entry: Any) -> list[dict[str, Any]]:
    many = entry if isinstance(entry, list) else [entry]
    return [one if isinstance(one, dict) else {"value": one} for one in many if one is not None]


def value_of(indicator: dict[str, Any], fact: dict[str, Any]) -> Any:
    """The value that is compared; None where the measured oxygen is missing."""
    said = fact["value"]
    if indicator["kind"] == "yes_no":
        return "true" if said else "false"
    if indicator["kind"] == "choice":
        return next(c["id"] for c in indicator["choices"] if said in (c["id"], c["title"]))
    if indicator["unit"] == "国":
        return Fraction(STAGES[said])
    value = exact(said) * TIMES.get(fact.get("unit", ""), 1)
    reference = indicator.get("basis", {}).get("oxygen")
    if reference is None:
        return value
    if fact.get("oxygen") is None:
        return None
    return value * (21 - exact(reference)) / (21 - exact(fact["oxygen"]))


def demand_on(indicator: dict[str, Any], grade: str) -> dict[str, Any] | None:
    """What a grade asks; one demand may stand for several grades."""
    return next((d for grades, d in indicator["requires"].items() if grade in grades.split("、")), None)


def figure(text: str) -> Fraction:
    return Fraction(STAGES[text]) if text in STAGES else exact(text)


def meets(indicator: dict[str, Any], demand: dict[str, Any] | None, value: Any) -> str:
    """Whether a value meets a demand."""
    if demand is not None and "none" in demand:
        return MET
    if demand is None or value is None:
        return UNKNOWN
    if "is" in demand:
        return MET if value == demand["is"] else NOT_MET
    if "at_least" in demand:
        order = [choice["id"] for choice in indicator["choices"]]
        if value in demand.get("open_for", []):
            return UNKNOWN
        return MET if order.index(value) <= order.index(demand["at_least"]) else NOT_MET
    limit, sign = figure(demand["value"]), WORDS[demand["word"]]
    holds = {"<=": value <= limit, "<": value < limit, ">=": value >= limit, ">": value > limit}
    holds[".."] = limit <= value <= figure(demand.get("to", demand["value"]))
    return MET if holds[sign] else NOT_MET


def spread(own: list[str]) -> list[str]:
    """What is met at a rung is met at all worse ones, what fails at a rung fails at all better ones."""
    out = []
    for place in range(len(own)):
        if MET in own[: place + 1]:
            out.append(MET)
        else:
            out.append(NOT_MET if NOT_MET in own[place:] else UNKNOWN)
    return out


def one_reading(table: dict[str, Any], indicator: dict[str, Any], rungs: list[str], value: Any) -> list[str]:
    floor = (table["grades"][-1], rungs[-1])
    return spread([MET if r in floor else meets(indicator, demand_on(indicator, r), value) for r in rungs])


def by_strength(facts: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    groups: dict[Any, list[dict[str, Any]]] = {}
    for fact in facts:
        rung = LADDER_OF_PROOF.index(fact.get("source", "declared"))
        groups.setdefault((rung, fact.get("date", "")), []).append(fact)
    return [groups[key] for key in sorted(groups, reverse=True)]


def against(one: list[str], other: list[str]) -> bool:
    return any({a, b} == {MET, NOT_MET} for a, b in zip(one, other, strict=True))


def all_readings(
    table: dict[str, Any], indicator: dict[str, Any], rungs: list[str], facts: list[dict[str, Any]]
) -> tuple[list[str], bool]:
    """The indicator under all that counts, and whether sources disagree.

    Of equally strong readings that disagree only what all of them say is known; a weaker one that contradicts what is
    known is set aside, any other fills in what is open.
    """
    known = one_reading(table, indicator, rungs, None)
    disagree = torn = False
    for group in by_strength(facts):
        outcomes = [one_reading(table, indicator, rungs, value_of(indicator, fact)) for fact in group]
        columns = [set(column) for column in zip(*outcomes, strict=True)]
        if any({MET, NOT_MET} <= column for column in columns):
            disagree = True
            own = [column.pop() if len(column) == 1 else UNKNOWN for column in columns]
            torn_now = True
        else:
            own = [MET if MET in c else NOT_MET if NOT_MET in c else UNKNOWN for c in columns]
            torn_now = False
        if against(known, own):
            disagree = True
        elif not torn:
            known = spread([b if a == UNKNOWN else a for a, b in zip(known, own, strict=True)])
        torn = torn or torn_now
    return known, disagree


def runs(unit: dict[str, Any], tag: str) -> bool | None:
    said = unit.get("processes")
    if isinstance(said, list):
        return tag in said
    return None if said is None else said.get(tag)


def applies(table: dict[str, Any], indicator: dict[str, Any], unit: dict[str, Any]) -> str:
    """Whether an indicator is for what the unit runs: one process of each group."""
    out = MET
    for group in (table.get("applies_when", []), indicator.get("applies_when", [])):
        answers = [runs(unit, tag) for tag in group]
        if not answers or True in answers:
            continue
        if None not in answers:
            return NOT_MET
        out = UNKNOWN
    return out


def near_limit(table: dict[str, Any], indicator: dict[str, Any], fact: dict[str, Any]) -> bool:
    """Whether the nearest limit is at most a tenth of itself away; the better grade's of two as near."""
    value = value_of(indicator, fact)
    if not isinstance(value, Fraction) or indicator["unit"] == "国":
        return False
    demands = [demand_on(indicator, grade) for grade in table["grades"]]
    ends = [figure(d[side]) for d in demands if d and "word" in d for side in ("value", "to") if side in d]
    if not ends:
        return False
    nearest = min(ends, key=lambda end: abs(value - end))
    return abs(value - nearest) <= abs(nearest) / 10


def decide(
    pack: dict[str, Any],
    tables: list[dict[str, Any]],
    unit: dict[str, Any],
    ladder: list[str],
    as_of: str,
    proof: str,
) -> dict[str, Decision]:
    """What the tables of the unit's industry leave of its aspects; nothing where nothing is measured or said."""
    if not unit.get("indicators") and not unit.get("processes"):
        return {}
    whole: dict[str, Decision] = {}
    for table in tables:
        fits = table["industry"] == unit.get("industry") and pack["id"] in table["schemes"]
        start, end = table["effective"]["from"], table["effective"]["until"]
        in_force = table["status"] != "superseded" and (start in ("null", "") or start <= as_of)
        in_force = in_force and (end in ("null", "") or as_of <= end)
        if not fits or not in_force or not set(table["grades"]) & set(ladder[:-1]):
            continue
        for name in {aspect["names"].get(pack["id"]) for aspect in table["aspects"]} - {None}:
            own = by_table(table, name, pack["id"], unit, ladder, (as_of, proof))
            if own is not None:
                whole[name] = joined(whole[name], own) if name in whole else own
    return whole


def by_table(
    table: dict[str, Any],
    name: str,
    scheme: str,
    unit: dict[str, Any],
    ladder: list[str],
    wishes: tuple[str, str],
) -> Decision | None:
    """What one table leaves of an aspect; None where nothing in it is for this unit."""
    parts = [aspect for aspect in table["aspects"] if aspect["names"].get(scheme) == name]
    rungs = [
        rung
        for rung in ladder
        if rung in table["grades"] or table["all_grades"] == "false" or rung == ladder[-1]
    ]
    rows, checks, counted = [], [], []
    for indicator in table["indicators"]:
        for_unit = applies(table, indicator, unit)
        if indicator["aspect"] not in [part["id"] for part in parts] or for_unit == NOT_MET:
            continue
        said = readings(unit.get("indicators", {}).get(indicator["id"]))
        facts = [fact for fact in said if believed(fact, *wishes) is not None]
        truths, disagree = all_readings(table, indicator, rungs, facts)
        rows.append([UNKNOWN if for_unit == UNKNOWN and t == NOT_MET else t for t in truths])
        checks += ["contradiction"] if disagree else []
        if facts:
            strongest = by_strength(facts)[0]
            counted += strongest
            # Of equally strong readings any may be the one that is shown.
            near = {near_limit(table, indicator, fact) for fact in strongest}
            checks += ["near_limit" if near == {True} else "may be near"] if True in near else []
    if not rows:
        return None
    complete = all(part["completeness"] == "complete" for part in parts)
    best = next(i for i in range(len(rungs)) if all(row[i] != NOT_MET for row in rows))
    sure = next(i for i in range(len(rungs)) if all(row[i] == MET for row in rows))
    worst = ladder.index(rungs[sure]) if complete else len(ladder) - 1
    claimed = bool(counted) and all(unproved(fact) for fact in counted)
    return Decision((worst, ladder.index(rungs[best])), complete, claimed, checks)


def joined(one: Decision, other: Decision) -> Decision:
    """Two tables about one aspect: each may narrow what the other leaves; the worse grade where they disagree."""
    best = max(one.span[1], other.span[1])
    worst = max(min(one.span[0], other.span[0]), best)
    complete, claimed = one.complete or other.complete, one.claimed and other.claimed
    return Decision((worst, best), complete, claimed, one.checks + other.checks)
