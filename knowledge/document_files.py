"""Reads one folder of the corpus; gathers every fault instead of stopping at the first."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from knowledge.clauses import Clause, ParsedText
from knowledge.documents import ContextAnchor, Document
from knowledge.numbering import Style, read_marker
from knowledge.outline import Anchor
from knowledge.parser import parse

_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FAULTS = {
    "missing": "缺少这一项",
    "unexpected_keyword_argument": "没有这一项，请删去或更正名称",
    "literal_error": "取值不在允许范围内，允许的是：{expected}",
}


class _UniqueKeyLoader(_BaseLoader):  # type: ignore[misc]
    """YAML in which a key written twice is a fault, not a silent overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
            raise yaml.YAMLError(f"第{node.start_mark.line + 1}行起的键重复：{'、'.join(twice)}")
        return dict(super().construct_mapping(node, deep=deep))


@cache
def _adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


def read_folder(folder: Path) -> tuple[Document, str, ParsedText] | list[str]:
    """The document, its source and its clauses; or the faults found."""
    description, text = folder / "document.yaml", folder / "source.txt"
    if absent := [file for file in (description, text) if not file.is_file()]:
        return [
            f"{_shown(file)}：文件不存在；每个文本文件夹都要有 document.yaml 和 source.txt" for file in absent
        ]
    document = _read_description(description)
    if isinstance(document, list):
        return document
    raw = text.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    faults = []
    if digest != document.sha256:
        faults.append(
            f"{_shown(text)}：内容的 sha256 是 {digest[:12]}…，document.yaml 写的是 {document.sha256[:12]}…；"
            "原文须逐字节保持不变，改版请同时更新 sha256"
        )
    if document.id != folder.name:
        faults.append(f"{_shown(description)}：id 是“{document.id}”，应与文件夹名“{folder.name}”一致")
    try:
        source = raw.decode("utf-8")
    except UnicodeDecodeError as exc:
        return [*faults, f"{_shown(text)}：第 {exc.start} 字节不是 UTF-8；原文须为 UTF-8 文本"]
    if wrong := _check_context(description, document, source):
        return faults + wrong
    parsed = parse(document.id, source, tuple(_anchor(entry) for entry in document.context))
    faults += _check_references(description, document, parsed.clauses)
    return faults or (document, source, parsed)


def _read_description(file: Path) -> Document | list[str]:
    try:
        return _adapter().validate_python(yaml.load(file.read_text("utf-8"), Loader=_UniqueKeyLoader))
    except yaml.YAMLError as exc:
        return [f"{_shown(file)}：YAML 无法读取：{exc}"]
    except ValidationError as exc:
        return [f"{_shown(file)}，{_path(error['loc'])}：{_told(error)}" for error in exc.errors()]


def _told(error: Any) -> str:
    told = _FAULTS.get(error["type"], "取值不合要求（{type}）")
    told = told.format(type=error["type"], expected=error.get("ctx", {}).get("expected", ""))
    found = str(error.get("input"))
    return told if error["type"] == "missing" else f"{told}；现在是“{found[:60]}”"


def _check_context(file: Path, document: Document, source: str) -> list[str]:
    lines = [line.strip() for line in source.split("\n")]
    faults = [
        f"{_shown(file)}，context：原文中没有以“{entry.anchor}”开头的行；锚点须与原文行首逐字一致"
        for entry in document.context
        if not any(line.startswith(entry.anchor) for line in lines)
    ]
    faults += [
        f"{_shown(file)}，context：“{number}”不是可识别的编号；写法如 三、 （二） 1. （1） ①"
        for entry in document.context
        for number in entry.path
        if read_marker(number) is None
    ]
    return faults


def _check_references(file: Path, document: Document, clauses: tuple[Clause, ...]) -> list[str]:
    known = {clause.local_id for clause in clauses}
    cited = [("contacts", entry.clause) for entry in document.contacts]
    cited += [("source_faults", entry.clause) for entry in document.source_faults]
    return [
        f"{_shown(file)}，{field}：条款“{clause}”不存在；请用解析得到的条款编号"
        for field, clause in cited
        if clause not in known
    ]


def _anchor(entry: ContextAnchor) -> Anchor:
    return Anchor(entry.anchor, entry.path, entry.opens, Style[entry.level.upper()], entry.title)


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "全文"


def _shown(file: Path) -> str:
    return "/".join(file.parts[-3:])
