"""Standing of a text or scheme in Chinese."""

from __future__ import annotations

_STANDINGS = {
    "draft": "征求意见稿",
    "in_force": "有效",
    "cycle_over": "周期已过",
    "superseded": "已被取代",
    "not_yet": "尚未施行",
}


def standing(status: str) -> str:
    """The label of a status; an unknown one stays as it is."""
    return _STANDINGS.get(status, status)
