"""Merge conflicts that git left in a file: told with their line, sides never mixed."""

import pytest

from readlist import formats
from readlist.formats import conflicts
from readlist.formats.base import LoadOptions, TextDocument
from readlist.model import Problem, Record

INSIDE = """@article{smith2011,
  title={First work on cats},
<<<<<<< HEAD
  author={Smith, A.}, year={2011}
||||||| base
  author={Smyth, A.}, year={2010}
=======
  author={Smith, Anna}, year={2012}
>>>>>>> branch
}
@article{last, title={Last one}, author={Poe, J.}, year=2003}
"""


def read(text: str, format_name: str):
    found = list(conflicts.items(formats.reader(format_name), TextDocument(text), LoadOptions()))
    records = [(one.line, one.title, one.year) for one in found if isinstance(one, Record)]
    return records, [(one.line, one.message) for one in found if isinstance(one, Problem)]


def test_an_entry_with_a_conflict_is_that_of_one_side():
    """What the other side says is told and not mixed in; lines stay those of the file."""
    records, problems = read(INSIDE, "bibtex")
    assert records == [(1, "First work on cats", 2011), (11, "Last one", 2003)]
    assert [line for line, _ in problems] == [3, 1]
    assert "merge conflict was never settled here (HEAD and branch)" in problems[0][1]
    assert "the other says author {Smith, Anna}, year {2012}" in problems[1][1]


@pytest.mark.parametrize(
    ("format_name", "form"),
    [
        ("bibtex", "@article{{k{1}, title={{On {0}}}, year=2001}}"),
        ("ris", "TY  - JOUR\nTI  - On {0}\nER  - "),
        ("jsonl", '{{"title": "On {0}"}}'),
        ("markdown", "- [On {0}](https://arxiv.org/abs/2101.0000{1})"),
    ],
)
def test_whole_records_of_both_sides_come_in(format_name, form):
    """In every format; a base that git shows between them is no side's."""
    names = ("Alpine Weather", "Beetle Wings", "Copper Ores", "Dead Languages")
    one, two, three, base = (form.format(name, at) for at, name in enumerate(names))
    text = f"{one}\n<<<<<<< ours\n{two}\n||||||| base\n{base}\n=======\n{three}\n>>>>>>> theirs\n"
    records, problems = read(text, format_name)
    assert [title for _, title, _ in records] == [f"On {name}" for name in names[:3]]
    assert problems[0][0] == 1 + one.count("\n") + 1
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["A title\n=======\n", "<<<<<<<< eight\n", "a <<<<<<< b\n"])
def test_what_only_looks_like_a_mark_is_none(text):
    _, problems = read(f"{text}\n- [A Paper](https://arxiv.org/abs/2101.00001)\n", "markdown")
    assert problems == []
