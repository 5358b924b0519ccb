"""Papers as rows of a table, after RFC 4180 and safe to open in a spreadsheet.

Lines end with LF. What is written comes back equal when it is read.
"""

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter

from readlist.bib import ids, markup, names
from readlist.bib.details import as_written, detail, people
from readlist.errors import UsageError
from readlist.formats.base import DumpOptions
from readlist.model import FACTS, MORE_AUTHORS, OF_READING, Author, Paper
from readlist.text import clean, visible_block

Cell = str | int | None

DEFAULT_COLUMNS = (
    "key", "title", "authors", "year", "published", "venue", "arxiv", "doi", "url", "status",
    "priority", "rating", "tags", "lists", "added", "started", "finished", "abstract", "kind",
    "links",
)  # fmt: skip
BETWEEN_TAGS = "; "
PAGE = "page"
"""What an address that names the paper is called among links, which only belong to it."""


def _identifier(scheme: str) -> Callable[[Paper], Cell]:
    def value(paper: Paper) -> Cell:
        return next((found.value for found in paper.identifiers if found.scheme == scheme), "")

    return value


def _url(paper: Paper) -> str:
    """Return the first page that any identifier leads to, otherwise the first link."""
    found = (ids.address(identifier) for identifier in paper.identifiers)
    return next(filter(None, found), "") or next((link.url for link in paper.links), "")


def _links(paper: Paper, columns: Collection[str] = DEFAULT_COLUMNS) -> Cell:
    """Return what the other columns do not say: ``pdf: https://…; pmid: https://…; isbn: 978…``.

    An address that is the paper's only name stands in ``url`` alone; one beside others is its
    ``page``.
    """
    said = []
    told = {_url(paper)} if "url" in columns else set()
    schemes: set[str] = set()
    for one in paper.identifiers:
        address = ids.address(one) or one.value
        is_shown = address in told or (one.scheme in columns and one.scheme not in schemes)
        schemes.add(one.scheme)
        if one.scheme == "url":
            is_shown = address in told
        if not is_shown:
            said.append((PAGE if one.scheme == "url" else one.scheme, address))
    said += [(clean(link.name) or "url", link.url) for link in paper.links if link.url]
    return "; ".join(f"{name}: {address}" for name, address in said)


def _doi(paper: Paper) -> Cell:
    """Return the first DOI with the capitals that the paper's file gave it."""
    value = _identifier("doi")(paper)
    return as_written(paper, "doi", str(value)) if value else ""


def _detail(*aliases: str) -> Callable[[Paper], Cell]:
    return lambda paper: detail(paper, *aliases)


_SEVERAL = re.compile(r"[;,{}]| and | & ")
_PLAIN = re.compile(r"[^\W\d_]++(?:[ .'-]++[^\W\d_]++)++")


@lru_cache(maxsize=8192)
def _name(author: Author) -> str:
    """Return a name as it is shown where it is read as this one again, else with its parts apart.

    ``García Márquez, Gabriel``, because ``Gabriel García Márquez`` does not say where the family
    name begins; ``{World Health Organization}``, because that is no person.
    """
    name = names.display(author)
    # Four names in five have nothing in them that could part people.
    plain = author.family and _PLAIN.fullmatch(name) and " and " not in name.lower()
    if plain and names.parse_author(name) == author:
        return name
    bare = re.sub("[{}]", "", name)
    for written in (name, names.bibtex_name(author), f"{{{bare}}}"):
        [*found, other] = names.parse_authors(f"{written}; A B")
        if found == [author] and other.name == "A B":
            return written
        # Who is shown as "Zhang San" is "San Zhang" afterwards, and a Zhang still.
        if written != name and len(found) == 1 and found[0][1:] == author[1:]:
            return written
    return f"{{{bare}}}" if _SEVERAL.search(name) else name


def _names(authors: Sequence[Author], *, more: bool = False) -> str:
    """Return people as one cell; a semicolon says that ``Family One, Given Two`` is one person."""
    cell = "; ".join(map(_name, authors))
    if cell and more:
        return f"{cell}; et al."
    one = len(authors) == 1 and "," in cell and names.parse_authors(cell) != authors
    return f"{cell};" if one else cell


COLUMNS: dict[str, Callable[[Paper], Cell]] = {
    "id": attrgetter("id"),
    "key": attrgetter("key"),
    **{name: attrgetter(name) for name in FACTS},
    "authors": lambda paper: _names(paper.authors, more=bool(paper.extra.get(MORE_AUTHORS))),
    "author_count": lambda paper: paper.author_count or len(paper.authors) or None,
    **{scheme: _identifier(scheme) for scheme in ids.SCHEMES if scheme != "url"},
    "doi": _doi,
    "url": _url,
    "links": _links,
    **{name: attrgetter(f"reading.{name}") for name in OF_READING},
    "priority": lambda paper: int(paper.reading.priority),
    "tags": lambda paper: BETWEEN_TAGS.join(paper.tags),
    "lists": lambda paper: "; ".join(dict.fromkeys(e.list for e in paper.lists if e.list)),
    "remarks": lambda paper: "\n\n".join(entry.remark for entry in paper.lists if entry.remark),
    "notes": lambda paper: markup.BETWEEN_NOTES.join(note.body for note in paper.notes),
    "added": attrgetter("added"),
    "volume": _detail("volume"),
    "number": _detail("number", "issue"),
    "pages": _detail("pages"),
    "publisher": _detail("publisher"),
    "editor": lambda paper: _names(people(paper, "editor")),
    "translator": lambda paper: _names(people(paper, "translator")),
    "series": _detail("series"),
    "edition": _detail("edition"),
    "address": _detail("address", "location"),
    "issn": _detail("issn"),
    "language": _detail("language", "langid"),
    "shortjournal": _detail("shortjournal"),
    "eventtitle": _detail("eventtitle"),
}
"""Every column by name, with what it shows of a paper."""


def written(papers: Iterable[Paper], options: DumpOptions, delimiter: str) -> Iterator[str]:
    """Yield the lines of a table with this delimiter; cells that need quotes have them."""
    chosen = options.columns or DEFAULT_COLUMNS
    for name in chosen:
        if name not in COLUMNS:
            raise UsageError(f"There is no column {name!r}. The columns are {', '.join(COLUMNS)}.")
    write = csv.writer(_Echo(), delimiter=delimiter, lineterminator="\n").writerow
    yield write(chosen)
    others = partial(_links, columns=frozenset(chosen))
    shows = [others if name == "links" else COLUMNS[name] for name in chosen]
    for paper in papers:
        yield write([_safe(show(paper)) for show in shows])


def _safe(cell: Cell) -> str:
    """Return the cell as text that no spreadsheet runs: a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # the writer leaves a lone CR unquoted
    return guarded(visible_block(text))


class _Echo:
    """A file that hands back what is written, so that the writer's rows can be yielded."""

    def write(self, row: str) -> str:
        return row


# OWASP, CSV injection: what makes a cell a formula, also after blanks and in its wide forms. An
# apostrophe that stands there already gets another one, so that one can always be taken off.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_NUMBER = re.compile(r"'*[+-]?[0-9]+(?:\.[0-9]+)?")
# What spreadsheets write to keep digits as text.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet runs."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return a cell as it was before it was guarded."""
    if text[:1] == "'" and _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return text[1:]
    if text[:2] == '="' and (bare := _TEXT_FORMULA.fullmatch(text)):
        return bare[1]
    return text
