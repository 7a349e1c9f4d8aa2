"""The conversation: understands what is asked and told, and speaks only what clauses and the core support."""
