import json

import pytest

from readlist import formats
from readlist.formats import bookmarks
from readlist.formats.base import TextDocument
from readlist.formats.bookmarks.read import title_of
from readlist.model import Identifier, Problem, Reading, Record, Skipped, Status
from support.formats import load, records

PAPER = "https://arxiv.org/abs/1706.03762"
BROWSER = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     It will be read and overwritten. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1600000000" PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><H3 ADD_DATE="1">Deep Learning</H3>
        <DL><p>
            <DT><H3>NLP</H3>
            <DL><p>
                <DT><A HREF="https://arxiv.org/abs/1706.03762" TAGS="a,to read"
                    ADD_DATE="1600000000">[1706.03762] Attention &amp; Words</A>
                <DD>Worth it: x &lt; y
            </DL><p>
            <DT><A HREF="https://openreview.net/forum?id=abcDEF123">Some Title | OpenReview</A>
        </DL><p>
        <DT><A HREF="https://www.youtube.com/watch?v=x">A talk</A>
    </DL><p>
    <DT><A HREF="javascript:alert(1)">Mark</A>
    <DT><A HREF="https://proceedings.mlr.press/v70/x17a.html">On Things</A>
    <DT><A HREF="https://openreview.net/group?id=ICLR.cc">ICLR</A>
</DL><p>
"""
POCKET = """<!DOCTYPE html>
<html><head><meta charset="UTF-8" /><title>Pocket Export</title></head><body>
<h1>Unread</h1><ul>
<li><a href="https://arxiv.org/pdf/2001.00001.pdf" time_added="1500000000" tags="ml,nlp">https://arxiv.org/pdf/2001.00001.pdf</a></li>
</ul><h1>Read Archive</h1><ul>
<li><a href="https://doi.org/10.1145/1.2" time_added="1500000001" tags="">X: Y | Proceedings of the 22nd ACM Meeting</a></li>
</ul></body></html>
"""  # noqa: E501
POCKET_CSV = (
    "title,url,time_added,tags,status\n"
    "Words,https://arxiv.org/abs/2001.00001,1500000000,a|b c,unread\n"
)
INSTAPAPER = (
    "URL,Title,Selection,Folder,Timestamp\n"
    'https://arxiv.org/abs/2001.00001,"Words, deeds",chosen,Archive,1500000000\n'
    "https://arxiv.org/abs/2001.00002,Deeds,,ML papers,1500000000\n"
)
RAINDROP = (
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    '1,Words,,An excerpt,https://arxiv.org/abs/2001.00001,Unsorted,"a, b",'
    "2023-01-02T03:04:05.678Z,,,false\n"
)
PINBOARD = (
    '[{"href":"https:\\/\\/arxiv.org\\/abs\\/2001.00001","description":"[2001.00001] Words",'
    '"extended":"a note","meta":"1","hash":"2","time":"2020-01-02T03:04:05Z","shared":"yes",'
    '"toread":"yes","tags":"ml nlp\\/words"},\n'
    '{"href":"https:\\/\\/example.org\\/","description":"A page","extended":"","toread":"no"}]\n'
)
DELICIOUS = """<?xml version="1.0" encoding="UTF-8"?>
<posts user="ann">
<post href="https://arxiv.org/abs/2001.00001" time="2020-01-02T03:04:05Z" description="Words"
  extended="a note" tag="ml nlp" hash="h" toread="yes"/>
