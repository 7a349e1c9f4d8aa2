"""One result explained three times: for the boss, the officer and the inspector, with the same numbers and the same marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from assistant.citing import Citer
from assistant.errors import InputError
from assistant.explaining_briefly import boss_sentences, spoken_goal
from assistant.portfolio.deadlines import deadlines
from assistant.portfolio.standing import Standing, stand
from assistant.requests import read_enterprise
from assistant.talk.standing import headline, number
from assistant.whereabouts import whereabouts
from prompts.explain_contexts import BossText, InspectorText, OfficerText, StepRow, TaskRow
from prompts.explain_marks import Marks
from prompts.plan_contacts import contacts
from prompts.render import render_text
from scoring import AssessRequest, Cite, Pack, as_json
from scoring.assess import read_request
from scoring.plan.plan_request import PLAN_FIELDS

DEPTHS = ("boss", "officer", "inspector")
_TRUTHS = {"met": "满足", "not_met": "不满足", "unknown": "未说清"}
_CAUTIONS = {
    "draft": "依据的是征求意见稿，正式印发后可能不同。",
    "cycle_over": "依据的文本周期已过，文中日期已过；申报前请向主管部门确认现行文件。",
    "superseded": "依据的文本已被取代；请按现行文件办理。",
}

Result = dict[str, Any]
MakePlan = Callable[[Mapping[str, Any]], Result]


def explain(
    pack: Pack, body: Mapping[str, Any], depth: str, citer: Citer, today: date, make_plan: MakePlan
) -> Result:
    """The explanation of a request body, `{"facts": …}` with what a plan may carry.

    Args:
        pack: the edition that decides.
        body: facts; measures, where cost and time are to be told; enterprise, for whom to turn to.
        depth: one of `DEPTHS`.
        citer: makes citations.
        today: the day where the body names none.
        make_plan: the plan of a body; called only where the body holds measures.

    Raises:
        ScoringError, InputError: the body or the depth is not right.
    """
    if depth not in DEPTHS:
        raise InputError(f"说给谁听：“{str(depth)[:20]}”不认识；应为 {'、'.join(DEPTHS)} 之一")
    request = read_request(pack, body, today=today, also=PLAN_FIELDS)
    standing = stand(pack, request, body.get("target"))
    told = _Told(pack, request, standing, citer, body, make_plan if body.get("measures") else None)
    text = {"boss": told.boss, "officer": told.officer, "inspector": told.inspector}[depth]()
    return {
        "scheme": pack.id,
        "for": depth,
        "text": text.strip() + "\n",
        "citations": told.marks.citations(),
        "assessment": told.whole,
        "target": standing.target,
        "state": standing.state,
    }


class _Told:
    """One result with its marks; all depths number the clauses alike, whatever each of them shows."""

    def __init__(
        self,
        pack: Pack,
        request: AssessRequest,
        standing: Standing,
        citer: Citer,
        body: Mapping[str, Any],
        make_plan: MakePlan | None,
    ) -> None:
        self._pack, self._standing, self._body, self._make_plan = pack, standing, body, make_plan
        self._citing = citer.rules(request.as_of)
        self._day = request.as_of
        self._result = standing.result
        self.whole = as_json(standing.result, self._citing)
        self.marks = Marks(self._citing)
        self.marks.number(self._cites())

    def _cites(self) -> list[Cite]:
        """Every clause that any depth may show, in one order."""
        pack, result = self._pack, self._result
        found = [pack.pass_rule.cite] if pack.pass_rule else []
        found += [one.cite for one in (pack.worst_of_aspects, pack.worst_of_units) if one and one.cite]
        found += [one.cite for one in self._standing.blocked if one.cite is not None]
        found += [gap.cite for gap in result.gaps]
        found += [question.cite for question in result.next_questions]
        found += [override.cite for override in result.overrides]
        found += [step.cite for step in result.trace]
        found += [entry.cite for entry in pack.calendar]
        found += [batch.cite for batch in pack.batches]
        return found + [contact.cite for contact in pack.contacts]

    @property
    def _headline(self) -> str:
        return headline(self._pack, self.whole)

    @property
    def _goal(self) -> str:
        return spoken_goal(self._pack, self._standing)

    def boss(self) -> str:
        """Three to five sentences."""
        body, make_plan = self._body, self._make_plan
        sentences = boss_sentences(
            self._pack,
            self._standing,
            self._headline,
            self.marks,
            None if make_plan is None else lambda: make_plan(body),
        )
        sentences = (*sentences, *self._cautions)
        return render_text("explain/boss.md.j2", BossText(sentences, self.marks.used()))

    @property
    def _cautions(self) -> tuple[str, ...]:
        return tuple(caution for caution in (_CAUTIONS.get(self._pack.status),) if caution)

    # --- for the officer ---

    def officer(self) -> str:
        """What to do, the proof, where and by when."""
        pack = self._pack
        firm = read_enterprise(self._body.get("enterprise"))
        rows, note = contacts(pack, whereabouts(firm["region"], pack.place), self.marks)
        context = OfficerText(
            headline=self._headline,
            goal=f"目标：{self._goal}（{_STATE[self._standing.state]}）。",
            tasks=tuple(
                TaskRow(
                    gap.item,
                    gap.title,
                    f"{gap.requirement}；{gap.shortfall}",
                    gap.measure or "文本没有写做法，请按要求整改",
                    "、".join(gap.proof) or "文本没有列出",
                    self.marks.mark(gap.cite),
                )
                for gap in sorted(self._result.gaps, key=lambda gap: not gap.decisive)
            ),
            questions=tuple(
                TaskRow(
                    one.item,
                    self._title(one.item),
                    one.question,
                    one.why,
                    "、".join(one.proof) or "文本没有列出",
                    self.marks.mark(one.cite),
                )
                for one in self._result.next_questions
            ),
            dates=self._dates(firm["industry"]),
            contacts=tuple(row.line for row in rows),
            contacts_note=note or ("" if rows else "文本没有写联系方式，请向当地主管部门咨询。"),
            cautions=self._cautions,
            sources=self.marks.used(),
        )
        return render_text("explain/officer.md.j2", context)

    def _title(self, item: str) -> str:
        name = item.partition(".")[2]
        known = self._pack.items.get(item) or self._pack.items.get(name)
        return known.title if known is not None else item

    def _dates(self, industry: str | None) -> tuple[str, ...]:
        industries = {industry or ""} | {unit.industry or "" for unit in self._result.units}
        when = deadlines(
            self._pack, industries - {""}, self._day, lambda cite: {"ref": self.marks.mark(cite)}
        )
        lines = []
        if when["next"]:
            lines.append(f"下一个日期 {when['next']['date']}：{_event(when['next'])}")
        elif when["last_past"]:
            lines.append(
                f"文本写的日期都已过去；最后一个是 {when['last_past']['date']}：{_event(when['last_past'])}"
            )
        lines += [f"{one['when']}：{_event(one)}" for one in when["undated"]]
        return tuple(lines) or ("文本没有写时间。",)

    # --- for the inspector ---

    def inspector(self) -> str:
        """Clause by clause."""
        result, pack = self._result, self._pack
        head = (
            ("方案", f"{pack.title}（{pack.id}）"),
            ("版本", f"{pack.edition}，规则包 sha256 {pack.sha256}"),
            ("评估日期", self._day.isoformat()),
            ("最低证据级别", result.proof),
            ("目标", f"{self._goal}（{_STATE[self._standing.state]}）"),
        )
        context = InspectorText(
            head=head,
            headline=self._headline,
            blocks=self._blocks(),
            steps=tuple(
                StepRow(
                    step.item,
                    step.title,
                    self._outcome(step.truth.value, said),
                    _points(said),
                    step.because,
                    self.marks.printed(step.cite),
                    self.marks.mark(step.cite),
                )
                for step, said in zip(result.trace, self.whole["trace"], strict=True)
            ),
            overrides=tuple(
                f"{self._title('events.' + one.event)}：{one.effect}{self.marks.mark(one.cite)}"
                for one in result.overrides
            ),
            readings=result.assumptions,
            checks=tuple(check.detail for check in result.checks),
            notes=result.notes,
            sources=self.marks.used(),
        )
        return render_text("explain/inspector.md.j2", context)

    def _outcome(self, truth: str, said: Mapping[str, Any]) -> str:
        grade = said.get("grade")
        if grade is None:
            return _TRUTHS[truth]
        spoken = [self._pack.spoken(grade[name]) for name in ("confirmed", "reachable")]
        return spoken[0] if spoken[0] == spoken[1] else f"{spoken[0]}～{spoken[1]}"

    def _blocks(self) -> tuple[str, ...]:
        if self._pack.kind == "ladder":
            units = tuple(_unit(unit) for unit in self.whole["units"])
            rules = (self._pack.worst_of_aspects, self._pack.worst_of_units)
            return units + tuple(
                rule.text + (self.marks.mark(rule.cite) if rule.cite is not None else "")
                for rule in rules
                if rule
            )
        sections = [
            f"{one['title']}：{number(one['lower'])}～{number(one['upper'])}（满分{number(one['max'])}）"
            for one in self.whole["sections"]
        ]
        return (*sections, *(f"{gate['title']}：{_TRUTHS[gate['status']]}" for gate in self.whole["gates"]))


_STATE = {"reached": "按现有事实已达到", "blocked": "有不满足的，现在到不了", "open": "还没说清"}


def _unit(unit: Mapping[str, Any]) -> str:
    named = (("等级", unit["grade"]), ("引领性", unit["leading"]))
    spans = (f"{word}{grade['confirmed']}～{grade['reachable']}" for word, grade in named if grade)
    return f"{unit['name']}：{'，'.join(spans)}"


def _event(one: Mapping[str, Any]) -> str:
    who = f"（{one['who']}）" if one["who"] else ""
    return f"{one['what']}{who}{one['citation']['ref']}"


def _points(said: Mapping[str, Any]) -> str:
    lower, upper = said["lower"], said["upper"]
    if lower is None or upper is None:
        return "—"
    return number(lower) if lower == upper else f"{number(lower)}～{number(upper)}"
