"""Each folder of broken_packs has one fault; loading it fails with words that lead to the fault."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import PackError, load_pack
from scoring.rules.bands import build_bands
from scoring.rules.pack_schema import BandModel

HERE = Path(__file__).parent
BROKEN = sorted(path for path in (HERE / "broken_packs").iterdir() if path.is_dir())
SOUND = sorted(path for path in (HERE / "sound_packs").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_broken_pack_is_refused_with_words_that_lead_to_the_fault(folder: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    message = str(caught.value)
    for word in (folder / "expected.txt").read_text(encoding="utf-8").split("\n"):
        assert word in message, f"{word!r} is not in {message!r}"
    assert re.search("[\u4e00-\u9fff]", message)
    assert caught.value.faults


@pytest.mark.parametrize("folder", SOUND, ids=lambda folder: folder.name)
def test_the_packs_from_which_they_were_broken_are_sound(folder: Path) -> None:
    assert load_pack(folder).items


def test_a_pack_is_hashed_over_its_rules() -> None:
    one, other = (load_pack(folder) for folder in SOUND)
    assert one.sha256 != other.sha256
    assert load_pack(SOUND[0]).sha256 == one.sha256


LIMITS = st.lists(st.integers(0, 100), min_size=1, max_size=4, unique=True).map(sorted)


@given(LIMITS, st.lists(st.booleans(), min_size=5, max_size=5), st.integers(-5, 105))
def test_bands_cut_at_any_limits_cover_the_line_once(
    limits: list[int], below: list[bool], value: int
) -> None:
    models = [BandModel(gives="none", **_upper(limits[0], below[0]))]
    for index, (low, high) in enumerate(pairwise(limits)):
        models.append(BandModel(gives="open", **_lower(low, below[index]), **_upper(high, below[index + 1])))
    models.append(BandModel(gives="full", **_lower(limits[-1], below[len(limits) - 1])))
    bands, faults = build_bands(models[::-1], "1.01")
    assert faults == []
    for near in (Decimal(value), Decimal(value) + Decimal("0.5")):
        assert sum(band.holds(near) for band in bands) == 1


@given(LIMITS, st.booleans(), st.sampled_from((-1, 1)))
def test_a_gap_or_overlap_is_found(limits: list[int], below: bool, shift: int) -> None:
    models = [
        BandModel(gives="none", **_upper(limits[0] * 10, below)),
        BandModel(gives="full", **_lower(limits[0] * 10 + shift, below)),
    ]
    assert build_bands(models, "1.01")[1]


def _upper(limit: int, below: bool) -> dict[str, str]:
    return {"below": str(limit)} if below else {"up_to": str(limit)}


def _lower(limit: int, below: bool) -> dict[str, str]:
    return {"from": str(limit)} if below else {"above": str(limit)}
