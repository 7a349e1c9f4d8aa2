"""Fits assistant/talk/intents.npz on examples of what people want; run `python -m tests.evaluation.fit_intents`.

Beside the examples it reads known questions, all of which ask, and the sets of statements utterances-dev to utterances-dev-5.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

import opened
from evaluation.run_fitting import fitted

from assistant.talk.learned_intents import FILE
from knowledge.asked import load_asked
from knowledge.tokens import plain
from knowledge.unanswered import topics
from knowledge.wording import runs

HERE = Path(__file__).parent
SETS = ("dev", "dev-2", "dev-3", "dev-4", "dev-5")
STRENGTH = 16.0
SELDOM = 3
EVERY = 30
"""One of so many known questions is taken, so that asking does not outweigh all else."""
STRANGE = 4
"""Likewise of those that do not belong here."""


def examples() -> list[tuple[str, str]]:
    """Message and intent."""
    told = yaml.safe_load((HERE / "intent_examples.yaml").read_text(encoding="utf-8"))
    found = [(text, intent) for intent, texts in told.items() for text in texts]
    for name in SETS:
        lines = (HERE / f"utterances-{name}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [(line["text"], line["intent"]) for line in map(json.loads, lines)]
    known = [
        asked
        for entries in load_asked(opened.corpus()).values()
        for _, questions in entries
        for asked in questions
    ]
    known += [asked for topic in topics() if not topic.off_topic for asked in topic.asked]
    found += [(text, "ask") for text in known[::EVERY]]
    strange = [asked for topic in topics() if topic.off_topic for asked in topic.asked]
    found += [(text, "off_topic") for text in strange[::STRANGE]]
    return [(plain(text), intent) for text, intent in found]


def main() -> None:
    """Write the weights and print how many there are."""
    texts, intents = zip(*examples(), strict=True)
    learned = fitted(texts, intents, runs, strength=STRENGTH, seldom=SELDOM, balanced=True)
    learned.write(FILE)
    sys.stdout.write(f"{len(texts)} messages, {len(learned.places)} runs\n")


if __name__ == "__main__":
    main()
