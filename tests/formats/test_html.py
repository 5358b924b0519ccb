"""Curated lists as web pages: GitHub's, a site's, a person's, and pages of other formats."""

import pytest

import fidelity
from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.html import FORMAT, sniff
from readlist.formats.lists import annotated, hf_page
from readlist.model import ListInfo, Record, Skipped
from support.formats import ids_of, load, records
from support.paths import SEEDS
from support.web_pages import ANNOTATED, ARXIV, GITHUB, HEADINGS, annotated_page, page


def told(record):
    names = [author.name for author in record.authors]
    return record.title, ids_of(record), names, record.year, record.venue


def test_a_page_of_github():
    """The README alone counts: not navigation, scripts, code, comments or what is hidden."""
    items = load(FORMAT, GITHUB, "list.html")
    assert items[0] == ListInfo(title="Awesome Counting")
    assert [(r.title, ids_of(r), r.entries[0].section, r.line) for r in items[1:]] == [
        ("Counting sheep at night", ["arxiv:2301.00001"], ("Sheep",), 12),
        ("Counting cows by day", ["arxiv:2301.00002"], ("Sheep",), 16),
        ("Counting hens of old", ["arxiv:2301.00003"], ("Sheep", "Older"), 19),
        ("Counting pigs of today", ["arxiv:2301.00004"], ("Sheep",), 20),
    ]
    first = items[1]
    assert (first.year, first.venue, first.source) == (2020, "ICML", "html")
    assert [link.name for link in first.links] == ["code"]
    assert first.entries[0].remark == "- A remark on it."


def test_a_page_of_pandoc():
    """A title block, lists of paragraphs, and lines that were broken to fit."""
    text = page(
        '<header><h1 class="title">Reading List</h1></header>'
        '<nav id="TOC"><ul><li><a href="#nlp">NLP</a></li></ul></nav><h1 id="nlp">NLP</h1>'
        '<ol type="1"><li><p>Ann Lee and Bo Ray. <em>Counting Words in Very\nLarge Texts</em>. In'
        ' ACL 2020. <a\nhref="https://aclanthology.org/2020.acl-main.1/">link</a></p></li>'
        f'<li><p><a href="{ARXIV}">Counting letters in\nlong words</a>. A remark\nin two.</p></li>'
    )
    words, letters = records(FORMAT, text, "list.html")
    assert told(words) == (
        "Counting Words in Very Large Texts", ["acl:2020.acl-main.1"], ["Ann Lee", "Bo Ray"],
        2020, "ACL",
    )  # fmt: skip
    assert (letters.title, letters.entries[0].remark) == (
        "Counting letters in long words",
        "A remark in two.",
    )
    assert letters.entries[0].section == ("NLP",)


LAYOUT = (
    '<table><tr><td><table><tr><td><img src="a.png"></td><td><a href="https://sheep.org/">'
    '<span class="papertitle">Counting Sheep Well</span></a><br><strong>Ann Lee</strong>, '
    '<a href="https://ray.org">Bo Ray</a><br><em>CVPR</em>, 2024<br>'
    f'<a href="https://sheep.org/">project page</a> / <a href="{ARXIV}">arXiv</a></td></tr>'
    "</table></td></tr></table>"
)
THEME = (
    '<ol class="bibliography"><li><div class="title">Counting Sheep Well</div><div '
    'class="author"><em>Ann Lee</em>, and <a href="https://ray.org">Bo Ray</a></div><div '
    'class="periodical"><em>In CVPR</em>, 2024</div><div class="links">'
    f'<a href="{ARXIV}" class="btn">arXiv</a></div></li></ol>'
)
PLAIN = f'<p><a href="{ARXIV}">Counting Sheep Well</a><br>Ann Lee, Bo Ray<br><i>CVPR 2024</i></p>'


@pytest.mark.parametrize("body", [LAYOUT, THEME, PLAIN])
def test_publications_of_a_person(body):
    """Plain pages, layouts of tables and themes say the same of a paper."""
    (record,) = records(FORMAT, page(f"<h1>Ann</h1><h2>Papers</h2>{body}"), "list.html")
    assert told(record) == (
        "Counting Sheep Well", ["arxiv:2301.00001"], ["Ann Lee", "Bo Ray"], 2024, "CVPR"
    )  # fmt: skip
    assert record.entries[0].section == ("Papers",)


