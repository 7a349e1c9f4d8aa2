"""The way up: smallest sets of gaps, measures chosen exactly, and the proof by the core."""
