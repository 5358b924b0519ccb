"""Which paper a title means: what people write differently is the same, what differs is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.identity.title_match import Wanted, match
from readlist.identity.titles import is_slip, title_forms
from readlist.model import Author, Identifier, Record

LONG = "Sparse Retrieval of Long Documents With Learned Term Weights"


def paper(title: str, family: str = "Noether", year: int | None = 2021, name: str = "x") -> Record:
    authors = (Author(f"A. {family}", family, "A."),) if family else ()
    return Record(
        title=title, authors=authors, year=year, identifiers=(Identifier("arxiv", name),)
    )  # fmt: skip


def sure(title: str, *titles: str, family: str = "", year: int | None = None) -> list[str]:
    """Return the title that is surely meant, among those of papers by one author."""
    records = [paper(found, name=str(place)) for place, found in enumerate(titles)]
    return [record.title for record in match(Wanted(title, family, year), records).sure]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (LONG.upper(), LONG),
        ("Modelling the behaviour of labelled graphs", "Modeling the Behavior of Labeled Graphs"),
        ("Optimisation for analysing sound", "Optimization for Analyzing Sound"),
        ("Search &amp; rescue w/ many robots", "Search and Rescue with Many Robots"),
        (
            "What\u2019s in a name \u2013 \u201creally\u201d asked",
            'What\'s in a Name - "Really" Asked',
        ),
        ("Pretraining of multilingual encoders", "Pre-training of Multi-lingual Encoders"),
        ("The geometry of word vectors", "Geometry of Word Vectors"),
        ("A theory of learning, Part II", "A Theory of Learning, Part 2"),
        ("Fast k-means for large graphs", "Fast $k$-Means for Large Graphs"),
        ("Poincar\\'e embeddings of trees", "Poincaré Embeddings of Trees"),
        ("Bandits through duality and restarts", "Bandits via Duality and Restarts"),
        ("Sparse Retreival of Long Documents With Learned Term Weights", LONG),
        ("Sparse Retrieval of Long Documents Wiht Learned Term Weights", LONG),
        ("Sparse Retrieval of Long Documents With Learned Term...", LONG),
    ],
)
def test_one_title_as_people_write_it(written, title):
    """Case, spelling, signs, numerals, one slip: the paper is found by its title alone."""
    assert sure(written, title) == [title]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "Attention Is Not All You Need"),
        ("A Theory of Learning, Part II", "A Theory of Learning, Part III"),
        ("A Theory of Learning", "A Theory of Learning II"),
        ("A Theory of Learning", "A Theory of Learning Revisited"),
        ("A Theory of Learning: Part I", "A Theory of Learning"),
        ("A Theory of Learning", "A Theory of Learning: A Reply to Hilbert"),
        ("Learning With Labels in Large Graphs", "Learning Without Labels in Large Graphs"),
        ("A Library for Graphs in C", "A Library for Graphs in C++"),
        ("Model 3.5: Report of the Team of Builders", "Model 3: Report of the Team of Builders"),
        ("A 7B Model of Protein Sequences", "A 70B Model of Protein Sequences"),
        ("$L^2$ Bounds for Learned Sparse Indexes", "$L^1$ Bounds for Learned Sparse Indexes"),
        ("Do Large Models Reason About Time?", "Do Large Models Reason About Time? V3"),
        ("2D Pose Estimation From Sparse Views", "3D Pose Estimation From Sparse Views"),
        ("Pruning BERT for Documents in Use", "Pruning BART for Documents in Use"),
        ("Symmetric Kernels for Large Graphs", "Asymmetric Kernels for Large Graphs"),
        ("Macroscopic Traffic Models of Cities", "Microscopic Traffic Models of Cities"),
        ("Context-Aware Ranking of News Articles", "Content-Aware Ranking of News Articles"),
    ],
)  # fmt: skip
def test_nearly_the_same_is_another_paper(one, other):
    """Numbers, negations, parts, sizes and words that both exist are never taken for slips."""
    assert sure(one, other) == []
    assert sure(other, one) == []
    assert sure(one, other, one) == [one]


def test_neither_by_their_authors():
    """The first author agrees with each part of a series as well."""
    for one, other in (
        ("A Theory of Learning, Part II", "A Theory of Learning, Part III"),
        ("Attention Is All You Need", "Attention Is Not All You Need"),
        ("A Theory of Learning", "A Theory of Learning: Part II"),
    ):
        assert sure(one, other, family="noether", year=2021) == []


def test_a_part_of_a_title_takes_an_author():
    """The name of a system alone may be that of several."""
    whole = "FOLIO: Learned Indexes for Archives"
    assert sure("FOLIO", whole) == []
    assert sure("FOLIO", whole, family="noether") == [whole]
    assert sure("FOLIO", whole, "FOLIO: Paper Made by Hand", family="noether") == []
    assert match(Wanted("FOLIO"), [paper(whole)]).candidates
    long = "FOLIO: Learned Indexes for the Archives of Large Research Libraries"
    assert sure(long.partition(": ")[2], long) == [long]
    assert sure("Learned Indexes for Archives", whole) == []


def test_what_is_known_must_agree():
    """Another first author is another paper; another year only where nothing else speaks for it."""
    assert sure(LONG, LONG, family="hilbert") == []
    assert sure(LONG, LONG, year=2015) == []
    assert sure(LONG, LONG, year=2022) == [LONG]
    assert sure(LONG, LONG, family="noether", year=2019) == [LONG]
    assert match(Wanted(LONG, "hilbert"), [paper(LONG)]).candidates


def test_short_titles_need_more():
    """ "Introduction" is the title of thousands."""
    for title in ("Introduction", "Deep Learning", "Folio"):
        assert sure(title, title) == []
    assert sure("Deep Learning", "Deep Learning", year=2021) == ["Deep Learning"]
    assert sure("Introduction", "Introduction", family="noether") == ["Introduction"]


def test_a_rival_as_good_makes_it_a_question():
    """Two works of one title; with an author the one that agrees is taken."""
    rivals = [paper(LONG, "Noether", name="1"), paper(LONG, "Hilbert", name="2")]
    assert match(Wanted(LONG), rivals).sure == ()
    assert len(match(Wanted(LONG), rivals).candidates) == 2
    assert match(Wanted(LONG, "hilbert"), rivals).sure == (rivals[1],)


def test_preprint_and_publication_are_one_work():
    """Both are taken, the better match first."""
    both = [
        paper(LONG, year=2021, name="1"),
        Record(title=LONG.lower(), authors=(Author("Noether", "Noether"),), year=2022,
               identifiers=(Identifier("doi", "10.1/x"),)),
    ]  # fmt: skip
    assert match(Wanted(LONG), both).sure == tuple(both)


def test_identifiers_decide():
    """Another arXiv identifier is another paper, and a rejected one is never offered again."""
    mine, other = Identifier("arxiv", "1"), Identifier("arxiv", "2")
    found = [paper(LONG, name="2")]
    assert match(Wanted(LONG, identifiers=(mine,)), found) == ((), ())
    assert match(Wanted(LONG, not_these=frozenset({other})), found) == ((), ())


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("retrieval", "retreival", True), ("denoising", "denoisig", True),
        ("models", "model", True), ("with", "wiht", True), ("bert", "bart", False),
        ("modal", "model", False), ("not", "now", False), ("supervised", "unsupervised", False),
        ("symmetric", "asymmetric", False), ("gpt4o", "gpt4", False), ("", "a", False),
    ],
)  # fmt: skip
def test_slips_of_the_pen(one, other, is_one):
    """A letter more, less, wrong or moved, but not where it makes another word."""
    assert is_slip(one, other) is is_slip(other, one) is is_one


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_a_title(one, other):
    """No text breaks the comparison, and it does not depend on the order."""
    first, second = paper(one), paper(other)
    assert bool(match(Wanted(one), [second]).sure) == bool(match(Wanted(other), [first]).sure)
    assert title_forms(one) == title_forms(one)


def test_hostile_titles_take_no_time():
    """Long ones, and those of one sign repeated."""
    for sign in ("$", ": ", "a ", "&amp;", "\\", "- "):
        assert match(Wanted(sign * 5_000), [paper(sign * 4_999)]) is not None
