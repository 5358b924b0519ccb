"""Lists in reStructuredText, in AsciiDoc and in the YAML behind a page."""

import pytest

from readlist import formats
from readlist.formats.base import LoadOptions, TextDocument
from readlist.model import ListInfo, Record

ARXIV = "https://arxiv.org/abs/2301.0000"

RST = f"""\
Papers
======

.. contents::

Animals
-------

* `Counting sheep <{ARXIV}1>`_, Ann Lee et al. 2017
* Counting cows by day. B. Ray. FARM 2016. `[pdf] <{ARXIV}2>`__

=====================  =========  ====  ======================================
Paper Title            Venue      Year  Materials
=====================  =========  ====  ======================================
Counting hens          FARM 2019  2018  `[PDF] <{ARXIV}3>`_
Counting bees, slowly  Hive       2020  `[PDF] <{ARXIV}4>`_
=====================  =========  ====  ======================================

.. list-table::

   * - Title
     - Link
   * - Counting pigs
     - `arXiv <{ARXIV}5>`_
"""
ADOC = f"""\
= Papers
:toc:

== Animals

* {ARXIV}1[Counting sheep], Ann Lee et al. 2017
* *Counting cows by day*. B. Ray. FARM 2016. link:{ARXIV}2[PDF]
** _Why_: it moos

[cols="1,2,1"]
|===
|Year |Title |Link

|2018
|Counting hens
|{ARXIV}3[arXiv]
|===
"""
YAML = f"""\
# the readings
- week: 1
  weektitle: Animals
  days:
    - date: Thursday, September 3
      title: Large ones
      required:
        - paper-title: "Counting: sheep"
          paper-link: {ARXIV}1
          paper-author: Ann Lee, and Bo Ray
          paper-published: FARM
          paper-year: 2016
      recommended:
        - paper-title: Counting cows
          paper-author: Cy Dee
          paper-link: {ARXIV}2
"""


def read(text, name):
    document = TextDocument(text, name)
    found = formats.sniff(document)
    items = list(found.load(document, LoadOptions()))
    return found.name, items, [item for item in items if isinstance(item, Record)]


def told(record):
    return record.title, record.venue, record.year, record.line


def test_rst():
    """Headings, bullets and three kinds of tables; every entry keeps its line."""
    name, items, found = read(RST, "README.rst")
    assert (name, items[0]) == ("rst", ListInfo(title="Papers"))
    assert [told(record) for record in found] == [
        ("Counting sheep", "", 2017, 9),
        ("Counting cows by day", "FARM", 2016, 10),
        ("Counting hens", "FARM", 2018, 15),
        ("Counting bees, slowly", "Hive", 2020, 16),
        ("Counting pigs", "", None, 23),
    ]
    assert {record.entries[0].section for record in found} == {("Animals",)}


def test_asciidoc():
    """Headings, nested bullets, and tables with a cell a line."""
    name, items, found = read(ADOC, "list.adoc")
    assert (name, items[0]) == ("asciidoc", ListInfo(title="Papers"))
    assert [told(record)[:3] for record in found] == [
        ("Counting sheep", "", 2017),
        ("Counting cows by day", "FARM", 2016),
        ("Counting hens", "", 2018),
    ]
    assert found[1].entries[0].remark == "- Why: it moos"


def test_yaml():
    """Keys say what they hold; the names above are sections."""
    name, _, found = read(YAML, "readings.yml")
    assert name == "yaml"
    assert [told(record) for record in found] == [
        ("Counting: sheep", "FARM", 2016, 8),
        ("Counting cows", "", None, 14),
    ]
    assert [author.name for author in found[0].authors] == ["Ann Lee", "Bo Ray"]
    assert found[1].entries[0].section == ("Animals", "Large ones", "recommended")


@pytest.mark.parametrize("text", ["a: b\nc: d\n", "- one\n- two\n", "name: x\nversion: 1\n"])
def test_other_yaml(text):
    """Settings are no list of papers."""
    sniff = formats.reader("yaml").sniff
    assert sniff
    assert sniff(f"{text}authors: me\n", "config.yml") == 0


REFERENCES = """\
[1] A. Lee and B. Ray, "Counting sheep at night," in Proc. Farm Conf., 2017, pp. 5-8.
Lee, A., & Ray, B. (2019). Counting cows by day: A study. *Farming*, 7(1), 19-36.
Ray, Bo. The Structure of Herds. Chicago: University of Farm Press, 1962.
Lee A, Ray B. Counting hens: how it is done. Farm Lett. 2011;12:323.
Lee A, Ray B, et al. Counting bees in the field[C]//Proceedings of the Hive. 2016: 77-78.
Ann Lee and Bo Ray. 2017. Counting Pigs in Fields. In Advances in Farming 30. 59-60.
"""


def test_references_in_their_styles():
    """IEEE, APA, Chicago, Vancouver, GB/T 7714 and ACM say the same facts in other orders."""
    _, _, found = read(REFERENCES, "refs.txt")
    assert [(record.title, record.year) for record in found] == [
        ("Counting sheep at night", 2017),
        ("Counting cows by day: A study", 2019),
        ("The Structure of Herds", 1962),
        ("Counting hens: how it is done", 2011),
        ("Counting bees in the field", 2016),
        ("Counting Pigs in Fields", 2017),
    ]
    assert all(record.authors for record in found)


def test_references_in_blocks():
    """A block of lines is one reference."""
    text = (
        "Counting sheep at night\nLee A, Ray BC\nFarming 2011\nhttps://doi.org/10.1000/182\n\n"
        "Counting cows by day in fields\nDee C, Lee A\nFarm Methods 2017\n"
        "https://doi.org/10.1000/183\n"
    )
    _, _, found = read(text, "papers.txt")
    assert [(r.title, r.year, len(r.authors), len(r.identifiers)) for r in found] == [
        ("Counting sheep at night", 2011, 2, 1),
        ("Counting cows by day in fields", 2017, 2, 1),
    ]
