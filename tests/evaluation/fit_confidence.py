"""Fits knowledge/lexicon/confidence.yaml on the dev questions; run `python -m tests.evaluation.fit_confidence`."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

sys.path.insert(0, str(Path(__file__).parents[1]))

import opened

from knowledge.confidence import SIGNS, signs
from knowledge.query import understand
from knowledge.retriever import Retriever
from knowledge.vagueness import says_nothing

HERE = Path(__file__).parent
SETS = tuple(sorted(path.name for path in HERE.glob("questions-dev*.jsonl")))
MOST_WRONGLY_REFUSED = 0.03
BARE = 0.25


def searches() -> list[tuple[float, Retriever]]:
    """The search as it is, while it has no vectors, and as it is for texts that bring no askings; each with its weight."""
    bare = [replace(passage, asked=()) for passage in opened.passages()]
    return [
        (1.0, opened.answerer().retriever),
        (0.5, opened.lexical()),
        (BARE, Retriever(opened.corpus(), bare, None)),
    ]


def main() -> None:
    """Print what cross-validation promises and write the weights of the whole."""
    rows, answerable, weights, groups = [], [], [], []
    for weight, retriever in searches():
        for name in SETS:
            for place, line in enumerate((HERE / name).read_text(encoding="utf-8").splitlines()):
                case = json.loads(line)
                query = understand(
                    retriever.corrected(case["question"]), region=case["region"], industry=case["industry"]
                )
                if says_nothing(query) or query.article is not None:
                    continue
                searched = retriever.search(query, 12)
                if weight == BARE:
                    # Of texts that bring no askings nothing is known that is not answered either.
                    searched = replace(searched, wording=0.0)
                if searched.hits:
                    rows.append(signs(query, searched, retriever.vocabulary))
                    answerable.append(case["answerable"])
                    weights.append(weight)
                    groups.append(f"{name}:{place}")
    x, y, w = np.array(rows), np.array(answerable), np.array(weights)
    model = LogisticRegression(C=2.0, max_iter=5000)
    held_out = cross_val_predict(
        model, x, y, groups=groups, cv=GroupKFold(10), method="predict_proba", params={"sample_weight": w}
    )[:, 1]
    whole = w == 1.0
    threshold = float(np.quantile(held_out[whole & y], MOST_WRONGLY_REFUSED))
    for weight in sorted(set(weights), reverse=True):
        mine = w == weight
        for limit in (threshold, 0.5, 0.7, 0.8):
            wrongly, rightly = (held_out[mine & y] < limit).mean(), (held_out[mine & ~y] < limit).mean()
            sys.stdout.write(
                f"weight {weight}, threshold {limit:.2f}: wrongly refused {wrongly:.3f}, rightly {rightly:.3f}\n"
            )
    model.fit(x, y, sample_weight=w)
    lines = [
        "# Fitted by tests/evaluation/fit_confidence.py on the dev questions; see knowledge/confidence.py.",
        f"bias: {model.intercept_[0]:.4f}",
        f"threshold: {threshold:.4f}",
        "weights:",
        *(f"  {name}: {weight:.4f}" for name, weight in zip(SIGNS, model.coef_[0], strict=True)),
    ]
    target = Path(__file__).parents[2] / "knowledge" / "lexicon" / "confidence.yaml"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
