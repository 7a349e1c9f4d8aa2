"""Talks as users hold them, over HTTP against the real server without a language model."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from scripted_talks import Player, scripts

from scoring import scheme_ids

SCRIPTS = dict(scripts())


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_talk_goes_as_written(address: str, name: str) -> None:
    if faults := Player(address).play(SCRIPTS[name]):
        pytest.fail("\n".join(faults), pytrace=False)


def test_there_are_talks_of_every_role_and_scheme() -> None:
    roles = Counter(script["role"] for script in SCRIPTS.values())
    named: set[Any] = {script.get("scheme") for script in SCRIPTS.values()}
    named |= {turn.get("scheme") for script in SCRIPTS.values() for turn in script["turns"]}
    assert len(SCRIPTS) >= 60
    assert min(roles[role] for role in ("officer", "helpdesk", "consultant")) >= 8
    assert named >= set(scheme_ids())
