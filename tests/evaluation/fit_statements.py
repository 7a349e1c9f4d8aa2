"""Fits how rows and what is said of them are told; run `python -m tests.evaluation.fit_statements`.

It reads statement_examples/ alone, none of the sets of statements, and writes assistant/talk/rows-*.npz, verdicts.npz and
event-verdicts.npz. With `--try` it writes nothing and prints what cross-validation finds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import yaml
from sklearn.model_selection import KFold

sys.path.insert(0, str(Path(__file__).parents[1]))

from evaluation.run_fitting import fitted

from assistant.talk.learned_rows import NOTHING, weights_file
from assistant.talk.learned_verdicts import EVENTS_FILE, FILE, event_signs, row_signs, told_by_words
from assistant.talk.reading_points import by_sayings
from assistant.talk.statements import statements
from knowledge.run_weights import RunWeights
from knowledge.tokens import plain
from knowledge.wording import runs
from scoring import load_scheme

FOLDER = Path(__file__).parent / "statement_examples"
SCHEMES = (
    "zhengzhou-green-factory",
    "zhengzhou-green-performance-2019",
    "henan-grading-2021",
    "sanmenxia-grading-2022",
    "liaocheng-grading-2020",
    "zhengzhou-control-class-2019",
)
SAME_ASPECTS = {"sanmenxia-grading-2022": "henan-grading-2021"}
"""Schemes whose aspects are those of another, where the examples are kept."""
VERDICTS = {
    "met": "yes",
    "not_met": "no",
    "open": "open",
    "not_applicable": "not_applicable",
    "share": "share",
    "level": "yes",
    "stage": "yes",
}
HAPPENED = {"happened": "yes", "not_happened": "no", "open": "open"}
FOLDS = 3
TELLING = ("tell", "correct", "confirm", "reject", "what_if")
"""Intents whose messages may state facts."""
EVERY_WISH = 4
"""One of so many is taken, so that nothing does not outweigh the rows."""


@dataclass(frozen=True, slots=True)
class Example:
    """One thing said."""

    scheme: str
    row: str
    kind: str
    text: str


def _read(name: str) -> Any:
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def examples(scheme: str) -> list[Example]:
    """What is said of the rows of a scheme."""
    found = [
        Example(scheme, row, kind, one["say"] if isinstance(one, dict) else one)
        for row, kinds in _read(scheme).items()
        for kind, said in kinds.items()
        for one in said
    ]
    if (other := SAME_ASPECTS.get(scheme)) is not None:
        found += [one for one in examples(other) if one.row.startswith("0.")]
    return found


def main() -> None:
    """Write all weights, or print what they would be worth."""
    learn = _tried if "--try" in sys.argv[1:] else _written
    points: list[Example] = []
    events: list[Example] = []
    for scheme in SCHEMES:
        own = examples(scheme)
        kind = load_scheme(scheme).kind
        idle = [Example(scheme, NOTHING, "", text) for text in _idle(kind)]
        said = [*own, *idle]
        learn(
            weights_file(scheme),
            [plain(one.text) for one in said],
            [one.row for one in said],
            runs,
            30.0,
        )
        if kind == "points":
            points += [one for one in own if one.kind in VERDICTS]
        else:
            events += [one for one in own if one.row.startswith("events.") and one.scheme == scheme]
    learn(
        FILE,
        [(one.text, _by_words(one)) for one in points],
        [VERDICTS[one.kind] for one in points],
        lambda said: row_signs(*said),
        25.0,
    )
    learn(
        EVENTS_FILE,
        [(one.row, one.text) for one in events],
        [HAPPENED[one.kind] for one in events],
        lambda said: event_signs(*said),
        25.0,
    )


def _idle(kind: str) -> list[str]:
    """What establishes nothing: said for the purpose, and some of the wishes and questions of talks."""
    wishes = yaml.safe_load((FOLDER.parent / "intent_examples.yaml").read_text(encoding="utf-8"))
    told = _read("nothing")
    said = [text for wish, texts in wishes.items() if wish not in TELLING for text in texts]
    return [*told[kind], *told["any"], *said[::EVERY_WISH]]


def _by_words(example: Example) -> str:
    """What sayings and small words make of an example, before anything learned is asked."""
    found = by_sayings(load_scheme(example.scheme), statements(example.text), None)
    return told_by_words(found.get(example.row))


Said = TypeVar("Said")
Signs = Callable[[Said], frozenset[str]]


def _learned(
    said: Sequence[Said], labels: Sequence[str], looked_at: Signs[Said], strength: float
) -> RunWeights:
    return fitted(said, labels, looked_at, strength=strength, seldom=2)


def _written(
    path: Path, said: Sequence[Said], labels: Sequence[str], looked_at: Signs[Said], strength: float
) -> None:
    learned = _learned(said, labels, looked_at, strength)
    learned.write(path)
    sys.stdout.write(f"{path.name}: {len(said)} examples, {len(learned.places)} signs\n")


def _tried(
    path: Path, said: Sequence[Said], labels: Sequence[str], looked_at: Signs[Said], strength: float
) -> None:
    right, sure = [], []
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(said):
        learned = _learned([said[i] for i in train], [labels[i] for i in train], looked_at, strength)
        for place in test:
            shares = learned.shares(looked_at(said[place]))
            best = max(shares, key=lambda name: shares[name])
            right.append(best == labels[place])
            sure.append(shares[best])
    good, certain = np.array(right), np.array(sure)
    told = [f"{good.mean():.3f} right"]
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        taken = certain >= least
        told.append(f"{least}: {good[taken].mean():.3f} of {taken.mean():.2f}")
    sys.stdout.write(f"{path.name}: {', '.join(told)}\n")


if __name__ == "__main__":
    main()
