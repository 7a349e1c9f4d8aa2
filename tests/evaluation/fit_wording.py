"""Fits knowledge/lexicon/wording.tsv on the known questions; run `python -m tests.evaluation.fit_wording`.

Only what the lexicon and the corpus know to be asked is used, none of the sets of this folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1]))

import opened

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
    counted = TfidfVectorizer(analyzer=runs, min_df=SELDOM, binary=True, use_idf=False)
    x = counted.fit_transform([*answered, *unanswered])
    y = np.array([True] * len(answered) + [False] * len(unanswered))
    model = LogisticRegression(
        C=STRENGTH, max_iter=500, class_weight="balanced", solver="liblinear", random_state=0
    )
    model.fit(x, y)
    names = counted.get_feature_names_out()
    kept = {name: f"{weight:.2f}" for name, weight in zip(names, model.coef_[0], strict=True)}
    lines = [f"{model.intercept_[0]:.4f}", *(f"{name}\t{kept[name]}" for name in sorted(kept))]
    FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(answered)} answered, {len(unanswered)} not, {len(kept)} runs\n")


if __name__ == "__main__":
    main()
