"""What of a document a program would run, fetch or follow by itself."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import openpyxl

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_IN_TAGS = re.compile(r"(?<!\\)<\s*(?:script|img|svg|iframe|a)\b", re.IGNORECASE)
_STRANGE = re.compile(
    r"<script(?! type=\"application/json\")(?! (?:type=\"module\" )?src=\"/static/).{0,40}|<img(?! src=\"/static/).{0,40}|<svg onload.{0,20}"
    r"|href=\"(?:http|javascript|data).{0,40}|onerror=alert\(1\)>"
)
_LINK = re.compile(r"(?<!\\)!?\[[^\]\n]*(?<!\\)\]\((?!#)")


def active_parts(content: bytes, kind: str) -> list[str]:
    """Formulas, links and outside parts of a docx, xlsx, csv, md or page; none in one that is only read."""
    return {"docx": _docx, "xlsx": _xlsx, "csv": _csv, "md": _markdown, "page": _page}[kind](content)


def _docx(content: bytes) -> list[str]:
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name).decode("utf-8", "replace")
            if 'TargetMode="External"' in part:
                found.append(f"{name}: outside")
            for code in re.findall(r"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)\"", part):
                if not re.match(r"\s*(?:PAGE|NUMPAGES|TOC)\b", "".join(code)):
                    found.append(f"{name}: field {code}")
            if name.endswith(".rels") and re.search(r"oleObject|attachedTemplate|frame\"", part):
                found.append(f"{name}: embedded")
    return found


def _xlsx(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            found += [f"{cell.coordinate}: formula" for cell in row if cell.data_type == "f"]
            found += [f"{cell.coordinate}: link" for cell in row if cell.hyperlink]
            found += [
                f"{cell.coordinate}: becomes one in CSV"
                for cell in row
                if isinstance(cell.value, str) and cell.value.startswith(_FORMULA) and len(cell.value) > 2
            ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found += [name for name in archive.namelist() if "externalLink" in name or "vba" in name]
    return found


def _csv(content: bytes) -> list[str]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [cell for row in rows for cell in row if cell.startswith(_FORMULA)]


def _markdown(content: bytes) -> list[str]:
    text = content.decode()
    return [hit.group() for pattern in (_LINK, _IN_TAGS) for hit in pattern.finditer(text)]


def _page(content: bytes) -> list[str]:
    """What no template of ours has: words of users end up so only where they are not escaped."""
    return _STRANGE.findall(content.decode())
