"""Remarks put together as Markdown, and the facts that are read out of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.formats.lists.remarks import joined, with_facts
from readlist.model import Author, Rank, Record
from support.effort import assert_linear


def facts(remark, record=None):
    found = with_facts(record or Record(title="T"), remark)
    return [a.name for a in found.authors], found.organization, found.venue, found.year


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        (
            "- This paper by Moss and Fernández in ICML 2010 digs.",
            (["Moss", "Fernández"], "", "ICML", 2010),
        ),
        (
            "- The original MudNet paper by Loam et al. from NeurIPS 2012 that dug first.",
            (["Loam"], "", "NeurIPS", 2012),
        ),
        (
            "- This paper by Clay et al. from Garden AI in CVPR 2016 digs.",
            (["Clay"], "Garden AI", "CVPR", 2016),
        ),
        (
            "- This paper by Reed from the University of Marsh in 2003 digs.",
            (["Reed"], "University of Marsh", "", 2003),
        ),
        (
            "- This paper by Ash et al. from ABC and Oak Labs in IEEE PAMI 2012 digs.",
            (["Ash"], "ABC and Oak Labs", "IEEE PAMI", 2012),
        ),
        (
            "- A.\n- This paper by Bo-Root and McMud from Elm, École normale, Oak Co., at ACL 2021",
            (["Bo-Root", "McMud"], "Elm, École normale, Oak Co.", "ACL", 2021),
        ),
        (
            "- This paper by Sand et al. in ICLR 2021 from Dune’s lab at Shore digs.",
            (["Sand"], "Dune’s lab at Shore", "ICLR", 2021),
        ),
        (
            "- This paper by van der Berg et al. (2018) from Hill/Dale offers soil.",
            (["van der Berg"], "Hill/Dale", "", 2018),
        ),
        (
            "- This paper by et al. from Meadow in ICCV 2017 digs.",
            ([], "Meadow", "ICCV", 2017),
        ),
        (
            "- This paper by Peat et al. published in Transactions on Soil (ToS) in May 2022 digs.",
            (["Peat"], "", "Transactions on Soil (ToS)", 2022),
        ),
        (
            "- This paper by Silt et al. from Pond and proposes mud.",
            (["Silt"], "Pond", "", None),
        ),
        (
            "- This paper by Heath et al. from Moor, and published at EMNLP 2020, digs.",
            (["Heath"], "Moor", "EMNLP", 2020),
        ),
        (
            "- This paper by Fen et al. from Bog, Brook University, in Nature, digs.",
            (["Fen"], "Bog, Brook University", "Nature", None),
        ),
    ],
)
def test_facts_are_read_out_of_an_introduction(remark, expected):
    """Authors, affiliation, venue and year are found in the ways that curators write them."""
    assert facts(remark) == expected


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        ("- This paper by Bog et al. from in TPAMI digs.", (["Bog"], "", "TPAMI", None)),
        ("- This paper by FAIR and UC Berkeley digs.", ([], "", "", None)),
        ("- This paper by OpenAI in 2020 digs.", ([], "", "", None)),
        ("- This paper by Google in 2020 digs.", ([], "", "", None)),
        ("- This paper by from Moss et al. digs.", ([], "", "", None)),
        ("- This paper by Moss et al. from various universities digs.", (["Moss"], "", "", None)),
        ("- This paper by Moss et al. from shows soil.", (["Moss"], "", "", None)),
        ("- This paper by Moss et al. in Gardens of Rome digs.", (["Moss"], "", "", None)),
        ("- The summary has been contributed by Moss.", ([], "", "", None)),
        ("- It follows the older paper of Moss et al. from Fern in 2001.", ([], "", "", None)),
        ("- a\n- b\n- c\n- d\n- This paper by Moss et al. in ICML 2010 digs.", ([], "", "", None)),
        ("", ([], "", "", None)),
    ],
)
def test_doubtful_words_give_no_fact(remark, expected):
    """What could be nonsense is left out: precision before recall."""
    assert facts(remark) == expected


def test_facts_are_guesses_with_family_names():
    """Every fact found is marked as a guess, and an author has a family name."""
    found = with_facts(
        Record(title="T"), "- This paper by Moss et al. from Fern in ICML 2010 digs."
    )
    assert found.authors == (Author(name="Moss", family="Moss"),)
    assert found.ranks == dict.fromkeys(
        ("authors", "organization", "venue", "year"), ("remark", Rank.GUESS)
    )


def test_known_facts_stay():
    """The year of a heading is not replaced by that of the remark."""
    known = Record(title="T", year=2009, venue="Soil")
    found = with_facts(known, "- This paper by Moss et al. in ICML 2010 digs.")
    assert (found.year, found.venue, set(found.ranks)) == (2009, "Soil", {"authors"})


def test_a_remark_without_facts_changes_nothing():
    """The record comes back as it was."""
    record = Record(title="T")
    assert with_facts(record, "- Nice.") is record


def test_lines_are_joined_as_markdown():
    """Fragments go on with their bullet, a lone dash takes the next line, headings stand apart."""
    lines = [
        ("-", "One of", "- One of"),
        ("", "code", "code"),
        ("~", "-like", "-like"),
        ("", ".", "."),
        ("-", "", "-"),
        ("", "Two.", "Two."),
        ("-", "", "-"),
        ("#", "Ideas", "Ideas"),
        ("-", "Three.", "\t- Three."),
    ]
    assert joined(lines) == "- One of code-like.\n- Two.\n\nIdeas\n\n    - Three."


@given(st.text(max_size=300))
def test_any_remark_is_read_without_raising(text):
    """Whatever follows the introduction, facts are text and a plausible year."""
    found = with_facts(Record(), "- This paper by " + text)
    assert found.year is None or 1900 <= found.year < 2100


@pytest.mark.parametrize(
    "unit", ["Ab-", "Ab, ", "this ", "this a paper by ", "école ", "(", "and "]
)
def test_facts_take_linear_time(unit):
    """A remark of megabytes is read as fast as its first sentences."""
    for head in ("- This paper by ", "- "):
        assert_linear(lambda size, head=head: with_facts(Record(), head + unit * size), 50_000)
