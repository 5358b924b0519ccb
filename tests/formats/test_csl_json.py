import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.bib import markup
from readlist.bib.keywords import as_tags
from readlist.bib.names import parse_author
from readlist.formats import bibtex, csl, ris
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.formats.csl.values import TYPES
from readlist.model import (
    MORE_AUTHORS,
    Author,
    Identifier,
    Link,
    Note,
    Paper,
    Problem,
    Record,
    Skipped,
)
from support.formats import dump, records
from support.golden_papers import PAPERS
from support.paper_strategies import as_paper, json_values, papers
from support.paths import GOLDEN
from support.properties import examples

ZOTERO = r"""[
	{"id":"http://zotero.org/users/1/items/ABCD1234","type":"article",
	"abstract":"<jats:p>We &amp; you.</jats:p><jats:p>Two.</jats:p>","genre":"preprint",
	"note":"arXiv:1706.03762 [cs]\nPMID: 123\nRead it again\ntex.eventtitle: NIPS",
	"number":"arXiv:1706.03762","publisher":"arXiv","source":"arXiv.org",
	"title":"On <i>E. coli</i> &amp; p < 0.05","URL":"http://arxiv.org/abs/1706.03762",
	"author":[{"family":"Vaswani","given":"Ashish"},{"family":"Beethoven","given":"Ludwig",
	"non-dropping-particle":"van"},{"literal":"OpenAI"}],"accessed":{"date-parts":[["2023",11,2]]},
	"issued":{"date-parts":[["2017",6,12]]},"citation-key":"vaswaniAttention2017"}
]
"""
CROSSREF = {
    "indexed": {"date-parts": [[2024, 1, 1]]}, "reference-count": 3, "reference": [{"key": "1"}],
    "publisher": "Springer", "issue": "7553", "DOI": "10.1038/NATURE14539", "type":
    "article-journal", "title": ["Deep learning"], "subtitle": ["A review"], "prefix": "10.1038",
    "volume": "521", "page": "436-444", "container-title": ["Nature"], "ISSN": ["0028-0836"],
    "author": [{"given": "Yann", "family": "LeCun", "sequence": "first", "affiliation": []},
               {"name": "The Group", "sequence": "additional"}],
    "published-online": {"date-parts": [[2015, 5, 27]]}, "subject": ["Multidisciplinary"],
    "event": {"name": "A Meeting"}, "URL": "http://dx.doi.org/10.1038/nature14539",
}  # fmt: skip


def csl_items(text):
    items = list(csl.load(TextDocument(text), LoadOptions()))
    assert all(item.line <= text.count("\n") + 1 for item in items)
    return items


def csl_record(item):
    [record] = csl_items(json.dumps([item]))
    return record


def _written(paper, **options):
    [item] = json.loads("".join(csl.dump([paper], DumpOptions(**options))))
    return item


@pytest.mark.parametrize(
    ("head", "name", "score"),
    [
        (ZOTERO, "x.json", 0.95),
        (json.dumps(CROSSREF), "", 0.95),
        ('{"items": [{"id": 1, "type": "book", "issued": {}}]}', "", 0.95),
        ('[{"id": "a", "type": "thesis"}]', "", 0.7),
        ('[{"itemType": "book", "issued": 1, "type": "book"}]', "", 0.0),
        ('{"type":"readlist","version":1}\n{"type":"article","issued":1}', "", 0.0),
        ('{"title": "A", "type": "article", "year": 2000}', "", 0.0),
        ("plain text", "x.json", 0.0),
        ("", "x.json", 0.0),
    ],
)
def test_sniff(head, name, score):
    """Types and variables of CSL tell it from other JSON; Zotero's own JSON is not CSL."""
    assert csl.sniff(head, name) == score


