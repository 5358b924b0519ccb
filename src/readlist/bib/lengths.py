"""How many pages a paper has, by what a service or a bibliography says of it; pure."""

import re

from readlist.bib.details import detail, page_range
from readlist.model import Facts

MOST = 3_000
"""More pages than a paper or a book has: what was read is something else."""
# "15 pages, 5 figures", "9+4 pages", "8 pp."; not "page 7".
_SAID = r"(?i)(?<![\w.])(\d{1,4})(?:\s*\+\s*\d{1,3})?\s*(?:pages?|pp)\b"
# The number that a page ends with: 12 of "e12", 25 of "123:25".
_LAST_NUMBER = r"(\d{1,6})$"


def pages(paper: Facts) -> int | None:
    """Return how many pages a paper has, None where nobody says.

    arXiv's comment tells it (``15 pages, 5 figures``), a bibliography in ``numpages`` or by the
    range of pages: ``1021--30`` are ten, a single ``e12`` says nothing.
    """
    comment = paper.extra.get("comment")
    if isinstance(comment, str) and (found := re.search(_SAID, comment[:2_000])):
        return _plausible(int(found[1]))
    total = detail(paper, "numpages", "pagetotal")
    if total.isdecimal():
        return _plausible(int(total[:6]))
    first, last = (re.search(_LAST_NUMBER, one) for one in page_range(detail(paper, "pages")))
    if not first or not last:
        return None
    begin, end = first[1], last[1]
    if len(end) < len(begin):  # 1021--30 ends with page 1030
        end = begin[: -len(end)] + end
    return _plausible(int(end) - int(begin) + 1)


def _plausible(count: int) -> int | None:
    return count if 1 <= count <= MOST else None
