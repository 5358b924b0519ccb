"""Atom 1.0 (RFC 4287): papers as a feed for any feed reader.

Identifiers are permanent and times are those of the library, so that a reader shows an entry once,
and the same papers give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from readlist.bib import ids, names
from readlist.bib.keywords import categories
from readlist.formats.base import DumpOptions, Format
from readlist.formats.list_export.arrange import addresses, is_web, title_of
from readlist.model import Paper
from readlist.text import FIELD_LIMIT, clean, clean_block

_ARXIV_SCHEME = "http://arxiv.org/schemas/atom"
_SPACE = "6f1f3f4e-6d0b-5b5e-9a57-2b9c9d0c7c11"
"""The namespace of our names (RFC 9562, 5.5); chosen once, never changed."""
_EPOCH = "1970-01-01T00:00:00Z"


class Entry(NamedTuple):
    """A paper of a feed; ``content`` is HTML to show in place of its abstract alone."""

    paper: Paper
    content: str = ""
    updated: str = ""


class Head(NamedTuple):
    """What a feed says of itself; ``name`` is what its identifier is made of, and never changes."""

    title: str
    name: str


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield a feed of papers in the order given, called by their list or by what was asked for."""
    title = next((info.title for info in options.lists if info.name == options.list), "")
    asked = options.list or options.query
    shown = clean(title) or clean(asked) or "Papers"
    yield from feed(Head(shown, f"export:{asked}"), map(Entry, papers))


def feed(head: Head, entries: Iterable[Entry]) -> Iterator[str]:
    """Yield a feed; it was updated when the newest of its entries was."""
    shown: list[str] = []
    newest = _EPOCH
    for entry in entries:
        newest = max(newest, _updated(entry))
        shown.append(_entry(entry))
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>{_urn(head.name)}</id>\n  <title>{_text(head.title)}</title>\n"
        f"  <updated>{newest}</updated>\n"
        "  <author><name>readlist</name></author>\n  <generator>readlist</generator>\n"
    )
    yield from shown
    yield "</feed>\n"


def _entry(entry: Entry) -> str:
    paper = entry.paper
    main, others = addresses(paper)
    main, *left = list(filter(None, [main, *(other.url for other in others)])) or [""]
    lines = [
        f"<id>{_text(entry_id(paper))}</id>",
        f"<title>{_text(title_of(paper) or clean(paper.key))}</title>",
        f"<updated>{_updated(entry)}</updated>",
        f"<published>{paper.added}</published>" if _is_time(paper.added) else "",
        f'<link rel="alternate" href="{_text(main)}"/>' if main else "",
        *(f'<link rel="related" href="{_text(url)}"/>' for url in dict.fromkeys(left)),
        *map(_author, paper.authors),
        *_categories(paper),
        *_words(entry, has_page=bool(main)),
    ]
    return "  <entry>\n" + "".join(f"    {line}\n" for line in lines if line) + "  </entry>\n"


def entry_id(paper: Paper) -> str:
    """Return the permanent name of a paper: its first address, or else one of our own.

    A paper keeps its identifiers in the order in which it got them, and its former citation keys.
    """
    first = next((url for one in paper.identifiers if is_web(url := ids.address(one))), "")
    return first or _urn(f"paper:{paper.added}:{(*paper.aliases, paper.key)[0]}")


def _urn(name: str) -> str:
    from uuid import UUID, uuid5  # 3 ms, for feeds alone

    return uuid5(UUID(_SPACE), name).urn


def _updated(entry: Entry) -> str:
    """Return when a paper last changed: when it came, or when there was news of it."""
    news = entry.paper.extra.get("news") or ()
    said = [one.get("at") for one in news if isinstance(one, Mapping)]
    times = (entry.updated, entry.paper.added, *said)
    return max((at for at in times if isinstance(at, str) and _is_time(at)), default=_EPOCH)


def _is_time(when: str) -> bool:
    return len(when) == len(_EPOCH) and when[10] == "T" and when.endswith("Z")


def _author(author: Any) -> str:
    name = clean(names.display(author))
    return f"<author><name>{_text(name)}</name></author>" if name else ""


def _categories(paper: Paper) -> Iterator[str]:
    for name in categories(paper):
        yield f'<category term="{_text(name)}" scheme="{_ARXIV_SCHEME}"/>'
    for tag in paper.tags:
        yield f'<category term="{_text(tag)}"/>'


def _words(entry: Entry, *, has_page: bool) -> Iterator[str]:
    """Yield the abstract, and the content, which an entry without a page must have."""
    abstract = escape(clean_block(entry.paper.abstract), quote=False)
    if abstract:
        yield f'<summary type="text">{abstract}</summary>'
    if entry.content:
        yield f'<content type="html">{escape(entry.content, quote=False)}</content>'
    elif not has_page:
        yield f'<content type="text">{abstract}</content>'


def _text(text: str) -> str:
    """Return one line of text as XML can hold it; ``clean`` takes what XML forbids."""
    return escape(clean(text, FIELD_LIMIT))


FORMAT = Format(
    name="atom",
    summary="a feed for any feed reader (Atom 1.0)",
    suffixes=(".atom",),
    dump=dump,
    needs=("lists",),
)
