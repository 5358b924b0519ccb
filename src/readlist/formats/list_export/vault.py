"""Names of files in a vault: safe on every file system, the same at every run, and ours.

A file is ours if it has the line ``MARKER`` and says in its front matter what it is about. Any
other file is the person's, and its name is left to it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import sha256

from readlist.formats.base import Former
from readlist.formats.list_export import yaml
from readlist.text import clean

MARKER = "<!-- readlist: write below this line, it is kept -->"
OWNER = "readlist-id"
"""The key in the front matter that says which paper or list a file is about."""
LONGEST = 120
"""Bytes of a name without its suffix; file systems have room for 255, a path for 260 letters."""
_TRIES = 9

# Windows, "Naming Files, Paths, and Namespaces", and what parts a link in Obsidian.
_UNSAFE = re.compile(r"[<>:\"/\\|?*#^\[\]%\s\x00-\x1f\x7f-\x9f]+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_MARKED = re.compile(rf"^{re.escape(MARKER)}[ \t]*$", re.MULTILINE)


def safe_name(text: str) -> str:
    """Return a name for a file; one that had to be changed ends in a word made of the original."""
    text = unicodedata.normalize("NFC", clean(text))
    name = "".join(c if c.isprintable() else "-" for c in _UNSAFE.sub("-", text))
    name = name.encode()[:LONGEST].decode(errors="ignore").strip(". ")
    if not name or _DEVICES.fullmatch(name):
        name = f"paper-{name}".rstrip("-")
    return name if name == text else f"{name}-{sha256(text.encode()).hexdigest()[:6]}"


def below(text: str) -> str | None:
    """Return what stands below the marker, as it stands; None where there is no marker."""
    found = _MARKED.search(text)
    return text[found.end() :] if found else None


class Names:
    """Gives each paper and each list the name of its file."""

    def __init__(self, former: Former) -> None:
        self._former = former
        self._taken: set[str] = set()

    def name(self, wish: str, owners: Sequence[str]) -> tuple[str, str]:
        """Return the name (without suffix) and the text that is there now, if it is ours.

        ``owners`` are what our file may say that it is about: what it is called now, and what it
        once was. A file that is there under a former name keeps it. The name is empty where all
        that could be taken belong to the person.
        """
        for one in (wish, *owners[1:]):
            for name in self._free(safe_name(one)):
                text = self._former(f"{name}.md")
                if text is not None and owner_of(text) in owners:
                    return self._take(name), text
                if text is None and name != safe_name(one):
                    break
        for name in self._free(safe_name(wish)):
            if self._former(f"{name}.md") is None:
                return self._take(name), ""
        return "", ""

    def _free(self, base: str) -> Iterator[str]:
        """Yield the names that a file may have and that no other one of this run has."""
        for number in range(_TRIES):
            name = base if not number else f"{base}-readlist{number if number > 1 else ''}"
            if name.casefold() not in self._taken:
                yield name

    def _take(self, name: str) -> str:
        self._taken.add(name.casefold())
        return name


def owner_of(text: str) -> str:
    """Return what a file is about; nothing where it is not one of ours."""
    if below(text) is None:
        return ""
    entries = dict(yaml.entries_of(yaml.matter_of(text)))
    return yaml.string_of(entries.get(OWNER, []))


def merged(facts: dict[str, yaml.Value], body: str, former: str) -> str:
    """Return the text of a file; the person's keys and what stands below the marker stay."""
    kept = [
        line
        for key, lines in yaml.entries_of(yaml.matter_of(former))
        if key not in facts
        for line in lines
    ]
    tail = below(former)
    head = "\n".join(["---", *yaml.dumped(facts), *kept, "---"])
    return f"{head}\n\n{body}\n{MARKER}{chr(10) if tail is None else tail}"
