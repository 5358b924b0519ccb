"""The one client against a real server: patience, pace, bounds, and sentences for every failure."""

import gzip
import socket
import subprocess
import sys
import threading
import time
import zlib
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from readlist.errors import NetworkError, OfflineError
from readlist.services.answers import json_value
from readlist.services.base import Request
from readlist.store.answers import Cache
from readlist.web import exchange
from readlist.web.client import TRIES, Client, WebOptions
from readlist.web.faults import retry_after
from readlist.web.pace import Pace
from readlist.web.proxies import Proxy, proxy_of
from support.clock import Clock
from support.web_server import Answer, question, serving


def asked(server, tmp_path: Path, *questions: Request, **more) -> object:
    """Ask with a client of its own, as one run of the program does; return the last answer."""
    with client(server, tmp_path, **more) as asking:
        return [asking.ask(one) for one in questions or (question(),)][-1]


def client(server, tmp_path: Path, clock: Clock | None = None, **more) -> Client:
    """Return a client that asks a server, by the clock of a test where there is one."""
    options = {
        "folder": tmp_path / "state", "urls": {"crossref": server.url}, "first_wait_s": 0.01,
        "intervals_s": {"crossref": 0.0}, "rest_s": 0.01, "patience_s": 60.0, "version": "9.9",
    } | more  # fmt: skip
    kept = Cache(tmp_path / "state" / "answers.db", clock or time.time)
    if clock is None:
        return Client(WebOptions(**options), kept)
    return Client(WebOptions(**options), kept, sleep=clock.sleep, clock=clock, now=clock)


GOOD = Answer(body=b'{"ok": 1}')


def test_an_answer_is_read_and_kept(tmp_path):
    """The second question costs no request; the service learns who asks."""
    with serving(GOOD) as server:
        for _ in range(2):
            told = asked(server, tmp_path, question(params=(("q", "a b&c"),)), contact="a@b.org")
            assert told == {"ok": 1}
        assert [one.path for one in server.asked] == ["/works/x?q=a+b%26c"]
        agent = server.asked[0].headers["user-agent"]
        assert agent.startswith("readlist/9.9 (")
        assert "mailto:a@b.org" in agent


def test_an_old_answer_is_asked_for_with_its_marks(tmp_path):
    """304 costs no body."""
    clock = Clock()
    with serving(Answer(body=b"[1]", headers={"ETag": 'W/"e1"'}), Answer(304, b"")) as server:
        assert asked(server, tmp_path, question(age_s=60), clock=clock) == [1]
        clock.sleep(61)
        assert asked(server, tmp_path, question(age_s=60), clock=clock) == [1]
        assert server.asked[1].headers["if-none-match"] == 'W/"e1"'


def test_what_was_not_understood_is_not_kept(tmp_path):
    """A web page under 200 is a fault of the service and tried again."""
    with serving(Answer(body=b"<html>"), GOOD) as server:
        assert asked(server, tmp_path, question()) == {"ok": 1}
        assert len(server.asked) == 2


def test_not_there_is_an_answer(tmp_path):
    """404 is no error and is not tried again."""
    with serving(Answer(404, b"Resource not found.")) as server:
        assert asked(server, tmp_path, question()) is None
        assert len(server.asked) == 1


def reset(handler):
    handler.connection.close()


def cut(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(503), "is not available (HTTP 503)"),
        (Answer(429), "is throttling (HTTP 429)"),
        (Answer(500), "answered with HTTP 500"),
        (Answer(body=b"<!doctype html>"), "answered with something else than asked for (no JSON)"),
        (Answer(body=b"\xff\xfe\xfa"), "answered with something else"),
        (Answer(body=b"no gzip", headers={"Content-Encoding": "gzip"}), "a damaged body"),
        (Answer(act=reset), "cannot be reached"),
        (Answer(act=cut), "broke off in the middle of its answer."),
    ],
)
def test_what_may_pass_is_tried_again_and_then_said(tmp_path, answer, words):
    """One sentence that names the service; afterwards the run does not ask it again."""
    with serving(answer) as server, client(server, tmp_path) as asking:
        with pytest.raises(NetworkError) as caught:
            asking.ask(question())
        assert str(caught.value).startswith("Crossref ")
        assert words in str(caught.value)
        assert len(server.asked) == TRIES
        with pytest.raises(NetworkError):
            asking.ask(question(params=(("other", "1"),)))
        assert len(server.asked) == TRIES
    with serving(answer, GOOD) as server:
        assert asked(server, tmp_path, question()) == {"ok": 1}


