"""What a message wants: to tell, to ask, to confirm, to know where it stands."""

from __future__ import annotations

import re
from typing import Literal, cast

from assistant.talk.learned_intents import learned_intent
from assistant.talk.wording_cues import CONDITION, DO_NOT_KNOW, OTHERS, is_question

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

_YES = r"嗯+|好的?|对的?|是的?|没错|没问题|确认|可以|行|正确|中|是这样|就?这样记|就这样|就?按这个(?:来|记)?|记(?:上|下来?)?|都对|全对|同意|认可|无误|OK|ok"
_CONFIRM = re.compile(
    rf"^(?:{_YES})(?:{_YES}|都|[的了吧啊呀嘛哈\s，,。！!])*(?:有[^，。没]{{1,8}}(?:为证|作证|佐证)[。！!]?)?$"
)
_REJECT = re.compile(
    r"^(不对|不是|错了|记错了|不确认|否|取消)[\s。！!]*$|删掉|都不要|不要记|别记|我没说|没这么说|记错了|^(作废|撤回|撤销)|(条|才说的?|前面的?)[^，。]{0,4}(作废|撤回|撤销)"
)
_CORRECT = re.compile(
    r"不对[，,].+|(说|写|填|报|讲|搞|弄|记|看)错了?[，,：: ].+|说错了|应该是(?!不)|(?<![，。])应为|更正|(^|[，,]|请|帮我|给我)改成|改成(是|[ABCDabcd]|满足|不满足|没有|有|\d)|改一下|纠正|刚才.{0,6}错"
)
_DISCARD = re.compile(r"都不要|不要记|别记|删[掉了]")
_SKIP = re.compile(
    r"跳过|略过|先放|放放|(这项|这个|这条)先不[说填答]|(问|查)(一?下|问)?[^，。没]{0,8}再(回你|回|填|说|报|答)|以后再说|回头再说|改天再|晚点再|换(一?个|下?一[个题条项])$|(^|[，,。])(先|换|看|问|来|说)*(一)?下一?[个题条项](问题)?[吧呗]?$"
    r"|不想答|待会儿?再|先不(说|答|管)|过一?会"
)
_GREET = re.compile(
    r"^(你好|您好|在吗|在不在|hello|hi|嗨|早上好|下午好|谢谢|感谢|辛苦了|再见|拜拜)[\s，,。！!啊呀吗了您你]*$",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"(方案|一企一策)[^，。]{0,4}(写|出|做|生成|下载|导出|起草|给)(?!了|过|好)"
    r"|(写|出|做个?|生成|起草|导出|排个?|给[我个份一]|帮.{0,3}(排|做|写))[^，。]{0,8}(方案|改造计划|提升计划|一企一策)"
    r"|(?<!没)(?<!只)(?<!我们)(?<!已)(排|做|出|写|列|弄|给|要)(?!了|过|好|完)[个份一]{0,2}[^，。]{0,6}(?<!没)(计划|路线图|时间表)(?!生育)"
    r"|(怎么|咋|如何|哪样|怎样)[^，。]{0,14}(最?省钱|便宜|划算|花钱[最]?少|少花钱)|(最?省钱|最便宜|最划算|花钱最少)的?(路子|办法|做法|方案|改法)"
    r"|(怎么|咋|如何)[^，。]{0,3}(凑|补|提|冲)(够|到|满|齐)\d"
)
_GAPS = re.compile(
    r"差(什么|啥|哪|多少|几)|还差|缺(什么|啥|哪)|哪些没(达标|满足|做)|短板|还(少|缺|差)|卡在哪|从哪(儿|里)?下手|不足|缺(些|的|点)?(哪|什么|啥)|离.{1,10}(还)?(差|远)|还有(哪些|什么|啥)[^，。]{0,8}(没|未|不)"
    r"|(哪些|哪几[条项]|哪[儿里]|什么|啥)[^，。]{0,6}(容易|好|快|省事)(补|做|拿|改|提|得|加)|最(容易|好|快|省事)(补|拿|提|改|加)|(先|优先)(补|改|做|整改)(哪|什么|啥)|(哪|什么)[^，。]{0,4}(必须|得|要|该|应该)先?(改|补|做|整改)"
    r"|(要|想|到)[^，。]{0,6}([ABCDabcd]-?级?|引领性?)[^，。]{0,6}(得|要|该|需要?)[^，。]{0,3}(干|做|改|补|弄)(啥|什么|哪|些什么)"
)
_WHAT_IF_QUESTION = re.compile(
    r"多几分|多少分|能(升|动|到|过|评|加)|会(怎|到|变|多|不会)|行不|够不|几级|哪级|总分|升上去|加多少|怎么样|如何|能不能|有用"
)
_ASSESS = re.compile(
    r"(现在|目前|到底|总共|一共|能|评下来|算下来)[^，。]{0,6}(定|评|算|打|拿|得|够|到|是)[上到个出]{0,2}(几|哪一?)(级|分|等|档)"
    r"|(得分|分数|总分)区间|(现在|目前|我们|到底|那|总共|能|算)?.{0,6}(算|评|是|在|到)(几|哪一?)级|(现在|目前|我们|能|总共|一共|算).{0,6}多少分(?!能过)"
    r"|(现在|目前|眼下|那|总的?|整体|综合)[^，。]{0,4}(几|哪一?)(级|类|档)|(那|我们|咱们?|厂里?)[^，。]{0,3}(算|评|是|属于?)(几|哪一?)(类|档)|能(到|上|够|拿到?|达到)\d+分(吗|么|不|没有?)"
    r"|^(那|现在|我们|咱们?|还)*能(报|评|冲|申报|上|到)[ABCDabcd]-?[级类]?(吗|不|么)[?？]?$"
    r"|^(我们?|咱们?|俺们?|厂里)?(想|要|打算|准备)(做个?|搞个?)?(评级|自评|评估|绩效评级|定级)[了吧。]?$"
    r"|算(一下|算)?(总分|得分|分数|等级)|总分(是|有)?多少|得分(是|有)?多少|评个分|打几分|能(评|过)(吗|不)$|结果(怎么样|如何|呢)|现在(能评|的?情况)"
)
_WHY = re.compile(r"为什么|为啥|凭啥|凭什么|怎么就|咋就|什么原因|讲讲道理|怎么算(的|出来)|依据呢|理由")