</posts>
"""


def _papers(text, **options):
    return [item for item in load(bookmarks, text, **options) if isinstance(item, Record)]


def test_browser():
    """Papers come with folders as tags and the note below; the other links are told."""
    first, review, talk, script, page, group = load(bookmarks, BROWSER)
    assert first.title == "Attention & Words"
    assert first.identifiers == (Identifier("arxiv", "1706.03762"),)
    assert first.tags == ("Deep-Learning/NLP", "a", "to-read")
    assert [note.body for note in first.notes] == ["Worth it: x < y"]
    assert (first.added, first.line) == ("2020-09-13T12:26:40Z", 14)
    assert (review.title, review.tags) == ("Some Title", ("Deep-Learning",))
    assert talk == Skipped(20, "https://www.youtube.com/watch?v=x is not known to be a paper")
    assert script == Skipped(22, "javascript:alert(1) is no address of the web")
    assert page.identifiers == (Identifier("url", "https://proceedings.mlr.press/v70/x17a.html"),)
    assert isinstance(group, Skipped)


def test_all_links():
    """Asked for, every address of the web is taken."""
    titles = [paper.title for paper in _papers(BROWSER, all_links=True)]
    assert titles == ["Attention & Words", "Some Title", "A talk", "On Things", "ICLR"]


def test_pocket():
    """Pocket says what is unread; an address is no title."""
    first, second = _papers(POCKET)
    assert (first.title, first.reading.status) == ("", Status.TO_READ)
    assert (first.tags, first.added) == (("ml", "nlp"), "2017-07-14T02:40:00Z")
    assert (second.title, second.reading.status) == ("X: Y", Status.READ)
    [listed] = _papers(POCKET_CSV)
    assert (listed.tags, listed.reading.status) == (("a", "b-c"), Status.TO_READ)


def test_instapaper_and_raindrop():
    """Shelves of the program are a status, folders of the person tags."""
    first, second = _papers(INSTAPAPER)
    assert (first.reading.status, first.tags) == (Status.READ, ())
    assert first.notes[0].body == "chosen"
    assert (second.reading, second.tags) == (None, ("ML-papers",))
    [other] = _papers(RAINDROP)
    assert (other.tags, other.added) == (("a", "b"), "2023-01-02T03:04:05Z")


@pytest.mark.parametrize("text", [PINBOARD, DELICIOUS])
def test_pinboard_and_delicious(text):
    """Both say what is to be read, with tags and a note."""
    [paper] = _papers(text)
    assert (paper.title, paper.reading.status) == ("Words", Status.TO_READ)
    assert paper.notes[0].body == "a note"
    assert paper.added == "2020-01-02T03:04:05Z"
    assert paper.tags[0] == "ml"


def test_damaged_files():
    """What is whole in a damaged file is read, and that it is damaged is told."""
    found = load(bookmarks, PINBOARD[:-30])
    assert isinstance(found[0], Problem)
    assert found[1].title == "Words"
    assert isinstance(load(bookmarks, "[" * 100_000)[0], Problem)
    assert isinstance(load(bookmarks, DELICIOUS[:-20])[-1], Problem)
    assert isinstance(load(bookmarks, "<!DOCTYPE NETSCAPE-Bookmark-file-1>")[0], Problem)


@pytest.mark.parametrize(
    "text", ["<DL>" * 100_000, "<A HREF='" * 100_000, "<A " + "x" * 500_000 + ">",
             "<A " + 'x="a' * 200_001 + ">", "<DL><H3>x</H3>" * 50_000 + "<A HREF='http://a'>"],
)  # fmt: skip
def test_hostile_files_are_bounded(text):
    """What is opened and never closed takes linear time."""
    assert load(bookmarks, "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + text)


@pytest.mark.parametrize(
    "text", [BROWSER, POCKET, POCKET_CSV, INSTAPAPER, RAINDROP, PINBOARD, DELICIOUS]
)
def test_sniffing(text):
    """Every kind of file is known by its content."""
    assert formats.sniff(TextDocument(text)).name == "bookmarks"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("[1706.03762v5] Words - arXiv", "Words"),
        ("[cs/9901002] Words", "Words"),
        ("Words - ACL Anthology", "Words"),
        ("Words | OpenReview", "Words"),
        ("[PDF] Words | Semantic Scholar", "Words"),
        ("Paper page - Words", "Words"),
        ("Words | IEEE Conference Publication | IEEE Xplore", "Words"),
        ("Words | Nature Communications", "Words"),
        ("Words - and Deeds", "Words - and Deeds"),
        ("1706.03762.pdf", ""),
        ("https://arxiv.org/pdf/1706.03762", ""),
        ("GPT-4 Technical Report", "GPT-4 Technical Report"),
    ],
)
def test_titles(page, title):
    """The name of the site and the number are no part of the title."""
    assert title_of(page) == title


def test_markup_inside_titles_notes_and_folders():
    """A tag of the line ends nothing; what ends a link is the next one, and no angle of a text."""
    text = (
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><H3>Deep <i>Things</i></H3>\n<DL><p>\n"
        '<DT><A HREF="https://arxiv.org/abs/1706.03762">Attention <b>Is</b> <span class="x">All'
        "</span> &lt;You&gt; Need</A>\n<DD>first <i>second</i> p < 0.05<br>third\n"
        '<DT><A HREF="https://arxiv.org/abs/1810.04805"><b>BERT</b></A>\n</DL><p></DL><p>\n'
    )
    first, second = load(bookmarks, text)
    assert (first.title, second.title) == ("Attention Is All <You> Need", "BERT")
    assert first.notes[0].body == "first second p < 0.05\nthird"
    assert second.notes == ()
    assert first.tags == ("Deep-Things",)


OMNIVORE = (
    '[{"id":"4a","slug":"s","title":"[2101.00003] No sleep of sharks","description":"A page",'
    '"author":"Anna Roe","url":"https://arxiv.org/abs/2101.00003","state":"Archived",'
    '"readingProgress":100,"labels":["sharks"],"savedAt":"2024-03-06T10:30:00.000Z"}]'
)
WALLABAG = (
    '[{"is_archived":1,"is_starred":1,"tags":["sharks"],"id":7,"title":"No sleep of sharks",'
    '"url":"https:\\/\\/arxiv.org\\/abs\\/2101.00003","created_at":"2024-03-06T10:30:00+00:00",'
    '"archived_at":"2024-03-07T10:30:00+00:00","annotations":[{"text":"really?",'
    '"quote":"sharks never sleep","created_at":"2024-03-06T11:00:00+00:00"}]}]'
)
POCKET_JSON = (
    '{"status":1,"list":{"1":{"item_id":"1","given_url":"https://arxiv.org/abs/2101.00003",'
    '"resolved_url":"https://arxiv.org/abs/2101.00003","resolved_title":"No sleep of sharks",'
    '"favorite":"1","status":"1","time_added":"1709721000","time_read":"1709807400",'
    '"tags":{"sharks":{"tag":"sharks"}}}}}'
)
READWISE = (
    '{"count":2,"results":[{"user_book_id":1,"readable_title":"No sleep of sharks","author":'
    '"Anna Roe","book_tags":[{"name":"sharks"}],"document_note":"mine","source_url":'
    '"https://arxiv.org/abs/2101.00003","highlights":[{"text":"sharks never sleep","note":'
    '"really?","highlighted_at":"2024-03-06T11:00:00Z"}]},{"user_book_id":2,"title":'
    '"The Whale Book","author":"Ben Poe","source_url":null,"highlights":[{"text":"whales"}]}]}'
)
READER = (
    '{"count":2,"results":[{"id":"a","url":"https://read.readwise.io/read/a","source_url":'
    '"https://arxiv.org/abs/2101.00003","title":"No sleep of sharks","location":"later",'
    '"tags":{"sharks":{"name":"sharks"}},"reading_progress":0.4,"notes":"mine","parent_id":null},'
    '{"id":"b","source_url":null,"location":null,"content":"sharks never sleep","notes":"really?",'
    '"parent_id":"a","reading_progress":0}]}'
)
KARAKEEP = (
    '{"bookmarks":[{"createdAt":1709721000,"title":"No sleep of sharks","tags":["sharks"],'
    '"content":{"type":"link","url":"https://arxiv.org/abs/2101.00003"},"note":"mine",'
    '"archived":true}]}'
)
QUOTED = "> sharks never sleep\n\nreally?"


@pytest.mark.parametrize(
    ("text", "status", "tags", "notes"),
    [
        (OMNIVORE, Status.READ, ("sharks",), []),
        (WALLABAG, Status.READ, ("sharks", "favourite"), [QUOTED]),
        (POCKET_JSON, Status.READ, ("sharks", "favourite"), []),
        (READWISE, None, ("sharks",), ["mine", QUOTED]),
        (READER, Status.TO_READ, ("sharks",), ["mine", QUOTED]),
        (KARAKEEP, Status.READ, ("sharks",), ["mine"]),
    ],
)
def test_read_later_programs(text, status, tags, notes):
    """Status, tags, favourites, notes and highlights of each come in, by the content alone."""
    assert formats.sniff(TextDocument(text, "export.json")).name == "bookmarks"
    paper = _papers(text)[0]
    assert (paper.title, paper.tags) == ("No sleep of sharks", tags)
    assert paper.identifiers == (Identifier("arxiv", "2101.00003"),)
    assert (paper.reading.status if paper.reading else None) == status
    assert [note.body for note in paper.notes] == notes


def test_what_programs_say_beside():
    """Days of reading, how far, authors; the page's own words are kept, and are no note."""
    [read] = _papers(WALLABAG)
    assert (read.reading.finished, read.added) == ("2024-03-07T10:30:00Z", "2024-03-06T10:30:00Z")
    assert read.notes[0].created == "2024-03-06T11:00:00Z"
    [far] = _papers(READER)
    assert far.reading.progress == "40%"
    [other] = _papers(OMNIVORE)
    assert other.authors[0].name == "Anna Roe"
    assert other.extra["bookmarks"]["excerpt"] == "A page"


