"""Crossref: titles in JATS, dates of one to three numbers, groups, preprints, retractions."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model import VENUE_YEAR, Author, Link, Rank
from readlist.services import crossref
from readlist.services.base import WrongAnswerError
from support.effort import assert_linear
from support.standin_server import client, papers, standin

WORK = {
    "DOI": "10.1038/S41586-021-03819-2",
    "type": "journal-article",
    "title": ["Highly accurate <i>E. coli</i> &amp;amp;\n   protein <sub>2</sub> prediction"],
    "subtitle": ["A study"],
    "author": [
        {"given": "John", "family": "van der Jumper", "suffix": "Jr.", "sequence": "first",
         "affiliation": [{"name": "DeepMind"}], "ORCID": "https://orcid.org/0"},
        {"name": "The AlphaFold Team", "sequence": "additional", "affiliation": []},
        {"family": "OpenAI"}, {"given": "Gemini", "family": "Team"}, {}, None,
        {"given": "J&uuml;rgen ", "family": "M&#252;ller"},
    ],
    "editor": [{"given": "Ann", "family": "Lee"}],
    "container-title": ["Nature"], "short-container-title": ["Nature"],
    "publisher": "Springer Science and Business Media LLC", "volume": "596", "issue": "7873",
    "page": "583-589", "ISSN": ["0028-0836", "1476-4687"], "language": "en",
    "issued": {"date-parts": [[2021, 7, 15]]},
    "published-print": {"date-parts": [[2021, 8]]},
    "published-online": {"date-parts": [[2021, 7, 15]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Proteins are\n essential, p &lt; 0.05 "
    "<jats:sup>1</jats:sup>.</jats:p><jats:p>Second.</jats:p>",
    "is-referenced-by-count": 0,
    "relation": {"has-preprint": [
        {"id-type": "doi", "id": "10.48550/arXiv.2012.00001", "asserted-by": "subject"},
        {"id-type": "doi", "id": "10.1101/2021.05.10.443524"}, {"id-type": "uri", "id": "x"}]},
    "license": [{"URL": "https://creativecommons.org/licenses/by/4.0"}],
    "link": [{"URL": "https://www.nature.com/x.xml", "content-type": "text/xml"},
             {"URL": "https://www.nature.com/x.pdf", "content-type": "application/pdf"}],
    "reference": [{"key": "ref1"}],
}  # fmt: skip


def body(work, kind: str = "work") -> bytes:
    return json.dumps({"status": "ok", "message-type": kind, "message": work}).encode()


def parsed(**changes):
    """The work with other fields; None takes one away."""
    work = {name: value for name, value in (WORK | changes).items() if value is not None}
    return crossref.parse_work(body(work))


def test_a_work():
    """Print comes before online; what BibTeX has a name for stands under it."""
    record = parsed()
    assert (record.source, record.rank, record.kind) == ("crossref", Rank.REGISTRY, "article")
    assert record.title == "Highly accurate E. coli & protein 2 prediction: A study"
    assert record.authors == (
        Author("John van der Jumper Jr.", "van der Jumper", "John", "Jr."),
        Author("The AlphaFold Team"), Author("OpenAI"), Author("Gemini Team"),
        Author("Jürgen Müller", "Müller", "Jürgen"),
    )  # fmt: skip
    assert (record.year, record.published, record.venue) == (2021, "2021-08", "Nature")
    assert record.abstract == "Proteins are essential, p < 0.05 1. Second."
    assert list(map(str, record.identifiers)) == [
        "doi:10.1038/s41586-021-03819-2", "arxiv:2012.00001",
    ]  # fmt: skip
    assert record.links == (Link("pdf", "https://www.nature.com/x.pdf"),)
    assert record.extra == {
        "bibtex": {
            "volume": "596", "number": "7873", "pages": "583--589", "shortjournal": "Nature",
            "publisher": "Springer Science and Business Media LLC", "issn": "0028-0836",
            "language": "en", "editor": "Lee, Ann",
        },
        "crossref": {
            "type": "journal-article", "cited": 0,
            "preprint": ["arxiv:2012.00001", "doi:10.1101/2021.05.10.443524"],
        },
        VENUE_YEAR: 2021,
    }  # fmt: skip


@pytest.mark.parametrize("title", [[], None, [""], [None], "", {"x": 1}])
def test_a_work_without_a_title_is_none(title):
    """Some journals deposit nothing but numbers."""
    assert parsed(title=title, subtitle=None) is None


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("&lt;i&gt;In vivo&lt;/i&gt; &amp; p &lt; 0.05", "In vivo & p < 0.05"),
        ("On <mml:math><mml:msup><mml:mi>B</mml:mi><mml:mn>0</mml:mn></mml:msup></mml:math> decays",
         "On B0 decays"),
        ("<jats:italic>A</jats:italic> <ovl>x</ovl><scp>N</scp>", "A xN"),
        ("Vec<T> in x<y>z", "Vec<T> in x<y>z"),
    ],
)  # fmt: skip
def test_markup_in_titles(title, shown):
    """Tags of registries go, signs stay."""
    assert parsed(title=[title], subtitle=None).title == shown


def test_formulas_of_an_abstract():
    """LaTeX and MathML of one formula are one formula."""
    both = (
        r"<jats:p>Let <jats:inline-formula><jats:alternatives><jats:tex-math>\documentclass[12pt]"
        r"{minimal} \usepackage{amsmath} \begin{document}$$x^2$$\end{document}</jats:tex-math>"
        r"<mml:math><mml:mi>x</mml:mi></mml:math></jats:alternatives></jats:inline-formula> "
        r"be.</jats:p>"
    )
    assert parsed(abstract=both).abstract == "Let $x^2$ be."
    assert parsed(abstract="Abstract interpretation works.").abstract.startswith("Abstract i")
    assert parsed(abstract="&lt;jats:p&gt;Said.&lt;/jats:p&gt;").abstract == "Said."


def test_an_abstract_of_nothing_but_beginnings():
    """Formulas and tags that never end cost time in proportion."""
    begun = "<jats:alternatives><tex-math>\\documentclass"
    assert_linear(lambda size: parsed(abstract=begun * size + "<jats:p" * size), 5_000)


@pytest.mark.parametrize(
    ("dates", "published", "year"),
    [
        ({"published-print": {"date-parts": [[2020]]}}, "", 2020),
        ({"published-print": {"date-parts": [[None]]}}, "2021-07-15", 2021),
        ({"published-print": {"date-parts": [[]]}}, "2021-07-15", 2021),
        ({"published-print": None, "published-online": {"date-parts": [[2019, 5]]}},
         "2019-05", 2019),
        ({"published-print": None, "published-online": None, "issued": {"date-parts": [[None]]}},
         "", None),
        ({"published-print": {"date-parts": [["2020", "2", "30"]]}}, "2020-02", 2020),
    ],
)  # fmt: skip
def test_dates(dates, published, year):
    """One to three numbers, or none where there should be one."""
    record = parsed(**dates)
    assert (record.published, record.year) == (published, year)


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        ("proceedings-article", "inproceedings"), ("book-chapter", "incollection"),
        ("posted-content", "preprint"), ("dissertation", "phdthesis"), ("report", "techreport"),
        ("monograph", "book"), ("edited-book", "book"), ("dataset", "dataset"),
        ("peer-review", "misc"), ("something-new", ""), (None, ""), (5, ""),
    ],
)  # fmt: skip
def test_types(kind, ours):
    """Crossref's words in ours."""
    assert parsed(type=kind).kind == ours


