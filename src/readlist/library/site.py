"""What a site shows: which papers, in which order and sections, as of when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from readlist import local_time
from readlist.errors import NotFoundError, UsageError
from readlist.formats.base import DumpOptions
from readlist.formats.list_export.arrange import Arranged, Place, arranged
from readlist.library.lists.lists import known_list
from readlist.library.papers import search
from readlist.library.papers.similar import similar
from readlist.library.statistics.year import Year, year_of
from readlist.model import Paper, Reading
from readlist.store.connection import Library
from readlist.store.journal import entries
from readlist.store.papers import load
from readlist.text import clean, visible

NEW_DAYS = 30
"""What came in so many days before the last change of the library is new."""
ONE_PAGE = 2_000
"""Papers that one page holds: it then needs nothing else, and works without a script."""
NEAR = 3
"""Similar papers that are named beside each."""


class Wanted(NamedTuple):
    """What a person asks for; ``status`` and ``notes`` say whether their own are shown.

    ``base_url`` is where the site will stand; ``one_file`` makes one page whatever its size.
    """

    words: Sequence[str] = ()
    list: str = ""
    sort: str = ""
    title: str = ""
    base_url: str = ""
    status: bool = True
    notes: bool = False
    one_file: bool = False


class Site(NamedTuple):
    """Papers in their order and sections; ``as_of`` is the day of the library's last change.

    ``new_since`` is the day from which on what came is new; ``near`` are the papers of the site
    that are most like each, by id, where they were looked for; ``year`` is that of ``as_of`` where
    something was finished in it and may be told.
    """

    found: Arranged
    as_of: str
    new_since: str
    wanted: Wanted
    year: Year | None = None
    near: Mapping[int, Sequence[int]] = MappingProxyType({})

    @property
    def papers(self) -> list[Paper]:
        """The papers, each once."""
        return list({place.paper.id: place.paper for place in self.found.places}.values())

    @property
    def is_one_page(self) -> bool:
        """Whether all of it stands on one page."""
        return self.wanted.one_file or len(self.found.places) <= ONE_PAGE


def prepared(library: Library, wanted: Wanted, now: str) -> Site:
    """Return what a site shows. Raises ``NotFoundError``, ``UsageError``, ``QueryError``.

    A list has its curator's order, sections and remarks; other papers stand by year, the newest
    first, unless an order is asked for. What waits in the inbox or was dropped is left out there.
    """
    address = wanted.base_url
    if address and not address.lower().startswith(("https://", "http://")):
        raise UsageError(f"--base-url {visible(address)!r} is no address of the web.")
    words = list(wanted.words)
    if wanted.list:
        _, info = known_list(library, wanted.list)
        words = search.in_list(library, words, info.name)
    asked = search.prepare(library, words, sort=wanted.sort, now=now, chosen=not wanted.list)
    papers = [_shown(paper, wanted) for paper in load(library, search.ids(library, asked))]
    if not papers:
        raise NotFoundError("No papers found, so nothing was written.")
    usual = " ".join(wanted.words) or "Reading list"
    if wanted.list:
        found = arranged(papers, DumpOptions(lists=(info,), list=info.name))
        usual = found.title
    elif asked.query.sort:
        found = arranged(papers, DumpOptions())
    else:
        found = _by_year(papers)
    found = found._replace(title=clean(wanted.title) or clean(usual))
    last = local_time.day(next((entry.at for entry in entries(library, limit=1)), ""))
    if not last:
        return Site(found, "", "", wanted)
    since = str(date.fromisoformat(last) - timedelta(days=NEW_DAYS))
    year = _year(library, words, papers, last, now) if wanted.status else None
    return Site(found, last, since, wanted, year)


def _year(
    library: Library, words: Sequence[str], papers: Sequence[Paper], last: str, now: str
) -> Year | None:
    """Return the year of the last change, without what the site does not show elsewhere.

    Names of other lists and feeds are nobody's business, nor are papers that were dropped later.
    """
    year = year_of(library, int(last[:4]), words, now)
    here = {paper.id for paper in papers}
    remembered = [one for one in year.papers if one.paper.id in here]
    if not remembered:
        return None
    tops = {kind: found for kind, found in year.tops.items() if kind not in ("list", "feed")}
    # As of the last change, not the clock: the same library gives the same bytes.
    return year._replace(today=last, asked="", papers=remembered, tops=tops)


def with_similar(library: Library, site: Site, told: Callable[[int], None]) -> Site:
    """Return a site in which each paper names those of the site that are most like it.

    Takes 7 ms for each paper of a thousand and 45 of a hundred thousand; ``told`` hears how many
    are done.
    """
    papers = [paper.id for paper in site.papers]
    among = frozenset(papers)
    near: dict[int, list[int]] = {}
    for done, paper in enumerate(papers, 1):
        near[paper] = [one.id for one in similar(library, [paper], NEAR, among=among)]
        told(done)
    return site._replace(near=near)


def _shown(paper: Paper, wanted: Wanted) -> Paper:
    """Return a paper without what is nobody else's business: unasked notes, what others read."""
    own = paper.reading.reader
    notes = tuple(note for note in paper.notes if note.reader in ("", own)) if wanted.notes else ()
    reading = paper.reading if wanted.status else Reading()
    return replace(paper, notes=notes, reading=reading, others=(), aliases=())


def _by_year(papers: Sequence[Paper]) -> Arranged:
    """Return papers in sections of years, the newest first; within one as they came."""
    places = []
    for paper in sorted(papers, key=lambda paper: -(paper.year or 0)):
        remarks = dict.fromkeys(entry.remark for entry in paper.lists if entry.remark)
        section = (str(paper.year) if paper.year else "Without a year",)
        places.append(Place(paper, section, "\n\n".join(remarks)))
    return Arranged("", tuple(places))
