"""PDFs kept and searched: whole or not at all, by key, each content once; pages with the words."""

import gzip
import json
import os
import sys
import time
from pathlib import Path

import pytest

from readlist.config import PACES, SERVICES
from readlist.errors import FileError, NetworkError, OfflineError
from readlist.files import pdf as pdfs
from readlist.library.pdfs import files
from readlist.model import Identifier, Link, Paper
from readlist.services.base import service_at
from readlist.web import download
from readlist.web.client import Client, WebOptions
from readlist.web.download import fetch
from support.clock import Clock
from support.pdf_files import lines, pdf
from support.program import runner
from support.web_server import Answer, serving

PAPER = pdf(lines("Attention is all you need.\nWe use warm-\nup steps."), lines("The second page."))
OTHER = pdf(lines("Convolutions over graphs."), lines("Attention again, and attention."))
GOOD = Answer(body=PAPER, headers={"Content-Type": "application/pdf", "ETag": '"one"'})
PAGE = Answer(body=b"<html>Please wait</html>", headers={"Content-Type": "text/html"})


def cut(body, at, **headers):
    """Return an answer that promises all of a body and breaks off within it."""

    def act(handler):
        handler.send_response(200)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body[:at])

    return Answer(act=act)


def rest(body, at, start=None):
    """Return an answer with the rest of a body, or with what it takes for that."""
    start = at if start is None else start
    said = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}", "ETag": '"one"'}
    return Answer(206, body[start:], said)


def client(server, tmp_path, clock=None, **more):
    options = {
        "folder": tmp_path / "state", "first_wait_s": 0.01, "rest_s": 0.01, "patience_s": 60.0,
        "intervals_s": {service_at(server.url).pace: 0.0},
    } | more  # fmt: skip
    if clock is None:
        return Client(WebOptions(**options))
    return Client(WebOptions(**options), sleep=clock.sleep, clock=clock, now=clock)


def fetched(server, tmp_path, path="/x.pdf", **more):
    url = server.url + path
    with client(server, tmp_path, **more) as asking:
        return fetch(asking, service_at(url), url, tmp_path / "pdfs")


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def left(tmp_path):
    return names(tmp_path / "pdfs")


# One file from a server


def test_a_file_comes_whole(tmp_path):
    with serving(GOOD) as server:
        found = fetched(server, tmp_path)
        assert found.path.read_bytes() == PAPER
        assert found.sha256 == files.sha256(found.path)
        headers = server.asked[0].headers
    assert headers["user-agent"].startswith("readlist/")
    assert "range" not in headers
    assert len(left(tmp_path)) == 1


def test_a_cut_file_is_gone_on_with(tmp_path):
    """The server is asked for the rest, as long as it is the same file."""
    with serving(cut(PAPER, 300, ETag='"one"'), rest(PAPER, 300)) as server:
        assert fetched(server, tmp_path).path.read_bytes() == PAPER
        headers = server.asked[1].headers
    assert (headers["range"], headers["if-range"]) == ("bytes=300-", '"one"')


def test_another_run_goes_on(tmp_path):
    with serving(cut(PAPER, 300, **{"Last-Modified": "Mon, 02 Aug 2023 00:00:00 GMT"})) as server:
        with pytest.raises(NetworkError, match="broke off in the middle"):
            fetched(server, tmp_path)
        server.answers[:] = [rest(PAPER, 300)]
        assert fetched(server, tmp_path).path.read_bytes() == PAPER
        assert server.asked[-1].headers["range"] == "bytes=300-"


