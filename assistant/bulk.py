"""Many firms at once: shares against the targets of a text, and the list of firms to be uplifted."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.errors import InputError
from assistant.firm_lines import FirmReader
from assistant.requests import read_body, read_date, read_optional
from knowledge.places import resolve
from prompts.plain_cells import inert
from scoring import Cite, Pack, ScoringError
from scoring.many.shares import Share, compare, spread
from scoring.many.tally import READINGS, Count, Firm, Tally, cities_of
from scoring.many.uplift_list import READINGS as LIST_READINGS
from scoring.many.uplift_list import ListedFirm, UpliftRow, in_order, list_format, uplift_rows
from scoring.numbers import rounded
from scoring.provenance import standing_notes

MOST_FACTORIES = 2000
"""Firms of one request body; the command line takes any number."""
LIST_FORMATS = ("xlsx", "csv", "json")
Citing = Callable[[Cite], dict[str, Any]]


class TargetBoard:
    """Shares of well graded firms by city and industry group; memory does not grow with the firms."""

    def __init__(self, pack: Pack, packs: Iterable[Pack], today: date, city: str | None = None) -> None:
        self._pack = pack
        self._today = today
        self._reader = FirmReader(pack, today)
        self._tally = Tally(pack, tuple(packs), city=None if city is None else _city(pack, city))

    def add(self, body: object) -> None:
        """Count the firm of a body.

        Raises:
            InputError, ScoringError: the body is not right; the firm is not counted.
        """
        firm = self._reader.read(body)
        self._tally.add(Firm(firm.request, firm.region, firm.city, firm.inside))

    def as_json(self, citing: Citing) -> dict[str, Any]:
        """Everything counted so far; shares in per cent, rounded half up to two decimals."""
        tally = self._tally
        return {
            "scheme": self._pack.id,
            "title": self._pack.title,
            "pack": {"edition": self._pack.edition, "sha256": self._pack.sha256},
            "city": tally.city,
            "firms": {"read": tally.firms, "counted": tally.counted},
            "rows": [_count(self._pack, count, citing) for count in tally.counts()],
            "left_out": {
                reason: {"firms": tally.left_out_firms[reason], "names": dict(names.most_common())}
                for reason, names in tally.left_out.items()
            },
            "renamed": [
                {"said": said, "as": known, "units": units}
                for (said, known), units in self._reader.renamed.items()
            ],
            "readings": list(READINGS),
            "notes": list(_notes(self._pack, ("s2", "annex-1", "annex-2"), self._today)),
        }


def read_board(pack: Pack, packs: Iterable[Pack], body: object, today: date) -> TargetBoard:
    """The board of the firms in a request body, `{"factories": […], "city": …, "as_of": …}`.

    Raises:
        InputError, ScoringError: the body or one of its firms is not right; says which.
    """
    fields = read_body(body, ("factories", "city", "as_of"))
    firms = fields.get("factories")
    if not isinstance(firms, list) or len(firms) > MOST_FACTORIES:
        found = f"{len(firms)} 家" if isinstance(firms, list) else "不是列表"
        raise InputError(
            f"factories：{found}；应为企业的列表，最多 {MOST_FACTORIES} 家，更多时请用 lvping targets --jsonl"
        )
    board = TargetBoard(
        pack, packs, read_date(fields.get("as_of"), "as_of", today), read_optional(fields.get("city"), "city")
    )
    for place, firm in enumerate(firms):
        try:
            board.add(firm)
        except (InputError, ScoringError) as exc:
            raise InputError(f"factories[{place}]：{exc.detail}") from exc
    return board


def targets_json(
    pack: Pack, packs: Iterable[Pack], body: object, today: date, citing_on: Callable[[date], Citing]
) -> dict[str, Any]:
    """The board of a request body as JSON, its citations as they stand today."""
    return read_board(pack, packs, body, today).as_json(citing_on(today))


class UpliftList:
    """The rows of 附件3 for many firms."""

    def __init__(self, pack: Pack, today: date) -> None:
        self.form = list_format(pack)
        self._pack = pack
        self._today = today
        self._reader = FirmReader(pack, today)
        self._rows: list[UpliftRow] = []
        self._firms = self._at_the_top = 0

    def add(self, body: object) -> None:
        """List the firm of a body, unless it holds the best grade in every industry.

        Raises:
            InputError, ScoringError: the body is not right; the firm is not listed.
        """
        firm = self._reader.read(body)
        rows = uplift_rows(
            self._pack, ListedFirm(firm.name, firm.city, firm.county, firm.request, firm.wishes)
        )
        self._firms += 1
        self._at_the_top += not rows
        self._rows += rows

    def as_json(self) -> dict[str, Any]:
        """The list with what is still open in each row."""
        columns = self.form.columns
        blanks: Counter[str] = Counter()
        rows = []
        for number, row in enumerate(self._sorted(), 1):
            empty = [columns[place] for place in row.blanks()]
            blanks.update(empty)
            rows.append({"cells": dict(zip(columns, row.cells(number), strict=True)), "open": empty})
        return {
            "scheme": self._pack.id,
            "title": self.form.title,
            "as_of": self._today.isoformat(),
            "columns": list(columns),
            "firms": {"read": self._firms, "listed": self._firms - self._at_the_top},
            "rows": rows,
            "open": {column: blanks[column] for column in columns if blanks[column]},
            "readings": list(LIST_READINGS),
            "notes": list(_notes(self._pack, ("annex-3",), self._today)),
        }

    def as_file(self, fmt: str) -> bytes:
        """The list as xlsx or csv; every cell is text, never a formula.

        Raises:
            InputError: another format.
        """
        if fmt == "csv":
            return self._csv()
        if fmt != "xlsx":
            raise InputError(f"不支持的格式“{fmt[:20]}”；可用：{'、'.join(LIST_FORMATS)}")
        from prompts.uplift_workbook import ListLine, list_workbook

        day = self._today
        lines = [ListLine(row.cells(number), row.blanks()) for number, row in enumerate(self._sorted(), 1)]
        return list_workbook(
            self.form.title,
            f"日期：{day.year}年{day.month}月{day.day}日",
            self.form.columns,
            lines,
            (*LIST_READINGS, *_notes(self._pack, ("annex-3",), day)),
        )

    def _csv(self) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.form.columns)
        for number, row in enumerate(self._sorted(), 1):
            writer.writerow(inert(cell) for cell in row.cells(number))
        # The mark lets Excel see that this is UTF-8.
        return out.getvalue().encode("utf-8-sig")

    def _sorted(self) -> list[UpliftRow]:
        return in_order(self._pack, self._rows, cities_of(self._pack), _by_sound)


def _notes(pack: Pack, clauses: tuple[str, ...], day: date) -> tuple[str, ...]:
    """What is said of the edition, with those faults of the text that stand in these clauses."""
    faults = tuple(fault for fault in pack.source_faults if fault.clause_id.startswith(clauses))
    return standing_notes(replace(pack, source_faults=faults), frozenset(), day)


def _by_sound(name: str) -> tuple[list[str], str]:
    """Pinyin, then the characters, so that no two names are equal."""
    # Imported here: its tables are large, and only this list sorts by sound.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(name, style=Style.TONE3), name


def _city(pack: Pack, name: str) -> str:
    place = resolve(name)
    return next((known for known in (place.chain if place else ()) if known in cities_of(pack)), name)


def _count(pack: Pack, count: Count, citing: Citing) -> dict[str, Any]:
    return {
        "name": count.name,
        "scope": count.scope,
        "firms": count.standings.total(),
        "grades": spread(count.standings, pack.rungs, leading=False),
        "leading": spread(count.standings, pack.leading_rungs, leading=True),
        "targets": [
            {
                "year": target.year,
                "at_least": float(target.at_least),
                "unit": target.unit,
                "judged": count.judged,
                "shares": [_share(share, count.judged) for share in compare(pack, count.standings, target)],
                "citation": citing(cite),
            }
            for target, cite in count.targets
        ],
    }


def _share(share: Share, judged: bool) -> dict[str, Any]:
    lower, upper = share.per_cent(share.lower), share.per_cent(share.upper)
    return {
        "counts": list(share.rungs),
        "lower": {"firms": share.lower, "share": None if lower is None else rounded(lower)},
        "upper": {"firms": share.upper, "share": None if upper is None else rounded(upper)},
        "status": share.reached if judged else None,
        "missing": share.missing if judged else None,
        "missing_at_best": share.missing_at_best if judged else None,
    }
