"""Which places a question names, and what belongs to what."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.gazetteer import HOME_PROVINCES, Gazetteer, Place, gazetteer, highest
from knowledge.place_words import ORDINARY, ORDINARY_FULL, is_place

__all__ = ["Mention", "Place", "chain_names", "find_places", "resolve"]

_ALIASES = {"郑东新区": "郑州市", "郑州航空港": "郑州市", "全国": "国家"}
"""Names outside the list of divisions that stand for one, when asked for by :func:`resolve`."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text."""

    place: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    places: tuple[Place, ...]
    start: int
    end: int


def find_places(text: str) -> tuple[Mention, ...]:
    """The places a text names, in order, each by its longest name; words that merely look like one are left out.

    A development zone is in no list of divisions: 郑州高新区 names 郑州市.
    """
    candidates: list[_Candidate] = []
    at = 0
    while at < len(text):
        before = candidates[-1] if candidates and candidates[-1].end == at else None
        found = _name_at(text, at, before)
        if found is None:
            at += 1
        else:
            candidates.append(found)
            at = found.end
    return tuple(
        Mention(place, candidate.start, candidate.end)
        for index, candidate in enumerate(candidates)
        if (place := _choose(candidate, candidates[:index] + candidates[index + 1 :])) is not None
    )


def resolve(name: str) -> Place | None:
    """The one place that a name given as a region stands for; None when there is none or several.

    Unlike in running text a short name that is an ordinary word is taken for a place here.
    """
    names, asked = gazetteer(), name.strip()
    asked = _ALIASES.get(asked, asked)
    if exact := names.full.get(asked) or highest(names.short.get(asked, ())):
        return _preferred(exact)
    mentions = find_places(asked)
    if not mentions:
        return None
    deepest = max(mentions, key=lambda mention: len(mention.place.chain)).place
    return deepest if all(deepest.within(mention.place) for mention in mentions) else None


def chain_names(place: Place) -> tuple[str, ...]:
    """Whose rules reach a place, nearest first: 灵宝市, 三门峡市, 河南省, 国家."""
    return place.chain


def _name_at(text: str, at: int, before: _Candidate | None) -> _Candidate | None:
    names = gazetteer()
    for name in names.by_first.get(text[at], ()):
        if not text.startswith(name, at):
            continue
        end = at + len(name)
        inside = _inside(names, name, before)
        if inside:
            return _Candidate(inside, at, end)
        places = _free_standing(names, name)
        if places and is_place(text, at, end):
            return _Candidate(places, at, end)
    return None


def _inside(names: Gazetteer, name: str, before: _Candidate | None) -> tuple[Place, ...]:
    """The places of this name that belong to the place named directly before it."""
    if before is None:
        return ()
    known = (*names.full.get(name, ()), *names.short.get(name, ()))
    return tuple(
        place for place in known if any(place != outer and place.within(outer) for outer in before.places)
    )


def _free_standing(names: Gazetteer, name: str) -> tuple[Place, ...]:
    if name in ORDINARY or name in ORDINARY_FULL:
        return ()
    if (full := names.full.get(name)) is not None:
        # 应县 is in 相应县区 and 和县 in 市和县: names this short are safe only where they are expected.
        return full if len(name) > 2 else tuple(place for place in full if place.province in HOME_PROVINCES)
    return tuple(
        place
        for place in highest(names.short.get(name, ()))
        if place.level in {"province", "prefecture"} or place.province in HOME_PROVINCES
    )


def _choose(candidate: _Candidate, others: list[_Candidate]) -> Place | None:
    if len(candidate.places) == 1:
        return candidate.places[0]
    named = [other.places[0] for other in others if len(other.places) == 1]
    fitting = [place for place in candidate.places if any(place.within(outer) for outer in named)]
    return _preferred(tuple(fitting) or candidate.places)


def _preferred(places: tuple[Place, ...]) -> Place | None:
    if len(places) == 1:
        return places[0]
    for province in HOME_PROVINCES:
        home = [place for place in places if place.province == province]
        if home:
            return home[0] if len(home) == 1 else None
    return None
