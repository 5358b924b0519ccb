"""Lists and bibliographies in Org files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fidelity
from readlist import formats
from readlist.formats.base import TextDocument
from readlist.formats.org import FORMAT, sniff
from readlist.model import ListInfo, Rank, Reading, Record, Skipped, Status
from support.effort import assert_linear
from support.formats import ids_of, load, records
from support.properties import examples

ARXIV = "https://arxiv.org/abs/2301.00001"
LIST = """\
#+TITLE: Papers on Counting
#+AUTHOR: Ann
#+TODO: TODO PICKED(p) | DONE(d) DIGESTED
# a comment, and a drawer that nobody reads
:LOGBOOK:
- Note [[https://arxiv.org/abs/2301.00009][Not a paper here]]
:END:

Intro with a [[https://example.org][page]] in it.

* Plants
- [[https://arxiv.org/abs/2301.00001][Counting trees in the wood]], /Ann Lee et al./, ICML 2020.
  [[https://github.com/a/b][code]] A remark that goes
  on here.
- [ ] *Counting moss* [[[https://arxiv.org/abs/2301.00002][pdf]]]
  + Authors: Ann Lee, Bo Ray
- Small
  1. [[https://arxiv.org/abs/2301.00003][Counting grass blades]]
- A [[https://blog.x.org/p][post about counting]]
** Table
| Year | Title           | Link                                       |
|------+-----------------+--------------------------------------------|
| 2019 | Counting leaves | [[https://arxiv.org/abs/2301.00004][pdf]]  |
| 2018 | [[https://arxiv.org/abs/2301.00005][Counting twigs]] |       |
#+BEGIN_SRC org
- [[https://arxiv.org/abs/2301.00009][Code is no paper]]
#+END_SRC
#+begin_quote
[[https://arxiv.org/abs/2301.00006][Counting quoted shrubs]]
#+end_quote
* COMMENT Hidden
** [[https://arxiv.org/abs/2301.00009][Not this one]]
* Animals
- Counting Bees, DOI: 10.1145/3292500.3330919
- Counting Wasps <https://arxiv.org/abs/2301.00008>
[fn:1] See [[https://arxiv.org/abs/2301.00009][a footnote]].
"""
BIBLIOGRAPHY = """\
* Reading
** TODO [#A] [[https://arxiv.org/abs/2301.00001][Counting sheep at night]]   :sleep:sheep:
   SCHEDULED: <2023-01-01 Sun>
   :PROPERTIES:
   :CUSTOM_ID: lee2023counting
   :AUTHOR:   Lee, Ann and Ray, Bo
   :YEAR:     2023
   :END:
   It counts sheep, and
   very many of them.
   - one thing
*** Notes
    Deep notes.
** DONE Counting cows
   CLOSED: [2024-02-03 Sat 10:00]
   :PROPERTIES:
   :TITLE: Counting Cows by Day
   :BTYPE: article
   :CUSTOM_ID: ray2020cows
   :AUTHOR: Ray, Bo
   :JOURNAL: Journal of Cows
   :YEAR: 2020
   :VOLUME: 3
   :PAGES: 1--9
   :DOI: 10.1000/xyz
   :PDF: https://farm.org/cows.pdf
   :KEYWORDS: cows, day light
   :END:
** STARTED Counting pigs
   - [[https://arxiv.org/abs/2301.00007][pdf]]
   - [[https://github.com/a/b][code]]
** Counting hens
   :PROPERTIES:
   :ROAM_REFS: cite:hens2021 https://openreview.net/forum?id=abcDEF1234
   :END:
* TODO Write a paper
"""


def test_a_list():
    """Headings and bullets are sections, links in bullets and tables are papers."""
    items = load(FORMAT, LIST, "list.org")
    assert items[0] == ListInfo(title="Papers on Counting")
    assert [
        (r.title, ids_of(r), r.entries[0].section, r.line)
        for r in records(FORMAT, LIST, "list.org")
    ] == [
        ("Counting trees in the wood", ["arxiv:2301.00001"], ("Plants",), 12),
        ("Counting moss", ["arxiv:2301.00002"], ("Plants",), 15),
        ("Counting grass blades", ["arxiv:2301.00003"], ("Plants", "Small"), 18),
        ("Counting leaves", ["arxiv:2301.00004"], ("Plants", "Table"), 23),
        ("Counting twigs", ["arxiv:2301.00005"], ("Plants", "Table"), 24),
        ("Counting quoted shrubs", ["arxiv:2301.00006"], ("Plants", "Table"), 29),
        ("Counting Bees", ["doi:10.1145/3292500.3330919"], ("Animals",), 34),
        ("Counting Wasps", ["arxiv:2301.00008"], ("Animals",), 35),
    ]
    assert [item.line for item in items if isinstance(item, Skipped)] == [9, 19, 36]
    trees, moss = records(FORMAT, LIST, "list.org")[:2]
    assert (trees.year, trees.venue, trees.source, trees.rank) == (2020, "ICML", "org", Rank.LIST)
    assert [link.name for link in trees.links] == ["code"]
    assert trees.entries[0].remark == "A remark that goes on here."
    assert [author.name for author in moss.authors] == ["Ann Lee", "Bo Ray"]


def test_headings_that_are_papers():
    """Keyword, priority, tags and properties of a heading are what the reader says of a paper."""
    sheep, cows, pigs, hens = records(FORMAT, BIBLIOGRAPHY, "list.org")
    assert (sheep.title, ids_of(sheep), sheep.key) == (
        "Counting sheep at night", ["arxiv:2301.00001"], "lee2023counting"
    )  # fmt: skip
    assert [author.family for author in sheep.authors] == ["Lee", "Ray"]
    assert (sheep.year, sheep.tags) == (2023, ("sleep", "sheep"))
    assert sheep.reading == Reading(status=Status.TO_READ, priority=3)
    assert sheep.entries[0].section == ("Reading",)
    assert sheep.entries[0].remark == (
        "It counts sheep, and very many of them.\n\n- one thing\n\nNotes\n\nDeep notes."
    )
    assert (cows.title, ids_of(cows), cows.kind, cows.venue, cows.year) == (
        "Counting Cows by Day", ["doi:10.1000/xyz"], "article", "Journal of Cows", 2020
    )  # fmt: skip
    assert cows.extra["bibtex"] == {"volume": "3", "pages": "1--9"}
    assert cows.reading == Reading(status=Status.READ, finished="2024-02-03")
    assert (cows.tags, cows.rank) == (("cows", "day-light"), Rank.FILE)
    assert [(link.name, link.url) for link in cows.links] == [("pdf", "https://farm.org/cows.pdf")]
    assert (pigs.title, ids_of(pigs), pigs.reading.status) == (
        "Counting pigs", ["arxiv:2301.00007"], Status.READING
    )  # fmt: skip
    assert (hens.title, ids_of(hens), hens.key, hens.reading) == (
        "Counting hens", ["openreview:abcDEF1234"], "hens2021", None
    )  # fmt: skip


def test_a_note_on_one_paper():
    """A file whose own properties name a paper is that paper, as org-roam keeps notes."""
    text = (
        ":PROPERTIES:\n:ID: 3f2a\n:ROAM_REFS: @lee2023 https://arxiv.org/abs/2301.00001\n:END:\n"
        "#+TITLE: Counting sheep at night\n#+FILETAGS: :sleep:sheep:\n\nIt is about sheep.\n"
        "* Summary\nThey are many.\n"
    )
    (record,) = records(FORMAT, text, "list.org")
    assert (record.title, ids_of(record), record.key) == (
        "Counting sheep at night", ["arxiv:2301.00001"], "lee2023"
    )  # fmt: skip
    assert record.tags == ("sleep", "sheep")
    assert record.entries[0].remark == "It is about sheep.\n\nSummary\n\nThey are many."


@pytest.mark.parametrize(
    ("keyword", "status"),
    [
        ("TODO", Status.TO_READ), ("NEXT", Status.TO_READ), ("STARTED", Status.READING),
        ("IN-PROGRESS", Status.READING), ("DONE", Status.READ), ("CANCELLED", Status.DROPPED),
        ("PICKED", Status.TO_READ), ("DIGESTED", Status.READ), ("SKIMMED", Status.SKIMMED),
    ],
)  # fmt: skip
def test_keywords(keyword, status):
    """Keywords that people use, and those that the file declares, are statuses."""
    text = f"#+TODO: TODO PICKED(p!) | DONE DIGESTED\n* {keyword} [[{ARXIV}][Counting sheep]]\n"
    (record,) = records(FORMAT, text, "list.org")
    assert (record.title, record.reading.status) == ("Counting sheep", status)


@pytest.mark.parametrize(
    "line",
    [
        f"- [[{ARXIV}][*Counting sheep at night*]]",
        f"- *[[{ARXIV}][Counting sheep at night]]*",
        f"- /Counting sheep at night/, Ann Lee et al. [[{ARXIV}][pdf]]",
        f"- Counting sheep at night [[{ARXIV}][file:badge.svg]]",
        f"- Counting sheep at night: {ARXIV}",
        f"- Counting sheep at night \\\\ [[{ARXIV}][arXiv]]",
        "- Counting sheep at night [[arxiv:2301.00001]]",
        f"+ [[{ARXIV}][Counting sheep at night]] [fn:1]",
        f"1) [[{ARXIV}][Counting sheep at night]]",
        f"- Counting sheep at night :: [[{ARXIV}][paper]]",
        f"** [[{ARXIV}][Counting sheep at night]] [1/2] :tag:",
        f"** Counting sheep at night\n   :PROPERTIES:\n   :URL: {ARXIV}\n   :END:",
    ],
)
def test_title_and_identifier(line):
    """However a paper is written, its title and identifier are found."""
    (record,) = records(FORMAT, f"#+TITLE: L\n* Animals\n{line}\n", "list.org")
    assert (record.title, ids_of(record)) == ("Counting sheep at night", ["arxiv:2301.00001"])
    assert record.entries[0].section == ("Animals",)


def test_all_links():
    """Links that are no papers are records when they are asked for."""
    found = [
        item for item in load(FORMAT, LIST, "list.org", all_links=True) if isinstance(item, Record)
    ]
    assert ("post about counting", "online") in [(r.title, r.kind) for r in found]


@pytest.mark.parametrize(
    ("head", "name", "score"),
    [
        (LIST, "", 0.85), (BIBLIOGRAPHY, "", 0.85), (LIST, "x.org", 0.9),
        (f"* A\n* B\n- [[{ARXIV}][a]]\n- [[{ARXIV}][b]]\n", "", 0.75),
        (f"# A\n\n- [a b]({ARXIV})\n- [c d]({ARXIV})\n", "", 0.0),
        ("* a bullet\n* another\n", "", 0.0), ("", "x.org", 0.0), ("{}", "x.org", 0.0),
    ],
)  # fmt: skip
def test_sniff(head, name, score):
    """Settings, drawers and bracketed links tell Org from Markdown."""
    assert sniff(head, name) == score
    assert FORMAT.makes_list
    if score:
        assert formats.sniff(TextDocument(head, name)).name == "org"


PARTS = st.sampled_from(
    ["* ", "** ", "TODO ", "[#A] ", ":a:b:", ":PROPERTIES:\n", ":END:\n", ":DOI: 10.1000/x\n",
     ":AUTHOR: A and B\n", ":YEAR: 2020\n", "\n", "- ", "  - ", "| a | b |\n", "|-\n",
     "#+TITLE: x\n",
     "#+begin_src\n", "#+end_src\n", f"[[{ARXIV}][Title words here]]", f"[[{ARXIV}]]", "[[", "]]",
     "][", "*", "/", "=", "\\\\", "[fn:1]", "CLOSED: [2020-01-01]\n", "COMMENT ", "Title words"]
)  # fmt: skip


@examples(150)
@given(st.one_of(st.text(max_size=300), st.lists(PARTS, max_size=40).map("".join)))
def test_any_text_is_read(text):
    """No text makes the format raise, and every record has a place in the list."""
    assert 0 <= sniff(text, "") <= 1
    for record in records(FORMAT, text, "list.org"):
        assert record.entries[0].position > 0
        assert "\n" not in record.title


@pytest.mark.parametrize(
    "unit",
    ["*", "* TODO ", "[[", "[[a][", "- a\n ", "/a ", "*a ", ":PROPERTIES:\n", ":a: b\n", "| a ",
     "* a\n:PROPERTIES:\n:DOI: 10.1/x\n", "[fn:", "#+TITLE: a\n", "a :: ", "=a", "~~", "<<"],
)  # fmt: skip
def test_hostile_texts(unit):
    """Repetitions are read in time that grows with their length, on one line or on many."""
    for piece in (unit, unit + "\n"):
        assert_linear(
            lambda size, piece=piece: load(FORMAT, piece * (size // len(unit)), "list.org"), 2_500
        )


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(path.stem for path in fidelity.LABELS.glob("*.json")))
def test_real_lists_as_org(name):
    """A real list that is rendered as Org is read with at least 0.93 in every figure."""
    if not fidelity.LISTS.exists():
        pytest.skip("the real lists are not here")
    ((_, score),) = fidelity.scores([name], "org")
    assert min(score.figures().values()) >= 0.93, score.misses
