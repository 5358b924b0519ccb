"""Why an entry of a list is read as it is: its segments, what they are taken for, and reasons."""

import pytest

from readlist.formats.base import TextDocument
from readlist.formats.lists.explain import explained

LIST = """\
# Sheep

- [Counting Sheep in the Dark](https://arxiv.org/abs/1706.03762), Ann Lee et al., ICML 2017
  and a line that goes on
- Lee, A., & Ray, B. (2019). Counting cows by day: A study. Farming, 7(1), 19-36.
"""


def test_segments_with_their_roles():
    """Each segment says what it was taken for, how surely, and which rules it meets."""
    (found,) = explained(TextDocument(LIST, "list.md"), "markdown", 3)
    assert found.title == "Counting Sheep in the Dark"
    assert [part.role for part in found.parts[:3]] == ["title", "people", "venue"]
    assert "people +4 (as in 'Doe et al.')" in found.parts[1].why
    assert "score" in found.how


def test_line_within_an_entry():
    """A line on which nothing begins is explained with what began above it."""
    (found,) = explained(TextDocument(LIST, "list.md"), "markdown", 4)
    assert found.line == 3


def test_reference_in_a_style():
    """A reference says that its style decides."""
    (found,) = explained(TextDocument(LIST, "list.md"), "markdown", 5)
    assert found.title == "Counting cows by day: A study"
    assert "style of a reference" in found.how


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("org", "* S\n- [[https://arxiv.org/abs/1706.03762][Counting Sheep in the Dark]], 2017\n"),
        ("rst", "S\n=\n* `Counting Sheep in the Dark <https://arxiv.org/abs/1706.03762>`_, 2017\n"),
        ("asciidoc", "= S\n* https://arxiv.org/abs/1706.03762[Counting Sheep in the Dark], 2017\n"),
        ("refs", "\nCounting Sheep in the Dark. arXiv:1706.03762\n"),
    ],
)
def test_other_formats(name, text):
    """Lists in every syntax are explained alike."""
    found = explained(TextDocument(text, "x"), name, 9)
    assert found[-1].title == "Counting Sheep in the Dark"


def test_nothing_there():
    """A line above all others has nothing to explain."""
    assert explained(TextDocument("\n\n- x\n", "list.md"), "markdown", 1) == []
