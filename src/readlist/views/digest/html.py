"""A digest as HTML: a page that mail clients show, and the entries of a feed.

The page has tables, inline styles, no script, no image.

Gmail cuts a message off at 102 KB and drops style sheets; Outlook draws with Word's engine.
"""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from readlist import page as page_parts
from readlist.bib.simple_math import with_unicode
from readlist.formats.atom import Entry
from readlist.text import BLOCK_LIMIT, clean, plural
from readlist.views.digest import words

if TYPE_CHECKING:
    from readlist.library.digest.digest import Digest, Item

LIMIT = 100_000
"""Bytes of a page, at most; Gmail shows 102 KB."""
_PREHEADER = 90
"""Characters that a list of messages shows beside the subject."""
# A grey that is readable (4.5 to 1) on white and on black: mail clients turn pages dark.
_GREY = "color:#767676;"
_SMALL = f"margin:2px 0 0 0;font-size:13px;line-height:1.4;{_GREY}"
_P = "margin:4px 0 0 0;font-size:14px;line-height:1.5;"
_CELL = "word-break:break-word;overflow-wrap:anywhere;"
_TABLE = '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
</head>
<body style="margin:0;padding:0;-webkit-text-size-adjust:100%;">
<div style="display:none;max-height:0;overflow:hidden;">{preheader}</div>
{table}>
<tr><td align="center" style="padding:16px 12px;">
<!--[if mso]><table role="presentation" width="640"><tr><td><![endif]-->
{table} style="max-width:640px;text-align:left;font-family:system-ui,-apple-system,'Segoe UI',\
Roboto,Helvetica,Arial,sans-serif;">
"""
_FOOT = """\
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
"""


class _Cut(NamedTuple):
    """How many of the best papers are shown, and how many of those with an abstract."""

    papers: int
    abstracts: int


def page(digest: "Digest", limit: int = LIMIT) -> str:
    """Return the page, with fewer abstracts and then fewer papers where it would be too large."""
    number = len(digest.items)
    whole = _Cut(number, number)
    shown = _page(digest, whole)
    if _size(shown) <= limit:
        return shown
    for cuts in ([_Cut(number, n) for n in range(number)], [_Cut(n, 0) for n in range(number)]):
        if _size(_page(digest, cuts[0])) <= limit:
            # The page of the largest cut that fits; the first one does.
            low, high = 0, len(cuts) - 1
            while low < high:
                middle = (low + high + 1) // 2
                if _size(_page(digest, cuts[middle])) <= limit:
                    low = middle
                else:
                    high = middle - 1
            return _page(digest, cuts[low])
    return _page(digest, _Cut(0, 0))


def _size(page: str) -> int:
    return len(page.encode())


def _page(digest: "Digest", cut: _Cut) -> str:
    return "".join(_pieces(digest, cut))


def _pieces(digest: "Digest", cut: _Cut) -> Iterator[str]:
    title = words.title(digest)
    yield _HEAD.format(title=_text(title), preheader=_preheader(digest), table=_TABLE)
    lead = words.lead(digest) + _cut_words(digest, cut)
    heading = '<h1 style="margin:0;font-size:22px;line-height:1.3;">'
    yield _row(f'{heading}{_text(title)}</h1>\n<p style="{_SMALL}">{_text(lead)}</p>')
    for part in digest.feeds:
        if not any(item.rank <= cut.papers for item in part.items):
            continue
        yield _row(_heading(words.heading(part)), "24px")
        for topic in part.topics:
            shown = [item for item in topic.items if item.rank <= cut.papers]
            if shown:
                yield _row(f'<h3 style="{_P}font-weight:600;{_GREY}">{_text(topic.name)}</h3>')
            for item in shown:
                yield _row(_paper(item, with_abstract=item.rank <= cut.abstracts))
    yield from _others(digest)
    yield _FOOT


def _preheader(digest: "Digest") -> str:
    """Return what a list of messages shows beside the subject: the best papers."""
    best = sorted(digest.items, key=lambda item: item.rank)[:3]
    titles = "; ".join(with_unicode(words.heading_of(item.paper)) for item in best)
    return escape(words.shortened(titles, _PREHEADER) or words.lead(digest))


def _cut_words(digest: "Digest", cut: _Cut) -> str:
    """Say what was left out, by a limit or for the size of the page."""
    number = len(digest.items)
    said = ""
    if cut.papers == number and cut.abstracts < number:
        best = plural(cut.abstracts, "paper")
        said = f" To keep this page short, only the best {best} come with an abstract."
        said = said if cut.abstracts else " To keep this page short, there are no abstracts."
    left = digest.arrived - cut.papers
    more = f" {plural(left, 'more paper')} in the inbox: readlist inbox." if left > 0 else ""
    return said + more


def _others(digest: "Digest") -> Iterator[str]:
    if digest.changes:
        yield _row(_heading(words.CHANGES), "24px")
        for paper, said in words.changes(digest):
            linked = _linked(words.heading_of(paper), words.address(paper))
            yield _row(f'{_title(linked)}\n<p style="{_SMALL}">{_text(said)}</p>')
    if digest.due:
        yield _row(_heading(words.DUE), "24px")
        for number, title, said in words.due(digest):
            facts = " · ".join(filter(None, (f"#{number}", said)))
            yield _row(f'{_title(_text(title))}\n<p style="{_SMALL}">{_text(facts)}</p>')


def _row(content: str, above: str = "12px") -> str:
    return f'<tr><td style="padding:{above} 0 0 0;{_CELL}">\n{content}\n</td></tr>\n'


def _heading(text: str) -> str:
    style = "margin:0;padding-bottom:4px;border-bottom:1px solid #767676;font-size:18px;"
    return f'<h2 style="{style}line-height:1.3;">{_text(text)}</h2>'


def _paper(item: "Item", *, with_abstract: bool) -> str:
    paper = item.paper
    also = words.also_in(item)
    facts = [f"#{paper.id}", words.byline(paper), f"also in {also}" if also else ""]
    why = words.why(item)
    abstract = words.abstract(paper) if with_abstract else ""
    joined = " · ".join(part for part in facts if part)
    pieces = [
        _title(_linked(words.heading_of(paper), words.address(paper))),
        f'<p style="{_SMALL}">{_text(joined)}</p>',
        f'<p style="{_SMALL}font-style:italic;">{_text(why)}</p>' if why else "",
        f'<p style="{_P}">{_text(abstract)}</p>' if abstract else "",
    ]
    return "\n".join(filter(None, pieces))


def _title(shown: str) -> str:
    style = "margin:0;font-size:16px;line-height:1.35;font-weight:600;"
    return f'<p style="{style}">{shown}</p>'


def _linked(title: str, url: str) -> str:
    return page_parts.link(url, _text(title))


def _text(text: str) -> str:
    """Return text from outside as HTML that shows it as it is."""
    return page_parts.text(with_unicode(clean(text)))


def entries(digest: "Digest") -> Iterator[Entry]:
    """Yield the papers, the newest first and of one moment the best."""
    found = sorted(digest.items, key=lambda item: item.rank)
    for item in sorted(found, key=lambda item: item.arrived, reverse=True):
        # What a reader shows, as HTML: authors, reasons, feeds, the abstract whole.
        paper = item.paper
        said = {
            "": words.byline(paper),
            "Why: ": words.why(item),
            "From ": ", ".join(map(clean, item.feeds)),
        }
        lines = [name + text for name, text in said.items() if text]
        lines.append(clean(paper.abstract, BLOCK_LIMIT))
        content = "".join(f"<p>{escape(with_unicode(line))}</p>\n" for line in lines if line)
        yield Entry(item.paper, content, item.arrived)
