"""The markup that texts of CSL items carry: tags like HTML's, JATS and MathML of registries."""

import re
from html import unescape

from readlist.text import FIELD_LIMIT, clean, clean_block

# CSL 1.0.2, "rich text"; then what Crossref hands through. Other signs are signs: "p < 0.05".
_NAMES = (
    r"i|b|em|strong|sup|sub|sc|scp|small|span|p|br|u|tt|italic|bold|jats:[a-z-]{1,20}|"
    r"mml:[a-z]{1,20}|math|mrow|mi|mn|mo|msub|msup|msubsup|mtext|title|sec"
)
_TAGS = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_OPENING = re.compile(rf"<(?=/?(?:{_NAMES})[\s/>])", re.IGNORECASE)
_BREAKS = re.compile(
    r"</?(?:p|br|jats:p|jats:title|sec|jats:sec)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE
)
# Without the semicolon "R&Delta" would become a letter.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def plain(text: str, limit: int = FIELD_LIMIT) -> str:
    """Return one line without tags and entities: ``<i>E. coli</i> &amp; p < 0.05``."""
    return clean(_unescaped(_untagged(text[: 4 * limit])), limit)


def block(text: str) -> str:
    """Return text of several lines without tags and entities; paragraphs stay apart."""
    if "<" in text:
        text = _untagged(_BREAKS.sub("\n\n", text))
        text = re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", text)
    return clean_block(_unescaped(text))


def escaped(text: str) -> str:
    """Return plain text as CSL takes it: what looks like a tag or an entity does not become one."""
    if "&" in text:
        text = _ENTITY.sub(lambda found: f"&amp;{found[0][1:]}", text)
    return _OPENING.sub("&lt;", text) if "<" in text else text


def _untagged(text: str) -> str:
    return _TAGS.sub("", text) if "<" in text else text


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda found: unescape(found[0]), text) if "&" in text else text
