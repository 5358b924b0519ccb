"""Entries as curators of many lists write them, and the links that are no papers."""

import pytest

from readlist.formats.markdown import FORMAT
from readlist.model import ListInfo, Record, Skipped
from support.effort import assert_linear
from support.formats import ids_of, load, records

ARXIV = "https://arxiv.org/abs/2301.00001"
ID = ["arxiv:2301.00001"]


def names_of(record):
    return [author.name for author in record.authors]


@pytest.mark.parametrize(
    ("line", "year", "venue", "authors"),
    [
        (f"(*NAACL'21*) Counting Sheep [[paper]({ARXIV})][[code](https://github.com/a/b)]", 2021,
         "NAACL", []),
        (f"(*arXiv 2023.05*)Counting Sheep [[paper]({ARXIV})]", 2023, "arXiv", []),
        (f"**`ICCV 2021`** Counting Sheep [[Paper]({ARXIV})]", 2021, "ICCV", []),
        (f"`CVPR'22` **Counting Sheep**, *Ann Lee, Bo Ray*. [[pdf]({ARXIV})]", 2022, "CVPR",
         ["Ann Lee", "Bo Ray"]),
        (f"Ann Lee, Bo Ray. **Counting Sheep.** NeurIPS 2018. [paper]({ARXIV})", 2018, "NeurIPS",
         ["Ann Lee", "Bo Ray"]),
        (f"Lee A, Ray B. [Counting Sheep]({ARXIV}). Nature, 2015.", 2015, "Nature",
         ["Lee A", "Ray B"]),
        (f"**Counting Sheep** - Lee et al, 2017 ([pdf]({ARXIV}))", 2017, "", ["Lee"]),
        (f"[Ann Lee](http://a.io), [Bo Ray](http://b.io). [Counting Sheep Well]({ARXIV}). CVPR'18",
         2018, "CVPR", ["Ann Lee", "Bo Ray"]),
        (f"Counting Sheep Well. [[paper]({ARXIV})], [[code](https://github.com/a/b)], ICML 2018.",
         2018, "ICML", []),
        (f"Counting Sheep, arXiv 2020, {ARXIV}", 2020, "arXiv", []),
        (f"**【CVPR 2023】Counting Sheep**，Ann Lee等。[[论文]]({ARXIV})", 2023, "CVPR",
         ["Ann Lee"]),
        (f'**SheepNet**: "Counting Sheep Well", CVPR 2018 [[paper]({ARXIV})]', 2018, "CVPR", []),
    ],
)  # fmt: skip
def test_venue_and_people_around_the_title(line, year, venue, authors):
    """Tags, people before the title and venues behind the links are facts, not titles."""
    (record,) = records(FORMAT, f"- {line}\n", "list.md")
    assert record.title in ("Counting Sheep", "Counting Sheep Well")
    assert (record.year, record.venue, names_of(record)) == (year, venue, authors)
    assert ids_of(record) == ID
    assert not record.entries[0].remark


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (f"Can Models Count Sheep? An Empirical Study [[paper]({ARXIV})]",
         "Can Models Count Sheep? An Empirical Study"),
        (f"Unsupervised Counting by Context Prediction. [[pdf]({ARXIV})]",
         "Unsupervised Counting by Context Prediction"),
        (f"Counting Sheep, by Ann Lee [[pdf]({ARXIV})]", "Counting Sheep"),
        (f"Counting from 50K Tries and\n  700 Robot Hours. [\\[pdf\\]]({ARXIV})",
         "Counting from 50K Tries and 700 Robot Hours"),
        (f"[[2301.00001] Counting Sheep]({ARXIV})", "Counting Sheep"),
        (f"[Counting [MASK] Sheep]({ARXIV})", "Counting [MASK] Sheep"),
        (f"[🔥 Counting Sheep]({ARXIV})", "Counting Sheep"),
        (f"Counting Sheep[^1] [paper]({ARXIV})", "Counting Sheep"),
        (f"*Counting Sheep in the Rain*, Ann Lee, Bo Ray, CVPR 2020. [[pdf]]({ARXIV})",
         "Counting Sheep in the Rain"),
        (f"Counting Nine [:page_facing_up:]({ARXIV}) [:octocat:](https://github.com/a/k)",
         "Counting Nine"),
        (f"Counting Ten ([arXiv'18]({ARXIV}), [ICML'19](https://proceedings.mlr.press/v97/x.html))",
         "Counting Ten"),
        (f"Counting Sheep <{ARXIV}>", "Counting Sheep"),
        ("Counting Sheep (arXiv:2301.00001)", "Counting Sheep"),
        ("Counting Sheep. arXiv:2301.00001v2", "Counting Sheep"),
    ],
)  # fmt: skip
def test_where_a_title_ends(line, title):
    """A title goes on behind a question, a line break and "by"; identifiers in text count."""
    (record,) = records(FORMAT, f"- {line}\n", "list.md")
    assert (record.title, ids_of(record)) == (title, ID)


def test_identifiers_without_links():
    """A DOI in the text is as good as a link."""
    (record,) = records(
        FORMAT, "- Counting Bees, Ann Lee and Bo Ray, KDD 2019, doi:10.1145/3292500.33\n", "list.md"
    )
    assert (record.title, ids_of(record)) == ("Counting Bees", ["doi:10.1145/3292500.33"])
    assert (names_of(record), record.venue, record.year) == (["Ann Lee", "Bo Ray"], "KDD", 2019)


