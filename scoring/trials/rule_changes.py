"""Which rules differ between two packs: added, removed or changed, old → new with the clause of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from scoring.errors import RequestError
from scoring.numbers import plain
from scoring.rules.pack import Band, Cite, Item, Level, Pack, Principle, Section

ChangeKind = Literal["added", "removed", "changed"]

_WORDS = {
    "points": "分值",
    "gate": "门槛",
    "kind": "类别",
    "section": "板块",
    "may_not_apply": "可不适用",
    "value": "数值界限",
    "stages": "阶段",
    "choices": "档次",
    "open_formula": "由评审给分",
    "quote": "原文",
    "title": "标题",
    "group": "分组",
    "adverse": "触发的回答",
    "effect": "后果",
    "cap": "最高等级",
    "weight": "权重",
    "max": "满分",
    "bonus": "加分板块",
    "at_least": "达标分数",
}
_MEANS_NOTHING = frozenset({"quote", "title", "group"})
"""Fields that are words alone: a change of one of them changes no result."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that differs; `before` and `after` are as a user reads them, None where that side has none."""

    kind: ChangeKind
    place: Literal["item", "section", "gate", "scheme"]
    id: str
    title: str
    field: str
    """The changed field; empty for a rule that was added or removed whole."""
    before: str | None
    after: str | None
    cite_before: Cite | None
    cite_after: Cite | None

    @property
    def word(self) -> str:
        """The field as a user reads it."""
        return _WORDS.get(self.field, self.field)

    @property
    def decides(self) -> bool:
        """Whether it can change a result; a change of mere words cannot."""
        return self.field not in _MEANS_NOTHING


def rule_changes(old: Pack, new: Pack) -> tuple[RuleChange, ...]:
    """All rules that differ: the scheme's own first, then sections, gates and items in the order of the newer text.

    Raises:
        RequestError: one is a points scheme, the other a ladder.
    """
    if old.kind != new.kind:
        raise RequestError(
            f"{old.id} 是{_KINDS[old.kind]}，{new.id} 是{_KINDS[new.kind]}；只能比较同一类方案"
        )
    return (
        *_scheme(old, new),
        *_parts("section", {s.id: s for s in old.sections}, {s.id: s for s in new.sections}),
        *_gates(old, new),
        *_items(old, new),
    )


_KINDS = {"points": "计分方案", "ladder": "分级方案"}


def _scheme(old: Pack, new: Pack) -> Iterator[RuleChange]:
    pass_old, pass_new = old.pass_rule, new.pass_rule
    rows: list[tuple[str, str | None, str | None, Cite | None, Cite | None]] = [
        ("版本", old.edition, new.edition, None, None),
        ("施行日期", old.effective_from or "未写明", new.effective_from or "未写明", None, None),
        ("周期截止", old.cycle_until or "未写明", new.cycle_until or "未写明", None, None),
        (
            "at_least",
            plain(pass_old.at_least) if pass_old else None,
            plain(pass_new.at_least) if pass_new else None,
            pass_old.cite if pass_old else None,
            pass_new.cite if pass_new else None,
        ),
        ("等级", "＞".join(old.rungs) or None, "＞".join(new.rungs) or None, None, None),
        (
            "可选等级",
            "、".join(old.optional_rungs) or None,
            "、".join(new.optional_rungs) or None,
            None,
            None,
        ),
        ("引领性", "＞".join(old.leading_rungs) or None, "＞".join(new.leading_rungs) or None, None, None),
        ("各方面取最低", *_principles(old.worst_of_aspects, new.worst_of_aspects)),
        ("各单元取最低", *_principles(old.worst_of_units, new.worst_of_units)),
        ("不能定论的原因", *_principles(old.undetermined_reason, new.undetermined_reason)),
    ]
    for field, before, after, cite_before, cite_after in rows:
        if before != after:
            yield RuleChange("changed", "scheme", "", "方案", field, before, after, cite_before, cite_after)


def _principles(
    old: Principle | None, new: Principle | None
) -> tuple[str | None, str | None, Cite | None, Cite | None]:
    return (
        old.text if old else None,
        new.text if new else None,
        old.cite if old else None,
        new.cite if new else None,
    )


