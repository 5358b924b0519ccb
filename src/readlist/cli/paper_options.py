"""Options that describe one paper, for ``add`` and ``edit``."""

from typing import Annotated, NamedTuple

import typer


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
