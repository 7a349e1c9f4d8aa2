"""The wording of a question leans to the answered or the unanswered; unknown texts are not judged by it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from opened import corpus, lexical

from knowledge.asked import load_asked
from knowledge.query import understand
from knowledge.tokens import plain
from knowledge.unanswered import topics
from knowledge.wording import leaning, runs


@given(st.text(max_size=60))
def test_any_text_leans_within_its_bounds(text: str) -> None:
    assert -2.0 <= leaning(text) <= 2.0


def test_closing_marks_change_nothing() -> None:
    assert runs("几号前报？") == runs("几号前报")


def test_known_questions_lean_to_their_side() -> None:
    """The weights in use were fitted to the questions in use: nearly all stand on their own side."""
    answered = [plain(q) for entries in load_asked(corpus()).values() for _, qs in entries for q in qs]
    unanswered = [plain(q) for topic in topics() if not topic.off_topic for q in topic.asked]
    assert sum(leaning(q) > 0 for q in answered) > 0.9 * len(answered)
    assert sum(leaning(q) < 0 for q in unanswered) > 0.9 * len(unanswered)


def test_search_tells_how_a_question_is_worded() -> None:
    retriever = lexical()
    query = understand("评上A级奖多少钱", region="三门峡市")
    assert retriever.search(query, 3).wording == leaning(query.folded) < 0
