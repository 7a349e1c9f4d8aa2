"""Fits knowledge/lexicon/confidence.yaml on the dev questions; run `python -m tests.evaluation.fit_confidence`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from assistant.facade import Assistant
from assistant.search_setup import make_retriever, passages_of
from knowledge.confidence import SIGNS, signs
from knowledge.query import says_nothing, understand

HERE = Path(__file__).parent
SETS = ("questions-dev.jsonl", "questions-dev-2.jsonl")
MOST_WRONGLY_REFUSED = 0.05


def main() -> None:
    """Print what cross-validation promises and write the weights of the whole."""
    assistant = Assistant()
    corpus = assistant.corpus
    retriever = make_retriever(assistant.settings, corpus, passages_of(corpus, assistant.packs()))
    rows, answerable = [], []
    for name in SETS:
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            query = understand(
                retriever.corrected(case["question"]), region=case["region"], industry=case["industry"]
            )
            if says_nothing(query) or query.article is not None:
                continue
            searched = retriever.search(query, 12)
            if searched.hits:
                rows.append(signs(query, searched, retriever.vocabulary))
                answerable.append(case["answerable"])
    x, y = np.array(rows), np.array(answerable)
    model = LogisticRegression(C=2.0, max_iter=5000, class_weight=None)
    held_out = cross_val_predict(model, x, y, cv=10, method="predict_proba")[:, 1]
    threshold = float(np.quantile(held_out[y], MOST_WRONGLY_REFUSED))
    for limit in (threshold, 0.4, 0.5, 0.6, 0.7):
        wrongly, rightly = (held_out[y] < limit).mean(), (held_out[~y] < limit).mean()
        sys.stdout.write(
            f"threshold {limit:.2f}: wrongly refused {wrongly:.3f}, rightly refused {rightly:.3f}\n"
        )
    model.fit(x, y)
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
