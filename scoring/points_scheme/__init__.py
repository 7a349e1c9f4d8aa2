"""Schemes of points: rows, blocks, gates, verdict, and what to ask next."""
