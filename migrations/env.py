"""Alembic's entry: the program hands over one connection that is already inside a transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
