"""Zotero's CSV export: a row is an item, people and tags are parted by semicolons."""

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from readlist.formats.base import Document
from readlist.formats.zotero.fields import HEADER, PEOPLE
from readlist.formats.zotero.items import read
from readlist.model import Item, Problem

_PARTED = re.compile(r"\s*;\s*")
# Between two attachments: a path may have a semicolon, behind which there is no blank.
_ATTACHED = re.compile(r";\s+")
# Between two notes: a note in itself has semicolons.
_NOTES = re.compile(r"(?<=>)\s*;\s*(?=<)")
_CELL_LIMIT = 2_000_000


def load(document: Document) -> Iterator[Item]:
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
            yield read(_item(dict(zip(header, row, strict=False))), line)
        line = rows.line_num + 1


def _item(row: Mapping[str, str]) -> dict[str, Any]:
    """Return a row as an item of Zotero's JSON."""
    item: dict[str, Any] = {
        field: value for name, field in HEADER.items() if (value := row.get(name, "").strip())
    }
    if not item.get("date"):
        item["date"] = row.get("Publication Year", "").strip()
    item["key"] = row.get("Key", "")
    item["creators"] = [
        {"creatorType": role, "name": name.strip()} | _split(name)
        for column, role in PEOPLE.items()
        for name in row.get(column, "").split(";")
        if name.strip()
    ]
    item["tags"] = [
        tag
        for column in ("Manual Tags", "Automatic Tags")
        for tag in _PARTED.split(row.get(column, ""))
    ]
    item["notes"] = _NOTES.split(row.get("Notes", ""))
    item["attachments"] = [
        {"path": path} for path in _ATTACHED.split(row.get("File Attachments", "")) if path
    ] + [{"url": url} for url in _ATTACHED.split(row.get("Link Attachments", "")) if url]
    return item


def _split(name: str) -> dict[str, str]:
    family, comma, given = name.partition(",")
    if comma and given.strip():
        return {"lastName": family.strip(), "firstName": given.strip()}
    return {}
