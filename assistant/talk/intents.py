"""What a message wants: to tell, to ask, to confirm, to know where it stands."""

from __future__ import annotations

import re
from typing import Literal

from assistant.talk.wording_cues import CONDITION, QUESTION

Intent = Literal[
    "tell",
    "ask",
    "assess",
    "gaps",
    "what_if",
    "why",
    "plan",
    "confirm",
    "reject",
    "correct",
    "skip",
    "greet",
    "off_topic",
    "demand",
]

_CONFIRM = re.compile(
    r"^(嗯+|好的?|对的?|是的?|没错|没问题|确认|可以|行|正确|就这样|就按这个记?|按这个记|都对|全对|记上吧?|OK|ok)[\s，,。！!的啊吧嗯对是好没问题就按这个记都确认]*$"
)
_REJECT = re.compile(
    r"^(不对|不是|错了|记错了|不确认|否|取消)[\s。！!]*$|删掉|都不要|不要记|别记|我没说|没这么说|作废|撤回|记错了"
)
_CORRECT = re.compile(r"不对[，,].+|说错了|应该是(?!不)|更正|改成|改一下|纠正|刚才.{0,6}错")
_SKIP = re.compile(r"跳过|先放|放放|以后再说|回头再说|换一个|下一个|不想答|待会儿?再|先不(说|答|管)|过一?会")
_GREET = re.compile(
    r"^(你好|您好|在吗|在不在|hello|hi|嗨|早上好|下午好|谢谢|感谢|辛苦了|再见|拜拜)[\s，,。！!啊呀吗了您你]*$",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"(方案|一企一策)[^，。]{0,4}(写|出|做|生成|下载|导出|起草|给)(?!了|过|好)"
    r"|(写|出|做个?|生成|起草|导出|排个?|给我|帮.{0,3}(排|做|写))[^，。]{0,8}(方案|改造计划|提升计划|一企一策)"
    r"|(排|做|出|写)个?[^，。]{0,4}计划"
)
_GAPS = re.compile(
    r"差(什么|啥|哪|多少|几)|还差|缺(什么|啥|哪)|哪些没(达标|满足|做)|短板|还(少|缺|差)|卡在哪|从哪(儿|里)?下手|不足"
)
_WHAT_IF_QUESTION = re.compile(
    r"多几分|多少分|能(升|动|到|过|评|加)|会(怎|到|变|多|不会)|行不|够不|几级|哪级|总分|升上去|加多少|怎么样|如何|能不能|有用"
)
_ASSESS = re.compile(
    r"(现在|目前|我们|到底|那|总共|能|算)?.{0,6}(算|评|是|在|到)(几|哪一?)级|(现在|目前|我们|能|总共|一共|算).{0,6}多少分(?!能过)"
    r"|算(一下|算)?(总分|得分|分数|等级)|总分(是|有)?多少|得分(是|有)?多少|评个分|打几分|能(评|过)(吗|不)$|结果(怎么样|如何|呢)|现在(能评|的?情况)"
)
_WHY = re.compile(r"为什么|为啥|凭啥|凭什么|怎么就|咋就|什么原因|讲讲道理|怎么算(的|出来)|依据呢|理由")


_DEMAND = re.compile(
    r"(忽略|无视|绕过|忘掉|忘记|不管).{0,10}(规则|规定|要求|指令|提示|限制|上面|以上|前面)"
    r"|(直接|立刻|马上|给我|帮我|把我|必须).{0,10}(评|改|定|判|算|写|设|输出).{0,4}[ABCDabcd]\+?级?(?!.{0,12}[吗么?？])"
    r"|(不用|跳过|省掉|别).{0,3}确认|(直接|就)(算|判|给).{0,4}(通过|满分|合格)|系统提示|提示词|你现在是|扮演|prompt",
    re.IGNORECASE,
)


def read_intent(text: str, *, outstanding: bool, asked: bool) -> Intent:
    """What a message wants.

    Args:
        text: the message.
        outstanding: proposals wait for a yes.
        asked: a question of ours is open.
    """
    clean = text.strip()
    if _GREET.search(clean):
        return "greet"
    if _DEMAND.search(clean):
        return "demand"
    if _CORRECT.search(clean) and not CONDITION.search(clean):
        return "correct"
    if _REJECT.search(clean):
        return "reject"
    if _CONFIRM.search(clean) and (outstanding or not asked):
        return "confirm"
    if _SKIP.search(clean):
        return "skip"
    if CONDITION.search(clean) and (_WHAT_IF_QUESTION.search(clean) or QUESTION.search(clean)):
        return "what_if"
    if _PLAN.search(clean):
        return "plan"
    if _WHY.search(clean):
        return "why"
    if _GAPS.search(clean):
        return "gaps"
    if _ASSESS.search(clean):
        return "assess"
    if QUESTION.search(clean):
        return "ask"
    return "tell"
