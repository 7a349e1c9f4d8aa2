"""Lines read from a PDF are told with the page on which they begin."""

from __future__ import annotations

from pathlib import Path

from written_files import write_typst

from assistant.talk.from_files import found_in
from knowledge.reading.files import read_file
from scoring import load_scheme

_PAGES = """
#par[检测与认证情况说明]
#par[我公司已通过质量管理体系第三方认证，证书在有效期内。]
#pagebreak()
#par[固体废物综合利用率为92%。]
#table(columns: (1fr, 2fr), [项目], [结果], [环境管理体系], [已通过第三方认证])
#pagebreak()
#par[我公司已通过职业健康安全管理体系第三方认证。]
"""


def test_each_line_knows_its_page(tmp_path: Path) -> None:
    read = read_file(write_typst(tmp_path / "proof.pdf", _PAGES))
    at = list(zip(read.text.splitlines(), read.line_pages, strict=True))
    assert [(words[:4], page) for words, page in at if words] == [
        ("检测与认", 1),
        ("我公司已", 1),
        ("固体废物", 2),
        ("项目\t结", 2),
        ("环境管理", 2),
        ("我公司已", 3),
    ]
    assert all(page == 0 for words, page in at if not words)


def test_what_a_pdf_says_is_proposed_with_its_page(tmp_path: Path) -> None:
    read = read_file(write_typst(tmp_path / "proof.pdf", _PAGES))
    found, _ = found_in(load_scheme("zhengzhou-green-factory"), read.text, "proof.pdf", read.line_pages)
    places = {proposal.item: proposal.note for proposal in found}
    assert places["2.02"].startswith("proof.pdf，第1页")
    assert places["2.04"].startswith("proof.pdf，第3页")
    assert places["2.06"].startswith("proof.pdf，第2页表1第2行")


def test_a_file_without_pages_is_told_by_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "proof.txt"
    path.write_text("说明\n我公司已通过质量管理体系第三方认证。\n", encoding="utf-8")
    read = read_file(path)
    assert read.line_pages == ()
    found, _ = found_in(load_scheme("zhengzhou-green-factory"), read.text, "proof.txt", read.line_pages)
    assert found[0].note.startswith("proof.txt，第2行")
