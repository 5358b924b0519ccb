"""Options that several commands share, declared once, alone or in bundles."""

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_type_hints

import typer

from readlist.cli.complete import (
    complete_columns,
    complete_list,
    complete_paper,
    complete_query,
    complete_sort,
    complete_status,
    complete_tag,
)
from readlist.errors import UsageError
from readlist.text import visible

if TYPE_CHECKING:
    from readlist.cli.app import App


def words(metavar: str, complete: Any, help_: str | None = None) -> Any:
    """Return the argument of words that a command parts by itself: papers, and what they get."""
    return typer.Argument(
        metavar=metavar, help=help_, autocompletion=complete, show_default=False
    )  # fmt: skip


def format_option(help_: str, complete: Any = None) -> Any:
    """Return the option that names a format."""
    return typer.Option("--format", "-f", metavar="NAME", help=help_, autocompletion=complete)


def out_option(help_: str) -> Any:
    """Return the option that names the file to write."""
    return typer.Option("--out", "-o", metavar="FILE", help=help_)


def list_option(help_: str) -> Any:
    """Return the option that names a list."""
    return typer.Option("--list", metavar="NAME", help=help_, autocompletion=complete_list)


def verbose_option(help_: str) -> Any:
    """Return the option that tells more."""
    return typer.Option("--verbose", "-v", help=help_)


def again_option(help_: str = "Ask services also what they said before.") -> Any:
    """Return the option that does anew what was done before."""
    return typer.Option("--again", help=help_)


def quiet_option(help_: str) -> Any:
    """Return the option that prints names alone, where these are not the numbers of papers."""
    return typer.Option("--quiet", "-q", help=help_)


def first_day(app: "App", since: str) -> str:
    """Return the first day that ``--since`` asks for. Raises ``UsageError``."""
    from readlist.query.days import PAST_EXAMPLES, no_day  # 3 ms that other commands save
    from readlist.query.days import since as first_of

    day = first_of(since, app.today)
    if not day:
        raise UsageError(f"--since {visible(since)!r} {no_day(since, PAST_EXAMPLES)}.")
    say_day(app, "--since", since, day)
    return day


def say_day(app: "App", option: str, said: str, day: str) -> None:
    """Say which day is meant where people differ: last Friday may be that of last week."""
    if said.strip().lower().startswith("last"):
        app.say(f"{option} {visible(said)!r} is {day}.")


def form_named(
    name: str, out: str, forms: Mapping[str, Collection[str]], of: str
) -> str:  # fmt: skip
    """Return the form that is asked for, by its name or by that of the file; nothing otherwise.

    Raises ``UsageError``.
    """
    known = ", ".join(forms)
    if name and name not in forms:
        raise UsageError(f"There is no form {visible(name)!r} of {of}. They are {known}.")
    if name or out in ("", "-"):
        return name
    for form, endings in forms.items():
        if out.lower().endswith(tuple(endings)):
            return form
    raise UsageError(f"The name {visible(out)} does not say the form; add --format ({known}).")


def _names_read(ctx: typer.Context, value: list[str] | None) -> list[str] | None:
    """Return the words of a query; a lone ``-`` is the papers that standard input names.

    Raises ``NotFoundError``, ``AmbiguousError``.
    """
    if value != ["-"]:
        return value
    from readlist.library.papers.resolve_name import resolve  # 8 ms that other queries save

    app: App = ctx.obj
    return [str(number) for number in resolve(app.library(), app.names(value))]


