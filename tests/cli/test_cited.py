"""``cited``, and reading what manuscripts cite: LaTeX, its auxiliary files, Markdown, Typst."""

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readlist.formats import manuscripts
from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.bibtex.read import load
from readlist.identity.absorb import AbsorbOptions
from readlist.library.imports.save import absorb_records
from readlist.library.manuscripts.check import is_preprint, papers_cited
from readlist.library.manuscripts.manuscript import references_of
from readlist.library.papers.marks import change_papers, status_mark
from readlist.model import Identifier, Record, Status
from readlist.store.connection import open_library
from readlist.store.journal import transaction
from support.effort import assert_linear
from support.paths import golden
from support.program import NOW, Run, runner


def keys(text: str, name: str = "paper.tex") -> list[str]:
    """Return the keys that a text cites, in order."""
    return list(dict.fromkeys(one.key for one in manuscripts.read(TextDocument(text, name)).keys))


# LaTeX


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (r"\cite{a}", "a"),
        (r"\cite{a, b ,c}", "a b c"),
        (r"\citep[see][p.~3]{a} \citet*{b} \Citeauthor{c}", "a b c"),
        (r"\parencite[{see [3]}][]{a} \textcite{b} \autocite{c} \footcite{d}", "a b c d"),
        (r"\cite[see also \citealp{b}]{a}", "a b"),
        ("\\cite%\n  [p. 3]%\n  {a,% first\n   b}", "a b"),
        (r"\cites(see)(and more)[1]{a}[2][3]{b}{c} \textcites{d}{e}", "a b c d e"),
        (r"\volcite{2}[12]{a} \pvolcite[see]{3}{b}", "a b"),
        (r"\nocite{a,b} \nocite{*}", "a b *"),
        (r"50\% of \cite{a} \\\cite{b} \\% \cite{no}", "a b"),
        (r"\\cite{no} \cite{a}", "a"),
        (r"\cite{a,*b,*[see]c} \nocite{*}", "a b c *"),
        (r"\cite<see>{a} \citeA{b} \shortciteN{c}", "a b c"),
        (r"\bibentry{a} \citesupp{b} \onlinecite{c}", "a b c"),
        (r"\begin{verbatim}\cite{no}\end{verbatim}\cite{a}", "a"),
        ("\\begin{lstlisting}[language=TeX]\n\\cite{no}%\n\\end{lstlisting}\\cite{a}", "a"),
        (r"\verb|\cite{no}| \verb*+\cite{no}+ \lstinline!\cite{no}! \cite{a}", "a"),
        (r"\begin{comment}\cite{no}\end{comment} \cite{a}", "a"),
        (r"\iffalse \cite{no} \ifx\a\b \else \fi \cite{no} \fi \cite{a}", "a"),
        (r"\iffalse \cite{no} \else \cite{a} \fi", "a"),
        (r"\url{https://a.org/%20b} \cite{a} \href{https://a.org/50%25}{x} \cite{b}", "a b"),
        (r"\newcommand{\pcite}[1]{(\cite{#1})} \renewcommand\citep[2]{\cite{#1}} \cite{a}", "a"),
        (r"\let\oldcite\cite \def\cite#1{x} \cite{a}", "a"),
        (r"\citestyle{acmauthoryear} \setcitestyle{square} \citetext{see \cite{a}}", "a"),
        (r"\bstctlcite{IEEEexample:BSTcontrol} \recite{no key at all} \cite{a}", "a"),
        (r"\cite{a} \end{document} \cite{no}", "a"),
        ("\\cite{a}\n\\endinput\n\\cite{no}", "a"),
        (r"\cite{DBLP:conf/nips/VaswaniSPUJGKP17} \cite{O'Neil+2016} \cite{Müller_2020}",
         "DBLP:conf/nips/VaswaniSPUJGKP17 O'Neil+2016 Müller_2020"),
        (r"\cite{} \cite \cite[] \cite{,a,}", "a"),
        ("\\NewDocumentCommand\\citepos{m}{\\citeauthor{#1}'s}\\citepos{a}", "a"),
        (r"\newrobustcmd*\xcite[1]{no}\DeclareCiteCommand\ycite{no}{no}{no}{no}\xcite{a}", "a"),
        (r"\newcites{S}{Supplement}\citeS{a} {no} \Cites{b}{c}", "a b c"),
        (r"\bibitem[\protect\citeauthoryear{No}{No}{2010}]{no} \cite{a}", "a"),
        (r"\mciteSetBstSublistMode{f}\mciteSetBstMaxWidthForm{no}{x} \cite{a}", "a"),
        (r"\begin{thebibliography}{9}\bibitem{no} A.\end{thebibliography} \cite{a}", "a"),
    ],
)  # fmt: skip
def test_keys_of_latex(text, cited):
    assert keys(text) == cited.split()


