"""A table as it stands in a file: every cell with its text and address, merged cells resolved."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a grid; all places of a merged cell share text and address."""

    text: str
    address: str
    """As a person finds it: 表1第3行第2列, 或 Sheet1!B3; of a merged cell its upper left place."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in the file that was not turned into an indicator, and why."""

    address: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; all rows have the same number of cells."""

    name: str
    caption: str
    """Text just above the table."""
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """All tables of a file, and what could not be taken from it."""

    name: str
    sha256: str
    grids: tuple[Grid, ...]
    unread: tuple[Unread, ...]


def distinct(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells in order, each merged one once."""
    return tuple({cell.address: cell for cell in cells}.values())
