"""Hugging Face papers pages saved as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.formats.lists.hf_page import FORMAT
from readlist.model import ListInfo, Problem, Rank, Skipped
from support.effort import assert_linear
from support.formats import load, records
from support.paths import SEEDS

PAGE = """\
new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Apr 9

Counting Clouds: A Survey

Clouds are many. We count them, one after the other.

  • 5 authors
·
Oct 9, 2021

Rain Is All You Need

Rain falls on every roof of the town.

It falls on gardens too, as we show in a second paragraph.

  • 1 authors
·
Jan 27 3

Umbrella Umbrella-2

Umbrellas open.

Sunny House Sunny House
·
May 2 12
"""


def test_title_abstract_and_author_count_are_read():
    """Each paper has its title, its whole abstract and the number of its authors."""
    first, second, third = records(FORMAT, PAGE)
    assert first.title == "Counting Clouds: A Survey"
    assert first.abstract == "Clouds are many. We count them, one after the other."
    assert second.abstract.count("\n\n") == 1
    assert [r.author_count for r in (first, second, third)] == [5, 1, None]


def test_an_organisation_stands_in_place_of_the_count():
    """A name that the page shows twice is taken once."""
    assert [r.organization for r in records(FORMAT, PAGE)] == ["", "", "Sunny House"]


def test_comments_follow_the_date():
    """The number after a date counts comments, with or without a year before it."""
    text = PAGE.replace("Oct 9, 2021", "Oct 9, 2021 4")
    assert [r.extra.get("comments") for r in records(FORMAT, text)] == [4, 3, 12]


def test_a_full_date_is_taken_as_it_is():
    """A date with a year is a fact of the page."""
    first = records(FORMAT, PAGE)[0]
    assert (first.published, dict(first.ranks), dict(first.extra)) == ("2021-10-09", {}, {})


def test_a_date_without_year_does_not_lie_after_the_page():
    """The page of April takes January from its own year and May from the year before."""
    _, second, third = records(FORMAT, PAGE, today="2024-06-01")
    assert (second.published, third.published) == ("2024-01-27", "2023-05-02")
    assert second.ranks == {"published": ("inferred", Rank.GUESS)}
    assert second.extra["published_inferred"] is True


@pytest.mark.parametrize(
    ("today", "published"),
    [
        ("2024-04-09", "2024-01-27"),
        ("2024-04-08", "2023-01-27"),
        ("2021-12-01", "2022-01-27"),  # not before the newest full date on the page
        ("", "2022-01-27"),
        ("yesterday", "2022-01-27"),
    ],
)
def test_the_page_is_as_late_as_it_can_be(today, published):
    """The page's own year is the latest up to today, but not before what stands on the page."""
    assert records(FORMAT, PAGE, today=today)[1].published == published


def test_a_year_that_the_person_gives_is_not_inferred():
    """With a year given every date without one has it, and nothing is guessed."""
    _, second, third = records(FORMAT, PAGE, year=2019, today="2024-06-01")
    assert (second.published, third.published) == ("2019-01-27", "2019-05-02")
    assert not second.ranks
    assert "published_inferred" not in second.extra


def test_without_any_hint_there_is_no_date():
    """No year on the page, no today: a date is not made up."""
    text = PAGE.replace(", 2021", "")
    assert [r.published for r in records(FORMAT, text)] == ["", "", ""]


def test_a_leap_day_falls_into_a_leap_year():
    """The 29th of February is of the latest year that has one."""
    text = PAGE.replace("Jan 27 3", "Feb 29")
    assert records(FORMAT, text, today="2023-06-01")[1].published == "2020-02-29"
    assert records(FORMAT, text, year=2023)[1].published == "2023-02"


def test_a_page_without_facts_alternates():
    """Title and abstract take turns where the page shows nothing else."""
    text = "byAK and the research community\n\nMar 4\n\nOne Title\n\nIts abstract, long.\n\n"
    text += "Two Title\n\nIts abstract, longer.\n\nThree Title\n\nIts abstract, cut"
    found = records(FORMAT, text)
    assert [r.title for r in found] == ["One Title", "Two Title", "Three Title"]
    assert found[2].abstract == "Its abstract, cut"


