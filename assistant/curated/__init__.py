"""Approved answers: found before an answer is composed, pulled back when their clauses no longer stand."""
