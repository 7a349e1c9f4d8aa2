"""Which rules of a scheme no written case speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scoring.rules.pack import Pack
from scoring.rules.strict_yaml import read_yaml


def items_without_case(pack: Pack, folder: Path) -> tuple[str, ...]:
    """Ids of the items that no case in `cases/*.yaml` names, in the order of the text.

    A case names an item in its facts, among the rows it adds or takes away, or in what it expects. Rows that come in only as
    part of a whole block, and aspects only through `every_aspect`, are not named.

    Raises:
        PackError: a file of cases cannot be read.
    """
    named: set[str] = set()
    for path in sorted((folder / "cases").glob("*.yaml")):
        for case in read_yaml(path) or []:
            named |= set(_words(case))
    return tuple(item.id for item in pack.items.values() if item.id not in named)


def _words(case: Mapping[str, Any]) -> Iterator[str]:
    """Every key and text of the parts that speak of items; `0.运输方式` also speaks of 运输方式."""
    for part in ("facts", "met", "unknown", "expect"):
        for word in _leaves(case.get(part)):
            yield word
            head, _, tail = word.partition(".")
            if head.isdigit() or head == "events":
                yield tail


def _leaves(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, part in node.items():
            yield str(key)
            yield from _leaves(part)
    elif isinstance(node, list):
        for part in node:
            yield from _leaves(part)
    elif isinstance(node, str):
        yield node
