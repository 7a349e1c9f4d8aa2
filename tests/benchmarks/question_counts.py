"""How many questions settle a verdict: asked as the core says, in the order of the table, at random, and at the very least.

`python -m tests.benchmarks.question_counts [firms]` prints the table; a firm answers every question truthfully.
"""

from __future__ import annotations

import random
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean
from typing import Any

from scoring import Assessment, Pack, load_scheme, scheme_ids
from scoring.many.bulk import BulkAssessor

TODAY = date(2026, 11, 23)
Truths = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """Mean numbers of questions per firm of one kind."""

    kind: str
    firms: int
    single: float
    screened: float
    table: float
    at_random: float
    least: float

    @property
    def ratio(self) -> float:
        """One row a question, against the better of the table and chance."""
        return self.single / min(self.table, self.at_random)

    @property
    def screened_ratio(self) -> float:
        """Several rows a question where the core proposes it, against the better of the table and chance."""
        return self.screened / min(self.table, self.at_random)


@dataclass(frozen=True, slots=True)
class Simulation:
    """One scheme with the means to settle a verdict from answers."""

    pack: Pack
    bulk: BulkAssessor
    units: int

    def result(self, truth: Truths, known: Sequence[str]) -> Assessment:
        if self.pack.kind == "points":
            return self.bulk.assess({"facts": {item: truth[item] for item in known}})
        units: list[dict[str, Any]] = [{"name": f"{n + 1}号", "aspects": {}} for n in range(self.units)]
        for key in known:
            index, _, aspect = key.partition(".")
            units[int(index)]["aspects"][aspect] = truth[key]
        return self.bulk.assess({"facts": {"units": units}})

    def settled(self, truth: Truths, known: Sequence[str]) -> bool:
        result = self.result(truth, known)
        if self.pack.kind == "points" and self.pack.pass_rule is None:
            # No verdict can be had from that text; the points are settled when over or not over 90 % is.
            assert result.score is not None
            line = sum(section.max * section.weight for section in self.pack.sections) * 9 / 10
            return result.score.lower > line or result.score.upper <= line
        return result.settled

    def needed(self, truth: Truths, order: Sequence[str]) -> int:
        """The number of questions in this order after which the verdict stands; found by halving."""
        return bisect_left(range(len(order)), True, key=lambda count: self.settled(truth, order[:count]))

    def asked_by_core(self, truth: Truths) -> int:
        known: list[str] = []
        while not self.settled(truth, known):
            asked = next(q.item for q in self.result(truth, known).next_questions if q.item in truth)
            assert asked not in known, f"{asked} is asked again though it was answered"
            known.append(asked)
        return len(known)

    def screened_by_core(self, truth: Truths) -> int:
        known: list[str] = []
        asked = 0
        while not self.settled(truth, known):
            result = self.result(truth, known)
            single = [q.item for q in result.next_questions if q.item in truth][:1]
            items = result.screenings[0].items if result.screenings else single
            assert not set(items) & set(known), f"asked again: {items}"
            known += items
            asked += 1
        return asked

    def least(self, truth: Truths, order: Sequence[str]) -> int:
        """A small set of answers that settles the verdict, found by dropping all that can be spared: an upper bound of the least."""
        rng = random.Random("least")
        best = len(order)
        for _ in range(2):
            kept = list(order[: self.needed(truth, order)])
            for item in rng.sample(kept, len(kept)):
                rest = [other for other in kept if other != item]
                if self.settled(truth, rest):
                    kept = rest
            best = min(best, len(kept))
        return best


