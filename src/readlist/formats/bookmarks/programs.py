"""Read-later programs: many names for the same few facts, in a row of CSV or an object of JSON.

Omnivore, wallabag, Raindrop, Pocket, Instapaper, Readwise and its Reader, Karakeep and linkding
write them. What the reader wrote (notes, highlights, tags, a favourite, how far) comes in; what the
program wrote beside it is kept.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readlist.bib import dates, json_values, markup, statuses
from readlist.formats.base import Document
from readlist.formats.json_objects import objects
from readlist.model import Note, Problem, Status
from readlist.text import clean, clean_block

# What a browser calls its own folders, which say nothing of what is in them.
_OWN_FOLDERS = frozenset(
    {
        "bookmarks", "bookmarks bar", "bookmarks toolbar", "bookmarks menu", "other bookmarks",
        "mobile bookmarks", "favorites", "favorites bar", "favourites", "favourites bar",
        "imported", "lesezeichen", "lesezeichenleiste", "weitere lesezeichen",
        "lesezeichen-symbolleiste",
        "barre de favoris", "autres favoris", "barre personnelle", "menu des marque-pages",
        "autres marque-pages", "lesezeichen-menü", "barra de marcadores", "otros marcadores",
        "menú de marcadores", "barra dei segnalibri", "altri segnalibri", "menu segnalibri",
        "barra de favoritos", "outros favoritos", "pasek zakładek", "inne zakładki",
        "панель закладок", "другие закладки", "ブックマーク バー", "その他のブックマーク",
        "书签栏", "其他书签", "bookmarksmenu", "unsorted",
    }
)  # fmt: skip
_SHELVES = {"unread": Status.TO_READ, "read archive": Status.READ, "archive": Status.READ}


@dataclass(slots=True)
class Saved:
    """A link as a program saved it; ``tags`` are words or folders with slashes."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    added: str = ""
    status: Status | None = None
    finished: str = ""
    progress: str = ""
    authors: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


def is_own_folder(name: str) -> bool:
    """Say whether a folder is the program's, not the person's."""
    return name.lower() in _OWN_FOLDERS or name.lower() == "starred"


def shelf(name: str) -> Status | None:
    """Return the status that a program's shelf is: ``Unread``, ``Archive``."""
    return _SHELVES.get(name.strip().lower())


