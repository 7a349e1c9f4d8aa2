"""An assistant of its own with a helpdesk, whose search is the one shared by all tests."""

from __future__ import annotations

from pathlib import Path

import opened

from assistant.curated.opening import CuratedLookup
from assistant.facade import Assistant
from assistant.helpdesk.listening import OverheardAnswerer
from knowledge.corpus import Corpus

LIAOCHENG = "liaocheng-grading-2020"
SITES = "企业涉及多个独立厂区的"
"""Words of the clause on several sites."""
MONEY = {"question": "评上A级给多少补贴", "region": "聊城市"}
"""Nothing in the texts answers it."""


def assistant_with_helpdesk(folder: Path, texts: Corpus | None = None) -> Assistant:
    """An assistant on a folder of its own; search without vectors."""
    desk = Assistant(opened.settings_in(folder), today=lambda: opened.TODAY)
    corpus = texts or opened.corpus()
    lookup = CuratedLookup(desk.settings.database, lambda: desk.curated)
    desk._corpus = corpus
    desk._answerer = OverheardAnswerer(corpus, opened.lexical(), opened.citer(), None, lookup)
    return desk


def sites_draft() -> dict[str, object]:
    """A draft that may be approved."""
    clause = next(c for c in opened.corpus().clauses(LIAOCHENG) if SITES in opened.corpus().text(c))
    return {
        "answer": "不行，要分别申报〔1〕。",
        "clauses": [{"clause_id": clause.id, "quote": SITES}],
        "forms": ["聊城的企业有三个厂区想一起评补贴行不行"],
        "place": "聊城市",
    }
