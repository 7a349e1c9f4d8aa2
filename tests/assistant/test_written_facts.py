"""Lines taken apart at their facts: what they say together is what the line says, or they are not taken apart."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import orjson
import pytest

from assistant.bulk_lines import LineAssessor
from assistant.citing import Citer
from assistant.ingesting.installed_texts import installed_corpus
from assistant.line_streams import Block
from assistant.trying import cited_by_all_editions, in_force
from assistant.written_facts import NotApartError, read_fact, take_apart

FACTORY = "zhengzhou-green-factory"
MET = b'"1.01": {"status": "met"}'
APART = [
    b'{"facts": {"1.01": {"status": "met"}}}',
    b'{"facts": {"1.01": {"status": "met"}, "1.02": {"status": "met", "ratio": 1e0}}, "as_of": "2026-01-01"}\r',
    b' {"enterprise": {"name": "\\u7532", "in": {"a": 1}}, "facts": {"1.01": {"status": "met"}}, "proof": null}',
    b'{"facts":{"1.01":{"status":"met"},"1.02":{"evidence":["a","b"],"status":"met"}},"proof":"onsite"}',
    b'{"facts": {"1.01": {"status": "met"}, "1.01": {"status": "not_met"}}}',
    b'{"facts": {"1.01": {"status": "met"}, "\\u0031.02": {"status": "\\u006det"}}}',
]
WHOLE = [
    b"",
    b"null",
    b'{"facts": {}}',
    b'{"facts": {, "1.01": {"status": "met"}}}',
    b'{"facts": {"1.01": {"status": "met"} "1.02": {"status": "met"}}}',
    b'{"facts": {"1.01": [{"status": "met"}, {"status": "met"}]}}',
    b'{"facts": {"1.01": {"evidence": ["}"]}, "1.02": {"status": "met"}}}',
    b'{"1.01": {"status": "met"}}',
    b'{"facts" : {"1.01": {"status": "met"}}}',
    b'{"facts": {"1.01": {"status": "met"}}, "facts": {}}',
    b'{"facts": {"1.01": {"status": "met"}}, "\\u0066acts": {}}',
    b'{"facts": {"1.01": {"status": "met"}}, "f\\u0061cts": {}}',
    b'{"x": {"facts": {"1.01": {"status": "met"}}}}',
    b'{"x\\"facts": {"1.01": {"status": "met"}}}',
    b'["facts": {"1.01": {"status": "met"}}]',
    b'{"facts": {"1.01": {"status": "met"}}',
    b'{"facts": {"1.01": {"status": "met"}}}}',
    b'{"facts": {"1.01": {"status": "met"}}0}',
    b'{"facts": {"1.01": {"status": "met"}}, "x": "\xff"}',
]
NO_FACTS = [
    b"",
    b",",
    b'"1.01": {"a": 1',
    b',, "1.01": {"a": 1',
    b', "1.01": 1',
    b', "1.01": {"a": 1}, "1.02": {"b": 2',
    b', "1.01": {"a": "\xff"',
    b', "a": {}}, {"b": {',
]


@pytest.mark.parametrize("line", APART)
def test_body_and_facts_together_are_the_line(line: bytes) -> None:
    apart = take_apart(line)
    facts: dict[str, Any] = dict(map(read_fact, apart.facts))
    assert apart.body | {"facts": facts} == orjson.loads(line)


@pytest.mark.parametrize("line", WHOLE)
def test_a_line_that_may_say_something_else_is_not_taken_apart(line: bytes) -> None:
    with pytest.raises(NotApartError):
        dict(map(read_fact, take_apart(line).facts))


@pytest.mark.parametrize("written", NO_FACTS)
def test_a_piece_that_is_not_one_fact(written: bytes) -> None:
    with pytest.raises(NotApartError):
        read_fact(written)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_apart_is_what_is_read_whole(seed: int) -> None:
    """Lines with a byte changed, left out or put in."""
    rng = random.Random(seed)
    read = 0
    for _ in range(4000):
        line = bytearray(rng.choice(APART[:5]))
        for _ in range(rng.randint(0, 2)):
            place = rng.randrange(len(line))
            line[place : place + rng.randint(0, 2)] = rng.choice(
                (b"", b"}", b"{", b'"', b", ", b"\\", b"0", b'}, "', b"}}")
            )
        try:
            apart = take_apart(bytes(line))
            facts: dict[str, Any] = dict(map(read_fact, apart.facts))
        except NotApartError:
            continue
        read += 1
        assert apart.body | {"facts": facts} == orjson.loads(bytes(line))
    assert read > 1000


def test_lines_give_the_same_apart_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """With blanks, which are taken apart, and with a blank more, which are not; right and wrong, with faults told alike."""
    citer = Citer(installed_corpus(only=cited_by_all_editions(FACTORY)))
    bodies: list[dict[str, Any]] = [
        {
            "facts": {"1.01": {"status": "met"}, "1.07": {"ratio": 0.5, "source": "online"}},
            "enterprise": {"name": "甲"},
        },
        {"facts": {"1.01": {"status": "met"}, "1.07": {"ratio": 1}}},
        {"facts": {"1.01": {"status": "met"}, "1.07": {"ratio": True}}},
        {"facts": {"1.01": {"status": "met"}, "1.07": {"ratio": 1.0}}},
        {"facts": {"1.01": {"status": "no"}, "9.99": {"status": "met"}}, "proof": "document"},
        {"facts": {"9.99": {"status": "met"}, "1.01": {"status": "no"}}, "as_of": "2026-02-01"},
        {"facts": {"1.01": {"status": "met"}}, "as_of": "2026-02-30"},
        {"facts": {"1.01": {"status": "met"}}, "more": 1},
        {"facts": {"units": {"a": 1}}},
    ]
    lines = [orjson.dumps(body) for body in bodies]
    whole = [line.replace(b'"facts":', b'"facts" :') for line in lines]
    decoded: list[bytes] = []
    real = LineAssessor._whole

    def noted(self: LineAssessor, line: bytes, number: int) -> dict[str, Any]:
        decoded.append(line)
        return real(self, line, number)

    monkeypatch.setattr(LineAssessor, "_whole", noted)
    outcomes = []
    for many in (whole, lines):
        decoded.clear()
        assessor = LineAssessor(lambda day: in_force(FACTORY, {}, day), citer, date(2026, 3, 1))
        outcomes.append(assessor.answer(Block(1, [*many, *reversed(many)])))
    assert outcomes[0] == outcomes[1]
    right = lines[:2] + lines[3:4]
    assert not set(right) & set(decoded)
    assert set(lines) - set(right) == set(decoded)