def test_proceedings_of_springer():
    """A chapter with an event is a paper of the conference; the series is not where it appeared."""
    both = ["Lecture Notes in Computer Science", "Computer Vision – ECCV 2020"]
    for containers in (both, both[::-1]):
        record = parsed(
            type="book-chapter",
            **{"container-title": containers, "event": {"name": "ECCV", "location": "Glasgow"}},
        )
        assert (record.kind, record.venue) == ("inproceedings", "Computer Vision – ECCV 2020")
        assert record.extra["bibtex"]["series"] == "Lecture Notes in Computer Science"
        assert record.extra["bibtex"]["eventtitle"] == "ECCV"
        assert record.extra["bibtex"]["venue"] == "Glasgow"
    same = {"container-title": ["ECCV 2020"], "event": {"name": "ECCV 2020"}}
    assert "eventtitle" not in parsed(type="proceedings-article", **same).extra.get("bibtex", {})
    asserted = [{"name": "conference_name", "value": "European Conference"}]
    assert parsed(type="book-chapter", assertion=asserted).kind == "inproceedings"


def test_books_theses_and_preprints():
    """A book is where its publisher is, a thesis at its school, a preprint on its server."""
    book = parsed(type="monograph", ISBN=["http://id.crossref.org/isbn/9780262035613", "x"])
    assert (book.kind, book.venue) == ("book", "Springer Science and Business Media LLC")
    book = parsed(type="book", ISBN=["9780262035613"], **{"container-title": []})
    assert "isbn:9780262035613" in map(str, book.identifiers)
    school = [{"name": "University of X"}]
    assert parsed(type="dissertation", institution=school).venue == "University of X"
    server = {"container-title": [], "institution": [{"name": "bioRxiv"}]}
    assert parsed(type="posted-content", **server).venue == "bioRxiv"
    assert parsed(type="posted-content", **{"container-title": ["arXiv"]}).venue == ""


