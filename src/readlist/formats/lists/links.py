"""What a link in a curated list is: a paper, its code, its video, or something else.

Said by three witnesses: the address, the words of the link, and the words before it.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote

from readlist.bib import ids
from readlist.bib.paper_addresses import named_by
from readlist.formats.lists.pieces import Piece, Pieces
from readlist.formats.lists.words import (
    FILLERS,
    HOSTS,
    KNOWN_VENUES,
    LABELS,
    PUBLISHERS,
    by_word,
    one_of,
)
from readlist.model import Identifier

_ROLES = by_word(LABELS)
_FILLERS = frozenset(FILLERS.split())
_PLACES = {place: rf"(?:^|\.){one_of(hosts)}$" for place, hosts in HOSTS.items()}
_PUBLISHERS = rf"(?:www\.)?{one_of(PUBLISHERS)}"
_BLOGS = r"^(?:www\.)?(?:blogs?|eng|engineering|tech|medium|news|docs|developers?)\.|\.blog$"
_BLOG_PATHS = (
    r"/(?:blogs?|posts?|news|tutorials?|courses?|docs|wiki|tag|category|latest-news)(?:/|$)"
)
# Where identifiers are issued: a paper is meant, even where the identifier has a slip.
_ISSUERS = (
    r"(?:(?:www|export)\.)?arxiv\.org/(?:abs|html|pdf|format)/\w|(?:(?:dx|www)\.)?doi\.org/10\.|"
    r"cacm\.acm\.org/(?!blogs?/|news/|careers?/|about)\w|(?:www\.)?computer\.org/csdl/"
)
_PAPER_PATHS = (
    r"/(?:publications?|pubs?|papers?|proceedings|virtual/\d{4}/(?:poster|oral))/[\w%.~-]{3}|"
    # what runs the archives of universities: bepress, DSpace, EPrints, OJS
    r"/viewcontent\.cgi\?|/handle/\d{1,6}(?:\.\d+)*/\w|/bitstreams?/\w|/eprint/\d|"
    r"/index\.php/[\w-]{1,40}/article/view/\d"
)
_FILES = r"(?i)\.(?:pdf|ps)(?:\.gz)?(?:$|[?#&])|/pdf/|/viewdoc/download|/download/\d"
_NO_PAPER_FILES = r"(?i)slides?\b|poster|lecture|/cv\.pdf|resume|presentation|syllabus"
# Two addresses in one, as in ``url%20(url)``: what comes behind the first is cut.
_DOUBLED = re.compile(r"(?i)(?:%20|%5Cn|%0A|\\n|[\s(,;<])+(?=https?(?::|%3A)//)")
_NAMED = re.compile(r"([^\W\d_][\w \-/()（）]{0,30}?)\s*(?:::|[:：;])\s*[\[(]?\s*$")


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words, its mended address, what it is called and where it leads.

    ``label`` is what the words of the link, or those before it, say that it is; ``place`` what its
    address says: ``paper``, ``code``, ``video``, … or nothing.
    """

    text: str
    url: str
    label: str
    place: str
    identifier: Identifier | None
    titled: bool
    badge: bool
    strong: bool
    at: int

    @property
    def is_paper(self) -> bool:
        """Say whether the link leads to a paper."""
        if self.label not in ("", "paper", "html", "project") and not self.identifier:
            return False
        if self.label in ("blog", "video", "slides", "citation", "code", "data", "review"):
            return False
        if self.badge and (self.identifier is None or self.identifier.scheme == "s2"):
            return self.label == "paper" and self.place in ("", "paper")
        if self.identifier or self.place == "paper":
            return True
        return self.label == "paper" and self.place in ("", "shop", "blog", "code")

    @property
    def kind(self) -> str:
        """Return the name under which the link is kept beside a paper."""
        if self.label and self.label not in ("html", "citation"):
            if self.label != "paper":
                return self.label
            return "pdf" if self.place in ("", "paper") else self.place
        return "page" if self.place in ("", "shop", "paper") else self.place


def mended(url: str) -> str:
    """Return an address without what was pasted behind it, empty where it leads nowhere."""
    url = url.strip().strip("<>\"'")
    if double := _DOUBLED.search(url, 8):
        url = url[: double.start()]
    while url.endswith("%20"):
        url = url[:-3].rstrip()
    url = url.rstrip(".,;")
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1]
    if url.startswith("https://"):
        return url
    if url.startswith("ttp"):
        return f"h{url}"
    if _BARE_HOST.match(url):
        return f"https://{url}"
    return _SCHEME.sub(r"\1//", url)


_BARE_HOST = re.compile(r"(?i)(?:www\.|arxiv\.org/|openreview\.net/|doi\.org/)")
_SCHEME = re.compile(r"(?i)^(https?:)/*(?=\w)")


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def place_of(url: str) -> str:
    """Return what an address leads to, as far as it says so."""
    host, _, path = re.sub(r"(?i)^[a-z]{2,8}://", "", url).partition("/")
    if "://" not in url:
        host, path = "", url  # in the list's own folder
    host, path = host.lower().partition(":")[0], "/" + path[:1_000]
    is_file = re.search(_FILES, path) and not _pattern(_NO_PAPER_FILES).search(unquote(path))
    if is_file or _pattern(_ISSUERS).match(host + path):
        return "paper"
    for place, hosts in _PLACES.items():
        if _pattern(hosts).search(host):
            return place
    if _pattern(_PUBLISHERS).fullmatch(host) or named_by(f"//{host}{path}"):
        return "paper" if len(path) > 2 else ""
    if _pattern(_NO_PAPER_FILES).search(path) and re.search(_FILES, path):
        return "slides"
    if _pattern(_BLOGS).search(host) or _pattern(_BLOG_PATHS).search(path):
        return "blog"
    return "paper" if _pattern(_PAPER_PATHS).search(path) else ""


