"""Standing checks: what is claimed without proof, expired, contradicted, or close to its limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scoring.firm.facts import Fact
from scoring.firm.limits import nearest
from scoring.numbers import plain
from scoring.rules.pack import Item

CheckKind = Literal["claimed_unproved", "expired", "contradiction", "near_limit"]

SOURCES = {
    "declared": "企业自述",
    "document": "书面材料",
    "third_party": "第三方报告",
    "department": "部门数据",
    "onsite": "现场核查",
    "online": "在线数据",
}
"""The rungs of proof as a user reads them."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that a person should look at before the result is relied on; it changes no result."""

    kind: CheckKind
    items: tuple[str, ...]
    detail: str


def unproved(source: str, evidence: tuple[str, ...]) -> bool:
    """Whether something is only claimed: said by the firm itself, with no evidence attached."""
    return source == "declared" and not evidence


def expired(item: str, fact_source: str, day: str) -> Check:
    """A proof that ended before the day of the assessment."""
    return Check("expired", (item,), f"{item}：{SOURCES[fact_source]}的证明已于 {day} 到期，需要更新")


def near_limit(item: Item, fact: Fact) -> Check | None:
    """A measured value within a tenth of the limit that decides it."""
    if item.value is None or fact.value is None:
        return None
    margin = nearest(item.value.bands, fact.value)
    if margin is None or not margin.near:
        return None
    unit, distance = item.value.unit, margin.distance
    told = f"{item.id}：{item.value.of}为 {plain(fact.value)}{unit}，"
    if distance:
        side = "高出" if distance > 0 else "低出"
        told += f"比界限 {plain(margin.limit)}{unit} {side} {plain(abs(distance))}{unit}，相差不超过一成，请核实测量和计算"
    else:
        told += "正好等于界限，请核实测量和计算"
    return Check("near_limit", (item.id,), told)


def gathered(checks: Iterable[Check], claimed: Iterable[str]) -> tuple[Check, ...]:
    """All checks of a result; what is only claimed comes last, in one line."""
    names = tuple(claimed)
    summary = (
        Check("claimed_unproved", names, f"{len(names)} 项只有企业自述、没有附证明材料：{'、'.join(names)}"),
    )
    return tuple(checks) + (summary if names else ())
