"""A scheme as the interface gives it: whole, and everything with its clause or its source."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.facade import Assistant
from assistant.schemes import scheme_on
from scoring import UnknownSchemeError, load_scheme, scheme_ids
from scoring.rules.cite import SEEN_LABELS
from scoring.rules.loader import PACKS

# Part by part: the attribute of the pack that must come through whole.
PARTS = (
    "calendar", "batches", "procedure", "contacts", "evidence_channels", "incentives", "withdrawal", "responses",
    "warning_levels", "targets", "legal_basis", "newer_rules", "not_decidable", "not_encoded",
)  # fmt: skip


@pytest.mark.parametrize("scheme", scheme_ids())
def test_every_part_comes_through_whole_with_its_origin(desk: Assistant, scheme: str) -> None:
    told = desk.scheme(scheme)
    pack = load_scheme(scheme)
    for part in PARTS:
        assert len(told[part]) == len(getattr(pack, part)), part
    cited = [entry for part in PARTS[:-3] for entry in told[part]]
    for entry in cited:
        assert (entry.get("citation") is None) != (entry.get("source") is None), entry
        if entry.get("citation"):
            assert entry["citation"]["quote"] and entry["citation"]["url"].startswith("/library/")
        else:
            assert entry["source"]["seen"] in SEEN_LABELS.values()
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told


def test_dates_are_passed_or_not_on_the_day(desk: Assistant) -> None:
    def on(day: str) -> dict[str, Any]:
        return scheme_on("henan-grading-2021", desk.citer, date.fromisoformat(day), desk.settings)

    assert [batch["passed"] for batch in on("2021-08-30")["batches"]] == [True, False, False, False]
    assert [batch["passed"] for batch in on("2021-08-31")["batches"]] == [True, True, False, False]
    report = next(entry for entry in desk.scheme("zhengzhou-green-factory")["calendar"] if not entry["date"])
    assert report["passed"] is None


def test_contacts_and_targets_keep_their_places_and_shares(desk: Assistant) -> None:
    contacts = desk.scheme("sanmenxia-grading-2022")["contacts"]
    assert next(one for one in contacts if one["who"] == "史莎莎")["places"] == ["灵宝市", "卢氏县"]
    metal = desk.scheme("henan-grading-2021")["targets"][1]
    assert (metal["at_least"], metal["before"], metal["unit"]) == (15.0, 7.6, "%")
    assert metal["members"][5]["name"] == "铸造" and metal["members"][5]["citation"]["quote"].split() == [
        "6",
        "铸造",
    ]


def test_indicators_and_consequences_of_an_industry_are_there(desk: Assistant) -> None:
    told = desk.scheme("liaocheng-grading-2020")
    assert {pack["industry"] for pack in told["indicators"]} >= {"砖瓦窑"}
    for pack in (*told["indicators"], *told["industry_responses"]):
        assert pack["completeness"] == "partial" and pack["missing"]
        assert any("一" <= letter <= "鿿" for letter in pack["source"]["seen"])
    assert told["industry_responses"][0]["responses"][0]["grade"] == "A"
    assert not desk.scheme("zhengzhou-green-factory")["indicators"]


def test_editions_are_named_and_the_one_in_force_is_shown(desk: Assistant) -> None:
    (only,) = desk.scheme("liaocheng-grading-2020")["editions"]
    assert only["shown"] and only["name"] == "liaocheng-grading-2020" and only["until"] == "2020-12-31"
    _install_later_edition(desk.settings.data_dir / "packs")
    told = desk.scheme("liaocheng-grading-2020")
    assert [(one["name"], one["shown"]) for one in told["editions"]] == [
        ("liaocheng-grading-2020", False),
        ("liaocheng-grading-2020@2021", True),
    ]
    assert told["validity"]["from"] == "2021-01-01"


def _install_later_edition(packs: Path) -> None:
    folder = packs / "liaocheng-grading-2020@2021"
    shutil.copytree(PACKS / "liaocheng-grading-2020", folder)
    file = folder / "pack.yaml"
    text = file.read_text(encoding="utf-8")
    old = 'effective: {from: "2020-08-19", until: "2020-12-31"'
    assert old in text
    file.write_text(
        text.replace(old, 'effective: {from: "2021-01-01", until: "2021-12-31"'), encoding="utf-8"
    )


def test_an_unknown_scheme_is_refused_with_the_known_ones(desk: Assistant) -> None:
    with pytest.raises(UnknownSchemeError, match="zhengzhou-green-factory"):
        desk.scheme("nothing")
