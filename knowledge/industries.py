"""Which industry a text names, by the names of the grading texts."""

from __future__ import annotations

from functools import cache

import yaml

from knowledge.tokens import LEXICON, plain


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """(what people say, the texts' name), longest first."""
    table = yaml.safe_load((LEXICON / "industries.yaml").read_text(encoding="utf-8"))
    pairs = [(plain(said), name) for name, others in table.items() for said in (name, *others)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def find_industry(text: str) -> str | None:
    """The industry a text names, by its longest name; None when it names none.

    >>> find_industry("我们是翻砂的"), find_industry("做软件的")
    ('铸造', None)
    """
    folded = plain(text)
    return next((name for said, name in _names() if said in folded), None)
