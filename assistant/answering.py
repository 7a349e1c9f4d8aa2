"""From a question to an answer with citations, or a refusal that helps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.chat_model import ChatModel
from assistant.citing import Citation, Citer
from assistant.composing import Composer
from assistant.curated.desk import Curated
from assistant.curated.giving import approved_note, given
from assistant.curated.opening import CuratedLookup
from assistant.edition_notes import edition_notes, left_out_notes, remark_on
from assistant.holdings import places_in_short, texts_in_short
from assistant.requests import AskRequest
from assistant.rewording import reworded
from assistant.side_by_side import disagreeing, findings_by_place, part_of, shown
from knowledge.asked_grades import asked_grades, of_other_grades
from knowledge.corpus import Corpus
from knowledge.documents import Document
from knowledge.finding import Finder, Finding, Reason
from knowledge.normalise import readable
from knowledge.query import Query, understand
from knowledge.retriever import Hit, Retriever
from knowledge.vagueness import asks_for_rules_as_such
from prompts.chat_contexts import RefusalText
from prompts.render import render_text


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, on what ground, and what has to be known beside it."""

    text: str
    answerable: bool
    reason: Reason | None
    citations: tuple[Citation, ...]
    notes: tuple[str, ...]
    query: Query
    near: tuple[Hit, ...] = ()
    """What came nearest where nothing answers, best first."""

    def as_json(self) -> dict[str, Any]:
        """The answer in the form the interface promises."""
        return {
            "answer": self.text,
            "answerable": self.answerable,
            "reason": self.reason,
            "citations": list(self.citations),
            "notes": list(self.notes),
        }


