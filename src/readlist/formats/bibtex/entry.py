r"""Read one BibTeX entry as text: its type, its key, its fields with their macros resolved.

Nothing here knows what a field means. Every pattern is possessive: hostile text stays linear.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from readlist.bib.citekeys import LONGEST
from readlist.bib.dates import MONTHS
from readlist.formats.bibtex.preamble import definitions, needed
from readlist.text import clean, latex_plain

VALUE_LIMIT = 2_000_000
"""Characters of one value after its macros are resolved."""
MACRO_LIMIT = 20_000
"""Characters of one macro."""
MACROS_LIMIT = 16_000_000
"""Characters of all macros together: one may be made of others, and grow."""
FIELDS_LIMIT = 500
"""Fields of one entry."""

MACRO = re.compile(r"[A-Za-z][A-Za-z0-9_:.+-]*")
"""The name of a macro as BibTeX and biber take it."""

_FAULTS_LIMIT = 500
_KEY = re.compile(r"\s*+([^,={}\"\n]*+)")
# ``M{\"u}ller.2026``, which programs that write all of a name as LaTeX make
_KEY_IN_LATEX = re.compile(r"\s*+((?:[^\s,={}\"]++|\{[^{}\n]{0,20}\})++)\s*+,")
# "{doe2020" and "{doe2020}" of "@article{{doe2020, …", and "\"doe2020\""; not "{A title}".
_KEY_IN_MARKS = re.compile(r"\s*+[{\"]\s*+([^\s,={}\"]++)(?=\s*+[}\"]?\s*+,)")
_AFTER_KEY = re.compile(r"\s*+[}\"]?")
_SPACE = re.compile(r"(?:\s|%[^\n]*+)*+")
_BETWEEN = re.compile(r"(?:[\s,]|%[^\n]*+)*+")
_NAME = re.compile(r"([^\s={},\"#%()@]++)\s*+=\s*+")
_DEEP = r"(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+"
_BRACED = re.compile(rf"\{{({_DEEP})\}}")
_DEEP_QUOTED = r"(?:[^\"{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+"
_QUOTED = re.compile(rf'"({_DEEP_QUOTED})"')
_FIELD = re.compile(
    rf"[\s,]*+([^\s={{}},\"#%()@]++)\s*+=\s*+(?:\{{({_DEEP})\}}|\"([^\"{{}}\\]*+)\"|([0-9]++))\s*+,"
)
_BARE = re.compile(r"[^\s,={}\"#%()@]++")
# The rest of a value without braces: ``title = Counting sheep,``; in ``year = 2020 title = {…}``
# a comma is missing.
_PHRASE = {
    "}": re.compile(r"[^\n,={}\"#%@]*+(?=[\n,}]|$)"),
    ")": re.compile(r"[^\n,={}\"#%@()]*+(?=[\n,)]|$)"),
}
_NO_FIELD = {
    close: re.compile(rf"[^{{}}@=]*?(?=,\s*+[A-Za-z][\w-]*+\s*+=|\{close})") for close in "})"
}
# "title {T}", "# title = {T}" and "author keywords = {a; b}", up to the next field.
_ODD_FIELD = re.compile(
    rf"(?:[^{{}}@\"=,]++(?:\s*+:?=\s*+)?)?(?:\{{{_DEEP}\}}|\"[^\"{{}}]*+\")"
    rf"\s*+(?=,|[}})]|$)"
)
_MARK = re.compile(r'[{}"]')
_BRACE = re.compile(r"[{}]")
_LEFT_OVER = re.compile(r"\s*+,\s*+[A-Za-z][\w-]*+\s*+=|\s*+[A-Za-z][\w-]*+\s*+=\s*+[{\"]")

_SWALLOWED = re.compile(r",\s*+[A-Za-z][\w-]*+\s*+=\s*+[{\"\w]")


class Entry(NamedTuple):
    """One entry: type and field names in lower case, values as TeX, the line it begins in.

    ``fault`` is what is wrong with an entry that could be read all the same. ``other_side`` says
    that it is the other side's of a merge conflict. ``macros`` are the fields in which a macro
    stands that the file does not define, each with its expression (``PAMI # { Letters}``),
    ``preamble`` the commands that it does define and which are used.
    """

    type: str
    key: str
    fields: dict[str, str]
    line: int
    fault: str = ""
    other_side: bool = False
    macros: tuple[tuple[str, str], ...] = ()
    preamble: str = ""


class BrokenError(Exception):
    """An entry cannot be read; the message is the end of a sentence."""


class Macros:
    """The macros that a file has defined so far; the months are known from the beginning."""

    def __init__(self) -> None:
        self._values = dict(zip(MONTHS, MONTHS, strict=True))
        self.commands: dict[str, str] = {}
        self._size = 0
        self._unknown: set[str] = set()

    def define(self, name: str, value: str) -> None:
        """Set a macro; a later definition counts for the entries after it."""
        value = value[:MACRO_LIMIT]
        self._size += len(value)
        if self._size <= MACROS_LIMIT:
            self._values[name.lower()] = value

    def expand(self, name: str) -> str | None:
        """Return what a macro or a number stands for, None for a macro that is not defined."""
        if name[0].isdigit() and name.isdecimal():
            return name
        return self._values.get(name.lower())

    def is_new(self, name: str) -> bool:
        """Say whether the lack of a macro is still to be told: once a name."""
        if name.lower() in self._unknown or len(self._unknown) >= 1000:
            return False
        self._unknown.add(name.lower())
        return True


class Reader:
    """Reads one entry from where its braces open; ``at`` is how far it came."""

    def __init__(self, macros: Macros, text: str, head: re.Match[str], *, last: bool) -> None:
        self.macros = macros
        self.text = text
        self.at = head.end()
        self.type = head[1].lower()
        self.close = "}" if head[2] == "{" else ")"
        self.key = ""
        self.fault = ""
        self.last = last
        self._macros: dict[str, str] = {}
        self._is_open = False

    def read(self) -> Entry | None:
        """Return the entry; None for what is none: a comment, a preamble, a macro."""
        if self.type == "comment":
            self._skip_comment()
            return None
        if self.type == "preamble":
            self.macros.commands |= definitions(self._value("the preamble", tell=False))
            self._closed()
            return None
        if self.type == "string":
            self._string()
            return None
        self._read_key()
        fields = self._fields()
        preamble = needed(fields, self.macros.commands) if self.macros.commands else ""
        macros = tuple(self._macros.items())
        return Entry(self.type, self.key, fields, 0, self.fault, macros=macros, preamble=preamble)

    def _tell(self, fault: str) -> None:
        if len(self.fault) < _FAULTS_LIMIT:
            self.fault = f"{self.fault}; {fault}" if self.fault else fault

    def _skip_comment(self) -> None:
        start, depth = self.at, 1
        opened, close = ("{", "}") if self.close == "}" else ("(", ")")
        for mark in re.compile(f"[{opened}{close}]").finditer(self.text, start):
            depth += 1 if mark[0] == opened else -1
            if depth == 0:
                self.at = mark.end()
                return
        end = self.text.find("\n", start)
        self.at = len(self.text) if end < 0 else end

    def _string(self) -> None:
        self.at = _end(_SPACE, self.text, self.at)
        if self.text.startswith(self.close, self.at):
            self.at += 1
            return
        name = _NAME.match(self.text, self.at)
        if name is None:
            raise BrokenError("a macro is written as name = {text}")
        self.key = name[1]
        self.at = name.end()
        self.macros.define(name[1], self._value(name[1]))
        self.at = _end(_BETWEEN, self.text, self.at)
        self._closed()

    def _closed(self) -> None:
        self.at = _end(_SPACE, self.text, self.at)
        if not self.text.startswith(self.close, self.at):
            raise BrokenError("it is not closed")
        self.at += 1

    def _read_key(self) -> None:
        found = _KEY.match(self.text, self.at)
        key = found[1] if found else ""
        if self.close == ")":
            key = key.partition(")")[0]
        end = self.at + len(found[0]) - len(found[1]) + len(key) if found else self.at
        after = _end(_SPACE, self.text, end)
        following = self.text[after : after + 1]
        written = _KEY_IN_LATEX.match(self.text, self.at) if following == "{" and key else None
        if written:
            self.key, self.at = clean(latex_plain(written[1]), LONGEST), written.end(1)
            self._tell(f"its key {written[1]} is read as {self.key}")
            return
        if following == "=" or (following in '{"' and following):
            self._odd_key(key)
            return
        self.key, self.at = clean(key, LONGEST), end
        if not self.key:
            self._tell("it has no key, so one is made for it")
        elif following not in (",", self.close, ""):
            self._tell("the comma after its key is missing")
        elif len(key) > LONGEST:
            self._tell(f"its key is cut after {LONGEST:,} letters")

    def _odd_key(self, before: str) -> None:
        """Read a key in braces or quotes, or one without the comma behind it, if there is any."""
        if found := _KEY_IN_MARKS.match(self.text, self.at):
            self.key, self.at = clean(found[1], LONGEST), found.end(1)
            self.at = _end(_AFTER_KEY, self.text, self.at)
            self._tell(f"its key stands in braces or quotes; it is read as {self.key}")
            return
        words = before.split()
        if len(words) < 2:  # "title" of "@article{title = {T}}" is no key
            self._tell("it has no key, so one is made for it")
            return
        self.key = clean(words[0].rstrip(";"), LONGEST)
        self.at = self.text.index(words[0], self.at) + len(words[0])
        self._tell("the comma after its key is missing")

    def _fields(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        text = self.text
        while True:
            parted = False
            while quick := _FIELD.match(text, self.at):
                label, braced, quoted, number = quick.groups()
                self._keep(fields, label.lower(), braced or quoted or number or "")
                self.at = quick.end()
                parted = True
            before = self.at
            self.at = _end(_BETWEEN, text, before)
            name = _NAME.match(text, self.at)
            if name is None:
                if self._passes_over_words(fields):
                    continue
                self._end_of_fields(fields)
                return fields
            called = name[1]
            if fields and not parted and "," not in text[before : self.at]:
                self._tell(f"a comma is missing before {called}")
            self.at = name.end()
            self._keep(fields, called.lower(), self._value(called))

    def _keep(self, fields: dict[str, str], name: str, value: str) -> None:
        if not fields.get(name):
            if len(fields) < FIELDS_LIMIT:
                fields[name] = value
        elif value and value.split() != fields[name].split():
            self._tell(f"it has {name} twice, and the first one counts")

    def _passes_over_words(self, fields: Collection[str]) -> bool:
        """Go on behind what is no field, as in ``title = {T} in press, year = 1``."""
        words = _NO_FIELD[self.close].match(self.text, self.at) if fields else None
        if words is None or not words[0]:
            words = _ODD_FIELD.match(self.text, self.at) if self.key else None
        if words is None:
            return False
        self._tell(f"“{clean(words[0], 40)}” is no field and is left out")
        self.at = words.end()
        return True

    def _end_of_fields(self, fields: dict[str, str]) -> None:
        if self.text.startswith(self.close, self.at):
            self.at += 1
            if _LEFT_OVER.match(self.text, self.at):
                self._tell("it is closed before its end, and what follows is left out")
        elif self.text[self.at :].strip() in ("}", ")"):
            self.at = len(self.text)
            self._tell(f"it is closed by “{self.text.rstrip()[-1]}”, not “{self.close}”")
        elif self.at >= len(self.text):
            name, value = next(reversed(fields.items()), ("", ""))
            if _SWALLOWED.search(value):
                raise BrokenError(f"a brace in {name} is not closed")
            self._tell("the file ends within it" if self.last else "its last brace is missing")
        else:
            near = clean(self.text[self.at : self.at + 30], 20)
            raise BrokenError(f"a field or its end is expected at “{near}”")

    def _value(self, name: str, *, tell: bool = True) -> str:
        """Return a value with its macros resolved and its parts put together."""
        text = self.text
        parts: list[str] = []
        pieces: list[str] = []
        size = 0
        is_open = False
        begin = self.at
        while True:
            self._is_open = False
            part = self._part(name, tell=tell)
            size += len(part)
            if size <= VALUE_LIMIT:
                parts.append(part)
            is_open = is_open or self._is_open
            at = _end(_SPACE, text, self.at)
            if not is_open and not pieces and not text.startswith("#", at):
                return part
            pieces.append(self._piece(begin, part))
            if text.startswith("#", at):
                begin = self.at = _end(_SPACE, text, at + 1)
                continue
            expression = " # ".join(pieces)
            if is_open and size <= VALUE_LIMIT:
                self._macros[name.lower()] = expression
            if name.lower() == "month" and len(parts) > 1:
                return _month(expression, parts)
            return "".join(parts)

    def _piece(self, begin: int, part: str) -> str:
        """Return a part of a value as it stands in the file, but a macro of the file resolved."""
        said = " ".join(self.text[begin : self.at].split())
        stands = self._is_open or said[:1] in ('"', "{") or said.lower() == part.lower()
        return said if stands else f"{{{part}}}"

    def _part(self, name: str, *, tell: bool) -> str:
        text = self.text
        at = self.at = _end(_SPACE, text, self.at)
        first = text[at : at + 1]
        if first == "{":
            if found := _BRACED.match(text, at):
                self.at = found.end()
                return found[1]
            self.at = self._closing_brace(at, name)
            return text[at + 1 : self.at - 1]
        if first == '"':
            self.at = self._closing_quote(at, name)
            return text[at + 1 : self.at - 1]
        return self._bare(name, tell=tell)

    def _bare(self, name: str, *, tell: bool) -> str:
        """Return what a macro or a number stands for, or words whose braces somebody forgot."""
        text, at = self.text, self.at
        found = _BARE.match(text, at)
        if found is None and text[at : at + 1] in (",", self.close):
            self._tell(f"{name} has no value")
            return ""
        if found is None:
            raise BrokenError(f"{name} has no value")
        phrase = _PHRASE[self.close].match(text, found.end())
        if phrase and phrase[0].strip():
            self.at = phrase.end()
            self._tell(f"the braces around {name} are missing")
            return text[at : self.at].strip()
        self.at = found.end()
        value = self.macros.expand(found[0])
        # "monthfiled = feb" is a macro of the style as much as one that the file does not define.
        if value is None or (value in MONTHS and name.lower() != "month"):
            self._is_open = bool(MACRO.fullmatch(found[0]))
        if value is not None:
            return value
        if self.macros.is_new(found[0]) and tell:
            self._tell(f"the macro {found[0]} is not defined, so its name stands in {name}")
        return found[0]

    def _closing_brace(self, at: int, name: str) -> int:
        depth = 0
        for brace in _BRACE.finditer(self.text, at):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                return brace.end()
        raise BrokenError(f"a brace in {name} is not closed")

    def _closing_quote(self, at: int, name: str) -> int:
        quick = _QUOTED.match(self.text, at)
        end = quick.end() if quick else self._quote_end(at, escapes=False)
        if end and self.text[end - 2] == "\\" and not self._delimited(end):
            # Schr\"odinger: an error for BibTeX, and what was meant is plain.
            end = self._quote_end(at, escapes=True)
        if not end:
            raise BrokenError(f"the quotes around {name} are not closed")
        return end

    def _delimited(self, at: int) -> bool:
        after = _end(_SPACE, self.text, at)
        return self.text[after : after + 1] in (",", "#", self.close, "")

    def _quote_end(self, at: int, *, escapes: bool) -> int:
        depth = 0
        for mark in _MARK.finditer(self.text, at + 1):
            if mark[0] == "{":
                depth += 1
            elif mark[0] == "}":
                depth -= 1
                if depth < 0:
                    return 0
            elif depth == 0 and not (escapes and self.text[mark.start() - 1] == "\\"):
                return mark.end()
        return 0


def _month(expression: str, parts: Sequence[str]) -> str:
    """Return a month as it is put together, where nothing but macros of months is in it.

    ``dec # "~4--9"`` prints the month as the style has it; ``mar # suffix`` needs its own macro.
    """
    bare = re.findall(r"[A-Za-z]+", _IN_QUOTES.sub("", expression))
    own = all(name.lower() in MONTHS for name in bare)
    return expression if own else "".join(parts)


_IN_QUOTES = re.compile(r'"[^"]*"|\{[^{}]*\}')
_PIECE = re.compile(rf"(?:{_BRACED.pattern}|{_QUOTED.pattern}|([A-Za-z0-9][\w:.+-]*))(?: # |$)")


def joined(expression: str) -> str | None:
    """Return the value of ``PAMI # { Letters}``, with the names of macros in their places.

    None for what is no such expression, and would end the field that it stands in.
    """
    parts = []
    at = 0
    while at < len(expression):
        piece = _PIECE.match(expression, at)
        if piece is None:
            return None
        parts.append(piece[1] or piece[2] or piece[3] or "")
        at = piece.end()
    return None if expression.endswith("# ") else "".join(parts)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
