"""Saved links: each program's file read into the same value, judged and cleaned alike."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from typing import Any

from readlist.bib import dates, ids, markup, names
from readlist.bib.keywords import as_tags
from readlist.formats.base import Document
from readlist.formats.bookmarks.programs import Saved, is_own_folder, links, saved_of, shelf
from readlist.formats.lists.links import mended, place_of
from readlist.formats.tables.rows import rows
from readlist.formats.xml import Opened, events
from readlist.model import (
    MORE_AUTHORS,
    NOTHING,
    Identifier,
    Item,
    Note,
    Problem,
    Rank,
    Reading,
    Record,
    Skipped,
    Status,
)
from readlist.text import clean, clean_block, plural

_NUMBER = (
    r"(?:arxiv:\s?)?(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]{1,2})?"
)
# "[1706.03762] ", "(PDF) ", "Paper page - "; not "Attention".
_BEFORE = re.compile(
    rf"(?:\[{_NUMBER}\]|{_NUMBER}(?=\s)|\[PDF\]|\(PDF\)|Paper page\s*-|DOI:)[\s:|-]*", re.IGNORECASE
)
_SITES = (
    r"arXiv(?:\.org)?(?: e-Print archive)?|OpenReview(?:\.net)?|ACL Anthology|Semantic Scholar|"
    r"alphaXiv|Hugging Face|ar5iv|SciRate|Papers With Code|IEEE Xplore(?: .{0,30})?|"
    r"IEEE (?:Conference Publication|Journals & Magazine|Journals and Magazine)|ScienceDirect|"
    r"SpringerLink|Springer Nature Link|PubMed(?: Central)?|PMC|bioRxiv|medRxiv|ResearchGate|"
    r"Wiley Online Library|Taylor & Francis Online|ACM Digital Library|CVF Open Access|"
    r"Nature|Nature [A-Z][\w ]{2,40}|Science|Science [A-Z][\w ]{2,40}|PNAS|PLOS [A-Z][\w ]{2,40}|"
    r"Cell|NeurIPS(?: Proceedings)?|JMLR|Distill|SSRN|Europe PMC|DBLP|Google Scholar|"
    r"(?:Proceedings of|Advances in|Journal of|Transactions on) [^|]{3,150}|"
    r"[A-Z][^|]{3,120} (?:Proceedings|Transactions|Journal)"
)
# " | Semantic Scholar", " - Nature"; not " - A Survey".
_BEHIND = re.compile(rf"\s(?:[-–—|·]|::)\s(?:{_SITES})$", re.IGNORECASE)
# "https://x.org", "1706.03762.pdf", "Just a moment..."; not "Attention".
_NO_TITLE = re.compile(
    rf"(?:https?://|www\.)\S*|{_NUMBER}(?:\.pdf)?|\S+\.pdf|untitled|arxiv\.org\S*|pdf|"
    r"(?:\S+/)+\S*|openreview|redirecting|just a moment\.*|page not found|access denied",
    re.IGNORECASE,
)
# Pages of these sites are papers only where their address names one.
_NAMED_ALWAYS = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net|aclanthology\.org)/", re.IGNORECASE
)
# linkding: "the page's words [linkding-notes]the reader's[/linkding-notes]".
_NOTES = re.compile(r"\[/?linkding-notes\]")
_DEPTH_LIMIT = 50
_TO_READ = "com.apple.ReadingList"
"""How Safari marks the folder of what is to be read."""
# What stands inside may be marked up, or an angle that is none: <b>Is</b>, p < 0.05. A note may
# have links in it, which no <DT> begins.
_BLOCK = r"dl|dt|dd|h[1-6]|p|li|ul|ol|html|body|hr"
_TAG = re.compile(
    r"<(?:"
    r"(?P<name>/?dl|h[13]|a)(?=[\s>])(?P<said>[^<>]*+)>"
    rf"(?P<text>(?:[^<]|<(?!/?(?:a|{_BLOCK})\b|!))*+)"
    rf"|dd(?=[\s>])[^<>]*+>(?P<note>(?:[^<]|<(?!/?(?:{_BLOCK})\b|!))*+))",
    re.IGNORECASE,
)
# '<a href="https://a.org">BERT</a>' within a note.
_LINK = re.compile(r"<a\s(?P<said>[^<>]*+)>(?P<words>[^<]*+)</a>", re.IGNORECASE)
# "<b>Is</b>"; not "p < 0.05".
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
# 'href="x"', "tags=nlp"; not "href".
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])([A-Za-z_-]{1,40}+)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))"""
)
# '"href": '; not '"hrefs":'.
_HREF = re.compile(r'"href"\s{0,5}:')


