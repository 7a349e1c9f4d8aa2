"""Where a firm stands under a scheme: result, target, what keeps it from the target, what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from assistant.talk.standing import headline
from scoring import Assessment, AssessRequest, Cite, Pack, ScoringError, Truth, as_json, assess
from scoring.numbers import plain
from scoring.plan.targets import goal_words, reached, read_target, rungs_of
from scoring.report import Citing

State = Literal["reached", "blocked", "open"]
STATES: dict[State, str] = {"blocked": "有未满足的", "open": "还没说清", "reached": "已达到目标"}


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something known to keep the firm from its target; `item` is None for the score as a whole."""

    item: str | None
    title: str
    why: str
    cite: Cite | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A result against a target."""

    pack: Pack
    result: Assessment
    target: str
    state: State
    blocked: tuple[Blocked, ...]
    open_items: tuple[str, ...]
    """Unknown items, those that can still change the result first."""

    @property
    def order(self) -> tuple[int, float]:
        """For sorting, worst first: blocked before open before reached, then by what is certain."""
        place = list(STATES).index(self.state)
        if self.result.score is not None:
            return place, float(
                self.result.score.lower / self.result.score.max
            ) if self.result.score.max else 0
        held = self.result.grade or self.result.leading
        rungs = rungs_of(self.pack, self.target)
        known = held.confirmed if held is not None else rungs[-1]
        return place, -(rungs.index(known) / len(rungs)) if known in rungs else 0.0


def stand(pack: Pack, request: AssessRequest, target: str | None) -> Standing:
    """The standing of a firm; a target that the scheme has not is the grade above, or to pass."""
    result = assess(pack, request)
    try:
        goal = read_target(pack, request, target)
    except ScoringError:
        goal = read_target(pack, request, None)
    blocked = _points(pack, result) if pack.kind == "points" else _ladder(pack, result, goal)
    state: State = "blocked" if blocked else "open"
    if reached(pack, result, goal):
        state, blocked = "reached", ()
    elif pack.kind == "points" and result.verdict == "undetermined" and not blocked:
        state = "open"
    unknown = (step.item for step in result.trace if step.truth is Truth.UNKNOWN)
    open_items = tuple(dict.fromkeys([*(q.item for q in result.next_questions), *unknown]))
    return Standing(pack, result, goal, state, blocked, open_items)


def standing_json(standing: Standing, citing: Citing) -> dict[str, Any]:
    """The standing in short; the whole result is asked for by itself."""
    result, pack = standing.result, standing.pack
    whole = as_json(result, citing)
    question = whole["next_questions"][0] if whole["next_questions"] else None
    return {
        "scheme": pack.id,
        "title": pack.title,
        "kind": pack.kind,
        "edition": pack.edition,
        "as_of": result.as_of.isoformat(),
        "headline": headline(pack, whole),
        **{name: whole.get(name) for name in ("score", "verdict", "grade", "leading")},
        "settled": result.settled,
        "target": standing.target,
        "target_label": goal_words(pack, standing.target),
        "state": standing.state,
        "state_label": STATES[standing.state],
        "blocking": [
            {
                "item": one.item,
                "title": one.title,
                "why": one.why,
                "citation": None if one.cite is None else citing(one.cite),
            }
            for one in standing.blocked
        ],
        "open": len(standing.open_items),
        "next_question": question,
    }


def _points(pack: Pack, result: Assessment) -> tuple[Blocked, ...]:
    short = {gap.item: gap for gap in result.gaps}
    found = []
    for item in dict.fromkeys(item for gate in result.gates for item in gate.failing):
        gap = short.get(item)
        why = gap.shortfall if gap is not None else "不满足"
        found.append(Blocked(item, pack.items[item].title, why, pack.items[item].cite))
    if (
        pack.pass_rule is not None
        and result.score is not None
        and result.score.upper < pack.pass_rule.at_least
    ):
        why = f"最高只能到 {plain(result.score.upper)} 分，要求 {plain(pack.pass_rule.at_least)} 分"
        found.append(Blocked(None, "总分", why, pack.pass_rule.cite))
    return tuple(found)


def _ladder(pack: Pack, result: Assessment, target: str) -> tuple[Blocked, ...]:
    rungs = rungs_of(pack, target)
    found = [
        Blocked(f"events.{one.event}", pack.items[one.event].title, one.effect, one.cite)
        for one in result.overrides
        if _short(result, target, rungs)
    ]
    units = len(result.units)
    for step in result.trace:
        if step.grade is None or step.grade.reachable not in rungs:
            continue
        if rungs.index(step.grade.reachable) > rungs.index(target):
            unit = result.units[int(step.item.partition(".")[0])].name if units > 1 else ""
            title = f"{unit}的{step.title}" if unit else step.title
            why = f"最高到{pack.spoken(step.grade.reachable)}，目标是{pack.spoken(target)}"
            found.append(Blocked(step.item, title, why, step.cite))
    return tuple(found)


def _short(result: Assessment, target: str, rungs: tuple[str, ...]) -> bool:
    held = result.grade if target in rungs and result.grade is not None else result.leading
    if held is None or held.reachable not in rungs:
        return True
    return rungs.index(held.reachable) > rungs.index(target)
