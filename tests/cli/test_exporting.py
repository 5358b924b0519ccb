"""``export``: which papers, which fields, and where to."""

import json

import pytest
from hypothesis import example, given

from readlist import formats
from readlist.bib.fields import FIELDS, choice, pruned
from readlist.errors import UsageError
from readlist.formats import jsonl
from readlist.formats.base import DumpOptions
from readlist.model import Paper
from support.paper_strategies import papers

BIB = """
@article{doe2020thing, title={A Thing of Beauty}, author={Doe, Jane}, year={2020}, volume={7},
  journal={Journal of Things}, doi={10.1000/thing}, keywords={beauty}, abstract={Long words.},
  url={https://example.org/thing}}
"""


@pytest.fixture
def filled(run, tmp_path):
    (tmp_path / "a.bib").write_text(BIB)
    run("import", "a.bib")
    return run


def test_the_format_may_stand_first(filled):
    """As a word of its own, before the query; a query of that word has its field."""
    assert filled("export", "ris", "year:2020").stdout.startswith("TY  - JOUR")
    assert filled("export", "bibtex").stdout == filled("export").stdout
    assert "@article" in filled("export", "title:thing").stdout
    assert not filled("export", "title:ris", code=3).stdout


def test_an_export_of_nothing_says_so(filled):
    """Otherwise an empty file looks like a failure of the format."""
    assert "No papers found" in filled("export", "author:nobody", code=3).stderr


def test_fields_alone(filled):
    """What is named is written, and nothing else."""
    bib = filled("export", "--fields", "title,journal,doi").stdout
    assert "A Thing" in bib
    assert "Journal of Things" in bib
    assert "10.1000/thing" in bib
    for word in ("Doe", "2020", "volume", "beauty", "url"):
        assert word not in bib.partition("\n")[2].replace("Beauty", "")


def test_fields_without(filled):
    """What has a minus is left out, by the library's word or by BibTeX's."""
    bib = filled("export", "--fields", "-keywords,-volume,-url").stdout
    for word in ("keywords", "volume", "url"):
        assert word not in bib
    assert "Doe, Jane" in bib


def test_fields_besides(filled):
    """BibTeX goes without abstracts unless they are asked for."""
    assert "Long words" not in filled("export").stdout
    assert "Long words" in filled("export", "--fields", "+abstract").stdout


def test_the_reading_goes_along_when_asked(filled):
    """In the fields that JabRef has for it."""
    filled("status", "1", "read")
    assert "readstatus" not in filled("export").stdout
    assert "readstatus" in filled("export", "--fields", "+reading").stdout


def test_the_fields_of_biblatex_have_its_names(filled):
    """A journal is a journaltitle there, and both words leave it out."""
    assert "journaltitle" in filled("export", "--format", "biblatex").stdout
    for word in ("journal", "journaltitle", "venue"):
        out = filled("export", "--format", "biblatex", "--fields", f"-{word}").stdout
        assert "Journal of Things" not in out


def test_fields_are_columns_of_a_table(filled):
    """And in the order in which they are named."""
    out = filled("export", "--format", "csv", "--fields", "year,title").stdout
    assert out == "year,title\n2020,A Thing of Beauty\n"


def test_an_unknown_field_is_explained(filled):
    """With the nearest one."""
    assert "did you mean 'title'" in filled("export", "--fields", "titel", code=2).stderr


def test_a_list_that_is_not_there(filled):
    """The lists that there are stand in the answer."""
    assert "The lists are: none yet" in filled("export", "--list", "x", code=3).stderr


@given(papers)
@example(Paper(id=1, key="k", title="Of entries without fields", extra={"bibtex": {}}))
def test_nothing_is_pruned_that_was_not_named(paper):
    """An empty choice writes the same bytes; every field can be left out of any paper."""
    whole = "".join(jsonl.dump([paper], DumpOptions()))
    assert "".join(jsonl.dump(pruned([paper], choice("")), DumpOptions())) == whole
    for name in FIELDS:
        shape = json.loads(
            "".join(jsonl.dump(pruned([paper], choice(f"-{name}")), DumpOptions())).split("\n")[1]
        )
        assert name not in shape
        assert shape["key"] == paper.key


def test_choice_refuses_what_it_does_not_know():
    """A typing error must not write a bibliography with everything in it."""
    with pytest.raises(UsageError):
        choice("titel")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("refs.bib", "bibtex"), ("REFS.BIB", "bibtex"), ("a.json", "csl-json"), ("a.txt", "text"),
        ("a.jsonl", "jsonl"), ("a.csv", "csv"), ("a.tsv", "tsv"), ("a.ris", "ris"),
        ("a.md", "markdown"), ("a.html", "html"), ("a.org", "org"), ("a.atom", "atom"),
        ("a.keys", "keys"), ("a.doc", ""), ("a.mhtml", ""), ("bib", ""),
    ],
)  # fmt: skip
def test_the_name_of_a_file_says_the_format(name, expected):
    """Of the suffixes of a format only the first: a web archive is read and never written."""
    found = formats.written_as(name)
    assert (found.name if found else "") == expected
