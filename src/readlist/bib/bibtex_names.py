"""People in BibTeX's and biblatex's fields: names between ``and``, braces, ``and others``."""

import re
from functools import lru_cache

from readlist.bib import latex_decode, names
from readlist.model import Author
from readlist.text import BLOCK_LIMIT, clean

_AUTHORS_LIMIT = 20_000
_PLAIN_AND = re.compile(r"\sand(?=\s)", re.IGNORECASE)
_AND = re.compile(r"[{}]|\s+and(?=\s)", re.IGNORECASE)
# Nine names of ten; what else they could be stands in ``names``, which takes three times as long.
_SIMPLE = re.compile(r"([A-Z][a-z]++(?:-[A-Z][a-z]++)?), ([A-Z][a-z]++(?: [A-Z]\.)?|[A-Z]\.)")
_NO_GIVEN_NAMES = frozenset({"Jr", "Sr", "Inc", "Ltd", "Llc", "Corp", "Gmbh", "Ii", "Iii", "Iv"})
_OTHERS = frozenset({"others", "et al.", "et al", "et. al.", "al."})
_EXTENDED = re.compile(r"\s*+(?:family|given|prefix|suffix|given-i|family-i)\s*+=", re.IGNORECASE)


def authors(text: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors and whether there are others that are not named."""
    text = clean(text, BLOCK_LIMIT)
    if not text:
        return (), False
    parts = _parts(text)[:_AUTHORS_LIMIT]
    more = parts[-1].lower() in _OTHERS
    parts = parts[:-1] if more else parts
    if len(parts) == 1 and "{" not in text and (";" in text or text.count(",") > 2):
        return names.parse_authors(latex_decode.name(text)), more
    found = (_author(part) for part in parts if part.lower() != "and")
    return tuple(author for author in found if author.name), more


def _parts(text: str) -> list[str]:
    """Split at ``and`` outside braces."""
    if "{" not in text:
        return [part.strip() for part in _PLAIN_AND.split(text)]
    parts, start, depth = [], 0, 0
    for mark in _AND.finditer(text):
        if mark[0] in "{}":
            depth = max(0, depth + (1 if mark[0] == "{" else -1))
        elif depth == 0:
            parts.append(text[start : mark.start()].strip())
            start = mark.end()
    return [*parts, text[start:].strip()]


def _author(text: str) -> Author:
    simple = _SIMPLE.fullmatch(text)
    if simple and simple[2] not in _NO_GIVEN_NAMES:
        return Author(f"{simple[2]} {simple[1]}", simple[1], simple[2])
    return _named(text)


@lru_cache(maxsize=8192)
def _named(text: str) -> Author:
    if _EXTENDED.match(text):
        return _extended(text)
    return names.parse_author(latex_decode.name(text))


def _extended(text: str) -> Author:
    """Return a name in biblatex's extended format: ``family=Harman, given=Hans`` (3.4)."""
    pairs = (part.partition("=") for part in text.split(","))
    said = {key.strip().lower(): latex_decode.plain(value) for key, _, value in pairs}
    family = " ".join(filter(None, (said.get("prefix"), said.get("family"))))
    given, suffix = said.get("given", ""), said.get("suffix", "")
    return Author(" ".join(filter(None, (given, family, suffix))), family, given, suffix)
