"""Lists in the styles in which people keep them, each with what a careful person reads in it.

``list_styles.txt`` holds a list behind each ``=== name`` and its papers behind ``---``, each with
title, authors' families (``+`` for others), year, venue, section; ``-`` is not judged.
"""

import re
from pathlib import Path

import pytest

from readlist import formats
from readlist.errors import FormatError
from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.lists import people, references
from readlist.model import MORE_AUTHORS, Record

HERE = Path(__file__).parent


def cases(name):
    """Return the lists of a file: name, text, and rows of what is right."""
    found = []
    for part in re.split(r"(?m)^=== ", (HERE / name).read_text("utf-8"))[1:]:
        title, _, rest = part.partition("\n")
        text, _, told = rest.rpartition("\n---\n")
        rows = [
            [cell.strip() for cell in re.split(r"\s\|(?=\s|$)", row)] for row in told.splitlines()
        ]
        found.append(pytest.param(title, f"{text}\n", rows, id=title))
    return found


def read(name, text):
    """Return the papers of a list."""
    document = TextDocument(text, name)
    try:
        load = formats.sniff(document).load
    except FormatError:
        return []
    assert load
    return [item for item in load(document, LoadOptions()) if isinstance(item, Record)]


def row_of(record):
    """Return a record as a row of the file has it."""
    families = ", ".join(author.family or author.name for author in record.authors)
    section = " / ".join(record.entries[0].section) if record.entries else ""
    more = "+" * bool(record.extra.get(MORE_AUTHORS))
    return [record.title, families + more, str(record.year or ""), record.venue, section]


@pytest.mark.parametrize(("name", "text", "rows"), cases("list_styles.txt"))
def test_styles(name, text, rows):
    """Each style is read: titles, authors, years, venues and sections."""
    found = [row_of(record) for record in read(name, text)]
    judged = {row[0]: row for row in found}
    for row in rows:
        expected = [*row, *[""] * (5 - len(row))]
        got = judged.get(expected[0], ["missed"] * 5)
        right = [
            e == "-" or e == g or (n == 1 and e.casefold() == g.casefold())
            for n, (e, g) in enumerate(zip(expected, got, strict=True))
        ]
        assert all(right), (expected, got)
    assert len(found) == len(rows)


@pytest.mark.parametrize(("name", "text", "rows"), cases("no_lists.txt"))
def test_no_lists(name, text, rows):
    """Pages that are no reading list give nothing."""
    assert not rows
    assert read(name, text) == []


@pytest.mark.parametrize("way", people.WAYS, ids=lambda way: way.example)
def test_ways_to_write_names(way):
    """Each way to write names reads its example whole, and not its counter-example."""
    pattern = re.compile(people.row_pattern(way))
    assert pattern.fullmatch(way.example)
    assert not pattern.fullmatch(way.counter)


@pytest.mark.parametrize(
    "text",
    [
        "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows. ICCV 2021",
        "Pride and Prejudice. Jane Austen. 1813",
        "Lee et al. (2010) show that sheep can be counted",
        "Deep Learning. Yann LeCun, Yoshua Bengio. Nature 2015",
        "In 2010, Ann Lee counted sheep",
    ],
)
def test_no_references(text):
    """What does not begin with names, or goes on as a sentence, is no reference."""
    assert references.read(text, []) is None
