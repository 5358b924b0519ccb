"""Papers that the words of a query name: the names that ``show`` takes are those of a query, too.

All words are names, or the words are a query: ``3 17`` are two papers where both are there,
``attention 17`` is a query.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readlist.store import naming
from readlist.store.connection import Library
from readlist.store.naming import Candidate
from readlist.text import caseless, clean, visible

SHOWN = 12
"""Papers of one name that are told."""
NAME_LIMIT = 1_000
"""Characters of a name that has blanks in it; what is longer is text."""

_CITATION_LIMIT = 10_000
"""Characters of a citation that is copied; a hundred keys have 3,000."""

# What may be an identifier or an address, and is worth 5 ms to find out: an address, "PMID: 314",
# "1706.03762", "cs/0112017", "10.1000/xyz", "PMC314", "P18-1001", "2020.acl-main.1"; not
# "status:read", "pre-training" or "3.5".
_MAY_IDENTIFY = re.compile(
    r"https?://\S+|(?:[a-z0-9-]+\.)+[a-z]+/\S+"
    r"|(?:arxiv|doi|openreview|acl|isbn|pubmed|pmid|pmcid|pmc|s2|url|info|urn|corpus\s?id)\s?:\s?\S+"
    r"|[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7}(?:v[0-9]+)?"
    r"|10\.[0-9]{4,9}/\S+|PMC[0-9]+|[a-z][0-9]{2}-[0-9]{4,5}"
    r"|[0-9]{4}\.[a-z0-9]+-[a-z0-9_]+\.[0-9]+",
    re.IGNORECASE,
)
# "example.org/papers/a.html", as it is copied without its beginning; not "conf/nips/V17".
_PAGE = re.compile(r"(?:[a-z0-9-]{1,60}\.){1,5}[a-z]{2,20}/\S+", re.IGNORECASE)

NUMBERS = re.compile(r"(\d{1,9})(?:-|–|\.\.)(\d{1,9})")
"""How people write the papers of several numbers elsewhere: ``1-3``; a query has ``id:1..3``."""


class Named(NamedTuple):
    """The papers that words name, the names one by one, and what the person should know of them.

    Where words only look like names there are no papers, and what is said tells of it.
    """

    papers: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    said: str = ""


def papers_named(library: Library, words: Sequence[str]) -> Named:
    """Return the papers that words name, as they were typed, one by one, or as one name.

    What is quoted is text.
    """
    whole = " ".join(" ".join(words).split())
    if not whole or '"' in whole:
        return Named()
    for names in _readings(library, words, whole):
        found = _all_named(library, names)
        if found:
            numbers = dict.fromkeys(one.id for each in found for one in each)
            pairs = zip(names, found, strict=True)
            doubts = [doubt for name, each in pairs for doubt in _doubts(library, name, each)]
            return Named(tuple(numbers), names, " ".join(doubts))
    return Named(said=_searched_for(library, whole))


def _searched_for(library: Library, whole: str) -> str:
    """Say of numbers that name no papers that they are searched for; nothing of other words."""
    if several := NUMBERS.fullmatch(whole):
        meant = f"id:{several[1]}..{several[2]}"
        return f"{whole} is searched for; '{meant}' are papers by their numbers."
    tokens = whole.split()
    if not all(token.isdecimal() for token in tokens):
        return ""
    missing = " and none ".join(token for token in tokens if not exact(library, token))
    verb = "is" if len(tokens) == 1 else "are"
    return f"There is no paper {missing}: {whole} {verb} searched for."


def _readings(library: Library, words: Sequence[str], whole: str) -> list[tuple[str, ...]]:
    """Return which names words may be, those first that are likelier."""
    tokens = tuple(whole.split())
    found = [tokens]
    if len(tokens) > 1 and len(whole) <= NAME_LIMIT:
        typed = tuple(" ".join(word.split()) for word in words)
        found = [typed, tokens, (whole,)]
    if "," in whole or ";" in whole:
        found.append(tuple(name for name in re.split(r"[,;\s]+", whole) if name))
    if (cited := cited_names(whole)) and not _is_saved(library, whole):
        found.append(cited)
    return list(dict.fromkeys(found))


def _is_saved(library: Library, whole: str) -> bool:
    """Say whether this asks a saved search: ``@thesis``."""
    from readlist.store.searches import by_name  # for what begins so alone

    return whole.startswith("@") and caseless(whole[1:]) in by_name(library.db)


# "\cite[p. 3]{roe,poe}", and "[@roe; @poe]" or "@roe" of Pandoc.
_LATEX = re.compile(r"\\[A-Za-z]*[Cc]ite[A-Za-z]*\*?(?:\[[^\[\]]*\])*\{([^{}]+)\}")
_PANDOC = re.compile(
    r"\[[^\[\]]*(?<![\w.])@[^\[\]]+\]|-?@[^\s;,\[\]]+(?:\s*[;,]\s*-?@[^\s;,\[\]]+)*"
)


def cited_names(text: str) -> tuple[str, ...]:
    """Return the keys of a citation that was copied from a manuscript; nothing of other text."""
    if len(text) > _CITATION_LIMIT:
        return ()
    if latex := _LATEX.fullmatch(text):
        return tuple(filter(None, map(str.strip, latex[1].split(","))))
    if _PANDOC.fullmatch(text):
        return tuple(key.strip("{}") for key in re.findall(r"(?<![\w.])@([^\s;,\[\]]+)", text))
    return ()


def exact(library: Library, name: str) -> list[Candidate]:
    """Return the papers of which this is the number, otherwise a key or an identifier.

    A key may look like an identifier, as ACM makes them, and belong to another paper.
    """
    # Keys are stored so: letters and their accents put together. Web pages have signs without a
    # width, which are copied along.
    name = "".join(filter(str.isprintable, clean(name, NAME_LIMIT)))
    if name.isdecimal():  # also a key, as IEEE Xplore makes them: 7780459
        is_number = len(name) < 20 and not name.startswith("0")  # 0042 is a key alone
        numbered = naming.by_number(library.db, int(name)) if is_number else []
        if numbered:
            return numbered
    return list(dict.fromkeys([*naming.by_key(library.db, name), *identified(library, name)]))


def identified(library: Library, name: str) -> list[Candidate]:
    """Return the papers of which this is an identifier or an address."""
    if not _MAY_IDENTIFY.search(name):
        return []
    from readlist.bib.ids import normalise, parse  # 5 ms, for those alone

    identifier = parse(name) or normalise("acl", name)  # P18-1001 is of the ACL Anthology
    if identifier is None and _PAGE.fullmatch(name):
        identifier = normalise("url", f"https://{name}")
    return naming.by_identifier(library.db, identifier) if identifier else []


def _all_named(library: Library, names: Sequence[str]) -> list[list[Candidate]]:
    """Return the papers of each name; nothing where one of them names none."""
    found = []
    for name in names:
        papers = exact(library, name)
        if not papers:
            return []
        found.append(papers)
    return found


def _doubts(library: Library, name: str, found: Sequence[Candidate]) -> Iterator[str]:
    """Yield what else a name may mean."""
    shown = visible(name)
    if len(found) > 1:
        those = ", ".join(f"{one.id} ({visible(one.key)})" for one in found[:SHOWN])
        more = ", …" if len(found) > SHOWN else ""
        yield f"{shown} names {len(found)} papers, and all of them are meant: {those}{more}."
    elif name.isdecimal() and found[0].key != name:
        others = [one for one in naming.by_key(library.db, name) if one.id != found[0].id]
        for one in others:
            key_of = f"a key of paper {one.id}: id:{one.id} is that one."
            yield f"{shown} is the number of a paper and {key_of}"
