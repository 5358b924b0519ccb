"""arXiv's query API: what goes out, and every oddity of what comes back."""

import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from readlist.bib.ids import arxiv_month
from readlist.bib.names import name_line, split_name
from readlist.model import Author, Identifier, Link, Rank
from readlist.services import arxiv
from readlist.services.base import WrongAnswerError
from readlist.services.works import categories, is_withdrawn
from support.effort import assert_linear
from support.paths import DATA
from support.standin_server import PAPERS, client, papers, standin

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
    "<id>https://arxiv.org/api/x</id><title>arXiv Query: id_list=1</title>"
)
ENTRY = """
  <entry>
    <id>http://arxiv.org/abs/1706.03762v7</id>
    <title>Attention Is
  All You $\\ell_1$ Need</title>
    <updated>2023-08-02T00:41:18Z</updated>
    <link href="https://arxiv.org/abs/1706.03762v7" rel="alternate" type="text/html"/>
    <summary>  The dominant models are &lt;b&gt;complex&lt;/b&gt; for $x &lt;y$.
Code: https://github.com/tensorflow/tensor2tensor.
    </summary>
    <category term="stat.ML"/>
    <category term="cs.CL"/>
    <published>2017-06-12T17:57:34Z</published>
    <arxiv:comment>15 pages,\n  5 figures; see https://a-b.github.io/t2t/</arxiv:comment>
    <arxiv:primary_category term="cs.CL"/>
    <author><name>Ashish Vaswani</name><arxiv:affiliation>Google</arxiv:affiliation></author>
    <author><name>The Transformer Team</name></author>
    <author><name> :</name></author>
    <author><name>Juan de la Cruz Jr.</name></author>
    <arxiv:journal_ref>NeurIPS 30 (2017)</arxiv:journal_ref>
    <arxiv:doi>10.5555/3295222.3295349 10.1000/erratum</arxiv:doi>
  </entry>"""
OLD = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?id_list%3Dmath%2F0211159" rel="self"/>
  <title type="html">ArXiv Query: search_query=&amp;id_list=math/0211159</title>
  <id>http://arxiv.org/api/4nVR</id>
  <updated>2019-01-04T00:00:00-05:00</updated>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">0</opensearch:startIndex>
  <entry>
    <id>http://arxiv.org/abs/math/0211159v1</id>
    <updated>2002-11-11T16:11:49Z</updated>
    <published>2002-11-11T16:11:49Z</published>
    <title>The entropy formula</title>
    <summary>  We present
a formula.
</summary>
    <author><name>Grisha Perelman</name></author>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">39 pages</arxiv:comment>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="math.DG" scheme="x"/>
    <category term="53C" scheme="http://arxiv.org/schemas/atom"/>
    <category term="math.DG" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
