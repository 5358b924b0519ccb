"""Saved searches: a query under a name, which ``@NAME`` asks again wherever a query is taken."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from readlist import local_time
from readlist.errors import NotFoundError, QueryError, UsageError
from readlist.library.papers import search
from readlist.model import Problem, SearchInfo
from readlist.query.parser import SAVED_NAME, parse_query
from readlist.store import searches as store
from readlist.store.connection import Library
from readlist.store.feeds import Feed, feeds, update_feeds
from readlist.store.journal import Transaction
from readlist.store.searches import Saved
from readlist.text import caseless, clean, nearest, visible

LIMIT = 2_000
"""Characters of a query; a person's are shorter than 200."""
NAME_LIMIT = 80


class Counted(NamedTuple):
    """A saved search with how many papers it finds, and how many of them are done.

    ``problem`` says why it finds none where it cannot be asked: it names one that is gone.
    """

    saved: Saved
    papers: int = 0
    done: int = 0
    problem: str = ""


def save(tx: Transaction, name: str, query: str) -> tuple[Saved, str]:
    """Save a query under a name; return it, and the query that had the name before, if any.

    Raises ``UsageError`` and ``QueryError``; a search never asks for itself, however far round.
    """
    chosen = valid_name(name)
    text = clean(query, LIMIT + 1)
    if len(text) > LIMIT:
        raise UsageError(f"A saved search has at most {LIMIT:,} characters.")
    known = {**store.by_name(tx.db), caseless(chosen): text}
    today = local_time.day(tx.at)
    if parse_query(text, today, known).where is None:
        raise UsageError(f"{visible(text)!r} finds every paper; say which are meant.")
    former = next((s for s in store.searches(tx.db) if caseless(s.name) == caseless(chosen)), None)
    if former:
        now = former._replace(query=text)
        store.update_searches(tx, [now])
        return now, former.query
    number = store.insert_searches(tx, [(chosen, text, tx.at)])
    return Saved(number, chosen, text, tx.at), ""


def valid_name(name: str) -> str:
    """Return a name that a search can have, without ``@``. Raises ``UsageError``."""
    chosen = clean(name).removeprefix("@")
    if not re.fullmatch(SAVED_NAME, chosen) or len(chosen) > NAME_LIMIT:
        raise UsageError(
            f"{visible(name[:80])!r} cannot be the name of a search: it takes up to {NAME_LIMIT} "
            "letters, digits, dots, hyphens and plus signs, without blanks."
        )
    return chosen


def known(library: Library, names: Iterable[str]) -> list[Saved]:
    """Return saved searches by their names. Raises ``NotFoundError`` with the nearest one."""
    found = {caseless(saved.name): saved for saved in store.searches(library.db)}
    chosen = []
    for name in names:
        folded = caseless(name.removeprefix("@"))
        if folded not in found:
            near = nearest(folded, (saved.name for saved in found.values()))
            advice = f"Did you mean @{near}?" if near else "'readlist saved' lists them."
            raise NotFoundError(f"There is no saved search {visible(name)!r}. {advice}")
        chosen.append(found[folded])
    return list(dict.fromkeys(chosen))


def counted(library: Library, now: str) -> list[Counted]:
    """Return the saved searches with what each finds at this moment."""
    found = []
    for saved in store.searches(library.db):
        words = [f"@{saved.name}"]
        try:
            every = search.prepare(library, words, now=now, chosen=True)
            done = search.prepare(
                library, [*words, "is:read,skimmed,dropped"], now=now, chosen=True
            )
        except QueryError as error:
            found.append(Counted(saved, problem=str(error)))
            continue
        found.append(Counted(saved, search.count(library, every), search.count(library, done)))
    return found


def rename(tx: Transaction, name: str, new: str) -> tuple[Saved, Saved]:
    """Give a search another name, also in the searches and the rules of feeds that ask it.

    Return it as it was and as it is. Raises ``UsageError`` where the name is taken.
    """
    (former,) = known(tx.library, [name])
    chosen = valid_name(new)
    others = [one for one in store.searches(tx.db) if one.id != former.id]
    if any(caseless(one.name) == caseless(chosen) for one in others):
        raise UsageError(f"There is a saved search @{visible(chosen)} already.")
    now = former._replace(name=chosen)
    asking = [one._replace(query=_renamed(one.query, former.name, chosen)) for one in others]
    store.update_searches(tx, [now, *asking])
    update_feeds(tx, [_with_rules(feed, former.name, chosen) for feed in feeds(tx.db)])
    return former, now


