"""How long the program takes and how much memory it holds, without a language model: `python -m tests.benchmarks`."""
