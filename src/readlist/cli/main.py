"""The program's door: which command, and what its failures look like.

Commands are imported when they are called: a start pays for one of them, not for all.
"""

import errno
import gc
import os
import re
import sqlite3
import sys
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from readlist import __version__, interrupts, local_time, plugins
from readlist.cli.app import App
from readlist.cli.commands import COMMANDS, OTHER_WORDS, SECTIONS
from readlist.errors import (
    ExitCode,
    FileError,
    LibraryError,
    QueryError,
    ReadlistError,
    UsageError,
)
from readlist.store.connection import explain
from readlist.text import masked, readable, visible, visible_block

PROGRAM = "readlist"
GARBAGE = 50_000
"""Values that are made and not gone before Python looks for cycles among them."""


class LazyGroup(TyperGroup):
    """The commands by name, each imported when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the help."""
        return [name for names in SECTIONS.values() for name in names]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return one command, or None."""
        if cmd_name in COMMANDS:
            return load_command(cmd_name)
        entry = plugins.entries(plugins.COMMANDS).get(cmd_name)
        if entry is None:
            return None
        try:
            return as_command(cmd_name, entry.load())
        except Exception as error:
            package = plugins.package_of(entry)
            raise UsageError(
                f"The command {cmd_name!r} of the package {package} cannot be loaded "
                f"({type(error).__name__}: {error}). Install another version of {package}, or "
                "remove it."
            ) from error

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was typed; a wrong name is answered with the nearest one."""
        if args and ctx.resilient_parsing:  # what a shell completes may begin with an alias
            with suppress(ReadlistError):  # a configuration that is wrong offers nothing
                args = [*(_alias(ctx.obj, args[0]) or args[:1]), *args[1:]]
        word = args[0] if args else ""
        is_name = bool(word) and not word.startswith("-") and word not in COMMANDS
        is_known = word in plugins.entries(plugins.COMMANDS) or ctx.resilient_parsing
        if is_name and not is_known:
            from readlist.cli.group import no_command

            known = [*COMMANDS, *plugins.entries(plugins.COMMANDS)]
            no_command(ctx, word, known, OTHER_WORDS.get(word.lower(), ""))
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer the commands, and the person's own words for some."""
        from typer._click.shell_completion import CompletionItem

        found = super().shell_complete(ctx, incomplete)
        with suppress(ReadlistError):
            found += [
                CompletionItem(name, help=words)
                for name, words in ctx.obj.settings.aliases.items()
                if name.startswith(incomplete) and name not in COMMANDS
            ]
        return found

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write what fits a screen of 24 lines: an example of each kind, and all names."""
        formatter.write(BEGINNING)
        for section, names in (*SECTIONS.items(), *others()):
            lines = wrap(" ".join(names), 80 - LABEL) or [""]
            for place, line in enumerate(lines):
                formatter.write(f"{section if place == 0 else '':<{LABEL}}{line}\n")
        formatter.write(ENDING)


LABEL = 9
BEGINNING = """\
Usage: readlist [OPTIONS] COMMAND [ARGS]...

Keep the papers that you mean to read: import, find, mark, cite.
  readlist                         the day: what is new, what is next
  readlist import papers.txt       take a curated list, a page, or references
  readlist search attention        find anything at once
  readlist status KEY read         mark a paper
  readlist export --out refs.bib   cite it from LaTeX

"""
ENDING = """
readlist COMMAND --help  explains one;  readlist help  all of them, and more
--db FILE  another library (READLIST_DB);  --version, -V;  --help, -h
--debug  tells on stderr what is asked and decided (READLIST_DEBUG)
"""


def others() -> list[tuple[str, list[str]]]:
    """Return the commands of other packages as a section, where there are any."""
    names = sorted(name for name in plugins.entries(plugins.COMMANDS) if name not in COMMANDS)
    return [("Others", names)] if names else []


def wrap(text: str, width: int) -> list[str]:
    """Return text in lines of at most so many characters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def load_command(name: str) -> Any:
    """Import one command, or one group of commands."""
    module = import_module(f"readlist.cli.{COMMANDS[name].module}")
    classes = getattr(module, "CLASSES", {})
    return as_command(name, getattr(module, COMMANDS[name].function), classes.get(name))


