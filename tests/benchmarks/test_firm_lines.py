"""The load lines are the same for a seed, differ between seeds, and every scheme takes them."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from datetime import date

import pytest

from assistant.firm_lines import FirmReader
from scoring import assess, load_scheme, read_request, scheme_ids
from tests.benchmarks.firm_lines import firms, main

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("scheme", scheme_ids())
def test_every_scheme_takes_its_lines(scheme: str) -> None:
    pack = load_scheme(scheme)
    for firm in firms(pack, 40):
        assess(pack, read_request(pack, {"facts": firm["facts"]}, today=TODAY))


@pytest.mark.parametrize("scheme", ["zhengzhou-green-factory", "henan-grading-2021"])
def test_a_complete_firm_leaves_nothing_open(scheme: str) -> None:
    pack = load_scheme(scheme)
    for firm in firms(pack, 40, complete=True):
        result = assess(pack, read_request(pack, {"facts": firm["facts"]}, today=TODAY))
        # A grade can stay open for a complete firm: by how much an event lowers it, the text does not say.
        assert result.settled or result.overrides


def test_a_seed_gives_the_same_firms_however_many_are_asked_for() -> None:
    pack = load_scheme("henan-grading-2021")
    assert list(firms(pack, 5)) == list(firms(pack, 30))[:5]
    assert list(firms(pack, 5)) != list(firms(pack, 5, seed=2))


def test_the_firms_reach_every_verdict() -> None:
    pack = load_scheme("zhengzhou-green-factory")
    bodies = ({"facts": firm["facts"]} for firm in firms(pack, 400))
    verdicts = Counter(assess(pack, read_request(pack, body, today=TODAY)).verdict for body in bodies)
    assert set(verdicts) == {"pass", "fail", "undetermined"}


def test_the_lines_can_be_counted_against_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "argv", ["firm_lines", "henan-grading-2021", "30", "--seed", "7"])
    monkeypatch.setattr(sys, "stdout", out)
    main()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == 30
    reader = FirmReader(load_scheme("henan-grading-2021"), TODAY)
    assert {reader.read(line).inside for line in lines} >= {True}
