"""A file given as proof within a talk: read in a process of its own, its statements proposed, never taken without a yes."""

from __future__ import annotations

import hashlib
import threading
import uuid
from pathlib import Path
from typing import Any

from assistant.conversing import Talks
from assistant.ingesting.intake import shown_name
from assistant.store.talk_records import Talk, Turn
from assistant.talk.from_files import found_in
from assistant.talk.offering import missing, needs
from assistant.talk.reading import Understood
from assistant.talk.told_values import day_told
from knowledge.reading.confined import read_confined
from knowledge.reading.document import SHOWN, ReadDocument
from knowledge.reading.limits import Limits
from scoring import load_scheme

_MOST_WARNINGS = 3
_AT_ONCE = threading.BoundedSemaphore(2)
"""Readings at the same time; each may take as much memory as its limits allow."""


class Attachments:
    """Takes files into talks."""

    def __init__(self, talks: Talks, limits: Limits) -> None:
        self._talks = talks
        self.limits = limits

    def take(self, conversation_id: str, path: Path, name: str) -> dict[str, Any]:
        """POST /conversations/{id}/files: the reply to a file, as to a message, with `file` and `outcome`.

        The same file given again for the same enterprise and scheme writes nothing.

        Raises:
            ConversationNotFoundError: there is no such talk.
            ReadingError: the file cannot be read; nothing was kept.
        """
        talk = self._talks.loaded(conversation_id)
        shown = shown_name(name)
        sha256 = _sha256(path)
        if (known := _known(talk, sha256)) is not None:
            return self._again(conversation_id, known)
        with _AT_ONCE:
            read = read_confined(path, limits=self.limits, name=shown)
        about = {
            "id": str(uuid.uuid4()),
            "sha256": sha256,
            "name": shown,
            "kind": read.kind,
            "size": path.stat().st_size,
            "pages": read.pages,
        }

        with self._talks.held(conversation_id):
            current = self._talks.loaded(conversation_id)
            if (known := _known(current, sha256)) is not None:
                return self._again(conversation_id, known)
            turn = self._talks.written(conversation_id, lambda talk: self._turn(talk, read, about))
            return self._talks.replied(conversation_id, turn) | {"file": about, "outcome": "taken"}

    def _again(self, conversation_id: str, known: dict[str, Any]) -> dict[str, Any]:
        words = f"这份文件{day_told(known['received_at'])}已经收过（{known['name']}），没有重复登记。"
        reply = self._talks.replied(conversation_id, Turn(reply=words, kind="chat"))
        return reply | {"file": known, "outcome": "known"}

    def _turn(self, talk: Talk, read: ReadDocument, about: dict[str, Any]) -> Turn:
        """The turn in which what the file says is proposed."""
        turn = Turn(user_text=f"〔上传文件〕{about['name']}", file=about, pending=talk.pending)
        received = f"收到《{about['name']}》（{SHOWN[read.kind]}）。"
        warnings = "；".join(read.warnings[:_MOST_WARNINGS])
        received += f"读取时注意：{warnings}。" if warnings else ""
        if talk.scheme is None:
            wanted = missing(talk.firm, None)
            turn.kind = "question"
            turn.reply = f"{received}要先知道按哪个办法看，才能从里面找证据。\n\n{needs(talk.role, wanted)}"
            turn.asked = (*talk.asked, *wanted)
            return turn
        found, more = found_in(load_scheme(talk.scheme), read.text, about["name"], read.line_pages)
        if not found:
            received += "里面没有找到能对上条目的内容；请说它证明哪一条、是什么情况。"
        elif more:
            received += f"另有{more}处也像，先核对这些。"
        understood = Understood("tell", found, {})
        return self._talks.dialogue.noted(talk, understood, turn, self._talks.today(), received)


def _known(talk: Talk, sha256: str) -> dict[str, Any] | None:
    return next((file for file in talk.files if file["sha256"] == sha256), None)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
