"""A message cut into statements, each with the user's own words for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.talk.wording_cues import CONDITION, is_question

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_TURN = r"但是|不过|可是|只是(?=[^，,]{0,12}[没未不缺差超])|就是(?=[^，,]{0,12}[没未不缺差超])|(?<!不)但(?!书|凡)|唯独|就差|只差"
_SEGMENT_CUT = re.compile(
    rf"[，,]?(?:{_TURN})[，,]?|[，,。！？!?；;\n]|而且|另外|还有就是|(?<=[ABCDabcd级])就(?=[^，。]{{2,8}}[ABCDabcd])|(?<=[一-鿿])\s+(?=[一-鿿])"
    r"|(?<=了)(?=[还也却]?没(?!有?[。？?]?$))"
)
_TURNING = re.compile(_TURN)
_LACKING = re.compile(r"就差|只差")
_TOLD = re.compile(
    r"(有|没|没有|无|做了|过了|办了|建了|装了|没做|没办|没建|没装|达标|合格|[A-D]级?|超标)[了的]?[。]?$"
)
_PAST = re.compile(
    r"去年|前年|[零〇一\d]几年|[一二三四五六七八两几\d]年前|早些年|前些年|头几年|往年|那会儿|那几年|早年|当年|以前|从前|原来|原先|之前|早先|过去|当时|上回|上次|早几年|头两年"
)
_NOW = re.compile(r"今年|现在|目前|如今|后来|眼下|上个?月|前不久|最近|刚刚?|已经|这才")
_LATER = re.compile(
    r"去年|今年|近[一二两三]年|这[几两三]年|现在|目前|如今|后来|后头|最近|刚|已经|早就|早已|再没|再也没"
)
_RECKONED = re.compile(r"[按照当][^，。]{0,3}[A-Da-d][级类]?-?[级类]?(来|去)?[算估看]")
_CONSEQUENCE = re.compile(
    r"会(不会|被|不)?[^，。]{0,6}([降掉撤罚扣]|取消|影响|处理)[^，。]{0,8}$|会(咋|怎)[^，。]{0,5}$"
)
"""坏了没修，会降级吗 asks what would follow."""
_DATED = re.compile(r"去年|前年|今年|上个?月|上周|昨天|前天|前阵子|刚|[一两三几]次|过(?=[，,])|\d月")
_DIALECT = str.maketrans({"冇": "没"})
_DENIED = re.compile(r"木(?=有|得|认)|(?<![怎什这那要多])么(?=[有做办装弄认评搞])")
_ORGANISATION = re.compile(r"中国质量认证中心|[一-鿿]{0,4}认证中心|质量监督检[验测][一-鿿]{0,4}[院所站]")
"""Who certifies and tests: no system of the firm."""
_TOPIC = re.compile(r"(?<![一-鿿])([一-鿿A-Z\d]{2,12})[?？](?=[^?？]{1,30}$)")
"""社会责任报告？没发过: what stands before the mark only names what is spoken of."""
_ASKING = re.compile(r"[吗么呢啥谁哪几怎咋]|什么|多少|何|不$|没$")
_TAKEN_BACK = re.compile(
    r"(说|记|报|写|打|当|填|讲|看|弄|搞|算|听)(错|岔|反|漏|高|低|多|少)了?|(说|记|报|写|打|当|填|讲|看|弄|听)成|(不对|有误|作废|不算数?了?)[。！!]?$|(?<![一-鿿])(?:而?不是|并?非)(?=[\dA-Da-d])"
)
"""What was said or noted wrongly: its figures and grades are not so."""
_ONLY_MISTAKEN = re.compile(r"[^，。]{0,3}(说|记|报|写|打|填|看|弄|搞|算)(错|岔|反|高|低|多|少)了")
_SLIP = re.compile(
    r"(哦|噢|啊|呃|哎|欸|唉|等等|等下)*(不对|不是|错了|我?(说|记|写|打|填|报)错了?|口误)[了啊呀哈]*[。！!]?"
)
_SAID_BEFORE = re.compile(r"^(前头|前面|刚才?|上回|先前|之前)[^，。]{0,4}(说|讲|报|填|写|提)")
_SET_RIGHT = re.compile(r"^(其实|实际上?|真正|事实上|是|应该?是|应当是|该是|改成)|改过来|改一下|更正|纠正")
_FIGURE = re.compile(r"\d|(?<![A-Za-z])[A-Da-d](?![A-Za-z])")
_NOT_THEN = re.compile(r"还(没|不|未|是)|都没|没有[。！!]?$")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, in the user's words."""

    text: str
    sentence: str
    """The sentence it stands in."""
    conditional: bool
    """It follows an 如果 in the same sentence."""
    turned: bool = False
    """It is set against what was said before: 但是, 就是."""
    past: bool = False
    """It tells how things were before they changed: 去年还没有; 去年是C，今年……"""


