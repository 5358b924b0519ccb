import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import zotero
from readlist.formats.base import TextDocument
from readlist.formats.zotero.export import HEADER, PEOPLE
from readlist.formats.zotero.items import VARIABLES, markdown
from readlist.model import (
    Author,
    Identifier,
    Link,
    Note,
    Problem,
    Reading,
    Record,
    Skipped,
    Status,
)
from support.formats import load

PAPER = {
    "itemType": "journalArticle", "title": "Attention <i>is</i> all", "itemID": 11,
    "creators": [
        {"firstName": "Ludwig", "lastName": "van Beethoven", "creatorType": "author"},
        {"name": "OpenAI", "creatorType": "author"},
        {"firstName": "Ed", "lastName": "Itor", "creatorType": "editor"},
    ],
    "tags": [{"tag": "deep learning"}, {"tag": "nlp", "type": 1}],
    "notes": [{"note": '<div class="zotero-note"><h1>Mine</h1><p>I <b>like</b> it.</p></div>'}],
    "attachments": [
        {"itemType": "attachment", "path": "/a/x.pdf", "title": "PDF"},
        {"itemType": "attachment", "url": "https://example.org/x.pdf"},
    ],
    "extra": "arXiv: 1706.03762\nRead_Status: In Progress\nRead_Status_Date: 2023-01-01\nwords",
    "citationKey": "beethovenAttention2017", "itemKey": "CCCC3333", "volume": "30",
    "dateAdded": "2023-01-05T10:20:30Z", "publicationTitle": "A Journal", "date": "June 12, 2017",
    "pages": "5998-6008", "rights": "CC BY", "libraryCatalog": "DOI.org", "uri": "http://x",
    "url": "https://publisher.example.org/1", "abstractNote": "We.\nYou.", "language": "en",
}  # fmt: skip
PREPRINT = {
    "itemType": "preprint", "title": "GPT-4", "repository": "arXiv", "itemID": 12,
    "archiveID": "arXiv:2303.08774", "date": "2023-03-15", "creators": [],
    "url": "http://arxiv.org/abs/2303.08774", "extra": "arXiv:2303.08774 [cs]",
}  # fmt: skip
COLLECTIONS = {
    "AAAA1111": {"key": "AAAA1111", "parent": False, "name": "Deep Learning", "items": [12]},
    "BBBB2222": {"key": "BBBB2222", "parent": "AAAA1111", "name": "NLP/Text", "items": [11]},
    "LOOP1": {"key": "LOOP1", "parent": "LOOP2", "name": "x", "items": []},
    "LOOP2": {"key": "LOOP2", "parent": "LOOP1", "name": "y", "items": []},
}
BBT = {
    "config": {"id": "36a3b0b5", "label": "BetterBibTeX JSON", "options": {"exportNotes": True}},
    "version": {"zotero": "7.0"}, "collections": COLLECTIONS,
    "items": [PAPER, {"itemType": "note", "note": "<p>alone</p>"}, PREPRINT],
}  # fmt: skip
ROW = {
    "Key": "ABCD1234", "Item Type": "conferencePaper", "Publication Year": "2017",
    "Author": "Vaswani, Ashish; van Beethoven, Ludwig; OpenAI", "Title": "Attention",
    "Publication Title": "NIPS", "ISBN": "", "ISSN": "1234-5678", "DOI": "10.1000/ab",
    "Url": "https://example.org/a", "Abstract Note": "An\nabstract", "Date": "2017-06-12",
    "Date Added": "2023-01-05 10:20:30", "Pages": "1-12", "Issue": "3", "Volume": "30",
    "Extra": "PMID: 12", "Notes": "<p>one; two</p>; <p>three</p>", "Rights": "CC",
    "File Attachments": "/a/b.pdf; /c.pdf", "Link Attachments": "https://example.org/l",
    "Manual Tags": "my tag; nlp", "Automatic Tags": "auto", "Editor": "Itor, Ed",
}  # fmt: skip


