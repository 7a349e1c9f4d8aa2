"""How much each part of search counts, in one place, so that each can be switched off and its worth measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of one search; the values given here are in use. 0 switches a sum's part off, 1 a factor."""

    bigrams: float = 1.0
    """BM25 over character bigrams of the passage itself; the other views of a passage are told beside it."""
    words: float = 0.5
    """BM25 over its words."""
    clause: float = 0.1
    """BM25 over bigrams of the whole clause."""
    context: float = 0.45
    """BM25 over titles above it and column headers."""
    alias: float = 0.55
    """BM25 over what rule packs call it."""
    expansion: float = 0.75
    """The texts' words for what a question says in its own, beside the words of the question."""
    vector: float = 9.0
    """Cosine above the floor, on the scale of BM25."""
    vector_floor: float = 0.25
    """Cosines of unrelated sentences lie about here."""
    asked: float = 1.5
    """BM25 of the nearest question that the passage is known to answer."""
    topic_vector: float = 20.0
    """Cosine and BM25 of unanswered topics on one scale, to choose among them."""
    pointing: float = 0.15
    """BM25 of the words that point at a document or a place."""
    cue: float = 0.22
    """Added to the factor of a document for each of up to three words that point at it."""
    own_place: float = 0.35
    """Added to the factor of documents of the asker's nearest place."""
    home: float = 0.4
    """Added to the factor of a passage that names the asker's place below the one its document is for."""
    home_row: float = 2.5
    """The same for a row of a table."""
    shape: float = 0.3
    """Added to the factor of a passage that looks like the kind of answer wanted."""
    counted: float = 2.5
    """Factor of a passage with a number of what the question counts."""
    table: float = 1.5
    """Factor of rows of the table the question names."""
    other_grade: float = 0.7
    """Factor of a passage about other grades only than the one asked for: seldom the answer."""
    frame: float = 0.45
    """Factor of headings, lists of annexes and letters of transmission, unless a form is asked for."""
    heading: float = 0.8
    """Factor of passages that say little more than their title."""


IN_USE = Weights()
"""As the program searches."""
