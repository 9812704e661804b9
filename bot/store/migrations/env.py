"""Alembic's entry: the connection comes from ``bot.store.schema``."""

from alembic import context

from bot.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    user_module_prefix="columns.",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
