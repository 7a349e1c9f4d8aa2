"""POST /schemes/{scheme}/targets: firms in, shares beside targets out, errors in the one shape."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from assistant.facade import Assistant
from web.app import create_app

# Without entering the client nothing of the search is opened; the targets need none of it.
CLIENT = TestClient(create_app(Assistant()))
URL = "/api/v1/schemes/henan-grading-2021/targets"


def factory(region: str, grade: str) -> dict[str, Any]:
    unit = {"industry": "铸造", "aspects": {"工艺装备": grade}}
    return {"enterprise": {"region": region}, "facts": {"units": [unit]}}


def test_shares_of_firms() -> None:
    answer = CLIENT.post(
        URL, json={"factories": [factory("灵宝", "D"), factory("三门峡市", "A")], "city": "三门峡"}
    )
    assert answer.status_code == 200
    row = answer.json()["rows"][0]
    assert (row["name"], row["firms"]) == ("三门峡市", 2)
    share = row["targets"][0]["shares"][0]
    assert (share["lower"]["share"], share["upper"]["share"], share["status"]) == (0.0, 50.0, "reachable")
    assert row["targets"][0]["citation"]["url"].startswith("/library/henan-performance-uplift-2021")


def test_a_wrong_factory_is_a_422_that_names_it() -> None:
    answer = CLIENT.post(URL, json={"factories": [factory("灵宝", "Z")]})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("factories[0]")
    assert set(answer.json()) == {"error", "detail", "hint"}


def test_an_unknown_scheme_is_a_404() -> None:
    assert CLIENT.post(URL.replace("henan", "hunan"), json={"factories": []}).status_code == 404
