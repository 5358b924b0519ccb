"""Lists as org files: headings, properties and remarks, and read back as they were."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import own_list
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.formats.list_export import org
from readlist.model import ListEntry, ListInfo, Paper, Reading, Status
from support.formats import dump
from support.golden_papers import LISTS, PAPERS
from support.list_papers import OPTIONS, expected, listed, read, remarks
from support.paths import GOLDEN

DEEP = DumpOptions(lists=LISTS, list="deep")


def test_golden():
    """The list is the same bytes as the golden file."""
    options = replace(DEEP, extras=frozenset({"abstract", "notes"}))
    assert dump(org, PAPERS, options) == (GOLDEN / "list.org").read_bytes().decode()


@given(listed)
def test_round_trip(papers):
    """A list that is written and read again has the same title, papers, places and remarks."""
    text = dump(org, papers, OPTIONS)
    assert formats.sniff(TextDocument(text)) is own_list.FORMAT
    items = list(own_list.load(TextDocument(text), LoadOptions()))
    assert items[0] == ListInfo(title="*Deep* <learning>")
    assert read(items) == expected(papers)


@given(remarks | st.text(alphabet="\u200b[{<*", max_size=12))
def test_escapes(text):
    """What is escaped comes back, also where the sign that escapes stood in it."""
    assert org.plain(org.escaped(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        '[[elisp:(shell-command "ls")][click]]', "{{{macro}}}", "shell:ls", "src_python{x}",
        "<<target>>", "#+BEGIN_SRC sh", "* heading", ":END:", "# comment", "  #+INCLUDE: /etc/x",
    ],
)  # fmt: skip
def test_nothing_runs(text):
    """A remark holds no link, macro, block, heading or drawer of its own."""
    place = ListEntry((), 1, text, "deep")
    body = dump(org, [Paper(id=1, key="a", title="T", lists=(place,))], DEEP).partition(":END:\n")[
        2
    ]
    alive = r"\[\[|\{\{\{|<<|\b(?:elisp|shell):\S|src_\w|(?m:^\s*#|^\*|^:\w)"
    assert text.strip() in body.replace(org.BLANK, "")
    assert not re.search(alive, body)


def test_status_is_a_keyword():
    """Org's agenda knows what is to be read and what is done."""
    shown = [Paper(id=1, key=f"k{s}", title="T", reading=Reading(s)) for s in (None, *Status)]
    heads = [line for line in dump(org, shown, DEEP).split("\n") if line.startswith("* ")]
    assert heads == [
        "* T", "* T", "* TODO T", "* READING T", "* SKIMMED T", "* DONE T", "* DROPPED T",
    ]  # fmt: skip


def test_one_paper_in_two_places():
    """The CUSTOM_ID of a paper stands in a file once, as org wants it."""
    places = (ListEntry(("A",), 1, "", "deep"), ListEntry(("B",), 2, "", "deep"))
    text = dump(org, [Paper(id=1, key="doe2020a", title="T", lists=places)], DEEP)
    assert text.count(":CUSTOM_ID: doe2020a") == 1
    assert text.count(":KEY: doe2020a") == 1
