"""PubMed's XML, as efetch answers it."""

from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.formats.base import TextDocument
from readlist.model import MORE_AUTHORS, NOTICES, Problem
from support.formats import ids_of, load, one, records

pubmed = formats.get("pubmed-xml")
ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">30000009</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">1234-5678</ISSN><JournalIssue><Volume>8
</Volume><Issue>1</Issue><PubDate><Year>2020</Year><Month>Jan</Month></PubDate></JournalIssue>
<Title>Marine letters</Title><ISOAbbreviation>Mar Lett</ISOAbbreviation></Journal>
<ArticleTitle>Deep sleep of <i>Physeter</i> whales.</ArticleTitle>
<Pagination><MedlinePgn>186-9</MedlinePgn></Pagination>
<Abstract><AbstractText Label="METHODS">We watched.</AbstractText>
<AbstractText Label="RESULTS">They slept.</AbstractText></Abstract>
<AuthorList><Author><LastName>Roe</LastName><ForeName>Anna B</ForeName></Author>
<Author><CollectiveName>Whale Group</CollectiveName></Author></AuthorList>
<Language>eng</Language><PublicationTypeList><PublicationType>Journal Article</PublicationType>
</PublicationTypeList></Article><CommentsCorrectionsList><CommentsCorrections
RefType="RetractionIn"><RefSource>Mar Lett. 2022</RefSource></CommentsCorrections>
<CommentsCorrections RefType="Cites"><RefSource>Other. 2001</RefSource></CommentsCorrections>
</CommentsCorrectionsList><MeshHeadingList><MeshHeading><DescriptorName>Humans</DescriptorName>
</MeshHeading><MeshHeading><DescriptorName>Sleep</DescriptorName></MeshHeading></MeshHeadingList>
<KeywordList><Keyword>whales</Keyword></KeywordList></MedlineCitation><PubmedData><ArticleIdList>
<ArticleId IdType="doi">10.5555/whale.1</ArticleId><ArticleId IdType="pmc">PMC4756000</ArticleId>
</ArticleIdList></PubmedData></PubmedArticle>
"""
HEAD = (
    '<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" '
    '"https://dtd.nlm.nih.gov/pubmed.dtd">\n<PubmedArticleSet>'
)
BOOK = """<PubmedBookArticle><BookDocument><PMID>7</PMID><Book><Publisher><PublisherName>Press
</PublisherName><PublisherLocation>Oslo</PublisherLocation></Publisher><BookTitle>Whale Handbook
</BookTitle><PubDate><Year>2021</Year></PubDate></Book><ArticleTitle>A Chapter.</ArticleTitle>
<AuthorList Type="authors"><Author><LastName>Poe</LastName><Initials>B</Initials></Author>
</AuthorList></BookDocument></PubmedBookArticle>"""


def test_an_article():
    text = f"{HEAD}{ARTICLE}</PubmedArticleSet>"
    assert formats.sniff(TextDocument(text, "x.xml")).name == "pubmed-xml"
    found = one(pubmed, text)
    assert found.title == "Deep sleep of Physeter whales"
    assert [author.name for author in found.authors] == ["Anna B Roe", "Whale Group"]
    assert ids_of(found) == ["doi:10.5555/whale.1", "pmid:30000009", "pmcid:PMC4756000"]
    assert (found.venue, found.published, found.kind) == ("Marine letters", "2020-01", "article")
    assert found.abstract == "METHODS: We watched.\nRESULTS: They slept."
    assert found.extra["bibtex"] == {
        "pages": "186--189", "volume": "8", "number": "1", "shortjournal": "Mar Lett",
        "issn": "1234-5678", "language": "eng",
    }  # fmt: skip
    assert found.tags == ("whales", "Sleep")
    assert found.extra[NOTICES] == ["retraction in: Mar Lett. 2022"]


def test_a_chapter():
    found = one(pubmed, f"<PubmedArticleSet>{BOOK}</PubmedArticleSet>")
    assert (found.title, found.venue, found.kind) == ("A Chapter", "Whale Handbook", "incollection")
    assert found.authors[0].name == "B Poe"


def test_after_a_broken_article_the_next_is_read():
    text = f"{HEAD}<PubmedArticle><MedlineCitation></PubmedArticle>{ARTICLE}</PubmedArticleSet>"
    assert [record.title[:4] for record in records(pubmed, text)] == ["Deep"]
    assert any(isinstance(item, Problem) for item in load(pubmed, text))


@given(st.text(alphabet="<>/ \nPubmedArticle=\"'&;", max_size=120))
def test_any_text(text):
    load(pubmed, text)
    pubmed.sniff(text, "x.xml")


def test_a_list_of_authors_that_is_not_complete():
    """PubMed says so of old articles with many."""
    author = "<Author><LastName>Roe</LastName><ForeName>Anna</ForeName></Author>"
    text = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
        "<ArticleTitle>Deep sleep</ArticleTitle>"
        f'<AuthorList CompleteYN="N">{author}</AuthorList>'
        "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    [record] = records(pubmed, text)
    assert [one.family for one in record.authors] == ["Roe"]
    assert record.extra[MORE_AUTHORS]
