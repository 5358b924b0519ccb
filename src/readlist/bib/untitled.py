"""A name for what has no title: a letter, a data set, a picture.

BibTeX asks no title of ``@misc``, and biblatex none of many types. The name is made of what the
entry has, it is a guess that any title replaces, and no bibliography prints it: those who write
one ask ``own_title``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from readlist.bib import names
from readlist.bib.details import MADE_TITLE, PLACE, VERBATIM_PLACE, detail, people
from readlist.model import Facts, Rank, Record
from readlist.text import clean

_WORDS_LIMIT = 100
_SAY_WHAT = (
    ("titleaddon", "maintitle", "issuetitle", "booktitle", "eventtitle", "shorttitle"),
    ("howpublished", "note", "series", "type", "organization", "institution", "publisher"),
)
"""Details that tell what a work is, before and behind where it appeared."""


def named(record: Record) -> Record:
    """Return a record that has neither title nor identifier with a name; any other as it is.

    ``Personal communication (Knuth, 1998)``; where nothing says what it is, ``Knuth, 1998``, or the
    key of an entry in which anything is said. Nothing but a key or an abstract names no work.
    """
    if record.title or record.identifiers:
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
