"""A link as a program saved it, and the folders that say nothing of what is in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from readlist.model import Note, Status

# What a browser calls its own folders, which say nothing of what is in them.
_OWN_FOLDERS = frozenset(
    {
        "bookmarks", "bookmarks bar", "bookmarks toolbar", "bookmarks menu", "other bookmarks",
        "mobile bookmarks", "favorites", "favorites bar", "favourites", "favourites bar",
        "imported", "lesezeichen", "lesezeichenleiste", "weitere lesezeichen",
        "lesezeichen-symbolleiste",
        "barre de favoris", "autres favoris", "书签栏", "其他书签", "bookmarksmenu", "unsorted",
    }
)  # fmt: skip
_SHELVES = {"unread": Status.TO_READ, "read archive": Status.READ, "archive": Status.READ}


@dataclass(slots=True)
class Saved:
    """A link as a program saved it; ``tags`` are words or folders with slashes."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    added: str = ""
    status: Status | None = None
    finished: str = ""
    progress: str = ""
    authors: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


def is_own_folder(name: str) -> bool:
    """Say whether a folder is the program's, not the person's."""
    return name.lower() in _OWN_FOLDERS or name.lower() == "starred"


def shelf(name: str) -> Status | None:
    """Return the status that a program's shelf is: ``Unread``, ``Archive``."""
    return _SHELVES.get(name.strip().lower())
