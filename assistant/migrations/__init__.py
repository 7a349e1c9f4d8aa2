"""Alembic migrations of the database, run at start-up."""
