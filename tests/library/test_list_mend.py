"""``lists check`` names what is no title, mends what is sure, and patches the list's own file."""

import json
import shutil
import subprocess

import pytest

from readlist.identity.absorb import Kind, Outcome
from readlist.library.lists.check import check, names_no_work
from readlist.library.lists.mend import diff, inner_address, patched
from readlist.model import Author, Identifier, ListEntry, Paper, Rank, Record

ARXIV = Identifier("arxiv", "1706.03762")


def titled(title: str, *authors: str) -> Paper:
    named = tuple(Author(name) for name in authors)
    return Paper(id=1, key="k", title=title, authors=named, lists=(ListEntry(("A",), 1),))


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("[7 Jun 2021]", "date"), ("June 2021", "date"), ("2021-06-07", "date"), ("2020", "date"),
        ("PDF", "label"), ("[Project Page]", "label"), ("ICML 2020", "venue"), ("CVPR", "venue"),
        ("A. See, P. Liu and C. D. Manning", "people"), ("Wu F, Zhang Q", "people"),
        ("Schaul et al., 2015", "label"),
    ],
)  # fmt: skip
def test_a_label_a_date_and_people_are_no_titles(title, said):
    assert said in names_no_work(titled(title))


@pytest.mark.parametrize(
    "title",
    ["Attention", "Time, Clocks, and the Ordering of Events", "GPT-4 Technical Report", "BERT",
     "Deep Learning", "May the Force Be with You", "2001: A Space Odyssey", "Data, Code and Theory",
     "Codex", "Tom Schaul", ""],
)  # fmt: skip
def test_a_title_is_left_alone(title):
    assert names_no_work(titled(title)) == ""


def test_a_number_is_a_title_of_somebody_and_an_author_is_none():
    assert names_no_work(titled("1984", "George Orwell")) == ""
    assert "authors" in names_no_work(titled("Tom Schaul", "Tom Schaul", "John Quan"))


def test_what_is_surest_comes_first():
    """A paper twice in a section is a fault; in two sections it is most often meant so."""
    places = (ListEntry(("A",), 1), ListEntry(("A",), 2))
    twice = (ListEntry(("A",), 3), ListEntry(("B",), 4))
    arxiv = (Identifier("arxiv", "1706.03762"),)
    papers = [
        Paper(id=1, key="a", title="Attention Is All You Need", identifiers=arxiv, lists=twice),
        Paper(id=2, key="b", title="Deep Residual Learning", lists=places),
        Paper(id=3, key="c", title="PDF", lists=(ListEntry(("B",), 5),)),
    ]
    kinds = [one.kind for one in check(papers, (), frozenset(arxiv))]
    assert kinds == ["title", "dead", "unidentified", "unidentified", "repeated", "twice"]


def test_an_address_stands_in_another():
    doi = "https://doi.org/10.1000/xyz"
    assert inner_address(f"https://doi.org/{doi}") == doi
    assert inner_address("https://arxiv.org/abs/https:/arxiv.org/abs/1706.03762") == (
        "https://arxiv.org/abs/1706.03762"
    )
    for left in (doi, f"https://web.archive.org/web/2020/{doi}", f"https://example.org/{doi}"):
        assert inner_address(left) == left


LIST = """# Reading

## Attention

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - The one.
- [A Doubled Address of a Paper](https://doi.org/https://doi.org/10.1000/xyz)
- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)

## Vision

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
- [Deep Residual Learning](https://arxiv.org/abs/1512.03385)
"""


def kinds(run) -> list[str]:
    found = json.loads(run("lists", "check", "reading", "--json", code=1).stdout)["findings"]
    return [one["kind"] for one in found]


