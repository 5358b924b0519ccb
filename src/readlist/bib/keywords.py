"""What a paper is about: keywords of other programs as tags, and arXiv's categories.

A tag is one word, with hyphens for what it cannot have.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from readlist.text import caseless

if TYPE_CHECKING:
    from readlist.model import Paper

TAG_LIMIT = 100
"""Characters of a tag (``library.marks``)."""
_TAGS_LIMIT = 200
_COMMA = "\ue014"
"""A private letter that stands for a comma within a keyword while LaTeX is read."""
# "deep learning" has a blank; "deep-learning" and "cs/nlp" are tags as they are.
_NOT_IN_TAG = re.compile(r"[\s,\"()\[\]{}\\]+")


def parted(line: str) -> list[str]:
    r"""Return the keywords of a line: between semicolons, or commas where there are none.

    JabRef's ``\,`` is a comma within a keyword.
    """
    return re.split("[;\n|]" if ";" in line else r"(?<!\\)[,\n|]", line)


def as_tags(words: Iterable[str]) -> tuple[str, ...]:
    """Return keywords as tags, each once whatever its case; what is too long is left out."""
    found: dict[str, str] = {}
    for word in islice(words, _TAGS_LIMIT):
        tag = as_tag(word)
        if tag and len(tag) <= TAG_LIMIT:
            found.setdefault(caseless(tag), tag)
    return tuple(found.values())


def as_tag(word: str) -> str:
    """Return a keyword as a tag, nothing where nothing of it can be one.

    ``Deep learning (general)`` is Deep-learning-general, ``topic: NLP`` topic:NLP.
    """
    return bare(_NOT_IN_TAG.sub("-", word)).replace(":-", ":")


def bare(tag: str) -> str:
    """Return a tag without the signs that people write around one elsewhere.

    ``#nlp`` and ``nlp.`` are nlp; ``.NET`` and ``c#`` are tags as they stand.
    """
    return tag.lstrip("-/ #+").rstrip("-/ .,;:")


def worded(tags: Iterable[str], said: str) -> list[str]:
    """Return tags as a line of keywords has them, then the tags that are not in it.

    ``machine-learning`` and ``new`` after ``machine learning; deep nets`` are ``machine learning``
    and ``new``: a word whose tag is gone is gone.
    """
    others = {caseless(tag): tag for tag in tags}
    present = frozenset(others)
    left = []
    for word in filter(None, map(str.strip, parted(said))):
        own = [caseless(tag) for tag in as_tags([word])]
        if present.issuperset(own):
            left.append(word)
        for tag in own:
            others.pop(tag, None)
    return [*left, *others.values()]


def worded_in_latex(tags: Iterable[str], line: str) -> list[str]:
    r"""Return ``worded`` of a line of LaTeX as plain text: ``b\, c`` of JabRef is ``b, c``."""
    from readlist.bib.latex_decode import plain  # 2 ms, for other programs' keywords

    said = plain(line.replace("\\,", _COMMA)).replace(_COMMA, "\\,")
    return [word.replace("\\,", ",") for word in worded(tags, said)]


def wording(words: Iterable[str], tags: Iterable[str]) -> str:
    """Return keywords as one line, nothing where their tags say the same."""
    words = list(words)
    return "" if words == list(tags) else "; ".join(words)


# "cs.CL", "math.AG", "hep-th"; not "Computer Science".
CATEGORY = r"[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?"


def primary_category(paper: "Paper") -> str:
    """Return arXiv's primary category of a paper, nothing where none is known."""
    found = paper.extra.get("primary_class") or paper.extra.get("categories")
    if isinstance(found, list | tuple):
        found = found[0] if found else ""
    return found if isinstance(found, str) and re.fullmatch(CATEGORY, found) else ""


def categories(paper: "Paper") -> tuple[str, ...]:
    """Return arXiv's categories of a paper, the primary one first."""
    found = [paper.extra.get("primary_class")]
    for several in (paper.part("arxiv").get("categories"), paper.extra.get("categories")):
        found += several if isinstance(several, list | tuple) else ()
    return tuple(dict.fromkeys(name for name in found if isinstance(name, str) and name))
