"""A file that corrects what is known says in what, and is taken when a person says so."""

import json

import pytest

FIRST = """
@article{watson50, author={Watson, Jane and Roe, Al}, title={A careful leter on cats},
  journal={Nature}, volume={1}, pages={1--2}, year={2001}, month=mar, doi={10.1000/xyz1}}
@book{dogs, author={Poe, Ed}, title={Book of dogs}, publisher={Springer}, year={2001}}
"""
SECOND = """
@article{watson50, author={Watson, Jane and Fox, Bo}, title={A careful letter on cats},
  journal={Science}, volume={77}, pages={1--2}, year={2002}, doi={10.1000/xyz1}}
@book{dogs, author={Poe, E.}, title={Book of Dogs}, publisher={Elsevier}, year={2001}}
"""
DIFFERENT = [
    ("title", "A careful leter on cats", "A careful letter on cats"),
    ("authors", "Jane Watson, Al Roe", "Jane Watson, Bo Fox"),
    ("year", "2001", "2002"),
    ("venue", "Nature", "Science"),
    ("volume", "1", "77"),
    ("venue", "Springer", "Elsevier"),
]


@pytest.fixture
def files(run, tmp_path):
    (tmp_path / "first.bib").write_text(FIRST)
    (tmp_path / "second.bib").write_text(SECOND)
    run("import", "first.bib")
    return run


def test_every_fact_in_which_a_file_differs_is_said(files):
    """As sentences, in the plan and for programs; a spelling or an initial is no other fact."""
    said = files("import", "second.bib", "--dry-run", "--json")
    told = json.loads(said.stdout)["contradictions"]
    assert [(one["field"], one["kept"], one["said"]) for one in told] == DIFFERENT
    assert not any(one["taken"] for one in told)
    done = files("import", "second.bib")
    for name, kept, now in DIFFERENT:
        assert f"has {name} {kept!r}, the file says {now!r}." in done.stdout
    assert "Nature" in files("export", "bibtex").stdout
    assert "the file says" not in files("import", "first.bib").stdout


def test_the_file_is_preferred_when_a_person_says_so(files):
    """All of it stands afterwards, is told, and can be undone."""
    before = files("export", "bibtex").stdout
    plan = files("import", "second.bib", "--prefer", "file", "--dry-run").stdout.splitlines()
    assert len([line for line in plan if line.startswith("correction\t")]) == len(DIFFERENT)
    assert files("export", "bibtex").stdout == before
    done = files("import", "second.bib", "--prefer", "file")
    for name, kept, now in DIFFERENT:
        assert f"has {name} {now!r} now, and had {kept!r}." in done.stdout
    after = files("export", "bibtex").stdout
    for text in (
        "A careful letter on cats",
        "Science",
        "{77}",
        "{2002}",
        "Elsevier",
        "Dogs",
        "Fox",
    ):
        assert text in after
    assert "mar" not in after
    assert "0 merged, 2 unchanged" in files("import", "second.bib").stdout
    files("undo")
    assert files("export", "bibtex").stdout == before


def test_a_wrong_doi_is_corrected_by_the_key(files, tmp_path):
    """The entry of a key is the paper, where title and author say so as well."""
    (tmp_path / "third.bib").write_text(SECOND.replace("xyz1", "right"))
    files("import", "third.bib", "--prefer", "file")
    written = files("export", "bibtex", "watson50").stdout
    assert "10.1000/right" in written
    assert "xyz1" not in written
    other = "@article{dogs, author={Lee, Kim}, title={Numbers}, journal={J}, year={1990}}\n"
    (tmp_path / "other.bib").write_text(other)
    assert "1 new" in files("import", "other.bib", "--prefer", "file", code=1).stdout


def test_an_entry_that_was_written_anew_is_still_the_paper(files, tmp_path):
    """Key, DOI and first author say so, whatever became of title, year and place."""
    other = SECOND.replace("A careful letter on cats", "Of the sleep of whales").replace(
        "year={2002}", "year={2009}, number={3}"
    )
    (tmp_path / "third.bib").write_text(other.replace("{1--2}", "{301--309}"))
    assert "0 new" in files("import", "third.bib").stdout
    files("import", "third.bib", "--prefer", "file")
    assert "Of the sleep of whales" in files("export", "bibtex", "watson50").stdout


def test_only_the_file_can_be_preferred(files):
    """Anything else is an error in a sentence."""
    done = files("import", "second.bib", "--prefer", "library", code=2)
    assert "--prefer file" in done.stderr


def test_a_slip_that_is_mended_in_a_title_makes_no_other_paper(run, tmp_path):
    """The entry is the one of its key, with the same author and year; another work is another."""
    entry = "@article{lee20, author={Lee, Ann}, title={%s}, journal={Wool}, year={%s}}\n"
    (tmp_path / "a.bib").write_text(entry % ("Effect of shearing on sheep", 2020))
    (tmp_path / "b.bib").write_text(entry % ("Effects of shearing on sheep", 2020))
    (tmp_path / "c.bib").write_text(entry % ("Effects of counting on sheep", 2020))
    run("import", "a.bib")
    said = run("import", "b.bib").stdout
    assert "has title 'Effect of shearing on sheep', the file says 'Effects of" in said
    assert "0 new" in said
    assert "Effects of shearing" in run("import", "b.bib", "--prefer", "file").stdout
    other = run("import", "c.bib", code=1)
    assert "1 new" in other.stdout
    assert "The key lee20 belongs to another paper" in other.stderr
