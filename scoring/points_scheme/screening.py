"""Several rows in one question, where one look at a list settles more than many single questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from scoring.assessment import Screening
from scoring.points_scheme.rows import Row
from scoring.rules.pack import Pack

MOST_ROWS = 9
"""Rows in one question: as many as a person reads at a glance."""
MOST_SCREENINGS = 3
"""Such questions in one result."""


def screen_rows(pack: Pack, ranked: Sequence[Row]) -> tuple[Screening, ...]:
    """Questions over the rows of one kind and one block, in the order in which their first row would be asked."""
    if not ranked:
        return ()
    blocks: dict[tuple[bool, str], list[Row]] = {}
    for row in ranked:
        if row.block is not None:
            blocks.setdefault(row.block, []).append(row)
    parts = ((must, name, part) for (must, name), block in blocks.items() for part in _parts(block))
    return tuple(
        _rows_question(pack.block_titles.get(block, pack.title), must, rows)
        for must, block, rows in islice(parts, MOST_SCREENINGS)
    )


def _parts(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    return (rows[start : start + MOST_ROWS] for start in range(0, len(rows), MOST_ROWS))


def _rows_question(where: str, must: bool, rows: Sequence[Row]) -> Screening:
    listed = "、".join([row.named for row in rows])
    if must:
        question = f"“{where}”还有 {len(rows)} 条必须满足的没有说清：{listed}。都满足吗？不满足的是哪几条？"
        why = "这些条每一条都是通过的前提，一次说清最省时间"
    else:
        question = f"“{where}”还有 {len(rows)} 条按做到多少给分的：{listed}。已经做到的是哪几条？"
        why = "这些条合起来对能不能达到分数线影响最大"
    return Screening(tuple([row.result.item.id for row in rows]), question, why)
