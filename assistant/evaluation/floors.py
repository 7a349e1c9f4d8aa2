"""Floors: what figures must not fall below by more than their noise; ceilings for figures of which less is better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.cli_io import read_json_file
from assistant.errors import InputError
from assistant.evaluation.figures import CEILINGS, FIGURES, SetFigures
from assistant.evaluation.intervals import Figure
from assistant.evaluation.question_lines import PREFIX

FILE = "floors.json"

Floors = Mapping[str, Mapping[str, float]]
"""Name of a set → figure → floor, 0…1."""
_FLOORS: TypeAdapter[dict[str, dict[str, float]]] = TypeAdapter(dict[str, dict[str, float]])


@dataclass(frozen=True, slots=True)
class Held:
    """A figure beside its floor."""

    split: str
    figure: str
    measured: Figure
    floor: float
    holds: bool

    def as_json(self) -> dict[str, Any]:
        """In the form that is printed."""
        return {
            "split": self.split,
            "figure": self.figure,
            "floor": self.floor,
            "value": round(self.measured.value, 4),
            "lower": round(self.measured.lower, 4),
            "upper": round(self.measured.upper, 4),
            "holds": self.holds,
        }


def read_floors(path: Path) -> dict[str, dict[str, float]]:
    """The floors of the sets of questions, by the name of the set; those of other sets are left out.

    Raises:
        InputError: no such file, not of this form, a figure that is not known, or a floor outside 0…1.
    """
    try:
        whole = _FLOORS.validate_python(read_json_file(path), strict=True)
    except ValidationError as exc:
        place = ".".join(str(part) for part in exc.errors()[0]["loc"]) or "整个文件"
        raise InputError(f'{path}：{place} 不对；应写成 {{"{PREFIX}dev": {{"first": 0.8}}}} 的形式') from exc
    floors = {
        name.removeprefix(PREFIX): figures for name, figures in whole.items() if name.startswith(PREFIX)
    }
    for split, figures in floors.items():
        for name, floor in figures.items():
            if name not in FIGURES:
                raise InputError(
                    f"{path}：{PREFIX}{split} 中不认识的指标“{name}”；可用：{'、'.join(FIGURES)}"
                )
            if not 0 <= floor <= 1:
                raise InputError(f"{path}：{PREFIX}{split}.{name} 为 {floor}；应在 0 和 1 之间")
    return floors


def held(figure: str, measured: Figure, floor: float) -> bool:
    """Whether a figure holds its floor: some value of its 95 % interval reaches it, so that chance may explain the rest."""
    return measured.lower <= floor if figure in CEILINGS else measured.upper >= floor


def check_any(floors: Floors, splits: Sequence[str]) -> None:
    """Nothing, when there is a floor to compare with; told before the questions are asked, which takes time.

    Raises:
        InputError: none of the sets has any.
    """
    if not any(floors.get(split) for split in splits):
        known = "、".join(floors) or "无"
        raise InputError(f"题集 {'、'.join(splits)} 没有下限可比；有下限的题集：{known}")


def against(floors: Floors, sets: Iterable[SetFigures]) -> tuple[Held, ...]:
    """Each figure that has a floor, beside it."""
    return tuple(
        Held(one.name, name, figure, floor, held(name, figure, floor))
        for one in sets
        for name, floor in floors.get(one.name, {}).items()
        if (figure := one.whole.figures.get(name)) is not None
    )
