"""Whom the firm can turn to, by where it is."""

from __future__ import annotations

from dataclasses import dataclass

from prompts import plan_wording as words
from prompts.plan_citations import Marking
from prompts.plan_text_rows import ContactRow
from scoring.rules.pack import Pack
from scoring.rules.text_data import Contact

_EVERYWHERE = "全区域"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the firm is, as far as that is known."""

    names: tuple[str, ...] = ()
    """The place and what it belongs to, nearest first, and the words of the user; empty: nobody said it."""
    outside: bool = False
    """Whether the place is known to lie outside the one the text is made for."""


def contacts(pack: Pack, where: Whereabouts, citations: Marking) -> tuple[tuple[ContactRow, ...], str]:
    """The contacts for the place of the firm, and a sentence on the choice; all of them while the place is open."""
    if not pack.contacts:
        return (), ""
    if where.outside:
        return (), f"企业不在{pack.place}，本文本的联系方式不适用，请向当地主管部门咨询。"
    local = [contact for contact in pack.contacts if _local(contact)]
    mine = [contact for contact in local if _for(contact, where)]
    shown = [contact for contact in pack.contacts if not mine or not _local(contact) or contact in mine]
    note = ""
    if local and not mine:
        note = "分区域的联系人都列出，请按所在县（市、区）选用。"
    elif mine:
        note = f"分区域的联系人只列负责{words.joined(_named(mine[0], where))}的。"
    if not any(contact.phone or contact.mail for contact in shown):
        note += "文本没有写电话和邮箱。"
    return tuple(_row(contact, citations) for contact in shown), note


def _local(contact: Contact) -> bool:
    return bool(contact.places) and _EVERYWHERE not in contact.places


def _for(contact: Contact, where: Whereabouts) -> bool:
    return bool(_named(contact, where))


def _named(contact: Contact, where: Whereabouts) -> list[str]:
    """The places of the contact that the firm's place is or contains in its words: 三门峡市开发区."""
    return [place for place in contact.places if any(place in name for name in where.names)]


def _row(contact: Contact, citations: Marking) -> ContactRow:
    who = contact.who + (f"（{contact.office}）" if contact.office else "")
    places = "、".join(contact.places)
    reach = "、".join(part for part in (contact.phone, contact.mail) if part)
    ref = citations.mark(contact.cite)
    line = f"{contact.purpose}（{places}）：{who}" if places else f"{contact.purpose}：{who}"
    line += f"，电话 {contact.phone}" if contact.phone else ""
    line += f"，邮箱 {contact.mail}" if contact.mail else ""
    return ContactRow(who, contact.purpose, places, reach, ref, line + ref)