@pytest.mark.parametrize(
    "answers",
    [
        [cut(PAPER, 300, ETag='"one"'), GOOD],
        [cut(PAPER, 300), GOOD],
        [cut(PAPER, 300, ETag='W/"weak"'), GOOD],
        [cut(PAPER, 300, ETag='"one"'), Answer(416, b""), GOOD],
        [cut(PAPER, 300, ETag='"one"'), rest(PAPER, 300, 100), GOOD],
    ],
    ids=["changed", "no mark", "weak mark", "416", "another part"],
)
def test_what_cannot_be_gone_on_with_begins_anew(answers, tmp_path):
    with serving(*answers) as server:
        assert fetched(server, tmp_path).path.read_bytes() == PAPER
    assert len(left(tmp_path)) == 1


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (PAGE, "answered with a web page instead of a PDF"),
        (Answer(body=b"\x89PNG" + b"." * 2000), "answered with something else instead of a PDF"),
        (Answer(body=b""), "answered with an empty file instead of a PDF"),
        (Answer(403, b"no"), "answered with HTTP 403"),
    ],
)
def test_what_is_no_pdf_leaves_nothing(answer, sentence, tmp_path):
    """It is asked for once, and the host may have other papers."""
    with serving(answer) as server, client(server, tmp_path) as asking:
        url = server.url + "/x.pdf"
        with pytest.raises(NetworkError, match=f"127.0.0.1:[0-9]+ {sentence}"):
            fetch(asking, service_at(url), url, tmp_path / "pdfs")
        server.answers[:] = [GOOD]
        assert fetch(asking, service_at(url), url + "2", tmp_path / "pdfs")
        assert len(server.asked) == 2
    assert len(left(tmp_path)) == 1


def test_a_part_that_nobody_asked_for_is_no_file(tmp_path):
    """The whole is asked for again."""
    part = Answer(206, b"abcdef", {"Content-Range": "bytes 5-10/20"})
    with serving(part, Answer(body=b"%PDF-1.5\n%%EOF")) as server:
        assert fetched(server, tmp_path).size == 14
        assert len(server.asked) == 2


@pytest.mark.parametrize("told", [True, False])
def test_a_file_has_a_limit(told, tmp_path, monkeypatch):
    monkeypatch.setattr(download, "LIMIT_BYTES", 1_000)

    def act(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "9999999999") if told else None
        handler.end_headers()
        handler.wfile.write(b"%PDF-1.5\n" + b"x" * (100 if told else 100_000))

    with serving(Answer(act=act)) as server:
        with pytest.raises(NetworkError, match="offers a file of more than"):
            fetched(server, tmp_path)
        assert len(server.asked) == 1
    assert left(tmp_path) == []


def test_an_end_that_nobody_announced_is_looked_at(tmp_path):
    """Without a length, a connection that breaks looks like the end of the file."""

    def act(body):
        def send(handler):
            handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + body)

        return Answer(act=send)

    with serving(act(PAPER[:400]), act(PAPER)) as server:
        assert fetched(server, tmp_path).path.read_bytes() == PAPER
        assert len(server.asked) == 2


def test_redirects_are_followed_and_counted(tmp_path):
    with serving(Answer(301, b"", {"Location": "/y"}), GOOD) as server:
        assert fetched(server, tmp_path).url.endswith("/y")
        server.answers[:] = [Answer(302, b"", {"Location": "/x.pdf"})]
        with pytest.raises(NetworkError, match="sent the program on more than 5 times"):
            fetched(server, tmp_path)
        server.answers[:] = [Answer(302, b"", {"Location": "file:///etc/passwd"})]
        with pytest.raises(NetworkError, match="no web address"):
            fetched(server, tmp_path)


def test_a_compressed_answer_is_taken_whole(tmp_path):
    """Servers that compress against our wish are read, and never asked for a part."""
    packed = gzip.compress(PAPER)
    headers = {"Content-Encoding": "gzip", "ETag": '"one"'}
    whole = Answer(body=packed, headers=headers)
    with serving(cut(packed, 300, **headers), whole) as server:
        assert fetched(server, tmp_path).path.read_bytes() == PAPER
        assert "range" not in server.asked[1].headers
        assert server.asked[0].headers["accept-encoding"] == "identity"


def test_what_is_not_there_is_no_fault(tmp_path):
    with serving(Answer(404, b"gone")) as server:
        assert fetched(server, tmp_path) is None
        assert len(server.asked) == 1


def test_throttling_and_trouble_are_waited_for(tmp_path):
    with serving(Answer(429, b"", {"Retry-After": "0"}), Answer(502, b""), GOOD) as server:
        assert fetched(server, tmp_path)
        assert len(server.asked) == 3


