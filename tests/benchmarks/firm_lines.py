"""Invented firms for load, one JSON line each: `python -m tests.benchmarks.firm_lines SCHEME COUNT [--seed N]`.

The same scheme, seed and place in the row always give the same firm, however many are asked for.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from scoring import Item, Pack, load_scheme

_REGIONS = (
    ("郑州市", 14), ("巩义市", 4), ("新密", 3), ("郑州高新区", 2), ("洛阳市", 9), ("新安县", 2), ("新乡市", 8), ("长垣市", 3),
    ("开封市", 4), ("兰考县", 2), ("安阳市", 6), ("林州", 2), ("许昌市", 6), ("长葛市", 3), ("南阳市", 5), ("平顶山市", 4), ("鹤壁市", 2),
    ("焦作市", 6), ("濮阳市", 3), ("漯河市", 2), ("三门峡市", 3), ("灵宝", 2), ("渑池县", 1), ("商丘市", 4), ("信阳市", 3), ("周口市", 3),
    ("驻马店市", 3), ("济源市", 2), ("河南省", 1), ("济南市", 1), (None, 1),
)  # fmt: skip
"""Where firms lie and how many of a hundred; some outside, some not told."""
_INDUSTRIES = (
    ("铸造", 16), ("翻砂", 2), ("水泥", 4), ("砖瓦窑", 8), ("砖厂", 1), ("陶瓷", 4), ("耐火材料", 10), ("玻璃", 2), ("岩矿棉", 1), ("石灰窑", 2),
    ("炭素", 3), ("铁合金", 2), ("再生铜铝铅锌", 3), ("有色金属压延", 5), ("防水建筑材料", 2), ("制药", 3), ("涂料制造", 2), ("包装印刷", 8),
    ("人造板制造", 4), ("橡胶制品制造", 3), ("家具制造", 8), ("工程机械整机制造", 2), ("工业涂装", 14), ("省级重点行业", 5), ("水泥制品", 2),
    ("纺织", 1),
)  # fmt: skip
_KINDS = ((0.06, 0), (0.16, 1), (0.24, 2), (0.62, 3), (1.0, 4))
"""Shares of firms, added up, by how far down the ladder their worst aspects tend to be."""
_RUNGS_OF_PROOF = ("document", "third_party", "department", "onsite", "online")


def firms(pack: Pack, count: int, *, seed: int = 1, complete: bool = False) -> Iterator[dict[str, Any]]:
    """Bodies with `enterprise` and `facts`.

    Args:
        pack: any scheme.
        count: how many.
        seed: another seed gives other firms.
        complete: leave nothing unknown, and give no proof that could fail.
    """
    for number in range(count):
        rng = random.Random(f"{pack.id} {seed} {number}")
        industry = _drawn(rng, _INDUSTRIES)
        enterprise = {"name": f"企业{number + 1:06d}", "region": _drawn(rng, _REGIONS), "industry": industry}
        known = 1.0 if complete else rng.choice((0.4, 0.8, 0.95, 1.0, 1.0))
        if pack.kind == "ladder":
            facts = _ladder(pack, rng, str(industry), known, complete=complete)
        else:
            facts = _points(pack, rng, known, complete=complete)
        yield {"enterprise": enterprise, "facts": facts}


def _drawn(rng: random.Random, weighted: tuple[tuple[Any, int], ...]) -> Any:
    return rng.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]


def _ladder(pack: Pack, rng: random.Random, industry: str, known: float, *, complete: bool) -> dict[str, Any]:
    units = [_unit(pack, rng, industry, known, complete=complete)]
    if rng.random() < 0.15:
        units.append(_unit(pack, rng, str(_drawn(rng, _INDUSTRIES)), known, complete=complete))
    events = {
        item.id: item.adverse if rng.random() < 0.02 else not item.adverse
        for item in pack.of_kind("event")
        if complete or rng.random() < known
    }
    return {"units": units, "events": events}


def _unit(pack: Pack, rng: random.Random, industry: str, known: float, *, complete: bool) -> dict[str, Any]:
    leading = bool(pack.leading_rungs) and not complete and rng.random() < 0.05
    rungs = pack.leading_rungs if leading else pack.rungs
    draw = rng.random()
    low = min(next(place for share, place in _KINDS if draw <= share), len(rungs) - 1)
    aspects: dict[str, Any] = {}
    for item in pack.of_kind("aspect"):
        if rng.random() < known:
            grade = rungs[low if rng.random() < 0.4 else rng.randint(0, low)]
            aspects[item.id] = grade if complete else _proved(rng, {"grade": grade}, grade)
    unit: dict[str, Any] = {"name": f"{industry}车间", "industry": industry, "aspects": aspects}
    return {**unit, "track": "leading"} if leading else unit


def _points(pack: Pack, rng: random.Random, known: float, *, complete: bool) -> dict[str, Any]:
    must, may = rng.choice(((1.0, 0.9), (1.0, 0.8), (0.99, 0.7), (0.95, 0.5), (0.8, 0.3)))
    facts = {}
    for item in pack.items.values():
        if item.kind == "authority" or rng.random() >= known:
            continue
        good = rng.random() < (must if item.gate else may)
        figure = None if complete or rng.random() < 0.5 else _figure(rng, item, good=good)
        fact = figure or _row(rng, item, good=good)
        facts[item.id] = fact if complete else _proved(rng, fact, fact)
    return facts


def _row(rng: random.Random, item: Item, *, good: bool) -> dict[str, Any]:
    if item.open_formula and item.points is not None:
        return {"points": int(item.points) if good else 0}
    if item.choices or item.stages:
        levels = item.choices or item.stages
        # "met" says that the size is there which the text may ask for beside a stage.
        return {"status": "met", "value": rng.choice(levels).id} if good else {"status": "not_met"}
    if good and item.kind in ("optional", "bonus") and rng.random() < 0.3:
        return {"status": "met", "ratio": rng.choice((0.25, 0.5, 0.75))}
    return {"status": "met" if good else "not_met"}


def _figure(rng: random.Random, item: Item, *, good: bool) -> dict[str, Any] | None:
    """A measured value from a stretch of the number line that is good or bad for the row; None without such a rule."""
    if item.value is None:
        return None
    wanted = ("met", "full", "open") if good else ("not_met", "none")
    bands = [band for band in item.value.bands if band.gives in wanted]
    if not bands:
        return None
    band = rng.choice(bands)
    low = band.low if band.low is not None else Decimal(0)
    high = band.high if band.high is not None else low + 20
    # A hundredth inside the limits, so that it does not matter which of them belong to the stretch.
    value = low + (high - low) * Decimal(rng.randint(1, 99)) / 100
    return {"value": float(value), "unit": item.value.unit}


def _proved(rng: random.Random, fact: dict[str, Any], bare: Any) -> Any:
    """The fact, half of the time with its proof, now and then one that has run out."""
    if rng.random() < 0.5:
        return bare
    proof: dict[str, Any] = {"source": rng.choice(_RUNGS_OF_PROOF)}
    if rng.random() < 0.1:
        proof["valid_until"] = f"{rng.randint(2020, 2028)}-12-31"
    return {**fact, **proof}


def main() -> None:
    """Write the lines to stdout."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.firm_lines")
    parser.add_argument("scheme")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--complete", action="store_true", help="nothing unknown")
    parser.add_argument("--facts-only", action="store_true", help="lines for `lvping assess --jsonl`")
    told = parser.parse_args()
    for firm in firms(load_scheme(told.scheme), told.count, seed=told.seed, complete=told.complete):
        line = {"facts": firm["facts"]} if told.facts_only else firm
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
