"""Files in a vault: names safe on every file system, the same at every run; and front matter.

A file is ours if it has the line ``MARKER`` and says in its front matter what it is about. Any
other file is the person's, and its name is left to it. Front matter is written in the part of YAML
that every parser reads alike: strings are in double quotes with YAML's own escapes (YAML 1.2.2,
5.7), so that no title is a number, a date, a comment or a boolean. Keys of the person stay.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from readlist.formats.base import Former
from readlist.text import clean

MARKER = "<!-- readlist: write below this line, it is kept -->"
OWNER = "readlist-id"
"""The key in the front matter that says which paper or list a file is about."""
LONGEST = 120
"""Bytes of a name without its suffix; file systems have room for 255, a path for 260 letters."""
_TRIES = 9

# Windows, "Naming Files, Paths, and Namespaces", and what parts a link in Obsidian.
_UNSAFE = re.compile(r"[<>:\"/\\|?*#^\[\]%\s\x00-\x1f\x7f-\x9f]+")
# "con" and "aux.md" are devices of Windows; not "context".
_DEVICES = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_MARKED = re.compile(rf"^{re.escape(MARKER)}[ \t]*$", re.MULTILINE)


# "title: x", '"a b":'; not "- x", nor "  below: x".
_KEY = re.compile(r"(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|[^\s:#\-\"'][^\n:]{0,200}?)\s*:(?=\s|$)")
_LARGEST = 200_000
"""Characters of front matter that are looked through."""

Value = str | int | list[str]
_DAYS = frozenset({"added", "started", "finished"})


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
    entries = dict(entries_of(matter_of(text)))
    return string_of(entries.get(OWNER, []))


def merged(facts: dict[str, Value], body: str, former: str) -> str:
    """Return the text of a file; the person's keys and what stands below the marker stay."""
    kept = [
        line for key, lines in entries_of(matter_of(former)) if key not in facts for line in lines
    ]
    tail = below(former)
    head = "\n".join(["---", *dumped(facts), *kept, "---"])
    return f"{head}\n\n{body}\n{MARKER}{chr(10) if tail is None else tail}"


def dumped(facts: dict[str, Value]) -> list[str]:
    """Return lines for what is not empty; integers and days stand bare, as Obsidian wants them."""
    lines: list[str] = []
    for key, value in facts.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  - {quoted(one)}" for one in value)] if value else []
        elif value or value == 0:
            bare = isinstance(value, int) or (key in _DAYS and _is_day(value))
            lines.append(f"{key}: {value if bare else quoted(str(value))}")
    return lines


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def quoted(text: str) -> str:
    """Return a string in double quotes."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    if not plain.isprintable():
        plain = "".join(char if char.isprintable() else _escape(char) for char in plain)
    return f'"{plain}"'


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def matter_of(text: str) -> list[str]:
    """Return the lines of the front matter of a file, none where it has none."""
    if not text.startswith("---\n"):
        return []
    end = text.find("\n---", 3, _LARGEST)
    if end < 0 or text[end + 4 : end + 5] not in ("", "\n", " "):
        return []
    return text[4 : end + 1].split("\n")[:-1]


def entries_of(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Return the keys of front matter, each with its lines as they stand."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if match := _KEY.match(line):
            found.append((match[0].rstrip(": \t").strip("\"'"), [line]))
        elif found:
            found[-1][1].append(line)
    return found


def string_of(lines: list[str]) -> str:
    """Return the value of a key that this module wrote as a string on one line."""
    value = lines[0].partition(":")[2].strip() if lines else ""
    plain = value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value
    return re.sub(r"\\(?:u([0-9A-F]{4})|U([0-9A-F]{8})|(.))", _unescaped, plain)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or "0", 16)
    return match[3] or (chr(code) if code < 0x110000 else "")
