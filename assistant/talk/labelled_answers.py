"""Answers that name their item by its number, as a form or a button sends them: read to the letter."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.talk.grades import find_grades
from assistant.talk.proposals import Proposal
from assistant.talk.quantities import measured_in
from scoring import Pack

_LABELLED = re.compile(
    r"^\s*(?P<item>[A-Z]\.\d{1,2}|\d(?:\.\d{1,2}){1,2}|\d+\.[^\s：:\d]+|events\.\w+)\s*(?P<title>[^：:]*)[：:]\s*(?P<said>[^，。；\n]{1,20})[。]?\s*$"
)
_STATUS = {
    "满足": "met",
    "符合": "met",
    "是": "met",
    "有": "met",
    "不满足": "not_met",
    "不符合": "not_met",
    "否": "not_met",
    "没有": "not_met",
    "不适用": "not_applicable",
    "不清楚": "unknown",
    "不知道": "unknown",
    "未知": "unknown",
    "待核实": "unknown",
}


def read_labelled(pack: Pack, text: str) -> list[Proposal]:
    """The facts of a message whose every line is like “6.03 建筑密度：满足” or “0.运输监管：B”; nothing for any other.

    An item that is named twice keeps its last line.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    read = [_line(pack, line) for line in lines]
    if not read or not all(read):
        return []
    return list({proposal.item: proposal for proposals in read for proposal in proposals}.values())


def _line(pack: Pack, line: str) -> list[Proposal]:
    match = _LABELLED.match(line)
    if match is None:
        return []
    key, said = match["item"], match["said"].strip()
    return _of_ladder(pack, key, said, line) if pack.kind == "ladder" else _of_points(pack, key, said, line)


def _of_points(pack: Pack, key: str, said: str, text: str) -> list[Proposal]:
    item = pack.items.get(key)
    if item is None:
        return []
    base = Proposal(item.id, item.title, text.strip())
    status = _STATUS.get(said)
    if status == "not_applicable" and item.may_not_apply is None:
        return []
    if status is not None:
        return [replace(base, status=status)]
    for level in (*item.choices, *item.stages):
        if said in (level.title, level.id):
            return [replace(base, status="met", value=level.id, label=level.title)]
    if item.value is not None and (measured := measured_in(said, item.value.unit)) is not None:
        return [replace(base, value=measured.value, unit=measured.unit)]
    return []


def _of_ladder(pack: Pack, key: str, said: str, text: str) -> list[Proposal]:
    kind, _, name = key.partition(".")
    item = pack.items.get(name)
    if item is None or (item.kind == "event") != (kind == "events"):
        return []
    base = Proposal(key, item.title, text.strip())
    status = _STATUS.get(said)
    if status == "unknown":
        return [replace(base, status="unknown")]
    if item.kind == "event":
        return [replace(base, value=status == "met")] if status in ("met", "not_met") else []
    grades = [grade for grade in find_grades(said) if grade in (*pack.rungs, *pack.leading_rungs)]
    return [replace(base, value=grades[0], label=pack.spoken(grades[0]))] if len(grades) == 1 else []
