"""Notes of when a library was backed up, by which the overview tells that a backup is due.

They stand beside the library in the person's state folder, not in it: a library that was restored
would tell of the backups that it had then.
"""

import json
from contextlib import suppress
from pathlib import Path


def backup_days(notes: Path) -> dict[str, str]:
    """Return the day of the last backup by the library's path; nothing where no note is read."""
    try:
        found = json.loads(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def last_backup(notes: Path, library: Path) -> str:
    """Return the day on which a library was backed up last; empty where nobody knows of one."""
    return str(backup_days(notes).get(str(library.resolve()), ""))


def note_backup(notes: Path, library: Path, day: str) -> None:
    """Note a backup; that it cannot be noted is no failure of it."""
    from readlist.files.write import write_atomic  # for a backup alone

    days = backup_days(notes) | {str(library.resolve()): day}
    with suppress(OSError):
        notes.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(str(notes), [json.dumps(days, indent=2) + "\n"])
