"""The fewest requirements that have to change to reach a target: every such set, found exactly and proved by the core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import islice
from typing import Literal

from scoring.assess import AssessRequest, assess
from scoring.assessment import Assessment, TraceStep
from scoring.numbers import EXACT_DIGITS
from scoring.plan.changes import facts_at, held_grades
from scoring.plan.targets import again, blocking_events, goal_words, reached, rungs_of, short_aspects
from scoring.rules.pack import Cite, Pack
from scoring.truth import Truth

MOST_SETS = 5
_ZERO = Decimal(0)
How = Literal["to_show", "to_close"]


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement of a set."""

    key: str
    """Item id, or unit and aspect (`0.运输方式`)."""
    title: str
    how: How
    """`to_show`: it may be met already and only has to be shown. `to_close`: it is known to fall short."""
    must: bool
    """Whether it belongs to every set."""
    gain: Decimal | None
    """Points of the total that it adds over what is safe today; None on ladders."""
    goal: str | None
    """The grade to hold; None in points schemes."""
    because: str
    cite: Cite


@dataclass(frozen=True, slots=True)
class GapSet:
    """One smallest set, and what the core finds when it is done."""

    needs: tuple[Need, ...]
    after: Assessment

    def how_many(self, how: How) -> int:
        """How many of its requirements are only to be shown, or are to be closed."""
        return sum(need.how == how for need in self.needs)


@dataclass(frozen=True, slots=True)
class GapSets:
    """All smallest sets, the largest gains first, up to the number asked for."""

    target: str
    sets: tuple[GapSet, ...]
    """None when the target cannot be reached; one empty set when it is held already."""
    more: bool = False
    """Whether there are further sets of the same size."""
    obstacle: str = ""
    """Why there is no set."""
    blocked_by: tuple[str, ...] = ()
    """What no measure can change: events, or must-haves that only an authority or assessor decides."""

    @property
    def shared(self) -> tuple[Need, ...]:
        """What all sets given here hold beside the must-haves, so that only the rest is to choose from."""
        if not self.sets:
            return ()
        first, *others = self.sets
        return tuple(n for n in first.needs if not n.must and all(n in other.needs for other in others))


def gap_sets(pack: Pack, request: AssessRequest, target: str, most: int = MOST_SETS) -> GapSets:
    """The smallest sets of requirements whose change reaches the target.

    Args:
        pack: the scheme.
        request: the facts as they are.
        target: `pass`, or a rung of either track.
        most: how many sets to give; at least 1.
    """
    with localcontext(prec=EXACT_DIGITS):
        before = assess(pack, request)
        if pack.kind == "ladder":
            return _of_ladder(pack, request, target, before)
        return _of_points(pack, request, target, before, most)


def smallest_sums(gains: Sequence[Decimal], missing: Decimal) -> Iterator[tuple[int, ...]]:
    """The places of the fewest gains that add up to what is missing: every such choice, in lexical order.

    Args:
        gains: positive, largest first.
        missing: what the sum has to reach; at most the sum of all.
    """
    sums = [_ZERO]
    for gain in gains:
        sums.append(sums[-1] + gain)
    size = next(count for count, total in enumerate(sums) if total >= missing)

    def choices(start: int, left: int, needed: Decimal) -> Iterator[tuple[int, ...]]:
        if left == 0:
            yield ()
            return
        for place in range(start, len(gains) - left + 1):
            # The largest that are left cannot make it: nor can any later ones.
            if sums[place + left] - sums[place] < needed:
                return
            for rest in choices(place + 1, left - 1, needed - gains[place]):
                yield (place, *rest)

    return choices(0, size, missing)


