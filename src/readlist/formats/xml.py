"""XML as a stream: expat of the standard library, and nothing that a document could abuse.

A DTD inside the document, and with it every entity of its own, is refused; one outside is never
fetched. Depth, and the size of what must be held at once, are bounded. What people's files often
get wrong is mended on the way: bare ampersands, names of HTML's entities, control characters.
After a broken place reading goes on with the next item.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from readlist.formats.base import Document
from readlist.model import Problem

DEPTH_LIMIT = 100
ELEMENT_LIMIT = 4_000_000
"""Characters of one element that is kept as a tree; a tag counts as a hundred."""
_SLICE = 65_536
# expat before 2.6 reads an unfinished token again with every slice (CVE-2023-52425).
_TOKEN_LIMIT_BYTES = 8_000_000
_BREAKS_LIMIT = 1_000

# XML 1.0, 2.2; a carriage return counts as a line of its own for expat.
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# '<?xml version="1.0"?>'; not "<?xml-stylesheet".
_DECLARATION = re.compile(r"\s*<\?xml\s[^<>]{0,200}>")
# "&", "&#233;", "&eacute;", "<![CDATA["; not "<b>".
_MARK = re.compile(
    r"(?P<opened><!\[CDATA\[)|(?P<closed>\]\]>)"
    r"|&(?:#(?P<number>[0-9]{1,7}|x[0-9A-Fa-f]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?"
)
_OWN_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})


class Opened(NamedTuple):
    """A tag that opens; ``line`` is its line in the document, names keep their prefixes."""

    name: str
    attributes: dict[str, str]
    line: int


class Closed(NamedTuple):
    """A tag that closes."""

    name: str


Event = Opened | Closed | str | Problem
"""``str`` is text; after a ``Problem`` whatever was open counts as closed."""


@dataclass(slots=True)
class Element:
    """An element with what is in it, in order."""

    name: str
    attributes: dict[str, str]
    line: int
    parts: "list[Element | str]" = field(default_factory=list)

    def elements(self) -> "list[Element]":
        """Return the elements directly in this one."""
        return [part for part in self.parts if isinstance(part, Element)]

    def all(self, name: str) -> "list[Element]":
        """Return the elements of a name directly in this one."""
        return [part for part in self.elements() if part.name == name]

    def find(self, path: str) -> "Element | None":
        """Return the first element on a path of names: ``titles/title``."""
        found: Element | None = self
        for name in path.split("/"):
            found = next(iter(found.all(name)), None) if found else None
        return found

    @property
    def text(self) -> str:
        """All text in the element and in those below, which ``DEPTH_LIMIT`` bounds."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


def elements(
    document: Document, name: str, *, of_root: bool = False
) -> Iterator[Element | Problem]:
    """Yield every outermost element of this name as a tree, and problems.

    ``of_root`` takes all that stand directly below the root; the name then says only with which
    tag it goes on after a broken place.
    """
    stack: list[Element] = []
    size = 0
    is_in_root = False
    for event in events(document, name):
        if isinstance(event, Problem):
            stack.clear()
            is_in_root = True
            yield event
        elif isinstance(event, Closed):
            done = stack.pop() if stack else None
            if done and not stack:
                what = f"This {done.name} is too large to be read."
                yield done if size <= ELEMENT_LIMIT else Problem(done.line, what)
        elif stack:
            size += _size(event)
            _put(event, stack, keep=size <= ELEMENT_LIMIT)
        elif isinstance(event, Opened):
            if event.name == name or (of_root and is_in_root):
                size = 0
                stack.append(Element(*event))
            is_in_root = True


def bare(element: Element) -> Element:
    """Return an element whose names, and those below, have no prefix."""
    element.name = element.name.rpartition(":")[2]
    for part in element.elements():
        bare(part)
    return element


def _put(event: Opened | str, stack: list[Element], *, keep: bool) -> None:
    part = Element(*event) if isinstance(event, Opened) else event
    if keep:
        stack[-1].parts.append(part)
    if isinstance(part, Element):
        stack.append(part)


def _size(event: Opened | str) -> int:
    if isinstance(event, str):
        return len(event)
    return 100 + sum(len(name) + len(value) for name, value in event.attributes.items())


def events(document: Document, item: str) -> Iterator[Event]:
    """Yield tags and text in order; after a broken place it goes on with the next ``item`` tag."""
    stream = _Stream(item)
    for data in _slices(_mended(_pieces(document))):
        yield from stream.read(data)
        if stream.done:
            return
    yield from stream.read(b"", last=True)


class _RefusedError(Exception):
    """The document has something that is not read on principle; the message is a sentence."""


