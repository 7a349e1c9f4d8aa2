"""The helpdesk at work: the inbox, drafts, approval into the approved answers, figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from assistant.curated.likeness import asking
from assistant.documents import Document
from assistant.errors import CuratedAnswerNotFoundError, HelpdeskConflictError, InputError
from assistant.helpdesk.approving import bound_to, faults_of
from assistant.helpdesk.bodies import read_draft, read_step
from assistant.helpdesk.cases import Case, Draft
from assistant.helpdesk.drafting import beside
from assistant.helpdesk.evaluation_lines import lines_of
from assistant.helpdesk.grouping import gist
from assistant.helpdesk.parts import Parts
from assistant.helpdesk.reception import Reception
from assistant.helpdesk.sheets import table
from assistant.helpdesk.statistics import counted
from assistant.helpdesk.views import checked, near_of, quoted, row_of, whole_case
from assistant.requests import read_optional, read_text
from assistant.store.helpdesk import Wanted
from assistant.store.helpdesk_inbox import MOST_CASES, PROGRAM
from knowledge.query import understand

MOST_LISTED = 200
MOST_DAYS = 366


class Helpdesk:
    """The helpdesk of one installation."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.reception = Reception(parts)

    # --- looking ---

    def listed(self, wanted: Wanted | None = None, limit: int = 50, offset: int = 0) -> dict[str, Any]:
        """A page of the inbox, with how many cases there are in each state, after approved ones were looked over."""
        self._fresh()
        if not (0 < limit <= MOST_LISTED and 0 <= offset <= MOST_CASES):
            raise InputError(f"limit 应为 1 到 {MOST_LISTED}，offset 应为 0 到 {MOST_CASES}")
        total, cases = self._parts.cases.listed(wanted or Wanted(), limit, offset)
        return {
            "total": total,
            "offset": offset,
            "counts": self._parts.cases.counts(),
            "places": list(self._parts.cases.places()),
            "recording": self._parts.on,
            "cases": [case.as_json() for case in cases],
        }

    def one(self, case_id: str) -> dict[str, Any]:
        """A case with its questions, its draft or the proposal of one, and the clauses beside it.

        Raises:
            HelpdeskCaseNotFoundError: there is none.
        """
        return whole_case(self._parts, self._looked_over(self._load(case_id)))

    def clauses(
        self, question: object, region: object = None, industry: object = None
    ) -> list[dict[str, Any]]:
        """The clauses near any words, to be quoted in a draft."""
        near = near_of(
            self._parts,
            read_text(question, "q"),
            read_optional(region, "region"),
            read_optional(industry, "industry"),
        )
        return [
            beside(self._parts.citer(), self._parts.corpus(), entry, self._parts.today()) for entry in near
        ]

    def check(self, body: object) -> dict[str, Any]:
        """What keeps a draft from being approved, and its clauses as they stand; nothing is saved."""
        draft = read_draft(dict(body) if isinstance(body, dict) else {})
        return {"faults": checked(self._parts, draft), "clauses": quoted(self._parts, draft)}

    # --- steps ---

    def draft(self, case_id: str, body: object) -> dict[str, Any]:
        """The case with the draft saved; one that was approved has to be approved anew.

        Raises:
            HelpdeskConflictError: somebody else changed the case since.
        """
        version, by, fields = read_step(
            body, "answer", "clauses", "forms", "place", "holds_from", "holds_until"
        )
        case = self._load(case_id)
        written = read_draft(fields)
        after = self._parts.cases.take_step(case, version, "draft", by, draft=written, drafted_by=by)
        if case.state == "approved":
            self._put_aside(case, by, "待办里的草稿改过，等待重新审定")
        return whole_case(self._parts, after)

    def approve(self, case_id: str, body: object) -> dict[str, Any]:
        """The case approved, its draft among the approved answers; `unmatched` names forms that would not find it.

        Raises:
            HelpdeskConflictError: the draft, a clause or the case is not what was seen.
            InputError: what is wrong with the draft, with its place.
        """
        version, by, fields = read_step(body, "draft_sha256")
        case = self._load(case_id)
        if case.draft is None:
            raise InputError("还没有保存草稿；请先保存再审定")
        seen = fields.get("draft_sha256")
        if not isinstance(seen, str):
            raise InputError("draft_sha256：应为读取这一条时给出的值，审定只对看过的那一稿有效")
        bound = bound_to(self._parts.corpus(), case.draft)
        if seen != bound:
            raise HelpdeskConflictError("草稿或它引用的条款在您看过之后变了，没有审定")
        if faults := faults_of(self._parts.corpus(), case.draft, self._parts.today()):
            raise InputError("\n".join(map(str, faults)))
        approved = self._parts.cases.take_step(case, version, "approve", by, approved_sha256=bound)
        try:
            answer_id = self._into_library(approved, case.draft, by)
        except Exception:
            self._parts.cases.take_step(approved, approved.version, "recheck", PROGRAM, "没有能加入审定答案")
            raise
        done = self._parts.cases.set_answer(approved, answer_id)
        return whole_case(self._parts, done) | {"unmatched": self._unmatched(case.draft, answer_id)}

    def send_back(self, case_id: str, body: object) -> dict[str, Any]:
        """The case with its draft sent back to whoever wrote it, with the reason."""
        return self._plain_step(case_id, body, "send_back")

    def close(self, case_id: str, body: object) -> dict[str, Any]:
        """The case closed, with the reason; an approved answer stays in use."""
        return self._plain_step(case_id, body, "close")

    def reopen(self, case_id: str, body: object) -> dict[str, Any]:
        """The case open again."""
        return self._plain_step(case_id, body, "reopen")

    def split(self, case_id: str, body: object) -> dict[str, Any]:
        """A new case of some of its questions, which one answer does not serve."""
        version, by, fields = read_step(body, "questions")
        names = fields.get("questions")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise InputError("questions：应为问法编号的列表")
        case, names = self._load(case_id), list(dict.fromkeys(names))
        first = next((q.received for q in self._parts.cases.questions(case.id) if q.id in names), None)
        bucket = gist(first.text, first.place, first.industry).bucket if first is not None else ""
        return whole_case(self._parts, self._parts.cases.move_questions(case, version, by, names, bucket))

    # --- what leaves the helpdesk ---

    def evaluation(self, case_id: str | None = None) -> list[dict[str, Any]]:
        """The lines of a set of evaluation questions that a case, or every settled case, gives."""
        self._fresh()
        if case_id is not None:
            cases: tuple[Case, ...] = (self._load(case_id),)
        else:
            settled = (Wanted(state="approved"), Wanted(state="closed"))
            cases = tuple(
                case for wanted in settled for case in self._parts.cases.listed(wanted, MOST_CASES)[1]
            )
        corpus, store = self._parts.corpus(), self._parts.cases
        lines = [line for case in cases for line in lines_of(corpus, case, store.questions(case.id))]
        if case_id is not None and not lines:
            raise InputError("这一条还没有定下来；审定后，或说明原因关闭后，才能作为评测题")
        return lines

    def export(self, format: str, wanted: Wanted | None = None) -> Document:
        """The cases as csv or xlsx, in which nothing a user wrote becomes a formula."""
        self._fresh()
        _, cases = self._parts.cases.listed(wanted or Wanted(), MOST_CASES)
        return table([row_of(case) for case in cases], format)

    def statistics(self, days: int = 30, within: int = 7) -> dict[str, Any]:
        """What was asked, refused and asked again in the last days; `within` as in `counted`."""
        if not (0 < days <= MOST_DAYS and 0 < within <= MOST_DAYS):
            raise InputError(f"days 和 within 应为 1 到 {MOST_DAYS} 的整数")
        self.reception.settle()
        last = self._parts.today()
        first = last - timedelta(days=days - 1)
        asked = self._parts.inbox.asked_since(first - timedelta(days=within), last)
        return counted(asked, first, last, within) | {"cases": self._parts.cases.counts()}

    # --- inside ---

    def _load(self, case_id: str) -> Case:
        self.reception.settle()
        return self._parts.cases.load(case_id)

    def _plain_step(self, case_id: str, body: object, action: Any) -> dict[str, Any]:
        version, by, fields = read_step(body, "reason")
        reason = read_optional(fields.get("reason"), "reason", 500) or ""
        if not reason and action != "reopen":
            raise InputError("reason：请写明原因")
        case = self._load(case_id)
        after = self._parts.cases.take_step(case, version, action, by, reason)
        if case.state == "approved" and action != "close":
            self._put_aside(case, by, reason)
        return whole_case(self._parts, after)

    def _into_library(self, case: Case, draft: Draft, by: str) -> str:
        curated, body = self._parts.curated(), draft.as_json()
        if case.answer_id is not None:
            try:
                return str(curated.review(case.answer_id, body | {"by": by})["id"])
            except CuratedAnswerNotFoundError:
                pass
        return str(curated.add(body | {"approved_by": by})[0]["id"])

    def _put_aside(self, case: Case, by: str, reason: str) -> None:
        if case.answer_id is not None:
            self._parts.curated().review(case.answer_id, {"by": by, "approve": False, "reason": reason})

    def _unmatched(self, draft: Draft, answer_id: str) -> list[str]:
        found = []
        for form in draft.forms:
            query = understand(form, region=draft.place, as_of=self._parts.today())
            given = self._parts.curated().find(query, self._parts.today()) if asking(query).words else None
            if given is None or given.id != answer_id:
                found.append(form)
        return found

    def _fresh(self) -> None:
        """Everything asked is written, and what was approved on a ground that is no more is in review."""
        self.reception.settle()
        self._parts.curated().swept()
        for case in self._parts.cases.listed(Wanted(state="approved"), MOST_CASES)[1]:
            self._looked_over(case)

    def _looked_over(self, case: Case) -> Case:
        if case.state != "approved" or not (reason := self._why_review(case)):
            return case
        try:
            after = self._parts.cases.take_step(case, case.version, "recheck", PROGRAM, reason)
        except HelpdeskConflictError:
            return self._parts.cases.load(case.id)
        answer = case.answer_id and self._parts.curated().one(case.answer_id)
        if answer and answer["state"] == "approved":
            self._put_aside(case, PROGRAM, reason)
        return after

    def _why_review(self, case: Case) -> str:
        assert case.draft is not None
        if case.answer_id is None:
            return ""
        try:
            answer = self._parts.curated().one(case.answer_id)
        except CuratedAnswerNotFoundError:
            return "审定答案已不在"
        if answer["state"] != "approved":
            return str(answer["reason"] or answer["state_label"])
        said = [(clause["clause_id"], clause["quote"]) for clause in answer["clauses"]]
        if answer["answer"] != case.draft.text or said != list(case.draft.clauses):
            return "审定答案在别处改过"
        return (
            ""
            if bound_to(self._parts.corpus(), case.draft) == case.approved_sha256
            else "引用的条款或版本已改变"
        )
