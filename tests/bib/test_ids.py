"""Identifiers: every form that the services document is found, and nothing else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.bib import ids
from readlist.model import Identifier
from support.effort import assert_linear
from support.properties import examples

HASH = "204e3073870fae3d05bcbc2f6a8e263d9b72e776"
FORMS = [
    ("arXiv:1706.03762v5", "arxiv:1706.03762", 5),
    ("1706.03762", "arxiv:1706.03762", None),
    ("arXiv: 0704.0001", "arxiv:0704.0001", None),
    ("hep-th/9901001", "arxiv:hep-th/9901001", None),
    ("HEP-TH/9901001", "arxiv:hep-th/9901001", None),
    ("math.GT/0309136", "arxiv:math/0309136", None),
    ("cs/9901002v1", "arxiv:cs/9901002", 1),
    ("hepth/9901001", "arxiv:hep-th/9901001", None),
    ("https://arxiv.org/pdf/cs/9901002v1.pdf", "arxiv:cs/9901002", 1),
    ("http://www.arxiv.org/abs/1706.03762v7#S3", "arxiv:1706.03762", 7),
    ("arxiv.org/abs/1706.03762", "arxiv:1706.03762", None),
    ("https://export.arxiv.org/abs/1706.03762?context=cs", "arxiv:1706.03762", None),
    ("https://arxiv.org/html/2401.12345v1/", "arxiv:2401.12345", 1),
    ("https://arxiv.org/ps/1706.03762", "arxiv:1706.03762", None),
    ("https://arxiv.org/format/1706.03762", "arxiv:1706.03762", None),
    ("https://arxiv.org/e-print/1706.03762", "arxiv:1706.03762", None),
    ("https://arxiv.org/src/1706.03762v2", "arxiv:1706.03762", 2),
    ("xxx.lanl.gov/abs/hep-th/9901001", "arxiv:hep-th/9901001", None),
    ("https://doi.org/10.48550/arXiv.1706.03762", "arxiv:1706.03762", None),
    ("10.48550/arXiv.hep-th/9901001", "arxiv:hep-th/9901001", None),
    ("https://huggingface.co/papers/2401.12345", "arxiv:2401.12345", None),
    ("hf.co/papers/2401.12345.md", "arxiv:2401.12345", None),
    ("https://www.alphaxiv.org/overview/2401.12345v2", "arxiv:2401.12345", 2),
    ("https://alphaxiv.org/abs/2401.12345", "arxiv:2401.12345", None),
    ("https://ar5iv.labs.arxiv.org/html/2401.12345", "arxiv:2401.12345", None),
    ("https://ar5iv.org/abs/math/0309136", "arxiv:math/0309136", None),
    ("https://www.arxiv-vanity.com/papers/1706.03762/", "arxiv:1706.03762", None),
    ("https://www.semanticscholar.org/arxiv/1706.03762", "arxiv:1706.03762", None),
    ("https://scirate.com/arxiv/1706.03762", "arxiv:1706.03762", None),
    ("10.1145/3292500.3330701", "doi:10.1145/3292500.3330701", None),
    ("doi:10.1016/S0019-9958(70)90409-2", "doi:10.1016/s0019-9958(70)90409-2", None),
    ("http://dx.doi.org/10.1145/ABC", "doi:10.1145/abc", None),
    ("https://doi.org/10.1145%2F3292500.3330701", "doi:10.1145/3292500.3330701", None),
    (
        "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
        "doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
        None,
    ),
    (
        "10.1890/0012-9658(2006)87[1465:ATOMTE]2.0.CO;2",
        "doi:10.1890/0012-9658(2006)87[1465:atomte]2.0.co;2",
        None,
    ),
    ("10.1007/978-3-319-24574-4\\_28", "doi:10.1007/978-3-319-24574-4_28", None),
    (
        "https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?download=true",
        "doi:10.1145/3292500.3330701",
        None,
    ),
    (
        "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf",
        "doi:10.1101/2020.01.01.123456",
        None,
    ),
    (
        "https://www.medrxiv.org/content/10.1101/2025.05.01.25326820v2",
        "doi:10.1101/2025.05.01.25326820",
        None,
    ),
    (
        "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001&type=printable",
        "doi:10.1371/journal.pone.0000001",
        None,
    ),
    ("https://openreview.net/forum?id=rJXMpikCZ", "openreview:rJXMpikCZ", None),
    (
        "https://openreview.net/forum?noteId=abcdef&amp;id=rJXMpikCZ",
        "openreview:rJXMpikCZ",
        None,
    ),
    ("openreview.net/pdf?id=Hyg-JhStDB", "openreview:Hyg-JhStDB", None),
    (
        "https://openreview.net/attachment?id=Hyg-JhStDB&name=supplement",
        "openreview:Hyg-JhStDB",
        None,
    ),
    ("aclanthology.org/P18-1001.pdf", "acl:P18-1001", None),
    ("https://www.aclweb.org/anthology/papers/N/N19/N19-1423/", "acl:N19-1423", None),
    ("https://aclweb.org/anthology/P/P18/P18-1001.pdf", "acl:P18-1001", None),
    ("https://aclanthology.org/2020.acl-main.447/", "acl:2020.acl-main.447", None),
    ("2023.acl-long.1", "acl:2023.acl-long.1", None),
    ("ISBN 978-0-262-03384-8", "isbn:9780262033848", None),
    ("ISBN-10: 0-262-03384-4", "isbn:9780262033848", None),
    ("https://pubmed.ncbi.nlm.nih.gov/12345678/", "pmid:12345678", None),
    ("PMID: 123", "pmid:123", None),
    ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/", "pmcid:PMC1234567", None),
    ("PMC7654321", "pmcid:PMC7654321", None),
    (f"https://api.semanticscholar.org/graph/v1/paper/{HASH}", f"s2:{HASH}", None),
    (f"https://www.semanticscholar.org/paper/Some-Title/{HASH}", f"s2:{HASH}", None),
    (
        "https://www.google.com/url?q=https%3A%2F%2Farxiv.org%2Fabs%2F1706.03762&sa=D",
        "arxiv:1706.03762",
        None,
    ),
]


@pytest.mark.parametrize(("text", "expected", "version"), FORMS)
def test_form_is_found(text: str, expected: str, version: int | None) -> None:
    """Each documented form is found whole, with its version apart, and parsed when it is alone."""
    found = list(ids.find(text))
    assert [(str(f.identifier), f.version) for f in found] == [(expected, version)]
    assert text[found[0].start :].startswith(text[found[0].start : found[0].end])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("see (", ")."),
        ("<", ">"),
        ("[", "]"),
        ("“", "”,"),
        ("论文", "。"),
        ("\\url{", "}"),
        ("**", "**"),
    ],
)
@pytest.mark.parametrize(
    "text", ["https://arxiv.org/abs/1706.03762", "10.1145/3292500.3330701", "arXiv:1706.03762"]
)
def test_what_surrounds_is_no_part(text: str, before: str, after: str) -> None:
    """Brackets, quotes, emphasis and full stops around an identifier do not belong to it."""
    whole = before + text + after
    (found,) = ids.find(whole)
    assert found.identifier == ids.parse(text)
    assert whole[found.start : found.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "1234.5678", "0808.05394", "1501.1234", "1713.12345", "0703.1234", "9912.12345",
        "192.168.1501.12345", "$1205.1234", "12.5 % of 1205.1234%", "version=1706.03762",
        "math/9912", "foo/9901001", "math/0901001", "math/0313001", "10.1145", "10.1/abc",
        "ISBN 978-0-262-03384-9", "https://openreview.net/group?id=ICLR.cc/2023",
        "https://arxiv.org/list/cs.CL/recent", "https://aclanthology.org/volumes/P18-1/",
        "https://img.shields.io/badge/arXiv-1706.03762-b31b1b.svg", "PMID 12345678901", "",
    ],
)  # fmt: skip
def test_lookalike_is_not_found(text: str) -> None:
    """Numbers, impossible months and widths, wrong check digits and other pages are nothing."""
    assert not list(ids.find(text))


def test_several_stand_in_one_text() -> None:
    """Identifiers that only punctuation parts are found one by one, from left to right."""
    text = "10.1145/1,10.1145/2;doi:10.1145/3 https://arxiv.org/abs/2401.12345%20(2401.12346)"
    assert [str(f.identifier) for f in ids.find(text)] == [
        "doi:10.1145/1", "doi:10.1145/2", "doi:10.1145/3", "arxiv:2401.12345", "arxiv:2401.12346",
    ]  # fmt: skip


def test_acl_doi_names_two() -> None:
    """A DOI of the ACL Anthology yields the DOI and the Anthology's identifier on one stretch."""
    one, two = ids.find("https://doi.org/10.18653/v1/P18-1001")
    assert (str(one.identifier), str(two.identifier)) == (
        "doi:10.18653/v1/p18-1001",
        "acl:P18-1001",
    )
    assert (one.start, one.end) == (two.start, two.end)


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        ("arxiv", "https://arxiv.org/abs/1706.03762v2", "arxiv:1706.03762"),
        ("arXiv", "1706.03762v2", "arxiv:1706.03762"),
        ("arxiv", "arXiv:1706.03762 [cs.CL]", "arxiv:1706.03762"),
        ("doi", "https://doi.org/10.1000/XYZ.", "doi:10.1000/xyz"),
        ("doi", "10.48550/ARXIV.1706.03762", "arxiv:1706.03762"),
        ("doi", "10.1002/a&lt;693::AID-ASI4&gt;3", "doi:10.1002/a<693::aid-asi4>3"),
        ("acl", "p18-1001", "acl:P18-1001"),
        ("acl", "2020.ACL-main.447", "acl:2020.acl-main.447"),
        ("isbn", "0262033844", "isbn:9780262033848"),
        ("pmid", "0123", "pmid:123"),
        ("pmcid", "1234567", "pmcid:PMC1234567"),
        ("pmc", "pmc1234567", "pmcid:PMC1234567"),
        ("openreview", "https://openreview.net/forum?id=rJXMpikCZ", "openreview:rJXMpikCZ"),
        ("s2", HASH.upper(), f"s2:{HASH}"),
        ("url", "HTTPS://Example.ORG:443", "url:https://example.org/"),
        ("url", "http://a.b/x/?utm_source=q&p=1&UTM_a=2#frag", "url:http://a.b/x/?p=1"),
        # Who may read it, and for how long, is no part of what it names.
        (
            "url",
            "https://b.s3.org/a.pdf?X-Amz-Expires=6&X-Amz-Signature=ab&v=2",
            "url:https://b.s3.org/a.pdf?v=2",
        ),
        ("url", "https://c.org/a.pdf?sv=2021&sp=r&se=2026&sig=a%3D", "url:https://c.org/a.pdf"),
        ("url", "https://c.org/a?Expires=1&AWSAccessKeyId=A&Signature=b", "url:https://c.org/a"),
        ("url", "https://ann:pw@c.org/a?id=3&apiKey=ab12", "url:https://c.org/a?id=3"),
        ("url", "https://E.org./x/../a%20b/./%63~%7e?q=%2f", "url:https://e.org/a%20b/c~~?q=%2f"),
        ("url", "https://e.org/../..", "url:https://e.org/"),
        ("url", "https://c.org/a.pdf?token=x&page=2", "url:https://c.org/a.pdf?page=2"),
        ("url", "https://c.org/show?id=4&token=79a59ee716d7eb4ff3", "url:https://c.org/show?id=4"),
        (
            "url",
            "https://c.org/show?token=79a59ee716d7eb4ff3",
            "url:https://c.org/show?token=79a59ee716d7eb4ff3",
        ),
        ("url", "https://c.org/p/12?sid=79a59ee716d7eb4ff3", "url:https://c.org/p/12"),
        ("url", "https://c.org/show?id=4&session=2", "url:https://c.org/show?id=4&session=2"),
        ("url", "https://c.org/show?password=hunter2", "url:https://c.org/show"),
        # Without a signature these may say which paper it is.
        (
            "url",
            "https://c.org/a?se=1&policy=2&key=3&token=4",
            "url:https://c.org/a?se=1&policy=2&key=3&token=4",
        ),
        ("url", "http://me:secret@a.b:8080/X", "url:http://a.b:8080/X"),
    ],
)
def test_normal_form(scheme: str, value: str, expected: str) -> None:
    """A value is brought to the one form of its scheme."""
    assert str(ids.normalise(scheme, value)) == expected


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        ("arxiv", "1713.12345"), ("arxiv", "https://doi.org/10.1000/x"), ("doi", "none"),
        ("doi", "10.1000/"), ("isbn", "123"), ("pmid", "x"), ("pmid", "1"), ("url", "ftp://a.b/"),
        ("url", "javascript:alert(1)"), ("url", "https://a b/"), ("nonsense", "x"), ("s2", "12"),
        ("doi", "10.1000/" + "x" * 3000), ("acl", "P18"), ("openreview", "a b"),
    ],
)  # fmt: skip
def test_malformed_is_none(scheme: str, value: str) -> None:
    """A malformed value has no normal form."""
    assert ids.normalise(scheme, value) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.03762", "arxiv:1706.03762"), (" arxiv:1706.03762v3 ", "arxiv:1706.03762"),
        ("arXiv:2301.00001 [cs.CL]", "arxiv:2301.00001"),
        ("hep-th/9901001", "arxiv:hep-th/9901001"),
        ("10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("doi:10.1000/X", "doi:10.1000/x"),
        ("openreview:rJXMpikCZ", "openreview:rJXMpikCZ"), ("acl:P18-1001", "acl:P18-1001"),
        ("https://arxiv.org/abs/1706.03762", "arxiv:1706.03762"),
        ("isbn:0262033844", "isbn:9780262033848"),
        ("https://Example.org/x#y", "url:https://example.org/x"),
        ("<https://doi.org/10.1000/X>.", "doi:10.1000/x"),
        ("12", "None"), ("vaswani2017attention", "None"), ("Attention is all you need", "None"),
        ("GPT-4: a 1706.03762 review", "None"), ("doi:nothing", "None"), ("", "None"),
        ("P18-1001", "None"),
        ("info:doi/10.1000/X", "doi:10.1000/x"), ("urn:isbn:0262033844", "isbn:9780262033848"),
        ("proceedings.mlr.press/v139/radford21a",
         "url:https://proceedings.mlr.press/v139/radford21a.html"),
        ("example.org/a/page", "None"), ("area/topic", "None"), ("v1.2/x", "None"),
        ("https://iopscience.iop.org/article/10.1088/1367-2630/aa1234/ampdf",
         "doi:10.1088/1367-2630/aa1234"),
        ("https://link.springer.com/article/10.1007/s10994-019-05855-6/fulltext.html",
         "doi:10.1007/s10994-019-05855-6"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/?term=31452104", "pmid:31452104"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=31452104", "pmid:31452104"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=2020+cat",
         "url:https://pubmed.ncbi.nlm.nih.gov/?term=2020+cat"),
        ("https://europepmc.org/backend/ptpmcrender.fcgi?accid=PMC6712345&blobtype=pdf",
         "pmcid:PMC6712345"),
        ("https://openreview.net/revisions?id=rJl-abc123", "openreview:rJl-abc123"),
        ("http://anthology.aclweb.org/P18-1001", "acl:P18-1001"),
    ],
)  # fmt: skip
def test_parse_takes_the_whole(text: str, expected: str) -> None:
    """Only a text that as a whole is an identifier names one; numbers, keys and titles do not."""
    assert str(ids.parse(text)) == expected


