"""Ask services what papers cite and who cites them, and keep it; what is kept is not asked again.

Semantic Scholar is asked for a hundred papers at once. Of those whose references it does not show,
others are asked that know what lies between DOIs: OpenAlex fifty at once, then Crossref and
OpenCitations one by one. Stopped at any time, a run leaves what came.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import ceil
from typing import Any, NamedTuple

from readlist import local_time
from readlist.bib.ids import of_scheme, parse
from readlist.errors import NetworkError, NotFoundError
from readlist.library.metadata.ask import Ask, reason_of
from readlist.library.papers import search
from readlist.model import Identifier, Paper, Record
from readlist.services import citations
from readlist.services.base import SERVICES, Request
from readlist.services.s2 import form
from readlist.store import naming
from readlist.store.citations import (
    CITED_BY,
    DONE,
    HIDDEN,
    REFS,
    UNKNOWN,
    Answer,
    Told,
    answers,
    keep,
)
from readlist.store.connection import Library
from readlist.store.naming import Candidate
from readlist.store.papers import load
from readlist.text import visible

AGAIN_DAYS: Mapping[str, int] = {DONE: 365, HIDDEN: 90, UNKNOWN: 90}
"""After how many days it is asked again what a paper cites, by what was said."""
CITING_DAYS = 7
"""After how many days it is asked again who cites a paper."""
_SERVERS = ("10.48550/",)
"""Prefixes of DOIs that are preprints' own: no publisher registers what they cite."""


class Cost(NamedTuple):
    """What it takes to ask: papers, requests that are sure, and those that may follow."""

    papers: int
    requests: int
    most: int
    seconds: float


@dataclass(slots=True)
class Asked:
    """What a run brought: papers by what was said of them, and why services failed."""

    states: dict[int, str] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)
    requests: int = 0
    halved: int = 0


Tell = Callable[[int, int], None]
"""Is told how many of how many papers were asked about."""


def names_of(paper: Paper) -> list[Identifier]:
    """Return the names under which Semantic Scholar may know a paper, the best first."""
    order = ("arxiv", "doi", "s2", "acl", "pmid", "pmcid")
    found = (of_scheme(paper.identifiers, scheme) for scheme in order)
    return [one for one in found if one is not None and form(one)]


def publisher_doi(paper: Paper) -> str:
    """Return the DOI of a paper where it is not that of its preprint; else nothing."""
    dois = (one.value for one in paper.identifiers if one.scheme == "doi")
    return next((doi for doi in dois if not doi.startswith(_SERVERS)), "")


def is_due(answer: Answer | None, what: str, today: str) -> bool:
    """Say whether it is to be asked what a paper cites, or who cites it."""
    if answer is None:
        return True
    days = CITING_DAYS if what == CITED_BY else AGAIN_DAYS[answer.state]
    return (
        local_time.day(answer.at) < (date.fromisoformat(today) - timedelta(days=days)).isoformat()
    )


def due(
    library: Library, papers: Sequence[Paper], today: str, *, again: bool = False
) -> list[Paper]:
    """Return the papers of which it is to be asked what they cite; ``again`` asks of all."""
    if again:
        return list(papers)
    said = answers(library.db, [paper.id for paper in papers], REFS)
    return [one for one in papers if is_due(said.get(one.id), REFS, today)]


def cost(papers: Sequence[Paper], intervals_s: Mapping[str, float]) -> Cost:
    """Return what it takes to ask what papers cite."""
    named = [paper for paper in papers if names_of(paper)]
    with_doi = sum(bool(publisher_doi(paper)) for paper in named)
    requests = ceil(len(named) / citations.AT_ONCE)
    most = requests + ceil(with_doi / citations.RESOLVED) * 2 + 2 * with_doi
    wait_s = intervals_s.get("s2", SERVICES["s2"].interval_s)
    return Cost(len(named), requests, most, requests * wait_s)


