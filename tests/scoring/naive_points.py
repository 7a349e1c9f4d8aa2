"""A second evaluator of points schemes, slow and plain, that shares no code with the product.

It reads the pack with a bare YAML loader that keeps every scalar as text and calculates in fractions. It follows
the written rules only: a row is met, not met or unknown; unknown runs from nothing to everything; a value decides
what its bands fix; blocks are weighed and added; must-haves are gates. Of several sources the stronger one counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

PACKS = Path(__file__).parents[2] / "scoring" / "packs"
LADDER_OF_PROOF = ["declared", "document", "third_party", "department", "onsite", "online"]
NOTHING = Fraction(0)
Checks = list[tuple[str, str]]
"""Kind and item of what a person should look at."""
# How many of the row's own unit one of the other unit is.
TIMES = {"兆瓦时": 1000, "MWh": 1000, "度": 1, "万千瓦时": 10000, "‰": Fraction(1, 10), "百分比": 1}


class Result(NamedTuple):
    """Truth, points if all unknowns fail, points if all unknowns pass, and the scale of an authority."""

    truth: str
    low: Fraction
    high: Fraction
    scale: Fraction | None = None


@dataclass
class RowView:
    """Everything that follows from what is said of one row."""

    result: Result
    checks: Checks
    claimed: bool


def read(folder: Path) -> dict[str, Any]:
    """pack.yaml with all items under `rows`."""
    pack = yaml.load((folder / "pack.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    pack["rows"] = []
    for path in sorted((folder / "items").glob("*.yaml")):
        pack["rows"] += yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return pack


@lru_cache(maxsize=100_000)
def exact_text(text: str) -> Fraction:
    return Fraction(text)


def exact(number: Any) -> Fraction:
    return exact_text(str(number))


def expired(fact: dict[str, Any], as_of: str) -> bool:
    return "valid_until" in fact and fact["valid_until"] < as_of


def believed(fact: dict[str, Any] | None, as_of: str, proof: str) -> dict[str, Any] | None:
    if fact is None or expired(fact, as_of):
        return None
    weak = LADDER_OF_PROOF.index(fact.get("source", "declared")) < LADDER_OF_PROOF.index(proof)
    return None if weak else fact


def unproved(fact: dict[str, Any]) -> bool:
    return fact.get("source", "declared") == "declared" and not fact.get("evidence")


def band_of(row: dict[str, Any], value: Fraction) -> str:
    hits = []
    for band in row["value"]["bands"]:
        fits = True
        if "from" in band and value < exact(band["from"]):
            fits = False
        if "above" in band and value <= exact(band["above"]):
            fits = False
        if "below" in band and value >= exact(band["below"]):
            fits = False
        if "up_to" in band and value > exact(band["up_to"]):
            fits = False
        if fits:
            hits.append(band["gives"])
    assert len(hits) == 1, f"{row['id']}: {value} lies in {len(hits)} bands"
    return str(hits[0])


def levels_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [*row.get("stages", []), *row.get("choices", [])]


def level_of(row: dict[str, Any], fact: dict[str, Any]) -> str | None:
    """The stage or choice that is named, by id or title; `level` is one that another statement brought."""
    said = fact.get("value")
    return next((level["id"] for level in levels_of(row) if said in (level["id"], level["title"])), None)


def number_of(row: dict[str, Any], fact: dict[str, Any]) -> Fraction | None:
    """The measured value in the row's own unit; None where none is given that the text compares."""
    if "size" in fact:
        return exact(fact["size"])
    if "value" not in fact or "value" not in row or level_of(row, fact) is not None:
        return None
    own = fact.get("unit") in (None, row["value"]["unit"])
    return exact(fact["value"]) * (1 if own else TIMES[fact["unit"]])


def level_points(row: dict[str, Any], level: str) -> Fraction:
    """Stages add up to the one that is reached, choices exclude each other; never more than the row."""
    given = NOTHING
    for stage in row.get("stages", []):
        given += exact(stage["points"])
        if stage["id"] == level:
            break
    for choice in row.get("choices", []):
        if choice["id"] == level:
            given = exact(choice["points"])
    return min(given, exact(row["points"]))


def given(points: Fraction) -> Result:
    return Result("met" if points > 0 else "not_met", points, points)


def statement_result(row: dict[str, Any], fact: dict[str, Any]) -> Result:
    """What one statement makes of a row."""
    full = exact(row.get("points", 0))
    status = fact.get("status")
    if status == "unknown":
        return Result("unknown", NOTHING, full)
    if status == "not_applicable":
        return Result("met", full, full)
    if row["kind"] == "authority":
        if "points" not in fact:
            return Result("unknown", NOTHING, NOTHING)
        return Result("met", exact(fact["points"]), exact(fact["points"]), exact(fact["max"]))
    level, number = level_of(row, fact), number_of(row, fact)
    if number is not None:
        gives = band_of(row, number)
        if gives in ("not_met", "none"):
            return Result("not_met", NOTHING, NOTHING)
        if gives in ("met", "full"):
            return Result("met", full, full)
    if "points" in fact:
        return given(exact(fact["points"]))
    if level is not None:
        points = level_points(row, level)
        # A stage says nothing of the size that the text asks for beside it.
        if "value" in row and number is None and status != "met":
            return Result("unknown", NOTHING, points)
        return Result("met", points, points)
    if "ratio" in fact:
        return given(exact(fact["ratio"]) * full)
    if number is not None:
        return Result("unknown" if row.get("stages") else "met", NOTHING, full)
    if status == "not_met":
        return Result("not_met", NOTHING, NOTHING)
    if status is None or row.get("open_formula") == "true":
        return Result("unknown", NOTHING, full)
    if row.get("choices"):
        return Result("met", min(exact(choice["points"]) for choice in row["choices"]), full)
    return Result("met", full, full)


