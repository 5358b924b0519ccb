"""What a person types for a feed: its kind, its address, and a name for it.

Where the address does not tell, what lies there does: a feed, a list, or a page with feeds.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from readlist.bib import ids
from readlist.errors import QueryError, UsageError
from readlist.services import arxiv_categories
from readlist.text import clean, nearest, slug, visible

HF = ("daily", "week", "month", "trending")
ARXIV_FIELDS = ("ti", "au", "abs", "co", "jr", "cat", "rn", "id", "all", "doi", "submittedDate")
FORMS = (
    "arxiv:cs.CL+cs.LG, arxiv:'ti:agent AND cat:cs.CL', hf, hf:week, hf:month, hf:trending, "
    "citing:KEY, or the address of a feed, of a page that links to one, or of a curated list"
)
ADDRESS_LIMIT = 2_000
NAME_LIMIT = 60
UNSEEN = "unseen"
"""The option of a feed that was taken as it was typed: the first pull looks what it is."""
# "a-lab", "cs.CL+cs.LG"; not "a lab".
_NAME = re.compile(r"\w[\w.+-]*")
# "lab.example.org/blog"; not "localhost", nor words.
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?::[0-9]{1,5})?(?:/\S*)?", re.IGNORECASE)
# "ti:" of "ti:agent"; a colon within quotation marks makes no field.
_FIELD = re.compile(r'"[^"]*"|\b([A-Za-z]+):')
# "and", which arXiv takes for a word; "AND" is the operator.
_WORDS = re.compile(r'"[^"]*"|\b(and|or|not|andnot)\b')
# What a name is made without: of "ti:agent AND cat:cs.CL" that is "agent cs.CL".
_MEANINGLESS = re.compile(r"\b(?:AND|OR|ANDNOT|[A-Za-z]+:)|[\"()\[\]]")


class Spec(NamedTuple):
    """A feed as it was meant; ``sure`` is False where only a look at the address tells its kind."""

    kind: str
    address: str
    name: str
    sure: bool = True


def spec(text: str) -> Spec:
    """Return what a person means by the text of a feed. Raises ``UsageError``, ``QueryError``."""
    typed = text.strip()
    kind, colon, rest = typed.partition(":")
    if kind.lower() == "hf":
        return _hf(rest.strip().lower() if colon else HF[0])
    if kind.lower() == "arxiv" and colon:
        return _arxiv(rest.strip())
    if kind.lower() == "citing":
        return _citing(rest)
    # Categories of arXiv, perhaps misspelled, are no name of a host: `cs.cl`, `cs.XY` and
    # `math.CO+cs.LG` are such, `cs.stanford.edu` is not.
    archive = typed.partition("+")[0].partition(".")[0].strip().lower()
    if arxiv_categories.is_shaped(typed) and archive in arxiv_categories.ARCHIVES:
        return _arxiv(typed)
    if kind.lower() in {"http", "https"} or _HOST.fullmatch(typed):
        return _address(typed if "://" in typed else f"https://{typed}")
    raise UsageError(f"{visible(typed)!r} names no feed. It takes {FORMS}.")


def _hf(what: str) -> Spec:
    if what not in HF:
        raise UsageError(
            f"'hf:{visible(what)}' names no feed; Hugging Face has hf, hf:week, hf:month and "
            "hf:trending."
        )
    return Spec("hf", what, "hf" if what == HF[0] else f"hf-{what}")


def _citing(said: str) -> Spec:
    """Return the feed of what cites a paper, or the papers of a query."""
    query = clean(said, ADDRESS_LIMIT)
    if not query:
        raise UsageError(
            "'citing:' needs a paper or a query, as in citing:vaswani2017attention or "
            "'citing:tag:thesis'."
        )
    return Spec("citing", query, f"citing-{slug(_MEANINGLESS.sub(' ', query)) or 'papers'}"[:60])


def _arxiv(said: str) -> Spec:
    if not said:
        raise UsageError("'arxiv:' needs categories or a search, as in arxiv:cs.CL+cs.LG.")
    if arxiv_categories.is_shaped(said):
        try:
            found = arxiv_categories.spec(said)
        except ValueError as error:
            # Perhaps no category was meant: "transformers" is a word to search for, "cs.XX" is not.
            word = re.fullmatch(r"[A-Za-z-]+", said)
            advice = f" To search for the word, write arxiv:all:{said}." if word else ""
            raise UsageError(f"{error}{advice}") from error
        return Spec("arxiv", found, found if len(found) <= NAME_LIMIT else slug(found))
    if found := _apart(said):
        raise UsageError(f"Categories are joined by a plus sign: arxiv:{found}.")
    query = arxiv_query(said)
    return Spec("arxiv-query", query, slug(_MEANINGLESS.sub(" ", query)) or "arxiv")


def _apart(said: str) -> str:
    """Return categories joined that stand beside each other, which arXiv would take for words.

    ``cs.CL cs.LG`` and ``cs.CL, cs.LG`` are ``cs.CL+cs.LG``; ``graph neural networks`` is a search.
    """
    parts = re.split(r"[\s,;]+", said)
    if len(parts) < 2 or "." not in said:
        return ""
    try:
        return arxiv_categories.spec("+".join(parts))
    except ValueError:
        return ""


def arxiv_query(text: str) -> str:
    """Return a search in the grammar of arXiv's API (user's manual, 5.1), on one line.

    The service repairs what it does not understand without a word: a wrong field becomes a word, a
    missing operator OR. Raises ``QueryError`` for what it would take for something else.
    """
    query = clean(text, ADDRESS_LIMIT)
    if query.count('"') % 2:
        raise _failure("This quotation mark is never closed", query, query.rindex('"'))
    _check_brackets(query)
    for found in _FIELD.finditer(query):
        if found[1] and found[1] not in (*ARXIV_FIELDS, "lastUpdatedDate"):
            raise _failure(_unknown_field(found[1]), query, found.start(1))
    for found in _WORDS.finditer(query):
        if found[1]:
            sentence = f"arXiv takes `{found[1]}` for a word; write {found[1].upper()}"
            raise _failure(sentence, query, found.start(1))
    return query


def _check_brackets(query: str) -> None:
    open_at: list[int] = []
    quoted = False
    for place, character in enumerate(query):
        quoted ^= character == '"'
        if quoted or character not in "()":
            continue
        if character == "(":
            open_at.append(place)
        elif open_at:
            open_at.pop()
        else:
            raise _failure("This `)` closes nothing", query, place)
    if open_at:
        raise _failure("This `(` is never closed", query, open_at[-1])


def _unknown_field(name: str) -> str:
    known = {"title": "ti", "author": "au", "abstract": "abs", "category": "cat", "comment": "co"}
    near = known.get(name.lower()) or nearest(name, ARXIV_FIELDS)
    hint = f"did you mean `{near}:`?" if near else f"they are {', '.join(ARXIV_FIELDS)}"
    return f"arXiv has no field `{name[:40]}:`; {hint}"


def _failure(sentence: str, query: str, at: int) -> QueryError:
    return QueryError(f"{sentence} (column {at + 1})", query, at + 1)


def _address(url: str) -> Spec:
    """Return what is known of an address without asking it."""
    from readlist.services import webfeed

    url = clean(url)
    if len(url) > ADDRESS_LIMIT or ids.normalise("url", url) is None:
        raise UsageError(f"{visible(url[:200])!r} is no address of the web. It takes {FORMS}.")
    # A place in the page and the marks of who linked it make no other feed.
    base, _, query = url.partition("#")[0].partition("?")
    kept = ids.untracked(query)
    url = f"{base}?{kept}" if kept else base
    known = webfeed.known(url)
    if known is None:
        return Spec("web", url, name_of("", url), sure=False)
    kind, address = known
    if kind in {"arxiv", "hf"}:
        return spec(f"{kind}:{address}")
    return Spec(kind, address, name_of("", address))


def name_of(title: str, address: str) -> str:
    """Return a name for a feed of the web: of its title, or of its host and where it lies."""
    host, _, path = address.partition("://")[2].partition("/")
    # A repository has the name that its owner gave it: github.com/me/awesome-x is awesome-x.
    if not title and host in {"github.com", "raw.githubusercontent.com"}:
        title = "-".join(path.split("/")[1:2])
    return slug(title) or slug(host.removeprefix("www.")) or "feed"


def valid_name(text: str) -> str:
    """Return a name that a person chose for a feed. Raises ``UsageError``."""
    name = clean(text)
    if not _NAME.fullmatch(name) or len(name) > NAME_LIMIT:
        raise UsageError(
            f"{name[:80]!r} cannot be the name of a feed: it takes up to {NAME_LIMIT} letters, "
            "digits, dots, hyphens and plus signs, without blanks."
        )
    return name


if TYPE_CHECKING:
    from readlist.library.metadata.ask import Ask
    from readlist.store.feeds import Feed


class Seen(NamedTuple):
    """What was found: the feed to follow, its title, and other feeds that a page names."""

    spec: Spec
    title: str = ""
    others: tuple[str, ...] = ()
    papers: int | None = None


def look(wanted: Spec, ask: "Ask") -> Seen:
    """Return what lies at an address. Raises ``UsageError``, ``NetworkError``."""
    from readlist.services import webfeed  # HTML parser, for feeds of the web alone

    url = wanted.address
    found = ask(webfeed.discover(url))
    if found is None:
        raise UsageError(f"There is nothing at {visible(url)}; check the address.")
    if found.kind == "page":
        if not found.feeds:
            raise UsageError(
                f"The page {visible(url)} names no feed and is no list of papers. Give the "
                "address of the feed itself, or of the list's file."
            )
        # A blog names the feed of its posts and that of the comments on them, in any order.
        ranked = sorted(found.feeds, key=lambda one: "comment" in f"{one.title} {one.url}".lower())
        chosen = spec(ranked[0].url)
        if not chosen.sure:
            chosen = chosen._replace(name=name_of(found.title, url), sure=True)
        return Seen(chosen, found.title or ranked[0].title, tuple(one.url for one in ranked[1:]))
    kind = "list" if found.kind == "list" else "web"
    papers = found.papers if kind == "web" else None
    return Seen(Spec(kind, url, name_of(found.title, url)), found.title, papers=papers)


def decided(feed: "Feed", ask: "Ask") -> "Feed":
    """Return a feed that was taken as it was typed as what it is. Raises as ``look`` does."""
    if not feed.options.get(UNSEEN):
        return feed
    seen = look(Spec(feed.kind, feed.address, feed.name), ask)
    options = {name: value for name, value in feed.options.items() if name != UNSEEN}
    title = {"title": seen.title} if seen.title and not options.get("title") else {}
    return feed._replace(
        kind=seen.spec.kind, address=seen.spec.address, options={**options, **title}
    )
