"""Where the text of a curated list lies, and what it says there: Markdown or Org, not its page."""

import re
from functools import partial
from urllib.parse import urlsplit, urlunsplit

from readlist.services.answers import refuse_page
from readlist.services.base import Request, WrongAnswerError

AGE_S = 60.0
LIMIT_BYTES = 10_000_000
_README = "README.md"
_RAW_HOSTS = frozenset({"raw.githubusercontent.com", "gist.githubusercontent.com"})
_PAGES = (".html", ".htm", ".xhtml")
# "<?xml" and "<!DOCTYPE" begin no Markdown; "<p>" may.
_XML = re.compile(rb"\s*<(?:\?xml|!DOCTYPE)\b", re.IGNORECASE)
_FEEDS = (".rss", ".atom")
_HUB_KINDS = ("datasets", "spaces")
# Pages of a site of repositories that are no repository of anybody.
_NO_OWNERS = frozenset(
    {"about", "collections", "explore", "features", "login", "marketplace", "orgs", "search",
     "settings", "sponsors", "topics", "trending", "users", "docs", "models", "papers", "blog",
     "api", "groups", "help"}
)  # fmt: skip


def text(url: str) -> Request[bytes]:
    """Return the question for the text of a list, whatever page of it was named."""
    address = raw_url(url)
    pages = urlsplit(address).path.lower().endswith(_PAGES)
    return Request(
        "web", address, partial(parse, pages=pages), accept="text/plain, text/markdown, */*;q=0.5",
        age_s=AGE_S, limit_bytes=LIMIT_BYTES, absent=frozenset({404}), alone=True,
    )  # fmt: skip


def parse(body: bytes, *, pages: bool = False) -> bytes:
    """Return the text as it is. Raises ``WrongAnswerError`` for one that is none.

    An empty one would take every entry of the list away; so would the page of a login.
    """
    if not body.strip():
        raise WrongAnswerError("nothing")
    if not pages:
        refuse_page(body)
        if _XML.match(body):
            raise WrongAnswerError("XML")
    if b"\0" in body[:10_000] and body[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise WrongAnswerError("no text")
    return body


def raw_url(url: str) -> str:
    """Return where the text of a repository or of a file in it lies; other addresses as they are.

    Of a repository that is its ``README.md`` on the branch that is shown first.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    pieces = [piece for piece in parts.path.split("/") if piece]
    read = _SITES.get(host)
    if read is None or parts.scheme not in ("http", "https") or not pieces:
        return url.strip()
    return read(pieces) or urlunsplit((*parts[:4], ""))


def is_raw(url: str) -> bool:
    """Say whether an address is one of a text in a repository, which ``raw_url`` leaves alone."""
    return url.lower().startswith(tuple(f"https://{host}/" for host in _RAW_HOSTS))


def _split(pieces: list[str]) -> tuple[str, str] | None:
    """Return owner and repository, None where the pieces begin with neither, or name a feed."""
    if len(pieces) < 2 or pieces[0].lower() in _NO_OWNERS or pieces[1].endswith(_FEEDS):
        return None
    return pieces[0], pieces[1].removesuffix(".git")


def _inside(path: list[str]) -> str:
    """Return the file of a path below a branch; that of a folder is its ``README.md``."""
    last = path[-1] if path else ""
    return "/".join(path if re.search(r"\.[A-Za-z]{1,8}$", last) else [*path, _README])


def _below(base: str, pieces: list[str], shown: str) -> str:
    """Return the text that the pieces behind a repository name; ``shown`` is its first branch."""
    match pieces:
        case []:
            return f"{base}/{shown}/{_README}"
        case ["blob" | "raw" | "blame" | "edit" | "resolve", branch, *path] if path:
            return f"{base}/{branch}/{'/'.join(path)}"
        case ["tree", branch, *path]:
            return f"{base}/{branch}/{_inside(path)}"
    return ""


def _github(pieces: list[str]) -> str:
    named = _split(pieces)
    if named is None:
        return ""
    return _below("https://raw.githubusercontent.com/{}/{}".format(*named), pieces[2:], "HEAD")


def _gist(pieces: list[str]) -> str:
    if len(pieces) > 2 and pieces[2] == "raw":
        return ""
    if len(pieces) > 1 and re.fullmatch(r"[0-9a-f]{5,40}", pieces[1]):
        return f"https://gist.githubusercontent.com/{pieces[0]}/{pieces[1]}/raw"
    return ""


def _gitlab(pieces: list[str]) -> str:
    """Return the text of a project, which may stand in groups of groups."""
    if _split(pieces) is None:
        return ""
    at = pieces.index("-") if "-" in pieces else len(pieces)
    base = "https://gitlab.com/" + "/".join(pieces[:at]).removesuffix(".git")
    return _below(f"{base}/-/raw", pieces[at + 1 :], "HEAD")


def _codeberg(pieces: list[str]) -> str:
    named = _split(pieces)
    if named is None:
        return ""
    base = "https://codeberg.org/{}/{}".format(*named)
    match pieces[2:]:
        case []:
            return f"{base}/raw/HEAD/{_README}"
        case ["src" | "raw", "branch" | "tag" | "commit" as kind, branch, *path]:
            return f"{base}/raw/{kind}/{branch}/{_inside(path)}"
    return ""


def _hub(pieces: list[str]) -> str:
    """Return the text of a repository of Hugging Face: of a model, a data set, a space."""
    kind = [pieces[0]] if pieces[0] in _HUB_KINDS else []
    rest = pieces[len(kind) :]
    if _split(rest) is None:
        return ""
    return _below("/".join(["https://huggingface.co", *kind, *rest[:2], "raw"]), rest[2:], "main")


_SITES = {
    "github.com": _github,
    "gist.github.com": _gist,
    "gitlab.com": _gitlab,
    "codeberg.org": _codeberg,
    "huggingface.co": _hub,
    "hf.co": _hub,
}
