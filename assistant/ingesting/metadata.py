"""What a person says of a draft, checked: every fault at once, and what the text itself says where nothing is said."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.errors import InputError
from assistant.ingesting.record import Intake
from assistant.requests import read_body
from knowledge.corpus import Corpus
from knowledge.gazetteer import NATION, Place, gazetteer
from knowledge.places import find_places, resolve

STATUSES = {
    "draft": "征求意见稿",
    "in_force": "有效",
    "cycle_over": "周期已过",
    "superseded": "已被取代",
}
FIELDS = (
    "title",
    "short_title",
    "number",
    "issuer",
    "place",
    "issued",
    "effective_from",
    "cycle_until",
    "expires",
    "year",
    "status",
    "status_remark",
    "edition",
    "supersedes",
)
"""What may be said."""
_SAID_BY_A_PERSON = {"title": "标题", "place": "适用地区", "status": "状态"}
"""Never taken over from the text without a word."""
LABELS = _SAID_BY_A_PERSON | {
    "short_title": "简称", "number": "文号", "issuer": "发文单位", "issued": "印发日期", "effective_from": "施行日期",
    "cycle_until": "年度周期截止日", "expires": "有效期至", "year": "年度", "status_remark": "状态说明", "edition": "版本", "supersedes": "取代",
}  # fmt: skip
_LONGEST = {"title": 200, "short_title": 60, "number": 60, "issuer": 200, "status_remark": 300, "edition": 40}
_DATES = ("issued", "effective_from", "cycle_until", "expires")
_SHORT = 24
_NATION = (NATION, "全国")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A description that can be written, and which of it was taken from the text."""

    description: dict[str, Any]
    """The fields of ``document.yaml``."""
    from_text: tuple[str, ...]
    """Names of fields that were not said and were guessed."""


class _Faults(list[str]):
    def of(self, field: str, told: str) -> None:
        self.append(f"{field}（{LABELS[field]}）：{told}")


def read_metadata(body: object, record: Intake, corpus: Corpus) -> Confirmed:
    """The description of a text as a person gave it.

    Args:
        body: by the names of `FIELDS`; a field left out is taken from the guesses, one that is null stays empty.
        record: the draft.
        corpus: the texts that it may supersede.

    Raises:
        InputError: lists every fault.
    """
    said = dict(read_body(body, FIELDS))
    faults = _Faults()
    taken = [name for name in record.guesses if name not in said and name not in _SAID_BY_A_PERSON]
    whole: dict[str, Any] = {name: record.guesses[name].value for name in taken} | said
    for name, label in _SAID_BY_A_PERSON.items():
        if _blank(whole.get(name)):
            guess = record.guesses.get(name)
            near = (
                f"；文本中像是“{guess.value}”（{guess.where}），是的话请照填" if guess else "，文本里也看不出"
            )
            faults.of(name, f"没有给出{label}{near}")
    texts = {name: _text(whole.get(name), name, faults) for name in _LONGEST}
    place = _place(whole.get("place"), faults)
    dates = {name: _day(whole.get(name), name, faults) for name in _DATES}
    year = _year(whole.get("year"), dates, faults)
    status = _status(whole.get("status"), faults)
    supersedes = _supersedes(whole.get("supersedes"), record.id, corpus, faults)
    _check_order(dates, faults)
    if faults or place is None:
        raise InputError("；".join(faults))
    title = texts["title"]
    description: dict[str, Any] = {
        "id": record.id,
        "title": title,
        "short_title": texts["short_title"] or _shortened(str(title), year),
        "number": texts["number"],
        "number_remark": "" if texts["number"] else "核对时没有填文号",
        "issuer": texts["issuer"],
        "issuer_remark": "" if texts["issuer"] else "核对时没有填发文单位",
        "place": _described(place),
        "year": year,
        **dates,
        "status": status,
        "status_remark": texts["status_remark"] or "",
        "edition": texts["edition"] or _edition(year, dates["issued"]),
        "sha256": record.text_sha256,
    }
    if supersedes:
        description["supersedes"] = supersedes
    return Confirmed(description, tuple(taken))


