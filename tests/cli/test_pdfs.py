"""What a PDF says of itself: the identifier that is its own, and a sentence for what is no PDF."""

import contextlib
import os
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.errors import FileError
from readlist.files import pdf as pdfs
from readlist.files.pdf import Insides, facts_of
from readlist.files.pdf_front import Piece
from readlist.model import Identifier
from support.effort import assert_linear
from support.pdf_files import Text, lines, pdf
from support.properties import examples

TITLE = Text("Attention Is All You Need", 17.0, 180, 650)
STAMP = Text("arXiv:1706.03762v7  [cs.CL]  2 Aug 2023", 20.0, 30, 250, turned=True)
BODY = lines("The dominant models are recurrent (Bahdanau, doi:10.1000/cited.1).", 500)


def seen(tmp_path, data, name="paper.pdf", **more):
    path = tmp_path / name
    path.write_bytes(data)
    return pdfs.look(str(path), **more)


def said(*pages, name="", info=None, xmp=""):
    return [str(one) for one in facts_of(Insides(info or {}, xmp, pages), name).identifiers]


def test_a_paper_from_arxiv(tmp_path):
    """The stamp on its margin is its name, and its title is what is set in the largest letters."""
    page = [STAMP, TITLE, Text("Ashish Vaswani", 10, 200, 620), *BODY]
    found = seen(tmp_path, pdf(page, BODY))
    assert found.identifiers == (Identifier("arxiv", "1706.03762"),)
    assert found.title == "Attention Is All You Need"
    assert found.pages == 2
    assert "The dominant models" in found.text_start


def test_a_paper_from_a_publisher(tmp_path):
    """Its metadata has the DOI, in one of several places, and the title."""
    info = {"doi": "10.1145/3292500.3330701", "Title": "Optuna: A Framework"}
    found = seen(tmp_path, pdf([Text("Optuna: A Framework", 14), *BODY], info=info))
    assert found.identifiers == (Identifier("doi", "10.1145/3292500.3330701"),)
    assert found.title == "Optuna: A Framework"
    packet = "<x:xmpmeta><rdf:Description><prism:doi>10.1038/nature14539</prism:doi></x:xmpmeta>"
    assert seen(tmp_path, pdf(BODY, xmp=packet)).identifiers == (
        Identifier("doi", "10.1038/nature14539"),
    )


@pytest.mark.parametrize(
    ("info", "xmp", "names"),
    [
        ({"/arXivID": "https://arxiv.org/abs/2505.01234v2"}, "", ["arxiv:2505.01234"]),
        ({"/DOI": "https://doi.org/10.48550/arXiv.2505.01234"}, "", ["arxiv:2505.01234"]),
        ({"/Subject": "Cell, 1 (2020) 1-9. doi:10.1016/j.c.2020"}, "", ["doi:10.1016/j.c.2020"]),
        ({"/Title": "doi:10.1016/S0004-3(97)00-X"}, "", ["doi:10.1016/s0004-3(97)00-x"]),
        ({}, 'pdfx:doi="10.1007/s1"', ["doi:10.1007/s1"]),
        ({}, "<dc:identifier>doi:10.1007/s2</dc:identifier>", ["doi:10.1007/s2"]),
        ({"/Keywords": "10.1000/other"}, "<dc:source>10.1000/x</dc:source>", []),
        ({"/doi": "10.1145/nnnnnnn.nnnnnnn"}, "", []),
        ({"/doi": "10.18653/v1/N19-1423"}, "", ["doi:10.18653/v1/n19-1423", "acl:N19-1423"]),
    ],
)  # fmt: skip
def test_metadata(info, xmp, names):
    """Where publishers and arXiv write the identifier of the work itself."""
    assert said("", info=info, xmp=xmp) == names


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("arXiv:hep-th/9901001v1  1 Jan 1999\nText", ["arxiv:hep-th/9901001"]),
        ("Text\n3202 guA 2  ]LC.sc[  7v26730.6071:viXra", ["arxiv:1706.03762"]),
        ("arXiv:1706.03762v7 [cs.CL]\nText", ["arxiv:1706.03762"]),
        ("as in arXiv:1706.03762v7 [cs.CL] and arXiv:1810.04805v2, 2018.", []),
        ("arXiv:1706.03762 [cs.CL]\nText", []),
        ("Permission to make copies. ACM ISBN 978-1. https://doi.org/10.1145/\n3292500.3330701", [
            "doi:10.1145/3292500.3330701"]),
        ("https://doi.org/10.1145/3292500.\n3330701 © 2019", ["doi:10.1145/3292500.3330701"]),
        ("doi: 10.1038/ nature14539", ["doi:10.1038/nature14539"]),
        ("A title\n\nReferences\n[1] A. doi:10.1000/cited", []),
        ("Data: https://doi.org/10.5281/zenodo.123", []),
        ("Reviewed on OpenReview: https://openreview.net/forum?id=abcDEF123", [
            "openreview:abcDEF123"]),
        ("See the reviews at https://openreview.net/forum?id=abcDEF123", []),
        ("doi:10.1000/one and doi:10.1000/two", []),
    ],
)  # fmt: skip
def test_the_first_page(page, names):
    """A stamp has a version and a day; a DOI stands before the references, and alone."""
    assert said(page) == names