def _gates(old: Pack, new: Pack) -> Iterator[RuleChange]:
    was, now = {gate.id: gate for gate in old.gates}, {gate.id: gate for gate in new.gates}
    for gate_id in {**now, **was}:
        before, after = was.get(gate_id), now.get(gate_id)
        if before is None and after is not None:
            yield RuleChange("added", "gate", gate_id, after.title, "", None, after.title, None, after.cite)
        elif before is not None and after is None:
            yield RuleChange(
                "removed", "gate", gate_id, before.title, "", before.title, None, before.cite, None
            )


def _items(old: Pack, new: Pack) -> Iterator[RuleChange]:
    yield from _parts("item", old.items, new.items)


def _parts(
    place: Literal["item", "section"],
    was: Mapping[str, Item] | Mapping[str, Section],
    now: Mapping[str, Item] | Mapping[str, Section],
) -> Iterator[RuleChange]:
    for key in {**now, **was}:
        before, after = was.get(key), now.get(key)
        shown = after or before
        assert shown is not None
        cites = (before.cite if before else None, after.cite if after else None)
        if before is None or after is None:
            kind: ChangeKind = "added" if before is None else "removed"
            told = (_told(before) if before else None, _told(after) if after else None)
            yield RuleChange(kind, place, key, shown.title, "", *told, *cites)
            continue
        old_fields, new_fields = _fields(before), _fields(after)
        for field in old_fields:
            if old_fields[field] != new_fields[field]:
                yield RuleChange(
                    "changed", place, key, shown.title, field, old_fields[field], new_fields[field], *cites
                )


def _told(part: Item | Section) -> str:
    """A whole rule in one line."""
    fields = _fields(part)
    said = [
        f"{_WORDS[name]} {value}" for name, value in fields.items() if value and name not in _MEANS_NOTHING
    ]
    return f"{part.title}（{'，'.join(said)}）"


def _fields(part: Item | Section) -> dict[str, str | None]:
    """What a rule says, field by field, as a user reads it."""
    if isinstance(part, Section):
        return {
            "weight": f"{plain(part.weight * 100)}%",
            "max": plain(part.max),
            "bonus": "是" if part.bonus else None,
            "title": part.title,
            "quote": part.cite.quote,
        }
    return {
        "kind": _ITEM_KINDS[part.kind],
        "points": None if part.points is None else plain(part.points),
        "gate": part.gate,
        "section": part.section,
        "may_not_apply": part.may_not_apply,
        "value": None if part.value is None else _bands(part.value.unit, part.value.of, part.value.bands),
        "stages": _levels(part.stages),
        "choices": _levels(part.choices),
        "open_formula": "是" if part.open_formula else None,
        "adverse": None if part.adverse is None else ("是" if part.adverse else "否"),
        "effect": None if part.effect is None else _EFFECTS[part.effect],
        "cap": part.cap,
        "title": part.title,
        "group": part.group or None,
        "quote": part.cite.quote,
    }


_ITEM_KINDS = {
    "required": "必选",
    "optional": "可选",
    "bonus": "加分",
    "condition": "条件",
    "scored": "计分",
    "authority": "主管部门评定",
    "aspect": "方面",
    "event": "情形",
}
_EFFECTS = {"lowest": "直接按最低等级", "cap": "限制最高等级", "downgrade": "降级"}
_GIVES = {"not_met": "不满足", "met": "满足", "none": "不得分", "open": "由评审给分", "full": "满分"}


def _bands(unit: str, of: str, bands: tuple[Band, ...]) -> str:
    return f"{of}：" + "，".join(f"{_stretch(band, unit)} {_GIVES[band.gives]}" for band in bands)


def _stretch(band: Band, unit: str) -> str:
    low = "" if band.low is None else f"{'≥' if band.low_inclusive else '>'}{plain(band.low)}{unit}"
    high = "" if band.high is None else f"{'≤' if band.high_inclusive else '<'}{plain(band.high)}{unit}"
    return "且".join(part for part in (low, high) if part) or "任何数值"


def _levels(levels: tuple[Level, ...]) -> str | None:
    return "、".join(f"{level.title} {plain(level.points)} 分" for level in levels) or None
