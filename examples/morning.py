# ruff: noqa: INP001 - no package
"""A morning's papers on loopback: what arXiv and Hugging Face would answer on 10 March 2026.

The demonstration and the documentation pull from here, so that they show real output without a
network. The papers are invented; the answers have the services' shapes.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

DAY = "2026-03-10"


class Paper(NamedTuple):
    """One paper of the morning; ``votes`` is None where Hugging Face does not list it."""

    number: str
    title: str
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    abstract: str
    kind: str = "new"
    votes: int | None = None


PAPERS = (
    Paper(
        "2603.90001",
        "Experts on a Diet: Pruning Mixtures While They Train",
        ("Ada Ferrante", "Jun Hayashi"),
        ("cs.LG", "cs.CL"),
        "A mixture of experts is trained with far more experts than it needs. We let those that "
        "are seldom asked starve during training, and end with a third of them. The "
        "attention layers are left alone.",
        votes=87,
    ),
    Paper(
        "2603.90002",
        "Linear Attention Remembers What It Is Told to Remember",
        ("Mira Okafor", "Ada Ferrante", "Tom Lindqvist"),
        ("cs.CL",),
        "Linear attention forgets. We show that a gate that is learned from the question, not "
        "from the text, keeps the facts that are asked for later, at one vector for each head.",
        votes=41,
    ),
    Paper(
        "2603.90003",
        "A Thousand Translations of One Sentence",
        ("Lucía Prado",),
        ("cs.CL",),
        "We collect a thousand human translations of each of forty sentences and ask which metrics "
        "see that all of them are good. None does.",
    ),
    Paper(
        "2603.90004",
        "Grasping What Is Behind the Cup",
        ("Petra Novák", "Jun Hayashi"),
        ("cs.RO", "cs.LG"),
        "Robots that reach behind things must imagine them first. A small diffusion model that "
        "draws the hidden half of a scene doubles the rate of success on a kitchen table.",
        kind="cross",
        votes=12,
    ),
    Paper(
        "1706.03762",
        "Attention Is All You Need",
        ("Ashish Vaswani", "Noam Shazeer"),
        ("cs.CL",),
        "The dominant sequence transduction models are based on complex recurrent networks.",
        kind="replace",
    ),
)
OLDER = (
    Paper(
        "2509.90007",
        "Reading Lists Considered Useful",
        ("Mira Okafor", "Tom Lindqvist"),
        ("cs.DL", "cs.CL"),
        "People who keep a list of what they mean to read, and look at it, read more of it. We "
        "followed two hundred doctoral students for three years.",
    ),
)
"""What is known under its number, and is not of this morning."""
_SECTIONS = {
    "new": "New submissions", "cross": "Cross submissions", "replace": "Replacement submissions",
}  # fmt: skip


def _feed() -> bytes:
    """Return the RSS feed of the day's announcements."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>'
        "<title>cs.CL, cs.LG updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CL+cs.LG"
        "</link><pubDate>Tue, 10 Mar 2026 00:00:00 -0400</pubDate>"
        f"{''.join(map(_item, PAPERS))}</channel></rss>"
    ).encode()


def _item(paper: Paper) -> str:
    version = "v8" if paper.kind == "replace" else "v1"
    categories = "".join(f"<category>{one}</category>" for one in paper.categories)
    return (
        f"<item><title>{escape(paper.title)}</title>"
        f"<link>https://arxiv.org/abs/{paper.number}</link>"
        f"<description>arXiv:{paper.number}{version} Announce Type: {paper.kind} \n"
        f"Abstract: {escape(paper.abstract)}</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{paper.number}{version}</guid>{categories}'
        "<pubDate>Tue, 10 Mar 2026 00:00:00 -0400</pubDate>"
        f"<arxiv:announce_type>{paper.kind}</arxiv:announce_type>"
        f"<dc:creator>{escape(', '.join(paper.authors))}</dc:creator></item>"
    )


def _listing(category: str) -> bytes:
    """Return the listing page of a category, by which the feed is checked."""
    parts = []
    for kind, heading in _SECTIONS.items():
        found = [one for one in PAPERS if one.kind == kind and category in one.categories]
        if found:
            count = f"showing {len(found)} of {len(found)} entries"
            entries = "".join(map(_entry, found))
            parts.append(f"<dl id='articles'><h3>{heading} ({count})</h3>{entries}</dl>")
    return (
        "<!DOCTYPE html><html><body><div id='dlpage'>"
        "<h3>Showing new listings for Tuesday, 10 March 2026</h3>"
        f"{''.join(parts)}</div></body></html>"
    ).encode()


