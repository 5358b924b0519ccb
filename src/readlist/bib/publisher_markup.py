"""Texts as publishers deposit them with a registry: escaped twice, in JATS, with formulas twice."""

import re

from readlist.bib import markup
from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean

_BREAKS = re.compile(r"</?(?:jats:)?(?:p|title|sec|list-item|br)(?:\s[^<>]{0,300})?/?>")
_FACES = re.compile(
    r"</?(?:ovl|strike|scp|tex-math|alternatives|inline-formula|mml:[a-z]{1,20}|jats:[a-z-]{1,30}|"
    r"m(?:over|under|frac|sqrt|row|style|space|subsup|table|tr|td|fenced)|semantics)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"<(?:jats:)?title(?:\s[^<>]{0,200})?>\s{0,20}(?:abstract|summary)\s{0,20}[.:]?\s{0,20}"
    r"</(?:jats:)?title>",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(r"<(?:jats:)?alternatives>")


def plain(text: str, limit: int = TITLE_LIMIT) -> str:
    """Return one line without markup, once or twice escaped: ``A &amp;amp; B``."""
    text = text[: 8 * limit].replace("&amp;", "&")
    if "<" in text:
        text = _FACES.sub("", text)
    return markup.plain(text, limit)


def abstract(text: str) -> str:
    """Return an abstract as one line, without the heading that says that it is one."""
    text = text[:BLOCK_LIMIT]
    if "<" not in text and "&lt;jats:" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">")
    if "tex-math>" in text:
        first, *others = _ALTERNATIVES.split(text)
        text = first + "".join(map(_formula, others))
    return plain(_BREAKS.sub(" ", _HEADING.sub(" ", text)), BLOCK_LIMIT)


def _formula(text: str) -> str:
    r"""Return text that begins with a formula in LaTeX and in MathML with the former as ``$x$``.

    Springer deposits LaTeX as a document with all its packages.
    """
    both, closed, rest = text.partition("alternatives>")
    _, tex, latex = both.partition("tex-math>")
    if not (closed and tex):
        return text
    latex = latex.partition("</")[0]
    latex = latex.rpartition("\\begin{document}")[2].partition("\\end{document}")[0]
    return latex.strip().replace("$$", "$") + rest


def titled(title: str, subtitle: str) -> str:
    """Return a title with its subtitle, unless it has it already."""
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return clean(f"{title.rstrip(' :')}: {subtitle}", TITLE_LIMIT)
