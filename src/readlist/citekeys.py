"""Citation keys such as ``vaswani2017attention``: made once, then kept for ever."""

import re
from collections.abc import Callable, Iterator, Sequence

from readlist.model import Author
from readlist.text import fold_words

KEY_LIMIT = 60
"""Characters of a key that the program makes, before the letters that tell equal ones apart."""
NAME_LIMIT = 30
"""Characters of the author in a key."""
_PERSON_LIMIT = 100

STOP_WORDS = frozenset(
    {
        "a", "an", "the", "on", "of", "in", "and", "for", "to", "with", "is", "are", "from",
        "by", "at", "towards", "toward", "via", "using", "how", "what", "why", "do", "does",
        "can",
    }
)  # fmt: skip
_APOSTROPHE = re.compile(r"['’ʼ`](?:s\b)?")
_WORD = re.compile(r"[a-z0-9]+(?:(?<=[0-9])\.(?=[0-9])[a-z0-9]+)*")
# BibTeX and biber accept more; these need no escaping in TeX, a shell or a comma-separated \cite.
_VALID = re.compile(
    rf"(?=[^a-zA-Z]*[a-zA-Z])[A-Za-z0-9_][A-Za-z0-9_:./+-]{{0,{_PERSON_LIMIT - 1}}}"
)
# On the command line these name a paper by other means: row, arXiv id (new and old), DOI.
_REFERENCE = re.compile(
    r"[0-9]+v[0-9]+|[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?|[a-z-]+(\.[A-Z]{2})?/[0-9]{7}(v[0-9]+)?"
    r"|10\.[0-9]{4,9}/.*|(arxiv|doi|https?):.*",
    re.IGNORECASE,
)


def base_key(
    authors: Sequence[Author], year: int | None, title: str, organization: str = ""
) -> str:
    """Return first author, year and first significant word of the title, in lower-case ASCII.

    Without an author the organisation stands in its place, otherwise the first word of the title:
    ``openai2023gpt``, ``attention2017all``.
    """
    who = (_author_part(authors[0]) if authors else "") or _first(_words(organization))
    words = _words(title)
    if not who and words:
        who, *words = words
    who = who[:NAME_LIMIT] or "paper"
    key = f"{who}{year or ''}{_first(words)}"[:KEY_LIMIT]
    return f"p{key}"[:KEY_LIMIT] if key[0].isdigit() else key


def _author_part(author: Author) -> str:
    if author.family:
        return "".join(_ascii_words(author.family))
    return _first(_words(author.name))


def _first(words: list[str]) -> str:
    return words[0] if words else ""


def _words(text: str) -> list[str]:
    """Return the significant words, then the numbers; all words where there is neither."""
    words = _ascii_words(text)
    found = [word for word in words if _is_significant(word)]
    return found + [word for word in words if word.isdigit()] or words


def _is_significant(word: str) -> bool:
    return len(word) > 1 and word not in STOP_WORDS and not word.isdigit()


def _ascii_words(text: str) -> list[str]:
    text = _APOSTROPHE.sub("", text)
    if text.isascii() and "\\" not in text:
        return _found(text.lower())
    folded = fold_words(text)
    if not folded.isascii():
        from anyascii import anyascii  # only for letters that are not Latin

        folded = " ".join(anyascii(word) for word in folded.split()).lower()
    return _found(folded)


def _found(text: str) -> list[str]:
    return [word.replace(".", "") for word in _WORD.findall(text)]


def free_key(base: str, taken: Callable[[str], bool]) -> str:
    """Return ``base``, or ``base`` with the first free of ``a`` … ``z``, ``aa`` ….

    ``taken`` compares without case, as BibTeX does. After ``z`` the search doubles its step and
    then halves it, so that the thousandth paper without a title costs twenty questions.
    """
    if not taken(base):
        return base
    for number in range(1, 27):
        if not taken(found := base + _letters(number)):
            return found
    low, high = 26, 52
    while taken(base + _letters(high)):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if taken(base + _letters(middle)):
            low = middle
        else:
            high = middle
    return base + _letters(high)


def _letters(number: int) -> str:
    """Return 1 as ``a``, 26 as ``z``, 27 as ``aa``."""
    return "".join(reversed(list(_digits(number))))


def _digits(number: int) -> Iterator[str]:
    while number > 0:
        number, digit = divmod(number - 1, 26)
        yield chr(ord("a") + digit)


def valid_key(key: str) -> bool:
    """Say whether a person may give this key: it cites safely and names nothing else.

    A row number, an arXiv id and a DOI are other names of papers on the command line.
    """
    if len(key) > _PERSON_LIMIT or not _VALID.fullmatch(key):
        return False
    return not _REFERENCE.fullmatch(key)
