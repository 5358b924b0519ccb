"""One form of papers that have two: the preprint alone, or what was published alone; pure.

The library keeps both as one paper; a bibliography may want either.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from readlist.bib.dates import appeared, date_of
from readlist.bib.details import PLACE
from readlist.bib.ids import arxiv_month, of_scheme
from readlist.bib.types import PREPRINTS
from readlist.errors import UsageError
from readlist.model import VENUE_YEAR, Paper

FORMS = ("published", "preprint")
_OF_PREPRINTS = frozenset({"arxiv", "s2", "url"})
"""Schemes that name a preprint as well as anything."""
# What a bibliography says of the work itself, wherever it appeared.
_OF_THE_WORK = frozenset({"title", "language", "langid", "keywords", "abstract", "annote", "file"})


def preferred(papers: Iterable[Paper], form: str) -> Iterator[Paper]:
    """Yield papers in one form, those that have no other as they are. Raises ``UsageError``."""
    if form not in FORMS:
        raise UsageError(f"There is no form {form!r} to prefer; there are published and preprint.")
    reduce = _published if form == "published" else _preprint
    return (reduce(paper) for paper in papers)


def _published(paper: Paper) -> Paper:
    """Return a paper as it appeared, without its preprint and the day of that."""
    eprint = of_scheme(paper.identifiers, "arxiv")
    if not eprint or not paper.venue or PREPRINTS.match(paper.venue):
        return paper
    year, _ = appeared(paper, preprint=False)
    return replace(
        paper,
        year=int(year) if year.isdecimal() else paper.year,
        published=date_of(paper, preprint=False),
        identifiers=tuple(one for one in paper.identifiers if one.scheme != "arxiv"),
        extra=_without(paper, "arxiv", "primary_class"),
    )


def _preprint(paper: Paper) -> Paper:
    """Return a paper as it stands on the arXiv, with the year of its first version."""
    eprint = of_scheme(paper.identifiers, "arxiv")
    if eprint is None:
        return paper
    month = arxiv_month(eprint.value)
    same = not month or paper.published.startswith(month[:4])
    details = paper.part(PLACE).items()
    kept = {name: value for name, value in details if name in _OF_THE_WORK}
    extra = _without(paper, PLACE, VENUE_YEAR, "crossref")
    return replace(
        paper,
        venue="",
        kind="preprint",
        identifiers=tuple(one for one in paper.identifiers if one.scheme in _OF_PREPRINTS),
        year=int(month[:4]) if month else paper.year,
        published=paper.published if same else month,
        extra={**extra, PLACE: kept} if kept else extra,
    )


def _without(paper: Paper, *names: str) -> dict[str, Any]:
    return {name: value for name, value in paper.extra.items() if name not in names}
