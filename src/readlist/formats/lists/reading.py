"""The best consistent reading of an entry, and what its siblings speak for.

Every run of segments that could be a title is weighed together with what the rest would then be:
people, venue, date, house, labels, and a remark. The reading with the most evidence wins; ``Form``
adds what the other entries of the list, written by the same hand, speak for.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from readlist.formats.lists.evidence import Weighed, is_labelled, roles_of, title_weight, weights
from readlist.formats.lists.facts import Facts, people, venue_of, year_of
from readlist.formats.lists.segments import Cut, Segment
from readlist.formats.lists.words import YEAR

WORDS = "words"
"""Said of an entry whose words are those of a title, whatever else it tells."""


def told_by(text: str) -> set[str]:
    """Say whether words can hardly be anything but a title: five or more, with capitals.

    ``Loihi: A Neuromorphic Manycore Processor``, but not ``Easy to use and fast to install``.
    """
    words = [word for word in re.findall(r"[^\W\d_][\w-]*", text) if len(word) > 3]
    capital = sum(not word[0].islower() for word in words)
    told = len(words) > 3 and capital * 3 >= len(words) * 2 and not text.endswith((".", "!"))
    return {WORDS} if told and title_weight(text) > 0 else set()


Shape = tuple[str, str]
"""How the title of an entry is dressed, and what stands before it."""


class Form:
    """What the entries of a list have in common, which is written by one hand.

    Told are the shape of each entry, what it says, and whether it has a link to a paper.
    """

    def __init__(self, told: Iterable[tuple[Shape, frozenset[str], bool]] = ()) -> None:
        told = list(told)
        facts = [(shape, kinds - {WORDS}, linked) for shape, kinds, linked in told]
        self._shapes = Counter(shape for shape, _, _ in told)
        self._worded = Counter(shape for shape, kinds, _ in told if WORDS in kinds)
        self._papers = Counter(shape for shape, kinds, linked in facts if kinds or linked)
        self._bare = sum(bool(kinds) and not linked for _, kinds, linked in facts)
        self._rich = sum(len(kinds) > 1 and not linked for _, kinds, linked in facts)
        self._all = len(told)

    def bonus(self, shape: Shape) -> float:
        """Return what siblings of this shape speak for it: nothing below five of them."""
        if self._all < 5:
            return 0.0
        return 2.0 * self._shapes[shape] / self._all

    def refers(self) -> bool:
        """Say whether most entries tell authors without a link: a bibliography without years."""
        return self._bare > 2 and self._bare * 2 >= self._all

    def vouches(self, shape: Shape, kinds: set[str]) -> bool:
        """Say whether an entry without a link is a paper because its siblings are.

        ``T (SIGMOD 2020)`` is one among many such lines, not one alone among links to tools.
        """
        if not kinds - {WORDS}:
            # Nothing but bold titles: many, and nearly all in words that only titles have.
            many = self._shapes[shape] >= 8 and self._worded[shape] * 5 >= self._shapes[shape] * 3
            return shape[0] in ("bold", "quoted") and many and self._shapes[shape] * 4 >= self._all
        kinds = kinds - {WORDS}
        alike = self._papers[shape] * 2 >= self._shapes[shape] >= 4
        known = self._bare > 3 and self._bare * 4 >= self._all
        return known and (alike or (len(kinds) > 1 and self._rich > 3))


_LONGEST_RUN = 14
_LONGEST_TITLE = 400
_WRAPPED = 40
"""Characters of a line that an editor may have wrapped."""
_OPEN = re.compile(r"(?:[:,-]|\b(?:a|an|and|for|from|in|of|on|or|the|to|with|via))$")
_LENGTHS = ((1, -2.0), (2, -0.3), (24, 1.5), (1_000_000, -1.0))
"""What a title of so many words, or fewer, is worth."""
_BEST_TITLE = 10.0
_SURE_YEAR = 4
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNEXPLAINED, _MOST_OVER = -6.5, 5.5
# What it costs a title to go on over what parts it.
_OVER = {
    "": 0.0, "dress": 0.4, "comma": 0.25, "semi": 1.5, "ask": 0.3, "by": 0.4, "quote": 0.5,
    "open": 0.6, "close": 0.3, "dash": 1.6, "told": 2.0, "said": 6.0, "stop": 2.5, "line": 2.0,
}  # fmt: skip
# How a title begins where it is not the first: behind which part of the entry.
_BEGINS = {"line": 0.5, "stop": 0.5, "dash": 0.3, "quote": 0.5, "dress": 0.2, "comma": 0.0}
_DRESSES = {"bold": 3.0, "italic": 0.8, "code": -2.0, "link": 1.5, "badge": -9.0, "": 0.0}

_NO_HOUSES = frozenset("book survey tutorial thesis report blog new oral".split())  # noqa: SIM905
_LED_BY = re.compile(r"^(?:[a-z]+ed\s)?(?:by|from|at)\s")
_WITHIN_NAMES = frozenset(
    "of for and the at in on de di da do du des der von van la le el y e et und für team".split()  # noqa: SIM905
)
_DATED_PAGES = re.compile(rf"({YEAR})[:;(]")
_GLUED = re.compile(r"[A-Z][A-Za-z&]{1,9}['’]?\d\d(?!\d)")
_LEADS = re.compile(r"(?:[的:：]|\b(?:of|the|on|in|paper|called|is))\s*$")


@dataclass(slots=True)
class Reading:
    """Which segments are the title (``first`` to ``last``), and the role of each other one."""

    first: int
    last: int
    score: float
    roles: list[str]
    remark: int = 0
    """The segment with which the remark begins; as many as there are, where there is none."""
    shape: Shape = ("", "")


def _is_titled(segment: Segment) -> bool:
    """Say whether an entry begins with a link to a paper in the words of a title."""
    link = segment.link
    return bool(
        link and link.is_paper and link.titled and segment.text.count(" ") > 1
    ) and not is_labelled(segment)


def best_reading(cut: Cut, form: Form | None = None, forced: int | None = None) -> Reading | None:
    """Return the best reading of an entry, nothing where no stretch can be its title.

    ``forced`` is the segment that is known to be the title.
    """
    segments = cut.segments
    facts = roles_of(segments)
    # What all before a segment is worth: what is unexplained costs.
    before = list(accumulate((f.weight if f.best else -2.0 for f in facts), initial=0.0))
    behind = _behind(segments, facts)
    best: Reading | None = None
    if forced is None and segments and _is_titled(segments[0]):
        forced = 0
    begins = _beginnings(segments, before) if forced is None else (forced,)
    for first in begins:
        if best and before[first] + behind[first + 1][0] + _BEST_TITLE < best.score:
            continue
        led = _led(segments, facts, first) if first else 0.0
        shape = shape_of(segments[first], facts[first - 1].best if first else "")
        bonus = form.bonus(shape) if form else 0.0
        for last, value in _runs(cut, first, facts):
            score = value + before[first] + behind[last + 1][0] + led + bonus
            if best is None or score > best.score:
                best = Reading(first, last, score, [], behind[last + 1][1], shape)
    if best:
        roles = [fact.best for fact in facts]
        roles[best.remark :] = ["remark"] * (len(roles) - best.remark)
        roles[best.first : best.last + 1] = ["title"] * (best.last + 1 - best.first)
        best.roles = roles
    return best


def _beginnings(segments: list[Segment], before: list[float]) -> Iterable[int]:
    """Yield where a title can begin: not behind much that nothing explains, nor in a sentence."""
    for first, segment in enumerate(segments):
        if before[first] < _UNEXPLAINED or segment.before == "said":
            return
        yield first


def shape_of(segment: Segment, before: str) -> Shape:
    """Return in a word how a title is dressed, and what stands before it."""
    return "quoted" if segment.inside == "“" else segment.dress, before


def _behind(segments: list[Segment], facts: list[Weighed]) -> list[tuple[float, int]]:
    """Return for each segment what all from it on are worth, and where the remark begins."""
    ends = [(0.0, len(facts))]
    for n in range(len(facts) - 1, -1, -1):
        if segments[n].before == "said":
            ends.append((0.5, n))  # a sentence about the work is its remark, whatever it names
            continue
        fact = facts[n]
        comma = segments[n].before in ("comma", "semi", "") or segments[n].inside != ""
        remark = -1.0 if comma else 0.0
        unexplained = -0.7
        if segments[n].before == "ask":
            remark = unexplained = -1.5  # ``Are Sheep Equal? A Large-Scale Study`` is one title
        told = weights(segments[n].text).get("remark", 0)
        taken = ends[-1][0] + (fact.weight if fact.best else unexplained)
        ends.append((remark + told, n) if remark + told > taken else (taken, ends[-1][1]))
    return ends[::-1]


def _led(segments: list[Segment], facts: list[Weighed], first: int) -> float:
    """Return how well a title is led up to by what stands directly before it."""
    before = facts[first - 1]
    value = _BEGINS.get(segments[first].before, 0.0)
    if before.best in ("people", "year"):
        value += 0.5
    if before.best == "year" and segments[first - 1].inside and facts[0].best == "people":
        value += 2.0  # ``Foucault, M. (1975). Surveiller et punir. Paris: Gallimard``
    if segments[first - 1].dress == "bold" and segments[first].inside == "“":
        value += 2.5  # ``**BERT**: "Pre-training of …"``: a name before the title itself
    return value


def _runs(cut: Cut, first: int, facts: list[Weighed]) -> Iterable[tuple[int, float]]:
    """Yield the last segment and the value of every title that could begin here."""
    segments = cut.segments
    start = segments[first]
    if start.dress == "badge":
        return
    over = lost = 0.0
    for last in range(first, min(len(segments), first + _LONGEST_RUN)):
        segment = segments[last]
        if last > first:
            if not _goes_on(segments, first, last):
                return
            former = segments[last - 1]
            if former.text.casefold() == segment.text.casefold():
                return  # ``Docling [Docling](…) is a toolkit``: a name and its link, not one title
            over += _cost(cut, former, segment)
            if over > _MOST_OVER or segment.end - start.start > _LONGEST_TITLE:
                return
        lost += max(0.0, facts[last].weight - 0.5) if facts[last].best != "label" else 0.0
        yield last, _worth(cut, first, last) - over - (lost if last > first else 0.8 * lost)


def _torn(segments: list[Segment], first: int, last: int) -> float:
    """Return what it costs to end a title where its own dress goes on: that is one thing.

    ``**Factoring Shape, Pose, and Layout**`` is one title, ``**Sheep (ICCV 2019)**`` has facts.
    """
    behind = segments[last + 1 : last + 3]
    if not behind:
        return 0.0
    start, end, after = segments[first], segments[last], behind[0]
    if any(one.before == "close" and one.text[:1] in ":：" for one in behind):
        return 8.0  # ``Neural Models (2017): A Tutorial``
    if after.inside == end.inside != start.inside and after.inside not in ("", "“"):
        return 2.0  # ``Sheep (Book, Jan 2017)``: a bracket is one thing as well
    both_quoted = end.inside == "“" == after.inside
    if not both_quoted and (after.at != end.at or not end.dress):
        return 0.0
    said = weights(after.text)
    opened = after.before == "open"
    facts = ("year", "venue", "house", "people", "detail") if opened else ("year", "venue")
    is_fact = max(said.get(fact, 0) for fact in facts) >= 2
    if is_fact or (opened and after.text[:1].isupper() and not after.dress):
        return 0.0
    return 0.3 if said.get("people", 0) >= 3 or after.before in ("stop", "line") else 3.5


def _goes_on(segments: list[Segment], first: int, last: int) -> bool:
    """Say whether a title may go on with this segment: no other link, no other quote."""
    start, segment = segments[first], segments[last]
    if start.dress == "link" or segment.dress in ("badge", "code"):
        return False
    if start.dress in ("bold", "italic") and segment.dress != start.dress:
        return segment.before == "dress" and _is_subtitle(segments, first, last)
    if segment.dress == "link" and is_labelled(segment):
        return False
    if start.inside == segment.inside:
        return True
    if start.inside == "“":
        # ``*“Raw Data” Is an Oxymoron*`` begins with a quote and is one title.
        return bool(start.dress) and start.at == segment.at and start.text.count(" ") < 3
    quotes = segment.inside == "“" and segment.text.count(" ") > 1
    return not quotes and start.inside not in ("(", "（")


def _is_subtitle(segments: list[Segment], first: int, last: int) -> bool:
    """Say whether words go on behind a bold name: ``**BERT**: Pre-training of Deep Networks``.

    ``**BERT**: we train a model`` is a description.
    """
    text = segments[last].text
    if not (segments[last - 1].text.endswith((":", "：")) or text.startswith((":", "："))):
        return False
    words = text.strip(":： ").split()
    capital = sum(not word[0].islower() or len(word) < 4 for word in words)
    return (
        segments[first].text.count(" ") < 4 and 3 <= len(words) <= 20 and capital * 2 >= len(words)
    )


def _cost(cut: Cut, before: Segment, segment: Segment) -> float:
    """Return what it costs a title to go on from one segment to the next."""
    if segment.dress == "link":
        return 1.5
    between = cut.text[before.end : segment.start]
    small = segment.text[:1].islower()
    if segment.before == "dress":
        if before.dress:
            return 0.3 if segment.text[:1] in ":：" else 1.0
        return 0.4
    if segment.before == "line" and "\n" in between:
        line = cut.text.rfind("\n", 0, before.end) + 1
        wrapped = before.end - line > _WRAPPED or small or _OPEN.search(before.text)
        return 0.3 if wrapped else 2.0
    if segment.before == "dash" and "  " not in between:
        # ``BERT - Pre-training of …``, ``BERT - a model that …``, ``Counting sheep - How to``
        return 5.0 if small else 0.8 if before.text.count(" ") < 2 else 1.6
    return _OVER.get(segment.before, 1.0)


def _worth(cut: Cut, first: int, last: int) -> float:
    """Return what a run is worth as a title, by its words, its dress and its place."""
    segments = cut.segments
    start, end = segments[first], segments[last]
    text = cut.text[start.start : end.end]
    words = count_words(text)
    value = title_weight(text) + _DRESSES[start.dress]
    value += next(worth for most, worth in _LENGTHS if words <= most)
    if first == last and not start.link and weights(text).get("year", 0) >= _SURE_YEAR:
        value -= 4.0  # ``**18 May 2023** | T | A. Lee``: a date is no title
    if words < 6:
        value -= 2 * weights(text).get("label", 0)
    if start.inside == "“":
        value += 3.0 if words > 1 else 0.5
    elif start.inside:
        value -= 4.0
    if start.dress == "link":
        value += _linked(cut, first)
    if first == 0:
        value += 1.5 + _named(segments, last)
    elif text[:1].islower():
        value -= 5.0
    return value - _torn(segments, first, last)


def count_words(text: str) -> int:
    """Return how many words a text has; in Chinese a word has two signs."""
    signs = 0 if text.isascii() else len(_IDEOGRAPH.findall(text))
    return text.count(" ") + 1 + signs // 2


def _linked(cut: Cut, first: int) -> float:
    """Return what it adds that the words of a title are a link."""
    start = cut.segments[first]
    if is_labelled(start):
        return -6.0
    value = 3.0 if start.link is not None and start.link.is_paper else 0.0
    if first and _LEADS.search(cut.text[max(0, start.start - 12) : start.start]):
        value += 2.5  # ``half of vision rests on [ResNet](…)``
    return value


def _named(segments: list[Segment], last: int) -> float:
    """Return what it adds that a description follows: ``BERT - a model that …``."""
    if segments[last].after == "said":
        return 2.0
    described = last + 1 < len(segments) and segments[last + 1].text[:1].islower()
    return 2.0 if described and segments[last].after == "dash" else 0.0


# What the other segments say

_CLOSES = {"(": ")", "（": "）", "[": "]", "【": "】"}
_OPENS = re.compile(r"[(（\[【]")


def closed(text: str, start: int, end: int) -> int:
    """Return the end of a stretch with the bracket that it left open: ``Loihi (a chip``."""
    if not _OPENS.search(text, start, end):
        return end
    for opening, closing in _CLOSES.items():
        if text.count(opening, start, end) > text.count(closing, start, end) and (
            text[end : end + 1] == closing
        ):
            return end + 1
    return end


def facts_in(cut: Cut, reading: Reading) -> Facts:
    """Return what the segments around the title say."""
    facts = Facts()
    segments = cut.segments
    facts.filled(_people(cut, reading))
    for n, segment in enumerate(segments[: reading.remark]):
        match reading.roles[n]:
            case "venue":
                glued = _GLUED.match(segment.text) is not None
                facts.filled(
                    Facts(
                        year=year_of(segment.text, venue=glued),
                        venue=venue_of(_whole(cut, reading, n)),
                    )
                )
            case "detail" if dated := _DATED_PAGES.match(segment.text):
                facts.filled(Facts(year=int(dated[1])))  # ``2016: 770-778``
            case "year":
                facts.filled(Facts(year=year_of(segment.text)))
            case "label":
                facts.filled(_labelled(segment))
            case "house" if n > reading.last and not facts.organization:
                facts.organization = _house(segment.text)
    return facts


def _house(text: str) -> str:
    """Return the house that a segment names: ``developed by ByteDance`` is of ByteDance.

    ``Google DeepMind unveils Gemini`` says what a house does, and is no name.
    """
    house = _LED_BY.sub("", text.strip(" .,;:*@"))
    if house.lower() in _NO_HOUSES:
        return ""
    told = [word for word in house.split() if word[0].islower() and word not in _WITHIN_NAMES]
    return "" if told or house.islower() else house


def _labelled(segment: Segment) -> Facts:
    """Return what a label says: ``[[ICML 2020](…)]``, but not the venue of ``[[arXiv](…)]``."""
    facts = Facts(year=year_of(segment.text))
    bare = segment.text.strip("[]()（）【】 ")
    if segment.dress == "badge" or (segment.dress == "link" and bare.lower() == "arxiv"):
        return facts
    if weights(bare).get("venue", 0) > 2:
        facts.venue = venue_of(bare)
    return facts


def _whole(cut: Cut, reading: Reading, n: int) -> str:
    """Return the words of a venue with what goes on in the same dress: ``Mind, Culture, and …``."""
    segment = cut.segments[n]
    last = n
    for m in range(n + 1, reading.remark):
        other = cut.segments[m]
        same = (
            other.at == segment.at and other.inside == segment.inside and segment.dress == "italic"
        )
        if not same or reading.roles[m] in ("year", "detail", "people"):
            break
        last = m
    return cut.text[segment.start : cut.segments[last].end]


def _people(cut: Cut, reading: Reading) -> Facts:
    """Return the authors: the run of people that is nearest to the title."""
    roles = reading.roles
    runs: list[tuple[int, int]] = []
    for n, role in enumerate(roles[: reading.remark]):
        if role != "people":
            continue
        if runs and _go_on(cut, reading, runs[-1][1], n):
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    if not runs:
        return Facts()
    # Before the title, or else the longest run: ``Doe, J. (2017). Title. New York: Norton``.
    first, last = min(runs, key=lambda run: (run[0] > reading.first, run[0] - run[1]))
    start = cut.segments[first].start
    said = people(cut.text[start : closed(cut.text, start, cut.segments[last].end)])
    return Facts(said.authors, said.more, None, "", said.organization)


def _go_on(cut: Cut, reading: Reading, last: int, n: int) -> bool:
    """Say whether people go on with others: behind them, or behind the brackets of their house."""
    if last < reading.first < n:
        return False
    return all(
        cut.segments[m].inside and reading.roles[m] in ("house", "", "venue")
        for m in range(last + 1, n)
    )
