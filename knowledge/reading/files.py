"""Reads one file, whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from knowledge.front_matter import front_kind
from knowledge.lines import next_words, split_lines
from knowledge.numbering import Style, read_marker
from knowledge.reading.document import Kind, ReadDocument, Reading
from knowledge.reading.errors import FileEmptyError, FileMissingError, FileTooLargeError
from knowledge.reading.invisible import without_invisible
from knowledge.reading.kinds import has_macros, kind_of, mislabelled
from knowledge.reading.limits import Deadline, Limits, Told, check_size
from knowledge.reading.page_places import pages_of

_CHUNK = 1 << 20
_SEARCHED_FOR_TITLE = 60
_BEFORE_TITLE = (Style.ANNEX, Style.ANNEX_LIST)
DEFAULT_LIMITS = Limits()


def read_file(
    path: Path, *, limits: Limits = DEFAULT_LIMITS, name: str | None = None, progress: Told | None = None
) -> ReadDocument:
    """The file as lines for ``knowledge.parser.parse``.

    Args:
        path: where the file lies.
        limits: what is allowed of it.
        name: what the file is called where its path does not say so, as with an upload.
        progress: called behind each page of a PDF; what it raises ends the reading.

    Raises:
        ReadingError: one of its kinds, in Chinese, with a hint; nothing was kept.
    """
    shown = name or path.name
    if not path.is_file():
        raise FileMissingError(shown, "不存在，或者不是文件；要给出一个文件的路径")
    check_size(shown, path.stat().st_size, limits)
    deadline = Deadline(shown, limits, progress)
    kind, reading = _read(path, deadline)
    plain = kind in ("txt", "md")
    lines, gone = without_invisible(reading.lines, keep_cells=not plain)
    text = "\n".join(lines) if plain else "\n".join(_tidy(lines)) + "\n"
    if not text.strip():
        raise FileEmptyError(shown, "里没有文字；要有文字才能读")
    if len(text) > limits.text:
        raise FileTooLargeError(shown, f"读出 {len(text)} 个字；最多读 {limits.text} 个")
    warnings = list(reading.warnings)
    if gone:
        warnings.append(f"有 {gone} 个看不见的字符（零宽字符、方向控制符等）未读入；请核对来源")
    if kind in ("docx", "xlsx") and has_macros(path):
        warnings.insert(0, "文件带有宏；宏不会运行，只读文字")
    if told := mislabelled(shown, kind):
        warnings.insert(0, told)
    return ReadDocument(
        kind,
        _digest(path),
        text,
        reading.pages,
        _title(text) or reading.title,
        tuple(warnings),
        reading.scanned,
        reading.doubts,
        pages_of(text.splitlines(), reading.page_words) if reading.page_words else (),
    )


def _read(path: Path, deadline: Deadline) -> tuple[Kind, Reading]:
    # Each reader is imported when it is needed: those of PDF and Excel are slow to load.
    kind = kind_of(path, deadline)
    if kind == "pdf":
        from knowledge.reading.pdf import read_pdf

        return kind, read_pdf(path, deadline)
    if kind == "docx":
        from knowledge.reading.word import read_word

        return kind, read_word(path, deadline)
    if kind == "xlsx":
        from knowledge.reading.sheets import read_sheets

        return kind, read_sheets(path, deadline)
    from knowledge.reading.plain import decoded, is_markdown, read_markdown, read_plain

    text = decoded(deadline.name, path.read_bytes())
    if kind == "html":
        from knowledge.reading.html_pages import read_page

        return kind, read_page(text, deadline)
    return ("md", read_markdown(text)) if is_markdown(text) else ("txt", read_plain(text))


def _tidy(lines: list[str]) -> list[str]:
    """The lines with no two blank ones together and none at either end."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _title(text: str) -> str:
    """The first lines that stand where a title stands; empty when the text begins otherwise."""
    lines = split_lines("\n".join(text.split("\n", _SEARCHED_FOR_TITLE)[:_SEARCHED_FOR_TITLE]))
    title: list[str] = []
    kind, at, open_sentence = "", 0, False
    while (found := next_words(lines, at)) is not None:
        line, marker = lines[found], read_marker(lines[found].raw)
        if "\t" in line.raw or (marker is not None and marker.style not in _BEFORE_TITLE):
            break
        if marker is None:
            kind = front_kind(lines, found, kind, open_sentence)
            if title and kind != "title":
                # The last line of a title in several lines names the kind of the paper.
                title += [line.words] if line.words.endswith("通知") else []
                break
            if kind == "title":
                title.append(line.words)
            open_sentence = not line.ends_sentence
        at = found + 1
    return "".join(title)
