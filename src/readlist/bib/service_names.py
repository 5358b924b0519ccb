"""Authors as services name them: whole names, split names, one line with all of them."""

import re
from collections.abc import Iterable

from readlist.bib import names
from readlist.model import Author
from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean, latex_accents

_BETWEEN = re.compile(r"[,;:]\s|[,;:]$|\s(?:and|&)\s")
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def people(said: Iterable[str]) -> tuple[Author, ...]:
    """Return the authors of whole names.

    arXiv parts a collaboration from its members with an author named ``:``, which is nobody.
    """
    found = (name.lstrip(": ") for name in said)
    return tuple(names.parse_author(name) for name in found if _is_name(name))


def person(family: str, given: str = "", suffix: str = "") -> Author:
    """Return an author whom a service has split; nobody has an empty name.

    Where the halves make a group (family ``Team``, given ``Gemini``) the split is a machine's.
    """
    parts = [clean(latex_accents(part), TITLE_LIMIT) for part in (given, family, suffix)]
    given, family, suffix = (part if _is_name(part) else "" for part in parts)
    whole = " ".join(part for part in (given, family, suffix) if part)
    if not (given and family):
        return names.parse_author(whole) if "," in whole else Author(whole)
    if not names.parse_author(f"{given} {family}").family:
        return Author(f"{given} {family}")
    return Author(whole, family, given, suffix)


def _is_name(text: str) -> bool:
    return any(char.isalpha() for char in text)


def byline(text: str) -> tuple[Author, ...]:
    """Return the authors of arXiv's one line, which has affiliations in parentheses.

    ``The X Team: A B (MIT, ETH), C D Jr. and E F``: a comma parts authors, never a name's halves.
    arXiv, help/prep, "author names".
    """
    found: list[str] = []
    for piece in _BETWEEN.split(_without_brackets(clean(latex_accents(text), BLOCK_LIMIT))):
        name = piece.strip()
        if found and name.lower() in _SUFFIXES:
            found[-1] += f" {name}"
        elif name:
            found.append(name)
    return people(found)


def _without_brackets(text: str) -> str:
    """Return text without what stands in parentheses; one that is never closed is dropped."""
    kept: list[str] = []
    depth = 0
    for piece in re.split(r"([()])", text):
        if piece in ("(", ")"):
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif depth == 0:
            kept.append(piece)
    return " ".join("".join(kept).split())
