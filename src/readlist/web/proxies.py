"""Through which proxy an address is asked, as the environment says it; pure.

httpx reads the same variables, but not all that people write into them: it refuses ``[::1]`` in
NO_PROXY, and takes ``10.0.0.0/8`` for a name.
"""

import ipaddress
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit


class Proxy(NamedTuple):
    """The address of a proxy, and the variable that names it."""

    url: str
    variable: str


def proxy_of(url: str, said: Mapping[str, str]) -> Proxy | None:
    """Return the proxy of an address of the web, None where it is asked without one.

    ``said`` is what ``urllib.request.getproxies`` returns: proxies by scheme, those of ``all``
    schemes, and under ``no`` for whom there is none.
    """
    try:
        parts = urlsplit(url)
        if any(_covers(word.strip(), parts) for word in said.get("no", "").split(",")):
            return None
    except ValueError:  # a port that is none
        return None
    for scheme in (parts.scheme, "all"):
        if address := said.get(scheme):
            whole = address if "://" in address else f"http://{address}"
            return Proxy(whole, f"{scheme.upper()}_PROXY")
    return None


def _covers(word: str, parts: SplitResult) -> bool:
    """Say whether a word of NO_PROXY means the host of an address, or a host above it.

    ``example.org`` and ``.example.org`` mean ``www.example.org`` and ``example.org``, but not
    ``anexample.org``; ``10.0.0.0/8`` means 10.1.2.3, ``[::1]`` and ``::1`` are one.
    """
    if word == "*":
        return True
    host = (parts.hostname or "").rstrip(".")
    word = word.partition("://")[2] or word
    if not word or not host:
        return False
    network = _network(word)
    if network is not None:
        try:
            return ipaddress.ip_address(host) in network
        except ValueError:
            return False
    name, colon, port = word.lower().rpartition(":")
    if not colon or not port.isdecimal():
        name, port = word.lower(), ""
    name = name.strip("[]").removeprefix("*").strip("./")
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    if port and int(port) != (parts.port or usual):
        return False
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _network(word: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Return the addresses that a word says in numbers, None for a name."""
    try:
        return ipaddress.ip_network(word.replace("[", "").replace("]", ""), strict=False)
    except ValueError:
        return None
