"""What the styles of a docx say of its paragraphs: which list numbers them, which are contents."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from knowledge.reading.word_numbering import W

_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    list_id: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of one document by their ids."""

    known: dict[str, _Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """The styles that ``styles.xml`` defines; none without one."""
        styles = cls()
        for entry in root.findall(f"{W}style") if root is not None else ():
            list_id, level = list_of(entry.find(f"{W}pPr"))
            name, base = entry.find(f"{W}name"), entry.find(f"{W}basedOn")
            styles.known[entry.get(f"{W}styleId", "")] = _Style(
                "" if name is None else name.get(f"{W}val", ""),
                "" if base is None else base.get(f"{W}val", ""),
                list_id,
                level,
            )
        return styles

    def numbered(self, style_id: str) -> tuple[str | None, int | None]:
        """The list and the level that a style or one it is based on sets."""
        list_id: str | None = None
        level: int | None = None
        for _ in range(_LONGEST_CHAIN):
            style = self.known.get(style_id)
            if style is None:
                break
            list_id = style.list_id if list_id is None else list_id
            level = style.level if level is None else level
            style_id = style.based_on
        return list_id, level

    def is_contents(self, style_id: str) -> bool:
        """True for the lines of a generated table of contents."""
        style = self.known.get(style_id)
        return style is not None and style.name.lower().startswith(("toc ", "table of figures"))


def list_of(properties: Element | None) -> tuple[str | None, int | None]:
    """The list and the level set directly; None for each that is not."""
    entry = properties.find(f"{W}numPr") if properties is not None else None
    if entry is None:
        return None, None
    list_id, level = entry.find(f"{W}numId"), entry.find(f"{W}ilvl")
    text = "" if level is None else level.get(f"{W}val", "")
    return (
        None if list_id is None else list_id.get(f"{W}val"),
        int(text) if text.isdecimal() and len(text) == 1 else None,
    )
