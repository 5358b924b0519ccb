"""The questions that complete papers, service by service, bulk before single; no I/O of its own.

Each step says which papers it is for and asks about them; what a service said comes as ``Said``,
paper by paper, so that the caller can keep it while the rest is still being asked. A paper about
which a service could not be asked is left out: it waits for the next run.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readlist.errors import NetworkError
from readlist.identity.title_match import match, title_index
from readlist.library.metadata.ask import Ask, best_of, can_resolve, page_of, reason_of
from readlist.library.metadata.missing import (
    arxiv_of,
    family_of,
    is_accepted,
    is_named,
    lacks,
    sought,
)
from readlist.library.metadata.resolve import Resolved, dated, resolve
from readlist.model import Identifier, Paper, Record, Status
from readlist.services import arxiv, crossref, dblp, hf, openalex, s2
from readlist.services.arxiv import Sought
from readlist.services.base import SERVICES, Request

AT_ONCE = 50
"""Papers whose identifiers are resolved together, and kept together."""


class Said(NamedTuple):
    """What services say of one paper: what it surely is, or else what it may be."""

    paper_id: int
    records: tuple[Record, ...] = ()
    candidates: tuple[Record, ...] = ()


@dataclass(slots=True)
class Asking:
    """Asks, and takes note of services that failed; ``reasons`` in the order of their failure."""

    ask: Ask
    reasons: dict[str, None] = field(default_factory=dict)

    def answered(self, request: Request[Any]) -> tuple[bool, Any]:
        """Return whether a service answered, and what."""
        try:
            return True, self.ask(request)
        except NetworkError as error:
            self.reasons[reason_of(error)] = None
            return False, None


class Step(NamedTuple):
    """One kind of question.

    ``at_once`` papers take one request of a service; ``share`` of the papers that lack what the
    step may bring are expected to be left for it.
    """

    name: str
    service: str
    due: Callable[[Paper], bool]
    run: Callable[[Sequence[Paper], Asking], Iterator[Said]]
    at_once: float = 1
    share: float = 1.0

    @property
    def label(self) -> str:
        """The name of the service, for people."""
        return SERVICES[self.service].label


def _is_known(paper: Paper) -> bool:
    """Say whether the paper's own identifiers may tell what is missing."""
    if best_of(paper.identifiers) is None:
        return not paper.title and page_of(paper.identifiers) is not None
    missing = lacks(paper)
    unread = arxiv_of(paper) is not None and "arxiv" not in paper.extra
    return any(need in missing for need in ("authors", "abstract", "date")) or unread


def _known(papers: Sequence[Paper], asking: Asking) -> Iterator[Said]:
    for start in range(0, len(papers), AT_ONCE):
        part = papers[start : start + AT_ONCE]
        wanted = {
            paper.id: best_of(paper.identifiers) or page_of(paper.identifiers) for paper in part
        }
        into = Resolved()
        named = (one for one in wanted.values() if one)
        resolve(named, asking.ask, into, lambda _found: None, patient=True)
        asking.reasons.update(dict.fromkeys(into.reasons))
        for number, one in wanted.items():
            if one and one not in into.failed:
                yield Said(number, tuple(into.found.get(one, ())))


def _is_nameless(paper: Paper) -> bool:
    return bool(paper.title) and not is_named(paper)


def _is_elsewhere(paper: Paper) -> bool:
    """Say whether the arXiv may have a paper, with its abstract, that we know from elsewhere."""
    missing = lacks(paper)
    return bool(paper.title) and not arxiv_of(paper) and (
        "identifier" in missing or "abstract" in missing
    )  # fmt: skip


def _on_arxiv(papers: Sequence[Paper], asking: Asking) -> Iterator[Said]:
    """Ask for many titles at once, then for those that were not found with some of their words."""
    by_id = {paper.id: paper for paper in papers}
    titles = [Sought(paper.id, paper.title, family_of(paper)) for paper in papers]
    # Of too few words to be searched for: there is nothing to ask, now or later.
    yield from (Said(one.number) for one in titles if not arxiv.has_exact(one))
    left: list[Sought] = []
    for said, one in _answers(arxiv.exact, titles, by_id, asking):
        if said.records or not arxiv.has_tolerant(one):
            yield said
        else:
            left.append(one)
    for said, _ in _answers(arxiv.tolerant, left, by_id, asking):
        yield said


Make = Callable[[Sequence[Sought]], Iterator[arxiv.Batch]]


def _answers(
    make: Make, titles: Sequence[Sought], papers: Mapping[int, Paper], asking: Asking
) -> Iterator[tuple[Said, Sought]]:
    for batch in make(titles):
        came, found = asking.answered(batch.request)
        if not came or found is None:
            continue
        if found.refused:
            yield from _refused(make, batch.sought, papers, asking)
            continue
        likely = title_index(found.records)
        for one in batch.sought:
            paper = papers[one.number]
            decided = match(sought(paper), likely(paper.title))
            yield Said(one.number, decided.sure, decided.candidates), one


def _refused(
    make: Make, titles: Sequence[Sought], papers: Mapping[int, Paper], asking: Asking
) -> Iterator[tuple[Said, Sought]]:
    """Ask again without the one title that the service does not understand."""
    if len(titles) == 1:
        yield Said(titles[0].number), titles[0]
        return
    middle = len(titles) // 2
    for half in (titles[:middle], titles[middle:]):
        yield from _answers(make, half, papers, asking)


