"""Whether two papers of one title are the same work; pure.

Years may be one apart, first authors' family names must agree, and no two values of one identifier
scheme may differ; what is missing contradicts nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from readlist.identity.merge import Draft, first_family
from readlist.model import Identifier
from readlist.text import fold

CROWD = 100
"""Papers of one title that a record is compared with; "Editorial" may be the title of thousands."""
LOOSE_SCHEMES = frozenset({"url"})
"""Schemes in which one paper may well have several values."""


def compatible(one: Draft, other: Draft) -> bool:
    """Say whether nothing keeps two papers of one title from being the same."""
    years = [draft.facts["year"] for draft in (one, other) if "year" in draft.facts]
    if len(years) == 2 and abs(years[0] - years[1]) > 1:
        return False
    mine, theirs = first_family(one.facts, one.ranks), first_family(other.facts, other.ranks)
    if mine and theirs and mine != theirs:
        return False
    return not _differing_schemes(one.identifiers, other.identifiers)


def _differing_schemes(ones: Iterable[Identifier], others: Iterable[Identifier]) -> bool:
    mine, theirs = _by_scheme(ones), _by_scheme(others)
    return any(
        not mine[scheme] & theirs[scheme] for scheme in mine.keys() & theirs.keys() - LOOSE_SCHEMES
    )


def _by_scheme(identifiers: Iterable[Identifier]) -> dict[str, set[str]]:
    schemes: dict[str, set[str]] = {}
    for identifier in identifiers:
        schemes.setdefault(identifier.scheme, set()).add(identifier.value)
    return schemes


def agreement(one: Draft, other: Draft) -> int:
    """Return how much speaks for two papers of one title being the same."""
    score = 0
    mine, theirs = first_family(one.facts, one.ranks), first_family(other.facts, other.ranks)
    if mine and mine == theirs:
        score += 2
    if one.facts.get("year") and one.facts.get("year") == other.facts.get("year"):
        score += 1
    return score


def contradicted(
    known: Mapping[str, Any],
    known_ranks: Mapping[str, Any],
    said: Mapping[str, Any],
    said_ranks: Mapping[str, Any],
) -> list[str]:
    """Return the describing facts on which two accounts of one identifier differ."""
    differing = []
    if known.get("title") and said.get("title") and fold(known["title"]) != fold(said["title"]):
        differing.append("title")
    mine, theirs = first_family(known, known_ranks), first_family(said, said_ranks)
    if mine and theirs and mine != theirs:
        differing.append("authors")
    if known.get("year") and said.get("year") and abs(known["year"] - said["year"]) > 1:
        differing.append("year")
    return differing


@dataclass(slots=True)
class Crowd:
    """Many papers with one title, by first author and year; ``seen`` of them are in the groups."""

    seen: int = 0
    groups: dict[tuple[str, Any], list[int]] = field(default_factory=dict)

    def add(self, number: int, draft: Draft) -> None:
        """Enter a paper under what is known of it and under what a record may not say."""
        family, year = first_family(draft.facts, draft.ranks), draft.facts.get("year")
        for group in {(family, year), (family, "any"), ("any", year), ("any", "any")}:
            self.groups.setdefault(group, []).append(number)

    def likely(self, claims: Draft) -> list[int]:
        """Return papers that author and year do not keep from being the one that is claimed."""
        family, year = first_family(claims.facts, claims.ranks), claims.facts.get("year")
        families = (family, "") if family else ("any",)
        years = (year - 1, year, year + 1, None) if year else ("any",)
        groups = [self.groups.get((name, when), []) for name in families for when in years]
        return [number for group in groups for number in group[:CROWD]]
