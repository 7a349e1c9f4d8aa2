"""Schemes as they are installed here: with the indicator packs of the program and those a person has made active."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.settings import Settings
from scoring import Pack, PackError, load_scheme

# The loader of indicator packs is imported where they are needed: schemes of points have none, and the command line
# assesses from cold in less than a second.

_Stamp = tuple[tuple[str, int, int], ...]
_MOST_KEPT = 64
# Equipped packs by scheme edition and state of the active folder, so that derived data of a pack are made once.
_equipped: dict[tuple[str, str, str, _Stamp], Pack] = {}


def installed_scheme(scheme_id: str, settings: Settings | None = None) -> Pack:
    """The scheme with its indicator packs.

    Raises:
        UnknownSchemeError: no such scheme.
        PackError: the scheme or an indicator pack has faults.
    """
    return equipped(load_scheme(scheme_id), (settings or Settings()).indicators_active)


def equipped(scheme: Pack, active: Path | None = None) -> Pack:
    """An edition of a scheme with its indicator packs; schemes of points are returned as they are.

    Args:
        scheme: the edition.
        active: folder of the active indicator packs; the one in the data folder when not given. A pack that is added,
            changed or taken away counts from the next call on.

    Raises:
        PackError: an indicator pack has faults.
    """
    if scheme.kind != "ladder":
        return scheme
    folder = Settings().indicators_active if active is None else active
    key = (scheme.id, scheme.sha256, str(folder), _stamp(folder))
    known = _equipped.get(key)
    if known is None:
        from scoring.industry.indicator_loader import (
            load_indicator_packs,
            shipped_indicator_packs,
            shipped_response_tables,
            with_indicators,
        )

        packs = (*shipped_indicator_packs(), *load_indicator_packs(folder))
        if len(_equipped) >= _MOST_KEPT:
            _equipped.clear()
        known = _equipped[key] = with_indicators(scheme, packs, shipped_response_tables())
    return known


def indicator_faults(schemes: Iterable[Pack], active: Path | None = None) -> list[str]:
    """Everything wrong with the indicator packs and tables of consequences, each fault once."""
    faults: list[str] = []
    for scheme in schemes:
        try:
            equipped(scheme, active)
        except PackError as exc:
            faults += exc.faults
    from scoring.industry.indicator_loader import shipped_response_tables

    try:
        shipped_response_tables()
    except PackError as exc:
        faults += exc.faults
    return list(dict.fromkeys(faults))


def _stamp(folder: Path) -> _Stamp:
    stats = [(path.parent.name, path.stat()) for path in sorted(folder.glob("*/indicators.yaml"))]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
