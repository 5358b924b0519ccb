"""Commands against the stand-in for the services: its faults, its log as proof of the pace."""

import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from readlist.config import PACES
from readlist.services.base import SERVICES
from support.paths import STANDIN
from support.program import HANG_S, Run, called
from support.standin_server import papers, standin

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not STANDIN.is_file(), reason="the stand-in is absent"),
]
PATHS = {"arxiv_api": "/arxiv/api/query", "arxiv_oai": "/oai", "arxiv_pdf": "/arxiv/pdf"}
WAITS = {f"READLIST_{pace.upper()}_INTERVAL": "0" for pace in PACES} | {"READLIST_PATIENCE": "6"}
"""A busy machine answers in time, what hangs does not."""
TRUTH = {
    row["id"]: " ".join(row["title"].split()) for row in (papers(12) if STANDIN.is_file() else ())
}


@pytest.fixture(scope="module")
def url():
    with standin("--warm", every=40, own=True) as address:
        yield address


@pytest.fixture
def outside(url, environment, tmp_path) -> dict[str, str]:
    """The environment of a program for which the stand-in is the world."""
    urlopen(Request(f"{url}/_faults", method="DELETE"))
    urlopen(Request(f"{url}/_log", method="DELETE"))
    urls = {f"READLIST_{n.upper()}_URL": url + PATHS.get(n, f"/{n}") for n in SERVICES}
    folders = {
        f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("state", "cache", "data")
    }
    return {**environment, **urls, **folders, "READLIST_OFFLINE": ""}


@pytest.fixture
def start(outside, tmp_path):
    """Start the program in a process of its own."""

    def begin(*words: str, stdin: str = "", **more: str) -> subprocess.Popen[str]:
        done = subprocess.Popen(
            [sys.executable, "-m", "readlist", *words], env={**outside, **more}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
        )  # fmt: skip
        done.stdin.write(stdin)
        done.stdin.close()
        done.stdin = None
        return done

    return begin


@pytest.fixture
def run(outside, tmp_path) -> Run:
    """Run the program to its end, without pauses and with little patience."""

    def call(*words: str):
        done = called({**outside, **WAITS}, tmp_path, *words)
        assert "Traceback" not in done.stderr
        return done

    return call


def log(url: str) -> list[dict]:
    return json.load(urlopen(f"{url}/_log"))


def titles(run) -> dict[str, str]:
    found = json.loads(run("list", "--json").stdout)["papers"]
    return {one["identifiers"]["arxiv"]: one["title"] or "" for one in found}


def fault(url: str, path: str, kind: str, **more) -> None:
    rule = json.dumps({"path": path, "kind": kind, **more}).encode()
    urlopen(Request(f"{url}/_faults", data=rule, method="POST"))


def test_two_processes_keep_one_pace(url, start):
    """Three seconds between any two requests to arXiv, and never two at once."""
    numbers = [row["id"] for row in papers(400, 40)]
    both = [start("add", "-", stdin="\n".join(part)) for part in (numbers[:200], numbers[200:])]
    for one in both:
        _, said = one.communicate(timeout=HANG_S)
        assert (one.returncode, said) == (0, "")
    starts = sorted(one["time"] for one in log(url))
    assert len(starts) == 4
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 3.0


