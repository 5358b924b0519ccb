"""Tags: one spelling for each in a library, however they come."""

import unicodedata

import pytest

from support.program import Run


def tags(run: Run) -> list[str]:
    return run("tag").stdout.split()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("NLP", "nlp"),
        ("Straße", "STRASSE"),
        ("İzmir", "izmir"),
        ("café", unicodedata.normalize("NFD", "CAFÉ")),
        ("ＡＩ", "ai"),  # letters of full width, as Chinese keyboards write them
        ("x-ray", "x\u2011ray"),
        ("x\u00adray", "xray"),
        ("zero\u200bwidth", "zerowidth"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ("❤\ufe0f", "❤"),
        ("nlp/parsing", "NLP//parsing/"),
        ("robots", "#robots"),
        ("vision", "vision."),
        ("vision", "vision;"),
        ("c++", "C++"),
        (".net", ".NET"),
    ],
)
def test_two_ways_to_write_a_tag_are_one_tag(run: Run, first, second):
    """It is called as the first was, counted once, found and taken off by either."""
    for title in ("A Paper", "B Paper"):
        run("add", "--title", title)
    run("tag", "1", f"+{first}")
    run("tag", "2", f"+{second}")
    assert tags(run) == [first, "2"]
    for name in (first, second):
        assert run("list", f"tag:{name.replace('//', '/').rstrip('/')}", "-q").stdout == "1\n2\n"
    run("tag", "1", f"-{second}")
    assert tags(run) == [first, "1"]


@pytest.mark.parametrize(
    ("first", "second"), [("naive", "naïve"), ("nlp", "nlp2"), ("x-ray", "x_ray"), ("c", "c++")]
)
def test_two_tags_stay_two(run: Run, first, second):
    run("add", "--title", "A Paper")
    run("tag", "1", f"+{first}", f"+{second}")
    assert len(tags(run)) == 4
    assert run("list", f"tag:{first}", "tag:nothing").stdout == ""


def test_a_tag_much_like_another_is_told(run: Run):
    """Once, when it is new; both stay, because ``x_ray`` may be meant."""
    run("add", "--title", "A Paper", "--tag", "machine-learning", "--tag", "transformers")
    said = run("tag", "1", "+Machine_Learning").stderr
    assert "There is a tag machine-learning, too." in said
    assert "'readlist tag --where tag:Machine_Learning -Machine_Learning +machine-learning'" in said
    assert "There is a tag transformers, too." in run("tag", "1", "+transformer").stderr
    assert run("tag", "1", "+transformer").stderr == ""
    assert run("tag", "1", "+TRANSFORMERS").stderr == ""
    run("tag", "--where", "tag:Machine_Learning", "-Machine_Learning", "+machine-learning")
    assert tags(run) == ["machine-learning", "1", "transformer", "1", "transformers", "1"]


def test_what_was_done_is_told_as_it_is(run: Run):
    run("add", "--title", "A Paper")
    assert run("tag", "1", "+#Robots.").stdout.startswith("Tagged +Robots: ")


def test_what_a_tag_nests_in_is_spelled_in_one_way(run: Run):
    run("add", "--title", "A Paper", "--tag", "nlp/attention")
    run("tag", "1", "+NLP/parsing", "+NLP")
    assert tags(run) == ["nlp", "1", "nlp/attention", "1", "nlp/parsing", "1"]


def test_keywords_of_a_file_are_the_same_tags(run: Run, tmp_path):
    """Many lists of keywords end with a full stop."""
    (tmp_path / "a.bib").write_text("@misc{a, title={A Paper}, keywords={deep nets, vision.}}")
    run("import", "a.bib")
    run("tag", "1", "+#Vision")
    assert tags(run) == ["deep-nets", "1", "vision", "1"]
    assert "keywords = {deep nets, vision.}" in run("export").stdout


def test_a_tag_that_is_called_as_an_option_is(run: Run):
    """``-n`` tries a command; the sentence says how the tag ``n`` is taken off."""
    run("add", "--title", "A Paper", "--tag", "n", "--tag", "x")
    assert "readlist tag PAPER -- -n" in run("tag", "1", "-n", code=2).stderr
    run("tag", "1", "--", "-n")
    run("tag", "1", "-x")
    assert tags(run) == []


def test_a_tag_is_written_another_way(run: Run):
    """On all of its papers at once; one paper alone would give it two spellings."""
    for title in ("A Paper", "B Paper", "C Paper"):
        run("add", "--title", title, "--tag", "nlp")
    done = run("tag", "1", "-nlp", "+NLP", code=2)
    assert "'readlist tag --where tag:nlp -nlp +NLP' writes it anew on all." in done.stderr
    assert tags(run) == ["nlp", "3"]
    run("tag", "--where", "tag:nlp", "-nlp", "+NLP")
    assert tags(run) == ["NLP", "3"]
    run("undo")
    assert tags(run) == ["nlp", "3"]


def test_a_tag_of_one_letter_is_taken_off(run: Run):
    """What is no option is a tag; ``-n`` stays an option."""
    run("add", "--title", "A Paper", "--tag", "c", "--tag", "n")
    run("tag", "1", "-c")
    assert tags(run) == ["n", "1"]
    run("tag", "1", "-n", "-x", "+y")
    assert tags(run) == ["n", "1"]


def test_what_is_no_tag_says_why(run: Run):
    run("add", "--title", "A Paper")
    assert "at most 100 letters" in run("tag", "1", "+" + "x" * 101, code=2).stderr
    assert "without blanks" in run("tag", "1", "+a b", code=2).stderr
    assert "without blanks" in run("tag", "1", "+//", code=2).stderr


def test_names_of_lists_and_searches_are_folded_alike(run: Run):
    """Typed on a Mac, whose keyboard writes a letter and its accent apart."""
    for title in ("A Paper", "B Paper"):
        run("add", "--title", title)
    apart = unicodedata.normalize("NFD", "CAFÉ")
    run("lists", "add", "Café", "1")
    run("lists", "add", apart, "2")
    assert run("list", f"list:{apart}", "-q").stdout == "1\n2\n"
    run("save", "Café", "paper")
    assert run("list", f"@{apart}", "-q").stdout == "1\n2\n"
    assert run("lists").stdout.startswith("Café\t2\t")
