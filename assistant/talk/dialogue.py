"""One turn of a talk: what was said, what it changes, what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.model.proposing import Proposer
from assistant.store.talk_records import Talk, Turn
from assistant.talk.asking import items_at, named_question
from assistant.talk.assessed import Assessed, Result
from assistant.talk.closing import Closing
from assistant.talk.following import accepted, agreement, is_agreement, noted_item, question_before
from assistant.talk.ledger import facts_of
from assistant.talk.moves import Wish, read_wish, scheme_named
from assistant.talk.offering import doubtful_place, picked, placed, states_grades
from assistant.talk.openings import heard_of_firm
from assistant.talk.orders import without_orders
from assistant.talk.outcome import Outcome, aside_from
from assistant.talk.overview import overview
from assistant.talk.plan_words import plan_reply
from assistant.talk.reading import Understood, read_message
from assistant.talk.remarks import remark_on
from assistant.talk.replies import Replies
from assistant.talk.said import Said
from assistant.talk.schemes_for import CUES, chosen
from assistant.talk.standing import standing
from assistant.talk.states import Act, Move, left_aside
from assistant.talk.strand_state import state_of, unclear_items
from assistant.talk.strands import turning
from assistant.talk.summary import summed_up
from assistant.talk.telling import told
from assistant.talk.turning_words import entered_words, opened_words, rest_of
from assistant.talk.unscoped import opening_reply
from scoring import Pack

_NAME_ALONE = 20  # characters of a message that is nothing but the name of a place
_TOLD_OF = "没有听出这算满足还是不满足。说的要是这一条，请直接说满足、不满足或做到多少："
_NOT_HEARD = "没有听出要改哪一条。请说出是哪一条、应该是什么。"


class Dialogue:
    """Turns messages into turns; holds no state of any talk."""

    def __init__(
        self, packs: Sequence[Pack], answerer: Answerer, citer: Citer, proposer: Proposer | None = None
    ) -> None:
        self._packs = {pack.id: pack for pack in packs}
        self._citer = citer
        self._assessed = Assessed(citer)
        self._replies = Replies(answerer, citer, self._assessed)
        self._closing = Closing(self._assessed, citer)
        self._proposer = proposer or Proposer(None)

    def turn(self, talk: Talk, text: str, today: date) -> Turn:
        """What a message of the user changes and is answered with."""
        agreed, rest = agreement(text) if talk.proposed else (False, text)
        if agreed and talk.scheme in self._packs:
            after = self.turn(accepted(talk), rest, today)
            after.user_text = text
            after.accept = [entry["key"] for entry in talk.proposed]
            after.reply = f"已确认{len(after.accept)}条。\n\n{after.reply}"
            return after
        turned = turning(talk, tuple(self._packs.values()), text)
        if turned is None:
            return self._within(talk, text, today)
        base = turned.base
        if turned.pack is not None:
            turn = Turn(user_text=text, scheme=turned.pack.id)
            outcome = told(turned.pack, self._citer, base, _nothing(), turn, today, opened=True)
            self._closing.finish(turned.pack, base, turn, outcome, today)
        elif turned.opens is None:
            turn = self._entered(base, text, today)
        elif rest := "，".join(filter(None, (turned.about, rest_of(text)))):
            turn = self._within(base, rest, today)
        else:
            turn = Turn(user_text=text, reply=opened_words(base), kind="question")
        if turned.opens == "firm" and (turned.about or rest_of(text)):
            turn.reply = f"好，另开一份，前面谈的都原样留着。\n\n{turn.reply}"
        turn.user_text, turn.opens = text, turned.opens
        if turned.opens is None and base.number != talk.number:
            turn.turn_to = base.number
        return turn

    def assessment(self, talk: Talk, today: date) -> Result | None:
        """The core's result on the confirmed facts; None while no scheme is chosen."""
        pack = self._packs.get(talk.scheme or "")
        if pack is None:
            return None
        return self._assessed.result(pack, facts_of(pack, talk.confirmed, talk.firm), today)

    def confirmed_reply(self, talk: Talk, today: date) -> Turn:
        """What is said after facts were confirmed or rejected by hand; `talk` as it stands afterwards."""
        pack = self._packs[talk.scheme or ""]
        result = self.assessment(talk, today)
        assert result is not None
        turn = Turn()
        said = Said("assessment", (standing(pack, result),))
        self._closing.finish(pack, talk, turn, Outcome(said, Move(Act.YES)), today)
        return turn

    def noted(self, talk: Talk, read: Understood, turn: Turn, today: date, lead: str = "") -> Turn:
        """The turn in which statements found in a file are proposed; `lead` comes before them."""
        pack = self._packs[talk.scheme or ""]
        outcome = told(pack, self._citer, talk, read, turn, today, proved=True)
        said = replace(outcome.said, parts=(lead, *outcome.said.parts))
        self._closing.finish(pack, talk, turn, replace(outcome, said=said), today)
        return turn

    def _within(self, talk: Talk, text: str, today: date) -> Turn:
        """A message that stays with the enterprise and the scheme of the talk."""
        packs = tuple(self._packs.values())
        pack = self._packs.get(talk.scheme or "")
        outstanding = bool(talk.proposed)
        noted = noted_item(pack, talk)
        read = read_message(text, pack, pending=talk.pending, noted=noted, outstanding=outstanding)
        if pack is not None and talk.pending and states_grades(text, {**talk.firm}, pack):
            # 去年评的C，今年想升B is about the firm, whatever aspect was asked about.
            of_firm = read_message(text, pack, pending=None, outstanding=outstanding)
            read = read if of_firm.proposals else of_firm
        opened = False
        if pack is None:
            read = replace(read, firm=placed(read.firm, talk))
            if (question := question_before(talk, read.firm, text)) is not None:
                return self._again(talk, question, text, read.firm, today)
            settled = picked(packs, talk.firm, text, talk.asked)
            pack = settled or chosen(packs, {**talk.firm, **read.firm}, text)
            if pack is not None:
                again = read_message(text, pack, pending=None, outstanding=outstanding)
                if settled is None and _only_asks(talk, read, again, pack, text):
                    pack = None
                else:
                    said = read.firm if again.intent == "ask" else placed(again.firm, talk)
                    read = replace(again, firm=said)
            opened = pack is not None
        if pack is not None:
            read = without_orders(text, read)
        if pack is not None and (more := self._proposer.added(text, pack, read, pending=talk.pending)):
            read = replace(read, proposals=(*read.proposals, *more))
        turn = Turn(user_text=text, firm=read.firm, scheme=pack.id if opened and pack else None)
        if pack is None:
            outcome = opening_reply(packs, self._replies, talk, read, text, turn, today)
        else:
            outcome = self._reply(talk, pack, read, text, turn, today, opened=opened)
        self._closing.finish(pack, talk, turn, outcome, today)
        return turn

    def _again(self, talk: Talk, question: str, text: str, firm: dict[str, str], today: date) -> Turn:
        """The question before answered anew, now that its place is known."""
        turn = Turn(user_text=text, firm=firm)
        said = self._replies.answered(None, talk, question, {**talk.firm, **firm}, today).said
        outcome = aside_from(replace(said, parts=(heard_of_firm(firm), *said.parts)))
        self._closing.finish(None, talk, turn, outcome, today)
        return turn

    def _entered(self, base: Talk, text: str, today: date) -> Turn:
        """A strand taken up again, with what was said behind it."""
        if rest := rest_of(text):
            turn = self._within(base, rest, today)
            turn.reply = f"{entered_words(base, None, None)}\n\n{turn.reply}"
            return turn
        pack = self._packs.get(base.scheme or "")
        turn = Turn()
        said = Said(
            "assessment" if pack else "question", (entered_words(base, pack, self.assessment(base, today)),)
        )
        self._closing.finish(pack, base, turn, Outcome(said, lead="刚才问到："), today)
        return turn

    def _reply(
        self, talk: Talk, pack: Pack, read: Understood, text: str, turn: Turn, today: date, *, opened: bool
    ) -> Outcome:
        firm = {**talk.firm, **read.firm}
        facts = facts_of(pack, talk.confirmed, firm)
        wish = None if opened or read.intent == "demand" else read_wish(text, asked=talk.pending is not None)
        if wish is not None and (not read.proposals or wish in ("unknown", "units")):
            done = self._wished(wish, talk, pack, read, turn, today)
            if done is not None:
                return done
        match read.intent:
            case "demand":
                return self._replies.demand(pack, facts, today)
            case "confirm":
                turn.accept = [entry["key"] for entry in talk.proposed]
                return self._replies.confirmed(pack, talk, firm, today)
            case "reject":
                turn.reject = [entry["key"] for entry in talk.proposed]
                return self._replies.rejected(talk)
            case "skip":
                return Outcome(Said("question", ("好，这一条先放着。",)), Move(Act.LATER))
            case "greet":
                return Outcome(Said("chat", (f"您好，这里是绿评。正在谈的是《{pack.title}》。",)))
            case "assess" if not opened:
                return self._replies.standing(pack, talk, firm, today)
            case "why":
                return self._replies.why(pack, facts, today)
            case "what_if" if read.supposed:
                return self._replies.what_if(pack, talk, read.supposed, firm, today)
            case "plan":
                return aside_from(plan_reply(pack, facts, firm, text, today))
            case "gaps" if not opened and not read.proposals:
                return self._replies.gaps(pack, talk, firm, today)
        if opened or read.proposals or (read.firm and read.intent not in ("ask", "what_if")):
            outcome = told(pack, self._citer, talk, read, turn, today, opened=opened)
            if read.intent == "assess":
                now = self._replies.standing(pack, talk, firm, today).said
                return replace(outcome, said=replace(outcome.said, parts=(*outcome.said.parts, *now.parts)))
            if read.intent == "ask":
                answer = self._replies.answered(pack, talk, text, firm, today).said
                if answer.kind == "answer":
                    parts = (*answer.parts, *outcome.said.parts)
                    said = Said(
                        "confirm" if turn.proposals else "answer", parts, answer.citations, ask_on=False
                    )
                    return replace(outcome, said=said)
            return outcome
        if read.intent == "correct":
            return aside_from(Said("question", (_NOT_HEARD,), ask_on=False))
        if is_agreement(text):
            return Outcome(Said("chat", ("现在没有等待确认的内容。",)))
        if read.intent == "tell" and len(text) <= _NAME_ALONE and (doubt := doubtful_place(text)) is not None:
            return aside_from(Said("question", (doubt[1],), ask_on=False))
        if scheme_named((pack,), CUES, text) is not None:
            return Outcome(Said("chat", (f"好，就按《{pack.title}》来。",)))
        found = self._replies.answered(pack, talk, text, firm, today)
        if read.intent == "tell" and (about := items_at(pack, found.said.citations[:1])):
            known = {entry["item"] for entry in (*talk.confirmed, *talk.proposed)}
            if about - known:
                return Outcome(Said("question", ()), Move(Act.ABOUT, about - known), lead=_TOLD_OF)
        return found

    def _wished(
        self, wish: Wish, talk: Talk, pack: Pack, read: Understood, turn: Turn, today: date
    ) -> Outcome | None:
        """The answer to what was wanted of the talk itself; None where the message is something else after all."""
        facts = facts_of(pack, talk.confirmed, talk.firm)
        match wish:
            case "summary":
                result = self._assessed.result(pack, facts, today)
                open_items = [q.item for q in self._closing.open(pack, talk, turn, today)]
                aside = left_aside(state_of(pack, talk, turn), open_items)
                return Outcome(
                    Said("assessment", (summed_up(pack, talk, result, aside, today),)), lead="接着问："
                )
            case "overview":
                return overview(self._packs, talk, partial(self.assessment, today=today))
            case "unrated" | "units" | "cost":
                turn.firm = {} if wish == "units" else turn.firm
                return remark_on(wish, pack)
            case "later":
                words = "好，这一条先放着，最后再问您一次；想起来了说“回到跳过的问题”也行。"
                return Outcome(Said("question", (words,)), Move(Act.LATER))
            case "unknown":
                if read.proposals and talk.pending not in unclear_items(talk):
                    return None
                return Outcome(Said("question", ("好，这一条先算没说清。",)), Move(Act.UNKNOWN))
            case "back":
                return self._back(talk, pack, turn, today)
        question = named_question(pack, turn.user_text) if wish == "how_proved" else None
        question = question or self._closing.pending(talk, pack, turn, today)
        if question is None:
            return None
        return self._replies.why_asked(pack, question, today, proof_only=wish == "how_proved")

    def _back(self, talk: Talk, pack: Pack, turn: Turn, today: date) -> Outcome:
        """Back to the question that another subject came between, else to the one put aside last."""
        interrupted = next((m["kind"] for m in reversed(talk.messages) if m["role"] == "assistant"), None)
        question = self._closing.pending(talk, pack, turn, today)
        if question is not None and (interrupted not in ("question", "confirm") or not talk.skipped):
            return self._replies.asked_again(pack, question, today, "好，回到刚才的问题：")
        if left_aside(
            state_of(pack, talk, turn), [q.item for q in self._closing.open(pack, talk, turn, today)]
        ):
            return Outcome(Said("question", ()), Move(Act.BACK), lead="好，回到先放着的这一条：")
        return Outcome(Said("question", ("没有先放着的问题。",)))


def _only_asks(talk: Talk, read: Understood, again: Understood, pack: Pack, text: str) -> bool:
    """Whether a message asks for the rules without wanting the firm assessed; a helpdesk passes on what a caller asks.

    `again` is the message as it reads under the scheme.
    """
    asks = read.intent in ("ask", "what_if") or (talk.role == "helpdesk" and read.intent == "tell")
    if not asks or read.firm.keys() & {"current", "target"} or again.proposals:
        return False
    return talk.role == "helpdesk" or scheme_named((pack,), CUES, text) is None


def _nothing() -> Understood:
    return Understood("tell", (), {})
