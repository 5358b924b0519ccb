"""What Markdown of Pandoc, Typst and Org cite: ``[@key]``, ``@key`` and ``[cite:@key]``.

The first two use ``@`` for figures and sections too. What the document itself labels, and the
prefixes that Pandoc's and Quarto's cross-references reserve, are no citations.
"""

import re

from readlist.formats.manuscripts import EVERYTHING, Cited, Lines, Named, Said
from readlist.text import clean

# "`@fig`", a block of code, "<!-- @roe -->"; not "@roe".
_CODE = re.compile(
    r"(?ms)^[ \t]*+(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*+(?P=fence)|\Z)|`[^`\n]++`|<!--.*?(?:-->|\Z)"
)
_KEY = r"[A-Za-z0-9_](?:[\w]|[:.#$%&+?<>~/-](?=\w))*+"
# "see @doe2020"; not the address "ann@example.org".
_PANDOC = re.compile(rf"(?<![\w@./\\])@(?:\{{([^{{}}\n]{{1,200}})\}}|({_KEY}))")
# "# Intro {#sec:intro}".
_LABEL = re.compile(r"\{#([\w:.-]{1,200})")
# "@fig:one" and "@sec-intro" are places of the text; "@figueroa2020" is a paper.
_REFERENCE = re.compile(
    r"(?i)(?:fig|tbl|eq|sec|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|nte|tip|wrn|imp|cau)[:-]"
)
# "---", lines of YAML, "---" at the very beginning.
_HEADER = re.compile(r"\A\ufeff?---\s*\n(.{0,100000}?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
# "bibliography: refs.bib", also a list below it; not "my bibliography: x".
_BIBLIOGRAPHY = re.compile(r"(?m)^bibliography:[ \t]*(.*(?:\n[ \t]*-[ \t]+.*|\n[ \t]+.*)*)")
# "nocite: '@*'", "nocite: |" with "@doe2020, @roe" below it; what the header mentions else is not.
_NOCITE = re.compile(r"(?m)^nocite:[ \t]*(.*(?:\n(?:[ \t]+.*|[ \t]*))*)")
# "refs.bib"; not "refs".
_FILE = re.compile(r"[^\s\[\],\"']+\.[A-Za-z]{2,8}")

# "// note", "/* note */", "`code`"; not "https://x.org".
_TYPST_PASSED = re.compile(
    r"(?s)`{3,}.*?(?:`{3,}|\Z)|`[^`\n]*+`|(?<!:)//[^\n]*+|/\*.*?(?:\*/|\Z)|\\."
)
_TYPST_KEY = r"[A-Za-z_](?:[\w]|[-:.](?=\w))*+"
# "as @doe2020 says"; not "ann@example.org".
_TYPST_REFERENCE = re.compile(rf"(?<![\w@.])@({_TYPST_KEY})")
# "#cite(<doe2020>)" and "cite(label("doe2020"))".
_TYPST_CITE = re.compile(r"#?cite\(\s*+(?:<([^<>\n]{1,200})>|label\(\"([^\"\n]{1,200})\"\))")
# "= Intro <intro>"; what stands in "cite(<doe2020>)" is no label.
_TYPST_LABEL = re.compile(r"(?<!cite\()<([A-Za-z_][\w:.-]{0,200})>")
# '#bibliography("refs.bib")', also of several files.
_TYPST_BIBS = re.compile(r"bibliography\(([^()]{0,500}(?:\([^()]{0,500}\))?)")
# '#include "intro.typ"'; not '#image("a.png")'.
_TYPST_PART = re.compile(r"#(?:include|import)\s+\"([^\"\n]{1,200}\.typ)\"")


def read_markdown(text: str) -> Said:
    """Return what a page of Pandoc's Markdown cites; its header names the bibliography."""
    header = _HEADER.match(text)
    bibs = []
    if header and (said := _BIBLIOGRAPHY.search(header[1])):
        bibs = [Named(name, 1) for name in _FILE.findall(said[1])]
    text = _CODE.sub(_blank, text)
    labels = set(_LABEL.findall(text))
    body = header.end() if header else 0
    line = Lines(text)
    keys = [
        Cited(clean(found[1] or found[2]), line(found.start()))
        for found in _PANDOC.finditer(text, body)
    ]
    if header and (nocite := _NOCITE.search(header[1])):
        at = text.count("\n", 0, header.start(1) + nocite.start()) + 1
        if "@*" in nocite[1]:
            keys.append(Cited(EVERYTHING, at))
        keys += [Cited(clean(found[1] or found[2]), at) for found in _PANDOC.finditer(nocite[1])]
    keys = [c for c in keys if c.key not in labels and not _REFERENCE.match(c.key)]
    return Said(tuple(keys), (), tuple(bibs))


# Org, 13.8 and org-ref: "[cite:@roe; see @poe p. 3]", "[cite/t:@roe]", "cite:roe,poe",
# "[[cite:&roe;see &poe]]"; not "#+cite_export:".
_ORG_CITE = re.compile(
    r"\[cite(?:/[\w/-]+)?:([^\[\]]{1,5000})\]|(?<![\w#+])(?:no)?[Cc]ite[A-Za-z]*\*?:([^\s\[\]]{1,5000})"
)
_ORG_KEY = re.compile(rf"[@&]({_KEY})")
_ORG_BIBS = re.compile(
    r"(?mi)^[ \t]*#\+bibliography:[ \t]*\"?([^\n\"]{1,500})|\bbibliography:([\w./,-]+)"
)
_ORG_PASSED = re.compile(
    r"(?msi)^[ \t]*#\+begin_(?P<block>src|example|comment)\b.*?(?:^[ \t]*#\+end_(?P=block)|\Z)"
    r"|^[ \t]*#[ \t][^\n]*+"
    # ``=[cite:@a]=`` is code, ``p = 1 [cite:@a] and q = 2`` cites: a mark touches its words.
    r"|(?<![^\s({'\"-])(?P<mark>[=~])(?!\s)[^=~\n]++(?<!\s)(?P=mark)(?![^\s)}'\".,;:!?\[-])"
)


def read_org(text: str) -> Said:
    """Return what an Org document cites, by Org's own syntax and by that of org-ref."""
    bibs = [
        Named(name.strip(), _line_of(text, found))
        for found in _ORG_BIBS.finditer(text)
        for name in (found[1] or found[2]).split(",")
    ]
    text = _ORG_PASSED.sub(_blank, text)
    line = Lines(text)
    keys = []
    for found in _ORG_CITE.finditer(text):
        said = found[1] or found[2]
        names = _ORG_KEY.findall(said)
        if not names and found[2]:
            names = [name for name in re.split("[,;]", said.rstrip(".:;!?)")) if name]
        keys += [Cited(clean(name), line(found.start())) for name in names]
    return Said(tuple(keys), (), tuple(bibs))


def read_typst(text: str) -> Said:
    """Return what a Typst source cites and which files it names."""
    bibs = [
        Named(name, _line_of(text, found))
        for found in _TYPST_BIBS.finditer(text)
        for name in re.findall(r"\"([^\"\n]{1,200}\.[a-z]{2,5})\"", found[1])
    ]
    text = _TYPST_PASSED.sub(_blank, text)
    cites = list(_TYPST_CITE.finditer(text))
    inside = {found.start(1) - 1 for found in cites if found[1]}
    labels = {f[1] for f in _TYPST_LABEL.finditer(text) if f.start() not in inside}
    places = [(found.start(), found[1] or found[2]) for found in cites]
    places += [(f.start(), f[1]) for f in _TYPST_REFERENCE.finditer(text) if f[1] not in labels]
    line = Lines(text)
    keys = [Cited(clean(key), line(at)) for at, key in sorted(places)]
    parts = [Named(found[1], _line_of(text, found)) for found in _TYPST_PART.finditer(text)]
    return Said(tuple(keys), tuple(parts), tuple(bibs))


def _line_of(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _blank(match: re.Match[str]) -> str:
    """Return as many line ends as were passed over, so that lines keep their numbers."""
    return "\n" * match[0].count("\n")
