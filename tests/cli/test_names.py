"""A name names a paper everywhere, in every query as in ``show``; what else it means is told."""

import pytest

from support.program import Run

ENTRY = "@article{{{key}, title={{{title}}}, author={{Roe, Ann}}, year=2011{more}}}\n"


def entry(key: str, title: str, more: str = "") -> str:
    return ENTRY.format(key=key, title=title, more=f", {more}" if more else "")


@pytest.fixture
def library(run: Run):
    """Return the program with three papers, one of them under a key that cannot be cited."""
    bib = (
        entry("cats", "Cats on route 101", "doi={10.1000/abc}")
        + entry("dogs", "Dogs of the north", "eprint={1706.03762}, archiveprefix={arXiv}")
        + entry("Roe et al 2011", "Cows mention 1706.03762")
    )
    run("import", "-", "--format", "bibtex", stdin=bib, code=1)
    return run


def ids(run: Run, *words: str) -> list[str]:
    return run("list", "--columns", "id", *words).stdout.split()


def test_names_of_any_kind_go_together(library):
    """Numbers, keys, former keys with blanks, identifiers, addresses."""
    assert ids(library, "10.1000/abc", "1706.03762", "3") == ["1", "2", "3"]
    assert ids(library, "doi:10.1000/abc", "arxiv:1706.03762") == ["1", "2"]
    assert ids(library, "https://doi.org/10.1000/abc", "https://arxiv.org/abs/1706.03762v3") == [
        "1", "2",
    ]  # fmt: skip
    for words in (["Roe et al 2011"], ["Roe", "et", "al", "2011"], ["cats", "Roe et al 2011"]):
        assert ids(library, *words)[-1] == "3"
        assert library("search", "--columns", "id", *words).stdout.split()[-1] == "3"
        assert "@article{roe2011cows," in library("export", *words).stdout


def test_names_as_they_are_cited(library):
    """With commas between; a title may have some."""
    for words in (["cats,dogs"], ["1, 2"], ["cats,", "dogs"]):
        assert ids(library, *words) == ["1", "2"]
    assert library("show", "2,cats").stdout.startswith("title: Dogs of the north")
    library("edit", "1", "--title", "Cats, dogs")
    assert library("tag", "Cats, dogs", "+x").stdout == "Tagged +x: cats  Cats, dogs\n"


def test_a_citation_that_was_copied(library):
    """From LaTeX or from Markdown; a saved search of that name is asked as ever."""
    for words in (["@cats"], ["[@cats, p. 3]"], [r"\citep[p. 3]{cats}"]):
        assert ids(library, *words) == ["1"], words
        assert library("show", *words).stdout.startswith("title: Cats"), words
    for words in (["[@cats; @dogs]"], [r"\cite{cats,dogs}"], ["cats;dogs"], ["[@cats;", "@dogs]"]):
        assert ids(library, *words) == ["1", "2"], words
    assert library("tag", "[@cats; @dogs]", "+x").stdout.count("Tagged") == 2
    library("save", "cats", "dogs")
    assert ids(library, "@cats") == ["2"]


@pytest.mark.parametrize("name", ["id:1", "key:cats", "\u200bcats\u200b", "cats\u00a0"])
def test_names_as_queries_and_web_pages_have_them(library, name):
    for command in ("show", "open"):
        options = ["--print"] * (command == "open")
        assert library(command, name, *options).stdout
    assert ids(library, name) == ["1"]


def test_a_key_that_looks_like_an_identifier_among_conditions(library):
    """Whether or not a paper has that identifier."""
    library("import", "-", "--format", "bibtex", stdin=entry("10.1145/1.2", "Hens of the yard"))
    assert ids(library, "(cats OR 10.1145/1.2) year:2011") == ["1", "4"]
    assert ids(library, "10.1145/1.2 year:2011") == ["4"]
    assert ids(library, "NOT 10.1145/1.2") == ["1", "2", "3"]


@pytest.mark.parametrize("command", ["show", "list"])
def test_a_key_that_looks_like_an_option(library, command):
    """It is told how it is named."""
    library("import", "-", "--format", "bibtex", stdin=entry("-x", "Hens of the yard"))
    assert f"readlist {command} -- -x." in library(command, "-x", code=2).stderr
    assert "Hens" in library(command, "--", "-x").stdout


def test_a_name_in_the_letters_of_another_system(library):
    """macOS writes letters and their accents apart."""
    library("import", "-", "--format", "bibtex", stdin=entry("Müller99", "Hens of the yard"))
    apart = "Mu\u0308ller99"
    assert library("show", apart).stdout.startswith("title: Hens")
    assert ids(library, apart) == ids(library, f"key:{apart}") == ["4"]


