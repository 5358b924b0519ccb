"""Titles as words in one spelling: what people write differently and mean the same; pure.

British and American, ``&`` and ``and``, ``II`` and ``2``, HTML entities, formulas: two forms of a
title with equal ``Form.whole`` say the same. Which titles are of one work is decided by
``matching``; ``text.fold`` is stricter, because it merges papers without asking a service.
"""

import html
import re
from functools import lru_cache
from typing import NamedTuple

from readlist.text import TITLE_LIMIT, clean, fold, fold_words

_SAME = {
    "and": "", "vs": "versus", "thru": "via", "through": "via", "whilst": "while",
    "centre": "center", "centred": "centered", "fibre": "fiber", "metre": "meter",
    "grey": "gray", "programme": "program", "artefact": "artifact", "artefacts": "artifacts",
    "ageing": "aging", "defence": "defense", "defences": "defenses", "offence": "offense",
    "licence": "license", "catalogue": "catalog", "dialogue": "dialog", "dialogues": "dialogs",
    "analogue": "analog", "judgement": "judgment", "acknowledgement": "acknowledgment",
    "aluminium": "aluminum", "practise": "practice", "tyre": "tire", "sceptical": "skeptical",
}  # fmt: skip
_NUMERALS = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
    "xii": "12",
}  # fmt: skip
# Endings of British spelling, each with what must stand before it.
_BRITISH = (
    (re.compile(r"(?<=[a-z]{2}[^w])is(?=(?:e|ed|er|ers|es|ing|ation|ations|able)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ys(?=(?:e|ed|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|al|able|ful|ite|ites|hood|hoods|less)?$)"), "or"),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|er|ers|ing)$)"), "l"),
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});")
_WITHOUT = re.compile(r"\bw/o\b")
_WITH = re.compile(r"\bw/(?=\s|\w)")
# Without digits, which tell one paper from the next.
_FORMULA = re.compile(r"\$[^$0-9]{1,200}\$")
_ARTICLES = re.compile(r"^(?:(?:the|an?) ){1,3}")
_PARTING = re.compile(r":\s+|\s[-\u2013\u2014]{1,3}\s|\u2014|(?<=[?!])\s+")
_END = re.compile(r"\s*(?:\.{3}|\u2026)$")


class Form(NamedTuple):
    """A title for comparison: its words in one spelling, as they stand, and joined."""

    words: tuple[str, ...]
    plain: tuple[str, ...]
    whole: str


class Title(NamedTuple):
    """The forms of one title.

    ``bare`` is without formulas, ``folded`` in no other spelling than its own; ``head`` and
    ``tail`` are what stands before and after the first colon or dash, ``cut`` says that the title
    ends with dots.
    """

    form: Form
    bare: Form
    head: Form
    tail: Form
    cut: bool
    folded: str


NONE = Form((), (), "")


@lru_cache(maxsize=8192)
def title_forms(text: str) -> Title:
    """Return the forms of a title."""
    plain = unescaped(text)
    cut = _END.search(plain)
    if cut:
        plain = plain[: cut.start()]
    head, _, tail = _parted(plain)
    bare = _FORMULA.sub(" ", plain) if "$" in plain else plain
    whole = form(plain)
    return Title(
        whole,
        whole if bare == plain else form(bare),
        form(head) if tail else NONE,
        form(tail) if tail else NONE,
        bool(cut),
        fold(plain),
    )


def unescaped(text: str) -> str:
    """Return a title as one clean line, without the entities of a web page."""
    text = text[: 2 * TITLE_LIMIT]
    for _ in range(2):  # "&amp;amp;" is common
        if _ENTITY.search(text):
            text = html.unescape(text)
    return clean(text, TITLE_LIMIT)


def _parted(text: str) -> tuple[str, str, str]:
    """Return a title before and after its first colon, dash or question."""
    found = _PARTING.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def form(text: str) -> Form:
    """Return the words of a text in one spelling."""
    if "w/" in text:
        text = _WITH.sub("with ", _WITHOUT.sub("without ", text))
    folded = _ARTICLES.sub("", fold_words(text))
    pairs = [(spelled, word) for word in folded.split() if (spelled := _spelled(word))]
    words, plain = zip(*pairs, strict=True) if pairs else ((), ())
    return Form(words, plain, "".join(words))


@lru_cache(maxsize=16384)
def _spelled(word: str) -> str:
    if len(word) < 4 or not word.isalpha():
        return _NUMERALS.get(word) or _SAME.get(word, word)
    if (same := _SAME.get(word)) is not None:
        return same
    if word in _NUMERALS:
        return _NUMERALS[word]
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    return word
