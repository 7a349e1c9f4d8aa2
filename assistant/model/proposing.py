"""A model may point out facts that the program's own reading of a message missed; the user still has to confirm them."""

from __future__ import annotations

import json

import structlog

from assistant.chat_model import ChatModel, Task
from assistant.errors import ModelUnavailableError
from assistant.model.proposal_checks import Heard, checked
from assistant.model.proposed_facts import MOST_FACTS, read_facts
from assistant.talk.proposals import Proposal
from assistant.talk.reading import Understood
from assistant.talk.statements import Statement, statements
from assistant.talk.wording_cues import is_no_statement
from prompts.chat_contexts import FactRules, FactTask
from prompts.render import render_text
from scoring import Item, Pack

log = structlog.get_logger()

_SHORTEST = 4
"""Characters of a statement that may hold a fact which nobody asked about."""
_LONGEST = 1500
"""Characters of a message that a model is asked to read."""


class Proposer:
    """Asks a model what a message says; without one it adds nothing."""

    def __init__(self, model: ChatModel | None) -> None:
        self._model = model

    def added(
        self, text: str, pack: Pack, own: Understood, *, pending: str | None = None
    ) -> tuple[Proposal, ...]:
        """Proposals beside those of the program's own reading, which stand in any case.

        Args:
            text: the message.
            pack: the scheme of the talk.
            own: what the program itself read in it.
            pending: the item that was asked about last.
        """
        if self._model is None or own.intent != "tell" or len(text) > _LONGEST:
            return ()
        heard = Heard(text, _open_statements(text, own))
        if not heard.open:
            return ()
        rules = FactRules(_items(pack), MOST_FACTS)
        told = FactTask(json.dumps(pending, ensure_ascii=False), json.dumps(text, ensure_ascii=False))
        task = Task(
            "understanding",
            render_text("chat/facts_system.j2", rules),
            render_text("chat/facts_user.j2", told),
            as_json=True,
        )
        try:
            answer = self._model.complete(task)
        except ModelUnavailableError:
            return ()
        return self._taken(answer, pack, heard, {proposal.item for proposal in own.proposals})

    def _taken(self, answer: str, pack: Pack, heard: Heard, known: set[str]) -> tuple[Proposal, ...]:
        assert self._model is not None
        facts = read_facts(answer)
        if facts is None:
            self._reject("not_json")
            return ()
        taken: dict[str, Proposal] = {}
        for fact in facts:
            found = "already_read" if fact.item in {*known, *taken} else checked(pack, fact, heard)
            if isinstance(found, Proposal):
                taken[found.item] = found
            else:
                self._reject(found)
        self._model.counters.used("understanding", len(taken))
        return tuple(taken.values())

    def _reject(self, why: str) -> None:
        assert self._model is not None
        self._model.counters.replaced("understanding", why)
        log.warning("model_rejected", purpose="understanding", why=why)


def _open_statements(text: str, own: Understood) -> tuple[Statement, ...]:
    """The statements about the firm that the program took no fact from."""
    taken = [proposal.quote for proposal in own.proposals]
    return tuple(
        statement
        for statement in statements(text)
        if len(statement.text) >= _SHORTEST
        and not statement.conditional
        and not is_no_statement(statement.text)
        and not any(statement.text in quote or quote in statement.text for quote in taken)
    )


def _items(pack: Pack) -> tuple[str, ...]:
    """One line an item: its id, title and question, and what a value of it looks like."""
    return tuple(_line(pack, item) for item in pack.items.values() if item.kind != "authority")


def _line(pack: Pack, item: Item) -> str:
    if item.kind == "aspect":
        return f"0.{item.id}｜{item.title}｜value 为等级：{'、'.join((*pack.rungs, *pack.leading_rungs))}"
    if item.kind == "event":
        return f"events.{item.id}｜{item.title}｜value 为 true 或 false"
    unit = f"｜value 为数，unit 为 {item.value.unit}" if item.value is not None else ""
    return f"{item.id}｜{item.title}｜{item.question}{unit}"
