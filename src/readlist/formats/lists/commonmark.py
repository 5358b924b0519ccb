"""Inline Markdown as pieces; owns markdown-it-py, as far as ``tree`` does not."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from readlist.formats.lists.pieces import BREAK, DEEPEST, Dress, Pieces, close_link, merged


def inline(text: str) -> Pieces:
    """Return one line of Markdown as pieces."""
    tokens = parser().parseInline(text)
    return pieces_of(tokens[0].children or []) if tokens else []


@cache
def parser() -> MarkdownIt:
    """Return the parser of Markdown with tables."""
    found = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    found.inline.ruler.before("link", "unclosed", _unclosed)
    return found


_MANY = 200


def _unclosed(state: StateInline, silent: bool) -> bool:
    """Take a bracket that is never closed for text: the parser looks far ahead from each."""
    at = state.pos + (state.src[state.pos] == "!")
    if state.src[at : at + 1] != "[":
        return False
    known, open_ones = state.env.get("open", ("", frozenset()))
    if known is not state.src:
        open_ones = _open(state.src)
        state.env["open"] = (state.src, open_ones)
    if at not in open_ones:
        return False
    if not silent:
        state.pending += state.src[state.pos : at + 1]
    state.pos = at + 1
    return True


def _open(text: str) -> frozenset[int]:
    """Return where the brackets stand that are never closed, where there are many."""
    if text.count("[") < _MANY:
        return frozenset()
    waiting: list[int] = []
    for found in re.finditer(r"\\.|[\[\]]", text):
        if found[0] == "[":
            waiting.append(found.start())
        elif found[0] == "]" and waiting:
            waiting.pop()
    return frozenset(waiting)


_DRESSES = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}


def pieces_of(tokens: list[Token]) -> Pieces:
    """Return the pieces of a row of inline tokens; what stands in a link is one piece."""
    out: Pieces = []
    dress = Dress()
    for token in tokens:
        target = dress.linked if dress.url else out
        name = token.type.partition("_")[0]
        if token.type in ("text", "text_special"):
            target.append(dress.piece(token.content))
        elif token.type == "code_inline":
            target.append(dress.piece(token.content, code=True))
        elif token.type == "image":
            target.append(dress.piece(token.content, badge=True))
        elif token.type in ("softbreak", "hardbreak"):
            target.append(BREAK)
        elif token.type == "link_open":
            _open_link(dress, str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            close_link(dress, out)
        elif token.type == "html_inline":
            _tag(dress, token.content, out)
        elif name in _DRESSES:
            dress.changed(name, token.nesting)
    close_link(dress, out)
    return merged(out)


def _open_link(dress: Dress, url: str) -> None:
    dress.url, dress.linked = url or "#", []


def _tag(dress: Dress, html: str, out: Pieces) -> None:
    """Follow one tag among the words of a paragraph."""
    match = re.match(r"<(/?)([A-Za-z][A-Za-z0-9]*)", html)
    name = match[2].lower() if match else ""
    if name in _DRESSES and match:
        dress.changed(_DRESSES[name], -1 if match[1] else 1)
    elif name == "br":
        (dress.linked if dress.url else out).append(BREAK)
    elif name == "img":
        target = dress.linked if dress.url else out
        target.append(dress.piece(_attribute(html, "img", "alt"), badge=True))
    elif name == "a" and match:
        close_link(dress, out)
        if not match[1] and (url := _attribute(html, "a", "href")):
            _open_link(dress, url)


def _attribute(html: str, tag: str, name: str) -> str:
    node = LexborHTMLParser(html).css_first(tag)
    return str(node.attributes.get(name) or "") if node else ""