_CONSEQUENCE = re.compile(r"(怎么|咋|如何)(处理|办|罚|算数)|后果|处罚|受罚|会罚")

_WHY_FIRST = re.compile(r"^(那|这|哎)?(为什么|为啥|凭啥|凭什么|咋就|怎么就)")
_DEMAND_ANYWAY = re.compile(r"系统提示|提示词|你现在是|扮演|prompt|忽略|无视", re.IGNORECASE)
_DEMAND = re.compile(
    r"(忽略|无视|绕过|忘掉|忘记|不管).{0,10}(规则|规定|要求|指令|提示|限制|上面|以上|前面)"
    r"|(直接|立刻|马上|给我|帮我|把我|必须).{0,10}(评|改|定|判|算|写|设|输出).{0,4}[ABCDabcd]\+?级?(?!.{0,12}[吗么?？])"
    r"|(不用|跳过|省掉|别).{0,3}确认|(直接|就)(算|判|给).{0,4}(通过|满分|合格)|系统提示|提示词|你现在是|扮演|prompt",
    re.IGNORECASE,
)


_BARE_NO = re.compile(r"(不是|不对|否|没有?)[。！!\s]*")
_TOLD_APART = {("what_if", "ask"), ("why", "ask"), ("assess", "what_if"), ("gaps", "plan"), ("plan", "gaps")}
"""What the signs and the wording may say of one message where the wording is right, if it is as sure as `_SURE`."""
_SURE = 0.75
_LOOKED_AT = {"ask", "tell", *(ruled for ruled, _ in _TOLD_APART)}
"""What the wording may change; any other sure sign stands."""
_UNSURE = {
    **dict.fromkeys(("assess", "gaps", "what_if", "why", "plan"), 0.7),
    "greet": 0.7,
    "skip": 0.6,
    "correct": 0.65,
    "reject": 0.7,
    "confirm": 0.8,
    "ask": 0.97,
}
"""How sure it must be where no sure sign was found; surer where facts are taken, changed or dropped."""
_RULE_ASKED = re.compile(r"(什么|啥|哪些|哪种|何种)(情况|情形|行为|事)|(怎样|咋样|什么样|啥样)的?(会|就|才)")
"""什么情况会掉级 asks for a rule, 现在算几级 for the result, and the two sound alike."""
_LONGEST_YES = 16
_LONGEST_GREETING = 16
_NO_NO = re.compile(r"没(问题|毛病|错|事|意见|差)|不(错|用改|差|变)|不用(再)?改")
_FIGURES = re.compile(r"\d|(?<![A-Za-z])[A-Da-d](?![A-Za-z])|[没不未别]|但|只是|除了")


