r"""Titles with italics, small capitals, raised and lowered letters: LaTeX's and CSL's.

The library keeps plain titles; this turns ``<i>E. coli</i> and CO<sub>2</sub>`` into
``\textit{E. coli} and {CO}\textsubscript{2}`` for the formats that print them, and back.
"""

import re

from readlist.bib import latex_decode, latex_encode, markup
from readlist.text import FIELD_LIMIT, TITLE_LIMIT

# CSL 1.0.2, "rich text".
_SMALL = '<span style="font-variant:small-caps;">'
_COMMANDS = {
    "i": "textit", "em": "textit", "b": "textbf", "strong": "textbf", "sub": "textsubscript",
    "sup": "textsuperscript", "sc": "textsc", "scp": "textsc",
}  # fmt: skip
_TAGS = {
    "textit": ("<i>", "</i>"), "emph": ("<i>", "</i>"), "mkbibemph": ("<i>", "</i>"),
    "it": ("<i>", "</i>"), "em": ("<i>", "</i>"), "itshape": ("<i>", "</i>"),
    "textsl": ("<i>", "</i>"), "mkbibitalic": ("<i>", "</i>"), "textbf": ("<b>", "</b>"),
    "bf": ("<b>", "</b>"), "bfseries": ("<b>", "</b>"), "textsubscript": ("<sub>", "</sub>"),
    "textsuperscript": ("<sup>", "</sup>"), "textsc": (_SMALL, "</span>"),
    "sc": (_SMALL, "</span>"), "scshape": (_SMALL, "</span>"),
    "nocase": ('<span class="nocase">', "</span>"),
}  # fmt: skip
# "<i>", "</sub>"; not "<p>", nor "x < y".
_TAG = re.compile(r"<(/?)(i|em|b|strong|sub|sup|sc|scp|span)((?:\s[^<>]{0,200})?)>", re.IGNORECASE)
_INSIDE = r"((?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+)"
# "\textit{E. coli}" and "{\em E. coli}"; not "{E. coli}".
_DRESSED = re.compile(
    rf"\\(?P<command>{'|'.join(_TAGS)})\s*+\{{{_INSIDE}\}}"
    rf"|\{{\\(?P<switch>it|em|bf|sc|itshape|bfseries|scshape)\s++{_INSIDE}\}}"
)
# "{de Bruijn}", which no style may write "De Bruijn"; not "{BERT}", whose capitals any style
# keeps, nor what a command is given.
_SMALL_WORD = re.compile(r"(?:(?<=^)|(?<=[\s(\"“-]))\{(?=[^\W\d_A-Z])([^{}\\$]{1,100})\}")
_OPEN, _CLOSE = "\ue010", "\ue011"
"""Private letters that stand for a tag while LaTeX is read; a number follows the first."""
_DEPTH = 5


def to_latex(title: str) -> str:
    """Return a title with tags as LaTeX, nothing where it has none or they do not nest."""
    title = title[: 2 * TITLE_LIMIT]
    if "<" not in title or not _TAG.search(title):
        return ""
    written: list[str] = []
    ends: list[tuple[str, str]] = []
    at = 0
    for tag in _TAG.finditer(title):
        written.append(_text(title[at : tag.start()], protect=("span", "}") not in ends))
        at = tag.end()
        name = tag[2].lower()
        if not tag[1]:
            start, end = _command(name, tag[3])
            written.append(start)
            ends.append((name, end))
        elif ends and ends[-1][0] == name:
            written.append(ends.pop()[1])
        else:
            return ""
    written.append(_text(title[at:], protect=True))
    return "" if ends else " ".join("".join(written).split())


def _command(name: str, attributes: str) -> tuple[str, str]:
    """Return what begins and ends in LaTeX what a tag dresses; ``nocase`` keeps capitals."""
    if name != "span":
        return f"\\{_COMMANDS[name]}{{", "}"
    if "small-caps" in attributes:
        return "\\textsc{", "}"
    return ("{", "}") if "nocase" in attributes else ("", "")


def _text(text: str, *, protect: bool) -> str:
    """Return text between tags as LaTeX, with the blanks at its ends."""
    plain = markup.plain(text)
    if not plain:
        return " " if text and not text.strip() else ""
    write = latex_encode.title if protect else latex_encode.escape
    return f"{' ' * text[0].isspace()}{write(plain)}{' ' * text[-1].isspace()}"


def _kept_small(found: re.Match[str]) -> str:
    return f"\\nocase{found[0]}" if found[1][0].islower() else found[0]


def of_latex(title: str) -> str:
    """Return a title in LaTeX with CSL's tags, nothing where it dresses nothing.

    Of braces those around words in small letters are kept, as ``nocase``.
    """
    if "\\" not in title and "{" not in title:
        return ""
    found: list[tuple[str, str]] = []

    def dressed(match: re.Match[str]) -> str:
        name = match["command"] or match["switch"]
        inside = match[2] if match["command"] else match[4]
        found.append(_TAGS[name])
        return f"{_OPEN}{chr(0xE020 + len(found) - 1)}{inside}{_CLOSE}"

    marked = _SMALL_WORD.sub(_kept_small, title[:FIELD_LIMIT])
    for _ in range(_DEPTH):
        again = _DRESSED.sub(dressed, marked)
        if again == marked or len(found) > 200:
            break
        marked = again
    if not found:
        return ""
    text = markup.escaped(latex_decode.plain(marked, TITLE_LIMIT))
    ends: list[str] = []
    written: list[str] = []
    for letter in re.findall(rf"{_OPEN}.|{_CLOSE}|[^{_OPEN}{_CLOSE}]++", text):
        if letter[0] == _OPEN:
            start, end = found[ord(letter[1]) - 0xE020]
            written.append(start)
            ends.append(end)
        else:
            written.append(ends.pop() if letter == _CLOSE and ends else letter)
    return "".join(written)
