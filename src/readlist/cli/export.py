"""``export``: papers in the form that the next tool wants."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from readlist import formats
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_format_written, complete_list
from readlist.errors import ExitCode, NotFoundError, UsageError
from readlist.files.write import write_atomic
from readlist.formats.base import DumpOptions, Format
from readlist.library.feeds.feeds import feed_infos
from readlist.library.papers import search as finding
from readlist.model import FeedInfo, ListInfo, Paper
from readlist.store.connection import Library
from readlist.store.feeds import feeds
from readlist.store.lists import find_list, infos, papers_of_list
from readlist.store.papers import load
from readlist.text import plural, visible

if TYPE_CHECKING:
    from readlist.formats.select_fields import Choice

SUFFIXES = {
    ".bib": "bibtex", ".jsonl": "jsonl", ".csv": "csv", ".tsv": "tsv", ".txt": "text",
    ".ris": "ris", ".json": "csl-json", ".md": "markdown", ".html": "html", ".org": "org",
    ".atom": "atom",
}  # fmt: skip
TABLES = frozenset({"csv", "tsv"})


FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="Such as biblatex, see 'readlist help formats'; by the name of --out otherwise.",
        autocompletion=complete_format_written,
    ),
]
Out = Annotated[
    str,
    typer.Option(
        "--out", "-o", metavar="FILE", help="Write this file, whole or not at all; or a folder."
    ),
]
Latex = Annotated[
    bool, typer.Option("--latex", help="ASCII with LaTeX commands, for classic BibTeX.")
]
Columns = Annotated[
    str, typer.Option("--columns", metavar="NAMES", help="Columns of a table, parted by commas.")
]
Fields = Annotated[
    str,
    typer.Option(
        "--fields", metavar="NAMES", help="'title,doi' alone, '-tags' not, '+abstract' too."
    ),
]
Style = Annotated[
    str, typer.Option("--style", metavar="NAME", help="Style of text: apa, ieee or chicago.")
]
Prefer = Annotated[
    str,
    typer.Option(
        "--prefer", metavar="FORM", help="Of papers that have both: published or preprint."
    ),
]
Keys = Annotated[
    list[str] | None,
    typer.Option("--keys", metavar="FILE", help="What this .aux, .tex or .bcf cites, no more."),
]
ListName = Annotated[
    str,
    typer.Option("--list", metavar="NAME", help="This list, with its sections in order.",
                 autocompletion=complete_list),
]  # fmt: skip


def export(
    ctx: typer.Context,
    query: options.Query = None,
    format_name: FormatName = "",
    out: Out = "",
    fields: Fields = "",
    keys: Keys = None,
    list_name: ListName = "",
    style: Style = "",
    latex: Latex = False,
    prefer: Prefer = "",
    sort: options.Sort = "",
    columns: Columns = "",
    limit: options.Limit = None,
    where: options.Where = "",
) -> None:
    """Write papers for other programs and people.

    readlist export --out refs.bib

    readlist export bibtex tag:thesis --prefer published

    readlist export --keys thesis.aux --format biblatex --out thesis.bib

    readlist export tag:thesis --format text --style ieee

    readlist export list:awesome-rlhf --out reading.md

    '--format jsonl' is the whole library in full: imported into an empty one, everything is back.
    Without a query every paper is written, the inbox too.
    """
    from readlist.formats.select_fields import choice, pruned

    app: App = ctx.obj
    if query and not format_name and query[0] in formats.WRITES:  # export bibtex tag:thesis
        format_name, *query = query
    found = formats.writer(format_name or format_by_name(out))
    chosen = choice(fields)
    words = _words(query or (), where)
    asked = _preferred(_asked(app, words, list_name, sort, limit, keys or ()), prefer)
    in_sections = found.makes_list and not sort  # an order that is asked for goes first
    own = _list_of(app.library(), asked, list_name) if in_sections else ""
    shown = _columns(columns, chosen, found)
    dump = DumpOptions(
        latex=latex, columns=shown, lists=asked.lists, feeds=asked.feeds, list=own,
        extras=chosen.extras, style=style, wants=chosen.wants, query=" ".join(words),
    )  # fmt: skip
    papers = pruned(asked.papers, chosen) if fields else asked.papers
    write_papers(app, found, papers, dump, out, len(asked.numbers))
    _tell_lacking(app, asked)


def _words(query: Sequence[str], where: str) -> list[str]:
    if where and query:
        raise UsageError("Give a query or --where, not both.")
    return [where] if where else list(query)


def _tell_lacking(app: App, asked: "_Asked") -> None:
    if not asked.numbers:
        app.say("No papers found, so none were written.")
    if asked.missing:
        app.say(f"Cited and not in the library: {visible(', '.join(asked.missing))}.")
        raise typer.Exit(ExitCode.PROBLEMS)


class _Asked(NamedTuple):
    """What is written: papers in order, their lists, all feeds where everything is asked for.

    ``missing`` are the keys that a document cites and that name no paper.
    """

    numbers: Sequence[int]
    papers: Iterable[Paper]
    lists: tuple[ListInfo, ...]
    feeds: tuple[FeedInfo, ...] = ()
    missing: Sequence[str] = ()


def _asked(
    app: App, words: list[str], list_name: str, sort: str, limit: int | None, keys: Sequence[str]
) -> _Asked:
    """Return what a query, a list and the citations of documents together ask for."""
    library = app.library()
    if list_name:
        words = _within_list(library, words, list_name)
    search = finding.prepare(library, words, sort=sort, now=app.now)
    numbers = finding.ids(library, search, limit)
    papers: Iterable[Paper] = load(library, numbers)
    missing: Sequence[str] = ()
    if keys:
        numbers, papers, missing = _cited(library, numbers, keys)
    if words or limit or keys:
        return _Asked(numbers, papers, tuple(infos(library.db, numbers)), (), missing)
    return _Asked(numbers, papers, tuple(infos(library.db)), tuple(feed_infos(feeds(library.db))))


def _preferred(asked: _Asked, form: str) -> _Asked:
    """Return what is asked for in the form that a person prefers, where they say one."""
    if not form:
        return asked
    from readlist.library.manuscripts.preferred_form import preferred

    return asked._replace(papers=preferred(asked.papers, form))


def _within_list(library: Library, words: Sequence[str], name: str) -> list[str]:
    if find_list(library.db, name) is None:
        names = ", ".join(info.name for info in infos(library.db)) or "none yet"
        raise NotFoundError(f"There is no list {visible(name)!r}. The lists are: {names}.")
    quoted = name.replace('"', " ")
    return [*(["(", *words, ")"] if words else []), f'list:"{quoted}"']


def _columns(said: str, chosen: "Choice", found: Format) -> tuple[str, ...]:
    """Return the columns of a table: those of ``--columns``, otherwise those of ``--fields``."""
    if said:
        return tuple(name.strip() for name in said.split(",") if name.strip())
    return chosen.named if found.name in TABLES else ()


def _list_of(library: Library, asked: _Asked, name: str) -> str:
    """Return the list that is written with its sections: the one named, or that holds them all."""
    if name:
        return next((info.name for info in asked.lists if info.name.lower() == name.lower()), "")
    for info in asked.lists:
        if set(asked.numbers) <= papers_of_list(library.db, info.name):
            return info.name
    return ""


def _cited(
    library: Library, numbers: Sequence[int], files: Sequence[str]
) -> tuple[list[int], Iterator[Paper], list[str]]:
    """Return the papers that documents cite, under the keys by which they do, and what is missing.

    A key that the paper had before still names it, and the document needs the entry under it.
    """
    from readlist.cli.cited import cited_in
    from readlist.library.manuscripts.check import papers_cited

    wanted, missing = papers_cited(library, cited_in(files))
    chosen = [number for number in numbers if number in wanted]
    papers = (replace(paper, key=wanted[paper.id]) for paper in load(library, chosen))
    return chosen, papers, missing


def write_papers(
    app: App, found: Format, papers: Iterable[Paper], options: DumpOptions, out: str, count: int
) -> None:
    """Write papers to a file, into a folder, or to standard output."""
    if found.dump_folder is not None:
        _write_folder(app, found, papers, options, out)
        return
    if found.dump is None:
        raise UsageError(f"Format {found.name!r} cannot be written.")
    chunks = found.dump(papers, options)
    if out and out != "-":
        write_atomic(out, chunks)
        app.say(f"Wrote {plural(count, 'paper')} to {visible(out)}.")
        return
    for chunk in chunks:
        app.write(chunk)


def _write_folder(
    app: App, found: Format, papers: Iterable[Paper], options: DumpOptions, out: str
) -> None:
    from readlist.files.folders import Folder

    if not out or out == "-":
        raise UsageError(
            f"Format {found.name} writes a folder of files. Name it with --out FOLDER."
        )
    if found.dump_folder is None:
        raise TypeError(f"format {found.name} has no writer")
    folder = Folder(out)
    written = folder.write(found.dump_folder(papers, options, folder.former))
    app.say(f"Wrote {plural(written, 'file')} to {visible(out)}; the others are as they should be.")


def format_by_name(out: str) -> str:
    """Return the format that a file's name asks for; BibTeX without a name."""
    if not out or out == "-":
        return "bibtex"
    for suffix, name in SUFFIXES.items():
        if out.lower().endswith(suffix):
            return name
    raise UsageError(
        f"The name {visible(out)} does not say the format; add --format "
        f"({', '.join(formats.WRITES)})."
    )
