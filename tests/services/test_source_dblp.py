"""DBLP: one author that is no list, numbers behind names, preprints by every sort of key."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model import Author, Identifier, Link, Rank
from readlist.services import dblp
from readlist.services.base import WrongAnswerError
from support.paper_strategies import anything
from support.standin_server import client as asking
from support.standin_server import standin

INFO = {
    "authors": {
        "author": [{"text": "Sanghyun Son 0003"}, {"text": "Jos&eacute; D&iacute;az"}]
    },
    "title": "Search &amp; Rescue: Is it <i>All</i> You Need.",
    "venue": ["NeurIPS", "Advances"], "volume": "30", "number": "2", "pages": "5998-6008",
    "year": "2017", "type": "Conference and Workshop Papers", "access": "open",
    "key": "conf/nips/SonD17", "doi": "10.5555/3295222.3295349",
    "ee": ["https://doi.org/10.5555/3295222.3295349", "https://papers.nips.cc/x-Paper.pdf"],
}  # fmt: skip
PREPRINT = {
    "authors": {"author": {"@pid": "5/6", "text": "Leonid Ryvkin"}},
    "title": "Attention...", "venue": "CoRR", "volume": "abs/2506.03370", "year": "2025",
    "type": "Informal and Other Publications", "key": "journals/corr/abs-2506-03370",
    "doi": "10.48550/ARXIV.2506.03370", "ee": "https://doi.org/10.48550/arXiv.2506.03370",
}  # fmt: skip


def answer(*infos):
    hits = [{"@score": "5", "info": info} for info in infos]
    block = {"@total": str(len(hits))} | ({"hit": hits} if hits else {})
    return json.dumps({"result": {"hits": block}}).encode()


def read(base=INFO, **changes):
    [found] = dblp.parse(answer(base | changes))
    return found


def test_a_search_asks_for_words():
    """Bars and dollars have a meaning; completions are not wanted."""
    request = dblp.by_title("C++ | what? $100: a study")
    assert dict(request.params) == {
        "q": "C what 100 a study", "format": "json", "h": "30", "c": "0",
    }  # fmt: skip


def test_a_publication_is_read():
    """Numbers behind names go, entities are letters, the full stop is the service's."""
    found = read()
    assert (found.source, found.rank) == ("dblp", Rank.AGGREGATOR)
    assert found.title == "Search & Rescue: Is it All You Need"
    assert found.authors == (
        Author("Sanghyun Son", "Son", "Sanghyun"), Author("José Díaz", "Díaz", "José"),
    )  # fmt: skip
    assert (found.venue, found.kind, found.year) == ("NeurIPS", "inproceedings", 2017)
    assert found.identifiers == (Identifier("doi", "10.5555/3295222.3295349"),)
    assert found.links == (Link("pdf", "https://papers.nips.cc/x-Paper.pdf"),)
    assert found.extra == {
        "dblp": {"key": "conf/nips/SonD17"},
        "bibtex": {"volume": "30", "number": "2", "pages": "5998--6008"},
    }


def test_one_author_is_no_list():
    """The service then sends the author alone; a title may end with an ellipsis."""
    found = read(PREPRINT)
    assert [author.name for author in found.authors] == ["Leonid Ryvkin"]
    assert found.title == "Attention..."
    assert read(authors={}).authors == ()


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, "2506.03370"),
        ({"doi": "", "ee": "", "volume": ""}, "2506.03370"),
        ({"doi": "", "ee": "", "key": "journals/corr/RyvkinX25"}, "2506.03370"),
        (
            {
                "doi": "",
                "volume": "",
                "key": "journals/corr/X",
                "ee": "http://arxiv.org/abs/1406.2661",
            },
            "1406.2661",
        ),
        (
            {"doi": "", "ee": "", "volume": "cs.CL/0001001", "key": "journals/corr/cs-CL-0001001"},
            "cs/0001001",
        ),
        ({"doi": "", "ee": "", "volume": "", "key": "journals/corr/abs-cs-0306050"}, "cs/0306050"),
    ],
)
def test_a_preprint_by_whatever_names_it(changes, number):
    """CoRR is the arXiv: no venue, no volume, and its number in one of four places."""
    found = read(PREPRINT | changes)
    assert found.identifiers == (Identifier("arxiv", number),)
    assert (found.venue, found.kind, dict(found.extra)) == ("", "preprint", {})


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Journal Articles", "article"), ("Editorship", "proceedings"), ("New Sort", ""),
        ("Parts in Books or Collections", "incollection"), ("Books and Theses", "book"),
    ],
)  # fmt: skip
def test_types_are_kinds(said, kind):
    """A thesis is known by its key."""
    assert read(type=said).kind == kind
    assert read(type="Books and Theses", key="phd/de/Son2017").kind == "phdthesis"


