"""The way through the procedure of a text: batch, steps, dates and contacts, each with its clause and the day it holds."""

from __future__ import annotations

from datetime import date

from prompts import plan_wording as words
from prompts.plan_citations import Citations
from prompts.plan_contacts import Whereabouts, contacts
from prompts.plan_text_rows import CalendarRow, Course, ProcedureRow
from scoring.assessment import Assessment
from scoring.ladder_scheme.ladder import effect_of
from scoring.rules.pack import Pack


def course(
    result: Assessment, pack: Pack, industry: str | None, where: Whereabouts, citations: Citations
) -> Course:
    """All of it in the order in which it is read; `industry` is the firm's own word, used where no unit names one."""
    batches = _batches(result, pack, industry, citations)
    procedure = tuple(ProcedureRow(step.who, step.what, citations.mark(step.cite)) for step in pack.procedure)
    dates = _calendar(pack, result.as_of, citations)
    people, note = contacts(pack, where, citations)
    told = batches or procedure or dates or people
    return Course(_standing(pack, result.as_of) if told else "", batches, procedure, dates, people, note)


def _calendar(pack: Pack, as_of: date, citations: Citations) -> tuple[CalendarRow, ...]:
    """The dates and periods of the text, passed or left on the day."""
    return tuple(
        CalendarRow(
            entry.when,
            _state(entry.date, as_of),
            entry.what,
            entry.who or words.NONE,
            citations.mark(entry.cite),
        )
        for entry in pack.calendar
    )


def avoided(pack: Pack, citations: Citations) -> tuple[str, ...]:
    """What takes a grade, title or application away; an event joins only where no ground of its clause tells it."""
    told = {(ground.cite.document_id, ground.cite.clause_id) for ground in pack.withdrawal}
    lines = [f"{ground.text}{citations.mark(ground.cite)}" for ground in pack.withdrawal]
    lines += [
        f"{effect_of(pack, item)}{citations.mark(item.cite)}"
        for item in pack.of_kind("event")
        if (item.cite.document_id, item.cite.clause_id) not in told
    ]
    return tuple(lines)


def _batches(result: Assessment, pack: Pack, industry: str | None, citations: Citations) -> tuple[str, ...]:
    """A line for each industry of the firm; nothing where the text reviews all of them together."""
    if not pack.batches:
        return ()
    named = [unit.industry for unit in result.units if unit.industry] or ([industry] if industry else [])
    if not named:
        return ("没有说明行业，不能对应到批次。",)
    lines = []
    for name in dict.fromkeys(named):
        found = [batch for batch in pack.batches if name in batch.industries]
        lines += [
            f"{name}：属{batch.group}，{_spoken(batch.by)}前审核认定{citations.mark(batch.cite)}"
            f"（{_state(batch.by, result.as_of)}）"
            for batch in found
        ]
        if not found:
            lines.append(f"{name}：没有对上文本分批的行业名称，批次待核对。")
    return tuple(lines)


def _standing(pack: Pack, as_of: date) -> str:
    """What the standing of the text means for its dates and contacts; empty while it holds."""
    standing = words.standing(pack, as_of)
    if pack.status == "draft":
        return f"本文本{standing}，以下程序和要求还可能变动。"
    if pack.status == "in_force" or standing == words.RUNNING:
        return ""
    until = f"（到 {pack.cycle_until}）" if pack.cycle_until else ""
    return (
        f"本文本{standing}{until}，以下批次、日期、程序和联系方式都是文本当时写的，使用前请向主管部门核实。"
    )


def _spoken(day: str) -> str:
    when = date.fromisoformat(day)
    return f"{when.year}年{when.month}月{when.day}日"


def _state(day: str | None, as_of: date) -> str:
    if day is None:
        return words.NONE
    left = (date.fromisoformat(day) - as_of).days
    if left < 0:
        return "已过"
    return f"还有 {left} 天" if left else "就在当日"
