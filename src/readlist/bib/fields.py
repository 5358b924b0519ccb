"""Which fields of a paper are written: what ``export --fields`` names, whatever the format.

``title,authors,doi`` writes these alone, ``-tags,-url`` leaves some out, ``+abstract`` adds what a
format does not write by itself. BibTeX's names (``author``, ``journal``, ``keywords``) mean the
same fields; a detail such as ``volume`` goes by its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from readlist import model
from readlist.bib import ids
from readlist.bib.details import PLACE, VERBATIM_PLACE
from readlist.errors import UsageError
from readlist.model import NOTHING, OF_READING, Paper
from readlist.text import nearest

_MEANINGS = {
    "author": "authors", "journal": "venue", "journaltitle": "venue", "booktitle": "venue",
    "howpublished": "venue", "school": "venue", "institution": "venue", "keywords": "tags",
    "keyword": "tags", "annote": "notes", "annotation": "notes", "date": "year", "month": "year",
    "published": "year", "eprint": "arxiv", "archiveprefix": "arxiv", "primaryclass": "arxiv",
    "eprinttype": "arxiv", "eprintclass": "arxiv", "type": "kind", "list": "lists",
    "remark": "remarks", "note": "notes", "tag": "tags", "link": "links", "file": "links",
}  # fmt: skip
_DETAILS = frozenset(
    "volume number issue pages publisher address location edition series chapter editor translator "  # noqa: SIM905
    "language langid issn url urldate day note addendum copyright crossref eid pagetotal pubstate "
    "shorttitle subtitle version month".split()
)


_EMPTY = Paper(id=0, key="")
_GOES_WITH = {"author_count": "authors", "published": "year", "titles": "aliases"}
"""Fields that say nothing without another one."""
_ALWAYS = frozenset({"key", "extra", "ranks", "others"})


def _without(field: str) -> Callable[[Paper], Paper]:
    empty = {one: getattr(_EMPTY, one) for one in (*model.FIELDS, "lists")
             if field in (one, _GOES_WITH.get(one))}  # fmt: skip
    return lambda paper: replace(paper, **empty)


def _unread(field: str) -> Callable[[Paper], Paper]:
    empty: dict[str, Any] = {field: getattr(_EMPTY.reading, field)}
    return lambda paper: replace(paper, reading=replace(paper.reading, **empty))


def _without_scheme(scheme: str) -> Callable[[Paper], Paper]:
    def without(paper: Paper) -> Paper:
        kept = tuple(found for found in paper.identifiers if found.scheme != scheme)
        return replace(paper, identifiers=kept)

    return without


_BLANKS: dict[str, Callable[[Paper], Paper]] = {
    **{one: _without(one) for one in model.FIELDS if one not in _ALWAYS | _GOES_WITH.keys()},
    "lists": _without("lists"),
    "remarks": lambda paper: replace(
        paper, lists=tuple(entry._replace(remark="") for entry in paper.lists)
    ),
    **{one: _unread(one) for one in OF_READING},
    # Those of schemes that have no name here; the others are blanks of their own.
    "identifiers": lambda paper: replace(
        paper, identifiers=tuple(one for one in paper.identifiers if one.scheme in ids.SCHEMES)
    ),
    **{scheme: _without_scheme(scheme) for scheme in ids.SCHEMES},
}
FIELDS = tuple(_BLANKS)
"""Names of fields; those of BibTeX and of details are understood as well."""


class Choice(NamedTuple):
    """Fields to write: ``only`` these (empty: all), ``without`` those, ``extras`` besides.

    ``named`` are the fields of ``only`` as the person named them, in that order.
    """

    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    extras: frozenset[str] = frozenset()
    named: tuple[str, ...] = ()

    def wants(self, name: str) -> bool:
        """Say whether a field of this name, in a format's own words, is written."""
        if not self.only and not self.without:
            return True
        names = {name.lower(), _MEANINGS.get(name.lower(), name.lower())}
        if names & self.without:
            return False
        return not self.only or bool(names & self.only)


def choice(text: str) -> Choice:
    """Read what ``--fields`` says. Raises ``UsageError`` with the nearest name."""
    only, without, extras = set(), set(), set()
    named = []
    for word in filter(None, re.split(r"[,\s]+", text.strip().lower())):
        name = word.lstrip("+-")
        if name != "reading" and not (name in FIELDS or name in _DETAILS or name in _MEANINGS):
            near = nearest(name, (*FIELDS, *sorted(_DETAILS), *_MEANINGS))
            advice = f"did you mean {near!r}?" if near else f"they are {', '.join(FIELDS)}."
            raise UsageError(f"There is no field {name!r}; {advice}")
        if word[0] == "-":
            without |= _parts(name)
        elif word[0] == "+":
            extras |= {name, *_parts(name)}
        else:
            only |= _parts(name)
            named.append(name)
    return Choice(frozenset(only), frozenset(without), frozenset(only | extras), tuple(named))


def _parts(name: str) -> set[str]:
    if name == "identifiers":
        return {name, *ids.SCHEMES}
    if name == "reading":
        return {name, *OF_READING}
    if name in _DETAILS:
        return {name}
    return {_MEANINGS.get(name, name)}


def pruned(papers: Iterable[Paper], chosen: Choice) -> Iterator[Paper]:
    """Yield papers with the fields that are not wanted left empty; the citation key stays."""
    blanks = [blank for name, blank in _BLANKS.items() if not chosen.wants(name)]
    for paper in papers:
        left = paper
        for blank in blanks:
            left = blank(left)
        if chosen.only:
            left = replace(left, others=(), ranks=NOTHING)
        yield replace(left, extra=_extra(paper.extra, chosen))


def _extra(said: Mapping[str, Any], chosen: Choice) -> Mapping[str, Any]:
    """Return the details that are wanted, and how an entry wrote the fields that are."""
    kept = {} if chosen.only else dict(said)
    for place in (PLACE, VERBATIM_PLACE):
        fields = said.get(place)
        if not isinstance(fields, dict):
            continue
        wanted = {name: value for name, value in fields.items() if chosen.wants(name)}
        if wanted:
            kept[place] = wanted
        elif fields:
            kept.pop(place, None)
    return kept or NOTHING