@pytest.mark.parametrize(("status", "tries"), [(400, 1), (403, 1), (422, 1), (502, TRIES)])
def test_only_what_may_pass_is_tried_again(tmp_path, status, tries):
    """A refusal stays a refusal."""
    with serving(Answer(status)) as server:
        with pytest.raises(NetworkError):
            asked(server, tmp_path, question())
        assert len(server.asked) == tries


@pytest.mark.parametrize("form", ["1", "date"])
def test_retry_after_is_obeyed(tmp_path, form):
    """In seconds and as a date."""
    clock = Clock()
    said = formatdate(clock() + 2, usegmt=True) if form == "date" else form
    with serving(Answer(429, headers={"Retry-After": said}), GOOD) as server:
        assert asked(server, tmp_path, question(), clock=clock) == {"ok": 1}
        assert len(server.asked) == 2
    assert sum(clock.slept_s) == pytest.approx(2.0 if form == "date" else 1.0, abs=0.1)


def test_who_is_asked_to_wait_too_long_says_so(tmp_path):
    """Also the next run does not ask before the time is over."""
    with serving(Answer(429, headers={"Retry-After": "600"}), GOOD) as server:
        with pytest.raises(NetworkError, match="throttling"):
            asked(server, tmp_path, question())
        with pytest.raises(NetworkError, match="must not be asked for another"):
            asked(server, tmp_path, question())
        assert len(server.asked) == 1


def test_a_hanging_service_is_given_up(tmp_path):
    """The time of one read is bounded, and so is the number of them."""
    never = threading.Event()
    with serving(Answer(act=lambda _: never.wait())) as server:
        with pytest.raises(NetworkError, match="did not answer in time"):
            asked(server, tmp_path, question(timeout_s=0.2), clock=Clock())
        assert len(server.asked) <= TRIES
        never.set()


def test_a_hanging_service_is_not_tried_beyond_the_patience(tmp_path):
    """The tries together have a time, too."""
    never, clock = threading.Event(), Clock()
    hangs = Answer(act=lambda _: (clock.sleep(9), never.wait()))
    with serving(hangs) as server:
        with pytest.raises(NetworkError, match="did not answer in time"):
            asked(server, tmp_path, question(timeout_s=0.2), clock=clock, patience_s=10.0)
        assert len(server.asked) <= 2
        never.set()


def drip(handler):
    """Send a byte at a time, and never all that was promised."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
    while True:
        handler.wfile.write(b" ")


def test_a_dripping_service_is_given_up(tmp_path):
    """Each byte comes in time, the whole does not: here every look at the clock costs a second."""
    with serving(Answer(act=drip)) as server:
        with pytest.raises(NetworkError, match="did not answer in time"):
            asked(server, tmp_path, question(), clock=Clock(tick_s=1.0), patience_s=60.0)
        assert len(server.asked) == 1


def drip_headers(handler):
    """Send a header every moment, as long as somebody listens."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        handler.wfile.write(b"X: y\r\n")
        time.sleep(0.05)


def test_headers_that_drip_are_given_up(tmp_path):
    """The headers count, too: one every moment would never end."""
    with serving(Answer(act=drip_headers)) as server, client(server, tmp_path) as asking:
        with pytest.raises(NetworkError, match="did not answer in time"):
            asking.ask(question(patience_s=2.0))
        assert len(server.asked) == 1


HEAD = b"HTTP/1.1 200 OK\r\n"
GZIPPED = b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08"


