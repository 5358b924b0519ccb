import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.bib.names import (
    bibtex_name,
    byline,
    display,
    family_first,
    initials_behind,
    names_text,
    parse_author,
    parse_authors,
    parse_people,
    people,
    turned,
)
from readlist.model import Author


@pytest.mark.parametrize(
    ("text", "family", "given_name", "suffix"),
    [
        ("Ashish Vaswani", "Vaswani", "Ashish", ""),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig", ""),
        ("von Neumann, John", "von Neumann", "John", ""),
        ("King, Jr., Martin Luther", "King", "Martin Luther", "Jr."),
        ("Martin Luther King, Jr.", "King", "Martin Luther", "Jr."),
        ("Hal Daumé III", "Daumé", "Hal", "III"),
        ("Juan de la Cruz García", "de la Cruz García", "Juan", ""),
        ("Yann Le Cun", "Le Cun", "Yann", ""),
        ("Xiao Bin Wang", "Wang", "Xiao Bin", ""),
        ("Quoc V. Le", "Le", "Quoc V.", ""),
        (r"Erd{\H{o}}s, Paul", "Erdős", "Paul", ""),
        (r"\\Ajinkya Umesh Mulik", "Mulik", "Ajinkya Umesh", ""),
        ("Kiros JR", "Kiros", "JR", ""),
        ("Ivanov, II", "Ivanov", "II", ""),
        ("Ivanov II", "Ivanov", "II", ""),
        ("John Paul II", "Paul", "John", "II"),
        ("van der Berg, JR", "van der Berg", "JR", ""),
        ("John Doe, JR", "Doe", "John", "JR"),
    ],
)
def test_person(text, family, given_name, suffix):
    """A person is split at the comma, otherwise before the last word and its particles."""
    author = parse_author(text)
    assert (author.family, author.given, author.suffix) == (family, given_name, suffix)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("OpenAI", "OpenAI"),
        ("Kimi Team", "Kimi Team"),
        ("Team Cohere", "Team Cohere"),
        ("Euclid Collaboration", "Euclid Collaboration"),
        ("{Barnes and Noble}", "Barnes and Noble"),
        ("{{Barnes and Noble, Inc.}}", "Barnes and Noble, Inc."),
        ("Google, Inc.", "Google, Inc."),
        ("Elizabeth II", "Elizabeth II"),
        ("Pius XII", "Pius XII"),
    ],
)
def test_group(text, name):
    """A group, a single word and a name in braces have no family."""
    assert parse_author(text) == Author(name)


def test_written_name_is_kept():
    """The name stays as it was written, given name first."""
    assert parse_author("Juan de la Cruz").name == "Juan de la Cruz"
    assert parse_author("King, Jr., Martin Luther").name == "Martin Luther King Jr."


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Vaswani, Ashish and Shazeer, Noam and others", ["Vaswani", "Shazeer"]),
        ("Ashish Vaswani, Noam Shazeer, and Niki Parmar", ["Vaswani", "Shazeer", "Parmar"]),
        ("Ashish Vaswani & Noam Shazeer", ["Vaswani", "Shazeer"]),
        ("Vaswani, A., Shazeer, N.", ["Vaswani", "Shazeer"]),
        ("Vaswani, Ashish; Shazeer, Noam; et al.", ["Vaswani", "Shazeer"]),
        ("Ashish Vaswani, Noam Shazeer", ["Vaswani", "Shazeer"]),
        ("Vaswani, Ashish", ["Vaswani"]),
        ("Vaswani A, Shazeer N", ["Vaswani", "Shazeer"]),
        ("Smith SR, Jones AB, Doe C", ["Smith", "Jones", "Doe"]),
        ("King JR, Martin L", ["King JR"]),
        ("de la Cruz García, Juan Carlos", ["de la Cruz García"]),
        ("J. Smith, Jr., A. Doe", ["Smith", "Doe"]),
        ("King Jr, Martin Luther", ["King Jr"]),
        ("Sam Roe Jr., Jane Poe", ["Roe", "Poe"]),
        ("John Smith, et al", ["Smith"]),
        ("others", []),
        ("", []),
    ],
)
def test_several_people(text, families):
    """A line of authors is parted as people write it, without "et al."."""
    assert [author.family for author in parse_authors(text)] == families


