"""EndNote's XML, as the program and its imitators write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import endnote
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.model import Link, Note, Problem, Record
from support.paper_strategies import as_paper

RUN = '<style face="normal" font="default" size="100%">'
RECORD = f"""<record><database name="My.enl" path="C:\\My.enl">My.enl</database>
<source-app name="EndNote" version="20.1">EndNote</source-app><rec-number>12</rec-number>
<foreign-keys><key app="EN" db-id="x" timestamp="1">12</key></foreign-keys>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author>{RUN}LeCun, Yann</style></author><author>{RUN}Google Brain Team,</style></author>
</authors><secondary-authors><author>Doe, Jane</author></secondary-authors></contributors>
<auth-address>{RUN}Paris</style></auth-address><titles><title>{RUN}On H</style>
<style face="subscript" font="default" size="100%">2</style>{RUN}O &amp; friends</style></title>
<secondary-title>{RUN}Nature</style></secondary-title></titles>
<periodical><full-title>{RUN}Nature</style></full-title><abbr-1>Nat.</abbr-1></periodical>
<pages>436-444</pages><volume>521</volume><number>7553</number>
<keywords><keyword>{RUN}deep learning</style></keyword><keyword>AI</keyword></keywords>
<dates><year>2015</year><pub-dates><date>May 28</date></pub-dates></dates>
<isbn>1476-4687&#xD;0028-0836</isbn><accession-num>26017442</accession-num>
<label>lecun2015deep</label><urls><related-urls>
<url>&lt;Go to ISI&gt;://WOS:1</url><url>https://www.nature.com/articles/nature14539</url>
</related-urls><pdf-urls><url>internal-pdf://2103995856/LeCun-2015-Deep.pdf</url></pdf-urls></urls>
<custom2>PMC7</custom2><electronic-resource-num>DOI 10.1038/nature14539</electronic-resource-num>
<remote-database-name>PubMed</remote-database-name><notes>Read this.&#xD;Twice.</notes>
<abstract>One.&#xD;&#xD;Two.</abstract><language>eng</language></record>"""
HEAD = '<?xml version="1.0" encoding="UTF-8" ?><xml><records>'
TAIL = "</records></xml>"


def endnote_items(*records):
    text = HEAD + "\n".join(records) + TAIL
    return list(endnote.load(TextDocument(text), LoadOptions()))


def endnote_record(inside):
    [record] = endnote_items(f"<record>{inside}</record>")
    assert isinstance(record, Record), record
    return record


def test_a_record():
    """Every value is found, through the runs of style around it."""
    [record] = endnote_items(RECORD)
    assert record.source == "endnote-xml"
    assert " ".join(record.title.split()) in ("On H2O & friends", "On H 2O & friends")
    assert [one.name for one in record.authors] == ["Yann LeCun", "Google Brain Team"]
    assert (record.kind, record.venue, record.key) == ("article", "Nature", "lecun2015deep")
    assert (record.year, record.published) == (2015, "2015-05-28")
    assert [str(one) for one in record.identifiers] == ["doi:10.1038/nature14539", "pmid:26017442"]
    assert record.abstract == "One.\n\nTwo."
    assert record.notes == (Note("Read this.\nTwice."),)
    assert record.tags == ("deep-learning", "AI")
    assert record.links == (
        Link("url", "https://www.nature.com/articles/nature14539"),
        Link("file", "internal-pdf://2103995856/LeCun-2015-Deep.pdf"),
    )
    assert record.extra["bibtex"] == {
        "pages": "436--444", "volume": "521", "number": "7553", "shortjournal": "Nat.",
        "issn": "1476-4687", "language": "eng", "editor": "Doe, Jane",
    }  # fmt: skip
    assert record.extra["ris"]["UR"] == ["<Go to ISI>://WOS:1"]


def test_what_has_no_name_comes_out_in_ris():
    """The fields of EndNote's own are written under the tags that RIS has for them."""
    [record] = endnote_items(RECORD)
    text = "".join(formats.writer("ris").dump([as_paper(record)], DumpOptions()))
    for line in ("AD  - Paris", "C2  - PMC7", "DB  - PubMed", "UR  - <Go to ISI>://WOS:1"):
        assert f"{line}\n" in text


@pytest.mark.parametrize(
    ("ref_type", "kind"),
    [
        ('<ref-type name="Conference Paper">47</ref-type>', "inproceedings"),
        ('<ref-type name="Book Section">5</ref-type>', "incollection"),
        ('<ref-type name="Thesis">32</ref-type><work-type>MSc</work-type>', "mastersthesis"),
        ("<ref-type>27</ref-type>", "techreport"),
        ('<ref-type name="Own">99</ref-type>', "misc"),
        ("", "misc"),
    ],
)
def test_types(ref_type, kind):
    """A reference type is known by its name or its number."""
    assert endnote_record(f"{ref_type}<titles><title>T</title></titles>").kind == kind


def test_broken_records():
    """A broken record is one problem, and those behind it come in; bare ampersands are read."""
    items = endnote_items(
        "<record><titles><title>A & B</title></titles></record>",
        "<record><titles><title>bad</titles></record>",
        "<record><titles><title>C\x0b&nbsp;D</title></titles></record>",
    )
    assert [item.title for item in items if isinstance(item, Record)] == ["A & B", "C D"]
    [problem] = [item for item in items if isinstance(item, Problem)]
    assert problem.line == 2


def test_entities_are_refused():
    """A document that defines entities is not expanded and not read."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">'
    bomb += '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    record = "<record><titles><title>&b;&f;</title></titles></record>"
    text = f'<?xml version="1.0"?>{bomb}<xml><records>{record}</records></xml>'
    [problem] = endnote.load(TextDocument(text), LoadOptions())
    assert isinstance(problem, Problem)
    assert "DOCTYPE" in problem.message


def test_many_on_one_line():
    """EndNote writes its whole library on one line."""
    record = "<record><titles><title>T</title></titles></record>"
    [text] = [HEAD + record * 5_000 + TAIL]
    items = list(endnote.load(TextDocument(text), LoadOptions()))
    assert len(items) == 5_000
    assert {type(item) for item in items} == {Record}


def test_sniff():
    """The records make the format, not the name: other XML is left to others."""
    assert formats.sniff(TextDocument(HEAD + RECORD + TAIL, "x.xml")).name == "endnote-xml"
    assert endnote.sniff("<?xml version='1.0'?><rss><channel/></rss>", "x.xml") == 0.0


@given(st.text() | st.text(alphabet="<>/record&;titles \n", max_size=100))
def test_any_text(text):
    """No text whatever raises."""
    for whole in (text, HEAD + text + TAIL, f"{HEAD}<record><titles><title>{text}{TAIL}"):
        list(endnote.load(TextDocument(whole), LoadOptions()))
        endnote.sniff(whole, "x")
