"""How weights of signs are learned from labelled examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.run_weights import RunWeights

Example = TypeVar("Example")


def fitted(
    examples: Sequence[Example],
    labels: Sequence[str],
    signs: Callable[[Example], Iterable[str]],
    *,
    strength: float,
    seldom: int,
    balanced: bool = False,
) -> RunWeights:
    """The weights that tell the labels apart.

    Args:
        examples: what was said.
        labels: the class of each.
        signs: what is looked at in an example.
        strength: how freely weights may grow.
        seldom: signs in fewer examples than this are left out.
        balanced: whether seldom classes weigh as much as frequent ones.
    """
    counted = TfidfVectorizer(analyzer=signs, min_df=seldom, binary=True, use_idf=False)
    x, y = counted.fit_transform(examples), np.array(labels)
    two = len(set(labels)) == 2
    model = LogisticRegression(
        C=strength,
        max_iter=500,
        tol=1e-3,
        class_weight="balanced" if balanced else None,
        solver="liblinear" if two else "lbfgs",
        random_state=0,
    )
    model.fit(x, y)
    # Of two classes one column speaks for the one whose name comes last.
    names = model.classes_[1:] if two else model.classes_
    return RunWeights.of(
        [str(name) for name in names],
        model.intercept_,
        [str(sign) for sign in counted.get_feature_names_out()],
        model.coef_.T,
    )
