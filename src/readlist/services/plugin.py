"""Services that other packages add by the entry point ``readlist.services``, each a ``Source``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from readlist import plugins
from readlist.model import Identifier, Record
from readlist.services.base import SERVICES, Request, Service, WrongAnswerError


@dataclass(frozen=True, slots=True)
class Source:
    """A service that knows papers by identifiers; pure, the program asks and waits for it.

    ``knows`` says whether it can be asked for an identifier, ``request`` what to ask: its
    ``service`` is the name of this one, and its ``parse`` returns a ``Record`` or None. Built-in
    services are asked first; this one for what they do not know.
    """

    service: Service
    knows: Callable[[Identifier], bool]
    request: Callable[[Identifier], Request[Record | None]]


@cache
def sources() -> tuple[Source, ...]:
    """Return the services of other packages; those named like a built-in one are left out."""
    found = plugins.loaded(plugins.SERVICES, Source)
    return tuple(source for _, source in found if source.service.name not in SERVICES)


def is_known(identifier: Identifier) -> bool:
    """Say whether a service of another package can be asked for a paper."""
    return any(_knows(source, identifier) for source in sources())


def requests_for(identifier: Identifier) -> Iterator[Request[Record | None]]:
    """Yield the questions to services of other packages for a paper."""
    for source in sources():
        if not _knows(source, identifier):
            continue
        name = source.service.name
        request = plugins.guarded(name, partial(source.request, identifier), None)
        if request is not None:
            yield replace(request, service=name, parse=_careful(request.parse))


def service_named(name: str) -> Service:
    """Return a service by name, built in or of another package. Raises ``KeyError``."""
    if name in SERVICES:
        return SERVICES[name]
    return {source.service.name: source.service for source in sources()}[name]


def _knows(source: Source, identifier: Identifier) -> bool:
    return plugins.guarded(source.service.name, partial(source.knows, identifier), otherwise=False)


def _careful(parse: Callable[[bytes], Any]) -> Callable[[bytes], Any]:
    """Let whatever goes wrong with reading an answer be a fault of the answer."""

    def read(body: bytes) -> Any:
        try:
            return parse(body)
        except ValueError:  # those that the client knows are such
            raise
        except Exception as error:
            raise WrongAnswerError(f"{type(error).__name__}: {error}") from error

    return read
