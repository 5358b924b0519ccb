import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.bib.names import parse_authors
from readlist.errors import UsageError
from readlist.formats import bibtex, csl, text
from readlist.model import Author, Identifier, Paper
from support.formats import dump, one
from support.golden_papers import PAPERS
from support.paper_strategies import as_paper, papers
from support.paths import GOLDEN
from support.properties import examples


def _paper(row, kind, title, authors="", year=None, venue="", **said):
    identifiers = tuple(
        Identifier(scheme, said.pop(scheme)) for scheme in ("arxiv", "doi", "url") if scheme in said
    )
    return Paper(
        id=row, key=f"key{row}", kind=kind, title=title, authors=parse_authors(authors),
        year=year, venue=venue, identifiers=identifiers, extra={"bibtex": said} if said else {},
    )  # fmt: skip


MANY = " and ".join(f"{chr(65 + n)}da {chr(65 + n)}lm" for n in range(24))
KINDS = (
    _paper(1, "article", "Deep learning", "Yann LeCun and Yoshua Bengio and Geoffrey Hinton", 2015,
           "Nature", doi="10.1038/nature14539", volume="521", number="7553", pages="436--444"),
    _paper(2, "inproceedings", "Deep Residual Learning for Image Recognition",
           "Kaiming He and Xiangyu Zhang", 2016, "Conference on Computer Vision",
           doi="10.1109/CVPR.2016.90", arxiv="1512.03385", pages="770--778", publisher="IEEE"),
    _paper(3, "article", "Many authors", MANY, 2021, "Nature"),
    _paper(4, "article", "Who wrote this?", venue="Journal of Nobody"),
    _paper(5, "incollection", "Symphonies: is there a ninth?",
           "Ludwig van Beethoven and Juan de la Cruz García", 1824, "A Book of Parts",
           editor="Ed, Itor and Other, An", publisher="Springer", pages="1--20"),
    _paper(6, "phdthesis", "A thesis", "Jean-Pierre Serre", 1950, "Sorbonne"),
    replace(_paper(7, "techreport", "A report", "", 2023, "OpenAI", number="TR-1"),
            authors=(Author("OpenAI"),)),
    _paper(8, "book", "A book", "Jane Doe", 2020, "MIT Press", edition="3"),
    _paper(9, "dataset", "Some data", "Jane Doe", 2020, "Zenodo", doi="10.5281/zenodo.1"),
    replace(_paper(10, "online", "A page", "", 2022, url="https://example.org/x"),
            organization="Lab & Co"),
)  # fmt: skip


@pytest.mark.parametrize("style", text.STYLES)
def test_golden(style):
    """The references of the golden papers and of each kind of work, byte for byte."""
    assert (
        dump(text, [*PAPERS, *KINDS], style=style) == (GOLDEN / f"papers-{style}.txt").read_text()
    )


def test_apa_is_the_default():
    """Without a style references are APA's, a paragraph each."""
    assert dump(text, KINDS) == dump(text, KINDS, style="apa") == dump(text, KINDS, style="APA")
    assert len(dump(text, KINDS).split("\n\n")) == len(KINDS)
    assert dump(text, []) == ""


def test_unknown_style():
    """A style that does not come with the program is refused with those that do."""
    with pytest.raises(UsageError, match=r"no citation style 'vancouver'.*apa, chicago, ieee"):
        dump(text, KINDS, style="vancouver")
    with pytest.raises(UsageError):
        dump(text, KINDS, style="../../secret")


def test_authors_who_are_not_named():
    """ "et al." stands for authors of whom only the number is known."""
    paper = replace(KINDS[1], author_count=9)
    assert dump(text, [paper]).startswith("He, K., Zhang, X., et al. (2016).")
    assert dump(text, [paper], style="ieee").startswith("[1] K. He, X. Zhang, et al., “Deep")
    assert dump(text, [paper], style="chicago").startswith(
        "He, Kaiming, Xiangyu Zhang, et al. 2016."
    )


