"""What a question asks: its subject, place, documents pointed at, and the kind of answer that would serve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

import yaml

from knowledge.asking_parts import asking_parts, one_by_one
from knowledge.industries import find_industry, kind_of_industry
from knowledge.numerals import chinese_number
from knowledge.places import Mention, Place, find_places, resolve
from knowledge.tokens import LEXICON, content_runs, plain, simplified

Wanted = Literal[
    "money",
    "concentration",
    "length",
    "validity",
    "date",
    "duration",
    "percent",
    "points",
    "count",
    "phone",
    "contact",
    "who",
    "yes_no",
    "list",
    "kind",
    "any",
]

# First match wins; each line is a kind of answer and the words that ask for it.
_WANTED: tuple[tuple[Wanted, str], ...] = (
    ("points", r"几分|多少分|分值|能得.{0,3}分|丢.{0,4}分|加几分|满分|各几分"),
    (
        "money",
        r"多少钱|几块钱|多少元|(?<!十)(?<!百)几万(?!元投)|几千块|花多少|(罚|奖|补)(多少|几)"
        r"|(补贴|奖励|奖金|补助|资金|罚款|收费|费用|利息|利率|贴息|所得税|税费|钱|罚)[^，。？]{0,6}(多少|几|怎么收)"
        r"|(多少|几|减免)[^，。？]{0,6}(补贴|奖金|补助|资金|利息|税|万|费)|几个点",
    ),
    ("concentration", r"毫克|mg|浓度|限值|ppm|多少克"),
    ("length", r"几米|多少米|多高|多长(?!时间)|多宽|尺寸|几厘米|多少平"),
    ("points", r"几分|多少分|分值|占.{0,6}分|得分|丢.{0,4}分|加分?几|权重|满分|各给多少|各几"),
    ("kind", r"必选|可选|必须.{0,6}[吗不么]|是不是必须|硬性"),
    ("validity", r"有效期|管几年|能用几年|保几年|几年有效|多久有效"),
    ("phone", r"电话|手机|邮箱|联系方式|号码|微信|打(哪个|几)号|打啥号"),
    ("contact", r"联系人|找谁|找哪个|问谁|联系谁"),
    ("date", r"几号|哪天|哪一天|什么时候|啥时候|何时|截止|期限|最晚|最迟|几月|什么时间|多会儿"),
    ("duration", r"(?<![那这前头])几天|几年|多久|多长时间|几个月|多少天|多少年|几个工作日"),
    ("percent", r"百分之|占比|几成|比例|多少%|百分比|回用率|利用率|使用率"),
    ("who", r"谁|哪个部门|哪个单位|哪家|哪个局|归.{0,4}管|哪一级|哪里审"),
    ("list", r"哪些|哪几|都有(什么|啥)|列(一下|出)|都看|几种|几类|有什么条件|包括什么|有啥"),
    (
        "yes_no",
        r"吗|能不能|可不可以|行不行|要不要|是不是|有没有|算不算|会不会|够不够|中不|行不|可以不|能.{1,12}不$|不$|么$|还用|还能",
    ),
    ("count", r"多少个|几个|多少家|多少项|几项|多少|几倍|几"),
)
_ARTICLE = re.compile(r"第([一二三四五六七八九十百零〇\d]+)条")
_TABLE = re.compile(r"(?<!不是)(?<!不看)表([1-3一二三])(?!格)")
_TABLE_WORDS = re.compile(r"(?:导则)?表[1-3一二三](?:里头|里面|里|中)?|那张表")
_COORDINATED = re.compile(r"(?:市|那边|的企业|的厂|的)?(?:、|和|与|跟|及|以及|还是|或者?|,)(?:是|在)?")
_ITEM = re.compile(r"(?<![\d.])([1-6])\.(\d{1,2})(?![\d.%])")
# 干了20年 tells how long, 20年 without 20 before it else which year.
_YEAR = re.compile(
    r"(?:(?<!\d)20|(?<![\d了过满近快]))([12]\d)(?:年度?|-|至|到)(?!以?[上内下]|后?[前后]|多|左右|有效)"
)
_OURS = re.compile(r"我们|咱|俺|这[个一]?(行|类|种)|本(厂|行业|企业|公司)|贵厂")
_OWN_AHEAD = re.compile(
    r"(?:我们?|咱们?|俺们?|本[厂公司企业]+|厂子?|公司)(?:厂|公司|企业)?(?:是|在|就在|是在|位于|坐落在)$"
)
_OWN_BEHIND = re.compile(r"(?:这边|这里|这儿|本地|当地|[^,，。？]{0,3}的(?:厂|企业|公司))")
_COMPARED = re.compile(
    r"(?:跟|和|与|离|挨着|紧邻|临近|隔壁|参照|参考|按照?|学|像|比|看到|听说|照着|套用|用)(?:[一-鿿]{2,3}省)?$"
)


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood as far as search needs."""

    text: str
    folded: str
    """NFKC, lower case, no blanks between Chinese."""
    subject: str
    """Its content words, runs separated by blanks; without places and words that only point at a document."""
    pointing: str
    """The words that point at a document or a place."""
    expansion: str
    """What the texts call the things it names in other words."""
    wanted: Wanted
    """The kind of answer asked for first."""
    also_wanted: tuple[Wanted, ...]
    """Further kinds, where a question has two parts."""
    places: tuple[Place, ...]
    """Named in the question itself."""
    region: Place | None
    """Where the asker is: the place named, else the one given beside the question."""
    industry: str | None
    """What the asker does, as said beside the question."""
    trade: str | None
    """The industry asked about, as the texts call it: the one named, else the asker's."""
    cues: dict[str, int]
    """Document id → how many words of the question point at it."""
    article: int | None
    item: str | None
    table: int | None
    """The numbered table the question points at."""
    years: tuple[int, ...] = ()
    """The years it names."""
    as_of: date | None = None
    """The day whose rules are asked for; None for the newest."""

    apart: tuple[Place, ...] = ()
    """The places, if several, that it names side by side: 三门峡和聊城."""

    @property
    def one_by_one(self) -> tuple[Query, ...]:
        """A question of several parts as one question each; nothing for a plain one."""
        return tuple(
            replace(
                understand(part, industry=self.industry, as_of=self.as_of),
                region=self.region,
                apart=self.apart,
                trade=self.trade,
                cues=self.cues,
            )
            for part in one_by_one(self.folded)
        )

    @property
    def homes(self) -> tuple[Place, ...]:
        """The places whose rules are asked for: those named side by side, else the asker's own."""
        return self.apart or ((self.region,) if self.region is not None else ())


