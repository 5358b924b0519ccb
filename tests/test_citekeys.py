import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_strategies import authors
from readlist.citekeys import KEY_LIMIT, base_key, free_key, valid_key
from readlist.names import parse_author


@pytest.mark.parametrize(
    ("author", "year", "title", "organization", "key"),
    [
        ("Ashish Vaswani", 2017, "Attention Is All You Need", "", "vaswani2017attention"),
        ("Łukasz Kaiser", 2020, r"$\ell_1$ Things", "", "kaiser2020things"),
        ("Laurens van der Maaten", 2008, "Visualizing t-SNE", "", "vandermaaten2008visualizing"),
        ("O'Brien, P", None, "What's the matter?", "", "obrienmatter"),
        ("Kimi Team", 2025, "Kimi K2", "", "kimi2025kimi"),
        ("北京 大学", 2020, "On the", "", "daxue2020on"),
        ("", 2023, "GPT-4 Technical Report", "OpenAI", "openai2023gpt"),
        ("", 2017, "Attention Is All You Need", "", "attention2017all"),
        ("", None, "3D Gaussians", "", "p3dgaussians"),
        ("", 2020, "😀", "", "paper2020"),
        ("", None, "", "", "paper"),
        ("", None, "arxiv 1706.03762", "", "arxiv170603762"),
    ],
)
def test_base_key(author, year, title, organization, key):
    """A key is the first author, the year and the first significant word in plain letters."""
    people = [parse_author(author)] if author else []
    assert base_key(people, year, title, organization) == key


@given(st.lists(authors, max_size=2), st.none() | st.integers(1, 9999), st.text(), st.text())
def test_any_paper_has_a_valid_key(people, year, title, organization):
    """Whatever is known of a paper, its key is short, plain and never starts with a digit."""
    key = base_key(people, year, title, organization)
    assert re.fullmatch(r"[a-z][a-z0-9]*", key)
    assert len(key) <= KEY_LIMIT
    assert valid_key(key)


def test_equal_keys_get_letters():
    """Papers with one key are told apart by a, b, … z, aa."""
    taken = set()
    for _ in range(29):
        taken.add(free_key("x1", taken.__contains__))
    assert {"x1", "x1a", "x1z", "x1aa", "x1ab"} <= taken
    assert len(taken) == 29


def test_thousands_of_equal_keys_are_cheap():
    """The search for a free key asks few questions however many are taken."""
    taken = set()
    asked = 0

    def is_taken(key):
        nonlocal asked
        asked += 1
        return key in taken

    for _ in range(3_000):
        taken.add(free_key("paper", is_taken))
    assert len(taken) == 3_000
    assert asked < 3_000 * 60


@pytest.mark.parametrize("key", ["vaswani2017", "DBLP:conf/nips/X17", "2019smith", "a.b+c_d-e"])
def test_key_of_a_person(key):
    """A person may give any key that LaTeX and a shell take as it is."""
    assert valid_key(key)


@pytest.mark.parametrize(
    "key",
    ["", "12", "1706.03762v2", "hep-th/9901001", "10.1000/x", "a b", "a,b", "é", "-x", "x" * 101],
)
def test_key_that_is_something_else(key):
    """A key must not be a row number, an identifier, an option, or need escaping."""
    assert not valid_key(key)
