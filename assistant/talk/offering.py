"""Before a scheme is settled on: what is still needed of the firm, asked together, and the schemes that apply."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from assistant.store.talk_records import Talk
from assistant.talk.firm import read_firm
from assistant.talk.schemes_for import applying
from assistant.talk.several_firms import recalled
from knowledge.gazetteer import gazetteer
from knowledge.numerals import chinese_number
from knowledge.places import find_places, resolve
from prompts.render import render_text
from prompts.talk_contexts import NeedsText, OfferText, SchemeOption
from scoring import Pack
from scoring.numbers import plain

Firm = Mapping[str, str | None]

SCHEME = "scheme"
"""Stands among the asked fields once schemes were offered."""
_PLACE = "place:"
_WANTED = {
    "region": "厂在哪个市、哪个县区",
    "industry": "做什么行业（例如铸造、水泥、家具）",
    "current": "现在评的是几级（没评过就说没有）",
    "target": "今年想到几级，或者想通过什么评价",
}
_LEADS = {
    "officer": "想看看厂子现在到哪一步，还差这几样，请一起告诉我：",
    "helpdesk": "要给这家企业算，还差这几样，请一起问清：",
    "consultant": "给这家客户开评，还差这几样，请一起给我：",
}
_GREETINGS = {
    "officer": "您好，这里是绿评。可以直接问规定；要自评，请一起告诉我：",
    "helpdesk": "您好，这里是绿评。可以直接问规定；要替来电企业评，请一起问清：",
    "consultant": "您好，这里是绿评。可以直接问规定，一个对话里可以谈几家客户；先说第一家：",
}
_EXAMPLE = "灵宝的铸造厂，去年评的C，今年想升B"
_SAID_PLACE = re.compile(
    r"(?:在|是|位于|地址[是为：:]?|坐落于)\s*([一-鿿]{1,7}?(?:自治[州县旗]|省|市|县|区|镇|乡))"
)
_OF_FIRM = re.compile(r"去年|上年|前年|上回|上次|今年|明年|想(上|升|冲|评|到|报|要)|目标|争取|打算|升到?|冲")
_PICK = re.compile(
    r"^(?:选|要|就|按|用|我选|那就|走)*第?\s*([一二三四五六\d])\s*(?:个|种|项|号|条|套)?(?:吧|的|方案|办法)?[。！]*$"
)


def missing(firm: Firm, pack: Pack | None, asked: Collection[str] = ()) -> tuple[str, ...]:
    """The fields of the firm that are not known and were not asked for; a grade only where there are grades."""
    fields: tuple[str, ...] = ("region", "industry", "current", "target")
    if pack is not None and pack.kind == "points":
        fields = ("region", "industry")
    return tuple(name for name in fields if not firm.get(name) and name not in asked)


def states_grades(text: str, firm: Firm, pack: Pack) -> bool:
    """Whether a message tells the grade of last time, or the one aimed at, while that is still wanted."""
    if pack.kind != "ladder" or (firm.get("current") and firm.get("target")):
        return False
    said = {"current", "target"} & read_firm(text).keys()
    # 现在C要到B tells both, whatever else it may look like.
    return len(said) == 2 or (bool(said) and _OF_FIRM.search(text) is not None)


def needs(role: str, wanted: Sequence[str], *, greeting: bool = False) -> str:
    """What is still needed, asked in one go."""
    leads = _GREETINGS if greeting else _LEADS
    lines = tuple(_WANTED[name] for name in wanted)
    return render_text("chat/needs.j2", NeedsText(leads[role], lines, _EXAMPLE)).strip()


def offer(packs: Sequence[Pack], firm: Firm) -> str:
    """The schemes that apply to a firm, each with what sets it apart."""
    options = tuple(SchemeOption(pack.title, difference(pack)) for pack in applying(packs, firm))
    return render_text("chat/offer.j2", OfferText("这里适用的有几套，结论各算各的：", options)).strip()


def difference(pack: Pack) -> str:
    """What sets a scheme apart, in one line."""
    standing = {"draft": "征求意见稿", "cycle_over": "年度周期已过", "superseded": "已有后来的规定"}
    state = f"（{standing[pack.status]}）" if pack.status in standing else ""
    if pack.kind == "points":
        blocks = "、".join(section.title for section in pack.sections[:6])
        line = f"，{plain(pack.pass_rule.at_least)}分以上且必选全部满足可以推荐" if pack.pass_rule else ""
        return f"打分，看{blocks}{line}{state}"
    aspects = len(pack.of_kind("aspect"))
    rungs = "、".join(pack.rungs)
    how = f"{aspects}个方面取最低的一级" if aspects > 1 else "看满足哪一档的全部指标"
    return f"评级，{rungs}，{how}{state}"


def picked(packs: Sequence[Pack], firm: Firm, text: str, asked: Collection[str]) -> Pack | None:
    """The offered scheme that an answer such as 第二个 picks; None when none was offered or it is no such answer."""
    match = _PICK.match(text.strip())
    if SCHEME not in asked or match is None:
        return None
    options = applying(packs, firm)
    place = chinese_number(match.group(1))
    return options[place - 1] if place is not None and 0 < place <= len(options) else None


def doubtful_place(text: str) -> tuple[str, str] | None:
    """The name of a place that is not known or could be several, and what to ask back; None when there is none."""
    if find_places(text):
        return None
    names = gazetteer()
    for at in range(len(text)):
        for name in names.by_first.get(text[at], ()):
            several = names.full.get(name, ())
            if len(name) > 2 and len(several) > 1 and text.startswith(name, at):
                cities = "、".join(dict.fromkeys(place.chain[1] for place in several[:4]))
                return name, f"“{name}”不止一个（{cities}……），是哪个市的？"
    match = _SAID_PLACE.search(text)
    if match is not None and match.group(1) not in names.full:
        said = match.group(1)
        return said, f"没有认出“{said}”是哪里。请说到市和县区，例如“三门峡市灵宝市”。"
    return None


def remembered_place(asked: Collection[str]) -> str:
    """The name that was asked back about; empty when there was none."""
    return next((mark.removeprefix(_PLACE) for mark in asked if mark.startswith(_PLACE)), "")


def placed(firm: dict[str, str], talk: Talk) -> dict[str, str]:
    """What was heard of a firm, with what was said before: 天津的 after 和平区, 灵宝那家 after several were named."""
    name, region = remembered_place(talk.asked), firm.get("region")
    joined = resolve(f"{region}{name}") if name and region else None
    return recalled(firm | {"region": joined.name} if joined is not None else firm, talk)


def place_mark(name: str) -> str:
    """How a name that was asked back about stands among the asked fields."""
    return f"{_PLACE}{name}"