class Answerer:
    """Answers from one corpus."""

    def __init__(
        self,
        corpus: Corpus,
        retriever: Retriever,
        citer: Citer,
        model: ChatModel | None = None,
        curated: CuratedLookup | Curated | None = None,
    ) -> None:
        self._corpus = corpus
        self._model = model
        self._curated = curated
        self._retriever = retriever
        self._finder = Finder(corpus, retriever)
        self._citer = citer
        self._composer = Composer(corpus, citer)

    @property
    def retriever(self) -> Retriever:
        """The search that answers rest on."""
        return self._retriever

    def answer(self, request: AskRequest) -> Answer:
        """The answer to a question; never raises for a question that is merely odd."""
        question = self._retriever.corrected(request.question)
        query = understand(
            question,
            region=request.region,
            industry=request.industry,
            prefer=request.prefer,
            as_of=request.as_of,
        )
        approved = self._curated.find(query, request.as_of) if self._curated is not None else None
        if approved is not None:
            text, citations = given(approved, self._corpus, self._citer, request.as_of)
            told = self._notes(Finding(query, ()), citations, request.as_of)
            return Answer(text, True, None, citations, (approved_note(approved), *told), query)
        if len(query.homes) > 1:
            return self._of_several_places(request, query)
        finding = self._finder.find(query)
        if not finding.answerable:
            refusal = self._refusal(finding)
            early = self._retriever.editions_for(query).early if query.region else ()
            told = self._region_notes(request, query) + left_out_notes(self._corpus, early, request.as_of)
            return Answer(refusal, False, finding.reason, (), told, query, finding.near)
        if parts := disagreeing(self._corpus, finding):
            text, citations = shown(parts, self._citer, request.as_of)
            said = "；".join(f"{part.label}：{part.said}" for part in parts)
            told = (
                *self._region_notes(request, query),
                f"两级文本说法不一致（{said}）：先看本地的规定，并向当地主管部门确认",
                *self._notes(finding, citations, request.as_of),
            )
            return Answer(text, True, None, citations, told, query)
        composed = self._composer.compose(finding, request.as_of)
        notes = self._region_notes(request, query) + self._notes(finding, composed.citations, request.as_of)
        text = reworded(self._model, request.question, composed.text) if self._model else composed.text
        return Answer(text, True, None, composed.citations, notes, query)

    def _of_several_places(self, request: AskRequest, query: Query) -> Answer:
        """Each place from its own texts; a place without an answer is named in the notes."""
        findings = findings_by_place(self._finder, query)
        answered = [finding for finding in findings if finding.answerable]
        if not answered:
            first = findings[0]
            return Answer(self._refusal(first), False, first.reason, (), (), query, first.near)
        # Two counties of one city may be answered by the same words.
        by_words = {finding.hits[0].passage.id: finding for finding in answered}
        parts = [part_of(self._corpus, finding.hits[0], finding.query) for finding in by_words.values()]
        text, citations = shown(parts, self._citer, request.as_of)
        notes = tuple(
            f"没有{finding.query.region.name}的文件，别处的规定不能套用"
            if finding.reason == "other_place"
            else f"{finding.query.region.name}的文本里没有写到这一点"
            for finding in findings
            if not finding.answerable and finding.query.region is not None
        )
        return Answer(
            text, True, None, citations, notes + self._notes(answered[0], citations, request.as_of), query
        )

    def _region_notes(self, request: AskRequest, query: Query) -> tuple[str, ...]:
        if request.region and query.region is None:
            return (f"没有识别出所在地“{request.region}”，以下没有按地区筛选文件",)
        return ()

    def _notes(self, finding: Finding, citations: tuple[Citation, ...], as_of: date) -> tuple[str, ...]:
        notes: list[str] = []
        documents = [
            self._corpus.document(name) for name in dict.fromkeys(c["document_id"] for c in citations)
        ]
        first = documents[0]
        gone = {c["document_id"] for c in citations if c["status"] == "superseded"}
        notes += edition_notes(self._corpus, citations, as_of)
        if finding.query.region is None and len(self._corpus.documents) > 1:
            notes.append(f"没有说明所在地，以上按{first.place.name}的文件回答；其他地方的规定可能不同")
        for document in documents:
            status = document.status_on(as_of)
            if status != "in_force" and document.id not in gone:
                notes.append(f"{document.short_title}：{remark_on(document, as_of)}")
        if first.newer and first.status_on(as_of) != "in_force":
            newest = first.newer[-1]
            notes.append(f"更新的规则：{newest.text}（来源：{newest.source}）")
        if len({document.place.name for document in documents}) > 1:
            years = "、".join(f"{d.place.name}（{d.year or '年份未写'}）" for d in documents)
            notes.append(f"引用了不同层级的文件：{years}；要求不一致时先看本地文件，并向当地主管部门确认")
        return tuple(notes)

    def _refusal(self, finding: Finding) -> str:
        query = finding.query
        reach = [self._corpus.document(name) for name in self._retriever.documents_for(query)]
        searched = texts_in_short(reach)
        if finding.reason == "unclear" and asks_for_rules_as_such(query):
            text = RefusalText(
                "要问的是哪件事？例如：几号前报、交什么材料、评上有什么用、什么情况会降级。",
                searched,
                "",
                "",
                "",
            )
        elif finding.reason == "unclear":
            text = RefusalText(
                "没有听明白要问什么。请说清问的是哪件事，例如“三门峡铸造企业每月几号前初审完”。",
                "",
                "",
                "",
                "",
            )
        elif finding.reason == "off_topic":
            text = RefusalText(
                "这不属于环保绩效分级、绿色工厂评价的问题，我答不了。",
                "",
                "",
                "",
                "可以问：要求是什么、怎么证明、几号前报、差什么。",
            )
        elif finding.reason == "other_place":
            text = self._other_place(query)
        else:
            text = self._not_there(finding, searched, reach)
        return render_text("chat/refusal.j2", text).strip()

    def _other_place(self, query: Query) -> RefusalText:
        place = query.region.name if query.region else "该地"
        held = places_in_short(self._corpus.documents)
        return RefusalText(
            f"**没有{place}的文件。** 我手上只有{held}的文本，别处的规定不能套用到{place}。",
            "",
            "",
            "",
            f"建议向{place}生态环境部门或工信部门索取当地现行文件。",
        )

    def _not_there(self, finding: Finding, searched: str, reach: list[Document]) -> RefusalText:
        topic = finding.topic
        if finding.related is not None and of_other_grades(finding.query, finding.related.passage):
            grades = "、".join(sorted(asked_grades(finding.query))).upper()
            words = f"**文本里没有写到{grades}级的，只写了别的等级。**"
            return RefusalText(words, searched, "", self._related(finding), self._advice(reach))
        if topic is not None and finding.named:
            related = self._related(finding)
            return RefusalText(
                f"**文本里没有写到{topic.lacks}。**", searched, "", related, self._advice(reach)
            )
        missing = "、".join(f"“{word}”" for word in finding.missing[:3])
        what = _WHAT.get(finding.query.wanted, "") or (
            f"关于{missing}的规定" if missing else "能回答这个问题的规定"
        )
        words = f"**文本里没有写到{what}。**"
        if topic is not None:
            words += f" 如果问的是“{topic.lacks}”，文本里也没有写到。"
        return RefusalText(words, searched, "", self._related(finding), self._advice(reach))

    def _related(self, finding: Finding) -> str:
        if finding.related is None:
            return ""
        clause = finding.related.clause
        document = self._corpus.document(clause.document_id)
        # An address would be cut in the middle, and a passage that is no support shall lead nobody anywhere.
        words, address, _ = readable(finding.related.passage.text).partition("http")
        shown = words if len(words) <= _RELATED and not address else f"{words[:_RELATED].rstrip('<')}…"
        return f"《{document.short_title}》{clause.number} 写的是“{shown}”"

    def _advice(self, reach: list[Document]) -> str:
        issuer = reach[0].issuer if reach and reach[0].issuer else "印发单位或当地主管部门"
        return f"建议向{issuer}确认。"


_RELATED = 70
_WHAT = {
    "money": "金额（补贴、罚款、收费等都没有数额）",
    "concentration": "排放浓度限值",
    "length": "尺寸或长度",
    "validity": "有效期",
    "phone": "这件事的电话或邮箱",
    "contact": "这件事的联系方式",
}