def understand(
    question: str,
    *,
    region: str | None = None,
    industry: str | None = None,
    prefer: str | None = None,
    as_of: date | None = None,
) -> Query:
    """The question taken apart.

    Args:
        question: as it was asked.
        region: where the asker is, if known.
        industry: what the asker does, if known.
        prefer: the document the talk is about.
        as_of: the day whose rules are asked for; the newest when not given.
    """
    question, asked = simplified(question), question
    folded = plain(question)
    mentions = find_places(question)
    places = tuple(dict.fromkeys(mention.place for mention in mentions))
    home = _own_place(question, mentions) if mentions else (resolve(region) if region else None)
    pointers = [
        word for words in _document_words().values() for word in words if word in folded and len(word) > 2
    ]
    named = [plain(question[mention.start : mention.end]) for mention in mentions]
    core = _TABLE_WORDS.sub(" ", folded)
    for word in sorted({*pointers, *named}, key=len, reverse=True):
        core = core.replace(word, " ")
    runs = content_runs(core)
    kinds = _wanted(",".join(asking_parts(folded)) or folded)
    trade = kind_of_industry(folded) or (find_industry(industry) if industry else None)
    article = _ARTICLE.search(folded)
    item = _ITEM.search(folded)
    table = _TABLE.search(folded)
    return Query(
        text=asked,
        folded=folded,
        subject=" ".join(runs),
        pointing=" ".join([*pointers, *named]),
        expansion=" ".join([*expansions(folded), *_own_trade(folded, trade)]),
        wanted=kinds[0],
        also_wanted=kinds[1:],
        places=places,
        region=home,
        industry=industry,
        trade=trade,
        cues=_cues(folded, prefer),
        article=chinese_number(article.group(1)) if article else None,
        item=f"{item.group(1)}.{int(item.group(2)):02d}" if item else None,
        table=chinese_number(table.group(1)) if table else None,
        years=_years(folded),
        as_of=as_of,
        apart=_side_by_side(question, mentions),
    )


def _own_place(question: str, mentions: Sequence[Mention]) -> Place:
    """Where the asker is, of the places named: the one said to be the asker's, else the last not only compared with."""
    of_own = [
        mention
        for mention in mentions
        if _OWN_AHEAD.search(question[: mention.start]) or _OWN_BEHIND.match(question, mention.end)
    ]
    told = (
        of_own or [one for one in mentions if not _COMPARED.search(question[: one.start])] or list(mentions)
    )
    # 山西运城: of places within each other the innermost.
    return next((one.place for one in reversed(mentions) if one.place.within(told[-1].place)), told[-1].place)


def _side_by_side(question: str, mentions: Sequence[Mention]) -> tuple[Place, ...]:
    """The places that stand beside each other in a list, none within another; nothing for a single place."""
    found: list[Place] = []
    for one, other in pairwise(mentions):
        between = plain(question[one.end : other.start])
        if not _COORDINATED.fullmatch(between):
            continue
        if not (one.place.within(other.place) or other.place.within(one.place)):
            found += [one.place, other.place]
    return tuple(dict.fromkeys(found))


def _own_trade(folded: str, trade: str | None) -> tuple[str, ...]:
    """The asker's industry where the question only points at it."""
    return (trade,) if trade and trade not in folded and _OURS.search(folded) else ()


def _years(folded: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(2000 + int(year) for year in _YEAR.findall(folded)))


def _wanted(folded: str) -> tuple[Wanted, ...]:
    found = dict.fromkeys(kind for kind, pattern in _WANTED if re.search(pattern, folded))
    return tuple(found) or ("any",)


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """User's word → words of the texts, longest user words first."""
    table = yaml.load((LEXICON / "synonyms.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    pairs = {plain(str(said)): tuple(plain(str(word)) for word in meant) for said, meant in table.items()}
    return dict(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def expansions(folded: str) -> list[str]:
    """The texts' words for what a folded question says in its own, without repeats."""
    found: list[str] = []
    for said, meant in synonyms().items():
        if said in folded:
            found += [word for word in meant if word not in found and word not in folded]
    return found


_PREFERRED = 3
"""Being the document of the talk counts as much as this many words that point at it."""


@cache
def _document_words() -> dict[str, tuple[str, ...]]:
    table = yaml.load((LEXICON / "documents.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {document: tuple(plain(str(word)) for word in cues) for document, cues in table.items()}


def _cues(folded: str, prefer: str | None) -> dict[str, int]:
    counts = {document: sum(word in folded for word in cues) for document, cues in _document_words().items()}
    if prefer is not None and not any(counts.values()):
        counts[prefer] = _PREFERRED
    return {document: count for document, count in counts.items() if count}
