"""Whether a question says enough to be searched for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.query import Query
from knowledge.tokens import content_runs, listed

_POINTS = re.compile(
    r"第[一二三四五六七八九十\d]+[个条项种点类]?|[那这它他]|[上下前后]面|刚才|刚说|另一?个|呢"
)
_GENERAL = re.compile(
    r"(?:规定|政策|文件|要求|办法|方案|标准|细则|规矩|说法|通知|内容|情况|当地|本地|现行|最新|环保|[那这][边里儿]|相关|有关|方面|[\s的有都])+"
)
"""Words for rules as such."""
_BARE_GRADES = re.compile(r"(?<![a-z])[a-d]{1,4}-?(?![a-z])")
_MEANT = re.compile(r"(?![级类档])[一-鿿]")
_PUNCTUATION_ONLY = re.compile(r"[\W_]*")


def says_nothing(query: Query) -> bool:
    """Whether nothing is left to search for once asking words and words that only point are gone."""
    if query.article is not None or query.item is not None:
        return False
    if _PUNCTUATION_ONLY.fullmatch(query.folded):
        return True
    grades = set(_BARE_GRADES.findall(query.folded))
    named = sum(map(bool, (query.places, query.cues, grades, query.years)))
    if named > 1 or len(grades) > 1:
        return False
    if query.places or query.cues or grades:
        # 低碳工厂咋报: beside what is named one character says what is wanted.
        return _MEANT.search(query.subject) is None and (not query.cues or query.wanted == "any")
    vague = listed("vague_words.txt")
    return not all(
        _letters(content_runs(words, vague)) for words in (query.folded, _POINTS.sub(" ", query.folded))
    )


def _letters(runs: Sequence[str]) -> bool:
    """Whether there are at least two characters; one Latin letter by itself is none."""
    return sum(len(run) for run in runs if not run.isascii() or len(run) > 1) >= 2


def asks_for_rules_as_such(query: Query) -> bool:
    """Whether nothing is named but a place and that it has rules: 开封那边的规定是啥."""
    return bool(query.places) and _GENERAL.fullmatch(query.subject) is not None