def test_a_host_that_fails_is_not_asked_again(tmp_path):
    with serving(Answer(503, b"")) as server, client(server, tmp_path) as asking:
        for name in ("/x.pdf", "/y.pdf"):
            url = server.url + name
            with pytest.raises(NetworkError):
                fetch(asking, service_at(url), url, tmp_path / "pdfs")
        assert len(server.asked) == download.TRIES


def test_slow_is_given_up(tmp_path, monkeypatch):
    """A server that drips is not waited for as long as it likes."""
    monkeypatch.setattr(download, "SLOWEST_BYTES_S", 1_000_000_000)

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000000")
        handler.end_headers()
        handler.wfile.write(b"%PDF-")
        while True:
            handler.wfile.write(b"." * 100)

    # Every look at the clock costs a second.
    with serving(Answer(act=drip)) as server:
        with pytest.raises(NetworkError, match=r"too slowly|in time"):
            fetched(server, tmp_path, clock=Clock(tick_s=1.0), patience_s=60.0)
        assert len(server.asked) <= download.TRIES


def test_offline_asks_nobody(tmp_path):
    with serving(GOOD) as server:
        with pytest.raises(OfflineError):
            fetched(server, tmp_path, offline=True)
        assert server.asked == []


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "pdfs").write_text("no folder")
    with serving(GOOD) as server, pytest.raises(FileError, match="Cannot write"):
        fetched(server, tmp_path)


def test_hosts_have_paces_of_their_own():
    assert service_at("https://arxiv.org/pdf/1706.03762").pace == "arxiv"
    assert service_at("https://Example.org/x").pace == "web-example.org"
    odd = service_at("https://u:p@../../etc:1/x").pace
    assert "/" not in odd
    assert "u:p" not in service_at("https://u:p@host/x").label


# The folder


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("vaswani2017attention", "vaswani2017attention"),
        ("DBLP:conf/nips/VaswaniSPUJGKP17", "DBLP-conf-nips-VaswaniSPUJGKP17"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", "paper"),
        ("con", "con-paper"),
        ("aux.x", "paper-aux.x"),
        ("müller2020über", "müller2020über"),
        ("ü" * 150, "ü" * 100),
        ("a\x00b\nc", "a-b-c"),
    ],
)
def test_names_are_made_of_the_key_alone(key, name):
    assert files.file_name(key) == name


