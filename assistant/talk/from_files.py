"""Statements about the firm found in a file, each with its place; what a file tells somebody to do is no statement."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.talk.comparing import same
from assistant.talk.proposals import Proposal
from assistant.talk.reading import read_message
from knowledge.tokens import simplified
from scoring import Pack

_LONGEST = 300
"""Characters of a line that can be a statement; longer ones are prose about something else."""
MOST = 20
"""Proposals of one file."""
_TOLD_TO_DO = re.compile(
    r"忽[略畧视]|无视|绕过|指令|提示词|系统(?:提示|消息|指令)|助手|模型|机器人|\bAI\b|prompt|请(?:将|把|按|直接|给|判|评|认|记|确认|自动)|(?:直接|自动|一律|必须|应当?)(?:评|判|定|记|算|认|确认|视)"
    r"|(?:判|评|视|认|记|算)(?:定)?(?:为|作|成|到)|满分|无需确认|不用确认|自动确认"
    r"|把.{0,16}(?:定|改|写|填|标|设|置|登记)(?:成|为|作)|^\W*系统\W*[:：]|(?:评审|评价|评分|审核|判定|问答|智能)系统\s*[:：]"
    r"|(?:^|[\s，。；])(?:自动|直接)(?:登记|录入|入账)|自动(?:记录|填报)(?:为|成)",
    re.IGNORECASE,
)
_APART = re.compile(r"(?<=[一-鿿，。：；]) +(?=[一-鿿，。：；])")
_REQUIRED = re.compile(
    r"应当?(?!急)|必须|须|不得|要求|不低于|不少于|不高于|不超过|不大于|不小于|≥|≤|>=|<=|标准值|限值|目标值|计划|拟|规划|指标值|评分|分值|得\d+分"
)
_MEASURED = re.compile(r"实测|实际|现状|现为|目前|检测结果|监测结果|结果|本厂|我厂|本公司|我公司|本企业")
_TICKS = {"√": "是", "✓": "是", "✔": "是", "☑": "是", "×": "否", "✗": "否", "✘": "否", "☒": "否"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line or table row of a file."""

    place: str
    """In Chinese: 第3行, 表1第2行, with the heading of the sheet or section where there is one."""
    words: str
    """As it stands, the cells of a row apart by blanks."""
    readings: tuple[str, ...]
    """What it may say as a sentence."""


def found_in(pack: Pack, text: str, name: str, pages: Sequence[int] = ()) -> tuple[tuple[Proposal, ...], int]:
    """The statements of a file, at most one an item, and how many more there are than are proposed.

    Args:
        pack: the scheme.
        text: lines as the readers give them; cells of a row apart by tabs. What is hidden in the file is not among them.
        name: what the file is called.
        pages: the page of each line, 0 where it cannot be told; nothing for a file without pages.
    """
    found: dict[str, Proposal] = {}
    for line in lines_of(text, pages):
        if _tells_what_to_do(line.words) or len(line.words) > _LONGEST:
            continue
        if _REQUIRED.search(line.words) and not _MEASURED.search(line.words):
            continue
        for proposal in _said(pack, line, name):
            before = found.get(proposal.item)
            if before is None:
                found[proposal.item] = proposal
            elif not same(before.as_json(), proposal.as_json()) and "另一处" not in before.note:
                note = f"{before.note}；文件里另一处（{line.place}）写的是“{proposal.said}”，请核对"
                found[proposal.item] = replace(before, note=note)
    kept = tuple(found.values())[:MOST]
    return kept, len(found) - len(kept)


def _tells_what_to_do(words: str) -> bool:
    """True for an order, also one set in blanks, in traditional characters or at full width."""
    folded = simplified(unicodedata.normalize("NFKC", words))
    return any(_TOLD_TO_DO.search(form) for form in (words, folded, _APART.sub("", folded)))


def _said(pack: Pack, line: Line, name: str) -> tuple[Proposal, ...]:
    for reading in line.readings:
        read = read_message(reading, pack, learned=False)
        stated = tuple(p for p in read.proposals if p.status != "unknown")
        if read.intent == "tell" and stated:
            note = f"{name}，{line.place}"
            return tuple(
                replace(p, quote=line.words, note=f"{note}；{p.note}" if p.note else note) for p in stated
            )
    return ()


def lines_of(text: str, pages: Sequence[int] = ()) -> Iterator[Line]:
    """The lines of a text with their places; tables are counted through the file, rows within their table.

    On paper one looks for the page, in a file without pages for the line.
    """
    table = row = 0
    heading = ""
    header: list[str] = []
    for number, raw in enumerate(text.split("\n"), 1):
        page = f"第{pages[number - 1]}页" if number <= len(pages) and pages[number - 1] else ""
        if "\t" not in raw:
            row = 0 if raw.strip() else row
            if raw.strip():
                yield Line(page or f"第{number}行", raw.strip(), (raw.strip(),))
                stripped = raw.strip()
                heading = "" if len(stripped) > _LONGEST_HEADING or stripped[-1] in "。；，" else stripped
            continue
        cells = [_TICKS.get(cell.strip(), cell.strip()) for cell in raw.split("\t")]
        table += row == 0
        row += 1
        if row == 1:
            header = cells
        shown = " ".join(cell for cell in cells if cell)
        if not shown:
            continue
        where = f"“{heading}”" if heading else ""
        yield Line(f"{page}{where}表{table}第{row}行", shown, tuple(_sentences(cells, header)))


_LONGEST_HEADING = 30
_NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
_UNIT = re.compile(r"^(?:%|％|倍|m2|㎡|个|台|辆|万元|吨|千瓦时|kWh|月|个月|年|分)$")
_RESULT = re.compile(r"结果|实测|实际|现状|数值|值|情况|等级|级别|结论|是否|填报|自评|答")
_AIM = re.compile(r"目标|要求|标准|限值|计划|满分|分值")
"""The head of a column that tells what shall be, not what is."""
_UNIT_HEAD = re.compile(r"单位")


def _sentences(cells: list[str], header: list[str]) -> Iterator[str]:
    """What a row may say: its label with the cell of the result, then with each other cell."""
    full = [(place, cell) for place, cell in enumerate(cells) if cell]
    labels = [cell for _, cell in full if not _NUMBER.match(cell) and len(cell) > 1]
    if not labels:
        return
    first = next(place for place, cell in full if cell == labels[0])
    told = [
        p for p, head in enumerate(header) if p > first and _RESULT.search(head) and not _AIM.search(head)
    ]
    if told and not any(place < len(cells) and cells[place] for place in told):
        # Nothing was filled in.
        return
    aims = {place for place, head in enumerate(header) if _AIM.search(head)}
    rest = [
        (place, cell) for place, cell in full if place > first and place not in aims and not _UNIT.match(cell)
    ]
    rest.sort(key=lambda entry: not (entry[0] < len(header) and _RESULT.search(header[entry[0]])))
    unit = next(
        (
            cell
            for place, cell in full
            if _UNIT.match(cell)
            or (place < len(header) and _UNIT_HEAD.search(header[place]) and place > first)
        ),
        "",
    )
    for _, cell in rest:
        value = f"{cell}{unit}" if _NUMBER.match(cell) else cell
        numbered = cells[0] if first > 0 and re.match(r"^[\dA-Z][\d.]*$", cells[0]) else ""
        if numbered:
            yield f"{numbered} {labels[0]}：{value}"
        yield f"{labels[0]}：{value}"
        yield f"{labels[0]}{value}"
