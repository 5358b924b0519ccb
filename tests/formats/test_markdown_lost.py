"""Papers in curated lists that are easily overlooked: each is taken, or counted as left out."""

import pytest

from readlist.bib import ids
from readlist.formats import markdown, org, refs
from readlist.formats.base import LoadOptions, TextDocument
from readlist.library.lists.check import broken_address
from readlist.model import Record, Skipped

ARXIV = "https://arxiv.org/abs/2301.00001"
OTHER = "https://arxiv.org/abs/2301.00002"


def kept_and_lost(text, form=markdown):
    items = list(form.load(TextDocument(text, "list.md"), LoadOptions()))
    records = [item for item in items if isinstance(item, Record)]
    return records, [item for item in items if isinstance(item, Skipped)]


@pytest.mark.parametrize(
    "below",
    ["", "[[code]](https://github.com/a/b)\n", "- A remark on it\n", "They count sheep.\n"],
)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_heading_is_a_paper(level, below):
    """A heading that is one link to a paper is that paper, at any level and any length."""
    text = f"# Sheep\n\n{'#' * level} [Counting sheep]({ARXIV})\n\n{below}\n# Rest\n\nWords.\n"
    (paper,), skipped = kept_and_lost(text)
    assert (paper.title, paper.identifiers) == (
        "Counting sheep",
        (ids.parse(ARXIV), *ids.implied(ids.parse(ARXIV))),
    )
    assert paper.entries[0].section == ()
    assert not skipped


def test_headings_in_a_row():
    """Papers that are headings are neighbours, and stand in the section above them."""
    papers, _ = kept_and_lost(
        f"# Sheep\n\n## Night\n\n### [Counting sheep]({ARXIV})\n\nGood.\n\n### [Sheep]({OTHER})\n"
    )
    assert [(p.title, p.entries[0].section) for p in papers] == [
        ("Counting sheep", ("Night",)),
        ("Sheep", ("Night",)),
    ]


@pytest.mark.parametrize("below", ["- [Counting goats by day]", "### [Counting goats by day]"])
def test_heading_above_papers_is_a_section(below):
    """A heading above other papers stays a section, and its own paper is counted."""
    (paper,), skipped = kept_and_lost(f"# Sheep\n\n## [Counting]({ARXIV})\n\n{below}({OTHER})\n")
    assert (paper.title, paper.entries[0].section) == ("Counting goats by day", ("Counting",))
    assert [item.line for item in skipped] == [3]


def test_plain_title_above_labels():
    """A line without emphasis above nothing but labels is a title."""
    labels = f"[[Paper]({ARXIV})] [[Code](https://github.com/a/b)]"
    papers, skipped = kept_and_lost(
        f"# Sheep\n\n## Night\n\nAnother great title of work\n\n{labels}\n"
    )
    assert [paper.title for paper in papers] == ["Another great title of work"]
    assert [link.name for link in papers[0].links] == ["code"]
    assert not skipped


@pytest.mark.parametrize("line", ["This is what we wrote.", "Here are the links:", "Two words"])
def test_sentence_above_labels_is_no_title(line):
    """A sentence, or too short a line, gives no title to the labels below it."""
    papers, _ = kept_and_lost(f"# Sheep\n\n## Night\n\n{line}\n\n[[Paper]({ARXIV})]\n")
    assert [paper.title for paper in papers] == [""]


def test_papers_below_a_paper_in_org():
    """Items below a heading that is a paper are its notes, or papers themselves."""
    papers, _ = kept_and_lost(
        f"* Sheep\n** [[{ARXIV}][Counting sheep at night]]\n- A remark on it\n"
        f"- [[{OTHER}][Counting goats by day]]\n\nMore words.\n",
        org,
    )
    assert [paper.title for paper in papers] == ["Counting sheep at night", "Counting goats by day"]
    assert papers[0].entries[0].remark == "- A remark on it\n\nMore words."


@pytest.mark.parametrize(
    "address",
    [
        "https://arxiv.org/abs/2399.99999",
        "https://arxiv.org/abs/23011.1",
        "https://doi.org/10.1000",
        "https://openreview.net/forum?id=",
    ],
)
@pytest.mark.parametrize(
    "entry", ["- [Counting sheep at night]({})", "- Sheep at night [[pdf]]({})"]
)
def test_malformed_identifier(entry, address):
    """A paper with a slip in its identifier comes in with its address, which the check reports."""
    (paper,), skipped = kept_and_lost(f"# Sheep\n\n{entry.format(address)}\n")
    assert paper.title.endswith("heep at night")
    assert [one.scheme for one in paper.identifiers] == ["url"]
    assert broken_address(paper.identifiers[0].value)
    assert not skipped


def test_other_pages_of_issuers():
    """Listings and help pages of an issuer are no papers."""
    papers, skipped = kept_and_lost(
        "# A\n\n- [New in cs.CL today](https://arxiv.org/list/cs.CL/new)\n"
    )
    assert (papers, len(skipped)) == ([], 1)


def test_row_without_link():
    """Under a column of titles a row without a link is a paper, or else counted."""
    papers, skipped = kept_and_lost(
        "# A\n\n| Title | Venue | Link |\n|---|---|---|\n| No link at all | NeurIPS | - |\n"
        f"| Counting sheep | ICML | [pdf]({ARXIV}) |\n| Sheep | - | - |\n"
    )
    assert [(p.title, p.venue, len(p.identifiers) > 0) for p in papers] == [
        ("No link at all", "NeurIPS", False),
        ("Counting sheep", "ICML", True),
    ]
    assert [item.line for item in skipped] == [7]


def test_rows_of_other_tables():
    """Rows of a table that has no column of titles are no papers."""
    assert kept_and_lost("# A\n\n| Option | Meaning |\n|---|---|\n| One two three | four |\n") == (
        [],
        [],
    )


def test_bold_title_without_link():
    """A title in bold with its venue and no link is counted as left out."""
    papers, skipped = kept_and_lost(
        "# A\n\n- **Counting sheep at night**, ICML 2020\n- **Note**: talk\n"
    )
    assert papers == []
    assert [item.line for item in skipped] == [3]


def test_badges_and_talk_before_the_first_section():
    """A badge below the title of a list, or talk of the list's own paper, is no entry."""
    badge = f"[![arXiv](https://img.shields.io/badge/arXiv-2301.00001-b31b1b.svg)]({ARXIV})"
    papers, skipped = kept_and_lost(
        f"# Sheep\n\n{badge}\n\n> A list. See also [our paper]({ARXIV})\n\n"
        f"## Night\n\n- [Counting sheep at night]({OTHER})\n"
    )
    assert [paper.title for paper in papers] == ["Counting sheep at night"]
    assert [item.line for item in skipped] == [3, 5]


def test_small_list_is_markdown():
    """One heading and one titled paper make a list where the file is called so."""
    text = f"# Sheep\n\n- [Counting sheep]({ARXIV})\n"
    assert markdown.sniff(text, "list.md") > refs.FORMAT.sniff(text, "list.md")
    assert markdown.sniff(text, "list.txt") == 0
    assert markdown.sniff("# A\n\n- [A nice page](https://example.org/)\n", "list.md") == 0


def test_a_heading_above_an_empty_item():
    """An item of nothing but blanks or a picture below a heading is no title, and no mistake."""
    for item in ("- <br>", "- ![](a.png)", "- &nbsp;"):
        text = f"# A\n\n## B\n\n{item}\n\n## C\n\n- [Counting sheep at night]({ARXIV})\n"
        records, _ = kept_and_lost(text)
        assert [one.title for one in records] == ["Counting sheep at night"]
