"""What the different messages of a talk are answered with, once a scheme is settled on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from assistant.answering import Answerer
from assistant.citing import Citer
from assistant.requests import AskRequest
from assistant.store.talk_records import Talk
from assistant.talk.asking import item_title, proof_of, question_text
from assistant.talk.assessed import Assessed, Result
from assistant.talk.following import in_context
from assistant.talk.introducing import without_introduction
from assistant.talk.ledger import Facts, facts_of
from assistant.talk.outcome import Outcome, aside_from
from assistant.talk.proposals import Proposal
from assistant.talk.said import Said
from assistant.talk.standing import headline, reasons, standing, unclear_count, would_be
from assistant.talk.states import Act, Move
from prompts.chat_contexts import StandingText, WhatIfText
from prompts.render import render_text
from prompts.talk_contexts import WhyAskedText
from scoring import Pack, Question

Firm = Mapping[str, str | None]
_MOST_GAPS = 6


class Replies:
    """Answers one kind of message each; holds no state of a talk."""

    def __init__(self, answerer: Answerer, citer: Citer, assessed: Assessed) -> None:
        self._answerer = answerer
        self._citer = citer
        self._assessed = assessed

    def result(self, pack: Pack, facts: Facts, today: date) -> Result:
        """The core's result as the interface gives it."""
        return self._assessed.result(pack, facts, today)

    def standing(self, pack: Pack, talk: Talk, firm: Firm, today: date) -> Outcome:
        """Where the firm stands, and where it would once what waits is confirmed."""
        confirmed = facts_of(pack, talk.confirmed, firm)
        words = standing(pack, self.result(pack, confirmed, today))
        return Outcome(Said("assessment", (words, self._waiting(pack, talk, firm, today))))

    def _waiting(self, pack: Pack, talk: Talk, firm: Firm, today: date) -> str:
        """Where the firm would stand once what waits is confirmed; empty while nothing waits."""
        if not talk.proposed:
            return ""
        facts = facts_of(pack, (*talk.confirmed, *talk.proposed), firm)
        then = would_be(pack, self.result(pack, facts, today))
        return f"另有{len(talk.proposed)}条等您确认，上面没有算进去；都确认的话是{then}。"

    def why(self, pack: Pack, facts: Facts, today: date) -> Outcome:
        """Why the result is what it is."""
        result = self.result(pack, facts, today)
        lines = StandingText(headline(pack, result), tuple(reasons(pack, result)))
        return Outcome(Said("assessment", (render_text("chat/standing.j2", lines).strip(),)))

    def demand(self, pack: Pack, facts: Facts, today: date) -> Outcome:
        """That a grade cannot be ordered."""
        words = "等级和得分只能由规则按已确认的材料算出来，不能指定，也不能跳过确认。请说实际情况。"
        return Outcome(Said("refusal", (words, standing(pack, self.result(pack, facts, today)))))

    def confirmed(self, pack: Pack, talk: Talk, firm: Firm, today: date) -> Outcome:
        """That what waits is confirmed, and where it leaves the firm."""
        if not talk.proposed:
            return Outcome(Said("chat", ("好。",)))
        facts = facts_of(pack, (*talk.confirmed, *talk.proposed), firm)
        words = (f"已确认{len(talk.proposed)}条。", standing(pack, self.result(pack, facts, today)))
        items = frozenset(entry["item"] for entry in talk.proposed)
        return Outcome(Said("assessment", words), Move(Act.YES, items))

    def rejected(self, talk: Talk) -> Outcome:
        """That what waits is not noted."""
        count = len(talk.proposed)
        words = (
            f"好，这{count}条不记。"
            if count
            else "现在没有等待确认的内容。要改已确认的，请直接说现在的情况。"
        )
        items = frozenset(entry["item"] for entry in talk.proposed)
        return Outcome(Said("chat", (words,)), Move(Act.NO, items))

    def what_if(
        self, pack: Pack, talk: Talk, supposed: tuple[Proposal, ...], firm: Firm, today: date
    ) -> Outcome:
        """Two results side by side; nothing is noted."""
        entries = [{"proposal": proposal.as_json()} for proposal in supposed]
        facts = facts_of(pack, talk.confirmed, firm)
        changed = facts_of(pack, (*talk.confirmed, *entries), firm)
        before, after = self.result(pack, facts, today), self.result(pack, changed, today)
        same = headline(pack, before) == headline(pack, after)
        remark = "单凭这一项结论不变。" if same else "这只是推算，没有改动已确认的材料。"
        told = "、".join(f"{p.title}为{p.said}" for p in supposed)
        text = WhatIfText(told, headline(pack, before), headline(pack, after), remark)
        words = render_text("chat/what_if.j2", text).strip()
        return aside_from(Said("assessment", (words,), ask_on=False))

    def gaps(self, pack: Pack, talk: Talk, firm: Firm, today: date) -> Outcome:
        """What is known to fall short, with what can be done about it."""
        facts = facts_of(pack, talk.confirmed, firm)
        result = self.result(pack, facts, today)
        lines: list[str] = []
        citations: list[dict[str, Any]] = []
        enough = _enough(pack, facts, firm.get("target"))
        for gap in [gap for gap in result["gaps"] if gap["item"] not in enough][:_MOST_GAPS]:
            citations.append(gap["citation"] | {"n": len(citations) + 1})
            must = "（必须解决）" if gap["decisive"] else ""
            lines.append(
                f"{_label(pack, gap)}{must}：{gap['shortfall']}〔{len(citations)}〕。可以做：{gap['measure']}"
            )
        if not lines:
            lines.append("目前没有已经确定不满足的条目")
        open_count = unclear_count(result)
        if open_count:
            lines.append(f"还有{open_count}条没说清，说清之前都可能是差距")
        text = StandingText(headline(pack, result), tuple(lines))
        words = render_text("chat/standing.j2", text).strip()
        parts = (words, self._waiting(pack, talk, firm, today))
        return Outcome(Said("assessment", parts, tuple(citations)))

    def answered(self, pack: Pack | None, talk: Talk, text: str, firm: Firm, today: date) -> Outcome:
        """A question about the rules, answered from the clauses."""
        region = firm.get("region") or (pack.place if pack else None)
        prefer = pack.document if pack else None
        request = AskRequest(
            in_context(talk, without_introduction(text)), region, firm.get("industry"), today, prefer
        )
        answer = self._answerer.answer(request)
        notes = "\n".join(f"- 注意：{note}" for note in answer.notes[:3]) if answer.answerable else ""
        kind = "answer" if answer.answerable else "refusal"
        return aside_from(Said(kind, (answer.text, notes), tuple(answer.citations), ask_on=False))

    def why_asked(self, pack: Pack, question: Question, today: date, *, proof_only: bool) -> Outcome:
        """What the open question decides, and what proves it."""
        citation = self._citer.rules(today)(question.cite) | {"n": 1}
        text = WhyAskedText(
            item_title(pack, question.item),
            "〔1〕",
            "" if proof_only else question.why,
            "、".join(question.proof),
        )
        words = render_text("chat/why_asked.j2", text).strip()
        return aside_from(Said("answer", (words,), (citation,), ask_on=False))

    def asked_again(self, pack: Pack, question: Question, today: date, lead: str) -> Outcome:
        """The open question in full."""
        words, citation = question_text(pack, question, self._citer, today, 1, lead)
        return aside_from(Said("question", (words,), (citation,), ask_on=False))


def _enough(pack: Pack, facts: Facts, target: str | None) -> frozenset[str]:
    """The aspects of a ladder that hold the grade the firm aims at, however far they are below the best."""
    if pack.kind == "points" or target not in pack.rungs:
        return frozenset()
    good = pack.rungs[: pack.rungs.index(target) + 1]
    return frozenset(
        f"{number}.{aspect}"
        for number, unit in enumerate(facts.get("units", ()))
        for aspect, said in unit.get("aspects", {}).items()
        if (said.get("grade") if isinstance(said, dict) else said) in good
    )


def _label(pack: Pack, gap: Mapping[str, Any]) -> str:
    """How a shortfall is called: the rows of a table by their number, aspects by their name."""
    return f"{gap['item']} {gap['title']}" if pack.kind == "points" else str(gap["title"])


def settles(pack: Pack, item: str) -> str:
    """What would settle an item whose answer is not known."""
    proof = "、".join(proof_of(pack, item))
    return f"先算没说清；能把它说清的：{proof}" if proof else "先算没说清"