def common(results: list[Result]) -> Result | None:
    """What all of them allow; None when they exclude each other."""
    truths = {"met", "not_met"}
    for result in results:
        truths &= {"met", "not_met"} if result.truth == "unknown" else {result.truth}
    low, high = max(result.low for result in results), min(result.high for result in results)
    scales = {result.scale for result in results if result.scale is not None}
    if not truths or low > high or len(scales) > 1:
        return None
    truth = "unknown" if len(truths) == 2 else truths.pop()
    return Result(truth, low, high, scales.pop() if scales else None)


def strength(row: dict[str, Any], fact: dict[str, Any]) -> tuple[int, str, bool]:
    """The rung of proof, then the day, then a measured number before a judgement."""
    rung = LADDER_OF_PROOF.index(fact.get("source", "declared"))
    return rung, fact.get("date", ""), number_of(row, fact) is not None


def says_how_much(row: dict[str, Any], fact: dict[str, Any]) -> bool:
    said = "points" in fact or "ratio" in fact or level_of(row, fact) is not None
    return said or number_of(row, fact) is not None


def with_sizes(row: dict[str, Any], facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where the text asks for a size and a stage, a stage is read with the size that the strongest source gives."""
    sizes = [fact for fact in facts if number_of(row, fact) is not None]
    if not row.get("stages") or not sizes:
        return facts
    most = max(strength(row, fact) for fact in sizes)
    best = {number_of(row, fact) for fact in sizes if strength(row, fact) == most}
    joined = []
    for fact in facts:
        if level_of(row, fact) is None:
            joined.append(fact)
        else:
            joined += [{**fact, "size": size} for size in best]
    return joined


def several(row: dict[str, Any], facts: list[dict[str, Any]]) -> tuple[Result, Checks]:
    """The strongest first; weaker ones only inside what these leave open; what contradicts is set aside."""
    facts = with_sizes(row, facts)
    pairs = [(fact, statement_result(row, fact)) for fact in facts]
    full = exact(row.get("points", 0))
    exactly = any(says_how_much(row, fact) and result.truth != "not_met" for fact, result in pairs)
    groups: dict[Any, list[Result]] = {}
    for fact, result in pairs:
        bare = not says_how_much(row, fact) and fact.get("status") != "not_applicable"
        if exactly and bare and result.truth == "met":
            result = Result("met", NOTHING, full)
        groups.setdefault(strength(row, fact), []).append(result)
    whole: Result | None = None
    checks: Checks = []
    for key in sorted(groups, reverse=True):
        own = common(groups[key])
        if own is None:
            checks.append(("contradiction", row["id"]))
            if whole is None:
                return Result("unknown", NOTHING, full), checks
        elif whole is None:
            whole = own
        elif (both := common([whole, own])) is None:
            checks.append(("contradiction", row["id"]))
        else:
            whole = both
    assert whole is not None
    return whole, checks


def near_limit(row: dict[str, Any], number: Fraction) -> bool:
    """Whether the limit nearest to a value is at most a tenth of itself away; the lower of two as near."""
    sides = ("from", "above", "below", "up_to")
    limits = sorted({exact(band[side]) for band in row["value"]["bands"] for side in sides if side in band})
    if not limits:
        return False
    nearest = min(limits, key=lambda limit: abs(number - limit))
    return abs(number - nearest) <= abs(nearest) / 10


def row_view(row: dict[str, Any], entry: Any, as_of: str, proof: str) -> RowView:
    """A row under an entry of the facts: nothing, a statement, or a list of them."""
    said = entry if isinstance(entry, list) else [] if entry is None else [entry]
    checks: Checks = [("expired", row["id"]) for fact in said if expired(fact, as_of)]
    counting = [fact for fact in said if believed(fact, as_of, proof) is not None]
    for fact in counting:
        number = number_of(row, fact)
        if number is not None and near_limit(row, number):
            checks.append(("near_limit", row["id"]))
    telling = [fact for fact in counting if fact.get("status") != "unknown"]
    if row["kind"] == "authority":
        telling = [fact for fact in telling if "points" in fact]
    if not telling:
        result = Result("unknown", NOTHING, exact(row.get("points", 0)))
    elif len(telling) == 1:
        result = statement_result(row, telling[0])
    else:
        result, contradictions = several(row, telling)
        checks += contradictions
    return RowView(result, checks, result.truth == "met" and all(unproved(fact) for fact in counting))


def row_result(row: dict[str, Any], fact: dict[str, Any] | None) -> tuple[str, Fraction, Fraction]:
    """Truth and points of a row under one statement that counts, or none."""
    result = Result("unknown", NOTHING, exact(row.get("points", 0)))
    return (result if fact is None else statement_result(row, fact))[:3]


def together(truths: list[str]) -> str:
    if "not_met" in truths:
        return "not_met"
    return "unknown" if "unknown" in truths else "met"
