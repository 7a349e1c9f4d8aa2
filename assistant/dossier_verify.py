"""Whether a dossier still holds: recomputed with the installed rules and texts, and compared part by part."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from assistant.canonical_json import canonical, parse_exact
from assistant.dossier import TEXTS, computed, corpus_digests, items_of, product_version
from assistant.dossier_archive import EVIDENCE, MANIFEST, Content, read_archive
from assistant.dossier_evidence import match, named_evidence, read_evidence
from assistant.dossier_manifest import DossierError, Manifest, read_manifest
from assistant.dossier_text import readme
from assistant.errors import InputError
from assistant.ingesting.installed_texts import installed_corpus
from assistant.installed import equipped
from knowledge.corpus import Corpus
from scoring.days import parse_day
from scoring.errors import ScoringError
from scoring.rules.citations import cited_documents
from scoring.rules.editions import Edition, editions, scheme_in_force

What = Literal["pack", "corpus", "evidence", "result", "trace", "text"]


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that is not as the dossier says; `before` is the dossier, `after` is here and now."""

    what: What
    path: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Verification:
    """The dossier's own account and everything that differs from it."""

    manifest: Manifest
    differences: tuple[Differs, ...]
    notes: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return not self.differences

    def as_json(self) -> dict[str, Any]:
        """The account for machines; numbers that differ stand as exact text where JSON has no such number."""
        return {
            "holds": self.holds,
            "scheme": self.manifest.scheme,
            "edition": self.manifest.pack.edition,
            "as_of": self.manifest.as_of,
            "differences": [
                {"what": d.what, "path": d.path, "before": _shown(d.before), "after": _shown(d.after)}
                for d in self.differences
            ],
            "notes": list(self.notes),
        }


