"""What each segment of an entry is where it is not the title: people, a venue, a date, a label.

By its words, its dress and its place, and then by what its neighbours are.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from readlist.formats.lists.evidence import is_topic, weights
from readlist.formats.lists.segments import Segment
from readlist.formats.lists.words import ET_AL, YEAR

_FACTS = ("people", "venue", "year", "house", "detail", "label")
_DATED = re.compile(rf"^(?:\S+\s){{1,9}}{YEAR}$")
_SURE = 2
_SMALL = frozenset("van von der den de del di da la le bin al el and".split())  # noqa: SIM905


class Weighed(NamedTuple):
    """What a segment would best be, and how sure that is; nothing where nothing speaks for it."""

    best: str
    weight: float


def roles_of(segments: list[Segment], *, titled: bool = True) -> list[Weighed]:
    """Return what each segment is by itself, and then beside its neighbours.

    ``titled`` says that one of them is a title: the first, unless something speaks against it.
    """
    facts = [_fact(segment) for segment in segments]
    for first, last in _families(segments, facts, titled=titled):
        facts[first:last] = [Weighed("people", 1.5)] * (last - first)
    for n, fact in enumerate(facts):
        here, after = segments[n], segments[n + 1] if n + 1 < len(facts) else None
        led = after is not None and after.inside == "“" and here.after == "dash"
        weak = n == 0 and fact.best == "people" and fact.weight < 2
        if weak and here.after in ("dash", "quote") and not led:
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
        elif after and here.dress == "italic" and facts[n + 1].best == "detail" and n:
            facts[n] = Weighed("venue", 2.0)  # ``*Applied Sciences*, 6(2)``
        elif after and _signs(here, after, facts[n + 1]):
            facts[n] = Weighed("people", 1.0)
        elif n and fact.weight < 1.5 and _ends_people(segments[n - 1], here):
            facts[n] = Weighed("venue", 1.5)  # ``*Ann Lee et al. nature.*``
    return facts


def _signs(here: Segment, after: Segment, behind: Weighed) -> bool:
    """Say whether one family name stands behind a dash, and a year: ``Title - Gulwani (2011)``."""
    if here.before != "dash" or here.link or not _ONE_FAMILY.fullmatch(here.text):
        return False
    dated = behind.best == "year" and after.inside in ("(", "（") and " " not in after.text
    return dated and " " not in here.text and not is_topic(here.text)


_FAMILY = r"(?:(?:[Vv]an|[Vv]on|[Dd]e[lr]?|[Ll]a|[Dd]i|[Ll]e)\s){0,2}[^\W\d_a-z][\w'’-]*[^\W\d_A-Z]"
_JOINED = re.compile(r"\w\s(?:and|&|et|und|y|e)\s")
_ONE_FAMILY = re.compile(_FAMILY)
_TWO_FAMILIES = re.compile(rf"(?:{_FAMILY}\s)?(?:and|&|et|und|y|e)\s{_FAMILY}")


def _families(
    segments: list[Segment], facts: list[Weighed], *, titled: bool
) -> Iterator[tuple[int, int]]:
    """Yield where nothing but two or more family names stand in a row.

    ``T, Reps, Horwitz, Sagiv, POPL 1995`` and ``T (Kingma and Welling, 2013)``, but not
    ``Pride and Prejudice`` at the beginning nor ``Sensing, Planning, and Control``.
    """
    n = 0
    while n < len(segments):
        start, last = n, n
        while last < len(segments) and _is_family(segments[last], facts[last]):
            last += 1
            if last < len(segments) and segments[last].before not in ("comma", "semi"):
                break
        n = max(last, start + 1)
        count = sum(1 + bool(_JOINED.search(one.text)) for one in segments[start:last])
        if count < 2:
            continue
        behind = segments[last] if last < len(segments) else None
        if start == 0 and titled:  # ``Hardt, Price, Srebro: [T](…)``
            named = bool(behind and behind.link and behind.link.is_paper and behind.link.titled)
        elif segments[start].before == "comma" and segments[start - 1].at == segments[start].at:
            # ``Counting, A and B, POPL 1977``, but not ``Shift: Infer, Align and Iterate``
            named = bool(
                behind and behind.before == "comma" and facts[last].best in ("venue", "year")
            )
        else:
            named = True
        if named:
            yield start, last


def _is_family(segment: Segment, fact: Weighed) -> bool:
    """Say whether a segment is one family name or two with "and" between, none of a topic."""
    text = segment.text
    if segment.link or segment.dress in ("bold", "code") or segment.inside == "“":
        return False
    if not (_ONE_FAMILY.fullmatch(text) or _TWO_FAMILIES.fullmatch(text)):
        return False
    if fact.best in ("year", "label") or weights(text).get("venue", 0) > 0:
        return False
    topics = [w for w in text.split() if is_topic(w) and not w.endswith("lling")]
    return not topics and not weights(text).get("house")


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
    initials = (
        after and len(segments[n + 1].text.strip("& .").split(".")[0]) == 1 and len(words) < 3
    )
    return bool(initials or (after and before))


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
    text = segment.text
    if text[-1:] in ":：" and text[-2:-1].isdigit():
        text = text[:-1]  # ``ACL2019: [T](…)``
    said = _placed(segment, dict(weights(text)))
    best = max(_FACTS, key=lambda role: said.get(role, 0))
    weight = said.get(best, 0)
    return Weighed(best, min(weight, 3.0)) if weight > 0.4 else Weighed("", 0.0)


def _placed(segment: Segment, said: dict[str, float]) -> dict[str, float]:
    """Return what speaks for each role, by the place and the dress of the words as well."""
    people, venue, house = (said.get(role, 0.0) for role in ("people", "venue", "house"))
    if house > _SURE > venue:
        venue = 0.0  # ``[[arXiv](…)] OpenAI``
    if segment.inside in ("(", "（", "["):
        venue += 2.0 if _DATED.search(segment.text) else 0.5 if venue > 0 else 0.0
        house += 0.7 if segment.dress == "italic" else 0.3
    elif segment.dress != "code" and segment.before != "by":
        people -= 1.5 if house > 2 else 0.0  # ``Google Brain`` is nobody
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
