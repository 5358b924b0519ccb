"""What became of papers that are known: new versions, publication, withdrawal, retraction.

arXiv is asked for all of them at once, Crossref for each DOI. Where a preprint has appeared, which
arXiv mostly does not know, the services are asked that ``enrich`` asks: hundreds of papers at once
first, by title only those whose authors say that they are published. What changed is kept with the
paper as its news, the newest ``NEWS_LIMIT``, and taken back with the rest by ``undo``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from readlist.bib.ids import of_scheme
from readlist.identity.absorb import AbsorbOptions, Contradiction, Outcome
from readlist.identity.merge import Draft, draft_of, rank_of, remember_title
from readlist.library.imports.save import absorb_records
from readlist.library.metadata.ask import Ask, Tell
from readlist.library.metadata.enrich_steps import PUBLICATION, Asking
from readlist.library.metadata.missing import arxiv_of
from readlist.library.metadata.news import NEWS, NEWS_LIMIT, READ, Change, news_list, stored
from readlist.library.metadata.resolve import Resolved, dated, resolve_first
from readlist.model import VENUE_YEAR, Identifier, Paper, Rank, Record
from readlist.store.journal import Transaction
from readlist.store.papers import by_identifiers, load, pairs_apart
from readlist.store.write import save_papers
from readlist.text import fold

DISPUTED = "disputed"
"""Where ``extra`` keeps which contradictions were told: of each field who said what."""
ARXIV_AGE_S = 6 * 3_600.0
"""How old an answer of arXiv may be, which announces once a day."""
# What arXiv says anew each time; other keys beside them come from elsewhere and stay.
_SAID_ANEW = frozenset({"version", "updated", "categories", "comment", "journal_ref", "withdrawn"})
_FACTS = ("title", "authors", "abstract")


class Changed(NamedTuple):
    """A paper and what is new about it; ``joined`` says that it was two papers before."""

    paper: Paper
    changes: tuple[Change, ...]
    joined: bool = False


class Disputed(NamedTuple):
    """A fact on which a service differs from the library, which keeps the better source's.

    It is told once; another value of the same source is told again.
    """

    key: str
    source: str
    contradiction: Contradiction


class Refreshed(NamedTuple):
    """What a run brought: papers with news, and contradictions that a person should see.

    ``completed`` are the papers that were only told more of: that is no news of them.
    """

    changed: tuple[Changed, ...]
    disputed: tuple[Disputed, ...]
    completed: tuple[int, ...]


def ask_for(papers: Sequence[Paper], ask: Ask, into: Resolved, tell: Tell) -> None:
    """Ask what is said now of papers; read ones first, in case that this is interrupted.

    What has a DOI now that it had not is asked for by that as well.
    """
    order = sorted(papers, key=lambda paper: paper.reading.status not in READ)
    eprints = [one for paper in order for one in paper.identifiers if one.scheme == "arxiv"]
    resolve_first("arxiv", eprints, ask, into, tell, age_s=ARXIV_AGE_S)
    dois = [one for paper in order for one in _dois(paper.identifiers, into)]
    resolve_first("doi", dois, ask, into, tell)
    _look_for_publications(order, ask, into, tell)
    found = [one for paper in order for one in _dois(paper.identifiers, into) if one not in dois]
    resolve_first("doi", found, ask, into, tell)


def _look_for_publications(papers: Sequence[Paper], ask: Ask, into: Resolved, tell: Tell) -> None:
    """Ask where preprints appeared of which nobody has said it, until one service knows.

    A service that fails is no failure where another one answers in its place.
    """
    asking = Asking(ask)
    left = _unpublished(papers, into)
    unanswered = set(left)
    for step in PUBLICATION:
        due = [paper for paper, _ in left.values() if step.due(paper)]
        for said in step.run(due, asking):
            unanswered.discard(said.paper_id)
            if published := next((one for one in said.records if one.venue), None):
                _, preprint = left.pop(said.paper_id)
                into.take(preprint, dated(published, preprint))
                tell(len(into.found))
    if reason := next(iter(asking.reasons), ""):
        for number in unanswered & left.keys():
            into.failed[left[number][1]] = reason


def _unpublished(papers: Sequence[Paper], into: Resolved) -> dict[int, tuple[Paper, Identifier]]:
    """Return preprints of which nobody says where they appeared, with their names on the arXiv."""
    found = {}
    for paper in papers:
        preprint = arxiv_of(paper)
        if preprint is None or preprint in into.failed:
            continue
        records = said_of([paper], into).get(paper.id, ())
        if not any(one.venue for one in records):
            # Its comment may say since "Accepted at".
            found[paper.id] = (renewed(paper, records), preprint)
    return found


def _dois(identifiers: Iterable[Identifier], into: Resolved) -> Iterator[Identifier]:
    """Yield the DOIs of a paper, those that arXiv knows included."""
    for one in identifiers:
        if one.scheme == "doi":
            yield one
        for record in into.found.get(one, ()):
            yield from (name for name in record.identifiers if name.scheme == "doi")


def said_of(papers: Sequence[Paper], into: Resolved) -> dict[int, list[Record]]:
    """Return what was said of each paper, by its number; arXiv first."""
    said = {}
    for paper in papers:
        eprint = of_scheme(paper.identifiers, "arxiv")
        records = list(into.found.get(eprint, ())) if eprint else []
        for doi in dict.fromkeys(_dois(paper.identifiers, into)):
            found = into.found.get(doi, ())
            records += [dated(one, eprint) if eprint else one for one in found]
        if records:
            said[paper.id] = records
    return said


def refresh(
    tx: Transaction, said: Mapping[int, Sequence[Record]], options: AbsorbOptions
) -> Refreshed:
    """Let papers take what is said of them now, and keep what is news."""
    before = {paper.id: paper for paper in load(tx.library, list(said))}
    said = _of_these(tx, said)
    batch = [(number, record) for number in before for record in said[number]]
    outcomes = absorb_records(tx, [record for _, record in batch], replace(options, trusting=True))
    now_at = {
        number: outcome.paper_id for (number, _), outcome in zip(batch, outcomes, strict=True)
    }
    places = {now_at.get(number, number) for number in before}
    after = {paper.id: paper for paper in load(tx.library, sorted(places))}
    found: dict[int, Changed] = {}
    for number, former in before.items():
        place = now_at.get(number, number)
        known = found.get(place, Changed(after[place], ()))
        changes = tuple(news_of(former, said[number], tx.at))
        newer = renewed(known.paper, said[number], changes)
        joined = known.joined or place != number
        found[place] = Changed(newer, (*known.changes, *changes), joined)
    disputed = tuple(_disputed(found, outcomes))
    save_papers(
        tx, [(after[place], _with_told(one.paper, disputed)) for place, one in found.items()]
    )
    return Refreshed(
        tuple(one for one in found.values() if one.changes or one.joined),
        disputed,
        tuple(_completed(before, found)),
    )


def _of_these(tx: Transaction, said: Mapping[int, Sequence[Record]]) -> dict[int, list[Record]]:
    """Return what is said of papers, without what names one that the person keeps apart from it."""
    named = by_identifiers(
        tx.db, {i for records in said.values() for record in records for i in record.identifiers}
    )
    apart = set(pairs_apart(tx.db, {*said, *named.values()}))

    def is_of(number: int, record: Record) -> bool:
        others = {named[one] for one in record.identifiers if one in named}
        return apart.isdisjoint((min(number, one), max(number, one)) for one in others)

    return {
        number: [record for record in records if is_of(number, record)]
        for number, records in said.items()
    }


def _completed(before: Mapping[int, Paper], found: Mapping[int, Changed]) -> Iterator[int]:
    """Yield papers without news of which more is known; who said what was known is not more."""
    for place, one in found.items():
        if not (one.changes or one.joined):
            former = before[place]
            if replace(one.paper, ranks=former.ranks) != former:
                yield place


def _disputed(found: Mapping[int, Changed], outcomes: Sequence[Outcome]) -> Iterator[Disputed]:
    """Yield contradictions that stand: neither what the same source says anew, nor told ones."""
    for outcome in outcomes:
        paper = found[outcome.paper_id].paper
        for one in outcome.contradictions:
            source, _ = rank_of(paper.ranks, one.field)
            stands = getattr(paper, one.field) != getattr(outcome.record, one.field)
            told = _told(paper).get(one.field, {}).get(outcome.record.source)
            if stands and source != outcome.record.source and told != one.said:
                yield Disputed(paper.key, outcome.record.source, one)


def _told(paper: Paper) -> dict[str, dict[str, Any]]:
    """Return which contradictions of a paper were told: of each field who said what."""
    found = paper.part(DISPUTED).items()
    return {name: dict(said) for name, said in found if isinstance(said, Mapping)}


def _with_told(paper: Paper, disputed: Iterable[Disputed]) -> Paper:
    """Return a paper that remembers which of its contradictions were told."""
    told = _told(paper)
    for key, source, one in disputed:
        if key == paper.key:
            told.setdefault(one.field, {})[source] = one.said
    return replace(paper, extra={**paper.extra, DISPUTED: told}) if told else paper


def news_of(paper: Paper, said: Sequence[Record], at: str) -> Iterator[Change]:
    """Yield what is new about a paper; what was never asked for before is only the worst."""
    for record in said:
        if record.source == "arxiv":
            yield from _news_of_arxiv(paper, record, at)
        known = paper.part("crossref").get("retracted")
        if record.part("crossref").get("retracted") and not known:
            yield Change(at, "retracted", "", "")
    if published := publication(paper, said, at):
        yield published


def _news_of_arxiv(paper: Paper, record: Record, at: str) -> Iterator[Change]:
    known, said = paper.part("arxiv"), record.part("arxiv")
    if said.get("withdrawn") and not known.get("withdrawn"):
        yield Change(at, "withdrawn", "", str(said.get("comment", "")))
    if not _asked_before(paper):  # else all that arXiv says would be news, of years ago
        return
    former, version = known.get("version"), said.get("version")
    if isinstance(former, int) and isinstance(version, int) and version > former:
        yield Change(at, "version", f"v{former}", f"v{version}")
        own = rank_of(paper.ranks, "title")[0] == record.source
        if own and record.title and fold(record.title) != fold(paper.title):
            yield Change(at, "title", paper.title, record.title)


def _asked_before(paper: Paper) -> bool:
    known = paper.part("arxiv")
    return bool(known.get("updated") or known.get("version"))


def publication(paper: Paper, said: Sequence[Record], at: str) -> Change | None:
    """Return where a paper appeared, once: by arXiv's journal reference or DOI, else by its venue.

    Other services are believed of a preprint that one of them knew before: of one that came from
    a file or a list they only say what the file left out.
    """
    if _asked_before(paper):
        for record in said:
            if record.source == "arxiv" and (found := _publication_on_arxiv(paper, record, at)):
                return found
    known = Rank.AGGREGATOR <= rank_of(paper.ranks, "title")[1] <= Rank.ISSUER
    if paper.venue or not known or arxiv_of(paper) is None:
        return None
    for record in said:
        if record.venue and record.source != "arxiv":
            return Change(at, "published", "", _dated_venue(record))
    return None


def _dated_venue(record: Record) -> str:
    """Return a venue with its year: ``ICML (2025)``, and ``Vision (ICCV 2025)`` as it is."""
    year = record.extra.get(VENUE_YEAR) or record.year
    return f"{record.venue} ({year})" if year and str(year) not in record.venue else record.venue


def _publication_on_arxiv(paper: Paper, record: Record, at: str) -> Change | None:
    known = paper.part("arxiv").get("journal_ref", "")
    said = record.part("arxiv").get("journal_ref", "")
    if known and said and known != said:
        return Change(at, "journal-ref", str(known), str(said))
    if paper.venue:  # where it appeared is known already, and was news once
        return None
    new = (one for one in record.identifiers if one not in paper.identifiers)
    doi = of_scheme(new, "doi")
    if doi or (said and not known):
        return Change(at, "published", "", str(said or doi))
    return None


def renewed(
    paper: Paper, said: Sequence[Record], changes: Sequence[Change] = (), *, whole: bool = True
) -> Paper:
    """Return a paper with what its own source says of it now, and with its news.

    ``absorb`` keeps what is known; here the same source has said something else since. A feed says
    less than the source itself: without ``whole`` what it leaves out stays.
    """
    draft = draft_of(paper)
    for record in said:
        _take_facts(draft, record)
        for name in (record.source, "primary_class"):
            if name in record.extra:
                known = draft.extra.get(name)
                draft.extra[name] = _with_known(known, record.extra[name], whole=whole)
    if changes:
        news = [*news_list(paper), *(stored(one) for one in changes)]
        draft.extra[NEWS] = news[-NEWS_LIMIT:]
    return replace(draft.paper(), lists=paper.lists)


def _take_facts(draft: Draft, record: Record) -> None:
    """Take facts that this very source said before; a person's and other sources' stand."""
    for name in _FACTS:
        value, known = getattr(record, name), draft.facts.get(name)
        if not value or value == known or draft.ranks.get(name) != (record.source, record.rank):
            continue
        if name == "title":
            remember_title(draft, known or "", value)
        draft.facts[name] = value


def _with_known(known: Any, said: Any, *, whole: bool) -> Any:
    """Return what is said with what is known beside it; ``whole`` drops what is said no more."""
    if not (isinstance(known, Mapping) and isinstance(said, Mapping)):
        return said
    gone = _SAID_ANEW if whole else frozenset()
    return {**{name: value for name, value in known.items() if name not in gone}, **said}
