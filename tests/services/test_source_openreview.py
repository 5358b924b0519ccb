"""OpenReview: both versions of its notes, what was accepted and what was not, the challenge."""

import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.errors import NetworkError
from readlist.model import Author, Identifier, Rank
from readlist.services import openreview
from readlist.services.base import WrongAnswerError
from readlist.store.answers import Cache
from readlist.web.client import Client, WebOptions
from support.paper_strategies import anything
from support.standin_server import client as asking
from support.standin_server import standin
from support.web_server import Answer, serving

BIBTEX = """@inproceedings{
hu2022lora,
title={Lo{RA}: Low-Rank Adaptation of Large Language Models},
author={Edward J Hu and Yelong Shen},
booktitle={International Conference on Learning Representations},
year={2022},
url={https://openreview.net/forum?id=nZeVKeeFYf9},
note={Featured Certification}
}"""
CONTENT = {
    "title": "LoRA: Low-Rank Adaptation of Large Language Models",
    "authors": ["Edward J Hu", "yelong shen"],
    "authorids": ["~Edward_J_Hu1"],
    "abstract": "An important paradigm.\n\nWe propose LoRA.",
    "keywords": ["Transformer", "Adaptation"],
    "TL;DR": "Fewer weights.",
    "venue": "ICLR 2022 Poster",
    "pdf": "/pdf/f8cf9b2.pdf",
    "_bibtex": BIBTEX,
}
NOTE = {
    "id": "nZeVKeeFYf9", "forum": "nZeVKeeFYf9", "invitation": "ICLR.cc/2022/Conference/-/Blind",
    "cdate": 1632875752000, "pdate": 1643407560000,
}  # fmt: skip
REVIEW = {"id": "abcdefg", "forum": "nZeVKeeFYf9", "content": {"title": "Official Review"}}


def body(content=CONTENT, *, version=2, **changes):
    wrapped = {k: {"value": v} for k, v in content.items()} if version == 2 else content
    return json.dumps({"notes": [REVIEW, NOTE | {"content": wrapped} | changes]}).encode()


def read(**changes):
    [found] = openreview.parse(body(CONTENT | changes))
    return found


@pytest.mark.parametrize("version", [1, 2])
def test_a_paper_is_read(version):
    """Its reviews are no papers; the entry that the service wrote gives what notes do not say."""
    request = openreview.note("nZeVKeeFYf9")
    assert (request.path, request.params) == ("/notes", (("id", "nZeVKeeFYf9"),))
    found = request.parse(body(version=version))
    assert (found.source, found.rank) == ("openreview", Rank.ISSUER)
    assert found.title == CONTENT["title"]
    assert found.authors[0] == Author("Edward J Hu", "Hu", "Edward J")
    assert found.identifiers == (Identifier("openreview", "nZeVKeeFYf9"),)
    assert (found.venue, found.kind, found.year) == ("ICLR", "inproceedings", 2022)
    assert found.published == "2022-01-28"
    assert found.abstract == "An important paradigm.\n\nWe propose LoRA."
    assert found.links == found.tags == found.notes == ()
    assert found.extra["openreview"] == {
        "venue": "ICLR 2022 Poster", "tldr": "Fewer weights.",
        "keywords": ["Transformer", "Adaptation"],
    }  # fmt: skip
    assert found.extra["bibtex"] == {
        "title": "Lo{RA}: Low-Rank Adaptation of Large Language Models"
    }


@pytest.mark.parametrize(
    ("said", "name", "year"),
    [
        ("ICLR 2026 Poster", "ICLR", 2026),
        ("ICLR 2023 notable top 5%", "ICLR", 2023),
        ("NeurIPS 2023 Datasets and Benchmarks Poster", "NeurIPS Datasets and Benchmarks", 2023),
        ("ICLR 2024 Workshop ME-FoMo Oral", "ICLR Workshop ME-FoMo", 2024),
        ("SCSL @ ICLR 2025", "SCSL @ ICLR", 2025),
        ("EMNLP 2023 Main", "EMNLP", 2023),
        ("Accepted by TMLR", "TMLR", None),
        (
            "Transactions on Machine Learning Research",
            "Transactions on Machine Learning Research",
            None,
        ),
        ("Submitted to ICLR 2024", "", None),
        ("ICLR 2024 Conference Withdrawn Submission", "", None),
        ("ICLR 2026 Conference Desk Rejected Submission", "", None),
        ("Under review for TMLR", "", None),
        ("CoRR 2023", "", None),
        ("", "", None),
    ],
)
def test_where_a_paper_appeared(said, name, year):
    """What was submitted, withdrawn or rejected appeared nowhere."""
    assert openreview.read_venue(said) == (name, year)
    assert read(venue=said or "Rejected by TMLR").venue == name


