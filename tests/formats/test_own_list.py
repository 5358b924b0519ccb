"""Lists that the program wrote, after people and others had their hands on them."""

from dataclasses import replace
from importlib import import_module

import pytest

from readlist import formats
from readlist.bib.names import parse_author
from readlist.formats import own_list
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.formats.list_export import markdown
from readlist.model import Identifier, ListEntry, Paper, Skipped
from support.effort import assert_linear
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


HOSTILE_LISTS = [
    lambda n: "- [[" * n,
    lambda n: "- **[" + "a" * n,
    lambda n: "- **" + "\\" * n,
    lambda n: "- **a**\\\n  " + "*" * n,
    lambda n: "- **a**\\\n  " + "[[" * n,
    lambda n: "- **a**\\\n  " + "a `" * n,
    lambda n: "## a\n" * n,
    lambda n: "- **a**\n" + "  <details><summary>Abstract</summary>\n" * (n // 3),
    lambda n: "<!-- contents -->\n" * n,
    lambda n: "- **a**\\\n  " + " " * n + "x",
    lambda n: "".join(f"**{'›' * depth} a**\n" for depth in range(n // 100)),
    lambda n: "- **a**\n\n  " + "<http://" * n,
    lambda n: "* " * n + "x",
]


@pytest.mark.parametrize("body", HOSTILE_LISTS)
def test_hostile_lists_cost_time_in_proportion(body):
    """However a list of ours was tampered with, it is read and nothing is raised."""
    assert_linear(lambda n: load(own_list, f"<!-- readlist list 1 -->\n{body(n)}\n"), 10_000)


HOSTILE_ORG = [
    lambda n: "* a\n:PROPERTIES:\n" * (n // 8),
    lambda n: "* a\n:PROPERTIES:\n:END:\n" + "[[" * n,
    lambda n: "* a\n:PROPERTIES:\n:END:\n" + "[[x][y]] " * n,
    lambda n: "*" * n + " a",
    lambda n: "* a\n:PROPERTIES:\n:AUTHOR: " + "{" * n + "\n:END:\n" + ":ABSTRACT:\n" * (n // 2),
    lambda n: "* " + "\u200b" * n,
    lambda n: "* a\n:PROPERTIES:\n:AUTHOR: " + " and " * n,
]


@pytest.mark.parametrize("body", HOSTILE_ORG)
def test_hostile_org_costs_time_in_proportion(body):
    """The same for org."""
    assert_linear(lambda n: load(own_list, f"# readlist list 1\n{body(n)}\n"), 10_000)


@pytest.mark.parametrize("name", ["markdown", "html", "org"])
def test_a_named_format_reads_it_the_same(name):
    """``--format markdown`` must not guess at what readlist itself wrote."""
    text = "".join(formats.writer(name).dump(PAPERS, DEEP))
    document = TextDocument(text, f"list.{name}")
    own = list(own_list.load(document, LoadOptions()))
    assert list(formats.reader(name).load(document, LoadOptions())) == own
