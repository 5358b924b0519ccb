"""What a bibliography says of a work beside the library's own facts: volume, pages, publisher.

Kept in ``extra["bibtex"]`` under the names of BibTeX and biblatex (biblatex manual, 2.2), as LaTeX.
Every bibliographic format reads them into this place and writes them from it, so that the pages of
a RIS file come out in BibTeX. What BibTeX has no name for stays under the name of its own format.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from readlist.bib import ids, languages, latex_encode, names
from readlist.bib.keywords import as_tags, wording
from readlist.model import Author, Facts, Identifier, Rank, Record, Skipped
from readlist.text import clean

PLACE = "bibtex"
"""The name in ``extra`` under which the details stand."""
SETS = "sets"
"""The part of ``extra`` with the sets of entries that a paper is in, and its place in each."""
SET_FIELDS = "set_fields"
"""The part of ``extra`` with what those sets say beside their entries, as LaTeX, by set."""
VERBATIM_PLACE = "verbatim"
"""The name in ``extra`` under which fields stand as an entry wrote them, by its own names."""
MADE_TITLE = "untitled"
"""Stands among them for the title that was made for an entry without one."""
VERBATIM = frozenset(
    {
        "url", "doi", "eprint", "pdf", "ee", "biburl", "bibsource", "file", "link", "issn", "date",
        "urldate", "origdate", "eventdate", "crossref", "xref", "xdata", "related", "entryset",
    }
)  # fmt: skip
"""Details that are addresses, numbers, dates, paths or keys, where no sign is one for TeX."""
OTHER_NAMES = {
    "location": "address", "journaltitle": "journal", "eprinttype": "archiveprefix",
    "eprintclass": "primaryclass",
}  # fmt: skip
"""biblatex's names of details that BibTeX had before, which the library goes by (2.2.5)."""


def detail(paper: Facts, *aliases: str) -> str:
    """Return the first of these details that the paper has, as plain text."""
    fields = paper.extra.get(PLACE)
    if not isinstance(fields, Mapping):
        return ""
    for name in aliases:
        value = fields.get(name) or fields.get(OTHER_NAMES.get(name, name))
        if isinstance(value, str | int) and str(value):
            from readlist.bib import latex_decode  # 2 ms, where there is something to read

            read = latex_decode.verbatim if name in VERBATIM else latex_decode.plain
            return read(str(value))
    return ""


def verbatim(paper: Facts, name: str) -> str:
    """Return a field as the paper's own entry wrote it, nothing where it is not kept so."""
    said = paper.extra.get(VERBATIM_PLACE)
    text = said.get(name) if isinstance(said, Mapping) else None
    return text if isinstance(text, str) else ""


def as_written(paper: Facts, name: str, value: str) -> str:
    """Return a DOI with the capitals that its entry has: ``10.1103/PhysRevA.1.1``."""
    text = verbatim(paper, name)
    return text if text.lower() == value else value


def with_capitals(texts: Iterable[str], identifiers: Iterable[Identifier]) -> dict[str, str]:
    """Return the first text that is an identifier of the paper but for its capitals, by scheme.

    ``{"doi": "10.1103/PhysRevA.1.1"}`` stands among the wording; its identifier has no capitals.
    """
    schemes = {one.value: one.scheme for one in identifiers}
    for text in texts:
        lower = text.lower()
        if lower != text and lower in schemes:
            return {schemes[lower]: text}
    return {}


def people(paper: Facts, name: str) -> tuple[Author, ...]:
    """Return the people of a detail such as ``editor``."""
    value = paper.part(PLACE).get(name)
    if not isinstance(value, str):
        return ()
    from readlist.bib.bibtex_names import authors

    return authors(value)[0]


def details(said: Mapping[str, str | Sequence[Author]]) -> dict[str, Any]:
    """Return what ``extra`` takes of these details: text, or the people of ``editor`` and others.

    ``{"volume": "3", "editor": (Author(…),)}``; what is empty is left out, nothing gives ``{}``. A
    language by babel's name, ``german``, is biblatex's ``langid``; "German" is printed.
    """
    kept: dict[str, str] = {}
    for name, value in said.items():
        if not value:
            continue
        if name == "language" and value in languages.BABEL:
            kept["langid"] = str(value)
        elif not isinstance(value, str):
            kept[name] = names.bibtex_names(value, latex_encode.escape)
        else:
            kept[name] = value if name in VERBATIM else latex_encode.escape(value)
    return {PLACE: kept} if kept else {}


