"""The helpdesk in a real browser, against the real server: from a refusal in the talk to the approved answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from steps import begin, say

pytestmark = pytest.mark.browser

SITES = "企业涉及多个独立厂区的"
HOSTILE = '<img src=x onerror="document.title=1"> [点](javascript:alert(1)) 环保税\u202e能\u200b减多少'


def api(page: Page, path: str, body: Any = None) -> Any:
    sent = "undefined" if body is None else json.dumps(json.dumps(body))
    return page.evaluate(
        f"""async () => {{
            const body = {sent};
            const how = body ? {{method: "POST", body, headers: {{"Content-Type": "application/json"}}}} : undefined;
            return (await fetch("/api/v1/helpdesk" + {json.dumps(path)}, how)).json();
        }}"""
    )


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def ids_are_unique_and_fields_named(page: Page) -> None:
    ids = page.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))
    nameless = page.locator("input, select, textarea, button").evaluate_all(
        "all => all.filter((one) => !(one.labels?.length || one.ariaLabel || one.textContent.trim())).map((one) => one.outerHTML)"
    )
    assert nameless == []


def test_from_the_refusal_to_the_approved_answer(page: Page, tmp_path: Path) -> None:
    question = f"评上A级给多少补贴{page.viewport_size['width'] if page.viewport_size else ''}元"
    begin(page, "", "")
    say(page, f"聊城的厂，{question}")
    expect(page.locator("article.is-refusal")).to_contain_text("要把这个问题转入待办吗？")
    page.locator("article.is-refusal").get_by_role("button", name="转人工").click()
    expect(page.locator(".handing")).to_contain_text("已转入待办")

    page.get_by_role("link", name="待办").click()
    expect(page.locator("#cases li").first).to_contain_text("要求转人工")
    assert fits(page)
    ids_are_unique_and_fields_named(page)
    page.keyboard.press("/")
    page.keyboard.type(question[-4:])
    expect(page.locator("#cases li")).to_have_count(1)
    page.screenshot(path=tmp_path / "inbox.png", full_page=True)
    page.get_by_role("link", name=question).click()

    page.wait_for_url("**/helpdesk/*-*")
    expect(page.locator("#questions")).to_contain_text(question)
    expect(page.locator("#near li").first.locator(".badge")).to_have_text("周期已过")
    assert fits(page)
    ids_are_unique_and_fields_named(page)
    page.get_by_label("您的姓名或工号").fill("坐席甲")

    for _ in range(page.locator("#clauses textarea").count()):
        page.locator("#clauses").get_by_role("button", name="去掉引文").first.press("Enter")
    page.get_by_label("答案（").fill("")
    page.get_by_label("找别的条款").fill("多个独立厂区分别申报")
    page.get_by_label("找别的条款").press("Enter")
    clause = page.locator("#near li", has_text=SITES).first
    clause.get_by_role("button", name="引用").press("Enter")
    expect(page.get_by_label("引文〔1〕，须与原文逐字一致")).to_be_visible()
    page.get_by_label("答案（").fill("30日内分别申报〔1〕。")
    expect(page.locator("#faults")).to_contain_text("30日")
    page.screenshot(path=tmp_path / "case.png", full_page=True)
    page.get_by_role("button", name="审定").click()
    expect(page.locator("#trouble")).to_contain_text("答案第1句")

    page.get_by_label("答案（").fill("这里没有写到补贴，多个厂区分别申报〔1〕。")
    expect(page.locator("#faults")).to_contain_text("可以审定")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#state")).to_have_text("已审定")
    expect(page.locator("#told")).to_contain_text("已审定")
    with page.expect_download() as saved:
        page.get_by_role("link", name="作为评测题（JSONL）").click()
    lines = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines and all(json.loads(line)["answerable"] for line in lines)
    page.screenshot(path=tmp_path / "approved.png", full_page=True)


def test_two_at_once_are_told_of_each_other(browser: Browser, address: str) -> None:
    # Not the silent page of the others: a browser notes the refusal in its console.
    page = browser.new_page(locale="zh-CN")
    page.goto(address)
    made = api(page, "/questions", {"question": "环保税能减多少成", "region": "聊城市"})
    page.goto(f"{address}/helpdesk/{made['case']}")
    page.get_by_label("您的姓名或工号").fill("坐席甲")
    page.get_by_label("答案（").fill("我先写的")
    case = api(page, f"/cases/{made['case']}")
    api(page, f"/cases/{made['case']}/draft", case["draft"] | {"version": case["version"], "by": "坐席乙"})
    page.keyboard.press("Control+s")
    expect(page.locator("#trouble")).to_contain_text("坐席乙")
    expect(page.get_by_label("答案（")).to_have_value("我先写的")
    page.close()


def test_what_users_write_is_shown_and_does_nothing(page: Page) -> None:
    made = api(page, "/questions", {"question": HOSTILE * 20, "region": "聊城市", "answer": HOSTILE})
    home = page.url.split("/?")[0].rstrip("/")
    for path in ("/helpdesk", f"/helpdesk/{made['case']}"):
        page.goto(home + path)
        expect(page.locator("main")).to_contain_text("<img src=x onerror=")
        assert page.locator("main img, main a[href^=javascript]").count() == 0
        assert page.title() != "1" and fits(page)
        assert "\u202e" not in page.locator("main").inner_text()
