"""``pull`` against the stand-in with real days: gaps, faults, kills, orders, other processes."""

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from readlist.config import PACES
from support.paths import DATA
from support.program import HANG_S, called
from support.standin_server import standin

pytestmark = [pytest.mark.shared, pytest.mark.slow]
HF_DAYS = DATA / "hf-daily"
SUMMER = sorted(path.stem for path in HF_DAYS.glob("2026-0[78]-*.json"))
WEEK = ("2025-05-14", "2025-05-15", "2025-05-16", "2025-05-19", "2025-05-20", "2025-05-21")
FAULTS = [
    {"path": "arxiv|hf", "kind": "status", "code": 500, "chance": 0.12, "seed": 1},
    {"path": "arxiv|hf", "kind": "reset", "chance": 0.12, "seed": 2},
    {"path": "arxiv|hf", "kind": "truncate", "chance": 0.1, "seed": 3},
]


def call(url: str, path: str, body: object = None, method: str = "") -> object:
    data = None if body is None else json.dumps(body).encode()
    request = Request(url + path, data=data, method=method or ("POST" if data else "GET"))
    with urlopen(request, timeout=HANG_S) as reply:
        return json.loads(reply.read() or b"null")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with standin("--hf-days", str(HF_DAYS), own=True) as running:
        yield running


@pytest.fixture
def service(url: str) -> Iterator[str]:
    """The stand-in without faults."""
    call(url, "/_faults", method="DELETE")
    yield url
    call(url, "/_faults", method="DELETE")


