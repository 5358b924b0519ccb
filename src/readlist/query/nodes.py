"""What a query is: its nodes, and the text that a query is written as; pure."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from readlist.status import Status

Span = tuple[int, int]
TEXT_FIELDS = ("title", "author", "abstract", "note", "remark", "venue")
"""The fields that the full-text index holds."""
STATUSES = tuple(status.value for status in Status)


@dataclass(frozen=True, slots=True)
class Words:
    """Text to find anywhere in a paper: a word, the beginning of one, or a phrase."""

    text: str
    prefix: bool = False
    phrase: bool = False
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on one field; several values are alternatives (operators: ``Checked``)."""

    name: str
    operator: str
    values: tuple[str, ...]
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but."""

    child: "Node"


@dataclass(frozen=True, slots=True)
class _Several:
    """What ``And`` and ``Or`` are made of, once for both: a dataclass costs each start 0.7 ms."""

    children: "tuple[Node, ...]"


class And(_Several):
    """All of two or more; none of them is an ``And``."""

    __slots__ = ()


class Or(_Several):
    """Any of two or more; none of them is an ``Or``."""

    __slots__ = ()


Node = Words | Field | Not | And | Or


# Not dataclasses, which cost 0.7 ms each at every start.
class SortKey(NamedTuple):
    """What to order by."""

    field: str
    descending: bool = False


class Query(NamedTuple):
    """What a person asked for; ``where`` is None for every paper."""

    where: Node | None = None
    sort: tuple[SortKey, ...] = ()


def joined(kind: type[And] | type[Or], nodes: list[Node]) -> Node | None:
    """Return the nodes as one, with those of the same kind taken apart; None without any."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.children if isinstance(node, kind) else (node,))
    if len(flat) > 1:
        return kind(tuple(flat))
    return flat[0] if flat else None


def negated(node: Node) -> Node:
    """Return everything that the node does not select."""
    return node.child if isinstance(node, Not) else Not(node)


def unparse(query: Query) -> str:
    """Return a text that parses to this query."""
    parts = [] if query.where is None else [unparse_node(query.where)]
    if query.sort:
        keys = ",".join(key.field + "-" * key.descending for key in query.sort)
        parts.append(f"sort:{keys}")
        parts[0] = _grouped(parts[0], isinstance(query.where, Or))
    return " ".join(parts)


def unparse_node(node: Node) -> str:
    """Return a text that parses to this part of a query."""
    match node:
        case Words():
            text = f'"{node.text}"' if node.phrase else node.text
            return text + "*" * node.prefix
        case Field():
            return _unparse_field(node)
        case Not():
            return "NOT " + _grouped(unparse_node(node.child), isinstance(node.child, And | Or))
        case And():
            return " ".join(_grouped(unparse_node(c), isinstance(c, Or)) for c in node.children)
        case Or():
            return " OR ".join(unparse_node(child) for child in node.children)


def _grouped(text: str, needed: bool) -> str:
    return f"({text})" if needed else text


_BARE = r'[^\s()",*\\]+'


def _unparse_field(node: Field) -> str:
    separator = ".." if node.operator == ".." else ","
    return f"{node.name}:{separator.join(_unparse_value(node, v) for v in node.values)}"


def _unparse_value(node: Field, value: str) -> str:
    match node.operator:
        case "*":
            return f"{value}*"
        case "=":
            return f'"{value}"'
        case "..":
            return value
        case ":":
            bare = node.name in TEXT_FIELDS or re.fullmatch(_BARE, value)
            return value if bare else f'"{value}"'
    return node.operator + value


def quoted(name: str) -> str:
    """Return a name as a value of a query; a quotation mark, which would end it, is a blank."""
    return '"' + name.replace('"', " ") + '"'


def words_of(node: Node | None) -> tuple[Words, ...]:
    """Return the text that papers must hold, leaving out what is negated."""
    match node:
        case Words():
            return (node,)
        case Field() if node.name in TEXT_FIELDS:
            prefix, phrase = node.operator == "*", node.operator == "="
            return tuple(Words(value, prefix, phrase, node.span) for value in node.values)
        case And() | Or():
            return tuple(words for child in node.children for words in words_of(child))
    return ()


def conjuncts(node: Node | None) -> tuple[Node, ...]:
    """Return the conditions that must all hold."""
    if node is None:
        return ()
    return node.children if isinstance(node, And) else (node,)


def drop_each(query: Query) -> list[tuple[str, Query]]:
    """Return each condition with the query that is left without it."""
    parts = conjuncts(query.where)
    return [
        (unparse_node(part), Query(joined(And, [*parts[:at], *parts[at + 1 :]]), query.sort))
        for at, part in enumerate(parts)
    ]
