"""Zotero's exports: Better BibTeX's JSON, the answers of Zotero's own interfaces, and CSV.

A collection becomes a tag ``collection/name/name``: a paper may stand in many of them and has no
place or remark there, which is what a tag is and a curated list is not. The word before it keeps
folders apart from the tags that the person gave to single papers.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from readlist.formats.base import Document
from readlist.formats.json_objects import Found, objects
from readlist.formats.zotero.items import NO_PAPERS, read
from readlist.model import Item, Problem

# "nlp; graphs" are two tags; a comma is a part of one.
_PARTED = re.compile(r"\s*;\s*")
# Between two attachments: a path may have a semicolon, behind which there is no blank.
_ATTACHED = re.compile(r";\s+")
# Between two notes: a note in itself has semicolons.
_NOTES = re.compile(r"(?<=>)\s*;\s*(?=<)")
_CELL_LIMIT = 2_000_000
_DEEPEST = 20
# '"collections": {'; not '"collections": []', which an item has.
_COLLECTIONS = re.compile(r'"collections"\s*+:\s*+(?=\{)')
# '"items": [{'; not '"items": [3', which a collection has.
_ITEMS = re.compile(r'"items"\s*+:\s*+\[\s*+(?=\{)')
_OVERLAP = 4_000
"""Characters that a mark may be long, with the blanks in it."""
HEADER = {
    "Item Type": "itemType", "Title": "title", "Publication Title": "publicationTitle",
    "ISBN": "ISBN", "ISSN": "ISSN", "DOI": "DOI", "Url": "url", "Abstract Note": "abstractNote",
    "Date": "date", "Date Added": "dateAdded", "Access Date": "accessDate", "Pages": "pages",
    "Num Pages": "numPages", "Issue": "issue", "Volume": "volume", "Number Of Volumes":
    "numberOfVolumes", "Journal Abbreviation": "journalAbbreviation", "Short Title": "shortTitle",
    "Series": "series", "Series Number": "seriesNumber", "Series Text": "seriesText",
    "Series Title": "seriesTitle", "Publisher": "publisher", "Place": "place", "Language":
    "language", "Rights": "rights", "Type": "type", "Archive": "archive", "Archive Location":
    "archiveLocation", "Library Catalog": "libraryCatalog", "Call Number": "callNumber",
    "Extra": "extra", "Number": "number", "Edition": "edition", "Section": "section",
    "Conference Name": "conferenceName", "Meeting Name": "meetingName", "Version":
    "versionNumber", "System": "system", "Programming Language": "programmingLanguage",
    "Medium": "medium", "Citation Key": "citationKey", "Country": "country",
    "Running Time": "runningTime",
}  # fmt: skip
"""The columns of a CSV export that are fields, by their headings."""
PEOPLE = {
    "Author": "author", "Editor": "editor", "Series Editor": "seriesEditor",
    "Translator": "translator", "Contributor": "contributor", "Book Author": "bookAuthor",
    "Interviewer": "interviewer", "Recipient": "recipient", "Reviewed Author": "reviewedAuthor",
    "Composer": "composer", "Producer": "producer", "Scriptwriter": "scriptwriter",
}  # fmt: skip


class _Part:
    """The part of a document behind a mark; ``line`` is the line in which it begins."""

    def __init__(self, document: Document, mark: re.Pattern[str]) -> None:
        self.name, self.head = document.name, ""
        self._document, self._mark = document, mark
        self.line = 1

    def blocks(self) -> Iterator[str]:
        """Yield what stands behind the mark in pieces; nothing where there is no mark."""
        blocks = self._document.blocks()
        self.line, text = 1, ""
        for block in blocks:
            text += block
            found = self._mark.search(text)
            done = found.end() if found else max(0, len(text) - _OVERLAP)
            self.line += text.count("\n", 0, done)
            text = text[done:]
            if found:
                yield text
                yield from blocks
                return

    def lines(self) -> Iterator[str]:
        """Yield what stands behind the mark line by line."""
        return iter(self.text().split("\n"))

    def text(self) -> str:
        """Return everything at once."""
        return "".join(self.blocks())


def load(document: Document) -> Iterator[Item]:
    """Yield a record for each item with the notes and files that belong to it."""
    folders = _folders(document)
    children = _children(document)
    for found in _items_of(document):
        if isinstance(found, Problem):
            yield found
            continue
        item = _data(found.value)
        if _is_below(item):
            continue
        names = [folders[one] for one in _places(item) if one in folders]
        below = children.get(str(item.get("key") or item.get("itemKey")), [])
        yield read(item, found.line, names, below)


def _items_of(document: Document) -> Iterator[Found | Problem]:
    if document.head.lstrip("\ufeff \t\r\n").startswith("["):
        yield from objects(document)
        return
    part = _Part(document, _ITEMS)
    for found in objects(part, wrapped=True):
        line = found.line + part.line - 1
        if isinstance(found, Found) and "itemType" not in _data(found.value):
            return  # behind the list
        yield found._replace(line=line)


def _data(value: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an item; the web interface has them in ``data``."""
    data = value.get("data")
    return data if isinstance(data, dict) else value


