"""Citation keys out: one a line, for other programs to read."""

from collections.abc import Iterable, Iterator

from readlist.formats.base import DumpOptions, Format
from readlist.model import Paper


def dump(papers: Iterable[Paper], _options: DumpOptions) -> Iterator[str]:
    """Yield the citation key of each paper, in the order given."""
    for paper in papers:
        yield f"{paper.key}\n"


FORMAT = Format(name="keys", summary="citation keys, one a line", suffixes=(".keys",), dump=dump)
