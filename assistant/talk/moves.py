"""What a message does to the talk itself: sum up, put aside, go back, ask why, turn to another enterprise or scheme."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.talk.wording_cues import is_question
from knowledge.tokens import plain
from scoring import Pack

Wish = Literal[
    "summary", "overview", "unrated", "units", "cost", "later", "back", "why_asked", "how_proved", "unknown"
]

_SUMMARY = re.compile(
    r"总结|小结|归拢|念叨|汇总一下|汇总下|归纳|捋一?(捋|遍|下)|回顾一?下|复述|(说|聊|谈|问|进行|弄|做|评)到(哪|什么地方|第几)"
    r"|(都|已经?|目前|一共)?(记|确认|登记|收)(下|录|了|过)*(了|过)?(些)?(哪些|什么|啥|几条|多少条)(了|东西|情况)?[。？?]?$|进度|台账(里|上)?(有|都)?(什么|哪些|啥)|整理一下(现在|目前|已)?"
)
_OVERVIEW = re.compile(
    r"(两|几|各|每|所有|全部|这些)(个|家)(?:厂|企业|公司|客户)?[^，。]{0,6}(怎么样|咋样|如何|几级|多少分|情况|到哪|进展|对比|比一比|哪家|分别)"
    r"|(对比|比较|比一比|列)[^，。]{0,4}(两|几|各|每|所有|全部)(个|家)"
)
_UNRATED = re.compile(
    r"^(我们?|咱们?|厂里?|企业|去年|以前|之前|从来?|还|都|也|一直)*(没有?|未)(评|定|参评|申报|报)过?(级|绩效)?(过)?(呢|的|呀)?[。！!]?$|^(头一?回|首次|第一次)(评|报|申报|参评)?[。！!]?$"
)
_UNITS = re.compile(
    r"另(外)?一?(个|条)(车间|生产线|线|厂区|行业|工序|产线)|(两|俩|三|几)(个|条)?(车间|生产线|厂区|行业|工序|产线)[^。]{0,12}(另|分别|各)"
)
_COST = re.compile(
    r"^(那|这|这么|大概|大约|一共|总共|全部?|都|改|整改|升级|改造|弄|做|搞|到[ABCDabcd]级?|下来|得|要|需要|会|能|估计|我们|企业|老板问)*[，,]?(得|要|需要|会)?"
    r"(花|投|投入|准备|掏|用)(多少|几个?|多大)(钱|万|费用|资金|成本|块)?[呢啊]?[?？。]?$"
    r"|^(那|这|大概|整改|改造|升级|改|的|做)*(费用|成本|投资|预算|花费)(大概|一共|总共|得|要)?(是|有|要|得)?(多少|多大|怎么算|几[何万])[呢啊]?[?？。]?$"
)
_LATER = re.compile(
    r"跳过|以后再(说|答|讲|问|谈)|回头再(说|答|讲)|晚(点|些)再?(说|答|讲)|改天再|先(不|别)(说|答|管|问|谈|填|回答)|先放|先搁|搁一?(下|搁|着|边)|放一放"
    r"|下一(个|题|条|项)|换(一个|个|下一个)(问题)?(问|吧|。|$)|不(想|方便)(回?答|说|讲)|(待|等)(会儿?|一会儿?|下)再|过(会|一会)儿?再|pass|略过|这(个|条|题)先过|先过[。了吧]*$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(回到|回去|返回|说回|继续|接着)(刚才|刚刚|上面|上一?个|上一条|之前|前面|原来|先前|问|刚问)?.{0,6}(问题|那(个|一?条|一?项)|话题|问(吧|$)|正题)"
    r"|(刚才|之前|前面|先前)?(跳过|略过|放着|放下|先放|搁着|没答|没回答|没说)的(那|这)?(几?个|几?条|些|一?项)?.{0,6}(问题|现在|接着|回|来|说|问|补|可以|答|那)|^(回到|说回)(刚才|之前|上一个|正题)|^(继续|接着(来|说|问|吧)?|往下(问|说|走))[吧呢。！!]*$"
)
_WHY_ASKED = re.compile(
    r"(为什么|为啥|干嘛|干吗|干什么|怎么)(要|还|老|总|非得?)*(问|打听|了解|知道)|问(我|这|它|那)?(个|条|些|项)?.{0,6}(干什么|干嘛|干吗|做什么|有什么用|有啥用|图啥|什么意思|啥意思|目的)"
    r"|(这|那)(个|条|项|一?题)?(问题)?(决定|影响|关系到?|管)(什么|啥|哪|几|到什么)|^(为什么|为啥)(要)?(这个|这条)[？?]?$|(这|那)(个|条|项)(有)?(什么|啥)(用|意义|影响)|(这|那)(个|条|项|题)(很|那么|这么)?重要(吗|么)"
)
_HOW_PROVED = re.compile(
    r"(怎么|咋|如何|怎样|拿什么|用什么|凭什么|靠什么|什么|哪些|啥|哪种)(东西|材料|资料|文件|来|去|才|能|可以|算|证据)*(证明|佐证|举证|说明这|作证)"
    r"|(这|那)(个|条|项|一?题)?.{0,8}(要|需要|得|该)(准备|提供|交|看|拿)?(什么|哪些|啥)(材料|证据|资料|证明|文件|凭证)|(证据|证明材料|证明|佐证)(是|要|有|需要|该)?(什么|哪些|啥|怎么)|(什么|哪些|啥)(样的)?(证据|证明材料)"
)
_UNKNOWN = re.compile(
    r"^(这个?|那个?|这条|这项|我|我们|目前|暂时|现在|还|也|真|真的|具体|一时|都|可能)*[，,]?(不清楚|不知道|不晓得|说不(好|准|清|上来?)|不确定|没数|不了解|没查过|搞不清楚?|拿不准|吃不准|心里没底|没底|没统计过?|没印象|不太(清楚|确定|了解)|不好说|不大清楚|不懂)(呢|啊|呀|了|这个|这条|这项|的)*[，,。！!]*(得问|要问|回头|我问|去问|问一?下|要查|得查|查一?下|我查|再问|再查|等我)?.{0,12}$"
)


def read_wish(text: str, *, asked: bool) -> Wish | None:
    """What a message wants of the talk itself; None when it is about the firm or the rules.

    Args:
        text: the message.
        asked: whether a question of ours is open, which 这个怎么证明 can be about.
    """
    clean = text.strip()
    if _BACK.search(clean) and len(clean) <= _LONGEST:
        return "back"
    if _LATER.search(clean) and len(clean) <= _LONGEST:
        return "later"
    if _UNRATED.search(clean):
        return "unrated"
    if _UNITS.search(clean) and not is_question(clean):
        return "units"
    if _COST.search(clean):
        return "cost"
    if _OVERVIEW.search(clean) and len(clean) <= _LONGEST:
        return "overview"
    if _SUMMARY.search(clean) and len(clean) <= _LONGEST:
        return "summary"
    if asked and _WHY_ASKED.search(clean):
        return "why_asked"
    if asked and _HOW_PROVED.search(clean):
        return "how_proved"
    if asked and _UNKNOWN.search(clean):
        return "unknown"
    return None


def puts_off(text: str) -> bool:
    """Whether a part of a message leaves something for later: 监测监控以后再说."""
    return _LATER.search(text) is not None


_LONGEST = 40
"""Characters; a longer message says something of the firm as well and is read for that."""
_BARE = re.compile(
    r"(?:就|是|按|那就|报|申报|做|看)*《?(?P<name>[^《》，。,.]{3,}?)》?(?:评价|方案|这(?:个|套))?[吧的啊呢]?[。.!]?"
)
_TURN = r"(换|切|转|改|说|看|聊|谈|评|算|问|回|讲)"
_SCHEME_TURN = re.compile(rf"({_TURN}(到|成|回|按|用|一下|一?个)?|改?按照?|用|再看看?|也看看?|也想?看|对照)")


def scheme_named(packs: Sequence[Pack], cues: dict[str, tuple[str, ...]], text: str) -> Pack | None:
    """The scheme that a message wants to turn to by name, or is nothing but the name of; None when it only speaks of one."""
    if (bare := _bare_name(packs, cues, text)) is not None:
        return bare
    match = _SCHEME_TURN.search(text)
    if match is None or len(text.strip()) > _LONGEST:
        return None
    folded = plain(text[match.start() :])
    named = [
        pack
        for pack in packs
        if pack.id in folded
        or plain(pack.title) in folded
        or any(cue in folded for cue in cues.get(pack.id, ()))
    ]
    return named[0] if len(named) == 1 else None


def _bare_name(packs: Sequence[Pack], cues: dict[str, tuple[str, ...]], text: str) -> Pack | None:
    match = _BARE.fullmatch(plain(text))
    said = match.group("name") if match else ""
    named = [
        pack for pack in packs if said and said in (plain(pack.title), *map(plain, cues.get(pack.id, ())))
    ]
    return named[0] if len(named) == 1 else None
