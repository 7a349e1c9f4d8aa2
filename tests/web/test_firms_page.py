"""The page of a firm in a real browser: facts are chosen by their titles, it is taken out only by its name."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

_MAKE = """async () => (await (await fetch("/api/v1/firms", {method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({name: "乙 <i>砖厂</i>", region: "聊城市", schemes: ["liaocheng-grading-2020"]})})).json()).id"""


def test_a_firm_is_taken_out_by_its_name(page: Page, address: str) -> None:
    page.goto(f"{address}/firms")
    page.goto(f"{address}/firms/{page.evaluate(_MAKE)}")
    page.get_by_text("删除这家企业").click()
    name = page.get_by_label("请输入企业名称")
    name.fill("乙厂")
    page.get_by_role("button", name="删除", exact=True).click()
    expect(page.locator("#trouble")).to_contain_text("名称不一致，没有删除")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    name.fill("乙 <i>砖厂</i>")
    page.get_by_role("button", name="删除", exact=True).click()
    page.wait_for_url("**/firms")
    expect(page.locator("main")).not_to_contain_text("乙 <i>砖厂</i>")


def test_facts_are_chosen_by_title_and_told_in_words(page: Page, address: str) -> None:
    page.goto(f"{address}/firms")
    page.goto(f"{address}/firms/{page.evaluate(_MAKE)}")
    for title, content, shown in (("装备水平", "B级", "B"), ("0.排放限值", "a", "A")):
        expect(page.locator("#rows option")).not_to_have_count(0)
        if not page.get_by_label("条目").is_visible():
            page.get_by_text("填事实").click()
        chosen = page.locator(f"#rows option[value^='{title}（']")
        typed = chosen.get_attribute("value") if chosen.count() else title
        page.get_by_label("条目").fill(typed or "")
        page.get_by_label("内容").fill(content)
        page.get_by_role("button", name="填入").click()
        expect(page.locator(".ledger")).to_contain_text(f"= {shown}")
    page.get_by_text("填事实").click()
    event = page.locator("#rows option[value*='（events.']").first.get_attribute("value")
    page.get_by_label("条目").fill(event or "")
    assert page.locator("#contents option").first.get_attribute("value") == "有"
    page.get_by_label("内容").fill("没有")
    page.get_by_role("button", name="填入").click()
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page.locator(".ledger li")).to_contain_text(["= B", "= A", "= 没有"])