</feed>"""
ERROR = """
  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id>
    <title>Error</title>
    <summary>incorrect id format for abc</summary>
    <author><name>arXiv api core</name></author>
  </entry>"""


def answer(*entries: str, total: int | None = None, start: int = 0) -> bytes:
    counts = (
        f"<opensearch:totalResults>{len(entries) if total is None else total}"
        f"</opensearch:totalResults><opensearch:startIndex>{start}</opensearch:startIndex>"
    )
    return f"{HEAD}{counts}{''.join(entries)}</feed>".encode()


def entry(number: str, title: str = "A title") -> str:
    return f"<entry><id>http://arxiv.org/abs/{number}</id><title>{title}</title></entry>"


def said(request) -> dict[str, list[str]]:
    return parse_qs(request.body.decode())


def test_two_hundred_identifiers_are_two_requests():
    """``max_results`` is said, because ten is what comes without."""
    wanted = [f"2401.{number:05}" for number in range(200)]
    requests = list(arxiv.by_ids(wanted))
    assert len(requests) == 2
    assert [said(one)["max_results"] for one in requests] == [["100"], ["100"]]
    assert ",".join(said(one)["id_list"][0] for one in requests) == ",".join(wanted)


def test_an_entry_of_today():
    """TeX stays as it is written, line breaks go; a colon is no author."""
    (record,) = arxiv.parse(answer(ENTRY)).records
    assert (record.source, record.rank, record.kind) == ("arxiv", Rank.ISSUER, "preprint")
    assert record.title == "Attention Is All You $\\ell_1$ Need"
    assert record.authors == (
        Author("Ashish Vaswani", "Vaswani", "Ashish"),
        Author("The Transformer Team"),
        Author("Juan de la Cruz Jr.", "de la Cruz", "Juan", "Jr."),
    )
    assert (record.year, record.published) == (2017, "2017-06-12")
    assert record.abstract == (
        "The dominant models are <b>complex</b> for $x <y$. "
        "Code: https://github.com/tensorflow/tensor2tensor."
    )
    assert record.identifiers == (
        Identifier("arxiv", "1706.03762"), Identifier("doi", "10.5555/3295222.3295349"),
    )  # fmt: skip
    assert record.links == (
        Link("code", "https://github.com/tensorflow/tensor2tensor"),
        Link("project", "https://a-b.github.io/t2t/"),
    )
    assert record.extra == {
        "primary_class": "cs.CL",
        "arxiv": {
            "version": 7, "updated": "2023-08-02", "categories": ["cs.CL", "stat.ML"],
            "comment": "15 pages, 5 figures; see https://a-b.github.io/t2t/",
            "journal_ref": "NeurIPS 30 (2017)",
        },
    }  # fmt: skip


def test_an_entry_of_the_old_server():
    """Classes of the MSC are no categories; old identifiers keep their archive."""
    (record,) = arxiv.parse(OLD.encode()).records
    assert record.identifiers == (Identifier("arxiv", "math/0211159"),)
    assert record.extra["arxiv"]["categories"] == ["math.DG"]
    assert (record.published, record.abstract) == ("2002-11-11", "We present a formula.")


def test_an_error_is_no_paper():
    """It comes under 400 today and came under 200 before; the body says it, not the status."""
    found = arxiv.parse(answer(ERROR))
    assert (found.records, found.refused) == ((), "incorrect id format for abc")
    request = next(arxiv.by_ids(["abc"]))
    assert 400 in request.spoken
    assert not request.absent


def test_order_and_gaps_are_left_to_the_identifiers():
    """An unknown identifier is left out, the others come in any order."""
    found = arxiv.parse(answer(entry("2401.00003v1"), entry("hep-th/9901001v2"), total=2))
    values = [record.identifiers[0].value for record in found.records]
    assert values == ["2401.00003", "hep-th/9901001"]
    assert arxiv.parse(answer(total=0)).records == ()


def test_an_entry_without_a_title_is_no_paper():
    """Some servers answered so for an identifier that nobody has."""
    assert arxiv.parse(answer(entry("2401.00001/../../x"), entry("2401.00001v1;x"))).records == ()
    assert arxiv.parse(answer(entry("0000.0000v1", ""))).records == ()


def test_an_empty_page_before_the_end_is_a_fault():
    """Behind the end it is the end."""
    with pytest.raises(WrongAnswerError, match="none of the 20 papers"):
        arxiv.parse(answer(total=20))
    assert arxiv.parse(answer(total=20, start=20)) == arxiv.Found(total=20)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"Rate exceeded.", b"<html><title>Access Denied</title></html>", answer(ENTRY)[:-30],
        b'<?xml version="1.0" encoding="UlF-8"?><feed', b'<rss version="2.0"/>',
        OLD.replace("<feed", "<!DOCTYPE a [<!ENTITY b 'c'>]><feed").encode("utf-16"),
        b"\xff\xfe<", b"\x00" * 100,
        b'<!DOCTYPE feed [<!ENTITY a "aaaa">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>',
    ],
)  # fmt: skip
def test_what_is_no_answer(body):
    """Pages, fragments and entities are the service's fault."""
    with pytest.raises(WrongAnswerError):
        arxiv.parse(body)


def test_without_a_date_the_number_tells_the_month():
    """As a guess, which any date of the arXiv replaces."""
    (record,) = arxiv.parse(answer(entry("1706.03762v1"))).records
    assert (record.year, record.published) == (2017, "2017-06")
    assert record.ranks["year"] == ("arxiv-id", Rank.GUESS)
    assert arxiv_month("hep-th/9901001") == "1999-01"
    assert arxiv_month("math/0211159") == "2002-11"
    assert arxiv_month("9999.00001") == ""


@pytest.mark.parametrize(
    ("comment", "abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the author due to an error", "", True),
        ("Withdrawn", "", True),
        ("", "This paper has been withdrawn by arXiv administrators.", True),
        ("", "The submission was withdrawn.", True),
        ("Withdrawn from ICLR 2025", "", False),
        ("", "We show that retracted papers are cited.", False),
    ],
)
def test_withdrawn(comment, abstract, withdrawn):
    """What says that a paper was taken back, and what only sounds so."""
    assert is_withdrawn(comment, abstract) is withdrawn


