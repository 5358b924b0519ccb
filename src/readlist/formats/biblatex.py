"""biblatex out, for biber: ``@online`` for preprints, ``date``, ``journaltitle``, ``eprinttype``.

It is read as what it is, a dialect of BibTeX.
"""

from collections.abc import Iterable, Iterator

from readlist.formats.base import DumpOptions, Format
from readlist.formats.bibtex import IGNORED
from readlist.model import Paper


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield an entry for each paper."""
    from readlist.formats.bibtex.dialects import BIBLATEX
    from readlist.formats.bibtex.write import dump as write

    return write(papers, options, BIBLATEX)


FORMAT = Format(name="biblatex", summary="biblatex, for biber", dump=dump, ignores=IGNORED)
