"""Lines and tables of a page as the entries that the reading programs write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.reading.page_flow import Flow, in_order, unruled_tables
from knowledge.reading.page_geometry import Box, Word


def laid_out(
    words: Sequence[Word], boxes: Sequence[Box], width: float
) -> tuple[list[Flow], list[int], list[dict[str, Any]]]:
    """The lines outside of tables in order, the turn of each ruled table, and the tables without ruled lines."""
    flows, turns = in_order(words, boxes, width)
    if any(flow.turn for flow in flows):
        return flows, turns, []
    found = unruled_tables(words)
    taken = frozenset[Word]().union(*(table.words for table in found))
    if taken:
        flows, turns = in_order([word for word in words if word not in taken], boxes, width)
    entries = []
    for table in found:
        cells = [
            [row, column, 1, 1, list(lines)]
            for row, texts in enumerate(table.rows)
            for column, lines in enumerate(texts)
        ]
        columns = [*table.lefts, table.box[2]]
        entries.append({"box": list(table.box), "columns": columns, "rows": len(table.rows), "cells": cells})
    return flows, turns, entries


def line_entry(flow: Flow) -> list[Any]:
    """Text, left, right, top, bottom and size of a line, its turn and the edge of its column."""
    line = flow.line
    return [line.text, line.left, line.right, line.top, line.bottom, line.size, flow.turn, flow.edge]
