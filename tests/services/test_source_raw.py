"""Where the text of a curated list lies, and what is no text of a list."""

import pytest

from readlist.services import raw
from readlist.services.base import WrongAnswerError

HUB = "https://raw.githubusercontent.com/o/r"


@pytest.mark.parametrize(
    ("named", "lies"),
    [
        ("https://github.com/o/r", f"{HUB}/HEAD/README.md"),
        ("http://www.github.com/o/r.git/?tab=readme-ov-file#papers", f"{HUB}/HEAD/README.md"),
        ("https://github.com/o/r/tree/dev", f"{HUB}/dev/README.md"),
        ("https://github.com/o/r/tree/main/papers", f"{HUB}/main/papers/README.md"),
        ("https://github.com/o/r/blob/main/a%20b/list.org#L1", f"{HUB}/main/a%20b/list.org"),
        ("https://github.com/o/r/raw/main/list.md", f"{HUB}/main/list.md"),
        ("https://gist.github.com/o/0123456789abcdef#file-x",
         "https://gist.githubusercontent.com/o/0123456789abcdef/raw"),
        ("https://gitlab.com/g/h/r/-/blob/main/list.md?ref_type=heads",
         "https://gitlab.com/g/h/r/-/raw/main/list.md"),
        ("https://gitlab.com/g/r", "https://gitlab.com/g/r/-/raw/HEAD/README.md"),
        ("https://codeberg.org/o/r", "https://codeberg.org/o/r/raw/HEAD/README.md"),
        ("https://codeberg.org/o/r/src/branch/main/list.md",
         "https://codeberg.org/o/r/raw/branch/main/list.md"),
        ("https://huggingface.co/datasets/o/r",
         "https://huggingface.co/datasets/o/r/raw/main/README.md"),
        ("https://huggingface.co/o/r/blob/main/list.md",
         "https://huggingface.co/o/r/raw/main/list.md"),
    ],
)  # fmt: skip
def test_a_repository_is_its_text(named, lies):
    assert raw.raw_url(named) == lies
    assert raw.raw_url(lies) == lies


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/list.md?token=1", "https://github.com/topics/papers",
        "https://github.com/o/r/releases.atom", "https://github.com/o/r/issues/3",
        "https://codeberg.org/o/r.rss", "https://huggingface.co/papers/2501.00001",
        "https://github.com/o", "ftp://github.com/o/r", "http://[::1", "",
    ],
)  # fmt: skip
def test_everything_else_stays(url):
    assert raw.raw_url(f" {url}") == url


def test_the_question_is_for_the_whole_address():
    asked = raw.text("https://github.com/o/r")
    assert (asked.service, asked.path) == ("web", f"{HUB}/HEAD/README.md")
    assert asked.absent == {404}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"<!DOCTYPE html><html><title>Sign in</title>",
        b"%PDF\x00\x01",
        b"<?xml version='1.0'?><rss/>",
    ],
)
def test_what_is_no_list_would_empty_it(body):
    with pytest.raises(WrongAnswerError):
        raw.text("https://example.org/list.md").parse(body)


def test_text_comes_as_it_is():
    """Its encoding and its format are for those who read files."""
    for body in (b"<h1 align=center>Papers</h1>\n# x", b"\xff\xfe#\x00 \x00x\x00", b"# caf\xe9"):
        assert raw.text("https://example.org/list.md").parse(body) == body
    page = b"<html><li><a href='https://arxiv.org/abs/2501.00001'>T</a></html>"
    assert raw.text("https://example.org/list.html").parse(page) == page