def test_an_export_of_zotero():
    """Names with particles, dates as texts, markup, and the lines of a note are understood."""
    [record] = csl_items(ZOTERO)
    assert record.title == "On E. coli & p < 0.05"
    assert record.authors[1] == Author("Ludwig van Beethoven", "van Beethoven", "Ludwig")
    assert record.authors[2] == Author("OpenAI")
    assert record.identifiers == (Identifier("arxiv", "1706.03762"), Identifier("pmid", "123"))
    assert (record.kind, record.venue, record.published) == ("preprint", "", "2017-06-12")
    assert record.key == "vaswaniAttention2017"
    assert record.abstract == "We & you.\n\nTwo."
    assert record.extra["bibtex"] == {
        "eventtitle": "NIPS", "note": "Read it again", "urldate": "2023-11-02",
    }  # fmt: skip
    assert record.extra["csl"]["source"] == "arXiv.org"


def test_an_answer_of_crossref():
    """Lists, registry dates and groups are read; the registry's bookkeeping is not kept."""
    record = csl_record(CROSSREF)
    assert record.title == "Deep learning: A review"
    assert record.authors == (Author("Yann LeCun", "LeCun", "Yann"), Author("The Group"))
    assert (record.venue, record.year, record.published) == ("Nature", 2015, "2015-05-27")
    assert record.identifiers == (Identifier("doi", "10.1038/nature14539"),)
    assert record.links == ()
    assert record.extra["bibtex"] == {
        "eventtitle": "A Meeting", "issn": "0028-0836", "number": "7553", "pages": "436--444",
        "publisher": "Springer", "volume": "521",
    }  # fmt: skip
    assert not {"indexed", "reference", "prefix"} & set(record.extra["csl"])


def test_mendeley_wraps_items_and_numbers_them():
    """The item inside counts, and ITEM-1 is no citation key."""
    inner = {"id": "ITEM-1", "type": "book", "title": "B", "ISBN": "978-0-226-10403-4"}
    [record] = csl_items(json.dumps({"citationItems": [{"id": "ITEM-1", "itemData": inner}]}))
    assert (record.title, record.key, record.kind) == ("B", "", "book")
    assert record.identifiers == (Identifier("isbn", "9780226104034"),)


@pytest.mark.parametrize(
    ("issued", "year", "published"),
    [
        ({"date-parts": [[2017, 6, 12]]}, 2017, "2017-06-12"),
        ({"date-parts": [["2017", "6"]]}, 2017, "2017-06"),
        ({"date-parts": [[2017], [2018]]}, 2017, ""),
        ({"date-parts": [[2017, 13]]}, 2017, ""),
        ({"date-parts": [[-44]]}, None, ""),
        ({"date-parts": [[None]]}, None, ""),
        ({"date-parts": []}, None, ""),
        ({"date-parts": [[2017]], "season": 2}, 2017, ""),
        ({"raw": "June 12, 2017"}, 2017, "2017-06-12"),
        ({"raw": "06/2017"}, 2017, "2017-06"),
        ({"literal": "Spring 2017"}, 2017, ""),
        ({"literal": "in press"}, None, ""),
        ("2017-06-12", 2017, "2017-06-12"),
        (2017, 2017, ""),
    ],
)
def test_dates(issued, year, published):
    """Every shape of a date is read, and one that says more than the library keeps comes back."""
    record = csl_record({"id": "a", "type": "book", "title": "T", "issued": issued})
    assert (record.year, record.published) == (year, published)
    again = _written(as_paper(record)).get("issued")
    if isinstance(issued, dict) and any(issued.values()):
        kept = issued != {"date-parts": [["2017", "6"]]}
        assert again == (issued if kept else {"date-parts": [[2017, 6]]})


def test_a_key_of_digits_says_that_it_is_one():
    """IEEE Xplore's 7780459 comes back; the number of a program's row is no key."""
    paper = as_paper(csl_record({"id": "x", "type": "book", "title": "B"}))
    item = _written(replace(paper, key="7780459"))
    assert item["citation-key"] == "7780459"
    assert csl_record(item).key == "7780459"
    assert csl_record({"id": "7780459", "type": "book", "title": "B"}).key == ""


