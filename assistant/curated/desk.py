"""The approved answers at work: found for a question, listed, added, reviewed, withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.curated.answers import STATES, CuratedAnswer
from assistant.curated.ground import serves, why_review
from assistant.curated.likeness import Asking, asking, same, specific
from assistant.curated.reading import CuratedIn, basis_of, read_curated
from assistant.errors import InputError
from assistant.requests import read_body, read_optional
from assistant.store.curated_answers import CuratedAnswers, Revision
from knowledge.corpus import Corpus
from knowledge.query import Query, understand

PROGRAM = "系统"
"""Who pulls answers back by itself."""


@dataclass(frozen=True, slots=True)
class _Held:
    """The approved answers of one state of the database, ready to be compared with."""

    revision: Revision
    forms: tuple[tuple[CuratedAnswer, Asking], ...]


class Curated:
    """Approved answers over one database and the corpus as it is at the time."""

    def __init__(
        self, store: CuratedAnswers, corpus: Callable[[], Corpus], *, today: Callable[[], date] = date.today
    ) -> None:
        self._store = store
        self._corpus = corpus
        self._today = today
        self._held: _Held | None = None

    # --- for a question ---

    def find(self, query: Query, as_of: date) -> CuratedAnswer | None:
        """The approved answer to a question, its ground checked on the way; None when there is none beyond doubt.

        An answer whose clause is superseded, changed or gone is pulled back to review and not given.
        """
        forms = self._approved()
        if not forms or len(query.homes) > 1:
            return None
        asked, corpus = asking(query), self._corpus()
        likest = sorted(
            ((alike, answer) for answer, form in forms if (alike := same(asked, form, query.industry)) > 0),
            key=lambda pair: -pair[0],
        )
        for _, answer in likest:
            if reason := why_review(answer, corpus, self._today()):
                self._store.move(answer.id, "to_review", PROGRAM, reason)
            elif serves(answer, corpus, query.region, as_of):
                return answer
        return None

    def _approved(self) -> tuple[tuple[CuratedAnswer, Asking], ...]:
        revision = self._store.revision()
        if self._held is None or self._held.revision != revision:
            found = [
                (answer, asking(understand(form, region=answer.place)))
                for answer in self._store.listed("approved")
                for form in answer.forms
            ]
            self._held = _Held(revision, tuple(found))
        return self._held.forms

    # --- for those who keep them ---

    def swept(self) -> int:
        """How many answers were pulled back just now because their ground no longer stands."""
        corpus, today = self._corpus(), self._today()
        found = [(a.id, why_review(a, corpus, today)) for a in self._store.listed("approved")]
        pulled = [(answer_id, reason) for answer_id, reason in found if reason]
        for answer_id, reason in pulled:
            self._store.move(answer_id, "to_review", PROGRAM, reason)
        return len(pulled)

    def listed(self, state: str | None = None) -> list[dict[str, Any]]:
        """All answers, or those of a state, after a sweep.

        Raises:
            InputError: no such state.
        """
        if state is not None and state not in STATES:
            raise InputError(f"state 为“{state[:20]}”；应为 {'、'.join(STATES)} 之一")
        self.swept()
        return [answer.as_json() for answer in self._store.listed(state)]

    def one(self, answer_id: str) -> dict[str, Any]:
        """One answer with its history.

        Raises:
            CuratedAnswerNotFoundError: there is none.
        """
        return self._store.load(answer_id).as_json()

    def add(self, bodies: object) -> list[dict[str, Any]]:
        """The answers added: one body or a list of them, all or none.

        Raises:
            InputError: lists what is wrong, with the place in the list.
        """
        many = bodies if isinstance(bodies, list) else [bodies]
        if not many:
            raise InputError("没有给出答案；至少要有一条")
        places = [f"第{n}条：" if len(many) > 1 else "" for n in range(1, len(many) + 1)]
        made, faults = [], []
        for body, where in zip(many, places, strict=True):
            try:
                made.append(self._checked(read_curated(body, where), where))
            except InputError as exc:
                faults.append(exc.detail)
        if faults:
            raise InputError("\n".join(faults))
        return [answer.as_json() for answer in self._store.add(made)]

    def review(self, answer_id: str, body: object) -> dict[str, Any]:
        """The answer approved again, as it is or with the fields given; or put aside for review.

        Raises:
            CuratedAnswerNotFoundError: there is none.
            InputError: its clauses do not carry it.
        """
        fields = dict(
            read_body(
                body,
                (
                    "by",
                    "approve",
                    "reason",
                    "forms",
                    "answer",
                    "clauses",
                    "place",
                    "holds_from",
                    "holds_until",
                ),
            )
        )
        by, approve = _person(fields.pop("by", None)), fields.pop("approve", True)
        reason = read_optional(fields.pop("reason", None), "reason", 300) or ""
        if approve is False:
            return self._store.move(answer_id, "to_review", by, reason or "人工要求复核").as_json()
        kept = self._store.load(answer_id)
        whole = _as_given(kept) | fields | {"approved_by": by}
        again = replace(self._checked(read_curated(whole)), id=kept.id)
        return self._store.approve_again(again, by).as_json()

    def withdraw(self, answer_id: str, body: object) -> dict[str, Any]:
        """The answer, no longer given to anyone.

        Raises:
            CuratedAnswerNotFoundError: there is none.
        """
        fields = read_body(body, ("by", "reason"))
        reason = read_optional(fields.get("reason"), "reason", 300) or "人工撤回"
        return self._store.move(answer_id, "withdrawn", _person(fields.get("by")), reason).as_json()

    def _checked(self, read: CuratedIn, where: str = "") -> CuratedAnswer:
        answer = CuratedAnswer(
            id="",
            forms=tuple(dict.fromkeys(form.strip() for form in read.forms)),
            text=read.answer.strip(),
            basis=basis_of(self._corpus(), read, where),
            place=read.place,
            state="approved",
            reason="",
            approved_by=read.approved_by,
            approved_at="",
            holds_from=read.holds_from,
            holds_until=read.holds_until,
        )
        if reason := why_review(answer, self._corpus(), self._today()):
            raise InputError(f"{where}{reason}；请改引现行条款")
        self._check_forms(answer.forms, where)
        return answer

    def _check_forms(self, forms: Sequence[str], where: str) -> None:
        empty = [form for form in forms if not specific(asking(understand(form)))]
        if empty:
            raise InputError(f"{where}forms：“{empty[0][:30]}”太笼统，没有说清问的是什么事；请写成完整的问题")


def _person(raw: object) -> str:
    name = read_optional(raw, "by", 60)
    if name is None:
        raise InputError("by：没有写是谁；请填姓名或工号")
    return name


def _as_given(answer: CuratedAnswer) -> dict[str, Any]:
    return {
        "forms": list(answer.forms),
        "answer": answer.text,
        "clauses": [{"clause_id": basis.clause_id, "quote": basis.quote} for basis in answer.basis],
        "place": answer.place,
        "holds_from": answer.holds_from,
        "holds_until": answer.holds_until,
    }
