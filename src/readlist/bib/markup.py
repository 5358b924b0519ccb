"""Markup in titles and abstracts: tags like HTML's, JATS and MathML, and entities, also twice.

Whoever takes a title from outside asks here: ``Deep <i>Learning</i> of A &amp; B`` is plain text
in the library, whatever file or service wrote it so.
"""

import re

from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean, clean_block

BETWEEN_NOTES = "\n\n* * *\n\n"
"""Stands between notes where a format has one place for them: Markdown's line across."""
# CSL 1.0.2, "rich text"; then what registries and publishers hand through. Only what is surely
# markup: "p < 0.05" and "x<y>z" are signs of the text.
_NAMES = (
    r"(?:jats|mml|m|xhtml):[a-z-]{1,30}|i|b|em|strong|sup|sub|inf|sc|scp|small|span|div|p|br|u|tt|"
    r"italic|bold|ovl|strike|title|sec|tex-math|alternatives|inline-formula|math|mrow|mi|mn|mo|"
    r"mtext|msub|msup|msubsup|mover|munder|mfrac|msqrt|mstyle|mspace|mtable|mtr|mtd|mfenced|"
    r"semantics"
)
# Plain text: compiled at first use, which most texts never come to; all take 2.5 ms.
# A formula keeps its signs: "$a<b>c$" has no bold letter. "$5 <i>and</i> $6" is no formula.
_TAG = (
    rf"(?i)(?<![\\$])(\$(?![\s$])[^$\n]{{1,200}}?(?<![\s\\])\$(?![0-9$]))"
    rf"|</?(?:{_NAMES})(?:\s[^<>]{{0,500}})?/?>"
)
_ESCAPED_TAG = rf"(?i)&lt;(/?(?:{_NAMES})(?:\s[^<>&]{{0,300}})?/?)&gt;"
_OPENING = rf"(?i)<(?=/?(?:{_NAMES})[\s/>])"
# Without the semicolon "R&Delta" would become a letter.
_NAMED = r"(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_ENTITY = f"&{_NAMED}"
_TWICE = f"&amp;(?:amp;)*(?={_NAMED})"
# "</p>", "<br/>" and "<jats:title>" end a paragraph, "<b>" does not.
_PARAGRAPHS = r"(?i)</?(?:p|br|jats:p|jats:title|sec|jats:sec)(?:\s[^<>]{0,300})?/?>"
_BREAKS = r"</?(?:jats:)?(?:p|title|sec|list-item|br)(?:\s[^<>]{0,300})?/?>"
_HEADING = (
    r"(?i)<(?:jats:)?title(?:\s[^<>]{0,200})?>\s{0,20}(?:abstract|summary)\s{0,20}[.:]?\s{0,20}"
    r"</(?:jats:)?title>"
)
_ALTERNATIVES = r"<(?:jats:)?alternatives>"


def title(line: str) -> str:
    """Return a line that is clean already without its markup; most have none."""
    return plain(line) if "<" in line or "&" in line else line


def plain(text: str, limit: int = TITLE_LIMIT) -> str:
    """Return one line without tags and entities: ``<i>E. coli</i> &amp; p < 0.05``."""
    return clean(_without(text[: 8 * limit]), limit)


def block(text: str) -> str:
    """Return text of several lines without tags and entities; paragraphs stay apart."""
    if "<" in text:
        text = re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", re.sub(_PARAGRAPHS, "\n\n", text))
    return clean_block(_without(text))


def without_entities(text: str) -> str:
    """Return text with the signs that its entities name: ``Wiley &amp; Sons``, not ``a &b;``."""
    if "&" not in text or ";" not in text:
        return text
    from html import unescape  # 2 ms, for what has an entity

    return re.sub(_ENTITY, lambda found: unescape(found[0]), re.sub(_TWICE, "&", text))


def escaped(text: str) -> str:
    """Return plain text for a format that has markup: nothing in it is taken for any.

    A sign that begins an entity is written by its number, because ``&amp;amp;`` is read as what
    somebody escaped twice.
    """
    if "&" in text:
        text = re.sub(_ENTITY, lambda found: f"&#38;{found[0][1:]}", text)
    return re.sub(_OPENING, "&lt;", text) if "<" in text else text


def _without(text: str) -> str:
    if "&" in text:
        text = re.sub(_ESCAPED_TAG, r"<\1>", re.sub(_TWICE, "&", text))
    if "<" in text:
        text = re.sub(_TAG, lambda found: found[1] or "", text)
    return without_entities(text)


def abstract(text: str) -> str:
    """Return a publisher's abstract as one line, without the heading that says that it is one."""
    text = text[:BLOCK_LIMIT]
    if "<" not in text and "&lt;jats:" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">")
    if "tex-math>" in text:
        first, *others = re.split(_ALTERNATIVES, text)
        text = first + "".join(map(_formula, others))
    return plain(re.sub(_BREAKS, " ", re.sub(_HEADING, " ", text)), BLOCK_LIMIT)


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


def quotation(words: str, remark: str) -> str:
    """Return what a reader marked as a quotation in Markdown, with what was said of it below."""
    marked = clean_block(words)
    quoted = "\n".join(f"> {line}".rstrip() for line in marked.split("\n")) if marked else ""
    return "\n\n".join(filter(None, (quoted, clean_block(remark))))
