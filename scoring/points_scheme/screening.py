"""Several rows in one question, where one look at a list settles more than many single questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from scoring.assessment import Screening
from scoring.points_scheme.question_order import is_must
from scoring.points_scheme.rows import Row
from scoring.rules.pack import Pack

MOST_ROWS = 9
"""Rows in one question: as many as a person reads at a glance."""
MOST_SCREENINGS = 3
"""Such questions in one result."""


def screen_rows(pack: Pack, ranked: Sequence[Row]) -> tuple[Screening, ...]:
    """Questions over the rows of one kind and one block, in the order in which their first row would be asked."""
    blocks: dict[tuple[bool, str], list[Row]] = {}
    for row in ranked:
        item = row.result.item
        # Points that only an assessor or an authority can give are no matter of yes or no.
        if item.kind != "authority" and not item.open_formula:
            blocks.setdefault((is_must(row), item.section or item.gate or ""), []).append(row)
    parts = ((must, name, part) for (must, name), block in blocks.items() for part in _parts(block))
    return tuple(_rows_question(pack, *part) for part in islice(parts, MOST_SCREENINGS))


def _parts(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    return (rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS))


def _rows_question(pack: Pack, must: bool, block: str, rows: Sequence[Row]) -> Screening:
    items = [row.result.item for row in rows]
    titles = {gate.id: gate.title for gate in pack.gates} | {part.id: part.title for part in pack.sections}
    where = titles.get(block, pack.title)
    listed = "、".join(f"{item.id} {item.title}" for item in items)
    if must:
        question = f"“{where}”还有 {len(items)} 条必须满足的没有说清：{listed}。都满足吗？不满足的是哪几条？"
        why = "这些条每一条都是通过的前提，一次说清最省时间"
    else:
        question = f"“{where}”还有 {len(items)} 条按做到多少给分的：{listed}。已经做到的是哪几条？"
        why = "这些条合起来对能不能达到分数线影响最大"
    return Screening(tuple(item.id for item in items), question, why)
