"""Paths as people write them."""

from pathlib import Path

from readlist.errors import FileError


def expanded(path: str) -> Path:
    """Return a path with ``~`` and ``~name`` in full. Raises ``FileError`` for a name of nobody."""
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise FileError(
            f"{path}: nobody on this machine is called {path.partition('/')[0][1:]!r}, whose "
            "folder it begins with. Write the folder in full."
        ) from error
