"""Where askers meet the helpdesk: refused questions are noted, any question can be handed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from assistant.answering import Answer
from assistant.curated.reading import clause_hash
from assistant.errors import InputError
from assistant.helpdesk.cases import Channel, Received
from assistant.helpdesk.cleaning import LONGEST_CONTEXT, cleaned
from assistant.helpdesk.drafting import nearest
from assistant.helpdesk.listening import Heard, listening
from assistant.helpdesk.offering import (
    DECLINED,
    NOTHING_TO_HAND_OVER,
    OFFER,
    TAKEN,
    UNAVAILABLE,
    Wish,
    offers,
    wish_of,
)
from assistant.helpdesk.parts import Parts
from assistant.helpdesk.recording import Note, Recorder
from assistant.requests import AskRequest, read_ask, read_body, read_date, read_optional, read_text
from assistant.store.talk_records import Talk, Turn
from assistant.talk.following import in_context
from knowledge.query import Query, understand
from knowledge.retriever import Hit

log = structlog.get_logger()

OFFERED = ("not_in_corpus", "other_place")
"""Refusals that a person may still turn into an answer."""
RECORDED_NOTE = "这个问题已记入待办，坐席会对照条款补答"
_BEFORE = 4
"""Messages of a talk that are kept with a question."""
_NEAR = 3
_LONGEST_ANSWER = 1500

Turning = Callable[[Talk, str, date], Turn]


class Reception:
    """Takes questions in; with recording switched off it lets everything pass."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._recorder = Recorder(lambda: parts.inbox, self._near)

    def settle(self) -> None:
        """Wait until what was asked so far is written."""
        self._recorder.settle()

    def ask(self, body: object) -> dict[str, Any]:
        """POST /ask: the answer to a single question, which is noted.

        Raises:
            InputError: the body is not right.
        """
        request = read_ask(body, self._parts.today())
        answer = self._parts.answerer().answer(request)
        told = answer.as_json()
        if not self._parts.on:
            return told
        self._note(request, answer, "ask")
        if answer.reason in OFFERED:
            told["notes"] = [*told["notes"], RECORDED_NOTE]
        return told

    def turn(self, talk: Talk, text: str, today: date, otherwise: Turning) -> Turn:
        """The turn of a talk: a wish for a person is met here, anything else is answered by `otherwise` and noted.

        A refusal that a person may turn into an answer ends with the offer to hand it over.
        """
        if not self._parts.on:
            return otherwise(talk, text, today)
        said = [message["text"] for message in talk.messages if message["role"] == "assistant"]
        wish = wish_of(text, offered=bool(said) and offers(said[-1]), busy=bool(talk.proposed))
        if wish is not None:
            reply = DECLINED if wish.kind == "decline" else self._handed_over(talk, wish, today)
            return Turn(user_text=text, reply=reply, kind="chat", pending=talk.pending)
        with listening() as heard:
            turn = otherwise(talk, text, today)
        offered = False
        for request, answer in _that_count(heard, turn):
            self._note(request, answer, "talk", talk)
            offered = offered or answer.reason in OFFERED
        if offered and not offers(turn.reply):
            turn.reply = f"{turn.reply}\n\n{OFFER}"
        return turn

    def hand_over(self, body: object, talk: Talk | None = None, channel: Channel = "page") -> dict[str, Any]:
        """The case that a question, or a whole answer, was handed over to.

        Args:
            body: question, and where known region, industry, as_of, and the answer that did not serve.
            talk: the talk it comes from; place, industry and role are taken from there.
            channel: where it comes from when there is no talk.

        Raises:
            InputError: the body is not right, recording is switched off, or the inbox is full.
        """
        fields = read_body(body, ("question", "region", "industry", "as_of", "answer", "conversation"))
        question = read_text(fields.get("question"), "question")
        if not self._parts.on:
            raise InputError("待办功能已关闭（LVPING_INBOX=off），没有转入")
        firm = dict(talk.firm) if talk is not None else {}
        place = read_optional(fields.get("region"), "region") or firm.get("region")
        industry = read_optional(fields.get("industry"), "industry") or firm.get("industry")
        request = AskRequest(
            question, place, industry, read_date(fields.get("as_of"), "as_of", self._parts.today())
        )
        answer = read_optional(fields.get("answer"), "answer", 5000) or ""
        self.settle()
        received = self._received(request, "handed_over", talk, "talk" if talk else channel, answer)
        if not received.text:
            raise InputError("question：没有看得见的文字；请写下要转的问题")
        return {"case": self._take(received), "told": TAKEN}

    def _handed_over(self, talk: Talk, wish: Wish, today: date) -> str:
        at = None if wish.question else _last_question(talk)
        if at is None and not wish.question:
            return NOTHING_TO_HAND_OVER
        question, whole, answer = wish.question, wish.question, ""
        if at is not None:
            question = str(talk.messages[at]["text"])
            whole = in_context(replace(talk, messages=talk.messages[:at]), question)
            answer = next((str(m["text"]) for m in talk.messages[at + 1 :] if m["role"] == "assistant"), "")
        request = AskRequest(whole, talk.firm.get("region"), talk.firm.get("industry"), today)
        try:
            self.settle()
            self._take(self._received(request, "handed_over", talk, "talk", answer))
        except (SQLAlchemyError, OSError, TimeoutError, InputError) as exc:
            log.warning("helpdesk_hand_over_failed", why=type(exc).__name__)
            return UNAVAILABLE
        return TAKEN

    def _take(self, received: Received) -> str:
        """The case of a question that is handed over now; one that was refused before is only marked."""
        inbox = self._parts.inbox
        if received.talk_id and (known := inbox.hand_over(received.talk_id, received.text)):
            return known
        hits = self._parts.answerer().retriever.search(self._query(received), 3 * _NEAR).hits
        whole = replace(received, near=self._near(received, hits), handed_over=True)
        (case_id,) = inbox.receive([whole])
        if case_id is None:
            raise InputError("待办已满，没有转入；请坐席先关闭一些旧的")
        return case_id

    def _note(self, request: AskRequest, answer: Answer, channel: Channel, talk: Talk | None = None) -> None:
        received = self._received(
            request, answer.reason or "", talk, channel, "" if answer.answerable else answer.text
        )
        self._recorder.note(Note(received, not answer.answerable, self._parts.today(), answer.near))

    def _received(
        self,
        request: AskRequest,
        reason: str,
        talk: Talk | None,
        channel: Channel,
        answer: str,
        query: Query | None = None,
    ) -> Received:
        firm = talk.firm.get("name") if talk is not None else None
        homes = (query or understand(request.question, region=request.region)).homes
        industry = cleaned(request.industry, firm, 60) if request.industry else None
        before = talk.messages[-_BEFORE:] if talk is not None else ()
        return Received(
            text=cleaned(request.question, firm),
            place=homes[0].name if len(homes) == 1 else cleaned(request.region or "", firm, 60) or None,
            industry=industry or None,
            as_of=request.as_of,
            role=talk.role if talk is not None else None,
            reason=reason,
            near=(),
            channel=channel,
            talk_id=talk.id if talk is not None else None,
            context=tuple(
                {"role": str(message["role"]), "text": cleaned(str(message["text"]), firm, LONGEST_CONTEXT)}
                for message in before
            ),
            answer=cleaned(answer, firm, _LONGEST_ANSWER),
        )

    def _query(self, received: Received) -> Query:
        return understand(
            received.text, region=received.place, industry=received.industry, as_of=received.as_of
        )

    def _near(self, received: Received, hits: Sequence[Hit]) -> tuple[dict[str, str], ...]:
        corpus = self._parts.corpus()
        return tuple(
            {"clause_id": near.clause.id, "clause_sha256": clause_hash(corpus, near.clause.id) or ""}
            for near in nearest(hits, corpus, self._query(received), _NEAR)
        )


def _that_count(heard: Heard, turn: Turn) -> Heard:
    """What was asked for the user to read: a refusal that was tried and not shown is none of his."""
    told = [pair for pair in heard if pair[1].answerable or pair[1].text in turn.reply]
    if not any(not answer.answerable for _, answer in told) and turn.kind == "refusal" and heard:
        told.append(heard[-1])
    return list({(request.question, request.region): (request, answer) for request, answer in told}.values())


def _last_question(talk: Talk) -> int | None:
    """Where the last message of the user stands that was not itself about handing over."""
    found, offered = None, False
    for at, message in enumerate(talk.messages):
        if message["role"] == "assistant":
            offered = offers(message["text"])
        elif wish_of(message["text"], offered=offered) is None:
            found = at
    return found
