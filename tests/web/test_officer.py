"""An officer at work: a checklist recorded at once, what to check, own measures, a dossier, in a real browser."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect
from server import ROOT
from steps import begin, checklist, figure, grades, measure, say, settle, talk

pytestmark = pytest.mark.browser

FACTORY, CITY = "zhengzhou-green-factory", "sanmenxia-grading-2022"
CUT_THE_SECOND = """() => {
  const real = window.fetch;
  let messages = 0;
  window.restored = () => { window.fetch = real; };
  window.fetch = (url, options) => {
    if (String(url).endsWith("/messages") && (messages += 1) === 2) return Promise.reject(new TypeError("offline"));
    return real(url, options);
  };
}"""


def fits(page: Page) -> bool:
    found: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return found


def test_a_checklist_is_recorded_with_one_click(page: Page) -> None:
    begin(page, FACTORY)
    box = checklist(page)
    rows = [row.get_attribute("data-item") for row in box.locator("li").all()]
    assert len(rows) > 3
    expect(box.locator("button.primary")).to_be_disabled()
    box.locator("li").nth(0).get_by_role("radio", name="不清楚").focus()
    page.keyboard.press("Space")
    box.locator("li").nth(1).get_by_role("radio", name="不满足").check()
    box.get_by_role("button", name="没勾的都选满足").click()
    expect(box.locator("button.primary")).to_have_text(f"记下这 {len(rows)} 条")
    assert fits(page)
    assert talk(page)["messages"] == [], "nothing is said before the click"
    assert figure(page) == (0.0, 110.0)

    box.locator("button.primary").click()
    settle(page)
    told = {item: fact["status"] for item, fact in talk(page)["facts"].items()}
    assert told == dict(zip(rows, ["unknown", "not_met", *["met"] * (len(rows) - 2)], strict=True))
    expect(page.locator(".confirm")).to_have_count(0)
    lower, upper = figure(page)
    assert lower > 0 and upper < 110
    expect(page.locator(".messages .run summary")).to_have_text(f"按清单说了 {len(rows)} 条")
    page.reload()
    expect(page.locator(".figure")).to_be_visible()
    assert figure(page) == (lower, upper)


def test_ticks_outlive_a_message(page: Page) -> None:
    begin(page, FACTORY)
    checklist(page).locator("li").nth(2).get_by_role("radio", name="不满足").check()
    say(page, "多少分可以推荐？")
    box = page.locator(".checklist").first
    expect(box.locator("li").nth(2).get_by_role("radio", name="不满足")).to_be_checked()
    expect(box.locator("button.primary")).to_have_text("记下这 1 条")


def test_what_was_heard_otherwise_waits_for_a_yes(page: Page) -> None:
    begin(page, FACTORY)

    def misheard(route: object) -> None:
        response = route.fetch()  # type: ignore[attr-defined]
        body = response.json()
        body["proposed"][-1]["status"] = "unknown"
        route.fulfill(response=response, json=body)  # type: ignore[attr-defined]

    page.route("**/messages", misheard)
    checklist(page).locator("li").first.get_by_role("radio", name="满足", exact=True).check()
    page.locator(".checklist").first.locator("button.primary").click()
    settle(page)
    expect(page.locator(".confirm li")).to_have_count(1)
    assert figure(page) == (0.0, 110.0)


def test_a_checklist_cut_short_goes_on_without_saying_twice(page: Page) -> None:
    begin(page, FACTORY)
    box = checklist(page)
    count = box.locator("li").count()
    box.get_by_role("button", name="没勾的都选满足").click()
    page.evaluate(CUT_THE_SECOND)
    box.locator("button.primary").click()
    expect(page.get_by_role("alert")).to_contain_text("连不上服务")
    expect(page.locator(".confirm li")).to_have_count(1)
    assert talk(page)["facts"] == {}, "nothing counts yet"
    page.evaluate("window.restored()")
    box = checklist(page)
    expect(box.locator("button.primary")).to_have_text(f"记下这 {count} 条")
    box.locator("button.primary").click()
    settle(page)
    expect(page.locator(".confirm")).to_have_count(0)
    assert len(talk(page)["ledger"]) == count


def test_checks_name_their_items_and_what_proves_them(page: Page) -> None:
    begin(page, FACTORY)
    expect(page.locator(".checks")).to_have_count(0)
    say(page, "建筑密度31%")
    page.get_by_role("button", name="全部确认").click()
    settle(page)
    near = page.locator("[data-check=near_limit]")
    expect(near.locator("li")).to_have_count(1)
    expect(near).to_contain_text("比界限 30% 高出 1%")
    claimed = page.locator("[data-check=claimed_unproved]")
    expect(claimed.locator("li").first).to_be_hidden()
    claimed.locator("summary").click()
    expect(claimed).to_contain_text("可作证明：")
    near.locator("li button").click()
    expect(page.locator("#about")).to_contain_text("6.03 建筑密度")


def test_what_the_grade_held_means_during_a_warning(page: Page) -> None:
    begin(page, CITY)
    box = page.locator(".consequences")
    expect(box.locator("h3")).to_contain_text("按确定的 D")
    expect(box.locator("li").first).to_contain_text("看到的程度：公开报道")
    grades(page, "A")
    expect(box.locator("h3")).to_contain_text("按确定的 A")
    box.locator("li .chip").first.click()
    expect(page.get_by_role("dialog").locator("mark").first).to_be_visible()


def test_own_measures_and_a_budget_make_a_plan(page: Page, tmp_path: Path) -> None:
    begin(page, CITY, "灵宝铸造厂")
    grades(page, "B", 运输监管="C", 环境管理="C")
    expect(page.locator(".figure")).to_have_text("确定是 C")
    page.locator(".own > summary").click()
    measure(page, "m1", "更换国五车辆", "30", "3", "运输监管")
    second = measure(page, "m2", "补齐环保档案", "5", "2", "环境管理")
    second.get_by_text("先后与二选一").click()
    second.get_by_role("group", name="要先做完").get_by_label("m1").check()
    measure(page, "m3", "整体搬迁", "900", "24", "运输监管").get_by_role("checkbox", name="环境管理").check()
    page.get_by_label("预算（万元）").fill("40")
    page.get_by_role("button", name="生成提升方案").click()
    plan = page.locator(".summary")
    expect(plan).to_contain_text("可行：2 项措施，合计 35 万元、5 个月")
    expect(plan).to_contain_text("做完：B")
    expect(plan.locator("ol > li").nth(1)).to_contain_text("环境管理；在 m1 之后")
    assert fits(page)

    with page.expect_download() as waiting:
        page.get_by_role("button", name="Word").click()
    saved = tmp_path / "plan.docx"
    waiting.value.save_as(saved)
    document = Document(io.BytesIO(saved.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    written = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    assert "更换国五车辆" in written and "没有选用：m3 整体搬迁" in written

    page.get_by_label("预算（万元）").fill("20")
    page.get_by_role("button", name="生成提升方案").click()
    expect(plan).to_contain_text("按现在的条件没有可行的路线")
    expect(plan).to_contain_text("预算 20 万元")

    page.get_by_role("button", name="删去 m1").click()
    expect(page.locator(".own > summary")).to_have_text("企业自己的措施（2）")
    second.get_by_text("先后与二选一").click()
    expect(second.get_by_role("group", name="要先做完")).to_be_visible()
    expect(second.get_by_role("group", name="要先做完").get_by_label("m1")).to_have_count(0)


def test_an_unfinished_measure_is_told_before_anything_is_asked(page: Page) -> None:
    begin(page, CITY)
    page.locator(".own > summary").click()
    page.get_by_role("button", name="添加一项措施").click()
    plan, outcome = page.get_by_role("button", name="生成提升方案"), page.locator(".outcome")
    plan.click()
    expect(outcome).to_contain_text("措施 m1：还没有名称")
    card = page.locator("[data-measure=m1]")
    card.get_by_label("名称").fill("车辆")
    plan.click()
    expect(outcome).to_contain_text("没有勾对应的条目")
    card.get_by_role("checkbox", name="运输监管").check()
    card.get_by_label("费用（万元）").fill("三十")
    plan.click()
    expect(outcome).to_contain_text("费用要填不小于 0 的数")
    card.get_by_label("费用（万元）").fill("")
    plan.click()
    expect(outcome).to_contain_text("没有任何措施能解决")


def test_one_measure_can_close_many_items(page: Page) -> None:
    begin(page, FACTORY)
    page.locator(".own > summary").click()
    page.get_by_role("button", name="添加一项措施").click()
    card = page.locator("[data-measure=m1]")
    card.get_by_label("名称").fill("全面整改")
    for group in card.locator(".closes-box").first.get_by_role("button", name="全勾").all():
        group.click()
    page.get_by_role("button", name="生成提升方案").click()
    expect(page.locator(".summary")).to_contain_text("可行：1 项措施，措施还没有报价和工期", timeout=30_000)
    expect(page.locator(".summary")).to_contain_text("做完：110 分，达到推荐条件")


def test_a_dossier_from_the_page_can_be_verified(page: Page, tmp_path: Path) -> None:
    begin(page, CITY)
    grades(page, "B", 运输监管="C")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载评估档案（zip）").click()
    assert waiting.value.suggested_filename == f"{CITY}.zip"
    saved = tmp_path / "firm.zip"
    waiting.value.save_as(saved)
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LVPING_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "assistant", "verify", str(saved)]
    ran = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    assert "一致" in ran.stdout.decode()
