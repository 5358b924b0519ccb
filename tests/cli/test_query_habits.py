"""Queries as people type them, and what an answer without papers says."""

import pytest

from support.program import Run

PAPERS = r"""
@article{le2012, title={Building High-level Features}, author={Le, Quoc V. and Ng, Andrew Y.},
  year=2012, keywords={ml, nlp/attention}}
@article{li2020, title={A Study}, author={Chen, Wei and Li, Wang}, year=2020}
@article{mu2010, title={Regularity of $L^2$ Solutions}, author={M{\"u}ller, J{\"u}rgen}, year=2010}
@article{wang2021, title={深度学习综述}, author={王, 小明}, year=2021}
@article{hi2012, title={Co-adaptation}, author={Hinton, Geoffrey E.}, year=2012, month=may}
"""


@pytest.fixture
def found(run: Run, tmp_path):
    """Return what finds the numbers of the papers that a query asks for."""
    (tmp_path / "papers.bib").write_text(PAPERS)
    run("import", "papers.bib")
    return lambda query: run("list", query, "-q").stdout.split()


def test_people_are_found_however_their_names_are_typed(found):
    """The library has names as their sources do; two authors side by side are not one."""
    for name in (
        "Le, Quoc",
        "Le, Quoc V.",
        "Quoc Le",
        "quoc v. le",
        "Le, Q.",
        "Le and Ng",
        "Le et al.",
    ):
        assert found(f'author:"{name}"') == ["1"], name
    for name in ("Li, Chen", "Chen, Li", "Li Wei", "Quoc Ng"):
        assert found(f'author:"{name}"') == [], name
    for name in ("Jurgen Muller", "Müller, Jürgen", "Mueller, J."):
        assert found(f'author:"{name}"') == ["3"], name
    for name in ("G. Hinton", "Hinton, Geoffrey E", "Geoffrey Hinton"):
        assert found(f'author:"{name}"') == ["5"], name
    assert found('NOT author:"Le, Quoc"') == ["2", "3", "4", "5"]
    assert found('author:"Le, Quoc" OR author:"Hinton, G."') == ["1", "5"]


def test_a_chinese_name_is_found_in_either_order(found):
    for query in ("author:王小明", 'author:"王小明"', 'author:"王, 小明"', "author:小明"):
        assert found(query) == ["4"], query
    assert found("author:王小红") == []


def test_a_formula_is_found_as_it_is_typed(found):
    assert found("L^2") == found("$L^2$") == found("L2") == ["3"]


def test_a_paper_of_a_year_was_published_in_it(found):
    """Of most entries the year is all that is known."""
    assert found("published:2012") == ["1", "5"]
    assert found("published:2012-05") == ["5"]
    assert found("published:..2011") == ["3"]


def test_a_tag_is_found_as_it_is_written_elsewhere(found):
    assert found("tag:#ml") == found("tag:ml/") == found("tag:ml.") == ["1"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("tag:none", "`NOT has:tag` finds papers without one."),
        ("author:none", "`NOT has:authors` finds papers without one."),
        ("list:none", "`NOT has:list` finds papers without one."),
        ("tag:attention", "There is no tag 'attention'. Did you mean 'tag:nlp/attention'?"),
        ("tag:nlp/attentoin year:2012", "Did you mean 'tag:nlp/attention'?"),
        ("tag:zzzz", "'readlist tag' lists the tags."),
        ("1-3", "'id:1..3' are papers by their numbers."),
        ("hinton 2013", "Without '2013' there would be papers."),
    ],
)
def test_an_empty_answer_says_what_is_meant(found, run: Run, query, said):
    assert said in run("list", query).stderr


def test_a_year_beside_other_words_is_that_of_the_paper(found, run: Run):
    """As papers are cited; a year alone is a word, or the number of a paper."""
    assert found("hinton 2012") == ["5"]
    assert found("hinton 2013") == found("2012") == []
    for question in ("Hinton et al. 2012", "(Hinton, 2012)", "co-adaptation 2012"):
        assert run("search", question, "-q").stdout == "5\n", question
    assert run("search", "papers about 2010", "-q").stdout == "3\n"
    near = run("search", "--any", "hinton regularity 2012", "--columns", "id").stdout
    assert "5\tregularity" in near.splitlines()


def test_names_by_number_from_to(found, run: Run):
    assert "'id:1..3' in a query, or behind --where" in run("status", "1-3", "read", code=3).stderr


def test_what_a_shell_takes_for_options(found, run: Run):
    assert "as 'NOT has:tag'" in run("list", "-has:tag", code=2).stderr


def test_words_in_another_order(found, run: Run):
    assert "readlist status 1 read" in run("status", "read", "1", code=2).stderr
    run("key", "1", "read")
    assert run("status", "read", "done").stdout.startswith("Marked read: read ")
    assert "readlist tag 1 +late" in run("tag", "+late", "1", code=2).stderr
