"""Words for the shell to complete: keys, tags, statuses, list names; quiet on every failure."""

import os

import typer

from readlist.config import SETTINGS, library_path, load_settings
from readlist.errors import ReadlistError


def complete_paper(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return citation keys that begin with the word, whatever its case."""
    return _words(ctx, "papers", incomplete)


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
    """Return saved searches for a word that begins with ``@``; the signs before it stay."""
    before, sign, start = incomplete.rpartition("@")
    if not sign or before.strip("(-"):
        return []
    return [f"{before}@{name}" for name in _words(ctx, "saved", start)]


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
    """Return statuses and citation keys: a status stands after the papers."""
    return complete_status(incomplete) + complete_paper(ctx, incomplete)


def complete_paper_or_day(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return words for days and citation keys: a day stands after the papers."""
    from readlist.query.days import WORDS  # 3 ms that other commands save

    days = [*WORDS, "1w", "2w", "1m", "none"]
    return [day for day in days if day.startswith(incomplete.lower())] + complete_paper(
        ctx, incomplete
    )


def complete_plan(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return how long a session may be, ``week``, and names of lists."""
    words = [word for word in ("30m", "60m", "90m", "week") if word.startswith(incomplete)]
    return words + complete_list(ctx, incomplete)


def complete_decision_or_paper(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what can be decided about the inbox, and citation keys."""
    decisions = [word for word in ("keep", "later", "drop") if word.startswith(incomplete)]
    return decisions + complete_paper(ctx, incomplete)


def complete_stats(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what ``stats`` tells of: a year, or what papers are told apart by."""
    words = ctx.params.get("words") or ()
    if list(words) == ["by"]:
        from readlist.store.statistics import BY  # 4 ms that other completions save

        return [name for name in BY if name.startswith(incomplete)]
    return [] if words else [word for word in ("by", "year") if word.startswith(incomplete)]


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