SMITH = "Jane Smith"
EDITED = {"editor": "Knuth, Donald E. and Liang, Frank", "publisher": "Springer"}
LIST = (
    _paper(1, "article", "Beta", SMITH, 1999, "Nature"),
    _paper(2, "article", "The alpha", SMITH, 1999, "Nature"),
    _paper(3, "article", "Gamma", f"{SMITH} and Bo Adams", 1998, "Nature"),
    _paper(4, "book", "Selected papers", "", 1999, **EDITED),
    _paper(5, "incollection", "A part", "", 2001, "The Whole", **EDITED),
    _paper(6, "article", r"On $\alpha$-decay of H$_2$O", "Juan Álvarez", 2005, "Phys"),
    replace(_paper(7, "book", "Poetics", "Aristotle"), extra={"bibtex": {"year": "-350"}}),
)
APA = """\
Álvarez, J. (2005). On α-decay of H₂O. Phys.

Aristotle. (350 B.C.E.). Poetics.

Knuth, D. E., & Liang, F. (Eds.). (1999). Selected papers. Springer.

A part. (2001). In D. E. Knuth & F. Liang (Eds.), The Whole. Springer.

Smith, J. (1999a). The alpha. Nature.

Smith, J. (1999b). Beta. Nature.

Smith, J., & Adams, B. (1998). Gamma. Nature.
"""
CHICAGO = """\
Álvarez, Juan. 2005. “On α-decay of H₂O.” Phys.

Aristotle. 350 BC. Poetics.

Knuth, Donald E., and Frank Liang, eds. 1999. Selected Papers. Springer.

Knuth, Donald E., and Frank Liang, eds. 2001. “A Part.” In The Whole. Springer.

Smith, Jane. 1999a. “The Alpha.” Nature.

Smith, Jane. 1999b. “Beta.” Nature.

Smith, Jane, and Bo Adams. 1998. “Gamma.” Nature.
"""


@pytest.mark.parametrize(("style", "written"), [("apa", APA), ("chicago", CHICAGO)])
def test_a_list_of_references(style, written):
    """By author, year and title, works of one year told apart; editors stand where authors would.

    One author stands before two; formulas are characters.
    """
    assert dump(text, LIST, style=style) == written
    kept = dump(text, LIST, style=style, sorted=True)
    assert sorted(kept.split("\n")) == sorted(written.split("\n"))
    assert "Beta" in kept.split("\n")[0]


def test_ieee_numbers_in_the_order_given():
    lines = dump(text, LIST, style="ieee").split("\n\n")
    assert lines[0].startswith("[1] J. Smith, “Beta,” Nature, 1999.")
    assert lines[3] == "[4] D. E. Knuth and F. Liang, Eds., Selected papers. Springer, 1999."
    assert lines[4] == (
        "[5] D. E. Knuth and F. Liang, Eds., “A part,” in The Whole, Springer, 2001."
    )


@pytest.mark.parametrize("style", text.STYLES)
def test_many_editors_are_editors_too(style):
    paper = _paper(1, "book", "A book", "", 2020, "MIT Press", editor=MANY)
    said = dump(text, [paper], style=style)
    assert said.count("ds.") == 1
    assert "Eds.)." in said or "et al., Eds.," in said or "et al., eds. 2020" in said


def test_markup_is_text():
    """Signs that look like markup are shown as they are in the title."""
    paper = _paper(1, "book", "<b>x</b> &amp; \x1b[2J 3 < 4", "A B", 2000)
    for style in text.STYLES:
        assert "<b>x</b> &amp; [2J 3 < 4" in dump(text, [paper], style=style).replace(
            "X</b>", "x</b>"
        )


def test_nothing_is_known():
    """A paper without a single fact is its key."""
    for style in text.STYLES:
        assert "key9" in dump(text, [Paper(id=9, key="key9")], style=style)


@examples(25)
@given(papers, st.sampled_from(sorted(text.STYLES)))
def test_any_paper(paper, style):
    """Whatever a paper says, it is one paragraph on one line."""
    written = dump(text, [paper], style=style)
    assert written.endswith("\n")
    assert written.strip()
    assert "\n" not in written[:-1]


REFERENCES = [
    ("@book{k, author={Roe, Anna}, title={Whales}, publisher={P}, year=1999, edition={Second}}",
     "apa", "Roe, A. (1999). Whales (2nd ed.). P."),
    ("@book{k, author={Roe, Anna}, title={Whales}, publisher={P}, year=1999, edition={2nd ed.}}",
     "ieee", "[1] A. Roe, Whales, 2nd ed. P, 1999."),
    ("@book{k, author={Roe, Anna}, title={Whales}, publisher={P}, year=1999, edition={Revised}}",
     "apa", "Roe, A. (1999). Whales (Revised ed.). P."),
    ("@article{k, author={Roe, Anna}, title={Sleep}, journal={Whales}, year={in press}}",
     "apa", "Roe, A. (in press). Sleep. Whales."),
    ("@article{k, author={Roe, Anna}, title={Sleep}, journal={Whales}, year={in press}}",
     "chicago", "Roe, Anna. In press. “Sleep.” Whales."),
    ("@article{k, author={Roe, Anna}, title={Sleep}, journal={Whales}, year={n.d.}}",
     "apa", "Roe, A. (n.d.). Sleep. Whales."),
    ("@book{k, author={Roe, Anna}, translator={Poe, Ben}, title={Laws}, publisher={P}, year=1999}",
     "apa", "Roe, A. (1999). Laws (B. Poe, Trans.). P."),
    ("@techreport{k, author={{WHO}}, title={Sleep}, institution={WHO}, year=2001}",
     "apa", "WHO. (2001). Sleep."),
    (r"@article{k, author={Roe, A}, title={H\textsubscript{2}O}, journal={Whales}, year=2020}",
     "apa", "Roe, A. (2020). H₂O. Whales."),
    ("@dataset{k, author={Roe, A}, title={Calls}, publisher={Dryad}, year=2020}",
     "apa", "Roe, A. (2020). Calls [Dataset]. Dryad."),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "style", "written"), REFERENCES)