def test_lines_of_keys():
    said = manuscripts.read(
        TextDocument("\\cite{a}\n\n\\citep[see\n  this]{b,\n c}\n% x\n\\cite{d}", "")
    )
    assert [(found.key, found.line) for found in said.keys] == [
        ("a", 1), ("b", 4), ("c", 5), ("d", 7),
    ]  # fmt: skip


def test_files_that_are_named():
    text = (
        "\\input{one}\n\\input two.tex\n\\include{ch/three}\n\\subfile{four}\n"
        "\\import{parts/}{five}\n\\bibliography{refs, more}\n"
        "\\addbibresource[location=local]{x.bib}\n\\bibliographystyle{plain}\n"
    )
    said = manuscripts.read(TextDocument(text, "a.tex"))
    assert [found.name for found in said.includes] == [
        "one", "two.tex", "ch/three", "four", "parts/five",
    ]  # fmt: skip
    assert [(found.name, found.line) for found in said.bibs] == [
        ("refs", 6), ("more", 6), ("x.bib", 7),
    ]  # fmt: skip


WORDS = st.lists(
    st.sampled_from(
        ["\\cite{KEY}", "\\citep[see][]{KEY}", "\\cites{KEY}{KEY}", "text", "\\%", "{", "}", "[",
         "]", "\\\\", "\\iffalse", "\\fi", "\\begin{verbatim}", "\\verb|", "\\bibitem{KEY}",
         "\\nocite{KEY,", "\\input{", "%", "\\url{", "é", "$", "\\"]
    ),
    max_size=8,
)  # fmt: skip


@given(st.lists(st.tuples(WORDS, WORDS), max_size=8))
@example([(["\\\\"], ["\\cite{KEY}"])])
@example([(["\\cite{KEY}", "["], ["]", "{", "KEY", "}"])])
def test_no_key_is_taken_from_a_comment(lines):
    """Whatever stands before it, a key behind the sign of a comment is not cited.

    A percent sign in an address or between the bars of ``\\verb`` begins no comment.
    """
    text = ""
    for before, behind in lines:
        shown = " ".join(before).replace("KEY", "seen").replace("\\verb|", "").replace("%", "")
        shown = shown.replace("\\url{", "").rstrip("\\")
        text += f"{shown} % {' '.join(behind).replace('KEY', 'hidden')}\n"
    assert "hidden" not in keys(text)


@given(st.text(alphabet=st.sampled_from('\\cite{}[]()%,ab @:<>*\n.#`"x'), max_size=200))
@pytest.mark.parametrize("name", [f"a.{end}" for end in manuscripts.SUFFIXES] + ["a.txt"])
def test_nothing_makes_the_readers_fail(name, text):
    for found in manuscripts.read(TextDocument(text, name)).keys:
        assert found.key.strip() == found.key != ""
        assert 1 <= found.line <= text.count("\n") + 1


def test_large_manuscripts_cost_as_much_a_line_as_small_ones():
    """Where citations are dense."""
    line = "Words \\emph{x} and $a\\%$ \\cite{key1,key2} more of them here.\\\\\n% \\cite{no}\n"

    def read(number: int) -> None:
        assert keys(line * number) == ["key1", "key2"]

    assert_linear(read, 8_000)


