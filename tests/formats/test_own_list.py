"""Lists that the program wrote, after people and others had their hands on them."""

from dataclasses import replace
from importlib import import_module
from time import perf_counter

import pytest

from readlist import formats
from readlist.bib.names import parse_author
from readlist.formats import own_list
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.formats.list_export import markdown
from readlist.model import Identifier, ListEntry, Paper, Skipped
from support.formats import dump, load, records
from support.golden_papers import LISTS, PAPERS

DEEP = DumpOptions(lists=LISTS, list="deep")
DOE = Paper(id=1, key="doe2020title", title="A title", lists=(ListEntry(("A",), 0, "", "deep"),))


@pytest.mark.parametrize(
    ("head", "score"),
    [
        ("<!-- readlist list 1 -->\n# A", 1), ("\ufeff# readlist list 1\n#+TITLE: A", 1),
        ('<html><head>\n<meta name="generator" content="readlist list 1">', 1),
        ("# A list\n\nwith a word on <!-- readlist list 1 -->", 0), ("# readlist lists\n", 0),
        ('<p title="readlist list 1">', 0), ("", 0),
    ],
)  # fmt: skip
def test_sniff(head, score):
    """Only the mark in its own place makes a list ours."""
    assert own_list.sniff(head, "list.md") == score


@pytest.mark.parametrize(
    "line",
    [
        "- [A Paper Somebody Added](https://arxiv.org/abs/2001.00001). Jane Doe. ACL 2020.",
        "* **A Paper Somebody Added** [[paper]](https://arxiv.org/abs/2001.00001)",
    ],
)
def test_an_entry_that_was_added_by_hand(line):
    """A paper that a person adds in a form of their own is read, in its section."""
    text = dump(markdown, [DOE], DEEP) + line + "\n"
    [_, added] = records(own_list, text)
    assert (added.title, added.identifiers) == (
        "A Paper Somebody Added",
        (Identifier("arxiv", "2001.00001"),),
    )
    assert added.entries[0][:2] == (("A",), 2)


def test_a_remark_that_was_edited():
    """A person's hand in the file counts: a new remark, a link more, a section renamed."""
    text = (
        dump(markdown, PAPERS[:1], DEEP)
        .replace("Read it.", "Read it twice.")
        .replace("### NLP", "### Text")
    )
    text = text.replace("[[code](", "[[blog](https://example.org/b)] [[code](")
    [found] = records(own_list, text)
    assert found.entries[0].remark == "The one with $QK^T$.\nRead it twice."
    assert found.entries[0].section == ("Tier 1", "Text", "2017")
    assert [link.name for link in found.links] == ["blog", "code"]


def test_a_bullet_that_is_no_paper():
    """What is no paper is said to be left out."""
    [skipped] = [
        one for one in load(own_list, dump(markdown, [DOE], DEEP) + "- [Tool](https://example.org/tool)\n")
        if isinstance(one, Skipped)
    ]  # fmt: skip
    assert "example.org" in skipped.reason


@pytest.mark.parametrize("syntax", ["markdown", "html", "org"])
def test_thousands_of_authors(syntax):
    """A collaboration of thousands comes back whole."""
    people = tuple(parse_author(f"Ann{n} Collaborator{n}") for n in range(4_000))
    module = import_module(f"readlist.formats.list_export.{syntax}")
    [found] = records(own_list, "".join(module.dump([replace(DOE, authors=people)], DEEP)))
    assert found.authors == people


@pytest.mark.parametrize(
    "body",
    [
        "- [[" * 100_000, "- **[" + "a" * 300_000, "- **" + "\\" * 300_000,
            "- **a**\\\n  " + "*" * 300_000,
        "- **a**\\\n  " + "[[" * 150_000, "- **a**\\\n  " + "a `" * 100_000, "## a\n" * 50_000,
        "- **a**\n" + "  <details><summary>Abstract</summary>\n" * 20_000,
            "<!-- contents -->\n" * 50_000,
        "- **a**\\\n  " + " " * 300_000 + "x", "".join(f"**{'›' * n} a**\n" for n in range(600)),
        "- **a**\n\n  " + "<http://" * 100_000, "* " * 100_000 + "x",
    ],
)  # fmt: skip
def test_hostile_lists_are_read_in_time(body):
    """However a list of ours was tampered with, it is read in seconds and nothing is raised."""
    start = perf_counter()
    load(own_list, f"<!-- readlist list 1 -->\n{body}\n")
    assert perf_counter() - start < 5


@pytest.mark.parametrize(
    "body",
    [
        "* a\n:PROPERTIES:\n" * 20_000, "* a\n:PROPERTIES:\n:END:\n" + "[[" * 200_000,
        "* a\n:PROPERTIES:\n:END:\n" + "[[x][y]] " * 50_000, "*" * 300_000 + " a",
        "* a\n:PROPERTIES:\n:AUTHOR: " + "{" * 100_000 + "\n:END:\n" + ":ABSTRACT:\n" * 50_000,
        "* " + "\u200b" * 300_000, "* a\n:PROPERTIES:\n:AUTHOR: " + " and " * 100_000,
    ],
)  # fmt: skip
def test_hostile_org_is_read_in_time(body):
    """The same for org."""
    start = perf_counter()
    load(own_list, f"# readlist list 1\n{body}\n")
    assert perf_counter() - start < 5


@pytest.mark.parametrize("name", ["markdown", "html", "org"])
def test_a_named_format_reads_it_the_same(name):
    """``--format markdown`` must not guess at what readlist itself wrote."""
    text = "".join(formats.writer(name).dump(PAPERS, DEEP))
    document = TextDocument(text, f"list.{name}")
    own = list(own_list.load(document, LoadOptions()))
    assert list(formats.reader(name).load(document, LoadOptions())) == own
