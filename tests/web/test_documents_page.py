"""Ingesting in a real browser, against the real server: from the file to the words in the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TEXT = """济源市重点行业绩效分级管理办法

第一章 总则

第一条 为规范绩效分级管理，制定本办法。

第二条 申报企业应当在每年10月19日前提交绩效分级申报材料。

第三条 本办法自2024年1月1日起施行，《三门峡市2022年重点行业绩效分级评定实施细则》同时废止。
"""


def test_from_the_file_to_the_library(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "办法 <b>.txt"
    path.write_text(TEXT, encoding="utf-8")
    page.get_by_role("link", name="导入文件").click()
    page.get_by_label("选择文件").set_input_files(str(path))
    expect(page.locator("#progress")).to_contain_text("办法 <b>.txt")
    page.locator("#progress").get_by_role("link", name="核对并确认").click()

    expect(page.get_by_role("textbox", name="标题 必填")).to_have_value("济源市重点行业绩效分级管理办法")
    expect(page.get_by_label("施行日期")).to_have_value("2024-01-01")
    expect(page.locator("#said")).to_contain_text("推测自施行条款，第 9 行：“自2024年1月1日起施行”")
    expect(page.locator(".headings")).to_contain_text("第二条")
    ids = page.locator("[id]").evaluate_all("all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids)), "clauses of the text have ids too"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("[data-part=document_id]")).to_have_value("sanmenxia-grading-2022")
    page.get_by_role("button", name="去掉").press("Enter")
    page.get_by_label("状态 必填").select_option("有效")
    page.get_by_role("button", name="确认，加入文件库").press("Enter")

    page.wait_for_url("**/library/text-*")
    expect(page.locator("main")).to_contain_text("10月19日")
    page.get_by_role("link", name="导入文件").click()
    card = page.locator("#lists li", has_text="济源市重点行业")
    expect(card).to_contain_text("有效")
    card.get_by_role("button", name="移除").click()
    card.get_by_role("button", name="确定移除").click()
    expect(card).to_have_count(0, timeout=60_000)
