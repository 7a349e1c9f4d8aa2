"""Files that are damaged, locked, of another kind or built to do harm end in one clear error."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdf
import pytest
import typst
from PIL import Image
from written_files import Sheet, write_docx, write_pdf, write_xlsx

from knowledge.reading import Limits, ReadingError, errors, read_file
from knowledge.reading.grid import Cell

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SECRET = "密码"


def archive(parts: dict[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return data.getvalue()


def word(body: str, before: str = "", **parts: bytes | str) -> bytes:
    document = f'{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def locked_zip() -> bytes:
    data = bytearray(word(paragraph("甲")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def damaged_part() -> bytes:
    data = bytearray(word(paragraph("甲乙丙丁" * 500)))
    at = data.find(b"word/document.xml") + len("word/document.xml")
    data[at + 10 : at + 30] = b"\xff" * 20
    return bytes(data)


def ole(stream: str) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600


def same_names() -> bytes:
    data = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(data, "w") as packed:
        for text in ("甲", "乙"):
            packed.writestr("word/document.xml", paragraph(text))
    return data.getvalue()


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + "ha" * 100 + '"><!ENTITY b "&a;&a;&a;">]>'
DEEP = "<w:ins>" * 300 + "</w:ins>" * 300
BOMB = " " * 30_000_000
HTML_DEEP = ("<!DOCTYPE html><body>" + "<div>" * 5000 + "甲").encode()
DIAGONAL = "".join(f"<tr><td colspan={place}></td><td>甲</td></tr>" for place in range(1, 900))
SPANS = "<tr>" + "<td rowspan=900 colspan=999>甲</td>" * 3 + "</tr>" + "<tr><td>乙</td></tr>" * 900


OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
HTML_DEEPEST = ("<!DOCTYPE html><body>" + "<b>" * 100_000 + "甲").encode()


def in_one_another(depth: int) -> bytes:
    data = b"\0" * 10_000_000
    for level in range(depth):
        data = archive({f"{level}.zip": data})
    return archive({"word/embeddings/a.zip": data, "a.zip": data})


def many_parts() -> bytes:
    return archive({"word/document.xml": paragraph("甲")} | {f"{n}.xml": "" for n in range(6000)})


def sheet(inner: str) -> bytes:
    data = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.save(data)
    parts = {}
    with zipfile.ZipFile(data) as old:
        for name in old.namelist():
            parts[name] = old.read(name)
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b"</sheetData>", b"</sheetData>" + inner.encode())
    return archive(parts)


MERGES = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
CASES: dict[str, tuple[bytes | Callable[[], bytes], type[ReadingError], str]] = {
    "empty": (b"", errors.FileEmptyError, "空的"),
    "blank": (b" \r\n\t ", errors.FileEmptyError, "空的"),
    "no words in word": (word("<w:p/>"), errors.FileEmptyError, "没有文字"),
    "old word": (ole("WordDocument"), errors.LegacyFileError, "doc"),
    "old excel": (ole("Workbook"), errors.LegacyFileError, "xls"),
    "locked office": (ole("EncryptedPackage"), errors.EncryptedFileError, "密码"),
    "locked zip": (locked_zip, errors.EncryptedFileError, "密码"),
    "cut zip": (lambda: cut(word(paragraph("甲" * 5000))), errors.CorruptFileError, "损坏"),
    "damaged part": (damaged_part, errors.CorruptFileError, "word/document.xml"),
    "torn xml": (archive({"word/document.xml": "<w:document"}), errors.CorruptFileError, "word/document.xml"),
    "strict word": (archive({"word/document.xml": "<document/>"}), errors.UnsupportedFileError, "严格"),
    "empty workbook": (archive({"xl/workbook.xml": "<x/>"}), errors.CorruptFileError, "Excel"),
    "same names": (same_names, errors.UnsafeFileError, "同名"),
    "entities": (word(paragraph("&b;"), ENTITIES), errors.UnsafeFileError, "实体"),
    "a billion laughs": (word(paragraph("&l9;"), BILLION), errors.UnsafeFileError, "实体"),
    "entities from outside": (word(paragraph("&a;"), OUTSIDE), errors.UnsafeFileError, "实体"),
    "archives in archives": (lambda: in_one_another(4), errors.UnsupportedFileError, "压缩包"),
    "too many parts": (many_parts, errors.UnsafeFileError, "部件"),
    "a merge over a whole sheet": (lambda: sheet(MERGES), errors.UnsafeFileError, "合并的格子"),
    "deepest page": (HTML_DEEPEST, errors.UnsafeFileError, "嵌套"),
    "deep xml": (word(DEEP), errors.UnsafeFileError, "嵌套"),
    "zip bomb": (lambda: word(paragraph(BOMB)), errors.UnsafeFileError, "压缩"),
    "slides": (archive({"ppt/presentation.xml": "<x/>"}), errors.UnsupportedFileError, "PowerPoint"),
    "plain zip": (archive({"a.txt": "甲"}), errors.UnsupportedFileError, "压缩包"),
    "rar": (b"Rar!\x1a\x07\x00", errors.UnsupportedFileError, "RAR"),
    "rtf": (b"{\\rtf1 x}", errors.UnsupportedFileError, "RTF"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", errors.NeedsOcrError, "PNG"),
    "binary": (bytes(range(256)) * 4, errors.UnsupportedFileError, "二进制"),
    "no encoding": (b"\x81\xff\xff\xfe\x80 abc \xff", errors.CorruptFileError, "编码"),
    "deep page": (HTML_DEEP, errors.UnsafeFileError, "嵌套"),
    "wide page": (f"<table>{DIAGONAL}</table>".encode(), errors.UnsafeFileError, "格子"),
    "not a pdf": (b"%PDF-1.7\nnothing here", errors.CorruptFileError, "PDF"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_file_is_told_in_chinese(case: str, tmp_path: Path) -> None:
    made, error, told = CASES[case]
    path = tmp_path / "上传.bin"
    path.write_bytes(made() if callable(made) else made)
    with pytest.raises(ReadingError) as caught:
        read_file(path)
    assert type(caught.value) is error
    assert "“上传.bin”" in str(caught.value)
    assert told in str(caught.value)
    assert caught.value.hint.startswith("请")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(errors.FileMissingError, match="不存在"):
        read_file(tmp_path)


def test_limits_are_allowed_themselves(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("甲乙", encoding="utf-8")
    assert read_file(path, limits=Limits(size=6, text=2)).text == "甲乙"
    with pytest.raises(errors.FileTooLargeError, match="MB"):
        read_file(path, limits=Limits(size=5))
    with pytest.raises(errors.FileTooLargeError, match="2 个字"):
        read_file(path, limits=Limits(text=1))


def test_cells_and_parts_of_a_workbook_are_bounded(tmp_path: Path) -> None:
    cells = [Cell(row, column, "甲") for row in range(10) for column in range(3)]
    path = write_xlsx(tmp_path / "b.xlsx", [Sheet("表", cells)])
    assert read_file(path, limits=Limits(cells=30)).kind == "xlsx"
    with pytest.raises(errors.UnsafeFileError, match="29 个"):
        read_file(path, limits=Limits(cells=29))
    with pytest.raises(errors.UnsafeFileError, match="部件"):
        read_file(path, limits=Limits(parts=3))
    with pytest.raises(errors.UnsafeFileError, match="解压后"):
        read_file(path, limits=Limits(unpacked=1000))


def test_a_cell_in_the_far_corner_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for place in ((1, 1), (1, 16384), (1048576, 1), (1048576, 16384)):
        book.active.cell(*place, f"格{place[0]}")
    book.save(tmp_path / "far.xlsx")
    assert read_file(tmp_path / "far.xlsx").text.count("格") == 4


def test_a_declared_extent_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    data = sheet("")
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name]
        .replace(b'ref="A1:A1"', b'ref="A1:XFD1048576"')
        .replace(b'ref="A1"', b'ref="A1:XFD1048576"')
    )
    assert b"XFD1048576" in parts[name]
    path.write_bytes(archive(parts))
    assert "甲" in read_file(path).text


def test_macros_are_told_and_never_run(tmp_path: Path) -> None:
    path = tmp_path / "m.docm"
    path.write_bytes(word(paragraph("第一条 甲。"), **{"word/vbaProject.bin": b"Sub AutoOpen()"}))
    read = read_file(path)
    assert read.text == "第一条 甲。\n"
    assert read.warnings == ("文件带有宏；宏不会运行，只读文字",)


def test_spans_beyond_the_table_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "s.html"
    path.write_text(f"<html><body><table>{SPANS}</table></body></html>", encoding="utf-8")
    assert "甲" in read_file(path).text


# --- pdf ---


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("pdf") / "ok.pdf", [f"第{n}条 甲。" for n in "一二三四五"])


def test_a_locked_pdf(pdf: Path, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=pdf)
    writer.encrypt(SECRET, algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(errors.EncryptedFileError, match="密码"):
        read_file(tmp_path / "locked.pdf")


def test_a_pdf_that_opens_without_its_password(pdf: Path, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=pdf)
    writer.encrypt("", owner_password=SECRET, algorithm="AES-256")
    writer.write(tmp_path / "owner.pdf")
    assert read_file(tmp_path / "owner.pdf").text == read_file(pdf).text


def test_a_pdf_cut_short(pdf: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(cut(pdf.read_bytes()))
    with pytest.raises(errors.CorruptFileError):
        read_file(path)


def test_a_pdf_of_pictures_without_words(tmp_path: Path) -> None:
    source = tmp_path / "scan.typ"
    source.write_text(
        '#image("dot.svg", width: 80%)\n#pagebreak()\n#image("dot.svg", width: 80%)', encoding="utf-8"
    )

    Image.new("RGB", (20, 20)).save(tmp_path / "dot.png")
    source.write_text(source.read_text("utf-8").replace("svg", "png"), encoding="utf-8")
    path = tmp_path / "scan.pdf"
    path.write_bytes(typst.compile(str(source)))
    with pytest.raises(errors.FileEmptyError, match="2 页里没有文字，图片里也没有认出文字"):
        read_file(path)


def test_a_scan_where_recognition_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGB", (200, 280), "white").save(tmp_path / "scan.pdf", resolution=24)
    monkeypatch.setattr("knowledge.reading.pdf.find_spec", lambda name: None)
    with pytest.raises(errors.NeedsOcrError, match="没有安装文字识别"):
        read_file(tmp_path / "scan.pdf")


def test_pages_of_a_pdf_are_bounded(pdf: Path) -> None:
    with pytest.raises(errors.FileTooLargeError, match="最多读 0 页"):
        read_file(pdf, limits=Limits(pages=0))


def test_time_is_bounded(pdf: Path) -> None:
    with pytest.raises(errors.ReadingTimeError, match="没有读完"):
        read_file(pdf, limits=Limits(seconds=0.01))


def bomb(size: int) -> bytes:
    """A PDF of one page whose content is ``size`` bytes of blanks, packed twice."""
    packer = zlib.compressobj(9)
    inner = b"".join(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + packer.flush()
    content = zlib.compress(inner, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    data = b"%PDF-1.7\n"
    places = []
    for number, entry in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)


def with_objects(objects: list[bytes]) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, entry in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        data
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            len(objects) + 1,
            len(data),
        )
    )


LEAF = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
TREES = {
    "a count of billions": [b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", LEAF],
    "the same page again and again": [
        b"<</Type/Pages/Kids[" + b"3 0 R " * 100_000 + b"]/Count 100000>>",
        LEAF,
    ],
    "pages that hold themselves": [b"<</Type/Pages/Kids[2 0 R]/Count 1>>", LEAF],
    "too many pages": [
        b"<</Type/Pages/Kids[" + b" ".join(b"%d 0 R" % n for n in range(3, 3003)) + b"]/Count 3000>>",
        *[LEAF] * 3000,
    ],
}


@pytest.mark.parametrize("tree", TREES)
def test_trees_of_pages_that_do_not_end(tree: str, tmp_path: Path) -> None:
    path = tmp_path / "tree.pdf"
    path.write_bytes(with_objects([b"<</Type/Catalog/Pages 2 0 R>>", *TREES[tree]]))
    with pytest.raises(ReadingError) as caught:
        read_file(path, limits=Limits(seconds=60))
    assert not isinstance(caught.value, errors.ReadingTimeError)


def test_a_pdf_that_unpacks_to_gigabytes_ends_in_its_own_process(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb(600_000_000))
    with pytest.raises(ReadingError) as caught:
        read_file(path, limits=Limits(memory=512 * 2**20, seconds=60))
    assert isinstance(caught.value, errors.UnsafeFileError | errors.CorruptFileError | errors.NeedsOcrError)


@pytest.mark.slow
def test_three_hundred_pages_in_flat_memory(tmp_path: Path) -> None:
    articles = [f"第{n}节说明：" + "企业应当建立台账并如实记录，" * 60 + "保存五年。" for n in range(170)]
    path = write_pdf(tmp_path / "long.pdf", articles, size=22)
    tracemalloc.start()
    read = read_file(path, limits=Limits(seconds=400, memory=1024 * 2**20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read.pages is not None
    assert 300 <= read.pages <= 500
    assert [line for line in read.text.split("\n") if line] == articles
    assert peak < 100 * 2**20


def test_a_large_word_file_is_read_paragraph_by_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    path.write_bytes(word("".join(paragraph(f"第{n}段" + "甲" * 200) for n in range(20_000))))
    tracemalloc.start()
    read = read_file(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read.text.count("段") == 20_000
    assert peak < 12 * len(read.text)


def test_nothing_is_half_done(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", ["第一条 甲。"])
    before = sorted(tmp_path.iterdir())
    read_file(path)
    with pytest.raises(ReadingError):
        read_file(path, limits=Limits(nesting=2))
    assert sorted(tmp_path.iterdir()) == before
