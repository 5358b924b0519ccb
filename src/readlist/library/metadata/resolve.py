"""What services say of papers that are named by identifiers, in as few requests as they allow.

For each kind of identifier the sources stand in their order: a later one is asked for what those
before did not know, or could not say because they failed. No I/O: ``ask`` does that.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from readlist.bib.ids import of_scheme
from readlist.errors import NetworkError
from readlist.formats.service_json import venue_year
from readlist.library.metadata.ask import (
    DBLP,
    SCHEMES,
    Ask,
    Tell,
    best_of,
    can_resolve,
    is_known,
    reason_of,
)
from readlist.model import Identifier, Record
from readlist.services import (
    acl,
    arxiv,
    arxiv_oai,
    crossref,
    datacite,
    dblp,
    doi,
    hf,
    openalex,
    openreview,
    page,
    s2,
)
from readlist.services.base import Request
from readlist.services.plugin import requests_for, service_named

T = TypeVar("T")

FOLLOWED = 5
"""Papers up to which published versions are looked up at once, with a request for each."""
FAILED_IN_A_ROW = 3
"""Services that fail one after the other until it is the network that is taken to be down."""
HASTE_S = 20.0
"""Seconds for a source that fails, where others can say the same: arXiv often throttles."""
_FEW = 5
_ALIASED = frozenset({"doi", "s2", "url"})
# The prefixes of DOIs that are never Crossref's.
_DATACITE = ("10.5281/", "10.6084/", "10.48550/")


Question = tuple[Sequence[Identifier], Request[Any]]


@dataclass(slots=True)
class Resolved:
    """What came so far, by the identifier that was asked for; it stands when one is interrupted.

    ``absent`` are those of which the services say that there is no such paper, ``failed`` those
    that they could not be asked for, with the reason.
    """

    found: dict[Identifier, list[Record]] = field(default_factory=dict)
    absent: dict[Identifier, None] = field(default_factory=dict)
    failed: dict[Identifier, str] = field(default_factory=dict)

    def take(self, wanted: Identifier, record: Record) -> None:
        """Take what a service says of a paper under the name by which it was asked for."""
        if wanted not in record.identifiers:
            record = replace(record, identifiers=(wanted, *record.identifiers))
        self.found.setdefault(wanted, []).append(record)

    def forget(self, one: Identifier) -> None:
        """Leave out what was asked for in place of another name."""
        for answers in (self.found, self.absent, self.failed):
            answers.pop(one, None)

    @property
    def reasons(self) -> list[str]:
        """Why services failed, each once."""
        return list(dict.fromkeys(self.failed.values()))


class _Step(NamedTuple):
    """One source: the questions to it, each with the papers that it is about.

    ``fallback`` says that it is asked only where a source before it failed, ``hasty`` that those
    behind it are not kept waiting where somebody waits for the answer.
    """

    questions: Callable[[Sequence[Identifier]], Iterator[Question]]
    fallback: bool = False
    hasty: bool = False


def resolve(
    wanted: Iterable[Identifier], ask: Ask, into: Resolved, tell: Tell, *, patient: bool = False
) -> None:
    """Ask for papers; what came stands in ``into`` also where this is interrupted.

    ``patient`` waits for the best source before others are asked. Of an address that no service
    knows its page is read; what it names is then asked for like anything else.
    """
    pages, named = [], []
    for one in dict.fromkeys(wanted):
        if one.scheme == "url":
            pages.append(one)
        elif is_known(one):
            named.append(one)
    asking = _Asking(ask, into, tell, patient)
    asking.settle(pages, _steps("url", len(pages)))
    told = _told_by_pages(into, pages)
    left = list(dict.fromkeys((*named, *told.values())))
    groups: dict[str, list[Identifier]] = {scheme: [] for scheme in SCHEMES}
    for one in left:
        groups.setdefault(one.scheme, []).append(one)
    for scheme, group in groups.items():
        asking.settle(group, _steps(scheme, len(group)))
    for address, one in told.items():
        into.found[address] = [*into.found.get(one, ()), *into.found[address]]
        if one not in named:
            into.forget(one)
    if len(left) <= FOLLOWED:
        asking.follow()


def _told_by_pages(into: Resolved, pages: Sequence[Identifier]) -> dict[Identifier, Identifier]:
    """Return by which name the paper of a page is asked for; pages that give none are left out."""
    found = {}
    for address in pages:
        records = into.found.get(address, ())
        told = (one for record in records for one in record.identifiers if one.scheme != "url")
        if best := best_of(told):
            found[address] = best
    return found


def resolve_first(
    scheme: str, wanted: Iterable[Identifier], ask: Ask, into: Resolved, tell: Tell,
    age_s: float | None = None,
) -> None:  # fmt: skip
    """Ask for papers the source that stands first, and no other.

    ``age_s`` is how old an answer may be, where that is less than its kind allows.
    """
    fresh = ask if age_s is None else _Fresh(ask, age_s)
    steps = _STEPS[scheme][:1]
    _Asking(fresh, into, tell, patient=True).settle(list(dict.fromkeys(wanted)), steps)


@dataclass(frozen=True, slots=True)
class _Fresh:
    """Asks for answers that are younger than their kind allows."""

    ask: Ask
    age_s: float

    def __call__(self, request: Request[T], /) -> T | None:
        return self.ask(replace(request, age_s=min(self.age_s, request.age_s)))


@dataclass(slots=True)
class _Asking:
    """One walk through the sources; ``silent`` says which failed, and why."""

    ask: Ask
    into: Resolved
    tell: Tell
    patient: bool = False
    silent: dict[str, str] = field(default_factory=dict)
    answered: bool = False

    def settle(self, wanted: Sequence[Identifier], steps: Sequence[_Step]) -> None:
        """Ask source after source until each paper is found, or said not to be."""
        why = dict.fromkeys(wanted, "")
        left = self._left(wanted)
        for step in steps:
            due = [one for one in left if why[one]] if step.fallback else left
            if due:
                self._put(step, due, why)
            left = self._left(left)
        for one in left:
            if why[one]:
                self.into.failed[one] = why[one]
            else:
                self.into.absent[one] = None

    def _left(self, wanted: Sequence[Identifier]) -> list[Identifier]:
        return [one for one in wanted if one not in self.into.found]

    def _put(self, step: _Step, due: Sequence[Identifier], why: dict[Identifier, str]) -> None:
        """Put the questions of one source; ``why`` keeps the first failure of each paper."""
        hasty = step.hasty and not self.patient
        for about, request in step.questions(due):
            asked = replace(request, patience_s=HASTE_S) if hasty else request
            reason = self._question(about, asked)
            for one in about:
                why[one] = why[one] or reason

    def _question(
        self, about: Sequence[Identifier], request: Request[Any], *, again: bool = True
    ) -> str:
        """Ask one question; return why it failed, or nothing."""
        if not self.answered and len(self.silent) >= FAILED_IN_A_ROW:
            return next(iter(self.silent.values()))
        try:
            answer = self.ask(request)
        except NetworkError as error:
            if request.alone:  # says nothing of other addresses
                return reason_of(error)
            return self.silent.setdefault(service_named(request.service).label, reason_of(error))
        self.answered = True
        if isinstance(answer, arxiv.Found) and answer.refused:
            return self._in_halves(about)
        for record in _records(answer):
            self._take(about, record)
        self.tell(len(self.into.found))
        return self._checked(about, answer, again) if isinstance(answer, arxiv.Found) else ""

    def _checked(self, about: Sequence[Identifier], answer: arxiv.Found, again: bool) -> str:
        """Ask once again for what an answer counts and does not hold; return why that failed.

        Short and empty pages are known faults of arXiv's, and no word on what they leave out.
        """
        left = self._left(about)
        if not left:
            return ""
        short = len(answer.records) < answer.total
        if short and answer.records and again:
            reasons = [self._question(part, request, again=False) for part, request in _arxiv(left)]
            return next(filter(None, reasons), "")
        # None of three may be mistyped numbers; none of fifty is an answer that came empty.
        empty = len(left) == len(about) > _FEW
        if short or empty:
            return f"arXiv answered with {len(about) - len(left)} of {len(about)} papers."
        return ""

    def _in_halves(self, about: Sequence[Identifier]) -> str:
        """Ask again without the one identifier for which arXiv refuses all of them."""
        if len(about) == 1:
            return ""
        middle = len(about) // 2
        reasons = [
            self._question(part, request)
            for half in (about[:middle], about[middle:])
            for part, request in _arxiv(half)
        ]
        return next(filter(None, reasons), "")

    def _take(self, about: Sequence[Identifier], record: Record) -> None:
        """Take a record for the papers that it names, or for the only one that was asked for.

        It need not name that one: a DOI may be an alias of the one that Crossref answers with. But
        no paper has two identifiers of the arXiv: one with another is another paper.
        """
        named = [one for one in about if one in record.identifiers]
        if not named and len(about) == 1:
            schemes = {one.scheme for one in record.identifiers}
            scheme = about[0].scheme
            named = list(about) if scheme in _ALIASED or scheme not in schemes else []
        for one in named:
            self.into.take(one, record)

    def follow(self) -> None:
        """Ask where papers of the arXiv appeared, of which the authors gave the DOI."""
        for wanted, records in list(self.into.found.items()):
            if wanted.scheme != "arxiv" or any(one.venue for one in records):
                continue
            published = of_scheme((one for record in records for one in record.identifiers), "doi")
            if published is None:
                continue
            try:
                found = self.ask(crossref.work(published.value))
            except NetworkError:
                return  # the paper itself is there; where it appeared, 'enrich' finds later
            if found:
                self.into.take(wanted, dated(found, wanted))


def dated(published: Record, preprint: Identifier) -> Record:
    """Return what is said of a published version as that of its preprint, with the venue's year."""
    identifiers = (preprint, *(one for one in published.identifiers if one != preprint))
    extra = venue_year(identifiers, published.venue, published.year)
    return replace(published, identifiers=identifiers, extra={**published.extra, **extra})