def wordings(title: str = "", keywords: Iterable[str] = ()) -> dict[str, str]:
    r"""Return what stands beside the plain facts as LaTeX: how a source wrote title and keywords.

    ``On <i>E. coli</i>`` is ``On \textit{E. coli}``; keywords that are tags as they are, and a
    title without markup, need nothing.
    """
    found = {}
    if "<" in title:
        from readlist.bib import rich_titles  # for few titles

        found["title"] = rich_titles.to_latex(title)
    words = [word for word in map(clean, keywords) if word]
    # Most keywords of most papers are single words.
    if words and not "".join(words).isalnum() and (line := wording(words, as_tags(words))):
        found["keywords"] = latex_encode.escape(line)
    return {name: text for name, text in found.items() if text}


def is_usual(paper: Facts, kind: str) -> bool:
    """Say whether every format has a place for what a paper says, so that nothing is lost there.

    Volume, number and pages of an article, in plain words, as most papers have them.
    """
    kept = paper.extra.get(PLACE)
    if not kept:
        return kind in _USUAL_KINDS or kind in ("book", "misc", "dataset")
    if kind not in _USUAL_KINDS or not isinstance(kept, Mapping) or not kept.keys() <= _USUAL:
        return False
    text = "|".join([value for value in kept.values() if isinstance(value, str)])
    return _TEX.isdisjoint(text)


def unsaid(paper: Facts, again: Facts) -> dict[str, str]:
    r"""Return the details of a paper that it has lost when a format is read again, as LaTeX.

    ``titleaddon`` has no place in RIS, ``\emph`` none in a note of CSL; ``12-15`` is ``12--15``.
    Of a title these are the braces that keep capitals.
    """
    had, has = paper.extra.get(PLACE), again.part(PLACE)
    found = {}
    for name, text in had.items() if isinstance(had, Mapping) else ():
        value = verbatim(paper, name) or text if name == "title" else text
        if not isinstance(value, str) or not _NAME.fullmatch(name):
            continue
        if not (_is_corrected(paper, name, value) or _says_it(has.get(name), name, value)):
            found[name] = value
    return found


def _is_corrected(paper: Facts, name: str, value: str) -> bool:
    """Say whether a detail is of the title or the year that the paper had before."""
    if name == "title":
        return _meaning(name, value) != paper.title
    is_year = name in ("date", "year") and bool(paper.year)
    return is_year and not value.lstrip("0").startswith(str(paper.year))


def _says_it(other: object, name: str, value: str) -> bool:
    """Say whether one text of a detail says what another one does, with its markup."""
    if other == value:
        return True
    if not isinstance(other, str) or "\\" in value:
        return False
    return _meaning(name, value) == _meaning(name, other)


