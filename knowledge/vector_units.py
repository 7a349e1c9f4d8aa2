"""What is encoded: the words of passages, the questions they answer, the questions that nothing answers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from knowledge.embeddings import Encoder, Vectors
from knowledge.passages import Passage
from knowledge.unanswered import Topic, topics

SHIPPED = Path(__file__).parent / "vectors"
"""Vectors of the shipped texts, by text hash, one file a model."""
NO_DOCUMENT = ""
"""Where the questions that nothing answers stand."""

_LAYOUT = 3
"""Raised when what is stored beside the vectors changes, so that an older collection is not taken for this one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One vector: a passage's own words, a question it answers, or a question that nothing answers."""

    id: str
    """The owner, and behind a question mark the place of the asking."""
    document: str
    """The document it comes from, or `NO_DOCUMENT`."""
    text: str

    @property
    def owner(self) -> str:
        """Passage id, or the owner id of an unanswered topic."""
        return owner_in(self.id)

    @property
    def key(self) -> str:
        """What the vector belongs to: the words that are encoded."""
        return _key_of(self.text)


@lru_cache(maxsize=100_000)
def _key_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "ignore")).hexdigest()[:32]


def owner_in(unit_id: str) -> str:
    """The owner that the id of a unit names."""
    return unit_id.partition("?")[0]


def owner_of(topic: Topic) -> str:
    """The id under which a topic's vectors are found."""
    return f"unanswered:{topic.id}"


def units_of(passages: Sequence[Passage]) -> tuple[Unit, ...]:
    """Everything that is encoded for these passages and for the topics that no text answers."""
    units: list[Unit] = []
    for passage in passages:
        own = passage.clause.document_id
        units.append(Unit(passage.id, own, f"{passage.clause.title} {passage.text}".strip()))
        units += [Unit(f"{passage.id}?{n}", own, asked) for n, asked in enumerate(passage.asked)]
    for topic in topics():
        units += [Unit(f"{owner_of(topic)}?{n}", NO_DOCUMENT, asked) for n, asked in enumerate(topic.asked)]
    return tuple(units)


def digest_of(units: Sequence[Unit]) -> str:
    """One digest over all ids and words; a collection of other units has another."""
    digest = hashlib.sha256(str(_LAYOUT).encode())
    for unit in units:
        digest.update(f"{unit.id} {unit.key}\n".encode())
    return digest.hexdigest()


@cache
def _read(path: Path) -> dict[str, Vectors]:
    with np.load(path) as stored:
        # In half precision as they lie there: those in use are held in full beside these.
        return dict(zip(stored["keys"].astype(str).tolist(), stored["vectors"], strict=True))


def shipped_vectors(model: str) -> dict[str, Vectors]:
    """Vectors that came with the package for this model, by text key; empty for any other model."""
    path = SHIPPED / f"{Path(model).name}.npz"
    return _read(path) if path.stem == model and path.is_file() else {}


def forget_shipped() -> None:
    """Let go of what was read of the shipped vectors; it is read again when texts change."""
    _read.cache_clear()
    _key_of.cache_clear()


def write_shipped(encoder: Encoder, passages: Sequence[Passage], folder: Path = SHIPPED) -> Path:
    """Write the vectors of the shipped texts, for the next release of the package."""
    texts = {unit.key: unit.text for unit in units_of(passages)}
    vectors = encoder.encode(list(texts.values())).astype(np.float16)
    folder.mkdir(exist_ok=True)
    path = folder / f"{encoder.name}.npz"
    # Such numbers do not grow smaller by packing, which only takes time to undo at every start.
    np.savez(path, keys=np.array(list(texts), dtype="S32"), vectors=vectors)
    return path