def test_a_title_that_is_cut_off_is_no_paper():
    """At the end of a file a title without an abstract is told, not taken."""
    *_, last = load(FORMAT, PAGE + "\nA Title and No More\n")
    assert isinstance(last, Skipped)
    assert len(records(FORMAT, PAGE + "\nA Title and No More\n")) == 3


def test_positions_follow_the_page():
    """Each paper has one place in the list, without a section."""
    entries = [r.entries for r in records(FORMAT, PAGE)]
    assert [[(e.section, e.position) for e in each] for each in entries] == [
        [((), 1)],
        [((), 2)],
        [((), 3)],
    ]
    assert load(FORMAT, PAGE)[0] == ListInfo(title="Daily Papers")
    assert records(FORMAT, PAGE)[0].line == PAGE.split("\n").index("Counting Clouds: A Survey") + 1


def test_an_empty_page_is_a_problem():
    """A file without a paper says so instead of raising."""
    assert isinstance(load(FORMAT, "")[-1], Problem)
    assert isinstance(load(FORMAT, "\n\n  • 5 authors\n·\nOct 9, 2021")[-1], Problem)


def test_hostile_text_is_cleaned():
    """No control character reaches a field."""
    found = records(
        FORMAT, PAGE.replace("Rain", "R\x1bain").replace("Sunny House", "Sunny\x07House")
    )
    assert all((r.title + r.organization).isprintable() for r in found)
    assert all("\x1b" not in r.abstract for r in found)


@given(
    st.lists(
        st.sampled_from(
            [
                "\n\n",
                "\n",
                "·",
                "  • 5 authors",
                "Oct 9, 2021",
                "Feb 29 3",
                "Mar 4",
                "Title",
                "An abstract.",
            ]
        )
        | st.text(max_size=10),
        max_size=40,
    ),
    st.sampled_from(["", "2025-01-01", "0001-01-01", "x"]),
    st.sampled_from([None, 0, 2023, 99_999]),
)
def test_any_page_is_read_without_raising(parts, today, year):
    """Whatever the text and the options, every record has a title and its position."""
    found = records(FORMAT, "".join(parts), today=today, year=year)
    assert [r.entries[0].position for r in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("unit", ["Title\n\nAbstract.\n\n", "Mar 4\n\n", "·\n", "x" * 99, "\n"])
def test_time_is_linear(unit):
    """Adversarial lines cost time in proportion."""
    assert_linear(lambda size: load(FORMAT, unit * (size // len(unit))), 15_000)


def test_pages_are_recognised():
    """A page is recognised by its own lines or by its blocks of facts."""
    assert FORMAT.sniff(PAGE, "a.txt") > 0.9
    assert FORMAT.sniff(PAGE[PAGE.index("Counting") :], "a.txt") > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@article{a, title = {T}}\n",
        '{"title": "T"}\n',
        "Soil\n2001\nDigging\n- Deep.\n",
        "# Soil\n\n- [Digging](https://a.org/1)\n",
        "2001.00001\nhttps://arxiv.org/abs/2001.00002\n",
        "It rained all day.\n\nThen it stopped, and we went home.\n",
    ],
)
def test_other_files_are_not_taken_for_pages(text):
    """Bibliographies, lists, references and prose are not ours."""
    assert FORMAT.sniff(text, "a.txt") == 0


@pytest.mark.shared
@pytest.mark.shared
@pytest.mark.parametrize(("name", "papers"), [("001", 13), ("002", 42), ("003", 65)])
def test_the_seeds_give_every_paper(name, papers):
    """The real pages have 13, 42 and 65 papers, each with an abstract."""
    text = next(SEEDS.glob(f"{name}_*.txt")).read_text("utf-8")
    found = records(FORMAT, text, today="2026-01-01")
    assert len(found) == papers
    assert all(len(r.abstract) > 1000 for r in found)
    assert all(r.published for r in found if r.author_count)
    assert FORMAT.sniff(text[:16_384], "") >= 0.8
