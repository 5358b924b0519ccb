"""The words of pages: whole, composed, in both spellings where a line's end leaves that open."""

import shutil
import subprocess
from collections import Counter

import pytest

from readlist.files.pdf import look, read_all
from readlist.files.pdf_text import Page, is_garbage, pages_of
from support.pdf_kinds import kinds
from support.program import HANG_S


@pytest.mark.parametrize(
    ("page", "text", "forms"),
    [
        ("the atten-\ntion of e\ufb03cient GPT-\n4", "the attention of efficient GPT-4",
         "atten-tion"),
        ("an ef\ufffe\ufb01cient one", "an efficient one", "ef-ficient"),
        ("MULTI-\nLAYER Mask-\nRCNN", "MULTILAYER Mask-RCNN", "MULTI-LAYER"),
        ("end-to-\nend", "end-to-end", "endtoend"),
        ("self-\nsupervised", "self-supervised", "selfsupervised"),
        ("zero-shot and zero-\nshot", "zero-shot and zero-shot", "zeroshot"),
        ("transformer, transfor-\nmer", "transformer, transformer", ""),
        ("харак-\nтеристику roz-\nšiřování", "характеристику rozšiřování",
         "харак-теристику roz-šiřování"),
        ("Schro\u0308dinger", "Schrödinger", ""),
    ],
)  # fmt: skip
def test_a_parted_word(page, text, forms):
    """A hyphen at a line's end goes, or stays where it is the word's own."""
    assert pages_of([page]) == (Page(text, forms),)


def test_a_word_over_the_end_of_a_page():
    """It is found on both pages, whatever stands between its halves."""
    one, other = pages_of(["It has a char-\n12", "RUNNING HEAD\nacterization of it"])
    assert "characterization" in one.forms
    assert "characterization" in other.forms
    assert pages_of(["It ends.\n12", "New page"]) == (Page("It ends. 12"), Page("New page"))


def test_what_is_no_text():
    """Letters of no script, or words of no language; a short page and a table say nothing."""
    text = "We show how the readers of long lists take what is near to the top of them. " * 9
    shifted = "".join(chr(ord(letter) + 1) if letter.isalpha() else letter for letter in text)
    more = " ".join(f"{chr(98 + n % 20)}qbqfs{chr(98 + n // 20)}" for n in range(80))
    assert is_garbage([shifted + more])
    assert is_garbage(["\ue000\ue001\ue002 " * 40])
    assert not is_garbage([text])
    assert not is_garbage(["x = 1, y = 2, z = 3"])
    assert not is_garbage(["Полный текст статьи о длинных списках и их читателях. " * 20])


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is what it is held against")
def test_no_word_is_lost(tmp_path):
    """Nearly every word of the kinds of PDFs that people have is read."""
    found = wanted = 0
    for kind in kinds():
        path = tmp_path / f"{kind.name}.pdf"
        path.write_bytes(kind.data)
        if not kind.words:
            continue
        command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
        done = subprocess.run(command, check=True, capture_output=True, timeout=HANG_S)
        reference = Counter(_words(pages_of(done.stdout.decode().split("\f"))))
        found += (Counter(_words(read_all(str(path)).pages)) & reference).total()
        wanted += reference.total()
    assert found >= 0.99 * wanted > 1_000


def _words(pages):
    return [word for page in pages for word in page.text.split() if len(word) > 4]


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex makes the file")
def test_letters_of_plain_latex(tmp_path):
    """Accents are letters of their own there, over the next one or a line above."""
    source = r"""\documentclass{article}\title{Poincar\'e, Schr\"odinger and G\"odel}
    \author{Paul Erd\H{o}s \and \v{C}apek \AA str\"om}\begin{document}\maketitle
    Na\"ively \c{C}elik \v{S}ime\v{c}ek \'Eluard \`a la carte fa\c{c}ade \'{\i}ndice.
    \end{document}"""
    (tmp_path / "a.tex").write_text(source)
    command = ["pdflatex", "-interaction=batchmode", "a.tex"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=HANG_S)
    facts = look(str(tmp_path / "a.pdf"))
    assert facts.title == "Poincaré, Schrödinger and Gödel"
    assert [author.name for author in facts.authors] == ["Paul Erdős", "Čapek Åström"]
    text = read_all(str(tmp_path / "a.pdf")).pages[0].text
    assert "Naïvely Çelik Šimeček Éluard à la carte façade índice." in text
