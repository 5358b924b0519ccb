"""Formatted references as plain text: one paragraph a paper, in a citation style."""

from collections.abc import Iterable, Iterator

from readlist.errors import UsageError
from readlist.formats.base import DumpOptions, Format
from readlist.model import Paper

STYLES = {"apa": "apa", "chicago": "chicago-author-date", "ieee": "ieee"}
"""The styles that come with the program, by name, and their files."""
DEFAULT_STYLE = "apa"


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield a reference for each paper with a blank line between them, in the style's order.

    The order that the person asked for goes before it.
    Raises ``UsageError`` for a style that is not among ``STYLES``.
    """
    name = options.style.strip().lower() or DEFAULT_STYLE
    if name not in STYLES and name not in STYLES.values():
        known = ", ".join(STYLES)
        raise UsageError(f"There is no citation style {options.style!r}. The styles are {known}.")
    from readlist.formats.csl.render import references  # citeproc and lxml: 60 ms

    found = references(papers, STYLES.get(name, name), in_order=options.sorted)
    for number, reference in enumerate(found):
        yield ("\n" if number else "") + reference + "\n"


FORMAT = Format(
    name="text",
    summary="formatted references by citation style: apa, chicago, ieee",
    suffixes=(".txt",),
    dump=dump,
)
