"""Fits knowledge/lexicon/wording.npz on the known questions; run `python -m tests.evaluation.fit_wording`.

Only what the lexicon and the corpus know to be asked is used, none of the sets of this folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import opened
from evaluation.run_fitting import fitted

from knowledge.asked import load_asked
from knowledge.tokens import plain
from knowledge.unanswered import topics
from knowledge.wording import FILE, runs

STRENGTH = 16.0
SELDOM = 3
"""Runs in fewer questions than this tell nothing."""


def main() -> None:
    """Write the weights and print how many there are."""
    answered = [
        plain(asked)
        for entries in load_asked(opened.corpus()).values()
        for _, questions in entries
        for asked in questions
    ]
    unanswered = [plain(asked) for topic in topics() if not topic.off_topic for asked in topic.asked]
    # The weights speak for the class whose name comes last.
    labels = ["1 answered"] * len(answered) + ["0 not answered"] * len(unanswered)
    learned = fitted([*answered, *unanswered], labels, runs, strength=STRENGTH, seldom=SELDOM, balanced=True)
    learned.write(FILE)
    sys.stdout.write(f"{len(answered)} answered, {len(unanswered)} not, {len(learned.places)} runs\n")


if __name__ == "__main__":
    main()
