"""DOIs that are cut, or that name something else than a paper, are nobody's identifier."""

import pytest

from readlist.bib import ids
from readlist.bib.ids import _NO_PAPERS, of_no_paper
from readlist.bib.latex_decode import verbatim


@pytest.mark.parametrize(("what", "example"), [(what, one) for what, _, one in _NO_PAPERS])
def test_each_row_of_the_table_holds_for_its_example(what, example):
    """Neither given, nor found in running text, nor as an address."""
    assert of_no_paper(example.lower()) == what
    assert ids.normalise("doi", example) is None
    assert ids.normalise("url", f"https://doi.org/{example}") is None
    assert ids.from_url(f"https://dx.doi.org/{example}") is None
    assert not list(ids.find(f"see {example} for more"))
    assert what in ids.doubt(example)


@pytest.mark.parametrize(
    "value",
    [
        "10.1016/j.xxxx.2020.xx.xxx",
        "10.3389/fxxxx.2021.000000",
        "10.1093/bioinformatics/btxxxx",
        "10.1109/ACCESS.2017.Doi Number",
        "10.1109/XXX.0000.0000000",
        "10.1017/S0000000000000000",
        "10.1002/(ISSN)1097-4571",
    ],
)
def test_templates_that_are_not_in_the_table_are_known_by_their_kind(value):
    """Journals make up their own rows of x and 0."""
    assert ids.normalise("doi", value) is None


@pytest.mark.parametrize(
    "value",
    [
        "10.1002/(SICI)1097-4571(1999)50:9<693::AID-ASI4>3.0.CO;2-O",
        "10.1000/xyz (accessed 2020)",
        "10.1000/xyz [doi]",
        "10.1000/xyz.",
        "10.1000/xyz}",
        "10.1000/xyz</a>",
        "10.1016/0004-3702(95)00012-5",
        "10.1016/j.xinn.2021.100179",
        "10.1093/bioinformatics/btz123",
        "10.1000/182",
        "10.5281/zenodo.1234",
    ],
)
def test_dois_of_papers_are_read(value):
    """What stands behind a whole DOI does not matter."""
    assert ids.normalise("doi", value)
    assert ids.doubt(value) == ""


@pytest.mark.parametrize(
    "value",
    [
        r"10.1007/978-3-319-20794-0{\_}129-1",
        r"10.1007/978-3-319-20794-0{_}129-1",
        "10.1007/978-3-319-24574-4 28",
        r"10.1002/(SICI)1097-4571(1999)50:9{\textless}693",
    ],
)
def test_a_doi_that_goes_on_is_no_shorter_one(value):
    """Otherwise every chapter of a book would be the book."""
    assert ids.normalise("doi", value) is None
    assert "cannot be read to its end" in ids.doubt(value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"10.1007/978-3-319-20794-0{\_}129-1", "10.1007/978-3-319-20794-0_129-1"),
        (r"10.1007/978-3-319-20794-0{\\_}129-1", "10.1007/978-3-319-20794-0_129-1"),
        (r"10.1007/978-3-319-20794-0\\_129-1", "10.1007/978-3-319-20794-0_129-1"),
        (r"10.1007/978{\textunderscore}28", "10.1007/978_28"),
        (r"10.1/a:9{\textless}693::AID{\textgreater}3", "10.1/a:9<693::AID>3"),
        (r"10.1/a:9$<$693::AID$>$3", "10.1/a:9<693::AID>3"),
        (r"10.1/a:9\textless{}693::AID\textgreater 3", "10.1/a:9<693::AID>3"),
        ("{10.1016/j.buildenv.2018.07.033}", "10.1016/j.buildenv.2018.07.033"),
        (r"\doi{10.1/x\_y}", "10.1/x_y"),
        (r"https://a.b/\textasciitilde{}c/$\sim$e/{\textasciitilde}f/\string~g",
         "https://a.b/~c/~e/~f/~g"),
        ("https://x.y/a{b}c", "https://x.y/a{b}c"),
    ],
)  # fmt: skip
def test_latex_in_addresses_and_numbers_is_decoded_first(written, meant):
    """As reference managers and publishers write it."""
    assert verbatim(written) == meant