def test_a_doi_in_running_text_is_a_citation():
    """At the edges of a page, or beside an imprint, it is the paper's own."""
    text = "word " * 300
    assert said(f"{text}as (doi:10.1000/cited) shows {text}") == []
    assert said(f"{text}© 2020 ACM. doi:10.1000/own {text}") == ["doi:10.1000/own"]
    assert said(f"doi:10.1000/own\n{text}") == ["doi:10.1000/own"]


def test_of_several_dois_the_one_that_is_repeated():
    """It runs along the top of the pages."""
    first = "J. Exp. 1 doi:10.1000/own\nAs in doi:10.1000/cited."
    assert said(first, "J. Exp. 2 doi:10.1000/own") == ["doi:10.1000/own"]


def test_the_stamp_wins():
    """Over the metadata of a template and over any other text; the publisher's DOI stays."""
    page = "doi:10.1000/text\narXiv:1706.03762v7 [cs.CL] 2 Aug 2023"
    info = {"/arXivID": "1810.04805", "/doi": "10.1000/own"}
    assert said(page, info=info) == ["arxiv:1706.03762", "doi:10.1000/own"]
    assert said(page, name="1810.04805.pdf") == ["arxiv:1706.03762"]


@pytest.mark.parametrize(
    ("name", "page", "names"),
    [
        ("1706.03762v5.pdf", "", ["arxiv:1706.03762"]),
        ("arXiv-1706.03762 (1).pdf", "", ["arxiv:1706.03762"]),
        ("2020.acl-main.447.pdf", "", ["acl:2020.acl-main.447"]),
        ("P18-1001.pdf", "Association for\nComputational Linguistics", ["acl:P18-1001"]),
        ("P18-1001.pdf", "An invoice", []),
        ("2023.12345 notes.pdf", "", []),
        ("paper.pdf", "", []),
    ],
)
def test_the_name_of_the_file(name, page, names):
    """It counts where the PDF itself says nothing."""
    assert said(page, name=name) == names


@pytest.mark.parametrize(
    ("info", "title"),
    [
        ("Deep Learning of Things", "Deep Learning of Things"),
        ("Microsoft Word - draft_final.doc", "The Largest Text Here"),
        ("Formatting Instructions for ICLR 2024", "The Largest Text Here"),
        ("nips_2017.pdf", "The Largest Text Here"),
        ("A Former Title of It", "The Largest Text Here"),
        ("", "The Largest Text Here"),
    ],
)
def test_the_title(info, title):
    """The metadata is often another paper's; then the largest text that can be a title is taken."""
    pieces = pieces_of(
        (30.0, 700.0, "nature\n"), (17.2, 650.0, "T"), (13.8, 650.0, "he Largest "),
        (17.2, 650.0, "T"), (13.8, 650.0, "ext\n"), (17.2, 630.0, "Here\n"),
        (10.0, 600.0, "A. Author\n"), (10.0, 580.0, "Deep Learning of\n"),
        (10.0, 570.0, "Things, and more of the text that goes on\n"),
    )  # fmt: skip
    page = "nature\nThe Largest Text\nHere\nA. Author\nDeep Learning of\nThings, and more"
    assert facts_of(Insides({"/Title": info}, "", (page,), pieces)).title == title


def pieces_of(*runs):
    """Return pieces of size, height and text, one behind the other."""
    found, x = [], 72.0
    for size, y, text in runs:
        right = x + len(text.strip()) * size / 2
        found.append(Piece(size, 0, x, y, right, "F", text))
        x = 72.0 if text.endswith("\n") else right + text.endswith(" ") * size / 2
    return tuple(found)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is no PDF"), (b"PK\x03\x04", "is no PDF"),
        (b"<!DOCTYPE html><title>Log in</title>", "is a web page, no PDF"),
        (b"%PDF-1.5\n", "is damaged"), (b"%PDF-1.5\n" + bytes(range(256)) * 40, "is damaged"),
    ],
)  # fmt: skip
def test_what_is_no_pdf(tmp_path, data, words):
    """A sentence that names the file."""
    with pytest.raises(FileError, match=words) as caught:
        seen(tmp_path, data)
    assert str(caught.value).startswith(str(tmp_path / "paper.pdf"))


