"""Many firms under one scheme: the same core, with each answer to a row worked out once for all firms that give it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scoring.assess import RequestHead, assess, exact_sums, read_head, read_request
from scoring.assessment import Assessment
from scoring.firm.facts import read_statements
from scoring.points_scheme.assess_points import conclude
from scoring.points_scheme.rows import Row, row_of
from scoring.rules.pack import Pack

# Distinct answers to rows that are remembered; firms with ever new figures must not fill the memory.
_MOST_ROWS = 200_000


class BulkAssessor:
    """Assesses firm after firm; results equal those of `assess`, one by one."""

    def __init__(self, pack: Pack, *, today: date, also: tuple[str, ...] = ()) -> None:
        self._pack = pack
        self._today = today
        self._also = also
        self._day_and_proof: tuple[date, str] | None = None
        self._unsaid: dict[str, Row] = {}
        self._rows: dict[tuple[str, str], Row] = {}

    def assess(self, body: object) -> Assessment:
        """The result of one request body.

        Raises:
            RequestError, FactError, UnknownItemError: the body is not right.
        """
        if self._pack.kind == "ladder":
            return assess(self._pack, read_request(self._pack, body, today=self._today, also=self._also))
        head = read_head(body, today=self._today, also=self._also)
        with exact_sums():
            self._prepare(head)
            rows = {**self._unsaid, **self._known(head.raw)}
            return conclude(self._pack, rows, touched=head.raw, as_of=head.as_of, proof=head.proof)

    def _prepare(self, head: RequestHead) -> None:
        wanted = (head.as_of, head.proof)
        if self._day_and_proof == wanted and len(self._rows) < _MOST_ROWS:
            return
        self._day_and_proof = wanted
        self._rows = {}
        self._unsaid = {
            item.id: row_of(self._pack, item, (), as_of=head.as_of, proof=head.proof)
            for item in self._pack.items.values()
        }

    def _known(self, raw: Mapping[str, object]) -> dict[str, Row]:
        known: dict[str, Row] = {}
        for item_id, entry in raw.items():
            # The printed form tells 1, 1.0 and true apart, which compare equal.
            key = (item_id, repr(entry))
            row = self._rows.get(key)
            if row is None:
                row = self._rows[key] = self._worked_out(item_id, entry)
            known[item_id] = row
        return known

    def _worked_out(self, item_id: str, entry: object) -> Row:
        assert self._day_and_proof is not None
        as_of, proof = self._day_and_proof
        statements = read_statements(self._pack, item_id, entry)
        return row_of(self._pack, self._pack.items[item_id], statements, as_of=as_of, proof=proof)
