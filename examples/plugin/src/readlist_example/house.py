"""A service: a catalogue that answers JSON for addresses of its own, such as that of a laboratory.

``READLIST_EXAMPLE_URL`` is where it stands, so that the example can be tried against a file server.
"""

import json
import os

from readlist.bib.names import parse_authors
from readlist.model import Identifier, Rank, Record
from readlist.services.base import Request, Service, WrongAnswerError
from readlist.services.plugin import Source

URL = os.environ.get("READLIST_EXAMPLE_URL", "https://papers.example.org")


def knows(identifier: Identifier) -> bool:
    """Say whether an address is one of this catalogue."""
    return identifier.scheme == "url" and identifier.value.startswith(f"{URL}/")


def request(identifier: Identifier) -> Request[Record | None]:
    """Return the question for a paper; no request is made here."""

    def parse(body: bytes) -> Record:
        try:
            said = json.loads(body)
        except ValueError as error:
            raise WrongAnswerError("no JSON") from error
        return Record(
            source="house",
            rank=Rank.REGISTRY,
            identifiers=(identifier,),
            title=said["title"],
            authors=tuple(one for name in said["authors"] for one in parse_authors(name)),
            year=said.get("year"),
        )

    return Request("house", f"{identifier.value.removeprefix(URL)}.json", parse)


SERVICE = Service("house", "the house catalogue", URL, pace="house", interval_s=0.1)
SOURCE = Source(SERVICE, knows, request)
