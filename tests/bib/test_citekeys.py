import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.bib.citekeys import (
    _PARTS,
    DEFAULT_PATTERN,
    KEY_LIMIT,
    base_key,
    compile_pattern,
    default_key,
    free_key,
    valid_key,
)
from readlist.bib.names import parse_author, parse_authors
from readlist.errors import ConfigError
from readlist.model import Author, Identifier, Record
from support.paper_strategies import authors, identifiers, many


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


records = st.builds(
    Record,
    title=st.text(),
    authors=many(authors),
    year=st.none() | st.integers(1, 9999),
    venue=st.text(),
    kind=st.text(),
    organization=st.text(),
    identifiers=many(identifiers),
)


@given(records)
def test_the_default_pattern_is_the_default(record):
    """The default pattern, taken apart like any other, gives exactly the key of the program."""
    taken_apart = compile_pattern("{author.family|lower}{year|ascii}{title.first_word}")
    assert taken_apart(record) == default_key(record)
    assert compile_pattern(DEFAULT_PATTERN)(record) == default_key(record)
    if record.title or record.authors:
        facts = (record.authors, record.year, record.title, record.organization)
        assert default_key(record) == base_key(*facts)


ATTENTION = Record(
    title="Attention Is All You Need",
    authors=parse_authors("Ashish Vaswani, Noam Shazeer, Niki Parmar"),
    year=2017,
    venue="NeurIPS 2017",
    kind="inproceedings",
    organization="Google",
    identifiers=(Identifier("arxiv", "1706.03762"), Identifier("doi", "10.1000/x_y")),
)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{authors.etal|slug}-{year}-{title.first_word}", "vaswani-etal-2017-attention"),
        ("{author|capital}_{year}", "Vaswani_2017"),
        ("{author.family|upper|max:3}{yy}", "VAS17"),
        ("{author.given|capital}{author.initial}:{year}", "Ashisha:2017"),
        ("{authors:2|capital}{yy}", "VaswaniShazeer17"),
        ("{authors|slug}", "vaswani-shazeer-parmar"),
        ("{author}{title.camel:3}{year}", "vaswaniAttentionAllYou2017"),
        ("{title.words:2|slug}/{kind}", "attention-all/inproceedings"),
        ("{title|slug|max:20}", "attention-all-you-ne"),
        ("{venue|slug}.{organization}", "neurips-2017.google"),
        ("{arxiv}", "p170603762"),
        ("{doi}", "p101000xy"),
    ],
)
def test_pattern(pattern, key):
    """A pattern puts fields together, cut and dressed as it says."""
    assert compile_pattern(pattern)(ATTENTION) == key


def test_pattern_without_a_fact():
    """Where a pattern gives nothing, the default key stands in."""
    nothing = Record(title="Attention", authors=(Author("Ada Lovelace", "Lovelace", "Ada"),))
    assert compile_pattern("{arxiv}")(nothing) == "lovelaceattention"
    assert compile_pattern("{arxiv}{author.family}")(nothing) == "lovelace"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{autor}{year}", "Column 2 of the key pattern: there is no field 'autor'; did"),
        ("{author.famly}", "Column 9 of the key pattern: there is no part of author 'famly'; did"),
        ("{year.x}", "there is no part of year 'x'; it has none."),
        ("{year}{title.words:x}", "Column 20 of the key pattern: 'x' is not a number"),
        ("{year:2}", "Column 7 of the key pattern: year takes no number"),
        ("{author|uper}", "there is no filter 'uper'; did you mean 'upper'?"),
        ("{author|lower|max:0}", "Column 19 of the key pattern: '0' is not a number"),
        ("{author|lower:3}", "Column 9 of the key pattern: lower takes no number"),
        ("{author} {year}", "Column 9 of the key pattern: a key cannot hold ' '"),
        ("{author}{year", "Column 9 of the key pattern: this brace has no counterpart"),
        ("key", "has no field in braces"),
        ("", "has no field in braces"),
        ("{}", "there is no field ''"),
    ],
)  # fmt: skip
def test_wrong_pattern(pattern, said):
    """A wrong pattern is refused with the column and the nearest word."""
    with pytest.raises(ConfigError, match=re.escape(said)):
        compile_pattern(pattern)


holes = st.sampled_from(
    [f"{{{name}}}" for name in _PARTS]
    + [f"{{{name}.{part}}}" for name, parts in _PARTS.items() for part in parts]
    + ["{title.words:3|slug}", "{venue|upper|max:5}", "{doi|capital}"]
)  # fmt: skip


@given(records, st.lists(holes | st.sampled_from("-_:./+a9"), min_size=1).map("".join))
def test_any_pattern_makes_valid_keys(record, pattern):
    """Whatever pattern is taken and whatever is known of a work, its key is valid."""
    try:
        make = compile_pattern(pattern)
    except ConfigError:
        return
    assert valid_key(make(record))
    assert len(make(record)) <= KEY_LIMIT


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


@pytest.mark.parametrize("key", ["vaswani2017", "DBLP:conf/nips/X17", "2019smith", "a.b+c_d-e",
                                 "müller2020", "北京2020"])  # fmt: skip
def test_key_of_a_person(key):
    """A person may give any key that LaTeX and a shell take as it is."""
    assert valid_key(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "12",
        "1706.03762v2",
        "hep-th/9901001",
        "10.1000/x",
        "a b",
        "a,b",
        "Émile",
        "-x",
        "x" * 101,
        "١٢",
        "__",
        "a\u0301",
    ],
)
def test_key_that_is_something_else(key):
    """A key must not be a row number, an identifier, an option, or need escaping."""
    assert not valid_key(key)


def test_a_number_of_arxiv_says_the_year():
    """A list that names no year gives a key with one all the same."""
    work = Record(
        title="Position: Perfect Alignment", authors=(Author("Ann Lee", "Lee", "Ann"),),
        identifiers=(Identifier("arxiv", "2511.19504"),),
    )  # fmt: skip
    assert default_key(work) == "lee2025position"
