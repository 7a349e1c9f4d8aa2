"""A second evaluator of ladder schemes, slow and plain, that shares no code with the product.

The lowest aspect makes the unit, the lowest unit makes the firm; an unknown aspect is the floor for the confirmed
grade and the top for the reachable one; events set the result aside. Grades are compared by their place in a list.
"""

from __future__ import annotations

from typing import Any

import naive_indicators
from naive_points import LADDER_OF_PROOF, Checks, believed, expired, unproved

Grades = tuple[str, str]
Span = tuple[int, int]
"""Places on a ladder: the worst and the best that is possible."""


def statements(entry: Any, bare: str) -> list[dict[str, Any]]:
    """An entry as a list of statements; a bare value stands for one with nothing else."""
    many = entry if isinstance(entry, list) else [] if entry is None else [entry]
    return [one if isinstance(one, dict) else {bare: one} for one in many]


def strength(fact: dict[str, Any]) -> tuple[int, str]:
    return LADDER_OF_PROOF.index(fact.get("source", "declared")), fact.get("date", "")


def ladder_of(pack: dict[str, Any], unit: dict[str, Any], tables: list[dict[str, Any]]) -> list[str]:
    """The rungs a unit stands on; an optional one only where a statement or an indicator table shows it."""
    if unit.get("track") == "leading":
        return list(pack["leading"]["rungs"])
    said = [
        one.get(word)
        for entry in unit.get("aspects", {}).values()
        for one in statements(entry, "grade")
        for word in ("grade", "at_least", "below")
    ]
    optional = pack.get("optional_rungs", [])
    shown = {
        grade for table in tables if table["industry"] == unit.get("industry") for grade in table["grades"]
    }
    if any(rung in said or rung in shown for rung in optional):
        return list(pack["rungs"])
    return [rung for rung in pack["rungs"] if rung not in optional]


def span_of(fact: dict[str, Any], ladder: list[str]) -> Span:
    """Between which places a statement puts an aspect."""
    if fact.get("grade") is not None:
        return ladder.index(fact["grade"]), ladder.index(fact["grade"])
    worst = ladder.index(fact["at_least"]) if "at_least" in fact else len(ladder) - 1
    return worst, ladder.index(fact["below"]) + 1 if "below" in fact else 0


def overlap(one: Span | None, other: Span | None) -> Span | None:
    if one is None or other is None:
        return None
    worst, best = min(one[0], other[0]), max(one[1], other[1])
    return (worst, best) if best <= worst else None


def said_of(facts: list[dict[str, Any]], ladder: list[str], key: str) -> tuple[Span | None, Checks]:
    """What the statements that count leave of an aspect, the strongest first."""
    anything: Span = (len(ladder) - 1, 0)
    whole: Span | None = None
    checks: Checks = []
    for level in sorted({strength(fact) for fact in facts}, reverse=True):
        own: Span | None = anything
        for fact in facts:
            if strength(fact) == level:
                own = overlap(own, span_of(fact, ladder))
        if own is None:
            checks.append(("contradiction", key))
            if whole is None:
                return None, checks
        elif whole is None:
            whole = own
        elif (both := overlap(whole, own)) is None:
            checks.append(("contradiction", key))
        else:
            whole = both
    return whole, checks


def unit_view(
    pack: dict[str, Any],
    index: int,
    unit: dict[str, Any],
    ladder: list[str],
    measured: dict[str, naive_indicators.Decision],
    wishes: tuple[str, str],
) -> tuple[dict[str, Span], Checks, list[str]]:
    """What is left of each known aspect of a unit, the checks, and what rests on the firm's word alone."""
    spans: dict[str, Span] = {}
    checks: Checks = []
    claimed = []
    for name in [row["id"] for row in pack["rows"] if row["kind"] == "aspect"]:
        key = f"{index}.{name}"
        said = statements(unit.get("aspects", {}).get(name), "grade")
        checks += [("expired", key) for fact in said if expired(fact, wishes[0])]
        counting = [fact for fact in said if believed(fact, *wishes) is not None]
        span, contradictions = said_of(counting, ladder, key)
        word_alone = all(unproved(fact) for fact in counting)
        checks += contradictions
        decision = measured.get(name)
        if decision is not None:
            checks += [(kind, key) for kind in decision.checks]
            if decision.span != (len(ladder) - 1, 0):
                inside = overlap(span, decision.span)
                if span is not None and inside is None:
                    checks.append(("contradiction", key))
                if inside is None:
                    span, word_alone = decision.span, decision.claimed
                else:
                    span, word_alone = inside, word_alone and decision.claimed
        if span is not None:
            spans[name] = span
            claimed += [key] if word_alone else []
    return spans, checks, claimed


