"""Bodies as values: XML and JSON that are what they should be, or ``WrongAnswerError``."""

import json
import re
from codecs import getincrementaldecoder
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLParser

from readlist.services.base import PageError, WrongAnswerError
from readlist.text import clean

# "<!DOCTYPE x [" and "<!ENTITY"; not "<!-- note".
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# "<!doctype html>", "<html"; not "<feed".
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)
# XML 1.0, 2.2: one of them in a title would cost the hundred papers around it.
_NO_CHARACTERS = bytes([*range(9), 11, 12, *range(14, 32)])
SHOWN = 120


def xml_root(body: bytes, name: str) -> Element:
    """Return the root of an XML answer, which must have this name (``{namespace}tag``).

    Entities of the document's own are never defined: a document type is refused.
    """
    refuse_page(body)
    body = body.translate(None, _NO_CHARACTERS)
    if _DOCTYPE.search(body):
        raise WrongAnswerError("XML with a document type of its own")
    # Always UTF-8: in another encoding a document type would not be seen.
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - there is nothing to expand
    try:
        parser.feed(body)
        root = parser.close()
    except (ParseError, ValueError) as error:
        raise WrongAnswerError(f"broken XML: {error}") from error
    if root.tag != name:
        raise WrongAnswerError(f"XML whose root is {clean(root.tag, SHOWN)}")
    return root


def json_value(body: bytes) -> Any:
    """Return what a JSON answer says."""
    refuse_page(body)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        start = clean(body[:SHOWN].decode("utf-8", "replace"))
        raise WrongAnswerError(f"no JSON: {start!r}") from error


def json_object(body: bytes) -> dict[str, Any]:
    """Return a JSON answer that must be an object."""
    value = json_value(body)
    if type(value) is not dict:
        raise WrongAnswerError(f"JSON that is {type(value).__name__}, no object")
    return value


# "<meta charset=gbk>", and "charset=Shift_JIS" within the content of another one.
_CHARSET = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([a-z0-9_:-]{2,20})", re.IGNORECASE
)
_MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What pages call what they are in, as browsers understand it (WHATWG, Encoding, 4.2).
_CODECS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "windows-949"), "cp949"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp", "koi8-r": "koi8_r", "koi8-u": "koi8_u",
    "iso-8859-9": "cp1254", "windows-874": "cp874", "tis-620": "cp874",
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 13, 15, 16)},
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
}  # fmt: skip


def in_utf8(body: bytes) -> bytes:
    """Return a page in UTF-8: what is no UTF-8 is what it says to be, or else cp1252."""
    try:
        getincrementaldecoder("utf-8")().decode(body)  # it may end within a letter
    except UnicodeDecodeError:
        return body.decode(_codec_said(body), "replace").encode()
    return body


def _codec_said(body: bytes) -> str:
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return codec
    said = _CHARSET.search(body[:5_000])
    return _CODECS.get(said[1].decode().lower(), "cp1252") if said else "cp1252"


_TAG = re.compile(
    rb"<[a-z]+(?=[\s/>])(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>([^<]{0,500})", re.IGNORECASE
)
_SCRIPT_ENDS = re.compile(rb"</(?:script|style)", re.IGNORECASE)
_TAG_BYTES = 20_000
"""The longest tag that is read: with an abstract in it."""


def tags_of(body: bytes, *names: str, most: int = 5_000) -> bytes:
    """Return a page of nothing but its tags of these names, each with the text behind it.

    Elements that nest without end, as a hostile page's do, cost their parser the square of their
    depth; a hundred thousand ``<div>`` take a quarter of a minute, in which nobody can stop it.
    """
    body = in_utf8(body)
    begins = re.compile(
        rb"<(?:(!--)|(%b)(?=[\s/>])|(script|style)(?=[\s/>]))" % "|".join(names).encode(),
        re.IGNORECASE,
    )
    found: list[bytes] = []
    at = 0
    for _ in range(most):
        start = begins.search(body, at)
        if start is None:
            break
        at = start.end()
        if start[1]:
            end = body.find(b"-->", at)
            if end < 0:
                break
            at = end
        elif start[3]:  # what stands in a script is none of the page
            script = _SCRIPT_ENDS.search(body, at)
            if script is None:
                break
            at = script.end()
        elif tag := _TAG.match(body, start.start(), start.start() + _TAG_BYTES):
            found += (tag[0], b"</", start[2], b">\n")
            at = tag.end()
    return b"".join(found)


def refuse_page(body: bytes) -> None:
    """Raise where a web page came back: a proxy, a block, an outage."""
    if _HTML.match(body):
        title = re.search(rb"(?i)<title[^>]*>([^<]{1,200})", body[:20_000])
        shown = clean(title[1].decode("utf-8", "replace"), SHOWN) if title else ""
        raise PageError(f"a web page: {shown}".rstrip(": "))
