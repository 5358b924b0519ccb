"""A digest as Markdown: text from outside is escaped, so that it shows as it is."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readlist.formats.list_export.escapes import block, destination, inline
from readlist.text import clean
from readlist.views.digest import words

if TYPE_CHECKING:
    from readlist.library.digest.digest import Digest, Item


def markdown(digest: "Digest") -> str:
    """Return the digest with a heading for each feed and topic."""
    return "\n".join(_lines(digest)) + "\n"


def _lines(digest: "Digest") -> Iterator[str]:
    yield f"# {inline(words.title(digest))}"
    yield from ("", inline(words.lead(digest)))
    for part in digest.feeds:
        yield from ("", f"## {inline(words.heading(part))}")
        for topic in part.topics:
            yield from ("", f"### {inline(clean(topic.name))}")
            for item in topic.items:
                yield ""
                yield from _paper(item)
    if left := words.left_out(digest):
        yield from ("", inline(left))
    if digest.changes:
        yield from ("", f"## {words.CHANGES}", "")
        for paper, said in words.changes(digest):
            linked = _linked(words.heading_of(paper), words.address(paper))
            yield f"- {linked} ({paper.id}): {inline(said)}"
    if digest.due:
        yield from ("", f"## {words.DUE}", "")
        for number, title, said in words.due(digest):
            yield f"- **{inline(title)}** ({number}): {inline(said)}"


def _paper(item: "Item") -> Iterator[str]:
    paper = item.paper
    yield f"- {_linked(words.heading_of(paper), words.address(paper))} ({paper.id})"
    also = words.also_in(item)
    said = {
        "": words.byline(paper), "Why: ": words.why(item), "Also in ": also,
    }  # fmt: skip
    for name, text in said.items():
        if text:
            yield from _paragraph(name + text)
    if text := words.abstract(paper):
        yield from _paragraph(text)


def _paragraph(text: str) -> Iterator[str]:
    yield ""
    yield from (f"  {line}" for line in block(text))


def _linked(title: str, url: str) -> str:
    said = inline(title)
    return f"**[{said}]({destination(url)})**" if url else f"**{said}**"
