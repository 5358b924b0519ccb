"""Titles as words in one spelling, and how two of them agree as titles alone; pure.

British and American, ``&`` and ``and``, ``II`` and ``2``, HTML entities, formulas: two forms of a
title with equal ``Form.whole`` say the same. Nearly the same is one slip of the pen in one long
word, or the part before or after a colon that one of them lacks. Which titles are of one work is
decided by ``title_match``; ``text.fold`` is stricter, because it merges papers without asking a
service.
"""

import html
import re
from difflib import SequenceMatcher
from enum import IntEnum
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
# "&amp;", "&#233;"; not "AT&T".
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,10}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});")
# "learning w/o labels" is without them, "w/ labels" with them.
_WITHOUT = re.compile(r"\bw/o\b")
# "learning w/ labels"; not "on/off".
_WITH = re.compile(r"\bw/(?=\s|\w)")
# Without digits, which tell one paper from the next.
_FORMULA = re.compile(r"\$[^$0-9]{1,200}\$")
# "The Cat" is "Cat"; "Theory" begins with no article.
_ARTICLES = re.compile(r"^(?:(?:the|an?) ){1,3}")
# "BERT: Pre-training", "BERT - Pre-training", "BERT | Blog", "Why? Because"; not "Pre-training".
_PARTING = re.compile(r":\s+|\s[-\u2013\u2014|]{1,3}\s|\u2014|(?<=[?!])\s+")
# A title that is cut off, "On the Nature of ..."; one full stop ends a whole one.
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
    # A title before and after its first colon, dash or question.
    found = _PARTING.search(plain)
    head, _, tail = (
        (plain[: found.start()], found[0], plain[found.end() :]) if found else (plain, "", "")
    )
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


# What tells one part of a work from the next: "2", "3.5", "XIV", "two", "上".
_NUMBER = re.compile(
    r"[0-9]+(?:\.[0-9]+)*|(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})|"
    r"one|two|three|four|five|six|first|second|third|fourth|fifth|sixth|"
    r"[上中下前后一二三四五六七八九十甲乙丙丁]"
)
# What has a letter for its number: "Part A", "Level B"; not "vitamin C".
_LETTERED = frozenset(
    {"part", "level", "volume", "vol", "book", "band", "teil", "series", "section", "unit", "paper"}
)


def differ_in_number(one: Title, other: Title) -> bool:
    """Say whether two titles are of two parts, and begin alike up to their numbers.

    "Rain, Part I" and "Part II", "Rain. 1. Theory" and "Rain. 2. Trials"; not "Rain" alone, nor
    "Part One" and "Part 1".
    """
    from readlist.identity.places import numbered  # seldom

    before = ""
    for mine, theirs in zip(one.form.words, other.form.words, strict=False):
        if mine != theirs:
            if not (_NUMBER.fullmatch(mine) and _NUMBER.fullmatch(theirs)):
                return before in _LETTERED and len(mine) == len(theirs) == 1
            if numbered(mine) != numbered(theirs):
                return True
        before = mine
    return False


def unescaped(text: str) -> str:
    """Return a title as one clean line, without the entities of a web page."""
    text = text[: 2 * TITLE_LIMIT]
    for _ in range(2):  # "&amp;amp;" is common
        if _ENTITY.search(text):
            text = html.unescape(text)
    return clean(text, TITLE_LIMIT)


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


LETTERS = 5
"""Letters of a word from which one wrong one may be a slip; "BERT" and "BART" are two things."""
_LETTERS_OF_AUTHOR = 3
"""The same, where the first author agrees."""
_LOOSE = 0.85
"""Share of equal letters from which a title is worth showing to a person."""


class Likeness(IntEnum):
    """How two titles agree, the surest last."""

    NONE = 0
    LOOSE = 1
    PART = 2
    NEAR = 3
    SAME = 4


