"""Which addresses name one paper: the table by its own examples, and what no table can say."""

import pytest

from readlist.bib import ids
from readlist.bib.paper_addresses import TABLE, folded_address, named_by, spellings
from readlist.bib.publisher_addresses import SAME
from readlist.bib.wrapped_addresses import unwrapped
from readlist.model import Identifier


@pytest.mark.parametrize("form", TABLE, ids=lambda form: form.example)
def test_each_form_reads_its_example(form):
    """A DOI has no case; a page is its own page, or one that the table leaves alone."""
    if form.scheme == SAME:
        assert named_by(form.example) is None
        assert folded_address(form.example) == folded_address(form.named)
        return
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
        ("https://m.nature.com/articles/nature14539", "doi:10.1038/nature14539"),
        ("https://ojs.aaai.org/index.php/AAAI/article/view/6399?doi=10.1609/aaai.v34i05.6399",
         "doi:10.1609/aaai.v34i05.6399"),
        ("https://link.springer.com/article/10.1007/s10994-020-05877-5/figures/2",
         "doi:10.1007/s10994-020-05877-5"),
        ("https://osf.io/preprints/lissa/abcd1", "doi:10.31229/osf.io/abcd1"),
        ("https://edarxiv.org/about", "url:https://edarxiv.org/about"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/7092803/", "pmcid:PMC7092803"),
        ("http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?db=PubMed&list_uids=31978945",
         "pmid:31978945"),
        ("chrome-extension://efaidnbm/https%3A%2F%2Farxiv.org%2Fpdf%2F1706.03762.pdf",
         "arxiv:1706.03762"),
        ("https://www-nature-com.ezproxy.is.ed.ac.uk/articles/nature14539",
         "doi:10.1038/nature14539"),
        ("https://ieeexplore.ieee.org.proxy.lib.uni.edu/abstract/document/7780459/",
         "url:https://ieeexplore.ieee.org/document/7780459"),
        ("https://www.google.com/url?q=https://lab.example.org/p.pdf&sa=D",
         "url:https://lab.example.org/p.pdf"),
        ("https://web.archive.org/web/2020/https://lab.example.org/p.pdf",
         "url:https://web.archive.org/web/2020/https://lab.example.org/p.pdf"),
    ],
)  # fmt: skip
def test_what_an_address_names(address, named):
    """A number of Nature's tells no DOI, and another site's path says nothing of Nature."""
    assert str(ids.parse(address)) == named


@pytest.mark.parametrize(
    "addresses",
    [
        # One that says who reads, and one that says who linked.
        ["https://e.org/a/b", "https://e.org/a/b;jsessionid=6F2A.f02t01",
         "https://e.org/a/b?PHPSESSID=0a1b2c", "https://e.org/a/b?_ga=1.2&ref=blog.example.com"],
        ["https://e.org/framework/", "http://www.e.org/framework/index.html",
         "https://e.org/framework"],
        ["https://www.sciencedirect.com/science/article/pii/002240499390035R",
         "https://www.sciencedirect.com/science/article/abs/pii/002240499390035R?via%3Dihub",
         "https://reader.elsevier.com/reader/sd/pii/002240499390035R?token=XYZ"],
        ["https://zbmath.org/?q=an%3A1501.68001", "https://zbmath.org/1501.68001"],
        ["https://dspace.mit.edu/handle/1721.1/6913?show=full", "http://hdl.handle.net/1721.1/6913",
         "https://dspace.mit.edu/bitstream/1721.1/6913/2/AIM-482.pdf"],
        ["https://repo.e.edu/jspui/handle/123456789/77",
         "https://repo.e.edu/jspui/bitstream/123456789/77/1/a.pdf"],
        ["https://e.edu/cgi/viewcontent.cgi?article=1001&amp;context=econ",
         "https://e.edu/cgi/viewcontent.cgi?context=x&httpsredir=1&article=1001&context=econ"],
        ["http://www.pnas.org/cgi/reprint/99/1/1.pdf", "https://www.pnas.org/content/99/1/1.info"],
        ["http://dx.doi.org/10/HKV4", "https://doi.org/hkv4"],
        ["https://pubmed.ncbi.nlm.nih.gov/31978945/?from_pos=1",
         "https://www.ncbi.nlm.nih.gov/pubmed/?term=31978945%5Buid%5D",
         "http://www.ncbi.nlm.nih.gov/sites/entrez?cmd=Retrieve&db=pubmed&list_uids=31978945"],
        ["https://www.worldcat.org/isbn/9780262035613", "isbn:9780262035613"],
        ["https://onlinelibrary.wiley.com/doi/10.1111/rssb.12026/abstract;jsessionid=6F2A.f02t01",
         "doi:10.1111/rssb.12026"],
    ],
)  # fmt: skip
def test_addresses_of_one_paper(addresses):
    """Old numbers of Elsevier, DSpace, bepress, HighWire, and what says nothing of the paper."""
    found = [ids.parse(address) for address in addresses]
    keys = {folded_address(one.value) if one.scheme == "url" else one for one in found}
    assert len(keys) == 1


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


