"""Why a file could not be read; each says where, what was found, what is allowed and what to do."""

from __future__ import annotations

from typing import ClassVar

from knowledge.errors import KnowledgeError


class ReadingError(KnowledgeError):
    """Base of everything that keeps a file from being read; nothing of the file was kept."""

    hint: ClassVar[str] = "请换一份可以读取的文件：txt、md、html、docx、xlsx 或 pdf。"

    def __init__(self, name: str, told: str) -> None:
        self.name = name
        super().__init__(f"文件“{name}”{told}")


class FileMissingError(ReadingError):
    """There is no file at this path."""

    hint: ClassVar[str] = "请核对路径；要给出的是一个文件，不是文件夹。"


class FileEmptyError(ReadingError):
    """The file holds no words."""

    hint: ClassVar[str] = "请打开文件确认里面有文字，再重新上传。"


class FileTooLargeError(ReadingError):
    """The file is larger, or has more pages, than is read."""

    hint: ClassVar[str] = "请拆成几份，或去掉图片后另存，再分别上传。"


class UnsupportedFileError(ReadingError):
    """The content is of a kind that is not read."""

    hint: ClassVar[str] = "请另存为 docx、xlsx、html、txt 或 pdf 后再上传。"


class LegacyFileError(ReadingError):
    """A Word or Excel file in the binary form used before 2007."""

    hint: ClassVar[str] = "请用 Word、Excel 或 WPS 打开，另存为 docx 或 xlsx 后再上传。"


class EncryptedFileError(ReadingError):
    """The file opens with a password only."""

    hint: ClassVar[str] = "请先用密码打开，去掉密码保护，另存后再上传；不要把密码发来。"


class CorruptFileError(ReadingError):
    """The file breaks off or its structure is damaged."""

    hint: ClassVar[str] = "请确认文件能在本机打开，重新下载或另存一份后再上传。"


class UnsafeFileError(ReadingError):
    """The file is built to exhaust whoever opens it: a bomb of compression, entities, nesting or cells."""

    hint: ClassVar[str] = "请不要打开来历不明的文件；如果是自己的文件，请另存为新文件后再上传。"


class NeedsOcrError(ReadingError):
    """Pictures and no text, where pictures cannot be recognised."""

    hint: ClassVar[str] = (
        "请上传带文字的版本（发文单位网站上的网页或 Word 版），或把图片合成一份 PDF 再上传。"
    )


class ReadingTimeError(ReadingError):
    """Reading took longer than is allowed."""

    hint: ClassVar[str] = "请拆成几份，或另存为 docx 或 txt 后再上传。"
