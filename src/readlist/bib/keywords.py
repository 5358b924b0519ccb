"""Keywords of other programs as tags: a tag is one word, with hyphens for what it cannot have."""

import re
from collections.abc import Iterable
from itertools import islice

TAG_LIMIT = 100
"""Characters of a tag (``library.marks``)."""
_TAGS_LIMIT = 200
_NOT_IN_TAG = re.compile(r"[\s,\"()\[\]{}\\]+")


def parted(line: str) -> list[str]:
    """Return the keywords of a line: between semicolons, or commas where there are none."""
    return re.split("[;\n|]" if ";" in line else "[,\n|]", line)


def as_tags(words: Iterable[str]) -> tuple[str, ...]:
    """Return keywords as tags, each once whatever its case; what is too long is left out."""
    found: dict[str, str] = {}
    for word in islice(words, _TAGS_LIMIT):
        tag = _NOT_IN_TAG.sub("-", word.strip()).strip("-/ ").replace(":-", ":")
        if tag and len(tag) <= TAG_LIMIT:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())