def _of_points(pack: Pack, request: AssessRequest, target: str, before: Assessment, most: int) -> GapSets:
    if pack.pass_rule is None or before.score is None:
        reason = pack.undetermined_reason.text if pack.undetermined_reason else ""
        return GapSets(target, (), obstacle=f"本方案没有可计算的达标线：{reason}")
    # What an authority alone can give stays open, whatever a firm claims of it.
    best = _done(pack, request, before, [(item_id, Decimal(1)) for item_id in pack.items])
    then = {step.item: step for step in best.trace}
    needs: list[Need] = []
    stuck: list[str] = []
    for step in before.trace:
        item, full = pack.items[step.item], then[step.item]
        gain = pack.weight_of(item) * ((full.lower or _ZERO) - (step.lower or _ZERO))
        must = item.gate is not None and step.truth is not Truth.MET
        if must and full.truth is not Truth.MET:
            stuck.append(item.id)
        elif must or gain > 0:
            how = _how(step, full)
            needs.append(Need(item.id, item.title, how, must, gain, None, step.because, item.cite))
    if stuck:
        names = "、".join(f"{one} {pack.items[one].title}" for one in stuck)
        return GapSets(target, (), obstacle=f"{names}：不由企业的措施决定", blocked_by=tuple(stuck))
    always = [need for need in needs if need.must]
    rows = sorted((need for need in needs if not need.must), key=lambda need: -(need.gain or _ZERO))
    missing = pack.pass_rule.at_least - before.score.lower - _total(always)
    if _total(rows) < missing:
        return GapSets(target, (), obstacle="所有由企业决定的条目都满足，总分仍不到要求的分数")
    choices = smallest_sums([need.gain or _ZERO for need in rows], missing)
    found = [(*always, *(rows[place] for place in choice)) for choice in islice(choices, most + 1)]
    sets = tuple(
        GapSet(chosen, _done(pack, request, before, [(need.key, Decimal(1)) for need in chosen]))
        for chosen in found[:most]
    )
    return GapSets(target, sets, more=len(found) > most)


def _of_ladder(pack: Pack, request: AssessRequest, target: str, before: Assessment) -> GapSets:
    rungs, held = rungs_of(pack, target), held_grades(before)
    steps = {step.item: step for step in before.trace}
    needs = []
    for key in short_aspects(pack, request, before, target):
        item = pack.items[key.partition(".")[2]]
        best = held[key][1] if key in held else rungs[0]
        how: How = "to_show" if rungs.index(best) <= rungs.index(target) else "to_close"
        because = steps[key].because if key in steps else "尚未说明"
        needs.append(Need(key, item.title, how, True, None, target, because, item.cite))
    goals = [(need.key, target) for need in needs]
    facts = facts_at(pack, request, before, goals)
    after = assess(pack, again(pack, request, facts))
    if reached(pack, after, target):
        return GapSets(target, (GapSet(tuple(needs), after),))
    events = blocking_events(pack, request, target, facts, before)
    if events:
        told = "；".join(event.effect for event in events)
        return GapSets(
            target,
            (),
            obstacle=f"{told}。这不是措施能改变的",
            blocked_by=tuple(event.event for event in events),
        )
    if needs:
        told = "即使这些方面都按目标补齐，重新计算仍不到目标；请核对单元填报的数值"
        return GapSets(target, (), obstacle=told)
    return GapSets(target, (), obstacle=f"没有任何单元属于目标“{goal_words(pack, target)}”所在的类别")


def _done(
    pack: Pack, request: AssessRequest, before: Assessment, goals: Iterable[tuple[str, Decimal]]
) -> Assessment:
    """What the core finds once these goals are reached and proved."""
    return assess(pack, again(pack, request, facts_at(pack, request, before, goals)))


def _how(now: TraceStep, full: TraceStep) -> How:
    if now.truth is Truth.NOT_MET:
        return "to_close"
    return "to_show" if (now.upper or _ZERO) >= (full.lower or _ZERO) else "to_close"


def _total(needs: Iterable[Need]) -> Decimal:
    return sum((need.gain or _ZERO for need in needs), _ZERO)