def test_several_bare_names():
    """Bare family names and groups are names without a split."""
    assert [one.name for one in parse_authors("Gutmann and Hyvarinen")] == ["Gutmann", "Hyvarinen"]
    assert parse_authors("{Barnes and Noble} and John Smith")[0] == Author("Barnes and Noble")


@given(st.text() | st.text(alphabet="{},; andJr.\\'~é&"))
def test_any_text_is_taken(text):
    """No text breaks the parser, and no author comes out without a name."""
    parse_author(text)
    assert all(author.name for author in parse_authors(text))


@given(st.text(alphabet="ABcdé ,.{}", min_size=1))
def test_bibtex_name_reads_back(text):
    """A name written for BibTeX is split again in the same way."""
    author = parse_author(text)
    if author.family and author.given and not set("{},") & set(display(author)):
        again = parse_author(bibtex_name(author))
        assert (again.family, again.given) == (author.family, author.given)


def test_bibtex_name():
    """Family comes first, a group stands in braces, and so does a part with a comma."""
    assert bibtex_name(parse_author("Martin Luther King Jr.")) == "King, Jr., Martin Luther"
    assert bibtex_name(Author("OpenAI")) == "{OpenAI}"
    assert bibtex_name(Author("x", "a, b", "c and d")) == "{a, b}, {c and d}"


def test_byline():
    """A table shows one author, two authors, or the first and "et al."."""
    people = parse_authors("Michael Gutmann and Aapo Hyvarinen and Yoshua Bengio")
    assert byline(people) == "Gutmann et al."
    assert byline(people[:2]) == "Gutmann & Hyvarinen"
    assert byline(people[:2], 7) == "Gutmann et al."
    assert byline(people[2:]) == "Bengio"
    assert byline((Author("OpenAI"),)) == "OpenAI"
    assert byline((), 5) == "5 authors"
    assert byline((), 1) == "1 author"
    assert byline(()) == ""


def test_index_has_plain_letters():
    """The index gets a plain copy of letters that have no accent to strip, and of nothing else."""
    assert names_text(parse_authors("Łukasz Kaiser and Noam Shazeer")) == (
        "Łukasz Kaiser, Noam Shazeer, lukasz kaiser"
    )
    assert names_text(parse_authors("Aapo Hyvärinen")) == "Aapo Hyvärinen"
    assert names_text(()) == ""


@pytest.mark.parametrize(
    ("written", "family", "first"),
    [
        ("J.P.Hague", "Hague", "J.P."), ("A.Einstein", "Einstein", "A."),
        ("A.B.Van Dam", "Van Dam", "A.B."), ("J.-P.Serre", "Serre", "J.-P."),
        ("K.O'Neil", "O'Neil", "K."), ("Yu.Nesterov", "Nesterov", "Yu."),
        ("M.-Th.Hütt", "Hütt", "M.-Th."), ("St.Gallen", "", ""),
        ("U.S.A.", "", ""), ("OpenAI", "", ""), ("J.P.", "", ""),
    ],
)  # fmt: skip
def test_initials_without_a_blank_behind_them(written, family, first):
    author = parse_author(written)
    assert (author.family, author.given) == (family, first)


@pytest.mark.parametrize(
    "name",
    [
        "World Health Organization", "Ministry of Health", "National Institutes of Health",
        "European Commission", "European Union", "Royal Society", "Harvard Business School",
        "American Psychological Association", "U.S. Department of Energy", "Library of Congress",
        "Pew Research Center", "Institute for Advanced Study", "Massachusetts General Hospital",
    ],
)  # fmt: skip
def test_offices_and_societies_are_groups(name):
    assert parse_author(name) == Author(name)