def _shown(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    if isinstance(value, dict):
        return {key: _shown(part) for key, part in value.items()}
    return [_shown(part) for part in value] if isinstance(value, list) else value


def verify_dossier(
    path: Path,
    *,
    evidence: Path | None = None,
    folders: Sequence[Path] | None = None,
    active: Path | None = None,
) -> Verification:
    """What differs between a dossier and what the installed rules make of its facts.

    Args:
        path: the archive.
        evidence: the folder of the evidence, when it is at hand.
        folders: where editions are looked for; the usual places when not given.
        active: folder of the active indicator packs; the usual one when not given.

    Raises:
        DossierError: damaged, changed since it was made, or no dossier at all: nothing was recomputed.
        InputError: the evidence folder cannot be read.
        UnknownSchemeError: its scheme is not installed.
    """
    content = read_archive(path)
    if MANIFEST not in content.texts:
        raise DossierError("这不是绿评的评估档案：缺少 manifest.json")
    manifest = read_manifest(content.texts[MANIFEST])
    _check_members(content, manifest)
    facts = _facts(content, manifest)
    day = parse_day(manifest.as_of)
    if day is None or facts.get("as_of") != manifest.as_of or facts.get("proof") != manifest.proof:
        raise DossierError("评估档案已损坏或被改动：manifest.json 与 facts.json 的日期或证据级别不一致")
    edition, notes = _edition(manifest, day, folders)
    edition = replace(edition, pack=equipped(edition.pack, active))
    corpus = installed_corpus(only=cited_documents(edition.pack))
    found = [
        *_pack_differences(manifest, edition),
        *_corpus_differences(manifest, corpus_digests(edition.pack, corpus)),
        *_named_differences(manifest, facts),
        *(_evidence_differences(manifest, evidence) if evidence is not None else ()),
        *_recomputed(content, manifest, edition, corpus),
    ]
    if added := [one.id for one in edition.pack.indicators if one.id not in manifest.indicators]:
        notes.append(f"本机另装有生成评估档案时没有的指标包：{'、'.join(added)}")
    if manifest.evidence and evidence is None and not any(e.included for e in manifest.evidence.values()):
        notes.append(f"没有核对 {len(manifest.evidence)} 份证明材料；手里有材料时请加 --evidence 文件夹")
    if manifest.product != product_version():
        notes.append(
            f"评估档案由 {manifest.product} 版程序生成，本机是 {product_version()} 版；说明文字的差异没有计入"
        )
    return Verification(manifest, tuple(found), tuple(notes))


def _check_members(content: Content, manifest: Manifest) -> None:
    """Every part is there, once, and has the digest that the manifest gives it."""
    included = {name for name, file in manifest.evidence.items() if file.included}
    faults = [f"manifest.json 没有列出 {name}" for name in TEXTS if name not in manifest.members]
    faults += [f"manifest.json 列出了不认识的 {name[:80]}" for name in manifest.members if name not in TEXTS]
    faults += [f"缺少 {name}" for name in TEXTS if name not in content.texts]
    faults += [f"多出 {name[:80]}" for name in content.texts if name not in (*TEXTS, MANIFEST)]
    faults += [f"缺少证明材料 {name[:80]}" for name in sorted(included - set(content.evidence))]
    faults += [f"多出证明材料 {name[:80]}" for name in sorted(set(content.evidence) - included)]
    for name, member in manifest.members.items():
        raw = content.texts.get(name)
        if raw is not None and (hashlib.sha256(raw).hexdigest(), len(raw)) != (member.sha256, member.size):
            faults.append(f"{name} 的内容与封存时不同")
    for name in sorted(included & set(content.evidence)):
        file = manifest.evidence[name]
        if content.evidence[name] != (file.sha256, file.size):
            faults.append(f"{EVIDENCE}{name[:80]} 的内容与封存时不同")
    if faults:
        raise DossierError(f"评估档案已损坏或被改动：{'；'.join(faults)}")


def _facts(content: Content, manifest: Manifest) -> dict[str, Any]:
    facts: Any = parse_exact(content.texts["facts.json"], "facts.json")
    if not isinstance(facts, dict) or canonical(facts) != content.texts["facts.json"]:
        raise DossierError(f"评估档案已损坏或被改动：facts.json 不是 {manifest.format} 的写法")
    return facts


def _edition(manifest: Manifest, day: date, folders: Sequence[Path] | None) -> tuple[Edition, list[str]]:
    """The installed edition with the dossier's rules, else the one in force on its day."""
    chosen = scheme_in_force(manifest.scheme, day, folders).edition
    same = [e for e in editions(manifest.scheme, folders) if e.pack.sha256 == manifest.pack.sha256]
    if not same or chosen in same:
        return chosen, []
    note = f"评估档案用的是“{manifest.pack.edition}”；按本机已装的版本，{manifest.as_of} 应采用“{chosen.pack.edition}”"
    return same[0], [note]


def _pack_differences(manifest: Manifest, edition: Edition) -> Iterator[Differs]:
    pack = edition.pack
    yield from _compared("pack", "sha256", manifest.pack.sha256, pack.sha256)
    here = {one.id: one.sha256 for one in pack.indicators}
    for name, digest in manifest.indicators.items():
        yield from _compared("pack", f"indicators.{name}", digest, here.get(name))
    told = (
        ("edition", manifest.pack.edition, pack.edition),
        ("effective_from", manifest.pack.effective_from, pack.effective_from),
        ("cycle_until", manifest.pack.cycle_until, pack.cycle_until),
        ("title", manifest.title, pack.title),
        ("kind", manifest.kind, pack.kind),
    )
    for path, before, after in told:
        yield from _compared("pack", path, before, after)


def _corpus_differences(manifest: Manifest, here: dict[str, str]) -> Iterator[Differs]:
    for name in sorted({*manifest.corpus, *here}):
        yield from _compared("corpus", name, manifest.corpus.get(name), here.get(name))


def _named_differences(manifest: Manifest, facts: dict[str, Any]) -> Iterator[Differs]:
    """What the manifest says of evidence and facts, against the facts themselves."""
    named = named_evidence(facts.get("facts"))
    ids = match(named, tuple(manifest.evidence))
    for name, file in manifest.evidence.items():
        yield from _compared("evidence", f"{name}.ids", file.ids, ids[name])
        yield from _compared("evidence", f"{name}.items", file.items, items_of(ids[name], named))
    known = {one for some in ids.values() for one in some}
    missing = {one: items for one, items in named.items() if one not in known}
    yield from _compared("evidence", "evidence_missing", manifest.evidence_missing, missing)
    yield from _compared(
        "evidence", "evidence_unnamed", manifest.evidence_unnamed, [n for n in ids if not ids[n]]
    )


def _evidence_differences(manifest: Manifest, folder: Path) -> Iterator[Differs]:
    here = {file.name: file for file in read_evidence(folder)}
    for name in sorted({*manifest.evidence, *here}):
        was, now = manifest.evidence.get(name), here.get(name)
        yield from _compared("evidence", name, was.sha256 if was else None, now.sha256 if now else None)


def _recomputed(content: Content, manifest: Manifest, edition: Edition, corpus: Corpus) -> Iterator[Differs]:
    try:
        made = computed(edition.pack, corpus, content.texts["facts.json"])
    except (ScoringError, InputError) as exc:
        yield Differs("result", "facts", "可以计算", f"本机的规则不能采用这些事实：{exc.detail}")
        return
    whats: tuple[tuple[What, str], ...] = (("result", "result.json"), ("trace", "trace.json"))
    for what, name in whats:
        yield from differing(what, "", _parsed(content.texts[name], name), parse_exact(made[name], name))
        if what == "result" and canonical(_parsed(content.texts[name], name)) != content.texts[name]:
            raise DossierError(f"评估档案已损坏或被改动：{name} 不是评估档案的写法")
    if manifest.product == product_version():
        made["README.txt"] = readme(edition.pack, manifest.as_of, manifest.proof).encode()
        for name in ("trace.md", "README.txt"):
            if made[name] != content.texts[name]:
                yield Differs("text", name, *_first_line_that_differs(content.texts[name], made[name]))


def _parsed(raw: bytes, name: str) -> Any:
    try:
        return parse_exact(raw, name)
    except InputError as exc:
        raise DossierError(f"评估档案已损坏或被改动：{exc.detail}") from exc


def _first_line_that_differs(was: bytes, now: bytes) -> tuple[str, str]:
    old, new = was.decode("utf-8", "replace").split("\n"), now.decode("utf-8", "replace").split("\n")
    at = next((i for i, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        return f"共 {len(old)} 行", f"共 {len(new)} 行"
    return f"第{at + 1}行：{old[at]}", f"第{at + 1}行：{new[at]}"


def _compared(what: What, path: str, before: object, after: object) -> Iterator[Differs]:
    if before != after:
        yield Differs(what, path, before, after)


def differing(what: What, path: str, before: object, after: object) -> Iterator[Differs]:
    """Each field that differs, by its path; rows of a list are paired by their item where they have one.

    >>> [d.path for d in differing("result", "", {"a": [{"item": "1", "x": 2}]}, {"a": [{"item": "1", "x": 3}]})]
    ['a[1].x']
    """
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from differing(what, f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        old, new = _keyed(before), _keyed(after)
        if old is None or new is None:
            old, new = dict(enumerate(before)), dict(enumerate(after))
        for place in {**old, **new}:
            yield from differing(what, f"{path}[{place}]", old.get(place), new.get(place))
        if list(old) != list(new) and set(old) == set(new):
            yield Differs(what, f"{path}（顺序）", list(old), list(new))
    elif before != after or isinstance(before, bool) != isinstance(after, bool):
        yield Differs(what, path, before, after)


def _keyed(rows: list[Any]) -> dict[Any, Any] | None:
    """The rows by what names them, None where nothing names each of them once."""
    for name in ("item", "id", "event", "name"):
        keys = [row.get(name) if isinstance(row, dict) else None for row in rows]
        if rows and all(isinstance(key, str) for key in keys) and len(set(keys)) == len(keys):
            return dict(zip(keys, rows, strict=True))
    return None
