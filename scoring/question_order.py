"""Which unknown of a points scheme to ask next: the one that most likely settles the verdict soonest.

Floating-point numbers here decide an order of asking and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import erf, sqrt

from scoring.pack import Item, Usually
from scoring.rows import Row
from scoring.truth import Truth

_MET: dict[Usually, float] = {"almost_always": 0.97, "mostly": 0.85, "sometimes": 0.5, "seldom": 0.2}
"""How likely a row is met when nothing is known of the firm but that it considers applying."""
# Where a pack gives no expectation: a must-have is mostly met, a row that only brings points is open.
_UNSAID_MUST, _UNSAID_OPTION = 0.9, 0.5
# What the expectation is worth against the firm's own answers, in answers.
_TRUST = 6.0


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
    lean = _lean(rows)
    musts = [row for row in rows if row.result.item.gate is not None and row.result.truth is Truth.UNKNOWN]
    options = [row for row in rows if score_open and _brings_points(row)]
    by_points = _points_rate(options, musts, needed, lean)
    ranked: list[tuple[float, int, Ranked]] = []
    place = {row.result.item.id: index for index, row in enumerate(rows)}
    asked = {row.result.item.id for row in musts}
    for row in musts:
        doubt = 1 - _chance(row.result.item, lean)
        ranked.append((doubt, place[row.result.item.id], Ranked(row, True)))
    failing, rate = by_points
    best = max((_weight(row, failing, lean) for row in options), default=0.0)
    for row in options:
        if row.result.item.id not in asked:
            worth = rate * _weight(row, failing, lean) / best if best else 0.0
            ranked.append((worth, place[row.result.item.id], Ranked(row, False)))
    ranked.sort(key=lambda entry: (-entry[0], entry[1]))
    return [entry for _, _, entry in ranked]


def _brings_points(row: Row) -> bool:
    return not row.result.settled and (row.swing > 0 or row.result.item.kind == "authority")


def _lean(rows: Iterable[Row]) -> float:
    """How much better or worse than expected this firm's answers on point rows are, from -1 to 1."""
    surprise, seen = 0.0, 0
    for row in rows:
        if row.result.settled and row.result.item.gate is None and row.result.truth is not Truth.UNKNOWN:
            surprise += (row.result.truth is Truth.MET) - _expected(row.result.item)
            seen += 1
    return surprise / (seen + _TRUST)


def _expected(item: Item) -> float:
    if item.usually_met is not None:
        return _MET[item.usually_met]
    return _UNSAID_MUST if item.gate is not None else _UNSAID_OPTION


def _chance(item: Item, lean: float) -> float:
    """The chance that a row is met, moved by how the firm has answered so far; must-haves move half as much."""
    return min(0.99, max(0.02, _expected(item) + lean * (0.5 if item.gate is not None else 1.0)))


def _weight(row: Row, failing: float, lean: float) -> float:
    """The points that the answer is expected to move in the direction the verdict leans to."""
    chance = _chance(row.result.item, lean)
    return float(row.swing) * (failing * (1 - chance) + (1 - failing) * chance) + 1e-9


def _points_rate(
    options: Sequence[Row], musts: Sequence[Row], needed: float, lean: float
) -> tuple[float, float]:
    """The chance that points are missed, and the worth per question of asking for points."""
    gains = [float(row.swing) for row in (*options, *(row for row in musts if row.swing > 0))]
    chances = [_chance(row.result.item, lean) for row in options] + [1.0] * (len(gains) - len(options))
    mean = sum(gain * chance for gain, chance in zip(gains, chances, strict=True))
    spread = sqrt(sum(g * g * c * (1 - c) for g, c in zip(gains, chances, strict=True))) or 1e-9
    failing = 0.5 * (1 - erf((mean - needed) / (spread * sqrt(2))))
    spare = sum(gains) - needed
    losses = sorted((gain * (1 - chance) for gain, chance in zip(gains, chances, strict=True)), reverse=True)
    questions, lost = 0, 0.0
    for loss in losses:
        if lost > spare:
            break
        lost += loss
        questions += 1
    return failing, failing / max(questions, 1)