_WORDS = re.compile(r"[^\W_]+")
_SEVERAL = re.compile(r"[&+/]|\band\b")


@lru_cache(maxsize=8192)
def role_of(words: str) -> str:
    """Return what a label says that something is, nothing where the words are no label."""
    found = _WORDS.findall(words.lower())
    if not 1 <= len(found) <= 5:
        return ""
    roles = [_ROLES.get(word, "") for word in found]
    known = [role for role in roles if role]
    strange = any(
        not role and word not in _FILLERS for role, word in zip(roles, found, strict=True)
    )
    if not known or strange:
        return ""
    named = [role for role in known if role != "html"]
    if "paper" in named and _SEVERAL.search(words):
        return "paper"  # ``[Paper & Code]``
    return named[-1] if named else "html"


@lru_cache(maxsize=8192)
def is_label(words: str) -> bool:
    """Say whether the words of a link name what it leads to rather than a title."""
    bare = re.sub(r":[a-z0-9_+-]{1,40}:", "", words).strip(" []()【】:：-–—|*'\"")
    if not re.search(r"\w", bare) or role_of(bare):
        return True
    return bool(_VENUE_LABEL.fullmatch(bare) or KNOWN_VENUES.fullmatch(bare))


_VENUE_LABEL = re.compile(
    r"(?=[A-Z]{2}|[A-Z][a-z]{1,6}[A-Z]|Nature|Science|Inter)(?:[A-Z][A-Za-z&.+/]{1,14}\s?){1,3}[,\s]?['’]?(?:19|20)?\d\d(?:\s[\w()-]{2,12}){0,2}|"
    r"(?:19|20)\d\d(?:[./-]\d\d?){0,2}|v\d|\[?\d{1,3}\]?|(?i:arxiv)['’:,\s-]*\d{2,4}[.\d]*(?:v\d+)?|"
    r"\d{4}\.\d{4,5}(?:v\d+)?|(?i:doi)[:\s]{1,3}10\.\d{4,9}/\S+|10\.\d{4,9}/\S+|https?://\S+|"
    r"[\w\s,&.'’-]{2,40}\bet\.?\s?al\.?,?\s*\(?(?:\d{4})?[a-z]?\)?"
)


def links_of(pieces: Pieces, named: str = "") -> list[Link]:
    """Return the links among pieces; ``named`` is what the column or the bullet calls them."""
    if not any(piece.url for piece in pieces):
        return []
    links: list[Link] = []
    before = ""
    running = named
    for at, piece in enumerate(pieces):
        if not piece.url:
            running, before = _running(running, before, piece, named), piece.text
            continue
        label = role_of(piece.text) or running
        before = ""
        if link := _link(piece, label, at):
            links.append(link)
    return links


_NAMING = re.compile(r"\w{2}")


def _running(running: str, before: str, piece: Piece, named: str) -> str:
    """Return what words before a link call it: ``Code:``, ``Datasets: [A](…), [B](…)``."""
    if piece.text == "\n":
        return named
    words = (before + piece.text)[-60:]
    named_so = words.rstrip().rstrip("[(").rstrip().endswith((":", "：", ";"))
    if named_so and (match := _NAMED.search(words)):
        return role_of(match[1])
    return named if _NAMING.search(piece.text) else running


def _link(piece: Piece, label: str, at: int) -> Link | None:
    url, identifier, place = _leads_to(piece.url)
    if not url:
        return None
    titled = not piece.badge and not is_label(piece.text)
    return Link(piece.text, url, label, place, identifier, titled, piece.badge, piece.bold, at)


@lru_cache(maxsize=4096)
def _leads_to(url: str) -> tuple[str, Identifier | None, str]:
    """Return a mended address, the identifier in it, and what it leads to."""
    url = mended(url)
    if url.startswith(("#", "mailto:", "./#")) or len(url) < 4:
        return "", None, ""
    found = ids.from_url(url)
    identifier = found if found and found.scheme != "url" else None
    return url, identifier, "paper" if identifier else place_of(url)


def split_addresses(pieces: Pieces) -> Pieces:
    """Return pieces in which addresses that stand bare in the text are links as well."""
    out: Pieces = []
    for piece in pieces:
        if piece.url or "://" not in piece.text:
            out.append(piece)
            continue
        at = 0
        for match in _BARE.finditer(piece.text):
            out += [
                piece._replace(text=piece.text[at : match.start()]),
                Piece(match[0], match[0]),
            ]
            at = match.end()
        out.append(piece._replace(text=piece.text[at:]))
    return [piece for piece in out if piece.text or piece.url]


def split_identifiers(pieces: Pieces) -> Pieces:
    """Return pieces in which DOIs and arXiv identifiers that stand in text are links as well."""
    out: Pieces = []
    for piece in pieces:
        if piece.url or not re.search(r"10\.\d{4}|(?i:arxiv)", piece.text):
            out.append(piece)
            continue
        at = 0
        for found in ids.find(piece.text[:20_000]):
            if found.identifier.scheme not in ("doi", "arxiv") or found.start < at:
                continue
            before = re.sub(r"(?i)(?:\bdoi|\barxiv)?[\s:(\[]*$", "", piece.text[at : found.start])
            shown = piece.text[found.start : found.end]
            out += [piece._replace(text=before + " "), Piece(shown, ids.address(found.identifier))]
            at = found.end
        out.append(piece._replace(text=piece.text[at:]))
    return [piece for piece in out if piece.text]


_BARE = re.compile(r"(?:https?|\bttps?)://[^\s<>\"'，。；、（）【】]{1,2000}(?<![.,;:!?])")