def _by_title(
    question: Callable[[Paper], Request[Any]],
) -> Callable[[Sequence[Paper], Asking], Iterator[Said]]:
    """Return what asks a service for one title after the other."""

    def run(papers: Sequence[Paper], asking: Asking) -> Iterator[Said]:
        for paper in papers:
            came, found = asking.answered(question(paper))
            if came:
                # One without an identifier names nothing, so that nothing is gained by it.
                named = [record for record in found or () if record.identifiers]
                decided = match(sought(paper), named)
                yield Said(paper.id, decided.sure, decided.candidates)

    return run


def _lacks_venue(paper: Paper) -> bool:
    return is_named(paper) and "venue" in lacks(paper)


def _may_be_published(paper: Paper) -> bool:
    """Say whether it is worth a request to look for the published version."""
    return _lacks_venue(paper) and bool(family_of(paper)) and is_accepted(paper)


def _published(
    question: Callable[[Paper], Request[Any]],
) -> Callable[[Sequence[Paper], Asking], Iterator[Said]]:
    """Return what looks for the published version of preprints, one after the other."""

    def run(papers: Sequence[Paper], asking: Asking) -> Iterator[Said]:
        for paper in papers:
            preprint = arxiv_of(paper)
            came, found = asking.answered(question(paper))
            if came and preprint:
                sure = match(sought(paper), found or ()).sure
                yield Said(paper.id, tuple(dated(one, preprint) for one in sure if one.venue))

    return run


def _in_bulk(
    questions: Callable[[Sequence[Paper]], Iterator[Request[Any]]], at_once: int
) -> Callable[[Sequence[Paper], Asking], Iterator[Said]]:
    """Return what asks for many papers by their identifiers, and matches them by those."""

    def run(papers: Sequence[Paper], asking: Asking) -> Iterator[Said]:
        for start in range(0, len(papers), at_once):
            part = papers[start : start + at_once]
            found: dict[Identifier, Record] = {}
            whole = True
            for request in questions(part):
                came, records = asking.answered(request)
                whole = whole and came
                for record in records or ():
                    found |= dict.fromkeys(record.identifiers, record)
            for paper in part:
                records = [found[one] for one in paper.identifiers if one in found]
                if records or whole:
                    yield Said(paper.id, tuple(records[:1]))

    return run


def _at_s2(papers: Sequence[Paper]) -> Iterator[Request[Any]]:
    return s2.by_ids([one for paper in papers for one in _names(paper, can_resolve)])


def _at_openalex(papers: Sequence[Paper]) -> Iterator[Request[Any]]:
    has_doi = {"arxiv": "10.48550/arxiv.", "doi": ""}  # the arXiv gives each of its papers one
    named = [one for paper in papers for one in _names(paper, lambda i: i.scheme in has_doi)]
    return openalex.by_dois([has_doi[one.scheme] + one.value for one in named])


def _names(paper: Paper, fits: Callable[[Identifier], bool]) -> list[Identifier]:
    found = best_of(one for one in paper.identifiers if fits(one))
    return [found] if found else []


def _may_have_code(paper: Paper) -> bool:
    """Say whether it is worth a request to look for code: of what is still to be read."""
    if paper.reading.status not in (Status.TO_READ, Status.READING):
        return False
    found = arxiv_of(paper)
    return found is not None and hf.is_indexed(found.value) and "code" in lacks(paper)


def _code(papers: Sequence[Paper], asking: Asking) -> Iterator[Said]:
    for paper in papers:
        found = arxiv_of(paper)
        came, record = asking.answered(hf.paper(found.value)) if found else (False, None)
        if came:
            yield Said(paper.id, (record,) if record else ())


STEPS = (
    Step("known", "arxiv_api", _is_known, _known, AT_ONCE),
    Step("arxiv", "arxiv_api", _is_elsewhere, _on_arxiv, 25),
    Step("hf", "hf", _is_nameless, _by_title(lambda p: hf.search(p.title)), share=0.3),
    Step(
        "crossref", "crossref", _is_nameless,
        _by_title(lambda p: crossref.by_title(p.title, family_of(p), sought(p).year)), share=0.3,
    ),
    Step("dblp", "dblp", _is_nameless, _by_title(lambda p: dblp.by_title(p.title)), share=0.2),
    Step("s2", "s2", _is_nameless, _by_title(lambda p: s2.match(p.title)), share=0.2),
    Step(
        "openalex", "openalex", _is_nameless, _by_title(lambda p: openalex.by_title(p.title)),
        share=0.2,
    ),
    Step("named", "crossref", _is_known, _known, AT_ONCE, share=0.1),
    Step("s2-known", "s2", _lacks_venue, _in_bulk(_at_s2, s2.BATCH), s2.BATCH),
    Step(
        "openalex-known", "openalex", _lacks_venue, _in_bulk(_at_openalex, openalex.BATCH),
        openalex.BATCH,
    ),
    Step(
        "crossref-published", "crossref", _may_be_published,
        _published(lambda p: crossref.by_title(p.title, family_of(p))), share=0.3,
    ),
    Step(
        "dblp-published", "dblp", _may_be_published, _published(lambda p: dblp.by_title(p.title)),
        share=0.3,
    ),
    Step("hf-known", "hf", _may_have_code, _code),
)  # fmt: skip
"""The questions in their order: what costs one request for many papers comes first."""
PUBLICATION = tuple(one for one in STEPS if one.name.endswith("-published") or one.name in {
    "s2-known", "openalex-known",
})  # fmt: skip
"""Those that say where a preprint appeared, whose answer is another one some months later."""
