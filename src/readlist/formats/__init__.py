"""Formats by name, loaded when they are needed: text into records, papers into text.

Other packages add formats by the entry point ``readlist.formats``, each a ``Format``.
"""

from functools import cache
from importlib import import_module

from readlist.errors import FormatError, UsageError
from readlist.formats.base import Document, Format

READS = (
    "own-list", "bookmarks", "opml", "annotated", "bibtex", "csl-json", "csv", "endnote-xml",
    "hf-page", "html", "jsonl", "markdown", "org", "pubmed", "ris", "refs", "tsv", "zotero",
)  # fmt: skip
"""Names of built-in formats that are read, the most particular first."""
WRITES = (
    "atom", "biblatex", "bibtex", "csl-json", "csv", "html", "jsonl", "keys", "markdown",
    "obsidian", "org", "ris", "text", "tsv",
)  # fmt: skip
"""Names of built-in formats that are written."""

_RENAMED = {
    "annotated": "lists.annotated",
    "hf-page": "lists.hf_page",
    "own-list": "own_list",
    "csl-json": "csl_json",
    "endnote-xml": "endnote",
}
"""Modules that are not called like their format."""


def get(name: str, among: tuple[str, ...] = ()) -> Format:
    """Return the format of this name, built in or from another package.

    ``among`` are those that an error offers.
    """
    if name in READS or name in WRITES:
        module = _RENAMED.get(name, name)
        found: Format = import_module(f"readlist.formats.{module}").FORMAT
        return found
    plugins = _plugins()
    if name in plugins:
        return plugins[name]
    known = ", ".join(sorted({*(among or (*READS, *WRITES)), *plugins}))
    raise UsageError(f"There is no format {name!r}. The formats are {known}.")


def reader(name: str) -> Format:
    """Return a format that can be read, by name."""
    found = get(name, READS)
    if found.load is None:
        raise UsageError(f"Format {name!r} is only written. Formats to read: {', '.join(READS)}.")
    return found


def writer(name: str) -> Format:
    """Return a format that can be written, by name."""
    found = get(name, WRITES)
    if found.dump is None and found.dump_folder is None:
        raise UsageError(f"Format {name!r} is only read. Formats to write: {', '.join(WRITES)}.")
    return found


def read_suffixes() -> tuple[str, ...]:
    """Return how the names of files end that some format is read from."""
    readers = [get(name) for name in READS] + list(_plugins().values())
    return tuple({suffix for found in readers if found.load for suffix in found.suffixes})


def sniff(document: Document) -> Format:
    """Return the format that a document is most likely in, by its content.

    Raises ``FormatError`` where no format recognises it.
    """
    readers = [get(name) for name in READS]
    readers += [found for found in _plugins().values() if found.load and found.sniff]
    scored = [
        (found.sniff(document.head, document.name), found) for found in readers if found.sniff
    ]
    score, best = max(scored, key=lambda pair: pair[0])
    if score <= 0:
        raise FormatError(
            f"The format of {document.name or 'the input'} is not recognised. "
            f"Name it with --format: {', '.join(READS)}."
        )
    return best


@cache
def _plugins() -> dict[str, Format]:
    from importlib.metadata import entry_points  # 27 ms, so only when formats are looked for

    return {found.name: found.load() for found in entry_points(group="readlist.formats")}
