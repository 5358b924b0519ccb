"""A large file read by another process says what it says when it is read here."""

import gzip
from pathlib import Path

import pytest

from readlist import formats
from readlist.errors import FileError
from readlist.files import reader_process
from readlist.files.read import open_document
from readlist.files.reader_process import Ahead
from readlist.formats.base import LoadOptions
from readlist.query import words

BIB = "".join(
    f"@article{{key{n}, title={{Thing {n}}}, author={{Doe, Jane}}, year={{2020}}, volume={{3}}}}\n"
    f"@article{{broken{n}, title={{Odd\n"
    for n in range(300)
)
LIST = "# Papers\n\n## One\n\n" + "".join(
    f"- [Thing number {n}](https://arxiv.org/abs/1706.{n:05})\n" for n in range(1, 400)
)


@pytest.mark.parametrize(("name", "text"), [("bibtex", BIB), ("markdown", LIST)])
def test_the_same_items_in_the_same_order(tmp_path: Path, name: str, text: str) -> None:
    """Records, problems and the list's own facts cross unharmed."""
    path = tmp_path / "file.gz"
    path.write_bytes(gzip.compress(text.encode()))
    load = formats.reader(name).load
    assert load is not None
    with open_document(str(path)) as document:
        here = list(load(document, LoadOptions()))
    there = Ahead(str(path), name, LoadOptions())
    assert list(there) == here
    assert there.share == 1.0


def test_what_cannot_be_read_is_the_same_sentence(tmp_path: Path) -> None:
    """The file may be gone by then."""
    with pytest.raises(FileError, match="there is no such file"):
        list(Ahead(str(tmp_path / "none.bib"), "bibtex", LoadOptions()))


def test_who_stops_early_leaves_no_process(tmp_path: Path) -> None:
    """Also where the child has much more to say than fits into the queue."""
    path = tmp_path / "large.bib"
    path.write_text(BIB * 60)
    reading = Ahead(str(path), "bibtex", LoadOptions())
    items = iter(reading)
    next(items)
    items.close()
    assert reading._child.returncode is not None


def test_a_child_that_dies_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a file must not look like a whole one."""
    monkeypatch.setattr(reader_process, "_CHILD", "raise SystemExit(3)")
    with pytest.raises(RuntimeError, match="has died"):
        list(Ahead(str(tmp_path / "x.bib"), "bibtex", LoadOptions()))


def test_a_child_that_waits_makes_the_words_of_the_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are those that would be made here, once for each text."""
    eager = "from readlist.files import reader_process as r; r._SLOW_SHARE = -1; r.child()"
    monkeypatch.setattr(reader_process, "_CHILD", eager)
    monkeypatch.setattr(words, "_made_texts", {})
    monkeypatch.setattr(words, "_made_names", {})
    titles = [f"GoExplore and pre-training of part {n}" for n in range(600)]
    path = tmp_path / "file.jsonl"
    lines = [f'{{"title": "{title}", "authors": ["Yann Le Cun"]}}\n' for title in titles]
    path.write_text("".join(lines))
    assert len(list(Ahead(str(path), "jsonl", LoadOptions()))) == 600
    made = dict(words._made_texts)
    assert set(made) == set(titles)
    assert words.index_text(titles[300]) == made[titles[300]]
    assert words.index_text(titles[300]) == made[titles[300]]
    assert "pretraining" in made[titles[300]]
    assert titles[300] not in words._made_texts
    (people,) = dict(words._made_names).values()
    assert "LeCun" in people
