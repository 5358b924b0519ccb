"""PDFs of a person's folders: taken in where they lie, all of a paper's known, none ever moved."""

import json
import sys

import pytest

from support.pdf_files import Text, lines, pdf
from support.pdf_kinds import front
from support.program import runner


@pytest.fixture
def go(environment, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folders = {f"XDG_{one}_HOME": str(tmp_path / one.lower()) for one in ("STATE", "CACHE", "DATA")}
    return runner(
        {**environment, **folders, "READLIST_OFFLINE": "1"}, tmp_path, monkeypatch, capsys
    )


def stamped(version, text="The text of it."):
    stamp = Text(f"arXiv:2405.12345v{version}  [cs.CL]  21 May 2024", 20, 30, 250, turned=True)
    return pdf([stamp, *front()], lines(text))


@pytest.fixture
def papers(tmp_path):
    """A folder with two papers, one of them below it, and what is no paper."""
    folder = tmp_path / "papers"
    (folder / "below").mkdir(parents=True)
    (folder / "a.pdf").write_bytes(stamped(1))
    (folder / "below" / "b.pdf").write_bytes(pdf(front("Layer Normalization")))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 no more")
    (folder / "refs.bib").write_text("@misc{x, title={A Book of Lists}, year={2020}}")
    return folder


def test_a_folder_is_taken_in_and_given_back(go, papers):
    """One entry of the journal; the files stay, and are not read again."""
    done = go("import", "--recursive", "papers", code=1)
    assert "broken.pdf is damaged" in done.stderr
    assert go("list", "--json").stdout.count('"key"') == 3
    assert go("open", "2405.12345", "--pdf").stdout == f"{papers}/a.pdf\n"
    again = go("import", "--recursive", "papers", code=1)
    assert "2 papers: 0 new, 0 merged, 2 unchanged" in again.stdout
    go("undo")
    assert go("list", "-q").stdout == ""
    assert sorted(path.name for path in papers.rglob("*.pdf")) == ["a.pdf", "b.pdf", "broken.pdf"]


def test_an_interrupted_run_goes_on(go, papers, monkeypatch):
    """What was read is kept; the rest comes with the same command."""
    from readlist.library.metadata import pdf_folder as folder

    real, read = folder.of_pdf, []

    def looked(session, path, tell, fronts):
        read.append(path)
        if len(read) == 2:
            raise KeyboardInterrupt
        return real(session, path, tell, fronts)

    (papers / "broken.pdf").unlink()
    monkeypatch.setattr(folder, "AT_ONCE", 1)
    monkeypatch.setattr(folder, "of_pdf", looked)
    assert "Interrupted." in go("import", "-r", "papers", code=130).stderr
    assert go("list", "-q", "has:pdf").stdout.count("\n") == 1
    monkeypatch.setattr(folder, "of_pdf", real)
    go("import", "-r", "papers")
    assert go("list", "-q", "has:pdf").stdout.count("\n") == 2


@pytest.mark.parametrize(
    "word", ["Downloads/typo.pdf", "/nowhere/x.pdf", "../v", "fold/*.pdf", "file:///nowhere/x.pdf"]
)
def test_a_path_that_is_not_there_is_no_title(go, word):
    assert "There is no file" in go("add", word, code=2).stderr
    assert go("list", "-q").stdout == ""


def test_what_a_person_means(go, papers, tmp_path):
    """An address of a file, a file without its suffix, the PDFs of a folder; and a title."""
    assert "Long Lists" in go("add", f"file://{papers}/a.pdf").stdout
    (tmp_path / "2405.12345v1").write_bytes(stamped(1))
    assert go("add", "./2405.12345v1").stdout.startswith("Known already: 1")
    assert "Layer Normalization" in go("add", "papers/below").stdout
    assert "--recursive" in go("add", "data", code=2).stderr
    assert "TCP/IP Illustrated" in go("add", "TCP/IP Illustrated").stdout


def test_every_file_of_a_paper(go, tmp_path):
    """All are searched; the newest version opens, unless another is asked for."""
    (tmp_path / "two.pdf").write_bytes(stamped(2, "The word uniquevtwo."))
    (tmp_path / "one.pdf").write_bytes(stamped(1, "The word uniquevone."))
    go("add", "one.pdf")
    assert "has 2 PDFs now" in go("add", "two.pdf").stderr
    kept = tmp_path / "data" / "readlist" / "pdfs"
    every = go("open", "1", "--all").stdout.splitlines()
    assert every == [f"{kept}/roe2024long.pdf", f"{kept}/roe2024long-2.pdf"]
    assert go("open", "1", "--pdf").stdout == f"{every[1]}\n"
    assert go("open", "1", "--version", "1").stdout == f"{every[0]}\n"
    assert "there is v1, v2" in go("open", "1", "--version", "3", code=3).stderr
    assert go("index", "--pdf").stdout == "Read 2 PDFs with 4 pages.\n"
    for word, path in zip(("uniquevone", "uniquevtwo"), every, strict=True):
        [page] = json.loads(go("search", "--fulltext", "--json", word).stdout)["pages"]
        assert page["file"] == path


def test_a_drive_that_is_away_empties_nothing(go, tmp_path):
    """What was read stays in the index, which knows the files under another name as well."""
    (tmp_path / "one.pdf").write_bytes(stamped(1, "The word uniquevone."))
    go("add", "one.pdf")
    go("index", "--pdf")
    pdfs = tmp_path / "data" / "readlist" / "pdfs"
    pdfs.rename(tmp_path / "away")
    said = go("index", "--pdf", code=1)
    assert "is its drive mounted? 1 PDF of it stays in the index" in said.stderr
    assert go("search", "--fulltext", "uniquevone").stdout
    go("config", "set", "pdf_folder", str(tmp_path / "away"))
    assert go("index", "--pdf").stdout == "Read 0 PDFs with 0 pages; 1 had not changed.\n"


def test_words_in_both_spellings_are_found(go, tmp_path):
    """A hyphen at a line's end may be the word's own or not."""
    (tmp_path / "one.pdf").write_bytes(
        pdf(front(), lines("They learn zero-\nshot and transfor-\nmers."))
    )
    go("add", "one.pdf")
    go("index", "--pdf")
    for words in ("zero-shot", "zeroshot", "transformers"):
        assert go("search", "--fulltext", words).stdout, words


def test_progress_is_for_a_terminal(go, papers, monkeypatch):
    (papers / "broken.pdf").unlink()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    go("import", "-r", "papers")
    assert go("list", "-q", "has:pdf").stdout.count("\n") == 2
