"""Zotero RDF: what stands beside an item comes with it."""

from readlist import formats
from readlist.bib.details import detail, people
from readlist.formats import zotero
from readlist.formats.base import TextDocument
from readlist.model import Link, Problem, Skipped
from support.formats import ids_of, load, records

HEAD = (
    '<rdf:RDF\n xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
    ' xmlns:z="http://www.zotero.org/namespaces/export#"\n'
    ' xmlns:link="http://purl.org/rss/1.0/modules/link/"\n'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#"\n'
    ' xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
    ' xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/"\n'
    ' xmlns:vcard="http://nwalsh.com/rdf/vCard#">\n'
)


def people_in(role, *said):
    listed = "".join(f"<rdf:li><foaf:Person>{one}</foaf:Person></rdf:li>" for one in said)
    return f"<{role}><rdf:Seq>{listed}</rdf:Seq></{role}>"


def person(family, given=""):
    said = f"<foaf:surname>{family}</foaf:surname>"
    return said + (f"<foaf:givenName>{given}</foaf:givenName>" if given else "")


ARTICLE = (
    '<bib:Article rdf:about="https://doi.org/10.1000/abc">\n'
    "<z:itemType>journalArticle</z:itemType>"
    '<dcterms:isPartOf rdf:resource="urn:issn:0001-0782"/>'
    + people_in("bib:authors", person("Roe", "Anna"), person("World Health Organization"))
    + '<dcterms:isReferencedBy rdf:resource="#item_9"/><link:link rdf:resource="#item_7"/>'
    "<dc:subject>deep sleep</dc:subject>"
    "<dc:subject><z:AutomaticTag><rdf:value>whales</rdf:value></z:AutomaticTag></dc:subject>"
    "<dc:title>Deep sleep</dc:title><dcterms:abstract>Whales sleep.</dcterms:abstract>"
    "<dc:date>2020-05-02</dc:date><z:language>de</z:language>"
    "<z:citationKey>roe2020</z:citationKey>"
    "<dc:identifier><dcterms:URI><rdf:value>https://example.org/x</rdf:value></dcterms:URI>"
    "</dc:identifier><dcterms:dateSubmitted>2020-06-01 10:00:00</dcterms:dateSubmitted>"
    "<dc:description>PMID: 31234567</dc:description><bib:pages>1-9</bib:pages></bib:Article>\n"
    '<bib:Journal rdf:about="urn:issn:0001-0782"><prism:volume>57</prism:volume>'
    "<dc:title>Letters of Whales</dc:title><dc:identifier>DOI 10.1000/abc</dc:identifier>"
    "<prism:number>10</prism:number><dcterms:alternative>Lett. Whales</dcterms:alternative>"
    "<dc:identifier>ISSN 0001-0782</dc:identifier></bib:Journal>\n"
    '<bib:Memo rdf:about="#item_9"><rdf:value>&lt;p&gt;My &lt;b&gt;note&lt;/b&gt;&lt;/p&gt;'
    "</rdf:value></bib:Memo>\n"
    '<z:Attachment rdf:about="#item_7"><z:itemType>attachment</z:itemType>'
    '<rdf:resource rdf:resource="files/7/Roe.pdf"/><link:type>application/pdf</link:type>'
    "</z:Attachment>\n"
)
CHAPTER = (
    '<bib:BookSection rdf:about="#item_20"><z:itemType>bookSection</z:itemType>'
    "<dcterms:isPartOf><bib:Book><dcterms:isPartOf><bib:Series><dc:title>Studies</dc:title>"
    "<dc:identifier>12</dc:identifier></bib:Series></dcterms:isPartOf>"
    "<dc:identifier>ISBN 978-3-16-148410-0</dc:identifier><dc:title>Handbook</dc:title>"
    "</bib:Book></dcterms:isPartOf><dc:publisher><foaf:Organization><vcard:adr><vcard:Address>"
    "<vcard:locality>Berlin</vcard:locality></vcard:Address></vcard:adr>"
    "<foaf:name>Springer</foaf:name></foaf:Organization></dc:publisher>"
    + people_in("bib:editors", person("Fox", "Carl"))
    + people_in("bib:authors", person("Poe", "Ben"))
    + "<dc:title>Stages</dc:title><dc:date>2019</dc:date></bib:BookSection>\n"
)
FOLDERS = (
    '<z:Collection rdf:about="#collection_1"><dc:title>Thesis</dc:title>'
    '<dcterms:hasPart rdf:resource="#collection_2"/></z:Collection>\n'
    '<z:Collection rdf:about="#collection_2"><dc:title>Sleep</dc:title>'
    '<dcterms:hasPart rdf:resource="#item_20"/></z:Collection>\n'
)
ALONE = (
    '<bib:Memo rdf:about="#item_30"><z:itemType>note</z:itemType>'
    "<rdf:value>x</rdf:value></bib:Memo>"
)
END = "</rdf:RDF>"


def test_an_article_with_its_journal_note_and_file():
    """They stand beside it and are named by address."""
    [record] = records(zotero, HEAD + ARTICLE + END)
    assert (record.title, record.venue, record.published) == (
        "Deep sleep", "Letters of Whales", "2020-05-02",
    )  # fmt: skip
    assert [author.name for author in record.authors] == ["Anna Roe", "World Health Organization"]
    assert (record.key, record.tags) == ("roe2020", ("deep-sleep", "whales"))
    assert ids_of(record) == ["doi:10.1000/abc", "pmid:31234567"]
    said = [detail(record, name) for name in ("volume", "number", "pages", "shortjournal", "issn")]
    assert said == ["57", "10", "1–9", "Lett. Whales", "0001-0782"]
    assert detail(record, "urldate") == "2020-06-01"
    assert [note.body for note in record.notes] == ["My **note**"]
    assert Link("file", "files/7/Roe.pdf") in record.links


def test_a_chapter_in_its_book_and_its_series():
    """A collection in another becomes one tag; the book's ISBN names no chapter."""
    [record] = records(zotero, HEAD + CHAPTER + FOLDERS + END)
    assert (record.venue, record.kind) == ("Handbook", "incollection")
    assert [author.family for author in people(record, "editor")] == ["Fox"]
    said = [detail(record, name) for name in ("series", "number", "publisher", "address")]
    assert said == ["Studies", "12", "Springer", "Berlin"]
    assert record.tags == ("collection/Thesis/Sleep",)
    assert not record.identifiers


def test_a_note_of_its_own_and_a_broken_item():
    """Neither keeps the others from coming in."""
    [alone, chapter] = load(zotero, HEAD + ALONE + CHAPTER + END)
    assert isinstance(alone, Skipped)
    assert chapter.title == "Stages"
    broken = load(zotero, HEAD + CHAPTER + "<bib:Book><dc:title>Cut</dc:tit")
    assert isinstance(broken[0], Problem)
    assert [one.title for one in broken[1:]] == ["Stages"]


def test_it_is_recognised():
    document = TextDocument(HEAD + ARTICLE + END, "My Library.rdf")
    assert formats.sniff(document).name == "zotero"