@pytest.mark.parametrize(
    ("address", "inner"),
    [
        ("https://www.google.com/url?sa=t&url=https%3A%2F%2Fe.org%2Fa%3Fb%3D1", "https://e.org/a?b=1"),
        ("https://www.google.co.uk/amp/s/e.org/a", "https://e.org/a"),
        ("https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fe.org%2Fa&data=05",
         "https://e.org/a"),
        ("https://urldefense.com/v3/__https://e.org/a__;!!x$", "https://e.org/a"),
        ("https://web.archive.org/web/2019id_/http:/e.org/a", "http://e.org/a"),
        ("https://e-org.translate.goog/a?_x_tr_sl=en&_x_tr_tl=fr", "https://e.org/a"),
        ("https://a--b-e-org.ezproxy.uni.edu/a?x=1#y", "https://a-b.e.org/a?x=1#y"),
        ("https://e-org-s.webvpn.uni.edu.cn:8118/a", "https://e.org/a"),
        ("https://www-jstor-org.eur.idm.oclc.org/stable/1", "https://www.jstor.org/stable/1"),
        ("https://www.e.org.libproxy1.uni.edu.sg/a", "https://www.e.org/a"),
        ("https://login.ezproxy.uni.edu/login?qurl=https%3A%2F%2Fe.org%2Fa", "https://e.org/a"),
        ("https://www.google.com/url?q=https://www.google.com/url?q=https%3A%2F%2Fe.org%2Fa",
         "https://e.org/a"),
    ],
)  # fmt: skip
def test_what_an_address_leads_to(address, inner):
    """Search engines, mail filters, archives, and the proxies of libraries."""
    assert unwrapped(address) == inner
    assert folded_address(address) == folded_address(inner)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.google.com/search?q=https://e.org", "https://github.com/proxy-org/x",
        "https://my-site-org.netlify.app/x", "https://ezproxy.uni.edu/", "https://www.proxy.org/x",
        "https://archive.org/details/x", "https://www.youtube.com/watch?v=x", "", "?", "https://",
        "https://www.google.com/url?q=x",
    ],
)  # fmt: skip
def test_what_leads_nowhere(address):
    assert unwrapped(address) == address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://blog.e.org/content/2020/05/12/a-title", "https://blog.e.org/content/2020/05/12/b"),
        ("https://www.pnas.org/content/early/2017/03/13/1611835114",
         "https://www.pnas.org/content/early/2017/03/13/1611835999"),
        ("https://www.jneurosci.org/content/early/2017/03/13/JNEUROSCI.1.17",
         "https://www.jneurosci.org/content/early/2017/03/13/JNEUROSCI.2.17"),
        ("https://osf.io/preprints/lissa/abcd1", "https://osf.io/preprints/lissa/abcd2"),
        ("https://osf.io/preprints/psyarxiv/abcd1", "https://osf.io/preprints/socarxiv/abcd1"),
        ("https://www.google.com/url?q=https://a.org/x", "https://www.google.com/url?q=https://a.org/y"),
        ("https://e.org/a%2Fb", "https://e.org/a/b"),
        ("https://e.org/p?key=a&se=1", "https://e.org/p?key=b&se=1"),
        ("https://zbmath.org/1501.68001", "https://arxiv.org/abs/1501.68001"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=2020", "https://pubmed.ncbi.nlm.nih.gov/2020/"),
        ("https://www.ncbi.nlm.nih.gov/sites/entrez?db=gene&list_uids=7157",
         "https://pubmed.ncbi.nlm.nih.gov/7157/"),
        ("https://a.edu/handle/123456789/7", "https://b.edu/handle/123456789/7"),
        ("https://eprints.a.edu/123/", "https://eprints.b.edu/123/"),
        ("https://e.edu/cgi/viewcontent.cgi?article=1001&context=econ",
         "https://e.edu/cgi/viewcontent.cgi?article=1001&context=law"),
        ("https://e.org/app#/papers/1", "https://e.org/app#/papers/2"),
        ("https://e.org/#!/papers/1", "https://e.org/#!/papers/2"),
        ("https://e.org/a?ref=2020-17", "https://e.org/a?ref=2020-18"),
        ("https://github.com/ann/a/blob/main/p1.pdf", "https://github.com/ann/a/blob/main/p2.pdf"),
        ("https://www.atmos-chem-phys.net/20/1/2020/", "https://www.biogeosciences.net/20/1/2020/"),
    ],
)  # fmt: skip
def test_what_stays_two_papers(one, other):
    """Whatever they have in common."""
    found = [ids.parse(address) for address in (one, other)]
    assert found[0] != found[1]
    if found[0].scheme == "url":
        assert folded_address(found[0].value) != folded_address(found[1].value)


def test_what_makes_two_addresses():
    """The order of the query is none of it."""
    assert folded_address("https://e.org/?b=1&a=2") == folded_address("http://e.org?a=2&b=1")
    assert folded_address("https://e.org/a") != folded_address("https://e.org/A")
    assert folded_address("https://e.org/a") != folded_address("https://e.org/a?x=1")
    cvf = "https://openaccess.thecvf.com/content_{}_2017/html/He_Mask_R-CNN_{}_2017_paper.html"
    assert folded_address(cvf.format("iccv", "ICCV")) == folded_address(cvf.format("ICCV", "ICCV"))
