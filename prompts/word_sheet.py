"""Building blocks of the Word template: paragraphs, loops, tables and section ends."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import qn

from prompts.word_styles import add_table, set_page


class TemplateSheet:
    """Paragraphs and tables in the order of the page, with the tags that repeat or leave them out."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def line(self, text: str, style: str = "Normal") -> None:
        """A paragraph."""
        self._document.add_paragraph(text, style=style)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading."""
        self._document.add_heading(text, level)

    def each(self, items: str, style: str = "List Bullet") -> None:
        """A paragraph for every line of a list."""
        self.start_for(f"line in {items}")
        self.line("{{ line }}", style)
        self.end_for()

    def start_for(self, loop: str) -> None:
        """What follows is repeated."""
        self.line(f"{{%p for {loop} %}}", "Cell")

    def end_for(self) -> None:
        """The end of what is repeated."""
        self.line("{%p endfor %}", "Cell")

    def start_if(self, condition: str) -> None:
        """What follows shows only where the condition holds."""
        self.line(f"{{%p if {condition} %}}", "Cell")

    def otherwise(self) -> None:
        """What follows shows only where it does not."""
        self.line("{%p else %}", "Cell")

    def end_if(self) -> None:
        """The end of what is conditional."""
        self.line("{%p endif %}", "Cell")

    def rows(
        self,
        items: str,
        columns: Sequence[tuple[str, float, str]],
        right: Sequence[int] = (),
        last: Sequence[str] = (),
    ) -> None:
        """A table with one row an item: (heading, width in cm, content) by column, and a closing row."""
        body = [
            [heading for heading, _, _ in columns],
            [f"{{%tr for row in {items} %}}"],
            [content for _, _, content in columns],
            ["{%tr endfor %}"],
        ]
        add_table(
            self._document, [width for _, width, _ in columns], [*body, last] if last else body, right=right
        )


def merge_tail(row: Any) -> None:
    """The last three of four cells become one, without the shading of a label."""
    merged = row.cells[1].merge(row.cells[3])
    for paragraph in merged.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    shade = merged._tc.get_or_add_tcPr().find(qn("w:shd"))
    if shade is not None:
        merged._tc.tcPr.remove(shade)


def end_section(document: Any, condition: str, *, landscape: bool) -> None:
    """Ends a section, only where the wide pages have something to show."""
    document.add_paragraph(f"{{%p if {condition} %}}", style="Cell")
    end = document.add_paragraph(style="Section End")
    document.add_paragraph("{%p endif %}", style="Cell")
    body = document.sections[-1]
    set_page(body, landscape=landscape)
    end._p.get_or_add_pPr().append(copy.deepcopy(body._sectPr))