def test_a_submission():
    """It has no venue, its authors are unknown, and what its entry says of both goes."""
    cited = BIBTEX.replace("International Conf", "Submitted to International Conf")
    for said in ("Submitted to ICLR 2022", ""):
        found = read(
            venue=said,
            authors=["Anonymous"],
            _bibtex=cited.replace("Edward J Hu and Yelong Shen", "Anonymous"),
        )
        assert (found.venue, found.kind, found.authors) == ("", "unpublished", ())
        assert (found.year, found.published) == (2022, "2022-01-28")
        assert set(found.extra) == {"openreview"}


def test_the_entry_says_what_the_note_does_not():
    """Old notes have no venue, but an entry."""
    found = read(venue=None, authors=None)
    assert found.venue == "International Conference on Learning Representations"
    assert [author.name for author in found.authors] == ["Edward J Hu", "Yelong Shen"]


def test_the_entry_names_no_other_paper():
    """An identifier of this service in it is not believed."""
    found = read(_bibtex=BIBTEX.replace("nZeVKeeFYf9", "zzzzzzzzzz"))
    assert found.identifiers == (Identifier("openreview", "nZeVKeeFYf9"),)


def test_what_was_copied_from_dblp():
    """Such a note is no more than what an aggregator says."""
    [found] = openreview.parse(body(invitation="dblp.org/-/record"))
    assert found.rank == Rank.AGGREGATOR
    assert read(venue="CoRR 2021", _bibtex="").kind == "preprint"


def test_another_forum():
    """A note that was not asked for is not taken."""
    assert openreview.note("zzzzzzzzzz").parse(body()) is None
    assert openreview.note("zzzzzzzzzz").parse(b'{"notes": []}') is None
    with pytest.raises(ValueError):
        openreview.note("a b&c")


def test_the_challenge_is_not_now(tmp_path):
    """Who gets it says so, and asks nothing more in this run; it is not kept."""
    challenge = Answer(
        403, b'{"name": "ChallengeRequiredError", "message": "Verify", "status": 403}'
    )
    with serving(challenge, Answer(body=body())) as server:
        options = WebOptions(
            tmp_path, urls={"openreview": server.url}, intervals_s={"openreview": 0}
        )
        cache = Cache(tmp_path / "answers.db")
        with Client(options, cache) as client:
            for question in (openreview.note("nZeVKeeFYf9"), openreview.old_note("nZeVKeeFYf9")):
                with pytest.raises(NetworkError, match="OpenReview answers browsers alone now"):
                    client.ask(question)
            assert len(server.asked) == 1
        with Client(options, cache) as client:
            assert client.ask(openreview.note("nZeVKeeFYf9")).title == CONTENT["title"]


def test_older_papers_stand_elsewhere(tmp_path):
    """At an address of their own, unless the person says where OpenReview is."""
    asked = []

    def answer(request):
        asked.append(str(request.url))
        return httpx.Response(200, stream=httpx.ByteStream(b'{"notes": []}'))

    for urls in ({}, {"openreview": "http://127.0.0.1/or"}):
        options = WebOptions(tmp_path, urls=urls, intervals_s={"openreview": 0})
        with Client(options, transport=httpx.MockTransport(answer)) as client:
            for question in (openreview.note("nZeVKeeFYf9"), openreview.old_note("nZeVKeeFYf9")):
                assert client.ask(question) is None
    assert asked == [
        "https://api2.openreview.net/notes?id=nZeVKeeFYf9",
        "https://api.openreview.net/notes?id=nZeVKeeFYf9",
        "http://127.0.0.1/or/notes?id=nZeVKeeFYf9",
        "http://127.0.0.1/or/notes?id=nZeVKeeFYf9",
    ]


@pytest.mark.parametrize("said", [b"", b"{}", b"[]", b"<html>", b'{"name": "Error"}'])
def test_another_answer(said):
    """What has no notes is a fault; not to be found is an answer."""
    with pytest.raises(WrongAnswerError):
        openreview.parse(said)
    assert openreview.parse(b'{"name": "NotFoundError", "status": 404}') is None


@given(
    st.dictionaries(st.sampled_from(sorted(CONTENT)), anything, max_size=6),
    st.dictionaries(st.sampled_from([*sorted(NOTE), "invitations"]), anything, max_size=3),
    st.integers(1, 2),
)
def test_fields_of_any_type(content, changes, version):
    """Whatever stands in a field, the others are read."""
    found = openreview.parse(body(CONTENT | content, version=version, **changes))
    assert all(one.title for one in found)


@pytest.mark.shared
@pytest.mark.slow
def test_against_the_stand_in(tmp_path):
    """A forum, its title, and one that is not there."""
    with standin() as url, asking(url, tmp_path) as client:
        found = client.ask(openreview.note("vYP5Dmwy3S"))
        assert (found.venue, found.year) == ("ICLR", 2025)
        assert found.identifiers == (Identifier("openreview", "vYP5Dmwy3S"),)
        assert client.ask(openreview.note("AAAAAAAAAA")) is None
