"""Headings told from titles in the lists that the annotated format reads."""

from textwrap import dedent

from readlist.formats.lists.annotated import FORMAT
from readlist.model import ListInfo
from support.effort import assert_linear
from support.formats import load, places, records


def test_two_levels_of_headings_need_no_tier():
    """Area and year make a path of two, and a line above them is the title."""
    text = """\
        Short List
        Birds
        2010
        Owls at Noon
        - Quiet.
        2012
        Larks
        - Loud.
        Fish
        2009
        Eels by Night
        - Wet.
        """
    assert load(FORMAT, dedent(text))[0] == ListInfo(title="Short List")
    assert places(records(FORMAT, dedent(text))) == [
        ("Birds", "2010", "Owls at Noon"),
        ("Birds", "2012", "Larks"),
        ("Fish", "2009", "Eels by Night"),
    ]


def test_tiers_are_told_by_areas_that_come_again():
    """In contents a new tier is the line above an area that the tier before had too."""
    text = """\
        - Must read
        - Birds
        - 2010
        - Owls at Noon
        - Fish
        - 2009
        - Eels by Night
        - May read
        - Birds
        - 2008
        - Crows Count
        """
    assert places(records(FORMAT, dedent(text)))[-1] == ("May read", "Birds", "2008", "Crows Count")
    assert len(places(records(FORMAT, dedent(text)))) == 3


def test_years_may_run_backwards():
    """A list with the newest year first begins a new area where the years rise."""
    text = """\
        - Birds
        - 2020
        - Owls at Noon
        - 2019
        - Larks at Dawn
        - 2018
        - Crows Count
        - Fish
        - 2021
        - Eels by Night
        - 2017
        - Pikes
        """
    assert [p[:2] for p in places(records(FORMAT, dedent(text)))] == [
        ("Birds", "2020"),
        ("Birds", "2019"),
        ("Birds", "2018"),
        ("Fish", "2021"),
        ("Fish", "2017"),
    ]


def test_a_list_without_years_keeps_its_headings():
    """Short lines above a title are headings where no year is."""
    text = """\
        Birds
        Owls at Noon
        - Quiet.
        Larks at Dawn
        - Loud.
        Fish
        Eels by Night
        - Wet.
        """
    assert places(records(FORMAT, dedent(text))) == [
        ("Birds", "Owls at Noon"),
        ("Birds", "Larks at Dawn"),
        ("Fish", "Eels by Night"),
    ]


def test_empty_areas_are_no_papers():
    """Areas that are still empty stand between two headings without a year."""
    text = """\
        - Must read
        - Birds
        - 2010
        - Owls at Noon and Other Hours
        - Fish
        - Moss
        - Small Trees
        - Birds
        - May read
        - Birds
        - 2008
        - Crows Count Better Than We Thought
        - Fish
        - 2007
        - Eels by Night
        """
    assert places(records(FORMAT, dedent(text))) == [
        ("Must read", "Birds", "2010", "Owls at Noon and Other Hours"),
        ("May read", "Birds", "2008", "Crows Count Better Than We Thought"),
        ("May read", "Fish", "2007", "Eels by Night"),
    ]


def test_many_headings_take_linear_time():
    """A run of headings without end is read in one pass."""

    def read(number: int) -> None:
        assert load(FORMAT, "Birds\nFish\n" * number + "Owls at Noon\n- Quiet.\n")

    assert_linear(read, 4_000)
