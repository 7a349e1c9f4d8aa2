"""Questions without an answer: gathered, answered by people from clauses, handed to the approved answers."""