def test_a_check_mends_what_is_sure_in_one_stroke(run, tmp_path):
    (tmp_path / "reading.md").write_text(LIST, encoding="utf-8")
    run("import", "reading.md")
    run("edit", "2", "--link", "page=https://doi.org/https://doi.org/10.1000/other")
    before = run("lists", "reading", "--remarks").stdout
    assert {"repeated", "malformed"} <= set(kinds(run))
    dry = json.loads(
        run("lists", "check", "reading", "--fix", "--dry-run", "--json", code=1).stdout
    )
    assert dry["dry_run"]
    assert "repeated" not in [one["kind"] for one in dry["findings"]]
    assert run("lists", "reading", "--remarks").stdout == before
    done = run("lists", "check", "reading", "--fix", code=1)
    assert "Put right: Attention Is All You Need: It stood twice: number 3 in Attention." in (
        done.stderr
    )
    assert "https://doi.org/10.1000/other now." in done.stderr
    assert not {"repeated", "malformed"} & set(kinds(run))
    assert run("list", "doi:10.1000/other", "--quiet").stdout
    assert len(run("history").stdout.splitlines()) == 3
    run("undo")
    assert run("lists", "reading", "--remarks").stdout == before
    run("redo")
    assert "Nothing could be put right" in run(
        "lists", "check", "reading", "--fix", code=1
    ).stderr  # fmt: skip


@pytest.mark.skipif(not shutil.which("git"), reason="git applies the patch")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_git_applies_the_patch_to_the_list(run, tmp_path, end):
    """The address within an address, and the entry that stands twice in its section."""
    file = tmp_path / "lists" / "my reading.md"
    file.parent.mkdir()
    file.write_bytes(LIST.removesuffix("\n").replace("\n", end).encode())
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    name = "lists/my reading.md"
    run("import", name, "--list", "reading")
    done = run("lists", "check", "reading", "--patch", "--file", name)
    assert "+++ b/lists/my reading.md" in done.stdout
    shape = json.loads(run("lists", "check", "reading", "--patch", "--file", name, "--json").stdout)
    assert shape["patch"] == done.stdout
    assert len(shape["changes"]) == 2
    patch = tmp_path / "fix.patch"
    patch.write_bytes(done.stdout.encode())
    subprocess.run(["git", "apply", "fix.patch"], cwd=tmp_path, check=True)
    text = file.read_bytes().decode()
    assert text.count("1706.03762") == 2
    assert f"(https://doi.org/10.1000/xyz){end}" in text
    run("import", name, "--list", "reading")
    again = run("lists", "check", "reading", "--patch", "--file", name)
    assert again.stdout == ""
    assert "Nothing in" in again.stderr


def test_a_patch_says_what_the_library_knows():
    """An identifier of an entry without any address, and the title where a label stands."""
    said = (
        Record(title="A Work That Nobody Linked", line=1, entries=(ListEntry(("A",), 1),)),
        Record(title="Paper", line=2, entries=(ListEntry(("A",), 2),), identifiers=(ARXIV,)),
        Record(title="Another Work", line=3, entries=(ListEntry(("A",), 3),)),
    )
    text = (
        "- A Work That Nobody Linked (2001)\n- [[Paper](https://arxiv.org/abs/1706.03762)]\n"
        "* Something else\n"
    )
    papers = {
        1: Paper(id=1, key="a", title="A Work", identifiers=(Identifier("doi", "10.1000/xyz"),)),
        2: Paper(id=2, key="b", title="All *You* Need", ranks={"title": ("arxiv", Rank.ISSUER)}),
        3: Paper(id=3, key="c", title="Another Work", identifiers=(ARXIV,)),
    }
    outcomes = [Outcome(one, place, Kind.UNCHANGED) for place, one in enumerate(said, 1)]
    after, done = patched(text, outcomes, papers)
    assert after == (
        "- A Work That Nobody Linked (2001) [[DOI](https://doi.org/10.1000/xyz)]\n"
        "- [[All \\*You\\* Need](https://arxiv.org/abs/1706.03762)]\n* Something else\n"
    )
    assert [one.paper for one in done] == [1, 2]


def test_a_patch_needs_the_file(run):
    run("add", "2401.00001", "--offline")
    run("lists", "add", "pile", "1")
    assert "--file" in run("lists", "check", "pile", "--patch", code=2).stderr
    assert "not both" in run("lists", "check", "pile", "--patch", "--fix", code=2).stderr


def test_a_file_without_a_last_line_end_gets_none():
    assert diff("x.md", "a\nb", "a\nc") == (
        "--- a/x.md\n+++ b/x.md\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n"
        "+c\n\\ No newline at end of file\n"
    )
    assert diff("x.md", "a\n", "a\n") == ""
