"""Programs of the person that are told what happened, after it is in the library.

They stand in the folder ``hooks`` beside the configuration, executable, called ``on-add``,
``on-change``, ``on-pull`` or ``on-undo`` with anything behind. Each gets one JSON object on
standard input (docs/hooks.md). One that fails or hangs is told, and harms nothing.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from readlist.log import timed
from readlist.store.connection import Library
from readlist.text import visible

ADD, CHANGE, PULL, UNDO = "add", "change", "pull", "undo"
SAID_LINES = 10
"""Lines of what a hook says that are shown."""
SAID_BYTES = 4_096

Tell = Callable[[str], None]


class Event(NamedTuple):
    """Something that was done: a pull, undoing, or (``kind`` is empty) any other command."""

    kind: str
    command: str
    at: str
    entries: Sequence[int]


def programs(folder: Path) -> list[Path]:
    """Return the hooks in a folder, in the order in which they run; none where there is none."""
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    return [path for path in found if path.is_file() and os.access(path, os.X_OK)]


def run_hooks(
    found: Sequence[Path],
    library: Library,
    events: Sequence[Event],
    environment: Mapping[str, str],
    limit_s: float,
    tell: Tell,
) -> None:
    """Tell the programs what happened, one after the other.

    One that failed is not run again for what happened in the same command.
    """
    import json

    broken: set[Path] = set()
    # What a hook does by readlist itself is told to no hook: it would be told of that in turn.
    inner = {**environment, "READLIST_DB": str(library.path.absolute()), "READLIST_HOOKS": "0"}
    for event in events:
        for kind, facts in _facts(library, event):
            for path in found:
                if path in broken or not path.name.startswith(f"on-{kind}"):
                    continue
                with timed("hooks", "%s", path.name):
                    body = json.dumps(facts, ensure_ascii=False) + "\n"
                    if not _run(path, body, inner, limit_s, tell):
                        broken.add(path)


def _shown(number: int, key: str, title: str, status: str | None = None) -> dict[str, Any]:
    return {"id": number, "key": key, "title": title or None, "status": status or None}


def _facts(library: Library, event: Event) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each kind of hook that an event concerns, with what it is told."""
    from readlist.store.history import named_papers, papers_touched
    from readlist.store.journal import entry_by_id

    touched = papers_touched(library.db, event.entries)
    added = [_shown(*one) for one in named_papers(library, touched.added)]
    changed = [_shown(*one) for one in named_papers(library, touched.changed)]
    removed = [_shown(*one) for one in touched.removed]
    kinds = [event.kind]
    if not event.kind:
        touched_by = {ADD: added, CHANGE: changed + removed}
        kinds = [kind for kind, papers in touched_by.items() if papers]
    if not kinds:
        return
    entries = [entry_by_id(library.db, number) for number in event.entries]
    for kind in kinds:
        yield (
            kind,
            {
                "version": 1,
                "event": kind,
                "at": event.at,
                "command": event.command,
                "reader": library.reader,
                "library": str(library.path.absolute()),
                "entries": [{"id": entry.id, "summary": entry.summary} for entry in entries],
                "added": added,
                "changed": changed,
                "removed": removed,
            },
        )


def _run(
    path: Path, body: str, environment: Mapping[str, str], limit_s: float, tell: Tell
) -> bool:  # fmt: skip
    """Run one program, show what it says, and return whether it went well."""
    import subprocess  # 8 ms, for those who have hooks
    import tempfile

    name = visible(path.name)
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as said:
        told.write(body.encode("utf-8", "replace"))
        told.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - the person's own program
                [str(path)], stdin=told, stdout=said, stderr=said, env=dict(environment),
                start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            tell(f"The hook {name} cannot be run: {error.strerror}. What it was told of is kept.")
            return False
        try:
            code = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            _stop(process)
            tell(
                f"The hook {name} took longer than {limit_s:g} seconds and was stopped. What it "
                "was told of is kept; 'hooks_timeout' sets how long one may take."
            )
            return False
        except KeyboardInterrupt:
            _stop(process)
            tell(f"The hook {name} was interrupted. What it was told of is kept.")
            return False
        said.seek(0)
        text = said.read(SAID_BYTES).decode("utf-8", "replace")
        for line in text.splitlines()[:SAID_LINES]:
            tell(f"{name}: {visible(line)}")
    if code:
        tell(f"The hook {name} failed with exit code {code}. What it was told of is kept.")
    return not code


def _stop(process: Any) -> None:
    """End a program and what it has started."""
    import signal
    from contextlib import suppress

    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
