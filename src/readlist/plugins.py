"""What other packages add by entry points: formats, services and commands.

Looking entry points up costs 27 ms, so it is done when one may be meant. What cannot be loaded is
told as a warning, and is as if it were not there.
"""

import warnings
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")
FORMATS, SERVICES, COMMANDS = "readlist.formats", "readlist.services", "readlist.commands"


class PluginWarning(UserWarning):
    """Something that another package adds does not work."""


@cache
def entries(group: str) -> "dict[str, EntryPoint]":
    """Return the entry points of a group by name, none of them loaded."""
    from importlib.metadata import entry_points

    return {found.name: found for found in entry_points(group=group)}


def package_of(entry: "EntryPoint") -> str:
    """Return the name of the package that an entry point is in."""
    return entry.dist.name if entry.dist else entry.value


@cache
def loaded(group: str, kind: type[T]) -> tuple[tuple[str, T], ...]:
    """Return the values of a group that are of a kind, with their names."""
    found = []
    for name, entry in entries(group).items():
        value = guarded(f"{name!r} of {package_of(entry)}", entry.load, None)
        if isinstance(value, kind):
            found.append((name, value))
        elif value is not None:
            _warn(f"{name!r} of {package_of(entry)}", f"it is no {kind.__name__}")
    return tuple(found)


def guarded(what: str, run: Callable[[], T], otherwise: T) -> T:
    """Return what a function of another package returns, or something else where it fails."""
    try:
        return run()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the rest goes on
        _warn(what, f"{type(error).__name__}: {error}")
        return otherwise


def _warn(what: str, why: str) -> None:
    sentence = f"The plugin {what} does not work and is left out: {why}."
    warnings.warn(sentence, PluginWarning, stacklevel=3)