def test_what_is_no_file(tmp_path):
    """Folders, pipes, missing files and names that no file has."""
    os.mkfifo(tmp_path / "pipe.pdf")
    for path in (tmp_path, tmp_path / "pipe.pdf", tmp_path / "none.pdf", "a\0b.pdf"):
        with pytest.raises(FileError):
            pdfs.look(str(path))


def test_a_file_that_is_too_large(tmp_path):
    """It is not even opened."""
    with (tmp_path / "large.pdf").open("wb") as file:
        file.truncate(pdfs.LIMIT_BYTES + 1)
    with pytest.raises(FileError, match="larger than 200 MB"):
        pdfs.look(str(tmp_path / "large.pdf"))


def test_an_encrypted_pdf(tmp_path):
    """Publishers encrypt with an empty password, which opens; another one is said."""
    page = [STAMP, *BODY]
    found = seen(tmp_path, pdf(page, password=""))
    assert found.identifiers == (Identifier("arxiv", "1706.03762"),)
    with pytest.raises(FileError, match="is locked with a password"):
        seen(tmp_path, pdf(page, password="secret"))


def test_a_damaged_pdf_says_what_it_can(tmp_path):
    """Where every place in it is wrong it is read from the beginning; what is cut off is not."""
    whole = pdf([STAMP, TITLE])
    moved = seen(tmp_path, b"HTTP/1.1 200 OK\r\n\r\n" + whole)
    assert moved.identifiers == (Identifier("arxiv", "1706.03762"),)
    with pytest.raises(FileError, match="is damaged"):
        seen(tmp_path, whole[: len(whole) // 2])


def test_a_system_without_the_library(tmp_path, monkeypatch):
    """PDFium has no wheel for every machine; what helps is said."""
    (tmp_path / "pypdfium2_raw.py").write_text("raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(FileError, match="the package pypdfium2 is not here"):
        seen(tmp_path, pdf([STAMP]))


def looping():
    whole = pdf([TITLE])
    return whole.replace(b"/Kids [10 0 R]", b"/Kids [2 0 R ]")


def bomb():
    """Return a page of two gigabytes of spaces, packed twice."""
    packed = zlib.compress(zlib.compress(b" " * 50_000_000, 9) * 40, 9)
    page = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(packed)
    whole = pdf([Text("x")])
    start = whole.index(b"<<", whole.index(b"11 0 obj"))
    end = whole.index(b"endstream", start)
    return whole[:start] + page + packed + b"\n" + whole[end:]


def endless():
    """Return a page whose text takes minutes, and says at its end what paper it is."""
    words = [Text("a b c d e f g " * 40, y=at % 700) for at in range(30_000)]
    return pdf([*words, Text("arXiv:1706.03762v5 [cs.CL]")])


@pytest.mark.parametrize("make", [looping, bomb, endless])
def test_a_hostile_pdf_ends(tmp_path, make):
    """With what was known by then, or with a sentence."""
    with contextlib.suppress(FileError):
        assert seen(tmp_path, make(), timeout_s=1.0).identifiers == ()


@examples(8)
@given(st.integers())
def test_any_bytes(tmp_path, seed):
    """Bytes changed anywhere: facts or a sentence, never anything else."""
    chance = random.Random(seed)
    data = bytearray(pdf([STAMP, TITLE, *BODY], info={"Title": "A b c"}))
    for _ in range(20):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    with contextlib.suppress(FileError):
        assert isinstance(seen(tmp_path, bytes(data)), pdfs.PdfFacts)


@given(st.text(), st.text(), st.text())
def test_any_text(page, xmp, title):
    """Whatever a page says, it is text."""
    found = facts_of(Insides({"/Title": title, "/doi": page}, xmp, (page, xmp)), title)
    assert "\x1b" not in found.title + found.text_start


@pytest.mark.parametrize("text", ["10.1234/", "arXiv:", "doi:10.1/a.", "dc:identifier", "( "])
def test_long_pages(text):
    """Up to fifty thousand characters, the most that a page has here, cost time in proportion."""

    def read(size: int) -> None:
        page = text * (size // len(text))
        said(page, page, info={"/Subject": page[:2000], "/Title": page[:2000]}, xmp=page)

    assert_linear(read, 6_000)
