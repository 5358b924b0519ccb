"""Options that several commands share, declared once."""

from typing import Annotated

import typer

from readlist.cli.complete import complete_list, complete_paper, complete_status, complete_tag

Papers = Annotated[
    list[str],
    typer.Argument(
        metavar="PAPER...",
        help="Number, citation key, arXiv id, DOI, address or part of a title; - reads names.",
        autocompletion=complete_paper,
        show_default=False,
    ),
]
MaybePapers = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PAPER]...",
        help="Number, citation key, arXiv id, DOI, address or part of a title; - reads names.",
        autocompletion=complete_paper,
        show_default=False,
    ),
]
Paper = Annotated[
    str, typer.Argument(metavar="PAPER", autocompletion=complete_paper, show_default=False)
]
Query = Annotated[
    list[str] | None,
    typer.Argument(metavar="[QUERY]...", help="See 'readlist help query'.", show_default=False),
]
Where = Annotated[
    str, typer.Option("--where", "-w", metavar="QUERY", help="Every paper that the query finds.")
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
    str, typer.Option("--sort", metavar="KEYS", help="Such as 'year-,title'; a minus turns it.")
]
Columns = Annotated[
    str, typer.Option("--columns", metavar="NAMES", help="Columns to show, parted by commas.")
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
ListName = Annotated[
    str,
    typer.Option("--list", metavar="NAME", help="Put the papers into this list.",
                 autocompletion=complete_list),
]  # fmt: skip
OneList = Annotated[
    str,
    typer.Argument(metavar="NAME", help="A list.", autocompletion=complete_list,
                   show_default=False),
]  # fmt: skip