def _blank(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _text(raw: object, field: str, faults: _Faults) -> str | None:
    if _blank(raw):
        return None
    if not isinstance(raw, str):
        faults.of(field, "应为文字")
        return None
    words = " ".join(raw.split())
    if any(unicodedata.category(char) in ("Cc", "Cs", "Cn") for char in words):
        faults.of(field, "有不能保存的字符，请重新输入")
        return None
    if len(words) > _LONGEST[field]:
        faults.of(field, f"有 {len(words)} 字，最多 {_LONGEST[field]} 字")
    return words


def _place(raw: object, faults: _Faults) -> Place | None:
    if _blank(raw) or not isinstance(raw, str):
        if not _blank(raw):
            faults.of("place", "应为地名")
        return None
    found = resolve(raw) if _is_a_place(raw.strip()) else None
    if found is None:
        faults.of(
            "place",
            f"不认识“{raw[:40]}”，或有几个同名的；请写省、市、县的全名，例如 河南省洛阳市，全国性的写 全国",
        )
    return found


def _is_a_place(name: str) -> bool:
    """Whether a name is a place and nothing else: 郑州高新区 is not 郑州市."""
    names = gazetteer()
    if name in names.full or name in names.short or name in _NATION:
        return True
    return sum(mention.end - mention.start for mention in find_places(name)) == len(name)


def _described(place: Place) -> dict[str, str]:
    parent = place.chain[1] if len(place.chain) > 1 else ""
    return {"name": place.name, "code": place.code, "province": place.province, "parent": parent}


def _day(raw: object, field: str, faults: _Faults) -> date | None:
    if _blank(raw):
        return None
    try:
        return date.fromisoformat(str(raw).strip())
    except ValueError:
        faults.of(field, f"“{str(raw)[:20]}”不是日期；请写成 2023-05-18")
        return None


def _year(raw: object, dates: Mapping[str, date | None], faults: _Faults) -> int | None:
    if _blank(raw):
        issued = dates["issued"]
        return issued.year if issued else None
    text = str(raw).strip().removesuffix("年")
    if not (text.isascii() and text.isdecimal() and 1990 <= int(text[:5]) <= 2100):
        faults.of("year", f"“{str(raw)[:20]}”不是年度；请写成 2023")
        return None
    return int(text)


def _status(raw: object, faults: _Faults) -> str | None:
    if _blank(raw):
        return None
    for status, label in STATUSES.items():
        if raw in (status, label):
            return status
    allowed = "、".join(f"{label}（{status}）" for status, label in STATUSES.items())
    faults.of("status", f"“{str(raw)[:20]}”不在允许范围内；可填：{allowed}")
    return None


def _supersedes(raw: object, own: str, corpus: Corpus, faults: _Faults) -> list[dict[str, Any]]:
    if raw is None or raw == []:
        return []
    if not isinstance(raw, list):
        faults.of("supersedes", '应为列表，例如 [{"document_id": "…", "clauses": "all"}]')
        return []
    known = {document.id for document in corpus.documents} - {own}
    found = [_one_superseded(entry, known, corpus, faults) for entry in raw]
    return [entry for entry in found if entry]


def _one_superseded(entry: object, known: set[str], corpus: Corpus, faults: _Faults) -> dict[str, Any] | None:
    if not isinstance(entry, Mapping) or not set(entry) <= {"document_id", "clauses", "from"}:
        faults.of("supersedes", "每项只能有 document_id、clauses 和 from")
        return None
    target = entry.get("document_id")
    if target not in known:
        faults.of("supersedes", f"文件库里没有“{str(target)[:60]}”；可填：{'、'.join(sorted(known))}")
        return None
    clauses = entry.get("clauses", "all")
    if clauses != "all":
        local_ids = {clause.local_id for clause in corpus.clauses(str(target))}
        wrong = (
            [str(one) for one in clauses if one not in local_ids]
            if isinstance(clauses, list)
            else ["（不是列表）"]
        )
        if wrong or not clauses:
            faults.of("supersedes", f"{target} 中没有条款 {'、'.join(wrong) or '（空）'}；全部取代写 all")
            return None
    since = _day(entry.get("from"), "supersedes", faults)
    return {"document_id": target, "clauses": clauses} | ({"from": since} if since else {})


def _check_order(dates: Mapping[str, date | None], faults: _Faults) -> None:
    # A text may hold from a day before it was issued, but not end before either.
    for last in ("cycle_until", "expires"):
        for first in ("issued", "effective_from"):
            begin, end = dates[first], dates[last]
            if begin is not None and end is not None and end < begin:
                faults.of(last, f"{end} 早于{LABELS[first]} {begin}，请核对")


def _shortened(title: str, year: int | None) -> str:
    if len(title) <= _SHORT:
        return title
    return f"{title[:_SHORT]}…" + (f"（{year}）" if year and str(year) not in title[:_SHORT] else "")


def _edition(year: int | None, issued: date | None) -> str:
    return f"{issued.year}年印发" if issued else f"{year}年度" if year else "导入文本"
