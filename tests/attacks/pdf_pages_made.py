"""PDF pages made by hand, so that words can be put where only a machine finds them."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pypdf
from PIL import Image, ImageDraw, ImageFont
from pypdf.annotations import FreeText, Text

_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
HAS_FONT = _FONT.is_file()
LEFT, TOP, LEADING = 60, 780, 26


def _shown(
    words: str, x: float, y: float, *, size: float = 12, before: str = "", behind: str = "", font: str = "F1"
) -> str:
    return (
        f"q {before} BT /{font} {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET {behind} Q\n"
    )


_PLACES = {
    "mode3": ("3 Tr", {}),
    "white": ("1 1 1 rg", {}),
    "opacity": ("/Gs gs", {}),
    "tiny": ("", {"size": 0.1}),
    "off_page": ("", {"x": -4000}),
    "opacity_apart": ("/Gs gs", {"font": "F2"}),
    "mode3_apart": ("3 Tr", {"font": "F2"}),
    "clipped": ("0 0 1 1 re W n", {}),
}
"""By where: what is set before the words, and where and how large they stand."""


def pdf(lines: list[str], words: str, where: str) -> bytes:
    """A page with these lines, and words hidden in it; with `scan` lines and words are a picture."""
    if where == "scan":
        return _scan([*lines, words])
    content = "".join(_shown(line, LEFT, TOP - at * LEADING) for at, line in enumerate(lines))
    below = TOP - (len(lines) + 1) * LEADING
    if where in _PLACES:
        before, place = _PLACES[where]
        content += _shown(words, **({"x": LEFT, "y": below} | place), before=before)
    elif where == "covered":
        box = f"q 1 1 1 rg {LEFT - 5} {below - 5} 500 25 re f Q\n"
        content += _shown(words, LEFT, below) + box
    elif where == "body":
        content += _shown(words, LEFT, below)
    return _with_extras(_page(content), words, where)


def _page(content: str) -> bytes:
    """One page of a file whose fonts lie outside of it, as readers of Chinese have them."""
    packed = zlib.compress(content.encode())
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources"
        b" << /Font << /F1 5 0 R /F2 8 0 R >> /ExtGState << /Gs << /ca 0 /CA 0 >> >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >> stream\n" % len(packed) + packed + b"\nendstream",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /KaiTi /Encoding /UniGB-UCS2-H /DescendantFonts [9 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /KaiTi /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor 10 0 R >>",
        b"<< /Type /FontDescriptor /FontName /KaiTi /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)


def _with_extras(made: bytes, words: str, where: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made))
    match where:
        case "note":
            writer.add_annotation(0, Text(rect=(60, 100, 90, 130), text=words))
        case "free_text":
            writer.add_annotation(0, FreeText(text=words, rect=(60, 100, 400, 130)))
        case "metadata":
            writer.add_metadata({"/Title": words, "/Subject": words, "/Keywords": words})
        case "attachment":
            writer.add_attachment(f"{words[:6]}.txt", words.encode())
        case "bookmark":
            writer.add_outline_item(words, 0)
        case _:
            return made
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _scan(lines: list[str]) -> bytes:
    """A page that is a picture of these lines."""
    picture = Image.new("L", (1240, 240 + 90 * len(lines)), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(_FONT), 36)
    for at, line in enumerate(lines):
        pen.text((110, 140 + at * 90), line, font=font, fill=20)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150, quality=85)
    return out.getvalue()
