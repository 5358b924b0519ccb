"""Records of tagged lines in the dialects of databases: one reader, and a table for each dialect.

A dialect says how a line begins, which tags begin and end a record, and what its tags are in RIS,
which ``formats.ris`` reads. A record without its end ends where the next begins. Tags that RIS has
no words for stay under the dialect's name in ``extra``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from readlist.formats.base import Document, LoadOptions
from readlist.formats.ris.read import items
from readlist.formats.ris.tagged import KEPT_LIMIT, Building, Entry, Field
from readlist.model import NOTHING, NOTICES, Item
from readlist.text import clean, clean_block

Said = Mapping[str, list[str]]
"""The values of a record by the tags of its dialect."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database writes tagged lines.

    ``line`` matches a line with a tag: the tag is its first group, the value the second.
    ``between`` matches a line that stands between records. ``begins`` are tags that begin a record:
    always, or where ``sure`` is not set only behind a blank line. Of ``once`` a record has no two.
    ``same`` are tags under which RIS says the same, ``changed`` those whose text it has in another
    form.
    ``instead`` names tags that say a tag's text better, ``beside`` where a tag goes if another is
    there too. Each line of ``lists`` is a value; ``blocks`` keep their lines. ``kind`` is the type
    in RIS, ``more`` what no single tag says. ``left`` is what only the database needs, ``notices``
    what was published about the work, with its words; ``fault`` what is wrong with a record.
    """

    name: str
    line: str
    kind: Callable[[Said], str]
    begins: frozenset[str] = frozenset()
    sure: bool = True
    ends: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    between: str = ""
    same: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    changed: Mapping[str, tuple[str, Callable[[str], str]]] = field(default_factory=lambda: NOTHING)
    instead: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    beside: Mapping[str, tuple[str, str]] = field(default_factory=lambda: NOTHING)
    lists: frozenset[str] = frozenset()
    blocks: frozenset[str] = frozenset()
    more: Callable[[Said], Iterator[Field]] = lambda _said: iter(())
    left: frozenset[str] = frozenset()
    notices: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    fault: Callable[[set[str]], str] = lambda _tags: ""

    def load(self, document: Document, options: LoadOptions) -> Iterator[Item]:
        """Yield the papers of a file, and a problem for what is wrong with one."""
        del options
        for entry in entries(document.lines(), self):
            fields = list(_values(entry, self))
            said: dict[str, list[str]] = {}
            for tag, value in fields:
                said.setdefault(tag, []).append(value)
            if not said.keys() - self.left - self.begins:
                continue  # what stands above the first record, or below the last
            beside = {NOTICES: list(self._notices(said)), self.name: self._kept(said)}
            in_ris = entry._replace(fields=list(self._in_ris(fields, said)))
            yield from items(in_ris, self.name, beside)

    def _in_ris(self, fields: Iterable[Field], said: Said) -> Iterator[Field]:
        """Yield what a record says under the tags of RIS."""
        yield Field("TY", self.kind(said))
        for tag, value in fields:
            if self.instead.get(tag) in said:
                continue
            name, change = self.changed.get(tag) or (self.same.get(tag, ""), str)
            beside, other = self.beside.get(tag, ("", ""))
            if beside in said:
                name = other
            if name and (text := change(value)):
                yield Field(name, text)
        yield from self.more(said)

    def _notices(self, said: Said) -> Iterator[str]:
        """Yield what was published about the work: ``retraction in: Marine Letters. 2020``."""
        for tag, words in self.notices.items():
            for value in islice(said.get(tag, ()), KEPT_LIMIT):
                if text := clean(value, 1_000):
                    yield f"{words}: {text}"

    def _kept(self, said: Said) -> dict[str, list[str]]:
        """Return what neither RIS nor the library has words for."""
        known = {*self.same, *self.changed, *self.instead, *self.beside, *self.left, *self.notices}
        kept = {}
        for tag, values in islice(said.items(), KEPT_LIMIT):
            if tag not in known and (texts := list(filter(None, map(clean_block, values)))):
                kept[tag] = texts[:KEPT_LIMIT]
        return kept


def entries(lines: Iterable[str], dialect: Dialect) -> Iterator[Entry]:
    """Yield the records of a file; text before and between them is passed over."""
    split = re.compile(dialect.line, re.DOTALL).match
    apart = re.compile(dialect.between or r"(?!)").fullmatch
    building: Building | None = None
    blank = False
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r").lstrip("\ufeff")
        text, found = line.strip(), split(line)
        if not text:
            blank = True
            continue
        tag = found[1] if found else ""
        is_over = _is_over(building, tag, dialect, blank=blank) if found else apart(text)
        if building and is_over:
            yield building.done(dialect.fault(building.tags))
            building = None
        if found and tag not in dialect.ends:
            building = building or Building(number)
            building.add(tag, found[2] or "")
        elif building and not found:
            # A blank line in a block parts its paragraphs.
            building.go_on(f"\n{text}" if blank else text)
        blank = False
    if building:
        yield building.done(dialect.fault(building.tags))


def _is_over(building: Building | None, tag: str, dialect: Dialect, *, blank: bool) -> bool:
    """Say whether a tag ends the record that is being read, or begins the next one."""
    if building is None:
        return False
    if tag in dialect.ends or (dialect.sure and tag in dialect.begins):
        return True
    tags = building.tags
    if tag in tags and tag in dialect.once:
        return True
    # Behind a blank line: a tag that the record has, or any where nothing else begins a record.
    # "%X A second paragraph" and "%U https://…" below it go on, "%A Roe, Anna" does not.
    titled = bool(tags & dialect.once)
    return blank and titled and (tag in tags or not tags & dialect.begins)


def _values(entry: Entry, dialect: Dialect) -> Iterator[Field]:
    """Yield tags and values in order; a text that was wrapped is one line again."""
    for tag, value in entry.fields:
        if tag in dialect.lists:
            yield from (Field(tag, line.strip()) for line in value.split("\n"))
        else:
            yield Field(tag, value if tag in dialect.blocks else " ".join(value.split()))


def group(text: str) -> str:
    """Return the name of a group; the comma says that it has no parts."""
    return f"{text.rstrip('.,')},"


def full_pages(text: str) -> str:
    """Return pages in full: PubMed and Ovid shorten ``186-189`` to ``186-9``."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text)
    if found and len(found[2]) < len(found[1]):
        return f"{found[1]}-{found[1][: -len(found[2])]}{found[2]}"
    return text


def bare_title(text: str) -> str:
    """Return a title without the full stop and the brackets of a translated one."""
    text = text.removesuffix(".")
    translated = text.startswith("[") and text.endswith("]")
    return text[1:-1].removesuffix(".") if translated else text


# MeSH, check tags: what nearly every paper has is no help as a tag of a library.
_CHECK_TAGS = frozenset(
    {
        "humans", "animals", "male", "female", "pregnancy", "adult", "aged", "middle aged", "child",
        "adolescent", "infant", "young adult", "aged, 80 and over", "child, preschool", "mice",
        "infant, newborn", "rats",
    }
)  # fmt: skip


def heading(text: str) -> str:
    """Return ``Neural Networks`` of ``*Neural Networks/history``; nothing for a check tag."""
    word = text.partition("/")[0].strip("* ")
    return "" if word.lower() in _CHECK_TAGS else word
