"""The curated list with contents, headings, titles and remarks."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.formats.lists.annotated import FORMAT
from readlist.model import ListInfo, Problem, Rank
from readlist.text import fold
from support.effort import assert_linear
from support.formats import load, places, records
from support.paths import SEEDS

CONTENTS = """\
    Gardening Reads
    - Gardening Reads
    - Start here
    - Soil
    - 2001
    - 2004
    - Compost Heaps in Small Towns
    - Worms: A Field Guide
    - Water
    - 1999
    - Rain Barrels Revisited
    - For later
    - Soil
    - 2003
    - Clay and Its Discontents
"""

BODY = """\
    Gardening Reads
    - What I read on rainy days.
    Start here
    Soil
    2001
    Digging Without a Spade
    - This paper by Moss et al. from Fern University in ICML 2001 digs.
    - Code
    2004
    Compost Heaps in Small Towns
    - A heap is warmer than
    heap_temp
    of the air around it.
    Worms: A Field Guide
    - They write
    <worm>
    and<soil>
    ) in one line.
    -
    Every worm is counted twice, once from each end.
    """


def remark(text, title):
    return next(r.entries[0].remark for r in records(FORMAT, dedent(text)) if r.title == title)


def sniff(text):
    return FORMAT.sniff(dedent(text)[:16_384], "a.txt")


def test_contents_and_body_are_united_in_the_curators_order():
    """A paper that only the body has stands before its neighbour in the body."""
    assert places(records(FORMAT, dedent(CONTENTS + BODY))) == [
        ("Start here", "Soil", "2001", "Digging Without a Spade"),
        ("Start here", "Soil", "2004", "Compost Heaps in Small Towns"),
        ("Start here", "Soil", "2004", "Worms: A Field Guide"),
        ("Start here", "Water", "1999", "Rain Barrels Revisited"),
        ("For later", "Soil", "2003", "Clay and Its Discontents"),
    ]


def test_every_record_has_one_entry_with_its_position_year_and_rank():
    """Positions count from one, the year is the heading's, the rank is a list's."""
    found = records(FORMAT, dedent(CONTENTS + BODY))
    assert [r.entries[0].position for r in found] == [1, 2, 3, 4, 5]
    assert [r.year for r in found] == [2001, 2004, 2004, 1999, 2003]
    assert {(r.source, r.rank, len(r.entries)) for r in found} == {("annotated", Rank.LIST, 1)}


def test_the_line_is_that_of_the_body_where_the_paper_is_there():
    """A person who looks a paper up in the file finds its remark."""
    lines = dedent(CONTENTS + BODY).split("\n")
    for record in records(FORMAT, dedent(CONTENTS + BODY)):
        numbers = [n for n, line in enumerate(lines, 1) if line.removeprefix("- ") == record.title]
        assert record.line == numbers[-1]


def test_the_title_comes_first():
    """The first line names the list."""
    assert load(FORMAT, dedent(CONTENTS + BODY))[0] == ListInfo(title="Gardening Reads")


def test_contents_alone_are_a_list():
    """Without a body every paper of the contents is read, without remarks."""
    assert len(places(records(FORMAT, dedent(CONTENTS)))) == 4
    assert not any(r.entries[0].remark for r in records(FORMAT, dedent(CONTENTS)))


def test_a_body_alone_is_a_list():
    """Without contents headings, titles and remarks are told apart by their shape."""
    assert places(records(FORMAT, dedent(BODY))) == [
        ("Start here", "Soil", "2001", "Digging Without a Spade"),
        ("Start here", "Soil", "2004", "Compost Heaps in Small Towns"),
        ("Start here", "Soil", "2004", "Worms: A Field Guide"),
    ]


def test_fragments_on_lines_of_their_own_go_on_with_the_bullet():
    """Code and formulas that were broken out of a sentence are put back into it."""
    assert remark(BODY, "Compost Heaps in Small Towns") == (
        "- A heap is warmer than heap_temp of the air around it."
    )
    assert remark(BODY, "Worms: A Field Guide") == (
        "- They write <worm> and<soil>) in one line.\n"
        "- Every worm is counted twice, once from each end."
    )


@pytest.mark.parametrize(
    "fragment",
    ["W3", "ShovelManager", "[DIG]", r"\[x = y\]", "-times the usual", "dig:Deep", "and the rest."],
)
def test_no_fragment_becomes_a_paper(fragment):
    """A fragment after an open sentence belongs to the remark, whatever it looks like."""
    text = (
        f"Soil\n2001\nDigging Deep\n- The holes are dug by the\n{fragment}\n- Done.\nMud\n- Wet.\n"
    )
    assert [r.title for r in records(FORMAT, dedent(text))] == ["Digging Deep", "Mud"]
    assert fragment.strip("-") in remark(text, "Digging Deep")


def test_a_title_after_a_bullet_without_a_period_is_a_title():
    """Bullets such as "Code" or "Project page" end without a sign."""
    text = "Soil\n2001\nDigging Deep\n- Code\nMud Pies\n- Project page\n2002\nRoots\n- Long.\n"
    assert [(r.title, r.year) for r in records(FORMAT, dedent(text))] == [
        ("Digging Deep", 2001),
        ("Mud Pies", 2001),
        ("Roots", 2002),
    ]


def test_papers_without_remarks_are_read_from_a_body():
    """A title that another title follows is a paper too."""
    text = "Soil\n2001\nDigging: Why\nMud: How\n- Wet.\nRoots: Where\n2002\nSand: When\n- Dry.\n"
    assert [r.title for r in records(FORMAT, dedent(text))] == [
        "Digging: Why",
        "Mud: How",
        "Roots: Where",
        "Sand: When",
    ]


def test_a_body_paper_missing_from_a_filled_section_must_be_introduced():
    """A heading inside a remark is no paper, a line whose remark speaks of a paper is one."""
    body = """\
        Start here
        Soil
        2004
        Compost Heaps in Small Towns
        - Warm.
        Ideas
        - Dig every day.
        Moles Underneath
        - This paper by Burrow et al. follows moles.
        Worms: A Field Guide
        - Long.
        """
    text = dedent(CONTENTS) + "Gardening Reads\n- Mine.\n" + dedent(body)
    titles = [r.title for r in records(FORMAT, dedent(text))]
    assert titles[:3] == [
        "Compost Heaps in Small Towns",
        "Moles Underneath",
        "Worms: A Field Guide",
    ]
    assert remark(text, "Compost Heaps in Small Towns") == "- Warm.\n\nIdeas\n\n- Dig every day."


def test_a_paper_in_two_sections_has_two_places():
    """Two places make two records; twice in one section is once."""
    text = """\
        - Birds
        - 2010
        - Owls at Noon
        - Larks at Dawn
        - owls at noon
        - Fish
        - 2009
        - Owls at Noon
        """
    assert places(records(FORMAT, dedent(text))) == [
        ("Birds", "2010", "Owls at Noon"),
        ("Birds", "2010", "Larks at Dawn"),
        ("Fish", "2009", "Owls at Noon"),
    ]


def test_a_paper_that_the_body_moved_stands_where_the_body_has_it():
    """Where the body covers both sections, its section counts."""
    text = """\
        - Birds
        - 2010
        - Owls at Noon
        - Larks at Dawn
        - 2011
        - Crows Count
        Birds
        2010
        Owls at Noon
        - Quiet.
        2011
        Larks at Dawn
        - Loud.
        Crows Count
        - Clever.
        """
    assert places(records(FORMAT, dedent(text))) == [
        ("Birds", "2010", "Owls at Noon"),
        ("Birds", "2011", "Larks at Dawn"),
        ("Birds", "2011", "Crows Count"),
    ]


@pytest.mark.parametrize("bullet", ["*", "•", "-"])
def test_bullets_of_any_kind_become_markdown(bullet):
    """A star or a dot is a bullet, nested ones keep their depth."""
    text = f"Soil\n2001\nDigging Deep\n{bullet} One.\n  {bullet} Two.\n"
    assert remark(text, "Digging Deep") == "- One.\n  - Two."


def test_what_the_remark_says_is_a_guess():
    """Facts from a remark have their own rank, the year of the heading stays the list's."""
    record = records(FORMAT, dedent(BODY))[0]
    assert (record.authors[0].family, record.organization, record.venue) == (
        "Moss",
        "Fern University",
        "ICML",
    )
    assert record.year == 2001
    assert set(record.ranks) == {"authors", "organization", "venue"}
    assert set(record.ranks.values()) == {("remark", Rank.GUESS)}


