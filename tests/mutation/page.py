"""The page on mutation: figures by module, and every change that no test notices with the reason it may stand."""

from __future__ import annotations

import os
import platform
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

_ACCEPTED = Path(__file__).with_name("accepted.yaml")
_HEAD = Path(__file__).with_name("head.md")


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change that no test noticed."""

    module: str
    part: str
    """Function or constant."""
    outcome: str
    was: str
    now: str

    @property
    def place(self) -> str:
        """Module and part, without the name of the package."""
        return f"{self.module.removeprefix('scoring.')}.{self.part}"


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that may stand for one reason."""

    why: str
    pattern: str | None
    """What “was → now” matches; None for any."""
    changes: Mapping[str, tuple[str, ...]]
    """By place the texts that would stand there, `*` for all; empty: any place."""

    def holds(self, survivor: Survivor) -> bool:
        """Whether the change is one of these."""
        texts = self.changes.get(survivor.place, ()) if self.changes else ("*",)
        told = f"{survivor.was} → {survivor.now}"
        fits = self.pattern is None or re.search(self.pattern, told) is not None
        return fits and ("*" in texts or survivor.now in texts)


def accepted() -> list[Group]:
    """The reasons in accepted.yaml."""
    raw = yaml.safe_load(_ACCEPTED.read_text(encoding="utf-8"))
    return [
        Group(
            one["why"],
            one.get("pattern"),
            {place: tuple(texts) for place, texts in one.get("changes", {}).items()},
        )
        for one in raw
    ]


def page(
    totals: Mapping[str, int], survivors: Sequence[Survivor], tests: int, processor: float, clock: float
) -> tuple[str, float]:
    """The page, and the score in %.

    Args:
        totals: changes by module.
        survivors: those that no test noticed.
        tests: how many tests there are.
        processor: seconds of processor time of all changes.
        clock: seconds from start to end.
    """
    groups = accepted()
    reasons = {one: next((group for group in groups if group.holds(one)), None) for one in survivors}
    argued = {one for one, group in reasons.items() if group is not None}
    total, lived = sum(totals.values()), len(survivors)
    score = 100 * (total - lived) / total if total else 100.0
    lines = [_HEAD.read_text(encoding="utf-8").rstrip("\n"), ""]
    lines += [
        f"- Day: {date.today():%Y-%m-%d}. Python {platform.python_version()}, {os.cpu_count()} cores.",
        f"- {total} changes in {len(totals)} modules, {tests} tests; {clock / 60:.0f} minutes, {processor / 60:.0f} of processor time.",
        f"- {total - lived} noticed, {lived} not: **{score:.1f} %**. Of those not noticed {len(argued)} are argued below, {lived - len(argued)} are open.",
        "",
    ]
    lines += _table(totals, survivors, argued)
    for group in groups:
        lines += _listed(f"### {group.why}", [one for one in survivors if reasons[one] is group])
    lines += _listed("### Open", [one for one in survivors if one not in argued])
    return "\n".join(lines).rstrip("\n") + "\n", score


def _table(totals: Mapping[str, int], survivors: Sequence[Survivor], argued: set[Survivor]) -> Iterator[str]:
    lived = Counter(one.module for one in survivors)
    known = Counter(one.module for one in survivors if one in argued)
    yield "| Module | Changes | Noticed | Argued | Open | Score % |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for module, total in sorted(totals.items()):
        noticed = total - lived[module]
        figures = (
            total,
            noticed,
            known[module],
            lived[module] - known[module],
            f"{100 * noticed / total:.1f}",
        )
        yield f"| {module.removeprefix('scoring.')} | {' | '.join(map(str, figures))} |"
    yield ""
    yield "## What no test notices"
    yield ""


def _listed(title: str, survivors: Sequence[Survivor]) -> Iterator[str]:
    if not survivors:
        return
    yield title
    yield ""
    for place in dict.fromkeys(one.place for one in survivors):
        yield f"- `{place}`"
        for one in survivors:
            if one.place == place:
                yield f"  - `` {one.was} `` → `` {one.now} ``"
    yield ""
