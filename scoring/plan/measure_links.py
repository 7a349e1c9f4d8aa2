"""How measures hang together: what must come before what, and what cannot be had together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from scoring.errors import RequestError


def check_links(requires: Mapping[str, Sequence[str]], excludes: Mapping[str, Sequence[str]]) -> None:
    """Nothing, when every link names another measure and no measure waits for itself.

    Args:
        requires: for every measure, what must be done before it.
        excludes: for every measure, what cannot be chosen with it.

    Raises:
        RequestError: an id that no measure has, a measure linked to itself, or a ring of prerequisites.
    """
    known = "、".join(requires)
    for field, links in (("requires", requires), ("excludes", excludes)):
        for measure_id, others in links.items():
            for other in others:
                if other == measure_id:
                    raise RequestError(f"措施 {measure_id} 的 {field}：不能写它自己；请去掉“{other}”")
                if other not in requires:
                    raise RequestError(f"措施 {measure_id} 的 {field}：没有措施“{other[:40]}”；可用：{known}")
    try:
        in_order(requires)
    except CycleError as exc:
        ring = " → ".join(reversed(exc.args[1]))
        raise RequestError(f"requires 绕成了一圈：{ring}，哪一项都无法先做；请去掉其中一条") from exc


def in_order(requires: Mapping[str, Sequence[str] | frozenset[str]]) -> tuple[str, ...]:
    """The ids so that each comes after all it requires.

    Raises:
        graphlib.CycleError: there is no such order.
    """
    return tuple(TopologicalSorter(requires).static_order())


def exclusive_pairs(excludes: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Every pair that cannot be had together, once, in the order of the measures."""
    place = {measure_id: index for index, measure_id in enumerate(excludes)}
    pairs = {
        (measure_id, other) if place[measure_id] < place[other] else (other, measure_id)
        for measure_id, others in excludes.items()
        for other in others
    }
    return tuple(sorted(pairs, key=lambda pair: (place[pair[0]], place[pair[1]])))