def test_unknown_variables_come_out_again():
    """What the library has no words for, and what it would say otherwise, is written as it came."""
    item = {
        "id": "a1", "type": "article-magazine", "title": "On <i>E. coli</i>",
        "author": [{"family": "Fontaine", "given": "Jean", "dropping-particle": "de",
                    "non-dropping-particle": "La", "ORCID": "x"}],
        "issued": {"date-parts": [[2000, 1], [2000, 2]]}, "container-title": "M",
        "archive": "A", "custom": {"mine": [1, {"b": None}]}, "keyword": "machine learning; x",
        "note": "one\ntwo", "dimensions": "3 x 4", "event-title": "An “Event” -- 3",
    }  # fmt: skip
    record = csl_record(item)
    assert record.tags == ("machine-learning", "x")
    assert _written(as_paper(record)) == item
    assert list(_written(as_paper(record)))[:5] == ["id", "type", "title", "author", "issued"]


def test_kept_variables_give_way():
    """A kept variable that contradicts what the paper is now is not written."""
    item = {
        "id": "a", "type": "article-magazine", "title": "On <i>E.</i>", "author":
        [{"family": "A", "given": "B", "ORCID": "x"}], "issued": {"literal": "Spring 2000"},
    }  # fmt: skip
    paper = replace(
        as_paper(csl_record(item)), title="New", year=2001, kind="book", authors=(Author("C"),)
    )
    assert _written(paper) == {
        "id": "a", "type": "book", "title": "New", "author": [{"literal": "C"}],
        "issued": {"date-parts": [[2001]]},
    }  # fmt: skip


def test_a_broken_item_is_one_problem():
    """The items around a broken one come in, whatever is wrong with it."""
    good = '{"id":"g%d","type":"book","title":"Good","issued":{"date-parts":[[1]]}}'
    for bad in (
        '{"id":"b","type" "book"}', '{"id":"b","title":"T}', '{"id":"b","a":[', "null", '"text"',
        '{"id":"b","x":' + "[" * 5000 + "]" * 5000 + "}", '{"id":"b","n":' + "9" * 9000 + "}",
    ):  # fmt: skip
        items = csl_items(f"[{good % 1},\n{bad},\n{good % 2}]")
        records = [item for item in items if isinstance(item, Record)]
        problems = [item for item in items if isinstance(item, Problem)]
        assert records[0].key == "g1", bad
        assert len(problems) == 1, bad
        assert problems[0].line == 2
        if not bad.endswith("T}"):  # the text goes on to the next item
            assert records[-1].key == "g2"


def test_the_document_may_be_anything_like_a_list():
    """A single item, items one a line, lists behind another, a trailing comma, an empty list."""
    item = '{"id":"a1","type":"book","title":"T\ttab\nbreak"}'
    for text in (item, f"{item}\n{item}", f"[{item}][{item}]", f"\ufeff[{item},]"):
        assert {found.title for found in csl_items(text)} == {"T tab break"}
    assert csl_items("[]") == csl_items("") == csl_items('{"items": [], "total": 3}') == []
    [skipped] = csl_items('[{"id":"a","type":"book"}]')
    assert isinstance(skipped, Skipped)


def test_large_items():
    """An item larger than the block that is read at once comes in whole."""
    item = {"id": "a", "type": "book", "title": "T", "abstract": "word \n" * 400_000}
    text = json.dumps([item, {"id": "b2", "type": "book", "title": "U"}], indent=1)
    first, second = csl_items(text)
    assert (len(first.abstract), second.title, second.line) == (1_000_000, "U", 8)


def test_what_a_note_says():
    """Keys, identifiers and variables of older exports stand in the lines of the note."""
    note = "Citation Key: key2017a\nDOI: 10.1000/ABC\nPMCID: PMC123456\n{:volume: 7}\nplace: here"
    record = csl_record({"id": 7, "type": "article-journal", "title": "T", "note": note})
    assert record.key == "key2017a"
    assert {found.scheme for found in record.identifiers} == {"doi", "pmcid"}
    assert record.extra["bibtex"]["volume"] == "7"
    assert record.extra["bibtex"]["note"] == "place: here"


def test_lines_of_a_note_contradict_nothing():
    """A type is corrected as Zotero does; what a variable says otherwise stays in the note."""
    item = {"type": "document", "title": "T", "volume": "1", "note": "type: dataset\nvolume: 2"}
    record = csl_record(item)
    assert (record.kind, record.extra["bibtex"]["note"]) == ("dataset", "volume: 2")
    record = csl_record({"type": "book", "title": "T", "note": "type: a letter"})
    assert (record.kind, record.extra["bibtex"]["note"]) == ("book", "type: a letter")