def test_accepted_papers_of_a_conference():
    """Titles with authors below, with or without a link; addresses are completed."""
    text = (
        '<html><head><title>FARM</title><base href="https://farm.org/2024/"></head><body><main>'
        "<h1>Accepted Papers</h1><h2>Oral</h2><ul>"
        "<li><b>Counting Sheep with Models</b><br><i>Ann Lee, Bo Ray</i>"
        '<a href="p/a.pdf">PDF</a></li>'
        "<li><b>Counting Cows by Night</b><br><i>Cy Dee, Eve Fox</i></li></ul>"
        '<p><a href="/paper/44">Counting Pigs Quickly</a><br>Ann Lee · Bo Ray</p></main></body>'
    )
    assert [told(record)[:3] for record in records(FORMAT, text, "list.html")] == [
        ("Counting Sheep with Models", ["url:https://farm.org/2024/p/a.pdf"],
         ["Ann Lee", "Bo Ray"]),
        ("Counting Cows by Night", [], ["Cy Dee", "Eve Fox"]),
        ("Counting Pigs Quickly", ["url:https://farm.org/paper/44"], ["Ann Lee", "Bo Ray"]),
    ]  # fmt: skip


def test_listing_of_arxiv():
    """Terms hold the identifier, what is said of them the title and the authors."""
    text = page(
        '<dl><dt><a name="item1">[1]</a> <a href="/abs/2301.00001">arXiv:2301.00001</a> '
        '[<a href="/pdf/2301.00001">pdf</a>, <a href="/format/2301.00001">other</a>]</dt><dd><div>'
        '<div class="list-title"><span class="descriptor">Title:</span> Counting Listed Sheep</div>'
        '<div class="list-authors"><a href="/a/lee">Ann Lee</a>, <a href="/a/ray">Bo Ray</a></div>'
        "</div></dd></dl>"
    ).replace("<head>", '<head><link rel="canonical" href="https://arxiv.org/list/cs/new">')
    (record,) = records(FORMAT, text, "list.html")
    assert told(record)[:3] == (
        "Counting Listed Sheep",
        ["arxiv:2301.00001"],
        ["Ann Lee", "Bo Ray"],
    )


def test_tables_with_spans():
    """A cell that reaches over rows is said of each of them, a title only of its first."""
    text = page(
        "<table><tr><th>Kind</th><th>Title</th><th>Venue</th><th>Paper</th></tr>"
        f'<tr><td rowspan="2">Birds</td><td>Counting Owls</td><td>ICML 2022</td>'
        f'<td><a href="{ARXIV}">pdf</a></td></tr><tr><td>Counting Larks</td><td>ACL 2021</td>'
        f'<td><a href="{ARXIV[:-1]}2">pdf</a></td></tr></table>'
    )
    assert [
        (r.title, r.year, r.venue, r.entries[0].remark) for r in records(FORMAT, text, "list.html")
    ] == [
        ("Counting Owls", 2022, "ICML", "Birds"),
        ("Counting Larks", 2021, "ACL", "Birds"),
    ]


def test_rows_that_are_wider_than_the_header():
    text = page(
        "<table><tr><th>Number</th></tr>"
        f'<tr><td>1</td><td><a href="{ARXIV}">Counting Sheep in Fields</a></td></tr>'
        f'<tr><td>2</td><td><a href="{ARXIV[:-1]}2">Counting Goats in Fields</a></td></tr></table>'
    )
    assert [r.title for r in records(FORMAT, text, "list.html")] == [
        "Counting Sheep in Fields",
        "Counting Goats in Fields",
    ]


def test_relative_addresses_without_a_base_are_left_alone():
    """What leads nowhere known is neither an identifier nor an error."""
    (record,) = records(
        FORMAT,
        page('<ul><li><b>Counting Sheep Here</b> <a href="a.pdf">pdf</a></li></ul>'),
        "list.html",
    )
    assert record.title == "Counting Sheep Here"
    assert not record.identifiers


def test_a_page_saved_with_its_pictures():
    """The HTML of an MHTML archive is read, with its address as the base of the links."""
    text = (
        "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
        '\ttype="text/html"; boundary="--x"\n\n----x\nContent-Type: text/html\n'
        "Content-Transfer-Encoding: quoted-printable\nContent-Location: https://farm.org/list\n\n"
        '<html><body><h1>L</h1><ul><li><a href=3D"/papers/sheep.pdf">Counting sh=\neep</a></li>'
        "</ul></body></html>\n----x--\n"
    )
    assert sniff(text, "a.mhtml") > 0.8
    assert [(r.title, ids_of(r)) for r in records(FORMAT, text, "list.html")] == [
        ("Counting sheep", ["url:https://farm.org/papers/sheep.pdf"])
    ]


