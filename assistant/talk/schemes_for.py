"""Which scheme a talk is about: from the words used and the firm's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from knowledge.places import resolve
from knowledge.tokens import plain
from scoring import Pack

CUES = {
    "zhengzhou-green-factory": ("绿色低碳工厂", "低碳工厂", "绿色工厂"),
    "zhengzhou-green-performance-2019": ("绿色绩效", "引领企业"),
    "zhengzhou-control-class-2019": ("分档", "a类", "b类", "c类", "差异化管控", "管控类别"),
}
_GRADE_WORDS = (
    "绩效分级",
    "评级",
    "绩效评级",
    "a级",
    "b级",
    "c级",
    "d级",
    "引领性",
    "升b",
    "升a",
    "冲a",
    "冲b",
    "b减",
    "够a",
    "够b",
)


def applying(packs: Sequence[Pack], firm: Mapping[str, str | None]) -> list[Pack]:
    """The schemes whose place reaches the firm, nearest first; all when its place is not known."""
    region = firm.get("region")
    place = resolve(region) if region else None
    if place is None:
        return list(packs)
    reach = [pack for pack in packs if pack.place in place.chain]
    ladders = [pack for pack in reach if pack.kind == "ladder" and len(pack.rungs) > 3]
    nearest = min(ladders, key=lambda pack: place.chain.index(pack.place), default=None)
    return [pack for pack in reach if pack not in ladders or pack is nearest]


def chosen(packs: Sequence[Pack], firm: Mapping[str, str | None], text: str) -> Pack | None:
    """The one scheme that a message settles on; None while it could be several."""
    folded = plain(text)
    options = applying(packs, firm)
    for pack in options:
        if (
            plain(pack.title) in folded
            or pack.id in folded
            or any(cue in folded for cue in CUES.get(pack.id, ()))
        ):
            return pack
    if not firm.get("region"):
        return None
    grades = [pack for pack in options if pack.kind == "ladder" and len(pack.rungs) > 3]
    asks_grade = (
        any(word in folded for word in _GRADE_WORDS)
        or firm.get("current")
        or firm.get("target") not in (None, "pass")
    )
    if len(options) == 1:
        return options[0]
    return grades[0] if grades and asks_grade else None