def test_a_name_is_that_paper_alone(library):
    """Others that mention it are a word away, and one is told the way."""
    done = library("list", "--columns", "id", "1706.03762")
    assert done.stdout == "2\n"
    assert done.stderr == (
        "1706.03762 is a paper by name; '\"1706.03762\"' searches for the text.\n"
    )
    assert ids(library, '"1706.03762"') == ["3"]


def test_an_identifier_among_other_conditions(library):
    """A key that looks like one finds its paper there, too."""
    library("import", "-", "--format", "bibtex", stdin=entry("10.1145/1.2", "Goats"))
    library("tag", "10.1145/1.2", "cats", "+farm")
    assert ids(library, "tag:farm", "10.1145/1.2") == ["4"]
    assert ids(library, "tag:farm 10.1000/abc") == ["1"]
    assert ids(library, "tag:farm NOT cats") == ["4"]


def test_names_from_standard_input(library):
    """A lone dash is what another command printed."""
    found = library("list", "dogs")
    assert library("export", "--format", "keys", "-", stdin=found.stdout).stdout == "dogs\n"
    assert library("list", "-", "--columns", "id", stdin="cats\n3\n").stdout == "1\n3\n"
    assert "'nothere'" in library("export", "-", stdin="cats\nnothere\n", code=3).stderr


def test_a_number_of_no_paper_is_told(library):
    """It is a word then, and an export of what has that word is no surprise."""
    assert library("export", "101").stderr.startswith("There is no paper 101: 101 is searched for.")
    said = library("export", "1", "2", "99", code=3).stderr
    assert "There is no paper 99: 1 2 99 are searched for." in said
    assert "'nosuch2020'" in library("export", "cats", "nosuch2020", code=3).stderr


def test_what_else_a_name_means_is_told(library):
    """A number that is another paper's key, a key that is another's DOI, a key that is a query."""
    more = (
        entry("2", "Hens")
        + entry("10.1000/abc", "Pigs in the straw")
        + entry("status:read", "Owls")
    )
    library("import", "-", "--format", "bibtex", stdin=more)
    done = library("list", "2", "--columns", "id")
    assert done.stdout == "2\n"
    assert "2 is the number of a paper and a key of paper 4: id:4 is that one." in done.stderr
    done = library("list", "10.1000/abc", "--columns", "id")
    assert done.stdout.split() == ["1", "5"]
    assert "10.1000/abc names 2 papers, and all of them are meant" in done.stderr
    assert "could be several papers" in library("tag", "10.1000/abc", "+x", code=3).stderr
    library("status", "cats", "read")
    done = library("list", "status:read", "--columns", "id")
    assert done.stdout == "6\n"
    assert "status:read is a paper by name; '(status:read)' is the query." in done.stderr
    assert ids(library, "(status:read)") == ["1"]


def test_names_within_a_list_and_a_manuscript(library, tmp_path):
    """A limit counts what is cited; what is changed by a query says what its number means."""
    library("lists", "add", "pile", "dogs")
    assert library("export", "--list", "pile", "1", "2", "--format", "keys").stdout == "dogs\n"
    (tmp_path / "m.tex").write_text("\\cite{dogs}")
    done = library("export", "--keys", "m.tex", "--limit", "1", "--format", "keys")
    assert done.stdout == "dogs\n"
    said = library("rm", "--where", "101", "--dry-run").stderr
    assert "There is no paper 101: 101 is searched for." in said


@pytest.mark.parametrize(
    "words", [["key", "cats,dogs", "x"], ["note", "1,2", "x"], ["attach", "-", "x.pdf"],
              ["reject", "1,2"], ["refs", "1,2", "--offline"]],
)  # fmt: skip
def test_a_command_for_one_paper_takes_one(library, words):
    """Several in one word are refused, and nothing is done."""
    said = library(*words, code=2, stdin="cats\ndogs\n").stderr
    assert "names 2 papers. Name one." in said


def test_the_address_that_a_bibliography_gives_is_a_name(library):
    """In any spelling; several papers of one page are all meant, or asked about."""
    page = "url={https://www.example.org/cats/%s/}"
    more = (
        entry("x", "Owls", page % 1) + entry("y", "Hens", page % 2) + entry("z", "Pigs", page % 2)
    )
    library("import", "-", "--format", "bibtex", stdin=more)
    for address in ("http://example.org/cats/1", "www.example.org/cats/1/"):
        assert library("show", address).stdout.startswith("title: Owls")
        assert library("export", "--format", "keys", address).stdout == "x\n"
    assert ids(library, "https://example.org/cats/2") == ["5", "6"]
    assert "could be several" in library("tag", "https://example.org/cats/2", "+x", code=3).stderr
