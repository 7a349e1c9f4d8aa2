"""The library lists few texts whole and many by place and words; it tells what took the place of what."""

from __future__ import annotations

from datetime import date
from typing import Any

from fakes import FakeAssistant
from fastapi.testclient import TestClient
from newer_editions import NEW, OLD, edition_2023
from opened import corpus

from assistant.library import document_summary, document_whole, library_entries
from web.library_shelf import shelf

BEFORE, AFTER = date(2023, 5, 31), date(2023, 6, 1)
IN_PART = corpus().joined([edition_2023(corpus(), clauses=("s3.1", "s4"))])
WHOLE = corpus().joined([edition_2023(corpus())])
GREEN = "zhengzhou-green-factory"


def entry(at: int, place: str) -> dict[str, Any]:
    day = f"20{at % 20 + 10}-01-01"
    return {"id": f"text-{at}", "title": f"{place}<b>办法</b>{at}", "number": f"环〔20{at}〕1号", "place": place,
            "issued": day, "status": "in_force", "status_label": "有效"}  # fmt: skip


MANY = [entry(at, ("洛阳市", "许昌市")[at % 3 == 0]) for at in range(250)]


def test_few_texts_are_listed_as_they_are() -> None:
    found = shelf(MANY[:5])
    assert [one["id"] for one in found.documents] == [one["id"] for one in MANY[:5]]
    assert not found.filtered


def test_many_are_listed_newest_first_and_by_place() -> None:
    whole, one = shelf(MANY), shelf(MANY, "许昌市")
    days = [found["issued"] for found in whole.documents]
    assert whole.filtered and whole.found == 250 and len(days) == 100 and days == sorted(days, reverse=True)
    assert whole.places == (("洛阳市", 166), ("许昌市", 84))
    assert {found["place"] for found in one.documents} == {"许昌市"} and one.found == 84


def test_titles_and_numbers_are_found_whatever_their_brackets() -> None:
    assert [found["id"] for found in shelf(MANY, words="环[2031]1号").documents] == ["text-31"]
    assert shelf(MANY, "洛阳市", "没有这样的").found == 0


def test_the_page_offers_places_and_keeps_words_as_words(client: TestClient, desk: FakeAssistant) -> None:
    assert "<select" not in client.get("/library").text
    desk.library = lambda: MANY  # type: ignore[method-assign]
    page = client.get("/library", params={"place": "许昌市", "q": '"><script>x'}).text
    assert "没有符合的文本" in page and "<script>x" not in page
    assert "<b>办法" not in client.get("/library").text
    assert client.get("/library", params={"q": "字" * 2001}).status_code == 422


def test_relations_are_told_from_both_texts() -> None:
    older = document_summary(IN_PART, IN_PART.document(OLD), BEFORE)
    [by] = older["superseded_by"]
    assert (by["id"], by["whole"], by["since"], by["to_come"]) == (NEW, False, "2023-06-01", True)
    assert [clause["local_id"] for clause in by["clauses"]] == ["s3.1", "s4"]
    assert document_summary(IN_PART, IN_PART.document(OLD), AFTER)["superseded_by"][0]["to_come"] is False
    [over] = document_summary(IN_PART, IN_PART.document(NEW), AFTER)["supersedes"]
    assert over == by | {
        "id": OLD,
        "title": IN_PART.document(OLD).title,
        "url": f"/library/{OLD}",
        "to_come": False,
    }
    assert by["clauses"] == [
        {"local_id": name, "number": IN_PART.clause(f"{OLD}:{name}").number} for name in ("s3.1", "s4")
    ]


def test_a_text_of_which_nothing_holds_is_shown_as_superseded() -> None:
    states = {one["id"]: one["status"] for one in library_entries(WHOLE, AFTER)}
    assert (states[OLD], states[NEW]) == ("superseded", "in_force")
    states = {one["id"]: one["status"] for one in library_entries(WHOLE, BEFORE)}
    assert (states[OLD], states[NEW]) == ("cycle_over", "not_yet")


def test_pages_show_them_with_links_to_the_clauses(client: TestClient, desk: FakeAssistant) -> None:
    desk.library = lambda: library_entries(IN_PART, BEFORE)  # type: ignore[method-assign]
    listed = client.get("/library").text
    assert "自 2023-06-01 起将取代" in listed and "自 2023-06-01 起将由" in listed
    assert listed.count(f'href="/library/{NEW}"') == 2 and f'href="/library/{OLD}#s4"' in listed
    desk.document = lambda name: document_whole(IN_PART, name, BEFORE)  # type: ignore[method-assign]
    newer = client.get(f"/library/{NEW}").text
    assert "尚未施行" in newer and "自 2023-06-01 起施行，尚未生效" in newer
    assert 'href="#s3.1"' in client.get(f"/library/{OLD}").text
    assert "取代关系" not in client.get(f"/library/{GREEN}").text
