"""One saved link: is it a paper, and what is its title without the name of the site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readlist.bib import ids, markup
from readlist.bib.keywords import as_tags
from readlist.formats.lists.links import mended, place_of
from readlist.model import Identifier, Item, Note, Rank, Reading, Record, Skipped, Status
from readlist.text import clean, clean_block

_NUMBER = (
    r"(?:arxiv:\s?)?(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]{1,2})?"
)
_BEFORE = re.compile(
    rf"(?:\[{_NUMBER}\]|{_NUMBER}(?=\s)|\[PDF\]|\(PDF\)|Paper page\s*-|DOI:)[\s:|-]*", re.IGNORECASE
)
_SITES = (
    r"arXiv(?:\.org)?(?: e-Print archive)?|OpenReview(?:\.net)?|ACL Anthology|Semantic Scholar|"
    r"alphaXiv|Hugging Face|ar5iv|SciRate|Papers With Code|IEEE Xplore(?: .{0,30})?|"
    r"IEEE (?:Conference Publication|Journals & Magazine|Journals and Magazine)|ScienceDirect|"
    r"SpringerLink|Springer Nature Link|PubMed(?: Central)?|PMC|bioRxiv|medRxiv|ResearchGate|"
    r"Wiley Online Library|Taylor & Francis Online|ACM Digital Library|CVF Open Access|"
    r"Nature|Nature [A-Z][\w ]{2,40}|Science|Science [A-Z][\w ]{2,40}|PNAS|PLOS [A-Z][\w ]{2,40}|"
    r"Cell|NeurIPS(?: Proceedings)?|JMLR|Distill|SSRN|Europe PMC|DBLP|Google Scholar|"
    r"(?:Proceedings of|Advances in|Journal of|Transactions on) [^|]{3,150}|"
    r"[A-Z][^|]{3,120} (?:Proceedings|Transactions|Journal)"
)
_BEHIND = re.compile(rf"\s(?:[-–—|·]|::)\s(?:{_SITES})$", re.IGNORECASE)
_NO_TITLE = re.compile(
    rf"(?:https?://|www\.)\S*|{_NUMBER}(?:\.pdf)?|\S+\.pdf|untitled|arxiv\.org\S*|pdf|"
    r"(?:\S+/)+\S*|openreview|redirecting|just a moment\.*|page not found|access denied",
    re.IGNORECASE,
)
# Pages of these sites are papers only where their address names one.
_NAMED_ALWAYS = re.compile(
    r"https?://(?:www\.)?(?:openreview\.net|aclanthology\.org)/", re.IGNORECASE
)


@dataclass(slots=True)
class Saved:
    """A link as a program saved it; ``tags`` are words or folders with slashes."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    added: str = ""
    status: Status | None = None
    line: int = 0


def items(saved: Saved, *, all_links: bool) -> Iterator[Item]:
    """Yield the paper that a link leads to, or why there is none."""
    shown = clean(saved.url, 200)
    url = mended(saved.url[:2_000]) if len(saved.url) <= 2_000 else ""
    page = ids.normalise("url", url)
    if page is None:
        yield Skipped(saved.line, f"{shown} is no address of the web")
        return
    named = ids.from_url(url)
    if named and named.scheme != "url":
        yield _record(saved, (named, *ids.implied(named)))
    elif all_links or (place_of(url) == "paper" and not _NAMED_ALWAYS.match(url)):
        yield _record(saved, (page,))
    else:
        yield Skipped(saved.line, f"{shown} is not known to be a paper")


def _record(saved: Saved, identifiers: tuple[Identifier, ...]) -> Record:
    note = clean_block(saved.note)
    return Record(
        source="bookmarks",
        rank=Rank.LIST,
        title=title_of(saved.title),
        identifiers=identifiers,
        reading=Reading(status=saved.status) if saved.status else None,
        tags=as_tags(saved.tags),
        notes=(Note(note),) if note else (),
        added=saved.added,
        line=saved.line,
    )


def title_of(text: str) -> str:
    """Return the title of a paper in the title of a web page, nothing where there is none."""
    title = markup.plain(text)
    for _ in range(4):
        shorter = _BEHIND.sub(
            "", _BEFORE.sub("", title, count=1) if _BEFORE.match(title) else title
        )
        if shorter == title:
            break
        title = shorter.strip()
    return "" if _NO_TITLE.fullmatch(title) else title
