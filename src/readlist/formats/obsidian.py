"""The format ``obsidian``: a folder with a Markdown file for each paper and each list.

A file is named by citation key and begins with front matter. Below its marker line belongs to the
person and is never changed; nor is a file that is not ours, and none is ever deleted.
"""

from collections.abc import Iterable, Iterator

from readlist.formats.base import DumpOptions, Format, Former
from readlist.model import Paper


def dump_folder(
    papers: Iterable[Paper], options: DumpOptions, former: Former
) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each file that is new or differs from the one that is there."""
    from readlist.formats.list_export.obsidian import files

    yield from files(papers, options, former)


FORMAT = Format(
    name="obsidian",
    summary="a folder of Markdown files for Obsidian, one a paper and one a list",
    dump_folder=dump_folder,
    needs=("lists",),
)
