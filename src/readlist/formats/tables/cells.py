"""What stands in a cell: words for a status, stars, links, several people."""

import re
from collections.abc import Iterator

from readlist.bib import ids, names
from readlist.bib.names import parse_author, parse_authors
from readlist.model import Author, Identifier, Priority, Status
from readlist.text import clean

_HYPERLINK = re.compile(r'=HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)', re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){1,1000}+)\]\((https?://[^()\s]+)\)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}+")
_BARE_ADDRESS = re.compile(r"(?:[\w-]{1,60}\.){1,4}[A-Za-z]{2,12}/\S{1,1000}")
_NOTHING = frozenset({
    "", "-", "–", "—", "n/a", "#n/a", "nan", "none", "null", "nil", "?", "tbd", "unknown", "[]",
})  # fmt: skip

_STATUSES = {
    Status.INBOX: "inbox new neu",
    Status.TO_READ: "toread unread todo tbr queue queued planned backlog wanttoread notstarted "
    "later readlater notread next pending open ungelesen zulesen offen alire nonlu 未读 待读 "
    "想读 未開始 0",
    Status.READING: "reading inprogress started current currentlyreading doing ongoing wip "
    "partlyread angefangen inarbeit encours 在读 阅读中 进行中",
    Status.SKIMMED: "skimmed skim skimming scanned glanced browsed uberflogen survole 略读 泛读",
    Status.READ: "read done finished complete completed gelesen fertig erledigt lu termine 已读 "
    "完成 已完成 精读 archive archived",
    Status.DROPPED: "dropped abandoned skipped skip rejected wontread notinteresting discarded "
    "abgebrochen abandonne 放弃",
}  # fmt: skip
_STATUS_WORDS = {word: status for status, words in _STATUSES.items() for word in words.split()}
_YES = frozenset("yes y true x 1 ja oui 是 checked done read ✓ ✔ ✅ ☑ ✔️ ☑️ [x]".split())  # noqa: SIM905
_NO = frozenset("no n false 0 nein non 否 unchecked ✗ ✘ ❌ ☐ [] [ ]".split())  # noqa: SIM905
_PRIORITIES = {
    "low": Priority.LOW, "niedrig": Priority.LOW, "p3": Priority.LOW, "低": Priority.LOW,
    "medium": Priority.MEDIUM, "normal": Priority.MEDIUM, "mittel": Priority.MEDIUM,
    "p2": Priority.MEDIUM, "中": Priority.MEDIUM, "moderate": Priority.MEDIUM,
    "high": Priority.HIGH, "urgent": Priority.HIGH, "hoch": Priority.HIGH, "p1": Priority.HIGH,
    "p0": Priority.HIGH, "高": Priority.HIGH, "1": Priority.LOW, "2": Priority.MEDIUM,
    "3": Priority.HIGH, "0": Priority.NONE, "none": Priority.NONE,
}  # fmt: skip
_OUT_OF_FIVE = re.compile(r"([1-5])(?:\.0)?(?:\s?/\s?5)?")
_STARS = re.compile(r"((?:★|⭐️?|\*){1,5})☆{0,4}")
# Scopus and PubMed put the initials behind the family name, without a comma.
_TURNED = re.compile(
    r"((?:[^\W\d_][\w'’.-]*\s){1,4}?)((?:[^\W\d_a-z]\.[- ]?){1,4}|[^\W\d_a-z]{1,3})"
)
_NUMBERED = re.compile(r"\s*\([0-9]{6,}\)")


def is_nothing(cell: str) -> bool:
    """Say whether a cell says that there is nothing to say."""
    return len(cell) < 9 and cell.strip().lower() in _NOTHING


def without_link(cell: str) -> tuple[str, str]:
    """Return text and address of a cell that is a link of a spreadsheet or of Markdown."""
    if match := _HYPERLINK.fullmatch(cell.strip()):
        return match[2] or "", match[1]
    if match := _MARKDOWN_LINK.fullmatch(cell.strip()):
        return match[1], match[2]
    return cell, ""


def addresses(cell: str) -> Iterator[str]:
    """Yield the addresses in a cell; one without ``https://`` counts where it is the whole cell."""
    found = _ADDRESS.findall(cell[:20_000])
    for address in found[:20]:
        yield address.rstrip(".,;)]'")
    bare = cell.strip()
    if not found and _BARE_ADDRESS.fullmatch(bare):
        yield f"https://{bare}"


def identifiers(scheme: str, cell: str) -> list[Identifier]:
    """Return the identifiers of a scheme in a cell, where nothing else is in it."""
    whole = ids.normalise(scheme, cell)
    if whole:
        return [whole]
    found = [
        ids.normalise(scheme, part) for part in re.split(r"[;,|\s]+", cell.strip())[:20] if part
    ]
    return [one for one in found if one] if all(found) else []


def status(cell: str) -> Status | None:
    """Return the status that a word means, None where it means none."""
    word = _plain(cell)
    return _STATUS_WORDS.get(word) or (Status.READ if cell.strip() in _YES - {"1"} else None)


def done(cell: str) -> Status | None:
    """Return what a tick in a column such as ``Read?`` means."""
    word = cell.strip().lower()
    if word in _YES:
        return Status.READ
    return Status.TO_READ if word in _NO else status(cell)


def _plain(cell: str) -> str:
    return "".join(char for char in cell.casefold()[:40] if char.isalnum())


def rating(cell: str) -> int | None:
    """Return one to five: a number, ``4/5`` or stars."""
    if match := _OUT_OF_FIVE.fullmatch(cell.strip()):
        return int(match[1])
    if match := _STARS.fullmatch(cell.strip()):
        return sum(match[1].count(star) for star in "★⭐*")
    return None


def priority(cell: str) -> Priority | None:
    """Return a priority: a word, ``P1`` (the highest) or the number that this program writes."""
    return _PRIORITIES.get(_plain(cell))


def people(cell: str, *, own: bool = False) -> tuple[tuple[Author, ...], bool]:
    """Return the authors of a cell, and whether they are only the first of more.

    ``own`` says that the program wrote the cell, every author with the given name first.
    """
    if own:
        return parse_authors(cell), False
    cell = _NUMBERED.sub("", cell) if "(" in cell else cell
    named, more = names.without_others(cell)
    if turned := _turned(cell):
        return turned, more
    if ";" in named and not any(mark in named for mark in ("{", " and ", "&", "\\")):
        found = (names.author(clean(part)) for part in named.split(";"))
        return tuple(author for author in found if author.name), more
    return parse_authors(named), more


def _turned(cell: str) -> tuple[Author, ...]:
    """Return ``Vaswani A.; Shazeer N.`` and ``Vaswani A, Shazeer N`` with the family name known."""
    parts = [part.strip() for part in re.split("[;,]", cell.rstrip(" ;,."))]
    if not 0 < len(parts) <= 5_000:
        return ()
    if "." in "".join(parts) and cell.rstrip(" ;,").endswith("."):
        parts[-1] += "."  # of the last initial, not of the list
    found = [_TURNED.fullmatch(part) for part in parts]
    certain = len(parts) > 1 or "." in parts[0]
    if not certain or not all(found):
        return ()
    return tuple(parse_author(f"{match[1].strip()}, {match[2]}") for match in found if match)
