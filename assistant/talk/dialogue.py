"""One turn of a talk: what was said, what it changes, what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.answering import Answerer
from assistant.citing import Citation, Citer
from assistant.requests import AskRequest
from assistant.store.conversations import Talk, Turn
from assistant.talk.asking import next_question, question_text, towards
from assistant.talk.following import accepted, agreement, implied_by, in_context, is_agreement, noted_item
from assistant.talk.ledger import Facts, facts_of
from assistant.talk.openings import heard_of_firm, opening_lines
from assistant.talk.plan_words import plan_reply
from assistant.talk.reading import Understood, read_message
from assistant.talk.said import Said
from assistant.talk.schemes_for import applying, chosen
from assistant.talk.standing import headline, reasons, standing
from prompts.chat_contexts import OpeningText, ProposalLine, ProposedText, StandingText, WhatIfText
from prompts.render import render_text
from scoring import Pack, as_json, assess, read_request

Result = dict[str, Any]


class Dialogue:
    """Turns messages into turns; holds no state of its own."""

    def __init__(self, packs: Sequence[Pack], answerer: Answerer, citer: Citer) -> None:
        self._packs = {pack.id: pack for pack in packs}
        self._answerer = answerer
        self._citer = citer

    def turn(self, talk: Talk, text: str, today: date) -> Turn:
        """What a message of the user changes and is answered with."""
        pack = self._packs.get(talk.scheme or "")
        agreed, rest = agreement(text) if talk.proposed else (False, text)
        if agreed and pack is not None:
            after = self.turn(accepted(talk), rest, today)
            after.user_text, after.accept = text, [entry["key"] for entry in talk.proposed]
            after.reply = f"已确认{len(after.accept)}条。\n\n{after.reply}"
            return after
        read = read_message(
            text, pack, pending=talk.pending, noted=noted_item(pack, talk), outstanding=bool(talk.proposed)
        )
        new_scheme = (
            chosen(tuple(self._packs.values()), {**talk.firm, **read.firm}, text) if pack is None else None
        )
        if new_scheme is not None:
            pack = new_scheme
            read = read_message(text, pack, pending=None, outstanding=bool(talk.proposed))
        turn = Turn(user_text=text, firm=read.firm, scheme=new_scheme.id if new_scheme else None)
        said = self._reply(talk, pack, read, text, turn, today, opened=new_scheme is not None)
        turn.pending = talk.pending
        return self._worded(pack, talk, turn, said, today)

    def assessment(self, talk: Talk, today: date) -> Result | None:
        """The core's result on the confirmed facts; None while no scheme is chosen."""
        pack = self._packs.get(talk.scheme or "")
        if pack is None:
            return None
        return self._assessed(pack, facts_of(pack, talk.confirmed, talk.firm), today)

    def confirmed_reply(self, talk: Talk, today: date) -> Turn:
        """What is said after facts were confirmed or rejected by hand; `talk` as it stands afterwards."""
        pack = self._packs[talk.scheme or ""]
        result = self.assessment(talk, today)
        assert result is not None
        return self._worded(pack, talk, Turn(), Said("assessment", (standing(pack, result),)), today)

    def _worded(self, pack: Pack | None, talk: Talk, turn: Turn, said: Said, today: date) -> Turn:
        """The turn with its reply, the next question behind it where one follows."""
        parts, citations = list(said.parts), list(said.citations)
        if said.ask_on:
            turn.pending = None
        if pack is not None and said.ask_on:
            question = next_question(pack, self._supposed(pack, talk, turn), self._skipped(talk, turn), today)
            if question is not None:
                question = towards(pack, question, {**talk.firm, **turn.firm}.get("target"))
                asked, citation = question_text(pack, question, self._citer, today, len(citations) + 1)
                parts.append(asked)
                citations.append(citation)
                turn.pending = question.item
        turn.reply = "\n\n".join(part for part in parts if part)
        turn.kind, turn.citations = said.kind, citations
        return turn

    def _assessed(self, pack: Pack, facts: Facts, today: date) -> Result:
        return as_json(
            assess(pack, read_request(pack, {"facts": facts}, today=today)), self._citer.rules(today)
        )

    def _supposed(self, pack: Pack, talk: Talk, turn: Turn) -> Facts:
        """The facts as they will be if everything proposed is accepted; what has been said is not asked again."""
        open_entries = [entry for entry in talk.proposed if entry["key"] not in turn.reject]
        fresh = [{"proposal": proposal} for proposal in turn.proposals]
        return facts_of(pack, (*talk.confirmed, *open_entries, *fresh), {**talk.firm, **turn.firm})

    def _skipped(self, talk: Talk, turn: Turn) -> set[str]:
        unclear = {p["item"] for p in turn.proposals if p.get("status") == "unknown"}
        unclear |= {
            e["item"] for e in (*talk.proposed, *talk.confirmed) if e["proposal"].get("status") == "unknown"
        }
        return {*talk.skipped, *unclear, *([turn.skip] if turn.skip else [])}

    def _reply(
        self,
        talk: Talk,
        pack: Pack | None,
        read: Understood,
        text: str,
        turn: Turn,
        today: date,
        *,
        opened: bool,
    ) -> Said:
        if pack is None:
            return self._without_scheme(talk, read, text, today)
        firm = {**talk.firm, **read.firm}
        facts = facts_of(pack, talk.confirmed, firm)
        match read.intent:
            case "demand":
                words = "等级和得分只能由规则按已确认的材料算出来，不能指定，也不能跳过确认。请说实际情况。"
                return Said("refusal", (words, standing(pack, self._assessed(pack, facts, today))))
            case "confirm":
                return self._confirm(talk, pack, turn, firm, today)
            case "reject":
                turn.reject = [entry["key"] for entry in talk.proposed]
                count = len(turn.reject)
                return Said(
                    "chat",
                    (
                        f"好，这{count}条不记。"
                        if count
                        else "现在没有等待确认的内容。要改已确认的，请直接说现在的情况。",
                    ),
                )
            case "skip":
                turn.skip = talk.pending
                return Said("question", ("好，这一条先放着。",))
            case "greet":
                return Said("chat", (f"您好，这里是绿评。正在谈的是《{pack.title}》。",))
            case "assess":
                return Said("assessment", (standing(pack, self._assessed(pack, facts, today)),))
            case "why":
                result = self._assessed(pack, facts, today)
                lines = StandingText(headline(pack, result), tuple(reasons(pack, result)))
                return Said("assessment", (render_text("chat/standing.j2", lines).strip(),))
            case "what_if" if read.supposed:
                return self._what_if(pack, talk, facts, read, firm, today)
            case "plan":
                return plan_reply(pack, facts, {**firm}, text, today)
            case "gaps" if not opened and not read.proposals:
                return self._gaps(pack, facts, today)
        if read.proposals or (read.firm and read.intent not in ("ask", "what_if")):
            return self._told(talk, pack, read, text, turn, today, opened=opened)
        if read.intent == "correct":
            return Said("question", ("没有听出要改哪一条。请说出是哪一条、应该是什么。",), ask_on=False)
        if is_agreement(text):
            return Said("chat", ("现在没有等待确认的内容。",))
        return self._answered(talk, pack, text, firm, today)

    def _confirm(self, talk: Talk, pack: Pack, turn: Turn, firm: dict[str, Any], today: date) -> Said:
        turn.accept = [entry["key"] for entry in talk.proposed]
        if not turn.accept:
            return Said("chat", ("好。",))
        facts = facts_of(pack, (*talk.confirmed, *talk.proposed), firm)
        return Said(
            "assessment",
            (f"已确认{len(turn.accept)}条。", standing(pack, self._assessed(pack, facts, today))),
        )

    def _told(
        self, talk: Talk, pack: Pack, read: Understood, text: str, turn: Turn, today: date, *, opened: bool
    ) -> Said:
        firm = {**talk.firm, **read.firm}
        first = len(talk.ledger) + 1
        proposals = [replace(p, id=f"p{first + i}") for i, p in enumerate(read.proposals)]
        turn.proposals = [proposal.as_json() for proposal in proposals]
        if read.intent == "correct":
            # A correction takes the place of what waits for the same item.
            items = {proposal.item for proposal in proposals}
            items |= implied_by(pack, items)
            turn.reject = [entry["key"] for entry in talk.proposed if entry["item"] in items]
        heard = heard_of_firm(read.firm)
        citations: list[Citation] = []
        parts: list[str] = []
        if opened or (read.firm and not talk.confirmed and not read.proposals):
            lines, citations = opening_lines(pack, self._citer, today)
            target = read.firm.get("target") or talk.firm.get("target") or ""
            shown = "" if target in ("", "pass") else pack.spoken(target)
            parts.append(
                render_text("chat/opening.j2", OpeningText(heard, pack.title, shown, tuple(lines))).strip()
            )
            heard = ""
        if proposals or heard:
            lines_of = tuple(ProposalLine(p.title, p.said, p.quote, p.note) for p in proposals)
            shown_firm = (heard,) if heard else ()
            parts.append(render_text("chat/proposed.j2", ProposedText(shown_firm, lines_of)).strip())
        if read.intent == "ask":
            answer = self._answered(talk, pack, text, firm, today)
            if answer.kind == "answer":
                return Said("confirm", (*answer.parts, *parts), answer.citations, ask_on=False)
        return Said("confirm" if proposals else "question", tuple(parts), tuple(citations))

    def _what_if(
        self, pack: Pack, talk: Talk, facts: Facts, read: Understood, firm: dict[str, Any], today: date
    ) -> Said:
        supposed = [{"proposal": proposal.as_json()} for proposal in read.supposed]
        changed = facts_of(pack, (*talk.confirmed, *supposed), firm)
        before, after = self._assessed(pack, facts, today), self._assessed(pack, changed, today)
        same = headline(pack, before) == headline(pack, after)
        remark = "单凭这一项结论不变。" if same else "这只是推算，没有改动已确认的材料。"
        told = "、".join(f"{p.title}为{p.said}" for p in read.supposed)
        text = WhatIfText(told, headline(pack, before), headline(pack, after), remark)
        return Said("assessment", (render_text("chat/what_if.j2", text).strip(),), ask_on=False)

    def _gaps(self, pack: Pack, facts: Facts, today: date) -> Said:
        result = self._assessed(pack, facts, today)
        lines: list[str] = []
        citations: list[Citation] = []
        for gap in result["gaps"][:6]:
            citations.append(gap["citation"] | {"n": len(citations) + 1})
            must = "（必须解决）" if gap["decisive"] else ""
            lines.append(
                f"{gap['item']} {gap['title']}{must}：{gap['shortfall']}〔{len(citations)}〕。可以做：{gap['measure']}"
            )
        if not lines:
            lines.append("目前没有已经确定不满足的条目")
        open_count = sum(step["truth"] == "unknown" for step in result["trace"])
        if open_count:
            lines.append(f"还有{open_count}条没说清，说清之前都可能是差距")
        text = StandingText(headline(pack, result), tuple(lines))
        return Said("assessment", (render_text("chat/standing.j2", text).strip(),), tuple(citations))

    def _answered(self, talk: Talk, pack: Pack | None, text: str, firm: dict[str, Any], today: date) -> Said:
        question = in_context(talk, text)
        region = firm.get("region") or (pack.place if pack else None)
        prefer = pack.document if pack else None
        answer = self._answerer.answer(AskRequest(question, region, firm.get("industry"), today, prefer))
        notes = "\n".join(f"- 注意：{note}" for note in answer.notes[:3]) if answer.answerable else ""
        return Said(
            "answer" if answer.answerable else "refusal", (answer.text, notes), answer.citations, ask_on=False
        )

    def _without_scheme(self, talk: Talk, read: Understood, text: str, today: date) -> Said:
        firm = {**talk.firm, **read.firm}
        if read.intent == "greet":
            return Said(
                "chat",
                ("您好，这里是绿评。可以直接问规定，也可以说说厂在哪里、做什么、现在几级、想到几级。",),
            )
        if read.firm and read.intent not in ("ask", "what_if"):
            options = applying(tuple(self._packs.values()), firm)
            names = "\n".join(f"- {pack.title}" for pack in options)
            ask = (
                f"适用的方案有：\n{names}\n\n请说按哪一个来看。"
                if options
                else "我手上没有这个地方的文本，只能回答已有文本里的问题。"
            )
            return Said("question", (heard_of_firm(read.firm), ask), ask_on=False)
        return self._answered(talk, None, text, firm, today)
