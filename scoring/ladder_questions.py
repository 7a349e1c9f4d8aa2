"""What to ask next of a firm on a ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring.aspects import AspectResult, CountedUnit, aspect_item
from scoring.assessment import GradeInterval, Question
from scoring.ladder import bounded, effect_of
from scoring.pack import Item, Pack, Usually
from scoring.units import known_in_order

_DOUBT: tuple[Usually, ...] = ("seldom", "sometimes", "mostly", "almost_always")


def ladder_questions(
    pack: Pack,
    units: Sequence[CountedUnit],
    events: Mapping[str, bool],
    grade: GradeInterval | None,
    lead: GradeInterval | None,
) -> tuple[Question, ...]:
    """The unknown aspects that can still change the grade, the most doubtful first, then events that would.

    An aspect matters while it may turn out below the grade that the firm can still reach; units that look worst are
    asked first, since one aspect on the floor settles the firm.
    """
    open_aspects: list[tuple[int, int, int, int, Question]] = []
    for index, unit in enumerate(units):
        firm = lead if unit.unit.leading else grade
        if firm is None or firm.confirmed == firm.reachable:
            continue
        ladder = pack.leading_rungs if unit.unit.leading else pack.rungs
        worst_seen = max((ladder.index(result.best) for result in unit.aspects.values()), default=0)
        label = f"“{unit.unit.name}”的" if len(units) > 1 else ""
        for place, name in enumerate(known_in_order(pack)):
            if _matters(unit.aspects.get(name), firm.reachable, ladder):
                item = pack.items[name]
                order = (-worst_seen, _doubt(item), index, place)
                open_aspects.append((*order, _aspect_question(pack, item, index, label, firm.reachable)))
    if not units and grade is not None:
        open_aspects = [
            (0, _doubt(item), 0, place, _aspect_question(pack, item, 0, "", grade.reachable))
            for place, item in enumerate(pack.of_kind("aspect"))
            if grade.confirmed != grade.reachable
        ]
    open_aspects.sort(key=lambda entry: entry[:4])
    return tuple(entry[4] for entry in open_aspects) + _event_questions(pack, events, grade, lead)


def _doubt(item: Item) -> int:
    return _DOUBT.index(item.usually_met or "sometimes")


def _matters(known: AspectResult | None, reachable: str, ladder: Sequence[str]) -> bool:
    if known is None:
        return True
    return known.worst != known.best and ladder.index(known.worst) > ladder.index(reachable)


def _aspect_question(pack: Pack, item: Item, index: int, label: str, reachable: str) -> Question:
    spoken = pack.spoken(reachable)
    why = f"{label}{item.id}低于{spoken}就到不了{spoken}；没有说清之前只能按最低等级计"
    return Question(aspect_item(index, item.id), item.question, why, item.cite, item.proof)


def _event_questions(
    pack: Pack, events: Mapping[str, bool], grade: GradeInterval | None, lead: GradeInterval | None
) -> tuple[Question, ...]:
    questions = []
    for item in pack.of_kind("event"):
        lowers = grade is not None and bounded(grade, [item], pack.rungs) != grade
        unleads = lead is not None and lead.reachable != pack.leading_rungs[-1]
        if item.id not in events and (lowers or unleads):
            questions.append(
                Question(f"events.{item.id}", item.question, effect_of(pack, item), item.cite, item.proof)
            )
    return tuple(questions)
