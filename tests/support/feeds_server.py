"""arXiv's feeds and listings, Hugging Face's days, any feed and list, on loopback, by a clock.

What is announced stands under its day; a day that has not come yet by the clock is not there.
"""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from readlist.config import PACES, SERVICES
from support.web_server import Answer, Answering, listening

EASTERN = ZoneInfo("America/New_York")
_SECTIONS = {"new": "New", "cross": "Cross", "replace": "Replacement"}


class Said(NamedTuple):
    """A paper as arXiv announces it."""

    number: str
    kind: str = "new"
    version: int = 1
    title: str = ""
    abstract: str = "A text about something."

    @property
    def name(self) -> str:
        return self.title or f"The paper {self.number}"


@dataclass
class Feeds:
    """What there is; ``asked`` are the requests in their order, ``faults`` answers by pattern."""

    now: str = "2026-11-20T12:00:00Z"
    url: str = ""
    arxiv: dict[tuple[str, str], list[Said]] = field(default_factory=dict)
    hf: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    stale: bool = False
    faults: list[tuple[str, Answer]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    watch: object = None

    def environment(self) -> dict[str, str]:
        """Return what points the program here, with no pauses and little patience."""
        urls = {f"READLIST_{name.upper()}_URL": f"{self.url}/{name}" for name in SERVICES}
        waits = {f"READLIST_{pace.upper()}_INTERVAL": "0" for pace in PACES}
        own = {"READLIST_OFFLINE": "", "READLIST_PATIENCE": "60", "READLIST_NOW": self.now}
        return {**urls, **waits, **own}

    def page(self, name: str) -> str:
        """Return the address of a feed or a list here."""
        return f"{self.url}/files/{name}"

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.now).astimezone(UTC)

    @property
    def today(self) -> date:
        """The day in New York."""
        return self.moment.astimezone(EASTERN).date()

    def answer(self, target: str) -> Answer:
        for pattern, fault in self.faults:
            if re.search(pattern, target):
                return fault
        path, _, query = target.partition("?")
        service, _, rest = path.lstrip("/").partition("/")
        said = {name: values[0] for name, values in parse_qs(query).items()}
        if service == "arxiv_rss":
            return Answer(body=self._rss(unquote(rest)))
        if service == "arxiv_list":
            return Answer(body=self._listing(rest.partition("/")[0], self._newest().isoformat()))
        if service == "catchup":
            category, _, day = rest.partition("/")
            return Answer(body=self._listing(category, day))
        if service == "hf":
            return self._daily(said)
        if service == "arxiv_api":
            return Answer(body=self._found(said))
        if service == "files" and rest in self.files:
            return Answer(body=self.files[rest])
        return Answer(404, b"nothing")

    def _newest(self) -> date:
        """Return the day of the listing, which is out from eight in the evening before."""
        moment = self.moment.astimezone(EASTERN) + timedelta(hours=4)
        day = moment.date()
        while day.weekday() > 4:
            day -= timedelta(days=1)
        return day

    def _of(self, category: str, day: str) -> list[Said]:
        return self.arxiv.get((category, day), [])

    def _rss(self, spec: str) -> bytes:
        day = self.today
        of = day - timedelta(days=1) if self.stale else day
        midnight = datetime(day.year, day.month, day.day, tzinfo=EASTERN)
        date_text = midnight.strftime("%a, %d %b %Y %H:%M:%S %z")
        items, seen = "", set()
        for category in spec.split("+"):
            for one in self._of(category, of.isoformat()):
                if one.number not in seen:
                    items += _item(one, category, date_text)
                seen.add(one.number)
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:arxiv="http://arxiv.org/schemas/atom" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
            f"<title>{spec} updates on arXiv.org</title><link>http://rss.arxiv.org/rss/{spec}</link>"
            f"<description>{spec}</description><lastBuildDate>{date_text}</lastBuildDate>"
            f"<pubDate>{date_text}</pubDate>{items}</channel></rss>"
        ).encode()

    def _listing(self, category: str, day: str) -> bytes:
        found = self._of(category, day)
        when = date.fromisoformat(day)
        parts = ""
        for kind, name in _SECTIONS.items():
            part = [one for one in found if one.kind == kind]
            entries = "".join(_entry(one, category) for one in part)
            if part:
                count = f"showing {len(part)} of {len(part)} entries"
                parts += f"<dl id='articles'><h3>{name} submissions ({count})</h3>{entries}</dl>"
        heading = f"Showing new listings for {when:%A}, {when.day} {when:%B %Y}"
        return (
            f"<html><body><div id='content-inner'><div id='dlpage'><h1>{category}</h1>"
            f"<h3>{heading}</h3><div class='paging'>Total of {len(found)} entries</div>"
            f"{parts or '<p>No updates today.</p>'}</div></div></body></html>"
        ).encode()

    def _found(self, said: dict[str, str]) -> bytes:
        """Return what was submitted in a window, by the day under which it stands, or papers."""
        if "id_list" in said:
            wanted = said["id_list"].split(",")
            return _atom([("2026-11-01", Said(number)) for number in wanted])
        window = re.search(r"\[([0-9]{8})[0-9]{4} TO ([0-9]{8})[0-9]{4}\]", said["search_query"])
        first, last = (f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in window.groups())
        found = [
            (day, one) for (_, day), ones in sorted(self.arxiv.items()) for one in ones
            if first <= day <= last and one.kind == "new"
        ]  # fmt: skip
        start, most = int(said["start"]), int(said["max_results"])
        return _atom(found[start : start + most], len(found))

    def _daily(self, said: dict[str, str]) -> Answer:
        day = said.get("date", "")
        if day > self.moment.date().isoformat():
            return Answer(400, b'{"error": "Date must be on or before today"}')
        page, limit = int(said.get("p", 0)), int(said.get("limit", 50))
        found = self.hf.get(day, [])[page * limit : (page + 1) * limit]
        items = [
            {"paper": {
                "id": number, "title": f"The paper {number}", "upvotes": votes, "summary": "Text.",
                "authors": [{"name": "Ada Byron"}], "publishedAt": f"{day}T00:00:00.000Z",
                "submittedOnDailyAt": f"{day}T00:00:00.000Z",
            }}
            for number, votes in found
        ]  # fmt: skip
        return Answer(body=json.dumps(items).encode())