def _table(*rows):
    file = io.StringIO()
    writer = csv.DictWriter(file, ROW, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + file.getvalue()


@pytest.mark.parametrize(
    ("text", "score"),
    [
        (_table(ROW), 0.95),
        (json.dumps(BBT), 0.96),
        (json.dumps([{"key": "A", "data": PAPER}], indent=2), 0.96),
        ('[{"id": "a", "type": "book"}]', 0.0),
        ('"Title","Authors","Year"\n', 0.0),
        ("Item Type and Publication Title", 0.0),
        ("", 0.0),
    ],
)
def test_sniff(text, score):
    """The three exports are known by their item types; the sniffs of other formats give way."""
    assert zotero.sniff(text, "x.csv") == score
    if score:
        assert formats.sniff(TextDocument(text, "export.csv")).name == "zotero"


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize("last", [True, False])
def test_an_export_of_better_bibtex(indent, last):
    """Fields, people, tags, notes, files, folders and reading status of an item come in."""
    names = ["config", "version", "items", "collections"] if last else list(BBT)
    items = load(zotero, json.dumps({name: BBT[name] for name in names}, indent=indent))
    paper, skipped, preprint = items
    assert paper.title == "Attention is all"
    assert paper.authors == (
        Author("Ludwig van Beethoven", "van Beethoven", "Ludwig"), Author("OpenAI"),
    )  # fmt: skip
    assert (paper.venue, paper.kind, paper.published) == ("A Journal", "article", "2017-06-12")
    assert paper.identifiers == (Identifier("arxiv", "1706.03762"),)
    assert paper.tags == ("deep-learning", "nlp", "collection/Deep-Learning/NLP-Text")
    assert paper.notes == (Note("# Mine\n\nI **like** it."),)
    assert paper.links == (
        Link("url", "https://publisher.example.org/1"),
        Link("file", "/a/x.pdf"),
        Link("pdf", "https://example.org/x.pdf"),
    )
    assert paper.reading == Reading(status=Status.READING, started="2023-01-01")
    assert (paper.key, paper.added) == ("beethovenAttention2017", "2023-01-05T10:20:30Z")
    assert paper.extra["bibtex"] == {
        "editor": "Itor, Ed", "note": "words", "pages": "5998--6008", "volume": "30",
        "language": "en",
    }  # fmt: skip
    assert paper.extra["zotero"] == {"key": "CCCC3333", "rights": "CC BY"}
    assert isinstance(skipped, Skipped)
    assert (preprint.kind, preprint.venue) == ("preprint", "")
    assert preprint.identifiers == (Identifier("arxiv", "2303.08774"),)
    assert preprint.tags == ("collection/Deep-Learning",)


def test_the_web_interface():
    """Items stand in ``data``; notes and files are items that name the one above them."""
    items = load(zotero,
        json.dumps(
            [
                {"key": "N1", "data": {"key": "N1", "parentItem": "P1", "itemType": "note",
                                       "note": "<p>below</p>"}},
                {"key": "P1", "version": 3, "data": {"key": "P1", "itemType": "conferencePaper",
                 "title": "T", "collections": ["Z"], "DOI": "10.1000/x", "date": "2017"}},
                {"key": "A1", "data": {"key": "A1", "parentItem": "P1", "itemType": "attachment",
                                       "path": "attachments:x.pdf"}},
            ]
        )
    )  # fmt: skip
    [paper] = items
    assert (paper.notes, paper.links) == ((Note("below"),), (Link("file", "x.pdf"),))
    assert (paper.kind, paper.extra) == ("inproceedings", {"zotero": {"key": "P1"}})


def test_a_table():
    """A row is an item: people, notes, files and tags are parted by semicolons."""
    empty = dict.fromkeys(ROW, "")
    paper, late, skipped = load(zotero,
        _table(ROW, empty | {"Item Type": "book", "Title": "T", "Publication Year": "1999"}, empty
               | {"Item Type": "note"})
    )  # fmt: skip
    assert [author.name for author in paper.authors] == [
        "Ashish Vaswani", "Ludwig van Beethoven", "OpenAI",
    ]  # fmt: skip
    assert paper.authors[1].family == "van Beethoven"
    assert (paper.venue, paper.kind, paper.published) == ("NIPS", "inproceedings", "2017-06-12")
    assert paper.identifiers == (Identifier("doi", "10.1000/ab"), Identifier("pmid", "12"))
    assert paper.notes == (Note("one; two"), Note("three"))
    assert paper.tags == ("my-tag", "nlp", "auto")
    assert [link.url for link in paper.links] == [
        "https://example.org/a", "/a/b.pdf", "/c.pdf", "https://example.org/l",
    ]  # fmt: skip
    assert (paper.abstract, paper.added) == ("An\nabstract", "2023-01-05T10:20:30Z")
    assert (late.year, late.line, skipped.line) == (1999, 4, 5)


def test_broken_exports():
    """A broken item or row is one problem, and the others come in."""
    text = json.dumps(BBT, indent=1).replace('"itemID": 11', '"itemID" 11')
    found = [type(item) for item in load(zotero, text)]
    assert (found[0], found[-1], found.count(Problem)) == (Problem, Record, 1)
    rows = load(zotero, _table(ROW) + '"X","book"\n"Y","book","","","T\n')
    assert [type(row) for row in rows] == [Record, Skipped, Record]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain; text", "plain; text"),
        ("<p>a &lt; b</p><p>c<br>d</p>", "a < b\n\nc\nd"),
        ("<ul><li>one</li><li>two<ul><li>in</li></ul></li></ul>", "- one\n- two\n  - in"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ('<a href="https://x.org">x</a> <a href="javascript:y">y</a>', "[x](https://x.org) y"),
        ("<blockquote><p>q</p></blockquote><script>evil()</script>", "> q"),
        ("<em> a </em><strike>b</strike><img src=x>", "*a*b"),
    ],
)
def test_notes_become_markdown(html, text):
    """What Zotero's editor writes has a form in Markdown; the rest is its words."""
    assert markdown(html) == text