def as_command(name: str, found: Any, kind: Any = None) -> Any:
    """Return a function, or a group of them, as a command."""
    if not gc.isenabled():
        # ``__main__`` has turned it off for what was imported until here, which stays. Papers pass
        # in parts of 500 and leave no garbage: looking for it took 8 % of an export.
        gc.freeze()
        gc.set_threshold(GARBAGE)
        gc.enable()
    if not isinstance(found, typer.Typer):
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name=name, cls=kind)(found)
        found = single
    command = typer.main.get_command(found)
    command.name = name
    return command


def _version(wanted: bool) -> None:
    if wanted:
        print(f"{PROGRAM} {__version__}")  # noqa: T201 - before there is an App
        raise typer.Exit


def _callback(
    ctx: typer.Context,
    db: Annotated[
        str, typer.Option("--db", metavar="FILE", help="The library to use (READLIST_DB).")
    ] = "",
    version: Annotated[  # noqa: ARG001 - handled before
        bool,
        typer.Option(
            "--version", "-V", callback=_version, is_eager=True, help="Print the version."
        ),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Tell on stderr what is asked and decided (READLIST_DEBUG)."),
    ] = False,
) -> None:
    """Keep the papers that you mean to read: import, find, mark, cite.

    readlist import papers.txt       take a curated list, a page, or references

    readlist status                  what you read, what is next

    readlist search attention        find anything at once

    readlist status KEY read         mark a paper

    readlist export --out refs.bib   cite it from LaTeX
    """
    ctx.obj.db = db
    if debug or ctx.obj.environment.get("READLIST_DEBUG", "") not in ("", "0"):
        from readlist.cli.debug import debugging  # logging, 10 ms

        ctx.obj.ending.enter_context(debugging(ctx.obj.stderr, ctx.obj.environment, __version__))
    if ctx.invoked_subcommand is None:
        from readlist.cli.next import show_overview

        show_overview(ctx.obj)


def build() -> Any:
    """Return the whole command line."""
    app = typer.Typer(
        cls=LazyGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_callback)
    command = typer.main.get_command(app)
    command.name = PROGRAM
    return command


def run() -> None:
    """Run the program and leave with its exit code."""
    interrupts.notice()
    sys.exit(main(sys.argv[1:]))


def main(argv: list[str]) -> int:
    """Run one command and return its exit code."""
    closed = _prepare_streams()
    app = App(argv=argv)
    app.migrating = lambda: _migrating(app)
    app.ending.enter_context(_plugins_told(app))
    code: int = ExitCode.OK
    try:
        code = _guarded(app, argv)
        sys.stdout.flush()
        if "settings" in vars(app) and (zone := local_time.unknown_zone()):
            app.say(
                f"readlist: TZ is {visible(zone)!r}, a time zone that this machine does not know: "
                "days are those of UTC."
            )
        if "stdout" in closed:
            app.say("readlist: Standard output is closed: nobody was shown the answer.")
    except BrokenPipeError:
        # The reader of the pipe has left; what it did not want is no failure.
        _drop_output()
    except OSError as error:
        # What has a name is a file; standard output has none.
        if error.filename is not None or error.errno not in _FULL:
            raise
        _drop_output()
        done = "What the command did is in the library; 'readlist history' shows it."
        then = done if app.has_changed else "Make room and try again."
        sentence = f"Standard output cannot be written: {error.strerror}. {then}"
        return _complain(app, sentence, "output", ExitCode.USAGE)
    finally:
        with app.ending:
            with suppress(BrokenPipeError):
                app.run_hooks(app.say)
            app.close()
    return code


