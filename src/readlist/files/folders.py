"""Folders that a person names: the files in one, and a folder of files written anew.

Nothing outside the named folder is read or written: links that lead out of it are not followed.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from readlist.errors import FileError
from readlist.files.paths import expanded
from readlist.files.read import open_document
from readlist.files.write import write_atomic
from readlist.text import visible

FILES_LIMIT = 100_000
"""Files of one folder; beyond that it is not a folder of bibliographies."""


def files_under(folder: str) -> Iterator[str]:
    """Yield the files of a folder and of those in it, by name; what is hidden is left out.

    Raises ``FileError`` where the folder cannot be read or does not end.
    """
    for count, name in enumerate(_walk(folder)):
        if count == FILES_LIMIT:
            raise FileError(
                f"{visible(folder)} holds more than {FILES_LIMIT:,} files. Name a smaller folder."
            )
        yield name


def _walk(folder: str) -> Iterator[str]:
    def failed(error: OSError) -> None:
        raise FileError(
            f"The folder {visible(error.filename)} cannot be read: {error.strerror}."
        ) from error

    for here, folders, files in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(here, name)  # noqa: PTH118
            if not name.startswith(".") and os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114
                yield path


class Folder:
    """A folder that files are written into, by plain names."""

    def __init__(self, path: str) -> None:
        self._path = expanded(path)

    def former(self, name: str) -> str | None:
        """Return the text of a file that is there already, or None."""
        path = self._place(name)
        return open_document(str(path)).text() if path.is_file() else None

    def write(self, files: Iterable[tuple[str, str]]) -> int:
        """Write files, each whole or not at all, and return how many."""
        count = 0
        for name, text in files:
            path = self._place(name)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise FileError(
                    f"The folder {visible(str(path.parent))} cannot be made: {error.strerror}. "
                    "Choose another place."
                ) from error
            write_atomic(str(path), [text])
            count += 1
        return count

    def _place(self, name: str) -> Path:
        """Return where a file lies. Raises ``FileError`` for a place outside the folder."""
        path = self._path / name
        root = self._path.resolve()
        if not path.resolve().is_relative_to(root) or path.resolve() == root:
            raise FileError(
                f"{visible(name)!r} would lie outside {visible(str(self._path))}; it is not "
                "written. Check for links in the folder."
            )
        return path
