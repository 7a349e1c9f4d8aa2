"""Alembic's entry: runs the migrations on the connection it is given."""

from __future__ import annotations

from alembic import context

from assistant.store import firm_tables, helpdesk_tables
from assistant.store.tables import Base

assert firm_tables and helpdesk_tables  # its tables are known to `Base` once it is imported

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
