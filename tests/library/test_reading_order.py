"""The order to read papers in: a permutation that respects every citation outside of circles."""

from hypothesis import given
from hypothesis import strategies as st

from readlist.library.papers.reading_order import before, circles, foundations

papers = st.integers(1, 12)
edges = st.sets(st.tuples(papers, papers), max_size=40)


@given(st.permutations(range(1, 13)), edges)
def test_what_is_built_on_comes_first(order, found):
    placed = [one.paper for one in foundations(order, found, {})]
    assert sorted(placed) == sorted(order)
    cites = {paper: {b for a, b in found if a == paper and a != b} for paper in order}
    circle = circles(cites)
    at = {paper: place for place, paper in enumerate(placed)}
    for citing, cited in found:
        if circle[citing] != circle[cited]:
            assert at[cited] < at[citing]
    # A circle stands together.
    for one in set(circle.values()):
        places = sorted(at[paper] for paper in order if circle[paper] == one)
        assert places == list(range(places[0], places[0] + len(places)))


@given(edges)
def test_a_circle_is_what_reaches_each_other(found):
    cites = {paper: {b for a, b in found if a == paper} for paper in range(1, 13)}
    reach = {paper: {paper} for paper in cites}
    for _ in cites:
        for paper, some in reach.items():
            reach[paper] = some | {b for a in some for b in cites[a]}
    circle = circles(cites)
    for a in cites:
        for b in cites:
            assert (circle[a] == circle[b]) is (b in reach[a] and a in reach[b])


def test_without_citations_the_order_stays():
    assert [one.paper for one in foundations([5, 3, 9], [], {})] == [5, 3, 9]
    assert [one.paper for one in foundations([5, 3, 9], [], {5: 2020, 3: 2010, 9: 2015})] == [
        3,
        9,
        5,
    ]


def test_a_long_chain_needs_no_deep_stack():
    chain = [(n + 1, n) for n in range(1, 5_000)]
    assert [one.paper for one in foundations(range(5_000, 0, -1), chain, {})][:3] == [1, 2, 3]


def test_what_to_read_before_is_at_most_two_steps_away():
    """The library's own papers, and what two of these build on."""
    found = before([1], [(1, 2), (1, 3), (2, 4), (3, 4), (4, 5), (2, 6)], held={2, 3})
    assert found == [(4, 2), (2, 1), (3, 1)]