def restored(kept: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return details with those that ``unsaid`` gave, where the format now says no other."""
    from readlist.bib import latex_decode

    found = dict(kept)
    for name, value in list(own.items())[:_OWN_LIMIT]:
        if not isinstance(value, str) or not _NAME.fullmatch(name) or name == "entrytype":
            continue
        if name not in kept or _meaning(name, value) == _meaning(name, str(kept[name])):
            read = latex_decode.verbatim if name in VERBATIM else latex_decode.kept
            found[name] = read(value)
    return found


def in_latex(own: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, str]:
    """Return those of the fields with commands of LaTeX, which are written as they stand."""
    return {
        name: value
        for name, value in list(own.items())[:_OWN_LIMIT]
        if name in kept and isinstance(value, str) and "\\" in value
    }


def _meaning(name: str, value: str) -> object:
    """Return what a detail says, so that two ways of saying it are equal."""
    from readlist.bib import bibtex_names, latex_decode  # 2 ms, for bibliographies

    if name in _PEOPLE:
        return bibtex_names.authors(value)
    text = latex_decode.plain(value)
    return page_range(text) if name == "pages" else text


# "titleaddon", "bdsk-url-1"; not "a b".
_NAME = re.compile(r"[a-z][a-z0-9+_-]{0,40}")
_PEOPLE = frozenset({"editor", "translator", "bookauthor"})
_OWN_LIMIT = 200
_USUAL_KINDS = frozenset({"article", "inproceedings", "incollection"})
_USUAL = frozenset(
    {"volume", "number", "pages", "publisher", "series", "address", "issn", "editor",
     "shortjournal"}
)  # fmt: skip
_TEX = frozenset("\\{}$~`'")
# "12-34", "12–34" and "e1--e9" are ranges of pages.
_RANGE = re.compile(r"([^\s–—-]{1,20})\s*[–—-]{1,3}\s*([^\s–—-]{1,20})")
# "p. 12", "pp. 12-15", "S. 12"; not "p12", nor "S12" of a supplement.
_SAYS_PAGE = r"(?i)^(?:(?:pp?|s)\.\s?|(?:pp?|pages?)\s)(?=[0-9e])"
# "1234-567X", also without its hyphen; not a stretch of an ISBN, "0-1234-5678-9".
_ISSN = re.compile(r"(?<![0-9-])([0-9]{4})[-–]?([0-9]{3}[0-9Xx])(?![0-9-])")


def bibtex_pages(first: str, last: str = "") -> str:
    """Return pages as BibTeX has them: ``193--194``, from two fields or from one range."""
    first = re.sub(_SAYS_PAGE, "", first)
    # Some give "193-194" and "194": the first field is the range already.
    if first and last and not _RANGE.fullmatch(first):
        return f"{first}--{last}"
    found = _RANGE.fullmatch(first)
    return f"{found[1]}--{found[2]}" if found else first


def page_range(text: str) -> tuple[str, str]:
    """Return first and last page; one that is no simple range stays whole."""
    for dash in ("--", "–"):
        first, found, last = text.partition(dash)
        if found and first.strip() and last.strip() and dash not in last:
            return first.strip(), last.strip()
    simple = _RANGE.fullmatch(text)
    return (simple[1], simple[2]) if simple else (text, "")


def isbns_and_issns(values: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the ISBNs, the ISSNs and what is neither, in values that may hold several."""
    isbns: dict[str, None] = {}
    issns: dict[str, None] = {}
    others: list[str] = []
    for value in values:
        text = value[:500]
        pieces = [text]
        if not ids.normalise("isbn", text):
            pieces = [*re.split(r"[,;/(\n]", text), *text.split()]
        read = (ids.normalise("isbn", piece) for piece in pieces)
        books = list(dict.fromkeys(one.value for one in read if one))
        serials = [] if books else _ISSN.findall(text)
        isbns.update(dict.fromkeys(books))
        issns.update(dict.fromkeys(f"{head}-{tail.upper()}" for head, tail in serials))
        if not (books or serials):
            others.append(value)
    return list(isbns), list(issns), others


# --- A name for what has no title: a letter, a data set, a picture ------------------------------
#
# BibTeX asks no title of ``@misc``, and biblatex none of many types. The name is made of what the
# entry has, it is a guess that any title replaces, and no bibliography prints it: those who write
# one ask ``own_title``.

_WORDS_LIMIT = 100
_SAY_WHAT = (
    ("titleaddon", "maintitle", "issuetitle", "booktitle", "eventtitle", "shorttitle"),
    ("howpublished", "note", "series", "type", "organization", "institution", "publisher"),
)
"""Details that tell what a work is, before and behind where it appeared."""


def named(record: Record) -> Record:
    """Return a record that has neither title nor identifier with a name; any other as it is.

    ``Personal communication (Knuth, 1998)``; where nothing says what it is, ``Knuth, 1998``, or the
    key of an entry in which anything is said. Nothing but a key or an abstract names no work, and
    an ISBN brings no title, because no service is asked for it.
    """
    if record.title or any(one.scheme != "isbn" for one in record.identifiers):
        return record
    what = clean(next(_what(record), ""), _WORDS_LIMIT)
    by = names.byline(record.authors or people(record, "editor"))
    who = ", ".join(filter(None, (by, str(record.year or ""))))
    name = f"{what} ({who})" if what and who else what or who
    if not name and record.extra.get(PLACE):
        name = record.key
    if not name:
        return record
    extra = dict(record.extra)
    extra[VERBATIM_PLACE] = {**extra.get(VERBATIM_PLACE, {}), MADE_TITLE: name}
    ranks = {**record.ranks, "title": (record.source, int(Rank.GUESS))}
    return replace(record, title=name, extra=extra, ranks=ranks)


def item(record: Record) -> Record | Skipped:
    """Return a record with a name, or that nothing is said in it."""
    found = named(record)
    if found.title or found.identifiers:
        return found
    return Skipped(record.line, "nothing is said in it")


def _what(record: Record) -> Iterator[str]:
    """Yield what a record says of the work in place of a title, the most telling first."""
    before, behind = _SAY_WHAT
    for name in before:
        yield from filter(None, [detail(record, name)])
    if record.venue:
        yield record.venue
    for name in behind:
        yield from filter(None, [detail(record, name)])
    yield from (note.body.partition("\n")[0] for note in record.notes)
    yield from (link.url for link in record.links)


def own_title(paper: Facts) -> str:
    """Return the title that a work has, empty where the library only named it."""
    said = paper.extra.get(VERBATIM_PLACE)
    made = isinstance(said, Mapping) and said.get(MADE_TITLE) == paper.title
    return "" if made else paper.title