def test_preprint_of():
    """What it became is said, but its own DOI alone names it."""
    relation = {"is-preprint-of": [{"id-type": "doi", "id": "10.1000/XYZ"}]}
    record = parsed(relation=relation)
    assert list(map(str, record.identifiers)) == ["doi:10.1038/s41586-021-03819-2"]
    assert record.extra["crossref"]["published"] == ["doi:10.1000/xyz"]


def test_retractions():
    """The retracted paper and the notice are two works; a correction is no retraction."""
    notice = {"DOI": "10.1/NOTICE", "type": "retraction", "updated": {"date-parts": [[2023, 1, 2]]}}
    notice["DOI"] = "10.1000/NOTICE"
    record = parsed(**{"updated-by": [notice, {"type": "correction", "DOI": "10.1000/c"}]})
    assert record.extra["crossref"]["retracted"] is True
    assert record.extra["crossref"]["updated_by"] == [
        {"type": "retraction", "doi": "10.1000/notice", "date": "2023-01-02"},
        {"type": "correction", "doi": "10.1000/c"},
    ]
    other = parsed(
        **{"update-to": [notice], "updated-by": [{"type": "erratum", "DOI": "10.1000/c"}]}
    )
    assert "retracted" not in other.extra["crossref"]
    assert other.extra["crossref"]["updates"][0]["type"] == "retraction"
    assert parsed(title=["RETRACTED ARTICLE: A cure"]).extra["crossref"]["retracted"] is True
    assert "retracted" not in parsed(title=["Retraction Note: A cure"]).extra["crossref"]


def test_a_list():
    """What is no work is left out; the order is the service's."""
    works = {
        "items": [WORK, {"DOI": "10.1000/x", "title": ["T"], "score": 3.1}, None, {"title": []}]
    }
    found = crossref.parse_list(body(works, "work-list"))
    assert [record.title for record in found][1:] == ["T"]
    assert found[1].authors == ()
    assert crossref.parse_list(body({"items": []}, "work-list")) == ()


def test_questions():
    """A DOI of the old kind is escaped, its slashes are not."""
    doi = "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"
    assert crossref.work(doi).path == (
        "/works/10.1002/(sici)1097-0258(19980815)17:15%3C1661::aid-sim968%3E3.0.co;2-2"
    )
    params = dict(crossref.by_title("A  title", "Vaswani", 2017).params)
    assert params["query.bibliographic"] == "A title Vaswani 2017"
    assert params["rows"] == "5"
    assert "title" in params["select"].split(",")


@pytest.mark.parametrize(
    "text", [b"", b"Resource not found.", b"<html><title>502</title>", b"[]", b'{"message": []}',
             b'{"status": "ok"}', body(WORK)[:-100]]
)  # fmt: skip
def test_what_is_no_answer(text):
    """Plain text, pages, fragments, other shapes."""
    with pytest.raises(WrongAnswerError):
        crossref.parse_work(text)
    with pytest.raises(WrongAnswerError):
        crossref.parse_list(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["name", "id", "id-type", "date-parts", "URL", "type", "DOI", "has-preprint", "family"]),
        inner, max_size=3), max_leaves=5,
)  # fmt: skip
OTHERS = ["updated-by", "update-to", "institution", "event", "assertion", "ISBN", "published"]


@given(st.dictionaries(st.sampled_from([*WORK, *OTHERS]), VALUES))
def test_fields_of_any_type(changed):
    """No shape of a field loses the work."""
    changed = {name: value for name, value in changed.items() if name not in ("DOI", "title")}
    assert crossref.parse_work(body(WORK | changed)).title.startswith("Highly accurate")


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.shared
def test_against_the_stand_in(tmp_path: Path):
    """Twenty published papers by DOI and by title: the same facts as their preprints'."""
    import httpx

    with standin() as url, client(url, tmp_path) as asking, httpx.Client() as told:
        seen = 0
        for paper in papers(140, every=100):
            truth = told.get(f"{url}/_published", params={"id": paper["id"]}).json()
            if not (truth and truth["doi"]) or seen == 20:
                continue
            record = asking.ask(crossref.work(truth["doi"]))
            assert record.title == truth["title"]
            assert [author.name for author in record.authors] == paper["authors"]
            assert f"doi:{truth['doi'].lower()}" in map(str, record.identifiers)
            assert record.year == truth["year"]
            seen += 1
            if seen > 5:  # a search takes the stand-in a while
                continue
            first = record.authors[0].family
            hits = asking.ask(crossref.by_title(truth["title"], first, truth["year"]))
            assert record.identifiers[0] in [one.identifiers[0] for one in hits]
        assert seen == 20
        assert asking.ask(crossref.work("10.1000/nope")) is None