class Person:
    """One library with its program, at a time that the services have as well."""

    def __init__(self, folder: Path, url: str, **more: str) -> None:
        with urlopen(f"{url}/_env", timeout=HANG_S) as reply:
            said = dict(re.findall(r"(READLIST_\w+)='?([^'\s]+)", reply.read().decode()))
        folder.mkdir()
        folders = {f"XDG_{name}_HOME": str(folder / name) for name in ("STATE", "CACHE", "CONFIG")}
        waits = {f"READLIST_{pace.upper()}_INTERVAL": "0" for pace in PACES}
        self.url, self.folder = url, folder
        self.env = {
            "PATH": "/usr/bin:/bin", "HOME": str(folder), "READLIST_READER": "ada",
            "READLIST_DB": str(folder / "library.db"), **waits, **said, **folders, **more,
        }  # fmt: skip

    def at(self, day: str, hour: int = 12) -> None:
        now = f"{day}T{hour:02}:00:00Z"
        call(self.url, "/_clock", {"now": now})
        self.env["READLIST_NOW"] = now

    def start(self, *words: str) -> subprocess.Popen:
        """Start the program in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "readlist", *words], env=self.env, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *words: str, codes: tuple[int, ...] = (0,)) -> str:
        done = called(self.env, self.folder, *words)
        assert done.returncode in codes, done
        assert "Traceback" not in done.stderr
        self.code = done.returncode
        return done.stdout

    def inbox(self) -> dict[str, str]:
        """Return the votes of what waits, by identifier."""
        rows = self.run("list", "status:inbox", "--columns", "arxiv,votes", "--limit", "0")
        found = [row.split("\t") for row in rows.splitlines()]
        assert len(found) == len({row[0] for row in found})
        return {row[0]: row[1] for row in found}


def listed(days: list[str]) -> set[str]:
    """Return the papers of days as their files have them."""
    found = set()
    for day in days:
        items = json.loads((HF_DAYS / f"{day}.json").read_text(encoding="utf-8"))
        found |= {item["paper"]["id"] for item in items}
    return found


def announced(person: Person, spec: str, days: tuple[str, ...]) -> set[str]:
    """Return what the feed of arXiv says is new or cross-listed, read without the program."""
    found = set()
    for day in days:
        person.at(day)
        with urlopen(f"{person.url}/arxiv/rss/{spec}", timeout=HANG_S) as reply:
            items = reply.read().decode().split("<item>")[1:]
        for item in items:
            kind = re.search(r"<arxiv:announce_type>([a-z-]+)<", item)[1]
            if kind in ("new", "cross"):
                found.add(re.search(r"oai:arXiv\.org:(\S+)v\d+<", item)[1])
    return found


def test_thirty_five_days_in_any_order(service, tmp_path):
    """At once, day by day, back and forth, twice: one inbox, and that of the data."""
    assert len(SUMMER) == 35
    at_once = Person(tmp_path / "once", service)
    at_once.at(SUMMER[-1])
    at_once.run("feed", "add", "hf")
    at_once.run("pull", "--since", SUMMER[0])
    assert set(at_once.inbox()) == listed(SUMMER)
    at_once.run("pull", "--since", SUMMER[0])
    assert len(at_once.inbox()) == len(listed(SUMMER))

    forward = Person(tmp_path / "forward", service)
    forward.at(SUMMER[0])
    forward.run("feed", "add", "hf")
    for day in SUMMER:
        forward.at(day)
        forward.run("pull")
    assert forward.inbox() == at_once.inbox()

    mixed = Person(tmp_path / "mixed", service)
    mixed.at(SUMMER[0])
    mixed.run("feed", "add", "hf")
    order = [*random.Random(5).sample(SUMMER, 12), SUMMER[-1], SUMMER[0]]
    for day in order:
        mixed.at(day)
        mixed.run("pull", "--all", "--since", day)
    mixed.at(SUMMER[-1])
    mixed.run("pull", "--all")
    assert mixed.inbox() == at_once.inbox()


def test_two_processes_at_once(service, tmp_path):
    """Both pull all days; nobody is there twice, and none is missing."""
    person = Person(tmp_path / "two", service)
    person.at(SUMMER[-1])
    person.run("feed", "add", "hf")
    processes = [person.start("pull", "--since", SUMMER[0], "--wait", "120") for _ in range(2)]
    for process in processes:
        out, err = process.communicate(timeout=HANG_S)
        assert (process.returncode, out, err) == (0, "", "")
    assert set(person.inbox()) == listed(SUMMER)


def test_a_week_is_made_up_for_through_faults_and_kills(service, tmp_path):
    """Three requests in ten fail, the process is killed; all papers of the week are there."""
    person = Person(tmp_path / "week", service)
    truth = announced(person, "cs.CL+cs.CV", WEEK)
    assert len(truth) > 500
    person.at(WEEK[0])
    person.run("feed", "add", "arxiv:cs.CL+cs.CV", "arxiv:cs.LG", "hf")
    person.run("pull")
    person.at(WEEK[-1])
    call(service, "/_faults", FAULTS)
    chance = random.Random(3)
    for _ in range(8):
        process = person.start("pull", "--all")
        time.sleep(chance.uniform(0.3, 3))
        process.kill()
        process.communicate()
    for _ in range(10):
        person.run("pull", "--all", codes=(0, 4))
        if person.code == 0:
            break
    assert person.code == 0
    found = person.run("list", "feed:cs.CL+cs.CV", "--columns", "arxiv", "--limit", "0").split()
    assert truth <= set(found)
    assert sum(rule["applied"] for rule in call(service, "/_faults")) > 5


def test_a_gap_beyond_the_catch_up_pages(service, tmp_path):
    """After a hundred days the query API fills in what was submitted meanwhile."""
    person = Person(tmp_path / "long", service)
    person.at("2025-03-20")
    person.run("feed", "add", "arxiv:cs.RO")
    person.run("pull")
    truth = announced(person, "cs.RO", ("2025-03-21", "2025-03-24"))
    person.at("2025-06-27")
    person.run("pull")
    found = set(person.run("list", "--columns", "arxiv", "status:inbox", "--limit", "0").split())
    missing = truth - found
    assert len(truth) > 10
    # Late cross-lists are announced long after their submission, which is what is asked for.
    assert len(missing) <= len(truth) // 10


@pytest.mark.parametrize("interval_s", [0.4, 3.0])
def test_arxiv_is_never_asked_too_often(service, tmp_path, interval_s):
    """Not by two processes with feeds of all its addresses, and not by one after the other."""
    people = [
        Person(tmp_path / name, service, READLIST_ARXIV_INTERVAL=str(interval_s))
        for name in ("one", "two")
    ]
    state = people[0].env["XDG_STATE_HOME"]
    specs = ("arxiv:cs.CL", "arxiv:cat:cs.CV AND ti:video")
    for person in people:
        person.env["XDG_STATE_HOME"] = state
        person.at(WEEK[2])
        person.run("feed", "add", *specs[: 1 if interval_s > 1 else 2])
    call(service, "/_log", method="DELETE")
    for process in [person.start("pull") for person in people]:
        process.communicate(timeout=HANG_S)
        assert process.returncode == 0
    times = [one["time"] for one in call(service, "/_log?match=arxiv%7Coai")]
    assert len(times) >= 4
    assert min(later - sooner for sooner, later in pairwise(sorted(times))) >= interval_s


KINDS = [
    {"kind": "status", "code": 403}, {"kind": "status", "code": 500}, {"kind": "reset"},
    {"kind": "truncate"}, {"kind": "hang", "seconds": 30}, {"kind": "garbage"}, {"kind": "html"},
    {"kind": "empty_body"}, {"kind": "redirect_loop"}, {"kind": "gzip_bomb", "megabytes": 60},
    {"kind": "bad_utf8"}, {"kind": "entity_bomb"}, {"kind": "malicious"}, {"kind": "huge_entry"},
    {"kind": "duplicate_page"},
]  # fmt: skip
BROKEN = [("hf", "hf/api"), ("cs.CL", "arxiv/(rss|list)/cs.CL"), ("things", "raw/list")]


def test_a_fault_in_one_feed_leaves_the_others_whole(service, tmp_path):
    """Every kind of fault, in turn in one of the feeds; the others bring all that they have."""
    with urlopen(
        Request(f"{service}/raw/list.md", data=LIST.encode(), method="PUT"), timeout=HANG_S
    ):
        pass
    first = Person(tmp_path / "whole", service, READLIST_PATIENCE="10")
    first.at("2025-05-15")
    first.run("feed", "add", "hf", "arxiv:cs.CL", "arxiv:cs.LG")
    first.run("feed", "add", f"{service}/raw/list.md", "--name", "things")
    begun = (tmp_path / "whole" / "library.db").read_bytes()
    first.at("2025-05-15", 13)
    whole = scanned(first, codes=(0,))
    for number, rule in enumerate(KINDS):
        broken, path = BROKEN[number % len(BROKEN)]
        person = Person(tmp_path / str(number), service, READLIST_PATIENCE="10")
        (tmp_path / str(number) / "library.db").write_bytes(begun)
        person.at("2025-05-15", 13)
        call(service, "/_faults", {"path": path, **rule})
        found = scanned(person, codes=(0, 4))
        call(service, "/_faults", method="DELETE")
        assert {**found, broken: None} == {**whole, broken: None}, rule
        person.run("db", "check")


def scanned(person: Person, codes: tuple[int, ...]) -> dict[str, tuple[str, int]]:
    """Pull, and return how many papers of each feed were looked at.

    Which of two feeds brings a paper is chance; what each looks at is not.
    """
    done = json.loads(person.run("pull", "--all", "--json", codes=codes))
    return {line["feed"]: (line["state"], line["scanned"]) for line in done["feeds"]}


LIST = """# Awesome things

A curated list of papers.

## Foundations

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - NeurIPS 2017.
- [Language Models are Few-Shot Learners](https://arxiv.org/abs/2005.14165) - NeurIPS 2020.
"""
