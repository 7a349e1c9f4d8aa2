"""Rows of a points scheme, remembered by what is said of them: many firms give the same answer to a row."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import repeat
from typing import Any

from scoring.assessment import Part
from scoring.errors import FactError
from scoring.firm.checks import unproved
from scoring.firm.facts import PROOF_FIELDS, RUNGS, Statements, read_statements
from scoring.firm.statements import why_not
from scoring.points_scheme.points import ItemResult
from scoring.points_scheme.rows import Row, judged, row_from
from scoring.rules.pack import Item, Pack

# The written form tells 1, 1.0 and true apart, which compare equal; in this version of it equal things look alike.
_WRITES_ALIKE = 2
_dumps: Callable[[Any, int], bytes] = marshal.dumps

Read = Callable[[bytes], tuple[str, object]]
"""The item and the entry of a fact in some written form."""
Said = tuple[str, bytes]
"""An item and the marshalled form of what is said of it."""
Answered = tuple[str, Row]
"""An item and its row; one object for all answers of the same worth, so that few have to be fetched from memory."""
Proof = dict[str, object]
_CLAIMED: Proof = {}
_PROVED: Proof = {"source": RUNGS[-1]}


class RowMaker:
    """Works rows out; answers that come to the same result share one row."""

    def __init__(self, pack: Pack, write: Callable[[Part], Any] | None) -> None:
        """Prepare for one scheme.

        Args:
            pack: the scheme.
            write: makes what a report says of a part of a row.
        """
        self.pack = pack
        self.remembered = 0
        """How much all memories over this maker hold, in answers."""
        self._write = write
        self._alike: dict[tuple[str, ItemResult, bool], Row] = {}

    def row(self, item: Item, statements: Statements, as_of: date, proof: str) -> Row:
        """The row of an item under what is said of it."""
        result, claimed = judged(item, statements, as_of=as_of, proof=proof)
        key = (item.id, result, claimed)
        row = self._alike.get(key)
        if row is None:
            row = self._alike[key] = row_from(self.pack, result, claimed, self._write)
        return row


class RowMemory:
    """The rows for one day and one rung of proof."""

    def __init__(self, maker: RowMaker, as_of: date, proof: str, read: Read | None = None) -> None:
        """Remember nothing but the rows of items of which nothing is said.

        Args:
            maker: works out what is not remembered.
            as_of: the day of the results.
            proof: the weakest rung that counts.
            read: the item and the entry of a written fact.
        """
        items = maker.pack.items
        self.unsaid = {name: maker.row(item, (), as_of, proof) for name, item in items.items()}
        """The row of every item while nothing is said of it, in the order of the pack."""
        self._answers = _Answers(maker, as_of, proof)
        self._written = _Written(maker, self._answers, read)
        maker.remembered += len(items)

    def of_entries(self, raw: Mapping[str, object]) -> dict[str, Row]:
        """The rows of the items in the facts of a body.

        Raises:
            FactError, UnknownItemError: a fact is not right; the first of several.
        """
        # All of it runs in C, since it is done for every answer of every firm.
        said = zip(raw, map(_dumps, raw.values(), repeat(_WRITES_ALIKE)), strict=True)
        return dict(map(self._answers.__getitem__, said))

    def of_written(self, facts: Iterable[bytes]) -> dict[str, Row]:
        """The rows of the items in written facts; the last fact of an item counts.

        Raises:
            FactError, UnknownItemError, or what `read` raises: a fact is not right.
        """
        return dict(map(self._written.__getitem__, facts))


class _Written(dict[bytes, Answered]):
    """The item and the row of each fact as it was written."""

    def __init__(self, maker: RowMaker, answers: _Answers, read: Read | None) -> None:
        super().__init__()
        self._maker, self._answers, self._read = maker, answers, read

    def __missing__(self, written: bytes) -> Answered:
        assert self._read is not None
        item_id, entry = self._read(written)
        answered = self[written] = self._answers.plainly(item_id, entry)
        self._maker.remembered += 1
        return answered


class _Answers(dict[Said, Answered]):
    """The row of each answer, worked out when it is first looked up."""

    def __init__(self, maker: RowMaker, as_of: date, proof: str) -> None:
        super().__init__()
        self._maker, self._as_of, self._proof = maker, as_of, proof
        self._worths: dict[bytes, Proof | None] = {}

    def __missing__(self, said: Said) -> Answered:
        answered = self[said] = self.plainly(said[0], marshal.loads(said[1]))
        self._maker.remembered += 1
        return answered

    def plainly(self, item_id: str, entry: object) -> Answered:
        """The row of an answer, which is remembered in its plainest form alone."""
        plainest = self._plainest(item_id, entry)
        said = item_id, _marshalled(plainest)
        answered = self.get(said)
        if answered is None:
            statements = read_statements(self._maker.pack, item_id, plainest)
            item = self._maker.pack.items[item_id]
            row = self._maker.row(item, statements, self._as_of, self._proof)
            answered = self[said] = item.id, row
            self._maker.remembered += 1
        return answered

    def _plainest(self, item_id: str, entry: object) -> object:
        """The entry with the plainest proof of the same worth, since sources and days seldom show in a row.

        Of the proof of a single statement, as long as it counts, a row shows no more than whether there is one.
        """
        if not isinstance(entry, dict) or item_id not in self._maker.pack.items:
            return entry
        proof = {name: entry[name] for name in PROOF_FIELDS if name in entry}
        worth = self._worth(item_id, proof) if proof else None
        if worth is None:
            return entry
        return {name: part for name, part in entry.items() if name not in proof} | worth

    def _worth(self, item_id: str, proof: Proof) -> Proof | None:
        """The plainest proof that is worth the same; None where it counts for nothing or is not right."""
        said = _marshalled(proof)
        if said not in self._worths:
            self._worths[said] = self._weighed(item_id, proof)
        return self._worths[said]

    def _weighed(self, item_id: str, proof: Proof) -> Proof | None:
        try:
            (fact,) = read_statements(self._maker.pack, item_id, {"status": "unknown", **proof})
        except FactError:
            return None
        if why_not(fact, self._as_of, self._proof) is not None:
            return None
        return _CLAIMED if unproved(fact.source, fact.evidence) else _PROVED


def _marshalled(entry: object) -> bytes:
    return _dumps(entry, _WRITES_ALIKE)
