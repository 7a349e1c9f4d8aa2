"""Facts and particulars of the firm that were told: proposed, compared with the ledger, never taken without a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.citing import Citation, Citer
from assistant.store.talk_records import Talk, Turn
from assistant.talk.comparing import Compared, compare
from assistant.talk.following import implied_by
from assistant.talk.offering import missing
from assistant.talk.openings import heard_of_firm, opening_lines
from assistant.talk.outcome import Outcome
from assistant.talk.proposals import Proposal
from assistant.talk.reading import Understood
from assistant.talk.replies import settles
from assistant.talk.said import Said
from assistant.talk.states import Act, Move
from knowledge.places import resolve
from prompts.chat_contexts import OpeningText, ProposalLine, ProposedText
from prompts.render import render_text
from scoring import Pack

_FIELD_NAMES = {"region": "所在地", "industry": "行业", "current": "现在几级", "target": "想到几级"}


def told(
    pack: Pack,
    citer: Citer,
    talk: Talk,
    read: Understood,
    turn: Turn,
    today: date,
    *,
    opened: bool = False,
    proved: bool = False,
) -> Outcome:
    """The reply to what was told; the proposals are written into the turn.

    Args:
        pack: the scheme.
        citer: makes citations.
        talk: as it stands.
        read: what the message says.
        turn: gets the proposals, and the waiting entries that they take the place of.
        today: the day of the message.
        opened: the scheme was settled on with this message.
        proved: the statements stand in a file; each proposal of `read` carries its place as a note.
    """
    said = tuple(
        replace(p, note=p.note or settles(pack, p.item)) if p.status == "unknown" else p
        for p in read.proposals
    )
    implied = frozenset(implied_by(pack, {proposal.item for proposal in said}))
    compared = compare(pack, talk, said, today, implied=implied, proved=proved)
    fresh = [replace(p, id=f"p{talk.next_key + place}") for place, p in enumerate(compared.fresh)]
    evidence = {"source": "document", "evidence": [turn.file["id"]]} if proved and turn.file else {}
    turn.proposals = [proposal.as_json() | evidence for proposal in fresh]
    turn.reject = _taken_back(pack, talk, read, compared, fresh)
    parts, citations = _parts(pack, citer, talk, read, turn, today, opened=opened)
    parts += [f"{line}。" for line in compared.contradictions]
    if compared.repeated:
        parts.append("；".join(compared.repeated) + "。")
    heard = "" if opened or not read.firm else heard_of_firm(read.firm)
    if _told_at_opening(talk, read, opened=opened):
        heard = ""
    if fresh or heard:
        lines = tuple(ProposalLine(p.title, p.said, p.quote, p.note) for p in fresh)
        shown = (heard,) if heard else ()
        parts.append(render_text("chat/proposed.j2", ProposedText(shown, lines)).strip())
    items = frozenset(p.item for p in fresh)
    reply = Said("confirm" if fresh else "question", tuple(parts), tuple(citations))
    if items and items == _left_open(read) and not proved and len(items) == 1:
        return Outcome(reply, Move(Act.ABOUT, items), lead="趁着说到这一条，请接着说清：")
    move = Move(Act.OPEN if opened and not fresh else Act.TELL, items)
    if not fresh and not opened:
        move = Move(Act.GO_ON)
    return Outcome(reply, move)


def _left_open(read: Understood) -> set[str]:
    """The items of which something was told that does not settle them; not those of which nothing is known."""
    return {p.item for p in read.proposals if p.status == "unknown" and p.note}


def _taken_back(
    pack: Pack, talk: Talk, read: Understood, compared: Compared, fresh: list[Proposal]
) -> list[str]:
    """Keys of waiting entries that no longer wait: said anew, or following from what was corrected."""
    keys = list(compared.overtaken)
    if read.intent == "correct":
        items = {proposal.item for proposal in fresh}
        items |= implied_by(pack, items)
        keys += [entry["key"] for entry in talk.proposed if entry["item"] in items]
    return list(dict.fromkeys(keys))


def _told_at_opening(talk: Talk, read: Understood, *, opened: bool) -> bool:
    begun = talk.confirmed or talk.proposed or talk.asked or talk.pending
    return opened or bool(read.firm and not read.proposals and not begun)


def _parts(
    pack: Pack, citer: Citer, talk: Talk, read: Understood, turn: Turn, today: date, *, opened: bool
) -> tuple[list[str], list[Citation]]:
    """The orientation at the opening, and what is to be said of the place."""
    firm = {**talk.firm, **read.firm}
    parts: list[str] = []
    citations: list[Citation] = []
    if _told_at_opening(talk, read, opened=opened):
        lines, citations = opening_lines(pack, citer, today)
        target = firm.get("target") or ""
        shown = "" if target in ("", "pass") or target not in pack.rungs else pack.spoken(target)
        text = OpeningText(heard_of_firm(read.firm), pack.title, shown, tuple(lines))
        parts.append(render_text("chat/opening.j2", text).strip())
        if still := missing(firm, pack, talk.asked):
            names = "、".join(_FIELD_NAMES[name] for name in still)
            parts.append(f"还没听到：{names}；方便时一起说。")
            turn.asked = (*talk.asked, *still)
    place = resolve(read.firm.get("region", "")) if read.firm.get("region") else None
    if place is not None and pack.place not in place.chain and resolve(pack.place) not in (None, place):
        parts.append(
            f"《{pack.title}》是{pack.place}的办法，不管{place.name}；已记下的不受影响，要换一套请说“换成”加名字。"
        )
    return parts, citations
