"""A question to a service, how its answer is read, what a feed announces; values, no I/O.

And whose an address is: that of a service, which is asked in its turn, or a host's of its own.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from urllib.parse import urlsplit

from readlist.model import NOTHING, Record
from readlist.text import visible

T = TypeVar("T")

DAY_S = 86_400.0


class WrongAnswerError(ValueError):
    """What came back is not what the service answers: a web page, cut off, of another shape."""


class PageError(WrongAnswerError):
    """What came back is meant for people: a landing page, a proxy's, that of an outage."""


class RefusedError(ValueError):
    """The service says that it does not answer now; to ask it again at once does not help."""


class WrongQuestionError(RefusedError):
    """The service does not take the question, now or later."""


class Kept(NamedTuple):
    """An answer from before; ``age_s`` says how old."""

    body: bytes
    age_s: float
    etag: str = ""
    modified: str = ""


class Answers(Protocol):
    """Where answers are kept from one run to the next."""

    def get(self, key: str) -> Kept | None:
        """Return what was kept under a key."""
        ...

    def put(self, key: str, body: bytes, etag: str = "", modified: str = "") -> None:
        """Keep an answer."""
        ...

    def refresh(self, key: str) -> None:
        """Take note that an answer is still good."""
        ...


@dataclass(frozen=True, slots=True)
class Request(Generic[T]):
    """One question: where to, and how to read the answer.

    ``parse`` takes the body and raises ``WrongAnswerError`` or ``RefusedError``; it is pure.
    ``age_s`` is how long an answer may be used again. ``absent`` are statuses that mean that there
    is no such thing; ``spoken`` those whose body says what is wrong and is read like any other.
    ``whole`` says of an answer that nothing is left out; others are not used again.

    ``patience_s`` bounds the question with all its tries, where the client's own patience is
    longer. ``at`` is the address of a part of the service that stands elsewhere. ``onward`` says
    that others answer, to whom the service sends one on: their faults are not the service's, and a
    page for people means that they have nothing for programs. ``alone`` says that a fault says
    nothing of other questions, which are asked all the same.

    Of service ``web`` the path is a whole address, whosever it is. A path that begins with ``../``
    lies beside the address of its service.
    """

    service: str
    path: str
    parse: Callable[[bytes], T]
    params: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    body_type: str = "application/json"
    accept: str = "*/*"
    age_s: float = DAY_S
    limit_bytes: int = 20_000_000
    timeout_s: float = 30.0
    absent: frozenset[int] = field(default=frozenset({404, 410}))
    spoken: frozenset[int] = field(default=frozenset())
    whole: Callable[[T], bool] | None = None
    patience_s: float = math.inf
    at: str = ""
    onward: bool = False
    alone: bool = False


class Service(NamedTuple):
    """An outside service: the words for it, its address, and how often it may be asked.

    Services with one ``pace`` share it: the least time between two requests, ``interval_s``, and
    how many may run at once, over all processes. After it was throttled a pace rests for
    ``rest_s``, doubled each time up to 15 minutes.
    """

    name: str
    label: str
    url: str
    pace: str
    interval_s: float = 1.0
    at_once: int = 1
    rest_s: float = 5.0


_ARXIV = {"pace": "arxiv", "interval_s": 3.0, "rest_s": 60.0}
SERVICES = {
    service.name: service
    for service in (
        Service("arxiv_api", "arXiv", "https://export.arxiv.org/api/query", **_ARXIV),  # type: ignore[arg-type]
        Service("arxiv_rss", "arXiv", "https://rss.arxiv.org/rss", **_ARXIV),  # type: ignore[arg-type]
        Service("arxiv_list", "arXiv", "https://arxiv.org/list", **_ARXIV),  # type: ignore[arg-type]
        Service("arxiv_pdf", "arXiv", "https://arxiv.org/pdf", **_ARXIV),  # type: ignore[arg-type]
        Service("arxiv_oai", "arXiv", "https://oaipmh.arxiv.org/oai", **_ARXIV),  # type: ignore[arg-type]
        Service("hf", "Hugging Face", "https://huggingface.co", "hf", 1.0),
        Service("crossref", "Crossref", "https://api.crossref.org", "crossref", 0.35),
        Service("doi", "doi.org", "https://doi.org", "doi", 1.0),
        Service(
            "s2", "Semantic Scholar", "https://api.semanticscholar.org", "s2", 1.1, rest_s=60.0
        ),
        Service("openalex", "OpenAlex", "https://api.openalex.org", "openalex", 0.2),
        Service("dblp", "DBLP", "https://dblp.org", "dblp", 1.5, rest_s=10.0),
        Service("openreview", "OpenReview", "https://api2.openreview.net", "openreview", 1.0),
        Service("acl", "the ACL Anthology", "https://aclanthology.org", "acl", 0.5),
        Service("datacite", "DataCite", "https://api.datacite.org", "datacite", 0.5),
        Service(
            "opencitations", "OpenCitations", "https://api.opencitations.net", "opencitations", 1.0
        ),
    )
}
"""The services by name; their addresses and intervals are settings of these names."""
ANY_HOST = Service("web", "The address", "", "web", 1.0, rest_s=10.0)
"""A host that is no service of these: each has a pace of its own, with this interval."""


NEW, CROSS, REPLACE, REPLACE_CROSS = "new", "cross", "replace", "replace-cross"
KINDS = (NEW, CROSS, REPLACE, REPLACE_CROSS)
"""arXiv's words for announcements (info.arxiv.org/help/rss_specifications); others say ``new``."""
DEFAULT_KINDS = (NEW, CROSS)
"""Those that count where a person says nothing."""


class Announced(NamedTuple):
    """One paper of a feed.

    ``day`` is when it was announced (``2026-11-20``), empty where the feed does not say; ``facts``
    are what moves on (``votes``, ``comments``, ``version``) and is kept with the feed's entry.
    """

    record: Record
    day: str = ""
    kind: str = NEW
    facts: Mapping[str, Any] = NOTHING


class Announcements(NamedTuple):
    """One answer of a feed, or one page of it.

    ``day`` is the one that the answer is about, empty where it has none. ``totals`` says, by kind
    of announcement, how many there are on all pages, as far as the answer says so. ``others``
    counts items in which no paper was recognised. ``next`` is where the following page begins.
    """

    items: tuple[Announced, ...] = ()
    day: str = ""
    title: str = ""
    site: str = ""
    totals: Mapping[str, int] = NOTHING
    others: int = 0
    next: int | None = None


def service_at(url: str, chosen: Mapping[str, str] | None = None) -> Service:
    """Return whom an address belongs to: one of the services, or its host, asked as politely.

    A host below that of a service is the service's. ``chosen`` are addresses of services by name
    that the person has set: there only what lies below them is theirs.
    """
    host, path = _place(url)
    set_here = []
    for name, address in (chosen or {}).items():
        place, above = _place(address)
        if place == host and f"{path}/".startswith(f"{above.rstrip('/')}/"):
            set_here.append((len(above), name))
    if set_here:
        return SERVICES[max(set_here)[1]]
    for service in SERVICES.values():
        own = _place(service.url)[0]
        if host == own or host.endswith(f".{own}"):
            return service
    pace = "web-" + re.sub(r"[^a-z0-9.-]", "_", host)[:100]
    return ANY_HOST._replace(label=visible(host[:100]) or ANY_HOST.label, pace=pace)


def _place(url: str) -> tuple[str, str]:
    """Return host and path of an address, without the name and the password of anybody."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.netloc.rpartition("@")[2].lower(), parts.path
