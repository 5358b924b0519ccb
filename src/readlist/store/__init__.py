"""The only SQL: one SQLite file opened, migrated, read and changed."""
