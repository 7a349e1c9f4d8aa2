"""An upgrade plan as the text of a document: numbers from the core and the user, each said to be so."""

from __future__ import annotations

from collections.abc import Mapping

from prompts import plan_wording as words
from prompts.contexts import ConflictRow, Firm, SchemeHead, UpgradePlanContext
from prompts.plain_text import cleaned
from prompts.plan_citations import Citations, Citing, cites_by_clause
from prompts.plan_contacts import Whereabouts
from prompts.plan_course import avoided, course
from prompts.plan_gaps import gap_rows, item_of, pending_rows
from prompts.plan_least import least
from prompts.plan_results import measures, results, standing
from prompts.plan_summary import obstacle, summary
from prompts.plan_warnings import warnings
from scoring.plan.plan_conflicts import Conflict
from scoring.plan.planning import Plan
from scoring.provenance import standing_notes
from scoring.rules.pack import Pack

TITLE = "“一企一策”提升方案"
DISCLAIMER = "本方案是自评辅助材料，不替代主管部门评定。"
LEGEND = (
    "数字来源：得分、等级、区间、合计和实施前后对比由评分核心按规则包计算；"
    "费用、工期、预算和期限是用户填报的数，未作改动；没有填报的写“待定”。"
)


def plan_context(
    pack: Pack,
    plan: Plan,
    enterprise: Mapping[str, str | None],
    citing: Citing,
    where: Whereabouts | None = None,
) -> UpgradePlanContext:
    """Everything the document says, in plain text.

    Args:
        pack: the scheme the plan was made for.
        plan: the plan of the core.
        enterprise: `name`, `region`, `industry` as far as known.
        citing: gives a cite its document title, printed number and status.
        where: the place of the firm, resolved; the user's own word for it when not given.
    """
    citations = Citations(citing)
    goal = words.target(plan, pack) + (citations.mark(pack.pass_rule.cite) if pack.pass_rule else "")
    now = standing(plan.before, pack, citations)
    gaps = gap_rows(plan, pack, citations)
    pending, further = pending_rows(plan, pack, citations)
    lines = summary(plan, pack, gaps, len(pending) + len(further))
    meaning = warnings(plan, pack, citations)
    incentives = _incentives(plan, pack, citations)
    costly = avoided(pack, citations)
    if where is None:
        where = Whereabouts(tuple(name for name in (enterprise.get("region"),) if name))
    way = course(plan.before, pack, enterprise.get("industry"), where, citations)
    return cleaned(
        UpgradePlanContext(
            title=TITLE,
            disclaimer=DISCLAIMER,
            legend=LEGEND,
            firm=_firm(enterprise),
            scheme=_scheme(pack, plan),
            target=goal,
            summary=lines,
            feasible=plan.feasible,
            obstacle=obstacle(plan, pack),
            conflicts=tuple(_conflict(conflict, plan, pack) for conflict in plan.conflicts),
            standing=now,
            least=least(plan, pack),
            gaps=gaps.planned,
            other_gaps=gaps.left,
            pending=pending,
            further_pending=further,
            measures=measures(plan, pack),
            results=results(plan, pack),
            warnings=meaning,
            incentives=incentives,
            avoided=costly,
            course=way,
            assumptions=_assumptions(plan, pack, citations),
            notes=_notes(plan, pack),
            faults=_faults(plan, pack, citations),
            newer_rules=tuple(
                words.moved_on(rule)
                for rule in pack.newer_rules
                if (rule.since or "") <= plan.before.as_of.isoformat()
            ),
            sources=citations.sources(),
        )
    )


def _firm(enterprise: Mapping[str, str | None]) -> Firm:
    told = {
        name: words.short((enterprise.get(name) or "").strip()) for name in ("name", "region", "industry")
    }
    return Firm(**{name: value or words.NOT_GIVEN for name, value in told.items()})


def _scheme(pack: Pack, plan: Plan) -> SchemeHead:
    return SchemeHead(
        title=pack.title,
        place=pack.place,
        authority=pack.authority,
        edition=pack.edition,
        standing=words.standing(pack, plan.before.as_of),
        as_of=plan.before.as_of.isoformat(),
        pack=pack.sha256[:12],
        proof=words.proof(plan.before.proof),
    )


def _conflict(conflict: Conflict, plan: Plan, pack: Pack) -> ConflictRow:
    want, _, key = conflict.want.partition(":")
    names = {
        "target": "目标",
        "budget": "预算",
        "deadline": "期限",
        "item": "条目",
        "event": "情形",
        "excludes": "不能同选",
        "requires": "先后",
    }
    detail = conflict.detail
    if want == "item":
        detail = detail.replace(key, words.label(pack, plan.before, key), 1)
    return ConflictRow(names.get(want, want), detail)


def _incentives(plan: Plan, pack: Pack, citations: Citations) -> tuple[str, ...]:
    return tuple(
        f"{incentive.text}{citations.mark(incentive.cite)}"
        for incentive in pack.incentives
        if incentive.applies_to == plan.request.target
    )


def _assumptions(plan: Plan, pack: Pack, citations: Citations) -> tuple[str, ...]:
    cites = {reading.text: reading.cite for reading in pack.readings}
    return tuple(
        f"{text}（见{citations.number(cite)}）" if (cite := cites.get(text)) else text
        for text in plan.before.assumptions
    )


def _notes(plan: Plan, pack: Pack) -> tuple[str, ...]:
    """What the results and the plan remark, the standing of the text first; faults have a list of their own."""
    general = standing_notes(pack, pack.items.keys(), plan.before.as_of)
    own = [
        note
        for note in plan.before.notes
        if note not in general or not note.startswith(("原文问题", "更新的规则"))
    ]
    own.sort(key=lambda note: note not in general)
    return tuple(dict.fromkeys((*own, *plan.notes)))


def _faults(plan: Plan, pack: Pack, citations: Citations) -> tuple[str, ...]:
    """Faults of the text that touch a row of this document, or the text as a whole."""
    keys = {gap.item for gap in plan.before.gaps} | {key for step in plan.steps for key in step.keys}
    keys |= {step.item for step in plan.before.trace if step.truth.value != "met"}
    items = {item.id for key in keys if (item := item_of(pack, key))}
    cites = cites_by_clause(pack)
    told = []
    for fault in pack.source_faults:
        if fault.text_only or (fault.items and not items.intersection(fault.items)):
            continue
        cite = cites.get(fault.clause_id)
        place = f"{citations.number(cite)}：" if cite else ""
        told.append(f"{place}{fault.what}读法：{fault.reading}")
    return tuple(told)
