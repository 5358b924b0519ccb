"""Names of people as they are typed in a query: ``author:"Le, Quoc"``; pure."""

import re
import unicodedata

# "Vaswani et al."
_OTHERS = r"(?i),?\s+(?:et\s+al|and\s+others)\.?$"
_BETWEEN = r"(?i)\s+(?:and|&)\s+|;"
_MARKED = re.compile("[\u0300-\u036f]")


def people(text: str) -> list[list[str]]:
    """Return the words of each name, given names first: ``Le, Quoc V.`` is Quoc Le.

    ``Vaswani and Shazeer`` are two, and so is each of three parts between commas. A letter that
    stands for the first name is kept, any other is left out: some lists have it, others not.
    """
    found = []
    for name in re.split(_BETWEEN, re.sub(_OTHERS, "", text.strip())):
        parts = [_words(part) for part in name.split(",")]
        if len(parts) > 2:
            found += parts
            continue
        words = [*parts[-1], *parts[0]] if len(parts) > 1 else parts[0]
        found.append(words[:1] + [word for word in words[1:] if len(word) > 1])
    return [words for words in found if words]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s.]+-?", text) if any(map(str.isalnum, word))]


def in_any_order(words: list[str]) -> list[list[str]]:
    """Return the words of a name as they may follow each other: the family name last or first."""
    ways = [words, [*words[1:], words[0]], [words[-1], *words[:-1]]]
    return [way for place, way in enumerate(ways) if way not in ways[:place]]


def whole(words: list[str]) -> str:
    """Return a name with wild cards of SQL: ``Ming Wei Chang`` is in Ming-Wei Chang."""
    return "".join(f"% {word}" if len(word) < _TELLING else f"%{word}" for word in words) + "%"


def begun(words: list[str]) -> str:
    """Return how a name begins its words, with wild cards of SQL, for names beyond ASCII.

    ``Muller`` is in Müller; a first letter with an accent is any letter.
    """
    return "".join(f"% {_letter(word)}%" for word in words)


_TELLING = 3
"""Letters of a name that may stand behind a hyphen."""


def _letter(word: str) -> str:
    letter = word[0].casefold()
    is_marked = _MARKED.search(unicodedata.normalize("NFD", letter))
    return "_" if is_marked or not letter.isalnum() or len(letter) > 1 else letter
