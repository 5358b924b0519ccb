"""What other packages add: the example of each, and what happens with one that is broken."""

import json
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from support.paths import EXAMPLES
from support.program import Run

PLUGIN = EXAMPLES / "plugin"


def install(folder: Path, name: str, points: dict[str, dict[str, str]], code: Path) -> str:
    """Put what an installed package has beside its code, and return the path for Python."""
    info = folder / f"{name.replace('-', '_')}-0.1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n")
    lines = []
    for group, entries in points.items():
        lines += [f"[{group}]", *(f"{key} = {value}" for key, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return f"{folder}:{code}"


@pytest.fixture
def example(process: Run, tmp_path: Path):
    """Run the program with the example installed, as pip would."""
    project = tomllib.loads((PLUGIN / "pyproject.toml").read_text())["project"]
    path = install(tmp_path / "site", project["name"], project["entry-points"], PLUGIN / "src")
    return lambda *words, **more: process(*words, **{"PYTHONPATH": path, **more})


@pytest.fixture
def broken(process: Run, tmp_path: Path):
    """Run the program with a package installed in which everything is broken."""
    code = tmp_path / "code"
    code.mkdir()
    (code / "broken_plugin.py").write_text("raise ImportError('no module named lost\\x1b[31m')\n")
    (code / "odd_plugin.py").write_text("FORMAT = 'a format'\n")
    points = {
        "readlist.formats": {"lost": "broken_plugin:FORMAT", "odd": "odd_plugin:FORMAT"},
        "readlist.services": {"lost": "broken_plugin:SOURCE"},
        "readlist.commands": {"lost": "broken_plugin:run", "list": "broken_plugin:run"},
    }
    path = install(tmp_path / "site", "readlist-lost", points, code)
    return lambda *words, **more: process(*words, **{"PYTHONPATH": path, **more})


def test_a_format(example, tmp_path):
    """Read by its content, written by its name, and back."""
    (tmp_path / "a.txt").write_text("# shelf\n2017 | Attention Is All You Need | Ada Lovelace\nx\n")
    done = example("import", "a.txt", code=1)
    assert "a.txt (shelf): 1 paper: 1 new" in done.stdout
    assert "a.txt:3: This line is not of the form" in done.stderr
    written = example("export", "--format", "shelf").stdout
    assert written == "# shelf\n2017 | Attention Is All You Need | Ada Lovelace\n"
    example("export", "--out", "b.shelf")
    assert (tmp_path / "b.shelf").read_text() == written


def test_a_command(example):
    """It has the session, the streams, and the library of Python."""
    example("add", "--title", "A Paper of Some Kind", "--year", "2020", "--key", "one")
    assert "Others   unread\n" in example("--help").stdout
    assert "  unread      From the package" in example("help").stdout
    assert "Put this tag on them" in example("unread", "--help").stdout
    assert example("unread", "--tag", "later").stdout == "one\tA Paper of Some Kind\n"
    assert example("tag").stdout == "later\t1\n"
    assert "Tagged +later: one" in example("history").stdout


def test_a_service(example):
    """Asked for what no service of the program knows, in its turn, with one request."""
    asked = []

    class Catalogue(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            body = json.dumps({"title": "A House Paper", "authors": ["Ada Lovelace"], "year": 2021})
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Catalogue) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        done = example("add", f"{url}/paper-1", READLIST_OFFLINE="0", READLIST_EXAMPLE_URL=url)
        server.shutdown()
    assert done.stdout.endswith("lovelace2021house  A House Paper\n")
    assert asked == ["/paper-1.json"]


def test_a_broken_plugin_harms_nothing(broken, tmp_path):
    """It is told in one sentence where it is met, and nowhere else."""
    (tmp_path / "refs.txt").write_text("1706.03762 Attention Is All You Need\n")
    said = broken("import", "refs.txt").stderr.splitlines()
    left_out = "of readlist-lost does not work and is left out:"
    assert said == [
        f"readlist: The plugin 'lost' {left_out} ImportError: no module named lost [31m.",
        f"readlist: The plugin 'odd' {left_out} it is no Format.",
    ]
    assert broken("list").stderr == ""
    assert broken("status", "1", "read").stderr == ""
    assert "lost" in broken("--help").stdout
    done = broken("lost", code=2)
    assert "The command 'lost' of the package readlist-lost cannot be loaded" in done.stderr
    assert "There is no format 'nosuch'" in broken("export", "--format", "nosuch", code=2).stderr


def test_a_wrong_name_is_answered_with_the_nearest(example):
    """Also where that is a command of another package."""
    assert "did you mean 'unread'?" in example("unred", code=2).stderr
