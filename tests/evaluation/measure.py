"""How well questions are answered and statements understood: `python -m tests.evaluation.measure`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

import opened

from assistant.errors import InputError
from assistant.evaluation.figures import CEILINGS, SetFigures
from assistant.evaluation.floors import FILE
from assistant.evaluation.hearing import hearing, measured
from assistant.evaluation.marking import Hearing
from assistant.evaluation.question_lines import PREFIX, QuestionSet, read_questions
from assistant.talk.reading import read_message
from knowledge.places import resolve
from scoring import ScoringError, as_json, assess, load_scheme, read_request

HERE = Path(__file__).parent
FLOORS = HERE / FILE
QUESTION_SETS = tuple(sorted(path.stem for path in HERE.glob("questions-*.jsonl")))
UTTERANCE_SETS = tuple(sorted(path.stem for path in HERE.glob("utterances-*.jsonl")))

_MARGIN = 0.05
_MARGINS = {"precision": 0.03}

Line = dict[str, Any]


Scores = dict[str, float]
"""Figure → share, 0…1."""


def lines_of(name: str) -> list[Line]:
    """The lines of a set."""
    text = (HERE / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


# --- questions ---


@cache
def _asking() -> Hearing:
    answerer = opened.answerer()
    return hearing(answerer, opened.corpus(), answerer.retriever, opened.TODAY)


@cache
def question_figures(name: str) -> SetFigures:
    """The figures of one set of questions, with their intervals."""
    lines = read_questions(HERE / f"{name}.jsonl")
    return measured(QuestionSet(name.removeprefix(PREFIX), lines), _asking())


def measure_questions(name: str) -> Scores:
    """Each figure of one set of questions, 0…1."""
    return {name: figure.value for name, figure in question_figures(name).whole.figures.items()}


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


def measure_utterances(name: str) -> Scores:
    """Shares of what the statements of a set establish, and of firms read as they were said and nothing more."""
    readings = [read_line(line) for line in lines_of(name)]
    right = sum(len(reading.right) for reading in readings)
    wrong = sum(len(reading.wrong) for reading in readings)
    missed = sum(len(reading.missed) for reading in readings)
    return {
        "precision": right / max(1, right + wrong),
        "recall": right / max(1, right + missed),
        "enterprise": sum(reading.firm for reading in readings) / len(readings),
        "intent": sum(reading.intent_right for reading in readings) / len(readings),
    }


# --- report ---


def measure_all() -> Iterator[tuple[str, Scores]]:
    """All sets by name; those for tests are reported, never tuned on."""
    for name in QUESTION_SETS:
        yield name, measure_questions(name)
    for name in UTTERANCE_SETS:
        yield name, measure_utterances(name)


def floors_for(found: dict[str, Scores]) -> dict[str, Scores]:
    """What later runs must reach: a little less than what was measured, on the sets for development only."""
    return {
        name: {
            mark: round(share + _MARGIN if mark in CEILINGS else share - _MARGINS.get(mark, _MARGIN), 3)
            for mark, share in marks.items()
        }
        for name, marks in found.items()
        if "-test" not in name
    }


def main() -> None:
    """Print one table for the questions and one for the statements; with --floors set the floors anew."""
    console = Console()
    found = dict(measure_all())
    if "--floors" in sys.argv:
        FLOORS.write_text(json.dumps(floors_for(found), indent=2) + "\n", encoding="utf-8")
    for sets in (QUESTION_SETS, UTTERANCE_SETS):
        table = Table("", *sets)
        for figure in found[sets[0]]:
            table.add_row(figure, *(f"{100 * found[name][figure]:.1f}" for name in sets))
        console.print(table)


if __name__ == "__main__":
    main()