def test_arxiv_in_a_journal_is_a_preprint():
    """Old exports call the arXiv a journal."""
    record = csl_record({"type": "article-journal", "title": "T", "container-title":
                   "arXiv:1706.03762 [cs]"})  # fmt: skip
    assert (record.kind, record.venue) == ("preprint", "")
    assert record.identifiers == (Identifier("arxiv", "1706.03762"),)


def test_what_a_preprint_looks_like():
    """arXiv papers go out as CSL has them; published ones name the arXiv in the note."""
    paper = Paper(id=1, key="k", title="T", identifiers=(Identifier("arxiv", "1706.03762"),))
    assert _written(paper) == {
        "id": "k", "type": "article", "title": "T", "publisher": "arXiv",
        "number": "arXiv:1706.03762", "genre": "preprint",
        "URL": "https://arxiv.org/abs/1706.03762",
    }  # fmt: skip
    both = (*paper.identifiers, Identifier("doi", "10.1000/x"), Identifier("acl", "P19-1001"))
    published = replace(paper, venue="ACL", kind="inproceedings", identifiers=both)
    item = _written(published)
    assert (item["type"], item["DOI"]) == ("paper-conference", "10.1000/x")
    assert item["note"] == "arXiv: 1706.03762"
    assert set(csl_record(item).identifiers) == set(both)


def test_notes_and_others():
    """Notes are written only when asked for; authors who are not named are others."""
    paper = Paper(
        id=3, key="", title="T", authors=(Author("A B", "B", "A"),), author_count=9,
        notes=(Note("mine"),), abstract="x <b>y</b>", tags=("a/b",),
        links=(Link("url", "https://example.org/x"),),
    )  # fmt: skip
    item = _written(paper)
    assert (item["id"], item["URL"], item["keyword"]) == ("paper3", "https://example.org/x", "a/b")
    assert {"literal": "others"} not in item["author"]
    assert item["custom"] == {"more-authors": True}
    assert "annote" not in item
    assert _written(paper, extras=frozenset({"notes"}))["annote"] == "mine"
    record = csl_record(item)
    assert record.extra[MORE_AUTHORS]
    assert record.abstract == "x <b>y</b>"


def test_golden():
    """The export of the golden papers, byte for byte; --latex asks for ASCII."""
    text = "".join(csl.dump(PAPERS, DumpOptions()))
    assert text == (GOLDEN / "papers.csl.json").read_text()
    ascii_text = "".join(csl.dump(PAPERS, DumpOptions(latex=True)))
    assert ascii_text.isascii()
    assert json.loads(ascii_text) == json.loads(text)
    assert "".join(csl.dump([], DumpOptions())) == "[]\n"


phrases = st.text("aBcé北&%#_1.<>/;b-'\" ", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)
people = st.sampled_from(
    ["Ashish Vaswani", "Ludwig van Beethoven", "Knuth, Jr., Donald E.", "Kimi Team", "OpenAI",
     "李 明", "de la Cruz García, Juan", "{Barnes and Noble}", "Øystein Å. Løken"]
).map(parse_author)  # fmt: skip
known = st.sampled_from(
    [Identifier("arxiv", "1706.03762"), Identifier("arxiv", "hep-th/9901001"),
     Identifier("doi", "10.1000/x_(1)"), Identifier("openreview", "Abc_12345-"),
     Identifier("acl", "2020.acl-main.447"), Identifier("pmid", "123"),
     Identifier("pmcid", "PMC1234")]
)  # fmt: skip
plain_papers = st.builds(
    lambda paper, **said: replace(paper, key="key:1", author_count=None, extra={}, **said),
    papers,
    title=phrases.filter(bool),
    authors=st.lists(people, max_size=3).map(tuple),
    venue=phrases.filter(bool),
    organization=st.just(""),
    published=st.just(""),
    links=st.just(()),
    kind=st.sampled_from(["article", "inproceedings", "book", "phdthesis", "techreport"]),
    identifiers=st.lists(known, max_size=4, unique_by=lambda one: one.scheme).map(tuple),
    tags=st.lists(st.text("aBé北-/+", min_size=1, max_size=6), max_size=3).map(
        lambda tags: as_tags(tag.lower() for tag in tags)
    ),
)


