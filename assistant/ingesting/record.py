"""What is kept of a file beside its text: where it came from, what was found in it, what was guessed."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import InputError
from assistant.ingesting.shelf import write_whole

RECORD = "intake.json"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceFile(_Strict):
    """The file as it was given."""

    name: str
    sha256: str
    size: int
    kind: str
    pages: int | None


class GuessedField(_Strict):
    """A value and the words that it was taken from."""

    value: str
    quote: str
    line: int
    where: str


class ReplacedText(_Strict):
    """A text that this one says it replaces, and which of ours that is."""

    name: str
    quote: str
    line: int
    document_id: str | None


class KindCount(_Strict):
    """How many clauses there are of a kind."""

    kind: str
    label: str
    count: int


class Heading(_Strict):
    """One line of the outline."""

    local_id: str
    number: str
    title: str
    depth: int


class Structure(_Strict):
    """What the parser found."""

    clauses: int
    kinds: list[KindCount]
    tables: int
    rows: int
    headings: list[Heading]
    doubts: list[str]
    """In Chinese: what was not understood or looks wrong."""


class Intake(_Strict):
    """The record of one ingested text."""

    id: str
    file: SourceFile
    text_sha256: str
    received_at: str
    warnings: list[str]
    guesses: dict[str, GuessedField]
    replaced: list[ReplacedText]
    structure: Structure
    confirmed_on: str | None = None


def write_record(folder: Path, record: Intake) -> None:
    """Write the record into the folder of its text."""
    write_whole(folder / RECORD, record.model_dump_json(indent=1).encode())


def read_record(folder: Path) -> Intake:
    """The record of a text.

    Raises:
        InputError: it is missing or damaged; says what to do.
    """
    try:
        return Intake.model_validate_json((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as exc:
        raise InputError(
            f"{folder.parent.name}/{folder.name}/{RECORD}：缺失或已损坏；"
            f"请运行 lvping documents remove {folder.name}，再重新导入原文件"
        ) from exc