@pytest.mark.parametrize(
    "piece",
    ["\\cite[", "\\cite{", "\\cites(", "\\iffalse ", "\\begin{verbatim}", "\\verb|", "\\bibitem{a}",
     "\\cites{a}", "{", "\\", "\\cite", "%", "\\bibitem[", "[@", "@a", "<a>", "`", "[[cite:",
     "{cite}`", "\\begin_inset CommandInset citation\n", "a,", "[[@a", "cite:[a", "\n----\n",
     "{% cite a", "\n\n(@a) x\n"],
)  # fmt: skip
@pytest.mark.parametrize(
    "name", ["a.tex", "a.aux", "a.bbl", "a.md", "a.typ", "a.org", "a.lyx", "a.adoc"]
)
def test_hostile_text_stays_linear(piece, name):
    assert_linear(lambda size: keys(piece * (size // len(piece)), name), 10_000)


# What LaTeX writes, and other writers


def test_auxiliary_files():
    text = (
        "\\relax\n\\citation{a,b}\n\\citation{REVTEX42Control}\n\\abx@aux@cite{0}{c}\n"
        "\\abx@aux@cite{d}\n\\@input{ch1.aux}\n\\bibdata{refs,main-blx}\n\\bibcite{no}{1}\n"
    )
    said = manuscripts.read(TextDocument(text, ""))
    assert [(found.key, found.line) for found in said.keys] == [
        ("a", 2), ("b", 2), ("c", 4), ("d", 5),
    ]  # fmt: skip
    assert [found.name for found in said.includes] == ["ch1.aux"]
    assert [found.name for found in said.bibs] == ["refs"]


def test_control_files_of_biber():
    text = (
        '<?xml version="1.0"?>\n<bcf:controlfile version="3.10">\n<bcf:bibdata section="0">\n'
        '<bcf:datasource type="file" datatype="bibtex" glob="false">r&amp;d.bib</bcf:datasource>\n'
        '</bcf:bibdata>\n<bcf:citekey order="1" intorder="1">a&amp;b</bcf:citekey>\n'
        '<bcf:citekey order="2" nocite="1">*</bcf:citekey>\n</bcf:controlfile>\n'
    )
    said = manuscripts.read(TextDocument(text, ""))
    assert [found.key for found in said.keys] == ["a&b", "*"]
    assert [found.name for found in said.bibs] == ["r&d.bib"]


BIBTEX_BBL = r"""\begin{thebibliography}{2}
\bibitem[Vaswani et~al.(2017)Vaswani, {et~al.}]{vaswani}
Ashish Vaswani and others.
\newblock Attention is all you need.
\newblock In \emph{NeurIPS}, 2017.
\newblock \doi{10.5555/1}.

\bibitem{he}
K.~He, ``Deep residual learning for image recognition,'' in \emph{CVPR}, 2016.

\bibitem{ho}\bibinfo{author}{Ho} (\bibinfo{year}{2020}). \bibinfo{title}{Denoising diffusion}.
\href{https://arxiv.org/abs/2006.%
11239}{arXiv}
\end{thebibliography}
"""
BIBLATEX_BBL = r"""\refsection{0}
\datalist[entry]{nty/global//global/global}
  \entry{vaswani}{inproceedings}{}{}
    \name{author}{2}{}{%
      {{hash=1}{%
         family={Vaswani},
         given={Ashish}}}%
    }
    \field{title}{Attention Is All You Need}
    \field{year}{2017}
    \field{eprinttype}{arxiv}
    \verb{eprint}
    \verb 1706.03762
    \endverb
    \verb{doi}
    \verb 10.5555/1
    \endverb
  \endentry
\enddatalist
"""


def test_formatted_references():
    entries = manuscripts.read(TextDocument(BIBTEX_BBL, "a.bbl")).entries
    assert [(entry.key, entry.title) for entry in entries] == [
        ("vaswani", "Attention is all you need"),
        ("he", "Deep residual learning for image recognition"),
        ("ho", "Denoising diffusion"),
    ]
    assert entries[0].identifiers == (Identifier("doi", "10.5555/1"),)
    (entry,) = manuscripts.read(TextDocument(BIBLATEX_BBL, "a.bbl")).entries
    assert (entry.key, entry.title, entry.year) == ("vaswani", "Attention Is All You Need", 2017)
    assert entry.identifiers == (Identifier("arxiv", "1706.03762"), Identifier("doi", "10.5555/1"))
    assert entry.authors[0].family == "Vaswani"


def test_markdown_of_pandoc():
    text = (
        "---\ntitle: X\nbibliography:\n  - a.bib\n  - b.bib\n---\n\n"
        "As [@one, p. 3; -@two] and @three.2 say; me@example.org, `@no`, @fig:one, @lab.\n"
        "![x](y.png){#lab}\n```\n@no\n```\n@{odd key}\n"
    )
    said = manuscripts.read(TextDocument(text, "a.md"))
    assert [(found.key, found.line) for found in said.keys] == [
        ("one", 8), ("two", 8), ("three.2", 8), ("odd key", 13),
    ]  # fmt: skip
    assert [found.name for found in said.bibs] == ["a.bib", "b.bib"]


def test_pandoc_names_what_is_listed_and_not_cited():
    """Not what the header mentions elsewhere, such as an address."""
    text = "---\nauthor: me@one\nnocite: |\n  @two,\n  @three\nlang: en\n---\n[@four]\n"
    said = manuscripts.read(TextDocument(text, "a.qmd"))
    assert [found.key for found in said.keys] == ["four", "two", "three"]
    said = manuscripts.read(TextDocument("---\nnocite: '@*'\n---\nx\n", "a.md"))
    assert [found.key for found in said.keys] == ["*"]


def test_volumes_are_no_keys():
    """biblatex, 3.9.6."""
    text = r"\volcite{2}{one}\volcites{1}{two}{2}[5]{three}\cites{four}{five}"
    said = manuscripts.read(TextDocument(text, "a.tex"))
    assert [found.key for found in said.keys] == ["one", "two", "three", "four", "five"]


def test_org_marks_of_code_touch_their_words():
    """Signs of a formula, of "about" and of an address are no marks around what is cited."""
    text = (
        "With p = 0.05 [cite:@one] and q = 2.\n~3 cm [cite:@two] to ~5 cm\n"
        "https://a.org/?a=1 [cite:@three] and b=2\n"
        "Code =[cite:@no]= here, (~cite:no~), =cite:no=.\n"
    )
    said = manuscripts.read(TextDocument(text, "a.org"))
    assert [cited.key for cited in said.keys] == ["one", "two", "three"]


def test_org_and_org_ref():
    """Not code, comments, nor the settings of an export."""
    text = (
        "#+bibliography: refs.bib\n#+cite_export: csl apa.csl\n"
        "As [cite:@one; see @two p. 3] and [cite/t:@three], cite:four,five. [[citep:&six;&seven]]\n"
        "# [cite:@no]\n=cite:no=\n#+begin_src latex\ncite:no\n#+end_src\nme@example.org\n"
    )
    said = manuscripts.read(TextDocument(text, "a.org"))
    assert [found.key for found in said.keys] == [
        "one", "two", "three", "four", "five", "six", "seven",
    ]  # fmt: skip
    assert {found.line for found in said.keys} == {3}
    assert [found.name for found in said.bibs] == ["refs.bib"]


@pytest.mark.parametrize(
    ("name", "text", "cited"),
    [
        ("a.md", "[@Łoś2011; @张三2020] @Иванов2015 @é1", "Łoś2011 张三2020 Иванов2015 é1"),
        ("a.md", "@{10.1145/1(2)} and @b: @c, `@no`", "10.1145/1(2) b c"),
        ("a.Rmd", "10% \\citep[see][]{a,b} \\@ref(x) `\\cite{no}` @c", "c a b"),
        ("a.md", "{cite}`a` {cite:p}`{see}b,c` @d", "d a b c"),
        ("a.org", "[cite:@O'Brien99;@A&B;@Łoś] [cite/n:@*]", "O'Brien99 A&B Łoś *"),
        ("a.org", "autocite:a,b [[parencite:&c;see &d]] excite:no", "a b c d"),
        ("a.org", "[[cite:e,f]] \\cite{g}", "e f g"),
        ("a.typ", '#import "@preview/cetz:0.3.0": x\n@张三2020 @7780 @a: b@c', "张三2020 7780 a"),
        ("a.typ", '@a #bibliography("r.bib", full: true)', "a *"),
        ("a.md", "[@Lem:2015abc] @Sol:2017x @fig:no @Tbl-no @thm-no", "Lem:2015abc Sol:2017x"),
        ("a.md", "[[@a]] [[@b|Roe]] ![[@c#Methods]] [[notes/@d]] [[No one]]", "a b c d"),
        ("a.md", "---\nnocite:\n- '@a'\n- '@b'\n---\n@c", "c a b"),
        ("a.md", "[@a]\n\n---\nnocite: |\n  @*\n---\n", "a *"),
        ("a.md", "(@no) A cat.\n(@neither) A dog.\n\nAs (@no) shows [@a].", "a"),
        ("a.md", '{% cite a b --file x %} <d-cite key="c,d"></d-cite> {cite}`e;f`', "e f c d a b"),
        ("a.mdx", "[@a]", "a"),
        ("a.rst", "Text :cite:`a` :cite:p:`b, c` :ref:`no`", "a b c"),
        ("a.adoc", "// cite:[no]\n\n----\ncite:[no]\n----\ncite:[a(4, 5), b] citenp:[c]", "a b c"),
        ("a.adoc", "Title\n-----\ncitet:[a, page=12]+[b] bibitem:[c] excite:[no]", "a b c"),
        ("a.org", ": [cite:@no]\n[cite:@a]", "a"),
        ("a.typ", '#cite("a", "b", style: "no") https://a.org/@no @c', "a b c"),
        ("a.ipynb", '{"worksheets": [{"cells": [{"cell_type": "raw", "source": "[@a]"}]}]}', "a"),
        ("a.bbl", "\\harvarditem[R]{Roe \\& Poe}{2010}{a}\n\\bibitem{b}{\\em X}{Y}", "a b"),
        ("notes.txt", "As [@a; @b] say.\n", "a b"),
        ("-", "As [cite:@a] and [cite/t:see @b] say.", "a b"),
        ("-", "#set page()\nAs @a says.", "a"),
        ("-", "See :cite:p:`a`.", "a"),
        ("-", "See cite:[a].", "a"),
        ("a.lyx", '\\begin_inset CommandInset citation\nkey "a,b"\n\n\\end_inset\nkey "no"', "a b"),
        ("a.ipynb", '{"cells": [{"cell_type": "markdown", "source": ["[@a]", " @b"]}]}', "a b"),
        ("a.ipynb", '{"cells": [{"cell_type": "code", "source": "x @no"}]}', ""),
        ("a.ipynb", "{", ""),
        ("a.Rmd", '---\ntitle: "`r params$title`"\ndate: "`r Sys.Date()`"\n---\n@a says', "a"),
        ("a.typ", 'As #cite("b", "a") say.', "b a"),
        ("keys.txt", "a, b:1\n# no\n\n7780459\n", "a b:1 7780459"),
        ("keys.txt", "- @a\n- b, c\n", "a b c"),
        ("notes.txt", "As @a says.\n", "a"),
        ("notes.txt", "a\nsee also b\n", ""),
    ],
)  # fmt: skip
def test_marked_text(name, text, cited):
    """Keys in letters of any script, commands of LaTeX among the text, roles, lists of keys."""
    assert keys(text, name) == cited.split()


def test_typst():
    text = (
        '#include "ch.typ"\nSee @one and @fig. #cite(<two>) // @no\n/* @no */ `@no`\n'
        '#figure()[x] <fig>\nhttps://a.org/@b\n#bibliography(("r.bib", "s.bib"))\n'
    )
    said = manuscripts.read(TextDocument(text, "a.typ"))
    assert [found.key for found in said.keys] == ["one", "two"]
    assert [found.name for found in said.includes] == ["ch.typ"]
    assert [found.name for found in said.bibs] == ["r.bib", "s.bib"]


@pytest.mark.parametrize(
    ("name", "text", "parts", "bibs"),
    [
        ("a.tex", "\\begin{refsection}[b.bib]\\newrefsection[c]\\putbib[d]", "", "b.bib c d"),
        ("a.qmd", "{{< include _b.qmd >}}\n```{r}\n#| child: c.qmd\n```", "_b.qmd c.qmd", ""),
        ("a.Rmd", "```{r child=c('b.Rmd', 'c.Rmd')}\n```", "b.Rmd c.Rmd", ""),
        ("a.md", "```{include} b.md\n```\n```{literalinclude} no.py\n```", "b.md", ""),
        ("a.qmd", "{{< include no.html >}} {{{< include no.qmd >}}}", "", ""),
        ("a.md", "---\nbibliography: [a.bib, 'b.json'] # x\n---", "", "a.bib b.json"),
        ("a.md", '---\nbibliography: "`r f(\'a.bib\')`"\n---', "", "a.bib"),
        ("a.org", '#+INCLUDE: "b.org" :x 1\n#+include: "c.el" src\naddbibresource:d.bib', "b.org",
         "d.bib"),
        ("a.adoc", ":bibtex-file: a.bib\ninclude::b.adoc[leveloffset=+1]", "b.adoc", "a.bib"),
        ("a.rst", ".. include:: b.rst\n.. bibliography:: c.bib", "b.rst", "c.bib"),
        ("a.typ", '#include "/b.typ"\n#show: x.with(bibliography-file: "c.bib")', "b.typ", "c.bib"),
        ("a.lyx", '\\begin_inset CommandInset include\nfilename "b.lyx"', "b.lyx", ""),
        ("a.ipynb", '{"cells": [{"cell_type": "raw", "source": "---\\nbibliography: b.bib\\n---"}]}'
         , "", "b.bib"),
    ],
)  # fmt: skip
def test_files_that_marked_text_names(name, text, parts, bibs):
    said = manuscripts.read(TextDocument(text, name))
    assert [one.name for one in said.includes] == parts.split()
    assert [one.name for one in said.bibs] == bibs.split()


def test_a_name_with_blanks_of_a_bibliography():
    for said in ("my refs.bib", '"my refs.bib"', "['my refs.bib']", "\n  - my refs.bib"):
        text = f"---\nbibliography: {said}\n---\n"
        (named,) = manuscripts.read(TextDocument(text, "a.md")).bibs
        assert named.name == "my refs.bib"


# The command

BIB = """@misc{vaswani2017, title={Attention Is All You Need}, author={Vaswani, Ashish},
  year={2017}, eprint={1706.03762}, archivePrefix={arXiv}}
@inproceedings{attn, title={Attention is all you need}, author={Vaswani, A.},
  booktitle={NeurIPS}, year={2017}, doi={10.5555/3295222.3295349}}
@article{he, title={Deep Residual Learning for Image Recognition}, year={2015}}
@article{new, title={A Paper That Nobody Has}, doi={10.1000/xyz}, year={2020}}
@misc{page, howpublished={a web page}}
@article{uncited, title={Never Mentioned}, year={1999}}
"""
TEX = r"""\documentclass{article}
\begin{document}
\cite{vaswani2017,attn} % \cite{commented}
\input{chapters/one}
\citet{he} \cite{page} \cite{lost}
\bibliography{refs}
\end{document}
"""


LIBRARY = (
    "@inproceedings{vaswani2017attention, title={Attention Is All You Need},"
    " author={Vaswani, Ashish}, booktitle={NeurIPS}, year={2017}, eprint={1706.03762},"
    " archivePrefix={arXiv}, doi={10.5555/3295222.3295349}}\n"
    "@article{he2016deep, title={Deep Residual Learning for Image Recognition}, year={2016}}\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A library of two papers, one of them read."""
    path = tmp_path_factory.mktemp("made") / "library.db"
    opened = open_library(path, "ada", write=True)
    with transaction(opened, command="import", at=NOW) as tx:
        found = load(TextDocument(LIBRARY), LoadOptions())
        absorb_records(tx, [r for r in found if isinstance(r, Record)], AbsorbOptions(NOW, "ada"))
        change_papers(tx, [2], status_mark(Status.READ, NOW))
    opened.close()
    return path


@pytest.fixture
def paper(made, environment, tmp_path, monkeypatch, capsys) -> Run:
    """A library, and a manuscript with everything that can be the matter with it."""
    shutil.copy(made, tmp_path / "library.db")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/one.tex").write_text("\\parencite[see][]{new}\n\\input{paper}\n")
    (tmp_path / "paper.tex").write_text(TEX)
    (tmp_path / "refs.bib").write_text(BIB)
    return runner(environment, tmp_path, monkeypatch, capsys)


def kinds(run: Run, *words: str, code: int = 1) -> set[tuple[str, str]]:
    """Return kind and key of what ``cited`` reports."""
    lines = run("cited", *words, code=code).stdout.splitlines()
    return {(line.split("\t")[0], line.split("\t")[1]) for line in lines}


@pytest.mark.parametrize(("name", "words"), [("cited.tsv", []), ("cited.json", ["--json"])])
def test_output_is_a_promise(paper, name, words):
    golden(f"cli/{name}", paper("cited", "paper.tex", *words, code=1).stdout)


def test_quiet_prints_keys(paper):
    said = paper("cited", "paper.tex", "--quiet", "--only", "missing,twice", code=1)
    assert said.stdout == "new\npage\nvaswani2017\n"


def test_only_what_is_asked_for(paper):
    assert kinds(paper, "paper.tex", "--only", "twice") == {("twice", "vaswani2017")}
    assert "--only takes" in paper("cited", "paper.tex", "--only", "two", code=2).stderr


def test_nothing_to_report(paper, tmp_path):
    (tmp_path / "good.tex").write_text("\\cite{he}\\bibliography{refs}")
    said = paper("cited", "good.tex")
    assert (said.stdout, said.stderr) == ("", "good.tex: 1 citation, nothing to report.\n")
    (tmp_path / "none.tex").write_text("No citations.")
    assert "cites nothing" in paper("cited", "none.tex").stderr


def test_a_bibliography_cites_all_of_itself(paper):
    found = kinds(paper, "refs.bib")
    assert ("missing", "uncited") in found
    assert ("preprint", "vaswani2017") in found
    assert not any(kind == "no-entry" for kind, _ in found)


def test_everything_cited_at_once(paper, tmp_path):
    (tmp_path / "all.tex").write_text("\\nocite{*}\\bibliography{refs}")
    assert ("missing", "uncited") in kinds(paper, "all.tex")
    (tmp_path / "alone.tex").write_text("\\nocite{*}")
    assert "readlist cited alone.tex refs.bib" in paper("cited", "alone.tex").stderr


def test_keys_for_an_export(paper):
    """What ``export --keys`` asks for: included files are followed, everything is everything."""
    assert list(references_of("paper.tex")) == ["vaswani2017", "attn", "new", "he", "page", "lost"]
    Path("all.tex").write_text("\\cite{lost}\\nocite{*}\\bibliography{refs}")
    every = ["lost", "vaswani2017", "attn", "he", "new", "page", "uncited"]
    assert list(references_of("all.tex")) == every
    assert list(references_of("refs.bib"))[:2] == ["vaswani2017", "attn"]


def test_what_latex_wrote(paper, tmp_path):
    (tmp_path / "paper.aux").write_text(
        "\\relax\n\\citation{vaswani2017}\n\\@input{ch.aux}\n\\bibdata{refs}\n"
    )
    (tmp_path / "ch.aux").write_text("\\relax\n\\citation{lost}\n")
    assert kinds(paper, "paper.aux") == {
        ("no-entry", "lost"), ("preprint", "vaswani2017"), ("unread", "vaswani2017"),
    }  # fmt: skip
    (tmp_path / "b.aux").write_text("\\relax\n\\abx@aux@cite{0}{lost}\n")
    (tmp_path / "b.bcf").write_text(
        '<bcf:controlfile><bcf:datasource type="file" datatype="bibtex">refs.bib'
        '</bcf:datasource>\n<bcf:citekey order="1">new</bcf:citekey></bcf:controlfile>'
    )
    assert kinds(paper, "b.aux") == {("no-entry", "lost")}
    assert kinds(paper, "b.bcf") == {("missing", "new")}


def test_a_bibliography_that_is_named_beside(paper, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/p.tex").write_text("\\cite{lost,vaswani2017}\\bibliography{../refs}")
    said = paper("cited", "sub/p.tex", code=1)
    assert "../refs was not read: it is outside the folder sub" in said.stderr
    assert "no-entry" not in said.stdout
    assert ("no-entry", "lost") in kinds(paper, "sub/p.tex", "refs.bib")


def test_a_source_from_arxiv_has_its_bbl_alone(paper, tmp_path):
    (tmp_path / "ms.tex").write_text("\\cite{vaswani,lost}\\bibliography{absent}")
    (tmp_path / "ms.bbl").write_text(BIBLATEX_BBL)
    said = paper("cited", "ms.tex", code=1)
    assert said.stderr == ""
    assert kinds(paper, "ms.tex") == {("no-entry", "lost"), ("unread", "vaswani")}


def test_names_of_biblatex_are_one_key(paper, tmp_path):
    (tmp_path / "i.bib").write_text("@article{a, ids={b}, title={Some Title Here}}")
    (tmp_path / "i.tex").write_text("\\cite{a,b}\\addbibresource{i.bib}")
    assert kinds(paper, "i.tex") == {("missing", "a"), ("missing", "b")}


def test_keys_of_the_library_without_a_bibliography(paper, tmp_path):
    (tmp_path / "k.tex").write_text("\\cite{Vaswani2017Attention,he2016deep,other}")
    assert kinds(paper, "k.tex") == {("missing", "other"), ("unread", "Vaswani2017Attention")}


def test_nothing_outside_the_folder_is_read(paper, tmp_path):
    """Not by a path, not by a link, and not for ever."""
    (tmp_path / "secret.tex").write_text("\\cite{secret}")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "link.tex").symlink_to(tmp_path / "secret.tex")
    (inner / "m.tex").write_text(
        f"\\input{{../secret}}\\input{{{tmp_path}/secret}}\\input{{link}}\\input{{m}}\\input{{n}}"
    )
    (inner / "n.tex").write_text("\\input{m}\\input{n}\\cite{he}")
    said = paper("cited", "inner/m.tex", "--json", code=1)
    shape = json.loads(said.stdout)["files"][0]
    assert shape["cited"] == 1
    assert len(shape["unread"]) == 3
    assert "secret" not in json.dumps(shape["findings"])


@pytest.mark.parametrize(
    ("name", "text", "lost"),
    [
        ("p/a.tex", "\\input{../outside}", "../outside was not read: it is outside the folder p"),
        ("a.tex", "\\include{chapters/gone}", "chapters/gone was not read"),
        ("a.qmd", "{{< include gone.qmd >}}", "gone.qmd was not read"),
        ("a.tex", "\\input{glyphtounicode}\\bibliography{gone}", ""),
    ],
)
def test_an_export_says_which_parts_were_not_read(run, tmp_path, name, text, lost):
    """What they cite is not written. Files of TeX itself are no parts."""
    (tmp_path / "p").mkdir()
    (tmp_path / "refs.bib").write_text(RAIN)
    (tmp_path / name).write_text(f"\\cite{{roe2001}} {text}")
    run("import", "refs.bib")
    done = run("export", "--keys", name, code=1 if lost else 0)
    assert done.stdout.startswith("@misc{roe2001,")
    assert lost in done.stderr
    assert bool(done.stderr) == bool(lost)


RAIN = (
    "@misc{roe2001, title={On rain and water}, author={Roe, A}, doi={10.1000/rain},"
    " pmid={25648772}}\n"
)


@pytest.mark.parametrize(
    ("files", "cited"),
    [
        ({"a.qmd": "@a\n{{< include s/b.qmd >}}", "s/b.qmd": "{{< include c.qmd >}}",
          "s/c.qmd": "@roe2001"}, "a roe2001"),
        ({"a.typ": '#include "b.typ"\n@roe2001 @sec-b', "b.typ": "= B <sec-b>"}, "roe2001"),
        ({"a.lyx": '#LyX\n\\begin_inset CommandInset include\nfilename "b.tex"',
          "b.tex": "\\cite{roe2001}"}, "roe2001"),
    ],
)  # fmt: skip
def test_parts_of_marked_text(tmp_path, files, cited):
    """What one part labels another refers to; that is no citation."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert list(references_of(str(tmp_path / next(iter(files))))) == cited.split()


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [
        ("a.md", "[@doi:10.1000/rain]", "doi:10.1000/rain"),
        ("a.md", "@{https://doi.org/10.1000/rain}", "https://doi.org/10.1000/rain"),
        ("a.md", "[@pubmed:25648772]", "pubmed:25648772"),
        ("a.tex", "\\cite{10.1000/RAIN}", "10.1000/RAIN"),
        ("a.md", "---\nbibliography: refs.json\n---\n@zotero1", "zotero1"),
        ("a.md", "---\nreferences:\n- id: own1\n  title: On rain and water\n---\n@own1", "own1"),
    ],
)
def test_what_a_key_means(run, tmp_path, name, text, key):
    """The identifier that it is, or the entry of a bibliography in CSL."""
    item = {"id": "zotero1", "type": "book", "title": "On rain and water", "DOI": "10.1000/rain"}
    (tmp_path / "refs.json").write_text(json.dumps([item]))
    (tmp_path / "refs.bib").write_text(RAIN)
    (tmp_path / name).write_text(text)
    run("import", "refs.bib")
    assert run("export", "--keys", name).stdout.startswith(f"@misc{{{key},\n")
    assert run("cited", name, "--only", "missing,no-entry").stdout == ""


def test_standard_input(paper):
    said = paper("cited", "-", stdin="\\documentclass{a}\n\\cite{he2016deep}\\input{x}")
    assert "standard input has no folder" in said.stderr


@pytest.mark.parametrize(
    ("record", "answer"),
    [
        (Record(identifiers=(Identifier("arxiv", "1706.03762"),)), True),
        (Record(venue="bioRxiv"), True),
        (Record(identifiers=(Identifier("doi", "10.1101/2020.01.01.123456"),)), True),
        (Record(identifiers=(Identifier("doi", "10.1101/gr.123456.111"),)), False),
        (Record(identifiers=(Identifier("arxiv", "1706.03762"),), venue="NeurIPS"), False),
        (Record(title="A Book"), False),
    ],
)
def test_what_a_preprint_is(record, answer):
    assert is_preprint(record) is answer


def test_papers_of_keys(library):
    with transaction(library, command="test", at=NOW) as tx:
        records = [Record(title="One", key="one"), Record(title="Two", key="two", aliases=("old",))]
        absorb_records(tx, records, AbsorbOptions(NOW, "ada"))
    cited = dict.fromkeys(("old", "x", "ONE", "one", "*"))
    assert papers_cited(library, cited) == ({2: ["old"], 1: ["ONE", "one"]}, ["x"], {})


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_a_terminal_is_filled_and_not_overrun(width):
    from rich.console import Console

    from readlist.library.manuscripts.check import Citation, Finding
    from readlist.library.manuscripts.seen import Held
    from readlist.views.answer import Screen
    from readlist.views.cited import parts

    held = Held(1, "k" * 60, "Long Title " * 30, "to-read")
    place = Citation("key" * 20, "a/long/path/to/a/chapter.tex", 1234)
    found = [Finding(kind, place, None, held, ("other" * 9,), "") for kind in ("twice", "unread")]
    console = Console(width=width, force_terminal=True, color_system=None)
    with console.capture() as captured:
        for part in parts(found, Screen(width)):
            console.print(part)
    assert max(len(line) for line in captured.get().splitlines()) <= width
    assert len(re.findall("Long Title", captured.get())) >= 2
