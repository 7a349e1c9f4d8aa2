"""Which unknown of a points scheme to ask next: the one that most likely settles the verdict soonest.

Floating-point numbers here decide an order of asking and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from math import erf, sqrt
from operator import itemgetter

from scoring.points_scheme.rows import Row, asking_columns

# What the expectation is worth against the firm's own answers, in answers.
_TRUST = 12.0
# How far firms stand apart on point rows, as a share of rows.
_FIRMS_DIFFER = 0.2
# How many failed must-haves would have to be expected before half of the doubt is gone.
_STUBBORN = 0.7


def rank(rows: Sequence[Row], *, needed: float, score_open: bool) -> list[Row]:
    """The rows that can still change the verdict, most decisive first, ties in the order of the text.

    Three ways lead to a verdict: one must-have that fails, points that can no longer be reached, or all of it shown.
    A must-have is worth asking by the chance that it fails. A row that only brings points is worth asking by
    the chance that the points decide, spread over the questions this would take.

    Args:
        rows: all rows of the scheme, in the order of the text.
        needed: points of the total still missing from what is safe; 0 or less when there are enough.
        score_open: whether points can still decide.
    """
    must, doubts, surprises, counts, option = asking_columns(rows)
    musts = list(compress(rows, must))
    options = list(compress(rows, option)) if score_open else []
    surprise, seen = sum(surprises), sum(counts)
    # A must-have that fails ends the asking, so that all shown so far are met: the more doubtful they were, the better
    # the firm keeps its must-haves.
    doubt = _STUBBORN / (_STUBBORN + sum(doubts))
    # How much better or worse than expected this firm does on point rows, and how unsure that still is.
    lean, unsure = surprise / (seen + _TRUST), _FIRMS_DIFFER * sqrt(_TRUST / (seen + _TRUST))
    hopes = [row.likely + lean for row in options]
    chances = [0.02 if hope < 0.02 else 0.98 if hope > 0.98 else hope for hope in hopes]
    failing, rate = _points_rate(options, chances, musts, needed, unsure)
    # The points that an answer is expected to move in the direction the verdict leans to.
    weights = [
        row.open_points * (failing * (1 - chance) + (1 - failing) * chance) + 1e-9
        for row, chance in zip(options, chances, strict=True)
    ]
    best = max(weights, default=1.0)
    ranked = [(doubt * (row.likely - 1), row) for row in musts]
    ranked += [(-rate * weight / best, row) for row, weight in zip(options, weights, strict=True)]
    # Sorting is stable, and must-haves with the same worth as options go first.
    ranked.sort(key=itemgetter(0))
    return [row for _, row in ranked]


def _points_rate(
    options: Sequence[Row], chances: Sequence[float], musts: Sequence[Row], needed: float, unsure: float
) -> tuple[float, float]:
    """The chance that points are missed, and the worth per question of asking for points."""
    # A must-have that fails settles the verdict by itself; for the points it counts as met.
    sure = sum([row.open_points for row in musts])
    gains = [row.open_points for row in options]
    losses = sorted([gain * (1 - chance) for gain, chance in zip(gains, chances, strict=True)], reverse=True)
    whole = sum(gains)
    mean = sure + whole - sum(losses)
    # Rows of one firm turn out well or badly together, which a sum of independent rows would miss.
    apart = sum([gain * gain * chance * (1 - chance) for gain, chance in zip(gains, chances, strict=True)])
    spread = sqrt((unsure * whole) ** 2 + apart) or 1e-9
    failing = 0.5 * (1 - erf((mean - needed) / (spread * sqrt(2))))
    spare = sure + whole - needed
    questions, lost = 0, 0.0
    for loss in losses:
        if lost > spare:
            break
        lost += loss
        questions += 1
    return failing, failing / max(questions, 1)
