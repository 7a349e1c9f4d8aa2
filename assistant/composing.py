"""Answers composed from clauses: the fact first, then the words of the text, then where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.citing import Citation, Citer
from assistant.deriving import Derived, derived
from assistant.focus import focus, verdict_word
from knowledge.clauses import Clause
from knowledge.corpus import Corpus
from knowledge.finding import Finding
from knowledge.normalise import readable
from knowledge.query import Query
from knowledge.retriever import Hit
from knowledge.traits import SHAPES
from prompts.chat_contexts import AnswerText
from prompts.render import render_text

LONGEST = 500
"""Characters of an answer to a question of fact."""
_CLOSE = 0.02
"""Share of the first score from which a further clause is worth a line."""
_SAME_CLAUSE = 0.1
"""The same for a further sentence of a clause that is quoted already."""
_SECOND = 0.005
"""The same for a clause that answers another part of the question."""
_MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Composed:
    """An answer in Markdown with the citations its marks 〔n〕 stand for."""

    text: str
    citations: tuple[Citation, ...]


class Composer:
    """Composes for one corpus."""

    def __init__(self, corpus: Corpus, citer: Citer) -> None:
        self._corpus = corpus
        self._citer = citer

    def compose(self, finding: Finding, as_of: date) -> Composed:
        """The answer to a question that the texts answer."""
        query, first = finding.query, finding.hits[0]
        family = self._family(finding, as_of)
        if family:
            return self._list(family, as_of)
        if (follows := derived(finding, self._corpus)) is not None:
            return self._derived(follows, as_of)
        lead, body, span = self._main(first, query)
        citations = [self._citer.passage(first.clause, *span, as_of, 1)]
        others: list[str] = []
        for hit in self._others(finding):
            n = len(citations) + 1
            stretch = focus(
                self._corpus.source(hit.clause.document_id), hit.passage.start, hit.passage.end, query
            )
            document = self._corpus.document(hit.clause.document_id)
            where = document.short_title if document.id != first.clause.document_id else ""
            line = f"另见{where}{hit.clause.number}：{_shortened(self._worth(hit.clause) + (self._row(hit.clause) or stretch.text), 110)}〔{n}〕"
            text = self._render(lead, body, citations[0], [*others, line])
            if len(text) > LONGEST:
                break
            others.append(line)
            citations.append(self._citer.passage(hit.clause, stretch.start, stretch.end, as_of, n))
        return Composed(self._render(lead, body, citations[0], others), tuple(citations))

    def _derived(self, follows: Derived, as_of: date) -> Composed:
        """Both steps: what holds for the group, and that the industry belongs to it."""
        rule, membership = (
            self._citer.passage(step.clause, step.start, step.end, as_of, n)
            for n, step in enumerate((follows.rule, follows.membership), 1)
        )
        lead = f"{follows.industry}属于{follows.group}，{follows.given}。"
        body = f"原文：“{readable(rule['quote'])}”〔1〕"
        line = f"{membership['number']}把{follows.industry}列在{follows.group}里：“{_shortened(readable(membership['quote']), 110)}”〔2〕"
        return Composed(self._render(lead, body, rule, [line]), (rule, membership))

    def _main(self, hit: Hit, query: Query) -> tuple[str, str, tuple[int, int]]:
        row = self._row(hit.clause)
        stretch = focus(
            self._corpus.source(hit.clause.document_id), hit.passage.start, hit.passage.end, query
        )
        span = (stretch.start, stretch.end)
        if row:
            return self._row_lead(hit.clause), f"{row}〔1〕", span
        word = verdict_word(stretch.text, query)
        lead = f"{word}。" if word else (f"{stretch.fact}。" if stretch.fact else "")
        return lead, f"原文：“{stretch.text}”〔1〕", span

    def _row(self, clause: Clause) -> str:
        """A table row as label and value pairs; nothing for other clauses."""
        if not clause.cells:
            return ""
        requirement = clause.cell("具体评价要求") or clause.cell("具体要求")
        if (
            not requirement
            and clause.cell("是否符合") == ""
            and any(name == "是否符合" for name, _ in clause.cells)
        ):
            requirement = max((value for _, value in clause.cells), key=len)
        if requirement:
            heads = [clause.cell(name) for name in ("一级指标", "二级指标")]
            where = "·".join(readable(head) for head in heads if head)
            weight = clause.cell("权重")
            tail = (
                f"（{where}，所在板块权重{weight}）" if where and weight else f"（{where}）" if where else ""
            )
            return f"{clause.number}：“{readable(requirement)}”{tail}"
        pairs = [
            f"{readable(name)}：{readable(value)}" for name, value in clause.cells if value and name != "序号"
        ]
        return "；".join(pairs)

    def _row_lead(self, clause: Clause) -> str:
        kind, points = clause.cell("要求类型"), clause.cell("分值")
        parts = [f"{points}分" if points else "", readable(kind) if kind else ""]
        return "，".join(part for part in parts if part) + ("。" if any(parts) else "")

    def _worth(self, clause: Clause) -> str:
        """What a row of a points table is worth, before its words."""
        lead = self._row_lead(clause).rstrip("。")
        return f"{lead}，" if lead else ""

    def _others(self, finding: Finding) -> Sequence[Hit]:
        first = finding.hits[0]
        chosen = self._second_parts(finding)
        told = {hit.passage.id for hit in (first, *chosen)}
        clauses = {hit.clause.id for hit in (first, *chosen)}
        for hit in finding.hits[1:]:
            least = _SAME_CLAUSE if hit.clause.id in clauses else _CLOSE
            # A row is shown whole by any of its passages.
            again = hit.passage.id in told or (hit.clause.cells and hit.clause.id in clauses)
            if again or hit.score < least * first.score or not _quotable(hit.clause):
                continue
            told.add(hit.passage.id)
            clauses.add(hit.clause.id)
            chosen.append(hit)
        return chosen[:_MOST_OTHERS]

    def _second_parts(self, finding: Finding) -> list[Hit]:
        """For each further kind of answer that a question in parts asks for and the first passage lacks, the best."""
        first, parts = finding.hits[0], []
        for kind in finding.query.also_wanted:
            shape = SHAPES.get(kind)
            if shape is None or kind == "count" or shape.search(first.passage.text):
                continue
            found = (hit for hit in finding.hits[1:] if shape.search(hit.passage.text))
            if (best := next(found, None)) is not None and best.score >= _SECOND * first.score:
                parts.append(best)
        return list({hit.clause.id: hit for hit in parts if hit.clause.id != first.clause.id}.values())

    def _family(self, finding: Finding, as_of: date) -> tuple[Clause, tuple[Clause, ...]] | None:
        """A clause with its list, when the list is what was asked for or the clause says nothing by itself."""
        first = finding.hits[0].clause
        children = self._listed(first, as_of)
        own = readable(self._corpus.text(first))
        bare = len(own) <= len(first.title) + 12 or own.endswith(("：", ":"))
        if children and (bare or finding.query.wanted == "list"):
            return first, children
        if finding.query.wanted == "list" and first.parent and first.kind == "item":
            parent = self._corpus.clause(f"{first.document_id}:{first.parent}")
            siblings = self._listed(parent, as_of)
            near = {hit.clause.id for hit in finding.hits[:6]}
            opens_a_list = readable(self._corpus.text(parent)).endswith(("：", ":"))
            if opens_a_list and sum(clause.id in near for clause in siblings) >= 2:
                return parent, siblings
        return None

    def _listed(self, clause: Clause, as_of: date) -> tuple[Clause, ...]:
        """What is listed under a clause, without what another text has since taken the place of."""
        gone = self._corpus.editions.superseded(as_of)
        return tuple(
            child
            for child in self._corpus.children(clause)
            if child.kind in ("item", "part", "note", "row") and (child.id not in gone or clause.id in gone)
        )

    def _list(self, family: tuple[Clause, tuple[Clause, ...]], as_of: date) -> Composed:
        parent, children = family
        parent_text = readable(self._corpus.text(parent))
        head = parent_text if parent.end > parent.start else parent.number
        shown: list[str] = []
        citations: list[Citation] = []
        if parent.end > parent.start:
            citations.append(self._citer.passage(parent, parent.start, parent.end, as_of, 1))
        room = LONGEST - len(_shortened(head, 160)) - 120
        each = max(24, room // max(1, len(children)) - 8)
        for child in children:
            n = len(citations) + 1
            line = f"{_shortened(readable(self._corpus.text(child)), each)}〔{n}〕"
            if sum(map(len, shown)) + len(line) + 3 * len(shown) > room:
                shown.append(f"……共{len(children)}项，其余见原文")
                break
            shown.append(line)
            citations.append(self._citer.passage(child, child.start, child.end, as_of, n))
        mark = "〔1〕" if parent.end > parent.start else ""
        body = f"{_shortened(head, 160)}{mark}\n\n" + "\n".join(f"- {line}" for line in shown)
        return Composed(self._render("", body, citations[0], []), tuple(citations))

    def _render(self, lead: str, body: str, main: Citation, others: Sequence[str]) -> str:
        source = f"《{main['title']}》{main['number']}（{main['status_label']}）"
        return render_text("chat/answer.j2", AnswerText(lead, body, source, tuple(others))).strip()


def _quotable(clause: Clause) -> bool:
    """Whether a clause says something, rather than name an annex or a form."""
    return not clause.local_id.startswith(("annexes", "annex-4")) and clause.kind not in (
        "notice",
        "annex",
        "table",
    )


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