def incoming(folder, data, name=".in.part"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def test_one_content_is_one_file(tmp_path):
    """Another content under the same key gets another name; no file is ever replaced."""
    folder = tmp_path / "pdfs"
    kept = [files.keep(folder, incoming(folder, data), key) for data, key in (
        (PAPER, "one"), (PAPER, "two"), (OTHER, "one"), (PAPER[:-1] + b"\r", "one"),
    )]  # fmt: skip
    assert [(one.name, one.new) for one in kept] == [
        ("one.pdf", True), ("one.pdf", False), ("one-2.pdf", True), ("one-3.pdf", True),
    ]  # fmt: skip
    assert left(tmp_path) == ["one-2.pdf", "one-3.pdf", "one.pdf"]
    assert (folder / "one.pdf").read_bytes() == PAPER


def test_disks_without_second_names(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "not supported")

    monkeypatch.setattr(os, "link", refuse)
    folder = tmp_path / "pdfs"
    assert files.keep(folder, incoming(folder, PAPER), "one").name == "one.pdf"
    assert files.keep(folder, incoming(folder, OTHER), "one").name == "one-2.pdf"


def test_links_stay_in_the_folder(tmp_path):
    """A path of a bibliography opens what it names; one that leads out of the folder does not."""
    (tmp_path / "secret.pdf").write_bytes(PAPER)
    folder = tmp_path / "pdfs"
    paper = Paper(id=1, key="k", links=(Link("file", "../secret.pdf"), Link("file", "notes.txt")))
    assert files.file_of(folder, paper) is None
    absolute = str(tmp_path / "secret.pdf")
    paper = Paper(id=1, key="k", links=(Link("file", absolute), Link("file", "a\0b.pdf")))
    assert files.file_of(folder, paper) == Path(absolute)


def test_places_in_their_order():
    paper = Paper(
        id=1,
        key="k",
        identifiers=(Identifier("acl", "P18-1001"), Identifier("arxiv", "1706.03762")),
        links=(
            Link("code", "https://x.org/code"),
            Link("url", "https://x.org/a.PDF?x=1"),
            Link("pdf", "https://openreview.net/pdf?id=abc123XYZ0"),
            Link("pdf", "ftp://x.org/b"),
            Link("pdf", "https://arxiv.org/pdf/1706.03762v3"),
            Link("pdf", "http://y.org/c"),
        ),
    )
    assert [f"{place.service}{place.path}" for place in files.addresses(paper)] == [
        "arxiv_pdf/1706.03762", "acl/P18-1001.pdf", "openreview/pdf?id=abc123XYZ0",
        "http://y.org/c", "https://x.org/a.PDF?x=1",
    ]  # fmt: skip


def test_parts_are_forgotten_after_a_month(tmp_path):
    now = time.time()
    for name, age_days in ((".a.part", 40), (".b.part", 1), ("c.pdf", 40)):
        path = incoming(tmp_path / "pdfs", b"x", name)
        os.utime(path, (now, now - age_days * 86_400))
    files.forget_parts(tmp_path / "pdfs", now)
    assert left(tmp_path) == [".b.part", "c.pdf"]


# The commands


@pytest.fixture
def server():
    with serving(GOOD) as running:
        yield running


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "readlist" / "pdfs"


@pytest.fixture(scope="module")
def filled():
    """A library with two papers, once it has been made."""
    return {}


@pytest.fixture
def go(filled, server, environment, tmp_path, monkeypatch, capsys):
    """Run the program with every service at the test's server."""
    urls = {f"READLIST_{name.upper()}_URL": f"{server.url}/{name}" for name in SERVICES}
    waits = {f"READLIST_{pace.upper()}_INTERVAL": "0" for pace in PACES}
    folders = {
        f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("state", "cache", "data")
    }
    more = {"READLIST_OFFLINE": "", "READLIST_PATIENCE": "2"}
    run = runner({**environment, **urls, **waits, **folders, **more}, tmp_path, monkeypatch, capsys)
    path = tmp_path / "library.db"
    if "library" in filled:
        path.write_bytes(filled["library"])
        return run
    for number in (1, 2):
        run("add", "--offline", "--title", f"Paper {number}", "--author", f"Ada Writer{number}",
            "--year", "2020", "--identifier", f"arxiv:2001.0000{number}")  # fmt: skip
    filled["library"] = path.read_bytes()
    return run


def test_a_pdf_is_kept_under_its_key(go, server, folder):
    """It is a fact of the paper like others: shown, found, undone; asked for once."""
    done = go("pdf", "1")
    path = folder / "writer12020paper.pdf"
    assert done.stdout == f"Kept: writer12020paper  {path}  {max(1, len(PAPER) // 1000)} kB\n"
    assert path.read_bytes() == PAPER
    assert server.asked[-1].path == "/arxiv_pdf/2001.00001"
    assert go("list", "-q", "has:pdf").stdout == go("list", "-q", "has:file").stdout == "1\n"
    assert json.loads(go("show", "1", "--json").stdout)["papers"][0]["links"] == {
        "file": "writer12020paper.pdf"
    }
    before = len(server.asked)
    assert go("pdf", "1").stdout == f"Here already: writer12020paper  {path}\n"
    assert len(server.asked) == before
    assert "undoing this leaves the file" in go("undo").stdout
    assert go("list", "-q", "has:pdf").stdout == ""
    assert path.exists()
    go("redo")
    assert go("open", "1", "--pdf").stdout == f"{path}\n"


def test_the_same_content_is_kept_once(go, folder):
    done = go("pdf", "1", "2")
    assert "Here already: writer22020paper" in done.stdout
    assert names(folder) == ["writer12020paper.pdf"]
    assert "Kept the 2 PDFs" in go("history").stdout


def test_again_takes_what_is_newer(go, server, folder):
    """A new version of a paper is another file; the former one stays on the disk."""
    go("pdf", "1")
    go("pdf", "1", "--again")
    assert names(folder) == ["writer12020paper.pdf"]
    server.answers[:] = [Answer(body=OTHER)]
    go("pdf", "1", "--again")
    assert go("open", "1", "--pdf").stdout == f"{folder}/writer12020paper-2.pdf\n"
    go("undo")
    assert go("open", "1", "--pdf").stdout == f"{folder}/writer12020paper.pdf\n"


def test_two_papers_under_one_name(go, server, folder):
    """The key of a paper that was renamed may be given again; its file is not replaced."""
    go("pdf", "1")
    go("key", "1", "first")
    go("rm", "1", "--yes")
    server.answers[:] = [Answer(body=OTHER)]
    go("key", "2", "writer12020paper")
    go("pdf", "2")
    assert names(folder) == ["writer12020paper-2.pdf", "writer12020paper.pdf"]
    assert (folder / "writer12020paper.pdf").read_bytes() == PAPER


def test_answers_for_programs(go, folder):
    shape = json.loads(go("pdf", "1", "--json").stdout)
    assert (shape["version"], shape["kept"], shape["known"]) == (1, 1, 0)
    paper = shape["papers"][0]
    assert paper["path"] == str(folder / "writer12020paper.pdf")
    assert (paper["bytes"], len(paper["sha256"]), paper["problem"]) == (len(PAPER), 64, None)
    assert go("pdf", "2", "--quiet").stdout == "2\n"


def test_a_dry_run_downloads_nothing(go, server, folder):
    done = go("pdf", "--where", "-has:file", "--dry-run")
    assert done.stdout.splitlines()[0] == f"writer12020paper\t{server.url}/arxiv_pdf/2001.00001"
    assert server.asked == []
    assert not folder.exists()


def test_a_paper_without_a_place(go, server):
    go("add", "--offline", "--title", "Nowhere to be found", "--identifier", "isbn:9780262035613")
    done = go("pdf", "3", "1", code=1)
    assert "names no place for a PDF" in done.stderr
    assert done.stdout.startswith("Kept: writer12020paper")
    server.answers[:] = [Answer(404, b"")]
    assert "arXiv has no PDF of writer22020paper." in go("pdf", "2", code=1).stderr


def test_the_next_place_is_asked(go, server):
    go("edit", "1", "--link", f"pdf={server.url}/mine.pdf")
    server.answers[:] = [Answer(404, b""), GOOD]
    go("pdf", "1")
    assert [one.path for one in server.asked] == ["/arxiv_pdf/2001.00001", "/mine.pdf"]


def test_a_failure_does_not_take_the_others_along(go, server, folder):
    server.answers[:] = [PAGE, GOOD]
    done = go("pdf", "1", "2", code=4)
    assert done.stderr.startswith("arXiv answered with a web page instead of a PDF. Try later")
    assert names(folder) == ["writer22020paper.pdf"]
    assert go("list", "-q", "has:file").stdout == "2\n"


def test_offline_says_so(go, server):
    assert "cannot be downloaded now" in go("pdf", "1", "--offline", code=4).stderr
    assert server.asked == []


def test_an_interruption_keeps_what_came(go, server, folder):
    def stop(handler):
        import _thread

        _thread.interrupt_main()
        handler.send_response(200)
        handler.send_header("Content-Length", "9999")
        handler.end_headers()
        handler.wfile.write(b"%PDF-1.5 ")
        time.sleep(1)

    server.answers[:] = [GOOD, Answer(act=stop)]
    done = go("pdf", "1", "2", code=130)
    assert "Interrupted. What came is kept; 1 PDF can be downloaded later." in done.stderr
    assert go("list", "-q", "has:file").stdout == "1\n"


def test_another_folder(go, tmp_path, monkeypatch):
    monkeypatch.setenv("READLIST_PDF_FOLDER", str(tmp_path / "elsewhere"))
    go("pdf", "1")
    (tmp_path / "elsewhere").rename(tmp_path / "moved")
    assert "Is its drive mounted?" in go("open", "1", "--pdf", code=3).stderr
    monkeypatch.setenv("READLIST_PDF_FOLDER", str(tmp_path / "moved"))
    assert go("open", "1", "--pdf").stdout == f"{tmp_path}/moved/writer12020paper.pdf\n"


# Adding


def test_an_added_pdf_is_copied(go, folder, tmp_path):
    """The original stays; adding it again changes nothing."""
    original = tmp_path / "My download (1).pdf"
    original.write_bytes(PAPER)
    go("add", "--offline", original.name, "--title", "A Title of Mine", "--year", "2021")
    assert original.exists()
    assert names(folder) == ["title2021mine.pdf"]
    original.rename(tmp_path / "again.pdf")
    assert go("list", "-q", "has:pdf").stdout == "3\n"
    assert go("open", "3", "--pdf").stdout == f"{folder}/title2021mine.pdf\n"


def test_a_pdf_that_is_known_is_not_copied_again(go, folder, tmp_path):
    stamped = pdf([*lines("arXiv:2001.00001v1 [cs.CL] 2 Jan 2020"), *lines("Text.", 300)])
    (tmp_path / "a.pdf").write_bytes(stamped)
    assert go("add", "--offline", "a.pdf").stdout.startswith("Updated: 1")
    (tmp_path / "a.pdf").rename(tmp_path / "b.pdf")
    assert go("add", "--offline", "b.pdf").stdout.startswith("Known already: 1")
    assert names(folder) == ["writer12020paper.pdf"]


def test_a_dry_run_copies_nothing(go, folder, tmp_path):
    (tmp_path / "a.pdf").write_bytes(PAPER)
    go("add", "--offline", "--dry-run", "a.pdf")
    assert not folder.exists()


def test_a_copy_that_fails_leaves_the_paper(go, folder, tmp_path):
    (tmp_path / "a.pdf").write_bytes(PAPER)
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way")
    assert "Cannot copy" in go("add", "--offline", "a.pdf", code=1).stderr
    assert go("open", "3", "--pdf").stdout == f"{tmp_path}/a.pdf\n"


# Opening


@pytest.fixture
def viewer(tmp_path, monkeypatch):
    """A viewer that writes down what it was given."""
    script = tmp_path / "viewer.py"
    script.write_text("import sys\nopen(sys.argv[1], 'w').write(sys.argv[2])\n")
    monkeypatch.setenv("READLIST_VIEWER", f"{sys.executable} {script} '{tmp_path}/opened it'")
    return tmp_path / "opened it"


def test_the_viewer_opens_it(go, viewer, folder):
    go("pdf", "1")
    assert go("open", "1", "--pdf").stdout == ""
    assert viewer.read_text() == f"{folder}/writer12020paper.pdf"
    assert go("list", "-q", "status:reading").stdout == ""


def test_opening_starts_reading_where_configured(go, viewer):
    go("pdf", "1")
    go("config", "set", "open_starts_reading", "true")
    assert go("open", "1", "--pdf", "--print").stderr == ""
    assert go("list", "-q", "status:reading").stdout == ""
    assert go("open", "1", "--pdf").stderr == "Marked reading: writer12020paper\n"
    shown = json.loads(go("show", "1", "--json").stdout)["papers"][0]
    assert (shown["status"], shown["started"][:10]) == ("reading", "2026-11-22")
    assert go("open", "1", "--pdf").stderr == ""
    go("status", "1", "read")
    go("open", "1", "--pdf")
    assert go("list", "-q", "status:read").stdout == "1\n"


@pytest.mark.parametrize("command", ["no-such-viewer", "false"])
def test_a_viewer_that_fails(go, folder, monkeypatch, command):
    monkeypatch.setenv("READLIST_VIEWER", command)
    go("pdf", "1")
    done = go("open", "1", "--pdf", code=1)
    assert f"{command} could not open it" in done.stderr
    assert done.stdout == f"{folder}/writer12020paper.pdf\n"


def test_nothing_to_open(go):
    said = go("open", "1", "--pdf", code=3).stderr
    assert "There is no PDF of writer12020paper here. 'readlist pdf writer12020paper'" in said


# The text of all pages


def test_all_pages_have_text(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf(*(lines(f"Page number {n}") for n in range(1, 8))))
    whole = pdfs.read_all(str(tmp_path / "a.pdf"))
    assert whole.total == len(whole.pages) == 7
    assert whole.pages[6].text == "Page number 7"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (PAPER[:200], "damaged"),
        (pdf([]), "has no text"),
        (b"<html>", "web page"),
    ],
)
def test_no_text_is_a_sentence(data, sentence, tmp_path):
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(FileError, match=sentence):
        pdfs.read_all(str(tmp_path / "a.pdf"))


