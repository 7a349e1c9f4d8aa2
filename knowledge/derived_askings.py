"""What a sentence answers, put as questions by its form alone, for texts that nobody has written askings for.

They serve search only, as those in asked.yaml do: never shown, never quoted.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.normalise import readable

_NUMBER_MARK = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[条章节款]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、]|[①-⑳])\s*"
)
_CUT = re.compile(r"[。；;！？\n]")
_PART = re.compile(r"[，,：:]")
_COUNT = r"(?:\d[\d,.]*|[一二三四五六七八九十两百]+)"
_SHORTEST, _LONGEST, _MOST = 4, 90, 8

_FORMS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"自(?:\d{4}年\d{1,2}月\d{1,2}日|印发之日|发布之日|公布之日)起(?:施行|实施|执行)"), ("什么时候开始执行", "从哪天起施行")),
    (re.compile(r"有效期至\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|至\d{4}年\d{1,2}月\d{1,2}日(?:止|为止)?"), ("有效期到什么时候", "管到哪年哪天")),
    (re.compile(rf"有效期(?:为|是)?{_COUNT}(?:年|个月)"), ("有效期几年", "能管几年多久有效")),
    (re.compile(r"(?:\d{4}年|每年|当年|次年)?\d{1,2}月(?:\d{1,2}日|底)(?:之?前|以前)?"), ("几号前", "什么时候截止")),
    (re.compile(r"每月\d{1,2}日(?:之?前)?"), ("每月几号前",)),
    (re.compile(rf"{_COUNT}(?:个)?工作日(?:之?内)?"), ("几个工作日多少天", "多长时间多久")),
    (re.compile(rf"{_COUNT}年(?:之?内)?(?!\d|底|度)"), ("几年", "多少年")),
    (re.compile(rf"{_COUNT}个月(?:之?内)?"), ("几个月", "多长时间")),
    (re.compile(rf"{_COUNT}(?:天|日)(?:之?内)?"), ("几天", "多少天")),
    (re.compile(rf"{_COUNT}\s*(?:万|亿)?元"), ("多少钱", "多少万元")),
    (re.compile(r"(?:不低于|不少于|不高于|不超过|达到|超过|大于|小于|≥|≤)?\s*\d[\d.]*\s*[%％]"), ("多少", "百分之几")),
    (re.compile(rf"{_COUNT}分(?!钟|之|级|别|类|局)"), ("多少分", "几分")),
    (re.compile(r"\d{3,4}-?\d{7,8}|\d{7}"), ("电话多少", "联系谁怎么联系")),
    (re.compile(r"\S+@\S+"), ("邮箱是什么", "发到哪个邮箱")),
    (re.compile(rf"{_COUNT}(?:个|家|项|类|次|份|台|套)"), ("多少个几个",)),
)  # fmt: skip
_BY = re.compile(
    r"由(.{2,20}?)(?=负责|初审|复核|审核|组织|牵头|审查|评定|解释|公布|实施|核查|统一|会同|汇总|认定|进行)"
)
_TO = re.compile(
    r"(?:向|上报|报送|报至|交至|送至|提交至?)([一-鿿]{2,16}?(?:局|厅|部|委|办公室|政府|分局|中心|平台|系统))"
)
_CONSEQUENCE = re.compile(r"(.{2,30}?)的$")
_GOES_ON = re.compile(rf"应|必须|不得|可|由|需|每|于|在|期满|{_COUNT}(?:年|个月|天|日)")
_MAY = re.compile(r"(不得|不能|严禁|禁止|不予)|(应当|必须|须|应|需)|(可以|可|允许)")


def derived(text: str) -> tuple[str, ...]:
    """Questions that a sentence of a rule answers; none for a sentence too short to answer any.

    >>> "申报企业应当在几号前提交材料" in derived("第二条 申报企业应当在每年9月25日前提交材料。")
    True
    """
    return _derived(_NUMBER_MARK.sub("", readable(text)))


@lru_cache(maxsize=200_000)
def _derived(words: str) -> tuple[str, ...]:
    found: list[str] = []
    for sentence in _CUT.split(words):
        if _SHORTEST <= len(sentence) <= 3 * _LONGEST:
            found += _of_sentence(sentence.strip())
    return tuple(dict.fromkeys(asking[:_LONGEST] for asking in found))[:_MOST]


def _of_sentence(sentence: str) -> list[str]:
    found: list[str] = []
    parts = [part.strip() for part in _PART.split(sentence) if part.strip()]
    for place, part in enumerate(parts):
        # A part that names no subject of its own goes on about the one named first.
        about = parts[0] if place and len(parts[0]) <= 20 and _GOES_ON.match(part) else ""
        form = next(((pattern, asked) for pattern, asked in _FORMS if pattern.search(part)), None)
        by, to, may = _BY.search(part), _TO.search(part), _MAY.search(part)
        if form is not None:
            found += [about + form[0].sub(words, part, count=1) for words in form[1]]
        if by is not None:
            found += [f"{part[: by.start()]}{who}{part[by.end() :]}" for who in ("谁", "哪个部门")]
        if to is not None:
            found.append(f"{part[: to.start()]}交到哪里{part[to.end() :]}")
        if (told := _CONSEQUENCE.fullmatch(part)) and place + 1 < len(parts):
            found.append(f"{told.group(1)}会怎样怎么处理{parts[place + 1]}")
        if may is not None and form is None:
            asked = "要不要" if may.group(2) else "能不能"
            found.append(f"{about}{part[: may.start()]}{asked}{part[may.end() :]}")
    return found