def test_links_of_a_comment():
    """Without a scheme, with LaTeX's underscore, each once; an owner alone is no code."""
    comment = (
        "Code at github.com/a/b\\_c.git, https://github.com/a/b_c, (https://www.gitlab.com/x/y). "
        "Not https://github.com/owner nor mail me@github.com/a/b; http://sites.google.com/view/z-1."
    )
    (record,) = arxiv.parse(
        answer(ENTRY.replace("15 pages", comment.replace("&", "&amp;")))
    ).records
    assert [(link.name, link.url) for link in record.links] == [
        ("code", "https://github.com/a/b_c"), ("code", "https://gitlab.com/x/y"),
        ("code", "https://github.com/tensorflow/tensor2tensor"),
        ("project", "https://sites.google.com/view/z-1"),
        ("project", "https://a-b.github.io/t2t/"),
    ]  # fmt: skip


def test_categories():
    """Both alphabets of subject classes, each once."""
    found = categories(["cond-mat.mes-hall", "physics.optics", "cs.LG", "cs.LG", "I.2.6", "68T50"])
    assert found == ("cond-mat.mes-hall", "physics.optics", "cs.LG")


def test_authors_in_one_line():
    """A comma parts authors; parentheses hold affiliations with commas of their own."""
    line = "Gemini Team: Rohan Anil (MIT, (ETH)), J. Smith, Jr., OpenAI and Fran\\c{c}ois Xu (Lab"
    assert [author.name for author in name_line(line)] == [
        "Gemini Team", "Rohan Anil", "J. Smith Jr.", "OpenAI", "François Xu",
    ]  # fmt: skip
    assert split_name("Team", "Gemini") == Author("Gemini Team")
    assert split_name("Le Cun", "Yann") == Author("Yann Le Cun", "Le Cun", "Yann")
    assert split_name(":", "") == Author("")


def test_a_title_of_five_megabytes_is_cut():
    """And hostile signs are signs, also those that XML forbids."""
    title = "\u202eA\x1b \x00[bold]x[/bold] " + "y" * 5_000_000
    (record,) = arxiv.parse(answer(entry("2401.00001v1", title))).records
    assert record.title.startswith("A [bold]x[/bold] yyy")
    assert len(record.title) <= 2000


def test_two_thousand_entries_cost_as_much_each_as_a_few():
    """At the size of real entries."""
    text = ENTRY.replace("The dominant models", "The dominant models " + "are many words " * 80)

    def read(number: int) -> None:
        body = answer(*(text.replace("1706.03762", f"2401.{n:05}") for n in range(number)))
        assert len(arxiv.parse(body).records) == number

    assert_linear(read, 250)


RECORDED = DATA / "arxiv-api"


@pytest.mark.shared
@pytest.mark.skipif(not RECORDED.exists(), reason="the real answers are not here")
def test_recorded_answers():
    """Every recorded answer is read; what is no paper says why."""
    found = {}
    for file in sorted(RECORDED.glob("*.json")):
        found[file.name] = arxiv.parse(json.loads(file.read_text("utf-8"))["body"].encode())
    for file in RECORDED.glob("*.xml"):
        found[file.name] = arxiv.parse(file.read_bytes())
    refused = {name for name, one in found.items() if one.refused}
    assert refused == {
        "id_abc_s0_m100_b79c8dcf6bc3.json", "old-format-id_list_INVALIDID_14.xml"
    }  # fmt: skip
    for name, one in found.items():
        for record in one.records:
            assert record.title, name
            assert record.authors, name
            assert record.published, name
            assert record.extra["primary_class"], name


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.shared
@pytest.mark.parametrize("style", ["new", "old"])
def test_against_the_stand_in(tmp_path: Path, style):
    """Twenty papers in one request, and one of them by its title."""
    assert PAPERS.exists()
    options = ("--arxiv-format", "old") if style == "old" else ()
    with standin(*options, every=800 if options else 1) as url, client(url, tmp_path) as asking:
        wanted = papers(20)
        (request,) = arxiv.by_ids([one["id"] for one in wanted])
        found = {one.identifiers[0].value: one for one in asking.ask(request).records}
        for paper in wanted:
            record = found[paper["id"]]
            assert record.title == " ".join(paper["title"].split())
            assert [one.name for one in record.authors] == paper["authors"]
        (request,) = arxiv.by_ids(["1234.5678"])
        assert asking.ask(request).records == ()
        assert asking.ask(arxiv.search("cat:(")).refused
        assert asking.asked == {"arxiv": 3}
