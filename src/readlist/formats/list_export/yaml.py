"""Front matter: a few keys in the part of YAML that every parser reads alike, and those of others.

Strings are in double quotes with YAML's own escapes (YAML 1.2.2, 5.7), so that no title is a
number, a date, a comment or a boolean.
"""

import re
from datetime import date

_KEY = re.compile(r"(?:\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|[^\s:#\-\"'][^\n:]{0,200}?)\s*:(?=\s|$)")
_LARGEST = 200_000
"""Characters of front matter that are looked through."""

Value = str | int | list[str]
_DAYS = frozenset({"added", "started", "finished"})


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
