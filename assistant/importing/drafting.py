"""Grade tables become the data of an indicator pack: figures as numbers, texts as choices, the rest listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.importing.aspect_names import aspect_names
from assistant.importing.grade_tables import GradeRow, GradeTable
from assistant.importing.grids import Cell, Unread
from assistant.importing.requirements import Figure, Item, joined, read_item, short_form, split_items
from scoring import Pack
from scoring.numbers import plain
from scoring.units_of_measure import convert, find_unit, folded

_WORDS = {"<=": "不高于", "<": "小于", ">=": "不低于", ">": "大于", "range": "至"}
_UNCHECKED = "从文件导入，未经人确认是否完整；没有读出的要求列在 unread.yaml"


@dataclass(frozen=True, slots=True)
class Resolved:
    """How a short form or an empty place was understood, for a person to check."""

    address: str
    text: str
    meaning: str


@dataclass
class Reading:
    """What a cell asks, its short form resolved; None for items: it asks nothing."""

    items: tuple[Item, ...] | None
    address: str
    whole: bool
    """Whether every requirement of the cell was read."""


@dataclass
class Draft:
    """The pack being made; lists grow row by row."""

    pack_id: str
    grades: tuple[str, ...]
    floor: str
    schemes: Sequence[Pack]
    unread: list[Unread]
    resolved: list[Resolved] = field(default_factory=list)
    aspects: dict[str, dict[str, Any]] = field(default_factory=dict)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)

    def add_table(self, table: GradeTable) -> None:
        """Take in the rows of a table."""
        above: dict[str, Reading] = {}
        for row in table.rows:
            above = self._row(row, above)

    def _row(self, row: GradeRow, above: dict[str, Reading]) -> dict[str, Reading]:
        labels = tuple({cell.address: cell for cell in row.labels if cell.text}.values())
        readings = self._readings(row, above)
        aspect = next((found for label in (*labels, *row.section) if (found := self._aspect(label))), None)
        if aspect is None:
            named = "、".join(label.text for label in labels) or "（空）"
            reason = f"行标题“{named}”不是所选方案的方面"
            self.unread += [Unread(cell.address, cell.text, reason) for cell in _cells(row) if cell.text]
            return readings
        title = "，".join(dict.fromkeys(cell.text for cell in (*row.section, *labels))).strip("，")
        applies = self._process(row)
        self._numbers(aspect, title, applies, readings)
        self._texts(aspect, title, applies, readings)
        return readings

    def _aspect(self, label: Cell) -> str | None:
        if label.text in self.aspects:
            return str(self.aspects[label.text]["id"])
        names = aspect_names(label.text, self.schemes)
        if not names:
            return None
        aspect = {
            "id": f"aspect-{len(self.aspects) + 1}",
            "names": names,
            "completeness": "partial",
            "missing": [_UNCHECKED],
        }
        self.aspects[label.text] = aspect
        without = [scheme.id for scheme in self.schemes if scheme.id not in names]
        if without:
            meaning = f"方案 {'、'.join(without)} 没有对应的方面，在那里不起作用"
            self.resolved.append(Resolved(label.address, label.text, meaning))
        return str(aspect["id"])

    def _process(self, row: GradeRow) -> list[str]:
        tags = []
        for cell, is_process in zip(row.labels, row.process_column, strict=True):
            if not cell.text or cell.address == row.labels[0].address:
                continue
            if is_process or cell.text.endswith(("工序", "工艺")):
                tags.append(cell.text)
                meaning = "作为工艺名称：没有这种工艺的单元不用这几项"
                if cell.text not in self.processes:
                    self.processes.append(cell.text)
            else:
                meaning = "作为名称的一部分；若只用于某种工艺，请写入 processes 和 applies_when"
            self.resolved.append(Resolved(cell.address, cell.text, meaning))
        return tags

    def _readings(self, row: GradeRow, above: dict[str, Reading]) -> dict[str, Reading]:
        readings: dict[str, Reading] = {}
        for grade in self.grades:
            cells = row.cells.get(grade, ())
            if cells:
                readings[grade] = self._reading(grade, cells, readings, above)
        return readings

    def _reading(
        self, grade: str, cells: Sequence[Cell], left: dict[str, Reading], above: dict[str, Reading]
    ) -> Reading:
        text = "\n".join(cell.text for cell in cells if cell.text)
        address = cells[0].address
        if not text:
            if grade != self.floor:
                self.unread.append(Unread(address, "", f"{grade}级的格子是空的"))
            return Reading((), address, False)
        short = short_form(text)
        if short is None and grade == self.floor:
            if left and address == next(reversed(left.values())).address:
                self.unread.append(
                    Unread(address, text, f"与上一级合并的格子里有最低等级 {grade}，最低等级没有要求")
                )
            else:
                self.unread.append(Unread(address, text, f"{grade}是最低等级，指标包不给它要求"))
            return Reading(None, address, True)
        if short is None:
            known = next((r for r in left.values() if r.address == address), None)
            return known or self._read(address, text)
        kind, same = short
        source = left.get(same) if kind == "same" else above.get(grade) if kind == "above" else None
        if kind in ("same", "above"):
            if source is None:
                self.unread.append(Unread(address, text, "所指的格子找不到"))
                return Reading((), address, False)
            self.resolved.append(Resolved(address, text, f"按 {source.address} 的内容"))
            return Reading(source.items, f"{address}（{text}，即{source.address}）", source.whole)
        if kind == "floor" and grade != self.floor:
            self.unread.append(Unread(address, text, f"{grade}级写着未达到别的等级，但它不是最低等级"))
            return Reading((), address, False)
        if kind == "none":
            self.resolved.append(Resolved(address, text, f"{grade}级没有要求"))
        return Reading(None, address, True)

    def _read(self, address: str, text: str) -> Reading:
        items = tuple(read_item(item) for item in split_items(text))
        for item in items:
            if item.reason:
                self.unread.append(Unread(address, item.text, item.reason))
        return Reading(items, address, not any(item.reason for item in items))

    def _numbers(self, aspect: str, title: str, applies: list[str], readings: dict[str, Reading]) -> None:
        found: dict[str, dict[str, tuple[Figure, Item, Reading]]] = {}
        for grade, reading in readings.items():
            for item in reading.items or ():
                for figure in item.figures:
                    by_grade = found.setdefault(folded(figure.subject), {})
                    if grade in by_grade:
                        self.unread.append(Unread(reading.address, item.text, "同一格里同一个名称有两个数值"))
                    else:
                        by_grade[grade] = (figure, item, reading)
        for by_grade in found.values():
            self._number(aspect, title, applies, by_grade, readings)

    def _number(
        self,
        aspect: str,
        title: str,
        applies: list[str],
        by_grade: dict[str, tuple[Figure, Item, Reading]],
        readings: dict[str, Reading],
    ) -> None:
        first = next(iter(by_grade.values()))[0]
        unit, basis = first.comparison.unit, first.comparison.basis
        requires: dict[str, Any] = {}
        for grade, (figure, item, reading) in by_grade.items():
            comparison = figure.comparison
            ends = [None if unit is None else convert(end, comparison.unit, unit) for end in comparison.ends]
            if None in ends or comparison.basis != basis:
                reason = "没有单位" if unit is None else "单位或折算基准与同名的另一级不一致"
                self.unread.append(Unread(reading.address, item.text, reason))
                continue
            value = plain(ends[0]) if ends[0] is not None else ""
            demand: dict[str, Any] = {
                "word": _WORDS[comparison.operator],
                "value": f"国{'一二三四五六'[int(value) - 1]}" if unit == "国" else value,
            }
            if len(ends) > 1 and ends[1] is not None:
                demand["to"] = plain(ends[1])
            requires[grade] = demand | {"text": item.text, "source": reading.address}
        for grade, reading in readings.items():
            if grade not in by_grade and grade != self.floor and reading.whole:
                if reading.items is None:
                    requires[grade] = {"none": True, "text": "没有要求", "source": reading.address}
                elif not _same_text(reading, by_grade):
                    reason = (
                        f"别的等级有“{first.subject}”的数值，{grade}级没有读到同名的；请补上或写明没有要求"
                    )
                    self.unread.append(Unread(reading.address, "", reason))
        if any("word" in demand for demand in requires.values()):
            oxygen = {"oxygen": plain(basis.oxygen)} if basis.oxygen is not None else {}
            self._add(
                aspect,
                f"{title}：{first.subject}" if first.subject else title,
                "number",
                applies,
                requires,
                question=f"{first.subject or title}是多少？单位 {_shown(unit)}。",
                unit=_shown(unit),
                basis=oxygen | ({"text": basis.text} if basis.text else {}),
            )

    def _texts(self, aspect: str, title: str, applies: list[str], readings: dict[str, Reading]) -> None:
        asked: dict[str, str] = {}
        for grade, reading in readings.items():
            plain_items = [item.text for item in reading.items or () if not item.figures and not item.reason]
            if plain_items:
                asked[grade] = joined(plain_items)
        if not asked:
            return
        ids = {text: f"as-{grade.lower()}" for grade, text in reversed(asked.items())}
        ids = {text: "as-leading" if name == "as-引领性" else name for text, name in ids.items()}
        choices = [{"id": ids[text], "title": text} for text in dict.fromkeys(asked.values())]
        choices.append({"id": "below", "title": "达不到以上各级的要求"})
        requires: dict[str, Any] = {}
        for grade, reading in readings.items():
            if grade in asked:
                text = asked[grade]
                requires[grade] = {"at_least": ids[text], "text": text, "source": reading.address}
            elif grade != self.floor and reading.whole:
                requires[grade] = {"none": True, "text": "没有文字要求", "source": reading.address}
        question = f"对照各级的文字，“{title}”符合哪一级的要求？"
        self._add(aspect, title, "choice", applies, requires, question=question, choices=choices)

    def _add(
        self, aspect: str, title: str, kind: str, applies: list[str], requires: dict[str, Any], **more: Any
    ) -> None:
        number = len(self.indicators) + 1
        entry: dict[str, Any] = {
            "id": f"{self.pack_id}.{number:02d}",
            "aspect": aspect,
            "title": title,
            "kind": kind,
        }
        entry |= {name: value for name, value in more.items() if value}
        if applies:
            entry["applies_when"] = applies
        self.indicators.append(entry | {"requires": requires})


def _cells(row: GradeRow) -> list[Cell]:
    return list({cell.address: cell for cells in row.cells.values() for cell in cells}.values())


def _shown(unit: str | None) -> str:
    """The unit in its usual spelling."""
    known = find_unit(unit or "")
    return known[0] if known is not None and known[1] == 1 else unit or ""


def _same_text(reading: Reading, by_grade: dict[str, tuple[Figure, Item, Reading]]) -> bool:
    """Whether the grade shares its cell with one that has the figure."""
    return any(other.address == reading.address for _, _, other in by_grade.values())
