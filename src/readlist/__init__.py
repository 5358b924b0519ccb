"""A reading list for people who read papers: ``readlist.open`` is the way in for your code."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from readlist.api import Imported, Library, Pulled, open
    from readlist.errors import (
        AmbiguousError,
        ConfigError,
        FileError,
        FormatError,
        LibraryError,
        NetworkError,
        NotFoundError,
        QueryError,
        ReadlistError,
        UsageError,
    )
    from readlist.model import Author, Identifier, Link, ListEntry, ListInfo, Note, Paper, Reading
    from readlist.store.journal import Entry

__all__ = [
    "AmbiguousError", "Author", "ConfigError", "Entry", "FileError", "FormatError", "Identifier",
    "Imported", "Library", "LibraryError", "Link", "ListEntry", "ListInfo", "NetworkError",
    "NotFoundError", "Note", "Paper", "Pulled", "QueryError", "Reading", "ReadlistError",
    "UsageError", "open",
]  # fmt: skip

_HOMES = {
    "readlist.api": ("Imported", "Library", "Pulled", "open"),
    "readlist.model": (
        "Author", "Identifier", "Link", "ListEntry", "ListInfo", "Note", "Paper", "Reading",
    ),
    "readlist.store.journal": ("Entry",),
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Return a public name, imported when it is asked for: the command line needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    homes = (home for home, names in _HOMES.items() if name in names)
    return getattr(import_module(next(homes, "readlist.errors")), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
