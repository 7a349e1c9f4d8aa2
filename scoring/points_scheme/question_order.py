"""Which unknown of a points scheme to ask next: the one that most likely settles the verdict soonest.

Floating-point numbers here decide an order of asking and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import erf, sqrt

from scoring.points_scheme.rows import Row
from scoring.rules.pack import Item, Usually
from scoring.truth import Truth

_MET: dict[Usually, float] = {"almost_always": 0.97, "mostly": 0.85, "sometimes": 0.5, "seldom": 0.2}
"""How likely a row is met when nothing is known of the firm but that it considers applying."""
# Where a pack gives no expectation: a must-have is mostly met, a row that only brings points is open.
_UNSAID_MUST, _UNSAID_OPTION = 0.9, 0.5
_TRUE, _UNKNOWN = Truth.MET, Truth.UNKNOWN
# What the expectation is worth against the firm's own answers, in answers.
_TRUST = 12.0
# How far firms stand apart on point rows, as a share of rows.
_FIRMS_DIFFER = 0.2
# How many failed must-haves would have to be expected before half of the doubt is gone.
_STUBBORN = 0.7


@dataclass(frozen=True, slots=True)
class Ranked:
    """An unknown row with its place in the asking."""

    row: Row
    must: bool


def rank(rows: Sequence[Row], *, needed: float, score_open: bool) -> list[Ranked]:
    """The rows that can still change the verdict, most decisive first, ties in the order of the text.

    Three ways lead to a verdict: one must-have that fails, points that can no longer be reached, or all of it shown.
    A must-have is worth asking by the chance that it fails. A row that only brings points is worth asking by
    the chance that the points decide, spread over the questions this would take.

    Args:
        rows: all rows of the scheme, in the order of the text.
        needed: points of the total still missing from what is safe; 0 or less when there are enough.
        score_open: whether points can still decide.
    """
    (lean, unsure), doubt = _lean(rows), _doubt(rows)
    musts: list[tuple[Row, float]] = []
    options: list[tuple[Row, float]] = []
    for row in rows:
        result = row.result
        if result.item.gate is not None and result.truth is _UNKNOWN:
            musts.append((row, 1 - doubt * (1 - _expected(result.item))))
        elif score_open and not result.settled and (row.swing > 0 or result.item.kind == "authority"):
            options.append((row, min(0.98, max(0.02, _expected(result.item) + lean))))
    failing, rate = _points_rate(options, [row for row, _ in musts], needed, unsure)
    weights = [_weight(row, chance, failing) for row, chance in options]
    best = max(weights, default=1.0)
    ranked = [(1 - chance, Ranked(row, True)) for row, chance in musts]
    ranked += [
        (rate * weight / best, Ranked(row, False)) for (row, _), weight in zip(options, weights, strict=True)
    ]
    # Sorting is stable, and must-haves with the same worth as options go first.
    ranked.sort(key=lambda entry: -entry[0])
    return [entry for _, entry in ranked]


def _lean(rows: Iterable[Row]) -> tuple[float, float]:
    """How much better or worse than expected this firm does on point rows, from -1 to 1, and how unsure that is."""
    surprise, seen = 0.0, 0
    for row in rows:
        result = row.result
        if result.settled and result.item.gate is None and result.truth is not _UNKNOWN:
            surprise += (result.truth is _TRUE) - _expected(result.item)
            seen += 1
    return surprise / (seen + _TRUST), _FIRMS_DIFFER * sqrt(_TRUST / (seen + _TRUST))


def _expected(item: Item) -> float:
    if item.usually_met is not None:
        return _MET[item.usually_met]
    return _UNSAID_MUST if item.gate is not None else _UNSAID_OPTION


def _doubt(rows: Iterable[Row]) -> float:
    """What is left of the doubt in must-haves after those that were met, from 1 towards 0.

    One that fails ends the asking, so that all shown so far are met: the more doubtful ones among them, the
    better the firm keeps its must-haves.
    """
    passed = 0.0
    for row in rows:
        result = row.result
        if result.item.gate is not None and result.truth is _TRUE and not result.not_applicable:
            passed += 1 - _expected(result.item)
    return _STUBBORN / (_STUBBORN + passed)


def _weight(row: Row, chance: float, failing: float) -> float:
    """The points that the answer is expected to move in the direction the verdict leans to."""
    return float(row.swing) * (failing * (1 - chance) + (1 - failing) * chance) + 1e-9


def _points_rate(
    options: Sequence[tuple[Row, float]], musts: Iterable[Row], needed: float, unsure: float
) -> tuple[float, float]:
    """The chance that points are missed, and the worth per question of asking for points."""
    gains = [(float(row.swing), chance) for row, chance in options]
    # A must-have that fails settles the verdict by itself; for the points it counts as met.
    gains += [(float(row.swing), 1.0) for row in musts if row.swing > 0]
    mean = sum(gain * chance for gain, chance in gains)
    # Rows of one firm turn out well or badly together, which a sum of independent rows would miss.
    common = unsure * sum(float(row.swing) for row, _ in options)
    spread = sqrt(common**2 + sum(gain * gain * chance * (1 - chance) for gain, chance in gains)) or 1e-9
    failing = 0.5 * (1 - erf((mean - needed) / (spread * sqrt(2))))
    spare = sum(gain for gain, _ in gains) - needed
    questions, lost = 0, 0.0
    for loss in sorted((gain * (1 - chance) for gain, chance in gains), reverse=True):
        if lost > spare:
            break
        lost += loss
        questions += 1
    return failing, failing / max(questions, 1)
