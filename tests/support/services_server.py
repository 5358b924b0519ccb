"""The outside services on loopback, as far as adding and refreshing ask them; faults on request."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote
from xml.sax.saxutils import escape

from readlist.config import PACES, SERVICES
from support.web_server import Answer, Answering, listening

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><id>https://arxiv.org/api/x</id>'
    "<title>arXiv Query</title><opensearch:totalResults>{0}</opensearch:totalResults>"
    "<opensearch:startIndex>0</opensearch:startIndex>{1}</feed>"
)
_RECORD = (
    '<GetRecord><record><metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>{0}</id>'
    "<created>2017-06-12</created><authors><author><keyname>Vaswani</keyname>"
    "<forenames>Ashish</forenames></author></authors><title>{1}</title>"
    "<categories>cs.CL cs.LG</categories><abstract>A text.</abstract></arXiv></metadata></record>"
    "</GetRecord>"
)
_NO_RECORD = '<error code="idDoesNotExist">No such paper</error>'


@dataclass
class Services:
    """What the services know; ``asked`` are the requests as ``service path``, in their order."""

    url: str = ""
    eprints: dict[str, dict[str, Any]] = field(default_factory=dict)
    works: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[tuple[str, Answer]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    watch: Any = None
    short: list[int] = field(default_factory=list)
    at_s2: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What Semantic Scholar says of papers that it is asked for at once, by arXiv id."""
    citing: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Who cites a paper, as Semantic Scholar says it, by arXiv id."""

    def environment(self) -> dict[str, str]:
        """Return what points the program here, with no pauses and little patience."""
        urls = {f"READLIST_{name.upper()}_URL": f"{self.url}/{name}" for name in SERVICES}
        waits = {f"READLIST_{pace.upper()}_INTERVAL": "0" for pace in PACES}
        return {**urls, **waits, "READLIST_OFFLINE": "", "READLIST_PATIENCE": "3"}

    def answer(self, service: str, path: str, query: dict[str, list[str]], body: str) -> Answer:
        for pattern, answer in self.faults:
            if re.search(pattern, f"{service} {path} {body}"):
                return answer
        if service == "arxiv_api":
            return Answer(body=self._atom(query | parse_qs(body)))
        doi = unquote(path).rpartition("works/")[2].rpartition("dois/")[2].strip("/")
        if service == "crossref" and path.startswith("works/"):
            found = self.works.get(doi)
            return _json({"message": found}) if found else Answer(404, b"Resource not found.")
        if service == "crossref":
            return _json({"message": {"items": []}})
        if service == "datacite" and doi.lower().startswith("10.48550/arxiv."):
            found = self.eprints.get(doi[len("10.48550/arxiv.") :], {}).get("datacite")
            return _json(_datacite(doi, found)) if found else Answer(404, b"{}")
        if service == "arxiv_oai":
            return Answer(body=self._oai(query["identifier"][0].removeprefix("oai:arXiv.org:")))
        if service == "s2" and path.endswith("/batch"):
            wanted = [one.removeprefix("ARXIV:") for one in json.loads(body)["ids"]]
            return _json([self.at_s2.get(one) for one in wanted])
        if service == "s2" and path.endswith("/citations"):
            name = unquote(path).split("/")[-2].removeprefix("ARXIV:")
            if name not in self.citing:
                return Answer(404, b'{"error": "Paper not found"}')
            start = int(query["offset"][0])
            rows = [{"citingPaper": one} for one in self.citing[name]]
            more = {"next": start + 2} if start + 2 < len(rows) else {}
            return _json({"offset": start, "data": rows[start : start + 2], **more})
        empty = {"dblp": {"result": {"hits": {}}}, "openalex": {"results": []}}
        return _json(empty[service]) if service in empty else Answer(404, b"{}")

    def _oai(self, number: str) -> bytes:
        found = self.eprints.get(number)
        record = _RECORD.format(number, escape(found["title"])) if found else _NO_RECORD
        return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{record}</OAI-PMH>'.encode()

    def _atom(self, said: dict[str, list[str]]) -> bytes:
        wanted = [one for one in said.get("id_list", [""])[0].split(",") if one]
        words = re.findall(r"ti:(\w+)", said.get("search_query", [""])[0])
        found = [one for one in dict.fromkeys(wanted) if one in self.eprints]
        found += [
            number for number, eprint in self.eprints.items()
            if words and all(
                word.strip().lower() in " ".join(eprint["title"].split()).lower() for word in words
            )
        ]  # fmt: skip
        held = found[: self.short.pop()] if self.short else found
        entries = "".join(_entry(one, self.eprints[one]) for one in reversed(held))
        return _HEAD.format(len(found), entries).encode()


def _json(value: Any) -> Answer:
    return Answer(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


def _entry(number: str, said: dict[str, Any]) -> str:
    authors = "".join(f"<author><name>{a}</name></author>" for a in said["authors"])
    more = "".join(
        f"<arxiv:{name}>{escape(said[name])}</arxiv:{name}>"
        for name in ("comment", "journal_ref", "doi") if name in said
    )  # fmt: skip
    published = said.get("published", "2017-06-12")
    return (
        f"<entry><id>http://arxiv.org/abs/{number}v{said.get('version', 1)}</id>"
        f"<title>{escape(said['title'])}</title>"
        f"<summary>{said.get('abstract', 'A text.')}</summary>"
        f"<published>{published}T00:00:00Z</published><updated>{published}T00:00:00Z</updated>"
        f'<category term="cs.CL"/><arxiv:primary_category term="cs.CL"/>{authors}{more}</entry>'
    )


def _datacite(doi: str, title: str) -> dict[str, Any]:
    return {"data": {"id": doi.lower(), "attributes": {
        "doi": doi.lower(), "titles": [{"title": title}], "publicationYear": 2017,
        "creators": [{"name": "Vaswani, Ashish", "givenName": "Ashish", "familyName": "Vaswani"}],
        "types": {"resourceTypeGeneral": "Preprint"}, "publisher": "arXiv",
    }}}  # fmt: skip


def eprint(title: str = "Attention Is\n  All You Need", **more: Any) -> dict[str, Any]:
    """Return an e-print as arXiv knows it."""
    return {"title": title, "authors": ["Ashish Vaswani", "Noam Shazeer"], **more}


def work(doi: str, title: str, family: str = "Vaswani", **more: Any) -> dict[str, Any]:
    """Return a work as Crossref knows it."""
    return {
        "DOI": doi, "type": "proceedings-article", "title": [title],
        "author": [{"given": "Ashish", "family": family, "sequence": "first"}],
        "issued": {"date-parts": [[2018, 3]]}, "container-title": ["Proceedings of Something"],
        "page": "1-12", **more,
    }  # fmt: skip


def at_s2(number: str, title: str, venue: str, **external: str) -> dict[str, Any]:
    """Return a paper as Semantic Scholar knows it."""
    return {
        "paperId": number.replace(".", "").rjust(40, "0"), "title": title, "venue": venue,
        "externalIds": {"ArXiv": number, **external}, "year": 2019,
        "authors": [{"name": "Ashish Vaswani"}],
    }  # fmt: skip


@contextmanager
def services() -> Iterator[Services]:
    """Serve on a free port of loopback until the end of the block."""
    state = Services()
    lock = threading.Lock()

    class Handler(Answering):
        def reply(self, body):
            body = body.decode()
            target, _, query = self.path.partition("?")
            service, _, path = target.lstrip("/").partition("/")
            with lock:
                state.asked.append(f"{service} {unquote(path)} {body}".strip())
                state.headers.append({k.lower(): v for k, v in self.headers.items()})
            if state.watch:
                state.watch()
            answer = state.answer(service, path, parse_qs(query), body)
            self.send(answer)

    with listening(Handler) as state.url:
        yield state
