"""The list of firms to be uplifted (附件3 of the provincial text): one row for each industry of a firm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace

from scoring.assess import AssessRequest, assess
from scoring.assessment import Assessment, GradeInterval
from scoring.errors import FactError, RequestError
from scoring.firm.aspects import counted
from scoring.firm.units import LadderFacts, Unit
from scoring.ladder_scheme.ladder import next_rung, uses_b_minus
from scoring.rules.pack import Pack
from scoring.rules.text_data import ListFormat

READINGS = (
    "多个省辖市放在一张表时，先按附件2的次序排省辖市；县（市、区）用什么次序文本没有写，按拼音排；"
    "行业类型按附件1的序号，绩效提升目标由高到低，差异化指标按文本列出九个方面的次序。",
    "绩效现状按这一行业自己的单元计算，企业层面影响等级的情形一并计入；没有说清的写成区间。",
    "没有给绩效提升目标的，取现状的上一级；现状还不能定的留空，由填报人写。",
    "差异化指标填已知低于目标的方面；文本的表样只写“XX”，没有写该填什么。",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller wants in the row of an industry; None leaves the cell blank and open."""

    industry: str | None = None
    branch: str | None = None
    target: str | None = None
    measures: str | None = None
    finish: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class ListedFirm:
    """A firm ready to be listed: its units carry the names of industries as the pack writes them."""

    name: str | None
    city: str | None
    county: str | None
    request: AssessRequest
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True)
class UpliftRow:
    """One row, in the order of the columns; an empty text is a cell that nobody has filled."""

    city: str
    county: str
    name: str
    industry: str
    branch: str
    now: str
    target: str
    indicators: tuple[str, ...]
    problems: str
    measures: str
    finish: str
    remark: str

    def cells(self, number: int) -> tuple[str, ...]:
        """The cells of the row under the columns of the form."""
        own = [getattr(self, field.name) for field in fields(self)]
        return (str(number), *("、".join(cell) if isinstance(cell, tuple) else cell for cell in own))

    def blanks(self) -> tuple[int, ...]:
        """The places of the columns that still have to be filled in; a remark need not be."""
        return tuple(place for place, cell in enumerate(self.cells(0)[:-1]) if not cell)


def list_format(pack: Pack) -> ListFormat:
    """The form of the list as the text prints it.

    Raises:
        RequestError: the scheme's text has no such form.
    """
    if pack.uplift_list is None:
        raise RequestError(
            f"方案 {pack.id} 的文本没有绩效提升企业清单的表样",
            "表样在河南省2021年方案的附件3里，方案编号 henan-grading-2021。",
        )
    return pack.uplift_list


def uplift_rows(pack: Pack, firm: ListedFirm) -> tuple[UpliftRow, ...]:
    """The rows of a firm; none for an industry that holds the best grade already. Pure, as the core is.

    Raises:
        FactError: a wish for an industry the firm does not have, or for a grade no better than the one it holds.
    """
    facts = firm.request.facts
    units = facts.units if isinstance(facts, LadderFacts) else ()
    parts = dict.fromkeys((unit.industry, unit.leading) for unit in units)
    names = list(dict.fromkeys(unit.industry for unit in units if unit.industry))
    strange = [wish.industry for wish in firm.wishes if wish.industry not in (None, *names)]
    if strange:
        raise FactError(
            f"uplift 写了行业“{str(strange[0])[:20]}”，facts.units 里没有这个行业；可用：{'、'.join(names) or '没有'}"
        )
    rows = []
    for industry, leading in parts:
        own = tuple(unit for unit in units if (unit.industry, unit.leading) == (industry, leading))
        row = _row(pack, firm, industry, own, [name for name in names if name != industry])
        rows += [row] if row is not None else []
    return tuple(rows)


def in_order(
    pack: Pack, rows: Iterable[UpliftRow], cities: Sequence[str], county_key: Callable[[str], object]
) -> list[UpliftRow]:
    """The rows as note 3 of the form asks, whatever order they came in; see READINGS for what it leaves open.

    Args:
        pack: the scheme, whose order of industries, grades and aspects counts.
        rows: in any order.
        cities: in the order of the text.
        county_key: how names of counties compare.
    """
    rungs = (*pack.rungs, *pack.leading_rungs)
    aspects = pack.aspect_ids

    def key(row: UpliftRow) -> tuple[object, ...]:
        return (
            _place(cities, row.city),
            (not row.county, county_key(row.county)),
            _place(pack.industries, row.industry),
            _place(rungs, row.target),
            tuple(aspects.index(name) for name in row.indicators),
            row.name,
            row.cells(0),
        )

    return sorted(rows, key=key)


