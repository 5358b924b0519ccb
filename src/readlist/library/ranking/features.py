"""What a paper is to the ranking: numbers for its words, authors, categories, feeds; pure.

Words of titles and abstracts are compared in one form, and names may be one person's.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import mul

from readlist.bib.names import display
from readlist.library.ranking.model import AUTHOR, BASE, CATEGORY, FEED, LIST, LISTS, TAG, VOTES
from readlist.model import Author
from readlist.store.ranking import Material
from readlist.text import fold_words

LIMIT = 20_000
"""Characters of an abstract that are read; real ones have 2,000."""
# "bert", "c++", "c#"; "co-occur" is two.
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
    """Return a word without the ``s`` of the plural, where there surely is one.

    ``transformers`` and ``studies`` lose theirs; ``class``, ``analysis`` and ``bus`` have none.
    """
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


def person(author: Author) -> str:
    """Return the name by which the ranking knows an author: folded, given name first."""
    given_first = f"{author.given} {author.family}" if author.family else display(author)
    plain = given_first.replace(".", " ").lower().split()
    name = " ".join(plain)
    # Four names in five have nothing to fold, which takes ten times as long.
    return name if name.isascii() and "".join(plain).isalpha() else fold_words(name)


def same_person(wanted: Author, author: Author) -> bool:
    """Say whether an author may be the one who is wanted.

    Families agree; of given names the first counts, and an initial agrees with a name: ``J. Doe``
    may be ``Jane Doe``, ``John Doe`` is not. A family name alone means everybody of that name; a
    group is known by its whole name.
    """
    if not wanted.family:
        alone = fold_words(display(wanted))
        return bool(alone) and alone in (fold_words(author.family), person(author))
    if fold_words(wanted.family) != fold_words(author.family):
        return False
    ours, theirs = _first(wanted.given), _first(author.given)
    if min(len(ours), len(theirs)) <= 1:
        return ours[:1] == theirs[:1] and bool(ours)
    return ours == theirs or _joined(wanted.given) == _joined(author.given)


def _first(given: str) -> str:
    return fold_words(given.replace(".", " ")).partition(" ")[0]


def _joined(given: str) -> str:
    return fold_words(given).replace(" ", "")


TITLE_TIMES = 3
"""A word of the title counts as often as three of the abstract."""
WORDS = 3.0
"""Length of all words of a paper together, where an author has 0.7 and a category 0.5: measured,
1 learns too slowly and from 5 on the taste of yesterday holds for too long."""
AUTHORS_LIMIT = 30
"""Authors of a paper that count: the first of them; papers of hundreds have no author."""


def counts_of(title: str, abstract: str) -> Counter[str]:
    """Return how often each telling word stands in a paper."""
    counts = telling(abstract)
    for word, number in telling(title).items():
        counts[word] += TITLE_TIMES * number
    return counts


def whole(paper: Material) -> str:
    """Return the words of a paper in their order, to look for phrases in them."""
    return f"{' '.join(words(paper.title))} . {' '.join(words(paper.abstract))}"


def rarities(frequencies: Mapping[str, int], documents: int) -> dict[str, float]:
    """Return how much each word tells: the logarithm of how rare it is."""
    return {word: math.log((documents + 1) / number) for word, number in frequencies.items()}


def word_values(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return TF-IDF of words, sublinear in their number; words that are unknown are left out.

    Manning, Raghavan and Schuetze, Introduction to Information Retrieval, 6.4.
    """
    known = [word for word in counts if word in rarity]
    rare = list(map(rarity.__getitem__, known))
    return dict(zip(known, weighed(map(counts.__getitem__, known), rare), strict=True))


def weighed(times: Iterable[int], rare: Sequence[float]) -> list[float]:
    """Return what words count that stand so many times in a paper and are so rare."""
    found = [r if t == 1 else (1 + math.log(t)) * r for t, r in zip(times, rare, strict=True)]
    length = math.sqrt(sum(map(mul, found, found)))
    return [value * WORDS / length for value in found] if length else found


def tag_phrases(tags: Mapping[str, int]) -> dict[str, str]:
    """Return what to look for in a text for each tag: ``area/long-word`` is ``long word``."""
    found = {tag: phrase(tag.rpartition("/")[2].replace("-", " ")) for tag in tags}
    return {tag: form for tag, form in found.items() if form}


def other_values(
    paper: Material, tags: Mapping[str, int], phrases: Mapping[str, str]
) -> dict[str, float]:
    """Return the features that are no words, each in its measure.

    ``phrases`` is what to look for in the text of the paper for each tag.
    """
    found = {BASE: 1.0}
    if paper.votes:
        found[VOTES] = math.log2(1 + paper.votes) / 8
    if paper.lists:
        found[LISTS] = math.log2(1 + len(paper.lists))
    people = [person(Author(*said)) for said in paper.authors[:AUTHORS_LIMIT]]
    found |= _shared(AUTHOR, filter(None, people), 0.7)
    found |= _shared(CATEGORY, paper.categories, 0.5)
    found |= _shared(FEED, paper.feeds, 0.3)
    found |= _shared(LIST, paper.lists, 0.3)
    text = whole(paper) if phrases else ""
    for tag, form in phrases.items():
        if within(form, text):
            found[f"{TAG}{tag}"] = 0.5 * min(1.0, math.log2(1 + tags[tag]) / 2)
    return found


def _shared(kind: str, names: Iterable[str], measure: float) -> dict[str, float]:
    """Return features of one kind, less of each the more there are."""
    found = list(dict.fromkeys(names))
    value = measure / math.sqrt(max(1.0, len(found) / 3))
    return {f"{kind}{name}": value for name in found}
