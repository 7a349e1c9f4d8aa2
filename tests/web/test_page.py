"""The workspace in a real browser, against the real server."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, Route, expect
from steps import begin, figure, say, settle

pytestmark = pytest.mark.browser

TWO_FACTS = "危险品仓库单独设置，照明还没分区控制"


def test_from_first_word_to_the_plan(page: Page, tmp_path: Path) -> None:
    begin(page, "zhengzhou-green-factory", "豫中机械厂")
    assert figure(page) == (0.0, 110.0)
    say(page, TWO_FACTS)
    expect(page.locator(".confirm li")).to_have_count(2)
    assert figure(page) == (0.0, 110.0), "nothing counts before it is confirmed"
    page.get_by_role("button", name="全部确认").click()
    expect(page.locator(".confirm")).to_have_count(0)
    settle(page)
    lower, upper = figure(page)
    assert lower > 0 and upper < 110

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Word").click()
    saved = tmp_path / "plan.docx"
    waiting.value.save_as(saved)
    assert waiting.value.suggested_filename == "豫中机械厂提升方案.docx"
    assert any(
        "豫中机械厂" in paragraph.text for paragraph in Document(io.BytesIO(saved.read_bytes())).paragraphs
    )

    said = page.locator(".messages").inner_text()
    page.reload()
    expect(page.locator(".figure")).to_be_visible()
    assert page.locator(".messages").inner_text() == said
    assert figure(page) == (lower, upper)

    page.get_by_role("link", name="新对话").click()
    page.locator(".earlier a", has_text="豫中机械厂").first.click()
    expect(page.locator(".figure")).to_be_visible()


def test_what_would_flip_the_result_is_tried_when_asked_for(page: Page) -> None:
    begin(page, "zhengzhou-green-factory")
    expect(page.locator(".flips")).to_have_count(0)
    say(page, "照明还没分区控制，建筑密度31%")
    page.get_by_role("button", name="全部确认").click()
    settle(page)
    page.locator(".flips > summary").click()
    expect(page.locator(".flips li").first).to_contain_text("建筑密度")
    expect(page.locator(".flips")).to_contain_text("界限 ≥30%")
    page.locator(".flips li button").first.click()


def test_a_citation_opens_its_words(page: Page) -> None:
    begin(page, "")
    say(page, "聊城的企业有几个厂区，能一起申报吗？")
    page.locator("article.theirs .chip").first.click()
    panel = page.get_by_role("dialog")
    expect(panel.locator("mark").first).to_be_visible()
    assert "分别进行申报" in "".join(panel.locator("mark").all_inner_texts())
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.locator("article.theirs .chip").first.click()
    panel.get_by_role("link", name="在全文中查看").click()
    expect(page.locator("main mark").first).to_be_in_viewport()


def test_answers_at_hand_name_what_they_answer(page: Page) -> None:
    begin(page, "sanmenxia-grading-2022")
    card = page.locator(".questions li").first
    item = card.get_attribute("data-item")
    card.get_by_role("button", name="C", exact=True).click()
    settle(page)
    fact = page.locator(".confirm li")
    expect(fact).to_have_count(1)
    assert item is not None and item.split(".")[1] in fact.inner_text() and "C" in fact.inner_text()
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.locator(".confirm")).to_have_count(0)
    settle(page)
    assert "C" in page.locator(".figure").first.inner_text()


def test_a_rejected_fact_does_not_count(page: Page) -> None:
    begin(page, "zhengzhou-green-factory")
    say(page, "照明还没分区控制")
    page.get_by_role("button", name="不对").click()
    expect(page.locator(".confirm")).to_have_count(0)
    settle(page)
    assert figure(page) == (0.0, 110.0)


def test_what_is_said_stays_text(page: Page) -> None:
    begin(page, "")
    say(page, "<img src=x onerror=alert(1)> **粗** 第几条？")
    assert page.locator("#messages img, #messages script").count() == 0
    expect(page.locator("article.mine").first).to_contain_text("<img src=x onerror=alert(1)>")


def test_too_long_a_message_is_told_before_sending(page: Page) -> None:
    begin(page, "")
    longest = int(page.get_by_label("要说的话").get_attribute("data-longest") or "0")
    page.get_by_label("要说的话").fill("厂" * (longest + 3))
    expect(page.locator("#told")).to_have_text(f"超出 3 字，最多 {longest} 字")
    expect(page.get_by_role("button", name="发送")).to_be_disabled()


def test_a_lost_talk_is_told(page: Page, address: str) -> None:
    begin(page, "")
    page.evaluate("() => { window.fetch = async () => { throw new TypeError('offline') } }")
    page.get_by_label("要说的话").fill("还在吗")
    page.get_by_label("要说的话").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务")
    expect(page.get_by_label("要说的话")).to_have_value("还在吗")


def test_everything_can_be_reached_by_keyboard(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.locator("input[name=scheme][value='zhengzhou-green-factory']").focus()
    page.keyboard.press("Space")
    page.get_by_role("textbox", name="行业").press("Enter")
    expect(page.locator(".figure")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_pages_do_not_scroll_sideways(page: Page, address: str) -> None:
    for path in (
        "/",
        "/library",
        "/library/zhengzhou-green-factory",
        "/library/henan-performance-uplift-2021",
    ):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_signs_of_life_in_a_slow_reply_are_no_reply(page: Page) -> None:
    def slowly(route: Route) -> None:
        made = route.fetch()
        route.fulfill(response=made, body=": \n\n: \n\n" + made.text())

    begin(page, "", "")
    page.route("**/messages", slowly)
    say(page, "三门峡的绩效分级由谁初审")
    expect(page.locator("article").last).to_contain_text("20 日前")
