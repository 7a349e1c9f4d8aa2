"""Talks as the page and the interface use them: bodies in, promised JSON out, each turn in one transaction."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from assistant.errors import InputError
from assistant.requests import ROLES, read_body, read_enterprise, read_keys, read_optional, read_text
from assistant.store.conversations import Conversations
from assistant.store.talk_records import Talk, Turn
from assistant.talk.dialogue import Dialogue
from assistant.talk.following import decided
from assistant.talk.told import replied, whole_talk
from scoring import load_scheme, scheme_ids

LONGEST_KEY = 64
"""Characters of the caller's name for a turn."""
_TRIES = 5


class Talks:
    """Starts, lists, continues and shows talks."""

    def __init__(
        self,
        store: Callable[[], Conversations],
        dialogue: Callable[[], Dialogue],
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._store = store
        self._dialogue = dialogue
        self._today = today
        self._opening = threading.Lock()
        self._locks: dict[str, threading.RLock] = {}

    def start(self, body: object) -> dict[str, Any]:
        """POST /conversations."""
        fields = read_body(body, ("scheme", "enterprise", "role"))
        scheme, role = fields.get("scheme"), fields.get("role") or "officer"
        if scheme is not None:
            if not isinstance(scheme, str):
                raise InputError("scheme：应为方案编号或 null")
            load_scheme(scheme)
        if role not in ROLES:
            raise InputError(f"role 为“{str(role)[:20]}”；应为 {'、'.join(ROLES)} 之一")
        return {"id": self._store().start(scheme, role, read_enterprise(fields.get("enterprise")))}

    def listed(self) -> list[dict[str, Any]]:
        """The latest talks."""
        talks = self._store().listed()
        for talk in talks:
            title = load_scheme(talk["scheme"]).title if talk["scheme"] in scheme_ids() else "规定问答"
            talk["scheme_title"] = title
            talk["title"] = talk["enterprise"]["name"] or talk["enterprise"]["region"] or title
        return talks

    def whole(self, conversation_id: str) -> dict[str, Any]:
        """GET /conversations/{id}."""
        talk = self._store().load(conversation_id)
        result = self._dialogue().assessment(talk, self._today())
        return whole_talk(talk, load_scheme(talk.scheme) if talk.scheme else None, result)

    def say(self, conversation_id: str, body: object) -> dict[str, Any]:
        """POST /conversations/{id}/messages; a `key` that was used before gives its reply again and writes nothing."""
        fields = read_body(body, ("text", "key"))
        text = read_text(fields.get("text"), "text")
        key = read_optional(fields.get("key"), "key", LONGEST_KEY)
        digest = hashlib.sha256(text.encode()).hexdigest()

        def made(talk: Talk) -> Turn:
            turn = self._dialogue().turn(talk, text, self._today())
            turn.key, turn.sha256 = key, digest
            return turn

        with self.held(conversation_id):
            if key is not None and (known := self._again(conversation_id, key, digest)) is not None:
                return self.replied(conversation_id, known)
            return self.replied(conversation_id, self.written(conversation_id, made))

    def confirm(self, conversation_id: str, body: object) -> dict[str, Any]:
        """POST /conversations/{id}/confirm."""
        fields = read_body(body, ("accept", "reject"))
        accept, reject = read_keys(fields.get("accept"), "accept"), read_keys(fields.get("reject"), "reject")
        if not accept and not reject:
            raise InputError(
                'accept 和 reject 都是空的；请列出要确认或不要的条目编号，例如 {"accept": ["p1"]}'
            )
        if set(accept) & set(reject):
            raise InputError("同一条不能既确认又不要；请从 accept 或 reject 中去掉一个")

        def made(talk: Talk) -> Turn:
            turn = self._dialogue().confirmed_reply(decided(talk, accept, reject), self._today())
            turn.accept, turn.reject = accept, reject
            return turn

        with self.held(conversation_id):
            before = self._store().load(conversation_id, last=0)
            known = {entry["key"]: entry["state"] for entry in before.ledger}
            # Asking twice for the same thing changes nothing: a page that lost the answer may send it again.
            again = all(known.get(k) == "confirmed" for k in accept) and all(
                known.get(k) == "rejected" for k in reject
            )
            turn = Turn() if again else self.written(conversation_id, made)
            return self.replied(conversation_id, turn)

    @property
    def dialogue(self) -> Dialogue:
        """Makes turns of what is said."""
        return self._dialogue()

    def today(self) -> date:
        """The day of the turns that are made now."""
        return self._today()

    def loaded(self, conversation_id: str) -> Talk:
        """The talk as it stands, with its last messages.

        Raises:
            ConversationNotFoundError: there is none.
        """
        return self._store().load(conversation_id, last=_LOOKED_BACK)

    def held(self, conversation_id: str) -> threading.RLock:
        """The lock of a talk: turns of one talk follow each other."""
        with self._opening:
            return self._locks.setdefault(conversation_id, threading.RLock())

    def written(self, conversation_id: str, made: Callable[[Talk], Turn]) -> Turn:
        """The turn made for the talk as it stands, written; made anew where another program wrote one meanwhile."""
        for left in reversed(range(_TRIES)):
            turn = made(self.loaded(conversation_id))
            try:
                self._store().write(conversation_id, turn)
            except IntegrityError:
                if left == 0:
                    raise
                key = turn.key
                known = None if key is None else self._again(conversation_id, key, turn.sha256)
                if known is not None:
                    return known
                continue
            break
        return turn

    def replied(self, conversation_id: str, turn: Turn) -> dict[str, Any]:
        """The reply to a turn with the talk as it stands."""
        talk = self._store().load(conversation_id, last=0)
        return replied(turn, talk, self._dialogue().assessment(talk, self._today()))

    def _again(self, conversation_id: str, key: str, digest: str) -> Turn | None:
        known = self._store().written(conversation_id, key)
        if known is None:
            return None
        if known[0] != digest:
            raise InputError(f"key：“{key}”已经用在另一句话上；每说一句话请换一个 key")
        return Turn(**known[1])


_LOOKED_BACK = 6
"""Messages that a turn may look back on."""
