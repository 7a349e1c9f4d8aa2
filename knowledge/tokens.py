"""Words and character bigrams: how texts and questions are cut for lexical search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from operator import add
from pathlib import Path

import rjieba

from knowledge.numerals import in_figures

LEXICON = Path(__file__).parent / "lexicon"
GRADE = r"[a-d]-?(?:[、/及和]?b-?)?[级类档]"
_GRADES = re.compile(GRADE)
_RUN = re.compile(rf"{GRADE}|[a-z0-9.]+|[一-鿿]+")
_LETTERS = re.compile(r"[a-d]-?")
_BETWEEN = "\0"
"""Stands between texts that are folded as one: folding takes it for no blank and no letter."""
_NOT_CHINESE = re.compile(r"[^一-鿿]+")
_BLANKS = re.compile(r"\s+")
_SUBSCRIPT = re.compile(r"</?su[bp]>")
_BLANK_IN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


def plain(text: str) -> str:
    """The text in one form: full width folded, lower case, no blanks beside Chinese, no subscript marks, no half characters.

    Dates, shares and larger counts stand in figures, see :func:`knowledge.numerals.in_figures`.

    >>> plain("O<sub>3</sub> 污染 Ａ级"), plain("二〇二二年十月底")
    ('o3污染a级', '2022年10月底')
    """
    return in_figures(_folded(text))


def plain_each(texts: Iterable[str]) -> list[str]:
    """Each text as :func:`plain` gives it; many are folded as one, and the same words once.

    >>> plain_each(["Ａ级 企业", "二〇二二年", "Ａ级 企业"])
    ['a级企业', '2022年', 'a级企业']
    """
    given = list(texts)
    distinct = list(dict.fromkeys(given))
    folded = _folded(_BETWEEN.join(distinct)).split(_BETWEEN)
    if len(folded) != len(distinct):
        # A text holds the mark itself.
        return [plain(text) for text in given]
    found = dict(zip(distinct, map(in_figures, folded), strict=True))
    return [found[text] for text in given]


def _folded(text: str) -> str:
    whole = _SUBSCRIPT.sub("", text.encode("utf-8", "ignore").decode())
    return _BLANKS.sub(_closed_up, _NOT_CHINESE.sub(_composed, whole).lower())


def _composed(found: re.Match[str]) -> str:
    # Chinese characters neither change nor join with what stands beside them; the rest is a small part of a text.
    run = found.group()
    return run if run.isascii() else unicodedata.normalize("NFKC", run)


def _closed_up(found: re.Match[str]) -> str:
    """Blanks as they are between letters, none beside Chinese."""
    text, blanks, start, end = found.string, found.group(), found.start(), found.end()
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if not blanks.isascii():
        closed = _BLANK_IN_CHINESE.sub("", before + blanks + after)
        return closed[len(before) : len(closed) - len(after)]
    return blanks if before.isascii() and after.isascii() else ""


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc

    return opencc.OpenCC("t2s").convert  # type: ignore[no-any-return]


def simplified(text: str) -> str:
    """The text in simplified characters, character for character; what is simplified already stays as it is.

    >>> simplified("應急減排評審")
    '应急减排评审'
    """
    whole = text.encode("utf-8", "ignore").decode().replace("巿", "市")
    turned = _simplifier()(whole)
    return turned if len(turned) == len(whole) else whole


@cache
def listed(name: str) -> frozenset[str]:
    """The entries of a word list of the lexicon, comments aside."""
    lines = (LEXICON / name).read_text(encoding="utf-8").splitlines()
    return frozenset(plain(line.strip()) for line in lines if line.strip() and not line.startswith("#"))


@cache
def _cutter() -> rjieba.Jieba:
    cutter = rjieba.Jieba()
    for term in sorted(listed("terms.txt")):
        cutter.add_word(term, 1000, "n")
    return cutter


def words(text: str) -> list[str]:
    """The words of a text, punctuation left out, in order."""
    return words_in(plain(text))


def words_in(folded: str) -> list[str]:
    """The same of a text that is folded already."""
    return [token for token in _cutter().cut(folded) if is_kept(token)]


def is_kept(token: str) -> bool:
    """Whether a piece that a text was cut into is a word, not a mark."""
    return token.isalnum() or _RUN.fullmatch(token) is not None


def cut(folded: str) -> list[str]:
    """A folded text cut into words and marks; joined they are the text."""
    return list(_cutter().cut(folded))


def is_word(text: str) -> bool:
    """Whether the dictionary or the terms of the field have this word."""
    return bool(_cutter().has_word(text))


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text with their part of speech (n… noun, v verb, …)."""
    return list(_cutter().tag(plain(text)))


def bigrams(text: str) -> list[str]:
    """Character bigrams of each Chinese run; Latin and digit runs whole; single characters stay themselves.

    >>> bigrams("评A级企业，85分")
    ['评', 'a级', '企业', '85', '分']
    """
    return bigrams_in(plain(text))


def bigrams_in(folded: str) -> list[str]:
    """The same of a text that is folded already."""
    grams: list[str] = []
    for run in _RUN.findall(folded):
        if len(run) > 1 and not run[0].isascii():
            grams += map(add, run, run[1:])
        elif run[-1] in "级类档" and len(run) > 1:
            grams += grades_in(run)
        else:
            grams.append(run)
    return grams


def grades_in(text: str) -> list[str]:
    """The grades and classes a folded text names, one by one.

    >>> grades_in("a、b级企业")
    ['a级', 'b级']
    >>> grades_in("申报b(含b-)级的企业")
    ['b级']
    """
    found: list[str] = []
    for named in _GRADES.findall(text.replace("(含b-)", "")):
        found += [letter + named[-1] for letter in _LETTERS.findall(named[:-1])]
    return found


def content_runs(question: str, besides: frozenset[str] = frozenset()) -> list[str]:
    """What a question is about: its runs of words once asking words, pronouns and others besides are gone.

    >>> content_runs("我们没按时报上去，会给定成啥级")
    ['按时报上去', '给定成', '级']
    """
    stop = listed("question_words.txt")
    runs: list[str] = []
    current = ""
    for token in _cutter().cut(plain(question)):
        if token in stop or token in besides or not _RUN.fullmatch(token):
            runs.append(current)
            current = ""
        elif current and token[0].isascii() != current[-1].isascii():
            runs.append(current)
            current = token
        else:
            current += token
    runs.append(current)
    return [run for run in runs if run]
