"""What the styles of a docx say of its paragraphs: their lists, which are contents, what cannot be seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from knowledge.reading.word_numbering import W

_LONGEST_CHAIN = 20
_WHITE = re.compile(r"(?:[fF][0-9a-fA-F]){3}")
_PAPER = frozenset(("background1", "light1"))
_TINY = 4
"""Half points; nobody can read words as small."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is set of how words look; None for each that is not set."""

    vanishes: bool | None = None
    white: bool | None = None
    tiny: bool | None = None

    @classmethod
    def of(cls, properties: Element | None) -> Look:
        """What ``rPr`` sets."""
        if properties is None:
            return cls()
        vanish, color = properties.find(f"{W}vanish"), properties.find(f"{W}color")
        size = properties.find(f"{W}sz")
        halves = "" if size is None else size.get(f"{W}val", "")
        return cls(
            None if vanish is None else vanish.get(f"{W}val", "1") not in ("0", "false", "off"),
            None if color is None else _is_white(color),
            int(halves) <= _TINY if halves.isdecimal() and len(halves) < 6 else None,
        )

    def over(self, below: Look) -> Look:
        """This, and what it leaves open as ``below`` sets it."""
        return Look(
            below.vanishes if self.vanishes is None else self.vanishes,
            below.white if self.white is None else self.white,
            below.tiny if self.tiny is None else self.tiny,
        )


def _is_white(color: Element) -> bool:
    """True for white by its number and for the colour of the paper by its name, unless that is darkened."""
    if color.get(f"{W}themeColor") in _PAPER:
        return color.get(f"{W}themeShade") is None
    return bool(_WHITE.fullmatch(color.get(f"{W}val", "")))


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    list_id: str | None
    level: int | None
    look: Look


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
                Look.of(entry.find(f"{W}rPr")),
            )
        return styles

    def look(self, style_id: str) -> Look:
        """How words of a style look, by itself and those it is based on."""
        look = Look()
        for _ in range(_LONGEST_CHAIN):
            style = self.known.get(style_id)
            if style is None:
                break
            look = look.over(style.look)
            style_id = style.based_on
        return look

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
