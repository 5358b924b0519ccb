"""Whether two papers of one title are the same work; pure.

Years may be one apart, first authors' family names must agree, and no two values of one identifier
scheme may differ; what is missing contradicts nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from readlist.identity.merge import Account, first_family
from readlist.model import Identifier
from readlist.text import fold

CROWD = 100
"""Papers of one title that a record is compared with; "Editorial" may be the title of thousands."""
LOOSE_SCHEMES = frozenset({"url"})
"""Schemes in which one paper may well have several values."""


def compatible(one: Account, other: Account) -> bool:
    """Say whether nothing keeps two papers of one title from being the same."""
    if not _near(one.facts.get("year"), other.facts.get("year")):
        return False
    mine, theirs = first_family(one), first_family(other)
    if mine and theirs and mine != theirs:
        return False
    return not _differing_schemes(one.identifiers, other.identifiers)


def _near(year: int | None, other: int | None) -> bool:
    """Say whether two years may be of one work: a preprint of 2019 is published in 2020."""
    return not year or not other or abs(year - other) <= 1


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


def agreement(one: Account, other: Account) -> int:
    """Return how much speaks for two papers of one title being the same."""
    score = 0
    mine, theirs = first_family(one), first_family(other)
    if mine and mine == theirs:
        score += 2
    if one.facts.get("year") and one.facts.get("year") == other.facts.get("year"):
        score += 1
    return score


def contradicted(known: Account, said: Account) -> list[str]:
    """Return the describing facts on which two accounts of one identifier differ."""
    differing = []
    if known.title and said.title and fold(known.title) != fold(said.title):
        differing.append("title")
    mine, theirs = first_family(known), first_family(said)
    if mine and theirs and mine != theirs:
        differing.append("authors")
    if not _near(known.facts.get("year"), said.facts.get("year")):
        differing.append("year")
    return differing


@dataclass(slots=True)
class Crowd:
    """Many papers with one title, by first author and year; ``seen`` of them are in the groups."""

    seen: int = 0
    groups: dict[tuple[str, Any], list[int]] = field(default_factory=dict)

    def add(self, number: int, known: Account) -> None:
        """Enter a paper under what is known of it and under what a record may not say."""
        family, year = first_family(known), known.facts.get("year")
        for group in {(family, year), (family, "any"), ("any", year), ("any", "any")}:
            self.groups.setdefault(group, []).append(number)

    def likely(self, said: Account) -> list[int]:
        """Return papers that author and year do not keep from being the one that is meant."""
        family, year = first_family(said), said.facts.get("year")
        families = (family, "") if family else ("any",)
        years = (year - 1, year, year + 1, None) if year else ("any",)
        groups = [self.groups.get((name, when), []) for name in families for when in years]
        return [number for group in groups for number in group[:CROWD]]