@pytest.mark.parametrize(
    ("begins", "drip"),
    [
        (b"HTTP/1.1 100", b" Continue\r\n\r\nHTTP/1.1 100"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;", b"a"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: ", b"a"),
        (HEAD + b"\r\n", b" "),
        (HEAD + GZIPPED + b"\x08\0\0\0\0\0\x03", b"a"),
        (HEAD + GZIPPED + b"\0\0\0\0\0\0\x03", b"\x00\x00\x00\xff\xff"),
    ],
    ids=["informs", "chunk extension", "trailer", "no length", "name in gzip", "empty blocks"],
)
def test_nothing_drips_for_ever(tmp_path, begins, drip):
    """Whatever part of an answer it is: there is one end for the whole of it."""

    def act(handler):
        handler.wfile.write(begins)
        while True:
            handler.wfile.write(drip)
            time.sleep(0.05)

    with serving(Answer(act=act)) as server, client(server, tmp_path) as asking:
        with pytest.raises(NetworkError, match="did not answer in time"):
            asking.ask(question(patience_s=2.0))
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    "begins",
    [
        GZIPPED + b"\x08\0\0\0\0\0\x03",
        GZIPPED + b"\0\0\0\0\0\0\x03\0\0\0\xff\xff",
        b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"{}", mtime=0),
    ],
    ids=["name in the head", "empty blocks", "behind the end"],
)
def test_what_unpacks_to_nothing_has_a_limit(tmp_path, begins):
    """The bytes on the way count as well: a name in the head, empty blocks, what stands behind."""

    def act(handler):
        handler.wfile.write(HEAD + begins)
        while True:
            handler.wfile.write(b"\0\0\0\xff\xff" * 10_000)

    with serving(Answer(act=act)) as server:
        with pytest.raises(NetworkError, match="more than 1 MB"):
            asked(server, tmp_path, question(limit_bytes=1_000_000))
        assert len(server.asked) == 1


def test_a_connection_is_used_again_after_one_that_was_given_up(tmp_path):
    """Whoever dripped once is asked anew, over another connection."""
    with serving(Answer(act=drip_headers), GOOD) as server, client(server, tmp_path) as asking:
        with pytest.raises(NetworkError):
            asking.ask(question(patience_s=2.0, alone=True))
        assert asking.ask(question()) == {"ok": 1}


def test_dead_addresses_of_a_host_share_its_time(tmp_path, monkeypatch):
    """They are tried one after the other, each for as long as the socket may wait."""
    waits = []

    def connect(_address, wait_s, source_address=None):
        waits.append(wait_s)
        raise TimeoutError

    def addresses(*_, **__):
        one = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*one, (f"192.0.2.{number}", 80)) for number in range(1, 41)]

    monkeypatch.setattr(socket, "getaddrinfo", addresses)
    monkeypatch.setattr(socket, "create_connection", connect)
    options = WebOptions(tmp_path, urls={"crossref": "http://many.example.org"}, patience_s=20.0)
    clock = Clock()
    with (
        Client(options, sleep=clock.sleep, clock=clock, now=clock) as asking,
        pytest.raises(NetworkError, match="did not answer in time"),
    ):
        asking.ask(question())
    assert waits
    assert all(40 * wait_s <= 20 for wait_s in waits)


