"""JSON Lines: the program's own full export, and what other programs write a paper a line.

The answer of ``readlist list --json`` is read as well, whole or a paper a line.

The first line of an export is ``{"type":"readlist","version":1}``; then comes a line for each
curated list, each feed and each saved search, then a line for each paper with everything that is
known of it. What is empty is left out. What comes out goes in again and comes out the same, byte
for byte.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from readlist.bib import dates
from readlist.bib import json_values as values
from readlist.bib.json_values import WrongError
from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import (
    BLOCK,
    DATE,
    DAY,
    FACTS,
    FIELDS,
    LINE,
    NUMBER,
    OF_READING,
    Author,
    FeedInfo,
    Identifier,
    Item,
    Link,
    ListEntry,
    ListInfo,
    Note,
    Paper,
    Problem,
    Rank,
    Reading,
    Record,
    SearchInfo,
    Status,
)
from readlist.text import TITLE_LIMIT, clean

VERSION = 1
"""Goes up when an older program would misread the file; a new field alone does not raise it."""
LINE_LIMIT = 10_000_000
"""Characters of one line; the longest paper that we know takes 100,000."""
_LARGEST = 2**31
# '{"version": 1, "papers": [', the answer of "list --json"; a line of a file begins otherwise.
_ANSWER = re.compile(r'[\s\ufeff]*+\{\s*+"version"\s*+:\s*+[0-9]++\s*+,\s*+"papers"\s*+:\s*+\[')

# "2020", "2020-03", "2020-03-12".
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dict).encode


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the header, and a line for each list, feed, saved search and paper."""
    yield _encode({"type": "readlist", "version": VERSION}) + "\n"
    for info in options.lists:
        list_shape = {
            "type": "list",
            "name": info.name,
            "title": info.title,
            "source": info.source,
            "added": info.added,
        }
        yield _encode(_filled(list_shape)) + "\n"
    for feed in options.feeds:
        said = {"title": feed.title, "site": feed.site, "tags": list(feed.tags)}
        own = {"name": feed.name, "kind": feed.kind, "address": feed.address}
        feed_shape = {"type": "feed", "url": feed.url, **said, **own, "options": dict(feed.options)}
        yield _encode(_filled(feed_shape)) + "\n"
    for saved in options.searches:
        search_shape = {"name": saved.name, "query": saved.query, "added": saved.added}
        yield _encode(_filled({"type": "search", **search_shape})) + "\n"
    for paper in papers:
        yield _encode(_filled(_paper_shape(paper))) + "\n"


def _filled(shape: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shape.items() if value or value == 0}


def _paper_shape(paper: Paper) -> dict[str, Any]:
    """Return what is known of a paper; empty fields are left out by who writes it."""
    return {
        "type": "paper",
        "key": paper.key,
        **{name: getattr(paper, name) for name in FACTS},
        "authors": [_author_shape(author) for author in paper.authors],
        "identifiers": [[found.scheme, found.value] for found in paper.identifiers],
        "links": [[link.name, link.url] for link in paper.links],
        "extra": dict(paper.extra),
        "ranks": {name: [source, int(rank)] for name, (source, rank) in paper.ranks.items()},
        "reading": _reading_shape(replace(paper.reading, reader="")),
        "others": [_reading_shape(reading) for reading in paper.others],
        "tags": list(paper.tags),
        "notes": [_note_shape(note, paper.reading.reader) for note in paper.notes],
        "lists": [_entry_shape(entry) for entry in paper.lists],
        "aliases": list(paper.aliases),
        "titles": list(paper.titles),
        "added": paper.added,
    }


def _author_shape(author: Author) -> dict[str, str]:
    shape = {"name": author.name, "family": author.family, "given": author.given}
    if author.suffix:
        shape["suffix"] = author.suffix
    return shape if author.name and author.family and author.given else _filled(shape)


def _reading_shape(reading: Reading) -> dict[str, Any]:
    said = {name: getattr(reading, name) for name in OF_READING}
    said |= {"status": str(reading.status or ""), "priority": int(reading.priority) or None}
    return _filled(said | {"reader": reading.reader})


def _note_shape(note: Note, owner: str) -> dict[str, Any]:
    """Return a note; the exporter's own go without a name and become the importer's."""
    reader = "" if note.reader == owner else note.reader
    return _filled({"body": note.body, "created": note.created, "reader": reader})


def _entry_shape(entry: ListEntry) -> dict[str, Any]:
    return _filled(
        {
            "list": entry.list,
            "section": list(entry.section),
            "position": entry.position,
            "remark": entry.remark,
        }
    )


