"""``pdf``: download the PDFs of papers, and ``open --pdf``."""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from readlist import config
from readlist.cli import options
from readlist.cli.app import App, command_words
from readlist.cli.choose import chosen
from readlist.cli.output import print_answer, say_problems
from readlist.cli.services import Offline, asking, is_offline
from readlist.errors import ExitCode, OfflineError
from readlist.library.papers.marks import change_papers
from readlist.library.pdfs import files
from readlist.library.pdfs.download import (
    Got,
    asked_at,
    download,
    link,
    megabytes,
    nowhere,
    to_download,
)
from readlist.model import Paper
from readlist.store.papers import load
from readlist.text import plural, visible
from readlist.views.answer import Report
from readlist.views.paper_json import ref_of

NAMED = 5
"""Papers that a sentence names; beyond that it counts them."""
Again = Annotated[bool, options.again_option("Download also what is here.")]


def pdf(
    ctx: typer.Context,
    papers: options.MaybePapers = None,
    where: options.Where = "",
    again: Again = False,
    offline: Offline = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    dry_run: options.DryRun = False,
) -> None:
    """Download the PDFs of papers.

    readlist pdf vaswani2017attention

    readlist pdf --where 'status:to-read -has:file'

    They come from arXiv, the ACL Anthology, OpenReview or a link of the paper, and are kept under
    the citation key. A download that was cut is gone on with. 'readlist open --pdf' opens one.
    """
    app: App = ctx.obj
    library = app.library()
    folder = config.pdf_folder(app.settings)
    found = list(load(library, dict.fromkeys(chosen(app, library, papers or [], where))))
    got = Got()
    wanted = to_download(folder, found, got, again=again)
    if dry_run:
        _show_plan(app, wanted, got)
        raise typer.Exit(got.exit_code)
    if any(files.addresses(paper) for paper in wanted) and is_offline(app, offline):
        raise OfflineError(
            f"Offline: {plural(len(wanted), 'PDF')} cannot be downloaded now."
        )  # fmt: skip
    try:
        if wanted:
            files.forget_parts(folder, time.time())
            download(app, partial(asking, app), folder, wanted, got)
    finally:  # what came is kept, also where the disk was full in the end
        if got.kept:
            with app.change() as tx:
                link(tx, folder, {paper.id: paper for paper in found}, got)
    _report(app, folder, found, got, json=json, quiet=quiet)
    if got.exit_code:
        raise typer.Exit(got.exit_code)


def _show_plan(app: App, wanted: Sequence[Paper], got: Got) -> None:
    """Say where each PDF would come from."""
    for paper in wanted:
        places = files.addresses(paper)
        if not places:
            got.absent[paper.id] = nowhere(paper)
            app.say(got.absent[paper.id])
        for place in places[:1]:
            _, url = asked_at(app, place)
            app.line(f"{paper.key}\t{visible(url)}")
    app.say(f"Dry run: {plural(len(wanted) - len(got.absent), 'PDF')} would be downloaded.")


def _report(
    app: App, folder: Path, papers: Sequence[Paper], got: Got, *, json: bool, quiet: bool
) -> None:
    facts = {
        "kept": len(got.kept), "known": len(got.here),
        "papers": [_shape(folder, paper, got) for paper in papers],
        "waiting": [paper.key for paper in papers if paper.id in got.left],
    }  # fmt: skip
    report = Report(_lines(folder, papers, got), facts, list(got.kept))
    print_answer(app, report, json=json, quiet=quiet)
    for said in (got.absent, got.failed):
        say_problems(app, list(dict.fromkeys(map(visible, said.values()))), most=NAMED)
    if got.interrupted:
        app.say(
            f"Interrupted. What came is kept; {plural(len(got.left), 'PDF')} "
            "can be downloaded later."
        )


def _lines(folder: Path, papers: Sequence[Paper], got: Got) -> list[str]:
    lines = []
    for paper in papers:
        if kept := got.kept.get(paper.id):
            word = "Kept" if kept.new else "Here already"
            lines.append(f"{word}: {paper.key}  {folder / kept.name}  {megabytes(kept.size)}")
        elif path := got.here.get(paper.id):
            lines.append(f"Here already: {paper.key}  {visible(str(path))}")
    return lines


def _shape(folder: Path, paper: Paper, got: Got) -> dict[str, object]:
    kept, source = got.kept.get(paper.id), got.sources.get(paper.id)
    path = folder / kept.name if kept else got.here.get(paper.id)
    return {
        **ref_of(paper),
        "path": str(path) if path else None,
        "new": bool(kept and kept.new), "bytes": kept.size if kept else None,
        "sha256": source.sha256 if source else None, "from": source.url if source else None,
        "problem": got.absent.get(paper.id) or got.failed.get(paper.id),
    }  # fmt: skip


def open_pdfs(
    app: App,
    papers: Sequence[Paper],
    *,
    print_only: bool,
    version: int = 0,
    every: bool = False,
) -> None:
    """Open the PDFs of papers in the person's viewer; in a pipe their paths are printed.

    Of several the newest opens, or the ``version`` of arXiv's that is asked for, or ``every`` one.
    """
    folder = config.pdf_folder(app.settings)
    paths = [
        (paper, path)
        for paper in papers
        for path in files.chosen_files(folder, paper, version=version, every=every)
    ]
    viewer = app.settings.get("viewer")
    if print_only or not (app.on_terminal or viewer):
        app.write("".join(f"{visible(str(path))}\n" for _, path in paths))
        return
    opened = [paper.id for paper, path in paths if _view(app, viewer, path)]
    if opened and app.settings.get("open_starts_reading"):
        _start_reading(app, [paper for paper in papers if paper.id in opened])
    if len(opened) < len(paths):
        raise typer.Exit(ExitCode.PROBLEMS)


def _view(app: App, viewer: str, path: Path) -> bool:
    """Start the viewer and leave it to itself; say so where it cannot be started."""
    import subprocess
    import sys

    from readlist.errors import ConfigError

    try:
        command = command_words(viewer) or ["open" if sys.platform == "darwin" else "xdg-open"]
    except ValueError as error:
        raise ConfigError(f"'viewer' is {viewer!r}, which no shell understands.") from error
    quiet = subprocess.DEVNULL
    try:
        started = subprocess.Popen(  # noqa: S603 - the person's own viewer
            [*command, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
        failed = started.wait(timeout=MOMENT_S) != 0
    except subprocess.TimeoutExpired:  # it shows the paper
        failed = False
        started.returncode = 0  # it is not ours to wait for any more
    except OSError:
        failed = True
    if failed:
        app.say(f"{visible(command[0])} could not open it; 'viewer' names another. The file is:")
        app.line(visible(str(path)))
    return not failed


MOMENT_S = 0.5
"""Seconds in which a viewer that cannot open a file says so."""


def _start_reading(app: App, papers: Sequence[Paper]) -> None:
    from readlist.library.papers.marks import status_mark
    from readlist.model import FINISHED, Status

    begun = FINISHED | {Status.READING}
    numbers = [paper.id for paper in papers if paper.reading.status not in begun]
    if not numbers:
        return
    with app.change() as tx:
        changed = change_papers(tx, numbers, status_mark(Status.READING, app.now))
        keys = ", ".join(paper.key for paper in papers if paper.id in changed.numbers)
        tx.summary = f"Started reading {keys}"
    app.say(f"Marked reading: {keys}")