def test_an_empty_file_is_a_problem():
    """A file without a paper says so instead of raising."""
    assert isinstance(load(FORMAT, dedent(""))[-1], Problem)
    assert isinstance(load(FORMAT, dedent("- 2001\n- 2002\n"))[-1], Problem)


def test_hostile_text_is_cleaned():
    """No control character reaches a title, a section or a remark."""
    record = records(FORMAT, dedent("So\x1b[2Jil\n2001\nDigging\x07 Deep\n- O\x1b[1mne.\n"))[0]
    words = record.title + record.entries[0].remark + "".join(record.entries[0].section)
    assert words.isprintable()


@given(
    st.lists(
        st.sampled_from(
            [
                "2001",
                "- 2001",
                "- 1999",
                "Soil",
                "- Soil",
                "-",
                "- dug by the",
                "of it.",
                "Mud Pies",
                "",
                "–",
            ]
        )
        | st.text(max_size=20),
        max_size=40,
    )
)
def test_any_lines_are_read_without_raising(lines):
    """Whatever the lines, positions count up and every title has letters to show."""
    found = records(FORMAT, dedent("\n".join(lines)))
    assert [r.entries[0].position for r in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    "unit",
    [
        "- 2001\n- Compost Heaps in Towns\n- Soil and Water\n- 1999\n",
        "Compost Heaps in Small Towns\nSoil and Water and Air\n",
        "- this this this this this paper by Ab-Ab-Ab-Ab-Ab et al from of of\nMud Pies\n",
        "(((((((((((((((((((((((((((((((((((((((((((((((((",
    ],
)
def test_time_is_linear(unit):
    """Adversarial lines cost time in proportion: nothing is looked at twice."""
    assert_linear(lambda size: load(FORMAT, unit * (size // len(unit))), 15_000)


@pytest.mark.parametrize("text", [CONTENTS + BODY, CONTENTS, BODY])
def test_such_lists_are_recognised(text):
    """Contents, body and both are recognised by their content."""
    assert sniff(text) >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@article{a,\n  title = {T},\n  year = 2001\n}\n",
        '{"title": "T"}\n{"title": "U"}\n',
        "# Awesome soil\n\n## 2001\n\n- [Digging](https://a.org/1)\n- [Mud](https://a.org/2)\n",
        "Soil\n2001\nDigging\n- [paper](https://a.org/1)\nMud\n- [paper](https://a.org/2)\n",
        "https://arxiv.org/abs/2001.00001\nhttps://arxiv.org/abs/2001.00002\n",
        "2001.00001\n2001.00002\n10.1000/xyz\n",
        "- Compost Heaps in Small Towns\n- Worms: A Field Guide\n- Rain Barrels\n",
        "It rained all day. We dug a hole and put\nthe worms into it, and then we went home.\n" * 9,
        "new\n\nSubscribe\n\nMar 3\n\nDigging\n\nWe dig.\n\n  • 5 authors\n·\nMar 2\n",
    ],
)
def test_other_files_are_not_taken_for_such_lists(text):
    """Bibliographies, JSON lines, web pages, references, prose and Markdown are not ours."""
    assert sniff(text) == 0


@pytest.mark.shared
@pytest.mark.shared
def test_the_seed_gives_every_paper_in_its_place():
    """The real list has 940 papers, four of them in two places, 272 with a remark."""
    text = next(SEEDS.glob("000_*.txt")).read_text("utf-8")
    found = records(FORMAT, dedent(text))
    titles = {fold(r.title) for r in found}
    assert (len(found), len(titles)) == (944, 940)
    assert len({fold(r.title) for r in found if r.entries[0].remark}) == 272
    assert all(len(r.entries[0].section) == 3 and r.year for r in found)
    assert {fold("Textbooks Are All You Need"), fold("Textbooks Are All You Need II")} <= titles
    assert sniff(text) >= 0.9


@pytest.mark.shared
@pytest.mark.shared
def test_the_seed_loses_no_word_of_its_body():
    """Titles and remarks together hold every character of the body, in its order."""
    text = next(SEEDS.glob("000_*.txt")).read_text("utf-8")
    body = [r for r in records(FORMAT, dedent(text)) if r.entries[0].remark]
    lines = text.split("\n")[body[0].line - 1 :]
    sections = {name for r in body for name in r.entries[0].section}
    told = "".join(r.title + r.entries[0].remark for r in body)
    kept = "".join(line for line in lines if line not in sections)
    assert _letters(told) == _letters(kept)


def _letters(text):
    return "".join(text.replace("-", "").split())
