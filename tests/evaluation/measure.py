"""How well questions are answered and statements understood: `python -m tests.evaluation.measure`."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Column, Table

sys.path.insert(0, str(Path(__file__).parents[1]))

import opened

from assistant.errors import InputError
from assistant.talk.reading import read_message
from knowledge.places import resolve
from scoring import ScoringError, as_json, assess, load_scheme, read_request

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
QUESTION_SETS = tuple(sorted(path.stem for path in HERE.glob("questions-*.jsonl")))
UTTERANCE_SETS = tuple(sorted(path.stem for path in HERE.glob("utterances-*.jsonl")))

CEILINGS = ("over_refusal",)
"""Measures of which less is better."""
_MARGIN = 0.05
_MARGINS = {"precision": 0.03}

Line = dict[str, Any]
_TABLE_RULES = re.compile(r"[\s|]|</?su[bp]>")
_MARKDOWN = re.compile(r"[\s*_`#]")


@dataclass(frozen=True, slots=True)
class QuestionScores:
    """Shares of the questions of a set, each 0…1."""

    first: float
    """The first citation supports the answer."""
    within_3: float
    """One of the first three does; all supports, where each is needed."""
    answer: float
    """Answered, with everything that has to be in the answer."""
    refusal: float
    """Not answerable, and refused."""
    reason: float
    """Not answerable, and refused for the right reason."""
    over_refusal: float
    """Answerable, but refused."""


@dataclass(frozen=True, slots=True)
class UtteranceScores:
    """Shares of what the statements of a set establish, each 0…1."""

    precision: float
    recall: float
    enterprise: float
    """Statements whose firm is read as it was said, nothing more."""
    intent: float


def lines_of(name: str) -> list[Line]:
    """The lines of a set."""
    text = (HERE / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


# --- questions ---


def _run(text: str) -> str:
    return _TABLE_RULES.sub("", unicodedata.normalize("NFKC", text))


def supports(citation: Line, gold: Line) -> bool:
    """Whether a citation holds the words that answer, or is held by them."""
    if citation["document_id"] != gold["document_id"]:
        return False
    quote, run = _run(citation["quote"]), _run(gold["quote"])
    return bool(quote) and (run in quote or quote in run)


def holds(answer: str, must_contain: Iterable[Iterable[str]]) -> bool:
    """Whether an answer has one of each list of alternatives."""
    plain = _MARKDOWN.sub("", unicodedata.normalize("NFKC", answer))
    wanted = [
        [_MARKDOWN.sub("", unicodedata.normalize("NFKC", word)) for word in words] for words in must_contain
    ]
    return all(any(word in plain for word in words) for words in wanted)


def answered(line: Line) -> Line:
    """What the assistant answers to the question of a line."""
    return opened.assistant().ask({name: line[name] for name in ("question", "region", "industry", "as_of")})


def question_marks(line: Line, answer: Line) -> dict[str, bool]:
    """Which of the marks that apply to a question its answer earns."""
    if not line["answerable"]:
        refused = not answer["answerable"]
        right = answer["reason"] == line["reason"] or "reason-open" in line["tags"]
        return {"refusal": refused, "reason": refused and right}
    cited, gold = answer["citations"], line["gold"]
    near = cited[: max(3, len(gold))] if "needs-all" in line["tags"] else cited[:3]
    found = [any(supports(citation, support) for citation in near) for support in gold]
    return {
        "first": bool(cited) and any(supports(cited[0], support) for support in gold),
        "within_3": all(found) if "needs-all" in line["tags"] else any(found),
        "answer": answer["answerable"] and holds(answer["answer"], line["must_contain"]),
        "over_refusal": not answer["answerable"],
    }


def measure_questions(name: str) -> QuestionScores:
    """The scores of one set of questions."""
    marks = [question_marks(line, answered(line)) for line in lines_of(name)]
    return QuestionScores(**{field.name: _share(marks, field.name) for field in fields(QuestionScores)})


def _share(marks: list[dict[str, bool]], name: str) -> float:
    earned = [mark[name] for mark in marks if name in mark]
    return sum(earned) / len(earned) if earned else 1.0


# --- statements ---


@cache
def _decided(scheme: str, item: str, fact: str) -> tuple[Any, ...] | None:
    """What the core makes of a single fact of a points scheme; None when it refuses it."""
    pack = load_scheme(scheme)
    try:
        request = read_request(pack, {"facts": {item: json.loads(fact)}}, today=opened.TODAY)
    except (ScoringError, InputError):
        return None
    step = next(step for step in as_json(assess(pack, request))["trace"] if step["item"] == item)
    return tuple(
        sorted((key, str(value)) for key, value in step.items() if key in ("truth", "lower", "upper"))
    )


def _same(scheme: str, told: Line, read: Line) -> bool:
    """Whether a fact was read as it was told: by its number, else by what the core makes of both."""
    if told["item"] != read["item"]:
        return False
    names = ("status", "ratio", "value", "unit")
    one = {name: told[name] for name in names if told.get(name) is not None}
    two = {name: read[name] for name in names if read.get(name) is not None}
    if "value" in one and "value" in two:
        return one["value"] == two["value"] and one.get("unit") == two.get("unit")
    if load_scheme(scheme).kind == "ladder" or one == two:
        return one == two
    made = [_decided(scheme, told["item"], json.dumps(fact, sort_keys=True)) for fact in (one, two)]
    return made[0] is not None and made[0] == made[1]


def _firm(said: Line) -> Line:
    place = resolve(said.get("region") or "")
    return {**said, "region": place.name} if place else said


@dataclass(slots=True)
class Reading:
    """What was read from one statement, held against what it says."""

    right: list[Line]
    wrong: list[Line]
    missed: list[Line]
    firm: bool
    intent: str
    intent_right: bool


def read_line(line: Line) -> Reading:
    """One statement read and compared."""
    pack = load_scheme(line["scheme"]) if line["scheme"] else None
    read = read_message(line["text"], pack, pending=line["pending"])
    facts = [proposal.as_json() for proposal in read.proposals]

    def told_by(told: list[Line], fact: Line) -> bool:
        return any(_same(line["scheme"], one, fact) for one in told)

    right = [fact for fact in facts if told_by(line["facts"], fact)]
    wrong = [fact for fact in facts if fact not in right and not told_by(line["also_right"], fact)]
    missed = [fact for fact in line["facts"] if not any(_same(line["scheme"], fact, one) for one in right)]
    said, heard = _firm(line["enterprise"]), _firm(read.firm)
    if "industry-loose" in line["tags"] and "industry" not in said:
        heard = {name: value for name, value in heard.items() if name != "industry"}
    intent = str(read.intent)
    if intent in ("ask", "tell") and not facts and not read.firm and not line["pending"]:
        answer = opened.assistant().ask({"question": line["text"]})
        intent = "off_topic" if answer["reason"] == "off_topic" else intent
    return Reading(right, wrong, missed, said == heard, intent, intent == line["intent"])


def measure_utterances(name: str) -> UtteranceScores:
    """The scores of one set of statements."""
    readings = [read_line(line) for line in lines_of(name)]
    right = sum(len(reading.right) for reading in readings)
    wrong = sum(len(reading.wrong) for reading in readings)
    missed = sum(len(reading.missed) for reading in readings)
    return UtteranceScores(
        precision=right / max(1, right + wrong),
        recall=right / max(1, right + missed),
        enterprise=sum(reading.firm for reading in readings) / len(readings),
        intent=sum(reading.intent_right for reading in readings) / len(readings),
    )


# --- report ---


def measure_all() -> Iterator[tuple[str, QuestionScores | UtteranceScores]]:
    """All sets by name; those for tests are reported, never tuned on."""
    for name in QUESTION_SETS:
        yield name, measure_questions(name)
    for name in UTTERANCE_SETS:
        yield name, measure_utterances(name)


def floors_for(measured: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """What later runs must reach: a little less than what was measured, on the sets for development only."""
    return {
        name: {
            mark: round(share + _MARGIN if mark in CEILINGS else share - _MARGINS.get(mark, _MARGIN), 3)
            for mark, share in marks.items()
        }
        for name, marks in measured.items()
        if not name.endswith("-test")
    }


def main() -> None:
    """Print one table for the questions and one for the statements; with --floors set the floors anew."""
    console = Console()
    tables: dict[type, Table] = {}
    measured = dict(measure_all())
    if "--floors" in sys.argv:
        floors = floors_for({name: asdict(scores) for name, scores in measured.items()})
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
    for name, scores in measured.items():
        columns = asdict(scores)
        table = tables.setdefault(type(scores), Table(Column("set", no_wrap=True), *columns))
        table.add_row(name, *(f"{100 * share:.1f}" for share in columns.values()))
    for table in tables.values():
        console.print(table)


if __name__ == "__main__":
    main()
