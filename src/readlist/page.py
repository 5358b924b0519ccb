"""What every page of HTML shares that is written here: its head, its style, its parts, escaping.

Text from outside is data: it reaches a page through ``text``, ``block`` and ``link`` alone. A page
asks for nothing: no font, no picture, no script but one whose hash its head names.
"""

import base64
import hashlib
import json
import re
from html import escape
from typing import Any

from readlist.text import FIELD_LIMIT, clean, clean_block

STYLE = """\
:root { color-scheme: light dark; --bg: #fff; --fg: #1d1f23; --dim: #5a616d; --line: #d8dce2;
  --link: #0a569f; --soft: #f3f5f8; --mark: #ffe98a; --done: #1a6b3a; }
@media (prefers-color-scheme: dark) { :root { --bg: #15171b; --fg: #e5e7eb; --dim: #a3abb8;
  --line: #343941; --link: #84baff; --soft: #1f2329; --mark: #6b5900; --done: #78d394; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; margin: 0 auto;
  max-width: 52rem; padding: 1.5rem 1rem 4rem; background: var(--bg); color: var(--fg);
  overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
h2, h3, h4, h5, h6 { line-height: 1.3; margin: 2rem 0 .75rem; }
h3 { font-size: 1.1rem; } h4, h5, h6 { font-size: 1rem; color: var(--dim); }
header p, footer, .facts, .count { color: var(--dim); }
header p { margin: 0 0 .5rem; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
ol { padding-left: 2.6rem; margin: 0; } ol > li::marker { color: var(--dim); font-size: .85rem; }
li.paper { margin: 0 0 1.1rem; padding-left: .2rem; }
.title { font-weight: 600; line-height: 1.4; } .title a { text-decoration: none; }
.title a:hover { text-decoration: underline; }
.facts { font-size: .9rem; }
.links a { margin-right: .5rem; white-space: nowrap; }
.remark { margin: .4rem 0; padding-left: .75rem; border-left: 3px solid var(--line); }
.remark p, .fold p { margin: 0 0 .4rem; white-space: pre-wrap; }
.remark ul, .fold ul { margin: .2rem 0 .4rem; padding-left: 1.2rem; list-style: disc; }
.remark li, .fold li { white-space: pre-wrap; }
.in1 { margin-left: 1.2rem; } .in2 { margin-left: 2.4rem; } .in3 { margin-left: 3.6rem; }
details { margin: .3rem 0; } summary { cursor: pointer; }
li.paper summary { font-size: .85rem; color: var(--dim); }
.fold { margin: .3rem 0 .6rem; font-size: .95rem; }
.status { font-size: .75rem; font-weight: 400; border: 1px solid; border-radius: .6rem;
  padding: 0 .5rem; color: var(--done); white-space: nowrap; }
.contents { background: var(--soft); border-radius: .5rem; padding: .6rem .9rem; margin: 1rem 0; }
.contents > summary { font-weight: 600; }
nav ul { padding-left: 1.2rem; margin: .3rem 0; } nav > ul { padding-left: 1rem; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
@media (max-width: 30rem) { body { padding: 1rem .75rem 3rem; } h1 { font-size: 1.4rem; }
  ol { padding-left: 1.9rem; } }
@media print { body { max-width: none; padding: 0; } .contents, form { display: none; }
  a { color: inherit; } .title a::after { content: " <" attr(href) ">"; font-weight: 400;
  font-size: .8rem; } li.paper { break-inside: avoid; } }
"""
"""Readable from 320 pixels to a desktop, light and dark by the system, and on paper."""

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)
"""What a page may do (Content Security Policy 3): nothing but show itself."""


def head(title: str, *, style: str = STYLE, script: str = "", more: str = "") -> str:
    """Return the beginning of a page up to its body; ``script`` is the only one that may run.

    ``more`` are further elements of the head, as HTML.
    """
    policy = POLICY
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        policy += f"; script-src 'sha256-{digest}'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'{more}<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{text(title)}</title>\n<style>\n{style}</style>\n</head>\n"
    )


def text(said: str) -> str:
    """Return text from outside as one line of HTML that shows it as it is."""
    return escape(clean(said, FIELD_LIMIT))


_ADDRESS = re.compile(r"""https?://[^\s<>"'`\\，。；、（）【】]{1,2000}""", re.IGNORECASE)


def link(url: str, shown: str) -> str:
    """Return a link; ``shown`` is HTML. An address that is none of the web becomes no link."""
    if not (_ADDRESS.match(url) and url.isprintable()):
        return shown
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{shown}</a>'


def linked(said: str) -> str:
    """Return text with its addresses as links."""
    out, at = "", 0
    for match in _ADDRESS.finditer(said):
        url = match[0].rstrip(".,;:!?)]}*_")
        if url.isprintable() and len(url) > len("https://"):
            out += escape(said[at : match.start()]) + link(url, escape(url))
            at = match.start() + len(url)
    return out + escape(said[at:])


_BULLET = re.compile(r"([ \t]*)[-*•●▪◦‣] (?=\S)")


def block(said: str) -> str:
    r"""Return text of several lines: bullets as a list, all else as paragraphs, addresses as links.

    What can be copied and read out of it is the text as it was: the sign of a bullet stays, unseen.
    ``Two things:\n- one\n- two`` is a paragraph and a list of two.
    """
    parts: list[str] = []
    lines = clean_block(said).split("\n")
    at = 0
    while at < len(lines):
        begin, is_list = at, bool(_BULLET.match(lines[at]))
        while at < len(lines) and lines[at].strip() and bool(_BULLET.match(lines[at])) == is_list:
            at += 1
        run = lines[begin:at]
        if not run:
            parts.append("")  # a blank line
            at += 1
        elif is_list:
            parts.append("<ul>" + "\n".join(map(_item, run)) + "</ul>")
        else:
            parts.append(f"<p>{linked(chr(10).join(run))}</p>")
    return "\n".join(parts)


def _item(line: str) -> str:
    bullet = _BULLET.match(line)
    sign = bullet[0] if bullet else ""
    depth = min(3, (len(sign) - len(sign.lstrip())) // 2)
    deeper = f' class="in{depth}"' if depth else ""
    return f"<li{deeper}><span hidden>{sign}</span>{linked(line[len(sign) :])}</li>"


def folded(name: str, body: str, *, kind: str = "", is_open: bool = False) -> str:
    """Return what a click shows; ``name`` and ``body`` are HTML."""
    shown = f'class="{kind or name.lower()}"' + " open" * is_open
    return f"<details {shown}><summary>{name}</summary>{body}</details>\n"


def data(name: str, value: Any) -> str:
    """Return values for the script of a page, which are no script themselves."""
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return f'<script type="application/json" id="{name}">{said}</script>\n'