def test_references_as_their_manuals_have_them(entry, style, written):
    """Editions in words, works in press, translators, groups that publish themselves."""
    assert dump(text, [as_paper(one(bibtex, entry))], style=style) == f"{written}\n"


def test_letters_of_editors_and_of_undated_works():
    """1999a and n.d.-a stand behind whoever is named first; what is in press comes last."""
    said = [
        ("Zebra", "editor={Roe, Anna}", "1999"), ("Alpha", "editor={Roe, Anna}", "1999"),
        ("Beta", "author={Poe, B}", "in press"), ("Gamma", "author={Poe, B}", "n.d."),
        ("Delta", "author={Poe, B}", "n.d."), ("Eta", "author={Poe, B}", "2001"),
    ]  # fmt: skip
    entries = (
        f"@book{{k, title={{{title}}}, {who}, publisher={{P}}, year={{{year}}}}}"
        for title, who, year in said
    )
    papers_said = [as_paper(one(bibtex, entry)) for entry in entries]
    assert dump(text, papers_said).split("\n\n") == [
        "Poe, B. (n.d.-a). Delta. P.", "Poe, B. (n.d.-b). Gamma. P.", "Poe, B. (2001). Eta. P.",
        "Poe, B. (in press). Beta. P.", "Roe, A. (Ed.). (1999a). Alpha. P.",
        "Roe, A. (Ed.). (1999b). Zebra. P.\n",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "style", "written"),
    [
        ({"author": [{"family": "山田", "given": "太郎"}, {"family": "Roe", "given": "Ann"}]},
         "apa", "山田太郎, & Roe, A. (2020). Deep sleep."),
        ({"type": "motion_picture", "director": [{"family": "Roe", "given": "Ann"}]},
         "apa", "Roe, A. (Director). (2020). Deep sleep [Video recording]."),
        ({"type": "review-book", "title": "Review of “Sleep”", "container-title": "Whales",
          "author": [{"family": "Roe", "given": "Ann"}]},
         "chicago", "Roe, Ann. 2020. “Review of ‘Sleep.’” Whales."),
    ],
)  # fmt: skip
def test_what_items_of_csl_say(item, style, written):
    """Names of East Asia have no initials, films have directors, quotations stand in quotations."""
    text_of = json.dumps([{"id": "k", "type": "article-journal", "title": "Deep sleep",
                           "issued": {"date-parts": [[2020]]}, **item}])  # fmt: skip
    assert dump(text, [as_paper(one(csl, text_of))], style=style) == f"{written}\n"


@pytest.mark.parametrize(
    ("entry", "style", "words"),
    [
        ("@article{a, title={T}, journal={J}, volume=9, eid={e12}, year=2014}", "apa",
         "J, 9, Article e12."),
        ("@article{a, title={T}, journal={J}, volume=9, eid={e12}, year=2014}", "ieee",
         "vol. 9, Art. no. e12, 2014"),
        ("@book{a, author={Aristotle}, title={T}, year={350 BC}}", "apa", "(350 B.C.E.)"),
        ("@article{a, author={Fox, C.}, title={T}, journal={J}, note={To appear}}", "apa",
         "Fox, C. (in press). T. J."),
        ("@techreport{a, title={T}, institution={I}, number={12}, year=2019}", "ieee",
         "I, Tech. Rep. 12, 2019"),
        ("@software{a, author={Roe, A.}, title={T}, publisher={Zenodo}, year=2020}", "chicago",
         "Zenodo."),
        ("@incollection{a, title={T}, booktitle={B}, series={S}, address={Bonn}, year=2010}",
         "ieee", "in S. Bonn"),
        ("@article{a, title={Graphs of {de Bruijn}}, journal={J}, year=2010}", "chicago",
         "Graphs of de Bruijn"),
    ],
)  # fmt: skip
def test_what_the_manuals_print(entry, style, words):
    """Numbers of articles, years before ours, works to appear, reports, archives."""
    record = one(bibtex, entry)
    assert words in dump(text, [as_paper(record)], style=style)
