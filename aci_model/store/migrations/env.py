"""Run by Alembic: apply migrations on the connection, and within the transaction, that `migrate` handed over."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    render_as_batch=True,  # SQLite changes a column by writing the table anew
    transactional_ddl=True,  # both engines undo a failed migration whole
)
with context.begin_transaction():
    context.run_migrations()