def read_intent(text: str, *, outstanding: bool, asked: bool) -> Intent:
    """What a message wants: by sure signs, else by its wording.

    Args:
        text: the message.
        outstanding: proposals wait for a yes.
        asked: a question of ours is open.
    """
    clean = text.strip()
    ruled = _by_rules(clean, outstanding=outstanding, asked=asked)
    if ruled not in _LOOKED_AT:
        return ruled
    wish, sure = learned_intent(clean)
    if (ruled, wish) in _TOLD_APART and sure >= _SURE:
        return cast(Intent, wish)
    if ruled not in ("ask", "tell") or sure < _UNSURE.get(wish, 1.0) or _RULE_ASKED.search(clean):
        return ruled
    return cast(Intent, wish) if _may_be(wish, clean, outstanding=outstanding, asked=asked) else ruled


def _may_be(wish: str, clean: str, *, outstanding: bool, asked: bool) -> bool:
    """Whether a wish makes sense where the talk stands; a yes must be nothing but a yes."""
    if OTHERS.search(clean):
        return False
    match wish:
        case "assess" | "gaps" if asked:
            return is_question(clean)
        case "why" if "因为" in clean:
            # 因为没门禁只给了C gives a reason and asks for none.
            return is_question(clean)
        case "confirm":
            plainly = (
                len(clean) <= _LONGEST_YES
                and _FIGURES.search(_NO_NO.sub("", clean)) is None
                and not is_question(clean)
            )
            return plainly and (outstanding or not asked)
        case "reject":
            return outstanding or not asked
        case "skip":
            return DO_NOT_KNOW.search(clean) is None
        case "greet":
            return len(clean) <= _LONGEST_GREETING
    return True


def _by_rules(clean: str, *, outstanding: bool, asked: bool) -> Intent:
    """What the words that are sure signs say; else whether it asks or tells."""
    if _GREET.search(clean):
        return "greet"
    if _WHY_FIRST.search(clean) and not _DEMAND_ANYWAY.search(clean):
        return "why"
    if _DEMAND.search(clean):
        return "demand"
    if _CORRECT.search(clean) and not CONDITION.search(clean) and not _DISCARD.search(clean):
        return "correct"
    if _REJECT.search(clean):
        # 不是 to an open question is its answer.
        return "tell" if asked and not outstanding and _BARE_NO.fullmatch(clean) else "reject"
    if _CONFIRM.search(clean) and (outstanding or not asked):
        return "confirm"
    if _SKIP.search(clean):
        return "skip"
    if (
        CONDITION.search(clean)
        and _CONSEQUENCE.search(clean) is None
        and (_WHAT_IF_QUESTION.search(clean) or is_question(clean))
    ):
        return "what_if"
    if _PLAN.search(clean):
        return "plan"
    if _WHY.search(clean):
        return "why"
    if _GAPS.search(clean):
        return "gaps"
    if _ASSESS.search(clean):
        return "assess"
    if is_question(clean):
        return "ask"
    return "tell"
