"""Writes the vectors that come with the package; run `python -m assistant.ship_vectors` after texts or askings change."""

from __future__ import annotations

import sys

from assistant.search_setup import passages_of
from knowledge.corpus import Corpus
from knowledge.embeddings import BundledEncoder
from knowledge.vector_units import write_shipped
from scoring import load_scheme, scheme_ids


def main() -> None:
    """Encode everything once and write it beside the code."""
    passages = passages_of(Corpus.load(), [load_scheme(name) for name in scheme_ids()])
    path = write_shipped(BundledEncoder(), passages)
    sys.stdout.write(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
