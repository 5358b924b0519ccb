"""Papers by query: the one door out."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from readlist import local_time
from readlist.errors import QueryError
from readlist.query import (
    And,
    Field,
    Node,
    Not,
    Or,
    Query,
    Words,
    conjuncts,
    drop_each,
    joined,
    parse,
    parse_sort,
    quoted,
    unparse_node,
)
from readlist.store.connection import Library
from readlist.store.select import (
    Selection,
    any_snoozed,
    compile_query,
    count_sql,
    ids_sql,
    rows_sql,
    run,
    statuses_sql,
    these_sql,
    without,
)
from readlist.text import caseless, visible

if TYPE_CHECKING:
    from readlist.library.papers.query_names import Named
    from readlist.store.relevance import Ranked


class Search(NamedTuple):
    """A query ready to be asked; ``said`` is what the person should know of how it is meant.

    ``words`` are those of a question in plain words, which papers with most of them answer, too.
    By ``weighed`` the best papers are told from each other, where no other order was asked for;
    ``typed`` is the question as it was asked, ``means`` how near the meaning of papers is to it.
    """

    query: Query
    selection: Selection
    said: str = ""
    words: tuple[Words, ...] = ()
    weighed: tuple[Words, ...] = ()
    typed: str = ""
    means: Mapping[int, float] = {}


_WAITING = Field("status", ":", ("inbox",))
WAITING = unparse_node(_WAITING)
"""How the condition that every query of the inbox has is written."""
_CHOSEN = Not(Field("status", ":", ("inbox", "dropped")))
_PRECISE = {"status", "is", "id", "key", "feed", "arxiv", "doi", "kept", "dropped"}
"""Fields that ask for papers so precisely that waiting and dropped ones belong to them."""
_SNOOZED = Field("snoozed", ":", ("yes",))
_AWAKE = Not(_SNOOZED)
_UNTYPED = {
    unparse_node(_CHOSEN): "in the inbox or dropped: status:inbox,dropped",
    unparse_node(_AWAKE): "snoozed: snoozed:yes",
}
"""Conditions that nobody typed, with what they leave out and how that is shown."""
_NAMING = {"id", "key", "arxiv", "doi", "snoozed", "wait", "is:snoozed"}
"""Fields, or values of them, that ask for papers whether or not these are snoozed."""
ORDERED = 3_000
"""Papers that can be put into the order to read them in: each place is looked for among all."""
SIMILAR = 100
"""Papers that ``similar:`` finds, the nearest."""


def _compiled(library: Library, query: Query, now: str) -> Selection:
    """Return what finds the papers of a query, where need be by those that they are like.

    Raises ``QueryError`` for ``sort:similar`` without anything to be similar to.
    """
    near = {}
    for node in _fields(query.where, {"similar"}):
        from readlist.library.papers.resolve_name import resolve  # 20 ms, for these alone
        from readlist.library.papers.similar import similar

        papers = resolve(library, node.values)
        near[node.values] = [one.id for one in similar(library, papers, SIMILAR)]
    if not near and any(key.field == "similar" for key in query.sort):
        raise QueryError(
            "`sort:similar` needs papers to be similar to: `similar:KEY` beside it in the query"
        )
    ordered: list[int] = []
    if any(key.field == "foundations" for key in query.sort):
        from readlist.library.papers.reading_order import order_of_papers  # for this order alone

        plain = compile_query(query._replace(sort=()), library.reader_id, now=now, similar=near)
        numbers = [row[0] for row in run(library.db, ids_sql(plain, ORDERED + 1))]
        if len(numbers) > ORDERED:
            raise QueryError(
                f"`sort:foundations` orders up to {ORDERED:,} papers; these are more: name a list "
                "or a tag"
            )
        ordered = order_of_papers(library, numbers)
    return compile_query(
        query, library.reader_id, now=now, similar=near, foundations=ordered
    )  # fmt: skip


def prepare(
    library: Library,
    words: Sequence[str],
    *,
    sort: str = "",
    now: str,
    chosen: bool = False,
    waiting: bool = False,
    names: bool = True,
    weigh: bool = False,
) -> Search:
    """Return what the words of a command line ask for; ``sort`` wins over theirs.

    ``chosen`` leaves out what waits in the inbox and what was dropped, unless the words ask for
    it; ``waiting`` leaves out everything but the inbox. Both leave out what is snoozed. With
    ``names`` a word that names a paper is that paper. With ``weigh`` the best papers come first not
    by the index alone. Raises ``QueryError``.
    """
    named = _named(library, words) if names else None
    said, plain = named.said if named else "", None
    if named and named.papers:
        query = Query(Field("id", ":", tuple(map(str, named.papers))))
        said = " ".join(filter(None, (said, _also_searched(library, named, now))))
    else:
        query = asked(library, " ".join(words), now)
        plain = query.where
        said = " ".join(filter(None, (said, _days_meant(" ".join(words), plain))))
        if names:
            query = Query(_with_names(library, _with_years(query.where)), query.sort)
    where = _narrowed(library, query.where, now, chosen=chosen, waiting=waiting)
    query = Query(where, parse_sort(sort) if sort else query.sort)
    selection = _compiled(library, query, now)
    weighed: tuple[Words, ...] = ()
    if weigh and selection.match and not query.sort:
        weighed = tuple(part for part in conjuncts(plain) if isinstance(part, Words))
    return Search(query, selection, said, weighed=weighed, typed=" ".join(words))


def _days_meant(typed: str, where: Node | None) -> str:
    """Say which days are meant where people differ: last Friday may be that of last week."""
    if ":" not in typed or "last" not in typed.lower():
        return ""
    from readlist.query.fields import DATES  # with their readers, for these alone

    said = []
    for node in _fields(where, set(DATES)):
        name, _, value = typed[slice(*node.span)].partition(":")
        value = value.strip('"<>=')
        if name.lower() == node.name and value.lower().startswith("last"):
            said.append(f"`{visible(value)}` is {' to '.join(filter(None, node.values))}.")
    return " ".join(said)


def _narrowed(
    library: Library, where: Node | None, now: str, *, chosen: bool, waiting: bool
) -> Node | None:
    """Return a condition without the papers that are left out unless somebody asks for them.

    ``attention`` leaves out what was dropped and what is snoozed, ``attention status:dropped`` does
    not; ``attention snoozed:yes`` shows what is snoozed.
    """
    parts: list[Node] = [_WAITING] if waiting else []
    if where is not None:
        parts.append(where)
    if chosen and not waiting and not any(_fields(where, _PRECISE)):
        parts.append(_CHOSEN)
    hides = (chosen or waiting) and not any(_fields(where, _NAMING))
    if hides and any_snoozed(library.db, library.reader_id, local_time.day(now)):
        parts.append(_AWAKE)
    return joined(And, parts)


def in_list(library: Library, words: Sequence[str], name: str) -> list[str]:
    """Return the words of a query that asks the same of the papers of a list alone."""
    named = _named(library, words)
    if named and named.papers:
        words = [f"id:{','.join(map(str, named.papers))}"]
    asked = ["(", *words, ")"] if words else []
    return [*asked, f"list:{quoted(name)}"]


def asked(library: Library, text: str, now: str, *, stored: bool = False) -> Query:
    """Return what a text asks for, with the library's saved searches; see ``parse``.

    Raises ``QueryError``.
    """
    saved = None
    if "@" in text:
        from readlist.store.searches import by_name  # for such a text alone

        saved = by_name(library.db)
    return parse(text, local_time.day(now), saved, stored=stored)


def ask(
    library: Library, words: Sequence[str], *, sort: str = "", now: str, exact: bool = False
) -> Search:
    """Return what a question asks for: all of its words that carry something.

    ``papers about neural (networks`` are those about neural networks. A word that no paper has is
    the likeliest that some have, unless it is meant to be ``exact``. A query with fields or
    operators is one, as it is everywhere. Raises ``QueryError`` for such a one that is wrong.
    """
    from readlist.query.question import as_words, is_prose, plain_words, telling

    text = " ".join(words)
    named = _named(library, words)
    if named and named.papers:
        return prepare(library, words, sort=sort, now=now)
    if is_prose(text):
        text = as_words(text) or text
    try:
        found = prepare(library, [text], sort=sort, now=now, weigh=True)
    except QueryError:
        text = as_words(text)
        if not text:
            raise
        found = prepare(library, [text], sort=sort, now=now, weigh=True)
    if isinstance(found.query.where, Field):
        return found
    kept = telling(plain_words(asked(library, text, now).where))
    return _by_words(library, found, kept, text, now, exact=exact) if kept else found


def _by_words(
    library: Library, found: Search, kept: tuple[Words, ...], text: str, now: str, *, exact: bool
) -> Search:
    """Return a question by those of its words that carry something."""
    said = [found.said] if found.said else []
    if not exact:
        spelled, corrections = _spelled(library, kept)
        kept, said = spelled, [*said, *corrections]
    asked_for = joined(And, list(kept))
    if len(kept) == 1 and " " in text and _is_year(kept[0]):  # "papers of 2017"
        asked_for = _or_of_year(kept[0])
    where = _with_names(library, _with_years(asked_for))
    query = Query(where, found.query.sort)
    selection = _compiled(library, query, now)
    weighed = kept if selection.match and not query.sort else ()
    return Search(query, selection, " ".join(said), kept, weighed, text)


def _spelled(library: Library, words: Sequence[Words]) -> tuple[tuple[Words, ...], list[str]]:
    """Return words with the likeliest for each that no paper has, and what is said of them."""
    from readlist.store.select_words import match_each
    from readlist.store.spelling import has, nearest_words  # 3 ms, for questions alone

    matches = match_each(words)
    known = {match for match in matches if has(library.db, match)}
    beside = " AND ".join(dict.fromkeys(match for match in matches if match in known))
    spelled, said = [], []
    for word, match in zip(words, matches, strict=True):
        is_right = match in known or _is_year(word)
        near = [] if is_right else nearest_words(library.db, word.text, beside)
        spelled.append(replace(word, text=near[0]) if near else word)
        if near:
            said.append(f"Searched for {near[0]}, not {visible(word.text.strip('.,;:!?'))}.")
    return tuple(spelled), said


MEANT = 200
"""Papers of the nearest meaning that a question may find."""
_MEANT_LEAST = 0.25
"""The cosine below which a paper has nothing to do with a question."""


def with_meaning(library: Library, search: Search) -> Search:
    """Return a question with what papers mean, where that is known (``index --meaning``)."""
    from readlist.library.meaning.near import like_text

    found = like_text(library, search.typed, MEANT) if search.words else {}
    near = {number: cosine for number, cosine in found.items() if cosine >= _MEANT_LEAST}
    return search._replace(means=near)


def nearest(library: Library, search: Search, most: int, *, now: str) -> "list[Ranked]":
    """Return the papers that have not all words of a question but most, after those with all.

    A sort that was asked for orders them, too.
    """
    if len(search.words) < 2 and not search.means:
        return []  # what has one word of one has all
    from readlist.store import relevance

    have_all = [number for (number,) in run(library.db, ids_sql(search.selection))]
    found = relevance.nearest(
        library, search.words, most, without=have_all, typed=search.typed, means=search.means
    )
    if any(map(_is_year, search.words)):
        found = _of_years(library, found)
    if not search.query.sort:
        return found
    these = Query(Field("id", ":", tuple(str(one.id) for one in found)), search.query.sort)
    place = {number: at for at, number in enumerate(ids(library, of_query(library, these, now)))}
    return sorted(found, key=lambda one: place[one.id])


def _of_years(library: Library, near: "list[Ranked]") -> "list[Ranked]":
    """Return papers near to a question, none of which lacks the year that it is of."""
    years = [str(year) for (year,) in these(library, [one.id for one in near], ("year",))]
    return [
        one._replace(lacks=tuple(word for word in one.lacks if word.strip(_AROUND_YEAR) != year))
        for one, year in zip(near, years, strict=True)
    ]


FEW = 10
"""With fewer papers that have all words of a question, those with most of them are shown, too."""
_ALL_NEAR = 300
"""Papers with most of the words that follow where there is room for all."""


def following(library: Library, search: Search, room: int, *, now: str) -> "list[Ranked]":
    """Return the papers to follow those with all words, where these leave room (0: for all)."""
    if not room:
        return nearest(library, search, _ALL_NEAR, now=now)
    left = room - len(ids(library, search, room))
    return nearest(library, search, left, now=now) if left > 0 else []


def near_rows(
    library: Library, near: "Sequence[Ranked]", columns: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Return columns of these papers in their order, and in the last what each lacks.

    It says there, too, which came by what they mean.
    """
    shown = these(library, [one.id for one in near], columns)
    lacks = [f"{' '.join(one.lacks)}{' (by meaning)' * one.by_meaning}".strip() for one in near]
    return [(*cells, said) for cells, said in zip(shown, lacks, strict=True)]


def these(
    library: Library, numbers: Sequence[int], columns: Sequence[str]
) -> Iterable[Sequence[Any]]:
    """Return columns of these papers, in their order."""
    return run(library.db, these_sql(numbers, columns, library.reader_id))


def ranked(library: Library, search: Search) -> "list[Ranked]":
    """Return the papers that answer best with what speaks for each, as far as they are weighed."""
    if not search.weighed:
        return []
    from readlist.store import relevance  # 4 ms, where words are

    return relevance.ranked(library, search.selection, search.weighed, search.typed, search.means)


def _named(library: Library, words: Sequence[str]) -> "Named | None":
    if not words:
        return None
    from readlist.library.papers.query_names import papers_named  # 1 ms that a listing saves

    return papers_named(library, words)


def _also_searched(library: Library, named: "Named", now: str) -> str:
    """Say that words which name papers could also be searched, where that finds other papers.

    ``101`` may be a word of titles; ``status:read`` is a query wherever it is no key.
    """
    typed = " ".join(named.names)
    these = Field("id", ":", tuple(map(str, named.papers)))
    text = " ".join(map(quoted, named.names))
    for way, what in ((text, "searches for the text"), (f"({typed})", "is the query")):
        try:
            where = asked(library, way, now).where
        except QueryError:  # "(a(b)" is none
            continue
        others = joined(And, [*conjuncts(where), Not(these)])
        if where and count(library, of_query(library, Query(others), now)):
            subject = "is a paper" if len(named.names) == 1 else "are papers"
            return f"{visible(typed)} {subject} by name; '{visible(way)}' {what}."
    return ""


def _with_names(
    library: Library, where: Node | None, stated: Container[tuple[int, int]] = ()
) -> Node | None:
    """Return a condition in which a bare word that names a paper finds it, too.

    Not a number: ``attention 17`` are two words. ``stated`` are the places of fields beside it: a
    word that looks like an identifier is one as well, by the parser's own reading.
    """
    match where:
        case Words() if where.span in stated or not (where.phrase or where.prefix):
            name = where.text
        case And() | Or():
            stated = {child.span for child in where.children if isinstance(child, Field)}
            named = [_with_names(library, child, stated) or child for child in where.children]
            return joined(type(where), named)
        case Not():
            return Not(_with_names(library, where.child) or where.child)
        case _:
            return where
    from readlist.library.papers.query_names import exact
    from readlist.store.naming import by_key

    found = by_key(library.db, name) if name.isdecimal() else exact(library, name)
    if not found:
        return where
    return joined(Or, [Field("id", ":", tuple(str(one.id) for one in found)), where])


_AROUND_YEAR = ".,;:"


def _is_year(word: Words) -> bool:
    """Return whether a word may be a year: ``2017``, not ``1024``."""
    if word.phrase or word.prefix:
        return False
    return bool(re.fullmatch("(?:19|20)[0-9]{2}", word.text.strip(_AROUND_YEAR)))


def _or_of_year(word: Words) -> Node:
    year = word.text.strip(_AROUND_YEAR)
    return Or((word, Field("year", ":", (year,), word.span)))


def _typed(part: str) -> str:
    """Return a condition as it was typed: of ``2017 OR year:2017`` the word."""
    word, _, year = part.partition(" OR year:")
    return word if year and year in word else part


def _with_years(where: Node | None) -> Node | None:
    """Return a condition in which a year beside other words also finds papers of that year.

    ``vaswani 2017`` is how a paper is cited; ``2017`` alone is a word, or the number of a paper.
    """
    if not isinstance(where, And):
        return where
    return And(
        tuple(
            _or_of_year(one) if isinstance(one, Words) and _is_year(one) else one
            for one in where.children
        )
    )


def is_precise(search: Search) -> bool:
    """Return whether a query says itself which papers that wait or were dropped it is about."""
    return any(_fields(search.query.where, _PRECISE))


def _fields(node: Node | None, wanted: set[str]) -> Iterator[Field]:
    """Yield the conditions of a query on some fields or values of them, however deep."""
    match node:
        case Field():
            values = {f"{node.name}:{value}" for value in node.values}
            if node.name in wanted or not values.isdisjoint(wanted):
                yield node
        case Not():
            yield from _fields(node.child, wanted)
        case And() | Or():
            for child in node.children:
                yield from _fields(child, wanted)


def ids(library: Library, search: Search, limit: int | None = None) -> list[int]:
    """Return the numbers of the papers, in order."""
    return list(numbers(library, search, limit))


def numbers(library: Library, search: Search, limit: int | None = None) -> Iterator[int]:
    """Yield the numbers of the papers, in order, as they are read."""
    first, rest = _parted(library, search, limit)
    yield from first
    if rest:
        for (number,) in run(library.db, ids_sql(*rest)):
            yield number


def rows(
    library: Library, search: Search, columns: Sequence[str], limit: int | None = None
) -> Iterator[Sequence[Any]]:
    """Return columns of the papers, in order, as they are read."""
    first, rest = _parted(library, search, limit)
    # Chained, not yielded: a generator that nobody reads to its end would close its cursor when the
    # library is closed already.
    best = these(library, first, columns) if first else ()
    if not rest:
        return iter(best)
    selection, left = rest
    return chain(best, run(library.db, rows_sql(selection, columns, left)))


def _parted(
    library: Library, search: Search, limit: int | None
) -> tuple[list[int], tuple[Selection, int | None] | None]:
    """Return the papers that were weighed, and which and how many others follow, if any."""
    if not search.weighed:
        return [], (search.selection, limit)
    from readlist.store.relevance import LOOKED_AT

    found = [one.id for one in ranked(library, search)]
    if len(found) < LOOKED_AT or (limit and limit <= len(found)):
        return found[: limit or None], None
    return found, (without(search.selection, found), limit - len(found) if limit else None)


def count(library: Library, search: Search) -> int:
    """Return how many papers there are."""
    return int(run(library.db, count_sql(search.selection)).fetchone()[0])


def count_statuses(library: Library, search: Search) -> dict[str, int]:
    """Return how many of the papers have each status."""
    return dict(run(library.db, statuses_sql(search.selection)).fetchall())


def hidden(library: Library, search: Search, now: str) -> str:
    """Say how many papers fit that ``list`` leaves out, nothing where it leaves out none.

    ``list attention`` shows none that is dropped; ``rm --where attention`` would remove it.
    """
    parts = conjuncts(search.query.where)
    fitting = [node for node in parts if node not in (_CHOSEN, _AWAKE)]
    if not fitting or len(fitting) == len(parts):
        return ""

    def number_of(nodes: Sequence[Node], one: Node) -> int:
        return count(library, of_query(library, Query(joined(And, [*nodes, one])), now))

    said = []
    if _CHOSEN in parts:
        left_out = {}
        for status in _HIDDEN_WORDS:
            if number := number_of(fitting, Field("status", ":", (status,))):
                left_out[status] = number
        if left_out:
            where = " or ".join(_HIDDEN_WORDS[status] for status in left_out)
            query = f"status:{','.join(left_out)}"
            said.append(_more(sum(left_out.values()), where, query))
    if _AWAKE in parts:
        others = [node for node in parts if node != _AWAKE]
        if number := number_of(others, _SNOOZED):
            said.append(_more(number, "snoozed", "snoozed:yes"))
    if not said or not count(library, search):  # where nothing is shown, that is said instead
        return ""
    return " ".join(said)


_HIDDEN_WORDS = {"inbox": "in the inbox", "dropped": "dropped"}


def _more(number: int, where: str, query: str) -> str:
    verb, them = ("is", "it") if number == 1 else ("are", "them")
    return f"{number:,} more {verb} {where}: {query} shows {them}."


def count_hidden(library: Library, words: Sequence[str], now: str) -> int:
    """Return how many of the papers that words find ``list`` would not show."""
    shown = prepare(library, words, now=now, chosen=True)
    return count(library, prepare(library, words, now=now)) - count(library, shown)


def hidden_places(library: Library, now: str) -> str:
    """Say where the papers may be that ``list`` does not show."""
    if any_snoozed(library.db, library.reader_id, local_time.day(now)):
        return "in the inbox, dropped or snoozed"
    return "in the inbox or dropped"


def why_empty(library: Library, search: Search, now: str) -> str:
    """Say which part of a query emptied its result, and offer the nearest spelling."""
    if said := _missing_name(library, search):
        return said
    parts, left_out = [], []
    for part, rest in drop_each(search.query):
        if part not in _UNTYPED:
            parts.append((part, rest))
        elif hidden := count(library, of_query(library, rest, now)):
            papers = "1 paper that fits is" if hidden == 1 else f"{hidden:,} papers that fit are"
            left_out.append(f"{papers} {_UNTYPED[part]} shows them.")
    if left_out:
        return " ".join(left_out)
    advice = _spelling(library, search)
    if len(parts) < 2:
        return advice
    guilty = [part for part, rest in parts if count(library, of_query(library, rest, now))]
    if not guilty:
        return advice
    quoted = " or without ".join(f"'{_typed(part)}'" for part in guilty[:3])
    return f"Without {quoted} there would be papers. {advice}".rstrip()


def _missing_name(library: Library, search: Search) -> str:
    """Say that nothing is called as the query has it, with the nearest name of a list or tag.

    ``tag:none`` is said to be ``NOT has:tag``.
    """
    from readlist.query.fields import without as asked_without

    for node in conjuncts(search.query.where):
        if not isinstance(node, Field) or node.operator not in (":", "="):
            continue
        for value in node.values:
            if said := asked_without(node.name, value):
                return f"{said.removeprefix('; ')}."
            if node.name == "list" and (said := _no_list(library, value)):
                return said
            if node.name == "tag" and (said := _no_tag(library, value)):
                return said
    return ""


def _no_list(library: Library, name: str) -> str:
    from readlist.library.lists.lists import no_list
    from readlist.store.lists import infos

    known = [info.name for info in infos(library.db)]
    return "" if name.lower() in {one.lower() for one in known} else no_list(name, known)


def _no_tag(library: Library, name: str) -> str:
    from readlist.bib.keywords import as_tags
    from readlist.store.papers import tag_counts
    from readlist.text import nearest

    known = [tag for tag, _ in tag_counts(library.db)]
    asked = {caseless(name), *map(caseless, as_tags([name]))}
    if any(caseless(f"{tag}/").startswith(f"{one}/") for tag in known for one in asked):
        return ""
    near = nearest(name, known)
    advice = f"Did you mean 'tag:{visible(near)}'?" if near else "'readlist tag' lists the tags."
    return f"There is no tag {visible(name)!r}. {advice}"


def of_query(library: Library, query: Query, now: str) -> Search:
    """Return a query as it stands, ready to be asked."""
    return Search(query, _compiled(library, query, now))


def _spelling(library: Library, search: Search) -> str:
    from readlist.query import words_of
    from readlist.query.fields import IS
    from readlist.store.spelling import nearest_words

    offers = []
    for word in words_of(search.query.where):
        if word.phrase or word.prefix:
            continue
        if word.text in IS:
            offers.append(f"Did you mean 'is:{word.text}'?")
        elif near := nearest_words(library.db, word.text):
            offers.append(f"Did you mean {' or '.join(map(repr, near))}?")
    return " ".join(offers)
