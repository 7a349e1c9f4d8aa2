"""Everything that a pack cites."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.rules.cite import Cite
from scoring.rules.pack import Pack


def rule_cites(pack: Pack) -> Iterator[Cite]:
    """The citations that decide points, gates or grades: rows, blocks, gates, the pass line, combination."""
    for item in pack.items.values():
        yield item.cite
        for level in (*item.stages, *item.choices):
            yield Cite(item.cite.document_id, item.cite.clause_id, level.quote)
    yield from (section.cite for section in pack.sections)
    yield from (gate.cite for gate in pack.gates)
    principles = (pack.worst_of_aspects, pack.worst_of_units, pack.undetermined_reason)
    yield from (principle.cite for principle in principles if principle and principle.cite)
    if pack.pass_rule is not None:
        yield pack.pass_rule.cite


def data_cites(pack: Pack) -> Iterator[Cite]:
    """The citations of readings, dates, incentives and the other data of the text."""
    yield from (reading.cite for reading in pack.readings if reading.cite)
    yield from (deadline.cite for deadline in pack.calendar)
    yield from (incentive.cite for incentive in pack.incentives)
    if pack.validity.cite is not None:
        yield pack.validity.cite
    yield from pack.industries_cites
    yield from (basis.cite for basis in pack.legal_basis)
    for target in pack.targets:
        yield target.cite
        yield from (member.cite for member in target.members)
    yield from (batch.cite for batch in pack.batches)
    yield from (step.cite for step in pack.procedure)
    if pack.uplift_list is not None:
        yield pack.uplift_list.cite
        yield pack.uplift_list.sort_cite
        yield from (rule.cite for rule in pack.uplift_list.rules)
    yield from (ground.cite for ground in pack.withdrawal)
    yield from (contact.cite for contact in pack.contacts)
    yield from (channel.cite for channel in pack.evidence_channels)
    yield from (response.cite for response in pack.responses if response.cite is not None)


def cited_documents(pack: Pack) -> frozenset[str]:
    """The texts that a pack cites, its own among them."""
    return frozenset({pack.document, *(cite.document_id for cite in (*rule_cites(pack), *data_cites(pack)))})
