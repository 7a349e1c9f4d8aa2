"""Measures and writes docs/retrieval.md: `python -m tests.benchmarks.retrieval`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from assistant.evaluation.question_lines import QuestionLine, QuestionSet, read_sets
from tests.benchmarks.retrieval.page import PAGE, measured_on, write_part
from tests.benchmarks.retrieval.question_groups import grouped, named

QUESTIONS = Path(__file__).parents[2] / "evaluation"
TODAY = date(2026, 11, 23)
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
        chosen = f" --sets {' '.join(told.sets)}" if told.sets else ""
        command = f"python -m tests.benchmarks.retrieval --only {part}{chosen}"
        lines = _side_by_side(sets, command) if part == PARTS[0] else _ablation(sets, command)
        write_part(part, list(lines), told.page)


def _side_by_side(sets: Sequence[QuestionSet], command: str) -> Iterator[str]:
    from tests.benchmarks.retrieval.chunks import OVERLAP, SIZE
    from tests.benchmarks.retrieval.side_by_side import compared, cost_table, quality_table

    groups = grouped(sets)
    ways = compared(groups, _say)
    names = named(sets)
    yield "## Side by side"
    yield ""
    yield f'Written by `{command}` after `pip install -e ".[compare]"`.'
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
        yield from _head_of(group, names[group], lines)
        yield from quality_table(ways, group)
    yield ""
    yield "### What is returned, and how long it takes"
    yield ""
    yield from cost_table(ways)
    yield ""
    yield "Times are of one search, with encoding the question, over all questions in one thread. This search also reads the place, the kind"
    yield "of answer and slips of the keyboard in that time. The other ways return their nearest pieces whatever is asked and refuse nothing;"
    yield "whether this project refuses rightly is measured by `lvping eval`."


def _head_of(group: str, names: str, lines: Sequence[QuestionLine]) -> Iterator[str]:
    answerable = sum(line.answerable for line in lines)
    kept = {"dev": "this search was made with them", "test": "never tuned on"}
    told = kept.get(group, "written without sight of the program")
    yield ""
    yield f"### {len(lines)} questions of {names}, {answerable} answerable ({told})"
    yield ""


def _ablation(sets: Sequence[QuestionSet], command: str) -> Iterator[str]:
    from assistant.evaluation.intervals import RESAMPLES, mean_of
    from tests.benchmarks.retrieval.ablation import FIGURES, ablated, loss_table

    groups = {group: lines for group, lines in grouped(sets).items() if group != "test"}
    names = named(sets)
    losses = ablated(groups, TODAY, _say)
    yield "## Ablation"
    yield ""
    yield f"Written by `{command}`."
    yield measured_on(("chromadb", "numpy"))
    yield ""
    yield "Each line switches one part off and nothing else: what a figure loses, in points of a hundred, with the 95 % interval of"
    yield f"{RESAMPLES:,} bootstrap samples of the paired differences. A loss below 0 is a gain. A part *earns its place* when chance does"
    yield "not explain the loss of recall@1 or nDCG@10 (and it *harms* when chance does not explain the gain). Citations, answers and"
    yield "refusals rest on the decision to refuse too, which was fitted with all parts on: without the askings it refuses much more."
    yield "With so many lines, one or two intervals that leave out 0 are expected by chance alone. The last lines of a table are groups of parts."
    for group, (whole, without) in losses.items():
        yield from _head_of(group, names[group], groups[group])
        figures = {name: [marks[name] for marks in whole if name in marks] for name in FIGURES}
        shown = (f"{FIGURES[name]} {100 * mean_of(earned).value:.1f}" for name, earned in figures.items())
        yield f"The whole search: {', '.join(shown)}."
        yield ""
        yield from loss_table(without)


def _say(what: str) -> None:
    sys.stderr.write(f"{what}\n")


if __name__ == "__main__":
    main()
