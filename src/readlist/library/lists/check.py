"""What a curator would want to put right in a list: found in what the library knows; pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from readlist.bib import dates, ids
from readlist.formats.lists.links import is_label
from readlist.identity.duplicates import SHORTEST, Titled, differences, find_pairs
from readlist.identity.merge import rank_of
from readlist.model import Identifier, ListEntry, Paper
from readlist.text import fold

KINDS = {
    "title": ("title", "that names no work"),
    "contradiction": ("identifier", "with two unlike titles"),
    "dead": ("identifier", "that no service knows"),
    "malformed": ("identifier", "that cannot be right"),
    "unidentified": ("entry", "without any identifier"),
    "repeated": ("paper", "more than once in a section"),
    "alike": ("pair", "probably the same work"),
    "twice": ("paper", "in more than one section"),
}
"""What is looked for, in the order in which it is shown, and how it is called.

The surest faults come first; a paper in two sections is most often meant so, and comes last.
"""
UNLIKE = 0.6
"""Share of equal letters below which two titles are not spellings of one."""


class Finding(NamedTuple):
    """Something to put right: a word of ``KINDS``, the papers that it is about, and a sentence."""

    kind: str
    papers: tuple[int, ...]
    what: str


def check(
    papers: Sequence[Paper],
    apart: Iterable[tuple[int, int]],
    absent: AbstractSet[Identifier] = frozenset(),
) -> list[Finding]:
    """Return what is wrong with a list, given its papers with their places in this list alone.

    ``apart`` are pairs (lower number first) of which a person said that they differ, ``absent``
    identifiers of which the services say that there is no such paper.
    """
    found = [finding for paper in papers for finding in _of_paper(paper)]
    found += [
        Finding("dead", (paper.id,), f"No service knows {identifier}.")
        for paper in papers for identifier in paper.identifiers if identifier in absent
    ]  # fmt: skip
    found += _alike({paper.id: paper for paper in papers}, apart)
    order = list(KINDS)
    return sorted(found, key=lambda finding: order.index(finding.kind))


def _of_paper(paper: Paper) -> Iterator[Finding]:
    if said := names_no_work(paper):
        yield Finding("title", (paper.id,), f"{said}.")
    sections = Counter(entry.section for entry in paper.lists)
    again = [entry for entry in paper.lists if sections[entry.section] > 1]
    if again:
        yield Finding("repeated", (paper.id,), "; ".join(map(where, again)))
    elif len(sections) > 1:
        yield Finding("twice", (paper.id,), "; ".join(map(where, paper.lists)))
    for said in dict.fromkeys(_malformed(paper)):
        yield Finding("malformed", (paper.id,), said)
    for title in paper.titles:
        if contradicts(title, fold(paper.title)):
            source, _ = rank_of(paper.ranks, "title")
            by = f"The title comes from {source}" if source else "Another title is kept"
            yield Finding("contradiction", (paper.id,), f"{by}; it was also called {title!r}.")
    if not paper.identifiers:
        links = ", ".join(link.url for link in paper.links[:2])
        yield Finding("unidentified", (paper.id,), f"It has links alone: {links}" if links else "")


def names_no_work(paper: Paper) -> str:
    """Say why the title of a paper cannot be one; nothing where it may be.

    ``PDF`` and ``[Project Page]`` are labels of links, ``7 Jun 2021`` is a date, ``ICML 2020`` a
    venue, ``Tom Schaul`` the first author, ``A. See, P. Liu and J. Doe`` people. ``Paper`` of an
    author called Paper, ``1984`` of Orwell (it has authors) and ``Attention`` are titles.
    """
    title = paper.title.strip()
    if not title:
        return ""
    if fold(title) in {fold(author.name) for author in paper.authors}:
        return f"{title!r} is one of the authors"
    if words := _words_of_date(title):
        # A number alone may be a novel; with a month, or of nobody, it is a date.
        return f"{title!r} is a date" if len(words) > 1 or not paper.authors else ""
    if is_label(title):
        return f"{title!r} is the label of a link, or a venue"
    return f"{title!r} are people" if _are_people(title) else ""


# What stands in a date beside months and numbers.
_OF_DATES = r"(?i)(?:st|nd|rd|th|of|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})"


def _words_of_date(text: str) -> list[str]:
    """Return the words of a text that is nothing but a date: ``7 Jun 2021``; not ``June Bugs``."""
    words = re.findall(r"[^\W\d_]+|\d+", text)
    others = [word for word in words if not word.isdigit() and not dates.month(word)]
    if len(others) == len(words) or not all(re.fullmatch(_OF_DATES, word) for word in others):
        return []
    return words if dates.read(text) else []


def _are_people(text: str) -> bool:
    """Say whether a text is a row of names in which somebody has an initial.

    ``A. See, P. Liu``, ``Wu F, Zhang Q``; not ``Time, Clocks``, nor ``Attention, Please``.
    """
    if not re.search(r"(?i)[,;&]|\band\b", text):
        return False
    parts = [part for part in re.split(r"(?i)\s*[,;&]\s*|\s+and\s+|\s*\bet al\.?", text) if part]
    name = (
        r"(?:[^\W\d_a-z]\.[\s-]?){1,3}[^\W\d_a-z][\w'’-]+|[^\W\d_a-z][\w'’-]+\s[^\W\d_a-z]{1,3}\.?"
    )
    return len(parts) > 1 and all(re.fullmatch(name, part) for part in parts)


def where(entry: ListEntry) -> str:
    """Return a place in a list as a person says it."""
    section = " / ".join(entry.section)
    return f"number {entry.position}" + (f" in {section}" if section else "")


def contradicts(one: str, other: str) -> bool:
    """Say whether two folded titles are too unlike to be spellings, parts or names of one.

    A short one is a name or an abbreviation ("bert", "dcgan") and contradicts nothing; nor does
    one in other letters, which may be a translation.
    """
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST or short in long or one.isascii() != other.isascii():
        return False
    matcher = SequenceMatcher(None, short[:300], long[:300], autojunk=False)
    return matcher.quick_ratio() < UNLIKE or matcher.ratio() < UNLIKE


def _alike(papers: Mapping[int, Paper], apart: Iterable[tuple[int, int]]) -> Iterator[Finding]:
    """Find pairs by the rules of ``dupes`` and say what keeps them apart."""
    titled = [Titled(number, paper.title) for number, paper in papers.items()]
    for pair in find_pairs(titled, apart):
        differ = differences([papers[pair.one], papers[pair.other]])
        but = f", but {'; '.join(differ)}" if differ else ""
        yield Finding("alike", (pair.one, pair.other), f"They have {pair.reason}{but}.")


# Identifiers


def _malformed(paper: Paper) -> Iterator[str]:
    addresses = []
    for identifier in paper.identifiers:
        if identifier.scheme == "url":
            addresses.append(identifier.value)
        elif ids.normalise(*identifier) != identifier:
            yield f"{identifier} is not in the form of its scheme."
    kept = paper.part("bibtex")
    addresses += [*(link.url for link in paper.links), str(kept.get("url", ""))]
    remarks = [entry.remark for entry in paper.lists]
    for text in (paper.title, paper.venue, *remarks, *_fields(kept)):
        addresses += re.findall(_ADDRESS, text)
        yield from _in_text(text)
    for address in addresses:
        if said := broken_address(address):
            yield f"{address}: {said}."


_ADDRESS = r"https?://[^\s<>\"'|)\]}]{1,500}"
# "arXiv:1706.037", whose number is a digit or two short, too.
_ARXIV_TEXT = r"(?i)\barxiv[:.\s]{1,3}([0-9]{4}\.[0-9]{1,6})\b"
# "doi:10.1000, and": a prefix alone; not "doi:10.1000/xyz".
_DOI_TEXT = r"(?i)\bdoi[:\s]{1,3}(10\.[0-9]{2,9}/?)(?=[\s,;)\]}.]|$)"


def _fields(kept: Mapping[str, Any]) -> Iterator[str]:
    """Yield the identifiers of a bibliography that were kept because they could not be read."""
    if doi := kept.get("doi"):
        yield f"doi:{doi}"
    # An eprint of no archive is arXiv's; one of "hal" or "ssrn" is none that is looked at here.
    archive = str(kept.get("archiveprefix") or kept.get("eprinttype") or "arxiv")
    eprint = kept.get("eprint")
    if eprint and archive.lower() == "arxiv":
        yield f"arxiv:{eprint}"


def _in_text(text: str) -> Iterator[str]:
    for match in re.finditer(_ARXIV_TEXT, text):
        if ids.normalise("arxiv", match[1]) is None:
            yield f"arXiv:{match[1]}: {_why_no_arxiv(match[1])}."
    for match in re.finditer(_DOI_TEXT, text):
        yield f"doi:{match[1]}: a DOI has a suffix behind its prefix."


# "https://doi.org/https://doi.org/10.1000/xyz".
_DOUBLED = r"(?i)^https?://([^/?#]{1,100})[^?#]{0,200}?https?(?:://|:/|%3a)"
# Sites that show other addresses under their own.
_SHOWS_OTHERS = ("archive.org", "archive.ph", "archive.is", "jina.ai", "google.com", "12ft.io")
# The part of each issuer's site where one page is one paper.
_ISSUERS = {
    "arxiv.org": (r"/(?:abs|pdf|html|ps|format|e-print|src)(?:/|$)", "arXiv identifier"),
    "doi.org": (r"/", "DOI"),
    "openreview.net": (r"/(?:forum|pdf|attachment)\b", "OpenReview identifier"),
    "aclanthology.org": (r"/(?:[A-Za-z][0-9]{2}-|(?:19|20)[0-9]{2}\.)", "ACL identifier"),
    "huggingface.co": (r"/papers/[0-9]", "arXiv identifier"),
}


def broken_address(address: str) -> str:
    """Return what is wrong with an address that should name a paper; empty where nothing is."""
    head = re.match(r"(?i)https?://(?:www\.|dx\.|export\.)?([^/?#]{1,100})([^?#]*)", address)
    if head is None:
        return ""
    host, path = head[1].lower(), head[2]
    if re.match(_DOUBLED, address) and not host.endswith(_SHOWS_OTHERS):
        return "one address stands in another"
    form, name = _ISSUERS.get(host, ("(?!)", ""))
    if re.match(form, path) is None or ids.from_url(address) is not None:
        return ""
    # What is wrong with the path of an issuer's address that names no paper.
    number = re.search(r"[0-9]{4}\.[0-9]{3,6}", path)
    if number and name.startswith("arXiv"):
        return _why_no_arxiv(number[0])
    if re.match(r"/(?:doi:)?10\.[0-9.]{2,}/?$", path):
        return "a DOI has a suffix behind its prefix"
    return f"there is no {name} in it"


def _why_no_arxiv(value: str) -> str:
    """Say what keeps a number from being an arXiv identifier (help/arxiv_identifier)."""
    when, _, number = value.partition(".")
    if not 1 <= int(when[2:]) <= 12:
        return f"there is no month {when[2:]}, so it is no arXiv identifier"
    digits = 4 if when < "1500" else 5
    if len(number) != digits:
        return f"arXiv identifiers of {when} have {digits} digits behind the dot, not {len(number)}"
    return "arXiv has no such identifier"
