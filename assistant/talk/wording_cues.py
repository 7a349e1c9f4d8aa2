"""The small words that turn a statement: negation, hedging, intention, condition, question."""

from __future__ import annotations

import re

QUESTION = re.compile(
    r"[?？]|(吗|么)[。!！]?$|^(?!没|.*(还没|没有|着)).*呢[。!！]?$|几分|(?<!没)(?<!没有)(多少|啥|什么)|(?<!没)怎么|(?<!没)咋|哪(些|个|级|一|里|儿|家)|是不是|算不算"
    r"|能不能|行不行|要不要|会不会|有没有|几(号|月份|点钟)[。]?$|(?<![从来绝也都还])不[。]?$|[了过]没有?[。]?$|为什么|凭啥|怎样|会如何|啥后果"
)
CONDITION = re.compile(r"如果|要是|假如|假设|万一|倘若|若是|的话")
HEDGE = re.compile(
    r"大概|应该|可能|估计|好像|似乎|也许|或许|没把握|左右|上下|差不多|说不准|不一定|没细看|记不清|吧[。！!]?$"
)
INTENTION = re.compile(
    r"打算|准备(?!了|好|齐)|计划(?=做|上|建|装|办|换|搞|改|买|通过|申|在|于|明|今年|年内|年底|请|把|去)|将要|想(做|上|建|装|办|报|申请|把|着)"
    r"|明年|后年|下半年(要|再)|以后(再|会)|下个?(月|季度)|过[一两几]年|将来|有意|争取(?!到了)|力争|冲刺|想[升冲提]|正?琢磨|商量|(正在?|还在|再)(谈|考虑|研究|打听|咨询)|跟.{1,6}谈"
)
_NEARBY = r"(对面|旁边|附近|园区|邻村|朋友|亲戚|同学|老乡|表[哥弟姐]|客户|上游|下游|供应商)"
OTHERS = re.compile(
    rf"隔壁|别人|人家|他们厂|同行(?![里中业之排第前水平均领]|龙头|优势)|别家|其他厂|兄弟单位|听说|集团|{_NEARBY}[^，。给对跟向]{{0,3}}(厂|那家|那边|企业|公司)"
)
# What the firm makes, what it costs, what somebody asked of it: talk about a thing, not having it.
TALK = re.compile(
    r"^(我们|俺们?|咱们?|本厂|厂里|公司)?(厂|公司)?(主要|就|专门)?是?(做|搞|生产|加工|制造|经营|卖|给)(?![了过完好成])[^，。]{1,12}(的(厂家?|企业|公司|工厂)?|供货)[。]?$"
    r"|(做|生产|卖)的是|主营|推销|价格|报价|涨价|降价|便宜|(要求?|让|叫|催|建议|通知)(我们|俺|咱|厂里)|(提|说|问|聊)(过|到|起)|说的"
)
UNDER_WAY = re.compile(
    r"正在(?!运行|执行|使用|按|照|用|跑)|在办|还在(做|办|弄|建|等|审|谈|整改)|申请中|办理中|没下来|还没(批|拿|到)|没拿到|审核中|在建|筹备|走流程"
    r"|停了|停用|停掉|拆了|拆掉|坏了|闲置|撤了|荒着|停运"
)
EXPIRED = re.compile(r"(?<!没)(?<!未)(到期|过期|失效|没再审|没续)")
NOT_ALL = re.compile(r"不是全部|没全|不全|部分没|有.{0,3}台没|一半没|还有.{0,6}没|个别没|混(一起|着|在一起)")
NEGATION = re.compile(
    r"没有|还没|没|未|尚未|不(?!锈|过|良|仅|但|同|少于|低于|小于|高于|超|断|动产|同场所|满足|缺|少|落|差)|无(?!组织|铅|铬|废|害|人)"
    r"|(?<!不)缺|差着|达不到|不满足|超了|超标|超限|到不了|谈不上|免谈|没影|没戏"
)
_DENIAL = re.compile(
    r"没(?!准|收)|未|不(?!少|断|止|仅|过|正常|合格|达标|满足|良|同)|无(?!组织|证|照)|从来?没|谈不上|为零|零(?!件|散|星)"
)
_WRONGDOING = r"(超标|超|违规|违法|问题|不合格|事故|处罚|罚|投诉|通报|毛病|异常|断|少|缺|落下)"
DOUBLE_NEGATION = re.compile(
    rf"没有?(出过?|发生过?|被|受过?)?{_WRONGDOING}|未(超标|超|发生|出现|被)|不超(?=标|限|总|出|$)|无(超标|事故|违规|投诉)|没出过|没发生|没被"
    r"|[一][样项个件条](都)?[不没](缺|少|落|差)|不缺|不差|从来不(缺|少|断)"
)
AFFIRMATION = re.compile(
    r"有|都|已|在|做|建[了成好起]|装|办[了好下]|签|通过|拿[到了下]|取得|获得|达[到标]|合格|符合|满足|完成|实现|上了|用|采用|是|"
    r"齐|配|设[了有]|独立|单独|分开|核算|检测|公布|公开|评|入选|投用|投运|运行|开展|每|年年|定期|[了过着]|没问题|可以|行|出来|到手|属于|"
    r"搞[了好]|弄[了好]|上线|换成|改成|全|排|占|进|刚|[铺写跑走编测拆挂贴批送]|得(好|很|清|全)|清楚|到位|低于|优于|高于|好于|[低强]|到|够|良好|优秀|照|按|会"
)
HALF = re.compile(r"一半|半数")

YES = re.compile(
    r"^(嗯+|是|是的|对|对的|有|有的|都有|满足|符合|达标|做了|都做了|已经有了?|可以|好|好的|没问题|肯定|当然|当然有|按时报了|报了|都做了|弄了|搞了|都?齐了|都?齐全|早就?有|有一套|通过了|过了|拿了|建了|装了|换了|达到了)[，。！,\s]*"
)
NO = re.compile(
    r"^(没|没有|没呢|没有呢|还没呢|还没|还没有|没做|没装|没有做|不是|不满足|不符合|没达到|未|无|否|不)[，。！,\s]*$|^还没有?[^，。]{0,6}$|^不是全部|^没有?[^，。]{0,4}$"
)
DO_NOT_KNOW = re.compile(
    r"^(不清楚|不知道|不晓得|说不好|不确定|没数|不了解|没查过|搞不清|说不上|拿不准|吃不准|心里没底|得问|要问|回头查|记不得)"
)
NOT_APPLICABLE = re.compile(
    r"不适用|不涉及|套不上|用不上|用不着|没有这(种|类|个)(工艺|设备|情况)|跟我们没关系|不沾边"
)


def is_negative(segment: str) -> bool:
    """Whether a statement says that something is not so; 没有超标 is not negative."""
    rest = DOUBLE_NEGATION.sub("", segment)
    return bool(
        NEGATION.search(rest) or UNDER_WAY.search(rest) or EXPIRED.search(rest) or NOT_ALL.search(segment)
    )


def is_denied(segment: str) -> bool:
    """Whether a statement says that something did not happen; 超标 itself is no denial."""
    return _DENIAL.search(segment) is not None


def is_no_statement(segment: str) -> bool:
    """Whether a sentence states no fact about the firm today: a question, a guess, a plan, somebody else."""
    return bool(
        QUESTION.search(segment)
        or CONDITION.search(segment)
        or HEDGE.search(segment)
        or OTHERS.search(segment)
        or TALK.search(segment)
        or (INTENTION.search(segment))
    )
