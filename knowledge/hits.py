"""What a search finds, with the parts of its score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.clauses import Clause
from knowledge.held_grams import NOTHING, Held
from knowledge.passages import Passage
from knowledge.unanswered import Topic


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its fused score and the parts it came from."""

    passage: Passage
    score: float
    lexical: float
    vector: float
    asked: float = 0.0
    """BM25 of the nearest question that the passage is known to answer."""
    about: float = 0.0
    """What the words, the meaning and the known questions together say."""
    preference: float = 1.0
    """How much the asker's place and the words that point at a document favour its document."""

    alike: float = 0.0
    """Share of bigrams in common with the question most alike that the passage is known to answer, 0…1."""
    asked_for: float = 0.0
    """How likely the passage is what is asked for, as its share among those in reach; 0 where nothing is known."""
    held: Held = NOTHING
    """The bigrams of the passage, of where it stands and of what people ask about it."""

    @property
    def clause(self) -> Clause:
        """The clause the passage stands in."""
        return self.passage.clause


@dataclass(frozen=True, slots=True)
class Searched:
    """The passages found, and the nearest topic that no text answers."""

    hits: tuple[Hit, ...]
    topic: Topic | None = None
    topic_asked: float = 0.0
    topic_vector: float = 0.0
    topic_alike: float = 0.0
    """Share of bigrams in common with the question of the topic most alike, 0…1."""
    topic_held: Held = NOTHING
    """The bigrams of the topic and of what people ask about it."""
    topic_lead: float = -1.0
    """How much nearer, by its words, the nearest question without an answer comes than the nearest with one, −1…1."""
    wording: float = 0.0
    """How the question is worded, see :func:`knowledge.wording.leaning`; 0 where nothing is known of the texts."""
    answered: float = 0.0
    """Log odds that what is asked for is in the texts, see :meth:`knowledge.meaning.Meant.answered`."""
    ahead: float = 0.0
    """How far the first passage comes before what no text answers, see :meth:`knowledge.meaning.Meant.ahead`."""
    other_year: bool = False
    """Whether the question names a year of which the text of the best passage nowhere speaks."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """The bigrams of the question's subject, by how seldom they are."""

    @property
    def nearest_asked(self) -> float:
        """BM25 of the nearest question that the first passage answers; 0 when nothing was found."""
        return self.hits[0].asked if self.hits else 0.0
