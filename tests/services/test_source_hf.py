"""Hugging Face papers: wrapped and flat, with fields that come and go."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model import Author, Link, Rank
from readlist.services import hf
from readlist.services.base import WrongAnswerError
from support.paths import DATA
from support.standin_server import client, standin

PAPER = {
    "id": "2609.36012",
    "authors": [
        {"_id": "6a", "name": "Ana  de la Cruz", "hidden": False, "user": {"fullname": "Other"}},
        {"_id": "6b", "name": "Nobody Seen", "hidden": True},
        {"_id": "6c", "name": "Gemini Team"},
        {"_id": "6d", "name": ":"},
        {"_id": "6e"}, None, "Zexi Li",
    ],
    "publishedAt": "2026-09-28T00:00:00.000Z",
    "submittedOnDailyAt": "2026-09-30T00:00:00.000Z",
    "title": "In-Context\n  Learning for Robots",
    "submittedOnDailyBy": {"user": "someone", "name": "someone"},
    "summary": "General-purpose robots\nmust infer.",
    "upvotes": 358,
    "projectPage": "https://a.github.io/b",
    "githubRepo": "https://github.com/a/b",
    "githubStars": 14,
    "ai_summary": "Robots learn.", "ai_keywords": ["robots", 5, ""],
    "organization": {"_id": "64", "name": "knowin", "fullname": "Knowin AI"},
    "anything": {"new": []},
}  # fmt: skip
ITEM = {
    "paper": PAPER, "publishedAt": "2026-09-27T20:00:00.000Z", "title": "Another title",
    "summary": "Another text", "numComments": 2, "submittedBy": {"name": "someone"},
    "organization": {"fullname": "Another"}, "isAuthorParticipating": True,
}  # fmt: skip


def body(value) -> bytes:
    return json.dumps(value).encode()


def test_the_paper_inside_holds():
    """Not the date and the title around it."""
    (record,) = hf.parse_daily(body([ITEM])).records
    assert (record.source, record.rank, record.kind) == ("hf", Rank.AGGREGATOR, "preprint")
    assert record.title == "In-Context Learning for Robots"
    assert record.abstract == "General-purpose robots must infer."
    assert (record.published, record.year) == ("2026-09-28", 2026)
    assert record.organization == "Knowin AI"
    assert record.authors == (
        Author("Ana de la Cruz", "de la Cruz", "Ana"), Author("Gemini Team"),
        Author("Zexi Li", "Li", "Zexi"),
    )  # fmt: skip
    assert record.links == (
        Link("code", "https://github.com/a/b"), Link("project", "https://a.github.io/b"),
    )  # fmt: skip
    assert record.extra["hf"] == {
        "day": "2026-09-30", "upvotes": 358, "comments": 2, "stars": 14,
        "submitted_by": "someone", "summary": "Robots learn.", "keywords": ["robots"],
    }  # fmt: skip


def test_one_paper_is_not_wrapped():
    """It says besides what has been made of it."""
    record = hf.parse_paper(body(PAPER | {"numTotalModels": 3, "linkedModels": [{}]}))
    assert record.extra["hf"]["models"] == 3
    assert record.extra["hf"]["submitted_by"] == "someone"
    assert hf.parse_search(body([ITEM, PAPER])) == hf.parse_daily(body([ITEM])).records
    assert hf.parse_search(body([PAPER]))[0].authors == record.authors


def test_only_identifier_and_title_are_needed():
    """The title may stand outside; what has neither is no paper, and costs the others nothing."""
    found = hf.parse_daily(
        body([{"paper": {"id": "2401.00001v2"}, "title": "T"}, {"paper": {"id": "2401.00002"}},
              {"title": "T"}, "text", None, {"id": "2401.00004/../x", "title": "T"},
              {"paper": "x", "id": "2401.00003", "title": "U"}])
    )  # fmt: skip
    assert [str(one.identifiers[0]) for one in found.records] == [
        "arxiv:2401.00001", "arxiv:2401.00003",
    ]  # fmt: skip
    assert found.records[0].extra == {}


def test_a_paper_is_there_once():
    """Trending pages repeat; the first holds."""
    assert len(hf.parse_daily(body([ITEM, PAPER, ITEM])).records) == 1


def test_a_full_page_may_have_a_next_one():
    """Days of exactly the limit exist, and the header that would say it is not read."""
    assert hf.parse_daily(body([ITEM, ITEM]), page=3, limit=2).next == 4
    assert hf.parse_daily(body([ITEM]), limit=2).next is None
    assert hf.parse_daily(b"[]") == hf.Daily()


def test_a_large_collaboration():
    """All 664 of them, in order."""
    people = [{"name": f"Ann Author{chr(97 + n % 26)}{chr(97 + n // 26)}"} for n in range(664)]
    (record,) = hf.parse_daily(body([{"paper": PAPER | {"authors": people}}])).records
    assert [one.name for one in record.authors] == [one["name"] for one in people]


def test_addresses_that_are_none():
    """A link is an address of the web."""
    hostile = PAPER | {"githubRepo": "javascript:alert(1)", "projectPage": ["x"]}
    assert hf.parse_paper(body(hostile)).links == ()


def test_questions():
    """What is not said is not asked; a title is cut to what the service takes."""
    request = hf.daily(date="2026-11-20", page=1)
    assert dict(request.params) == {"date": "2026-11-20", "p": "1", "limit": "100"}
    assert dict(hf.daily(week="2026-W47").params)["week"] == "2026-W47"
    assert dict(hf.daily(trending=True, limit=50).params)["sort"] == "trending"
    assert len(dict(hf.search("many words " * 90).params)["q"]) <= 250
    assert hf.paper("2609.36012").path == "/api/papers/2609.36012"
    assert {400, 404} <= hf.paper("x").absent
    assert hf.is_indexed("2609.36012")
    assert not hf.is_indexed("hep-th/9901001")


@pytest.mark.parametrize(
    "text", [b"", b"<!DOCTYPE html><title>429</title>", b'{"error": "Rate limited"}', b'["{}"]',
             b'{"error": {"code": 1, "message": "no"}}', b"[{", b"3", b'{"data": []}']
)  # fmt: skip
def test_what_is_no_answer(text):
    """Objects for lists, texts for objects, pages."""
    with pytest.raises(WrongAnswerError):
        hf.parse_daily(text)
    with pytest.raises(WrongAnswerError):
        hf.parse_search(text)


def test_an_error_is_no_paper():
    """Under 200 it is a fault; a paper without a title is none."""
    with pytest.raises(WrongAnswerError, match="Paper not found"):
        hf.parse_paper(b'{"error": "Paper not found"}')
    assert hf.parse_paper(b'{"id": "2401.00001"}') is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["name", "fullname", "user", "hidden"]), inner, max_size=3), max_leaves=4,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*PAPER, *ITEM]), VALUES), VALUES)
def test_fields_of_any_type(changed, around):
    """No shape of a field loses the paper."""
    changed = {name: value for name, value in changed.items() if name not in ("id", "title")}
    item = {"paper": PAPER | changed, "organization": around, "submittedBy": around}
    (record,) = hf.parse_daily(body([item])).records
    assert record.title == "In-Context Learning for Robots"


DAYS = DATA / "hf-daily"


@pytest.mark.shared
@pytest.mark.skipif(not DAYS.exists(), reason="the real days are not here")
def test_real_days():
    """Every item of every day is a paper; the two that an archive broke say so."""
    for file in sorted(DAYS.glob("*.json")):
        if file.name.startswith("malformed"):
            with pytest.raises(WrongAnswerError):
                hf.parse_daily(file.read_bytes())
            continue
        items = json.loads(file.read_bytes())
        found = hf.parse_daily(file.read_bytes()).records
        assert len(found) == len({one.get("paper", one)["id"] for one in items})
        assert all(one.authors and one.abstract and one.published for one in found), file.name
        assert not any("\n" in one.title for one in found)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.shared
def test_against_the_stand_in(tmp_path: Path):
    """A day page by page, twenty papers one by one and by title."""
    day = json.loads((DAYS / "2026-08-20.json").read_bytes())
    with standin() as url, client(url, tmp_path) as asking:
        found, page = [], 0
        while page is not None:
            answer = asking.ask(hf.daily(date="2026-08-20", page=page, limit=20))
            found, page = [*found, *answer.records], answer.next
        assert [str(one.identifiers[0]) for one in found] == [
            f"arxiv:{one['paper']['id']}" for one in day
        ]
        for item in day[:20]:
            paper = item["paper"]
            record = asking.ask(hf.paper(paper["id"]))
            names = [one["name"] for one in paper["authors"] if not one.get("hidden")]
            assert record.title == " ".join(paper["title"].split())
            assert [one.name for one in record.authors] == [" ".join(n.split()) for n in names]
        titled = asking.ask(hf.search(day[0]["paper"]["title"]))
        assert found[0].identifiers in [one.identifiers for one in titled]
        assert asking.ask(hf.paper("1706.03762")) is None
        assert asking.ask(hf.daily(date="nonsense")) is None


def test_the_papers_of_a_day_come_with_their_votes():
    """The day is that of the list; votes and comments move on and are kept apart."""
    item = {
        "paper": {"id": "2611.00001", "title": "T", "upvotes": 87,
                  "submittedOnDailyAt": "2026-11-20T00:00:00.000Z"},
        "numComments": 0,
    }  # fmt: skip
    old = {"paper": {"id": "2611.00002", "title": "U"}}
    asked = hf.announcements(date="2026-11-19", page=1)
    assert ("p", "1") in asked.params
    found = asked.parse(json.dumps([item, old]).encode())
    assert [(one.day, one.kind, dict(one.facts)) for one in found.items] == [
        ("2026-11-20", "new", {"votes": 87, "comments": 0}), ("2026-11-19", "new", {}),
    ]  # fmt: skip
    assert (found.day, found.next) == ("2026-11-19", None)
