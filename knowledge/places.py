"""Which places a question names, and what belongs to what."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.gazetteer import HOME_PROVINCES, Gazetteer, Place, gazetteer, highest
from knowledge.place_words import ORDINARY, ORDINARY_FULL, is_place, stands_for_a_place

__all__ = ["Mention", "Place", "chain_names", "find_places", "namesakes", "resolve"]

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


def namesakes(name: str) -> tuple[Place, ...]:
    """All places of the nation that a name may stand for, the highest level where only the short name is given.

    >>> [place.chain[1] for place in namesakes("市中区")][:2], len(namesakes("灵宝"))
    (['济南市', '枣庄市'], 1)
    """
    names = gazetteer()
    return names.full.get(name) or highest(names.short.get(name, ()))


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
        if name.endswith("市") and (shorter := _before_its_district(names, text, at, end)) is not None:
            return shorter
        places = _free_standing(names, name)
        if places and is_place(text, at, end):
            return _Candidate(places, at, end)
        if not places and (meant := _ordinary_meant(names, text, at, end)):
            return _Candidate(meant, at, end)
    return None


def _before_its_district(names: Gazetteer, text: str, at: int, end: int) -> _Candidate | None:
    """济南 in 济南市中区: the 市 belongs to the district."""
    places = names.full.get(text[at:end], ())
    district = text[end - 1 : end + 2]
    inside = any(inner.within(outer) for inner in names.full.get(district, ()) for outer in places)
    return _Candidate(places, at, end - 1) if inside else None


def _ordinary_meant(names: Gazetteer, text: str, at: int, end: int) -> tuple[Place, ...]:
    """The home places an ordinary word names where a place is expected: 厂在西平，日照东港."""
    name = text[at:end]
    if name not in ORDINARY and name not in ORDINARY_FULL:
        return ()
    known = (*names.full.get(name, ()), *highest(names.short.get(name, ())))
    home = tuple(place for place in known if place.province in HOME_PROVINCES)
    if home and stands_for_a_place(text, at, end):
        return home
    behind = [other for other in names.by_first.get(text[end : end + 1], ()) if text.startswith(other, end)]
    inner = [place for other in behind for place in (*names.full.get(other, ()), *names.short.get(other, ()))]
    return tuple(place for place in home if any(one != place and one.within(place) for one in inner))


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
