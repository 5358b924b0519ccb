import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden_papers import PAPERS
from paper_strategies import papers
from readlist.errors import UsageError
from readlist.formats import csv as csv_format
from readlist.formats import keys
from readlist.formats.base import DumpOptions
from readlist.model import Paper

GOLDEN = Path(__file__).parent / "golden"


def _dump(found, *columns):
    return "".join(csv_format.dump(found, DumpOptions(columns=columns)))


def test_golden():
    """The table is the same bytes as the golden file."""
    assert _dump(PAPERS) == (GOLDEN / "papers.csv").read_bytes().decode()


def test_columns_are_chosen():
    """The columns asked for come in the order asked for."""
    assert _dump(PAPERS[:1], "year", "key") == "year,key\n2017,vaswani2017attention\n"


def test_unknown_column():
    """A column that does not exist is refused with the names of those that do."""
    with pytest.raises(UsageError, match=r"no column 'colour'.*title"):
        _dump(PAPERS, "colour")


@pytest.mark.parametrize(
    "title", ["=cmd()", "+1+1", "-2+3", "@SUM(1)", " =1", "\t=1", "\rx", "＝1", "- a list"]
)
def test_formula_is_disarmed(title):
    """A cell that a spreadsheet would run begins with an apostrophe."""
    [_, [cell]] = csv.reader(io.StringIO(_dump([Paper(1, "k", title)], "title"), newline=""))
    assert cell == f"'{title}".replace("\r", "\n")


@pytest.mark.parametrize("title", ["-1", "+2.5", "a=b", "1-2"])
def test_number_is_left_alone(title):
    """Plain numbers and signs inside a cell stay."""
    assert _dump([Paper(1, "k", title)], "title") == f"title\n{title}\n"


@given(st.lists(papers, max_size=3))
def test_every_reader_sees_the_same_table(found):
    """Any paper is one row that a CSV reader splits into the cells that were written."""
    rows = list(csv.reader(io.StringIO(_dump(found), newline=""), strict=True))
    assert len(rows) == len(found) + 1
    for row, paper in zip(rows[1:], found, strict=True):
        assert len(row) == len(csv_format.DEFAULT_COLUMNS)
        assert row[1].removeprefix("'") == paper.title.removeprefix("'")


def test_keys():
    """Keys come one a line."""
    assert "".join(keys.dump(PAPERS[:2], DumpOptions())) == "vaswani2017attention\ngpt4\n"
