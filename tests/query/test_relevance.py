"""What speaks for a paper, term by term."""

import pytest

from readlist.query import conjuncts, parse
from readlist.query.relevance import Asked, Text, base_form


def weights(typed: str, text: Text) -> dict[str, float]:
    """Return the terms that a question earns, those of one kind added up."""
    words = list(conjuncts(parse(typed).where))
    asked = Asked(words, [1.0] * len(words), typed)
    found: dict[str, float] = {}
    for term in asked.weigh(text, 0.0, [True] * len(words)):
        found[term.kind] = found.get(term.kind, 0.0) + term.weight
    return found


@pytest.mark.parametrize(
    ("words", "base"),
    [
        ("shares sharing shared share", "shar"), ("studies study studying", "stud"),
        ("boxes box", "box"), ("networks network", "network"), ("classes class", "class"),
        ("universal", "universal"), ("university universities", "universit"), ("bus", "bus"),
    ],
)  # fmt: skip
def test_a_word_is_itself_in_plural_and_as_a_verb(words, base):
    """And a stranger of the same stem is not."""
    assert {base_form(word) for word in words.split()} == {base}


def test_a_word_counts_where_it_stands():
    """More in the title than among the authors, and there more than in the abstract."""
    title, authors, abstract = (
        sum(weights("hopper", text).values())
        for text in (Text("On hoppers"), Text("On it", "Grace Hopper"), Text("On it", "", "hopper"))
    )
    assert title > authors > abstract > 0


def test_a_phrase_counts_more_the_nearer_it_is_to_the_title():
    """Whole, at its place, with accents and case of its own."""
    phrases = [
        weights("godel machines", text).get("phrase", 0.0)
        for text in (
            Text("Gödel Machines"), Text("On Gödel machines again"),
            Text("On it", "", "There are Gödel-machines."), Text("Machines of Gödel"),
        )
    ]  # fmt: skip
    assert phrases == sorted(phrases, reverse=True)
    assert len(set(phrases)) == 4


def test_neighbours_count_where_they_are_near_each_other():
    """Side by side more than with a few words between, and not at all far apart."""
    between = [
        weights("world model", Text("x", "", f"world {'and so on ' * gap} models")).get("near", 0)
        for gap in (0, 2, 30)
    ]
    assert between[0] > between[1] > between[2] == 0


def test_signs_and_scripts_are_found_as_the_index_finds_them():
    """A language with a sign, a compound, characters without blanks."""
    assert weights("C++", Text("Templates in C++"))["title"]
    assert "title" not in weights("C++", Text("Templates in C"))
    assert weights("pretraining", Text("Pre-training of nets"))["title"]
    assert weights("注意力", Text("基于注意力机制的图像描述生成"))["title"]
    assert weights("力", Text("基于注意力机制的图像描述生成"))["title"]


def test_what_a_reader_did_decides_between_papers_that_answer_alike():
    """Read before kept before dropped; many lists before one; far less than a word of the title."""
    worth = [
        sum(weights("nets", Text("Nets", "", "", *mine)).values())
        for mine in (("read", 5, 3), ("read", None, 1), ("to-read",), ("inbox",), ("dropped",))
    ]
    assert worth == sorted(worth, reverse=True)
    assert worth[0] - worth[-1] < weights("nets", Text("Nets"))["title"]
