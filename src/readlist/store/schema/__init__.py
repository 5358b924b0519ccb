"""The tables, declared once; migrations are made and tested against this declaration.

Imported by migrations and tests alone: ``import sqlmodel`` costs 0.3 s, so no command loads it.
Papers are split in two: ``papers`` holds what every list shows, ``details`` the long facts, so
that a listing of 100,000 papers reads 20 MB instead of 250.
"""

from readlist.store.schema import feeds, papers

__all__ = ["feeds", "papers"]