def _is_below(item: Mapping[str, Any]) -> bool:
    """Say whether an item is a note or a file of another item."""
    return str(item.get("itemType")) in NO_PAPERS and isinstance(item.get("parentItem"), str)


def _places(item: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names by which collections know an item, and those that it knows itself."""
    named = item.get("collections")
    for key in named if isinstance(named, list) else ():
        yield f"collection {key}"
    yield f"item {item.get('itemID')}"


def _children(document: Document) -> dict[str, list[dict[str, Any]]]:
    """Return notes and files that name the item above them, by its key."""
    found: dict[str, list[dict[str, Any]]] = {}
    if "parentItem" in document.head or document.head.lstrip("\ufeff \t\r\n").startswith("["):
        for one in _items_of(document):
            data = _data(one.value) if isinstance(one, Found) else {}
            if _is_below(data):
                found.setdefault(str(data["parentItem"]), []).append(data)
    return found


def _folders(document: Document) -> dict[str, str]:
    """Return the tag of each collection by its key and by the items that it lists."""
    if document.head.lstrip("\ufeff \t\r\n").startswith("["):
        return {}
    found = next(iter(objects(_Part(document, _COLLECTIONS))), None)
    known = found.value if isinstance(found, Found) else {}
    tags: dict[str, str] = {}
    for key, one in known.items():
        if isinstance(one, dict) and (tag := _tag(key, known)):
            tags[f"collection {key}"] = tag
            listed = one.get("items")
            for number in listed if isinstance(listed, list) else ():
                tags.setdefault(f"item {number}", tag)
    return tags


def _tag(key: str, known: Mapping[str, Any]) -> str:
    names: list[str] = []
    while isinstance(one := known.get(key), dict) and len(names) < _DEEPEST:
        names.append(str(one.get("name", "")).replace("/", "-")[:100])
        key = str(one.get("parent") or one.get("parentCollection") or "")
    return "/".join(["collection", *filter(None, reversed(names))]) if any(names) else ""


def load_table(document: Document) -> Iterator[Item]:
    """Yield a record for each row; a row with too few cells is read as far as it goes."""
    lines = document.lines()
    first = next(lines, "").removeprefix("\ufeff")
    csv.field_size_limit(_CELL_LIMIT)
    rows = csv.reader(chain([first + "\n"], (f"{line}\n" for line in lines)))
    header: list[str] = []
    line = 1
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Problem(line, f"This row is left out: {error}.")
            row = []
        if row is None:
            return
        if not header:
            header = [name.strip() for name in row]
        elif any(row):
            yield read(_row_item(dict(zip(header, row, strict=False))), line)
        line = rows.line_num + 1


def _row_item(row: Mapping[str, str]) -> dict[str, Any]:
    """Return a row as an item of Zotero's JSON."""
    item: dict[str, Any] = {
        field: value for name, field in HEADER.items() if (value := row.get(name, "").strip())
    }
    item.setdefault("date", row.get("Publication Year", "").strip())
    item["key"] = row.get("Key", "")
    item["creators"] = list(_creators(row))
    tags = [_PARTED.split(row.get(f"{sort} Tags", "")) for sort in ("Manual", "Automatic")]
    item["tags"] = [*chain(*tags)]
    item["notes"] = _NOTES.split(row.get("Notes", ""))
    files = _ATTACHED.split(row.get("File Attachments", ""))
    links = _ATTACHED.split(row.get("Link Attachments", ""))
    item["attachments"] = [{"path": place} for place in files if place]
    item["attachments"] += [{"url": place} for place in links if place]
    return item


def _creators(row: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the people of a row: ``Roe, Jane; Poe, Ed`` in a column for each role."""
    for column, role in PEOPLE.items():
        for name in filter(None, map(str.strip, row.get(column, "").split(";"))):
            family, _, given = (part.strip() for part in name.partition(","))
            parts = {"lastName": family, "firstName": given} if given else {}
            yield {"creatorType": role, "name": name, **parts}