def _entry(paper: Paper) -> str:
    names = ", ".join(f"<a href='#'>{escape(name)}</a>" for name in paper.authors)
    subjects = "; ".join(f"({one})" for one in paper.categories)
    return (
        f'<dt><a href ="/abs/{paper.number}" title="Abstract" id="{paper.number}">'
        f"arXiv:{paper.number}</a></dt><dd><div class='meta'>"
        f"<div class='list-title mathjax'><span class='descriptor'>Title:</span> "
        f"{escape(paper.title)}</div><div class='list-authors'>{names}</div>"
        f"<div class='list-subjects'><span class='descriptor'>Subjects:</span> {subjects}</div>"
        f"<p class='mathjax'>{escape(paper.abstract)}</p></div></dd>"
    )


def _daily(day: str) -> bytes:
    """Return Hugging Face's papers of a day."""
    listed = [one for one in PAPERS if one.votes is not None] if day == DAY else []
    return json.dumps([
        {
            "paper": {
                "id": one.number, "title": one.title, "summary": one.abstract,
                "authors": [{"name": name} for name in one.authors],
                "publishedAt": "2026-03-09T00:00:00.000Z",
                "submittedOnDailyAt": f"{DAY}T00:00:00.000Z", "upvotes": one.votes,
            },
            "title": one.title,
        }
        for one in listed
    ]).encode()  # fmt: skip


def _answered(asked: str) -> bytes:
    """Return what arXiv's API knows of identifiers."""
    known = {one.number: one for one in (*PAPERS, *OLDER)}
    found = [known[number] for number in asked.split(",") if number in known]
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        f"<opensearch:totalResults>{len(found)}</opensearch:totalResults>"
        f"{''.join(map(_known, found))}</feed>"
    ).encode()


def _known(paper: Paper) -> str:
    day = f"20{paper.number[:2]}-{paper.number[2:4]}-14T09:00:00Z"
    names = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
    categories = "".join(f'<category term="{one}"/>' for one in paper.categories)
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.number}v1</id><title>{escape(paper.title)}</title>"
        f"<summary>{escape(paper.abstract)}</summary><published>{day}</published>"
        f"<updated>{day}</updated>{names}{categories}"
        f'<arxiv:primary_category term="{paper.categories[0]}"/></entry>'
    )


class _Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hf_is_told = threading.Event()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    of_hf = False

    def do_GET(self) -> None:
        """Answer as the service whose path is asked for."""
        asked = urlsplit(self.path)
        parts = asked.path.strip("/").split("/")
        if parts[0] == "rss":
            # Which feed is told first says which of them brought a paper: always the same one.
            self.server.hf_is_told.wait(5)
            self._send(_feed(), "application/rss+xml")
        elif parts[0] == "list" and parts[-1] == "new":
            self._send(_listing(parts[1]), "text/html")
        elif parts[0] == "api":
            self._send(_answered(parse_qs(asked.query).get("id_list", [""])[0]), "application/xml")
        elif asked.path == "/hf/api/daily_papers":
            day = parse_qs(asked.query).get("date", [DAY])[0]
            self._send(_daily(day), "application/json")
            self.of_hf = True
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Answer arXiv's API, which also takes its questions as a form."""
        said = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self._send(_answered(parse_qs(said).get("id_list", [""])[0]), "application/xml")

    def finish(self) -> None:
        """End a connection: whoever asked Hugging Face ends it when the papers are handed over."""
        super().finish()
        if self.of_hf:
            self.server.hf_is_told.set()

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def morning() -> Iterator[dict[str, str]]:
    """Serve the morning; yield the environment of a program that is to ask here."""
    server = _Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield {
            "READLIST_OFFLINE": "0",
            "READLIST_ARXIV_API_URL": f"{url}/api",
            "READLIST_ARXIV_RSS_URL": f"{url}/rss",
            "READLIST_ARXIV_LIST_URL": f"{url}/list",
            "READLIST_HF_URL": f"{url}/hf",
            "READLIST_ARXIV_INTERVAL": "0",
            "READLIST_HF_INTERVAL": "0",
        }
    finally:
        server.shutdown()
        server.server_close()