def _lines_of(text: str, mark: re.Pattern[str]) -> Iterator[int]:
    """Yield the line of every mark, then 0 for ever."""
    line, at = 1, 0
    for match in mark.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        yield line
    while True:
        yield 0


def html(document: Document) -> Iterator[Saved]:
    """Yield the links of a bookmark file (Netscape's, which all browsers write) and of Pocket.

    Such a file is a run of a few tags that nobody closes in order, and no tree. A parser of HTML is
    faster, but quadratic in the depth of what is left open, and does not know the lines.
    """
    place = _Place()
    last: Saved | None = None
    text = document.text()
    line, at = 1, 0
    for tag in _TAG.finditer(text):
        line += text.count("\n", at, tag.start())
        at = tag.start()
        name = (tag["name"] or "dd").lower()
        if name == "a":
            if last:
                yield last
            said = _said(tag["said"])
            to_read = said.get("toread") in ("1", "yes")
            last = Saved(
                url=said.get("href", ""),
                title=_words(tag["text"]),
                tags=(place.path, *said.get("tags", "").split(",")),
                added=dates.moment(said.get("add_date") or said.get("time_added", "")),
                status=Status.TO_READ if to_read else place.shelf,
                line=line,
            )
        elif name == "dd" and last:
            note = _words(_LINK.sub(_linked, tag["note"]))
            last.notes = tuple(one for part in _NOTES.split(note) for one in _as_notes(part))
        else:
            place.move(name, tag)
    if last:
        yield last


class _Place:
    """Where in a file of bookmarks the next link stands."""

    def __init__(self) -> None:
        self.folders: list[str] = []
        self._shelf: Status | None = None
        self._heading = ""

    @property
    def path(self) -> str:
        """The folders around, with slashes."""
        return "/".join(one for one in self.folders[:_DEPTH_LIMIT] if one not in ("", _TO_READ))

    @property
    def shelf(self) -> Status | None:
        """The status that a shelf, or Safari's list of what is to be read, gives to its links."""
        return Status.TO_READ if _TO_READ in self.folders else self._shelf

    def move(self, name: str, tag: re.Match[str]) -> None:
        """Go past a tag that is no link."""
        if name == "dl":
            self.folders.append(self._heading)
            self._heading = ""
        elif name == "/dl" and self.folders:
            self.folders.pop()
        elif name == "h3":
            self._heading = _folder(tag)
        elif name == "h1":
            self._shelf = shelf(_words(tag["text"]))


def _said(text: str) -> dict[str, str]:
    """Return the attributes of a tag."""
    found = _ATTRIBUTE.findall(text)
    return {
        name.lower(): unescape(double or single or bare) for name, double, single, bare in found
    }


def _folder(tag: re.Match[str]) -> str:
    name, said = clean(_words(tag["text"]), 200), _said(tag["said"])
    if said.get("id") == _TO_READ:
        return _TO_READ
    own = {"personal_toolbar_folder", "unfiled_bookmarks_folder"} & said.keys()
    return "" if own or is_own_folder(name) else name


def _words(text: str) -> str:
    """Return what stands behind a tag, without markup: ``Attention <b>Is</b> All``."""
    return unescape(_MARKUP.sub("", re.sub(r"(?i)<br\s*/?>", "\n", text)))


def _linked(link: re.Match[str]) -> str:
    """Return a link within a note as Markdown; one that says its own address is its words."""
    address = _said(link["said"]).get("href", "")
    words = link["words"].strip()
    is_web = address.startswith(("http://", "https://"))
    return f"[{words}]({escape(address)})" if is_web and words not in ("", address) else words


def posts(document: Document) -> Iterator[Saved | Problem]:
    """Yield the links of Pinboard's and Delicious's XML."""
    for event in events(document, "post"):
        if isinstance(event, Problem):
            yield event
        elif isinstance(event, Opened) and event.name == "post":
            yield _post({**event.attributes, "tags": event.attributes.get("tag", "")}, event.line)


