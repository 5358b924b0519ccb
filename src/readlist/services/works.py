"""E-prints, as several services say them.

arXiv's query API, its OAI-PMH, its pages and DataCite say the same of an e-print in different
words: it is an ``Eprint``, of which ``record`` makes the one record.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from readlist.bib import ids
from readlist.bib.dates import day
from readlist.model import Author, Identifier, Link, Rank, Record
from readlist.text import BLOCK_LIMIT, clean, latex_accents

# "see github.com/owner/name"; not "github.com" alone, nor "me@github.com/x/y".
_CODE = re.compile(
    r"(?<![\w/.@-])(?:https?://)?(?:www\.)?"
    r"((?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[\w.-]{1,100}/[\w.-]{1,100})",
    re.ASCII,
)
# "https://name.github.io/project"; not "github.io" alone.
_PROJECT = re.compile(
    r"(?<![\w/.@-])(?:https?://)?"
    r"((?:[\w-]{1,63}\.github\.io|sites\.google\.com/view)(?:/[\w.~-]{1,100}){0,5}+/?)",
    re.ASCII,
)
_HOSTS = (
    ("code", ("github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/"), _CODE),
    ("project", (".github.io", "sites.google.com/"), _PROJECT),
)
_LINKS_LIMIT = 3
_ENDS = ".-~"
# "Withdrawn from a conference" says nothing of the paper on the arXiv.
_WITHDRAWN = re.compile(
    r"\b(?:withdrawn|retracted)\b(?! (?:from (?!arxiv)|submission))", re.IGNORECASE
)
# "This paper has been withdrawn by the authors"; not "This paper withdraws …".
_WITHDRAWN_ABSTRACT = re.compile(
    r"(?:this|the) (?:paper|article|submission|manuscript|work) (?:has been|was|is)"
    r"(?: temporarily| now)? (?:withdrawn|retracted)\b",
    re.IGNORECASE,
)
# "cs.CL", "hep-th".
_CATEGORY = re.compile(r"[a-z][a-z-]{1,9}(?:\.[A-Za-z-]{2,9})?")
# "1706.03762v5", "hep-th/9901001".
_NUMBER = re.compile(
    r"([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,8}(?:\.[A-Za-z-]{2,8})?/[0-9]{7})(?:v([1-9][0-9]{0,3}))?"
)


class Eprint(NamedTuple):
    """An e-print; dates are ``YYYY-MM-DD``, ``published`` that of the first version.

    The first of ``categories`` is the primary one; ``doi`` is the publisher's, as authors typed it.
    """

    identifier: Identifier
    title: str
    authors: tuple[Author, ...] = ()
    abstract: str = ""
    published: str = ""
    updated: str = ""
    version: int | None = None
    categories: tuple[str, ...] = ()
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    license: str = ""


def record(said: Eprint, source: str = "arxiv", rank: int = Rank.ISSUER) -> Record:
    """Return the record of an e-print; without a date, the month of its number is a guess."""
    published = day(said.published)
    month = "" if published else ids.arxiv_month(said.identifier.value)
    guess = ("arxiv-id", int(Rank.GUESS))
    date = published or month
    abstract = clean(said.abstract, BLOCK_LIMIT)
    return Record(
        source=source,
        rank=rank,
        title=said.title,
        authors=said.authors,
        abstract=abstract,
        year=int(date[:4]) if date else None,
        published=date,
        kind="preprint",
        identifiers=tuple(_identifiers(said)),
        links=tuple(_links(said.comment, abstract)),
        extra=_extra(said, abstract),
        ranks={"published": guess, "year": guess} if month else {},
    )


def numbered(text: str) -> tuple[Identifier, int | None] | None:
    """Return the identifier that a text is and nothing else, and the version that it names."""
    found = _NUMBER.fullmatch(text)
    identifier = ids.normalise("arxiv", found[1]) if found else None
    if not (found and identifier):
        return None
    return identifier, int(found[2]) if found[2] else None


def categories(said: Iterable[str]) -> tuple[str, ...]:
    """Return arXiv's categories, each once; classes of the ACM and the MSC stood among them."""
    found = (clean(name, 40) for name in said)
    return tuple(dict.fromkeys(name for name in found if _CATEGORY.fullmatch(name)))


def unaccented(text: str) -> str:
    r"""Return text whose LaTeX accents are letters (``Poincar\'e``), but for those in formulas."""
    if "\\" not in text:
        return text
    parts = text.split("$")
    parts[::2] = map(latex_accents, parts[::2])
    return "$".join(parts)


def _identifiers(said: Eprint) -> Iterator[Identifier]:
    """Yield the identifier, and the publisher's where the authors gave one; the first of several.

    A DOI that is the arXiv's own is that of this paper or a mistake.
    """
    yield said.identifier
    # Authors type several into the one field, an erratum's behind the paper's.
    first = next(iter(re.split(r"[\s,;]+", said.doi.strip(), maxsplit=1)), "")
    doi = ids.normalise("doi", said.doi) or ids.normalise("doi", first)
    if doi and doi.scheme == "doi":
        yield doi
        yield from ids.implied(doi)


def _links(comment: str, abstract: str) -> Iterator[Link]:
    r"""Yield the code and the project's page that the authors name; LaTeX writes ``\_``."""
    text = f"{comment} {abstract}".replace("\\_", "_")
    for name, hosts, pattern in _HOSTS:
        if not any(host in text for host in hosts):  # five in six; a search takes 0.1 ms
            continue
        found = (match.rstrip(_ENDS).removesuffix(".git") for match in pattern.findall(text))
        for address in list(dict.fromkeys(found))[:_LINKS_LIMIT]:
            yield Link(name, f"https://{address}")


def _extra(said: Eprint, abstract: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "version": said.version,
        "updated": day(said.updated),
        "categories": list(said.categories),
        "comment": said.comment,
        "journal_ref": said.journal_ref,
        "license": said.license,
        "withdrawn": is_withdrawn(said.comment, abstract),
    }
    extra: dict[str, Any] = {"arxiv": {name: value for name, value in facts.items() if value}}
    if said.categories:
        extra["primary_class"] = said.categories[0]
    return {name: value for name, value in extra.items() if value}


def is_withdrawn(comment: str, abstract: str) -> bool:
    """Say whether the authors, or arXiv, took a paper back."""
    return bool(_WITHDRAWN.search(comment) or _WITHDRAWN_ABSTRACT.match(abstract))
