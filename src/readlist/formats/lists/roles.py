"""What each segment of an entry is where it is not the title: people, a venue, a date, a label.

By its words, its dress and its place, and then by what its neighbours are.
"""

import re
from typing import NamedTuple

from readlist.formats.lists.evidence import weights
from readlist.formats.lists.facts import ET_AL, YEAR
from readlist.formats.lists.segments import Segment

_FACTS = ("people", "venue", "year", "house", "detail", "label")
_DATED = re.compile(rf"^(?:\S+\s){{1,9}}{YEAR}$")
_SMALL = frozenset("van von der den de del di da la le bin al el and".split())  # noqa: SIM905


class Weighed(NamedTuple):
    """What a segment would best be, and how sure that is; nothing where nothing speaks for it."""

    best: str
    weight: float


def roles_of(segments: list[Segment]) -> list[Weighed]:
    """Return what each segment is by itself, and then beside its neighbours."""
    facts = [_fact(segment) for segment in segments]
    for n, fact in enumerate(facts):
        here, after = segments[n], segments[n + 1] if n + 1 < len(facts) else None
        if n == 0 and fact.best == "people" and fact.weight < 2 and here.after in ("dash", "quote"):
            facts[n] = Weighed("", 0.0)  # ``Self-Adaptive Agents - a framework`` is nobody
        elif fact.weight < 1.5 and _is_beside_people(segments, facts, n):
            facts[n] = Weighed("people", 1.0)
        elif (
            n
            and after
            and after.before == "comma"
            and facts[n + 1].best == "year"
            and here.before in ("comma", "stop", "quote", "dress", "open")
            and fact.best not in ("venue", "year", "people", "label")
            and len(here.text.split()) < 7
            and not here.link
        ):
            # ``Title, Humanoids, 2011``, but ``Title (Meta, 2024)``
            facts[n] = Weighed("house" if here.before == "open" else "venue", 1.5)
        elif n and fact.weight < 1.5 and _ends_people(segments[n - 1], here):
            facts[n] = Weighed("venue", 1.5)  # ``*Ann Lee et al. nature.*``
    return facts


def _ends_people(before: Segment, here: Segment) -> bool:
    if here.inside == "“":
        return False
    return (
        bool(ET_AL.search(before.text[-12:])) and here.at == before.at and here.text.count(" ") < 5
    )


def _is_beside_people(segments: list[Segment], facts: list[Weighed], n: int) -> bool:
    """Say whether one to three capital words stand in a row of people: ``Lee, A., & Ray, B.``."""
    words = segments[n].text.strip("& .").split()
    if (
        segments[n].link
        or segments[n].dress == "bold"
        or not 1 <= len(words) <= 3
        or not all(w[0].isupper() or w in _SMALL for w in words)
    ):
        return False
    if facts[n].best in ("year", "label", "venue"):
        return False
    joined = ("comma", "semi")
    after = (
        n + 1 < len(facts) and segments[n + 1].before in joined and facts[n + 1].best == "people"
    )
    before = n > 0 and segments[n].before in joined and facts[n - 1].best == "people"
    if after and n == 0 and facts[1].weight >= 2.5 and len(words) > 1:
        return True  # ``Leslie Kaelbling, Michael L. Littman, …``
    if n < 2 and _is_inverted(segments, facts):
        return True  # ``Bourdieu, Pierre. La Distinction``
    soon = [fact.best for fact in facts[n + 1 : n + 3]]
    if n < 2 and len(words) == 1 and "people" in soon and segments[n].after == "comma":
        return True  # ``Lee, Ann, Bo Ray, and Cy Dee``
    initials = (
        after and len(segments[n + 1].text.strip("& .").split(".")[0]) == 1 and len(words) < 3
    )
    return bool(initials or (after and before))


def _is_inverted(segments: list[Segment], facts: list[Weighed]) -> bool:
    """Say whether an entry begins with a family name and given names, parted from a title."""
    family, given = [*segments[:2], *segments[:2]][:2]
    if len(segments) < 3 or family.after != "comma" or given.after not in ("stop", "open"):
        return False
    short = family.text.count(" ") < 2 and given.text.count(" ") < 2
    words = f"{family.text} {given.text}".split()
    names = weights(" ".join(words)).get("people", 0) > 0
    return short and names and facts[1].best not in ("venue", "year")


def is_label(segment: Segment) -> bool:
    """Say whether a link names what it leads to: ``[pdf]``, ``[[7 Jun 2021]]``."""
    said = weights(segment.text.strip("[]()（）【】 "))
    if said.get("label") or not (segment.link and segment.link.titled):
        return True
    own = segment.text[:1] in "[(【（" and segment.text[-1:] in "])】）"
    return (own or segment.inside not in ("", "“")) and len(segment.text.split()) < 6


def _fact(segment: Segment) -> Weighed:
    """Return what a segment is where it is not of the title, and how sure that is."""
    if segment.dress == "badge":
        return Weighed("label", 0.5)
    if segment.dress == "link" and is_label(segment):
        return Weighed("label", 0.8)
    titled = segment.dress == "link" and segment.link is not None and segment.link.is_paper
    if titled or segment.inside == "“":
        return Weighed("", 0.0)  # a link to a paper and quoted words are titles, or nothing
    said = _placed(segment, dict(weights(segment.text)))
    best = max(_FACTS, key=lambda role: said.get(role, 0))
    weight = said.get(best, 0)
    return Weighed(best, min(weight, 3.0)) if weight > 0.4 else Weighed("", 0.0)


def _placed(segment: Segment, said: dict[str, float]) -> dict[str, float]:
    """Return what speaks for each role, by the place and the dress of the words as well."""
    people, venue, house = (said.get(role, 0.0) for role in ("people", "venue", "house"))
    if segment.inside in ("(", "（", "["):
        venue += 2.0 if _DATED.search(segment.text) else 0.5
        house += 0.7 if segment.dress == "italic" else 0.3
    elif segment.dress != "code" and segment.before != "by":
        house -= 1.5
    if segment.before == "by" and people > 1:
        people += 1.5
    elif said.get("label"):
        said["label"] = 0.5
    match segment.dress:
        case "code":  # ``Title `Google` `2018```
            people, house = 0.0, house + 1
        case "italic":  # ``Title. *Ann Lee*. *Nature*``
            people, venue = people + 0.5, venue + 1
        case "bold":  # as titles are, and hardly anybody's name
            people, venue, house = 0.4 * people, venue if venue >= 2.5 else 0.0, 0.0
    return {**said, "people": people, "venue": venue, "house": house}
