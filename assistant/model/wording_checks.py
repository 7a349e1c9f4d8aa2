"""What a rewording changed that it must not, by name; the last check alone would find all of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from assistant.model.same_words import attached, said
from knowledge.places import find_places

LONGEST = 500
"""Characters of an answer."""
_NUMERAL = "零〇一二两三四五六七八九十百千万亿半"
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zl", "Zp"))
_MARKUP = re.compile(
    r"!\[|\]\s*[(\[:]|<\s*[/!a-zA-Z]|&#?\w+;|`|^\s{0,3}(?:#{1,6}|>|\|)\s|^\s*(?:-{3,}|={3,})\s*$",
    re.MULTILINE,
)
_ADDRESS = re.compile(
    r"(?i)\b(?:https?|ftp|file|data|javascript|mailto|tel|weixin)\s*:|//|\bwww\.|\b[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|gov|io|top|xyz|cc|vip)\b|\S+@\S+\.\S+"
)
_FOREIGN = re.compile(r"[^\W\d_]", re.UNICODE)
_OUR_LETTERS = re.compile(r"[㐀-䶿一-鿿A-Za-zα-ωΑ-Ω]")
_LATIN_RUN = re.compile(r"[A-Za-z]{2,}(?:\s+[A-Za-z]{2,})+")
_PATTERNS = {
    "citation marks": r"〔[^〔〕]*〕|\[\d+\]|【\d+】",
    "document": r"《[^《》]*》|[一-鿿]{1,8}〔\d{4}〕\d+号|(?:GB|HJ|DB)(?:/T)?\s*[\d.]+",
    "quote": r"“[^“”]*”|「[^「」]*」",
    "number": rf"\d+(?:[.,/~～-]\d+)*\s*(?:%|‰|倍|分|年|月|日|号|天|个?工作日|个月|小时|千瓦时|度|万元|元|项|条|家|次|类|级|毫克|吨|米)?"
    rf"|百分之[{_NUMERAL}\d]+|[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?(?=[个年月日天号项条级成倍分次类档家吨米元%])|第[{_NUMERAL}\d]+",
    "grade": r"(?<![A-Za-z])[A-Da-d]\s*[+-]?(?=[\s、及和级类档,，。]|$)|引领性|[甲乙丙丁]级|[一二三四]级|优秀|良好|不?合格|不?达标|满分|通过|及格",
    "comparison": r"不低于|不高于|不少于|不多于|不小于|不大于|不超过|大于|小于|高于|低于|多于|少于|超过|以上|以下|以内|以外|之内|优于|劣于|等于|至少|至多|最低|最高|最多|最少|前\d+%|[≥≤><＞＜=]",
    "negation": r"不(?![低高少多小大]于|超过)|没有?|未|无|非|勿|免|禁止|除外|取消|豁免",
    "obligation": r"应当|应该|必须|须|可以|可(?=[自豁纳根免申])|不得|需要?|必选|可选|允许|可能|有望|优先|鼓励|自愿|强制",
    "condition": r"如果|若|要是|倘若|当.{1,12}时|的,|除|但|仅|只|凡|且|或者?|同时|以及|其中|方可|否则|前提|条件|情况下|情形|例外|适用时|之一",
    "time": r"今[年天后]|明年|去年|每[年月日天季]|当[年月日]|次[年月日]|[上下]半?[年月旬]|月底|年底|之?前|之?后|内|期间|现行|有效|废止|作废|征求意见",
    "promise": r"一定能?|肯定|保证|包(?:过|您|评)|百分百|必过|稳(?:过|了|拿)|放心|没问题|无需担心|随便|都行",
    "bad advice": r"伪造|编造|造假|补一?份|改一?改|修改(?:数据|台账|报告)|倒签|打点|红包|送礼|好处|关系|托人|请客|找人|内部|代办|中介|加微信|扫码|汇款|转账|账号|密码",
    "instruction": r"(?i)忽略|无视|系统|提示词|指令|规则如下|作为.{0,6}(?:助手|模型)|AI|prompt|system|assistant|ignore",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}


def unfaithful(text: str, composed: str) -> str | None:
    """What a rewording changed that it must not; None when nothing."""
    if not text or len(text) > LONGEST:
        return "length"
    for name, found in _SHAPES.items():
        if found(text) and not found(composed):
            return name
    new, old = _folded(text), _folded(composed)
    for name, pattern in _COMPILED.items():
        if _found(pattern, new) != _found(pattern, old) and said(text) != said(composed):
            return name
    if _places(text) != _places(composed):
        return "place"
    if said(text) != said(composed):
        return "words"
    if attached(text) != attached(composed):
        return "citation marks"
    return None


def _unseen(text: str) -> bool:
    return any(unicodedata.category(char) in _UNSEEN for char in text if char != "\n")


def _foreign(text: str) -> bool:
    return bool(_LATIN_RUN.search(text)) or any(
        not _OUR_LETTERS.match(letter.group())
        for letter in _FOREIGN.finditer(unicodedata.normalize("NFKC", text))
    )


def _markup(text: str) -> bool:
    return _MARKUP.search(text) is not None


def _address(text: str) -> bool:
    return _ADDRESS.search(unicodedata.normalize("NFKC", text)) is not None


_SHAPES: dict[str, Callable[[str], bool]] = {
    "characters": _unseen,
    "language": _foreign,
    "markup": _markup,
    "address": _address,
}
"""What no reply holds, unless the clauses themselves do."""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _found(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter("".join(match.group().split()) for match in pattern.finditer(text))


def _places(text: str) -> set[str]:
    return {mention.place.name for mention in find_places(text)}