def _place(order: Sequence[str], name: str) -> tuple[bool, int, str]:
    """Listed names by their place, then others by their characters, blanks last."""
    return (not name, order.index(name) if name in order else len(order), name)


def _row(
    pack: Pack, firm: ListedFirm, industry: str | None, units: tuple[Unit, ...], others: list[str]
) -> UpliftRow | None:
    assert isinstance(firm.request.facts, LadderFacts)
    part = replace(firm.request, facts=replace(firm.request.facts, units=units))
    result = assess(pack, part)
    leading = units[0].leading
    held = result.leading if leading else result.grade
    assert held is not None
    rungs = pack.leading_rungs if leading else pack.rungs
    if held.confirmed == rungs[0]:
        return None
    by_industry = {wish.industry: wish for wish in firm.wishes}
    wish = by_industry.get(industry) or by_industry.get(None) or Wish()
    target = _target(pack, part, held, rungs, wish.target)
    known, unknown = _short(pack, part, rungs, target or _above(pack, part, held.reachable, rungs))
    remark = [f"企业还涉及：{'、'.join(others)}"] if others else []
    remark += [wish.remark] if wish.remark else []
    return UpliftRow(
        city=firm.city or "",
        county=firm.county or "",
        name=firm.name or "",
        industry=industry or "",
        branch=wish.branch or "",
        now=held.confirmed
        if held.confirmed == held.reachable
        else f"{held.confirmed}～{held.reachable}（未定）",
        target=target or "",
        indicators=tuple(dict.fromkeys(aspect for aspect, _ in known)),
        problems=_problems(result, known, unknown),
        measures=wish.measures or "",
        finish=wish.finish or "",
        remark="；".join(remark),
    )


def _above(pack: Pack, part: AssessRequest, grade: str, rungs: tuple[str, ...]) -> str:
    if rungs is pack.leading_rungs:
        return rungs[0]
    assert isinstance(part.facts, LadderFacts)
    return next_rung(pack, grade, b_minus=uses_b_minus(part.facts)) or rungs[0]


def _target(
    pack: Pack, part: AssessRequest, held: GradeInterval, rungs: tuple[str, ...], wished: str | None
) -> str | None:
    if wished is None:
        settled = held.confirmed == held.reachable
        return _above(pack, part, held.confirmed, rungs) if settled or rungs is pack.leading_rungs else None
    better = rungs[: rungs.index(held.confirmed)]
    if wished not in better:
        raise FactError(
            f"绩效提升目标为“{wished[:20]}”；现状为{held.confirmed}，目标应为 {'、'.join(better)} 之一"
        )
    return wished


def _short(
    pack: Pack, part: AssessRequest, rungs: tuple[str, ...], aim: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """Aspects known to be below the aim, each with its sentence, and those that are unknown."""
    assert isinstance(part.facts, LadderFacts)
    units = [
        counted(pack, index, unit, part.as_of, part.proof) for index, unit in enumerate(part.facts.units)
    ]
    known: list[tuple[str, str]] = []
    unknown: list[str] = []
    for aspect in pack.aspect_ids:
        for unit in units:
            label = f"“{unit.unit.name}”的{aspect}" if len(units) > 1 else aspect
            held = unit.aspects.get(aspect)
            if held is not None and rungs.index(held.best) > rungs.index(aim):
                known.append((aspect, f"{label}现为{_span(held.worst, held.best)}，低于{aim}"))
            elif held is None or rungs.index(held.worst) > rungs.index(aim):
                unknown.append(label)
    return known, list(dict.fromkeys(unknown))


def _span(worst: str, best: str) -> str:
    return worst if worst == best else f"{worst}～{best}"


def _problems(result: Assessment, known: list[tuple[str, str]], unknown: list[str]) -> str:
    told = [sentence for _, sentence in known]
    told += [override.effect for override in result.overrides]
    told += [f"尚未说明：{'、'.join(unknown)}"] if unknown else []
    return "；".join(told)
