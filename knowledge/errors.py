"""Everything that can go wrong between a text on disk and a clause in hand."""

from __future__ import annotations

from typing import ClassVar


class KnowledgeError(Exception):
    """Base of all errors of this package."""

    retryable: ClassVar[bool] = False
    """Whether doing the same again may succeed."""

    hint: ClassVar[str] = "请联系管理员检查知识库。"
    """What the reader can do about it."""


class CorpusError(KnowledgeError):
    """The texts on disk are not what their descriptions say; lists every fault found."""

    hint: ClassVar[str] = "请按提示修正 knowledge/corpus 下的文件，再运行 lvping check。"

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("知识库文件有误：\n" + "\n".join(f"- {fault}" for fault in faults))


class ClauseNotFoundError(KnowledgeError):
    """No clause or document has this id."""

    hint: ClassVar[str] = "请核对条款编号，形如 sanmenxia-grading-2022:s3.3.3。"

    def __init__(self, wanted: str, nearest: tuple[str, ...] = ()) -> None:
        self.wanted = wanted
        self.nearest = nearest
        known = f"，相近的有：{'、'.join(nearest)}" if nearest else ""
        super().__init__(f"知识库中没有“{wanted}”{known}")


class StaleIndexError(KnowledgeError):
    """The search index was built from other texts than those now on disk."""

    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "请运行 lvping index 重建索引。"