_PAPER = "Number, citation key, arXiv id, DOI, address or part of a title"
_PAPERS = f"{_PAPER}; - reads names."
Papers = Annotated[list[str], words("PAPER...", complete_paper, _PAPERS)]
MaybePapers = Annotated[list[str] | None, words("[PAPER]...", complete_paper, _PAPERS)]
Paper = Annotated[str, words("PAPER", complete_paper, f"{_PAPER}.")]
Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY]...",
        help="See 'readlist help query'; - reads names.",
        show_default=False,
        autocompletion=complete_query,
        callback=_names_read,
    ),
]
Where = Annotated[
    str,
    typer.Option(
        "--where",
        "-w",
        metavar="QUERY",
        help="Every paper that the query finds.",
        autocompletion=complete_query,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, version 1.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print numbers of papers only.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would change, change nothing.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Fail instead of asking.")]
Limit = Annotated[
    int | None, typer.Option("--limit", min=0, metavar="N", help="At most N papers; 0 is all.")
]
Sort = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="KEYS",
        help="Such as 'year-,title'; a minus turns it.",
        autocompletion=complete_sort,
    ),
]
Columns = Annotated[
    str,
    typer.Option(
        "--columns",
        metavar="NAMES",
        help="Columns to show, parted by commas.",
        autocompletion=complete_columns,
    ),
]
Tags = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="TAG", help="Tag for the papers; may be repeated.",
                 autocompletion=complete_tag),
]  # fmt: skip
StatusOption = Annotated[
    str,
    typer.Option("--status", metavar="STATUS", help="Status of new papers.",
                 autocompletion=complete_status),
]  # fmt: skip
ListName = Annotated[str, list_option("Put the papers into this list.")]
OneList = Annotated[str, words("NAME", complete_list, "A list.")]


class Form(NamedTuple):
    """How a command that changes papers answers, and whether it changes them."""

    json: Json = False
    quiet: Quiet = False
    dry_run: DryRun = False


FORM = Form()


class Facts(NamedTuple):
    """What a person says of a paper; None where nothing is said, an empty text empties a fact."""

    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Title.", show_default=False)
    ] = None
    author: Annotated[
        list[str] | None,
        typer.Option("--author", metavar="NAME", help="One author; repeat it for all."),
    ] = None
    year: Annotated[str | None, typer.Option(metavar="YEAR", help="Year.", show_default=False)] = (
        None
    )
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day, such as 2017-06-12.", show_default=False),
    ] = None
    venue: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Journal or conference.", show_default=False)
    ] = None
    kind: Annotated[
        str | None,
        typer.Option(metavar="TYPE", help="BibTeX type, such as article.", show_default=False),
    ] = None
    organization: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Where it comes from.", show_default=False)
    ] = None
    abstract: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Abstract.", show_default=False)
    ] = None
    identifier: Annotated[
        list[str] | None,
        typer.Option("--identifier", metavar="ID", help="Add one, such as doi:10.1000/xyz."),
    ] = None
    link: Annotated[
        list[str] | None,
        typer.Option("--link", metavar="NAME=URL", help="Add one, such as code=https://…"),
    ] = None
    key: Annotated[
        str, typer.Option(metavar="KEY", help="Citation key; a former one still finds the paper.")
    ] = ""

    def said(self) -> dict[str, str]:
        """Return the facts that were given, by name; of several authors one text."""
        texts = {
            "title": self.title, "authors": ";".join(self.author) if self.author else None,
            "year": self.year, "published": self.published, "venue": self.venue,
            "kind": self.kind, "organization": self.organization, "abstract": self.abstract,
        }  # fmt: skip
        return {name: text for name, text in texts.items() if text is not None}

    def added(self) -> dict[str, str]:
        """Return the identifiers and links that a paper gets besides those that it has."""
        texts = {"identifiers": ";".join(self.identifier or ()), "links": ";".join(self.link or ())}
        return {name: text for name, text in texts.items() if text}


FACTS = Facts()


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of each bundle in its signature, where the bundle stands.

    A bundle is a ``NamedTuple`` of options, such as ``Form``; the command gets it whole.
    """
    bundles: dict[str, Any] = {}
    parameters = []
    for name, parameter in signature(command, eval_str=True).parameters.items():
        kind = parameter.annotation
        if not hasattr(kind, "_field_defaults"):
            parameters.append(parameter)
            continue
        bundles[name] = kind
        hints = get_type_hints(kind, include_extras=True)
        parameters += [
            Parameter(field, Parameter.KEYWORD_ONLY, default=default, annotation=hints[field])
            for field, default in kind._field_defaults.items()
        ]

    @wraps(command)
    def called(**given: Any) -> None:
        for name, kind in bundles.items():
            given[name] = kind(**{field: given.pop(field) for field in kind._fields})
        command(**given)

    keyword = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in parameters]
    vars(called)["__signature__"] = Signature(keyword)
    called.__annotations__ = {one.name: one.annotation for one in keyword}
    return called
