"""Crowds of papers with one title, of which a record is compared with the likely ones; pure."""

from dataclasses import dataclass, field
from typing import Any

from readlist.identity.merge import Account, first_family
from readlist.identity.places import place_of
from readlist.identity.same_work import YEARS

CROWD = 100
"""Papers of one title that a record is compared with; "Editorial" may be the title of thousands."""
_LIKELY = 20
"""Papers of a crowd that one group of facts gives."""


@dataclass(slots=True)
class Crowd:
    """Many papers with one title, by what is known of them; ``seen`` of them are in the groups."""

    seen: int = 0
    groups: dict[tuple[str, Any], list[int]] = field(default_factory=dict)
    told: dict[tuple[Any, ...], list[int]] = field(default_factory=dict)

    def add(self, number: int, known: Account) -> None:
        """Enter a paper under what is known of it and under what a record may not say."""
        family, year = first_family(known), known.facts.get("year")
        for group in {(family, year), (family, "any"), ("any", year), ("any", "any")}:
            self.groups.setdefault(group, []).append(number)
        self.told.setdefault(_telling_facts(known), []).append(number)

    def likely(self, said: Account) -> list[int]:
        """Return papers of which the same is told, and others that author and year may mean."""
        family, year = first_family(said), said.facts.get("year")
        families = (family, "") if family else ("any",)
        years = (*range(year - YEARS, year + YEARS + 1), None) if year else ("any",)
        found = self.told.get(_telling_facts(said), [])[:_LIKELY]
        for group in ((name, when) for name in families for when in years):
            found += self.groups.get(group, [])[:_LIKELY]
        return list(dict.fromkeys(found))


def _telling_facts(account: Account) -> tuple[Any, ...]:
    """Return what tells one editorial of a journal from the next."""
    place = place_of(account)
    dated = account.facts.get("year"), account.facts.get("published")
    return first_family(account), *dated, place