# Index and search


@pytest.fixture
def indexed(go, server):
    """Two papers whose PDFs are here and in the index."""
    server.answers[:] = [GOOD, Answer(body=OTHER)]
    go("pdf", "1", "2")
    go("tag", "2", "+graphs")
    assert go("index", "--pdf").stdout == "Read 2 PDFs with 4 pages.\n"
    return go


def test_pages_are_found(indexed):
    """The words in any form, the page, what stands around them, and the paper."""
    found = indexed("search", "--fulltext", "attention").stdout.splitlines()
    assert found == [
        "writer22020paper\t2\tAttention again, and attention.\tPaper 2",
        "writer12020paper\t1\tAttention is all you need. We use warmup steps.\tPaper 1",
    ]
    assert indexed("search", "--fulltext", "warmup").stdout.startswith("writer12020paper\t1\t")
    for words, pages in (
        (["attention", "tag:graphs"], 1), (['"attention again"'], 1), (["graph"], 1),
        (["convol*"], 1), (["attention", "OR", "convolutions"], 3), (["attention", "-steps"], 1),
        (["(attention", "OR", "page)", "-tag:graphs"], 2), (["nothing"], 0),
    ):  # fmt: skip
        found = indexed("search", "--fulltext", *(["--", *words])).stdout.splitlines()
        assert len(found) == pages, words


