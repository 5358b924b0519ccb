"""The text of a PDF's pages as people write it: whole words, composed letters. Pure.

A line's end parts words, and no letter says whether the hyphen there is the word's own. What the
document writes elsewhere decides, and the other spelling is kept beside the page, to be found.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from readlist.text import clean

PAGE_LIMIT = 50_000
BROKEN = "\ufffe"
"""What the reader writes for a hyphen at the end of a line, and for the end itself."""


class Page(NamedTuple):
    """A page as one line; ``forms`` are words of it in their other spelling: ``zero-shot``."""

    text: str
    forms: str = ""


# "transfor-" at the end of a line and "mer" on the next; not "zero-shot" within one.
_PARTED = re.compile(
    rf"(?P<head>\w[\w'’-]*)(?:{BROKEN}\s*|[-\u00ad\u2010][ \t]{{0,3}}\n\s{{0,3}})"
    r"(?P<tail>\w[\w'’-]*)"
)
# "zero-shot", "don't"; not "--".
_WORD = re.compile(r"\w[\w'’-]*")
# What hardly ever stands before a letter without a hyphen: "self-supervised", not "selfish".
_OWN_HYPHEN = frozenset({"self", "non", "semi", "quasi", "pseudo", "well", "all"})


def pages_of(texts: Sequence[str]) -> tuple[Page, ...]:
    """Return pages as they came from the reader with words that are whole.

    Letters are composed and ligatures are letters (NFKC): behind a hyphen an ``ﬁ`` is an ``f``.
    """
    texts = [unicodedata.normalize("NFKC", text[: 2 * PAGE_LIMIT]) for text in texts]
    parted = any(_PARTED.search(text) for text in texts)
    known = {word.casefold() for text in texts for word in _WORD.findall(text)} if parted else set()
    forms: list[list[str]] = [[] for _ in texts]
    for at, (one, other) in enumerate(pairwise(texts)):
        if word := _over_the_end(one, other):
            forms[at] += word
            forms[at + 1] += word
    found = []
    for text, more in zip(texts, forms, strict=True):
        whole = _whole(text, known, more)
        found.append(Page(clean(whole, PAGE_LIMIT), clean(" ".join(dict.fromkeys(more)))))
    return tuple(found)


def whole_words(text: str) -> str:
    """Return text of some lines without hyphens that only parted words, lines kept."""
    known = {word.casefold() for word in _WORD.findall(text)}
    return _whole(unicodedata.normalize("NFC", text), known, [])


def _whole(text: str, known: Collection[str], forms: list[str]) -> str:
    """Return text with its parted words whole; their other spellings go to ``forms``."""

    def joined(match: re.Match[str]) -> str:
        head, tail = match["head"], match["tail"]
        chosen, other = spellings(head, tail, known)
        if other:
            forms.append(other)
        return chosen

    # Once more, because the tail of "end-to-|end-of-|line" is the head of the next.
    for _ in range(2):
        text = _PARTED.sub(joined, text)
    return text.replace(BROKEN, "- ")


def spellings(head: str, tail: str, known: Collection[str]) -> tuple[str, str]:
    """Return a parted word, and its other spelling where the letters leave that open.

    "transfor-|mer" and "MULTI-|LAYER" may be one word; "Mask-|RCNN" and "GPT-|4" have their hyphen.
    """
    one, hyphenated = head + tail, f"{head}-{tail}"
    if not head[-1].isalpha() or not _may_go_on(head, tail):
        return hyphenated, ""
    if "-" in head:  # "end-to-|end"
        return hyphenated, one.replace("-", "")
    one_is_known = one.casefold() in known
    if one_is_known is not (hyphenated.casefold() in known):
        return (one, "") if one_is_known else (hyphenated, one)
    return (hyphenated, one) if head.casefold() in _OWN_HYPHEN else (one, hyphenated)


def _may_go_on(head: str, tail: str) -> bool:
    """Say whether a letter goes on as the word began: small, in capitals, or without a case.

    Arabic, Hindi and Georgian have no capitals.
    """
    if head.isupper() and len(head) > 1 and tail[0].isupper():
        return True
    has_case = tail[0].lower() != tail[0].upper()
    return tail[0].islower() or (tail[0].isalpha() and not has_case)


# "transfor-" that ends a page, a page number below it; not "zero-shot" further up.
_END = re.compile(rf"(\w+)(?:{BROKEN}|[-\u00ad\u2010]\s*(?:\n|$))(?=(?:[^\n]{{0,80}}\n?){{0,2}}$)")


def _over_the_end(one: str, other: str) -> list[str]:
    """Return the word that begins on one page and ends on the next, in both spellings.

    Behind the hyphen may stand a page number, and before the rest of the word a running head.
    """
    ends = list(_END.finditer(one[-400:]))
    if not ends:
        return []
    for line in other.lstrip().split("\n")[:3]:
        if line[:1].islower() and (tail := _WORD.match(line)):
            return [word for word in spellings(ends[-1][1], tail[0], ()) if word]
    return []


# The commonest words of languages in Latin letters: no text of some hundred words is without them.
_COMMON = frozenset(
    "the of and in to is for that with we are this by on as an be or from which it "  # noqa: SIM905
    "der die und das den von mit ist ein eine zu des im für auf nicht "
    "de la le les et des en du que un une pour dans est par sur el los las y del con se por una "
    "il di che e per non della sono con da do os em para uma com ao na no dos que "
    "van het een en op te voor zijn met i w na z do się że je jest och att som på är av för med "
    "og det er til at ja ei on se että ve bir bu için ile da az egy és hogy nem va și este nu "
    "dan yang untuk dengan ini adalah v s na je se si da su za od que của và là".split()
)
_LETTERS_TO_JUDGE = 400
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûãõåæøąęıăő")


def is_garbage(texts: Sequence[str]) -> bool:
    """Say whether a text layer is no text: its fonts do not say which letters they draw.

    Such letters come as signs of no script, or as other letters: "B Qbqfs xjui b Csplfo".
    """
    text = "".join(texts)[:60_000]
    marks = [letter for letter in text if not letter.isspace()]
    if len(marks) < 50:
        return False
    strange = sum(1 for letter in marks if unicodedata.category(letter) in _NO_LETTERS)
    return strange > len(marks) / 4 or _is_no_language(re.findall(r"[^\W\d_]+", text.lower()))


def _is_no_language(words: Sequence[str]) -> bool:
    """Say whether words are in no language of Latin letters: none is common, vowels are elsewhere.

    Not "王小明 …", which is in other letters, nor a table of a few words.
    """
    letters = [letter for word in words for letter in word if letter < "\u0250"]
    if len(letters) < _LETTERS_TO_JUDGE or len(letters) < sum(map(len, words)) * 0.9:
        return False
    if sum(word in _COMMON for word in words) > len(words) / 50 or len(set(words)) < 40:
        return False
    vowels = sum(letter in _VOWELS for letter in letters) / len(letters)
    return not 0.33 < vowels < 0.6


_NO_LETTERS = frozenset({"Co", "Cn", "Cc", "So"}) | {"Cs"}
