"""The firms of a consultant: enter a fact once, see where each stands, compare, keep states, take over from talks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from assistant.citing import Citer
from assistant.errors import InputError
from assistant.portfolio.bodies import (
    FIRM_FIELDS,
    read_changes,
    read_fields,
    read_numbers,
    read_revision,
)
from assistant.portfolio.carrying import carried, from_talk
from assistant.portfolio.comparing import read_side, side_by_side
from assistant.portfolio.deadlines import deadlines
from assistant.portfolio.itemised import by_item, changed, differences, title_of, together
from assistant.portfolio.listing import FILTERS, picked
from assistant.portfolio.records import Firm, NewEntry
from assistant.portfolio.standing import stand, standing_json
from assistant.requests import read_body, read_date, read_optional
from assistant.store.conversations import Conversations
from assistant.store.firms import Firms
from assistant.trying import Trials
from scoring import Pack, read_request
from scoring.errors import UnknownSchemeError

_MOST_KEPT = 5000
"""Standings that are remembered; made anew when a firm, the day or the rules change."""


class Opened(Protocol):
    """An assistant as far as its firms need it."""

    @property
    def store(self) -> Conversations:
        """The talks."""

    @property
    def citer(self) -> Citer:
        """Makes citations."""

    @property
    def trials(self) -> Trials:
        """Assessing and planning under the edition of a day."""

    def packs(self) -> tuple[Pack, ...]:
        """All schemes."""


class Portfolio:
    """All firms that are looked after; opened by the first use."""

    def __init__(self, assistant: Opened, today: Callable[[], date]) -> None:
        self.assistant = assistant
        self.today = today
        self._known: dict[tuple[object, ...], dict[str, Any]] = {}

    @property
    def store(self) -> Firms:
        """The firms in the database."""
        return Firms(self.assistant.store.sessions)

    def packs(self) -> dict[str, Pack]:
        """All schemes by id."""
        return {pack.id: pack for pack in self.assistant.packs()}

    # --- seeing ---

    def listed(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """GET /firms: a page of the list, with where each firm stands."""
        wanted = {name: value for name, value in read_body(query, FILTERS).items() if value not in (None, "")}
        day = read_date(wanted.get("as_of"), "as_of", self.today())
        packs = self.packs()
        if "scheme" in wanted:
            self.scheme(wanted["scheme"])
        rows = [firm.in_short() | self._standings(firm, packs, day) for firm in self.store.listed()]
        return {"as_of": day.isoformat(), **picked(rows, wanted)}

    def one(self, firm_id: str, *, as_of: object = None, history: bool = False) -> dict[str, Any]:
        """GET /firms/{id}: the firm with its ledger, kept states and talks."""
        firm = self.store.load(firm_id, history=history)
        day = read_date(as_of, "as_of", self.today())
        packs = self.packs()
        return (
            firm.in_short()
            | self._standings(firm, packs, day)
            | {
                "facts": {one.scheme: self.facts(firm, packs[one.scheme]) for one in firm.schemes},
                "ledger": [
                    entry.as_json() | {"title": title_of(packs[entry.scheme], entry.item, {})}
                    for entry in firm.ledger
                ],
                "states": [{"number": s.number, "name": s.name, "saved_at": s.saved_at} for s in firm.states],
                "talks": list(firm.talks),
            }
        )

    def facts(self, firm: Firm, pack: Pack) -> dict[str, Any]:
        """What counts under a scheme, as a request carries it."""
        return together(pack, firm.items(pack.id))

    def _standings(self, firm: Firm, packs: Mapping[str, Pack], day: date) -> dict[str, Any]:
        found = []
        for watched in firm.schemes:
            pack = packs[watched.scheme]
            key = (firm.id, firm.revision, pack.id, pack.sha256, len(pack.indicators), day)
            if key not in self._known:
                if len(self._known) >= _MOST_KEPT:
                    self._known.clear()
                citing = self.assistant.citer.rules(day)
                facts = self.facts(firm, pack)
                standing = stand(pack, read_request(pack, {"facts": facts}, today=day), watched.target)
                industries = {firm.industry or ""} | {
                    str(unit.get("industry") or "") for unit in facts.get("units") or []
                }
                self._known[key] = standing_json(standing, citing) | {
                    "order": list(standing.order),
                    "deadlines": deadlines(pack, industries - {""}, day, citing),
                }
            found.append(self._known[key])
        return {"standings": found}

    # --- changing ---

    def create(self, body: object) -> dict[str, Any]:
        """POST /firms: a new firm, with facts by scheme where they are given."""
        fields = read_body(body, (*FIRM_FIELDS, "facts"))
        packs = self.packs()
        told = read_fields(fields, packs)
        entries = self.entered(told, fields.get("facts"), packs, {"kind": "entered"})
        (firm_id,) = self.store.add([(None, told, entries)])
        self.carry(firm_id, [(entry.scheme, entry.item) for entry in entries])
        return self.one(firm_id)

    def entered(
        self, told: Mapping[str, Any], raw: object, packs: Mapping[str, Pack], origin: Mapping[str, Any]
    ) -> list[NewEntry]:
        """The entries of whole facts by scheme, checked by the core.

        Raises:
            InputError, ScoringError: facts of a scheme that the firm is not under, or wrong ones.
        """
        if raw is None:
            return []
        own = [watched.scheme for watched in told["schemes"]]
        if not isinstance(raw, Mapping) or set(raw) - set(own):
            raise InputError(
                f"facts：应为“方案: 事实”的对象，方案限于这家企业的：{'、'.join(own) or '（没有）'}"
            )
        found = []
        for scheme, facts in raw.items():
            request = read_request(packs[scheme], {"facts": facts}, today=self.today())
            for item, fact in by_item(packs[scheme], request.raw).items():
                found.append(NewEntry(scheme, item, fact, "confirmed", origin))
        return found

    def update(self, firm_id: str, body: object) -> dict[str, Any]:
        """POST /firms/{id}: other name, place, industry or schemes; what is not named stays."""
        fields = read_body(body, (*FIRM_FIELDS, "revision"))
        firm = self.store.load(firm_id)
        packs = self.packs()
        before = {
            "name": firm.name,
            "region": firm.region,
            "industry": firm.industry,
            "schemes": [{"scheme": one.scheme, "target": one.target} for one in firm.schemes],
        }
        told = read_fields({**before, **{n: v for n, v in fields.items() if n != "revision"}}, packs)
        self.store.write(firm_id, fields=told, revision=read_revision(fields.get("revision")))
        known = {watched.scheme for watched in firm.schemes}
        if any(watched.scheme not in known for watched in told["schemes"]):
            self.carry(firm_id, [(s, item) for s in known for item in firm.items(s)])
        return self.one(firm_id)

    def enter(self, firm_id: str, body: object) -> dict[str, Any]:
        """POST /firms/{id}/facts: facts of one scheme; other schemes of the firm are offered them."""
        fields = read_body(body, ("scheme", "facts", "revision", "source"))
        firm, pack = self._under(firm_id, fields.get("scheme"))
        before = self.facts(firm, pack)
        after = changed(pack, before, read_changes(fields.get("facts")), self.today())
        moved = differences(by_item(pack, before), by_item(pack, after))
        source = read_optional(fields.get("source"), "source", 200)
        origin = {"kind": "entered"} | ({"told_by": source} if source else {})
        entries = [NewEntry(pack.id, item, fact, "confirmed", origin) for item, fact in moved.items()]
        self.store.write(firm_id, entries, revision=read_revision(fields.get("revision")))
        self.carry(firm_id, [(pack.id, item) for item in moved])
        return self.one(firm_id)

    def decide(self, firm_id: str, body: object) -> dict[str, Any]:
        """POST /firms/{id}/confirm: waiting entries taken or refused; they were only proposed until now."""
        fields = read_body(body, ("accept", "reject", "revision"))
        accept, reject = (
            read_numbers(fields.get("accept"), "accept"),
            read_numbers(fields.get("reject"), "reject"),
        )
        if not accept and not reject:
            raise InputError('accept 和 reject 都是空的；请列出台账条目的号码，例如 {"accept": [3]}')
        if set(accept) & set(reject):
            raise InputError("同一条不能既确认又不要；请从 accept 或 reject 中去掉一个")
        firm, packs = self.store.load(firm_id), self.packs()
        taken = [entry for entry in firm.waiting() if entry.number in accept]
        for scheme in {entry.scheme for entry in taken}:
            items = firm.items(scheme) | {e.item: e.fact for e in taken if e.scheme == scheme}
            self._check(packs[scheme], {item: fact for item, fact in items.items() if fact is not None})
        self.store.write(
            firm_id, accept=accept, reject=reject, revision=read_revision(fields.get("revision"))
        )
        self.carry(firm_id, [(entry.scheme, entry.item) for entry in taken])
        return self.one(firm_id)

    def _check(self, pack: Pack, items: Mapping[str, Any]) -> None:
        """Raise where entries do not make facts: an aspect of a unit that is not there, a wrong content."""
        changed(pack, {}, items, self.today()) if items else None

    def carry(self, firm_id: str, entered: Sequence[tuple[str, str]]) -> int:
        """How many entries were proposed to other schemes of the firm."""
        firm = self.store.load(firm_id, history=True)
        if len(firm.schemes) < 2:
            return 0
        packs, found = self.packs(), 0
        for scheme in dict.fromkeys(name for name, _ in entered):
            if scheme not in {watched.scheme for watched in firm.schemes}:
                continue
            items = [item for name, item in entered if name == scheme]
            new = carried(firm, packs, scheme, items, self.today())
            if new:
                self.store.write(firm_id, new)
                firm = self.store.load(firm_id, history=True)
                found += len(new)
        return found

    def attach(self, firm_id: str, body: object) -> dict[str, Any]:
        """POST /firms/{id}/talks: a talk about the firm; what was confirmed in it is proposed to the firm."""
        talk_id = read_optional(read_body(body, ("conversation",)).get("conversation"), "conversation")
        if talk_id is None:
            raise InputError("conversation：请填对话编号")
        talk = self.assistant.store.load(talk_id, last=0)
        self.store.attach(firm_id, talk_id)
        self.store.write(firm_id, from_talk(self.store.load(firm_id, history=True), self.packs(), talk))
        return self.one(firm_id)

    # --- states ---

    def keep(self, firm_id: str, body: object) -> dict[str, Any]:
        """POST /firms/{id}/states: what is known now, under a name."""
        name = read_optional(read_body(body, ("name",)).get("name"), "name", 100)
        firm, packs = self.store.load(firm_id), self.packs()
        kept = {one.scheme: self.facts(firm, packs[one.scheme]) for one in firm.schemes}
        label = name or f"{self.today().isoformat()} 保存"
        self.store.keep(firm_id, label, kept, {scheme: packs[scheme].sha256 for scheme in kept})
        return self.one(firm_id)

    def remove(self, firm_id: str) -> dict[str, Any]:
        """DELETE /firms/{id}: the firm with its ledger and kept states is gone; talks stay by themselves."""
        return {"id": firm_id, "removed": self.store.remove(firm_id)}

    def compare(self, body: object) -> dict[str, Any]:
        """POST /firms/compare: two states of a firm, or two firms, under one scheme."""
        fields = read_body(body, ("scheme", "before", "after", "as_of"))
        pack = self.scheme(fields.get("scheme"))
        before, after = (
            read_side(self.store.load, fields.get(name), name, pack) for name in ("before", "after")
        )
        day = read_date(fields.get("as_of"), "as_of", self.today())
        return side_by_side(pack, before, after, day, self.assistant.citer.rules(day))

    def scheme(self, wanted: object) -> Pack:
        """The scheme of an id.

        Raises:
            UnknownSchemeError: there is none.
        """
        packs = self.packs()
        if not isinstance(wanted, str) or wanted not in packs:
            raise UnknownSchemeError(f"没有名为“{str(wanted)[:40]}”的方案；可用：{'、'.join(packs)}")
        return packs[wanted]

    def _under(self, firm_id: str, scheme: object) -> tuple[Firm, Pack]:
        firm, packs = self.store.load(firm_id), self.packs()
        own = [watched.scheme for watched in firm.schemes]
        if not isinstance(scheme, str) or scheme not in own:
            told = "、".join(own) or "没有"
            raise InputError(f"scheme：“{firm.name}”没有按“{str(scheme)[:40]}”跟踪；现有：{told}")
        return firm, packs[scheme]