def test_pages_for_programs(indexed, folder):
    shape = json.loads(indexed("search", "--fulltext", "--json", "steps").stdout)
    paper = {"id": 1, "key": "writer12020paper", "title": "Paper 1", "status": "to-read"}
    assert shape["pages"] == [{
        "paper": paper, "page": 1, "file": str(folder / "writer12020paper.pdf"),
        "snippet": "Attention is all you need. We use warmup steps.", "found": ["steps"],
    }]  # fmt: skip
    assert indexed("search", "--fulltext", "-q", "attention").stdout == "2\n1\n"
    assert len(indexed("search", "--fulltext", "--limit", "1", "attention").stdout.split("\n")) == 2


def test_pages_on_a_terminal(indexed, monkeypatch):
    from readlist.cli.app import App

    monkeypatch.setattr(App, "on_terminal", True)
    shown = indexed("search", "--fulltext", "attention").stdout
    assert "writer22020paper  Paper 2\n  p. 2  Attention again, and attention.\n" in shown


@pytest.mark.parametrize("words", [["tag:x"], [], ["tag:x", "OR", "word"], ["-tag:x"]])
def test_a_search_without_words(indexed, words):
    assert "Which words?" in indexed("search", "--fulltext", "--", *words, code=2).stderr
    indexed("search", "--fulltext", "--sort", "year", "x", code=2)


