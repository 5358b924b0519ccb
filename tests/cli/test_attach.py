"""``attach``: a PDF of one's own stands with its paper; and ``edit`` of many papers at once."""

import json
from pathlib import Path

import pytest

from support.program import Run


@pytest.fixture
def kept(run: Run, environment: dict[str, str], tmp_path: Path) -> Run:
    """A library of three papers, and two PDFs elsewhere."""
    environment["READLIST_PDF_FOLDER"] = str(tmp_path / "kept")
    for number in (1, 2, 3):
        run("add", "--title", f"Paper {number}", "--venue", "NIPS" if number < 3 else "ICML",
            "--key", f"doe{number}", "--status", "to-read")  # fmt: skip
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nnotes of mine\n")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\nother notes\n")
    return run


def files(run: Run, name: str) -> list[list[str]]:
    """Return the files of a paper."""
    paper = json.loads(run("show", name, "--json").stdout)["papers"][0]
    return paper.get("links_all") or [[*pair] for pair in paper["links"].items()]


def test_a_pdf_is_kept_with_its_paper(kept: Run, tmp_path: Path):
    """Under the citation key, once for each content; the original stays where it was."""
    said = kept("attach", "doe1", "a.pdf").stdout
    assert said.startswith("Attached a.pdf: doe1")
    assert (tmp_path / "kept" / "doe1.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()
    assert files(kept, "doe1") == [["file", "doe1.pdf"]]
    assert "nothing changed" in kept("attach", "doe1", "a.pdf").stdout
    kept("attach", "doe1", "a.pdf", "b.pdf")
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "doe1-2.pdf", "doe1.pdf",
    ]  # fmt: skip
    assert kept("list", "has:pdf", "--quiet").stdout == "1\n"


def test_undo_takes_the_link_and_leaves_the_file(kept: Run, tmp_path: Path):
    """A file is nothing that a library takes back."""
    kept("attach", "doe1", "a.pdf")
    kept("undo")
    assert files(kept, "doe1") == []
    assert (tmp_path / "kept" / "doe1.pdf").exists()


def test_what_cannot_be_attached(kept: Run, tmp_path: Path):
    """Neither what is no file nor what is no PDF; a dry run copies nothing."""
    (tmp_path / "c.pdf").write_text("<html>not found</html>")
    assert "There is no file nope.pdf" in kept("attach", "doe1", "nope.pdf", code=2).stderr
    assert "c.pdf is no PDF" in kept("attach", "doe1", "a.pdf", "c.pdf", code=2).stderr
    assert kept("attach", "doe1", "a.pdf", "--dry-run").stdout.startswith("Dry run: Attached")
    assert not (tmp_path / "kept").exists()


def test_many_papers_are_edited_in_one_stroke(kept: Run):
    """Those that a query finds, and one undo brings all of them back."""
    said = kept("edit", "--where", "venue:nips", "--venue", "NeurIPS").stdout
    assert [line.split(": ")[1].split()[0] for line in said.splitlines()] == ["doe1", "doe2"]
    assert len(kept("list", "venue:neurips", "-q").stdout.split()) == 2
    assert "Edited 2 papers: venue" in kept("history").stdout
    kept("undo")
    assert len(kept("list", "venue:nips", "-q").stdout.split()) == 2
    kept("edit", "doe1", "doe3", "--year", "2020", "--link", "code=https://example.org/x")
    assert kept("list", "year:2020", "-q").stdout.split() == ["1", "3"]


def test_what_belongs_to_one_paper_is_given_to_one(kept: Run):
    """A key and an identifier; and several papers do not open in an editor."""
    for words in (["--key", "x"], ["--identifier", "doi:10.1000/xyz"]):
        said = kept("edit", "--where", "venue:nips", *words, code=2).stderr
        assert "belong to one paper alone" in said
    assert "What should change?" in kept("edit", "--where", "venue:nips", code=2).stderr
    assert "Which paper?" in kept("edit", "--year", "2020", code=2).stderr
    said = kept("edit", "--where", "venue:nowhere", "--year", "2020").stdout
    assert said == "No papers found, nothing changed.\n"
