"""Texts that did not come with the program: the list of what no text answers was not written for them."""

from __future__ import annotations

from dataclasses import replace

from knowledge.corpus import packaged
from knowledge.coverage import could_serve, cover
from knowledge.hits import Hit, Searched
from knowledge.query import Query

_NEAR = 0.005
"""Share of the first score from which another passage may take its place."""
_CLOSE = 0.5
"""The same where the first passage could hold the answer, too."""
_HALF = 0.5
"""Share of the subject that it must hold."""


def of_other_texts(searched: Searched) -> Searched | None:
    """The same search by the passages of other texts alone, with no claim that nothing answers; None without any."""
    known = packaged()
    hits = tuple(hit for hit in searched.hits if hit.clause.document_id not in known)
    if not hits or (hits == searched.hits and (searched.topic is None or searched.topic.off_topic)):
        return None
    if searched.topic is not None and searched.topic.off_topic:
        return replace(searched, hits=hits)
    bare = replace(searched, hits=hits, topic=None, topic_asked=0.0, topic_vector=0.0, topic_lead=-1.0)
    return replace(bare, answered=0.0, ahead=0.0)


def serving_first(query: Query, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits, with a clause that can hold the answer before the row of the same text that names the thing and cannot."""
    if not hits or hits[0].clause.kind != "row" or hits[0].clause.document_id in packaged():
        return hits
    least = _NEAR
    if could_serve(query, hits[0].passage):
        if query.wanted != "list":
            return hits
        # One row is seldom the list that is asked for: a clause close behind it is rather.
        least = _CLOSE
    for at, hit in enumerate(hits[1:], 1):
        near = hit.score >= least * hits[0].score and hit.clause.document_id == hits[0].clause.document_id
        if (
            near
            and hit.clause.kind != "row"
            and could_serve(query, hit.passage)
            and cover(query, hit.passage).share >= _HALF
        ):
            before = replace(hit, score=hits[0].score)
            return (before, replace(hits[0], score=hit.score), *hits[1:at], *hits[at + 1 :])
    return hits


def speak_of(query: Query, searched: Searched) -> bool:
    """Whether a passage of another text holds every word that the question is about."""
    known = packaged()
    passages = (hit.passage for hit in searched.hits if hit.clause.document_id not in known)
    covers = (cover(query, passage) for passage in passages)
    return any(found.words and not found.missing for found in covers)
