"""The files of a site, as names and texts: the same papers give the same bytes."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from readlist import formats, local_time, page
from readlist.formats import atom
from readlist.formats.base import DumpOptions
from readlist.formats.list_export.arrange import Arranged, Place, authors_text, title_of
from readlist.formats.list_export.html import (
    anchor_of,
    body,
    contents,
    facts,
    long_text,
    remark,
    title,
)
from readlist.model import FINISHED, Paper, Status
from readlist.text import clean, plural, slug
from readlist.views.site import script
from readlist.views.stats.html import year_page

if TYPE_CHECKING:
    from readlist.library.site import Site

INDEX, YEAR, BIBTEX, FEED = "index.html", "year.html", "papers.bib", "feed.atom"
PART = 500
"""Papers of one page of several: 0.8 MB with abstracts, which a phone draws in half a second."""
_FEED = 50
_TOGETHER = 25
_FACETS = 200
"""Values of a tag or venue that can be chosen, the most frequent ones."""
_PRIVATE = frozenset({"file", "annote", "annotation", "comment", "owner", "timestamp", "keywords"})
"""Fields of BibTeX that tell of the person rather than of the work."""
_STATUSES = {
    Status.INBOX: "waiting", Status.TO_READ: "to read", Status.READING: "reading",
    Status.SKIMMED: "skimmed", Status.READ: "read", Status.DROPPED: "left",
}  # fmt: skip
_TOLD = frozenset({Status.READING, *FINISHED})
"""What stands beside a title; that a paper is still to be read most papers would say."""
_STYLE = """\
main ol { list-style: none; padding: 0; content-visibility: auto;
  contain-intrinsic-size: auto 40rem; }
li.paper { padding: 0 .2rem; }
.tags, .rating { font-size: .85rem; color: var(--dim); }
.new-mark { font-size: .75rem; background: var(--mark); border-radius: .6rem; padding: 0 .5rem; }
pre { white-space: pre-wrap; background: var(--soft); padding: .6rem; border-radius: .3rem;
  font-size: .85rem; user-select: all; }
form { position: sticky; top: 0; z-index: 1; background: var(--bg); padding: .6rem 0; display: flex;
  flex-wrap: wrap; gap: .5rem; align-items: end; border-bottom: 1px solid var(--line); }
form[hidden], [hidden] { display: none !important; }
form label { display: grid; font-size: .8rem; color: var(--dim); min-width: 0; }
form label.wide { flex: 1 1 14rem; }
input, select { font: inherit; height: 2.3rem; color: var(--fg); background: var(--bg);
  padding: .35rem .5rem; border: 1px solid var(--dim); border-radius: .3rem; max-width: 100%;
  width: 100%; }
select { max-width: 8.5rem; } output { min-width: 5rem; color: var(--dim); }
html { scroll-padding-top: 9rem; }
progress { width: 12rem; max-width: 100%; accent-color: var(--done); vertical-align: middle; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem;
  background: var(--bg); padding: .5rem; z-index: 2; }
