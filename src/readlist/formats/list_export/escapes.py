r"""Any text as Markdown that shows it as it is, and back.

Everything that Markdown or HTML could take for a mark is escaped, so that text from outside stays
data; bullets, paragraphs and addresses of a remark stay what they are. ``plain`` undoes it.
"""

import re

_SPECIAL = re.compile(r"[\\`*_\[\]$|~<&]")
_SPECIAL_TITLE = re.compile(r"[\\`*_\[\]$|~<&#]")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
# At the beginning of a line: headings, quotes, bullets, rules, underlines of headings, numbers.
_START = re.compile(r"[#>+=-]|[0-9]{1,9}(?=[.)])")
# "https://x.org/a_b" in a text; not "www.x.org".
_ADDRESS = re.compile(r"""https?://[^\s<>"'`\\\[\]{}|^，。；、（）【】]{1,2000}""", re.IGNORECASE)
# "  - one"; not "-one".
_BULLET = re.compile(r"( {0,40})- (?=\S)")
# The blanks of "  a" and "a  "; not the one in "a b".
_EDGE = re.compile(r"^[ \t]+|[ \t]+$")
# "\*", "&amp;", "<https://x.org>"; not "&copy;".
_ESCAPED = re.compile(
    r"<([Hh][Tt][Tt][Pp][Ss]?://[^\s<>]{1,2000})>|\\([!-/:-@\[-`{-~])|&(amp|lt|#32|#9);"
)
_PLAIN = {"amp": "&", "lt": "<", "#32": " ", "#9": "\t"}


def inline(text: str) -> str:
    """Return one line of text for a title, a name or the words of a link."""
    return _SPECIAL_TITLE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return _ENTITIES.get(match[0]) or f"\\{match[0]}"


def plain(text: str) -> str:
    """Return one line of Markdown that this module wrote as the text that it shows."""
    return _ESCAPED.sub(lambda found: found[1] or found[2] or _PLAIN[found[3]], text)


def block(text: str) -> list[str]:
    """Return text of several lines as lines of Markdown, one for each."""
    lines = text.split("\n")
    return [_line(line, after) for line, after in zip(lines, [*lines[1:], ""], strict=True)]


def _line(line: str, after: str) -> str:
    if not line:
        return ""
    bullet = _BULLET.match(line)
    lead = bullet[0] if bullet else ""
    # Markdown drops blanks at the edges of a line. They become entities, at the end, because the
    # ``&`` of these must not be escaped.
    words = _EDGE.sub(_spaces, line[len(lead) :])
    out, at = "", 0
    for match in _ADDRESS.finditer(words):
        url = match[0].rstrip(".,;:!?)*_~")
        out += _SPECIAL.sub(_escaped, words[at : match.start()]) + f"<{url}>"
        at = match.start() + len(url)
    out = _guarded(out + _SPECIAL.sub(_escaped, words[at:]))
    out = out.replace("\x00", "&#32;").replace("\x01", "&#9;")
    # A backslash keeps the end of a line; a bullet begins one of its own anyway.
    breaks = after and not _BULLET.match(after)
    return f"{lead}{out}\\" if breaks else lead + out


def _spaces(match: re.Match[str]) -> str:
    return match[0].replace(" ", "\x00").replace("\t", "\x01")


def _guarded(line: str) -> str:
    r"""Return a line that begins no heading, quote, list or rule: ``\# x``, ``1\. x``."""
    match = _START.match(line)
    if not match:
        return line
    number = match.end() if match[0].isdigit() else 0
    return f"{line[:number]}\\{line[number:]}"


def text_of(lines: list[str]) -> str:
    """Return the text that ``block`` wrote as these lines, without blank lines around it."""
    return "\n".join(map(_text, lines)).strip("\n")


def _text(line: str) -> str:
    bullet = _BULLET.match(line)
    lead = bullet[0] if bullet else ""
    words = line[len(lead) :]
    # An odd number at the end: the last one is the break, the others are escaped backslashes.
    slashes = len(words) - len(words.rstrip("\\"))
    return lead + plain(words[:-1] if slashes % 2 else words)


def destination(url: str) -> str:
    """Return an address for the brackets behind the words of a link."""
    url = re.sub(r"&(?=#?\w{1,32};)", "&amp;", url)
    return f"<{url}>" if re.search("[()]", url) else url


def address_of(written: str) -> str:
    """Return the address that ``destination`` wrote."""
    return written.removeprefix("<").removesuffix(">").replace("&amp;", "&")
