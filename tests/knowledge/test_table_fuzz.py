"""Whatever a table looks like, it is read: no cell is lost, none is cut, and every clause stands in the text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.lines import split_lines
from knowledge.normalise import readable
from knowledge.parser import parse
from knowledge.reading.grid import Cell, grid_lines
from knowledge.reading.limits import Deadline, Limits
from knowledge.table_rows import resolve_merged, row_numbers
from knowledge.tables import EMPTY_CELL, Row, Table, read_table

WORDS = (
    "",
    "",
    EMPTY_CELL,
    "序号",
    "1",
    "行业",
    "铸造",
    "第一条",
    "附件",
    "备注",
    "达到80分 以上",
    "注：",
    "a|b",
    "一、",
)
words = st.sampled_from(WORDS)
rows = st.lists(st.lists(words, min_size=1, max_size=5), min_size=1, max_size=6)


@given(header=st.lists(words, max_size=5), cells=st.lists(st.lists(words, max_size=6), max_size=6))
def test_merged_cells_are_resolved_whatever_the_rows(header: list[str], cells: list[list[str]]) -> None:
    table = Table(tuple(header), 0, tuple(Row(0, 1, tuple(row)) for row in cells), (), 1)
    resolved = resolve_merged(table)
    assert len(resolved) == len(row_numbers(table)) == len(cells)
    for before, after in zip(cells, resolved, strict=True):
        if header:
            assert len(after.values) == min(len(before), len(header))
            filled = [cell for cell in before[: len(header)] if cell and cell != EMPTY_CELL]
            assert set(filled) <= set(after.values)


@given(
    rows=rows, separator=st.sampled_from(["\t", " | ", "\n\t", "\n\n\t"]), gap=st.sampled_from(["\n", "\n\n"])
)
@settings(max_examples=300)
def test_lines_of_cells_are_read_whatever_their_shape(
    rows: list[list[str]], separator: str, gap: str
) -> None:
    lead = separator.lstrip(" ") if separator != "\t" else ""
    source = "附件1 指标表\n\n" + gap.join(lead + separator.join(row) for row in rows) + "\n\n以上。\n"
    lines = split_lines(source)
    for index in range(len(lines)):
        table = read_table(lines, index)
        if table is not None:
            assert table.next_line > index
            assert all(0 <= row.start < row.end <= len(source) for row in table.rows)
    clauses = parse("text", source).clauses
    covered = sorted((clause.start, clause.end) for clause in clauses if clause.end > clause.start)
    assert all(one[1] <= other[0] for one, other in pairwise(covered))
    for clause in clauses:
        if clause.kind == "row":
            assert all(isinstance(value, str) for _, value in clause.cells)


@st.composite
def grids(draw: st.DrawFn) -> list[Cell]:
    """Cells that overlap, reach past each other, leave holes, or are but one."""
    places = st.integers(0, 4)
    spans = st.integers(1, 4)
    return draw(st.lists(st.builds(Cell, places, places, words, spans, spans), min_size=1, max_size=12))


@given(grids())
@settings(max_examples=300)
def test_grids_become_lines_that_read_as_tables(cells: list[Cell]) -> None:
    lines = grid_lines(cells, Deadline("表", Limits()))
    assert all("\n" not in line for line in lines)
    source = "\n".join(["附件1 指标表", "", *lines, ""])
    clauses = parse("text", source).clauses
    for clause in clauses:
        assert 0 <= clause.start <= clause.end <= len(source)
    # Words of a cell that nothing covers stand in the text.
    alone = [
        c
        for c in cells
        if c.text and c.text != EMPTY_CELL and not any(o is not c and _meet(o, c) for o in cells)
    ]
    read = readable(source)
    assert all(readable(cell.text) in read for cell in alone)


def _meet(one: Cell, other: Cell) -> bool:
    return (
        one.row < other.row + other.rows
        and other.row < one.row + one.rows
        and one.column < other.column + other.columns
        and other.column < one.column + one.columns
    )


@given(st.lists(words, min_size=1, max_size=6))
def test_a_single_row_or_column_is_read(cells: list[str]) -> None:
    deadline = Deadline("表", Limits())
    across = grid_lines([Cell(0, at, text) for at, text in enumerate(cells)], deadline)
    down = grid_lines([Cell(at, 0, text) for at, text in enumerate(cells)], deadline)
    for lines in (across, down):
        shown = "\n".join(lines)
        assert all(" ".join(text.split()) in shown for text in cells if text != EMPTY_CELL)
        parse("text", "附件1 表\n\n" + shown + "\n")
