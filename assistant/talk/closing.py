"""What stands behind a reply: the question that is open now, in full or as a reminder, and the new state of the talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.citing import Citer
from assistant.store.talk_records import Talk, Turn
from assistant.talk.asking import nothing_left, open_questions, question_of, question_text, reminder, towards
from assistant.talk.assessed import Assessed
from assistant.talk.outcome import Outcome
from assistant.talk.states import Act, left_aside, step
from assistant.talk.strand_state import state_of, supposed
from scoring import Pack, Question

_CLOSING_KINDS = ("question", "assessment", "confirm")


@dataclass(frozen=True, slots=True)
class Closing:
    """Ends a turn; holds no state of any talk."""

    assessed: Assessed
    citer: Citer

    def finish(self, pack: Pack | None, talk: Talk, turn: Turn, outcome: Outcome, today: date) -> None:
        """Write the new state and the reply into the turn, with the open question behind it."""
        said = outcome.said
        parts, citations = list(said.parts), list(said.citations)
        if pack is not None:
            questions = self.open(pack, talk, turn, today)
            if outcome.move.act is Act.ABOUT:
                # 废水回用率35%: what is told of a row is followed up, however little the row decides.
                known = {question.item for question in questions}
                questions += tuple(question_of(pack, item) for item in sorted(outcome.move.items - known))
            open_items = [question.item for question in questions]
            before = state_of(pack, talk, turn)
            after = step(before, outcome.move, open_items)
            unclear = {e["item"] for e in (*talk.confirmed, *talk.proposed)} & set(open_items)
            turn.pending, turn.aside, turn.returned = after.pending, after.aside, after.returned
            asked = next((q for q in questions if q.item == after.pending), None)
            if asked is not None and said.ask_on:
                asked = towards(pack, asked, {**talk.firm, **turn.firm}.get("target"))
                lead = outcome.lead
                if (
                    asked.item in after.returned
                    and asked.item not in before.returned
                    and lead == "接下来问："
                ):
                    lead = "先放着的还有这一条，现在能说吗？"
                words, citation = question_text(pack, asked, self.citer, today, len(citations) + 1, lead)
                parts.append(words)
                citations.append(citation)
            elif asked is not None and said.kind != "question":
                parts.append(reminder(pack, asked))
            elif asked is None and said.kind in _CLOSING_KINDS and not before.waiting and not turn.proposals:
                left = len({*left_aside(after, open_items), *unclear})
                parts.append(nothing_left(left))
        turn.reply = "\n\n".join(part for part in parts if part)
        turn.kind, turn.citations = said.kind, citations

    def open(self, pack: Pack, talk: Talk, turn: Turn, today: date) -> tuple[Question, ...]:
        """What is still worth asking once all that waits is confirmed, most decisive first."""
        aside = {*state_of(pack, talk, turn).aside}
        return open_questions(self.assessed, pack, supposed(pack, talk, turn), aside, today)

    def pending(self, talk: Talk, pack: Pack, turn: Turn, today: date) -> Question | None:
        """The question that was asked last, while it still matters."""
        return next((q for q in self.open(pack, talk, turn, today) if q.item == talk.pending), None)