def test_nothing_found():
    """The answer then has no hit."""
    assert dblp.parse(answer()) == ()
    assert dblp.parse(b'{"result": {"hits": {"hit": {"info": {"title": "Alone."}}}}}')


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"result": 1}', b"<html>", b"<?xml?>"])
def test_another_answer(body):
    """What is no list of hits is a fault."""
    with pytest.raises(WrongAnswerError):
        dblp.parse(body)


@given(st.dictionaries(st.sampled_from(sorted(INFO)), anything, max_size=6))
def test_fields_of_any_type(changes):
    """Whatever stands in a field, the others are read."""
    assert all(found.title for found in dblp.parse(answer(INFO | changes)))


BIB = b"""@inproceedings{DBLP:conf/nips/VaswaniSPUJGKP17,
  author       = {Ashish Vaswani and
                  Lukasz Kaiser 0001},
  editor       = {Isabelle Guyon},
  title        = {Attention is All you Need},
  booktitle    = {Advances in Neural Information Processing Systems 30},
  pages        = {5998--6008},
  year         = {2017},
  url          = {https://proceedings.neurips.cc/paper/2017/hash/x-Abstract.html},
  timestamp    = {Thu, 21 Jan 2021 15:15:21 +0100},
  biburl       = {https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17.bib},
  bibsource    = {dblp computer science bibliography, https://dblp.org}
}
"""


def test_a_record_by_its_key():
    """Its key is the service's, not the person's; what it says of itself goes."""
    request = dblp.record("DBLP:conf/nips/VaswaniSPUJGKP17")
    assert request.path == "/rec/conf/nips/VaswaniSPUJGKP17.bib"
    found = request.parse(BIB)
    assert (found.source, found.rank, found.key) == ("dblp", Rank.AGGREGATOR, "")
    assert found.authors[1] == Author("Lukasz Kaiser", "Kaiser", "Lukasz")
    assert found.extra["bibtex"] == {"editor": "Isabelle Guyon", "pages": "5998--6008"}
    with pytest.raises(WrongAnswerError):
        request.parse(b"Error 404")


@pytest.mark.parametrize("key", ["", "conf", "../../admin", "conf/../x", "conf/a?b", "conf/a b"])
def test_a_key_is_a_part_of_an_address(key):
    """Nothing else comes into it."""
    with pytest.raises(ValueError):
        dblp.record(key)


@pytest.mark.shared
@pytest.mark.slow
def test_against_the_stand_in(tmp_path):
    """Preprint and published version are two records."""
    title = "Evaluation of Intra-operative Patient-specific Methods for Point Cloud Completion"
    with standin() as url, asking(url, tmp_path) as client:
        found = client.ask(dblp.by_title(title))
        assert {one.kind for one in found} == {"preprint", "inproceedings"}
        assert client.ask(dblp.by_title("zebra quokka xylophone")) == ()
        preprint = client.ask(dblp.record("journals/corr/abs-2503-11969"))
        assert preprint.identifiers == (Identifier("arxiv", "2503.11969"),)
        assert client.ask(dblp.record("conf/nips/Nobody17")) is None
