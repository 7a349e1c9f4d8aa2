"""Several firms at once: where each stands, what blocks it, what comes next, and what changed."""
