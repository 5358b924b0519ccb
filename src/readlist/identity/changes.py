"""What a paper gained from a record, in words for the person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any


def gains(former: Sequence[Mapping[Any, Any]], now: Sequence[Mapping[Any, Any]]) -> tuple[str, ...]:
    """Return words for what differs between two states of a paper; nothing where they are equal.

    A state has facts, identifiers, links, extra, tags, notes, readings, keys and titles, in this
    order.
    """
    if former == now:
        return ()
    found = [
        word
        for before, after, words in zip(former, now, _WORDS, strict=True)
        if before != after
        for word in words(before, after)
    ]
    return tuple(dict.fromkeys(found))


Words = Callable[[Mapping[Any, Any], Mapping[Any, Any]], Iterator[str]]


def _facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, value in after.items():
        if before.get(name) != value:
            yield f"other {name}" if before.get(name) else name


def _new(word: Callable[[Any], str]) -> Words:
    return lambda before, after: (word(name) for name in after if name not in before)


def _extra(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of details; those of one format stand one level deeper."""
    for name, value in after.items():
        if before.get(name) == value:
            continue
        if isinstance(value, dict):
            known = before.get(name)
            yield from _facts(known if isinstance(known, dict) else {}, value)
        else:
            yield name.replace("_", " ")
    yield from (f"no {name.replace('_', ' ')}" for name in before if name not in after)


def _reading(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if any(before.get(reader) != reading for reader, reading in after.items()):
        yield "reading"


_WORDS: tuple[Words, ...] = (
    _facts,
    _new(str),
    _new(lambda link: f"{link.name} link"),
    _extra,
    _new(lambda tag: f"tag {tag}"),
    _new(lambda _: "note"),
    _reading,
    _new(lambda key: f"key {key}"),
    _new(lambda _: "another title"),
)
