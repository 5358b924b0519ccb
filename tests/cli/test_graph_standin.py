"""Gaps against a server that knows the truth about what papers cite."""

import json
import urllib.request

import pytest

from readlist.config import PACES, SERVICES
from support.program import runner
from support.standin_server import papers, standin

PATHS = {"arxiv_api": "arxiv/api/query", "arxiv_oai": "oai"}
COUNT = 150


def truth(url: str, **asked: object) -> dict[str, dict]:
    """Return what the server knows to be missing, by its name: an arXiv id, else a DOI."""
    body = json.dumps(asked).encode()
    request = urllib.request.Request(
        f"{url}/_gaps", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        said = json.load(answer)
    return {one["id"]: one for one in said["gaps"]}


@pytest.mark.shared
def test_every_gap_is_one_and_none_is_missing(environment, tmp_path, monkeypatch, capsys):
    """Counts lie between those without and with what Semantic Scholar hides."""
    with standin("--today", "2026-11-22", every=5) as url:
        there = {f"READLIST_{s.upper()}_URL": f"{url}/{PATHS.get(s, s)}" for s in SERVICES}
        waits = {f"READLIST_{pace.upper()}_INTERVAL": "0" for pace in PACES}
        folders = {f"XDG_{n.upper()}_HOME": str(tmp_path / n) for n in ("state", "cache")}
        online = {**environment, **there, **waits, **folders, "READLIST_OFFLINE": ""}
        run = runner(online, tmp_path, monkeypatch, capsys)
        chosen = papers(COUNT, every=100)
        rows = [
            {"title": p["title"], "authors": p["authors"], "arxiv": p["id"], "status": "read"}
            for p in chosen
        ]
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        run("import", "-", "--format", "jsonl", stdin=lines)
        said = json.loads(run("gaps", "--limit", "0", "--least", "3", "--json").stdout)
        ids = [p["id"] for p in chosen]
        seen, whole = truth(url, ids=ids, n=3), truth(url, ids=ids, n=3, hidden=1)
    # A record of the journal has no arXiv id: the same work by its title, which may differ.
    by_name = {f"{s}:{v}": g for g in said["gaps"] for s, v in g["identifiers"].items()}
    by_title = {one["title"].rstrip("."): one for one in said["gaps"]}
    found = {name: by_name.get(name) or by_title.get(one["title"]) for name, one in seen.items()}
    assert len(found) > 20
    assert [name for name, one in found.items() if one is None] == []
    for name, one in found.items():
        assert seen[name]["count"] <= one["count"] <= whole[name]["count"], name
    titles = {one["title"] for one in whole.values()}
    names = by_name.keys() & whole.keys()
    for one in said["gaps"]:
        known = {f"{s}:{v}" for s, v in one["identifiers"].items()} & names
        assert known or one["title"].rstrip(".") in titles, one