def test_all_links():
    """Links that are no papers are records when they are asked for, with their sections."""
    text = page(
        '<h1>L</h1><h2>Courses</h2><ul><li><a href="https://c.org/101">Counting 101</a> - a course'
        f'</li><li><a href="{ARXIV}">Counting sheep at night</a></li></ul>'
    )
    course, paper = records(FORMAT, text, "list.html", all_links=True)
    assert (course.title, ids_of(course), course.kind) == (
        "Counting 101", ["url:https://c.org/101"], "online"
    )  # fmt: skip
    assert (course.entries[0].remark, course.entries[0].section) == ("a course", ("Courses",))
    assert paper.kind == ""
    assert [type(item) for item in load(FORMAT, text, "list.html")] == [ListInfo, Skipped, Record]


# Pages whose text is in another format


def same(record):
    entry = record.entries[0]
    words = "".join(entry.remark.replace("-", "").split())
    return record.title, record.year, record.venue, record.authors, entry.section, words


def test_the_page_of_an_annotated_list():
    """The page gives what its text gives, and the links of its titles besides."""
    links = {
        "Digging Without a Spade": ARXIV,
        "Compost Heaps in Small Towns": "https://heaps.org/paper",
    }
    items = load(FORMAT, annotated_page(ANNOTATED, HEADINGS, links), "list.html")
    found = [item for item in items if isinstance(item, Record)]
    text = annotated.load(TextDocument(ANNOTATED), LoadOptions())
    assert [same(r) for r in found] == [same(r) for r in text if isinstance(r, Record)]
    assert items[0] == ListInfo(title="Gardening Reads")
    assert ids_of(found[0]) == ["arxiv:2301.00001"]
    assert found[1].links[0].url == "https://heaps.org/paper"


@pytest.mark.shared
@pytest.mark.shared
def test_the_page_of_the_seed():
    """All places of the real list come from a page of it as from its text."""
    text = next(SEEDS.glob("000_*.txt")).read_text("utf-8")
    expected = [
        r for r in annotated.load(TextDocument(text), LoadOptions()) if isinstance(r, Record)
    ]
    headings = {
        name: 2 + depth for r in expected for depth, name in enumerate(r.entries[0].section)
    }
    titles = {r.title: ARXIV for r in expected if r.title not in headings}
    found = records(FORMAT, annotated_page(text, headings, titles), "list.html")
    assert [same(r) for r in found] == [same(r) for r in expected]


def test_a_page_of_hugging_face():
    """A page of papers with abstracts is read as its text is, and the papers get their numbers."""
    shown = "".join(
        f'<article><h3><a href="/papers/2301.0000{n}">{title}</a></h3><p>{abstract}</p>'
        f"<ul><li>{n} authors</li></ul>·<div>Oct {n}, 2021</div></article>"
        for n, title, abstract in (
            (1, "Seeing Things Clearly", "To see is to learn, and here we say so at some length."),
            (2, "Words and Deeds", "Words are followed by deeds, as we show here at length too."),
        )
    )
    text = page(f"<p>Get trending papers in your email inbox!</p><h1>Daily Papers</h1>{shown}")
    text = text.replace("<head>", '<head><base href="https://huggingface.co/papers">')
    found = records(FORMAT, text, "list.html")
    assert [(r.title, ids_of(r), r.author_count, r.published) for r in found] == [
        ("Seeing Things Clearly", ["arxiv:2301.00001"], 1, "2021-10-01"),
        ("Words and Deeds", ["arxiv:2301.00002"], 2, "2021-10-02"),
    ]
    assert found[0].source == hf_page.FORMAT.name
    assert found[0].abstract.startswith("To see is to learn")


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(path.stem for path in fidelity.LABELS.glob("*.json")))
def test_real_lists_as_pages(name):
    """A real list is read from the page that a forge shows of it as from its Markdown."""
    if not fidelity.LISTS.exists():
        pytest.skip("the real lists are not here")
    found, expected = (fidelity.records(f"{name}.md", syntax) for syntax in ("html", "markdown"))
    assert [(*told(r), r.entries, r.links) for r in found] == [
        (*told(r), r.entries, r.links) for r in expected
    ]
    ((_, score),) = fidelity.scores([name], "html")
    assert min(score.figures().values()) >= 0.93, score.misses
