"""The very fact a question is after, and whether a passage on the same matter holds it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from knowledge.coverage import NO_DATE, PERIOD, synonyms_held
from knowledge.held_grams import Held
from knowledge.hits import Hit
from knowledge.passages import Passage
from knowledge.query import Query
from knowledge.tokens import bigrams, plain

_NUMBER = r"[\d一二三四五六七八九十百两半]"
_UNITS = "小时|分钟|毫克|微克|分贝|勒克斯|流明|千瓦|工作日|[家个次回名人位天日年月米份页吨度倍轮级批类种项条块元万趟遍辆台套张]"
# 那几天, 第几批 and 差几条 ask for no number that a rule would give; 少来几回 is a wish.
_HOW_MANY = re.compile(rf"(?<![那这哪第差好十少前数])(?<!少[来查跑])(?:几|多少)个?({_UNITS})")
_SAME = {
    "回": "次回轮",
    "次": "次回轮",
    "趟": "次回轮",
    "遍": "次回轮",
    "人": "人名位",
    "名": "人名位",
    "位": "人名位",
}
_SHARE = re.compile(r"百分之几|几成|百分之多少|多少%|(?<!差)几个(百分)?点|多大比例|比例是")
_NUMBERS = re.compile(r"\d|[一二三四五六七八九十]成")
_DAYS = ("工作日", "天", "日")
# 8月18日 is a day, not a number of days.
_DAY_COUNTS = re.compile(rf"{NO_DATE}{_NUMBER}+\s*个?(?:工作日|天|日内|日以内|小时|日历天)")
_Pairs = Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]


def _compiled(pairs: Mapping[str, tuple[str, str]]) -> _Pairs:
    return {name: (re.compile(asked), re.compile(given)) for name, (asked, given) in pairs.items()}


_KINDS = _compiled(
    {
        "phone": (
            r"(?<!打)电话(?![问说来])|哪个电话|手机号|热线|座机",
            r"\d{3,4}-\d{7,8}|1\d{10}|(?<!\d)\d{5,8}(?!\d)",
        ),
        "mail": (r"邮箱|邮件地址|e-?mail", r"@"),
        "amount": (
            r"多少(?:钱|元|万|补贴|补助|奖金|奖励|资金)|(?<![这那么])多钱|(?<![好了])几万(?![吨平千度家人])|(?:奖|补|罚|报酬|贴)[^,。?分等]{0,6}几(?:个点|元|块|毛)|啥价|价位|行情价",
            r"(?:\d|[一二三四五六七八九十百千])\s*(?:元|万|个百分点)|免费|不收|不得.{0,6}收取",
        ),
        "money": (
            r"(?:要|用|得|还|给|发|让)[交收花掏付补]?钱(?!办)|收费|交[^，。]{0,4}费|费用(?:谁|多|怎|咋)|参考价|给奖金|劳务费|车费|管饭|工本费",
            r"费|钱|元|资金|奖|补",
        ),
        "formula": (r"公式|计算式", r"[=÷×]|除以|之比|比值|公式"),
        "chapter": (r"第?[几\d一二三四五六七八九十]章", r"[一二三四五六七八九十\d]章|章节"),
        "appeal": (r"申诉|复议|不服|重核|翻案", r"申诉|复议|不服"),
        "period": (
            r"多久|多长时间|(?<![那这哪前头好十])几天|几个?工作日|多少(?:天|个?工作日)|几个月|管几年|几个?(?:小时|钟头)|时限",
            rf"{PERIOD}|每[年月季]|年度|当[天日]",
        ),
        "rank": (
            r"前百分之几|(?<!安)排[到在][^，。]{0,3}(?:多少|几)(?!分)|多少名",
            r"前\s*\d|第[一二三\d]+名|\d\s*%|名次|\d+位|先进|领先|平均",
        ),
        "limit": (
            r"(?:[低高大小够超降][到了]?(?:多少|多大)(?!分)|多大(?:容量|规模|面积|才)|按多少(?:亿|万)|准入线)",
            r"[%％≥≤]|\d(?:\.\d+)?\s*(?:倍|吨|千瓦|度|家|年|个(?!工作)|公里|万|亿|以上|以下|名|mg|米)|[一二两三]年|平均",
        ),
        "part": (
            r"给一?半|打个?折|按比例给|[给拿]满|得满(?!足)|[怎咋]么?[给打]分|[给算]几成|先给[点几一\d]|每[^，。]{1,4}扣几",
            r"按比例|酌情|每[^，。]{0,8}\d|依次|分档|递减|直接得|得\s*\d+\s*分|部分|满分|\d\s*分[，；、].*\d\s*分|\d\s*%|[≥≤]",
        ),
        "sum": (
            r"叠加|(?<!一)摞|累加|加一块|同时[拿享算得]|重复[算得拿]",
            r"累计|累加|叠加|重复|合计|最高|同时|之和|分别|不超过",
        ),
        "reason": (r"为什么|为啥|什么原因|理由是", r"为了|为贯彻|为进一步|为加快|鉴于|由于|因为|旨在|目的"),
        "waiver": (r"直接给?认|免[评审]|自动[升转续认]", r"直接|视同|免|自动"),
        "whistle": (r"(?:举报|反映)[^，。]{0,8}(?:保密|奖)", r"保密|匿名|奖"),
        "account": (r"密码|解锁|登不[上进]|验证码", r"密码|解锁|验证"),
        "source": (
            r"(?:数据|平均|数)[^，。]{0,6}(?:上哪|去哪|从哪查|哪里查|哪儿查)",
            r"网|平台|公布|公开|来源|发布",
        ),
        "people": (r"几个人|多少人|几位(?!老)|几名", rf"{_NUMBER}+\s*[人名位]"),
        "area": (r"(?:多少|几)个?平(?!台)|多大面积|面积多大", r"平方|㎡|平米|面积"),
        "names": (
            r"哪几[家个位]|哪些(?:人|家|企业|机构|县|部门|厂)|都有谁|叫什么名字|都有哪[些几]",
            r"、[^。]*、|姓名|：[^；]*；",
        ),
        "standing": (r"资质|资格|持证|注册人员", r"资质|资格|证"),
        "recipe": (r"模板|范本|样本|范文|样表", r"模板|范本|样本|样式|附件|大纲|格式"),
    }
)
"""What may be asked for, by how it is asked and by what a passage that gives it holds."""
_CLAUSES = re.compile(r"[，。；;]")
_UNTIL = _compiled(
    {
        "answer": (r"[给出]?(?:答复|回复|反馈)", r"答复|回复|反馈|告知|结果"),
        "result": (r"[出给下][^，。,]{0,3}结果", r"结果|核定|评定|答复|反馈|公布|公告"),
        "paper": (r"认定文件|[批发]下来|发证|出证|[发下]文", r"认定|批准|发文|印发|下发|颁"),
        "appeal": (r"申诉|复议|提异议", r"申诉|复议|异议"),
    }
)
"""What a period asked for may end with, and the words for it beside the period that is given."""
_PLATFORM = re.compile(r"网站|哪个(平台|网|系统)|下载|公众号")
_PLATFORMS = re.compile(r"https?:|www\.|\d+\.\d+\.\d+\.\d+|平台|系统|网站|APP|客户端")
_ADDRESS = re.compile(r"网[址扯]|链接")
_ADDRESSES = re.compile(r"https?:|www\.|\d+\.\d+\.\d+\.\d+")
_OUTCOME = re.compile(
    r"(最后|到底|实际|已经|到?去年底?|目前|如今|截至|年底|后来).{0,12}(评出|选了|选的|做到|完成了?没|有多少|多少家|排第几|达到没|评了|公布|批了)|排第几|第几名"
)
_EITHER = re.compile(r"(?:是|算|按|归|由)?([^,。?是]{1,10})还是([^,。?]{1,10})")
_MEANING = re.compile(
    r"(?:是|指的?|叫|啥|什么).{0,4}(?:意思|概念|定义)|指的是|怎么?才算|咋才算|算不算|认不认|啥叫|什么叫|何谓|怎么界定|标准是啥"
    r"|^(?:什么|啥)是|[^,。]{2}是(?:个)?(?:什么|啥)(?:东西|企业|厂)?$"
)
_DEFINITION = re.compile(
    r"^(?:什么|啥)(?:是|叫)(?P<behind>[^,。?]{2,14})[?]?$"
    r"|^(?P<before>[^,。?]{2,16}?)(?:(?:是|指)(?:的是|个)?(?:什么|啥)(?:意思|东西|企业|概念)|(?<=企业|公司|厂区)是(?:什么|啥))[?]?$"
)
_MEANINGS = re.compile(r"是指|指的是|即|包括|所称|本办法所|：指|（含|分别为")


def lacks_number(query: Query, passage: Passage) -> bool:
    """Whether a number of something is asked for and the passage gives no number of it."""
    text = plain(passage.text)
    if _SHARE.search(query.folded) and _NUMBERS.search(text) is None:
        return True
    return any(_number_of(unit).search(text) is None for unit in _HOW_MANY.findall(query.folded))


@cache
def _number_of(unit: str) -> re.Pattern[str]:
    return _DAY_COUNTS if unit in _DAYS else re.compile(rf"{_NUMBER}\s*个?[{_SAME.get(unit, unit)}]")


def lacks_kind(query: Query, passage: Passage) -> bool:
    """Whether something of a kind is asked for, an amount, a formula, a name, and the passage gives none of it."""
    return _lacks_period(query, passage) or any(
        asked.search(query.folded) is not None and given.search(passage.text) is None
        for asked, given in _KINDS.values()
    )


def _lacks_period(query: Query, passage: Passage) -> bool:
    """Whether it is asked how long something takes and each period given is of something else: 公示5个工作日 is no
    time for an answer.
    """
    period_asked, period_given = _KINDS["period"]
    if period_asked.search(query.folded) is None:
        return False
    clauses = [part for part in _CLAUSES.split(passage.text) if period_given.search(part)]
    return any(
        asked.search(query.folded) is not None and not any(given.search(part) for part in clauses)
        for asked, given in _UNTIL.values()
    )


def lacks_address(query: Query, passage: Passage) -> bool:
    """Whether an address, a site or a system is asked for and the passage gives none."""
    return any(
        asked.search(query.folded) is not None and given.search(passage.text) is None
        for asked, given in ((_ADDRESS, _ADDRESSES), (_PLATFORM, _PLATFORMS))
    )


def asks_outcome(query: Query) -> bool:
    """Whether it is asked what came of it, which rules do not tell."""
    return _OUTCOME.search(query.folded) is not None


def lacks_choices(query: Query, held: Held) -> float:
    """Of A or B (A还是B), the lesser share of bigrams that are not held; 0 without a choice."""
    found = _EITHER.search(query.folded)
    if found is None:
        return 0.0
    shares = []
    for choice in found.groups():
        grams = bigrams(choice)
        shares.append(sum(gram not in held for gram in grams) / len(grams) if grams else 0.0)
    return min(shares)


def asks_meaning(query: Query) -> bool:
    """Whether it is asked what a word of the text means or who counts as one."""
    return _MEANING.search(query.folded) is not None


def term_asked(query: Query) -> str:
    """The term when nothing is asked but what it means: 什么是引领性企业; else empty."""
    match = _DEFINITION.search(query.folded)
    return (match["behind"] or match["before"]).removesuffix("企业") if match else ""


def defines(term: str, passage: Passage) -> bool:
    """Whether a passage goes on from a term to what it is."""
    explained = rf"{re.escape(term)}(?:企业)?(?:\([^)]*\))?[\"”]?(?:,)?(?:是|指|即|为|包括|分为|:)"
    return re.search(explained, plain(passage.text)) is not None


def tells_meaning(passage: Passage) -> bool:
    """Whether a passage says what something means."""
    return _MEANINGS.search(passage.text) is not None


def unmet(words: tuple[str, ...], hit: Hit, rarity: Mapping[str, float]) -> float:
    """The rarest subject word that neither the passage nor what is asked about it speaks of, 0…1 by rarity."""
    most = max(rarity.values(), default=1.0) or 1.0
    worst = 0.0
    for word in words:
        grams = bigrams(word)
        if not grams or any(gram in hit.held for gram in grams) or synonyms_held(word, hit.passage):
            continue
        worst = max(worst, max(rarity.get(gram, most) for gram in grams) / most)
    return worst
