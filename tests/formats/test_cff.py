"""CITATION.cff: what is preferred to be cited, its references, and software alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats.base import TextDocument
from readlist.model import Link, Problem
from support.formats import ids_of, load, one, records

cff = formats.get("cff")
SOFTWARE = """cff-version: 1.2.0
message: Cite it.
title: whalesleep
authors:
  - family-names: Berg
    name-particle: van der
    given-names: Jan
  - name: Whale Group
version: 1.0.4
doi: 10.5281/zenodo.1234
date-released: 2021-08-11
repository-code: https://github.com/roe/whalesleep
keywords: [whales, deep sleep]
"""
PREFERRED = """preferred-citation:
  type: article
  title: Deep sleep of whales
  authors:
    - family-names: Roe
      given-names: Anna
  doi: 10.5555/whale.1
  journal: Marine Letters
  volume: 8
  issue: 1
  start: 1
  end: 9
  year: 2021
  month: 3
references:
  - type: conference-paper
    title: A second paper
    authors: [{family-names: Poe, given-names: Ben}]
    collection-title: Lunch 2020
    year: 2020
"""


def test_software_alone():
    assert formats.sniff(TextDocument(SOFTWARE, "CITATION.cff")).name == "cff"
    found = one(cff, SOFTWARE)
    assert (found.title, found.kind, found.published) == ("whalesleep", "software", "2021-08-11")
    assert [(a.name, a.family) for a in found.authors] == [
        ("Jan van der Berg", "van der Berg"), ("Whale Group", ""),
    ]  # fmt: skip
    assert ids_of(found) == ["doi:10.5281/zenodo.1234"]
    assert found.links == (Link("code", "https://github.com/roe/whalesleep"),)
    assert found.tags == ("whales", "deep-sleep")
    assert found.extra["bibtex"] == {"version": "1.0.4"}


def test_what_is_preferred_is_the_paper():
    paper, reference = records(cff, SOFTWARE + PREFERRED)
    assert (paper.title, paper.venue, paper.published) == (
        "Deep sleep of whales", "Marine Letters", "2021-03",
    )  # fmt: skip
    assert paper.extra["bibtex"] == {"volume": "8", "number": "1", "pages": "1--9"}
    assert (reference.kind, reference.venue, reference.year) == (
        "inproceedings", "Lunch 2020", 2020,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["cff-version: [", "cff-version: 1\na: &a [1]\nb: *a\n", "- cff-version: 1\n", "[" * 9_000],
)
def test_what_cannot_be_read_is_one_problem(text):
    [problem] = load(cff, text)
    assert isinstance(problem, Problem)


@given(st.text(alphabet="titleauthors:-[]{}&*!|>\n \"'", max_size=120))
def test_any_text(text):
    load(cff, "cff-version: 1\n" + text)


def test_what_a_reference_says_besides():
    """Translators, the language, notes, what it is part of, and that it is in press."""
    text = """cff-version: 1.2.0
title: whalesleep
references:
  - type: book
    title: Whales
    translators: [{family-names: Doe, given-names: C}]
    languages: [de]
    notes: Read it
    status: in-press
    collection-title: Sea Books
"""
    said = records(cff, text)[1].extra["bibtex"]
    assert said == {
        "translator": "Doe, C", "language": "de", "note": "Read it", "pubstate": "inpress",
        "series": "Sea Books",
    }  # fmt: skip
