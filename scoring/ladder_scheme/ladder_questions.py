"""What to ask next of a firm on a ladder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scoring.assessment import GradeInterval, Question, Screening
from scoring.firm.aspects import CountedUnit, aspect_item
from scoring.firm.measured import AspectResult
from scoring.ladder_scheme.ladder import effect_of
from scoring.points_scheme.screening import MOST_ROWS, MOST_SCREENINGS
from scoring.rules.pack import Item, Pack, Usually

_DOUBT: tuple[Usually, ...] = ("seldom", "sometimes", "mostly", "almost_always")


def ladder_questions(
    pack: Pack,
    ordered: Sequence[OpenAspect],
    events: Mapping[str, bool],
    lead: GradeInterval | None,
    lowers: Callable[[Item], bool],
) -> tuple[Question, ...]:
    """The unknown aspects that can still change the grade, then events that would.

    Args:
        pack: the scheme.
        ordered: the aspects, most decisive first.
        events: the answers that are known.
        lead: the grade on the track 引领性, if the firm is on it.
        lowers: whether an event would change the grade, beside those that happened.
    """
    return tuple(entry.question for entry in ordered) + _event_questions(pack, events, lead, lowers)


def ladder_screenings(pack: Pack, ordered: Sequence[OpenAspect]) -> tuple[Screening, ...]:
    """Questions over all aspects that still matter, the unit first that looks worst; small units share one."""
    parts: list[list[OpenAspect]] = []
    for _, group in groupby(ordered, key=lambda entry: entry.unit):
        entries = list(group)
        if parts and len(parts[-1]) + len(entries) <= MOST_ROWS and parts[-1][0].needed == entries[0].needed:
            parts[-1] += entries
        else:
            parts += [entries[start : start + MOST_ROWS] for start in range(0, len(entries), MOST_ROWS)]
    return tuple(_screening(pack, part) for part in parts[:MOST_SCREENINGS])


def _screening(pack: Pack, entries: Sequence[OpenAspect]) -> Screening:
    spoken, kept = pack.spoken(entries[0].needed), pack.spoken(entries[0].reachable)
    named = "；".join(
        label + "、".join(entry.name for entry in group)
        for label, group in groupby(entries, key=lambda entry: entry.label)
    )
    question = f"{named}：对照指标满足到哪一级？"
    if len(entries) > 1:
        question = f"{named}：对照指标是不是都达到{spoken}？没有达到的是哪些，各到哪一级？"
    why = f"有一个低于{spoken}就到不了{kept}，一次说清最省时间"
    return Screening(tuple(entry.question.item for entry in entries), question, why)


@dataclass(frozen=True, slots=True)
class OpenAspect:
    """An aspect that may turn out below the grade the firm can still reach."""

    unit: int
    name: str
    label: str
    reachable: str
    """What the firm can still reach."""
    needed: str
    """What the aspect must reach for that; higher where an event lowers the grade."""
    order: tuple[int, int, int, int]
    question: Question


def open_aspects(
    pack: Pack,
    units: Sequence[CountedUnit],
    grade: GradeInterval | None,
    lead: GradeInterval | None,
    needed: str | None = None,
) -> list[OpenAspect]:
    """The unknown aspects that can still change the grade, the most decisive first.

    An aspect matters while it may turn out below what the grade that the firm can still reach needs; units that look
    worst come first, since one aspect on the floor settles the firm, then the more doubtful aspects.

    Args:
        pack: the scheme.
        units: the units as their sources leave them.
        grade: the grade of the firm, None where all units are on the track 引领性.
        lead: the grade on that track.
        needed: what aspects must reach for the grade; None where no event lowers it, so that they are the same.
    """
    found: list[OpenAspect] = []
    for index, unit in enumerate(units):
        firm = lead if unit.unit.leading else grade
        if firm is None or firm.confirmed == firm.reachable:
            continue
        ladder = pack.leading_rungs if unit.unit.leading else pack.rungs
        worst_seen = max((ladder.index(result.best) for result in unit.aspects.values()), default=0)
        label = f"“{unit.unit.name}”的" if len(units) > 1 else ""
        for place, name in enumerate(pack.aspect_ids):
            need = firm.reachable if unit.unit.leading or needed is None else needed
            if _matters(unit.aspects.get(name), need, ladder):
                item = pack.items[name]
                order = (-worst_seen, _doubt(item), index, place)
                question = _aspect_question(pack, item, index, label, need, firm.reachable)
                found.append(OpenAspect(index, name, label, firm.reachable, need, order, question))
    if not units and grade is not None and grade.confirmed != grade.reachable:
        for place, item in enumerate(pack.of_kind("aspect")):
            need = needed or grade.reachable
            question = _aspect_question(pack, item, 0, "", need, grade.reachable)
            order = (0, _doubt(item), 0, place)
            found.append(OpenAspect(0, item.id, "", grade.reachable, need, order, question))
    return sorted(found, key=lambda entry: entry.order)


def _doubt(item: Item) -> int:
    return _DOUBT.index(item.usually_met or "sometimes")


def _matters(known: AspectResult | None, needed: str, ladder: Sequence[str]) -> bool:
    if known is None:
        return True
    return known.worst != known.best and ladder.index(known.worst) > ladder.index(needed)


def _aspect_question(pack: Pack, item: Item, index: int, label: str, needed: str, reachable: str) -> Question:
    spoken, kept = pack.spoken(needed), pack.spoken(reachable)
    why = f"{label}{item.id}低于{spoken}就到不了{kept}；没有说清之前只能按最低等级计"
    return Question(aspect_item(index, item.id), item.question, why, item.cite, item.proof)


def _event_questions(
    pack: Pack, events: Mapping[str, bool], lead: GradeInterval | None, lowers: Callable[[Item], bool]
) -> tuple[Question, ...]:
    questions = []
    for item in pack.of_kind("event"):
        unleads = lead is not None and lead.reachable != pack.leading_rungs[-1]
        if item.id not in events and (unleads or lowers(item)):
            questions.append(
                Question(f"events.{item.id}", item.question, effect_of(pack, item), item.cite, item.proof)
            )
    return tuple(questions)
