"""The client asks any address, says how an answer came, and where it has moved for good."""

from pathlib import Path

import pytest

from readlist.errors import GoneError, NetworkError
from readlist.services.base import Request, WrongQuestionError, service_at
from readlist.store.answers import Cache
from readlist.web.client import TRIES, Client, WebOptions
from support.web_server import Answer, as_json, question, serving

GOOD = Answer(body=b'{"ok": 1}')


def client(server, tmp_path: Path, **more) -> Client:
    options = {
        "folder": tmp_path / "state", "urls": {"crossref": server.url}, "first_wait_s": 0.01,
        "intervals_s": {"crossref": 0.0, "dblp": 0.0}, "rest_s": 0.01, "patience_s": 60.0,
    } | more  # fmt: skip
    return Client(WebOptions(**options), Cache(tmp_path / "state" / "answers.db"))


def anywhere(url: str, **more) -> Request:
    """Return a question for an address that is no service's."""
    return Request("web", url, as_json, **({"absent": frozenset({404}), "alone": True} | more))


def test_any_address_can_be_asked(tmp_path):
    """Its host has turns of its own, and is named in errors; a fault is that of one address."""
    with serving(Answer(body=b"<html>"), Answer(400), GOOD) as server:
        server.answers = [Answer(body=b"<html>")] * TRIES + [Answer(400), GOOD]
        host = server.url.removeprefix("http://")
        paces = {f"web-{host.replace(':', '_')}": 0.0}
        with client(server, tmp_path, urls={}, intervals_s=paces) as asking:
            for path in ("/broken", "/refused"):
                with pytest.raises(NetworkError, match=host):
                    asking.ask(anywhere(server.url + path))
            assert asking.ask(anywhere(f"{server.url}/good?a=1")) == {"ok": 1}
        assert [one.path for one in server.asked[-2:]] == ["/refused", "/good?a=1"]


def test_how_an_answer_came(tmp_path):
    """From the network, from the cache, or as it was."""
    answers = (Answer(body=b"[1]", headers={"ETag": '"e"'}), Answer(304, b""))
    with serving(*answers) as server, client(server, tmp_path) as asking:
        for age_s, heard in ((100.0, "fresh"), (100.0, "kept"), (1e-9, "unchanged")):
            assert asking.ask(question(age_s=age_s)) == [1]
            assert asking.heard == heard
        assert len(server.asked) == 2


def test_what_was_kept_by_another_version_is_asked_for_anew(tmp_path):
    """A 304 says nothing of whether this version can read what that one kept."""
    answers = (Answer(body=b"x", headers={"ETag": '"e"'}), Answer(304, b""), GOOD)
    with serving(*answers) as server, client(server, tmp_path) as asking:
        asking.ask(Request("crossref", "/works/x", bytes))
        assert asking.ask(question(age_s=1e-9)) == {"ok": 1}
        assert asking.heard == "fresh"
        assert "if-none-match" not in server.asked[-1].headers


def test_where_it_moved_for_good(tmp_path):
    """Only as far as every step is for good."""
    with serving(GOOD) as server:
        server.answers = [Answer(301, headers={"Location": "/b"}),
                          Answer(308, headers={"Location": "/c?x=1"}),
                          Answer(302, headers={"Location": "/d"}),
                          Answer(301, headers={"Location": "/e"}), GOOD,
                          Answer(302, headers={"Location": "/f"}), GOOD]  # fmt: skip
        with client(server, tmp_path) as asking:
            assert asking.ask(question()) == {"ok": 1}
            assert asking.moved_to == f"{server.url}/c?x=1"
            assert asking.ask(question(params=(("y", "1"),))) == {"ok": 1}
            assert asking.moved_to == ""


def test_gone_is_more_than_not_there(tmp_path):
    with serving(Answer(410), Answer(404)) as server, client(server, tmp_path) as asking:
        with pytest.raises(GoneError, match="for good"):
            asking.ask(question(absent=frozenset({404})))
        assert asking.ask(question(absent=frozenset({404}))) is None


def test_a_question_that_is_not_taken_is_asked_once(tmp_path):
    def refuse(_body: bytes) -> object:
        raise WrongQuestionError("does not know cs.XX")

    with serving(Answer(400)) as server, client(server, tmp_path) as asking:
        asked_for = Request("crossref", "/x", refuse, spoken=frozenset({400}), alone=True)
        with pytest.raises(NetworkError, match=r"^Crossref does not know cs\.XX\.$"):
            asking.ask(asked_for)
        assert len(server.asked) == 1


def test_a_part_of_a_service_lies_beside_it(tmp_path):
    with serving(GOOD) as server:
        urls = {"crossref": f"{server.url}/api/list"}
        with client(server, tmp_path, urls=urls) as asking:
            asking.ask(Request("crossref", "../catchup/a", as_json))
        assert server.asked[0].path == "/api/catchup/a"


def test_whose_an_address_is():
    """Services share their turns with their hosts, also those that a person has set."""
    chosen = {"crossref": "http://127.0.0.1:1/c/", "dblp": "http://127.0.0.1:1/c/d"}
    for url, pace in (
        ("https://www.arxiv.org/x", "arxiv"), ("https://rss.arxiv.org/rss/cs.CL", "arxiv"),
        ("https://notarxiv.org/", "web-notarxiv.org"), ("https://HUGGINGFACE.co/blog", "hf"),
        ("https://arxiv.org.example.net", "web-arxiv.org.example.net"),
        ("http://127.0.0.1:1/c/x", "crossref"), ("http://127.0.0.1:1/c/d", "dblp"),
        ("http://127.0.0.1:1/cx", "web-127.0.0.1_1"), ("http://127.0.0.1:2/c", "web-127.0.0.1_2"),
    ):  # fmt: skip
        assert service_at(url, chosen).pace == pace


def test_the_interval_of_any_other_host_is_a_setting(tmp_path):
    """It holds for each host by itself, and no service takes it over."""
    client = Client(WebOptions(folder=tmp_path, intervals_s={"web": 7.0}))
    pages = [client.pace_of(service_at(f"https://{host}.example/feed")) for host in "ab"]
    assert [pace.interval_s for pace in pages] == [7.0, 7.0]
    assert pages[0].name != pages[1].name
    assert client.pace_of(service_at("https://huggingface.co/papers")).interval_s == 1.0