@examples(50)
@given(plain_papers)
def test_round_trip(paper):
    """What the program exports it reads again."""
    record = csl_record(_written(paper))
    same = ("title", "authors", "year", "venue", "key", "tags", "abstract", "kind")
    assert {n: getattr(record, n) for n in same} == {n: getattr(paper, n) for n in same}
    assert set(record.identifiers) == set(paper.identifiers)


@examples(50)
@given(papers)
def test_any_export_is_read(paper):
    """Whatever a paper says, its item is JSON that comes in, and a second round changes nothing."""
    item = _written(paper)
    record = csl_record(item)
    if isinstance(record, Record):
        record = replace(record, key="k1")
        assert csl_record(_written(as_paper(record))) == record


VALUES = (
    json_values
    | st.text("<>&;ab-1: \n{}[]")
    | st.sampled_from([*TYPES.values(), "10.1000/x", "arXiv:1706.03762"])
)
NAMES = st.sampled_from(
    ["id", "type", "title", "author", "editor", "issued", "accessed", "note", "keyword", "page",
     "number", "issue", "DOI", "URL", "ISBN", "container-title", "publisher", "abstract", "genre",
     "event", "custom", "itemData", "annote", "archive", "published", "subtitle", "language"]
)  # fmt: skip


@given(st.dictionaries(NAMES, VALUES, max_size=8))
def test_any_item(item):
    """No item raises, and what comes in can be written."""
    for found in csl_items(json.dumps([item])):
        if isinstance(found, Record):
            _written(as_paper(found))


@given(st.text("<i>/b&amp;lt; x", max_size=30))
def test_markup_comes_back(text):
    """What looks like markup and is not comes back as it was."""
    text = " ".join(text.split())
    assert markup.plain(markup.escaped(text)) == text


@given(st.text('[]{}",:\\ntab 0', max_size=60))
def test_any_text(text):
    """No text whatever raises."""
    csl_items(text)


def test_more_authors_stand_in_custom():
    """Our own mark for authors who are not named is read again; other values of it stay."""
    people = [{"family": "Lovelace", "given": "Ada", "ORCID": "https://orcid.org/0"}]
    custom = {"more-authors": True, "other": 1}
    record = csl_record({"id": "a", "title": "T", "author": people, "custom": custom})
    assert record.extra[MORE_AUTHORS]
    assert [author.name for author in record.authors] == ["Ada Lovelace"]
    item = _written(as_paper(record))
    assert (item["author"], item["custom"]) == (people, custom)


def test_references_of_pandoc_in_yaml():
    """pandoc's own form of the same items, in a file or above a text; what is broken is told."""
    text = """---
references:
- id: roe2020
  type: article-journal
  author:
  - family: Roe
    given: Anna
  issued: 2020-03-12
  title: Deep <i>sleep</i>
- id: b
  type: book
  title: Second
  issued:
    date-parts:
    - - 2019
...
"""
    assert csl.sniff(text, "refs.yaml") == 0.95
    first, second = csl.load(TextDocument(text), LoadOptions())
    assert (first.key, first.published, first.title) == ("roe2020", "2020-03-12", "Deep sleep")
    assert first.authors == (Author("Anna Roe", "Roe", "Anna"),)
    assert (second.kind, second.year) == ("book", 2019)
    [problem] = csl.load(TextDocument("references:\n- id: [a\n"), LoadOptions())
    assert isinstance(problem, Problem)


def test_addresses_besides_url_come_back():
    """Code and PDFs stand in ``custom``; files of the person do not leave."""
    links = (Link("url", "https://example.org/a"), Link("code", "https://example.org/b"),
             Link("file", "/home/a.pdf"))  # fmt: skip
    paper = Paper(id=1, key="k", title="T", links=links,
                  identifiers=(Identifier("doi", "10.1000/x"),))  # fmt: skip
    item = _written(paper)
    assert item["custom"] == {"links": [["code", "https://example.org/b"]]}
    assert csl_record(item).links == links[:2]


