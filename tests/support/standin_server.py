"""The stand-in for the outside services, started for the tests of one file."""

import atexit
import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

from readlist.services.base import SERVICES
from readlist.web.client import Client, WebOptions
from support.paths import DATA, STANDIN

PAPERS = DATA / "papers" / "arxiv-17k.jsonl.gz"
_PATHS = {
    "arxiv_api": "/arxiv/api/query", "arxiv_oai": "/oai", "arxiv_rss": "/arxiv/rss",
    "arxiv_list": "/arxiv/list",
}  # fmt: skip


@contextmanager
def standin(*options: str) -> Iterator[str]:
    """Run the stand-in; yield its address.

    One without options is asked alone and changed by nobody: it is kept for the tests that follow,
    because reading all its papers takes seconds.
    """
    if not options:
        yield _kept()
        return
    with _started(*options) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()


@cache
def _kept() -> str:
    process = _started()
    atexit.register(process.terminate)
    return _address(process)


def _started(*options: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(STANDIN), "--exit-with-parent", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def _address(process: subprocess.Popen[str]) -> str:
    return str(json.loads(process.stdout.readline())["url"])


def client(url: str, folder: Path) -> Client:
    """Return a client that asks the stand-in, as fast as it can."""
    urls = {name: url + _PATHS.get(name, f"/{name}") for name in SERVICES}
    intervals_s = {service.pace: 0.0 for service in SERVICES.values()}
    return Client(WebOptions(folder=folder, urls=urls, intervals_s=intervals_s))


def papers(number: int, every: int = 800) -> list[dict]:
    """Return some of the papers that the stand-in knows, from all over its file."""
    with gzip.open(PAPERS, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, 0, number * every, every)]
