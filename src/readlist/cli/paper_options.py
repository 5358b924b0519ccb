"""Options that describe one paper, for ``add`` and ``edit``."""

from typing import Annotated

import typer

MaybeText = str | None
Title = Annotated[MaybeText, typer.Option(metavar="TEXT", help="Title.", show_default=False)]
Authors = Annotated[
    list[str] | None,
    typer.Option("--author", metavar="NAME", help="One author; repeat it for all."),
]
Year = Annotated[MaybeText, typer.Option(metavar="YEAR", help="Year.", show_default=False)]
Published = Annotated[
    MaybeText,
    typer.Option(metavar="DATE", help="Day, such as 2017-06-12.", show_default=False),
]
Venue = Annotated[
    MaybeText, typer.Option(metavar="TEXT", help="Journal or conference.", show_default=False)
]
Kind = Annotated[
    MaybeText,
    typer.Option(metavar="TYPE", help="BibTeX type, such as article.", show_default=False),
]
Organization = Annotated[
    MaybeText, typer.Option(metavar="TEXT", help="Where it comes from.", show_default=False)
]
Abstract = Annotated[MaybeText, typer.Option(metavar="TEXT", help="Abstract.", show_default=False)]
Identifiers = Annotated[
    list[str] | None,
    typer.Option("--identifier", metavar="ID", help="Add one, such as doi:10.1000/xyz."),
]
Links = Annotated[
    list[str] | None,
    typer.Option("--link", metavar="NAME=URL", help="Add one, such as code=https://…"),
]
Key = Annotated[
    str, typer.Option(metavar="KEY", help="Citation key; a former one still finds the paper.")
]
