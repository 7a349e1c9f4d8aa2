"""A dialogue beside which the helpdesk sits: wishes for a person are met, refusals noted and offered to be handed over."""

from __future__ import annotations

from datetime import date

from assistant.helpdesk.reception import Reception
from assistant.store.talk_records import Talk, Turn
from assistant.talk.dialogue import Dialogue


class AttendedDialogue(Dialogue):
    """Turns messages into turns as any other dialogue, once `attended_by` was called with the helpdesk in mind."""

    reception: Reception | None = None

    def attended_by(self, reception: Reception) -> AttendedDialogue:
        """The same dialogue, attended from now on."""
        self.reception = reception
        return self

    def turn(self, talk: Talk, text: str, today: date) -> Turn:
        """What a message of the user changes and is answered with."""
        if self.reception is None:
            return super().turn(talk, text, today)
        return self.reception.turn(talk, text, today, super().turn)
