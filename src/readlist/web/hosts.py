"""Whose an address is: that of a service, which is asked in its turn, or a host's of its own."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from readlist.services.base import ANY_HOST, SERVICES, Service
from readlist.text import visible


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
