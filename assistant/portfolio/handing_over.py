"""A talk with its ledger in one sealed file, and taking it over elsewhere: ids stay, digests are checked, nothing is doubled."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session, sessionmaker

from assistant.canonical_json import canonical, parse_exact
from assistant.documents import Document
from assistant.dossier import product_version
from assistant.dossier_archive import MANIFEST, read_archive, write_archive
from assistant.dossier_manifest import DossierError, sealed
from assistant.errors import ConversationNotFoundError, InputError
from assistant.portfolio.errors import HandOverError
from assistant.requests import ROLES
from assistant.store.conversations import DEFAULT_ORGANISATION, Conversations
from assistant.store.tables import ConversationRow
from assistant.store.talk_bundle import BundleError, Rows, bundled, joined, read_rows
from assistant.talk.ledger import facts_of
from scoring import Pack, ScoringError, read_request

FORMAT, VERSION, TALK = "lvping-handover", 1, "conversation.json"
LARGEST = 64 * 2**20
_README = (
    "绿评对话移交文件\n\n"
    "conversation.json 是一次对话的全部内容：企业、每一轮的话、台账（提出、确认、不要、被取代的事实）。\n"
    "manifest.json 有各部分的 sha256 和封签。封签只说明内容没有被改动，不说明是谁做的、事实是不是真的。\n"
    "接收：lvping firms take-over 文件.zip，或网页“企业”里的“接收对话”。\n"
).encode()
_ANY_DAY = date(2000, 1, 1)
_SHA = r"^[0-9a-f]{64}$"


class _Member(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    sha256: str = Field(pattern=_SHA)
    size: int = Field(ge=0)


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
    format: Literal["lvping-handover"]
    format_version: Literal[1]
    product: str
    conversation: str
    members: dict[str, _Member]
    seal: str = Field(pattern=_SHA)


def hand_over(talks: Conversations, conversation_id: str) -> Document:
    """The sealed file of a talk; the same talk gives the same bytes.

    Raises:
        ConversationNotFoundError: there is none.
    """
    with talks.sessions() as session:
        row = session.get(ConversationRow, conversation_id)
        if row is None or row.organisation_id != DEFAULT_ORGANISATION:
            raise ConversationNotFoundError(f"没有编号为“{str(conversation_id)[:40]}”的对话")
        texts = {TALK: canonical(bundled(session, row)), "README.txt": _README}
    members = {
        name: {"sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)} for name, raw in texts.items()
    }
    texts[MANIFEST] = sealed(
        {
            "format": FORMAT,
            "format_version": VERSION,
            "product": product_version(),
            "conversation": conversation_id,
            "members": members,
        }
    )
    out = io.BytesIO()
    write_archive(out, texts, ())
    return Document(out.getvalue(), "application/zip", f"对话-{conversation_id[:8]}.zip")


def take_over(talks: Conversations, path: Path, packs: Mapping[str, Pack]) -> dict[str, Any]:
    """What became of a file: added, continued, the same, or older than what is here.

    Raises:
        HandOverError: the file is damaged, was changed, holds no talk, or the talk went on differently here.
    """
    rows = _read(path)
    _check_talk(rows, packs)
    sessions: sessionmaker[Session] = talks.sessions
    talk_id = rows["conversations"][0]["id"]
    try:
        with sessions.begin() as session:
            row = session.get(ConversationRow, talk_id)
            outcome, told = _outcome(None if row is None else bundled(session, row), rows)
            if outcome in ("added", "continued"):
                joined(session, rows, DEFAULT_ORGANISATION)
    except BundleError as exc:
        raise HandOverError(f"移交文件与本机已有的内容冲突（{exc}）；没有接收") from exc
    return {
        "conversation": talk_id,
        "outcome": outcome,
        "told": told,
        "messages": len(rows["messages"]),
        "ledger": len(rows["ledger"]),
    }


def _outcome(here: Rows | None, rows: Rows) -> tuple[str, str]:
    if here is None:
        return "added", "已接收"
    if canonical(here) == canonical(rows):
        return "same", "本机已经有这个对话，内容相同，没有重复接收"
    if _continues(here, rows):
        return "continued", "本机已有的对话接着更新"
    if _continues(rows, here):
        return "older", "本机的对话比移交文件新，没有改动"
    raise HandOverError("这个对话在两边各自又谈了下去，不能自动合并；请看过两边后选一边继续")


def _continues(before: Rows, after: Rows) -> bool:
    """Whether everything said before is still there word for word, and no entry of the ledger is missing."""
    said = {canonical(message) for message in after["messages"]}
    keys = {row["key"] for row in after["ledger"]}
    return all(canonical(message) in said for message in before["messages"]) and all(
        row["key"] in keys for row in before["ledger"]
    )


def _read(path: Path) -> Rows:
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise HandOverError(f"移交文件超过 {LARGEST // 2**20} MB")
        texts = read_archive(path).texts
        manifest = _manifest(texts.get(MANIFEST, b""))
    except DossierError as exc:
        raise HandOverError(exc.detail.replace("评估档案", "移交文件")) from exc
    if set(texts) != {MANIFEST, *manifest.members} or TALK not in manifest.members:
        raise HandOverError("移交文件里有多出或缺少的部分")
    for name, member in manifest.members.items():
        if hashlib.sha256(texts[name]).hexdigest() != member.sha256 or len(texts[name]) != member.size:
            raise HandOverError(f"移交文件已损坏或被改动：{name} 与清单不符")
    try:
        rows = read_rows(parse_exact(texts[TALK], TALK))
    except InputError as exc:
        raise HandOverError(f"移交文件已损坏或被改动：{exc.detail}") from exc
    except BundleError as exc:
        raise HandOverError(f"移交文件的内容不对：{exc}；可能来自不同版本的程序") from exc
    if rows["conversations"][0]["id"] != manifest.conversation:
        raise HandOverError("移交文件的清单与内容不是同一个对话")
    return rows


def _manifest(raw: bytes) -> _Manifest:
    try:
        content = parse_exact(raw, MANIFEST)
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise HandOverError(f"这不是绿评的对话移交文件：manifest.json 的 format 应为 {FORMAT}")
        if content.get("format_version") != VERSION:
            raise HandOverError(f"移交文件的格式版本不是 {VERSION}；请用生成它的程序版本接收")
        manifest = _Manifest.model_validate(content)
    except HandOverError:
        raise
    except InputError as exc:
        raise HandOverError(f"移交文件已损坏或被改动：{exc.detail}") from exc
    except ValidationError as exc:
        raise HandOverError("移交文件已损坏或被改动：manifest.json 写法不对") from exc
    if sealed({name: part for name, part in content.items() if name != "seal"}) != raw:
        raise HandOverError("移交文件已损坏或被改动：manifest.json 的内容与它的封签（seal）不符")
    return manifest


def _check_talk(rows: Rows, packs: Mapping[str, Pack]) -> None:
    """Raise where what was confirmed makes no facts of its scheme: then no page could show the talk."""
    talk = rows["conversations"][0]
    if talk["role"] not in ROLES:
        raise HandOverError("移交文件的内容不对：conversations.role")
    firms = {row["id"]: row for row in rows["enterprises"]}
    for strand in rows["talk_strands"]:
        scheme = strand["scheme"]
        if scheme is None:
            continue
        if scheme not in packs:
            raise HandOverError(f"本机没有方案“{str(scheme)[:40]}”；请先安装同样的规则包再接收")
        mine = [
            row
            for row in rows["ledger"]
            if (row["enterprise_id"], row["scheme"], row["state"])
            == (strand["enterprise_id"], scheme, "confirmed")
        ]
        try:
            facts = facts_of(packs[scheme], mine, firms[strand["enterprise_id"]])
            read_request(packs[scheme], {"facts": facts}, today=_ANY_DAY)
        except (ScoringError, InputError, KeyError, TypeError, ValueError, AttributeError) as exc:
            told = getattr(exc, "detail", "台账的写法不对")
            raise HandOverError(f"移交文件里确认过的事实不能用：{told}") from exc
