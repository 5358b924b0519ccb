from readlist import formats
from readlist.formats import csv, tsv
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.model import Author, Identifier, Paper, Problem
from support.formats import load
from support.golden_papers import PAPERS
from support.paths import GOLDEN

# Two records as Web of Science exports them: no quotes around cells, a quote at the start of a
# title, tags of two letters.
WOS = (
    "PT\tAU\tBA\tAF\tTI\tSO\tDT\tDE\tAB\tSN\tPD\tPY\tVL\tBP\tEP\tDI\tUT\n"
    'J\tRibeiro, MT; Singh, S\t\tRibeiro, Marco Tulio; Singh, Sameer\t"Why Trust?" Explaining\t'
    'KDD\tArticle; Proceedings Paper\tml; explain it\tAn "abstract\t1234-5678\tAUG\t2016\t3\t1135\t'
    "1144\t10.1145/2939672.2939778\tWOS:000001\n"
    'J\tDoe, J\t\tDoe, Jane\t"Unclosed title\tJ WORDS\tArticle\t\t\t\tJAN 5\t2020\t\t\t\t\tWOS:2\n'
)


def test_golden():
    """The table is the same bytes as the golden file."""
    text = "".join(tsv.dump(PAPERS, DumpOptions()))
    assert text == (GOLDEN / "papers.tsv").read_bytes().decode()


def test_tabs_and_lines_in_cells_come_back():
    """A tab or a line break in a cell stands in quotes, and is there again when it is read."""
    paper = Paper(id=1, key="k", title="=A title", abstract='One\ttab,\ntwo "lines"')
    text = "".join(tsv.dump([paper], DumpOptions(columns=("key", "title", "abstract"))))
    assert text == 'key\ttitle\tabstract\nk\t\'=A title\t"One\ttab,\ntwo ""lines"""\n'
    [record] = load(tsv, text)
    assert (record.title, record.abstract) == (paper.title, paper.abstract)


def test_web_of_science():
    """The tags of Web of Science mean fields; a quote in a table without quotes is a letter."""
    first, second = load(tsv, WOS)
    assert first.title == '"Why Trust?" Explaining'
    assert first.authors[0] == Author("Marco Tulio Ribeiro", "Ribeiro", "Marco Tulio")
    assert (first.year, first.published, first.venue) == (2016, "2016-08", "KDD")
    assert first.identifiers == (Identifier("doi", "10.1145/2939672.2939778"),)
    assert first.extra["bibtex"]["pages"] == "1135--1144"
    assert first.tags == ("ml", "explain-it")
    assert first.extra["csv"]["UT"] == "WOS:000001"
    assert (second.title, second.published) == ('"Unclosed title', "2020-01-05")


def test_sniffing():
    """Tabs are told from commas by the content, whatever the name of the file."""
    assert formats.sniff(TextDocument(WOS, "savedrecs.txt")).name == "tsv"
    assert formats.sniff(TextDocument("Title\tYear\nA, B\t2001\n", "a.csv")).name == "tsv"
    assert formats.sniff(TextDocument("Title,Year\nA,2001\n", "a.tsv")).name == "csv"
    assert tsv.sniff("arxiv:1706.03762\tA title\n", "list.txt") == 0


def test_both_tables_say_the_same():
    """A paper has the same facts after either table, but for the name of the source."""
    text = "Title,Year\nA,2001\n"
    [ours] = load(tsv, text.replace(",", "\t"))
    [other] = list(csv.load(TextDocument(text), LoadOptions()))
    assert (ours.source, other.source) == ("tsv", "csv")
    assert (ours.title, ours.year) == (other.title, other.year)


def test_empty():
    """Nothing at all is told as a problem."""
    assert isinstance(load(tsv, "\n\n")[0], Problem)