def _records(answer: object) -> Iterator[Record]:
    several = answer.records if isinstance(answer, arxiv.Found) else answer
    for one in several if isinstance(several, tuple) else (several,):
        if isinstance(one, Record):
            yield one


def _arxiv(wanted: Sequence[Identifier]) -> Iterator[Question]:
    values = [one.value for one in wanted]
    for number, request in enumerate(arxiv.by_ids(values)):
        yield wanted[number * arxiv.BATCH : (number + 1) * arxiv.BATCH], request


def _openalex(wanted: Sequence[Identifier]) -> Iterator[Question]:
    """Yield the questions for many papers; each answer may be about any of them."""
    dois = [f"10.48550/arxiv.{v}" if scheme == "arxiv" else v for scheme, v in wanted]
    for request in openalex.by_dois(dois):
        yield wanted, request


def _s2(wanted: Sequence[Identifier]) -> Iterator[Question]:
    for request in s2.by_ids(wanted):
        yield wanted, request


def _each(
    make: Callable[[str], Request[Any]], fits: Callable[[str], bool] = bool
) -> Callable[[Sequence[Identifier]], Iterator[Question]]:
    """Return what asks for one paper at a time; what is no identifier there is left out."""

    def questions(wanted: Sequence[Identifier]) -> Iterator[Question]:
        for one in wanted:
            if fits(one.value):
                try:
                    yield [one], make(one.value)
                except ValueError:
                    continue

    return questions


