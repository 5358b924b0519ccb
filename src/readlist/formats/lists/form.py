"""What the entries of a list have in common: it is written by one hand."""

import re
from collections import Counter
from collections.abc import Iterable

from readlist.formats.lists.evidence import title_weight

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
