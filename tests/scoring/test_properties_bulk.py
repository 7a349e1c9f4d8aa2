"""Many firms at once give what each gives alone: as results, and as the lines that a program reads."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import firms
import naive_indicators
import pytest
from generated_packs import LADDERS, POINTS, TODAY, Scheme, schemes, shipped
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.bulk_lines import Block, LineAssessor
from assistant.citing import Citer
from assistant.trying import Trials, in_force
from knowledge.corpus import Corpus
from scoring import ScoringError, assess, read_request, scheme_ids
from scoring.many.bulk import BulkAssessor

LINES = 60
WRONG: tuple[Any, ...] = (
    {"facts": {"9.99": {"status": "met"}}},
    {"facts": {"units": [{"aspects": {"没有": "A"}}]}},
    {"facts": []},
    {"as_of": "2026-02-30", "facts": {}},
    {"facts": {}, "proof": "hearsay"},
    ["facts"],
)


def body_of(s: Scheme, rng: random.Random) -> Any:
    """A request, now and then a wrong one."""
    if rng.random() < 0.15:
        return rng.choice(WRONG)
    make = firms.point_facts if s.pack.kind == "points" else firms.ladder_facts
    facts = make(s.plain, rng, several=True)
    tables = naive_indicators.read(naive_indicators.INDICATORS)
    tables = [table for table in tables if s.pack.id in table["schemes"]]
    for unit in facts.get("units", []):
        if tables and not unit.get("track") and rng.random() < 0.4:
            unit |= firms.measured_unit(tables, rng)
    body = {"facts": facts, "proof": rng.choice(("declared", "declared", "document"))}
    return body | ({"as_of": rng.choice(("2024-06-01", "2026-11-22"))} if rng.random() < 0.5 else {})


@pytest.mark.parametrize("name", [*POINTS, *LADDERS, "generated points", "generated ladder"])
@settings(max_examples=15)
@given(data=st.data())
def test_a_row_of_firms_gives_what_each_gives_alone(name: str, data: st.DataObject) -> None:
    made = name.startswith("generated")
    kind = name.removeprefix("generated ") if made else ("points" if name in POINTS else "ladder")
    s = data.draw(schemes("generated" if made else name, kind))
    rng = random.Random(data.draw(st.integers(0, 2**16)))
    bulk = BulkAssessor(s.pack, today=TODAY)
    for _ in range(6):
        body = body_of(s, rng)
        if isinstance(body, dict) and isinstance(body.get("facts"), dict):
            # Indicator packs are not part of the bare scheme.
            for unit in body["facts"].get("units", []):
                unit.pop("indicators", None)
        try:
            alone = assess(s.pack, read_request(s.pack, body, today=TODAY))
        except ScoringError as exc:
            with pytest.raises(type(exc)) as caught:
                bulk.assess(body)
            assert str(caught.value) == str(exc)
        else:
            assert bulk.assess(body) == alone


@pytest.mark.parametrize("scheme", scheme_ids())
def test_a_line_is_the_json_of_a_single_result(
    scheme: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LVPING_DATA_DIR", str(tmp_path))
    corpus, rng, today = Corpus.load(), random.Random(f"lines {scheme}"), date.today()
    citer = Citer(corpus)
    trials = Trials(corpus, citer)
    lines = LineAssessor(lambda day: in_force(scheme, {}, day), citer, today)
    bodies = [body_of(shipped(scheme), rng) for _ in range(LINES)]
    wanted, right = [], True
    for body in bodies:
        try:
            wanted.append(trials.assess(scheme, body))
        except ScoringError as exc:
            right = False
            wanted.append({"error": type(exc).__name__, "detail": exc.detail, "hint": exc.hint})
    asked = [json.dumps(body, ensure_ascii=False).encode() for body in bodies]
    told, all_right = lines.answer(Block(1, asked))
    assert [json.loads(line) for line in told] == json.loads(json.dumps(wanted))
    assert all_right is right is False
