"""YAML of strangers as plain values: bounded, without aliases, texts in place of dates."""

import re
from datetime import date
from typing import Any

from readlist.model import Problem

_LIMIT = 2_000_000
"""Characters of a document; the longest that we know has 30,000."""
_DEEPEST = 40


def read(text: str) -> Any:
    """Return what a document of YAML says, or a ``Problem`` where it is none."""
    import yaml

    text = text.lstrip("\ufeff")
    if re.search(r"(?:[\[{]\s*+){100}", text):
        return Problem(1, "The file has too many levels, so it is not read.")
    # An alias stands for what was said elsewhere, and again for it: nobody needs one here.
    if len(text) > _LIMIT or re.search(r"(?m)(?:^|[\s:,\[-])\*[\w-]+\s*(?:$|[,\]}])", text):
        return Problem(1, "The file is too large, or it has aliases, which are not read.")
    try:
        return _plain(next(iter(yaml.safe_load_all(text)), None), 0)
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        return Problem(mark.line + 1 if mark else 1, "This is not YAML: the file is not read.")


def _plain(value: Any, depth: int) -> Any:
    """Return a value in which ``2020-03-12`` is text again."""
    if isinstance(value, date):
        return value.isoformat()
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(name): _plain(part, depth + 1) for name, part in value.items()}
    return [_plain(part, depth + 1) for part in value] if isinstance(value, list) else value
