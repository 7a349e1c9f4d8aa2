"""What the interface and the command line offer beside assessing: editions by day, trials, firmness, dossiers."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.assessing import Assessor
from assistant.citing import Citer
from assistant.installed import equipped
from assistant.requests import read_body
from assistant.settings import Settings
from knowledge.corpus import Corpus
from scoring import Pack, read_request
from scoring.firm.facts import read_day
from scoring.rules.citations import cited_documents
from scoring.rules.editions import InForce, editions, pack_folders, scheme_in_force


def in_force(
    scheme_id: str,
    body: object,
    today: date,
    folders: Sequence[Path] | None = None,
    active: Path | None = None,
) -> InForce:
    """The edition that decides on the day of a request body, with the indicator packs of the active folder.

    Raises:
        UnknownSchemeError: no such scheme.
        FactError: the body names a day that does not exist.
    """
    day = read_day(body.get("as_of"), "as_of") if isinstance(body, Mapping) else None
    found = scheme_in_force(scheme_id, day or today, folders)
    return replace(found, edition=replace(found.edition, pack=equipped(found.pack, active)))


def cited_by_all_editions(scheme_id: str, folders: Sequence[Path] | None = None) -> frozenset[str]:
    """The texts that any edition of a scheme cites."""
    return frozenset().union(*(cited_documents(edition.pack) for edition in editions(scheme_id, folders)))


class Trials:
    """Runs the core on changed facts, changed days and changed rules; nothing is saved."""

    def __init__(
        self,
        corpus: Corpus,
        citer: Citer,
        *,
        today: Callable[[], date] = date.today,
        data_dir: Path | None = None,
    ) -> None:
        self._corpus = corpus
        self._citer = citer
        self._today = today
        self._folders = pack_folders(data_dir)
        self._active = None if data_dir is None else Settings(data_dir=data_dir).indicators_active

    def edition(self, scheme_id: str, body: object) -> InForce:
        """The edition that decides on the day of a request body.

        Raises:
            UnknownSchemeError, FactError: no such scheme, or no such day.
        """
        return in_force(scheme_id, body, self._today(), self._folders, self._active)

    def assess(self, scheme_id: str, body: object) -> dict[str, Any]:
        """The result under the edition in force on the day of the body; a note says which, where there are several.

        Raises:
            ScoringError: the body is not right.
        """
        chosen = self.edition(scheme_id, body)
        return noted(Assessor(self._citer).assess(chosen.pack, body, self._today()), chosen)

    def plan(self, scheme_id: str, body: object) -> dict[str, Any]:
        """The plan under the edition in force on the day of the body.

        Raises:
            ScoringError, InputError: the body is not right.
        """
        chosen = self.edition(scheme_id, body)
        return noted(Assessor(self._citer).plan(chosen.pack, body, self._today()), chosen)

    def what_if(self, scheme_id: str, body: object) -> dict[str, Any]:
        """POST /schemes/{id}/what-if.

        Raises:
            ScoringError, InputError: the body is not right.
        """
        fields = read_body(body, ("facts", "changes", "as_of", "proof"))
        today = self._today()
        chosen = self.edition(scheme_id, fields)
        request = read_request(chosen.pack, fields, today=today, also=("changes",))
        from scoring.trials.what_if import what_if, what_if_as_json

        trial = what_if(chosen.pack, request, fields.get("changes"))
        whole = what_if_as_json(trial, self._citer.rules(request.as_of))
        return whole | {"notes": [chosen.note] if chosen.note else []}

    def sensitivity(self, scheme_id: str, body: object) -> dict[str, Any]:
        """POST /schemes/{id}/sensitivity.

        Raises:
            ScoringError: the body is not right.
        """
        today = self._today()
        chosen = self.edition(scheme_id, body)
        request = read_request(chosen.pack, body, today=today)
        from scoring.trials.sensitivity import sensitivity
        from scoring.trials.sensitivity_json import sensitivity_as_json

        whole = sensitivity_as_json(sensitivity(chosen.pack, request), self._citer.rules(request.as_of))
        return whole | {"notes": [chosen.note] if chosen.note else []}

    def dossier(self, scheme_id: str, body: object) -> bytes:
        """POST /schemes/{id}/dossier: the archive, without evidence files.

        Raises:
            ScoringError, InputError: the body is not right.
        """
        # What writes archives and reads text templates is not needed for the rest.
        from assistant.dossier import make_dossier

        today = self._today()
        chosen = self.edition(scheme_id, body)
        archive = io.BytesIO()
        make_dossier(chosen, self._corpus, body, today).write(archive)
        return archive.getvalue()

    def diff(self, old: Pack, new: Pack, body: object) -> dict[str, Any]:
        """Two packs side by side, and a firm under both when there is a body.

        Raises:
            ScoringError: the packs or the body are not right.
        """
        day = read_day(body.get("as_of"), "as_of") if isinstance(body, Mapping) else None
        today = self._today()
        sides = (equipped(old, self._active), equipped(new, self._active))
        from scoring.trials.edition_diff import diff_editions, edition_diff_as_json

        found = diff_editions(*sides, body, today=today)
        return edition_diff_as_json(found, self._citer.rules(day or today))


def noted(result: dict[str, Any], chosen: InForce) -> dict[str, Any]:
    """The result with the note on its edition, where there is one, before its other notes."""
    if chosen.note is not None:
        result["notes"] = [chosen.note, *result["notes"]]
    return result