def _atom(found: list[tuple[str, Said]], total: int = 0) -> bytes:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{one.number}v1</id><title>{one.name}</title>"
        f"<summary>Text.</summary><published>{day}T09:00:00Z</published>"
        f"<updated>{day}T09:00:00Z</updated><author><name>Ada Byron</name></author>"
        '<category term="cs.CL"/></entry>'
        for day, one in found
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><id>https://arxiv.org/api/x'
        "</id><title>arXiv Query</title><opensearch:totalResults>"
        f"{total or len(found)}</opensearch:totalResults>{entries}</feed>"
    ).encode()


def _item(one: Said, category: str, day: str) -> str:
    return (
        f"<item><title>{escape(one.name)}</title><link>https://arxiv.org/abs/{one.number}</link>"
        f"<description>arXiv:{one.number}v{one.version} Announce Type: {one.kind} \n"
        f"Abstract: {escape(one.abstract)}</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{one.number}v{one.version}</guid>'
        f"<category>{category}</category><pubDate>{day}</pubDate>"
        f"<arxiv:announce_type>{one.kind}</arxiv:announce_type>"
        '<dc:creator>Ada Byron, Kurt G\\"odel</dc:creator></item>'
    )


def _entry(one: Said, category: str) -> str:
    return (
        f"<dt><a name='item1'>[1]</a> <a href='/abs/{one.number}' title='Abstract' "
        f"id='{one.number}'>arXiv:{one.number}</a> [<a href='https://arxiv.org/html/"
        f"{one.number}v{one.version}'>html</a>]</dt><dd><div class='meta'>"
        f"<div class='list-title mathjax'><span class='descriptor'>Title:</span> {one.name}</div>"
        "<div class='list-authors'><a href='/a'>Ada Byron</a>, <a href='/b'>Kurt Gödel</a></div>"
        "<div class='list-subjects'><span class='descriptor'>Subjects:</span> "
        f"<span class='primary-subject'>Some words ({category})</span></div>"
        f"<p class='mathjax'>{one.abstract}</p></div></dd>"
    )


def rss(*links: str, text: str = "") -> bytes:
    """Return a feed of the web whose items are these addresses, all with one text."""
    items = "".join(
        f"<item><title>Post {number}</title><link>{escape(link)}</link>"
        f"<description>{escape(text)}</description></item>"
        for number, link in enumerate(links)
    )
    return f'<rss version="2.0"><channel><title>A lab</title>{items}</channel></rss>'.encode()


@contextmanager
def feeds_server() -> Iterator[Feeds]:
    """Serve on a free port of loopback until the end of the block."""
    state = Feeds()
    lock = threading.Lock()

    class Handler(Answering):
        def reply(self, body):
            body = f"?{body.decode()}" if self.command == "POST" else ""
            with lock:
                state.asked.append(self.path + body)
            if callable(state.watch):
                state.watch(self.path)
            answer = state.answer(self.path + body)
            self.send(answer)

    with listening(Handler, killed=True) as state.url:
        yield state