@pytest.mark.parametrize("coding", ["gzip, gzip", "br", "compress"])
def test_only_what_was_asked_for_is_unpacked(tmp_path, coding):
    """Packed twice, a thousand bytes are half a gigabyte."""
    body = gzip.compress(gzip.compress(b" " * 1_000_000))
    with serving(Answer(body=body, headers={"Content-Encoding": coding})) as server:
        with pytest.raises(NetworkError, match="a form that was not asked for"):
            asked(server, tmp_path)
        assert server.asked[0].headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("gzip", lambda body: gzip.compress(body[:4]) + gzip.compress(body[4:])),
        ("gzip", lambda body: gzip.compress(body) + bytes(500)),
        ("gzip, identity", gzip.compress),
        ("identity", bytes),
        ("utf-8", bytes),
        ("none", bytes),
    ],
)
def test_packed_answers_are_read(tmp_path, coding, pack):
    """In each of the forms that servers have for what is asked for."""
    answer = Answer(body=pack(b'{"ok": 1}'), headers={"Content-Encoding": coding})
    with serving(answer) as server:
        assert asked(server, tmp_path) == {"ok": 1}


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/", "http://[::1]/", "http://10.0.0.1/x", "http://2130706433/",
        "http://0x7f.1/", "http://[::ffff:127.0.0.1]/", "http://router/", "http://nas.local/",
        "http://metadata.google.internal/",
    ],
)  # fmt: skip
def test_a_redirect_does_not_lead_into_the_persons_network(tmp_path, target):
    """A feed's author does not choose what is asked behind the firewall."""
    moved = httpx.MockTransport(lambda _: httpx.Response(302, headers={"Location": target}))
    options = WebOptions(tmp_path, urls={"crossref": "http://example.org"}, first_wait_s=0.01)
    refused = pytest.raises(NetworkError, match="an address inside your network")
    with Client(options, transport=moved) as asking, refused:
        asking.ask(question())


def test_a_bomb_is_not_unpacked(tmp_path):
    """The limit counts what comes out, not what comes in."""
    bomb = gzip.compress(b" " * 30_000_000)
    with serving(Answer(body=bomb, headers={"Content-Encoding": "gzip"})) as server:
        with pytest.raises(NetworkError, match="more than 1 MB"):
            asked(server, tmp_path, question(limit_bytes=1_000_000))
        assert len(server.asked) == 1


def test_redirects_are_followed_a_few_times(tmp_path):
    """Relative ones too; a loop ends with a sentence."""
    with serving(Answer(302, headers={"Location": "/elsewhere"}), GOOD) as server:
        assert asked(server, tmp_path, question()) == {"ok": 1}
        assert server.asked[1].path == "/elsewhere"
    loop = serving(Answer(302, headers={"Location": "/works/x"}))
    with loop as server, pytest.raises(NetworkError, match="sent the program on more than"):
        asked(server, tmp_path / "b", question())


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/"])
def test_a_redirect_leads_to_the_web_alone(tmp_path, target):
    """No other scheme is followed."""
    moved = serving(Answer(302, headers={"Location": target}))
    with moved as server, pytest.raises(NetworkError, match="no web address"):
        asked(server, tmp_path, question())


@pytest.mark.parametrize(
    "target", ["http://[::1", "http://xn--/", f"http://{'a' * 80}.org/", "http://\x1b[31m/", "?"]
)
def test_a_redirect_to_nowhere_is_a_sentence(tmp_path, target):
    """Whatever the address is; nothing of it reaches the terminal as it is."""
    moved = serving(Answer(302, headers={"Location": target}))
    with moved as server, pytest.raises(NetworkError, match=r"^Crossref ") as caught:
        asked(server, tmp_path)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("there", "told"),
    [(Answer(body=b"<html><title>A Journal"), None), (Answer(403), None), (Answer(404), None),
     (Answer(503), "is not available"), (Answer(act=reset), "cannot be reached"),
     (Answer(body=b'{"cut'), "answered with something else")],
)  # fmt: skip
def test_whom_one_is_sent_on_to_is_not_the_service(tmp_path, there, told):
    """What fails there is that one answer: the service is asked for the next, without a rest."""
    page = Request("crossref", "/page", json_value, onward=True)
    with (
        serving(there) as other,
        serving(Answer(302, headers={"Location": other.url})) as server,
        client(server, tmp_path, rest_s=60.0) as asking,
    ):
        if told is None:
            assert asking.ask(page) is None
        else:
            with pytest.raises(NetworkError, match=rf"^Crossref sent .* which {told}"):
                asking.ask(page)
        server.answers[:] = [GOOD]
        assert asking.ask(question()) == {"ok": 1}


