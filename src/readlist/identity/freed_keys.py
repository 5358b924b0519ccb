"""Citation keys of removed papers, which manuscripts may cite still: only the same work has them.

A manuscript that cites ``smith2011`` means the paper that had this key when it was written. Where
another work comes under that key, from a file or by the program's own pattern, it gets another one.
"""

from collections.abc import Iterable
from typing import NamedTuple

from readlist.model import Paper
from readlist.text import fold, visible


class Freed(NamedTuple):
    """A key that was freed: what the papers that had it were called, and how identified.

    ``names`` are folded titles and identifiers, ``titles`` as they were written, the last first.
    """

    titles: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()

    def is_of(self, title: str, names: Iterable[str]) -> bool:
        """Say whether the key was that of a work with this title, or one of these names.

        "A leter" that was removed is "A letter" of the same key, which a file corrects.
        """
        if not self.names.isdisjoint({fold(title), *names} - {""}):
            return True
        if not title:
            return False
        from readlist.identity.titles import Likeness, likeness_of, title_forms  # seldom

        forms = title_forms(title)
        return any(likeness_of(title_forms(t), forms)[0] >= Likeness.NEAR for t in self.titles)

    def was_of(self, paper: Paper) -> bool:
        """Say whether a paper of the library is the work that had the key."""
        return self.is_of(paper.title, (*paper.titles, *map(str, paper.identifiers)))

    @property
    def why(self) -> str:
        """Why another work does not get the key."""
        called = f"{visible(self.titles[0])!r}" if self.titles else "a paper"
        return f"was that of {called}, which was removed"
