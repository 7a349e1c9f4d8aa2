"""The tables of a docx or xlsx file; a file of another kind is refused with what to do."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

from assistant.errors import InputError
from assistant.importing.docx_tables import docx_grids
from assistant.importing.grids import TableFile
from assistant.importing.xlsx_tables import xlsx_grids

LARGEST_FILE = 20 * 2**20
LARGEST_UNPACKED = 200 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_table_file(path: Path) -> TableFile:
    """Every table of the file, read whole.

    Raises:
        InputError: missing, too large, an old .doc or .xls, encrypted, damaged, or not what its name says.
    """
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE else None
    except (FileNotFoundError, IsADirectoryError) as exc:
        raise InputError(f"没有文件 {path}；请检查路径") from exc
    except OSError as exc:
        raise InputError(f"读不了文件 {path}：{exc.strerror}") from exc
    if content is None:
        raise InputError(f"{path.name}：文件超过 {LARGEST_FILE // 2**20} MB；请只保留含指标表的部分再导入")
    kind = _kind(path, content)
    try:
        grids, unread = (docx_grids if kind == "docx" else xlsx_grids)(BytesIO(content))
    except InputError:
        raise
    except Exception as exc:
        # The two libraries raise whatever their parsers raise; each of them means that the file is damaged.
        raise InputError(f"{path.name}：文件已损坏，打不开；请用 Word 或 Excel 打开后另存一份再导入") from exc
    return TableFile(path.name, hashlib.sha256(content).hexdigest(), grids, unread)


def _kind(path: Path, content: bytes) -> str:
    """The kind of a file by what is inside: docx or xlsx.

    Raises:
        InputError: neither.
    """
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise InputError(f"{path.name}：文件设了打开密码；请取消密码后另存再导入")
        raise InputError(
            f"{path.name}：是旧格式（.doc 或 .xls）的文件；请在 Word 或 Excel 里另存为 .docx 或 .xlsx 再导入"
        )
    if content.startswith(b"%PDF"):
        raise InputError(f"{path.name}：是 PDF 文件；请取得 Word 或 Excel 版本，或转成 .docx 并核对后再导入")
    if not content.startswith(b"PK"):
        raise InputError(
            f"{path.name}：不是 .docx 或 .xlsx 文件（内容与文件名不符）；请另存为这两种格式之一再导入"
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
    except zipfile.BadZipFile as exc:
        raise InputError(f"{path.name}：文件已损坏，打不开；请重新下载或另存一份再导入") from exc
    if sum(info.file_size for info in infos) > LARGEST_UNPACKED:
        raise InputError(f"{path.name}：文件展开后过大；请只保留含指标表的部分再导入")
    if any(info.flag_bits & 1 for info in infos):
        raise InputError(f"{path.name}：文件是加密的；请取消密码后另存再导入")
    names = {info.filename for info in infos}
    found = "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None
    if found is None:
        raise InputError(
            f"{path.name}：不是 .docx 或 .xlsx 文件（内容与文件名不符）；请另存为这两种格式之一再导入"
        )
    return found