def unit_grades(pack: dict[str, Any], ladder: list[str], spans: dict[str, Span]) -> Grades:
    """The confirmed and the reachable grade of one unit."""
    aspects = [row["id"] for row in pack["rows"] if row["kind"] == "aspect"]
    anything: Span = (len(ladder) - 1, 0)
    all_spans = [spans.get(name, anything) for name in aspects]
    return ladder[max(span[0] for span in all_spans)], ladder[max(span[1] for span in all_spans)]


def firm_grades(ladder: list[str], units: list[Grades]) -> Grades:
    """The worst unit; a firm of which no unit is known may be anything."""
    if not units:
        return ladder[-1], ladder[0]
    return (
        ladder[max(ladder.index(low) for low, _ in units)],
        ladder[max(ladder.index(high) for _, high in units)],
    )


def after_events(ladder: list[str], grades: Grades, events: list[dict[str, Any]]) -> Grades:
    """What events leave of the grade, in the order of the pack."""
    low, high = ladder.index(grades[0]), ladder.index(grades[1])
    floor = len(ladder) - 1
    for event in events:
        if event["effect"] == "lowest":
            low = high = floor
        if event["effect"] == "cap":
            low, high = max(low, ladder.index(event["cap"])), max(high, ladder.index(event["cap"]))
        if event["effect"] == "downgrade":
            low, high = floor, min(high + 1, floor)
    return ladder[low], ladder[high]


def event_answer(row: dict[str, Any], entry: Any, wishes: tuple[str, str]) -> tuple[bool | None, Checks]:
    """Whether the event happened; an admission counts whatever its proof, a denial from the asked rung on."""
    adverse = row["adverse"] == "true"
    said = statements(entry, "answer")
    late = [
        ("expired", f"events.{row['id']}")
        for f in said
        if f["answer"] is not adverse and expired(f, wishes[0])
    ]
    counting = [fact for fact in said if fact["answer"] is adverse or believed(fact, *wishes) is not None]
    if not counting:
        return None, late
    most = max(strength(fact) for fact in counting)
    strongest = {fact["answer"] for fact in counting if strength(fact) == most}
    checks = [*late]
    if len({fact["answer"] for fact in counting}) > 1:
        checks.append(("contradiction", f"events.{row['id']}"))
    return (strongest.pop() is adverse if len(strongest) == 1 else None), checks


def evaluate(
    pack: dict[str, Any],
    facts: dict[str, Any],
    as_of: str,
    proof: str = "declared",
    tables: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Grades of the firm and its units, the aspects, the events that took effect, and the checks."""
    tables, wishes = tables or [], (as_of, proof)
    happened, checks = [], []
    for row in [row for row in pack["rows"] if row["kind"] == "event"]:
        answer, contradictions = event_answer(row, facts.get("events", {}).get(row["id"]), wishes)
        checks += contradictions
        happened += [row] if answer else []
    units, aspects, blocking, claimed = [], {}, [], []
    by_track: dict[str, list[Grades]] = {"grade": [], "leading": []}
    rungs = [rung for rung in pack.get("rungs", []) if rung not in pack.get("optional_rungs", [])]
    for index, unit in enumerate(facts.get("units", [])):
        track = unit.get("track", "grade")
        ladder = ladder_of(pack, unit, tables)
        if track == "grade" and len(ladder) > len(rungs):
            rungs = ladder
        measured = naive_indicators.decide(pack, tables, unit, ladder, as_of, proof)
        spans, own_checks, own_claimed = unit_view(pack, index, unit, ladder, measured, wishes)
        checks += own_checks
        claimed += own_claimed
        grades = unit_grades(pack, ladder, spans)
        units.append((track, grades))
        by_track[track].append(grades)
        for name, (worst, best) in spans.items():
            aspects[f"{index}.{name}"] = (ladder[worst], ladder[best])
        best_of_unit = ladder.index(grades[1])
        blocking.append([name for name, span in spans.items() if span[1] == best_of_unit > 0])
    grade = leading = None
    if by_track["grade"] or not by_track["leading"]:
        grade = after_events(rungs, firm_grades(pack["rungs"], by_track["grade"]), happened)
    if by_track["leading"]:
        top, floor = pack["leading"]["rungs"]
        leading = (floor, floor) if happened else firm_grades([top, floor], by_track["leading"])
    return {
        "grade": grade,
        "leading": leading,
        "units": units,
        "aspects": aspects,
        "blocking": blocking,
        "overrides": [row["id"] for row in happened],
        "checks": sorted(checks),
        "claimed": sorted(claimed),
    }