def remove(tx: Transaction, names: Sequence[str]) -> list[Saved]:
    """Forget searches; no paper changes. Raises ``UsageError`` where something else asks them."""
    gone = known(tx.library, names)
    asking = [(f"@{one.name}", [one.query]) for one in store.searches(tx.db) if one not in gone]
    asking += [(f"feed {feed.name}", queries_of(feed.options)) for feed in feeds(tx.db)]
    for saved in gone:
        users = [name for name, queries in asking if _asks(queries, saved.name)]
        if users:
            raise UsageError(
                f"The saved search @{saved.name} is asked by {visible(', '.join(users))}. Change "
                "that first."
            )
    store.delete_searches(tx, [one.id for one in gone])
    return gone


def take(tx: Transaction, found: Iterable[SearchInfo]) -> tuple[int, list[Problem]]:
    """Save the searches of a file; return how many are new, and what is wrong with the others.

    One that is there under its name with another query stays as it is.
    """
    problems = []
    fresh = 0
    known_ones = store.by_name(tx.db)
    wanted = {caseless(info.name): info.query for info in found if info.name}
    for info in found:
        own = known_ones.get(caseless(info.name))
        if own is None:
            try:
                every = {**wanted, **known_ones}
                parse_query(info.query, local_time.day(tx.at), every, stored=True)
                row = (valid_name(info.name), clean(info.query, LIMIT), info.added or tx.at)
            except (UsageError, QueryError) as error:
                problems.append(Problem(info.line, f"The saved search is left out: {error}"))
                continue
            store.insert_searches(tx, [row])
            known_ones[caseless(row[0])] = row[1]
            fresh += 1
        elif own != clean(info.query, LIMIT):
            said = f"@{visible(info.name)} is {visible(own)!r} here and stays so."
            problems.append(Problem(info.line, said))
    return fresh, problems


# Where a query asks a saved search


def check_rules(tx: Transaction, rules: Iterable[str]) -> None:
    """Raise ``QueryError`` where a rule of a feed asks a search that is not there."""
    for rule in rules:
        search.asked(tx.library, rule, tx.at, stored=True)


def read_as_before(library: Library, feeds: Iterable[Feed], now: str) -> Iterator[str]:
    """Yield which rules of feeds hold what is refused by now, and how that is written."""
    for feed in feeds:
        for rule in queries_of(feed.options):
            try:
                search.asked(library, rule, now)
            except QueryError as error:
                yield (
                    f"The rule {rule!r} of {feed.name} is read as before. {error}. 'readlist feed "
                    f"edit {feed.name}' changes it."
                )


def queries_of(options: Mapping[str, Any]) -> list[str]:
    """Return the queries among the rules of a feed."""
    tagging = [query for query, _ in options.get("tag", ())]
    return [*options.get("keep", ()), *options.get("drop", ()), *tagging]


def _with_rules(feed: Feed, name: str, new: str) -> Feed:
    said = dict(feed.options)
    for kind in ("keep", "drop"):
        if kind in said:
            said[kind] = [_renamed(rule, name, new) for rule in said[kind]]
    if "tag" in said:
        said["tag"] = [[_renamed(rule, name, new), tag] for rule, tag in said["tag"]]
    return feed._replace(options=said)


def _token(name: str) -> str:
    """Return what finds ``@NAME`` in a query, or a phrase, in which it would be text."""
    return rf'(?i)"(?:\\"|[^"])*"|(?<![^\s(-])@{re.escape(name)}(?![\w.+-])'


def _asks(queries: Iterable[str], name: str) -> bool:
    tokens = (found[0] for query in queries for found in re.finditer(_token(name), query))
    return any(token.startswith("@") for token in tokens)


def _renamed(query: str, name: str, new: str) -> str:
    return re.sub(
        _token(name), lambda found: f"@{new}" if found[0].startswith("@") else found[0], query
    )
