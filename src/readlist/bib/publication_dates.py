"""When a paper appeared, as a bibliography says it: the year and day of what the entry describes.

The library keeps the day of the preprint, which came first, and the year of the venue beside it
where they differ. An entry that names the venue must not carry the preprint's month.
"""

from readlist.model import VENUE_YEAR, Paper, Rank

SAY_PREPRINT = frozenset({"arxiv", "arxiv-id", "datacite", "hf"})
"""Sources whose dates, of a paper that is on the arXiv, are those of the preprint."""


def appeared(paper: Paper, *, preprint: bool) -> tuple[str, str]:
    """Return the year, and the date (ISO 8601) where it is one of that year; empty if unknown.

    ``preprint`` says that the entry describes the preprint, whatever else is known.
    """
    year = str(paper.year or "") or paper.published[:4]
    if not preprint:
        year = _venue_year(paper) or year
    date = date_of(paper, preprint=preprint)
    return year, date if date and date[:4].lstrip("0") == year.lstrip("0") else ""


def date_of(paper: Paper, *, preprint: bool) -> str:
    """Return the date of what an entry describes, whatever year the entry has."""
    return paper.published if preprint or not _is_of_preprint(paper) else ""


def _venue_year(paper: Paper) -> str:
    """Return the year of the venue, where a person has not said another."""
    said = paper.extra.get(VENUE_YEAR)
    by_person = _ranked(paper, "year")[1] >= Rank.PERSON
    return str(said) if isinstance(said, int) and not by_person else ""


def _is_of_preprint(paper: Paper) -> bool:
    """Say whether the day that is known is that of the preprint, and the paper has a venue."""
    on_arxiv = any(one.scheme == "arxiv" for one in paper.identifiers)
    return on_arxiv and bool(paper.venue) and _ranked(paper, "published")[0] in SAY_PREPRINT


def _ranked(paper: Paper, name: str) -> tuple[str, int]:
    return paper.ranks.get(name) or paper.ranks.get("*") or ("", int(Rank.GUESS))
