"""``--debug``: what is asked and decided, on standard error, and never a secret."""

import logging

import pytest

from readlist import log
from readlist.text import masked, without_secrets
from support.program import Run, called

SECRETS = {
    "READLIST_S2_KEY": "planted-key-of-s2",
    "READLIST_HF_TOKEN": "planted-token-of-hf",
    "READLIST_SMTP_PASSWORD": "planted-password",
}


def test_what_is_told(run: Run, tmp_path):
    """Decisions, statements with their times, and the whole; standard output stays as it is."""
    (tmp_path / "refs.txt").write_text("1706.03762 Attention Is All You Need\n")
    quiet = run("import", "refs.txt", "--dry-run")
    done = run("--debug", "import", "refs.txt")
    assert done.stdout.replace("1 new", "would") != quiet.stdout
    lines = [line.partition(" ms  ")[2] for line in done.stderr.splitlines()]
    assert "absorb: arxiv:1706.03762 of refs: paper 1, new" in lines
    assert any(line.startswith("store: ") and "INSERT INTO papers" in line for line in lines)
    assert "Attention" not in done.stderr
    assert lines[-1].startswith("cli: the whole command")
    assert run("list", READLIST_DEBUG="1").stderr
    assert not run("list", READLIST_DEBUG="0").stderr


def test_a_paper_is_loaded_once(run: Run, tmp_path):
    """To change it, to say so and for the history."""
    (tmp_path / "refs.txt").write_text("1706.03762 Attention Is All You Need\n")
    run("import", "refs.txt")
    said = run("--debug", "status", "1", "read").stderr
    assert said.count("d.abstract") == 1


def test_no_secret_is_told(environment, tmp_path):
    """Keys, passwords in addresses and tokens in queries are masked, wherever they stand."""
    nowhere = "http://ada:planted-login@127.0.0.1:9/feed?token=planted-query&n=1"
    asked = ("crossref", "datacite", "doi", "openalex")
    urls = {f"READLIST_{name.upper()}_URL": "http://127.0.0.1:9" for name in asked}
    known = {**environment, **SECRETS, **urls}
    online = {**known, "READLIST_OFFLINE": "0", "READLIST_PATIENCE": "3"}
    called(known, tmp_path, "feed", "add", nowhere, "--name", "mine")
    pulled = called(online, tmp_path, "--debug", "pull")
    assert "web: http://***@127.0.0.1:9/feed?token=***&n=1: try 1 of 4 failed" in pulled.stderr
    added = called(online, tmp_path, "--debug", "add", "10.1000/xyz")
    assert "http://127.0.0.1:9/works/10.1000" in added.stderr
    assert "planted" not in pulled.stderr + added.stderr


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("https://ada:pw@example.org/x", "https://***@example.org/x"),
        ("https://example.org/@ada", "https://example.org/@ada"),
        ("https://example.org/a?api_key=x&n=1", "https://example.org/a?api_key=***&n=1"),
        ("https://example.org/a?n=1&X-Amz-Signature=x#y",
         "https://example.org/a?n=1&X-Amz-Signature=***#y"),
        ("http://h/f;jsessionid=AA?a=1&amp;private_token=b", "http://h/f;jsessionid=***?a=1&amp;private_token=***"),
        ("https://h/f?sv=1&sig=a%3D&se=2#access_token=c", "https://h/f?sv=1&sig=***&se=2#access_token=***"),
        ("https://h/?API-KEY=a&rssKey=b&AWSAccessKeyId=c", "https://h/?API-KEY=***&rssKey=***&AWSAccessKeyId=***"),
        ("https://h/?keyword=a&author=b&tokenizer=c", "https://h/?keyword=a&author=b&tokenizer=c"),
        ("ada:pw@h.org/f, bob:pw@proxy:3128", "***@h.org/f, ***@proxy:3128"),
        ("https://h:8080/@ada mailto:ada@h.org", "https://h:8080/@ada mailto:ada@h.org"),
        ("Authorization: Bearer abc", "Authorization: ***"),
        ("curl -H 'X-Auth-Token: abc' -u ada:pw https://h", "curl -H 'X-Auth-Token: ***' -u ada:*** https://h"),
        ("S2_API_KEY=abc readlist pull", "S2_API_KEY=*** readlist pull"),
        ("https://ada:p#w/x@h.org/f", "https://***@h.org/f"),
        ("https://h/url?q=https%3A%2F%2Fe.org%2F%3Ftoken%3Dx%26n%3D1",
         "https://h/url?q=https%3A%2F%2Fe.org%2F%3Ftoken%3D***%26n%3D1"),
        ("search_query=all:token economy", "search_query=all:token economy"),
        ("search author:ada@h.org email:ada@h.org", "search author:ada@h.org email:ada@h.org"),
    ],
)  # fmt: skip
def test_what_is_masked(said, told):
    assert log.without_secrets(said) == told


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Authorization: Basic YWRhOnB3", "Authorization: Basic ***"),
        ("Authorization: Basic Concepts", "Authorization: Basic Concepts"),
        ("Authorization: Key management", "Authorization: Key management"),
        ("Authorization: Token abc", "Authorization: Token ***"),
        ("Cookie: what it is", "Cookie: what it is"),
    ],
)
def test_a_title_is_no_secret(said, shown):
    """Base64 has more than small letters behind its first one, a word has not."""
    assert masked(said) == shown


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("https://ada:pw@h.org/f?token=x&n=1", "https://h.org/f?n=1"),
        ("https://h.org/f?n=1&token=x&sig=y#z", "https://h.org/f?n=1#z"),
        ("https://h.org/f;jsessionid=A?n=1", "https://h.org/f?n=1"),
        ("https://h.org/f?api_key=x", "https://h.org/f"),
        ("https://h.org/?n=1&", "https://h.org/?n=1&"),
    ],
)
def test_what_others_get_of_an_address(address, public):
    """What lets in its reader goes, and leaves an address."""
    assert without_secrets(address) == public


def test_a_library_may_listen(caplog):
    """Who uses the program from Python gets the same by logging's own means."""
    with caplog.at_level(logging.DEBUG, "readlist.web"):
        log.debug("web", "GET %s", "https://ada:pw@example.org")
        log.debug("store", "nobody listens here")
    assert caplog.messages == ["GET https://***@example.org"]
