"""An assistant with the facade's surface that does by rote what the real one does by reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from assistant.citing import Citer
from assistant.errors import ConversationNotFoundError, InputError
from assistant.facade import Document
from assistant.trying import Trials
from knowledge.corpus import Corpus
from prompts.errors import UnknownFormatError
from scoring import as_json, assess, load_scheme, read_request, scheme_ids

TODAY = date(2026, 11, 22)
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
}
_TOLD = re.compile(r"(\w+\.\d+).*?：(满足|不满足|不适用)")
_STATUS = {"满足": "met", "不满足": "not_met", "不适用": "not_applicable"}


@cache
def _corpus() -> Corpus:
    return Corpus.load()


class FakeAssistant:
    """Answers from the real texts and the real core; understands only “1.05 …：满足”."""

    def __init__(self) -> None:
        self.prepared = False
        self.model = None
        self.failure: Exception | None = None
        self._corpus = _corpus()
        self._talks: dict[str, dict[str, Any]] = {}
        self._facts: dict[str, dict[str, Any]] = {}

    def prepare(self) -> None:
        self.prepared = True

    def health(self) -> dict[str, Any]:
        return {"status": "ok", "documents": 5}

    def ask(self, body: Any) -> dict[str, Any]:
        self._fail_if_told()
        if not isinstance(body, Mapping) or not isinstance(body.get("question"), str):
            raise InputError("question：应为文字")
        answer = "可以推荐：得分 **85分（含）以上**〔1〕。"
        cited = [self._citation("zhengzhou-green-factory:art-5", "得分85分（含）以上的")]
        return {"answer": answer, "answerable": True, "reason": None, "citations": cited, "notes": []}

    @property
    def helpdesk(self) -> FakeAssistant:
        return self

    @property
    def reception(self) -> FakeAssistant:
        return self

    def schemes(self) -> list[dict[str, Any]]:
        self._fail_if_told()
        return [self._head(scheme_id) for scheme_id in scheme_ids()]

    def scheme(self, scheme_id: str) -> dict[str, Any]:
        self._fail_if_told()
        pack = load_scheme(scheme_id)
        items = [
            {"id": item.id, "title": item.title, "kind": item.kind, "question": item.question,
             "may_not_apply": item.may_not_apply, "value_unit": item.value.unit if item.value else None}
            for item in pack.items.values()
        ]  # fmt: skip
        rungs = {"rungs": list(pack.rungs), "leading_rungs": list(pack.leading_rungs)}
        line = float(pack.pass_rule.at_least) if pack.pass_rule else None
        return self._head(scheme_id) | rungs | {"pass_at_least": line, "items": items}

    def assess(self, scheme_id: str, body: Any) -> dict[str, Any]:
        self._fail_if_told()
        pack = load_scheme(scheme_id)
        result = assess(pack, read_request(pack, body, today=TODAY))
        return as_json(
            result, lambda cite: self._citation(f"{cite.document_id}:{cite.clause_id}", cite.quote)
        )

    def gaps(self, scheme_id: str, body: Any) -> dict[str, Any]:
        return {"before": self.assess(scheme_id, body), "sets": []}

    def targets(self, scheme_id: str, body: Any) -> dict[str, Any]:
        self._fail_if_told()
        return {"scheme": load_scheme(scheme_id).id, "rows": []}

    @property
    def trials(self) -> Trials:
        self._fail_if_told()
        return Trials(self._corpus, Citer(self._corpus), today=lambda: TODAY)

    def plan(self, scheme_id: str, body: Any) -> dict[str, Any]:
        before = self.assess(scheme_id, body)
        numbers = {"feasible": True, "cost": 0, "months": 0, "before": before, "after": before}
        return numbers | {"chosen": [], "steps": [], "alternatives": [], "conflicts": []}

    def plan_document(self, scheme_id: str, body: Any, format: str) -> Document:
        self.plan(scheme_id, body)
        if format not in MEDIA:
            raise UnknownFormatError(f"没有“{format}”格式")
        return Document(b"plan", MEDIA[format], f"提升方案.{format}")

    def start(self, body: Any) -> dict[str, Any]:
        self._fail_if_told()
        if not isinstance(body, Mapping):
            raise InputError("请求体应为 JSON 对象")
        talk_id = f"c{len(self._talks) + 1}"
        scheme = body.get("scheme")
        self._facts[talk_id] = {}
        self._talks[talk_id] = {
            "id": talk_id, "scheme": scheme, "scheme_title": load_scheme(scheme).title if scheme else None,
            "role": body.get("role"), "enterprise": dict(body.get("enterprise") or {}), "messages": [],
            "proposed": [], "ledger": [], "facts": {}, "assessment": None, "next_questions": [],
        }  # fmt: skip
        self._reckon(self._talks[talk_id])
        return {"id": talk_id}

    def conversations(self) -> list[dict[str, Any]]:
        self._fail_if_told()
        return [
            {"id": talk["id"], "title": talk["scheme_title"], "enterprise": talk["enterprise"].get("name"),
             "scheme": talk["scheme"], "updated_at": "2026-11-22T08:00:00+00:00"}
            for talk in self._talks.values()
        ]  # fmt: skip

    def conversation(self, conversation_id: str) -> dict[str, Any]:
        self._fail_if_told()
        if conversation_id not in self._talks:
            raise ConversationNotFoundError(f"没有编号为“{conversation_id}”的对话")
        return self._talks[conversation_id]

    def say(self, conversation_id: str, body: Any) -> dict[str, Any]:
        talk = self.conversation(conversation_id)
        if not isinstance(body, Mapping) or not isinstance(body.get("text"), str):
            raise InputError("text：应为文字")
        told = _TOLD.findall(body["text"])
        cited = [] if told else self.ask({"question": body["text"]})["citations"]
        reply = f"记下 {len(told)} 条，等您确认。" if told else self.ask({"question": ""})["answer"]
        for item, said in told:
            talk["proposed"].append(
                {"id": f"p{len(talk['proposed']) + 1}", "item": item, "title": item, "status": _STATUS[said],
                 "ratio": None, "value": None, "unit": None, "quote": body["text"], "note": None}
            )  # fmt: skip
        kind = "confirm" if told else "answer"
        talk["messages"] += [
            {"id": f"m{len(talk['messages'])}", "role": "user", "text": body["text"], "citations": []},
            {"id": f"m{len(talk['messages']) + 1}", "role": "assistant", "text": reply, "kind": kind,
             "citations": cited},
        ]  # fmt: skip
        return {"reply": reply, "kind": kind, "citations": cited} | {
            name: talk[name] for name in ("proposed", "assessment", "next_questions")
        }

    def confirm(self, conversation_id: str, body: Any) -> dict[str, Any]:
        talk = self.conversation(conversation_id)
        accept, reject = body.get("accept") or [], body.get("reject") or []
        for fact in talk["proposed"]:
            if fact["id"] in accept:
                self._facts[conversation_id][fact["item"]] = {"status": fact["status"]}
                talk["ledger"].append(fact)
        talk["proposed"] = [fact for fact in talk["proposed"] if fact["id"] not in (*accept, *reject)]
        self._reckon(talk)
        return {"assessment": talk["assessment"], "next_questions": talk["next_questions"]}

    def conversation_plan(
        self, conversation_id: str, body: Any, format: str | None
    ) -> dict[str, Any] | Document:
        scheme = self.conversation(conversation_id)["scheme"]
        facts = {"facts": self._facts[conversation_id]}
        return self.plan(scheme, facts) if format is None else self.plan_document(scheme, facts, format)

    def library(self) -> list[dict[str, Any]]:
        self._fail_if_told()
        return [self._about(document.id) for document in self._corpus.documents]

    def document(self, document_id: str) -> dict[str, Any]:
        self._fail_if_told()
        clauses = [
            {"id": clause.id, "local_id": clause.local_id, "number": clause.number, "title": clause.title,
             "kind": clause.kind, "start": clause.start, "end": clause.end, "path": list(clause.path),
             "cells": [list(cell) for cell in clause.cells]}
            for clause in self._corpus.clauses(document_id)
        ]  # fmt: skip
        furniture = [list(span) for span in self._corpus.furniture(document_id)]
        whole = {"source": self._corpus.source(document_id), "clauses": clauses, "furniture": furniture}
        return self._about(document_id) | whole

    def _fail_if_told(self) -> None:
        if self.failure is not None:
            raise self.failure

    def _reckon(self, talk: dict[str, Any]) -> None:
        if talk["scheme"]:
            kind = load_scheme(talk["scheme"]).kind
            facts = (
                self._facts[talk["id"]] if kind == "points" else {"units": [{"name": "本厂"}], "events": {}}
            )
            talk["assessment"] = self.assess(talk["scheme"], {"facts": facts})
            talk["next_questions"] = talk["assessment"]["next_questions"]

    def _head(self, scheme_id: str) -> dict[str, Any]:
        pack = load_scheme(scheme_id)
        return {
            "id": pack.id, "kind": pack.kind, "title": pack.title, "edition": pack.edition, "status": pack.status,
            "place": pack.place, "document_id": pack.document, "items_count": len(pack.items),
        }  # fmt: skip

    def _about(self, document_id: str) -> dict[str, Any]:
        found = self._corpus.document(document_id)
        return {
            "id": found.id, "title": found.title, "short_title": found.short_title, "number": found.number,
            "place": found.place.name, "status": found.status, "status_label": found.status,
            "edition": found.edition, "issued": found.issued.isoformat() if found.issued else None,
            "missing": [{"what": gap.what, "where": gap.where} for gap in found.missing],
        }  # fmt: skip

    def _citation(self, clause_id: str, quote: str) -> dict[str, Any]:
        clause = self._corpus.clause(clause_id)
        document = self._corpus.document(clause.document_id)
        start, end = self._corpus.locate(document.id, quote, within=clause) or (clause.start, clause.end)
        return {
            "n": 1, "document_id": document.id, "clause_id": clause.id, "title": document.title,
            "short_title": document.short_title, "number": clause.number, "quote": quote,
            "status": document.status, "status_label": document.status,
            "url": f"/library/{document.id}?start={start}&end={end}#{clause.local_id}",
        }  # fmt: skip
