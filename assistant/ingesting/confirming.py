"""A draft becomes part of the corpus, a confirmed text is described anew, a text is taken away."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import DocumentNotFoundError, InputError
from assistant.ingesting.metadata import read_metadata
from assistant.ingesting.record import read_record, write_record
from assistant.ingesting.shelf import Shelf, State, write_whole
from knowledge.asked import load_asked
from knowledge.corpus import Corpus, read_text
from knowledge.passages import make_passages

DESCRIPTION = "document.yaml"
_SOURCE = "source.txt"


def confirm(document_id: str, body: object, shelf: Shelf, corpus: Corpus, today: date) -> tuple[str, ...]:
    """Make a text part of the corpus as a person describes it; the fields that were taken from the text itself.

    A text that is in the corpus already is described anew.

    Raises:
        DocumentNotFoundError: no such draft or text.
        InputError: the description is not right, or the draft is damaged; nothing has changed.
    """
    state, folder = located(document_id, shelf)
    record = read_record(folder)
    confirmed = read_metadata(body, record, corpus)
    content = as_yaml(confirmed.description)
    _check(folder, content, shelf)
    if state == "active":
        shelf.put_active(document_id, DESCRIPTION, content)
        return confirmed.from_text
    write_record(folder, record.model_copy(update={"confirmed_on": today.isoformat()}))
    write_whole(folder / DESCRIPTION, content.encode())
    if not shelf.activate(document_id):
        raise InputError(f"“{document_id}”刚刚由另一个程序确认了；请重新打开核对")
    return confirmed.from_text


def remove(document_id: str, shelf: Shelf, corpus: Corpus) -> State:
    """Take a draft or a confirmed text away; what it was.

    Raises:
        DocumentNotFoundError: no such draft or text.
        InputError: it came with the program.
    """
    if document_id in {document.id for document in corpus.documents} and shelf.folder(document_id) is None:
        raise InputError(f"“{document_id}”是随程序提供的文本，不能移除；只能移除自己导入的")
    state, folder = located(document_id, shelf)
    with suppress(FileNotFoundError):
        shelf.take_away(folder)
    return state


def located(document_id: str, shelf: Shelf) -> tuple[State, Path]:
    """Where a text lies.

    Raises:
        DocumentNotFoundError: there is none of this id.
    """
    found = shelf.folder(document_id)
    if found is None:
        raise DocumentNotFoundError(f"没有导入过编号为“{document_id[:60]}”的文件")
    return found


def as_yaml(description: dict[str, Any]) -> str:
    """A description as it stands in ``document.yaml``."""
    return yaml.safe_dump(description, allow_unicode=True, sort_keys=False, width=200)


def _check(folder: Path, content: str, shelf: Shelf) -> None:
    """Read the text with its new description as the corpus will, before either is moved."""
    with shelf.staged() as staged:
        trial = staged / folder.name
        trial.mkdir()
        try:
            (trial / _SOURCE).write_bytes((folder / _SOURCE).read_bytes())
        except OSError as exc:
            raise InputError(
                f"{folder.parent.name}/{folder.name}/{_SOURCE}：读不了；请移除后重新导入原文件"
            ) from exc
        (trial / DESCRIPTION).write_text(content, encoding="utf-8")
        found = read_text(trial)
    if isinstance(found, list):
        raise InputError("；".join(found))
    # What search makes of it is made once here: a text that breaks search must not get there.
    alone = Corpus((found,))
    make_passages(alone, asked=load_asked(alone))
