"""What an export writes: which papers, in which form, with which of their lists and feeds."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from readlist.errors import NotFoundError
from readlist.formats.base import BIBLIOGRAPHIES, DumpOptions, Format
from readlist.library.lists.lists import no_list
from readlist.library.papers import search
from readlist.model import FeedInfo, ListInfo, Paper, Record, SearchInfo
from readlist.store.connection import Library
from readlist.store.lists import find_list, infos, papers_of_list
from readlist.store.papers import former_keys, former_keys_of_others, load

TABLES = frozenset({"csv", "tsv"})


class Wanted(NamedTuple):
    """What a person asks for, by a query, a list and the citations of documents together.

    ``cited`` are the keys that documents cite, with their entries where they are known; None where
    no document is named. ``form`` is that of papers that have two: ``published``, ``preprint``, or
    both.
    """

    words: Sequence[str] = ()
    list: str = ""
    sort: str = ""
    limit: int | None = None
    cited: Mapping[str, Record | None] | None = None
    form: str = ""


class Form(NamedTuple):
    """How it is written: ``fields`` and ``columns`` are names parted by commas."""

    fields: str = ""
    columns: str = ""
    style: str = ""
    latex: bool = False


class Selection(NamedTuple):
    """What is written: papers in order, and what the format writes of their lists and of feeds.

    ``list`` is the one list that is written with its sections, where it is one. ``missing`` are the
    keys that a document cites and that name no paper; ``said`` is how the query is meant, or why it
    finds nothing; ``doubts`` are keys that may mean papers which were removed.
    """

    numbers: Sequence[int]
    papers: Iterable[Paper]
    lists: tuple[ListInfo, ...] = ()
    feeds: tuple[FeedInfo, ...] = ()
    searches: tuple[SearchInfo, ...] = ()
    list: str = ""
    missing: Sequence[str] = ()
    said: str = ""
    doubts: str = ""


def select(
    library: Library, found: Format, wanted: Wanted, now: str, without: Collection[str] = ()
) -> Selection:
    """Return what a format writes of what is asked for. Raises ``NotFoundError``, ``UsageError``.

    A full export, with nothing asked for in particular, has all lists, feeds and saved searches.
    ``without`` are fields of papers that are left empty.
    """
    chosen = _asked_for(library, found, wanted, now, without)
    is_part = any((wanted.words, wanted.list, wanted.limit, wanted.cited is not None))
    if found.makes_list or "lists" in found.needs:
        lists = infos(library.db, chosen.numbers if is_part else None)
        chosen = chosen._replace(lists=tuple(lists))
    if "feeds" in found.needs and not is_part:
        from readlist.library.feeds.feeds import feed_infos  # 8 ms, for a full export alone
        from readlist.store.feeds import feeds as stored

        chosen = chosen._replace(feeds=tuple(feed_infos(stored(library.db))))
    if "searches" in found.needs and not is_part:
        from readlist.store.searches import searches

        saved = (SearchInfo(one.name, one.query, one.added) for one in searches(library.db))
        chosen = chosen._replace(searches=tuple(saved))
    if found.makes_list and not wanted.sort:  # an order that is asked for goes first
        own = _list_of(library, chosen.lists, chosen.numbers, wanted.list)
        chosen = chosen._replace(list=own)
    return chosen


def _asked_for(
    library: Library, found: Format, wanted: Wanted, now: str, without: Collection[str]
) -> Selection:
    """Return the papers, under the keys and in the form in which they are asked for."""
    words = list(wanted.words)
    if wanted.list:
        if find_list(library.db, wanted.list) is None:
            raise NotFoundError(no_list(wanted.list, [info.name for info in infos(library.db)]))
        words = search.in_list(library, words, wanted.list)
    query = search.prepare(library, words, sort=wanted.sort, now=now)
    # Of what a manuscript cites, the limit leaves so many of those that are cited.
    limit = wanted.limit if wanted.cited is None else None
    numbers: Sequence[int] = search.ids(library, query, limit)
    said = [query.said]
    if not numbers:
        said.append(search.why_empty(library, query, now))
    missing: Sequence[str] = ()
    doubts = ""
    if wanted.cited is None:
        numbers, papers = _as_they_are(library, found, numbers, without)
    else:
        from readlist.library.manuscripts.as_cited import as_cited

        under = as_cited(library, found.name, wanted.cited, numbers, without)
        numbers = under.numbers[: wanted.limit or None]
        papers, missing, doubts = under.papers(numbers), under.missing, under.doubts
        said.append(under.said)
    if found.name in BIBLIOGRAPHIES:
        papers = _without_keys_of_others(library, papers, wanted.cited or ())
    if wanted.form:
        from readlist.library.manuscripts.preferred_form import preferred

        papers = preferred(papers, wanted.form)
    told = " ".join(filter(None, said))
    return Selection(numbers, papers, missing=missing, said=told, doubts=doubts)


def _as_they_are(
    library: Library, found: Format, numbers: Sequence[int], without: Collection[str]
) -> tuple[Sequence[int], Iterable[Paper]]:
    """Return papers under the keys that they have; in a bibliography by the rules of that."""
    if found.name not in BIBLIOGRAPHIES:
        return numbers, load(library, numbers, without)
    from readlist.library.papers.cross_references import exported  # for bibliographies alone

    chosen = exported(library, numbers, parents_last=found.name == "bibtex")
    return chosen.numbers, chosen.papers(load(library, chosen.numbers, without))


def _without_keys_of_others(
    library: Library, papers: Iterable[Paper], cited: Collection[str]
) -> Iterator[Paper]:
    """Yield papers without the former keys that are another paper's: biber takes each once.

    Nor with those of removed papers, which manuscripts may cite still, unless they are cited here.
    """
    from readlist.bib.citekeys import folded
    from readlist.store.history import freed_keys  # for bibliographies alone

    others = former_keys_of_others(library.db)
    freed = freed_keys(library.db, {folded(key) for _, key in former_keys(library.db)})
    for paper in papers:
        if not paper.aliases:
            yield paper
            continue
        own = []
        for key in paper.aliases:
            former = freed.get(folded(key))
            is_removed = former and key not in cited and not former.was_of(paper)
            if not is_removed and (paper.id, key) not in others:
                own.append(key)
        yield replace(paper, aliases=tuple(own))


def prepared(
    library: Library, found: Format, wanted: Wanted, form: Form, now: str
) -> tuple[Selection, DumpOptions]:
    """Return what a format writes, and how. Raises ``NotFoundError``, ``UsageError``."""
    from readlist.bib.fields import choice, pruned

    chosen = choice(form.fields)
    without = () if form.fields else found.ignores
    selected = select(library, found, wanted, now, without)
    columns: Sequence[str] = ()
    if form.columns:
        columns = [name.strip() for name in form.columns.split(",") if name.strip()]
    elif found.name in TABLES:
        columns = chosen.named
    options = DumpOptions(
        latex=form.latex, columns=tuple(columns), lists=selected.lists, feeds=selected.feeds,
        searches=selected.searches,
        list=selected.list, extras=chosen.extras, style=form.style,
        wants=chosen.wants if form.fields else bool,
        query=" ".join(wanted.words), sorted=bool(wanted.sort),
    )  # fmt: skip
    if form.fields:
        selected = selected._replace(papers=pruned(selected.papers, chosen))
    return selected, options


def _list_of(
    library: Library, lists: Iterable[ListInfo], numbers: Sequence[int], name: str
) -> str:  # fmt: skip
    """Return the list that is written with its sections: the one named, or that holds them all."""
    if name:
        return next((info.name for info in lists if info.name.lower() == name.lower()), "")
    for info in lists:
        if set(numbers) <= papers_of_list(library.db, info.name):
            return info.name
    return ""