def test_authors_and_venue_below():
    """An item below with authors and a venue in italics makes a title without a link a paper."""
    linked, bare = records(
        FORMAT,
        f"- Unsupervised Counting by Context.\n  [[pdf]]({ARXIV})\n"
        "  - Lee, Ann and Ray, Bo and Dee, Cy A. *ICCV 2015*\n\n"
        "- Counting by Learning to Spot Artifacts.\n  - Ann Lee and Bo Ray. *CVPR 2018*\n",
        "list.md",
    )
    assert (names_of(linked), linked.venue, linked.year) == (
        ["Ann Lee", "Bo Ray", "Cy A Dee"], "ICCV", 2015
    )  # fmt: skip
    assert (bare.title, bare.venue) == ("Counting by Learning to Spot Artifacts", "CVPR")


def test_tables():
    """A column of publications beside one of papers holds venues; what says nothing is dropped."""
    text = (
        "|Model|Paper|Publication|Code|Date|\n|-|-|-|-|-|\n"
        f"|SheepNet|[Counting Sheep]({ARXIV})|CVPR'19|[link](https://github.com/a/b)|2019-01|\n"
        f"|CowNet|[arXiv:2301.00002]({ARXIV[:-1]}2)|ECCV 2020|||\n"
        "\n|Year|Venue|Title|Links|Notes|\n|-|-|-|-|-|\n"
        f"|2022|arXiv|**Counting Hens** <br> Ann Lee, Bo Ray|[pdf]({ARXIV[:-1]}3)|None|\n"
    )
    sheep, cows, hens = records(FORMAT, text, "list.md")
    assert (sheep.venue, sheep.year, sheep.entries[0].remark) == ("CVPR", 2019, "SheepNet")
    assert (cows.title, cows.venue, cows.year) == ("CowNet", "ECCV", 2020)
    assert (hens.venue, names_of(hens)) == ("arXiv", ["Ann Lee", "Bo Ray"])
    assert hens.entries[0].remark == ""


LINKS = f"""\
# Awesome Counting [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)

A list inspired by [awesome](https://github.com/x/awesome) lists.

## Contents
- [Courses](#courses)
- [Other file](other.md)

## Courses
- [Counting 101](https://course.org/101) - A course.
- [Counting CS1](https://cs1.edu) [[videos](https://youtu.be/x)] [[slides](https://slides.org/x)]
- **The Counting Book** [[html]](https://book.org)
- [A](https://a.org) and [B](https://b.org)
- [Counting sheep at night]({ARXIV})
- [![Stars](https://img.shields.io/x)](https://github.com/a/b)

| Name | About |
|---|---|
| [Tool](https://github.com/a/tool) | great tool |

## Contributing
[Guidelines](https://github.com/x/y/contributing.md)
"""


def test_all_links():
    """Courses, books and code are records when asked for; badges, talk and the list's own not."""
    found = records(FORMAT, LINKS, "list.md", all_links=True)
    assert [(r.title, ids_of(r), r.kind) for r in found] == [
        ("Counting 101", ["url:https://course.org/101"], "online"),
        ("Counting CS1", ["url:https://cs1.edu/"], "online"),
        ("The Counting Book", ["url:https://book.org/"], "online"),
        ("A", ["url:https://a.org/"], "online"),
        ("B", ["url:https://b.org/"], "online"),
        ("Counting sheep at night", ID, ""),
        ("Tool", ["url:https://github.com/a/tool"], "online"),
    ]
    assert {r.entries[0].section for r in found} == {("Courses",)}
    assert [r.entries[0].position for r in found] == list(range(1, 8))
    assert [link.name for link in found[1].links] == ["video", "slides"]
    assert found[0].entries[0].remark == "A course"


def test_other_links_are_counted_as_skipped():
    """Without the option the same links are left out, each said once."""
    items = load(FORMAT, LINKS, "list.md")
    assert [type(item) for item in items].count(Skipped) == 7
    assert items[0] == ListInfo(title="Awesome Counting")
    assert [ids_of(item) for item in items if isinstance(item, Record)] == [ID]


def test_parts_that_unfold():
    """A part that ends and the next that begins in one stretch of HTML are kept apart."""
    text = (
        f"# L\n\n## A\n<details>\n<summary>One</summary>\n\n- [Counting one]({ARXIV})\n\n"
        f"</details>\n<details>\n<summary>Two</summary>\n\n- [Counting two]({ARXIV[:-1]}2)\n\n"
        "</details>\n\n"
        f"- [Counting three]({ARXIV[:-1]}3)\n"
    )
    assert [r.entries[0].section for r in records(FORMAT, text, "list.md")] == [
        ("A", "One"),
        ("A", "Two"),
        ("A",),
    ]


@pytest.mark.parametrize(
    "unit",
    ["Aa, Bb and ", "Aa and Bb, ", "A. B., ", "What? Aa ", "by Aa Bb ", "李明，", "Aa (ICML 2020) ",
     "**ICCV 2021** ", "arXiv:2301.00001 ", "10.1000/x ", "A, a and b and c and d ", "· Aa "],
)  # fmt: skip
@pytest.mark.parametrize("around", ["- {} [[p](https://a.org/b.pdf)]", "- [Some title](x) {}!"])
def test_long_lists_of_names(unit, around):
    """Names, venues and questions without end are read in time that grows with their length."""

    def read(size: int) -> None:
        load(FORMAT, around.format(unit * (size // len(unit))), "list.md", all_links=True)

    assert_linear(read, 2_500)


@pytest.mark.parametrize("unit", ["![", "[", "[(", "([", "- x\n"])
def test_brackets_that_are_never_closed(unit):
    """Links, pictures and items begun without end take time that grows with their number."""
    assert_linear(
        lambda size: load(FORMAT, f"# A\n\n{unit * (size // len(unit))}", "list.md"), 8_000
    )