_NAMES = {
    "url": "source_url resolved_url given_url url link href unique_url canonical alternate",
    "title": "readable_title resolved_title title given_title",
    "tags": "tags labels book_tags tag_names document_tags",
    "labels": "categories",
    "folder": "folder",
    "notes": "note notes document_note selection",
    "about": "excerpt description summary",
    "added": "time_added date_added createdat created_at created savedat saved_at timestamp",
    "finished": "archived_at time_read read_at",
    "status": "status state location",
    "archived": "is_archived archived is_read",
    "favourite": "favorite is_starred important favourited starred is_favorite",
    "progress": "readingprogress reading_progress",
    "highlights": "highlights annotations",
    "authors": "author authors published_by",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
_RANK_OF = {name: rank for names in _NAMES.values() for rank, name in enumerate(names.split())}
_BELOW = ("results", "items", "bookmarks", "list")
"""Where an answer or an export has its links."""
_POCKET = {"0": Status.TO_READ, "1": Status.READ, "2": Status.DROPPED}
_MANY, _LONG, _KEPT, _DEEPEST, _DEEP = 2_000, 1_000, 40, 4, 50
# "user/1000/label/nlp" of Google Reader and those after it; not "user/1000/state/com.google/read".
_LABEL = re.compile(r"user/[^/]{1,40}/label/(.{1,100})")
_FROM_1601_S = 11_644_473_600
"""Seconds from 1601, when Windows' clock began, to 1970."""
# "Highlight: to be" at the beginning of a line; not "A Highlight: x".
_MARKED = re.compile(r"(?m)^\s*(Highlight|Note):[ ]?")


class _Sign(NamedTuple):
    """Two names that the objects of a program have; one of them alone others have as well."""

    program: str
    one: str
    other: str


_SIGNS = (
    _Sign("Omnivore", "savedAt", "url"), _Sign("wallabag", "is_archived", "url"),
    _Sign("Raindrop", "link", "excerpt"), _Sign("Raindrop", "link", "important"),
    _Sign("Pocket", "time_added", "given_url"), _Sign("Pocket", "time_added", "resolved_url"),
    _Sign("Readwise", "user_book_id", "highlights"),
    _Sign("Readwise Reader", "reading_progress", "source_url"),
    _Sign("Karakeep", "bookmarks", "createdAt"), _Sign("linkding", "tag_names", "date_added"),
    _Sign("a feed reader", "alternate", "origin"), _Sign("Chrome", "roots", "bookmark_bar"),
    _Sign("Firefox", "root", "children"),
)  # fmt: skip


def is_export(head: str) -> bool:
    """Say whether a text is the JSON of one of the programs."""

    def has(name: str) -> bool:
        return bool(re.search(rf'"{name}"\s{{0,5}}:', head))

    return any(has(sign.one) and has(sign.other) for sign in _SIGNS)


def links(document: Document) -> Iterator[Saved | Problem]:
    """Yield the links of a program's JSON."""
    found: list[tuple[int, Mapping[str, Any]]] = []
    if document.head.lstrip("\ufeff \t\r\n").startswith("["):
        for item in objects(document):
            if isinstance(item, Problem):
                yield item
            else:
                found.append((item.line, item.value))
    else:
        try:
            answer = json.loads(document.text().lstrip("\ufeff"), strict=False)
        except (ValueError, RecursionError):
            yield Problem(1, "The JSON is damaged or cut off: export the links once more.")
            return
        if isinstance(answer, dict) and ("roots" in answer or "root" in answer):
            yield from _tree([answer])
            return
        found += [(1, one) for one in _objects(answer, 0)]
    yield from _with_highlights(found)


def _tree(nodes: list[Any], folders: tuple[str, ...] = ()) -> Iterator[Saved]:
    """Yield the links of a browser's own file, Chrome's ``Bookmarks`` or Firefox's backup."""
    for node in nodes:
        if not isinstance(node, dict) or node.get("root") == "tagsFolder":
            continue
        url = node.get("url") or node.get("uri")
        name = clean(str(node.get("name") or node.get("title") or ""), 200)
        if isinstance(url, str):
            tags = node.get("tags")
            yield Saved(
                url=url,
                title=name,
                tags=("/".join(folders), *(tags.split(",") if isinstance(tags, str) else ())),
                added=_browser_moment(node.get("date_added") or node.get("dateAdded")),
                line=1,
            )
            continue
        inside = node.get("children") or list(_roots(node))
        is_own = not name or is_own_folder(name) or "root" in node
        if isinstance(inside, list) and len(folders) < _DEEP:
            yield from _tree(inside, folders if is_own else (*folders, name))


def _roots(node: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the folders at the top of Chrome's file."""
    roots = node.get("roots")
    yield from roots.values() if isinstance(roots, dict) else ()


def _browser_moment(value: Any) -> str:
    """Return a time: Firefox counts microseconds from 1970, Chrome, as text, from 1601."""
    text = str(value or "")
    if isinstance(value, str) and text.isdecimal() and len(text) == len("13353600000000000"):
        return dates.moment(str(int(text) // 1_000_000 - _FROM_1601_S))
    return dates.moment(text)


def _objects(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the links of an answer, wherever in it they are."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))
        return
    if not isinstance(value, dict) or depth >= _DEEPEST:
        return
    inside = [value[name] for name in _BELOW if isinstance(value.get(name), list | dict)]
    for one in inside:
        yield from _objects(_listed(one), depth + 1)
    if not inside:
        yield value


def _listed(value: Any) -> Any:
    """Return Pocket's list, an object with a name for each link, as a list; others as they are."""
    if isinstance(value, dict) and all(isinstance(part, dict) for part in value.values()):
        return list(value.values())
    return value


def _with_highlights(found: list[tuple[int, Mapping[str, Any]]]) -> Iterator[Saved]:
    """Yield the links; Reader has each highlight as an object of its own, below its document."""
    known = {str(one["id"]): one for _, one in found if one.get("id")}
    below: dict[str, list[Mapping[str, Any]]] = {}
    for _, one in found:
        if (parent := str(one.get("parent_id"))) in known:
            above = str(known[parent].get("parent_id"))  # a note stands below its highlight
            below.setdefault(above if above in known else parent, []).append(one)
    for line, one in found:
        if str(one.get("parent_id")) in known:
            continue
        inside = one.get("content")  # where Karakeep has the address
        saved = saved_of({**inside, **one} if isinstance(inside, dict) else one, line)
        for part in below.get(str(one.get("id")), ())[:_MANY]:
            saved.notes += (_note({"text": part.get("content"), "note": part.get("notes")}),)
        yield saved


def saved_of(said: Mapping[str, Any], line: int) -> Saved:
    """Return a link by what a program says of it, whatever it calls the parts."""
    fields, kept = _parted(said)
    about = next(map(clean_block, _texts(fields, "about")), "")
    if about:  # the page's own words, which the program copied
        kept["excerpt"] = about[:_LONG]
    notes = [Note(clean_block(text)) for text in _texts(fields, "notes")]
    notes += [_note(one) for value in fields.get("highlights", ()) for one in _highlights(value)]
    folder = next(_texts(fields, "folder"), "")
    tags = list(_tags(fields.get("tags", ())))
    labels = (_LABEL.fullmatch(text) for text in _texts(fields, "labels"))
    tags += [found[1] for found in labels if found]
    if folder.lower() == "starred" or any(map(statuses.is_yes, fields.get("favourite", ()))):
        tags.append(statuses.FAVOURITE)
    is_own = shelf(folder) is not None or is_own_folder(folder)
    status, progress = _read_so_far(fields, folder)
    finished = next(map(dates.moment, _texts(fields, "finished")), "")
    return Saved(
        url=next(_addresses(fields), ""),
        title=next(_texts(fields, "title"), ""),
        tags=("" if is_own else folder, *tags),
        notes=tuple(note for note in notes if note.body),
        added=next(filter(None, map(dates.moment, _texts(fields, "added"))), ""),
        status=status,
        finished=finished if status is Status.READ else "",
        progress=progress,
        authors=", ".join(_texts(fields, "authors")),
        kept=kept,
        line=line,
    )


def _parted(said: Mapping[str, Any]) -> tuple[dict[str, list[Any]], dict[str, Any]]:
    """Return values by field, those under the best name first, and what is kept of the rest."""
    fields: dict[str, list[Any]] = {}
    kept: dict[str, Any] = {}
    for name, value in sorted(said.items(), key=lambda pair: _RANK_OF.get(_folded(pair[0]), 99)):
        field = _FIELD_OF.get(_folded(name))
        if field:
            fields.setdefault(field, []).append(value)
        elif len(kept) < _KEPT and _is_kept(value):
            kept[clean(name, 100)] = json_values.free(value)
    return fields, kept


def _read_so_far(fields: Mapping[str, list[Any]], folder: str) -> tuple[Status | None, str]:
    """Return the status, and how far a link is read that is not yet read."""
    share = _share(fields)
    status = _status(fields) or shelf(folder)
    if status is None and share:
        status = Status.READ if share >= 99 else Status.READING
    is_begun = 0 < share < 99 and status is not Status.READ
    return status, f"{share}%" if is_begun else ""


def _is_kept(value: Any) -> bool:
    """Say whether a value that nobody knows is short enough to be kept, and says anything."""
    return isinstance(value, str | int | float) and bool(value) and len(str(value)) <= _LONG


def _folded(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _texts(fields: Mapping[str, list[Any]], field: str) -> Iterator[str]:
    """Yield what the values of a field say, the best name first."""
    for value in fields.get(field, ()):
        for one in value if isinstance(value, list) else [value]:
            said = one.get("href") if isinstance(one, dict) else one  # of feed readers
            if isinstance(said, str) and said.strip():
                yield said
            elif isinstance(one, int | float) and not isinstance(one, bool):
                yield str(one)


def _addresses(fields: Mapping[str, list[Any]]) -> Iterator[str]:
    """Yield addresses: those of the web first, then whatever stands there."""
    found = list(_texts(fields, "url"))
    yield from (text for text in found if text.startswith(("http://", "https://")))
    yield from found


def _tags(values: Iterable[Any]) -> Iterator[str]:
    """Yield the words of ``["nlp"]``, ``[{"name": "nlp"}]``, ``{"nlp": …}`` and ``nlp, vision``."""
    for value in values:
        if isinstance(value, dict):
            yield from map(str, value)
        elif isinstance(value, list):
            for one in value:
                said = one.get("name") or one.get("tag") if isinstance(one, dict) else one
                yield from [said] if isinstance(said, str) else ()
        elif isinstance(value, str):
            bare = re.sub(r"""[\[\]"]|(?<![^\s,\[])'|'(?=\s*(?:,|\]|$))""", "", value)
            yield from re.split(r"[|,;]", bare)


def _status(fields: Mapping[str, list[Any]]) -> Status | None:
    for text in _texts(fields, "status"):
        if found := _POCKET.get(text) or statuses.status(text):
            return found
    ticks = [value for value in fields.get("archived", ()) if value is not None and value != ""]
    if not ticks:
        return None
    return Status.READ if any(map(statuses.is_yes, ticks)) else Status.TO_READ


def _share(fields: Mapping[str, list[Any]]) -> int:
    """Return how far a link was read, in percent: ``0.4`` of one, ``40`` of a hundred."""
    text = next(_texts(fields, "progress"), "")
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,20})?", text):
        return 0
    number = float(text)
    return min(100, round(number if number > 1 else number * 100))


def _highlights(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield highlights: objects, or Raindrop's text ``Highlight:…`` and ``Note:…`` below it."""
    if isinstance(value, list):
        yield from (one for one in value[:_MANY] if isinstance(one, dict))
        return
    if not isinstance(value, str):
        return
    parts = _MARKED.split(value)  # "", "Highlight", text, "Note", text, …
    found: dict[str, str] = {}
    for sort, text in zip(parts[1::2], parts[2::2], strict=True):
        if sort == "Highlight" and found:
            yield found
            found = {}
        found["text" if sort == "Highlight" else "note"] = text.strip()
    if found:
        yield found


def _note(said: Mapping[str, Any]) -> Note:
    """Return a highlight as a note: the words as a quotation, and what the reader says of them.

    wallabag calls the words ``quote`` and the reader's own ``text``.
    """
    remark = _first(said, "note", "text" if said.get("quote") else "")
    when = _first(said, "highlighted_at", "created_at", "created")
    body = markup.quotation(_first(said, "quote", "text"), remark)
    return Note(body, dates.moment(when) if when else "")


def _first(said: Mapping[str, Any], *names: str) -> str:
    """Return the first of these values that is a text and says anything."""
    values = (said.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value), "")
