"""Which industry a text names, by the names of the grading texts."""

from __future__ import annotations

import re
from functools import cache

import yaml

from knowledge.tokens import LEXICON, plain

# A spray booth or a steel-plate shed says what a firm has, not what it makes.
_PLACES_OF_WORK = re.compile(r"(喷漆|喷涂|烤漆|涂装|印刷|玻璃)(房|间|机|线|室|设备|工序)")
_OF_SEVERAL = {"钢铁": ("钢铁", "钢厂", "炼钢"), "冶炼": ("冶炼", "有色金属")}
"""Parts of several of the texts' names → what people say when they leave open which."""
_KIND_OF_TRADE = re.compile("(?:行业|工业|企业|业)$")


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """(what people say, the texts' name), longest first."""
    table = yaml.load((LEXICON / "industries.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    pairs = [(plain(said), name) for name, others in table.items() for said in (name, *others)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def find_industry(text: str) -> str | None:
    """The industry a text names, by its longest name; None when it names none.

    >>> find_industry("我们是翻砂的"), find_industry("做软件的")
    ('铸造', None)
    """
    folded = _PLACES_OF_WORK.sub("", plain(text))
    return next((name for said, name in _names() if said in folded), None)


def kind_of_industry(text: str) -> str | None:
    """The industry a text names, or the part that the names of several share where it is left open which; else None.

    >>> kind_of_industry("钢铁行业的目标"), kind_of_industry("短流程钢铁")
    ('钢铁', '短流程钢铁')
    """
    folded = plain(text)
    open_which = (shared for shared, said in _OF_SEVERAL.items() if any(word in folded for word in said))
    return find_industry(text) or next(open_which, None)


def named_as(text: str) -> str:
    """The words by which a text names the industry that :func:`find_industry` finds; empty when it names none.

    >>> named_as("我们是翻砂的")
    '翻砂'
    """
    folded = _PLACES_OF_WORK.sub("", plain(text))
    return next((said for said, _ in _names() if said in folded), "")


def industry_called(name: str) -> str | None:
    """The industry that a name as a whole stands for; None when it is no name of one.

    Unlike in running text a name that merely contains another is not taken for it.

    >>> industry_called("翻砂"), industry_called("铸造行业"), industry_called("水泥制品")
    ('铸造', '铸造', None)
    """
    folded = plain(name).strip()
    bare = _KIND_OF_TRADE.sub("", folded)
    return next((known for said, known in _names() if said in (folded, bare)), None)
