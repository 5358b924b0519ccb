"""What every form of a digest says in the same words; pure."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from readlist.bib import ids
from readlist.bib.names import display
from readlist.model import MORE_AUTHORS, Paper
from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean, latex_accents, plural
from readlist.views import news, overview

if TYPE_CHECKING:
    from readlist.library.digest.digest import Digest, FeedPart, Item

ABSTRACT = 420
"""Characters of an abstract that are shown, at most."""
AUTHORS = 3
REASONS = 3
WITHOUT_FEED = "Not from a feed"
CHANGES = "Changes to papers you read"
DUE = "Due"
_WEB = re.compile(r"https?://[^\s<>\"`\\]{1,4000}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]?(?=\s+[\"'“‘(\[]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|al|vs|cf|etc|fig|eq|sec|resp|approx|no|dr|st|w\.r\.t)|\b[A-Z])\.$",
    re.IGNORECASE,
)


def title(digest: "Digest") -> str:
    """Return the headline: how much is new, and up to which day."""
    day = _moment(digest.through)
    said = f"{count(digest)}, {day:%A} {day.day} {day:%B %Y}" if day else count(digest)
    return said[0].upper() + said[1:]


def subject(digest: "Digest") -> str:
    """Return the subject of a mail."""
    day = _moment(digest.through)
    return f"readlist: {count(digest)}" + (f", {day:%a} {day.day} {day:%b}" if day else "")


def count(digest: "Digest") -> str:
    """Return how much is new, in short."""
    if digest.arrived or not digest.changes:
        return plural(digest.arrived, "new paper") if digest.arrived else "no new papers"
    return plural(len(digest.changes), "change")


def lead(digest: "Digest") -> str:
    """Return what the digest covers, in a sentence or two."""
    order = ", best first" if any(item.score for item in digest.items) else ""
    since, through = _said(digest.since), _said(digest.through)
    if since and through:
        between = f"from {since} to {through}"
    else:
        between = f"until {through}" if through else "until now"
    said = [f"What arrived {between} and is undecided{order}."]
    if digest.decided:
        are = "is" if digest.decided == 1 else "are"
        said.append(f"{plural(digest.decided, 'other')} {are} decided already.")
    return " ".join(said)


def _said(when: str) -> str:
    """Return a stored time, or a day, as a person writes it."""
    moment = _moment(when)
    if moment is None:
        return when
    day = f"{moment.day} {moment:%B %Y}"
    return f"{day} {moment:%H:%M %Z}" if "T" in when else day


def _moment(when: str) -> datetime | None:
    """Return a stored time where the person is, or a day as it is."""
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return None
    return moment.astimezone() if moment.tzinfo else moment


def left_out(digest: "Digest") -> str:
    """Say how many papers a limit left out; nothing where it left out none."""
    more = digest.arrived - len(digest.items)
    if more <= 0:
        return ""
    wait = "waits" if more == 1 else "wait"
    return f"{plural(more, 'more paper')} {wait} in the inbox: readlist inbox"


def heading(part: "FeedPart") -> str:
    """Return the name of a feed with its title."""
    if not part.name:
        return WITHOUT_FEED
    name, said = clean(part.name), clean(part.title, 200)
    return f"{name}: {said}" if said else name


def heading_of(paper: Paper) -> str:
    """Return a title, or what else names the paper."""
    return clean(latex_accents(paper.title), TITLE_LIMIT) or clean(paper.key)


def byline(paper: Paper) -> str:
    """Return the first authors."""
    names = [name for author in paper.authors[:AUTHORS] if (name := clean(display(author)))]
    more = max(len(paper.authors), paper.author_count or 0) > len(names)
    if not names:
        return clean(paper.organization)
    return ", ".join(names) + (" et al." if more or paper.extra.get(MORE_AUTHORS) else "")


def why(item: "Item") -> str:
    """Return the reasons for a paper's place, in words."""
    reasons = item.score.why(REASONS) if item.score else ()
    return "; ".join(clean(reason.text, 200) for reason in reasons)


def also_in(item: "Item") -> str:
    """Return the other feeds that brought a paper."""
    return ", ".join(clean(name) for name in item.feeds[1:])


def address(paper: Paper) -> str:
    """Return the page of a paper, where it has one on the web."""
    found = [ids.address(one) for one in paper.identifiers]
    found += [link.url for link in paper.links]
    return next((url for url in found if _WEB.fullmatch(url) and url.isprintable()), "")


def abstract(paper: Paper, limit: int = ABSTRACT) -> str:
    """Return the beginning of an abstract as one line, shortened at the end of a sentence."""
    return shortened(clean(latex_accents(paper.abstract), BLOCK_LIMIT), limit)


def shortened(text: str, limit: int) -> str:
    """Return whole sentences within a number of characters, or else whole words and an ellipsis."""
    if len(text) <= limit:
        return text
    end = max((at for at in _ends(text[: limit + 2]) if at <= limit), default=0)
    if end * 3 >= limit:
        return text[:end]
    words = text[:limit].rpartition(" ")[0] or text[: limit - 1]
    return words.rstrip(" ,;:-–—") + "…"


def _ends(text: str) -> Iterator[int]:
    """Yield where sentences end; a point behind an abbreviation or an initial ends none."""
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATED.search(text[max(0, match.start() - 12) : match.start() + 1]):
            yield match.end()


def changes(digest: "Digest") -> Iterator[tuple[Paper, str]]:
    """Yield papers with what became of them and what the reader did with each."""
    for paper, change in digest.changes:
        yield paper, f"{news.what(change)} ({news.mark(paper)})"


def due(digest: "Digest") -> Iterator[tuple[int, str, str]]:
    """Yield the number, the title and the reasons of papers that are due."""
    now = _moment(digest.through) or datetime.fromisoformat("1970-01-01T00:00:00Z")
    for paper in digest.due:
        said = clean(latex_accents(paper.title), TITLE_LIMIT) or clean(paper.key)
        yield paper.id, said, clean(overview.reasons(paper, now))
