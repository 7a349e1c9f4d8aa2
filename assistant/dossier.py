"""A dossier: facts, result and trace in one archive that anyone with the same rules can recompute."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import metadata
from typing import IO, Any

from assistant.canonical_json import canonical, parse_exact
from assistant.citing import Citer
from assistant.dossier_archive import MANIFEST, write_archive
from assistant.dossier_evidence import EvidenceFile, match, named_evidence
from assistant.dossier_manifest import FORMAT, VERSION, sealed
from assistant.dossier_text import readme, trace_text
from knowledge.corpus import Corpus
from scoring import Assessment, Pack, as_json, assess, read_request
from scoring.report import Citing
from scoring.rules.citations import cited_documents
from scoring.rules.editions import InForce

TEXTS = ("README.txt", "facts.json", "result.json", "trace.json", "trace.md")
"""The members beside the manifest and the evidence."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """All parts, ready to be written."""

    texts: Mapping[str, bytes]
    evidence: tuple[EvidenceFile, ...]
    """Files whose content goes in."""
    missing: Mapping[str, list[str]]
    """Evidence ids without a file → the items that name them."""
    unnamed: tuple[str, ...]
    """Files that no fact names."""

    def write(self, target: IO[bytes]) -> None:
        """The archive; the same parts give the same bytes.

        Raises:
            DossierError: a file of evidence changed meanwhile.
        """
        write_archive(target, self.texts, self.evidence)


@cache
def product_version() -> str:
    """The version of the program."""
    try:
        return metadata.version("lvping")
    except metadata.PackageNotFoundError:
        return "0"


def make_dossier(
    chosen: InForce,
    corpus: Corpus,
    body: object,
    today: date,
    *,
    files: tuple[EvidenceFile, ...] | None = None,
    with_evidence: bool = False,
) -> Dossier:
    """The dossier of a request; `today` is pinned as its day where the body names none.

    Args:
        chosen: the edition in force on the day of the request.
        corpus: at least the texts that the edition cites.
        body: facts, and day and proof where they are given.
        today: the day of making.
        files: the files of the evidence folder; None where none was given.
        with_evidence: whether the files themselves go in, beside their digests.

    Raises:
        ScoringError, InputError: the body is not right.
    """
    pack = chosen.pack
    request = read_request(pack, body, today=today)
    day = request.as_of.isoformat()
    facts = canonical({"facts": dict(request.raw), "as_of": day, "proof": request.proof})
    texts = dict(computed(pack, corpus, facts))
    texts["facts.json"] = facts
    # In the order of the canonical form, so that the order in which facts came leaves no trace.
    named = named_evidence(parse_exact(facts, "facts.json")["facts"])
    found = files or ()
    ids = match(named, tuple(file.name for file in found))
    evidence = {
        file.name: {
            "sha256": file.sha256,
            "size": file.size,
            "included": with_evidence,
            "ids": ids[file.name],
            "items": items_of(ids[file.name], named),
        }
        for file in found
    }
    missing = {one: items for one, items in named.items() if not any(one in known for known in ids.values())}
    unnamed = tuple(name for name in ids if not ids[name])
    texts["README.txt"] = readme(pack, day, request.proof).encode()
    texts[MANIFEST] = sealed(
        {
            "format": FORMAT,
            "format_version": VERSION,
            "product": product_version(),
            "scheme": pack.id,
            "kind": pack.kind,
            "title": pack.title,
            "pack": {
                "name": chosen.edition.name,
                "edition": pack.edition,
                "effective_from": pack.effective_from,
                "cycle_until": pack.cycle_until,
                "sha256": pack.sha256,
            },
            "edition_note": chosen.note,
            "indicators": {one.id: one.sha256 for one in pack.indicators},
            "corpus": corpus_digests(pack, corpus),
            "as_of": day,
            "proof": request.proof,
            "members": {
                name: {"sha256": hashlib.sha256(texts[name]).hexdigest(), "size": len(texts[name])}
                for name in TEXTS
            },
            "evidence": evidence,
            "evidence_missing": missing,
            "evidence_unnamed": list(unnamed),
        }
    )
    return Dossier(texts, found if with_evidence else (), missing, unnamed)


def items_of(ids: list[str], named: Mapping[str, list[str]]) -> list[str]:
    """The items whose facts name any of these ids, each once."""
    return list(dict.fromkeys(item for one in ids for item in named[one]))


def corpus_digests(pack: Pack, corpus: Corpus) -> dict[str, str]:
    """Document id → digest of its text, of the texts that the rules cite."""
    return {name: corpus.document(name).sha256 for name in sorted(cited_documents(pack))}


def computed(pack: Pack, corpus: Corpus, facts: bytes) -> dict[str, bytes]:
    """result.json, trace.json and trace.md as the core gives them for facts.json.

    Raises:
        ScoringError, InputError: the facts are not right for this edition.
    """
    body: Any = parse_exact(facts, "facts.json")
    request = read_request(pack, body, today=date.min)
    result = assess(pack, request)
    citing = Citer(corpus).rules(request.as_of)
    whole = as_json(result, citing)
    return {
        "result.json": canonical(whole),
        "trace.json": canonical(_trace(result, request.raw, citing)),
        "trace.md": trace_text(pack, whole, result, citing).encode(),
    }


def _trace(result: Assessment, raw: Mapping[str, Any], citing: Citing) -> list[dict[str, Any]]:
    """Every step with exact points as text, its clause and what was said."""
    return [
        {
            "item": step.item,
            "title": step.title,
            "said": _said(raw, step.item),
            "truth": step.truth.value,
            "lower": None if step.lower is None else str(step.lower),
            "upper": None if step.upper is None else str(step.upper),
            "because": step.because,
            "citation": citing(step.cite),
        }
        for step in result.trace
    ]


def _said(raw: Mapping[str, Any], item: str) -> object:
    if item in raw:
        return raw[item]
    place, _, aspect = item.partition(".")
    units = raw.get("units")
    if isinstance(units, list) and place.isdecimal() and int(place) < len(units):
        return (units[int(place)].get("aspects") or {}).get(aspect)
    return None
