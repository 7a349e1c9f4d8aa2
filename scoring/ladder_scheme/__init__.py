"""Schemes of grades: aspects, units, events, and what to ask next."""
