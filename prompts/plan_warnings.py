"""What the grade that is certain and the target mean while a warning lasts, side by side, each with its source."""

from __future__ import annotations

from collections.abc import Sequence

from prompts import plan_wording as words
from prompts.plan_citations import Citations
from prompts.plan_text_rows import WarningRow, Warnings
from scoring.industry.indicator import ResponseTable
from scoring.plan.planning import Plan
from scoring.rules.cite import SEEN_LABELS, Source
from scoring.rules.pack import Pack
from scoring.rules.responses import responses_for
from scoring.rules.text_data import EVERY_GRADE, LEVELS, Level, Response

NOTHING_SAID = "没有写"
SEE_ANY_LEVEL = "见“各级别”一行"
SAME = "同左"
_ANY_LEVEL: Level = "预警期间"


class _Outside:
    """Marks 〔外1〕 … for pages outside the texts, one per page."""

    def __init__(self) -> None:
        self._known: dict[Source, str] = {}

    def mark(self, source: Source) -> str:
        return self._known.setdefault(source, f"〔外{len(self._known) + 1}〕")

    def lines(self) -> tuple[str, ...]:
        return tuple(
            f"{mark}文本以外的来源：{source.text}，{source.url}（{SEEN_LABELS[source.seen]}）"
            for source, mark in self._known.items()
        )


def warnings(plan: Plan, pack: Pack, citations: Citations) -> Warnings:
    """The comparison; empty all through for a scheme of points, whose results no source ties to warnings."""
    if pack.kind != "ladder":
        return Warnings("", "", (), (), (), ())
    outside = _Outside()
    tables = _tables(plan, pack)
    industry_of = {one: f"{table.industry}行业：" for table in tables for one in table.responses}

    def told(response: Response) -> str:
        condition = f"（条件：{response.condition}）" if response.condition else ""
        mark = ""
        if response.cite is not None:
            mark = citations.mark(response.cite)
        elif response.source is not None:
            mark = outside.mark(response.source)
        return f"{industry_of.get(response, '')}{response.text}{condition}{mark}"

    now, goal = plan.before.consequences, _of_target(plan, pack, tables)
    same = set(now) == set(goal)
    common = [one for one in dict.fromkeys((*now, *goal)) if one.grade == EVERY_GRADE]

    def cell(side: tuple[Response, ...], level: Level) -> str:
        own = [one for one in side if one.grade != EVERY_GRADE]
        if here := [one for one in own if one.level == level]:
            return "；".join(told(one) for one in here)
        return SEE_ANY_LEVEL if any(one.level == _ANY_LEVEL for one in own) else NOTHING_SAID

    rows = tuple(
        WarningRow(
            level if level != _ANY_LEVEL else "各级别",
            cell(now, level),
            SAME if same else cell(goal, level),
        )
        for level in (_ANY_LEVEL, *(level for level in LEVELS if level != _ANY_LEVEL))
        if any(one.level == level and one.grade != EVERY_GRADE for one in (*now, *goal))
    )
    return Warnings(
        words.held(plan.before, pack),
        words.grade(plan.request.target, pack),
        rows,
        tuple(told(one) for one in common),
        _levels(pack, (*now, *goal), outside),
        outside.lines()
        + tuple(f"{table.title}：{'；'.join(table.missing)}" for table in tables if table.missing),
    )


def _tables(plan: Plan, pack: Pack) -> tuple[ResponseTable, ...]:
    """The tables of consequences for the industries of the firm's units."""
    industries = {unit.industry for unit in plan.before.units}
    return tuple(table for table in pack.industry_responses if table.industry in industries)


def _of_target(plan: Plan, pack: Pack, tables: Sequence[ResponseTable]) -> tuple[Response, ...]:
    target = plan.request.target
    return (*responses_for(pack, target), *(one for table in tables for one in table.of(target)))


def _levels(pack: Pack, shown: Sequence[Response], outside: _Outside) -> tuple[str, ...]:
    used = {response.level for response in shown}
    return tuple(
        f"{entry.level}预警：{entry.text}{outside.mark(entry.source)}"
        for entry in pack.warning_levels
        if entry.level in used
    )
