"""In what a bibliography differs from what the library has, and what it takes when told to.

A difference is of facts: another spelling of a title, ``J. Mach. Learn. Res.``, initials, a date
that says only the year, a preprint's year and its publication's are none. Pure.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from readlist.bib import latex_decode
from readlist.bib.details import PLACE, VERBATIM, VERBATIM_PLACE
from readlist.identity.merge import (
    LOOSE,
    Account,
    Draft,
    family_fold,
    is_on_server,
    refines,
    remember_title,
    take,
)
from readlist.identity.places import venues_agree
from readlist.identity.same_work import (
    YEARS,
    by_scheme,
    is_preprint,
    years_agree,
)
from readlist.model import MORE_AUTHORS, Author, Identifier, Rank
from readlist.text import fold, same_title

# What programs note of an entry, and addresses, of which a paper may have several.
_NOT_TOLD = frozenset(
    {"title", "ids", "file", "url", "ee", "pdf", "link", "urldate", "timestamp", "owner", "biburl",
     "bibsource", "key", "crossref", "xdata", "options", "langid", "keywords", "date-added",
     "date-modified", "shorttitle", "copyright"}
)  # fmt: skip
_LOOSE_KINDS = LOOSE | {"", "misc"}


class Difference(NamedTuple):
    """A fact on which a bibliography and the library differ, as both have it."""

    field: str
    kept: Any
    said: Any


def differences(known: Account, said: Account) -> Iterator[Difference]:
    """Yield every fact that a bibliography has otherwise than the library."""
    one_preprint = is_preprint(known) != is_preprint(said)
    for name, value in said.facts.items():
        kept = known.facts.get(name)
        if not kept or kept == value or refines(name, value, kept) or refines(name, kept, value):
            continue
        if _differ(name, kept, value, more=_more(known) or _more(said), one_preprint=one_preprint):
            yield Difference(name, kept, value)
    mine, theirs = by_scheme(known.identifiers), by_scheme(said.identifiers)
    for scheme in sorted(mine.keys() & theirs.keys()):
        if mine[scheme].isdisjoint(theirs[scheme]):
            yield Difference(scheme, min(mine[scheme]), min(theirs[scheme]))
    yield from _other_details(known, said)


def _other_details(known: Account, said: Account) -> Iterator[Difference]:
    """Yield volume, pages, publisher and the like."""
    ours, theirs = known.extra.get(PLACE), said.extra.get(PLACE)
    if not (isinstance(ours, Mapping) and isinstance(theirs, Mapping)):
        return
    one_server = is_on_server(ours) != is_on_server(theirs)
    for name, text in theirs.items():
        kept = ours.get(name)
        if not kept or kept == text or name in _NOT_TOLD:
            continue
        if name == "publisher" and one_server:
            continue
        before, now = _plain(name, kept), _plain(name, text)
        if fold(before) != fold(now):
            yield Difference(name, before, now)


def _differ(name: str, kept: Any, said: Any, *, more: bool, one_preprint: bool) -> bool:
    match name:
        case "title":
            differ = not same_title(kept, said)
        case "authors":
            differ = _authors_differ(kept, said, more=more)
        case "year":
            differ = not years_agree(kept, said, YEARS if one_preprint else 0)
        case "kind":
            differ = kept not in _LOOSE_KINDS and said not in _LOOSE_KINDS
        case "published":  # the year is told by itself
            differ = not one_preprint and str(kept)[:4] == str(said)[:4]
        case "venue":
            differ = not one_preprint and venues_agree(kept, said) is False
        case _:
            differ = False
    return differ


def _authors_differ(kept: tuple[Author, ...], said: tuple[Author, ...], *, more: bool) -> bool:
    """Say whether others are named: ``Roe, A.`` is ``Roe, Al``, the first few of many the same."""
    few = min(len(kept), len(said))
    if len(kept) != len(said) and not more:
        return True
    pairs = zip(kept[:few], said[:few], strict=True)
    return any(family_fold(a) != family_fold(b) or _initials_differ(a, b) for a, b in pairs)


def _initials_differ(one: Author, other: Author) -> bool:
    mine, theirs = fold(one.given)[:1], fold(other.given)[:1]
    return bool(mine and theirs) and mine != theirs


def _more(account: Account) -> bool:
    return bool(account.extra.get(MORE_AUTHORS) or account.facts.get("author_count"))


def _plain(name: str, value: object) -> str:
    read = latex_decode.verbatim if name in VERBATIM else latex_decode.plain
    return read(str(value))


def correct(draft: Draft, said: Account) -> list[Identifier]:
    """Let a bibliography have the last word, as a person asked: what it says stands from now on.

    Returns the identifiers that are the paper's no more, a DOI that was wrong.
    """
    wrong = _contradicted(draft, said)
    for identifier in wrong:
        del draft.identifiers[identifier]
    for name, value in said.facts.items():
        if draft.facts.get(name) == value or name == "author_count":
            continue
        if name == "title" and draft.title:
            remember_title(draft, draft.title, value)
        take(draft, name, value, (said.ranks[name][0], int(Rank.PERSON)), newer=True)
    # The day of another year is that of another version.
    year = str(said.facts.get("year", ""))
    if year and not str(draft.facts.get("published", year)).startswith(year):
        del draft.facts["published"], draft.ranks["published"]
    for name, value in said.extra.items():
        known = draft.extra.get(name)
        if name in (PLACE, VERBATIM_PLACE) and isinstance(known, Mapping):
            draft.extra[name] = {**known, **value}
        elif name != MORE_AUTHORS:
            draft.extra[name] = value
    return wrong


def _contradicted(draft: Draft, said: Account) -> list[Identifier]:
    """Return the identifiers in whose scheme a bibliography has others, and none of these."""
    stated = by_scheme(said.identifiers)
    wrong = {
        scheme
        for scheme, values in by_scheme(draft.identifiers).items()
        if values.isdisjoint(stated.get(scheme, values))
    }
    return [one for one in draft.identifiers if not wrong.isdisjoint(by_scheme([one]))]
