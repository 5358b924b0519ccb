"""JSON that is no CSL: lists of other programs, and answers of services that were saved."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import json as json_format
from readlist.formats.base import TextDocument
from readlist.model import NOTICES, Identifier, Link, Note, Problem, Record, Skipped, Status
from support.formats import ids_of, load, one, records

LIST = (
    '[{"title":"Deep sleep of whales","authors":["Anna Roe","Ben Poe"],"tags":["whales"],'
    '"year":2021,"url":"https://arxiv.org/abs/2101.00001","notes":"mine","status":"read",'
    '"colour":"blue"}]'
)
PAPERPILE = json.dumps(
    [
        {
            "_id": "x1", "title": "Deep sleep of whales", "kind": "Journal Article",
            "author": [{"first": "Anna", "last": "Roe", "formatted": "Roe A"}, {"last": "OpenAI"}],
            "journal": "Mar Lett", "journalfull": "Marine Letters",
            "published": {"year": "2021", "month": "3"}, "volume": "8", "issue": "1",
            "pages": "1-9", "doi": "10.5555/pp.1", "labelsNamed": ["whales"],
            "foldersNamed": ["my papers"], "notes": "<p>mine</p>", "citekey": "Roe2021-ab",
            "created": 1612345678.9, "starred": 1, "incomplete": 0,
            "attachments": [{"filename": "All Papers/R/Roe.pdf"}],
        }
    ]
)  # fmt: skip
MENDELEY = json.dumps(
    [
        {
            "title": "Deep sleep", "type": "journal", "year": 2021, "read": True, "starred": True,
            "authors": [{"first_name": "Anna", "last_name": "Roe"}],
            "identifiers": {"doi": "10.5555/m.1", "pmid": "31234567"}, "keywords": ["whales"],
        }
    ]
)  # fmt: skip
CROSSREF = {
    "DOI": "10.5555/cr.1", "type": "journal-article", "title": ["Deep sleep of whales"],
    "author": [{"given": "Anna", "family": "Roe"}, {"name": "Whale Group"}],
    "container-title": ["Marine Letters"], "volume": "8", "issue": "1", "page": "1-9",
    "published-print": {"date-parts": [[2021, 3, 12]]},
}  # fmt: skip
OPENALEX = {
    "id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/oa.1", "title": "Deep sleep",
    "publication_year": 2021, "publication_date": "2021-03-12", "type": "article",
    "authorships": [{"author": {"display_name": "Anna Roe"}}],
    "primary_location": {"source": {"display_name": "Marine Letters", "type": "journal"}},
    "biblio": {"volume": "8", "issue": "1", "first_page": "1", "last_page": "9"},
    "is_retracted": True,
}  # fmt: skip
S2 = {
    "paperId": "a" * 40, "externalIds": {"DOI": "10.5555/s2.1"}, "title": "Deep sleep",
    "year": 2021, "authors": [{"authorId": None, "name": "Anna Roe"}], "venue": "Marine Letters",
    "journal": {"name": "Marine Letters", "volume": "8", "pages": "1-9"},
}  # fmt: skip
DBLP = {
    "result": {"hits": {"@total": "1", "hit": [{"@id": "1", "info": {
        "authors": {"author": {"@pid": "1", "text": "Anna Roe 0003"}}, "title": "Deep sleep.",
        "venue": "Mar. Lett.", "volume": "8", "number": "1", "pages": "1-9", "year": "2021",
        "type": "Journal Articles", "doi": "10.5555/dblp.1"}}]}}
}  # fmt: skip
EUROPEPMC = {
    "version": "6.9", "hitCount": 1, "resultList": {"result": [{
        "id": "31234567", "source": "MED", "pmid": "31234567", "doi": "10.5555/ep.1",
        "title": "Deep sleep of whales.", "authorString": "Roe A, Poe BC.", "pubYear": "2021",
        "journalInfo": {"issue": "1", "volume": "8", "journal": {"title": "Marine letters"}},
        "pageInfo": "1-9", "abstractText": "<h4>Background</h4>We watched.",
        "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
        "firstPublicationDate": "2021-03-12", "commentCorrectionList": {"commentCorrection": [
            {"type": "Retraction in", "reference": "Mar Lett. 2022"}]}}]}
}  # fmt: skip
ANSWERS = {
    "crossref": {"status": "ok", "message-type": "work", "message": CROSSREF},
    "openalex": {"meta": {"count": 1}, "results": [OPENALEX]},
    "s2": {"total": 1, "data": [S2]},
    "dblp": DBLP,
    "europepmc": EUROPEPMC,
}


def chosen(text, name="x.json"):
    return formats.sniff(TextDocument(text, name)).name


def test_any_list_is_no_csl():
    """Authors, year, tags, notes and status of one's own list; what has no place is kept."""
    assert chosen(LIST) == "json"
    paper = one(formats.get("json"), LIST)
    assert [author.name for author in paper.authors] == ["Anna Roe", "Ben Poe"]
    assert (paper.year, paper.tags, paper.notes) == (2021, ("whales",), (Note("mine"),))
    assert paper.reading.status is Status.READ
    assert ids_of(paper) == ["arxiv:2101.00001"]
    assert paper.extra == {"json": {"colour": "blue"}}


