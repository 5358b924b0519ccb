"""Lists as Markdown: what GitHub shows of them, and that they come back as they were."""

import re
from dataclasses import replace

from hypothesis import given
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from readlist import formats
from readlist.formats import own_list
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.formats.list_export import escapes
from readlist.formats.list_export.markdown import Slugs
from readlist.model import Identifier, Link, ListEntry, ListInfo, Paper, Reading, Record, Status
from readlist.text import clean_block
from support.formats import dump, records
from support.golden_papers import LISTS, PAPERS
from support.list_papers import OPTIONS, expected, lines, listed, read, remarks
from support.paths import GOLDEN

MARKDOWN = formats.get("markdown")
DEEP = DumpOptions(lists=LISTS, list="deep")


def _shown(text):
    """Return the page that a renderer of GitHub's kind makes of Markdown."""
    return LexborHTMLParser(MarkdownIt("commonmark").enable("table").render(text))


def _paper(title="A title", **facts):
    return Paper(id=1, key="doe2020title", title=title, **facts)


def _placed(*sections):
    places = (ListEntry(section, n, "", "deep") for n, section in enumerate(sections))
    return [replace(_paper(f"Paper {n}"), lists=(place,)) for n, place in enumerate(places)]


def test_golden():
    """The list is the same bytes as the golden file."""
    options = replace(DEEP, extras=frozenset({"abstract", "notes"}))
    assert dump(MARKDOWN, PAPERS, options) == (GOLDEN / "list.md").read_bytes().decode()


@given(listed)
def test_round_trip(papers):
    """A list that is written and read again has the same title, papers, places and remarks."""
    text = dump(MARKDOWN, papers, OPTIONS)
    found = formats.sniff(TextDocument(text))
    items = list(found.load(TextDocument(text), LoadOptions()))
    assert items[0] == ListInfo(title="*Deep* <learning>")
    assert read(items) == expected(papers)


@given(lines)
def test_words_are_shown_as_they_are(text):
    """No title is markup: a renderer shows the same letters."""
    shown = _shown(f"# {escapes.inline(text)}\n").css_first("h1")
    assert " ".join(shown.text().split()) == " ".join(text.split())
    assert not shown.css("*")[1:]


@given(remarks)
def test_remarks_are_no_markup(text):
    """Whatever stands in a remark, only its bullets, paragraphs and addresses become elements."""
    page = _shown("\n".join(escapes.block(text)))
    allowed = {"html", "head", "body", "p", "br", "ul", "li", "a", "pre", "code"}
    assert {node.tag for node in page.css("*")} <= allowed
    assert all(a.attributes["href"].lower().startswith("http") for a in page.css("a"))
    assert escapes.text_of(escapes.block(text)) == clean_block(text)


def test_contents_lead_to_the_headings_of_github():
    """Anchors follow GitHub: Chinese stays, signs go, a name that comes again is numbered."""
    slugs = Slugs()
    names = ["NLP & Vision", "自然语言处理", "NLP & Vision", "C++ / 3.5", "a-1", "a", "a", "Été"]
    assert [slugs.of(name) for name in names] == [
        "nlp--vision", "自然语言处理", "nlp--vision-1", "c--35", "a-1", "a", "a-2", "été",
    ]  # fmt: skip


def test_contents_name_every_section_once_a_heading():
    """The table of contents stands below the title and leads to each section."""
    text = dump(MARKDOWN, _placed(("A",), ("A", "B"), ("C", "B")), DEEP)
    assert re.findall(r"(?m)^ *- \[(\w)\]\(#([\w-]+)\)$", text) == [
        ("A", "a"), ("B", "b"), ("C", "c"), ("B", "b-1"),
    ]  # fmt: skip


def test_deep_sections_keep_their_depth():
    """A section below Markdown's sixth level is a bold line that says how deep it is."""
    path = tuple("ABCDEFGH")
    text = dump(MARKDOWN, _placed(path), DEEP)
    assert "###### E" in text
    assert "**› F**" in text
    assert records(own_list, text)[0].entries[0].section == path


def test_a_paper_behind_its_sections():
    """A paper of a section that was left, or of none, goes back to where it stands."""
    sections = [("A",), ("A", "B"), ("A",), (), ("C",)]
    found = records(own_list, dump(MARKDOWN, _placed(*sections), DEEP))
    assert [one.entries[0].section for one in found] == sections


def test_boxes_appear_once_something_is_read():
    """A list of which nothing is read has no boxes; then what is read or skimmed is ticked."""
    begun = [_paper(reading=Reading(status)) for status in ("read", "skimmed", "reading", None)]
    assert "[ ]" not in dump(MARKDOWN, [_paper()], DEEP)
    boxes = re.findall(r"(?m)^- (\[.\])", dump(MARKDOWN, begun, DEEP))
    assert boxes == ["[x]", "[x]", "[ ]", "[ ]"]
    assert Status("read") == begun[0].reading.status


def test_papers_of_a_query():
    """Without a list the papers come in the order given, without sections."""
    papers = [replace(one, title=f"{n}") for n, one in enumerate(_placed(("B",), ("A",)))]
    text = dump(MARKDOWN, reversed(papers), DumpOptions())
    assert text.splitlines()[1:] == ["# Papers", "", "- **1**", "- **0**"]


def test_only_addresses_of_the_web_become_links():
    """A link that would run a script is not written."""
    bad = _paper(
        identifiers=(Identifier("url", "javascript:alert(1)"),),
        links=(Link("code", "data:text/html,x"), Link("pdf", "https://example.org/a(b)")),
    )
    text = dump(MARKDOWN, [bad], DEEP)
    assert "javascript" not in text
    assert "data:" not in text
    assert [a.attributes["href"] for a in _shown(text).css("a")] == ["https://example.org/a(b)"]


def test_abstract_and_notes_are_asked_for():
    """Abstract and notes stand in the list only where they were asked for."""
    text = dump(MARKDOWN, PAPERS, DEEP)
    assert "dominant" not in text
    assert "section 3" not in text
    asked = dump(MARKDOWN, PAPERS, replace(DEEP, extras=frozenset({"abstract", "notes"})))
    assert asked.count("<details>") == 2


def test_other_readers_understand_the_list_too():
    """Read as a list of the wild, it has the same papers, sections and identifiers."""
    text = dump(MARKDOWN, PAPERS[:5], DEEP)
    found = [
        one for one in MARKDOWN.load(TextDocument(text), LoadOptions()) if isinstance(one, Record)
    ]
    assert [one.identifiers[0] for one in found[:4]] == [one.identifiers[0] for one in PAPERS[:4]]
    assert found[0].title == PAPERS[0].title
    assert found[0].entries[0].section == ("Tier 1", "NLP", "2017")
