"""A share of well graded firms, from "every unknown fails" to "every unknown passes", against what is asked."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from scoring.assessment import GradeInterval
from scoring.rules.pack import Pack
from scoring.rules.text_data import Target

Reached = Literal["met", "reachable", "not_met", "no_firms"]
"""Certain, possible as long as unknowns turn out well, impossible on what is known, nothing to count."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a firm holds on either track; None where it has no unit there."""

    grade: GradeInterval | None
    leading: GradeInterval | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share as counts of firms: `lower` of `firms` if every unknown fails, `upper` if every unknown passes."""

    rungs: tuple[str, ...]
    """The grades that are counted, best first."""
    firms: int
    lower: int
    upper: int
    reached: Reached
    missing: int
    """Firms that must still be brought up, if every unknown fails."""
    missing_at_best: int
    """The same, if every unknown passes."""

    def per_cent(self, part: int) -> Decimal | None:
        """The share of these firms in per cent, to be rounded for show; None where there are no firms."""
        return part * _HUNDRED / self.firms if self.firms else None


def counted_rungs(pack: Pack, target: Target) -> tuple[frozenset[str], ...]:
    """The grades that a target counts: those its words name, then the same with B- taken for a B.

    Every share of these texts is one of “A、B 级企业”; some name 引领性 beside them. Whether a B- is a B they do not
    say, so both are given where the pack has it.
    """
    leading = [rung for rung in pack.leading_rungs[:1] if rung in target.cite.quote]
    named = frozenset({"A", "B", *leading})
    below = {
        rung
        for above, rung in itertools.pairwise(pack.rungs)
        if rung in pack.optional_rungs and above in named and rung not in named
    }
    return (named, named | below) if below else (named,)


def compare(pack: Pack, standings: Counter[Standing], target: Target) -> tuple[Share, ...]:
    """The share for a target, once for each way of counting; see :func:`counted_rungs`."""
    return tuple(_share(pack, standings, target.at_least, counts) for counts in counted_rungs(pack, target))


def spread(
    standings: Mapping[Standing, int], rungs: tuple[str, ...], *, leading: bool
) -> dict[str, Counter[str]]:
    """How many firms hold each rung for certain (`confirmed`) and at best (`reachable`), best rung first."""
    found = {"confirmed": Counter(dict.fromkeys(rungs, 0)), "reachable": Counter(dict.fromkeys(rungs, 0))}
    for standing, firms in standings.items():
        interval = standing.leading if leading else standing.grade
        if interval is not None:
            found["confirmed"][interval.confirmed] += firms
            found["reachable"][interval.reachable] += firms
    return found


def counts_for(pack: Pack, standing: Standing, rungs: frozenset[str]) -> tuple[bool, bool]:
    """Whether a firm counts if every unknown fails, and if every unknown passes.

    A firm with units on both tracks, where either would count, is settled by no text: it counts for certain
    when both are reached and possibly when one is.
    """
    tracks = []
    if standing.grade is not None:
        tracks.append((standing.grade.confirmed in rungs, standing.grade.reachable in rungs))
    if standing.leading is not None and (standing.grade is None or not rungs.isdisjoint(pack.leading_rungs)):
        tracks.append((standing.leading.confirmed in rungs, standing.leading.reachable in rungs))
    return all(low for low, _ in tracks), any(high for _, high in tracks)


def _share(pack: Pack, standings: Counter[Standing], at_least: Decimal, counts: frozenset[str]) -> Share:
    lower = upper = 0
    for standing, firms in standings.items():
        low, high = counts_for(pack, standing, counts)
        lower += firms * low
        upper += firms * high
    firms = standings.total()
    needed = int((at_least * firms / _HUNDRED).to_integral_value(ROUND_CEILING))
    order = (*pack.rungs, *pack.leading_rungs)
    return Share(
        rungs=tuple(rung for rung in order if rung in counts),
        firms=firms,
        lower=lower,
        upper=upper,
        reached=_reached(at_least, firms, lower, upper),
        missing=max(0, needed - lower),
        missing_at_best=max(0, needed - upper),
    )


def _reached(at_least: Decimal, firms: int, lower: int, upper: int) -> Reached:
    # Compared as products: a share such as one third has no end in decimals.
    if not firms:
        return "no_firms"
    if lower * _HUNDRED >= at_least * firms:
        return "met"
    return "reachable" if upper * _HUNDRED >= at_least * firms else "not_met"
