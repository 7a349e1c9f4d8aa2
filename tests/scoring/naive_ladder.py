"""A second evaluator of ladder schemes, slow and plain, that shares no code with the product.

The lowest aspect makes the unit, the lowest unit makes the firm; an unknown aspect is the floor for the confirmed
grade and the top for the reachable one; events set the result aside. Grades are compared by their place in a list.
"""

from __future__ import annotations

from typing import Any

from naive_points import believed

Grades = tuple[str, str]


def unit_grades(
    ladder: list[str], aspects: list[str], unit: dict[str, Any], as_of: str, proof: str
) -> Grades:
    """The confirmed and the reachable grade of one unit."""
    worst_places, best_places = [], []
    for aspect in aspects:
        entry = unit.get("aspects", {}).get(aspect)
        if isinstance(entry, str):
            entry = {"grade": entry}
        entry = believed(entry, as_of, proof)
        if entry is None:
            worst_places.append(len(ladder) - 1)
            best_places.append(0)
        else:
            worst_places.append(ladder.index(entry["grade"]))
            best_places.append(ladder.index(entry["grade"]))
    return ladder[max(worst_places)], ladder[max(best_places)]


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


def evaluate(
    pack: dict[str, Any], facts: dict[str, Any], as_of: str, proof: str = "declared"
) -> dict[str, Any]:
    """Grade, leading grade, grades of the units, and the events that took effect."""
    aspects = [row["id"] for row in pack["rows"] if row["kind"] == "aspect"]
    answers = facts.get("events", {})
    happened = [
        row
        for row in pack["rows"]
        if row["kind"] == "event" and answers.get(row["id"]) is (row["adverse"] == "true")
    ]
    units = []
    by_track: dict[str, list[Grades]] = {"grade": [], "leading": []}
    for unit in facts.get("units", []):
        track = unit.get("track", "grade")
        ladder = pack["leading"]["rungs"] if track == "leading" else pack["rungs"]
        grades = unit_grades(ladder, aspects, unit, as_of, proof)
        units.append((track, grades))
        by_track[track].append(grades)
    grade = leading = None
    if by_track["grade"] or not by_track["leading"]:
        said = [
            entry["grade"] if isinstance(entry, dict) else entry
            for unit in facts.get("units", [])
            for entry in unit.get("aspects", {}).values()
        ]
        optional = pack.get("optional_rungs", [])
        if not any(grade in optional for grade in said):
            ladder = [rung for rung in pack["rungs"] if rung not in optional]
        else:
            ladder = pack["rungs"]
        grade = after_events(ladder, firm_grades(pack["rungs"], by_track["grade"]), happened)
    if by_track["leading"]:
        top, floor = pack["leading"]["rungs"]
        leading = (floor, floor) if happened else firm_grades([top, floor], by_track["leading"])
    return {
        "grade": grade,
        "leading": leading,
        "units": units,
        "overrides": [row["id"] for row in happened],
    }