def _migrating(app: App) -> AbstractContextManager[Any]:
    from readlist.cli.gauge import gauge  # for an older library alone

    return gauge(app, "bringing the library up to date")


@contextmanager
def _plugins_told(app: App) -> Iterator[None]:
    """Tell in a sentence what of other packages does not work, which Python tells as a warning."""
    former = warnings.showwarning

    def show(message: Any, category: type[Warning], *where: Any, **more: Any) -> None:
        if issubclass(category, plugins.PluginWarning):
            app.say(f"readlist: {visible(str(message))}")
        else:
            former(message, category, *where, **more)

    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = former


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def _drop_output() -> None:
    """Let nobody write to standard output again, not even the interpreter when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _guarded(app: App, argv: list[str]) -> int:
    """Turn failures into a sentence and an exit code; a defect keeps its traceback."""
    try:
        with interrupts.kept():
            return _invoke(app, argv)
    except KeyboardInterrupt:
        sentence = "Interrupted. Nothing of this command was changed."
        return _complain(app, sentence, "interrupted", ExitCode.INTERRUPTED)
    except Exception as error:
        failure = _failure(app, error)
        if failure is None:
            raise
        query = failure if isinstance(failure, QueryError) else None
        return _complain(app, str(failure), failure.code, failure.exit_code, query)


def _failure(app: App, error: Exception) -> ReadlistError | None:
    """Return what an error says to the person, None for a defect."""
    sentence: str | None = None
    match error:
        case ReadlistError():
            return error
        case OSError():
            return _of_a_file(app, error)
        case sqlite3.Error():
            sentence = explain(error, app.path) or _damage(app)
        case TypeError() | ValueError() | AttributeError() | LookupError() | OverflowError():
            # What no command can take, a value that was damaged in the file, or a defect of ours.
            if sentence := _impossible(app, error):
                return UsageError(sentence)
            sentence = _damage(app)
    return LibraryError(sentence) if sentence else None


def _of_a_file(app: App, error: OSError) -> ReadlistError | None:
    """Return what the system says of a file or a folder, None where it is of neither."""
    from readlist.files.read import failed  # for errors alone

    if not isinstance(error.filename, str):
        return _of_this_folder() if isinstance(error, FileNotFoundError) else None
    shown = visible(error.filename)
    with suppress(ReadlistError, OSError):  # of the configuration, which names the library
        if error.filename.startswith(str(app.path)):
            return LibraryError(str(failed("open the library", shown, error)))
    return failed("open", shown, error)


def _of_this_folder() -> ReadlistError | None:
    try:
        Path.cwd()
    except FileNotFoundError:
        return FileError("The current folder was removed. Go to another one and try again.")
    return None


def _impossible(app: App, error: Exception) -> str:
    """Say what of a command line neither SQLite nor a text can hold; nothing of other errors."""
    if isinstance(error, OverflowError):
        is_number = "SQLite" in str(error)
        return "A number is larger than any that counts. Write a smaller one." if is_number else ""
    if not isinstance(error, UnicodeEncodeError) or "surrogates" not in str(error):
        return ""
    for word in app.argv:
        if (shown := readable(word)) != word:
            return f"{shown!r} is not in UTF-8, so nothing is called so. Type it again."
    return ""


def _damage(app: App) -> str:
    """Say which value of the open library is damaged, nothing where none is."""
    library = app.opened
    if library is None:
        return ""
    from readlist.store.upkeep import damaged_values, lost_rows

    try:
        found = next(chain(damaged_values(library.db), lost_rows(library.db)), "")
    except sqlite3.Error:
        return ""
    advice = "'readlist db check' says how, and 'readlist db restore FILE' goes back to a backup."
    return f"The library {app.path} is damaged: {found} {advice}" if found else ""


def _invoke(app: App, argv: list[str]) -> int:
    """Parse the command line and call the command.

    Typer's own ``main`` is not used: it answers a closed pipe with a failure.
    """
    argv = _spelled_out(app, argv)
    command = build()
    if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
        from typer._completion_classes import completion_init  # what Typer's own main does

        completion_init()
        command(argv, prog_name=PROGRAM, obj=app)
    try:
        with command.make_context(PROGRAM, argv, obj=app) as context:
            result = command.invoke(context)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - typer's classes have no public name
        return _usage(app, error)
    return result if isinstance(result, int) else ExitCode.OK


def _spelled_out(app: App, argv: list[str]) -> list[str]:
    """Return a command line in which an alias of the configuration is what it stands for.

    No alias takes the place of a command, of this program or of another package.
    """
    place = 0
    while place < len(argv) and argv[place].startswith("-"):
        place += 2 if argv[place] == "--db" else 1
    words = _alias(app, argv[place]) if place < len(argv) else None
    if words is None:
        return argv
    app.argv = [*argv[:place], *words, *argv[place + 1 :]]
    return list(app.argv)


def _alias(app: App, word: str) -> list[str] | None:
    """Return the words that an alias stands for, None for what is none."""
    if not word or word in COMMANDS or word in plugins.entries(plugins.COMMANDS):
        return None
    said = app.settings.aliases.get(word)
    if said is None:
        return None
    import shlex  # for an alias alone

    return shlex.split(said)


def _usage(app: App, error: Exception) -> int:
    """Answer an error of the option parser; anything else is raised again.

    Typer 0.28 carries its own copy of click, whose classes it does not export.
    """
    if not hasattr(error, "format_message"):
        raise error
    context = getattr(error, "ctx", None)
    message = _number_wanted(error) or error.format_message() + _asked_otherwise(app, error)
    if type(error).__name__ == "NoArgsIsHelpError":
        if not _wants_json(app):
            app.complain(message)
            return ExitCode.USAGE
        message = "A command of this group is missing."
    advice = f"Try '{context.command_path} --help'." if context is not None else ""
    sentence = "\n".join(filter(None, (message, advice)))
    return _complain(app, sentence, UsageError.code, ExitCode.USAGE)


def _number_wanted(error: Any) -> str:
    """Return a sentence about a number that is none, or too large or small; nothing otherwise."""
    kind: Any = getattr(getattr(error, "param", None), "type", None)
    found = re.fullmatch(
        r"(.*) is not (?:in the range .*|a valid .*)", getattr(error, "message", "")
    )
    if found is None or not hasattr(kind, "min"):
        return ""
    least, most = kind.min, kind.max
    among = f" from {least:g} to {most:g}" if most is not None else f" from {least:g} on"
    what = "a whole number" if kind.name.startswith("int") else "a number"
    name = error.param.get_error_hint(error.ctx).strip("'[]")
    return f"{name} takes {what}{among}, not {found[1]}."


def _asked_otherwise(app: App, error: Any) -> str:
    """Say where there is what other programs have an option for; nothing where there is nothing.

    ``list --status read``, ``list -n 3``, ``search bert -transformer``, ``--json list``.
    """
    option = getattr(error, "option_name", "")
    if not option or error.ctx is None:
        return ""
    said = _OPTIONS_ELSEWHERE.get(option) or _before_a_command(app, error, option)
    return said or _in_words(app, error, option)


def _in_words(app: App, error: Any, option: str) -> str:
    """Say how a query, or a name, has what was typed as an option."""
    params = {param.name for param in error.ctx.command.params}
    if params.isdisjoint(("query", "paper", "papers")):
        return ""
    from readlist.query.fields import FIELDS  # for an error alone

    is_query, command = "query" in params, error.ctx.info_name
    name = option.lstrip("-")
    if is_query and name in FIELDS:
        return f". In a query it is {name}:VALUE, as in 'readlist {command} {name}:…'."
    if option == "-n" and "limit" in params:
        return ". '--limit N' shows so many."
    if option.startswith("--"):
        return ""
    typed = next((word for word in app.argv if _is_word_with(name, word)), "")
    if is_query and typed:
        return f". A query leaves a word out as 'NOT {typed[1:]}', or as '{typed}' behind '--'."
    return f". What is called so stands behind '--': readlist {command} -- {typed or option}."


def _is_word_with(letter: str, word: str) -> bool:
    """Say whether an option is made of this word: of ``-survey`` ``-s``; not of ``-1`` or ``-s``.

    Of ``-has:tag`` it is ``-a``, because ``-h`` is one.
    """
    return len(word) > len("-s") and bool(re.match(r"-[^-\d]", word)) and letter in word[1:]


def _before_a_command(app: App, error: Any, option: str) -> str:
    """Say that an option stands behind its command, where it was typed before it."""
    if error.ctx.parent is not None:
        return ""
    name = next((word for word in app.argv if word in COMMANDS), "")
    taken = [param.opts for param in load_command(name).params] if name else []
    is_taken = any(option in opts for opts in taken)
    return f". It stands behind the command: 'readlist {name} {option}'." if is_taken else ""


_OPTIONS_ELSEWHERE = {
    "--no-color": ". NO_COLOR=1 in the environment leaves colours out.",
    "--no-colour": ". NO_COLOR=1 in the environment leaves colours out.",
    "--template": ". '--columns NAMES' prints columns, '--json' all facts.",
    "--no-pager": ". PAGER=cat in the environment, or the setting 'pager', does without.",
}


def _wants_json(app: App) -> bool:
    """Say whether answers are to be JSON, also where the command line cannot be understood."""
    words = app.argv[: app.argv.index("--")] if "--" in app.argv else app.argv
    return "--json" in words


def _complain(
    app: App, sentence: str, code: str, exit_code: int, query: QueryError | None = None
) -> int:
    """Tell a failure on standard error, to a program as one line of JSON; return the exit code."""
    sys.stdout.flush()
    sentence = _shortened(masked(sentence))
    if _wants_json(app):
        import json

        error = {"code": code, "message": visible_block(sentence), "exit": int(exit_code)}
        if query is not None:
            error |= {"query": query.query or None, "column": query.column or None}
        body = {"version": 1, "error": error}
        app.complain(json.dumps(body, ensure_ascii=False))
        return exit_code
    if query is not None and query.query and query.column:
        start = max(0, query.column - _AROUND)
        part = query.query[start : start + 2 * _AROUND]
        sentence += f"\n  {part}\n  {' ' * (query.column - start - 1)}^"
    app.complain(f"readlist: {visible_block(sentence)}")
    return exit_code


_AROUND = 200
"""Letters of a query that are shown on either side of where it is wrong."""
_LONGEST = 2_000
_LAST = 500


def _shortened(sentence: str) -> str:
    """Return a sentence without the middle of what it quotes, where that is a text of its own."""
    if len(sentence) <= _LONGEST:
        return sentence
    return f"{sentence[: _LONGEST - _LAST]} … {sentence[-_LAST:]}"


def _open_closed_streams() -> list[str]:
    """Give a program whose streams are closed others, before a file gets their numbers.

    Without this the library itself would be opened as standard output. Nobody reads what is
    written there: a command does what it does, and ends as it would. Returns which were closed.
    """
    closed = [name for name in ("stdin", "stdout", "stderr") if getattr(sys, name) is None]
    for name in closed:
        number = ("stdin", "stdout", "stderr").index(name)
        mode = "w" if number else "r"
        opened = os.open(os.devnull, os.O_WRONLY if number else os.O_RDONLY)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
    return closed


def _prepare_streams() -> list[str]:
    """Write UTF-8 whatever the locale: a title that a terminal cannot show is no reason to fail.

    Returns the streams that were closed.
    """
    closed = _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="replace")
    return closed
