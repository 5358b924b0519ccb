"""Words of titles and abstracts, in the form in which the ranking compares them; pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from readlist.text import fold_words

LIMIT = 20_000
"""Characters of an abstract that are read; real ones have 2,000."""
_WORD = re.compile(r"[^\W_]{1,40}[+#]{0,2}")
# Words that stand in every abstract, and those with which abstracts praise themselves.
_LISTED = """
a about above across after against all also although among an and any are as at be because
been before being between both but by can could did do does doing done during each either
etc even every few first for from further furthermore had has have having he her here him his
how however i if in into is it its itself less many may might more moreover most much must
my near no nor not now of off on once one only or other others our out over own per rather
same second several she should since so some still such than that the their them then there
thereby therefore these they this those though three through thus to together too toward
towards two under until up upon us use used using very via was way we well were what when
where whereas whether which while who whose why will with within without would yet you your
abstract achieve achieves address approach approaches available based demonstrate
demonstrates effective effectiveness enable enables existing experiment experiments extensive
github https http com find findings high however improve improves improving introduce
introduces key large limited make new novel often outperform outperforms paper performance
propose proposed proposes provide provides recent result results show shows significant
significantly specifically study work works method methods
"""
# As many words as stand in 10,000 abstracts; fewer, and each is looked at again and again.
_REMEMBERED = 1 << 17
_SINGULAR = frozenset({"series", "species", "lens"})


def words(text: str) -> list[str]:
    """Return the words of a text in their order, folded, without the plural's ``s``."""
    return list(map(_singular, _split(text)))


def _split(text: str) -> list[str]:
    text = text[:LIMIT]
    plain = text.lower() if text.isascii() and "\\" not in text else fold_words(text)
    return _WORD.findall(plain)


@lru_cache(maxsize=_REMEMBERED)
def _singular(word: str) -> str:
    """Return a word without the ``s`` of the plural, where there surely is one."""
    if len(word) < 4 or word[-1] != "s" or word[-2] in "aisu" or word in _SINGULAR:
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


_COMMON = frozenset(map(_singular, _LISTED.split()))


def telling(text: str) -> Counter[str]:
    """Return how often each word stands in a text that may tell it from another."""
    found = Counter(map(_telling, _split(text)))
    del found[""]
    return found


@lru_cache(maxsize=_REMEMBERED)
def _telling(word: str) -> str:
    """Return a word as it is counted, nothing for one that stands everywhere."""
    form = _singular(word)
    return "" if len(form) < 2 or form in _COMMON or form.isdigit() else form


def as_written(forms: Iterable[str], text: str) -> dict[str, str]:
    """Return how the words that are counted under these forms stand in a text.

    Of several ways the shortest is taken, and of those the commonest: ``harnesses`` where no
    ``harness`` stands, ``MoE`` as its authors write it. A word that is not found stays as it is.
    """
    found: dict[str, Counter[str]] = {form: Counter() for form in forms}
    standing = _WORD.findall(text[:LIMIT])
    for word, form in zip(standing, map(_telling, map(str.lower, standing)), strict=True):
        if form in found:
            # A capital alone may come from the title or the beginning of a sentence.
            found[form][word.lower() if word[1:].islower() else word] += 1
    return {form: _likely(known) or form for form, known in found.items()}


def _likely(known: Mapping[str, int]) -> str:
    return min(known, key=lambda word: (len(word), -known[word], word), default="")


def phrase(text: str) -> str:
    """Return words as ``within`` looks for them; nothing where they stand in every text."""
    found = words(text)
    return " ".join(found) if any(word not in _COMMON for word in found) else ""


def within(wanted: str, found: str) -> bool:
    """Say whether a phrase stands in words that were joined by blanks."""
    return f" {wanted} " in f" {found} "
