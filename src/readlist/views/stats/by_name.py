"""The figures of each list, tag, venue, author or feed as a table."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from readlist.views.answer import Column, Listing
from readlist.views.stats.programs import by_shape

if TYPE_CHECKING:
    from readlist.library.statistics.by_name import ByName, Named


def by_name_answer(found: "ByName", *, queries: bool) -> "Listing[Named]":
    """Return the figures by name; a pipe gets the query of the name as well."""

    def figure(name: str) -> Callable[["Named"], object]:
        return lambda row: getattr(row, name).papers

    columns = (
        Column(found.by, lambda row: row.name, flex=4, least=12, style="bold"),
        Column("inbox", figure("inbox"), right=True),
        Column("waiting", figure("waiting"), right=True),
        Column("finished", figure("finished"), right=True, style="green"),
        Column("dropped", figure("dropped"), right=True, style="dim"),
        # With 'status:waiting' and so on in its place it lists what the columns count.
        Column("query", lambda row: row.waiting.query, wide=0 if queries else 130, style="dim"),
    )
    shape = by_shape(found)
    rows = shape.pop("rows")
    return Listing(
        "rows", columns, found.rows, items=rows, before=shape,
        empty=f"No paper that you decided on has a {found.by}.",
    )  # fmt: skip
