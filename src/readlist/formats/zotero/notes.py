"""Notes of Zotero: HTML in, Markdown out; images and styles are left out."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readlist.text import BLOCK_LIMIT, clean_block

_DEEPEST = 60
# The parser's time grows with the square of the depth: 100,000 open elements take 20 s.
_DEEP = 1_000
_TAG = re.compile(r"<(/?)(?!br|img|hr)[a-z][^<>]{0,2000}>?", re.IGNORECASE)
_UNSEEN = frozenset({"script", "style", "template", "head", "title", "img", "-comment", "iframe"})
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLOCKS = frozenset({"p", "div", "ul", "ol", "blockquote", "pre", "table", "tr", *_HEADINGS})
_DRESS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "s": "~~", "del": "~~"}


def markdown(html: str) -> str:
    """Return the text of a note; what is no HTML comes back as it is."""
    html = html[:BLOCK_LIMIT]
    if "<" not in html and "&" not in html:
        return clean_block(html)
    if _is_deep(html):
        return clean_block(_TAG.sub("", html))
    body = LexborHTMLParser(html).body
    text = "".join(_written(body, 0)) if body else ""
    return clean_block(re.sub(r"[ \t]*\n(?:[ \t]*\n)+", "\n\n", text))


def _is_deep(html: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > _DEEP:
            return True
    return False


def _written(parent: LexborNode, depth: int, mark: str = "") -> Iterator[str]:
    """Yield the words of a node; ``mark`` stands before each item of the list that it is."""
    for number, node in enumerate(parent.iter(include_text=True), 1):
        name = node.tag or ""
        if name == "-text":
            yield re.sub(r"\s+", " ", node.text_content or "")
        elif name == "br":
            yield "\n"
        elif name not in _UNSEEN and depth < _DEEPEST:
            yield from _element(node, name, depth, f"{number}. " if mark == "1. " else mark)


def _element(node: LexborNode, name: str, depth: int, mark: str) -> Iterator[str]:
    if name in ("ul", "ol"):
        yield "\n\n" if depth < 2 else ""
        yield from _written(node, depth + 1, "1. " if name == "ol" else "- ")
        yield "\n"
        return
    words = "".join(_written(node, depth + 1)).strip(" ")
    if name == "li":
        below = re.sub(r"\s*\n\s*\n", "\n", words.strip()).replace("\n", "\n  ")
        yield f"\n{mark or '- '}{below}"
    elif name == "a":
        address = node.attributes.get("href") or ""
        web = address.startswith(("http://", "https://", "zotero://"))
        yield f"[{words}]({address})" if web and words and words != address else words
    elif name in _DRESS and words.strip():
        yield f"{_DRESS[name]}{words.strip()}{_DRESS[name]}"
    elif name in _BLOCKS:
        start = "> " if name == "blockquote" else _HEADINGS.get(name, "")
        yield f"\n\n{start}{words.strip()}\n\n" if words.strip() else ""
    else:
        yield words if name not in ("td", "th") else f"{words} "
