"""A talk as it stands and a turn as it changes it: plain records, no database in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

FIRM_FIELDS = ("name", "region", "industry", "current", "target")


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it stands in one strand: one enterprise under one scheme."""

    id: str
    scheme: str | None
    role: str
    pending: str | None
    skipped: tuple[str, ...]
    """Items that were put aside, oldest first."""
    firm: Mapping[str, str | None]
    messages: tuple[dict[str, Any], ...]
    """Of all strands; the last ones where only they were asked for."""
    ledger: tuple[dict[str, Any], ...]
    """All entries of the strand in order; each has key, item, state, proposal, source."""
    number: int = 1
    """The strand's place in the talk, from 1."""
    enterprise: str = ""
    """Id of the enterprise."""
    returned: tuple[str, ...] = ()
    """Put-aside items that have come back by themselves."""
    asked: tuple[str, ...] = ()
    """Fields of the enterprise that were asked for."""
    next_key: int = 1
    """Number of the next entry; counted through all strands."""
    files: tuple[dict[str, Any], ...] = ()
    """Files given as proof in this strand."""
    others: tuple[Talk, ...] = ()
    """The other strands, in order, without their messages."""

    @property
    def strands(self) -> list[Talk]:
        """This strand and the others, in the order in which they came up."""
        return sorted((self, *self.others), key=lambda strand: strand.number)

    @property
    def proposed(self) -> tuple[dict[str, Any], ...]:
        """Entries that wait for a yes."""
        return tuple(entry for entry in self.ledger if entry["state"] == "proposed")

    @property
    def confirmed(self) -> tuple[dict[str, Any], ...]:
        """Entries that count."""
        return tuple(entry for entry in self.ledger if entry["state"] == "confirmed")


@dataclass(slots=True)
class Turn:
    """What one turn changes; written whole or not at all."""

    user_text: str | None = None
    reply: str = ""
    kind: str = "chat"
    citations: Sequence[dict[str, Any]] = ()
    proposals: Sequence[dict[str, Any]] = ()
    accept: Sequence[str] = ()
    reject: Sequence[str] = ()
    firm: Mapping[str, str] = field(default_factory=dict)
    scheme: str | None = None
    pending: str | None = None
    aside: tuple[str, ...] | None = None
    """Items that are put aside from now on; None leaves them as they are."""
    returned: tuple[str, ...] | None = None
    asked: tuple[str, ...] | None = None
    turn_to: int | None = None
    """Number of the strand that is taken up; everything else of the turn concerns that strand."""
    opens: Literal["firm", "scheme"] | None = None
    """A new strand: for a new enterprise, or for the same one under `scheme`."""
    file: Mapping[str, Any] | None = None
    """A file given as proof: id, sha256, name, kind, size, pages."""
    key: str | None = None
    """The caller's name for the turn; asked for again, the same reply is given and nothing is written."""
    sha256: str = ""
    """Of what was said, where a key is given."""