def test_where_others_can_say_it_nobody_waits(tmp_path):
    """The question's own patience ends before the rest; the sentence tells what was wrong."""
    clock = Clock()
    with (
        serving(Answer(429), GOOD) as server,
        client(server, tmp_path, clock, rest_s=60.0) as asking,
    ):
        with pytest.raises(NetworkError, match="throttling"):
            asking.ask(question(patience_s=5.0))
        assert len(server.asked) == 1
    assert clock.slept_s == []


def test_a_turn_that_comes_too_late_after_a_failure(tmp_path):
    """The failure is what the person has to know."""
    with serving(Answer(500)) as server, pytest.raises(NetworkError, match="with HTTP 500"):
        asked(server, tmp_path, clock=Clock(), patience_s=1.0, intervals_s={"crossref": 5.0})


def test_a_secret_stays_with_its_service(tmp_path):
    """A redirect to another host does not carry it."""
    with serving(GOOD) as other:
        moved = Answer(302, headers={"Location": other.url})
        with serving(moved) as server:
            told = asked(server, tmp_path, secrets={"crossref": "x-key: s3cret"})
            assert told == {"ok": 1}
            assert server.asked[0].headers["x-key"] == "s3cret"
            assert "x-key" not in other.asked[0].headers


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(act=lambda one: one.wfile.write(b"SSH-2.0-x\r\n\r\n")), "with what is no HTTP"),
        (Answer(headers={"Content-Length": "-5"}), "answered with what is no HTTP"),
        (Answer(headers={"X": "a" * 200_000}), "answered with what is no HTTP"),
        (Answer(302, headers={"Location": "http://a:b/"}), "sent the program to what is no addr"),
    ],
)
def test_what_is_no_answer_is_said_so(tmp_path, answer, words):
    """A host that answers in another language can be reached."""
    with serving(answer) as server, pytest.raises(NetworkError, match=words):
        asked(server, tmp_path)


def test_a_login_goes_along_on_its_host(tmp_path):
    """Servers say the whole address of where something moved, without the login; others get none.

    ``moved_to`` has it as well: there the next pull asks.
    """
    with serving(GOOD) as other, serving(GOOD) as server, client(server, tmp_path) as asking:
        with_login = server.url.replace("://", "://ann:pw%40x@")
        server.answers[:] = [Answer(301, headers={"Location": f"{server.url}/b"}), GOOD]
        asked_for = Request("web", f"{with_login}/a", json_value)
        assert asking.ask(asked_for) == {"ok": 1}
        assert asking.moved_to == f"{with_login}/b"
        server.answers[:] = [Answer(301, headers={"Location": f"{other.url}/b"}), GOOD]
        assert asking.ask(Request("web", f"{with_login}/c", json_value)) == {"ok": 1}
        logins = [one.headers.get("authorization") for one in (*server.asked, *other.asked)]
        assert logins == ["Basic YW5uOnB3QHg="] * 3 + [None]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"HTTP_PROXY": "http://bob:pw@[::1"}, "HTTP_PROXY names no proxy that can be used"),
        ({"HTTP_PROXY": "bob:pw@host:port"}, "HTTP_PROXY names no proxy that can be used"),
        ({"ALL_PROXY": "gopher://host:70"}, "ALL_PROXY names no proxy that can be used"),
        ({"HTTP_PROXY": "bob:pw@127.0.0.1:1"}, "reached through the proxy 127.0.0.1:1"),
        ({"SSL_CERT_FILE": "/nowhere/ca.pem"}, "check SSL_CERT_FILE"),
    ],
)
def test_what_the_environment_gets_wrong_is_a_sentence(tmp_path, monkeypatch, said, words):
    """And its passwords stand in none."""
    for name in ("http_proxy", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    exchange._trusted.cache_clear()
    try:
        with serving(GOOD) as server, pytest.raises(NetworkError, match=words) as caught:
            asked(server, tmp_path)
    finally:
        exchange._trusted.cache_clear()
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "none", "proxied"),
    [
        ("http://example.org/", "", True),
        ("http://www.example.org/", "example.org", False),
        ("http://example.org/", " .example.org , x", False),
        ("http://anexample.org/", "example.org", True),
        ("http://example.org:8080/", "example.org:80", True),
        ("http://example.org:8080/", "http://example.org:8080", False),
        ("http://[::1]:8080/", "[::1]", False),
        ("http://[::1]/", "localhost,127.0.0.1,::1", False),
        ("http://10.1.2.3/", "fe80::/10,10.0.0.0/8", False),
        ("http://11.1.2.3/", "10.0.0.0/8,*.local,https://[::1", True),
        ("ftp://example.org/", "*", False),
    ],
)
def test_who_is_asked_without_the_proxy(url, none, proxied):
    """NO_PROXY is read as curl reads it, whatever else stands in it."""
    said = {"http": "bob:pw@proxy.example:3128", "no": none}
    found = proxy_of(url, said)
    assert found == (Proxy("http://bob:pw@proxy.example:3128", "HTTP_PROXY") if proxied else None)


