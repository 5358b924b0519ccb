"""The stand-in for the outside services, started for the tests of one file."""

import atexit
import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
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
def standin(*options: str, every: int = 1, own: bool = False) -> Iterator[str]:
    """Run the stand-in, which knows ``every`` so many of the papers; yield its address.

    One that a test changes (its clock, its faults) is its ``own``. Any other is asked alone: it is
    kept for the tests that follow, because reading all the papers takes seconds.
    """
    if not own:
        yield _kept(options, every)
        return
    with _started(options, every) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()


@cache
def _kept(options: Sequence[str], every: int) -> str:
    process = _started(options, every)
    atexit.register(process.terminate)
    return _address(process)


@cache
def _some(every: int) -> str:
    """Write a file of some of the papers."""
    folder = tempfile.TemporaryDirectory(prefix="readlist-papers-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "papers.jsonl"
    with gzip.open(PAPERS, "rt", encoding="utf-8") as lines:
        path.write_text("".join(islice(lines, 0, None, every)), encoding="utf-8")
    return str(path)


def _started(options: Sequence[str], every: int) -> subprocess.Popen[str]:
    if every > 1:
        options = (*options, "--papers", _some(every))
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
