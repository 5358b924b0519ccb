import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.formats import jsonl
from readlist.model import (
    FACTS,
    Author,
    Identifier,
    Link,
    ListInfo,
    Paper,
    Problem,
    Reading,
    Record,
    Status,
)
from readlist.views.paper_json import paper_json
from support.formats import dump, load
from support.golden_papers import LISTS, PAPERS
from support.paper_strategies import as_paper, json_values, papers
from support.paths import GOLDEN


def json_record(**data):
    [found] = load(jsonl, json.dumps(data))
    return found


def test_golden():
    """The export is the same bytes as the golden file."""
    assert dump(jsonl, PAPERS, lists=LISTS) == (GOLDEN / "papers.jsonl").read_bytes().decode()


def test_golden_comes_back():
    """The golden file loads into the papers and lists that it was written from."""
    text = (GOLDEN / "papers.jsonl").read_bytes().decode()
    lists = [found for found in load(jsonl, text) if isinstance(found, ListInfo)]
    records = [found for found in load(jsonl, text) if isinstance(found, Record)]
    assert lists == list(LISTS)
    pairs = zip(records, PAPERS, strict=True)
    found = tuple(as_paper(one, paper.id, paper.reading.reader) for one, paper in pairs)
    assert found == PAPERS


@given(st.lists(papers, max_size=3))
def test_round_trip(found):
    """What comes out goes in and comes out the same, byte for byte."""
    text = dump(jsonl, found)
    records = load(jsonl, text)
    assert not [item for item in records if isinstance(item, Problem)]
    assert dump(jsonl, [as_paper(record) for record in records]) == text
    assert all(paper_json(paper)["key"] for paper in found)


def test_record_names_line_and_source():
    """A record knows its line, and which source said a fact where that is another one."""
    [found] = [found for found in load(jsonl, dump(jsonl, PAPERS[:1])) if isinstance(found, Record)]
    assert (found.source, found.line, found.ranks) == ("jsonl", 2, {"title": ("arxiv", 70)})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ("[" * 100_000, "too many levels"),
        ("1" * 5_000, "number too long"),
        ('{"type":"paper"}', "no title"),
        ('{"type":"paper","title":3}', "title is not text"),
        ('{"type":"paper","title":"x","year":"soon"}', "year is not a whole number"),
        ('{"type":"paper","title":"x","year":true}', "year is not a whole number"),
        ('{"type":"paper","title":"x","reading":{"status":"lost"}}', "'lost' is none of inbox"),
        ('{"type":"paper","title":"x","identifiers":["a"]}', "pairs"),
        ('{"type":"paper","title":"x","authors":[{"name":3}]}', "name is not text"),
        ('{"type":"paper","title":"x","published":"soon"}', "published is not a date"),
        ('{"colour":"red"}', "neither a title nor an identifier"),
        ('{"title":"x","authors":3}', "authors is neither"),
    ],
)
def test_bad_line_is_one_problem(line, said):
    """A line that cannot be used is one problem with its number; the lines around it are taken."""
    first, problem, last = load(jsonl, '{"title":"a"}\n' + line + '\n{"title":"b"}\n')
    assert isinstance(problem, Problem)
    assert problem.line == 2
    assert said in problem.message
    assert (first.title, last.title) == ("a", "b")


def test_newer_version_stops():
    """A file of a newer version is not read at all, and the person is told what to do."""
    [found] = load(jsonl, '{"type":"readlist","version":2}\n{"type":"paper","title":"x"}')
    assert isinstance(found, Problem)
    assert "Update readlist" in found.message


@given(st.dictionaries(st.sampled_from(["type", *jsonl._READERS, "id", "url"]), json_values))
def test_any_object_is_an_item(data):
    """No shape of JSON makes the loader raise, and texts are clean."""
    for kind in ("paper", "list", "x"):
        [found] = load(jsonl, json.dumps({**data, "type": kind}))
        assert found


@pytest.mark.parametrize("title", ["\x1b[2Jx", "a\u202eb", "\ud800x", "a\n\nb", "e\u0301"])
def test_hostile_text_is_cleaned(title):
    """Control characters, lone surrogates and line breaks do not come into a title."""
    for kind in ("paper", "other"):
        [found] = load(jsonl, json.dumps({"type": kind, "title": title, "extra": {title: [title]}}))
        assert found.title.isprintable()
        json.dumps(dict(found.extra), ensure_ascii=False).encode()


def test_arxiv_metadata():
    """A line of arXiv metadata gives identifier, authors, categories and a month."""
    found = json_record(
        id="hep-th/9901001",
        title="A  title\n of two lines",
        authors=["Juan de la Cruz", "OpenAI"],
        categories="hep-th math.CO",
        comment="12 pages",
        summary="We\nshow.",
    )
    assert found.title == "A title of two lines"
    assert found.authors == (
        Author("Juan de la Cruz", "de la Cruz", "Juan"),
        Author("OpenAI"),
    )
    assert found.identifiers == (Identifier("arxiv", "hep-th/9901001"),)
    assert found.extra == {"categories": ["hep-th", "math.CO"], "comment": "12 pages"}
    assert (found.abstract, found.published, found.year) == ("We\nshow.", "1999-01", 1999)
    assert found.ranks["year"] == ("arxiv-id", 10)


