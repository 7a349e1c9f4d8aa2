"""What is said about a firm, and what its sources leave of it."""