def test_csl_stays_csl():
    items = '[{"id":"x","type":"article-journal","title":"T","author":[{"family":"Doe"}]}]'
    for text in (items, '{"items":' + items + "}"):
        assert chosen(text) == "csl-json"


def test_paperpile():
    """Its only complete export: labels and folders are tags, a star is one, notes are notes."""
    assert chosen(PAPERPILE) == "json"
    paper = one(formats.get("json"), PAPERPILE)
    assert [(a.name, a.family) for a in paper.authors] == [("Anna Roe", "Roe"), ("OpenAI", "")]
    assert (paper.venue, paper.published, paper.kind) == ("Marine Letters", "2021-03", "article")
    assert paper.tags == ("whales", "my-papers", "favourite")
    assert (paper.notes, paper.key) == ((Note("mine"),), "Roe2021-ab")
    assert paper.added == "2021-02-03T09:47:58Z"
    assert paper.links == (Link("file", "All Papers/R/Roe.pdf"),)
    assert paper.extra["bibtex"] == {
        "volume": "8", "number": "1", "pages": "1--9", "shortjournal": "Mar Lett",
    }  # fmt: skip


def test_mendeley():
    paper = one(formats.get("json"), MENDELEY)
    assert paper.authors[0].family == "Roe"
    assert paper.reading.status is Status.READ
    assert paper.tags == ("whales", "favourite")
    assert ids_of(paper) == ["doi:10.5555/m.1", "pmid:31234567"]


def test_lists_inside_an_object():
    """Whatever the list is called, on one line or over several."""
    for text in ('{"papers": ' + LIST + "}", '{\n "library": ' + LIST + "\n}"):
        assert chosen(text) == "json"
        assert [paper.title for paper in records(formats.get("json"), text)] == [
            "Deep sleep of whales"
        ]


def test_highlights_and_days_of_reading():
    """Marked words are quotations; a day of finishing means read."""
    text = json.dumps(
        [{"title": "T", "highlights": [{"text": "a\nb", "note": "c"}], "date_read": "2024-02-03"}]
    )
    paper = one(formats.get("json"), text)
    assert paper.notes == (Note("> a\n> b\n\nc"),)
    assert (paper.reading.status, paper.reading.finished) == (Status.READ, "2024-02-03")


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_of_services(name):
    """Each is known by its content and says the same as from the wire."""
    text = json.dumps(ANSWERS[name])
    assert chosen(text) == name
    [paper] = records(formats.get(name), text)
    assert paper.title.startswith("Deep sleep")
    assert paper.year == 2021
    assert paper.authors[0].family == "Roe"
    assert paper.venue.lower().startswith("mar")
    assert paper.extra["bibtex"]["pages"] == "1--9"
    assert paper.identifiers[0].scheme == "doi"
    assert (paper.source, paper.line) == (name, 1)


@pytest.mark.parametrize("work", [CROSSREF, OPENALEX, S2])
def test_works_a_line(work):
    """Several answers one after another; a broken line is one problem."""
    lines = json.dumps(work) + "\n" + json.dumps(work) + '\n{"broken\n'
    found = formats.sniff(TextDocument(lines, "works.jsonl"))
    assert found.name in ANSWERS
    first, second, *problems = load(found, lines)
    assert (first.title, second.line) == (second.title, 2)
    assert any(isinstance(item, Problem) for item in problems)


