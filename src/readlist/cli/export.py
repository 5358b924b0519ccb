"""``export``: papers in the form that the next tool wants."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from readlist import config, formats
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_format_written, complete_style
from readlist.cli.gauge import counted, gauge
from readlist.cli.output import say_problems
from readlist.errors import ExitCode, NotFoundError, UsageError
from readlist.files.write import write_atomic
from readlist.formats.base import DumpOptions, Format
from readlist.library.export import Form, Selection, Wanted, prepared
from readlist.model import Paper, Record
from readlist.store.naming import by_key
from readlist.text import plural, visible

FormatName = Annotated[
    str,
    options.format_option(
        "Such as biblatex, see 'readlist help formats'; by the name of --out otherwise.",
        complete_format_written,
    ),
]
Out = Annotated[str, options.out_option("Write this file, whole or not at all; or a folder.")]
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
    str,
    typer.Option(
        "--style",
        metavar="NAME",
        help="Style of text: apa, ieee or chicago.",
        autocompletion=complete_style,
    ),
]
Prefer = Annotated[
    str,
    typer.Option(
        "--prefer", metavar="FORM", help="Of papers that have both: published or preprint."
    ),
]
Keys = Annotated[
    list[str] | None,
    typer.Option("--keys", metavar="FILE", help="What this manuscript cites, no more; see cited."),
]
ListName = Annotated[str, options.list_option("This list, with its sections in order.")]


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
    app: App = ctx.obj
    format_name, query = _format_first(app, format_name, list(query or ()))
    if out in (keys or ()) and not out.endswith(".bib"):
        raise UsageError(f"{visible(out)} is the manuscript, which an export would overwrite.")
    found = formats.writer(format_name or format_by_name(out))
    if where and query:
        raise UsageError("Give a query or --where, not both.")
    cited, lost = _cited(keys) if keys else (None, [])
    wanted = Wanted([where] if where else query, list_name, sort, limit, cited, prefer)
    form = Form(fields, columns, style, latex)
    asked, dump = prepared(app.library(), found, wanted, form, app.now)
    _check(wanted, asked, out)
    if asked.said:
        app.say(asked.said)
    write_papers(app, found, asked.papers, dump, out, len(asked.numbers))
    _end(app, asked, lost)


def _format_first(app: App, format_name: str, words: list[str]) -> tuple[str, list[str]]:
    """Return the format and the query of ``export bibtex tag:thesis``."""
    if format_name or not words or words[0] not in formats.WRITES:
        return format_name, words
    if by_key(app.library().db, words[0]):
        app.say(f"{words[0]} is a format here; key:{words[0]} is the paper.")
    return words[0], words[1:]


def _end(app: App, asked: Selection, lost: Sequence[str]) -> None:
    """Say what manuscripts cite and is not written as they mean it, and end with the code."""
    say_problems(app, lost)
    if asked.doubts:
        app.say(asked.doubts)
    if asked.missing:
        app.say(f"Cited and not in the library: {visible(', '.join(asked.missing))}.")
    if asked.missing or asked.doubts or lost:
        raise typer.Exit(ExitCode.PROBLEMS)


def _check(wanted: Wanted, asked: Selection, out: str) -> None:
    """Refuse to write nothing of what was asked for, and over entries that the library lacks."""
    # An empty library gives an empty file, but never in the place of one that is there.
    is_over = out not in ("", "-") and Path(out).exists()
    if not asked.numbers and any((wanted.words, wanted.list, wanted.cited is not None, is_over)):
        missing = visible(", ".join(asked.missing))
        lacking = f" Cited and not there: {missing}." if missing else ""
        why = f" {asked.said}" if asked.said else ""
        raise NotFoundError(f"No papers found, so nothing was written.{lacking}{why}")
    if is_over and (lost := _lost(out, wanted.cited or {}, asked.missing)):
        raise NotFoundError(
            f"{visible(out)} has what the library lacks: {visible(', '.join(lost))}. Nothing was "
            f"written. 'readlist import {visible(out)}' takes it first; or name another file."
        )


def _lost(out: str, cited: Mapping[str, Record | None], missing: Sequence[str]) -> list[str]:
    """Return the keys whose entries would be lost: the file that is written over has them alone."""
    known = [key for key in missing if cited.get(key)]
    if not known or not out.endswith(".bib"):
        return []
    from readlist.library.manuscripts.manuscript import references_of

    there = references_of(out)
    return [key for key in known if key in there]


def _cited(files: Sequence[str]) -> tuple[dict[str, Record | None], list[str]]:
    """Return what manuscripts cite, by key, and which of their parts were not read."""
    from readlist.library.manuscripts.manuscript import references_in, whole_manuscript

    found: dict[str, Record | None] = {}
    lost = []
    for name in files:
        one = whole_manuscript(name)
        found |= references_in(one)
        lost += [unread.sentence for unread in one.unread if unread.part]
    return found, lost


def write_papers(
    app: App, found: Format, papers: Iterable[Paper], options: DumpOptions, out: str, count: int
) -> None:
    """Write papers to a file, into a folder, or to standard output."""
    if found.dump_folder is not None:
        from readlist.files.write import Folder

        if not out or out == "-":
            raise UsageError(
                f"Format {found.name} writes a folder of files. Name it with --out FOLDER."
            )
        folder = Folder(config.expanded(out))
        with gauge(app, "exporting", count) as tell:
            passing = counted(papers, tell)
            written = folder.write(found.dump_folder(passing, options, folder.former))
        app.say(
            f"Wrote {plural(written, 'file')} to {visible(out)}; the others are as they should be."
        )
        return
    if found.dump is None:
        raise UsageError(f"Format {found.name!r} cannot be written.")
    if out and out != "-":
        with gauge(app, "exporting", count) as tell:
            write_atomic(out, found.dump(counted(papers, tell), options))
        app.say(f"Wrote {plural(count, 'paper')} to {visible(out)}.")
        return
    for chunk in found.dump(papers, options):
        app.write(chunk)


def format_by_name(out: str) -> str:
    """Return the format that a file's name asks for; BibTeX without a name."""
    if out in ("", "-"):
        return "bibtex"
    if found := formats.written_as(out):
        return found.name
    raise UsageError(
        f"The name {visible(out)} does not say the format; add --format "
        f"({', '.join(formats.WRITES)})."
    )
