"""``digest``: what is new, on the terminal, in a file, in a mail, for a feed reader."""

from pathlib import Path
from typing import Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.options import form_named
from readlist.errors import UsageError
from readlist.library.digest.digest import Digest, Window, digest, window
from readlist.text import plural, visible

FORMS = {
    "terminal": (), "text": (".txt",), "markdown": (".md",), "html": (".html", ".htm"),
    "json": (".json",),
}  # fmt: skip
"""The forms of a digest, and the endings of files that are written so."""
LIMIT = 40
"""Papers that a person is shown: more with their abstracts are no longer a digest."""
FEED_LIMIT = 100
FEED_SINCE = "7d"
"""What a feed holds: a reader that asks rarely must not miss an entry."""

Since = Annotated[
    str,
    typer.Option(
        "--since",
        metavar="TIME",
        help="1d or 12h before the last pull, monday or a day, or last: since the last mail.",
    ),
]
FormatName = Annotated[str, options.format_option("terminal, text, markdown, html or json.")]
Out = Annotated[str, options.out_option("Write this file.")]
Feed = Annotated[
    str, typer.Option("--feed", metavar="FILE", help="Write an Atom feed for a feed reader.")
]
Mail = Annotated[bool, typer.Option("--mail", help="Send it, once, whoever else tries.")]
SendEmpty = Annotated[bool, typer.Option("--send-empty", help="Send it with nothing new, too.")]
Verbose = Annotated[bool, options.verbose_option("Say what was sent, or why not.")]


def digest_command(
    ctx: typer.Context,
    since: Since = "",
    format_name: FormatName = "",
    out: Out = "",
    feed: Feed = "",
    mail: Mail = False,
    send_empty: SendEmpty = False,
    limit: options.Limit = None,
    json: options.Json = False,
    verbose: Verbose = False,
) -> None:
    """Show what is new: papers by feed and topic, changes, what is due.

    readlist digest --since 7d

    readlist digest --format html --out morning.html

    readlist digest --mail                 for cron; set mail_to and smtp_host first

    readlist digest --feed ~/public/papers.xml

    The best papers come first, with the reasons. The same library gives the same digest: times are
    reckoned from the last pull. In a pipe: kind, number, key, score, feeds, topic, title, reasons.
    """
    app: App = ctx.obj
    if json and format_name not in ("", "json"):
        raise UsageError("Give --json or --format, not both.")
    chosen = form_named("json" if json else format_name, out, FORMS, "a digest")
    if feed:
        _write_feed(app, _composed(app, since or FEED_SINCE, limit, FEED_LIMIT), feed)
    if mail:
        most = LIMIT if limit is None else limit
        _mail(app, since or "last", most, send_empty=send_empty, verbose=verbose)
    goes_elsewhere = feed or mail
    if chosen or out or not goes_elsewhere:
        _show(app, since or "1d", limit, chosen, out)


def _show(app: App, since: str, limit: int | None, chosen: str, out: str) -> None:
    """Show the digest, or write it to a file; programs get all that is new, a person the best."""
    is_read = bool(chosen) or app.on_terminal
    usual = LIMIT if is_read and chosen != "json" else 0
    found = _composed(app, since, limit, usual)
    if chosen != "json" and _loses_news(found, out):  # a program wants today's answer
        app.say(f"{_nothing(found)} {visible(out)} stays as it was.")
        return
    _write(app, found, chosen, out)
    if found.is_empty and not chosen and out in ("", "-"):
        app.say(_nothing(found))


def _loses_news(found: Digest, out: str) -> bool:
    """Say whether an empty digest would take the place of the last one in a person's file."""
    if out in ("", "-") or not found.is_empty or found.due:
        return False
    from readlist.files.write import is_database

    target = Path(out).resolve()
    # A folder and a library are refused where the file is written.
    return target.is_file() and not is_database(str(target))


def _nothing(found: Digest) -> str:
    """Say why a digest is empty."""
    if not found.through:
        return "Nothing has arrived yet. 'readlist feed add' follows a feed, 'readlist pull' asks."
    when = f" since {found.since}" if found.since else ""
    return f"Nothing new{when}; the last pull was at {found.through}."


def _mail(app: App, since: str, limit: int, *, send_empty: bool, verbose: bool) -> None:
    """Send the digest; quiet for cron, which makes a mail of every word."""
    from readlist.library.digest.send import BUSY, EMPTY, Delivered, send_digest
    from readlist.views.digest import words
    from readlist.web import smtp

    def letter(made: Digest) -> smtp.Letter:
        from readlist.views.digest.html import page
        from readlist.views.digest.text import text

        subject = words.subject(made)
        return smtp.Letter("", "", subject, "", app.clock, text(made), page(made))

    sent = send_digest(app.settings, app.change, letter, since, limit, send_empty=send_empty)
    if not verbose:
        return
    if isinstance(sent, Delivered):
        app.say(f"Sent {words.count(sent.digest)} to {visible(sent.to)}.")
    elif sent.reason == EMPTY:
        app.say("Nothing new; no mail was sent. --send-empty sends one all the same.")
    elif sent.reason == BUSY:
        app.say(f"Another process is sending a digest since {sent.at}; this one sends none.")
    else:
        app.say(f"This digest was sent at {sent.at} already.")


def _composed(app: App, since: str, limit: int | None, usual: int) -> Digest:
    library = app.library()
    wanted: Window = window(library, since)
    return digest(library, wanted, usual if limit is None else limit)


def _write(app: App, found: Digest, chosen: str, out: str) -> None:
    """Write the digest to a file or to standard output."""
    if out and out != "-":
        from readlist.files.write import write_atomic

        write_atomic(out, [_text(found, chosen)])
        app.say(f"Wrote {plural(len(found.items), 'paper')} to {visible(out)}.")
    elif chosen == "terminal" or (app.on_terminal and not chosen):
        from readlist.cli.output import print_paged, screen
        from readlist.views.digest.screen import drawn

        print_paged(app, drawn(found, *screen(app)))
    elif chosen:
        app.write(_text(found, chosen))
    else:
        from readlist.views.digest.programs import plain_lines

        app.write("".join(plain_lines(found)))


def _text(found: Digest, chosen: str) -> str:
    """Return the digest in one of ``FORMS``; a file has no terminal, so that is plain text."""
    if chosen == "json":
        import json

        from readlist.views.digest.programs import shape

        body: dict[str, Any] = {"version": 1, **shape(found)}
        return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
    if chosen == "html":
        from readlist.views.digest.html import page

        return page(found)
    if chosen == "markdown":
        from readlist.views.digest.markdown import markdown

        return markdown(found)
    from readlist.views.digest.text import text

    return text(found)


def _write_feed(app: App, found: Digest, out: str) -> None:
    from readlist.files.write import write_atomic
    from readlist.formats import atom
    from readlist.views.digest.html import entries

    head = atom.Head("New papers", f"digest:{app.library().reader}")
    chunks = atom.feed(head, entries(found))
    if out == "-":
        app.write("".join(chunks))
        return
    write_atomic(out, chunks)
