"""Tables whose columns are grades: which column is which grade, which row is which part of the table."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from assistant.importing.grids import Cell, Grid, Unread, distinct

_GRADE = r"(?:a|b-|b|c|d)"
_GRADES = re.compile(
    rf"(?:绩效)?(?P<grades>{_GRADE}(?:级|类)?(?:企业)?(?:[、,/和及与]{_GRADE}(?:级|类)?(?:企业)?)*)"
    r"(?:差异化)?(?:企业|指标|要求|标准|绩效)*"
)
_LEADING = re.compile(r"(?:绩效)?引领性(?:企业|指标|要求|绩效)*")
_NOT_LEADING = re.compile(r"非(?:绩效)?引领性(?:企业|指标|要求)*")
_LABEL = re.compile(
    r"差异化指标|引领性指标|指标(?:类型|名称|类别|项目)?|类别|项目|方面|序号|内容|工序|工艺|环节"
)
_REMARK = re.compile(r"^(?:备?注|说明)\s*\d*[:：]?")
_LONGEST_SECTION = 40


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One row of requirements: its labels from the left, and the cells of each grade."""

    section: tuple[Cell, ...]
    """The full-width heading above, if any."""
    labels: tuple[Cell, ...]
    cells: dict[str, tuple[Cell, ...]]
    process_column: tuple[bool, ...]
    """For each label, whether its column is headed as a process."""


@dataclass(frozen=True, slots=True)
class GradeTable:
    """A table with a head of grades."""

    name: str
    caption: str
    grades: tuple[str, ...]
    rows: tuple[GradeRow, ...]


def folded(text: str) -> str:
    """Text as headings are compared: full-width forms folded, no blanks, lower case."""
    text = unicodedata.normalize("NFKC", text).replace("﹣", "-")
    return re.sub(r"\s+", "", re.sub(r"[—–−─]", "-", text)).lower()


def grades_named(text: str) -> tuple[str, ...]:
    """The grades that a heading names: A级企业, B级、C级, 引领性指标; none for any other text.

    >>> grades_named("B级、C级企业"), grades_named("B－级企业"), grades_named("引领性指标"), grades_named("差异化指标")
    (('B', 'C'), ('B-',), ('引领性',), ())
    """
    plain = folded(text)
    if _NOT_LEADING.fullmatch(plain):
        return ("非引领性",)
    if _LEADING.fullmatch(plain):
        return ("引领性",)
    found = _GRADES.fullmatch(plain)
    if found is None:
        return ()
    return tuple(grade.upper() for grade in re.findall(_GRADE, found["grades"]))


def read_grade_table(grid: Grid, unread: list[Unread]) -> GradeTable | None:
    """The table behind a grid, None when no row heads columns with grades; what is left aside goes to `unread`."""
    head = next((i for i, row in enumerate(grid.rows) if _heads(row)), None)
    if head is None:
        return None
    for row in grid.rows[:head]:
        unread += [
            Unread(c.address, c.text, "在等级表头之上") for c in distinct(row) if c.text and _loose(c, grid)
        ]
    columns = {i: grades_named(cell.text) for i, cell in enumerate(grid.rows[head])}
    first = min(i for i, grades in columns.items() if grades)
    if first == 0:
        unread.append(Unread(grid.rows[head][0].address, "", "等级列左边没有指标名称列"))
        return None
    headings = grid.rows[head][:first]
    rows: list[GradeRow] = []
    section: tuple[Cell, ...] = ()
    above: tuple[Cell, ...] = ()
    for row in grid.rows[head + 1 :]:
        if (
            row == grid.rows[head]
            or _heads(row)
            or {c.address for c in row} <= {c.address for c in grid.rows[head]}
        ):
            continue
        filled = [cell for cell in distinct(row) if cell.text]
        if not filled:
            continue
        if len(filled) == 1 and (len(distinct(row)) == 1 or filled[0] is row[0]):
            if filled[0].address not in {cell.address for cell in above}:
                section = _heading(filled[0], section, unread)
            continue
        labels = _labels(row[:first], above)
        above = labels
        cells = {
            grade: distinct(tuple(row[i] for i, grades in columns.items() if grade in grades))
            for grade in dict.fromkeys(g for grades in columns.values() for g in grades)
        }
        for i, grades in columns.items():
            if i >= first and not grades and row[i].text and row[i] not in (*labels, *_all(cells)):
                unread.append(Unread(row[i].address, row[i].text, "所在的列不是等级列"))
        process = tuple("工序" in folded(h.text) or "工艺" in folded(h.text) for h in headings)
        rows.append(GradeRow(section, labels, cells, process))
    grades = tuple(dict.fromkeys(grade for named in columns.values() for grade in named))
    return GradeTable(grid.name, grid.caption, grades, tuple(rows))


def _heads(row: tuple[Cell, ...]) -> bool:
    cells = distinct(row)
    named = [cell for cell in cells if grades_named(cell.text)]
    labelled = any(_LABEL.fullmatch(folded(cell.text)) for cell in cells if cell not in named)
    return len(named) >= 2 or (len(named) == 1 and (labelled or len(cells) == 2) and named[0] is not cells[0])


def _loose(cell: Cell, grid: Grid) -> bool:
    """Whether a cell above the head is more than the caption of the table."""
    return cell.text != grid.caption and len(cell.text) > _LONGEST_SECTION


def _heading(cell: Cell, section: tuple[Cell, ...], unread: list[Unread]) -> tuple[Cell, ...]:
    if _REMARK.match(cell.text) or len(cell.text) > _LONGEST_SECTION:
        unread.append(Unread(cell.address, cell.text, "是表中的说明，不是指标"))
        return section
    return (cell,)


def _labels(cells: tuple[Cell, ...], above: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The labels of a row; an empty first one continues the row above."""
    labels = list(cells)
    if labels and not labels[0].text and above and above[0].text:
        labels[0] = above[0]
    return tuple(labels)


def _all(cells: dict[str, tuple[Cell, ...]]) -> list[Cell]:
    return [cell for many in cells.values() for cell in many]
