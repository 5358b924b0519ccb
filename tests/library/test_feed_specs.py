"""What a person types for a feed, and the settings of feeds."""

import pytest

from readlist.errors import QueryError, UsageError
from readlist.library.feeds import address
from readlist.library.feeds import options as feed_options
from readlist.library.feeds.address import Spec, spec
from readlist.library.feeds.options import Asked, changed

TODAY = "2026-11-22"
QUERY = 'ti:"language agents" AND (cat:cs.CL OR cat:cs.AI)'


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("arxiv:cs.CL+cs.LG", ("arxiv", "cs.CL+cs.LG", "cs.CL+cs.LG")),
        ("arXiv: CS.cl + stat.ml", ("arxiv", "cs.CL+stat.ML", "cs.CL+stat.ML")),
        ("cs.CL", ("arxiv", "cs.CL", "cs.CL")),
        (f"arxiv:{QUERY}", ("arxiv-query", QUERY, "language-agents-cs-cl-cs-ai")),
        ("hf", ("hf", "daily", "hf")),
        ("HF:Week", ("hf", "week", "hf-week")),
        ("https://rss.arxiv.org/rss/cs.CL+cs.LG", ("arxiv", "cs.CL+cs.LG", "cs.CL+cs.LG")),
        ("https://huggingface.co/papers", ("hf", "daily", "hf")),
        (
            "https://github.com/o/awesome-x",
            ("list", "https://raw.githubusercontent.com/o/awesome-x/HEAD/README.md", "awesome-x"),
        ),
    ],
)
def test_what_is_meant(typed, meant):
    """Each form has one kind, one address and a name that can be typed."""
    assert spec(typed) == Spec(*meant)


def test_an_address_of_the_web_is_not_sure():
    """Only a look tells a feed, a page and a list apart; a scheme is not needed."""
    assert spec("lab.example.org/blog") == Spec(
        "web", "https://lab.example.org/blog", "lab-example-org", sure=False
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hf:yearly", "hf:week"), ("arxiv:", "arxiv:cs.CL+cs.LG"), ("arxiv:cs.CX", "cs.CX"),
        ("arxiv:cs.cl, cs.LG", "arxiv:cs.CL+cs.LG"), ("arxiv:cs.CL math", "arxiv:cs.CL+math"),
        ("arxiv:agents", "arxiv:all:agents"), ("some words", "It takes arxiv:"), ("", "It takes"),
        ("https://" + "x" * 3_000, "no address"), ("http://", "no address"),
        ("ftp://example.org/feed", "names no feed"), ("\x1b[31mred thing", "names no feed"),
    ],
)  # fmt: skip
def test_what_names_no_feed(typed, said):
    """The sentence says what is wrong and what would be right, without control characters."""
    with pytest.raises(UsageError) as error:
        spec(typed)
    assert said in str(error.value)
    assert "\x1b" not in str(error.value)


@pytest.mark.parametrize(
    ("query", "column", "said"),
    [
        ("cat:cs.CL and ti:agent", 11, "AND"), ("title:agent", 1, "ti:"), ("ti:agent)", 9, "`)`"),
        ("(ti:agent OR ti:x", 1, "never closed"), ('ti:"agent', 4, "never closed"),
        ("ti:agent AND foo:x", 14, "foo:"),
    ],
)  # fmt: skip
def test_searches_that_arxiv_would_take_for_something_else(query, column, said):
    """arXiv repairs a sloppy search without a word; here its column is pointed at."""
    with pytest.raises(QueryError) as error:
        address.arxiv_query(query)
    assert (error.value.column, said in str(error.value)) == (column, True)


def test_searches_that_are_right():
    """Words in quotes are words; dates and wildcards are arXiv's."""
    for query in ('ti:"war and peace"', "submittedDate:[2024 TO 2025] AND cat:q-fin.*", 'au:"x:y"'):
        assert address.arxiv_query(query) == query


def test_settings_are_checked_all_at_once():
    """Four mistakes are four sentences, a query with a mark under its column."""
    asked = Asked(
        keep=["titel:x"], kinds="neu", schedule="now and then", tag_if=["moe"], votes=3, limit=-1
    )
    with pytest.raises(UsageError) as error:
        changed({}, "arxiv", asked, TODAY)
    said = str(error.value)
    for part in ("`title:`", "\n  titel:x\n  ^", "'neu'", "now and then", "TAG=QUERY",
                 "--min-votes counts for Hugging Face", "--limit takes"):  # fmt: skip
        assert part in said


def test_settings_are_kept_replaced_and_cleared():
    """What is said takes the place of what was there, nothing takes it away, the rest stays."""
    asked = Asked(
        tag=["nlp"], tag_if=["moe=title:mixture year:>=2020"], drop=["title:survey"],
        kinds="replace,new", schedule="Weekdays 8:00", limit=40,
    )  # fmt: skip
    options = changed({"title": "T"}, "arxiv", asked, TODAY)
    assert options == {
        "title": "T", "tag": [["", "nlp"], ["title:mixture year:>=2020", "moe"]],
        "drop": ["title:survey"], "kinds": ["new", "replace"], "schedule": "weekdays 08:00",
        "limit": 40,
    }  # fmt: skip
    cleared = Asked(tag=[""], drop=[""], kinds="", schedule="daily", limit=0)
    assert changed(options, "arxiv", cleared, TODAY) == {
        "title": "T", "tag": [["title:mixture year:>=2020", "moe"]],
    }  # fmt: skip
    assert changed(options, "arxiv", Asked(kinds="cross,new"), TODAY).get("kinds") is None


def test_a_rule_that_finds_everything_is_refused():
    """A rule of blanks or of an order alone would drop every paper."""
    with pytest.raises(UsageError, match="every paper"):
        changed({}, "hf", Asked(drop=["sort:year-"]), TODAY)


def test_settings_of_a_file_are_not_believed():
    """Each setting of a file is checked like one that is typed; the others stay."""
    said = {
        "keep": ["title:x"], "drop": "title:y", "limit": "5", "schedule": "6h",
        "tag": [["", "a b"]], "votes": True, "unknown": 1,
        "paused": "2026-11-22T08:00:00Z\x1b[0m", "kinds": [1],
    }  # fmt: skip
    found, problems = feed_options.from_file("hf", said, TODAY)
    assert found == {
        "keep": ["title:x"], "schedule": "6h", "paused": "2026-11-22T08:00:00Z [0m",
    }  # fmt: skip
    assert len(problems) == 5


@pytest.mark.parametrize("end", ["#top", "?utm_source=x&utm_medium=y", "?utm_source=x#top"])
def test_where_in_a_page_and_who_linked_it_make_no_other_feed(end):
    assert spec(f"https://example.org/feed.xml{end}") == spec("https://example.org/feed.xml")
    assert (
        spec(f"https://example.org/f?a=1&{end.strip('?')}").address == "https://example.org/f?a=1"
    )
