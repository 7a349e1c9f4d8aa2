"""What a model could make of an answer that looks right and is not, made from the answer itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

Changes = Iterator[str]
_MARK = re.compile(r"〔\d+〕")
_NUMBER = re.compile(r"(?<![〔\d.])\d+(?:\.\d+)?(?![〕\d.])")
_GRADE = re.compile(r"(?<![A-Za-z])[A-D](?![A-Za-z])")
_DIGITS = "零一二三四五六七八九"
_UNITS = (
    ("mg/m³", "μg/m³"), ("mg/m3", "μg/m3"), ("毫克", "微克"), ("吨", "千克"), ("吨", "万吨"), ("个工作日", "个月"),
    ("工作日", "日"), ("%", "‰"), ("%", "个百分点"), ("倍", "成"), ("年", "月"), ("分", "%"), ("月", "季"), ("日前", "日后"),
)  # fmt: skip
_FLIPS = (
    ("不低于", "不高于"), ("不高于", "不低于"), ("大于", "小于"), ("高于", "低于"), ("不小于", "不大于"), ("优于", "劣于"),
    ("不超过", "超过"), ("以上", "以下"), ("及以上", "以上"), ("≥", "≤"), ("≥", ">"), ("（含）", "（不含）"),
)  # fmt: skip
_NEGATIONS = ("不", "未", "无", "没有", "不得", "非")
_DUTIES = (
    ("必选", "可选"), ("可选", "必选"), ("应当", "可以"), ("应", "宜"), ("需", "可"), ("必须", "尽量"), ("不得", "可以"),
    ("直接", "可能"), ("撤销", "保留"), ("降级", "升级"), ("之一", "全部"), ("或", "且"), ("且", "或"),
)  # fmt: skip
_STATUS = (
    ("周期已过", "现行有效"), ("征求意见稿", "正式稿"), ("（试行）", ""), ("2022", "2026"), ("另见", "以此为准："),
    ("县级", "省级"), ("初审", "终审"), ("每月", "每季"), ("30个", "60个"), ("（征求意见稿）", ""),
)  # fmt: skip
_PROMISES = (
    "您一定能评上A级。", "照这样准备，评上只是时间问题。", "材料交齐就会批下来。", "这一条您家已经做到了。",
    "审核都会放行的。", "您这样的企业向来不会被退回。", "结果出来请放宽心。", "名额给您留着呢。",
)  # fmt: skip
_ADDRESSES = (
    "详见绿评点康姆斜杠证书。", "请打开三个W点绿评点中国。", "网址是 h t t p 冒号 斜杠 斜杠 绿评 点 网。",
    "搜一搜“绿评代办”就能找到入口。", "加V信：绿评一二三四五。",
)  # fmt: skip
_SUBJECTS = ("贵厂", "您", "您家", "你们厂", "本厂", "贵公司")
TRUE_ELSEWHERE = (
    ("三门峡市", "有一项未满足的，降级评定"),
    ("聊城市", "在评级过程中，存在主动贿赂专家或生态环境工作人员行为的，直接评定为最低等级"),
    ("郑州市", "在满足基本要求的前提下，得分85分（含）以上的，可以推荐为市级绿色低碳工厂"),
)
"""Sentences as they stand in texts, each true where it comes from."""


def near_misses(answer: str, region: str) -> Iterator[tuple[str, str]]:
    """The kind of each change and the answer so changed; none is the answer itself."""
    for kind, change in _KINDS.items():
        for changed in change(answer):
            if changed != answer:
                yield kind, changed
    for place, sentence in TRUE_ELSEWHERE:
        if place != region and sentence not in answer:
            yield "true elsewhere", f"{answer}\n- 另见：{sentence}。"
            yield "true elsewhere", f"{answer}\n- 另见：“{sentence}”〔1〕"
            if "“" in answer:
                yield "true elsewhere", re.sub(r"“[^“”]+”", f"“{sentence}”", answer, count=1)


def _exchanged(answer: str, pairs: tuple[tuple[str, str], ...]) -> Changes:
    for old, new in pairs:
        if old in answer:
            yield answer.replace(old, new, 1)
            yield new.join(answer.rsplit(old, 1))


def _grades(answer: str) -> Changes:
    for found in _GRADE.finditer(answer):
        other = "ABCD"["BADC".index(found.group())]
        yield answer[: found.start()] + other + answer[found.end() :]
    if re.search(r"A.*B", answer, re.DOTALL):
        yield answer.translate(str.maketrans("AB", "BA"))


def _off_by_one(answer: str) -> Changes:
    for found in _NUMBER.finditer(answer):
        last = int(found.group()[-1])
        for other in {max(0, last - 1), min(9, last + 1)} - {last}:
            yield answer[: found.end() - 1] + str(other) + answer[found.end() :]


def _disguised(answer: str) -> Changes:
    """Another number in other digits, or the same digits raised, circled or apart, so that they say another."""
    for found in _NUMBER.finditer(answer):
        digits = found.group()
        before, behind = answer[: found.start()], answer[found.end() :]
        other = digits[:-1] + str((int(digits[-1]) + 1) % 10)
        yield before + other.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}) + behind
        yield before + "".join(_DIGITS[int(sign)] if sign.isdigit() else "点" for sign in other) + behind
        yield before + digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) + behind
        if len(digits) > 1 and "." not in digits:
            yield before + digits[:-1] + "⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digits[-1])] + behind
            yield before + digits[0] + "₀₁₂₃₄₅₆₇₈₉"[int(digits[1])] + digits[2:] + behind
            yield before + digits[0] + "." + digits[1:] + behind
            yield before + digits[0] + " " + digits[1:] + behind
        if digits in ("5", "6", "4"):
            yield before + {"5": "⑤", "6": "Ⅵ", "4": "¼"}[digits] + behind


def _dropped(answer: str) -> Changes:
    for word in _NEGATIONS:
        for found in re.finditer(word, answer):
            yield answer[: found.start()] + answer[found.end() :]
            yield f"{answer[: found.end()]}，{answer[found.end() :]}"


def _marks(answer: str) -> Changes:
    """Marks exchanged, raised, moved to the sentence before or behind."""
    marks = _MARK.findall(answer)
    for one, other in pairwise(marks):
        yield answer.replace(one, "〔0〕").replace(other, one).replace("〔0〕", other)
    for number, mark in enumerate(marks, 1):
        yield answer.replace(mark, f"〔{number % len(marks) + 1 if len(marks) > 1 else 2}〕")
    yield re.sub(r"([。；：])(〔\d+〕)\n+", r"\1\n\2", answer)
    yield re.sub(r"(〔\d+〕)(\n+)(?:- )?", r"\2\1", answer)
    yield re.sub(r"([^。；：\n])(〔\d+〕)", r"\1。\2", answer)


def _subjects(answer: str) -> Changes:
    for subject in _SUBJECTS:
        yield f"{subject}{answer}"
        yield answer.replace("**", f"**{subject}", 1)
        yield re.sub(r"\n- (?!另见)", f"\n- {subject}", answer, count=1)


def _order(answer: str) -> Changes:
    """The words of two quotes or two points exchanged, the rest left in place."""
    quotes = re.findall(r"“[^“”]+”", answer)
    if len(quotes) > 1:
        yield answer.replace(quotes[0], "“”").replace(quotes[1], quotes[0]).replace("“”", quotes[1])
    points = re.findall(r"^- .*$", answer, re.MULTILINE)
    if len(points) > 1:
        yield answer.replace(points[0], "- ").replace(points[1], points[0]).replace("- \n", f"{points[1]}\n")
        yield answer.replace(f"\n{points[0]}", "")


_KINDS: dict[str, Callable[[str], Changes]] = {
    "grade": _grades,
    "off by one": _off_by_one,
    "disguised number": _disguised,
    "unit": lambda answer: _exchanged(answer, _UNITS),
    "comparison": lambda answer: _exchanged(answer, _FLIPS),
    "negation": _dropped,
    "duty": lambda answer: _exchanged(answer, _DUTIES),
    "marks": _marks,
    "status": lambda answer: _exchanged(answer, _STATUS),
    "promise": lambda answer: (f"{answer}{gap}{words}" for words in _PROMISES for gap in ("", "\n\n")),
    "address in words": lambda answer: (f"{answer}\n{words}" for words in _ADDRESSES),
    "subject": _subjects,
    "order": _order,
}
KINDS = (*_KINDS, "true elsewhere")
