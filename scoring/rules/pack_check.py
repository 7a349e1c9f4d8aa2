"""What must hold inside a pack beyond the shape of its files."""

from __future__ import annotations

from collections import Counter

from scoring.rules.pack import Item, Pack

_VALUE_OUTCOMES = {
    "required": {"met", "not_met"},
    "optional": {"none", "open", "full"},
    "bonus": {"none", "open", "full"},
}


def reference_faults(pack: Pack) -> list[str]:
    """Every broken reference, missing part or sum that does not add up, each with its place."""
    faults = [
        f"{pack.id} 条目 {item.id}：{fault}"
        for item in pack.items.values()
        for fault in _item_faults(pack, item)
    ]
    titles = Counter(item.title for item in pack.items.values())
    faults += [
        f"{pack.id}：短标题“{title}”用了 {n} 次；每个条目的标题应各不相同"
        for title, n in titles.items()
        if n > 1
    ]
    known = {
        *pack.items,
        *(section.id for section in pack.sections),
        *(gate.id for gate in pack.gates),
        "all",
        "pass",
        "not_applicable",
    }
    for reading in pack.readings:
        faults += [
            f"{pack.id} 读法 {reading.id}：applies_to 中的“{target}”不是条目、板块、门槛、all、pass 或 not_applicable"
            for target in reading.applies_to
            if target not in known
        ]
    for fault in pack.source_faults:
        faults += [
            f"{pack.id} 文本问题 {fault.clause_id}：没有条目“{i}”" for i in fault.items if i not in pack.items
        ]
    return faults + (_points_faults(pack) if pack.kind == "points" else _ladder_faults(pack))


def _item_faults(pack: Pack, item: Item) -> list[str]:
    faults = []
    if item.section is not None and item.section not in {section.id for section in pack.sections}:
        faults.append(f"没有板块“{item.section}”；可用：{'、'.join(section.id for section in pack.sections)}")
    if item.gate is not None and item.gate not in {gate.id for gate in pack.gates}:
        faults.append(f"没有门槛“{item.gate}”；可用：{'、'.join(gate.id for gate in pack.gates)}")
    faults += [f"implies 中的“{other}”不是本方案的条目" for other in item.implies if other not in pack.items]
    allowed = _VALUE_OUTCOMES.get(item.kind)
    if item.value is not None and allowed is not None:
        faults += [
            f"区间结果“{band.gives}”不适用于此类条目；可用：{'、'.join(sorted(allowed))}"
            for band in item.value.bands
            if band.gives not in allowed
        ]
    if item.kind in ("required", "optional", "bonus", "scored") and item.points is None:
        faults.append("缺少 points（分值）")
    return faults


def _points_faults(pack: Pack) -> list[str]:
    faults = []
    if pack.pass_rule is None and pack.undetermined_reason is None:
        faults.append(f"{pack.id}：须有 pass（达标分数）或 verdict_reason（为何不能定论）之一")
    if pack.pass_rule is not None:
        faults = [
            f"{pack.id} 条目 {item.id}：authority 条目的满分由主管部门定，不能与 pass（达标分数）并用；请去掉其一"
            for item in pack.of_kind("authority")
        ]
    for section in pack.sections:
        total = sum(item.points for item in pack.in_section(section.id) if item.points is not None)
        if total != section.max:
            faults.append(f"{pack.id} 板块 {section.id}：各行分值合计 {total}，应等于板块满分 {section.max}")
    faults += [f"{pack.id} 门槛 {gate.id}：没有任何条目" for gate in pack.gates if not pack.in_gate(gate.id)]
    return faults


def _ladder_faults(pack: Pack) -> list[str]:
    faults = []
    if len(pack.rungs) < 2:
        faults.append(f"{pack.id}：rungs 至少两级，由高到低")
    faults += [f"{pack.id}：rungs 中“{rung}”重复" for rung, n in Counter(pack.rungs).items() if n > 1]
    faults += [
        f"{pack.id}：optional_rungs 中的“{rung}”不在 rungs 里；可用：{'、'.join(pack.rungs)}"
        for rung in pack.optional_rungs
        if rung not in pack.rungs
    ]
    faults += [
        f"{pack.id}：optional_rungs 中的“{rung}”不能是最高或最低一级；每个行业都有最高和最低一级"
        for rung in pack.optional_rungs
        if pack.rungs and rung in (pack.rungs[0], pack.rungs[-1])
    ]
    if pack.leading_rungs and len(pack.leading_rungs) != 2:
        faults.append(f"{pack.id}：leading 的 rungs 应为两级，先高后低")
    if not pack.of_kind("aspect"):
        faults.append(f"{pack.id}：没有任何方面（kind: aspect）")
    for item in pack.of_kind("event"):
        if item.adverse is None or item.effect is None:
            faults.append(f"{pack.id} 事件 {item.id}：须写明 adverse（触发的取值）和 effect（后果）")
        if item.effect == "cap" and item.cap not in pack.rungs:
            faults.append(
                f"{pack.id} 事件 {item.id}：cap 须为 {'、'.join(pack.rungs)} 之一，实际为 {item.cap}"
            )
        elif item.effect == "cap" and item.cap in pack.optional_rungs:
            plain = "、".join(pack.plain_rungs)
            faults.append(
                f"{pack.id} 事件 {item.id}：cap 为 {item.cap}，有的行业没有这一级；应为 {plain} 之一"
            )
    return faults
