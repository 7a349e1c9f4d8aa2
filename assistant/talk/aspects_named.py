"""Which aspects of a ladder are meant: those a text names, or the many that 其他几项 and 除了运输 stand for."""

from __future__ import annotations

import re

from assistant.talk.mentions import match_saying
from assistant.talk.statements import Statement
from knowledge.tokens import plain
from scoring import Item, Pack

UNIT_INDEX = "0."
"""What stands before the name of an aspect in a fact of a firm with one unit."""
_OTHERS_ALL = re.compile(
    r"(别的|其[他它余]|剩下|剩余)的?[那这]?(?=$|[，。\s]|[ABCDabcd]|[一二两三四五六七八九十几\d各每]|大?(方面|项|指标|维度|地方|部分|板块)|[都全均也够达到是算按评定在]|一律|统统|通通|基本)"
)
"""Not 别的因子, 其他厂: what follows counts aspects, or nothing does."""
_ALL = re.compile(
    r"(全部|全都|所有|每个?方面|每[一个]?[项条]|各个?方面|各项|方方面面)|(方面|样样|项项)[^，。]{0,3}(都|全|均|统统|通通|一律|清一色|是)|^(都|全)(是|够|到|达)"
)
EXCEPT = re.compile(r"除[了开去]?(?P<but>[^，。]+?)(以外|之外|外)?(?=都|全|均|其[他它余]|别的|剩下)")
_COUNT = re.compile(
    r"([六七八九6-9])(大?[项个样条]|个?方面)(?![^，。]{0,2}(里|中|当中)[^，。]{0,2}[六七八九6-9])"
)
_COUNTS = dict(zip("六七八九6789", (6, 7, 8, 9) * 2, strict=True))


def names_an_aspect(pack: Pack, text: str) -> bool:
    """Whether a message speaks of an aspect of a ladder, whose grade is not the firm's."""
    return pack.kind == "ladder" and len(pack.of_kind("aspect")) > 1 and bool(named_in(pack, text))


def aspects_named(pack: Pack, text: str) -> list[str]:
    """The aspects that a message speaks of, as their facts are called."""
    return [f"{UNIT_INDEX}{aspect.id}" for aspect in named_in_short(pack, text)]


def many_meant(
    pack: Pack, statement: Statement, said: tuple[Statement, ...], named: list[Item], before: set[str]
) -> list[Item] | None:
    """The aspects that 所有方面, 其他几项, 除了运输 or 九项里八项 stand for; None when the statement counts none."""
    aspects, text = pack.of_kind("aspect"), statement.text
    if (but := EXCEPT.search(text)) is not None:
        out = {item.id for item in named_in(pack, but["but"])}
        return [aspect for aspect in aspects if aspect.id not in out] if out else None
    beside = [other.text for other in said if other.sentence == statement.sentence and other != statement]
    apart = {item.id for other in beside for item in named_in_short(pack, other)}
    taken = {item.id for item in named} | {key.removeprefix(UNIT_INDEX) for key in before} | apart
    if _OTHERS_ALL.search(text):
        return [aspect for aspect in aspects if aspect.id not in taken]
    if named:
        return None
    if _ALL.search(text):
        return list(aspects)
    if (count := _COUNT.findall(text)) and len(aspects) > 1:
        number = _COUNTS[count[-1][0]]
        return [a for a in aspects if a.id not in apart] if len(aspects) - len(apart) == number else []
    return None


def named_in(pack: Pack, text: str) -> list[Item]:
    """The aspects a text speaks of, in the order of its words."""
    places = {aspect.id: _place_in(aspect, text) for aspect in pack.of_kind("aspect")}
    named = [aspect for aspect in pack.of_kind("aspect") if places[aspect.id] is not None]
    return sorted(named, key=lambda aspect: places[aspect.id] or 0)


def named_in_short(pack: Pack, text: str) -> list[Item]:
    """The aspects a text names, be it by the beginning of a title: 就运输没有. Not enough to take a fact from."""
    folded, aspects = plain(text), pack.of_kind("aspect")
    named = named_in(pack, text)
    # 运输方式是C names one of the two aspects whose titles begin with 运输.
    beginnings = {plain(aspect.title)[:2] for aspect in named}
    return [
        aspect
        for aspect in aspects
        if aspect in named
        or (
            len(aspects) > 1
            and plain(aspect.title)[:2] in folded
            and plain(aspect.title)[:2] not in beginnings
        )
    ]


def _place_in(aspect: Item, text: str) -> int | None:
    """Where a text first speaks of an aspect; None where it does not."""
    folded = plain(text)
    if plain(aspect.title) in folded:
        return folded.index(plain(aspect.title))
    if aspect.id == "有组织排放" and "无组织" in folded and "有组织" not in folded:
        return None
    places = [min(hit) for saying in aspect.says if (hit := match_saying(saying, folded)) is not None]
    return min(places, default=None)