KINDS = {
    "throttled": ("status", {"code": 429, "body": "Rate exceeded."}),
    "later": ("status", {"code": 503, "retry_after": 120}),
    "hang": ("hang", {"seconds": 20}),
    "reset": ("reset", {}),
    "truncate": ("truncate", {"at": 0.5}),
    "garbage": ("garbage", {}),
    "html": ("html", {}),
    "wrong type": ("wrong_type", {}),
    "empty": ("empty_body", {}),
    "redirect loop": ("redirect_loop", {}),
    "gzip bomb": ("gzip_bomb", {"megabytes": 60}),
    "bad utf-8": ("bad_utf8", {}),
    "entity bomb": ("entity_bomb", {}),
    "xxe": ("xxe", {}),
    "duplicated page": ("duplicate_page", {}),
    "empty page": ("empty_page", {"total": 12}),
    "short page": ("short_page", {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_arxiv_is_at_fault_and_others_answer(url, run, kind):
    """Every paper is right or empty; the exit code says which."""
    name, more = KINDS[kind]
    fault(url, "arxiv/api|/oai", name, **more)
    done = run("add", *TRUTH)
    found = titles(run)
    assert set(found) == set(TRUTH)
    wrong = {one: title for one, title in found.items() if title not in ("", TRUTH[one])}
    assert wrong == {}
    missing = [one for one, title in found.items() if not title]
    assert done.returncode == (4 if missing else 0), (done.stderr, missing)


@pytest.mark.parametrize("kind", ["malicious", "huge_entry"])
def test_hostile_text_is_text(url, run, kind):
    """No control character reaches the terminal, and no line is made where there is none."""
    fault(url, "arxiv/api", kind)
    done = run("add", *TRUTH)
    out = done.stdout
    assert done.returncode in (0, 1, 4)
    assert not [c for c in out + done.stderr if c < " " and c not in "\n\t"]
    assert not set(out) & set("\u202e\u2066\u200f")
    assert len(out) < 1_000_000
    assert len([line for line in out.splitlines() if line.startswith("Added: ")]) == len(TRUTH)


def test_ctrl_c_keeps_what_came(url, start, run, tmp_path):
    """The second batch hangs; the first one is in the library, and the next run goes on."""
    numbers = [row["id"] for row in papers(150, 40)]
    fault(url, "arxiv/api", "hang", after=1, seconds=60, times=1)
    running = start("add", "-", stdin="\n".join(numbers), READLIST_ARXIV_INTERVAL="0")
    while len(log(url)) < 2 and running.poll() is None:
        os.sched_yield()
    running.send_signal(2)
    _, said = running.communicate(timeout=HANG_S)
    assert running.returncode == 130
    assert "Interrupted. 50 papers are kept without their facts" in said
    assert sum(bool(title) for title in titles(run).values()) == 100
    again = start("add", "-", stdin="\n".join(numbers), READLIST_ARXIV_INTERVAL="0")
    again.communicate(timeout=HANG_S)
    assert again.returncode == 0
    assert all(titles(run).values())
    assert Path(tmp_path / "library.db").stat().st_size


COMMANDS = {
    "enrich": (("enrich", "--yes"), "arxiv/api"),
    "refresh": (("refresh",), "arxiv/api"),
    "pdf": (("pdf", *list(TRUTH)[:2]), "arxiv/pdf"),
}


@pytest.mark.parametrize(
    "kind", ["throttled", "hang", "reset", "truncate", "garbage", "html", "redirect loop"]
)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_fault_is_a_sentence_and_the_next_run_goes_on(url, run, tmp_path, command, kind):
    """Nothing wrong is taken; what is left is taken when the service is well again."""
    words, path = COMMANDS[command]
    offline = ["--offline"] if command == "enrich" else []
    run("add", *TRUTH, *offline)
    (tmp_path / "cache" / "readlist" / "answers.db").unlink(missing_ok=True)
    name, more = KINDS[kind]
    fault(url, path, name, **more)
    done = run(*words)
    assert done.returncode == (0 if command == "enrich" else 4), done.stderr
    assert "arXiv" in done.stderr or command == "enrich"
    assert {one: title for one, title in titles(run).items() if title} == TRUTH
    urlopen(Request(f"{url}/_faults", method="DELETE"))
    shutil.rmtree(tmp_path / "state", ignore_errors=True)
    again = run(*words)
    assert again.returncode == 0, again.stderr
    if command == "pdf":
        kept = list((tmp_path / "data" / "readlist" / "pdfs").glob("[!.]*.pdf"))
        assert len(kept) == 2