def test_only_what_changed_is_read(indexed, folder, server, monkeypatch):
    read = []
    real = pdfs.read_all
    from readlist.library.pdfs import index

    monkeypatch.setattr(index, "read_all", lambda path: read.append(path) or real(path))
    assert indexed("index", "--pdf").stdout == ("Read 0 PDFs with 0 pages; 2 had not changed.\n")
    os.utime(folder / "writer12020paper.pdf", (1, 1))
    indexed("index", "--pdf")
    assert read == []
    (folder / "writer12020paper.pdf").write_bytes(pdf(lines("Something quite different.")))
    indexed("index", "--pdf")
    assert read == [str(folder / "writer12020paper.pdf")]
    assert indexed("search", "--fulltext", "warmup").stdout == ""
    assert indexed("search", "--fulltext", "different").stdout.startswith("writer12020paper\t1")


def test_the_index_follows_the_library(indexed):
    """Keys are the library's; what it has not any more is not found, and leaves the index."""
    indexed("key", "2", "graphs2020")
    assert indexed("search", "--fulltext", "graphs").stdout.startswith("graphs2020\t1\t")
    indexed("rm", "2", "--yes")
    assert indexed("search", "--fulltext", "graphs").stdout == ""
    assert indexed("index", "--pdf").stdout.endswith("1 left the index.\n")


