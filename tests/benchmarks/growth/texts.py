"""Invented texts of other places: parts of the shipped ones with another place, other numbers and other terms of the field.

They are the same on every run.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from knowledge.clauses import ParsedText
from knowledge.corpus import Corpus, CorpusText
from knowledge.documents import DocumentPlace
from knowledge.gazetteer import Place, gazetteer, short_name
from knowledge.tokens import listed

CLAUSES = 20
"""Clauses of an invented text, about."""
_SEED = "growth"
_FIGURE = re.compile(r"\d{1,3}(?=\s*(?:%|分|家|万|个|米|日|小时|倍|天))")


@cache
def _terms() -> tuple[re.Pattern[str], dict[int, list[str]]]:
    """The terms of the field as a pattern, and by their length."""
    by_length: dict[int, list[str]] = {}
    for term in sorted(listed("terms.txt")):
        if not term.isascii() and _FIGURE.search(term) is None:
            by_length.setdefault(len(term), []).append(term)
    longest_first = [term for length in sorted(by_length, reverse=True) for term in by_length[length]]
    return re.compile("|".join(map(re.escape, longest_first))), by_length


def places(corpus: Corpus) -> tuple[Place, ...]:
    """The cities that no shipped text is for, in the order of their codes."""
    taken = {document.place.name for document in corpus.documents}
    cities = {
        place.code: place
        for found in gazetteer().full.values()
        for place in found
        if place.level == "prefecture" and place.name not in taken
    }
    return tuple(place for _, place in sorted(cities.items()))


def invented(corpus: Corpus, count: int) -> Iterator[CorpusText]:
    """So many texts beside the shipped ones, of `CLAUSES` clauses each, in their turn for every city."""
    cities, bases = places(corpus), corpus.documents
    for number in range(count):
        base, city = bases[number % len(bases)], cities[number % len(cities)]
        chance = random.Random(f"{_SEED} {number}")
        clauses = [clause for clause in corpus.clauses(base.id) if clause.end > clause.start]
        first = chance.randrange(max(1, len(clauses) - CLAUSES))
        name = f"invented-{number:05d}"
        source, own = "", []
        for clause in clauses[first : first + CLAUSES]:
            words = _moved(corpus.text(clause), base.place.name, city.name, chance)
            own.append(
                replace(
                    clause, document_id=name, start=len(source), end=len(source) + len(words), parent=None
                )
            )
            source += f"{words}\n"
        document = replace(
            base,
            id=name,
            title=_moved(base.title, base.place.name, city.name, chance),
            short_title=f"{short_name(city.name)}{number:05d}",
            number=None,
            place=DocumentPlace(city.name, city.code, city.province, city.chain[1]),
            sha256=hashlib.sha256(source.encode()).hexdigest(),
            missing=(),
            contacts=(),
            source_faults=(),
            newer=(),
            context=(),
            supersedes=(),
        )
        yield CorpusText(document, source, ParsedText(tuple(own), ()), bytes.fromhex(document.sha256))


def _moved(text: str, here: str, there: str, chance: random.Random) -> str:
    text = text.replace(here, there).replace(short_name(here), short_name(there))
    pattern, by_length = _terms()
    text = pattern.sub(lambda found: chance.choice(by_length[len(found.group())]), text)
    return _FIGURE.sub(lambda found: str(max(1, int(found.group()) + chance.randint(-3, 3))), text)