def test_highlights_without_an_address():
    """A book of Readwise has none: it comes in by its title; what is left out tells of notes."""
    [_, book] = _papers(READWISE)
    assert (book.title, book.authors[0].name) == ("The Whale Book", "Ben Poe")
    assert book.notes[0].body == "> whales"
    text = READWISE.replace("https://arxiv.org/abs/2101.00003", "https://blog.example.org/x")
    [left] = [item for item in load(bookmarks, text) if isinstance(item, Skipped)]
    assert left.reason.endswith("is not known to be a paper, with 2 notes of yours")


def test_highlights_of_raindrop():
    """The table of Raindrop has highlights and their notes in one cell, and a favourite."""
    text = RAINDROP.replace(
        ",,,false\n", ',,"Highlight:sharks never sleep\nNote:really?\n\nHighlight:second",true\n'
    ).replace("Words,,", "Words,mine,")
    [paper] = _papers(text)
    assert [note.body for note in paper.notes] == ["mine", QUOTED, "> second"]
    assert paper.tags == ("a", "b", "favourite")
    assert paper.extra["bookmarks"]["excerpt"] == "An excerpt"


def test_links_within_a_note_belong_to_it():
    """What no <DT> begins is no bookmark of its own."""
    other = "https://arxiv.org/abs/1810.04805"
    text = (
        f'<DT><A HREF="{PAPER}">Attention</A>\n<DD>see <a href="{other}">BERT</a>,\ntoo\n'
        f'<DT><A HREF="{other}">BERT</A>\n'
    )
    first, second = records(bookmarks, text)
    assert first.notes[0].body == f"see [BERT]({other}),\ntoo"
    assert (second.title, second.notes) == ("BERT", ())


