"""A question in plain words: is it one, and which of its words carry something; pure.

``papers about neural networks that learn - how (and why)?`` asks for the words neural, networks and
learn, wherever they are; a text with a field or an operator is a query and is left alone.
"""

import re
from collections.abc import Sequence

from readlist.query.fields import FIELDS, meant
from readlist.query.nodes import Node, Words, conjuncts

# Words of grammar, which every text has (after Fox 1989, without those that name a matter, such as
# "order", "state", "number").
_GRAMMAR_TEXT = """
    a about above across after again against al all also although am among an and another any
    anybody anyone anything are as at be because been before being between both but by can cannot
    could did do does doing done during each either else et every everything few for from further
    get give given had has have having he her here his how however i if in into is it its itself
    just let like many may me might more most much must my neither no nor not of off on once only or
    other our out own please same shall she should show since so some such than that the their them
    then there these they this those through thus to too toward towards under until up upon us use
    used using very was we were what when where whether which while who whom whose why will with
    within without would you your"""
# Words that ask, without naming a matter: "articles that deal with", "I am interested in".
_ASKING_TEXT = """
    article articles concerned concerning deal dealing deals describe describes describing discuss
    discussed discusses discussing exist existing exists find information interested know list
    literature looking paper papers publication publications regarding related relating search tell
    want work works written"""
_GRAMMAR = frozenset(_GRAMMAR_TEXT.split())
_ASKING = frozenset(_ASKING_TEXT.split())
_BESIDE_TEXT = "about i how me on please that what where which who why"
_BESIDE = frozenset(_BESIDE_TEXT.split())
"""Words beside which those that ask are part of a question: ``papers about x``, not ``list x``."""

_OPERATORS = re.compile(
    r"(?:^|[\s(])(?:OR|AND|NOT)(?=[\s()\"]|$)|(?:^|[\s(])-\w|(?:^|[\s(])[@!]\w|[<>]=?|\w!?="
)
_FIELD = re.compile(r"([A-Za-z]+):(?![:/])")
_MISTYPED = 0.7
"""How like the name of a field a word with a colon must be: ``autor:`` is, ``grammar:`` is not."""
_SIGNS = re.compile(r'["()*|]|(?<!\S)-+(?!\w)|(?<=[A-Za-z]):+')


def as_words(text: str) -> str:
    """Return a text that is no query as the words in it; nothing where a query was meant.

    ``time (sharing - of "BERT`` is meant as words, ``titel:bert`` and ``a OR`` as queries.
    """
    if _OPERATORS.search(text):
        return ""
    for name in _FIELD.findall(text):
        if name.lower() in FIELDS or meant(name, FIELDS, _MISTYPED):
            return ""
    return " ".join(_SIGNS.sub(" ", text).split())


def is_prose(text: str) -> bool:
    """Return whether a text is a sentence, in which quotation marks and brackets are no operators.

    ``What is the type of a module (not "abstract types") in a language?`` is one, ``"chain of
    thought" (bert OR gpt)`` is none.
    """
    if _OPERATORS.search(text):
        return False
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)]
    return len(words) >= _SENTENCE and sum(word in _GRAMMAR for word in words) >= _SENTENCE // 2


_SENTENCE = 8
"""Words of the shortest sentence; half as many of grammar stand in it."""


def plain_words(where: Node | None) -> tuple[Words, ...]:
    """Return the words of a query that is nothing but words; nothing for any other."""
    parts = conjuncts(where)
    words = tuple(part for part in parts if isinstance(part, Words))
    if len(words) < len(parts) or any(word.phrase or word.prefix for word in words):
        return ()
    return words


def telling(words: Sequence[Words]) -> tuple[Words, ...]:
    """Return the words that carry something, each once; all of them where none does.

    ``what is attention`` is about attention; ``papers about x`` about x, ``list decoding`` about
    both of its words; in ``the who`` there is nothing else to find.
    """
    folded = [word.text.casefold().strip("?!.,;:'") for word in words]
    empty = _GRAMMAR
    if not _BESIDE.isdisjoint(folded):
        empty = _GRAMMAR | _ASKING
    kept: dict[str, Words] = {}
    for text, word in zip(folded, words, strict=True):
        if text not in empty:
            kept.setdefault(text, word)
    return tuple(kept.values()) or tuple(words)