def test_braces_of_titles_come_back_from_csl_and_ris():
    """Those that our own writer would not set stand where other programs do not look."""
    said = "Deep {Bayesian} nets for {de Bruijn} graphs of {\\em E. coli}"
    [record] = bibtex.FORMAT.load(TextDocument(f"@misc{{a, title = {{{said}}}}}"), LoadOptions())
    paper = as_paper(record)
    [item] = json.loads(dump(csl, [paper]))
    words = 'Deep Bayesian nets for <span class="nocase">de Bruijn</span> graphs of <i>E. coli</i>'
    assert item["title"] == words
    for form in (csl, ris):
        [back] = records(form, dump(form, [paper]))
        assert back.title == paper.title
        assert f"= {{{said}}}" in dump(bibtex, [as_paper(back)])


def test_braces_of_a_corrected_title_do_not_come_back():
    """They belong to the words that are no more."""
    [record] = bibtex.FORMAT.load(TextDocument("@misc{a, title = {The {Bayes}}}"), LoadOptions())
    paper = replace(as_paper(record), title="The Laplace")
    assert "Bayes" not in dump(csl, [paper])


YAML = r"""
references:
- id: roe2020
  type: article-journal
  title: "Sleep in *Orcinus orca*, H~2~O and [BERT]{.nocase}: A* and B\\*"
  author: [{family: Roe, given: Anna}]
  issued: 2020-05-01
  container-title: Letters
- id: poe
  type: book
  title: Later
  issued: [{year: 2020, month: 5}]
- id: fox
  type: book
  title: Between
  issued: [{year: 2020, month: 5}, {year: 2020, month: 6}]
"""


def test_yaml_of_pandoc_has_markdown_and_dates_of_its_own():
    """They come out as CSL-JSON has them, for programs that know no others."""
    first, later, between = records(csl, YAML)
    assert first.title == "Sleep in Orcinus orca, H2O and BERT: A* and B*"
    assert [one.published for one in (first, later, between)] == [
        "2020-05-01",
        "2020-05",
        "2020-05",
    ]
    items = json.loads(dump(csl, [as_paper(one) for one in (first, later, between)]))
    assert [one["issued"]["date-parts"] for one in items] == [
        [[2020, 5, 1]], [[2020, 5]], [[2020, 5], [2020, 6]],
    ]  # fmt: skip
    assert items[0]["title"].startswith("Sleep in <i>Orcinus orca</i>, H<sub>2</sub>O and <span")


def test_items_by_their_keys_and_addresses_for_keys():
    """citeproc-js has items by key; DataCite's and Zotero's ids are addresses, no keys."""
    book = {"type": "book", "title": "Deep sleep"}
    assert [one.key for one in records(csl, json.dumps({"roe": book, "poe": book}))] == [
        "roe",
        "poe",
    ]
    [record] = records(csl, json.dumps([{**book, "id": "https://doi.org/10.5061/dryad.abc1"}]))
    assert not record.key


def test_names_lose_entities():
    """Crossref hands through what publishers escaped."""
    item = {"type": "book", "title": "T", "author": [{"family": "O&#39;Neil", "given": "S."}]}
    [record] = records(csl, json.dumps([item]))
    assert record.authors[0].family == "O'Neil"


def test_the_number_of_an_article_is_its_own():
    """CSL has no other place for what is printed in place of pages."""
    [record] = records(bibtex, "@article{a, title = {T}, journal = {J}, eid = {e12}, number = 3}")
    [item] = json.loads(dump(csl, [as_paper(record)]))
    assert (item["number"], item["issue"]) == ("e12", "3")
    assert "custom" not in item
    [back] = records(csl, json.dumps([item]))
    assert back.extra["bibtex"] == record.extra["bibtex"]


def test_a_comma_within_a_keyword():
    """JabRef escapes it; in CSL semicolons stand between, in RIS a line is a keyword."""
    [record] = records(bibtex, "@misc{a, title = {T}, keywords = {x, b\\, c}}")
    paper = as_paper(record)
    [item] = json.loads(dump(csl, [paper]))
    assert item["keyword"] == "x; b, c"
    assert "KW  - x\nKW  - b, c\n" in dump(ris, [paper])
