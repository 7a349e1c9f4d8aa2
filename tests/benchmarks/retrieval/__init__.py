"""This search beside general retrieval, and what each part of it is worth."""
