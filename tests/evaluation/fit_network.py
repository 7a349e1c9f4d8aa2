"""Fits the network that tells what a question asks for; run `python -m tests.evaluation.fit_network`.

It learns from the known questions alone, answered and not, by the vectors that come with the package; none of the sets
of this folder is looked at.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))

import opened

from knowledge.embeddings import BundledEncoder
from knowledge.question_network import QuestionNetwork, class_of
from knowledge.unanswered import topics
from knowledge.vector_units import owner_of, shipped_vectors, units_of

UNITS = 256
DROPOUT = 0.3
SMOOTHING = 0.05
EPOCHS = 8
BATCH = 256
FASTEST = 4e-3
"""The greatest step; it rises to it and falls again."""


def examples(model: str) -> tuple[torch.Tensor, torch.Tensor, list[str]]:
    """Vectors of the known questions and of the passages' own words, the class of each, the names of the classes."""
    named: dict[str, str | None] = {passage.id: class_of(passage) for passage in opened.passages()}
    named |= {owner_of(topic): owner_of(topic) for topic in topics()}
    vectors = shipped_vectors(model)
    units = [unit for unit in units_of(opened.passages()) if named[unit.owner] is not None]
    names = list(dict.fromkeys(str(named[unit.owner]) for unit in units))
    places = {name: place for place, name in enumerate(names)}
    x = torch.tensor(np.stack([vectors[unit.key] for unit in units]).astype(np.float32))
    return x, torch.tensor([places[str(named[unit.owner])] for unit in units]), names


def fit(x: torch.Tensor, y: torch.Tensor, classes: int) -> torch.nn.Sequential:
    """The network after its last epoch; the same examples give the same network."""
    torch.manual_seed(0)
    # Vectors have length one; the first layer learns best from parts of about one each.
    x = x * x.shape[1] ** 0.5
    network = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], UNITS),
        torch.nn.LayerNorm(UNITS),
        torch.nn.Tanh(),
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(UNITS, classes),
    )
    steps = EPOCHS * -(-len(y) // BATCH)
    optimizer = torch.optim.AdamW(network.parameters(), lr=FASTEST, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, FASTEST, total_steps=steps)
    loss_of = torch.nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
    for epoch in range(EPOCHS):
        total = 0.0
        for some in torch.randperm(len(y)).split(BATCH):
            optimizer.zero_grad()
            loss = loss_of(network(x[some]), y[some])
            loss.backward()
            optimizer.step()
            pace.step()
            total += loss.item() * len(some)
        sys.stdout.write(f"epoch {epoch + 1}: loss {total / len(y):.3f}\n")
    return network.eval()


def main() -> None:
    """Write the network beside the vectors."""
    model = BundledEncoder.name
    x, y, names = examples(model)
    network = fit(x, y, len(names))
    first, evening, last = network[0], network[1], network[4]
    arrays = [
        first.weight.T * x.shape[1] ** 0.5,
        torch.stack([first.bias, evening.weight, evening.bias]),
        last.weight.T,
        last.bias,
    ]
    hidden, evened, output, biases = (array.detach().numpy() for array in arrays)
    classes = {name: place for place, name in enumerate(names)}
    path = QuestionNetwork(classes, hidden, evened, output, biases).write(model)
    sys.stdout.write(
        f"{len(y)} examples, {len(names)} classes, {path.name}: {path.stat().st_size / 1e6:.1f} MB\n"
    )


if __name__ == "__main__":
    main()
