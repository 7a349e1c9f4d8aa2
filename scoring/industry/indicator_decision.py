"""What the indicators of a unit leave of each aspect: an interval of grades, the reasons, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.industry.indicator import IndicatorPack
from scoring.industry.indicator_readings import IndicatorFacts
from scoring.industry.indicator_results import IndicatorResult, evaluate
from scoring.truth import Truth, all_of


@dataclass(frozen=True, slots=True)
class IndicatorQuestion:
    """An indicator, or the processes of the unit, that can still change the aspect."""

    item: str
    """Indicator id, or `processes`."""
    question: str
    why: str
    source: str
    proof: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    """The process tags that are asked for."""


@dataclass(frozen=True, slots=True)
class AspectDecision:
    """The grades an aspect holds if everything unknown fails, and if it passes."""

    aspect: str
    worst: str
    best: str
    because: tuple[str, ...]
    results: tuple[IndicatorResult, ...]
    sources: tuple[str, ...]
    questions: tuple[IndicatorQuestion, ...]
    complete: bool
    missing: tuple[str, ...]
    """What the packs do not cover of the aspect, in words."""
    informative: bool
    """Whether the facts narrow the aspect at all; if not, worst and best are the ends of the ladder."""


def decide(
    pack: IndicatorPack,
    facts: IndicatorFacts,
    *,
    scheme: str,
    rungs: Sequence[str],
    as_of: date,
    proof: str = "declared",
) -> Mapping[str, AspectDecision]:
    """The aspects that one pack speaks of, by their name in the scheme; a pure function of its arguments.

    The best grade is the best one at which no indicator fails. The worst is the floor, unless the pack covers the aspect
    completely: then the best grade at which every indicator that applies is met.

    Args:
        pack: indicators of the unit's industry.
        facts: what is said of the unit.
        scheme: id of the scheme, which names the aspects.
        rungs: the ladder of the unit, best first.
        as_of: a pack that is not in force on this day decides nothing.
        proof: the weakest rung of proof that counts.
    """
    if not pack.in_force_on(as_of.isoformat()) or not set(pack.grades) & set(rungs[:-1]):
        return {}
    considered = [rung for rung in rungs if rung in pack.grades or not pack.all_grades or rung == rungs[-1]]
    decisions: dict[str, AspectDecision] = {}
    for name, aspects in pack.aspects_in(scheme).items():
        results = tuple(
            result
            for aspect in aspects
            for indicator in pack.of_aspect(aspect.id)
            if (result := evaluate(pack, indicator, facts, rungs=considered, as_of=as_of, proof=proof))
            is not None
        )
        if not results:
            continue  # No indicator applies to what the unit runs, so that the pack says nothing of the aspect.
        best = next(r for r in considered if all(one.truths[r] is not Truth.NOT_MET for one in results))
        complete = all(aspect.completeness == "complete" for aspect in aspects)
        worst = rungs[-1]
        if complete:
            worst = next(r for r in considered if all_of(one.truths[r] for one in results) is Truth.MET)
        decisions[name] = AspectDecision(
            name,
            worst,
            best,
            _because(results, considered, best),
            results,
            (pack.source.told,),
            _questions(pack, results, considered, best, worst),
            complete,
            tuple(missing for aspect in aspects for missing in aspect.missing),
            (worst, best) != (rungs[-1], rungs[0]),
        )
    return decisions


def decide_unit(
    packs: Sequence[IndicatorPack],
    industry: str | None,
    facts: IndicatorFacts,
    *,
    scheme: str,
    rungs: Sequence[str],
    as_of: date,
    proof: str = "declared",
) -> Mapping[str, AspectDecision]:
    """The aspects that all packs of the industry speak of; where several do, each may narrow what the others leave.

    Where packs contradict each other the worse grade is taken for both ends, and `because` says so.
    """
    whole: dict[str, AspectDecision] = {}
    for pack in packs:
        if pack.industry != industry:
            continue
        for name, one in decide(pack, facts, scheme=scheme, rungs=rungs, as_of=as_of, proof=proof).items():
            whole[name] = _joined(whole[name], one, rungs) if name in whole else one
    return whole


def _joined(one: AspectDecision, other: AspectDecision, rungs: Sequence[str]) -> AspectDecision:
    best = max(one.best, other.best, key=rungs.index)
    worst = min(one.worst, other.worst, key=rungs.index)
    because = (*one.because, *other.because)
    if rungs.index(worst) < rungs.index(best):
        because += (f"两个指标包的结论不一致（{worst} 与 {best}），按较低的 {best} 计，请核对版本",)
        worst = best
    return AspectDecision(
        one.aspect,
        worst,
        best,
        because,
        (*one.results, *other.results),
        (*one.sources, *other.sources),
        (*one.questions, *other.questions) if worst != best else (),
        one.complete or other.complete,
        () if one.complete or other.complete else (*one.missing, *other.missing),
        one.informative or other.informative,
    )


def _because(results: Sequence[IndicatorResult], rungs: Sequence[str], best: str) -> tuple[str, ...]:
    """What holds the aspect below the top, and statements that disagree; nothing where nothing is said."""
    told = []
    for result in results:
        failing = [rung for rung in rungs if result.truths[rung] is Truth.NOT_MET]
        if failing:
            # The worst grade that fails does so by its own demand; all better ones fail with it.
            demand = result.indicator.demands[failing[-1]]
            asked = f"{failing[-1]}要求：{demand.text}（{demand.source}）"
            told.append(f"{result.because}，{asked}，因此最高为{best}")
        elif result.reading is not None or result.contradiction is not None:
            told.append(result.because)
    return tuple(told)


def _questions(
    pack: IndicatorPack, results: Sequence[IndicatorResult], rungs: Sequence[str], best: str, worst: str
) -> tuple[IndicatorQuestion, ...]:
    """What can still move an end: unknown at a rung that is neither lost already nor sure."""
    open_rungs = rungs[rungs.index(best) : rungs.index(worst)]
    questions: list[IndicatorQuestion] = []
    tags: list[str] = []
    for result in results:
        undecided = [r for r in open_rungs if result.truths[r] is Truth.UNKNOWN]
        known_demand = [r for r in undecided if r in result.indicator.demands]
        if not known_demand or result.answered:
            continue
        if result.applies is Truth.UNKNOWN:
            tags += [tag for group in result.indicator.applies_when for tag in group]
            continue
        why = f"{result.because}；低于{known_demand[0]}的要求就到不了{known_demand[0]}"
        questions.append(
            IndicatorQuestion(
                result.indicator.id,
                result.indicator.question,
                why,
                result.indicator.demands[known_demand[0]].source,
                result.indicator.proof,
            )
        )
    if tags:
        named = tuple(dict.fromkeys(tags))
        questions.insert(
            0,
            IndicatorQuestion(
                "processes",
                f"这个单元有哪些工艺：{'、'.join(named)}？没有的也请说明。",
                "有的指标只用于某种工艺；说明之后才知道哪些适用",
                pack.source.told,
                processes=named,
            ),
        )
    return tuple(questions)
