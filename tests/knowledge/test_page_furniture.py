"""Of a page of an office's site the text alone is read; what holds clauses is never left out."""

from __future__ import annotations

from pathlib import Path

import municipal_texts
import pytest
from written_files import write_html

from knowledge.reading.files import read_file

BODY = "<p>第一条 为规范管理，制定本办法。</p><p>第二条 申报材料于每年5月31日前提交。</p>"
LINKS = "".join(f'<li><a href="/{n}">栏目名称{n}</a></li>' for n in range(6))


def read(tmp_path: Path, page: str) -> tuple[str, tuple[str, ...]]:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    found = read_file(path)
    return found.text, found.warnings


@pytest.mark.parametrize(
    "around",
    [
        f"<ul>{LINKS}</ul>",
        f"<div><div><ul>{LINKS}</ul></div></div>",
        "<div class='page-header'>某市生态环境局门户网站</div>",
        "<div id='siteFooter'><p>地址：某市某路1号。</p></div>",
        "<div role='navigation'>首页 政务公开</div>",
        "<p>当前位置：首页 &gt; 政策文件</p>",
        "<p>发布时间：2023-03-20 来源：大气科 浏览次数：12</p>",
        "<p>发布日期：2023年3月20日</p>",
        "<p>豫ICP备00000000号-1 网站标识码：4110000000</p>",
        "<p>分享到：<a href='#'>微信</a></p><p>【关闭窗口】</p><p>上一篇：无</p>",
    ],
)
def test_what_stands_around_is_left_out_and_told(tmp_path: Path, around: str) -> None:
    alone, _ = read(tmp_path, BODY)
    text, warnings = read(tmp_path, f"{around}<div class='content'>{BODY}</div>{around}")
    assert text == alone
    assert any("正文以外" in told for told in warnings)


@pytest.mark.parametrize(
    "page",
    [
        f"<div class='header'>{BODY}</div>",
        f"<div class='side top'><div>{BODY}</div></div>",
        "<div>附件：<ul>" + LINKS.replace("栏目名称", "附件1 申报表") + "</ul></div>" + BODY,
        f"<ul>{LINKS}</ul>",
        "<p>发布时间另行通知，请各县区做好准备。</p>" + BODY,
        "<p>主办单位应当在活动前20日提出申请，由公安机关审批后方可举办，并承担安全责任，主办单位名称、地址、联系人变更的应当在三个工作日内重新报送备案材料，逾期不报的按照有关规定处理，情节严重的取消资格。</p>"
        + BODY,
    ],
)
def test_what_may_be_the_text_is_kept(tmp_path: Path, page: str) -> None:
    text, warnings = read(tmp_path, page)
    words = "".join(text.split())
    assert all(part in words for part in ("栏目名称0", "栏目名称5")) or "第二条申报材料" in words
    assert not any("正文以外" in told for told in warnings)


def test_a_page_of_a_city_reads_like_its_text(tmp_path: Path) -> None:
    plain = write_html(tmp_path / "plain.html", municipal_texts.XUCHANG)
    body = plain.read_text(encoding="utf-8").partition("<body>")[2].partition("</body>")[0]
    framed = tmp_path / "framed.html"
    framed.write_text(municipal_texts.government_page(body), encoding="utf-8")
    assert read_file(framed).text == read_file(plain).text


def test_deep_pages_are_counted_once(tmp_path: Path) -> None:
    page = "<div>" * 80 + "<p>" + "字" * 2000 + "</p>" + BODY + "</div>" * 80
    text, _ = read(tmp_path, page * 20)
    assert text.count("第二条") == 20