def load(document: Document, _options: LoadOptions) -> Iterator[Item]:
    """Yield lists and papers line by line; a line that cannot be used is one problem.

    A file of a newer version than this program knows is not read any further.
    """
    if _ANSWER.match(document.head):
        yield from _answered(document)
        return
    for number, text in enumerate(document.lines(), start=1):
        if not text or text.isspace():
            continue
        try:
            data = _parsed(text)
            if data.get("type") != "readlist":
                yield _item(data, number)
                continue
            version = values.whole(data, "version", 1, _LARGEST) or VERSION
            if version > VERSION:
                yield Problem(number, _newer(version))
                return
        except WrongError as error:
            yield Problem(number, f"This line is left out: {error}.")


def _newer(version: int) -> str:
    return (
        f"This file is of version {version}, written by a newer readlist; this one reads "
        f"version {VERSION}. Update readlist, then import again."
    )


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > LINE_LIMIT:
        raise WrongError(f"it has more than {LINE_LIMIT:,} characters")
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise WrongError(f"it is not JSON ({error.msg.lower()}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise WrongError("it is JSON with a number too long or too many levels") from error
    if type(data) is not dict:
        raise WrongError("it is not a JSON object")
    return data


def _item(data: dict[str, Any], number: int) -> Item:
    kind = data.get("type")
    if kind == "paper":
        return _record(data, number)
    if kind == "list" and "name" in data:
        return ListInfo(
            title=values.line(data, "title", TITLE_LIMIT),
            name=values.line(data, "name"),
            source=values.line(data, "source"),
            added=values.line(data, "added"),
        )
    if kind == "feed" and "url" in data:
        return FeedInfo(
            url=values.line(data, "url"),
            title=values.line(data, "title", TITLE_LIMIT),
            site=values.line(data, "site"),
            tags=values.lines(data, "tags"),
            line=number,
            name=values.line(data, "name"),
            kind=values.line(data, "kind"),
            address=values.line(data, "address"),
            options=values.mapping(data, "options"),
        )
    if kind == "search" and "query" in data:
        name, query, added = (values.line(data, part) for part in ("name", "query", "added"))
        return SearchInfo(name, query, added, number)
    if all(type(data.get(name)) is dict for name in ("identifiers", "links", "extra")):
        return _record(_as_line(data), number)
    from readlist.formats import jsonl_foreign

    return jsonl_foreign.record(data, number)


def _answered(document: Document) -> Iterator[Item]:
    """Yield the papers of an answer of ``readlist list --json``."""
    from readlist.formats.json_objects import objects

    for found in objects(document):
        if isinstance(found, Problem):
            yield found
            continue
        try:
            yield _item(found.value, found.line)
        except WrongError as error:
            yield Problem(found.line, f"This paper is left out: {error}.")


def _as_line(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a paper as answers show it (``paper_json``) in the shape of a line of an export."""
    line = {name: value for name, value in data.items() if name in _READERS}
    for name in ("identifiers", "links"):
        line[name] = data.get(f"{name}_all") or [list(pair) for pair in data[name].items()]
    reading = {name: data[name] for name in _READING if data.get(name)}
    return line | {"reading": reading} if reading else line


def _record(data: dict[str, Any], number: int) -> Record:
    """Return what a line of an export says; fields that are missing cost nothing."""
    facts: dict[str, Any] = {"source": "jsonl", "line": number}
    for name, value in data.items():
        if value is not None and (read := _READERS.get(name)):
            facts[_RENAMED.get(name, name)] = read(data)
    if not (facts.get("title") or facts.get("identifiers") or facts.get("key")):
        raise WrongError("the paper has no title, no identifier and no key")
    return Record(**facts)


def _authors(data: Mapping[str, Any]) -> tuple[Author, ...]:
    value = data["authors"]
    if type(value) is not list or not all(type(author) is dict for author in value):
        from readlist.formats import jsonl_foreign

        return jsonl_foreign.authors(value)[0]
    if values.are_clean_lines([part for author in value for part in author.values()]):
        try:
            return tuple([Author(**author) for author in value])
        except TypeError:  # a field that we do not know, or no name
            pass
    return tuple(found for author in value if (found := _author(author)).name)


def _author(data: Mapping[str, Any]) -> Author:
    name, family = values.line(data, "name"), values.line(data, "family")
    given, suffix = values.line(data, "given"), values.line(data, "suffix")
    whole = name or " ".join(part for part in (given, family, suffix) if part)
    return Author(whole, family, given, suffix)


def _date(data: Mapping[str, Any], name: str) -> str:
    value = values.line(data, name, 40)
    if value and not _DATE.fullmatch(value):
        raise WrongError(f"{name} is not a date of the form 2017, 2017-06 or 2017-06-12")
    return value


def _identifiers(data: Mapping[str, Any]) -> tuple[Identifier, ...]:
    found = values.pairs(data, "identifiers")
    return tuple(Identifier(scheme, value) for scheme, value in found if scheme and value)


def _links(data: Mapping[str, Any]) -> tuple[Link, ...]:
    return tuple(Link(name, url) for name, url in values.pairs(data, "links") if url)


def _ranks(data: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    value = data["ranks"]
    if type(value) is not dict:
        raise WrongError("ranks is not an object")
    ranks = {}
    for name, pair in value.items():
        if type(pair) is not list or [type(part) for part in pair] != [str, int]:
            raise WrongError("ranks is not an object of pairs of source and rank")
        source, rank = pair
        ranks[values.word(name)] = (values.word(source), max(0, min(rank, Rank.PERSON)))
    return ranks


def _read(data: Any) -> Reading:
    if type(data) is not dict:
        raise WrongError("reading is not an object")
    return Reading(**{name: read(data) for name in data if (read := _READING.get(name))})


def _status(data: Mapping[str, Any]) -> Status | None:
    said = values.line(data, "status")
    try:
        return Status(said) if said else None
    except ValueError as error:
        raise WrongError(f"status {said[:40]!r} is none of {', '.join(Status)}") from error


def _notes(data: Mapping[str, Any]) -> tuple[Note, ...]:
    found = (
        Note(values.block(note, "body"), values.line(note, "created"), values.line(note, "reader"))
        for note in values.objects(data, "notes")
    )
    return tuple(note for note in found if note.body)


def _entries(data: Mapping[str, Any]) -> tuple[ListEntry, ...]:
    return tuple(
        ListEntry(
            section=values.lines(entry, "section"),
            position=values.whole(entry, "position", 0, _LARGEST) or 0,
            remark=values.block(entry, "remark"),
            list=values.line(entry, "list"),
        )
        for entry in values.objects(data, "lists")
    )


def _line_of(name: str, *limit: int) -> Callable[[Mapping[str, Any]], str]:
    return lambda data: values.line(data, name, *limit)


def _day_of(name: str) -> Callable[[Mapping[str, Any]], str]:
    def day(data: Mapping[str, Any]) -> str:
        said = values.line(data, name, 40)
        if said and dates.day(said) != said:
            raise WrongError(f"{name} is not a day of the form 2026-12-24")
        return said

    return day


_READING: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    **{name: _line_of(name) for name, kind in OF_READING.items() if kind == LINE},
    **{name: _day_of(name) for name, kind in OF_READING.items() if kind == DAY},
    "reader": _line_of("reader"),
    "status": _status,
    "priority": lambda data: values.whole(data, "priority", 0, 3) or 0,
    "rating": lambda data: values.whole(data, "rating", 1, 5),
}
_RENAMED = {"lists": "entries"}
_OF_KIND: dict[str, Callable[[str], Callable[[Mapping[str, Any]], Any]]] = {
    LINE: _line_of,
    BLOCK: lambda name: lambda data: values.block(data, name),
    NUMBER: lambda name: lambda data: values.whole(data, name, 0, 1_000_000),
    DATE: lambda name: lambda data: _date(data, name),
}
_READERS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    **{name: _OF_KIND[kind](name) for name, kind in FIELDS.items() if kind in _OF_KIND},
    "tags": lambda data: values.lines(data, "tags"),
    "aliases": lambda data: values.lines(data, "aliases"),
    "titles": lambda data: values.lines(data, "titles"),
    "title": _line_of("title", TITLE_LIMIT),
    "year": lambda data: values.whole(data, "year", 1, 9999),
    "authors": _authors,
    "identifiers": _identifiers,
    "links": _links,
    "extra": lambda data: values.mapping(data, "extra"),
    "ranks": _ranks,
    "reading": lambda data: _read(data["reading"]),
    "others": lambda data: tuple(_read(other) for other in values.items(data, "others")),
    "notes": _notes,
    "lists": _entries,
}


def sniff(head: str, _name: str) -> float:
    """Return how surely the first line that is not blank is a JSON object."""
    text = head.lstrip("\ufeff \t\r\n")
    first, end, _ = text.partition("\n")
    if not first.startswith("{"):
        return 0.0
    if first.startswith('{"type":"readlist"') or _ANSWER.match(text):
        return 1.0
    try:
        return 0.9 if isinstance(json.loads(first), dict) else 0.0
    except (ValueError, RecursionError):
        # The head may end within the first line.
        return 0.0 if end or clean(first[1:20])[:1] != '"' else 0.6


FORMAT = Format(
    name="jsonl",
    summary="JSON Lines: the full export of readlist, or a paper a line",
    suffixes=(".jsonl", ".ndjson"),
    sniff=sniff,
    load=load,
    dump=dump,
    needs=("lists", "feeds", "searches"),
)
