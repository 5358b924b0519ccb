"""What of a list can be put right surely: in the library, and in the list's own file.

``mend`` changes the library, ``patched`` gives the text that the file's keeper could take. Nothing
here guesses: an address within an address has one paper, a paper that stands twice in a
section with the same words stands there once, and what a service said of a work is known.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import unified_diff
from itertools import pairwise
from typing import NamedTuple

from readlist.bib import ids
from readlist.formats.list_export.escapes import inline
from readlist.formats.lists.links import is_label
from readlist.identity.absorb import Outcome
from readlist.identity.merge import rank_of
from readlist.library.lists.check import where
from readlist.model import Identifier, Link, ListEntry, Paper, Rank
from readlist.store.journal import Transaction
from readlist.store.lists import StoredEntry, remove_entries, stored_entries
from readlist.store.papers import by_identifiers
from readlist.store.write import save_papers
from readlist.text import fold

# "https://doi.org/https://doi.org/10.1000/xyz", "http://dx.doi.org/doi.org/10.1000/xyz" is left.
_WITHIN = re.compile(
    r"(?i)https?://(?:www\.|dx\.)?(?:doi\.org|arxiv\.org(?:/(?:abs|pdf))?|openreview\.net|"
    r"aclanthology\.org)/+(?=https?:/{1,2}[\w-])"
)


class Mended(NamedTuple):
    """Something that was put right: the paper that it is about, and a sentence."""

    paper: int
    what: str


def inner_address(address: str) -> str:
    """Return the address of a paper that stands within another one; as it is where none does.

    ``https://doi.org/https://doi.org/10.1000/xyz`` is ``https://doi.org/10.1000/xyz``.
    """
    inner = _WITHIN.sub("", address)
    if inner == address:
        return address
    inner = re.sub(r"(?i)^(https?):/+", r"\1://", inner)
    return inner if ids.from_url(inner) else address


def mend(tx: Transaction, list_id: int, papers: Sequence[Paper]) -> list[Mended]:
    """Put right what is surely wrong in a list, and return what was done.

    Identifiers get the form of their scheme, an address within an address stands by itself, and a
    paper leaves all but the first of the places that one section gives it with the same words.
    """
    done: list[Mended] = []
    pairs = []
    for paper in papers:
        mended = _with_own_addresses(paper, done)
        if mended != paper:
            pairs.append((paper, mended))
    wanted = {one for _, mended in pairs for one in mended.identifiers}
    owners = by_identifiers(tx.db, wanted)
    claimed: dict[Identifier, int] = {}
    kept = []
    for paper, mended in pairs:
        # What another paper has is a question of who is who, which 'dupes' asks.
        own = [
            one for one in mended.identifiers
            if owners.get(one, paper.id) == paper.id
            and claimed.setdefault(one, paper.id) == paper.id
        ]  # fmt: skip
        kept.append((paper, replace(mended, identifiers=tuple(own))))
    save_papers(tx, kept)
    return done + _without_repeats(tx, list_id)


def _with_own_addresses(paper: Paper, done: list[Mended]) -> Paper:
    """Return a paper whose identifiers are in the form of their schemes, as its links name them."""
    identifiers = [_in_form(one) for one in paper.identifiers]
    for one, better in zip(paper.identifiers, identifiers, strict=True):
        if better != one:
            done.append(Mended(paper.id, f"{one} is {better} now."))
    links: list[Link] = []
    for link in paper.links:
        inner = inner_address(link.url)
        if inner != link.url:
            done.append(Mended(paper.id, f"{link.url} is {inner} now."))
            if (named := ids.from_url(inner)) and named.scheme != "url":
                identifiers.append(named)
        links.append(link._replace(url=inner))
    same = tuple(dict.fromkeys(identifiers))
    return replace(paper, identifiers=same, links=tuple(dict.fromkeys(links)))


def _in_form(one: Identifier) -> Identifier:
    """Return an identifier in the form of its scheme, an address out of another one as its own."""
    if one.scheme != "url":
        return ids.normalise(*one) or one
    inner = inner_address(one.value)
    return one if inner == one.value else ids.from_url(inner) or one


def _without_repeats(tx: Transaction, list_id: int) -> list[Mended]:
    groups: dict[tuple[int, tuple[str, ...]], list[StoredEntry]] = defaultdict(list)
    for entry in stored_entries(tx.db, list_id):
        groups[entry.paper_id, entry.section].append(entry)
    gone: list[StoredEntry] = []
    for entries in groups.values():
        remarks = {entry.remark for entry in entries} - {""}
        # Where the second place says more than the first, a person has to choose.
        if len(remarks) < 2:
            stays = next((entry for entry in entries if entry.remark), entries[0])
            gone += [entry for entry in entries if entry is not stays]
    remove_entries(tx, [entry.id for entry in gone])
    places = ((one.paper_id, ListEntry(one.section, one.position)) for one in gone)
    return [Mended(paper, f"It stood twice: {where(place)}.") for paper, place in places]


# In the list's own file

_ADDRESS = r"https?://[^\s<>\"')\]]+"


def patched(
    text: str, outcomes: Sequence[Outcome], papers: Mapping[int, Paper]
) -> tuple[str, list[Mended]]:
    """Return the text of a list with what can be put right there, and what that is.

    ``outcomes`` say which paper each entry of the text is. Line ends stay as they are; a line that
    does not hold what it is said to hold is left alone.
    """
    lines = _lines(text)
    done: list[Mended] = []
    at = Counter(outcome.record.line for outcome in outcomes)
    alone = [o for o in outcomes if at[o.record.line] == 1 and 0 < o.record.line <= len(lines)]
    alone.sort(key=lambda outcome: outcome.record.line)
    for outcome in alone:
        place = outcome.record.line - 1
        line = lines[place]
        paper = papers[outcome.paper_id]
        better = _with_title(line, outcome, paper)
        if better != line:
            done.append(Mended(paper.id, f"Line {place + 1}: {outcome.record.title!r} is a label."))
        identified = _with_identifier(better, outcome, paper)
        if identified != better:
            done.append(Mended(paper.id, f"Line {place + 1}: its identifier is known."))
        lines[place] = identified
    papers_at = {outcome.record.line: outcome.paper_id for outcome in reversed(outcomes)}
    for place, line in enumerate(lines):
        better = re.sub(_ADDRESS, lambda found: inner_address(found[0]), line)
        if better != line:
            number = papers_at.get(place + 1, 0)
            done.append(Mended(number, f"Line {place + 1}: one address stands in another."))
            lines[place] = better
    for first, last in _repeats(lines, alone):
        number = papers_at[first + 1]
        done.append(Mended(number, f"Line {first + 1}: it stands in this section already."))
        lines[first:last] = [""] * (last - first)
    done.sort(key=lambda one: int(re.findall(r"\d+", one.what)[0]))  # by their lines
    return "".join(lines), done


def _lines(text: str) -> list[str]:
    """Return lines with their ends; only a line feed ends one, as for ``git apply``."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _with_title(line: str, outcome: Outcome, paper: Paper) -> str:
    """Return a line with the title of a paper where a label stands: ``[PDF](…)`` at its beginning.

    Only where the service that issues its identifier has said it.
    """
    said = outcome.record.title
    _, rank = rank_of(paper.ranks, "title")
    known = rank > Rank.LIST and paper.title and not is_label(paper.title)
    if not said or not is_label(said) or not known:
        return line
    found = re.match(rf"(\s*(?:[-*+]|\d+[.)])\s+\[+){re.escape(said)}(?=\]\()", line)
    return f"{found[1]}{inline(paper.title)}{line[found.end() :]}" if found else line