def test_lists_of_crossref_and_notices():
    answer = {"message-type": "work-list", "message": {"items": [CROSSREF, {"DOI": "10.1/x"}]}}
    first, *_ = load(formats.get("crossref"), json.dumps(answer))
    assert first.identifiers == (Identifier("doi", "10.5555/cr.1"),)
    assert first.authors[1].name == "Whale Group"
    [told] = records(formats.get("europepmc"), json.dumps(EUROPEPMC))
    assert told.extra[NOTICES] == ["retraction in: Mar Lett. 2022"]
    assert told.abstract == "Background: We watched."
    assert [author.name for author in told.authors] == ["A Roe", "BC Poe"]
    untitled = {"message-type": "work", "message": {"DOI": "10.1/x", "title": []}}
    assert isinstance(load(formats.get("crossref"), json.dumps(untitled))[0], Skipped)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(sorted({*CROSSREF, *OPENALEX, *S2, "items", "data"})), inner
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("name", [*ANSWERS, "json"])
@given(value=VALUES)
def test_any_json(name, value):
    """No shape whatever raises."""
    load(formats.get(name), json.dumps(value))


def test_a_list_with_a_title_is_no_paper() -> None:
    """``{"title": "My list", "papers": […]}`` holds papers; a paper holds its references."""
    papers = [{"title": "Counting sheep", "year": 2020}, {"title": "Herding gradients"}]
    text = json.dumps({"title": "My list", "description": "of sheep", "papers": papers})
    form = formats.get("json")
    assert formats.sniff(TextDocument(text, "list.json")) is form
    assert [r.title for r in records(form, text)] == ["Counting sheep", "Herding gradients"]
    paper = json.dumps({"title": "Counting", "authors": ["Ann Lee"], "papers": papers})
    assert [r.title for r in records(form, paper)] == ["Counting"]


@pytest.mark.parametrize("name", ["papers", "items", "data", "results", "reading", "references"])
@pytest.mark.parametrize("indent", [None, 2])
def test_names_of_the_papers_of_a_list(name, indent) -> None:
    """Whatever the papers stand under, and on however many lines, the list is none of them."""
    papers = [{"title": "Counting sheep", "year": 2020}, {"title": "Herding gradients"}]
    text = json.dumps({"title": "My list", name: papers}, indent=indent)
    form = formats.sniff(TextDocument(text, "list.json"))
    titles = [item.title for item in load(form, text) if isinstance(item, Record)]
    assert titles == ["Counting sheep", "Herding gradients"]


def test_the_keeper_of_a_list_is_no_author_of_a_paper() -> None:
    """A list has an "author" as well; a paper with one has "references"."""
    papers = [{"title": "Counting sheep"}, {"title": "Herding gradients"}]
    kept = json.dumps({"title": "My list", "author": "Jo Keeper", "items": papers})
    form = formats.get("json")
    assert [r.title for r in records(form, kept)] == ["Counting sheep", "Herding gradients"]
    paper = json.dumps({"title": "Counting", "author": "Ann Lee", "references": papers})
    assert [r.title for r in records(form, paper)] == ["Counting"]


def test_addresses_that_are_null_say_nothing() -> None:
    """Another name for a PDF without a value takes nothing away; pages beside a DOI stay."""
    [record] = records(
        json_format,
        json.dumps(
            [{"title": "Deep sleep", "authors": ["Anna Roe"], "doi": "10.1000/x",
              "pdf": "https://example.org/a.pdf", "pdf_url": None, "url": "https://example.org/a",
              "link": "https://doi.org/10.1000/x", "translators": ["Ed Poe"], "language": "deu"}]
        ),
    )  # fmt: skip
    assert record.links == (
        Link("pdf", "https://example.org/a.pdf"), Link("url", "https://example.org/a"),
    )  # fmt: skip
    assert record.extra["bibtex"] == {"translator": "Poe, Ed", "language": "deu"}


def test_shapes_of_journals_authors_and_abstracts() -> None:
    """A journal may be an object, an abstract a list, authors a list in a text; none is lost."""
    [record] = records(
        json_format,
        json.dumps(
            [{"title": "Deep sleep", "year": 2020, "created": "2024-03-05T00:53:20Z",
              "authors": [{"firstname": "Anna", "surname": "Roe"}], "abstract": ["One.", "Two."],
              "journal": {"name": "Letters", "volume": "3", "pages": "1-9"}}]
        ),
    )  # fmt: skip
    assert (record.venue, record.abstract) == ("Letters", "One.\n\nTwo.")
    assert record.authors[0][1:3] == ("Roe", "Anna")
    assert record.extra["bibtex"] == {"volume": "3", "pages": "1--9"}
    assert (record.published, record.added) == ("", "2024-03-05T00:53:20Z")
    [record] = records(json_format, json.dumps([{"title": "T", "authors": "['A Roe', 'B Poe']"}]))
    assert [one.family for one in record.authors] == ["Roe", "Poe"]