@dataclass(slots=True)
class References:
    """One run that asks what papers cite."""

    library: Library
    ask: Ask
    at: str
    tell: Tell = lambda _done, _all: None
    result: Asked = field(default_factory=Asked)

    def run(self, papers: Sequence[Paper]) -> Asked:
        """Ask about papers in parts, and keep each part; what came stands in ``result``."""
        named = [paper for paper in papers if names_of(paper)]
        for start in range(0, len(named), citations.AT_ONCE):
            part = named[start : start + citations.AT_ONCE]
            self.tell(start, len(named))
            said = dict(self._by_s2(part))
            hidden = [paper for paper in part if paper.id in said and said[paper.id].state != DONE]
            failed = len(self.result.reasons)
            said |= dict(self._by_others(hidden))
            if len(self.result.reasons) > failed:
                # Who may know what is hidden was not heard: to be asked again at the next run.
                for paper in hidden:
                    if publisher_doi(paper) and said[paper.id].state != DONE:
                        del said[paper.id]
            keep(self.library, list(said.values()), REFS, self.at)
            self.result.states |= {number: one.state for number, one in said.items()}
        self.tell(len(named), len(named))
        return self.result

    def _by_s2(self, papers: Sequence[Paper]) -> Iterator[tuple[int, Told]]:
        """Yield what Semantic Scholar says; a batch that it fails on is halved, down to one."""
        self.result.requests += 1
        try:
            names = [names_of(paper)[0] for paper in papers]
            answer = self.ask(citations.references(names)) or ()
        except NetworkError as error:
            self.result.reasons[reason_of(error)] = None
            # One odd paper fails the whole batch; a service that is down fails each half as well.
            if len(papers) > 1 and self.result.halved < _HALVED:
                self.result.halved += 1
                half = len(papers) // 2
                yield from self._by_s2(papers[:half])
                yield from self._by_s2(papers[half:])
            return
        for paper, one in zip(papers, answer, strict=False):
            yield paper.id, _told(paper, one)

    def _by_others(self, papers: Sequence[Paper]) -> Iterator[tuple[int, Told]]:
        """Yield what others say of papers whose references are hidden, or that nobody knew."""
        left = {doi: paper for paper in papers if (doi := publisher_doi(paper))}
        for part in citations.dois_at_once(list(left)):
            for doi, works in self._by_openalex(part):
                paper = left.pop(doi, None)
                if paper is not None:
                    yield paper.id, Told(_self(paper), works, DONE, "openalex")
        for doi, paper in left.items():
            for source, question in (
                ("crossref", citations.crossref_references(doi)),
                ("opencitations", citations.opencitations_references(doi)),
            ):
                if works := self._works(question):
                    yield paper.id, Told(_self(paper), works, DONE, source)
                    break

    def _by_openalex(self, dois: Sequence[str]) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """Yield DOIs with what they cite; OpenAlex names that by numbers, which are asked for."""
        said = self._works(citations.openalex_references(dois))
        numbers = list(dict.fromkeys(name for one in said for name in one.cites))
        works: dict[str, Record] = {}
        for start in range(0, len(numbers), citations.RESOLVED):
            question = citations.openalex_works(numbers[start : start + citations.RESOLVED])
            for record in self._works(question):
                works[str(record.extra.get("openalex", {}).get("id", ""))] = record
        for one in said:
            doi = of_scheme(one.record.identifiers, "doi")
            cited = tuple(works[name] for name in one.cites if name in works)
            if doi is not None and cited:
                yield doi.value, cited

    def _works(self, request: "Request[Any]") -> tuple[Any, ...]:
        """Return an answer; nothing where the service knows nothing, or fails, which is noted."""
        self.result.requests += 1
        try:
            return self.ask(request) or ()
        except NetworkError as error:
            self.result.reasons[reason_of(error)] = None
            return ()


_HALVED = 20
"""Batches that are halved in one run."""


def _told(paper: Paper, said: citations.References | None) -> Told:
    if said is None:
        return Told(_self(paper), (), UNKNOWN, "s2")
    record = replace(_self(paper), source="s2", extra=said.record.extra)
    names = tuple(one for one in said.record.identifiers if one.scheme == "s2")
    record = replace(record, identifiers=(*record.identifiers, *names))
    if said.works is None:
        return Told(record, (), HIDDEN, "s2")
    return Told(record, said.works, DONE, "s2")


def _self(paper: Paper) -> Record:
    """Return the paper itself as a work."""
    return Record(
        source="library", title=paper.title, authors=paper.authors[:3], year=paper.year,
        identifiers=paper.identifiers,
    )  # fmt: skip


def ask_who_cites(library: Library, paper: Paper, ask: Ask, at: str) -> list[str]:
    """Ask who cites a paper, under each of its names: services keep a record for each.

    Returns why services failed; then nothing is kept, because a part would pass for all of it.
    """
    found: dict[str, Record] = {}
    known = False
    names = names_of(paper)
    both = len(names) > 1 and names[1].scheme == "doi"
    try:
        for name in names[:2] if both else names[:1]:
            offset: int | None = 0
            while offset is not None and (page := ask(citations.citing(name, offset))) is not None:
                known = True
                found |= {str(work.identifiers[0]): work for work in page.works}
                offset = page.next
    except NetworkError as error:
        return [reason_of(error)]
    told = Told(_self(paper), tuple(found.values()), DONE if known else UNKNOWN, "s2")
    keep(library, [told], CITED_BY, at)
    return []


def subject(library: Library, query: str, now: str) -> str:
    """Return what a feed of citations is about, a paper under its key.

    Raises ``NotFoundError`` where nothing fits now.
    """
    if named := _named(library, query):
        return named.key
    if not search.ids(library, search.prepare(library, [query], now=now), 1):
        raise NotFoundError(
            f"No paper fits 'citing:{visible(query)}'. It takes a paper (citing:KEY) or a query "
            "(citing:tag:thesis)."
        )
    return query


def _named(library: Library, text: str) -> Candidate | None:
    """Return the paper whose number, key or identifier a text is."""
    if text.isdecimal() and len(text) < 20:
        found = naming.by_number(library.db, int(text))
    else:
        identifier = parse(text)
        found = naming.by_key(library.db, text)
        found = found or (naming.by_identifier(library.db, identifier) if identifier else [])
    return found[0] if len(found) == 1 else None


SEEDS = 200
"""Papers, at most, whose citations one feed brings: a request for each."""


def seeds(library: Library, query: str, now: str) -> tuple[Identifier, ...]:
    """Return the names, by which services know them, of the papers that a feed is about.

    Of a query with more papers those that came last.
    """
    if named := _named(library, query):
        numbers = [named.id]
    else:
        found = search.prepare(library, [query], now=now, sort="added-")
        numbers = search.ids(library, found, SEEDS)
    names = (names_of(paper) for paper in load(library, numbers))
    return tuple(one[0] for one in names if one)
