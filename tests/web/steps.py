"""What a person does on the page, step by step."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


def begin(page: Page, scheme: str, name: str = "") -> None:
    page.check(f"input[name=scheme][value='{scheme}']")
    page.get_by_role("textbox", name="企业名称").fill(name)
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.locator("#room")).to_be_visible()


def say(page: Page, text: str) -> None:
    before = page.locator("article.mine").count()
    page.get_by_label("要说的话").fill(text)
    page.get_by_label("要说的话").press("Enter")
    expect(page.locator("article.mine")).to_have_count(before + 1)
    settle(page)


def settle(page: Page) -> None:
    expect(page.locator("#composer")).to_have_attribute("aria-busy", "false", timeout=60_000)
    expect(page.locator("#trouble")).to_be_hidden()


def figure(page: Page) -> tuple[float, float]:
    lower, upper = re.findall(r"[\d.]+", page.locator(".figure b").first.inner_text())
    return float(lower), float(upper)


def talk(page: Page) -> dict[str, Any]:
    """The talk as the server holds it."""
    found: dict[str, Any] = page.evaluate(
        "async () => (await fetch('/api/v1/conversations/' + new URLSearchParams(location.search).get('c'))).json()"
    )
    return found


def checklist(page: Page) -> Locator:
    """The first checklist, unfolded."""
    found = page.locator(".checklist").first
    if found.get_attribute("open") is None:
        found.locator("summary").click()
    return found


def grades(page: Page, usual: str, **others: str) -> None:
    """Every aspect of the checklist with its grade, recorded."""
    found = checklist(page)
    for row in found.locator("li").all():
        name = (row.get_attribute("data-item") or "").partition(".")[2]
        row.get_by_role("combobox").select_option(others.get(name, usual))
    found.locator("button.primary").click()
    settle(page)


def measure(page: Page, name: str, title: str, cost: str, months: str, closes: str) -> Locator:
    """One measure of the firm's own, filled in."""
    page.get_by_role("button", name="添加一项措施").click()
    card = page.locator(f"[data-measure={name}]")
    card.get_by_label("名称").fill(title)
    card.get_by_label("费用（万元）").fill(cost)
    card.get_by_label("工期（月）").fill(months)
    card.get_by_role("checkbox", name=closes).check()
    return card
