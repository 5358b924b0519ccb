"""Take values out of JSON that came from outside: right types, clean text, bounded sizes."""

import math
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from readlist.text import BLOCK_LIMIT, FIELD_LIMIT, clean, clean_block

DEPTH_LIMIT = 12
"""Levels of a free value (``extra``) that are kept."""
_CONTROLS = bytes([*range(9), *range(11, 32), 127])


class WrongError(ValueError):
    """A line cannot be taken as a paper; the message is the end of a sentence."""


@lru_cache(maxsize=4096)
def word(text: str) -> str:
    """Return one clean line, remembered: schemes, sources, tags and categories come again."""
    return clean(text)


def line(data: Mapping[str, Any], name: str, limit: int = FIELD_LIMIT) -> str:
    """Return a field as one clean line; empty where it is missing or null."""
    value = data.get(name)
    if value is None:
        return ""
    if type(value) is not str:
        raise WrongError(f"{name} is not text")
    return clean(value, limit) if value else ""


def block(data: Mapping[str, Any], name: str) -> str:
    """Return a field as clean text of several lines."""
    value = data.get(name)
    if value is None:
        return ""
    if type(value) is not str:
        raise WrongError(f"{name} is not text")
    # To see that cleaning would change nothing is ten times as fast as cleaning.
    if len(value) > BLOCK_LIMIT or value != value.strip() or "\n\n\n" in value:
        return clean_block(value)
    if value.isascii():
        is_clean = len(value.encode().translate(None, _CONTROLS)) == len(value)
    else:
        is_printable = value.replace("\n", "").isprintable()
        is_clean = is_printable and unicodedata.is_normalized("NFC", value)
    return value if is_clean else clean_block(value)


def are_clean_lines(values: list[Any]) -> bool:
    """Say whether all values are texts, none empty, that cleaning would not change; at one look."""
    try:
        text = "|".join(values)
    except TypeError:
        return False
    if "" in values or len(text) > FIELD_LIMIT or not text.isprintable():
        return False
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return False
    return not ("  " in text or "| " in text or " |" in text or text != text.strip(" "))


def lines(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return a field as several clean lines; the empty ones are dropped."""
    values = items(data, name)
    if not all(type(value) is str for value in values):
        raise WrongError(f"{name} is not a list of texts")
    return tuple(found for value in values if (found := word(value)))


def items(data: Mapping[str, Any], name: str) -> list[Any]:
    """Return a field that is a list; empty where it is missing or null."""
    value = data.get(name)
    if value is None:
        return []
    if type(value) is not list:
        raise WrongError(f"{name} is not a list")
    return value


def objects(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return a field that is a list of objects."""
    values = items(data, name)
    if not all(type(value) is dict for value in values):
        raise WrongError(f"{name} is not a list of objects")
    return values


def pairs(data: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    """Return a field that is a list of pairs of texts."""
    found = []
    for value in items(data, name):
        if type(value) is not list or [type(part) for part in value] != [str, str]:
            raise WrongError(f"{name} is not a list of pairs of texts")
        found.append((word(value[0]), clean(value[1])))
    return found


def whole(data: Mapping[str, Any], name: str, low: int, high: int) -> int | None:
    """Return a field that is a whole number within bounds; None where it is missing or null."""
    value = data.get(name)
    if value is None:
        return None
    if type(value) is not int or not low <= value <= high:
        raise WrongError(f"{name} is not a whole number from {low} to {high}")
    return value


def mapping(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a field that is an object of free values, with its texts clean."""
    value = data.get(name)
    if value is None:
        return {}
    if type(value) is not dict:
        raise WrongError(f"{name} is not an object")
    return {word(key): free(part) for key, part in value.items()}


def free(value: Any, depth: int = 1) -> Any:
    """Return any JSON value with its texts clean, nothing infinite and nothing too deep."""
    kept = value
    match value:
        case str() if len(value) < 40:
            kept = word(value)
        case str():
            kept = clean_block(value) if "\n" in value else clean(value)
        case float() if not math.isfinite(value):
            kept = None
        case list() | dict() if depth >= DEPTH_LIMIT:
            kept = None
        case list():
            kept = [free(part, depth + 1) for part in value]
        case dict():
            kept = {word(key): free(part, depth + 1) for key, part in value.items()}
    return kept
