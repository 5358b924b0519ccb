"""Web pages are recognised, and hostile ones are read in bounded time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats.base import TextDocument
from readlist.formats.html import FORMAT, sniff
from readlist.model import Problem, Record
from support.effort import assert_linear
from support.formats import load, records
from support.web_pages import ANNOTATED, ARXIV, GITHUB, HEADINGS, annotated_page, page


@pytest.mark.parametrize(
    ("head", "name", "sure"),
    [
        ("<!DOCTYPE html>\n<p>x", "", True), ("<html><body>", "", True),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "", True),
        ("<!-- saved from url=(0001)x -->\n<html>", "", True),
        ("<ul><li>a</li></ul>", "a.html", True), ("<ul>" + "<li>a</li>" * 20, "", True),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>", "b.html", False),
        ("<html><head><title>Pocket Export</title>", "", False),
        ("<p align=center>x</p>\n\n# A\n- [a](b)\n", "README.md", False),
        ('<?xml version="1.0"?><feed>', "", False), ("", "a.html", False), ("x", "a.html", False),
    ],
)  # fmt: skip
def test_sniff(head, name, sure):
    """Pages are recognised by their beginning; bookmarks and Markdown with HTML are not ours."""
    assert (sniff(head, name) >= 0.6) == sure
    assert FORMAT.makes_list


@pytest.mark.parametrize("text", [GITHUB, annotated_page(ANNOTATED, HEADINGS, {})])
def test_no_other_format_takes_a_page(text):
    """Of all formats, this one recognises a page."""
    assert formats.sniff(TextDocument(text, "x.html")).name == "html"


@pytest.mark.parametrize(
    "unit",
    [
        "<div>", "<b><i>", "<ul><li>x", "<table><tr><td>", "<dl><dt>x<dd>y", "<font><p>x", "<!--",
        "<a href=x>", "<script>", "</details>", "<details><summary>x", "<", "<title", "<base ",
        "<p>x<br>", "<article><li>x</article>", "<!-- saved from url=(0014)", '<td class="',
    ],
)  # fmt: skip
def test_hostile_pages(unit):
    """Depth and length are bounded: no page keeps the program for long."""
    assert_linear(lambda size: load(FORMAT, "<!DOCTYPE html>" + unit * (size // len(unit))), 12_000)


def test_a_page_too_long_is_cut(monkeypatch):
    """What is behind the bound is said to be left out."""
    monkeypatch.setattr("readlist.formats.lists.page.LONGEST", 400)
    items = load(
        FORMAT, page(f'<ul><li><a href="{ARXIV}">Counting sheep at night</a></li></ul>' * 9)
    )
    assert isinstance(items[0], Problem)
    assert any(isinstance(item, Record) for item in items)


PARTS = st.sampled_from(
    ["<", ">", "<p>", "</p>", "<ul>", "<li>", "<table>", "<tr>", "<td rowspan=3>", "<th>", "<dl>",
     "<dt>", "<dd>", f'<a href="{ARXIV}">', "</a>", "<h2>", "<h5>", "<br>", "Title words here",
     "A. Lee et al.", "2020", "<b>", "<details>", "<summary>", "<!--", "-->",
     "<base href='http://[x'>", "&amp;", "&#0;", "<pre>", "<img alt=x>", "- ", "\n",
     "<article class=markdown-body>"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PARTS, max_size=40).map("".join)))
def test_any_page_is_read(text):
    """No text makes the format raise, and every record has a place in the list."""
    assert 0 <= sniff(text, "x.html") <= 1
    for record in records(FORMAT, "<html>" + text, "x.html"):
        assert record.entries[0].position > 0
        assert "\n" not in record.title


@pytest.mark.parametrize("depth", [100, 2_000])
def test_what_stands_too_deep_is_said(depth):
    """An entry within too many elements is left out with its line; one beside it comes in."""
    entry = '<ul><li><a href="https://arxiv.org/abs/{}">A Title of the {} Paper</a></li></ul>\n'
    deep = "<div>" * depth + entry.format("1810.04805", "Second") + "</div>" * depth
    items = load(FORMAT, f"<html><body>{entry.format('1706.03762', 'First')}{deep}</body></html>")
    [told] = [item for item in items if isinstance(item, Problem)]
    assert (told.line, "more than 80" in told.message) == (2, True)
    assert [one.title for one in items if isinstance(one, Record)] == ["A Title of the First Paper"]
