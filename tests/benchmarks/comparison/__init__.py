"""The scoring core beside what one would otherwise take: a spreadsheet and a general decision engine.

Install what is compared with `.venv/bin/pip install -e ".[compare]"`, then run `python -m tests.benchmarks.comparison`.
"""
