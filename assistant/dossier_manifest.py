"""What a dossier says of itself: the rules, the texts, the day and the digest of every part."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.canonical_json import canonical, parse_exact
from assistant.errors import InputError

FORMAT = "lvping-dossier"
VERSION = 1
_SHA = r"^[0-9a-f]{64}$"


class DossierError(InputError):
    """A dossier that cannot be trusted or read; nothing was recomputed."""

    hint = "请使用 lvping dossier 生成的原文件；如果是别人转来的，请对方重新发送。"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class MemberModel(_Part):
    """One part of the archive."""

    sha256: str = Field(pattern=_SHA)
    size: int = Field(ge=0)


class EvidenceModel(MemberModel):
    """One file of evidence; `included` when its content is in the archive, under evidence/."""

    included: bool
    ids: list[str]
    items: list[str]


class EditionModel(_Part):
    """The rules."""

    name: str
    edition: str
    effective_from: str | None
    cycle_until: str | None
    sha256: str = Field(pattern=_SHA)


class Manifest(_Part):
    """The whole of manifest.json; `seal` is the digest of all the rest."""

    format: Literal["lvping-dossier"]
    format_version: Literal[1]
    product: str
    scheme: str
    kind: Literal["points", "ladder"]
    title: str
    pack: EditionModel
    edition_note: str | None
    indicators: dict[str, str]
    """Indicator pack that was at hand → its digest."""
    corpus: dict[str, str]
    as_of: str
    proof: str
    members: dict[str, MemberModel]
    evidence: dict[str, EvidenceModel]
    evidence_missing: dict[str, list[str]]
    """Evidence id without a file → the items that name it."""
    evidence_unnamed: list[str]
    """Files that no fact names."""
    seal: str = Field(pattern=_SHA)


def sealed(content: Mapping[str, Any]) -> bytes:
    """manifest.json of this content, with its seal."""
    return canonical({**content, "seal": _seal(content)})


def _seal(content: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in content.items() if name != "seal"}
    return hashlib.sha256(canonical(rest)).hexdigest()


def read_manifest(raw: bytes) -> Manifest:
    """The manifest in these bytes.

    Raises:
        DossierError: not a manifest, another format version, or changed since it was made.
    """
    try:
        content = parse_exact(raw, "manifest.json")
    except InputError as exc:
        raise DossierError(f"评估档案已损坏或被改动：{exc.detail}") from exc
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise DossierError(f"这不是绿评的评估档案：manifest.json 的 format 应为 {FORMAT}")
    if content.get("format_version") != VERSION:
        raise DossierError(
            f"评估档案的格式版本是 {str(content.get('format_version'))[:20]}，本程序只认识版本 {VERSION}；请用生成它的程序版本核验"
        )
    try:
        manifest = Manifest.model_validate(content)
    except ValidationError as exc:
        places = "、".join(
            sorted({".".join(str(part) for part in fault["loc"])[:60] for fault in exc.errors()})
        )
        raise DossierError(f"评估档案已损坏或被改动：manifest.json 的 {places} 缺失或写法不对") from exc
    if _seal(content) != manifest.seal or canonical(content) != raw:
        raise DossierError("评估档案已损坏或被改动：manifest.json 的内容与它的封签（seal）不符")
    return manifest