def test_reading_list_of_safari():
    """It is what is to be read, and no folder."""
    text = (
        '<DT><H3 ID="com.apple.ReadingList">Reading List</H3>\n<DL><p>\n'
        f'<DT><A HREF="{PAPER}">Attention</A>\n</DL><p>\n'
        '<DT><A HREF="https://arxiv.org/abs/1810.04805">BERT</A>\n'
    )
    first, second = records(bookmarks, text)
    assert first.reading == Reading(status=Status.TO_READ)
    assert (first.tags, second.reading) == ((), None)


CHROME = {
    "checksum": "x", "version": 1, "roots": {
        "bookmark_bar": {"name": "Bookmarks bar", "type": "folder", "children": [
            {"name": "Attention", "type": "url", "url": "https://arxiv.org/abs/1706.03762",
             "date_added": "13354073600000000"},
            {"name": "NLP", "type": "folder", "children": [
                {"name": "BERT", "type": "url", "url": "https://arxiv.org/abs/1810.04805"}]},
        ]},
    },
}  # fmt: skip
FIREFOX = {
    "guid": "root________", "title": "", "root": "placesRoot", "children": [
        {"title": "menu", "root": "bookmarksMenuFolder", "children": [
            {"title": "Attention", "uri": "https://arxiv.org/abs/1706.03762", "type": "text/x-moz",
             "dateAdded": 1709600000000000},
            {"title": "NLP", "children": [
                {"title": "BERT", "uri": "https://arxiv.org/abs/1810.04805"}]},
        ]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("tree", [CHROME, FIREFOX])
def test_browsers_own_files(tree):
    """Chrome's Bookmarks and Firefox's backup are trees of JSON, each with a clock of its own."""
    text = json.dumps(tree)
    assert formats.sniff(TextDocument(text, "Bookmarks")).name == "bookmarks"
    first, second = records(bookmarks, text)
    assert (first.title, first.tags, first.added) == ("Attention", (), "2024-03-05T00:53:20Z")
    assert (second.title, second.tags) == ("BERT", ("NLP",))


def test_notes_of_linkding_and_labels_of_feed_readers():
    """linkding has the reader's notes behind the page's words; Inoreader labels among others."""
    text = f'<DT><A HREF="{PAPER}">A</A>\n<DD>words [linkding-notes]mine\n[/linkding-notes]\n'
    assert [note.body for note in records(bookmarks, text)[0].notes] == ["words", "mine"]
    starred = {"id": "x", "items": [
        {"title": "Attention", "alternate": [{"href": PAPER}], "origin": {"title": "arXiv"},
         "categories": ["user/1/label/nlp", "user/1/state/com.google/starred"]}]}  # fmt: skip
    text = json.dumps(starred)
    assert formats.sniff(TextDocument(text, "starred.json")).name == "bookmarks"
    [record] = records(bookmarks, text)
    assert (record.identifiers[0].value, record.tags) == ("1706.03762", ("nlp",))
