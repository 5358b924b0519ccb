"""arXiv's listing pages: what is announced today, and the catch-up of any day of the last 90.

They state the day, the sections and how many entries there are, so that a feed can be checked
against them. HTML, read by a parser (arxiv-browse, templates/list).
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readlist.bib import dates
from readlist.bib.names import whole_names
from readlist.services.answers import SHOWN
from readlist.services.arxiv_categories import covers
from readlist.services.base import (
    CROSS,
    NEW,
    REPLACE,
    REPLACE_CROSS,
    Announced,
    Announcements,
    PageError,
    Request,
    WrongAnswerError,
    WrongQuestionError,
)
from readlist.services.works import Eprint, categories, numbered, record, unaccented
from readlist.text import BLOCK_LIMIT, FIELD_LIMIT, TITLE_LIMIT, clean

PAGE = 2_000
"""Entries on a page, the most that there are."""
AGE_S = 600.0
# "Showing new listings for Friday, 20 November 2026".
_DAY = re.compile(
    r"(?:listings for|Catchup results for .{1,200} on|Total of [\d,]+ entries for)\s+"
    r"[A-Z][a-z]{2,8},\s+(\d{1,2} [A-Z][a-z]{2,8} \d{4})"
)
# "New submissions (showing 50 of 123 entries)", "Replacement submissions (showing first 12 …".
_HEADING = re.compile(
    r"(New|Cross|Replacement)\w* .{0,40}?showing (?:first |last )?([\d,]{1,9}) of ([\d,]{1,9}) entr"
)
# "Total of 1,234 entries"; not "Total of them".
_TOTAL = re.compile(r"Total of ([\d,]{1,9}) entries")
_SECTIONS = {"New": NEW, "Cross": CROSS, "Replacement": REPLACE}
# The code of "Computation and Language (cs.CL)".
_CODE = re.compile(r"\(([a-z-]{2,9}(?:\.[A-Za-z-]{2,9})?)\)")
# "/html/2411.00001v2": the link to the page names the version, that to the abstract does not.
_VERSION = re.compile(r"/html/[^/]{4,20}v([1-9][0-9]{0,2})")


def newest(category: str, skip: int = 0) -> Request[Announcements]:
    """Return the question for the newest listing of a category or archive, from an entry on.

    ``next`` is the ``skip`` of the following page.
    """
    params = (("skip", str(skip)), ("show", str(PAGE)))
    parse_it = partial(parse, category=category, skip=skip)
    return _asked(f"/{category}/new", parse_it, params, age_s=AGE_S)


def catchup(category: str, day: str, page: int = 1) -> Request[Announcements]:
    """Return the question for one day, ``2026-11-20``; ``next`` is the number of the next page.

    A day that is more than 90 days back, or to come, is refused.
    """
    params = (("abs", "True"), ("page", str(page)))
    parse_it = partial(parse, category=category, skip=(page - 1) * PAGE, page=page)
    return _asked(f"../catchup/{category}/{day}", parse_it, params, age_s=3600.0)


def _asked(
    path: str, parse_it: Any, params: tuple[tuple[str, str], ...], age_s: float
) -> Request[Announcements]:
    return Request(
        "arxiv_list", path, parse_it, params=params, accept="text/html", age_s=age_s,
        timeout_s=60.0, spoken=frozenset({400}), alone=True,
    )  # fmt: skip


def parse(body: bytes, category: str = "", skip: int = 0, page: int = 0) -> Announcements:
    """Return a page of a listing. Raises ``WrongAnswerError``, and ``WrongQuestionError``.

    ``skip`` is how many entries stand before it; ``page`` its number where pages are numbered. A
    page without its end, or with fewer entries than its headings say, is cut off.
    """
    if b"</html>" not in body[-1_000:]:
        raise WrongAnswerError("a page that is cut off")
    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
    frame = tree.css_first("#dlpage")
    if frame is None:
        raise _other(tree)
    head = _text(frame, limit=FIELD_LIMIT)
    day = _DAY.search(head)
    if day is None:
        raise WrongAnswerError("a listing without a day")
    read = _Read.of(frame, category, dates.read(day[1]))
    everything = _TOTAL.search(head)
    total = _number(everything[1]) if everything else sum(read.totals.values())
    if not read.shown and skip < total:
        raise WrongAnswerError(f"none of the {total} entries that it counts")
    is_last = not 0 < read.shown < total - skip
    totals = read.totals
    if not skip and is_last:
        # A listing on one page has no heading for what there is none of; on a later page of
        # several the headings before it are those of other pages.
        totals = dict.fromkeys(_SECTIONS.values(), 0) | totals
    following = page + 1 if page else skip + read.shown
    return Announcements(
        items=tuple(read.items),
        day=dates.read(day[1]),
        title=_text(tree.css_first("h1")),
        totals=totals,
        others=read.shown - len(read.items),
        next=None if is_last else following,
    )


class _Read(NamedTuple):
    """What the sections of a page hold; ``shown`` counts entries, also those without a paper."""

    items: list[Announced]
    totals: dict[str, int]
    shown: int

    @classmethod
    def of(cls, frame: LexborNode, category: str, day: str) -> "_Read":
        items: list[Announced] = []
        totals: dict[str, int] = {}
        shown, promised, kind, term = 0, 0, NEW, None
        for node in frame.css("dl h3, dl dt, dl dd"):
            if node.tag == "h3":
                heading = _HEADING.search(_text(node))
                if heading is None:
                    raise WrongAnswerError(f"a listing with a section {_text(node)[:SHOWN]!r}")
                kind = _SECTIONS[heading[1]]
                promised += _number(heading[2])
                totals[kind] = _number(heading[3])
            elif node.tag == "dt":
                term = node
            elif term is not None:
                shown += 1
                items += (one._replace(day=day) for one in _announced(term, node, kind, category))
                term = None
        if shown != promised:
            raise WrongAnswerError(f"{shown} of the {promised} entries that it is to show")
        return cls(items, totals, shown)


def _other(tree: LexborHTMLParser) -> ValueError:
    """Return what is wrong where there is no listing: the question, or the whole page."""
    body = tree.body
    text = _text(body, limit=FIELD_LIMIT) if body else ""
    if re.search(r"\b(?:Bad Request|Invalid|Catchup only)\b", text):
        return WrongQuestionError(
            f"refuses the listing ({text.removeprefix('Bad Request').strip()[:SHOWN]})"
        )
    return PageError(f"a web page: {text[:SHOWN]}")


def _number(text: str) -> int:
    return int(text.replace(",", "") or 0)


def _text(node: LexborNode | None, limit: int = TITLE_LIMIT) -> str:
    """Return the text of an element as one line."""
    return clean(node.text(separator=" "), limit) if node else ""


def _field(entry: LexborNode, name: str, limit: int = TITLE_LIMIT) -> str:
    """Return a field of an entry without its label; a link is the address, not "this https URL"."""
    node = entry.css_first(name)
    if node is None:
        return ""
    for label in node.css("span.descriptor"):
        label.decompose()
    for link in node.css("a.link-external"):
        link.replace_with(link.attributes.get("href") or "")
    return clean(node.text(), limit)


def _announced(
    term: LexborNode, entry: LexborNode, kind: str, category: str
) -> Iterator[Announced]:
    """Yield the paper of an entry; replacements are told apart by their primary category."""
    link = term.css_first("a[href^='/abs/'], a[href*='arxiv.org/abs/']")
    if link is None:
        return
    number = numbered((link.attributes.get("href") or "").rpartition("/abs/")[2])
    title = unaccented(_field(entry, "div.list-title"))
    if number is None or not title:
        return
    version = _VERSION.search(term.html or "")
    facts = {"version": int(version[1])} if version else {}
    named = categories(_CODE.findall(_field(entry, "div.list-subjects")))
    # The page has one section for both: on cs.CL's, a new version of a paper of stat.ML is
    # announced there because it is cross-listed.
    if kind == REPLACE and named and category and not covers(category, named[0]):
        kind = REPLACE_CROSS
    found = record(
        Eprint(
            number[0],
            title,
            whole_names(clean(one.text()) for one in entry.css("div.list-authors a")),
            abstract=unaccented(_field(entry, "p.mathjax", BLOCK_LIMIT)),
            version=facts.get("version"),
            categories=named,
            comment=_field(entry, "div.list-comments", FIELD_LIMIT),
            journal_ref=_field(entry, "div.list-journal-ref"),
        )
    )
    yield Announced(found, "", kind, facts)
