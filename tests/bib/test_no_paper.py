"""DOIs that are cut, or that name something else than a paper, are nobody's identifier."""

import pytest

from readlist.bib import ids
from readlist.bib.dois import _NO_PAPERS, of_no_paper, unversioned
from readlist.bib.latex_decode import verbatim
from readlist.bib.stand_ins import is_stand_in


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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10.1007/s10994–019–05855–6", "10.1007/s10994-019-05855-6"),
        ("10.1007/s10994‐019‐05855‐6", "10.1007/s10994-019-05855-6"),
        ("10.1007/s10994-019-05855-6\u200b", "10.1007/s10994-019-05855-6"),
        ("doi:doi:10.1007/s10994-019-05855-6", "10.1007/s10994-019-05855-6"),
        ("https://doi.org/https://doi.org/10.1000/xyz", "10.1000/xyz"),
        ("<https://doi.org/10.1016/S0140-6736(20)30183-5>", "10.1016/s0140-6736(20)30183-5"),
        ("https://doi.org/10.1000/xyz?utm_source=x&y=z", "10.1000/xyz"),
        ("https://doi.org/10.1000/xyz#abstract", "10.1000/xyz"),
        ("10.1002/1521-3951:1<227::AID-P>3.0.CO;2-#", "10.1002/1521-3951:1<227::aid-p>3.0.co;2-#"),
        ("10.1007/978-3-319-24574-4&#95;28", "10.1007/978-3-319-24574-4_28"),
        ("10.1175/1520(1963)020&#x3C;0130:DNF&#62;2.0", "10.1175/1520(1963)020<0130:dnf>2.0"),
        (r"10.1007/978-3-319-24574-4\protect\_28", "10.1007/978-3-319-24574-4_28"),
        (r"10.1175/1520(1963)020\ensuremath{<}0130:DNF\ensuremath{>}2.0",
         "10.1175/1520(1963)020<0130:dnf>2.0"),
        (r"10.1175/1520(1963)020\(<\)0130:DNF\(>\)2.0", "10.1175/1520(1963)020<0130:dnf>2.0"),
        (r"\href{https://doi.org/10.1000/xyz}{here}", "10.1000/xyz"),
        (r"\detokenize{10.1007/978-3-319-24574-4_28}", "10.1007/978-3-319-24574-4_28"),
        ("10.1101/2020.01.01.123456v2", "10.1101/2020.01.01.123456"),
    ],
)  # fmt: skip
def test_what_programs_do_to_a_doi_is_undone(written, meant):
    """Hyphens of word processors, prefixes, marks of who linked it, entities, commands."""
    found = ids.normalise("doi", verbatim(written))
    assert found
    assert found.value == meant


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("doi", "10.1016/j.artint.2020.000000"),
        ("doi", "10.1162/tacl_a_00XXX"),
        ("doi", "10.1002/your-doi-here"),
        ("doi", "10.1002/asi.TBA"),
        ("doi", "10.1007/978-3-319-24574-4 _28"),
        ("arxiv", "0000.00000"),
        ("arxiv", "1234.56789"),
        ("isbn", "978-0-00-000000-2"),
        ("isbn", "0-00-000000-0"),
        ("isbn", "978-1-234-56789-7"),
        ("isbn", "0-12-345678-9"),
        ("isbn", "978-1-111111-11-3"),
        ("openreview", "XXXXXXXXXX"),
        ("pmid", "0"),
        ("url", "https://openreview.net/forum?id=XXXX"),
        ("url", "https://arxiv.org/abs/XXXX.XXXXX"),
    ],
)
def test_a_template_names_nothing_in_any_scheme(scheme, value):
    """Two papers that kept it are two."""
    assert ids.normalise(scheme, value) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see 10.1007/s10994–019–05855–6 for more", ["doi:10.1007/s10994-019-05855-6"]),
        ("10.1000/abc–10.1000/def", ["doi:10.1000/abc", "doi:10.1000/def"]),
        ("10.1000/abc–which is", ["doi:10.1000/abc"]),
        ("10.1007/s10994-\u200b019-05855-6", []),
        ("10.1007/978-3-319-24574-4 _28", []),
        ("ISBN 978‑0‑13‑468599‑1", ["isbn:9780134685991"]),
    ],
)
def test_running_text_with_other_hyphens(text, found):
    """A DOI is never cut at a sign that a word processor put in."""
    assert [str(one.identifier) for one in ids.find(text)] == found


def test_versions_of_a_doi_are_one_work():
    """Where their issuer counts them; a figure is none."""
    assert unversioned("10.12688/f1000research.7678.2") == "10.12688/f1000research.7678"
    assert unversioned("10.21203/rs.3.rs-123456/v1") == "10.21203/rs.3.rs-123456"
    assert unversioned("10.26434/chemrxiv-2021-abc12-v2") == "10.26434/chemrxiv-2021-abc12"
    assert unversioned("10.7554/elife.05604.002") == "10.7554/elife.05604.002"
    assert unversioned("10.1007/s1-v2") == "10.1007/s1-v2"


@pytest.mark.parametrize("text", ["PMID: 1", "pmid:1", "PMID 0", "PMID: 00000000"])
def test_a_pubmed_id_that_is_typed_where_there_is_none_is_told(text):
    """It names no paper, and whoever wrote it reads why."""
    assert ids.normalise("pmid", text) is None
    assert "names no paper here" in ids.doubt(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pmid:12345678", True), ("pmid:99999999", True), ("pmid:31452104", False),
        ("pmcid:PMC1234567", True), ("pmcid:PMC5334499", False), ("doi:10.1234/abcd.5678", True),
        ("doi:10.1000/xyz123", True), ("doi:10.1145/123456", True), ("doi:10.1000/182", False),
        ("doi:10.1145/1327452", False), ("arxiv:1706.03762", False),
    ],
)  # fmt: skip
def test_numbers_of_templates_are_told_from_others(name, expected):
    """What everybody gives as an example names a paper only where its title says so."""
    identifier = ids.parse(name)
    assert identifier is not None
    assert is_stand_in(identifier) == expected
