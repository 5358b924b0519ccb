"""How long a paper is, by what others say of it."""

import pytest

from readlist.bib.lengths import pages
from readlist.model import Paper


@pytest.mark.parametrize(
    ("extra", "count"),
    [
        ({"comment": "15 pages, 5 figures"}, 15),
        ({"comment": "Accepted at X; 9+4 pages"}, 9),
        ({"comment": "8 pp., 2 tables"}, 8),
        ({"comment": "see page 7"}, None),
        ({"comment": "v2: typos"}, None),
        ({"comment": 7}, None),
        ({"bibtex": {"pages": "1--9"}}, 9),
        ({"bibtex": {"pages": "1021--30"}}, 10),
        ({"bibtex": {"pages": "123:1--123:25"}}, 25),
        ({"bibtex": {"pages": "e12"}}, None),
        ({"bibtex": {"pages": "9--1"}}, None),
        ({"bibtex": {"pages": "1--999999"}}, None),
        ({"bibtex": {"numpages": "21", "pages": "e12"}}, 21),
        ({}, None),
    ],
)
def test_pages(extra, count):
    """arXiv's comment, a number of pages, or their range; what cannot be is not believed."""
    assert pages(Paper(id=1, key="k", extra=extra)) == count
