"""What a statement takes over from the one before it in the same sentence: its subject, its items, its certainty."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.talk.mentions import Mention, find_mentions, mention_of
from assistant.talk.proposals import Proposal
from assistant.talk.reading_values import from_number, share_done
from assistant.talk.stages import based_on, names_a_stage, stage_reached
from assistant.talk.wording_cues import AFFIRMATION, OTHERS, is_negative
from knowledge.tokens import listed, plain, tagged
from scoring import Item, Pack

_OTHER_THINGS = re.compile(r"别的|其他|其它|其余|另外|剩下")
_UNDOING = re.compile(
    r"^(但|可|就是|只是)?(还|也|都|全|却)?(没|未|不|只|无)|到期|过期|失效|有[^，。]{0,4}[条项台个处块]"
)
_ONE_OF = re.compile(r"[那这][一]?[个张套本项条块份台]")
_SHORT = 12
_CODE = re.compile(r"(?<![\d.])\d{4,5}(?![\d.%年度])")
"""The number of a standard."""
_UNKNOWN = re.compile(r"(说不准|不知道|不清楚|说不好|拿不准|不晓得|没数)")
_OURSELVES = re.compile(r"^(但|可|不过)?(我们?|俺们?|咱们?|本厂|我厂|自己|自家)")
_EVALUATING = frozenset(
    [
        "范围",
        "厂",
        "效果",
        "检测",
        "监测",
        "测试",
        "化验",
        "检查",
        "抽查",
        "结果",
        "数据",
        "每次",
        "次次",
        "报告",
    ]
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the statements before have set up within one sentence."""

    subject: str = ""
    about: tuple[Mention, ...] = ()
    sure: bool = True
    """The subject was stated, not guessed, planned or asked for."""
    others: bool = False
    """The subject was said of somebody else."""

    def turned_to(self, text: str) -> Context:
        """What a statement about the firm itself goes on from: 总部有零碳工厂，我们这没有 goes on about it, nothing else does."""
        if not self.others:
            return self
        return replace(self, sure=True, others=False) if _OURSELVES.search(text) else Context(sure=False)

    def after(self, text: str, own: tuple[Mention, ...], *, sure: bool) -> Context:
        """What holds after one more statement; what is said of others is no subject of the firm's own."""
        if OTHERS.search(text):
            return Context(text, own, sure=False, others=True)
        if own:
            return Context(text, own, sure)
        return self if self.subject else Context(text, sure=sure)

    def about_one(self, text: str, linked: tuple[Mention, ...]) -> Context:
        """What goes on is about the one of several that was pointed at: 三张证都在，能源那张到期了，还没续上."""
        return replace(self, about=linked) if linked and _ONE_OF.search(text) else self


def linked_to(pack: Pack, context: Context, text: str) -> tuple[Mention, ...]:
    """The items a statement speaks of only together with the subject before it: 环境体系跑着，证书还没办."""
    if not context.subject or _OTHER_THINGS.search(text):
        return ()
    lead = len(plain(f"{context.subject}，"))
    known = {mention.item.id for mention in context.about}
    return tuple(
        replace(mention, covered=frozenset(index - lead for index in mention.covered if index >= lead))
        for mention in find_mentions(pack, f"{context.subject}，{text}", lead=lead)
        if mention.item.id not in known
    )


def narrowed(pack: Pack, context: Context, text: str) -> Context:
    """The subject without the items that a statement leaves out by its words: 9001的文件都有，证书过期了."""
    lead = len(plain(f"{context.subject}，"))
    joined = plain(f"{context.subject}，{text}")
    meant = tuple(m for m in context.about if mention_of(pack, m.item, joined, lead=lead) is not None)
    return replace(context, about=meant) if meant else context


def named_only(
    context: Context, found: dict[str, Proposal], linked: tuple[Mention, ...], text: str
) -> list[Proposal]:
    """What a statement affirms by naming it, behind one that was affirmed itself: 车间是钢结构的，两层楼."""
    folded = plain(text)
    affirmed = context.sure and any(
        found[m.item.id].status == "met" for m in context.about if m.item.id in found
    )
    return [
        replace(based_on(m.item, text), status="met")
        for m in linked
        if affirmed
        and m.item.kind in ("required", "optional", "scored", "condition")
        and m.item.value is None
        and not m.unmet
        and not is_negative(text)
        and len(folded) - len(m.covered) <= 1
    ]


def continued(
    context: Context, found: dict[str, Proposal], text: str, *, turned: bool = False
) -> list[Proposal]:
    """A statement that leaves its subject to the one before: 光伏合同签了，批复还没拿到."""
    about = context.about
    joined = f"{context.subject}，{text}"
    if _UNKNOWN.search(context.subject):
        return []
    if any(not any(code in _words(m.item) for m in about) for code in _CODE.findall(text)):
        return []
    staged = [m.item for m in about if names_a_stage(m.item, text)]
    if staged:
        return [
            p for item in staged if (p := stage_reached(item, joined, based_on(item, joined))) is not None
        ]
    if not about or _OTHER_THINGS.search(text) or not all(_belongs(mention.item, text) for mention in about):
        return []
    numbers = [p for m in about if (p := from_number(m.item, text, based_on(m.item, joined))) is not None]
    if numbers:
        return numbers
    # What was affirmed is undone by 没全换 or 有三台没换, not by 白天不开灯.
    undoing = turned or _UNDOING.search(text) is not None
    settled = {name for name, proposal in found.items() if proposal.status == "met" and not undoing}
    if is_negative(text):
        # A second "no" repeats the first: 堆在一个屋，没分开.
        return [
            replace(based_on(m.item, joined), status="met" if m.unmet else "not_met")
            for m in about
            if m.item.id not in settled and not (m.unmet and (m.item.id in found or not context.sure))
        ]
    shares = [
        replace(based_on(m.item, joined), status="met", ratio=share)
        for m in about
        if (share := share_done(m.item, text)) is not None
    ]
    if shares and context.sure:
        return shares
    if context.sure and AFFIRMATION.search(text) and len(text) <= _SHORT:
        return [
            replace(based_on(m.item, joined), status="not_met" if m.unmet else "met")
            for m in about
            if m.item.id not in found and m.item.value is None and not m.item.choices
        ]
    return []


def _words(item: Item) -> str:
    return plain(" ".join((item.title, item.question, item.cite.quote, *item.says)))


def _belongs(item: Item, text: str) -> bool:
    """Whether every noun of a statement is one of the item's own words or says nothing by itself."""
    words = _words(item)
    light = listed("light_words.txt")
    return all(
        word in words or word in light or word in _EVALUATING or len(word) < 2
        for word, tag in tagged(text)
        if tag.startswith("n") or tag in ("vn", "eng")
    )
