"""Many firms under one scheme: the same core, with each answer to a row worked out once for all firms that give it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from scoring.assess import RequestHead, assess, exact_sums, read_head, read_request
from scoring.assessment import Assessment, Part
from scoring.many.remembered_rows import Read, RowMaker, RowMemory
from scoring.points_scheme.assess_points import conclude
from scoring.points_scheme.rows import Row
from scoring.rules.pack import Pack

# Distinct answers to rows that are remembered; firms with ever new figures must not fill the memory.
_MOST_ROWS = 200_000


class BulkAssessor:
    """Assesses firm after firm; results equal those of `assess`, one by one."""

    def __init__(
        self,
        pack: Pack,
        *,
        today: date,
        also: tuple[str, ...] = (),
        write: Callable[[Part], Any] | None = None,
        read: Read | None = None,
    ) -> None:
        """Prepare for firms under one scheme.

        Args:
            pack: the scheme.
            today: the day of bodies that name none.
            also: further fields of a body, which the caller reads.
            write: makes what a report says of a part of a row, once for all firms of which it is said.
            read: the item and the entry of a written fact; needed for `assess_written` only.
        """
        self._pack = pack
        self._today = today
        self._also = also
        self._write = write
        self._read = read
        self._forget()

    def _forget(self) -> None:
        self._maker = RowMaker(self._pack, self._write)
        self._memories: dict[tuple[date, str], RowMemory] = {}

    def assess(self, body: object) -> Assessment:
        """The result of one request body.

        Raises:
            RequestError, FactError, UnknownItemError: the body is not right.
        """
        if self._pack.kind == "ladder":
            return assess(self._pack, read_request(self._pack, body, today=self._today, also=self._also))
        head = read_head(body, today=self._today, also=self._also)
        with exact_sums():
            memory = self._memory(head)
            return self._conclude(head, memory, memory.of_entries(head.raw))

    def assess_written(self, body: object, facts: Iterable[bytes]) -> Assessment:
        """The result of a body of a points scheme whose facts come apart, as they were written; the last of an item counts.

        Raises:
            RequestError, FactError, UnknownItemError, or what `read` raises: the body or a fact is not right.
        """
        head = read_head(body, today=self._today, also=self._also)
        with exact_sums():
            memory = self._memory(head)
            return self._conclude(head, memory, memory.of_written(facts))

    def _conclude(self, head: RequestHead, memory: RowMemory, touched: dict[str, Row]) -> Assessment:
        rows = memory.unsaid | touched
        return conclude(self._pack, rows, touched=touched, as_of=head.as_of, proof=head.proof)

    def _memory(self, head: RequestHead) -> RowMemory:
        if self._maker.remembered >= _MOST_ROWS:
            self._forget()
        known = self._memories.get((head.as_of, head.proof))
        if known is None:
            known = RowMemory(self._maker, head.as_of, head.proof, self._read)
            self._memories[head.as_of, head.proof] = known
        return known
