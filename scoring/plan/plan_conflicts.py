"""Why no plan fits: the smallest set of wants that cannot all be had."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from scoring.assessment import Assessment
from scoring.numbers import plain
from scoring.plan.changes import facts_at
from scoring.plan.measures import Measure
from scoring.plan.plan_demands import Demands, wants_of, wishes
from scoring.plan.plan_request import PlanRequest
from scoring.plan.plan_search import fits
from scoring.plan.targets import blocking_events, goal_words, short_aspects
from scoring.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class Conflict:
    """One want of the smallest set that cannot all be had.

    `want` is `target`, `item:<id>`, `event:<id>`, `budget`, `deadline`, `excludes:<id>,<id>` or `requires:<id>`.
    """

    want: str
    detail: str


def conflicts(
    pack: Pack, before: Assessment, measures: tuple[Measure, ...], asked: Demands, request: PlanRequest
) -> tuple[Conflict, ...]:
    """The smallest set of wants that conflict; the target is always one of them, said or meant by an item or event."""
    goal = goal_words(pack, request.target)
    if events := _events(pack, before, request):
        return events
    if pack.kind == "points" and pack.pass_rule is None:
        reason = pack.undetermined_reason.text if pack.undetermined_reason else ""
        return (Conflict("target", f"本方案没有可计算的达标线：{reason}"),)
    if unclosable := [key for key, ids in asked.must_close.items() if not ids]:
        return (_unclosable(unclosable),)
    named = wishes(measures, request)

    def possible(kept: frozenset[str]) -> bool:
        return fits(measures, wants_of(asked, measures, request, frozenset(named) - kept))

    if not possible(frozenset()):
        return (Conflict("target", f"即使全部措施都做、不限预算和期限，得分仍差，达不到目标：{goal}"),)
    if possible(frozenset(named)):
        return (Conflict("target", f"没有任何单元或措施能达到目标：{goal}；请核对单元所属的类别和目标"),)
    found = smallest_conflict(named, possible)
    return (Conflict("target", f"目标：{goal}"), *(_told(want, measures, request) for want in found))


def smallest_conflict(wants: Sequence[str], possible: Callable[[frozenset[str]], bool]) -> tuple[str, ...]:
    """The fewest wants that cannot be had together, the first such set in the order given.

    Whatever conflicts has a want in common with every set whose removal leaves the rest possible. Such sets are
    collected one by one; the smallest set that meets them all and is still impossible is the answer.

    Args:
        wants: names; impossible all together, and possible when none is kept.
        possible: whether the kept ones can be had; what can be had stays so with fewer.
    """
    corrections: list[frozenset[str]] = []
    while True:
        guess = _first_hitting(wants, corrections)
        if not possible(guess):
            return tuple(want for want in wants if want in guess)
        kept = guess
        for want in wants:
            if want not in kept and possible(kept | {want}):
                kept |= {want}
        corrections.append(frozenset(wants) - kept)


def _first_hitting(wants: Sequence[str], sets: Sequence[frozenset[str]]) -> frozenset[str]:
    concerned = frozenset(chain.from_iterable(sets))
    order = [want for want in wants if want in concerned]
    # All wants together meet every set: none is empty.
    guesses = chain.from_iterable(combinations(order, size) for size in range(len(order) + 1))
    return next(frozenset(guess) for guess in guesses if all(one.intersection(guess) for one in sets))


def _events(pack: Pack, before: Assessment, request: PlanRequest) -> tuple[Conflict, ...]:
    if not before.overrides:
        return ()
    keys = short_aspects(pack, request.start, before, request.target)
    facts = facts_at(pack, request.start, before, [(key, request.target) for key in keys])
    return tuple(
        Conflict(f"event:{o.event}", f"{o.effect}；这不是措施能改变的")
        for o in blocking_events(pack, request.start, request.target, facts, before)
    )


def _unclosable(keys: Sequence[str]) -> Conflict:
    others = f"；同样没有措施的还有 {len(keys) - 1} 条：{'、'.join(keys[1:])}" if len(keys) > 1 else ""
    return Conflict(
        f"item:{keys[0]}",
        f"{keys[0]} 尚未满足或未说清，没有任何措施能解决它，而它是达到目标所必需的{others}",
    )


def _told(want: str, measures: Sequence[Measure], request: PlanRequest) -> Conflict:
    kind, _, names = want.partition(":")
    if kind == "budget":
        assert request.budget is not None
        return Conflict(want, f"预算 {plain(request.budget)} 万元")
    if kind == "deadline":
        assert request.deadline is not None
        return Conflict(want, f"期限 {request.deadline.isoformat()}")
    titles = {measure.id: f"{measure.id} {measure.title}" for measure in measures}
    if kind == "excludes":
        pair = next((a, b) for a in titles for b in titles if names == f"{a},{b}")
        return Conflict(want, f"{titles[pair[0]]}与{titles[pair[1]]}不能同时选用")
    before = next(measure.requires for measure in measures if measure.id == names)
    return Conflict(want, f"{titles[names]}须在{'、'.join(titles[one] for one in before)}之后")
