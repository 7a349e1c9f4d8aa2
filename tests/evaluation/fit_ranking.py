"""Fits knowledge/lexicon/ranking.yaml on the dev questions; run `python -m tests.evaluation.fit_ranking`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1]))

import opened

from assistant.evaluation.question_lines import read_questions
from assistant.evaluation.supporting import supports
from knowledge.query import understand
from knowledge.ranking import SIGNS
from knowledge.tokens import LEXICON

HERE = Path(__file__).parent
SETS = tuple(sorted(path.stem.removeprefix("questions-") for path in HERE.glob("questions-dev*.jsonl")))
FOLDS = 10
STRENGTH = 0.05

Table = npt.NDArray[np.float64]
Case = tuple[Table, npt.NDArray[np.bool_]]
"""The signs of the passages of one question, and which of them support its answer."""


def cases() -> list[Case]:
    """The answerable questions with at least one support among the passages that are ranked."""
    retriever = opened.answerer().retriever
    found = []
    for name in SETS:
        for line in read_questions(HERE / f"questions-{name}.jsonl"):
            query = understand(retriever.corrected(line.question), region=line.region, industry=line.industry)
            if not line.answerable or query.article is not None:
                continue
            candidates = retriever.candidates(query)
            right = [
                any(
                    supports(hit.clause.document_id, hit.passage.text, g.document_id, g.quote)
                    for g in line.gold
                )
                for hit, _ in candidates
            ]
            if any(right) and not all(right):
                found.append((np.array([signs for _, signs in candidates]), np.array(right)))
    return found


def fit(some: list[Case]) -> Table:
    """Weights under which supports come before the rest: logistic regression on differences of signs."""
    rows, weights = [], []
    for signs, right in some:
        pairs = [good - bad for good in signs[right] for bad in signs[~right]]
        rows += pairs
        weights += [1.0 / len(pairs)] * len(pairs)
    x = np.array(rows)
    model = LogisticRegression(C=STRENGTH * len(some), fit_intercept=False, max_iter=5000)
    model.fit(np.vstack([x, -x]), np.repeat([1, 0], len(x)), sample_weight=np.array(weights * 2))
    return np.asarray(model.coef_[0])


def first_right(some: list[Case], weights: Table) -> list[bool]:
    """For each question whether the passage ranked first is a support."""
    return [bool(right[int(np.argmax(signs @ weights))]) for signs, right in some]


def main() -> None:
    """Print what cross-validation promises and write the weights of the whole."""
    known = cases()
    order = np.random.default_rng(1).permutation(len(known))
    held_out: list[bool] = []
    for fold in range(FOLDS):
        out = set(order[fold::FOLDS].tolist())
        weights = fit([case for place, case in enumerate(known) if place not in out])
        held_out += first_right([known[place] for place in sorted(out)], weights)
    before = np.eye(len(SIGNS))[0]
    sys.stdout.write(
        f"{len(known)} questions; first right: {np.mean(first_right(known, before)):.3f} before, "
        f"{np.mean(held_out):.3f} held out, "
    )
    weights = fit(known)
    sys.stdout.write(f"{np.mean(first_right(known, weights)):.3f} fitted\n")
    lines = [
        "# Fitted by tests/evaluation/fit_ranking.py on the dev questions; see knowledge/ranking.py.",
        "weights:",
        *(f"  {name}: {weight:.4f}" for name, weight in zip(SIGNS, weights, strict=True)),
    ]
    (LEXICON / "ranking.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