class _Stream:
    """Bytes in, events out; takes a new parser after each break."""

    def __init__(self, item: str) -> None:
        self.done = False
        self._item = item
        self._begins = re.compile(b"<" + re.escape(item).encode() + rb"(?=[\s/>])")
        self._longest = len(item) + 2
        self._line = 1
        self._lost: bytes | None = None
        self._breaks = 0
        self._out: list[Event] = []
        self._start(b"")

    def _start(self, root: bytes) -> None:
        """Take a new parser for what begins at ``self._line``."""
        self._depth, self._moved = 0, 0
        self._resumed = bool(root)
        self._first_line = self._line
        self._parser = expat.ParserCreate("utf-8")
        self._parser.buffer_text = True
        self._parser.Parse(root)
        self._fed = len(root)
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed
        self._parser.CharacterDataHandler = self._out.append
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity

    def read(self, data: bytes, *, last: bool = False) -> list[Event]:
        """Return what some more bytes say."""
        while data or last:
            if self._lost is not None:
                data = self._found(data)
                if not data:
                    break
            broken_at = self._fed_at(data, last=last)
            if broken_at is None:
                self._line += data.count(b"\n")
                break
            self._line += data.count(b"\n", 0, broken_at + 1)
            data, self._lost = data[broken_at + 1 :], b""
            if self.done:
                break
        out = self._out[:]
        self._out.clear()
        return out

    def _found(self, data: bytes) -> bytes:
        """Return what begins with the next item; an item's tag may lie across two slices."""
        data = (self._lost or b"") + data
        found = self._begins.search(data)
        at = found.start() if found else max(0, len(data) - self._longest)
        self._line += data.count(b"\n", 0, at)
        if not found:
            self._lost = data[at:]
            return b""
        self._lost = None
        self._start(b"<item>")
        return data[at:]

    def _fed_at(self, data: bytes, *, last: bool) -> int | None:
        """Feed the parser; return where in the data it broke, None where it did not."""
        before = len(self._out)
        try:
            self._parser.Parse(data, last)
        except _RefusedError as error:
            self._out.append(Problem(self._here(), str(error)))
            self.done = True
            return len(data)
        except expat.ExpatError as error:
            self._broken(expat.ErrorString(error.code))
            return max(0, self._parser.ErrorByteIndex - self._fed)
        self._fed += len(data)
        if len(self._out) > before:
            self._moved = self._fed
        if self._fed - self._moved > _TOKEN_LIMIT_BYTES:
            self._broken("a tag or comment that does not end")
            return len(data)
        return None

    def _broken(self, why: str) -> None:
        """Tell what is wrong, but not that the tags around a resumed item end."""
        self._breaks += 1
        if not (self._resumed and self._depth < 1):
            self._out.append(Problem(self._here(), f"The XML is broken here: {why}."))
        if self._breaks > _BREAKS_LIMIT:
            self._out.append(Problem(self._here(), "The XML is broken too often to be read on."))
            self.done = True

    def _here(self) -> int:
        return self._first_line + self._parser.CurrentLineNumber - 1

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise _RefusedError(f"The XML is nested deeper than {DEPTH_LIMIT} levels.")
        self._out.append(Opened(name, attributes, self._here()))

    def _closed(self, name: str) -> None:
        self._depth -= 1
        self._out.append(Closed(name))

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inside: int) -> None:
        if inside:
            self._entity()

    def _entity(self, *_: object) -> None:
        raise _RefusedError(
            "The XML defines entities or tags of its own in <!DOCTYPE …>, which is not read. "
            "Remove that part and try again."
        )


def _pieces(document: Document) -> Iterator[str]:
    """Yield the text in pieces that end behind a tag or a line, wherever that can be.

    EndNote writes a whole library as one line. What must not be cut (a reference, a mark) holds
    no ``>`` and no line end but its last character.
    """
    kept: list[str] = []
    size = 0
    for block in document.blocks():
        cut = max(block.rfind(">"), block.rfind("\n")) + 1
        if cut or size > _SLICE:
            kept.append(block[:cut])
            yield "".join(kept)
            kept, size = [], 0
        kept.append(block[cut:])
        size += len(block) - cut
    yield "".join(kept)


def _slices(pieces: Iterable[str]) -> Iterator[bytes]:
    """Yield text as bytes of a bounded size."""
    for text in pieces:
        for start in range(0, len(text), _SLICE):
            yield text[start : start + _SLICE].encode()


def _mended(pieces: Iterable[str]) -> Iterator[str]:
    """Yield text that expat takes; the declaration goes, because the text is decoded already."""
    mender = _Mender()
    begun = False
    for raw in pieces:
        text = _NO_CHARACTERS.sub("", raw)
        if not begun and (text := text.lstrip("\ufeff")).strip():
            text = _DECLARATION.sub("", text, count=1)
            begun = True
        marked = "&" in text or "]]>" in text or "<![CDATA[" in text
        yield _MARK.sub(mender, text) if marked else text


class _Mender:
    """Replaces what is no reference in XML; in verbatim text everything stays."""

    def __init__(self) -> None:
        self._verbatim = False

    def __call__(self, match: re.Match[str]) -> str:
        whole, name, number = match[0], match["name"], match["number"]
        if match["opened"] or match["closed"]:
            self._verbatim = bool(match["opened"])
            return whole
        if self._verbatim or name in _OWN_ENTITIES:
            return whole
        if number:
            code = int("0" + number, 16 if number[0] == "x" else 10)
            valid = code < 0x110000 and not _NO_CHARACTERS.match(chr(code))
            return whole if valid or code == ord("\r") else ""
        return _html_entity(name) if name else "&amp;"


def _html_entity(name: str) -> str:
    from html.entities import html5

    meant = html5.get(f"{name};", "")
    return "".join(f"&#{ord(char)};" for char in meant) or f"&amp;{name};"
