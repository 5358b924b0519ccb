"""Words for the shell to complete: keys, tags, statuses, list names; quiet on every failure."""

import os

import typer

from readlist.config import SETTINGS, library_path, load_settings
from readlist.errors import ReadlistError


def complete_paper(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return citation keys that begin with the word, whatever its case, or else titles.

    What was typed stays as it is: shells take no word that begins otherwise.
    """
    found = _words(ctx, "papers", incomplete)
    if not found and len(incomplete) >= LEAST_OF_TITLE:
        found = _words(ctx, "titles", incomplete)
    return [incomplete + name[len(incomplete) :] for name in found]


LEAST_OF_TITLE = 3
"""Letters from which the beginning of a title is looked for."""


def complete_tag(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return tags that begin with the word; ``+`` and ``-`` before it stay."""
    sign = incomplete[:1] if incomplete[:1] in {"+", "-"} else ""
    return [sign + word for word in _words(ctx, "tags", incomplete.removeprefix(sign))]


def complete_list(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return names of lists that begin with the word."""
    return _words(ctx, "lists", incomplete)


def complete_feed(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return names of feeds that begin with the word."""
    return _words(ctx, "feeds", incomplete)


def complete_search(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return names of saved searches that begin with the word; ``@`` before it stays."""
    sign = "@" * incomplete.startswith("@")
    return [sign + name for name in _words(ctx, "saved", incomplete.removeprefix("@"))]


def complete_query(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the values of a field, ``tag:nl``, and saved searches, ``@th``; signs before stay."""
    before, sign, start = incomplete.rpartition("@")
    if sign and not before.strip("(-"):
        return [f"{before}@{name}" for name in _words(ctx, "saved", start)]
    name, colon, values = incomplete.partition(":")
    if not colon:
        return []
    others, comma, start = values.rpartition(",")  # of tag:nlp,vi the last one
    field = name.lstrip("(-").lower()
    return [f"{name}:{others}{comma}{value}" for value in _values(ctx, field, start)]


_STORED = {"tag": "tags", "list": "lists", "feed": "feeds", "key": "papers"}
"""Fields whose values stand in the library, and where."""


def _values(ctx: typer.Context, field: str, start: str) -> list[str]:
    """Return the values of a field of the query language that begin so."""
    if field in _STORED:
        return [_quoted(word) for word in _words(ctx, _STORED[field], start)]
    if field == "sort":
        return complete_sort(start)
    from readlist.bib.types import TYPES
    from readlist.query import STATUSES, fields
    from readlist.query.days import WORDS

    known = {
        "status": STATUSES, "has": fields.HAS, "is": fields.IS, "snoozed": ("yes", "no"),
        "priority": fields.PRIORITIES, "kind": sorted(TYPES),
        **{name: (*words, *WORDS) for name, words in fields.STANDING.items()},
    }  # fmt: skip
    return [word for word in known.get(field, ()) if word.startswith(start.lower())]


def _quoted(word: str) -> str:
    """Return a value as a query has it: in quotation marks where it has blanks."""
    return f'"{word}"' if " " in word or "," in word else word


def complete_sort(incomplete: str) -> list[str]:
    """Return what papers can be sorted by, the last of several with commas; a minus stays."""
    from readlist.query.fields import SORTS  # 3 ms that other commands save

    before, comma, last = incomplete.rpartition(",")
    minus = "-" * last.startswith("-")
    start = last.removeprefix("-").lower()
    return [f"{before}{comma}{minus}{name}" for name in SORTS if name.startswith(start)]


def complete_columns(incomplete: str) -> list[str]:
    """Return names of columns, the last of several with commas."""
    from readlist.views.rows import COLUMNS  # 8 ms that other commands save

    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in COLUMNS if name.startswith(last.lower())]


def complete_style(incomplete: str) -> list[str]:
    """Return the styles of references."""
    return [name for name in ("apa", "chicago", "ieee") if name.startswith(incomplete.lower())]


def complete_format_read(incomplete: str) -> list[str]:
    """Return names of formats that are read."""
    from readlist.formats import READS

    return [name for name in READS if name.startswith(incomplete)]


def complete_format_written(incomplete: str) -> list[str]:
    """Return names of formats that are written."""
    from readlist.formats import WRITES

    return [name for name in WRITES if name.startswith(incomplete)]


def complete_setting(incomplete: str) -> list[str]:
    """Return names of settings."""
    return [setting.name for setting in SETTINGS if setting.name.startswith(incomplete)]


def complete_topic(incomplete: str) -> list[str]:
    """Return what there is help on."""
    from readlist.cli.topics import TOPICS

    return [name for name in TOPICS if name.startswith(incomplete)]


def complete_status(incomplete: str) -> list[str]:
    """Return statuses that begin with the word."""
    from readlist.query import STATUSES  # 3 ms that other commands save

    return [status for status in STATUSES if status.startswith(incomplete.lower())]


def complete_paper_or_status(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return citation keys, and behind a paper statuses: before anything is typed these alone."""
    return _behind_papers(ctx, complete_status(incomplete), incomplete)


def complete_paper_or_rating(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return citation keys, and ratings behind a paper."""
    ratings = [word for word in ("1", "2", "3", "4", "5", "none") if word.startswith(incomplete)]
    return _behind_papers(ctx, ratings, incomplete)


def complete_paper_or_priority(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return citation keys, and priorities behind a paper."""
    words = [one for one in ("high", "medium", "low", "none") if one.startswith(incomplete.lower())]
    return _behind_papers(ctx, words, incomplete)


def _behind_papers(ctx: typer.Context, words: list[str], incomplete: str) -> list[str]:
    """Return what stands behind papers where one is named, or a query, and else papers."""
    if not ctx.params.get("words") and not ctx.params.get("where"):
        return words + complete_paper(ctx, incomplete) if incomplete else complete_paper(ctx, "")
    return words + complete_paper(ctx, incomplete) if incomplete else words


def complete_paper_or_day(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return words for days and citation keys: a day stands after the papers."""
    from readlist.query.days import WORDS  # 3 ms that other commands save

    days = [*WORDS, "1w", "2w", "1m", "none"]
    fitting = [day for day in days if day.startswith(incomplete.lower())]
    return _behind_papers(ctx, fitting, incomplete)


def complete_plan(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return how long a session may be, ``week``, names of lists, and what queries have."""
    words = [word for word in ("30m", "60m", "90m", "week") if word.startswith(incomplete)]
    return words + (complete_list(ctx, incomplete) or complete_query(ctx, incomplete))


def complete_decision_or_paper(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what can be decided about the inbox, and citation keys."""
    decisions = [word for word in ("keep", "later", "drop") if word.startswith(incomplete)]
    return decisions + complete_paper(ctx, incomplete)


def complete_stats(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what ``stats`` tells of: a year, what papers are told apart by, a list's graph."""
    words = ctx.params.get("words") or ()
    if list(words) == ["graph"]:
        return complete_list(ctx, incomplete)
    if list(words) == ["by"]:
        from readlist.store.statistics import BY  # 4 ms that other completions save

        return [name for name in BY if name.startswith(incomplete)]
    return (
        [] if words else [word for word in ("by", "graph", "year") if word.startswith(incomplete)]
    )


def complete_followed(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what can be followed, and names of lists."""
    kinds = [word for word in ("author", "word", "list") if word.startswith(incomplete)]
    return kinds + complete_list(ctx, incomplete)


def complete_paper_or_tag(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return citation keys and tags; after ``+`` or ``-`` tags alone."""
    if incomplete[:1] in {"+", "-"}:
        return complete_tag(ctx, incomplete)
    return complete_paper(ctx, incomplete) + complete_tag(ctx, incomplete)


def _words(ctx: typer.Context, table: str, start: str) -> list[str]:
    from readlist.store.naming import words_of

    try:
        path = library_path(load_settings(os.environ), ctx.find_root().params.get("db") or "")
        return words_of(path, table, start)
    except (ReadlistError, OSError):
        return []
