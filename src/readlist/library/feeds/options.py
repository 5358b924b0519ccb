"""The settings of a feed: what each takes, for which kinds it counts, its words; pure.

They stand in ``Feed.options``; what has its default is left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

from readlist.errors import QueryError, UsageError
from readlist.library.feeds import schedule
from readlist.library.feeds.address import ADDRESS_LIMIT, UNSEEN
from readlist.library.papers.marks import valid_tag
from readlist.query.parser import parse_query
from readlist.services.base import DEFAULT_KINDS, KINDS
from readlist.text import TITLE_LIMIT, clean, visible

T = TypeVar("T")

RULES_LIMIT = 100
_MOST = 1_000_000
_ONLY = {
    "kinds": (("arxiv",), "--kinds", "arXiv feeds of categories"),
    "votes": (("hf",), "--min-votes", "Hugging Face"),
    "items": (("web",), "--items", "feeds of the web"),
}
"""Settings that count for some kinds of feeds alone: kinds, option, words."""


class Asked(NamedTuple):
    """Settings as a person typed them; None where nothing is said, empty takes them away."""

    title: str | None = None
    tag: Sequence[str] | None = None
    tag_if: Sequence[str] | None = None
    keep: Sequence[str] | None = None
    drop: Sequence[str] | None = None
    kinds: str | None = None
    schedule: str | None = None
    limit: int | None = None
    votes: int | None = None
    items: str | None = None


def changed(former: Mapping[str, Any], kind: str, asked: Asked, today: str) -> dict[str, Any]:
    """Return the settings of a feed with what a person asks for; its kind may be unknown: ``""``.

    Everything that is wrong is said at once, in one ``UsageError``.
    """
    problems: list[str] = []
    found = dict(former)
    for name, read in _READERS.items():
        value = getattr(asked, name)
        if value is None:
            continue
        kinds, option, words = _ONLY.get(name, ((kind,), "", ""))
        if value and kind and kind not in kinds:
            problems.append(f"{option} counts for {words} alone; leave it out.")
        else:
            found[name] = with_problem(problems, partial(read, value, today))
    if asked.tag is not None or asked.tag_if is not None:
        with_problem(problems, partial(_put_tags, found, asked, today))
    if problems:
        raise UsageError("\n".join(problems))
    return {name: value for name, value in found.items() if value not in (None, "", [], 0)}


def with_problem(problems: list[str], do: Callable[[], Any]) -> Any:
    """Do something; what is wrong becomes a sentence among the others, and None is returned."""
    try:
        return do()
    except QueryError as error:
        problems.append(pointed(error))
    except UsageError as error:
        problems.append(str(error))
    return None


def pointed(error: QueryError) -> str:
    """Return the sentence of an error with its query and a mark under the column."""
    if not error.query or not error.column:
        return str(error)
    return f"{error}\n  {visible(error.query)}\n  {' ' * (error.column - 1)}^"


def _put_tags(found: dict[str, Any], asked: Asked, today: str) -> None:
    """Put the rules that tag: those for all papers and those with a query, each kept if unsaid."""
    every: list[tuple[str, str]] = []
    some: list[tuple[str, str]] = []
    for query, tag in found.get("tag", ()):  # a rule without a query is for all papers
        (some if query else every).append((query, tag))
    if asked.tag is not None:
        every = [("", valid_tag(tag)) for tag in asked.tag if tag.strip()]
    if asked.tag_if is not None:
        some = [_tag_rule(text, today) for text in asked.tag_if if text.strip()]
    found["tag"] = [list(rule) for rule in _few(list(dict.fromkeys([*every, *some])))]


def _tag_rule(text: str, today: str) -> tuple[str, str]:
    tag, mark, query = text.partition("=")
    if not mark or not query.strip():
        raise UsageError(
            f"--tag-if {visible(text)!r} is not of the form TAG=QUERY, as in 'moe=title:mixture'."
        )
    return rule(query, "--tag-if", today), valid_tag(tag)


def rule(text: str, option: str, today: str) -> str:
    """Return the query of a rule. Raises ``UsageError`` and ``QueryError``."""
    query = clean(text, ADDRESS_LIMIT)
    try:
        read = parse_query(query, today)
    except QueryError as error:
        raise QueryError(f"{option}: {error}", error.query, error.column) from error
    if read.where is None:
        raise UsageError(f"{option} {visible(query)!r} finds every paper; say which are meant.")
    return query


def _rules(option: str) -> Callable[[Any, str], list[str]]:
    def read(texts: Iterable[str], today: str) -> list[str]:
        return list(
            dict.fromkeys(_few([rule(text, option, today) for text in texts if text.strip()]))
        )

    return read


def _few(found: Sequence[T]) -> Sequence[T]:
    if len(found) > RULES_LIMIT:
        raise UsageError(f"A feed has at most {RULES_LIMIT} rules of a kind. Join some with OR.")
    return found


def _kinds(text: str, _today: str) -> list[str]:
    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    for word in words:
        if word not in KINDS:
            raise UsageError(
                f"--kinds {visible(word)!r} is no kind of announcement; they are "
                f"{', '.join(KINDS)}."
            )
    kinds = [kind for kind in KINDS if kind in words]
    return [] if tuple(kinds) == DEFAULT_KINDS else kinds  # what is usual is not kept


def _schedule(text: str, _today: str) -> str:
    if not text.strip():
        return ""
    try:
        said = str(schedule.parse(text))
    except ValueError as error:
        raise UsageError(f"--schedule {error}") from error
    return "" if said == schedule.DEFAULT else said


def _number(option: str) -> Callable[[Any, str], int]:
    def read(value: int, _today: str) -> int:
        if not 0 <= value <= _MOST:
            raise UsageError(f"{option} takes a number from 0 to {_MOST:,}; 0 is none.")
        return value

    return read


def _items(text: str, _today: str) -> str:
    word = text.strip().lower()
    if word not in {"", "papers", "all"}:
        raise UsageError(f"--items {visible(text)!r} is neither 'papers' nor 'all'.")
    return "all" if word == "all" else ""


_READERS: dict[str, Callable[[Any, str], Any]] = {
    "title": lambda text, _today: clean(text, TITLE_LIMIT),
    "keep": _rules("--keep"),
    "drop": _rules("--drop"),
    "kinds": _kinds,
    "schedule": _schedule,
    "limit": _number("--limit"),
    "votes": _number("--min-votes"),
    "items": _items,
}


def from_file(kind: str, said: Mapping[str, Any], today: str) -> tuple[dict[str, Any], list[str]]:
    """Return the settings that a file gives a feed, and what is wrong with those left out."""
    problems: list[str] = []
    found: dict[str, Any] = {}
    for name, value in said.items():
        asked = with_problem(problems, partial(_asked, name, value))
        if asked:
            found |= with_problem(problems, partial(changed, {}, kind, asked, today)) or {}
    if isinstance(said.get("paused"), str):
        found["paused"] = clean(said["paused"], 40)
    if kind == "list" and isinstance(said.get("list"), str):
        found["list"] = clean(said["list"], 200)
    if kind == "web" and said.get(UNSEEN) is True:
        found[UNSEEN] = True
    return {name: value for name, value in found.items() if value}, problems


def _asked(name: str, value: Any) -> Asked | None:
    """Return a setting of a file as if it had been typed; None for what is no setting."""
    fits = _SHAPES.get(name)
    if fits is None:
        return None
    if not fits(value):
        raise UsageError(f"The setting {name!r} of the feed is not what it takes; it is left out.")
    if name == "tag" and _are_rules(value):
        every = [tag for query, tag in value if not query]
        return Asked(tag=every, tag_if=[f"{tag}={query}" for query, tag in value if query])
    typed: Any = ",".join(value) if name == "kinds" else value
    return Asked()._replace(**{name: typed})


def _are_texts(value: Any) -> bool:
    return type(value) is list and all(type(one) is str for one in value)


def _are_rules(value: Any) -> bool:
    """Say whether a value is rules that tag, ``[["title:moe", "moe"], ["", "daily"]]``."""
    return type(value) is list and all(_are_texts(rule) and len(rule) == 2 for rule in value)


def _is_text(value: Any) -> bool:
    return type(value) is str


def _is_number(value: Any) -> bool:
    return type(value) is int  # and not a bool, which is an int


_SHAPES: dict[str, Callable[[Any], bool]] = {
    "keep": _are_texts, "drop": _are_texts, "kinds": _are_texts,
    "tag": lambda value: _are_texts(value) or _are_rules(value),
    "schedule": _is_text, "items": _is_text, "limit": _is_number, "votes": _is_number,
}  # fmt: skip
