"""How long a service is waited for that does not answer: less each time, and then no more.

Each question of a feed waits by itself, because the fault may be that of one address. Without this,
fifty feeds of a service that is down would wait fifty times.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from readlist.errors import NetworkError, SilentError, ThrottledError
from readlist.library.pull.values import Asking

if TYPE_CHECKING:
    from readlist.services.base import Request

T = TypeVar("T")

PROBE_S = 15.0
"""How long a question may take after the service was silent to the one before."""
SILENCES = 2
"""Questions in a row without an answer after which a service is not asked again in this pull."""


@dataclass(slots=True)
class Patient:
    """Asks for the feeds of one host; remembers which services are silent."""

    ask: Asking
    heard: str = ""
    moved_to: str = ""
    silences: Counter[str] = field(default_factory=Counter)
    errors: dict[str, NetworkError] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """The requests that went out so far."""
        return self.ask.requests

    def __call__(self, request: "Request[T]", /) -> T | None:
        """Return the answer to a question. Raises ``NetworkError``."""
        name = request.service
        silent = self.silences[name]
        if silent >= SILENCES:
            raise self.errors[name]
        if silent:
            request = replace(request, patience_s=min(request.patience_s, PROBE_S))
        try:
            answer = self.ask(request)
        except (SilentError, ThrottledError) as error:
            self.silences[name] += 1
            self.errors[name] = error
            raise
        except NetworkError:
            self.silences[name] = 0
            raise
        self.heard, self.moved_to = self.ask.heard, self.ask.moved_to
        if self.heard != "kept":
            self.silences[name] = 0
        return answer
