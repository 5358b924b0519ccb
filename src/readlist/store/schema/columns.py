"""Columns that tables share."""

from sqlalchemy import Column, ForeignKey, Integer, Text


def row_id() -> Column[int]:
    """Return the number of a row."""
    return Column(Integer, primary_key=True)


def any_case() -> Column[str]:
    """Return a name that is unique whatever its case, as BibTeX compares keys."""
    return Column(Text(collation="NOCASE"), nullable=False)


def words() -> Column[str]:
    """Return text that may be empty."""
    return Column(Text, nullable=False, server_default="")


def json_text(empty: str) -> Column[str]:
    """Return JSON; ``empty`` is what stands for nothing."""
    return Column(Text, nullable=False, server_default=empty)


def owner(table: str, *, key: bool = False) -> Column[int]:
    """Return a reference to the row that this one belongs to.

    Deferred, because the parts of a paper are written before it: the search index then sees the
    paper once and whole. Nothing cascades: what is deleted must pass the journal row by row.
    """
    reference = ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")
    return Column(Integer, reference, primary_key=key, nullable=False)