@pytest.mark.parametrize(
    ("data", "identifiers"),
    [
        ({"arxiv_id": "1706.03762v5"}, ["arxiv:1706.03762"]),
        ({"doi": "https://doi.org/10.1000/ABC"}, ["doi:10.1000/abc"]),
        ({"url": "https://arxiv.org/abs/1706.03762"}, ["arxiv:1706.03762"]),
        ({"url": "https://example.org/a"}, ["url:https://example.org/a"]),
        ({"url": "https://example.org/a", "doi": "10.1000/x"}, ["doi:10.1000/x"]),
        ({"externalIds": {"ArXiv": "1706.03762", "CorpusId": 1}}, ["arxiv:1706.03762"]),
        ({"id": "649def34", "title": "x"}, []),
    ],
)
def test_foreign_identifiers(data, identifiers):
    """Identifiers are found under the names that others give them, in normal form."""
    assert [
        str(found) for found in json_record(**{"title": "x", **data}).identifiers
    ] == identifiers


@pytest.mark.parametrize(
    ("data", "published", "year"),
    [
        ({"year": "2019"}, "", 2019),
        ({"date": "2017-06-12T00:00:00Z"}, "2017-06-12", 2017),
        ({"published": "2017/06"}, "2017-06", 2017),
        ({"published": "2017", "year": 2018}, "2017", 2018),
        ({"date": "soon"}, "", None),
    ],
)
def test_foreign_dates(data, published, year):
    """Dates and years are read where they are dates, and left out where not."""
    found = json_record(title="x", **data)
    assert (found.published, found.year) == (published, year)


@pytest.mark.parametrize(
    "authors",
    [
        "Ashish Vaswani and Noam Shazeer",
        ["Ashish Vaswani", "Noam Shazeer"],
        [["Vaswani", "Ashish", ""], ["Shazeer", "Noam"]],
        [{"name": "Ashish Vaswani"}, {"family": "Shazeer", "given": "Noam"}],
    ],
)
def test_foreign_authors(authors):
    """Authors may be one text, names, pairs or objects."""
    assert json_record(title="x", authors=authors).authors == (
        Author("Ashish Vaswani", "Vaswani", "Ashish"),
        Author("Noam Shazeer", "Shazeer", "Noam"),
    )


@pytest.mark.parametrize("indent", [None, 2])
def test_answers_of_list_come_back(indent):
    """What ``list --json`` prints comes back with its marks, whole or a paper a line."""
    shown = [paper_json(paper) for paper in PAPERS]
    lines = load(jsonl, "\n".join(map(json.dumps, shown)))
    whole = load(jsonl, json.dumps({"version": 1, "papers": shown}, indent=indent))
    assert [replace(found, line=0) for found in whole] == [
        replace(found, line=0) for found in lines
    ]
    for paper, found in zip(PAPERS, lines, strict=True):
        for name in FACTS:
            assert getattr(found, name) == getattr(paper, name)
        assert (found.identifiers, found.links) == (paper.identifiers, paper.links)
        assert (found.tags, found.notes, found.entries) == (paper.tags, paper.notes, paper.lists)
        assert (found.reading or Reading()) == replace(paper.reading, reader="")
        assert (found.key, found.added) == (paper.key, paper.added)


def test_foreign_marks():
    """A line of another program takes what a table takes: marks, tags, notes, kind, details."""
    found = json_record(
        title="x", tags=["NLP", {"name": "To read"}], keywords="a, b", status="In progress",
        kind="JournalArticle", rating="4/5", priority="high", notes=["One.", {"body": "Two."}],
        added="2024-05-01T10:00:00Z", started="1 May 2024", finished="2024-05-31", citekey="x2024",
        volume=3, pages="1-9", editor=["Ann Lee"],
    )  # fmt: skip
    assert found.tags == ("NLP", "To-read", "a", "b")
    assert found.reading == Reading(
        status=Status.READING, priority=3, rating=4, started="2024-05-01", finished="2024-05-31"
    )
    assert [note.body for note in found.notes] == ["One.", "Two."]
    assert (found.kind, found.key, found.added) == ("article", "x2024", "2024-05-01T10:00:00Z")
    details = {"volume": "3", "pages": "1--9", "editor": "Lee, Ann"}
    said = {"keywords": "NLP; To read; a; b"}  # in the words of the line
    assert found.extra == {"bibtex": details, "verbatim": said}


def test_json_shape():
    """The JSON shape has every documented field, null where nothing is known."""
    shape = paper_json(Paper(id=7, key="k"))
    assert " ".join(shape) == (
        "id key title authors year published venue abstract identifiers links status priority "
        "rating tags notes lists added started finished author_count organization kind progress "
        "extra due wait"
    )
    assert shape["title"] is None
    assert shape["priority"] == 0
    assert shape["authors"] == shape["notes"] == []


def test_json_shape_of_several_values():
    """Where a scheme or name has several values, the first is shown and all stand beside."""
    found = (Identifier("doi", "10.1/a"), Identifier("doi", "10.1/b"))
    links = (Link("code", "https://a.org"), Link("code", "https://b.org"))
    shape = paper_json(Paper(id=7, key="k", identifiers=found, links=links))
    assert shape["identifiers"] == {"doi": "10.1/a"}
    assert shape["identifiers_all"] == [["doi", "10.1/a"], ["doi", "10.1/b"]]
    assert shape["links_all"][1] == ["code", "https://b.org"]


@pytest.mark.parametrize(
    ("head", "low", "high"),
    [
        (dump(jsonl, []), 1, 1),
        ('\n{"title":"x"}\n', 0.8, 1),
        ('{"title":"' + "x" * 100, 0.5, 0.8),
        ("{\n", 0, 0),
        ("[{}]", 0, 0),
        ("Attention", 0, 0),
        ("", 0, 0),
    ],
)
def test_sniff(head, low, high):
    """A file whose first line is a JSON object is recognised, also when its head is cut."""
    assert low <= jsonl.sniff(head, "x") <= high
