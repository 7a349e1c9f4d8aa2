"""Whether an industry has a rung that not all industries have."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.industry.indicator import IndicatorPack


def has_optional_rung(packs: Sequence[IndicatorPack], industry: str | None, optional: Sequence[str]) -> bool:
    """Whether a pack of the industry grades it on an optional rung such as B-."""
    return any(pack.industry == industry and set(optional) & set(pack.grades) for pack in packs)