def _normal(scheme: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[Identifier]:
    return values.map(lambda value: ids.normalise(scheme, value)).filter(bool)


def _like(scheme: str, form: str) -> st.SearchStrategy[Identifier]:
    return _normal(scheme, st.from_regex(form, fullmatch=True))


IDENTIFIERS = st.one_of(
    _like("arxiv", r"(0[7-9]|1[0-4])(0[4-9]|1[0-2])\.[0-9]{4}"),
    _like("arxiv", r"(1[5-9]|2[0-9])(0[1-9]|1[0-2])\.[0-9]{5}"),
    _like("arxiv", r"(hep-th|cs|q-bio)/9[2-9]0[1-9][0-9]{3}"),
    _like("doi", r"10\.[0-9]{4,5}/[!-~]{1,40}"),
    _normal("doi", st.text(max_size=20).map(lambda s: "10.1000/a" + s)),
    _like("openreview", r"[A-Za-z0-9_-]{8,12}"),
    _like("acl", r"[A-Z][0-9]{2}-[0-9]{4}|20[0-9]{2}\.acl-long\.[0-9]{1,3}"),
    _like("isbn", r"[0-9]{9}[0-9X]"),
    _like("pmid", r"[1-9][0-9]{0,7}"),
    _like("pmcid", r"PMC[1-9][0-9]{3,7}"),
    _like("s2", r"[0-9a-f]{40}"),
)


@given(IDENTIFIERS)
@examples(150)
def test_address_leads_back(identifier: Identifier) -> None:
    """What is found in the address of an identifier is that identifier, in the same form."""
    found = [f.identifier for f in ids.find(ids.address(identifier))]
    assert found[:1] == [identifier]
    assert ids.from_url(ids.address(identifier)) == identifier
    assert ids.parse(str(identifier)) == identifier


PIECES = st.sampled_from(
    ["10.1000/", "arXiv:", "https://", "doi.org/", "arxiv.org/abs/", "%2F", "%25", "(", ")", "[",
     "]", "<1::a>", "1706.03762", "v2", "isbn ", "978", "openreview.net/forum?id=", "&amp;", ".",
     "/", " ", "hep-th/", "9901001", "utm_a=1", "?", "#", "é", "İ", "ſ", "\u212a", "\ud800",
     "\x00", "math/", ".pdf"]
)  # fmt: skip
ANYTHING = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


@given(st.sampled_from(ids.SCHEMES), ANYTHING)
@examples(200)
def test_normal_form_is_its_own(scheme: str, value: str) -> None:
    """Normalising a normal form changes nothing."""
    once = ids.normalise(scheme, value)
    if once is not None:
        assert ids.normalise(once.scheme, once.value) == once


@given(ANYTHING)
@examples(200)
def test_no_text_raises(text: str) -> None:
    """No text makes a function raise, and what is found lies in order and inside the text."""
    spans = [(f.start, f.end) for f in ids.find(text)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a == b or a[1] <= b[0] for a, b in pairwise(spans))
    ids.parse(text)
    ids.from_url(text)
    for scheme in ids.SCHEMES:
        ids.normalise(scheme, text)


@pytest.mark.parametrize(
    "unit",
    ["10.1/", "(", "10.1000/", "10.1000/(", "https://", "https://a.b/([", "a.", "arxiv:", "isbn 1-",
     "9", "%25", "hep-", " ", "x/10.1000/(a", "https://x.org/?&"],
)  # fmt: skip
def test_hostile_text_is_linear(unit: str) -> None:
    """Beginnings of identifiers, thousands of them, are read in time as they grow."""
    assert_linear(lambda size: list(ids.find(unit * (size // len(unit)))), 25_000)


def test_address_of_an_unknown_scheme_is_empty() -> None:
    """A scheme without pages has no address, and a url is its own."""
    assert ids.address(Identifier("other", "x")) == ""
    assert ids.address(Identifier("url", "https://a.b/")) == "https://a.b/"