json_of_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from([*VARIABLES]),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts),
    max_leaves=5,
)
NAMES = st.sampled_from(
    ["itemType", "title", "creators", "tags", "notes", "attachments", "extra", "collections",
     "data", "date", "dateAdded", "key", "itemID", "DOI", "url", "parentItem", "citationKey"]
)  # fmt: skip
things = st.dictionaries(NAMES, json_of_anything, max_size=6)


@given(st.lists(things, max_size=3), st.dictionaries(st.text(max_size=3), json_of_anything))
def test_any_items(found, collections):
    """No item raises, in either shape of JSON."""
    load(zotero, json.dumps([{"itemType": "book", "title": "T", **one} for one in found]))
    load(zotero, json.dumps({"collections": collections, "items": found}))


@given(st.text("<>/puliabr \n&;=h'\"", max_size=60) | st.text())
def test_any_note(text):
    """No HTML raises."""
    markdown(text)


@given(st.lists(st.dictionaries(st.sampled_from(list(ROW)), st.text(max_size=12)), max_size=3))
def test_any_row(rows):
    """No row raises."""
    load(zotero, _table(*rows))


def test_deep_notes_end():
    """HTML that nests without end costs neither memory nor time."""
    assert markdown("<div>" * 100_000 + "x") == "x"
    assert len(markdown("<b>" * 50 + "x")) < 300


def test_columns_have_variables():
    """Every column that is read leads to a field that is known."""
    assert set(PEOPLE) <= {"Author", *PEOPLE}
    known = {*VARIABLES, "itemType", "dateAdded", "rights", "system", "seriesText", "country",
             "programmingLanguage", "runningTime"}  # fmt: skip
    assert set(HEADER.values()) <= known


def test_version_of_the_row_is_none_of_the_work():
    """Only ``versionNumber`` is the work's; ``version`` counts the changes of Zotero's item."""
    item = {"itemType": "computerProgram", "title": "T", "version": 1, "key": "AAAA1111"}
    [plain] = load(zotero, json.dumps([{"key": "A", "data": item}]))
    [numbered] = load(zotero, json.dumps([{"key": "A", "data": {**item, "versionNumber": "2.1"}}]))
    assert "version" not in plain.extra.get("bibtex", {})
    assert numbered.extra["bibtex"]["version"] == "2.1"


def test_path_with_a_semicolon():
    """Zotero parts attachments by a semicolon and a blank; a path may have one without."""
    [record] = load(zotero, _table({**ROW, "File Attachments": "/a;b.pdf; /c.pdf"}))
    files = [link.url for link in record.links if link.name == "file"]
    assert files == ["/a;b.pdf", "/c.pdf"]


def test_fields_in_extra_by_zoteros_names():
    """What an item's type has no field for stands in Extra; any other line is the note."""
    extra = "Place: Paris\nConference Name: WhaleCon\nmine: this\nEdition: 9"
    item = {"itemType": "report", "title": "T", "edition": "2", "extra": extra}
    [record] = load(zotero, json.dumps({"items": [item]}))
    assert record.extra["bibtex"] == {
        "address": "Paris", "eventtitle": "WhaleCon", "edition": "2",
        "note": "mine: this Edition: 9",
    }  # fmt: skip