def as_usual(message: str) -> str:
    """The message with words of the region as they are usually written, each character in its place: 木有 is 没有."""
    usual = _DENIED.sub("没", message.translate(_DIALECT))
    usual = _ORGANISATION.sub(lambda name: "某" * len(name.group()), usual)
    topic = _TOPIC.match(usual)
    if topic is not None and _ASKING.search(topic.group(1)) is None:
        usual = f"{topic.group(1)}，{usual[topic.end() :]}"
    return usual


def statements(message: str) -> tuple[Statement, ...]:
    """The statements of a message, in order.

    >>> [s.text for s in statements("质量体系有证，能源那个还没做。如果做了呢？")]
    ['质量体系有证', '能源那个还没做', '如果做了呢']
    """
    found: list[Statement] = []
    for match in _SENTENCE.finditer(message):
        found += _of_sentence(match.group())
    return tuple(found)


def _of_sentence(sentence: str) -> list[Statement]:
    parts = [(text, turned) for part, turned in _parts(sentence) if (text := part.strip(" 　\t"))]
    found: list[Statement] = []
    # 运输算C，别的都按B算，最后落个啥: what an outcome is asked of is supposed.
    conditional = is_question(sentence) and (
        _RECKONED.search(sentence) is not None
        or (_CONSEQUENCE.search(sentence) is not None and _DATED.search(sentence) is None)
    )
    for index, (text, turned) in enumerate(parts):
        conditional = conditional or CONDITION.search(text) is not None
        later = [other for other, _ in parts[index + 1 :]]
        text = _without_mistake(text, later, any(_FIGURE.search(other) for other, _ in parts[:index]))
        slip = index and _SLIP.fullmatch(text) and any(_FIGURE.search(other) for other in later)
        if not text or slip:
            continue
        found.append(Statement(text, sentence.strip(), conditional, turned, _is_past(text, later)))
    return found


def _parts(sentence: str) -> list[tuple[str, bool]]:
    """The parts of a sentence, each with whether a turn stands before it."""
    found: list[tuple[str, bool]] = []
    at, turned = 0, False
    for cut in _SEGMENT_CUT.finditer(sentence):
        found += [(part, turned) for part in _each(sentence[at : cut.start()])]
        turned = _TURNING.search(cut.group()) is not None
        # 就差连廊: the word that turns is also what denies.
        lacking = _LACKING.search(cut.group())
        at = cut.start() + lacking.start() if lacking else cut.end()
    found += [(part, turned) for part in _each(sentence[at:])]
    return found


def _each(text: str) -> list[str]:
    """The members of a list that each say something of their own: 9001有、45001没有; any other text whole."""
    members = text.split("、")
    return members if len(members) > 1 and all(_TOLD.search(member) for member in members) else [text]


def _without_mistake(text: str, later: list[str], figure_before: bool) -> str:
    """A part without what it says was wrong, when another says what is so: 运输 of 运输刚说C说错了，B-才对."""
    figures = figure_before or any(_FIGURE.search(other) for other in later)
    if (
        later
        and (_ONLY_MISTAKEN.fullmatch(later[0]) or _SLIP.fullmatch(later[0]))
        and any(_FIGURE.search(other) for other in later[1:])
    ):
        # 刚才说A，说高了，是B
        figure = _FIGURE.search(text)
        return text if figure is None else text[: figure.start()].strip()
    mistaken = _TAKEN_BACK.search(text)
    if mistaken is not None and figures and (figure := _FIGURE.search(text)) is not None:
        return text[: min(mistaken.start(), figure.start())].strip()
    if mistaken is None and _SAID_BEFORE.search(text) and any(_SET_RIGHT.search(other) for other in later):
        return ""
    return text


def _is_past(text: str, later: list[str]) -> bool:
    if _PAST.search(text) is None or _NOW.search(text) is not None:
        return False
    return _NOT_THEN.search(text) is not None or any(_LATER.search(other) for other in later)


def stretch(said: tuple[Statement, ...], first: str, last: str) -> str:
    """The user's words from one statement to another, when they stand in one sentence."""
    sentence = next((s.sentence for s in said if first in s.sentence and last in s.sentence), None)
    return last if sentence is None else sentence[sentence.index(first) : sentence.index(last) + len(last)]
