"""The address that another one leads to: behind search engines, the proxies of libraries, archives.

Pure, and no text makes it raise. What is behind a redirect or a proxy is the address itself; a copy
in an archive is one of its own, but it is of the same paper.
"""

import re
from functools import cache, lru_cache
from urllib.parse import parse_qs, unquote

# What a host must hold for a look at it: most addresses are none of these.
_NEEDLES = (
    "google|facebook|instagram|messenger|reddit|outlook|linkedin|duckduckgo|umblr|slack-redir|"
    "vk.com|zhihu|juejin|youtube|mozilla|openathens|proxy|ezp|webvpn|libaccess|oclc|remotexs|"
    "eaccess|translate.goog|ampproject|archive|jina.ai|12ft|urldefense"
)
# Pages that send their reader on: host, path, and the part of the query that says where to. For
# example https://www.google.com/url?sa=t&url=https%3A%2F%2Farxiv.org%2Fabs%2F1706.03762.
_REDIRECTS = (
    (r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}", r"/url", ("q", "url")),
    (r"scholar\.google(?:\.[a-z]{2,3}){1,2}", r"/scholar_url", ("url",)),
    (r"translate\.google(?:\.[a-z]{2,3}){1,2}", r"/translate", ("u",)),
    (r"docs\.google\.com", r"/g?view(?:er)?", ("url",)),
    (r"lm?\.(?:facebook|instagram|messenger)\.com", r"/", ("u",)),
    (r"out\.reddit\.com", r"/", ("url",)),
    (r"[a-z0-9.-]*safelinks\.protection\.outlook\.com", r"/", ("url",)),
    (r"(?:www\.)?linkedin\.com", r"/(?:redir|safety)/", ("url",)),
    (r"(?:www\.)?duckduckgo\.com", r"/l/", ("uddg",)),
    (r"t\.umblr\.com", r"/redirect", ("z",)),
    (r"slack-redir\.net", r"/link", ("url",)),
    (r"(?:m\.)?vk\.com", r"/away\.php", ("to",)),
    (r"link\.(?:zhihu\.com|juejin\.cn)", r"/", ("target",)),
    (r"(?:www\.)?youtube\.com", r"/redirect", ("q",)),
    (r"mozilla\.github\.io", r"/pdf\.js/", ("file",)),
    (r"go\.openathens\.net", r"/redirector/", ("url",)),
    (r"[a-z0-9.-]*(?:proxy|ezp|oclc|libaccess)[a-z0-9.-]*", r"/(?:login|connect)\b",
     ("url", "qurl")),
)  # fmt: skip
# Pages whose own path ends with the other address, and whether they keep a copy of it.
_INSIDE = (
    (r"web\.archive\.org", r"/web/[0-9a-z_*]{1,20}/(.+)", True),
    (r"archive\.(?:ph|is|today|md|li|vn|fo|org)", r"/[0-9.-]{4,20}/(https?:/.+)", True),
    (r"www\.google(?:\.[a-z]{2,3}){1,2}", r"/amp/(?:s/)?(.+)", False),
    (r"[a-z0-9.-]+\.cdn\.ampproject\.org", r"/[a-z]/(?:s/)?(.+)", False),
    (r"r\.jina\.ai|12ft\.io", r"/(https?:/.+)", False),
    (r"urldefense(?:\.proofpoint)?\.com", r"/v3/__(https?:/.+?)__;", False),
    (r"webcache\.googleusercontent\.com", r"/search\?(?:.*&)?q=cache:(?:\w+:)?([^+&]+)", True),
)
# Libraries put their proxy's name behind that of the publisher: www-nature-com.ezproxy.uni.edu,
# www.nature.com.proxy.lib.uni.edu, link-springer-com-s.webvpn.uni.edu.cn, arxiv-org.translate.goog.
_ENDS = (
    r"com|org|net|edu|gov|int|info|press|io|ai|pub|cc|eu|fr|de|nl|ch|it|es|jp|cn|ca|au|"
    r"uk|co[.-]uk|ac[.-]uk"
)
_LENDERS = (
    r"(?:[a-z0-9-]+\.)*?(?:[a-z0-9-]*(?:proxy|ezp|webvpn|libaccess|remotexs|eaccess)[a-z0-9.-]*"
    r"|idm\.oclc\.org|translate\.goog)"
)
_LENT = rf"([a-z0-9-]+-(?:{_ENDS}))(?:-s)?(?:-(?:443|80))?\.{_LENDERS}"
_LENT_DOTTED = rf"((?:[a-z0-9-]+\.)+?(?:{_ENDS}))\.{_LENDERS}"
_TRANSLATED = r"(?<=[?&])_x_tr_[a-z]+=[^&#]*&?"
# "https://host/path"; the path may begin with a query.
_PARTS = r"(?:https?:)?(?://)?(?:[^/?#@\s]*@)?([a-z0-9.-]+)(?::[0-9]{1,5})?(?=[/?#])(.*)"
_DEEPEST = 3


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE | re.ASCII | re.DOTALL)


@lru_cache(maxsize=2_000)
def _may_lead(host: str) -> bool:
    """Say whether a host may be one that leads elsewhere; looked at once for each."""
    return _pattern(_NEEDLES).search(host) is not None


@lru_cache(maxsize=256)  # each address is looked at in several ways, one after the other
def unwrapped(address: str, *, copies: bool = True) -> str:
    """Return the address that another one leads to, or the address itself.

    With ``copies`` that of which an archive keeps a copy, too.
    """
    for _ in range(_DEEPEST):
        start = address.find("://") + 3 if "://" in address[:8] else 0
        if not _may_lead(address[start : start + 300].partition("/")[0]):
            return address
        inner = _inner(address, copies=copies)
        if not inner:
            return address
        address = inner
    return address


def _inner(address: str, *, copies: bool) -> str:
    """Return what one address leads to, empty where it leads nowhere."""
    parts = _pattern(_PARTS).match(address)
    if parts is None:
        return ""
    host, target = parts[1].lower(), parts[2]
    for hosts, path, names in _REDIRECTS:
        if _pattern(hosts).fullmatch(host) and _pattern(path).match(target):
            said = parse_qs(target.partition("?")[2].partition("#")[0])
            found = next((said[name][0] for name in names if name in said), "")
            return _whole(found)
    for hosts, path, is_copy in _INSIDE:
        if _pattern(hosts).fullmatch(host) and (match := _pattern(path).match(target)):
            return _whole(match[1]) if copies or not is_copy else ""
    if lent := _pattern(_LENT).fullmatch(host):
        name = lent[1].replace("--", "/").replace("-", ".").replace("/", "-")
        target = _pattern(_TRANSLATED).sub("", target).replace("?#", "#").rstrip("?&")
        return f"https://{name}{target}"
    if dotted := _pattern(_LENT_DOTTED).fullmatch(host):
        return f"https://{dotted[1]}{target}"
    return ""


def _whole(found: str) -> str:
    """Return an address as it stands in another one: escaped, or with one slash too few."""
    if _pattern(r"https?%3a").match(found):
        found = unquote(found)
    if scheme := _pattern(r"(https?):/{1,3}(?=[a-z0-9])").match(found):
        return f"{scheme[1].lower()}://{found[scheme.end() :]}"
    is_host = _pattern(r"(?:[a-z0-9-]+\.)+[a-z]{2,20}/").match(found)
    return f"https://{found}" if is_host else ""