def pinboard(document: Document) -> Iterator[Saved | Problem]:
    """Yield the links of Pinboard's JSON."""
    text = document.text()
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        yield Problem(0, "The JSON is damaged or cut off; the lines that are whole are read.")
        found = list(_whole_lines(text))
    lines = _lines_of(text, _HREF)
    for post in found if isinstance(found, list) else ():
        if isinstance(post, dict) and isinstance(post.get("href"), str):
            said = {name: value for name, value in post.items() if isinstance(value, str)}
            yield _post(said, next(lines))


def _whole_lines(text: str) -> Iterator[Any]:
    """Yield what is whole in a damaged file; Pinboard writes a post a line."""
    for line in text.split("\n"):
        try:
            yield json.loads(line.strip(" ,[]\r"))
        except (ValueError, RecursionError):
            continue


def _post(said: Mapping[str, str], line: int) -> Saved:
    return Saved(
        url=said.get("href", ""),
        title=said.get("description", ""),
        tags=tuple(said.get("tags", "").split()),
        notes=_as_notes(said.get("extended", "")),
        added=dates.moment(said.get("time", "")),
        status=Status.TO_READ if said.get("toread") == "yes" else None,
        line=line,
    )


def table(document: Document) -> Iterator[Saved]:
    """Yield the links of Pocket's, Instapaper's and Raindrop's CSV."""
    found = rows(document.lines(), ",")
    first = next(found, None)
    header = [cell.strip("\ufeff ").lower() for cell in first.cells] if first else []
    for row in found:
        yield saved_of(dict(zip(header, row.cells, strict=False)), row.line)


READERS: dict[str, Callable[[Document], Iterator[Saved | Problem]]] = {
    "html": html,
    "json": pinboard,
    "programs": links,
    "xml": posts,
    "table": table,
}


def items(saved: Saved, *, all_links: bool) -> Iterator[Item]:
    """Yield the paper that a link leads to, or why there is none."""
    url = mended(saved.url) if len(saved.url) <= 2_000 else ""
    page = ids.normalise("url", url)
    if page is None:
        # A book or a PDF in Readwise has no address, but highlights.
        is_marked = saved.title.strip() and saved.notes
        yield _record(saved, ()) if is_marked else _left_out(saved, "is no address of the web")
        return
    named = ids.from_url(url)
    if named and named.scheme != "url":
        yield _record(saved, (named, *ids.implied(named)))
    elif all_links or _is_of_paper(url):
        yield _record(saved, (page,))
    else:
        yield _left_out(saved, "is not known to be a paper")


def _left_out(saved: Saved, reason: str) -> Skipped:
    notes = len(saved.notes)
    written = f", with {plural(notes, 'note')} of yours" if notes else ""
    return Skipped(saved.line, f"{clean(saved.url, 200)} {reason}{written}")


def _is_of_paper(url: str) -> bool:
    """Say whether a page is a paper's by its site; one of OpenReview would be named by its id."""
    return place_of(url) == "paper" and not _NAMED_ALWAYS.match(url)


def _as_notes(text: str) -> tuple[Note, ...]:
    body = clean_block(text)
    return (Note(body),) if body else ()


def _record(saved: Saved, identifiers: tuple[Identifier, ...]) -> Record:
    reading = Reading(status=saved.status, progress=clean(saved.progress), finished=saved.finished)
    authors, more = names.parse_people(saved.authors)
    extra: dict[str, Any] = {"bookmarks": dict(saved.kept)} if saved.kept else {}
    return Record(
        source="bookmarks",
        rank=Rank.LIST,
        title=title_of(saved.title),
        authors=authors,
        identifiers=identifiers,
        reading=None if reading == Reading() else reading,
        tags=as_tags(saved.tags),
        notes=saved.notes,
        added=saved.added,
        extra={**extra, MORE_AUTHORS: True} if more else extra or NOTHING,
        line=saved.line,
    )


def title_of(text: str) -> str:
    """Return the title of a paper in the title of a web page, nothing where there is none."""
    title = markup.plain(text)
    for _ in range(4):  # "[1706.03762] Attention … - arXiv.org | Semantic Scholar"
        before = _BEFORE.match(title)
        shorter = _BEHIND.sub("", title[before.end() :] if before else title)
        if shorter == title:
            break
        title = shorter.strip()
    return "" if _NO_TITLE.fullmatch(title) else title
