"""A line of Org as pieces: links, emphasis, line breaks (Org manual, 4 and 12)."""

import re

from readlist.formats.lists.pieces import BREAK, Dress, Piece, Pieces, close_link, merged

_DEEPEST = 4
_INLINE = re.compile(
    r"\[\[(?P<url>(?:[^\]\[\\\n]|\\.){1,2000}+)\](?:\[(?P<words>(?:[^\]\n]|\](?!\])){0,2000}+)\])?\]"
    r"|<(?P<angle>https?://[^<>\s]{1,2000})>"
    r"|(?P<bare>https?://[^\s<>\"\[\]]{1,2000}|\[\d{1,3}\]:)"
    r"|(?P<gone>\[fn:[^\]\[]{0,300}\]|@@[a-z]{1,10}:[^@\n]{0,300}@@|<\d{4}-\d\d-\d\d[^<>\n]{0,40}>"
    r"|<<<?[^<>\n]{1,200}>>>?|\{\{\{[^{}\n]{0,300}\}\}\})"
    r"|(?P<break>\\\\(?=\s*$|\s))"
    r"|(?<![^\s(\[{'\"“,.:;|—–-])(?P<mark>[*/_=~+])(?=\S)(?P<body>[^\n]{0,600}?[^\s])(?P=mark)"
    r"(?![^\s.,:!?;'\")}\]|—–…-])"
)
_PICTURE = re.compile(
    r"(?i)(?:file:|https?://|\./)\S{1,1000}(?:\.(?:png|jpe?g|gif|svg|webp)|badge\S*)$"
)
_WEB = re.compile(r"(?i)https?://|doi:|arxiv:|www\.|//")
_ENTITIES = {
    r"\vert": "|",
    r"\ast": "*",
    r"\slash": "/",
    r"\under": "_",
    r"\amp": "&",
    r"\ndash": "–",
}
_ENTITY = re.compile(r"(\\(?:vert|ast|slash|under|amp|ndash))(?:\{\}|(?![A-Za-z]))")


def inline(text: str, dress: Piece | None = None, depth: int = 0) -> Pieces:
    """Return one paragraph, its lines joined, as pieces."""
    dress = dress or Piece("")
    out: Pieces = []
    at = 0
    for match in _INLINE.finditer(text):
        out.append(dress._replace(text=_plain(text[at : match.start()])))
        out += _read(match, dress, depth)
        at = match.end()
    out.append(dress._replace(text=_plain(text[at:])))
    return merged([piece for piece in out if piece.text or piece.url])


def _read(match: re.Match[str], dress: Piece, depth: int) -> Pieces:
    if match["url"] is not None:
        return _link(match["url"], match["words"], dress, depth)
    if match["angle"]:
        return [Piece(match["angle"], match["angle"])]
    if match["bare"]:
        return [dress._replace(text=match["bare"])]
    if not match["mark"]:
        return [BREAK] if match["break"] else []
    return _dressed(match["mark"], match["body"], dress, depth)


def _dressed(mark: str, body: str, dress: Piece, depth: int) -> Pieces:
    if mark in "=~":
        return [dress._replace(text=body, code=True)]
    inner = dress._replace(bold=dress.bold or mark == "*", italic=dress.italic or mark == "/")
    return inline(body, inner, depth + 1) if depth < _DEEPEST else [inner._replace(text=body)]


def _link(url: str, words: str | None, dress: Piece, depth: int) -> Pieces:
    url = re.sub(r"\\(.)", r"\1", url).strip()
    url = re.sub(r"(?i)^doi:\s*", "https://doi.org/", url)
    url = re.sub(r"(?i)^arxiv:\s*", "https://arxiv.org/abs/", url)
    if words is None:
        if _PICTURE.match(url):
            return [dress._replace(text=url, badge=True)]
        return [Piece(url, url)] if _WEB.match(url) else [dress._replace(text=url)]
    if _PICTURE.match(words.strip()):
        return [Piece(re.split("[/.]", words)[-2], url, badge=True)]
    link, out = Dress(), list[Piece]()
    link.url = url if _WEB.match(url) else f"#{url}"
    link.linked = inline(words, dress, depth + 1) if depth < _DEEPEST else [Piece(words)]
    close_link(link, out)
    return out


def _plain(text: str) -> str:
    return _ENTITY.sub(lambda match: _ENTITIES[match[1]], text) if "\\" in text else text
