"""Short names of lists and feeds, made of their titles."""

import re
from collections.abc import Callable

from readlist.text import clean


def slug(text: str) -> str:
    """Return a short name made of a title: lower case, words parted by hyphens."""
    return re.sub(r"[^\w]+", "-", clean(text).lower()).strip("-_")[:40].rstrip("-")


def free_name(base: str, taken: Callable[[str], bool]) -> str:
    """Return a name, or the name with the first number from 2 that is free."""
    name, number = base, 1
    while taken(name):
        number += 1
        name = f"{base}-{number}"
    return name
