"""Which addresses name one paper: the table by its own examples, and what no table can say."""

import pytest

from readlist.bib import ids
from readlist.bib.paper_addresses import TABLE, folded_address, named_by, spellings
from readlist.model import Identifier


@pytest.mark.parametrize("form", TABLE, ids=lambda form: form.example)
def test_each_form_reads_its_example(form):
    """A DOI has no case; a page is its own page, or one that the table leaves alone."""
    scheme, value = named_by(form.example)
    assert (scheme, value.lower()) == (form.scheme, form.named.lower())
    assert named_by(form.named) in (None, (scheme, value)) or scheme != "url"
    assert ids.parse(form.example) == ids.normalise(form.scheme, form.named)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("https://www.nature.com/articles/s41586-021-03819-2#Sec1",
         "doi:10.1038/s41586-021-03819-2"),
        ("http://nature.com/articles/nature14539?proof=t", "doi:10.1038/nature14539"),
        ("https://elifesciences.org/articles/05604", "doi:10.7554/elife.05604"),
        ("https://papers.ssrn.com/sol3/Delivery.cfm?abstractid=1234567",
         "doi:10.2139/ssrn.1234567"),
        ("https://www.medrxiv.org/content/10.1101/2020.03.01.20012345v1.supplementary-material",
         "doi:10.1101/2020.03.01.20012345"),
        ("https://theses.hal.science/tel-01234567v1", "url:https://hal.science/tel-01234567"),
        ("https://ieeexplore.ieee.org/xpl/articleDetails.jsp?arnumber=7780459",
         "url:https://ieeexplore.ieee.org/document/7780459"),
        ("CorpusID:13756489", "url:https://api.semanticscholar.org/CorpusID:13756489"),
        ("Corpus ID: 13756489", "url:https://api.semanticscholar.org/CorpusID:13756489"),
        ("https://vixra.org/abs/1208.0077", "url:https://vixra.org/abs/1208.0077"),
        ("https://direct.mit.edu/tacl/article/doi/10.1162/tacl_a_00343/96461/A-Title",
         "doi:10.1162/tacl_a_00343"),
        ("https://www.nature.com/articles/6601234", "url:https://www.nature.com/articles/6601234"),
        ("https://example.org/articles/nature14539",
         "url:https://example.org/articles/nature14539"),
    ],
)  # fmt: skip
def test_what_an_address_names(address, named):
    """A number of Nature's tells no DOI, and another site's path says nothing of Nature."""
    assert str(ids.parse(address)) == named


def test_only_what_names_a_paper_everywhere_is_read_out_of_links():
    """A list may link the PDF beside the paper; there it stays a link."""
    pdf = "https://proceedings.mlr.press/v97/houlsby19a/houlsby19a.pdf"
    assert ids.from_url(pdf) is None
    assert ids.normalise("url", pdf) == Identifier("url", pdf)


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a", "https://www.example.org/a", "https://example.org/a/",
        "http://www.example.org/a/",
    ],
)  # fmt: skip
def test_spellings_of_one_address(other):
    assert folded_address(other) == folded_address("https://example.org/a")
    assert other in spellings("https://example.org/a")


def test_what_makes_two_addresses():
    """The order of the query is none of it."""
    assert folded_address("https://e.org/?b=1&a=2") == folded_address("http://e.org?a=2&b=1")
    assert folded_address("https://e.org/a") != folded_address("https://e.org/A")
    assert folded_address("https://e.org/a") != folded_address("https://e.org/a?x=1")
