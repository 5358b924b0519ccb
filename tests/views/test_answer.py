"""An answer is declared once, and told as lines, as a table, as JSON, or as names alone."""

import io
import json
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from rich.console import Console

from readlist.cli.app import App
from readlist.cli.output import print_answer
from readlist.views.answer import Column, Listing, Report, Screen

COLUMNS = (
    Column("name", lambda one: one[0], style="cyan", share=0.25),
    Column(None, lambda one: one[1]),
    Column("count", lambda one: one[1], lambda one: f"{one[1]:,}", right=True),
    Column("long", None, lambda one: one[0] * 40, share=-1),
    Column("wide", None, lambda _: "only wide", wide=100),
)
ROWS = [("tea\tcup", 1_000), ("\x1b[31mred", 2)]


def listing(rows=ROWS, **more) -> Listing:
    """Return two things with their counts."""
    return Listing(
        "things", COLUMNS, rows, lambda one: {"name": one[0], "count": one[1]},
        number=lambda one: one[1], **more,
    )  # fmt: skip


def told(answer, **form) -> tuple[str, str]:
    """Return what a pipe and standard error get."""
    app = App(stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO())
    print_answer(app, answer, **form)
    return app.stdout.getvalue(), app.stderr.getvalue()


def drawn(answer, width: int) -> list[str]:
    """Return the lines of a terminal."""
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False)
    console.print(*answer.parts(Screen(width)), sep="\n")
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def test_a_pipe_gets_lines_of_plain_cells():
    """Tabs part cells and nothing else; what a terminal would obey is gone; nothing is cropped."""
    assert told(listing())[0] == "tea cup\t1000\t1000\n [31mred\t2\t2\n"


def test_programs_get_json():
    """What is said of all things stands around them, in the order that was declared."""
    said, _ = told(listing(before={"asked": 2}, after={"dry_run": True}), json=True)
    assert list(json.loads(said)) == ["version", "asked", "things", "dry_run"]
    assert json.loads(said)["things"][0] == {"name": "tea\tcup", "count": 1_000}


def test_names_alone_come_once():
    """Of several rows of one thing."""
    assert told(listing([*ROWS, *ROWS]), quiet=True)[0] == "1000\n2\n"


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_a_table_fits_its_terminal(width):
    """Short columns stay whole, one takes what is left, and one needs a wide terminal."""
    lines = drawn(listing(), width)
    assert max(map(cell_len, lines)) <= width
    assert any("1,000" in line for line in lines)
    assert ("wide" in lines[0]) == (width >= 100)


def test_rows_are_read_in_the_form_that_is_asked_for_and_no_other():
    """So that a listing of any size is printed as it is read."""
    read = []

    def rows() -> Iterator[tuple[str, int]]:
        for number in range(3):
            read.append(number)
            yield "x", number

    answer = listing(rows(), items=iter(()))
    assert read == []
    lines = iter(answer.lines())
    next(lines)
    assert read == [0]


@pytest.mark.parametrize(("form", "said"), [({}, "None.\n"), ({"json": True}, "")])
def test_that_there_is_nothing_is_said_to_people(form, said):
    """On standard error; a program sees the empty list."""
    assert told(listing([], empty="None."), **form)[1] == said
    assert told(listing([], empty=lambda: "None."), **form)[1] == said


def test_what_stands_beside_an_answer_is_for_people():
    """A note, and one for pipes alone, on standard error; neither beside JSON or names."""
    report = Report(["Done."], {"changed": 1}, [7], note="By the way.")
    assert told(report) == ("Done.\n", "By the way.\n")
    assert told(report, quiet=True) == ("7\n", "")
    assert json.loads(told(report, json=True)[0]) == {"version": 1, "changed": 1}
    assert told(report, json=True)[1] == ""


def test_facts_are_made_for_json_alone():
    """What costs a query of its own is asked when a program wants it."""

    def facts() -> dict[str, int]:
        raise AssertionError

    assert told(Report(["Done."], facts))[0] == "Done.\n"