# One letter apart and opposite or another thing, though long enough for a slip.
_CONFUSABLE = tuple(
    frozenset(pair)
    for pair in (
        ("micro", "macro"), ("context", "content"), ("casual", "causal"), ("modal", "model"),
        ("neural", "neutral"), ("adaption", "adoption"), ("trial", "trail"), ("moral", "mortal"),
        ("discrete", "discreet"), ("complement", "compliment"), ("contrast", "contract"),
        ("simulat", "stimulat"), ("formal", "format"), ("planning", "planing"),
    )
)  # fmt: skip
# What a part that is missing must not say: the work would be about the other one, or its sequel.
_OTHER_WORK = frozenset({
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "i", "v", "x", "part", "volume", "vol",
    "chapter", "revisited", "reloaded", "supplement", "supplementary", "supplemental",
    "appendix", "comment", "comments", "reply", "response", "erratum", "corrigendum",
    "correction", "addendum", "rebuttal", "retraction", "withdrawn", "extended", "extension",
    "reproducibility", "replication", "reproduction",
})  # fmt: skip
# The same, unless the first author is known to be the same.
_OTHER_AUTHORS = frozenset({
    "survey", "review", "overview", "tutorial", "discussion", "perspective",
})  # fmt: skip
_NEGATIONS = frozenset({
    "no", "not", "nor", "non", "never", "none", "without", "cannot", "isnt", "arent", "dont",
    "doesnt",
})  # fmt: skip
_CONNECTING = frozenset({
    "with", "from", "that", "this", "their", "into", "over", "when", "what", "where", "towards",
    "toward", "and", "the", "for", "are", "can", "how", "its",
})  # fmt: skip
# "graph"; slips of other scripts and of "gpt4" are not judged by letters.
_LATIN = re.compile(r"[a-z]+")
# What tells "GPT 4" from "GPT 3.5", and "C++" from "C".
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)*|[+#]+")


def likeness_of(mine: Title, theirs: Title, *, author: bool = False) -> tuple[Likeness, Form]:
    """Return how two titles agree, and the words that do; ``author`` says that authors agree."""
    shorter = min(mine.form, theirs.form, key=lambda form: len(form.whole))
    if (mine.form.whole == theirs.form.whole or mine.folded == theirs.folded) and shorter.whole:
        return Likeness.SAME, shorter
    if _near(mine.form, theirs.form, author=author):
        return Likeness.NEAR, shorter
    # One of the two lacks nothing but the formulas of the other: "On Graphs", "On $K$ Graphs".
    for whole, bare in ((mine.form.whole, theirs.bare.whole), (theirs.form.whole, mine.bare.whole)):
        if whole and whole == bare:
            return Likeness.NEAR, shorter
    if mine.cut and theirs.form.whole.startswith(mine.form.whole):
        return Likeness.NEAR, mine.form
    if (part := _shared_part(mine, theirs, author=author)) is not None:
        return Likeness.PART, part
    return (Likeness.LOOSE, shorter) if _loose(mine, theirs) else (Likeness.NONE, shorter)


def _near(one: Form, other: Form, *, author: bool) -> bool:
    """Say whether two titles differ by one slip in one word."""
    if len(one.words) != len(other.words):
        return False
    differing = [
        place for place, word in enumerate(one.words) if word != other.words[place]
    ]  # fmt: skip
    if len(differing) != 1:
        return False
    # Also as they stand: of "denoising" and "denoisig" only one is in another spelling.
    pairs = ((one.words, other.words), (one.plain, other.plain))
    return any(is_slip(mine[differing[0]], theirs[differing[0]], author=author)
               for mine, theirs in pairs)  # fmt: skip


def is_slip(one: str, other: str, *, author: bool = False) -> bool:
    """Say whether two words are one word, once written with one slip."""
    harmless = one in _CONNECTING or other in _CONNECTING
    if min(len(one), len(other)) < (_LETTERS_OF_AUTHOR if author or harmless else LETTERS):
        return False
    if max(len(one), len(other)) < _LETTERS_OF_AUTHOR + 1 or one[0] != other[0]:
        return False
    if not (_LATIN.fullmatch(one) and _LATIN.fullmatch(other)) or {one, other} & _NEGATIONS:
        return False
    return _one_edit(one, other) and not _confusable(one, other)


def _confusable(one: str, other: str) -> bool:
    """Say whether two words are another's neighbours that both exist, such as micro and macro."""
    for stems in _CONFUSABLE:
        mine = {stem for stem in stems if one.startswith(stem)}
        theirs = {stem for stem in stems if other.startswith(stem)}
        if mine and theirs and mine != theirs:
            return True
    return False


def _one_edit(one: str, other: str) -> bool:
    """Say whether one letter more, less or wrong, or two in wrong order, is all that differs."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    first, second = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(first), len(second)) <= 1 or (len(first) == 2 and first == second[::-1])


def _shared_part(mine: Title, theirs: Title, *, author: bool) -> Form | None:
    """Return the part that is the whole of one title and stands beside the colon in the other."""
    for whole, parted in ((mine, theirs), (theirs, mine)):
        head, tail = parted.head, parted.tail
        # "What is X? V3": a tail like this is a number of the work, a head is a name.
        if len(tail.words) == 1 and _DIGITS.search(tail.whole):
            continue
        for part, rest in ((head, tail), (tail, head)):
            same = part.whole == whole.form.whole or (
                len(part.words) > 3 and _near(part, whole.form, author=author)
            )
            if part.whole and same and not _is_other_work(rest, author=author):
                return part
    return None


def _is_other_work(rest: Form, *, author: bool) -> bool:
    """Say whether the part that one title lacks makes it another work, as "Part II" does."""
    telling = _OTHER_WORK if author else _OTHER_WORK | _OTHER_AUTHORS
    words = rest.words if len(rest.words) < 5 else rest.words[:3]
    return not telling.isdisjoint(words)


def _loose(mine: Title, theirs: Title) -> bool:
    """Say whether a person may take two titles for one: nearly the same, with the same numbers."""
    one, other = mine.form, theirs.form
    if not one.words or not other.words:
        return False
    common = len(set(one.words) & set(other.words))
    if common < 0.6 * min(len(one.words), len(other.words)):
        return False
    if _DIGITS.findall(one.whole) != _DIGITS.findall(other.whole):
        return False
    for part in (theirs.head, theirs.tail):
        if len(part.words) > 2 and part.whole in (mine.head.whole, mine.tail.whole):
            return True
    return SequenceMatcher(None, one.whole, other.whole, autojunk=False).ratio() >= _LOOSE