def point_kinds(pack: Pack) -> dict[str, Callable[[random.Random], Truths]]:
    """Kinds of firms under a points scheme: how must-haves and other rows turn out."""
    hints = {"almost_always": 0.97, "mostly": 0.85, "sometimes": 0.5, "seldom": 0.2}
    items = [item for item in pack.items.values() if item.kind != "authority"]

    def fact(good: bool, item: Any) -> dict[str, Any]:
        if item.open_formula:
            return {"points": float(item.points) if good else 0}
        if item.choices and good:
            return {"value": max(item.choices, key=lambda level: level.points).id}
        return {"status": "met" if good else "not_met"}

    def even(must: float, may: float) -> Callable[[random.Random], Truths]:
        return lambda rng: {i.id: fact(rng.random() < (must if i.gate else may), i) for i in items}

    def as_expected(rng: random.Random) -> Truths:
        return {i.id: fact(rng.random() < hints[i.usually_met or "sometimes"], i) for i in items}

    def by_block(rng: random.Random) -> Truths:
        level = {section.id: rng.choice((0.35, 0.7, 0.95)) for section in pack.sections}
        return {
            i.id: fact(rng.random() < (0.985 if i.gate else level.get(i.section or "", 0.7)), i)
            for i in items
        }

    return {
        "稳妥企业：必选全满足，可选七成": even(1.0, 0.7),
        "临界企业：必选全满足，可选四成": even(1.0, 0.4),
        "偏弱企业：必选98%，可选四成": even(0.98, 0.4),
        "一般企业：必选95%，可选五成": even(0.95, 0.5),
        "较差企业：必选80%，可选三成": even(0.8, 0.3),
        "板块有强有弱": by_block,
        "按各条通常满足的程度": as_expected,
    }


def ladder_kinds(pack: Pack, units: int) -> dict[str, Callable[[random.Random], Truths]]:
    """Kinds of firms on a ladder: how the grades of their aspects are spread."""
    rungs = pack.plain_rungs
    keys = [f"{unit}.{aspect}" for unit in range(units) for aspect in pack.aspect_ids]

    def spread(*weights: int) -> Callable[[random.Random], Truths]:
        return lambda rng: {key: rng.choices(rungs, weights[: len(rungs)])[0] for key in keys}

    def weak_spot(rng: random.Random) -> Truths:
        grades = {key: rng.choices(rungs[:2], (7, 3))[0] for key in keys}
        grades[rng.choice(keys)] = rng.choice(rungs)
        return grades

    return {
        "先进企业：A为主": spread(8, 2, 0, 0),
        "中等企业：B、C为主": spread(2, 4, 4, 0),
        "个别方面是D": spread(3, 4, 2, 1),
        "一处短板": weak_spot,
        "平均分布": spread(1, 1, 1, 1),
    }


def measure(scheme: str, firms: int, *, least: bool = True) -> Iterator[Counts]:
    """The counts for each kind of firm; `firms` firms in all."""
    pack = load_scheme(scheme)
    units = 1 if len(pack.aspect_ids) > 1 or pack.kind == "points" else 3
    simulation = Simulation(pack, BulkAssessor(pack, today=TODAY), units)
    kinds = point_kinds(pack) if pack.kind == "points" else ladder_kinds(pack, units)
    for kind, draw in kinds.items():
        rng = random.Random(f"{scheme} {kind}")
        rows: list[tuple[int, int, int, int, int]] = []
        for _ in range(-(-firms // len(kinds))):
            truth = draw(rng)
            table = list(truth)
            rows.append(
                (
                    simulation.asked_by_core(truth),
                    simulation.screened_by_core(truth),
                    simulation.needed(truth, table),
                    simulation.needed(truth, rng.sample(table, len(table))),
                    simulation.least(truth, table) if least else 0,
                )
            )
        yield Counts(kind, len(rows), *(mean(column) for column in zip(*rows, strict=True)))


def together(counts: Sequence[Counts]) -> Counts:
    """The mean over all kinds."""
    return Counts(
        "合计",
        sum(c.firms for c in counts),
        *(
            mean(getattr(c, name) for c in counts)
            for name in ("single", "screened", "table", "at_random", "least")
        ),
    )


def main() -> None:
    """Print the table."""
    firms = int(sys.argv[1]) if len(sys.argv) > 1 else 210
    schemes = sys.argv[2:] or scheme_ids()
    for scheme in schemes:
        counts = list(measure(scheme, firms))
        sys.stdout.write(
            f"\n{scheme}\n| 企业 | 家数 | 逐条问 | 成组问 | 按表 | 随机 | 至少 | 逐条比 | 成组比 |\n|---|---|---|---|---|---|---|---|---|\n"
        )
        for c in (*counts, together(counts)):
            sys.stdout.write(
                f"| {c.kind} | {c.firms} | {c.single:.1f} | {c.screened:.1f} | {c.table:.1f} | {c.at_random:.1f} | {c.least:.1f} | {c.ratio:.2f} | {c.screened_ratio:.2f} |\n"
            )


if __name__ == "__main__":
    main()