::highlight(hit) { background: var(--mark); color: var(--fg); }
@media (max-width: 30rem) { form { position: static; } form label { flex: 1 1 40%; }
  select { max-width: 100%; } html { scroll-padding-top: 1rem; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { main ol { content-visibility: visible; } .bib, .near, .skip { display: none; }
  details::details-content { content-visibility: visible; } }
"""


def files(site: "Site", theme: str, told: Callable[[int], None]) -> Iterator[tuple[str, str]]:
    """Yield the files of a site; ``theme`` is CSS behind ours, ``told`` hears of papers drawn."""
    # An end tag within a style sheet would end it; as CSS the escaped one is the same.
    style = page.STYLE + _STYLE + theme.replace("</", "<\\/")
    drawn = _Drawn(site, style, told)
    if site.is_one_page:
        yield INDEX, "".join(_one_page(drawn))
    else:
        parts = list(_parts(site.found))
        for part in parts:
            for place in part.found.places:
                where = f"{part.name}#{anchor_of(place.paper)}"
                drawn.where.setdefault(place.paper.id, where)
        for number, part in enumerate(parts):
            yield part.name, "".join(_part_page(drawn, parts, number))
        yield INDEX, "".join(_index_page(drawn, parts))
    if site.year:
        yield YEAR, year_page(site.year, style=style, above=_back(site))
    yield BIBTEX, "\n".join(drawn.bibtex[paper.id] for paper in site.papers)
    newest = sorted(site.papers, key=lambda paper: (paper.added, paper.id), reverse=True)[:_FEED]
    name = f"site:{site.wanted.base_url or site.wanted.list or ' '.join(site.wanted.words)}"
    yield FEED, "".join(atom.feed(atom.Head(site.found.title, name), map(atom.Entry, newest)))
    yield ".nojekyll", ""


class _Drawn:
    """Draws papers; their BibTeX is kept for the file of all.

    ``where`` says on which page each stands, where there are several.
    """

    def __init__(self, site: "Site", style: str, told: Callable[[int], None]) -> None:
        self.site = site
        self.style = style
        self.told = told
        self.count = 0
        self.bibtex: dict[int, str] = {}
        self.where: dict[int, str] = {}
        self.known = {paper.id: paper for paper in site.papers} if site.near else {}
        since, papers = site.new_since, site.papers
        new = {paper.id for paper in papers if since and local_time.day(paper.added) >= since}
        # Where everything is new, nothing is.
        self.new = new if len(new) < len(papers) else set()
        dump = formats.get("bibtex").dump
        if dump is None:
            raise TypeError("BibTeX can be written")
        self.dump = dump

    def paper(self, place: Place, anchor: str) -> str:
        """Return a paper as an item of a list."""
        paper, reading = place.paper, place.paper.reading
        said = [f'<li class="paper"{_attributes(paper, anchor, self.is_new(paper))}>\n']
        said.append(title(paper))
        if reading.status in _TOLD:
            said.append(f' <span class="status">{_STATUSES[reading.status]}</span>')
        if self.is_new(paper):
            said.append(' <span class="new-mark">new</span>')
        said += ["</div>\n", facts(paper)]
        more = ([f"{reading.rating} of 5"] if reading.rating else []) + list(paper.tags)
        if more:
            said.append(f'<div class="tags">{" · ".join(map(page.text, more))}</div>\n')
        said.append(remark(place.remark))
        if paper.abstract:
            said.append(long_text("Abstract", paper.abstract))
        said += [long_text("Note", note.body) for note in paper.notes]
        near = [self.known[number] for number in self.site.near.get(paper.id, ())]
        if near:
            items = "".join(f"<li>{_to(self, one)}</li>\n" for one in near)
            said.append(page.folded("Similar", f"<ul>\n{items}</ul>", kind="near"))
        said.append(page.folded("BibTeX", f"<pre>{escape(self.entry(paper))}</pre>", kind="bib"))
        self.count += 1
        if self.count % 100 == 0:
            self.told(self.count)
        # A browser leaves out what is not in sight list by list: one list of a thousand is laid out
        # anew for each letter that is typed (1.3 s instead of 0.05 on a busy machine), and papers
        # that are left out one by one take it longer still to hide (4 to 8 s).
        again = "</ol>\n<ol>\n" if self.count % _TOGETHER == 0 else ""
        return "".join(said) + f"</li>\n{again}"

    def entry(self, paper: Paper) -> str:
        """Return a paper in BibTeX, without what tells of the person."""
        if paper.id not in self.bibtex:
            options = DumpOptions(wants=lambda name: name.lower() not in _PRIVATE)
            self.bibtex[paper.id] = "".join(self.dump([paper], options))
        return self.bibtex[paper.id]

    def is_new(self, paper: Paper) -> bool:
        """Say whether a paper came lately."""
        return paper.id in self.new

    def head(self, name: str, script_text: str = "") -> str:
        """Return the head of a page."""
        base = self.site.wanted.base_url.rstrip("/")
        found = self.site.found
        more = f'<link rel="alternate" type="application/atom+xml" href="{FEED}">\n'
        if base:
            about = escape(plural(len(self.site.papers), "paper"))
            more += (
                f'<link rel="canonical" href="{escape(base)}/{name}">\n'
                f'<meta property="og:title" content="{page.text(found.title)}">\n'
                f'<meta property="og:description" content="{about}">\n'
                f'<meta property="og:url" content="{escape(base)}/{name}">\n'
                '<meta property="og:type" content="website">\n'
            )
        return page.head(found.title, style=self.style, script=script_text, more=more)


def _attributes(paper: Paper, anchor: str, is_new: bool) -> str:
    said = {
        "id": anchor,
        "data-y": str(paper.year or ""),
        "data-v": clean(paper.venue),
        "data-t": f"|{'|'.join(map(clean, paper.tags))}|" if paper.tags else "|",
        "data-s": _STATUSES[paper.reading.status] if paper.reading.status else "",
        "data-a": local_time.day(paper.added),
    }
    shown = "".join(f' {name}="{escape(text)}"' for name, text in said.items() if text)
    return shown + " data-n" * is_new


# One page


def _one_page(drawn: _Drawn) -> Iterator[str]:
    yield drawn.head(INDEX, script.ONE_PAGE)
    yield from _above(drawn)
    yield _form(drawn.site, drawn.is_new)
    yield contents(drawn.site.found.heads)
    yield '<main id="main">\n<ol id="flat"></ol>\n'
    yield from body(drawn.site.found, drawn.paper)
    yield "</main>\n"
    yield _below(drawn.site)
    yield f"<script>{script.ONE_PAGE}</script>\n</body>\n</html>\n"


def _above(drawn: _Drawn) -> Iterator[str]:
    site = drawn.site
    papers = site.papers
    yield '<body>\n<a class="skip" href="#main">To the papers</a>\n<header>\n'
    yield f"<h1>{page.text(site.found.title)}</h1>\n<p>{plural(len(papers), 'paper')}"
    done = sum(paper.reading.status in FINISHED for paper in papers)
    if site.wanted.status:
        label = f"{done:,} of {len(papers):,} read"
        bar = f'<progress max="{len(papers)}" value="{done}" aria-label="{label}"></progress>'
        yield f", {done:,} read {bar}"
    links = [f'<a href="{BIBTEX}">BibTeX of all</a>', f'<a href="{FEED}">Feed</a>']
    if site.year:
        links.append(f'<a href="{YEAR}">{site.year.year} in reading</a>')
    yield f"</p>\n<p>{' · '.join(links)}</p>\n"
    yield "</header>\n"
    new = [paper for paper in papers if drawn.is_new(paper)]
    if new:
        name = f"New since {_day(site.new_since)}: {plural(len(new), 'paper')}"
        newest = sorted(new, key=lambda paper: (paper.added, paper.id), reverse=True)[:_FEED]
        items = "".join(f"<li>{_to(drawn, paper)}</li>\n" for paper in newest)
        yield page.folded(name, f"<ul>\n{items}</ul>", kind="contents")


def _to(drawn: _Drawn, paper: Paper) -> str:
    """Return a link to a paper within the site."""
    where = drawn.where.get(paper.id, f"#{anchor_of(paper)}")
    return f'<a href="{escape(where)}">{page.text(title_of(paper) or paper.key)}</a>'


def _day(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %B %Y}"


def _back(site: "Site") -> str:
    return f'<p><a href="{INDEX}">{page.text(site.found.title)}</a></p>\n'


def _below(site: "Site") -> str:
    as_of = f" as of {_day(site.as_of)}" if site.as_of else ""
    return f"<footer><p>Made with readlist{as_of}.</p></footer>\n"


def _form(site: "Site", is_new: Callable[[Paper], bool]) -> str:
    """Return the search of a page; it is shown by the script that it needs."""
    papers = site.papers
    tags = Counter(tag for paper in papers for tag in {*map(clean, paper.tags)})
    years = Counter(str(paper.year) for paper in papers if paper.year)
    venues = Counter(clean(paper.venue) for paper in papers if paper.venue)
    known = Counter(_STATUSES[p.reading.status] for p in papers if p.reading.status)
    statuses = [(name, known[name]) for name in _STATUSES.values() if known[name]]
    if new := sum(map(is_new, papers)):
        statuses.append(("new", new))
    order = "" if not site.wanted.list else "the list's"
    sorts = [("year", "newest year first"), ("added", "added last"), ("title", "title")]
    if not site.is_one_page:
        del sorts[1]
    options = "".join(f'<option value="{name}">{said}</option>' for name, said in sorts)
    return (
        '<form id="find" role="search" hidden>\n'
        '<label class="wide" for="q">Search (/)<input id="q" name="q" type="search" '
        'autocomplete="off" spellcheck="false"></label>\n'
        + _facet("tag", "Tag", sorted(tags.most_common(_FACETS)))
        + _facet("year", "Year", sorted(years.items(), reverse=True))
        + _facet("venue", "Venue", sorted(venues.most_common(_FACETS)))
        + _facet("status", "Status", statuses)
        + f'<label>Order<select name="sort"><option value="">{order or "usual"}</option>'
        f"{options}</select></label>\n"
        '<output id="count" role="status" aria-live="polite"></output>\n</form>\n'
    )


def _facet(name: str, label: str, values: Sequence[tuple[str, int]]) -> str:
    if not values:
        return ""
    options = "".join(
        f'<option value="{escape(value)}">{escape(value)} ({count:,})</option>'
        for value, count in values
    )
    return (
        f'<label>{label}<select name="{name}"><option value="">any</option>{options}'
        "</select></label>\n"
    )


# Several pages


class _Part(NamedTuple):
    """One page of several: its file, what it is called, and its papers."""

    name: str
    title: str
    found: Arranged


def _parts(found: Arranged) -> Iterator[_Part]:
    """Yield the pages: one for each outermost section, more where it has too many papers."""
    groups: dict[str, list[Place]] = {}
    for place in found.places:
        groups.setdefault(place.section[0] if place.section else "", []).append(place)
    taken = {"index", "year"}
    for section, places in groups.items():
        for first in range(0, len(places), PART):
            number = first // PART + 1
            base = (slug(section)[:60] or "papers") + (f"-{number}" if number > 1 else "")
            name = base
            while name in taken:
                name += "-x"
            taken.add(name)
            shown = section or "Papers"
            if len(places) > PART:
                shown += f" ({number} of {-(-len(places) // PART)})"
            part = tuple(places[first : first + PART])
            yield _Part(f"{name}.html", shown, Arranged(found.title, part))


def _part_page(drawn: _Drawn, parts: Sequence[_Part], number: int) -> Iterator[str]:
    part = parts[number]
    yield drawn.head(part.name)
    yield '<body>\n<a class="skip" href="#main">To the papers</a>\n<header>\n'
    yield _back(drawn.site)
    yield f"<h1>{page.text(part.title)}</h1>\n<p>{plural(len(part.found.places), 'paper')}</p>\n"
    yield "</header>\n"
    if len(part.found.heads) > 1:
        yield contents(part.found.heads)
    yield '<main id="main">\n'
    yield from body(part.found, drawn.paper)
    yield '</main>\n<nav aria-label="Pages"><p>'
    around = [("Before", number - 1), ("After", number + 1)]
    yield " · ".join(
        f'{word}: <a href="{parts[at].name}">{page.text(parts[at].title)}</a>'
        for word, at in around if 0 <= at < len(parts)
    )  # fmt: skip
    yield "</p></nav>\n"
    yield _below(drawn.site)
    yield "</body>\n</html>\n"


def _index_page(drawn: _Drawn, parts: Sequence[_Part]) -> Iterator[str]:
    yield drawn.head(INDEX, script.INDEX)
    yield from _above(drawn)
    yield _form(drawn.site, drawn.is_new)
    yield '<main id="main">\n<ol id="hits"></ol>\n<div id="rest">\n<h2>Pages</h2>\n<ul>\n'
    for part in parts:
        count = plural(len(part.found.places), "paper")
        yield f'<li><a href="{part.name}">{page.text(part.title)}</a> '
        yield f'<span class="count">{count}</span></li>\n'
    yield "</ul>\n</div>\n</main>\n"
    yield _below(drawn.site)
    yield page.data("data", {"pages": [part.name for part in parts], "papers": _data(drawn, parts)})
    yield f"<script>{script.INDEX}</script>\n</body>\n</html>\n"


def _data(drawn: _Drawn, parts: Iterable[_Part]) -> list[list[Any]]:
    """Return what is searched of each paper, once, with its page and its place there."""
    found: dict[int, list[Any]] = {}
    for number, part in enumerate(parts):
        for place in part.found.places:
            paper = place.paper
            if paper.id in found:
                continue
            status = _STATUSES[paper.reading.status] if paper.reading.status else ""
            authors = clean(authors_text(paper), 300)
            found[paper.id] = [
                title_of(paper) or clean(paper.key), authors, paper.year, clean(paper.venue),
                list(map(clean, paper.tags)), status, number, anchor_of(paper),
                drawn.is_new(paper), re.sub(r"\s+", " ", place.remark)[:300],
            ]  # fmt: skip
    return list(found.values())
