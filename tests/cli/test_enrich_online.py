"""``enrich`` with services on loopback: faults are a sentence, and what came is kept."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from support.program import HANG_S
from support.services_server import eprint, services, work
from support.web_server import Answer

TITLE = "Learned Indexes for the Archives of Libraries"


@pytest.fixture
def net():
    with services() as running:
        running.eprints = {
            "2103.00001": eprint(TITLE),
            "2103.00002": eprint("Sparse Retrieval of Long Documents by Weights"),
        }
        yield running


def bare(online, *titles: str) -> None:
    online("import", "-", "--format", "csv", stdin="\n".join(("title", *titles)))


def test_a_title_becomes_a_paper(net, online):
    """What it costs is said before, what came after, and how to take it back."""
    bare(online, TITLE.upper())
    net.asked.clear()
    done = online("enrich")
    assert "1 paper to complete: about" in done.stderr
    assert done.stdout.startswith("Completed 1 of 1 paper: 1 identifier, 1 list of authors,")
    assert "readlist undo' takes it back" in done.stderr
    assert json.loads(online("show", "1", "--json").stdout)["papers"][0]["title"] == TITLE
    online("undo")
    assert json.loads(online("show", "1", "--json").stdout)["papers"][0]["identifiers"] == {}


def test_keys_made_of_bare_titles_are_renewed_when_asked(net, online):
    """The run says so; the former key still finds the paper, and a chosen one stays."""
    bare(online, TITLE.upper())
    former = json.loads(online("show", "1", "--json").stdout)["papers"][0]["key"]
    assert "1 key was made before the authors were known" in online("enrich").stderr
    planned = online("keys", "--renew", "--dry-run").stdout.split("\t")[:2]
    assert planned[0] == former
    assert online("keys").stdout.split("\t")[0] == former
    assert online("keys", "--renew").stdout.split("\t")[:2] == planned
    shown = json.loads(online("show", former, "--json").stdout)["papers"][0]
    assert (shown["id"], shown["key"]) == (1, planned[1])
    assert "0 keys renewed" in online("keys", "--renew").stderr
    online("key", "1", "mine2020")
    assert not online("keys", "--renew").stdout
    online("undo", "2")
    assert online("keys").stdout.split("\t")[0] == former
    assert "--renew" in online("keys", "--check", "--renew", code=2).stderr


def test_the_second_run_asks_nothing(net, online):
    """Neither what was found nor what was not."""
    bare(online, TITLE, "A Title That No Service Has Ever Heard Of")
    online("enrich")
    net.asked.clear()
    assert "Nothing is missing" in online("enrich").stdout
    assert net.asked == []


@pytest.mark.parametrize(
    "fault",
    [
        Answer(503, b""), Answer(429, b"Rate exceeded."), Answer(200, b"<html><title>Sorry"),
        Answer(200, b"\x00\xff" * 100), Answer(200, b""), Answer(404, b"gone"),
    ],
    ids=["503", "429", "page", "garbage", "nothing", "404"],
)  # fmt: skip
def test_a_service_that_fails_is_a_sentence(net, online, tmp_path, fault):
    """The others go on; the next run asks the one that failed."""
    bare(online, TITLE)
    net.faults.append(("^arxiv_api", fault))
    done = online("enrich", code=4)
    assert "arXiv" in done.stderr
    assert "'readlist enrich' goes on with 1 paper" in done.stderr
    assert any(one.startswith("dblp") for one in net.asked)
    net.faults.clear()
    net.asked.clear()
    shutil.rmtree(tmp_path / "state")  # in which it is written that arXiv wants to rest
    assert json.loads(online("enrich", "--json").stdout)["gained"]["identifier"] == 1
    assert not any(one.startswith("dblp search") for one in net.asked)


def test_interrupted_what_came_is_kept(net, online, environment, tmp_path):
    """Ctrl-C while a service is asked: exit code 130, and how to go on."""
    bare(online, TITLE, *(f"A Title That Nobody Knows of Volume {n}" for n in range(5)))
    command = [sys.executable, "-m", "readlist", "enrich", "--yes"]
    with subprocess.Popen(
        command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True
    ) as process:

        def stop() -> None:
            if sum(one.startswith("crossref") for one in net.asked) == 2:
                os.kill(process.pid, signal.SIGINT)

        net.watch = stop
        _, said = process.communicate(timeout=HANG_S)
    assert process.returncode == 130, said
    assert "Interrupted. What came is kept; 'readlist enrich' goes on with" in said
    assert "Traceback" not in said
    net.watch = None
    net.asked.clear()
    online("enrich")
    assert sum(one.startswith("crossref") for one in net.asked) == 5
    assert not any(one.startswith("arxiv_api") for one in net.asked)


def test_where_others_answer_nothing_is_left(net, online):
    """A service that fails is told; where nobody has to be asked again the run went well."""
    bare(online, TITLE)
    found = work("10.1000/indexes", TITLE, abstract="<jats:p>A text.</jats:p>")
    body = json.dumps({"message": {"items": [found]}}).encode()
    net.faults = [("^arxiv_api", Answer(500, b"")), ("^crossref works $", Answer(body=body))]
    done = online("enrich")
    assert "arXiv answered with HTTP 500. Other services answered in place of that." in done.stderr
