"""What a message says as an answer to the row of a points scheme that was just asked about, by its wording as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.talk.learned_rows import NOTHING, is_spoken, likely_rows
from assistant.talk.learned_verdicts import OPEN, SHARE, told_by_words, verdicts
from assistant.talk.likely import speaks_of_others
from assistant.talk.mentions import find_mentions
from assistant.talk.proposals import Proposal
from assistant.talk.statements import Statement
from assistant.talk.weighed_reading import (
    ALONE,
    HALF,
    NAMED,
    SURELY,
    figures_of,
    held,
    is_figured,
    is_plain,
    stands_apart,
    status_of,
)
from assistant.talk.wording_cues import AFFIRMATION, DOUBLE_NEGATION, ESTIMATE, is_negative, is_question
from scoring import Item, Pack

_POINTED = re.compile(r"第\s*[\d一二三四五六七八九十]+\s*[条项个题步]|同上|以上|以下全")
"""Words that point at rows by their number."""
_ANSWERS = 0.7
"""The least share of a verdict that makes an answer to what was asked."""
_SHORT = 12
"""Characters of an answer that needs to name nothing."""
_BARE = 4
"""Characters of an answer whose few words say it all: 没有过."""


def answered(
    pack: Pack, pending: str, found: dict[str, Proposal], said: Sequence[Statement]
) -> dict[str, Proposal]:
    """The facts with what a message says as an answer to the row just asked about."""
    item = pack.items[pending]
    text = "，".join(statement.text for statement in said)
    if not said or is_question(text) or not is_spoken(text):
        return found
    current = found.get(pending)
    if is_figured(item, text):
        told_already = current is not None and not is_plain(current)
        return found if told_already else _with_figures(pack, found, item, text)
    rows = likely_rows(pack.id, text)
    best = next(iter(rows))
    if best not in (NOTHING, pending) and rows[best] >= NAMED:
        # 储能装了 answers nothing that was asked of something else.
        elsewhere = current is not None and is_plain(current) and _is_of_another(pack, pending, current)
        return {key: one for key, one in found.items() if key != pending} if elsewhere else found
    if best == NOTHING and rows[best] >= ALONE and len(text) > _SHORT:
        # A short answer names nothing; a long one that speaks of no row is none.
        return {key: one for key, one in found.items() if key != pending or not is_plain(one)}
    told = verdicts(text, told_by_words(current))
    if told[SHARE] >= HALF and (current is None or is_plain(current)) and item.kind in ("optional", "bonus"):
        # 只在办公楼做了，算一半吧
        figured = _with_figures(pack, found, item, text)
        if figured != found:
            return figured
    if current is not None and is_plain(current) and told[OPEN] >= SURELY and len(text) > _SHORT:
        # 图找不着了，分没分级俺也不知道
        return {key: one for key, one in found.items() if key != pending}
    if current is not None:
        whole = is_plain(current) and len(text) > _BARE and not stands_apart(pack, current, text)
        kept = held(current, told) if whole else current
        return {**found, pending: current if kept is None else kept}
    status = status_of(item, told, _ANSWERS)
    if status is None or not _answers(text, status) or speaks_of_others(pack, item, text):
        return found
    return {**found, pending: Proposal(pending, item.title, text, status=status)}


def _is_of_another(pack: Pack, pending: str, fact: Proposal) -> bool:
    """Whether the very words of an answer speak of another row, and not of the one asked about too."""
    if any(mention.item.id == pending for mention in find_mentions(pack, fact.quote)):
        return False
    rows = likely_rows(pack.id, fact.quote)
    best = next(iter(rows))
    return best not in (NOTHING, pending) and rows[best] >= NAMED


def _with_figures(pack: Pack, found: dict[str, Proposal], item: Item, text: str) -> dict[str, Proposal]:
    """The facts with the number or share that an answer gives behind a word: 换了，大概八成五."""
    told = verdicts(text, told_by_words(None))
    figures = [] if item.stages or item.choices else figures_of(pack, item, ESTIMATE.sub("", text), told)
    return {**found, **{one.item: replace(one, quote=text) for one in figures}}


def _answers(text: str, status: str) -> bool:
    """Whether the small words of an answer bear out what was learned of it; 确认 says nothing of a row."""
    if _POINTED.search(text):
        return False
    if status == "not_met":
        return is_negative(text) and DOUBLE_NEGATION.search(text) is None
    return AFFIRMATION.search(text) is not None
