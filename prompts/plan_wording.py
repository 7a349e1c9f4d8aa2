"""The words of a plan: labels for states, kinds, grades, amounts and dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from scoring.assessment import Assessment, GradeInterval, Interval
from scoring.numbers import plain
from scoring.plan.measures import Measure
from scoring.plan.planning import Plan
from scoring.rules.pack import Item, NewerRule, Pack
from scoring.truth import Truth

NOT_GIVEN = "未填写"
OPEN = "待定"
NONE = "—"
RUNNING = "年度周期内"

_LONGEST_NAME = 100
_CENT = Decimal("0.01")
_TRUTH = {Truth.MET: "满足", Truth.NOT_MET: "不满足", Truth.UNKNOWN: "未说清"}
_VERDICT = {"pass": "达到要求", "fail": "未达到要求", "undetermined": "还不能确定"}
_STANDING = {
    "draft": "尚未正式印发",
    "in_force": "现行",
    "cycle_over": "年度周期已过",
    "superseded": "已被后来的文件取代",
}
_SOURCE_STATUS = {
    "draft": "征求意见稿",
    "in_force": "现行",
    "cycle_over": "周期已过",
    "superseded": "已被取代",
}
_PROOF = {
    "declared": "企业申报的都计入，未核对证明材料",
    "document": "只计有书面材料的事实",
    "third_party": "只计有第三方证明的事实",
    "department": "只计有主管部门数据的事实",
    "onsite": "只计经现场核查的事实",
    "online": "只计有在线数据的事实",
}
_KIND = {"required": "必选", "optional": "可选", "bonus": "加分", "scored": "计分", "authority": "部门评定"}


def points(value: Decimal) -> str:
    """Points as shown: at most two decimals, half up."""
    return plain(value.quantize(_CENT, rounding=ROUND_HALF_UP))


def span(interval: Interval) -> str:
    """The interval in points, as one number when it is settled."""
    lower, upper = points(interval.lower), points(interval.upper)
    return f"{lower} 分" if lower == upper else f"{lower}～{upper} 分"


def percent(weight: Decimal) -> str:
    """A weight as a percentage; a block that counts in full, point by point, has no weight to show."""
    if weight == 1:
        return NONE
    return f"{plain(weight * 100)}%"


def truth(value: Truth) -> str:
    """The state of a gate."""
    return _TRUTH[value]


def verdict(result: Assessment, pack: Pack) -> str:
    """The verdict in words; a scheme without a pass line has none."""
    if pack.pass_rule is None:
        return "文本没有可计算的达标线，不作判定"
    return _VERDICT[result.verdict or "undetermined"]


def grade(value: str, pack: Pack) -> str:
    """A rung as people say it."""
    return pack.spoken(value)


def grades(interval: GradeInterval, pack: Pack) -> str:
    """A grade interval, as one grade when it is settled."""
    confirmed, reachable = grade(interval.confirmed, pack), grade(interval.reachable, pack)
    return confirmed if confirmed == reachable else f"确定 {confirmed}，最高可能 {reachable}"


def held(result: Assessment, pack: Pack) -> str:
    """What is certain: the score, or the grade on either track."""
    if result.score is not None:
        return span(result.score)
    return "、".join(
        grade(interval.confirmed, pack) for interval in (result.grade, result.leading) if interval
    )


def standing(pack: Pack, as_of: date) -> str:
    """How the text stands on that day."""
    running = pack.cycle_until is not None and as_of.isoformat() <= pack.cycle_until
    if pack.status == "cycle_over" and running:
        return RUNNING
    return _STANDING[pack.status]


def source_status(status: str) -> str:
    """How a cited document stands, in short."""
    return _SOURCE_STATUS.get(status, status)


def proof(rung: str) -> str:
    """What counts as shown."""
    return _PROOF.get(rung, rung)


def kind(item: Item, pack: Pack) -> str:
    """The kind of an item; a condition is named after its gate."""
    if item.gate is not None and item.kind != "required":
        return next((gate.title.split(" ")[-1] for gate in pack.gates if gate.id == item.gate), "")
    return _KIND.get(item.kind, "")


def label(pack: Pack, result: Assessment, key: str) -> str:
    """The name of an item as a reader knows it; a ladder key gets its unit where there are several."""
    if pack.kind == "points":
        item = pack.items.get(key)
        return f"{key} {item.title}" if item else key
    index, _, name = key.partition(".")
    item = pack.items.get(name or key)
    title = item.title if item else name or key
    if index.isdigit() and len(result.units) > 1:
        return f"{result.units[int(index)].name}·{title}"
    return title


def target(plan: Plan, pack: Pack) -> str:
    """What the plan is to reach."""
    if pack.kind == "ladder":
        return grade(plan.request.target, pack)
    if pack.pass_rule is None:
        return "文本没有可计算的达标线"
    gates = "、".join(gate.title for gate in pack.gates)
    return f"总分不低于 {plain(pack.pass_rule.at_least)} 分，{gates}全部满足"


def money(value: Decimal | None) -> str:
    """A cost in 万元, open while nobody has given one."""
    return OPEN if value is None else plain(value)


def period(start: date, end: date | None) -> str:
    """From when to when, open while nobody has given the months."""
    return OPEN if end is None else f"{start.isoformat()} 至 {end.isoformat()}"


def short(text: str) -> str:
    """At most as many characters as a running header can carry."""
    return text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME] + "…"


def joined(parts: Iterable[str], empty: str = NONE) -> str:
    """The parts in one cell."""
    return "、".join(parts) or empty


def priced(measure: Measure) -> str:
    """A measure with the user's own figures."""
    cost = "未报价" if measure.cost is None else f"{plain(measure.cost)} 万元"
    months = "工期未报" if measure.months is None else f"{plain(measure.months)} 个月"
    return f"{measure.id} {measure.title}（{cost}，{months}）"


def moved_on(rule: NewerRule) -> str:
    """A newer rule with where it was reported."""
    return f"{rule.text}（来源：{rule.source}）"