def _oai(wanted: Sequence[Identifier]) -> Iterator[Question]:
    """Yield the questions for a few papers, which are answered slowly, one by one."""
    if len(wanted) <= _FEW:
        yield from _each(arxiv_oai.paper)(wanted)


def _dblp(url: str) -> Request[Record]:
    found = DBLP.fullmatch(url)
    return dblp.record(found[1].removesuffix(".html").removesuffix(".bib") if found else "")


def _corpus(url: str) -> Request[Record | None]:
    return s2.paper(Identifier("url", url))


def _page(url: str) -> Request[Record | None]:
    """Return the question for a page. Raises ``ValueError`` for those of services."""
    if can_resolve(Identifier("url", url)):
        raise ValueError(url)
    return page.page(url)


def _plugins(wanted: Sequence[Identifier]) -> Iterator[Question]:
    """Yield the questions to services that other packages add."""
    for one in wanted:
        for request in requests_for(one):
            yield [one], request


def _steps(scheme: str, count: int) -> tuple[_Step, ...]:
    """Return the sources for so many papers: of many, first those that take them all at once.

    Services of other packages stand last, but before the page of an address.
    """
    own = _STEPS.get(scheme, ())
    if scheme == "arxiv" and count > _FEW:
        first, oai, datacite_, hf_, openalex_, s2_, last = own
        own = (first, oai, openalex_, datacite_._replace(fallback=True), hf_, s2_, last)
    if own and scheme == "url":  # whoever knows the address comes before its page
        return (*own[:-1], _Step(_plugins), own[-1])
    return (*own, _Step(_plugins))


_STEPS = {
    "arxiv": (
        _Step(_arxiv, hasty=True),
        # At once where the query API alone is out of order; it throttles for all of the arXiv.
        _Step(_oai, fallback=True, hasty=True),
        _Step(_each(datacite.eprint)),
        _Step(_each(hf.paper, hf.is_indexed), fallback=True),
        _Step(_openalex, fallback=True),
        _Step(_s2, fallback=True),
        _Step(_oai, fallback=True),
    ),
    "doi": (
        _Step(_each(crossref.work, lambda value: not value.startswith(_DATACITE))),
        _Step(_each(datacite.doi)),
        _Step(_each(doi.csl)),
        _Step(_openalex, fallback=True),
    ),
    "acl": (_Step(_each(acl.paper)), _Step(_s2, fallback=True)),
    "openreview": (_Step(_each(openreview.note)), _Step(_each(openreview.old_note))),
    "pmid": (_Step(_s2),),
    "pmcid": (_Step(_s2),),
    "s2": (_Step(_s2),),
    "url": (_Step(_each(_dblp)), _Step(_each(_corpus)), _Step(_each(_page))),
}
"""The sources of each kind of identifier, in the order in which they are asked and believed."""