def test_another_paper_of_the_same_number_has_not_its_pages(indexed, tmp_path):
    """A backup does not know papers that came later, and gives their numbers again."""
    indexed("db", "backup", "backup.db")
    (tmp_path / "mine.pdf").write_bytes(pdf(lines("Quokkas are marsupials.")))
    indexed("add", "--title", "Quokkas")
    indexed("attach", "quokkas", "mine.pdf")
    indexed("index", "--pdf")
    assert indexed("search", "--fulltext", "marsupials").stdout.startswith("quokkas\t1\t")
    indexed("db", "restore", "backup.db", "--yes")
    indexed("add", "--title", "Something Else")
    assert indexed("search", "--fulltext", "marsupials").stdout == ""


def test_nothing_is_lost_with_the_index(indexed, tmp_path):
    path = tmp_path / "library.fulltext.db"
    for damage in (b"", b"no database at all" * 99, path.read_bytes()[:5000]):
        path.write_bytes(damage)
        if damage:
            indexed("search", "--fulltext", "steps", code=5)
        assert indexed("index", "--pdf").stdout == "Read 2 PDFs with 4 pages.\n"
        assert indexed("search", "--fulltext", "steps").stdout
    path.unlink()
    said = indexed("search", "--fulltext", "steps", code=1).stderr
    assert "There is no index of full texts yet." in said
    assert indexed("index").stdout.splitlines()[1].startswith("2 PDFs are not in the index")


def test_a_file_of_another_program_is_left_alone(go, tmp_path):
    import sqlite3

    path = tmp_path / "library.fulltext.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE mine (x)")
    db.close()
    before = path.read_bytes()
    assert "another program" in go("index", "--pdf", code=5).stderr
    assert path.read_bytes() == before


def test_a_damaged_pdf_is_one_sentence(indexed, folder):
    (folder / "writer12020paper.pdf").write_bytes(PAPER[:200])
    for _ in range(2):  # it is not read again, and not forgotten
        done = indexed("index", "--pdf", code=1)
        assert done.stderr.count("\n") == 1
        assert "is damaged" in done.stderr
    (folder / "writer12020paper.pdf").unlink()
    assert "is not at" in indexed("index", "--pdf", code=1).stderr
    shape = json.loads(indexed("index", "--pdf", "--json", code=1).stdout)
    assert shape["problems"][0]["key"] == "writer12020paper"


def test_a_part_of_the_library_is_indexed(indexed, tmp_path):
    (tmp_path / "library.fulltext.db").unlink()
    assert indexed("index", "--pdf", "tag:graphs").stdout == "Read 1 PDF with 2 pages.\n"
    done = indexed("search", "--fulltext", "attention")
    assert done.stdout.count("\n") == 1
    assert done.stderr.startswith("1 PDF is not in the index;")


def test_text_of_pages_is_data(go, server):
    hostile = pdf(lines("[bold]markup[/bold] \x1b[31mred\x1b[0m \x02marked\x03 words"))
    server.answers[:] = [Answer(body=hostile)]
    go("pdf", "1")
    go("index", "--pdf")
    said = go("search", "--fulltext", "markup").stdout
    assert "[bold]markup[/bold]" in said
    assert said.rstrip("\n").replace("\t", " ").isprintable()
