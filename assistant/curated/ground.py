"""Whether the ground of an approved answer still stands, and whom and which day it serves."""

from __future__ import annotations

from datetime import date

from assistant.curated.answers import CuratedAnswer
from assistant.curated.reading import clause_hash
from knowledge.corpus import Corpus
from knowledge.places import Place, resolve


def why_review(answer: CuratedAnswer, corpus: Corpus, today: date) -> str:
    """Why the answer must be looked at again: a clause is gone, changed or superseded; empty while all stand."""
    known = {document.id for document in corpus.documents}
    for basis in answer.basis:
        if basis.document_id not in known:
            return f"文件 {basis.document_id} 已不在文件库中"
        document = corpus.document(basis.document_id)
        digest = clause_hash(corpus, basis.clause_id)
        if digest is None:
            return f"《{document.short_title}》中已没有条款 {basis.clause_id}"
        clause = corpus.clause(basis.clause_id)
        if corpus.locate(document.id, basis.quote, within=clause) is None or digest != basis.clause_sha256:
            return f"《{document.short_title}》{clause.number}的文字已改变"
        standing = corpus.editions.standing(clause, today)
        if standing.status == "superseded":
            by = f"，以《{standing.by.title}》为准" if standing.by else ""
            since = f"自{standing.since}起" if standing.since else ""
            return f"《{document.short_title}》{clause.number}{since}已被取代{by}"
    return ""


def serves(answer: CuratedAnswer, corpus: Corpus, region: Place | None, day: date) -> bool:
    """Whether an asker of a place gets this answer for a day.

    An answer of a city serves its counties; one of a province serves a city only where no nearer text exists.
    Nobody gets an answer from texts that do not reach him, and none for a day on which a clause of it did not hold.
    """
    if (answer.holds_from and day < answer.holds_from) or (answer.holds_until and day > answer.holds_until):
        return False
    for basis in answer.basis:
        if corpus.editions.standing(corpus.clause(basis.clause_id), day).status in ("superseded", "not_yet"):
            return False
        if region is not None and corpus.document(basis.document_id).reaches not in region.chain:
            return False
    if answer.place is None:
        return True
    own = resolve(answer.place)
    if region is None or own is None or own.name not in region.chain:
        return False
    nearer = region.chain[: region.chain.index(own.name)]
    return not any(document.reaches in nearer for document in corpus.documents)
