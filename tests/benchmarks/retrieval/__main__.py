"""Measures and writes docs/retrieval.md: `python -m tests.benchmarks.retrieval`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from assistant.evaluation.question_lines import QuestionSet, read_sets
from tests.benchmarks.retrieval.page import PAGE, measured_on, write_part

QUESTIONS = Path(__file__).parents[2] / "evaluation"
TODAY = date(2026, 11, 22)
PARTS = ("side-by-side", "ablation")


def main() -> None:
    """Measure what is asked for, or both."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.retrieval")
    parser.add_argument("--only", choices=PARTS, help="both when not given")
    parser.add_argument("--sets", nargs="*", help="names of question sets; all of them when not given")
    parser.add_argument("--page", type=Path, default=PAGE)
    told = parser.parse_args()
    sets = [one for one in read_sets(QUESTIONS) if not told.sets or one.name in told.sets]
    for part in [told.only] if told.only else PARTS:
        lines = _side_by_side(sets) if part == PARTS[0] else _ablation(sets)
        write_part(part, list(lines), told.page)


def _side_by_side(sets: Sequence[QuestionSet]) -> Iterator[str]:
    from tests.benchmarks.retrieval.chunks import OVERLAP, SIZE
    from tests.benchmarks.retrieval.side_by_side import compared, cost_table, group_of, grouped, quality_table

    groups = grouped(sets)
    ways = compared(groups, _say)
    names = {group: ", ".join(one.name for one in sets if group_of(one) == group) for group in groups}
    yield "## Side by side"
    yield ""
    yield 'Written by `python -m tests.benchmarks.retrieval --only side-by-side` after `pip install -e ".[compare]"`.'
    yield measured_on(
        ("langchain-chroma", "langchain-text-splitters", "haystack-ai", "rank-bm25", "chromadb")
    )
    yield ""
    yield "The same questions, in one run and one process, each way as it comes; the bundled encoder wherever vectors are used."
    yield ""
    yield "- **This search**: passages (sentences and rows) ranked as `lvping eval` marks them. *Nothing written for it*: without the"
    yield "  questions that passages are known to answer, names from rule packs, synonyms and spelling; the texts' structure stays."
    yield f"- **LangChain + Chroma**: `RecursiveCharacterTextSplitter` ({SIZE} characters, {OVERLAP} overlapping), `similarity_search`."
    yield "- **rank_bm25**: `BM25Okapi` on the same chunks, cut into words with jieba's dictionary."
    yield "- **Haystack**: in-memory store, `DocumentSplitter` as it comes. It counts words between blanks, so a Chinese text stays one"
    yield "  piece: whatever it finds is a whole document. Therefore also over the recursive chunks."
    yield ""
    yield "*Place given*: the place sent beside the question is known; the others then search only documents of the asker's place,"
    yield "province or nation, by a metadata filter. A piece counts when it holds the words that answer (marking of `lvping eval`; there"
    yield "a piece that is itself part of those words counts too; *whole in 5* counts none of these). A long piece holds them"
    yield "more easily: the last columns tell how often the words stand within the first characters of what is returned, the last table"
    yield "how much that is. *First right*: the first piece has words that answer. In brackets 95 % intervals."
    for group, lines in groups.items():
        answerable = sum(line.answerable for line in lines)
        kept = "tuned on by this search only" if group != "test" else "never tuned on"
        yield ""
        yield f"### Questions of {names[group]} ({answerable} answerable, {kept})"
        yield ""
        yield from quality_table(ways, group)
    yield ""
    yield "### What is returned, and how long it takes"
    yield ""
    yield from cost_table(ways)
    yield ""
    yield "Times are of one search, with encoding the question, over all questions in one thread. This search also reads the place, the kind"
    yield "of answer and slips of the keyboard in that time. The other ways return their nearest pieces whatever is asked and refuse nothing;"
    yield "whether this project refuses rightly is measured by `lvping eval`."


def _ablation(sets: Sequence[QuestionSet]) -> Iterator[str]:
    from assistant.evaluation.intervals import RESAMPLES, mean_of
    from tests.benchmarks.retrieval.ablation import FIGURES, ablated, loss_table

    tuned = [one for one in sets if not one.name.startswith("test")]
    lines = [line for one in tuned for line in one.lines]
    whole, without = ablated(lines, TODAY, _say)
    figures = {name: mean_of([marks[name] for marks in whole if name in marks]).value for name in FIGURES}
    yield "## Ablation"
    yield ""
    yield "Written by `python -m tests.benchmarks.retrieval --only ablation`."
    yield measured_on(("chromadb", "bm25s"))
    yield ""
    yield f"{len(lines)} questions of {', '.join(one.name for one in tuned)}, {sum(line.answerable for line in lines)} answerable. The whole search: "
    yield ", ".join(f"{FIGURES[name]} {100 * value:.1f}" for name, value in figures.items()) + "."
    yield "Each line switches one part off and nothing else: what the figure loses, in points of a hundred, with the 95 % interval of"
    yield f"{RESAMPLES:,} bootstrap samples of the paired differences. A loss below 0 is a gain. The weights of the decision to refuse were"
    yield "fitted with all parts on, so the last two figures show what a part does now, not what it could at best be done without."
    yield "With so many lines, one or two intervals that leave out 0 are expected by chance alone."
    yield ""
    yield from loss_table(without)


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__":
    main()