def test_offline_asks_nobody(tmp_path):
    """What is kept is still there."""
    with serving(GOOD) as server:
        asked(server, tmp_path, question())
        assert asked(server, tmp_path, offline=True) == {"ok": 1}
        with pytest.raises(OfflineError):
            asked(server, tmp_path, question(params=(("q", "new"),)), offline=True)
        assert len(server.asked) == 1


def test_a_damaged_cache_is_no_cache(tmp_path):
    """Nothing in it is worth a traceback."""
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "answers.db").write_bytes(b"no database at all" * 100)
    with serving(GOOD) as server:
        assert asked(server, tmp_path, question()) == {"ok": 1}
        assert asked(server, tmp_path, question()) == {"ok": 1}


WORKER = """
import sys
from pathlib import Path
from readlist.services.base import Request
from readlist.store.answers import Cache
from readlist.web import exchange
from readlist.web.client import Client, WebOptions
asking = Client(WebOptions(folder=Path(sys.argv[1]), urls={"arxiv_api": sys.argv[2]},
                           intervals_s={"arxiv": 0.3}))
with asking:
  for number in range(4):
    asking.ask(Request("arxiv_api", "", bytes, params=(("q", f"{sys.argv[3]}{number}"),)))
"""


@pytest.mark.slow
def test_two_programs_keep_one_pace(tmp_path):
    """From the server's log: one connection at a time, and never faster than the interval."""
    with serving(Answer(delay_s=0.05)) as server:
        running = [
            subprocess.Popen([sys.executable, "-c", WORKER, str(tmp_path), server.url, name])
            for name in ("a", "b")
        ]
        assert [process.wait() for process in running] == [0, 0]
        times = [one.at for one in server.asked]
        assert len(times) == 8
        assert server.most_at_once == 1
        assert min(later - earlier for earlier, later in pairwise(times)) >= 0.3


def test_a_rest_grows_and_ends(tmp_path):
    """Twice as long each time in a row; one good answer forgets it."""
    now = [1000.0]
    pace = Pace(tmp_path, "x", 1.0, rest_s=10.0, now=lambda: now[0], sleep=lambda _: None)
    assert [pace.rest(None), pace.rest(None), pace.rest(None)] == [10.0, 20.0, 40.0]
    assert pace.rest(500.0) == 500.0
    pace.well()
    assert pace.rest(None) == 10.0
    assert pace.rest(10_000.0) == 900.0


def test_a_mark_from_the_future_is_none(tmp_path):
    """A clock that was set back must not stop the program for years."""
    now = [10_000.0]
    pace = Pace(tmp_path, "x", 5.0, now=lambda: now[0], sleep=lambda _: None)
    with pace.turn(0):
        pass
    now[0] = 100.0
    with pace.turn(0):
        pass


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_forms(text, seconds):
    """Seconds, dates in the past, and what is neither."""
    assert retry_after(text, time.time()) == seconds
