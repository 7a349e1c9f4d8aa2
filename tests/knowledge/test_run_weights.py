"""Weights of signs: added up as they were learned, and the same after they were written and read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.run_weights import RunWeights, read_weights

WEIGHTS = RunWeights.of(["有", "无"], [0.5, -0.5], ["装", "没", "没装"], [[2.0, 0.0], [0.0, 4.0], [0.0, 1.0]])


def test_the_odds_are_the_sum_by_the_root_of_the_number_of_signs() -> None:
    assert WEIGHTS.odds(["装", "没"]) == pytest.approx([0.5 + 2 / 2**0.5, -0.5 + 4 / 2**0.5])


def test_a_sign_counts_once_and_unknown_ones_nothing() -> None:
    assert WEIGHTS.odds(["装", "装", "别的"]) == pytest.approx(WEIGHTS.odds(["装"]))


def test_without_known_signs_the_biases_decide() -> None:
    assert WEIGHTS.odds(["别的"]) == pytest.approx([0.5, -0.5])


def test_shares_add_up_and_follow_the_odds() -> None:
    shares = WEIGHTS.shares(["没", "没装"])
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["无"] > shares["有"]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    WEIGHTS.write(tmp_path / "weights.npz")
    again = read_weights(tmp_path / "weights.npz")
    assert (again.names, again.places) == (WEIGHTS.names, WEIGHTS.places)
    assert np.array_equal(again.weights, WEIGHTS.weights)


def test_the_same_weights_make_the_same_file(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        WEIGHTS.write(tmp_path / name)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
