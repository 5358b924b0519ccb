"""What the columns of a program's table mean where the same word means another thing elsewhere.

``Location`` is a shelf of Readwise Reader and a publisher's city in Scopus, ``Book Title`` a title
in Readwise and the book that a chapter stands in elsewhere.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Program(NamedTuple):
    """A program by headers that its tables have, what its columns mean, and the kind of a row.

    Headers are folded (``headers.folded``), the best of each field first; a column that means
    nothing is kept as it stands.
    """

    name: str
    signs: frozenset[str]
    means: Mapping[str, str]
    kind: str = ""


_OPENALEX = {
    "displayname": "title", "authorshipsauthordisplayname": "authors",
    "authorshipsrawauthorname": "authors", "primarylocationsourcedisplayname": "venue",
    "primarylocationsourceissnl": "issn", "primarylocationpdfurl": "pdf",
    "primarylocationsourcehostorganizationname": "publisher", "bibliovolume": "volume",
    "biblioissue": "number", "bibliofirstpage": "start_page", "bibliolastpage": "end_page",
    "keywordsdisplayname": "tags", "idspmid": "pmid", "idspmcid": "pmcid", "id": "",
    "bestoalocationpdfurl": "pdf", "primarylocationlandingpageurl": "url",
}  # fmt: skip
PROGRAMS = (
    Program("JabRef", frozenset({"identifier", "bibliographytype"}),
            {"identifier": "key", "bibliographytype": "", "address": "location"}),
    Program(
        "Hypothesis", frozenset({"pageurl", "quote"}),
        {"pagetitle": "title", "pageurl": "url", "quote": "highlight", "comment": "highlight_note",
         "createdat": "highlighted", "author": "", "tags": "highlight_tags", "url": ""},
    ),
    Program(
        "Readwise Reader", frozenset({"documenttags", "readingprogress"}),
        {"location": "status", "documenttags": "tags", "saveddate": "added",
         "readingprogress": "progress", "documentnote": "notes"},
    ),
    Program(
        "Readwise", frozenset({"highlight", "booktitle"}),
        {"highlight": "highlight", "booktitle": "title", "bookauthor": "authors",
         "note": "highlight_note", "highlightedat": "highlighted", "documenttags": "tags",
         "tags": "highlight_tags", "location": "", "locationtype": "", "color": ""},
    ),
    Program(
        "Goodreads", frozenset({"exclusiveshelf"}),
        {"exclusiveshelf": "status", "bookshelves": "shelves", "myreview": "notes",
         "privatenotes": "notes", "additionalauthors": "more_authors", "authorlf": "",
         "bookshelveswithpositions": "", "averagerating": "", "originalpublicationyear": ""},
        "book",
    ),
    Program(
        "StoryGraph", frozenset({"readstatus", "starrating"}),
        {"starrating": "rating", "review": "notes", "lastdateread": "finished",
         "datesread": "days_read", "readdates": "days_read", "isbnuid": "isbn", "type": "",
         "format": ""},
        "book",
    ),
    Program("OpenAlex", frozenset({"authorshipsauthordisplayname"}), _OPENALEX),
    Program("OpenAlex", frozenset({"primarylocationsourcedisplayname"}), _OPENALEX),
    Program(
        "Dimensions", frozenset({"publicationid", "sourcetitle"}),
        # "ECCV 2020" is the anthology, "Lecture Notes in Computer Science" the source.
        {"pagination": "pages", "anthologytitle": "venue", "bookeditors": "editor",
         "sourcetitle": "venue", "meshterms": "tags", "sourcelinkout": "url",
         "publicationid": "", "dimensionsurl": ""},
    ),
    Program(
        "EBSCO", frozenset({"articletitle", "journaltitle", "accessionnumber"}),
        {"accessionnumber": "", "firstpage": "start_page", "doctype": "kind", "plink": "url",
         "permalink": "url", "pagecount": ""},
    ),
    Program(
        "SpringerLink", frozenset({"itemtitle", "itemdoi"}),
        {"itemtitle": "title", "itemdoi": "doi", "authors": "glued_authors",
         "publicationtitle": "venue", "bookseriestitle": "series", "journalvolume": "volume",
         "journalissue": "number", "contenttype": "kind"},
    ),
    Program(
        "IEEE Xplore", frozenset({"documenttitle", "authoraffiliations"}),
        {"ieeeterms": "", "meshterms": "", "documentidentifier": "kind", "issuedate": "",
         "articlecitationcount": "", "authorkeywords": "tags", "dateaddedtoxplore": ""},
    ),
)  # fmt: skip


def program_of(headers: Iterable[str]) -> Program | None:
    """Return the program that has written a table with these headers, folded."""
    have = set(headers)
    return next((one for one in PROGRAMS if one.signs <= have), None)


_QUOTED = r"""\"[^\"]*+\"|'(?:[^'\\]|\\.)*+'"""
_LIST = re.compile(rf"\[\s*(?:(?:{_QUOTED})\s*,?\s*)++\]", re.DOTALL)
_NAMES = re.compile(rf"""['"](?:name|display_name|full_name)['"]\s*:\s*({_QUOTED})""", re.DOTALL)


def listed(cell: str) -> list[str] | None:
    """Return the texts of a list as Python or JSON writes it, None where a cell is none.

    ``['Anna Roe', "O'Neil"]``, ``[{'name': 'Anna Roe', 'id': 1}]`` as pandas and Kaggle have them.
    """
    cell = cell.strip()
    if not cell.startswith("["):
        return None
    if cell.startswith("[{"):
        found = _NAMES.findall(cell)
        return [text[1:-1] for text in found] or None
    if not _LIST.fullmatch(cell):
        return None
    return [re.sub(r"\\(.)", r"\1", text[1:-1]) for text in re.findall(_QUOTED, cell)]


_MARK = r"(?:[0-9]{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[*†‡§¶∗])"
# "Anna Roe1, Ben Poe2, Cy Doe1,2": marks of footnotes behind names, where several names have one.
_FOOTNOTES = re.compile(
    rf"(?<=[^\W\d_.])\s?{_MARK}(?:,?\s?{_MARK}(?![0-9]))*(?=\s*(?:[,;|]|and\b|&|$))"
)
_DEGREE = (
    r"(?:Ph\.? ?D\.?|M\.?Sc\.?|B\.?Sc\.?|D\.?Phil\.?|DrPH|PharmD|EdD|MBBS|FRCP|MPH|MBA|Dr\. ?med\.)"
)
_DEGREES = re.compile(rf",?\s+{_DEGREE}(?:,?\s+(?:{_DEGREE}|MD|M\.D\.))*(?=\s*(?:[,;|]|and\b|&|$))")
# "Smith MD" has initials, "Anna Roe, MD" a degree.
_DOCTORS = re.compile(r"(?<=[^\W\d_] )([^\W\d_]{2,30}),? (?:MD|M\.D\.)(?=\s*(?:[,;|]|$))")


def without_marks(cell: str) -> str:
    """Return a line of names without the marks of footnotes and the degrees behind them."""
    marks = _FOOTNOTES.findall(cell)
    if len(marks) > 1 or not all(mark.strip()[0].isdecimal() for mark in marks):
        cell = _FOOTNOTES.sub("", cell)
    if "D" in cell or "Sc" in cell or "M" in cell:
        cell = _DOCTORS.sub(_bare, _DEGREES.sub("", cell))
    return cell


def _bare(found: re.Match[str]) -> str:
    return found[1] if any(char.islower() for char in found[1]) else found[0]