_LABELS = {"arxiv": "arXiv", "doi": "DOI", "openreview": "OpenReview", "acl": "ACL"}


def _with_identifier(line: str, outcome: Outcome, paper: Paper) -> str:
    """Return a bullet that has no address at all with that of the paper behind it."""
    record = outcome.record
    if record.identifiers or record.links or "://" in line or not _is_bullet(line):
        return line
    known = [one for one in paper.identifiers if one.scheme in _LABELS]
    if not known or not _holds(line, record.title):
        return line
    one = min(known, key=lambda one: list(_LABELS).index(one.scheme))
    body = line.rstrip("\r\n")
    address = f"[[{_LABELS[one.scheme]}]({ids.address(one)})]"
    return f"{body.rstrip()} {address}{line[len(body) :]}"


def _is_bullet(line: str) -> bool:
    return re.match(r"\s*(?:[-*+]|\d+[.)])\s", line) is not None


def _holds(line: str, title: str) -> bool:
    return bool(title) and fold(title)[:40] in fold(line)


def _repeats(lines: Sequence[str], alone: Sequence[Outcome]) -> list[tuple[int, int]]:
    """Return where entries begin and end whose paper stands before in the same section.

    Only bullets of one paper, with the words that stood there before, and rows of tables.
    """
    seen: dict[tuple[int, tuple[str, ...]], str] = {}
    begins = [outcome.record.line - 1 for outcome in alone]
    ends = dict(pairwise([*begins, len(lines)]))
    found = []
    for outcome in alone:
        first = outcome.record.line - 1
        for entry in outcome.record.entries:
            place = (outcome.paper_id, entry.section)
            if place not in seen:
                seen[place] = entry.remark
                continue
            same = entry.remark in ("", seen[place]) and _holds(lines[first], outcome.record.title)
            last = _end_of(lines, first, ends[first]) if same else 0
            if last:
                found.append((first, last))
    return found


def _end_of(lines: Sequence[str], first: int, limit: int) -> int:
    """Return where an entry ends: before what is not indented more; 0 for no bullet or row."""
    if lines[first].lstrip().startswith("|"):
        return first + 1
    if not _is_bullet(lines[first]):
        return 0
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < limit:
        line = lines[last]
        if not line.strip() or len(line) - len(line.lstrip()) <= indent:
            break
        last += 1
    return last


def diff(name: str, before: str, after: str) -> str:
    """Return a unified diff that ``git apply`` and ``patch -p1`` take; nothing where both agree."""
    # A tab ends a name with a blank in it (git-diff, "-z" and quoting).
    end = "\t" if " " in name else ""
    last = "\n\\ No newline at end of file\n"
    return "".join(
        line if line.endswith("\n") else line + last
        for line in unified_diff(_lines(before), _lines(after), f"a/{name}{end}", f"b/{name}{end}")
    )
