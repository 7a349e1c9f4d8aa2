"""An invented but realistic policy text, written as files of every kind."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import docx
import noto_cjk_sans_otc
import openpyxl
import typst

TITLE = "洛阳市重点行业绩效分级管理办法"
PARAGRAPHS = [
    "洛阳市生态环境局文件",
    "洛环文〔2023〕12号",
    f"洛阳市生态环境局关于印发《{TITLE}》的通知",
    "各县区生态环境分局：",
    f"现将《{TITLE}》印发给你们，请认真贯彻执行。",
    "洛阳市生态环境局",
    "2023年5月18日",
    TITLE,
    "第一章 总则",
    "第一条 为规范全市重点行业绩效分级管理，制定本办法。",
    "第二条 申报企业应当在每年9月26日前向所在县区生态环境分局提交绩效分级申报材料。",
    "第三条 绩效分级申报材料由县区生态环境分局初审，市生态环境局组织专家复核。",
    "第二章 评定",
    "第四条 企业提供虚假材料的，取消评定结果，两年内不得再次申报。",
    "第三章 附则",
    "第五条 本办法自2023年7月1日起施行，有效期至2028年6月30日。",
]
ROWS = [["序号", "行业", "申报截止时间"], ["1", "铸造", "8月20日"], ["2", "水泥", "9月10日"]]


def write_txt(path: Path) -> Path:
    path.write_text("\n\n".join(PARAGRAPHS) + "\n", encoding="utf-8")
    return path


def write_md(path: Path) -> Path:
    marked = [
        f"# {line}" if line == TITLE else f"**{line}**" if "章" in line[:3] else line for line in PARAGRAPHS
    ]
    path.write_text("\n\n".join(marked) + "\n", encoding="utf-8")
    return path


def write_html(path: Path) -> Path:
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in PARAGRAPHS)
    path.write_text(
        f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{lines}</body></html>", "utf-8"
    )
    return path


def write_docx(path: Path) -> Path:
    document = docx.Document()
    for line in PARAGRAPHS:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def write_pdf(path: Path) -> Path:
    source = path.with_suffix(".typ")
    lines = "\n\n".join(f'#par[#"{line}"]' for line in PARAGRAPHS)
    source.write_text(
        f'#set text(font: "Noto Sans CJK SC", size: 11pt, lang: "zh")\n{lines}', encoding="utf-8"
    )
    path.write_bytes(typst.compile(str(source), font_paths=[str(Path(noto_cjk_sans_otc.__file__).parent)]))
    return path


def write_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "申报时间安排"
    for row in ROWS:
        sheet.append(row)
    book.save(path)
    return path


WRITERS: dict[str, Callable[[Path], Path]] = {
    "txt": write_txt,
    "md": write_md,
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
}
"""Those that hold the whole text."""