@pytest.mark.parametrize(
    "name",
    [
        "Jane Church", "Alan Union", "Robert Service", "Robert W. Service", "Mary Ann School",
        "Tom College", "Guy Hospital", "Joan of Arc", "William of Ockham", "Bo Center",
        "Ben Company", "Alonzo Church", "Kim On Ho",
    ],
)  # fmt: skip
def test_people_are_called_like_offices(name):
    assert parse_author(name).family


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("van der Berg JA Jr", "van der Berg, JA, Jr"), ("Roe J 3rd", "Roe, J, 3rd"),
        ("Roe M. A.", "Roe, M. A."), ("Roe J.-P.", "Roe, J.-P."), ("'t Hooft G", "'t Hooft, G"),
        ("Roe, J", "Roe, J"), ("Jane Roe", "Jane Roe"), ("Acme", "Acme"),
    ],
)  # fmt: skip
def test_initials_behind_the_family_name(written, first):
    """A source that always writes so is believed; others need the names beside it."""
    assert family_first(written) == first


def test_initials_of_which_nothing_is_sure():
    assert initials_behind("Roe ABCD") is None
    assert initials_behind("a study of 3 birds B") is None
    assert turned(["Wei LI", "Jun XU"]) == turned(["Weinan E"]) == ()
    assert [one.family for one in turned(["Roe AB", "Poe CD"], one_each=True)] == ["Roe", "Poe"]
    assert turned(["Roe AB", "WHO EU"], one_each=True) == ()
    assert [one.family for one in turned(["Пучков А", "Öz Ö"], one_each=True)] == ["Пучков", "Öz"]


@pytest.mark.parametrize(
    ("line", "families"),
    [
        ("Roe, A., Poe, B. C. & Fox, D.", ["Roe", "Poe", "Fox"]),
        ("Roe, A. B., Poe, B., & van der Berg, C.", ["Roe", "Poe", "van der Berg"]),
        ("Fox, C., Jr., & de la Cruz, M.", ["Fox", "de la Cruz"]),
        ("Roe, A., Poe, B., . . . Fox, D.", ["Roe", "Poe", "Fox"]),
        ("A Roe, BC Poe, … & D Fox", ["Roe", "Poe", "Fox"]),
        ("Doe, Roe, and Fox", ["", "", ""]),
        ("山田太郎, 鈴木一郎", ["", ""]),
        ("山田, 太郎", ["山田"]),
    ],
)
def test_family_names_and_initials_in_turn(line, families):
    """APA's way to write several people, with those left out whom it leaves out."""
    assert [author.family for author in parse_people(line)[0]] == families


def test_people_left_out_in_the_middle_are_more():
    """Google Scholar and APA have a sign for them, which is nobody's name."""
    assert parse_people("A Roe, … & D Fox")[1]
    assert parse_people("Roe, A., ... Fox, D.")[1]
    assert not parse_people("Roe, A., Fox, D.")[1]


@pytest.mark.parametrize(
    "name",
    [
        "Intergovernmental Panel on Climate Change", "World Bank", "United Nations",
        "US Geological Survey", "Bank for International Settlements", "Smithsonian Institution",
        "National Academies of Sciences, Engineering, and Medicine", "Working Group on Whales",
    ],
)  # fmt: skip
def test_bodies_are_no_persons(name):
    """What is called so has no family name, though commas stand in it."""
    assert parse_author(name) == Author(name)
    assert people([name])[0] == (Author(name),)


@pytest.mark.parametrize("name", ["Joan of Arc", "Roe, Anna", "Alan Bank", "John Survey"])
def test_persons_are_no_bodies(name):
    """A word of a body's name may be a family's."""
    assert parse_author(name).family


def test_a_collaboration_is_parted_by_registries():
    assert parse_author("Collaboration, ATLAS") == Author("ATLAS Collaboration")
