"""Copies of a library's file: how they are written, and names for them that are free.

This knows files alone, so that ``connection`` can make a copy before a migration.
"""

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path

from readlist.files.write import SIDE_FILES, sweep


def back_up(db: sqlite3.Connection, target: Path) -> None:
    """Write a consistent copy of an open library to ``target``, in one piece or not at all.

    Who may not read the library may not read its copy; one that is replaced keeps its permissions.
    """
    sweep(str(target.parent))
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    source = db.execute("PRAGMA database_list").fetchone()[2]  # none of a database in memory
    try:
        copy = sqlite3.connect(partial)
        try:
            belong_as(partial, target if target.exists() or not source else Path(source))
            db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        partial.replace(target)
    finally:
        with suppress(OSError):
            partial.unlink()
        with suppress(OSError):
            Path(f"{partial}-journal").unlink()


def belong_as(path: Path, other: Path) -> None:
    """Let a new file belong to whom another belongs, who may read and write it in any case.

    Whoever runs one command by ``sudo`` does not want files that are root's.
    """
    try:
        like = other.stat()
    except OSError:
        return
    if hasattr(os, "chown"):
        for owner in (-1, like.st_uid):
            with suppress(OSError):  # only root gives files away, others to their groups alone
                os.chown(path, owner, like.st_gid)
    with suppress(OSError):  # FAT keeps no permissions, and refuses those that it cannot show
        path.chmod(stat.S_IMODE(like.st_mode) | stat.S_IRUSR | stat.S_IWUSR)


def free_name(path: Path, why: str, number: int = 1) -> Path:
    """Return ``lib.db.WHY-1`` beside ``lib.db``, or the next name under which nothing stands."""
    while is_taken(kept := path.with_name(f"{path.name}.{why}-{number}")):
        number += 1
    return kept


def is_taken(path: Path) -> bool:
    """Say whether a file of a library stands under a name, its log alone as well."""
    return any(os.path.lexists(f"{path}{suffix}") for suffix in SIDE_FILES)


def is_same(one: Path, other: Path) -> bool:
    """Say whether two files hold the same."""
    from filecmp import cmp  # for copies before a migration alone

    try:
        return cmp(one, other, shallow=False)
    except OSError:
        return False
