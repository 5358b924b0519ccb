"""What Markdown of Pandoc and MyST, Typst, Org, reStructuredText and notebooks cite.

Pandoc and Typst use ``@`` for figures and sections too. What the document itself labels, and the
prefixes that Pandoc's and Quarto's cross-references reserve, are no citations. Markdown and Org
may have commands of LaTeX among their text, which reach the document that is made of it.
"""

import json
import re
from collections.abc import Iterator

from readlist.formats.manuscripts import EVERYTHING, Cited, Lines, Named, Said, keys_in
from readlist.formats.manuscripts import tex as latex
from readlist.text import clean

# A block of code, "<!-- @roe -->"; not "@roe".
_BLOCK = re.compile(
    r"(?ms)^[ \t]*+(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*+(?P=fence)|\Z)|<!--.*?(?:-->|\Z)"
)
_CODE = re.compile(r"`[^`\n]++`")
# Pandoc: letters, digits and _, and one sign at a time between them.
_KEY = r"\w(?:\w|[:.#$%&+?<>~/-](?=\w))*+"
# "see @doe2020"; not the address "ann@example.org".
_PANDOC = re.compile(rf"(?<![\w@./\\])@(?:\{{([^{{}}\n]{{1,1000}})\}}|({_KEY}))")
# MyST and Sphinx: "{cite:p}`roe,poe`" and ":cite:t:`roe`"; a text may stand before a key.
_ROLE = re.compile(
    r"(?:\{(?:foot)?cite(?::[a-z]{1,20})?\}|:(?:foot)?cite(?::[a-z]{1,20})?:)`([^`]{1,5000})`"
)
# nbconvert: <cite data-cite="roe">.
_TAGGED = re.compile(r"<cite\s[^<>]{0,500}?data-cite(?:-\w{1,20})?=\"([^\"\n]{1,1000})\"")
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

# "// note", "/* note */", "`code`", the package "@preview/cetz:0.3.0"; not "https://x.org".
_TYPST_PASSED = re.compile(
    r"(?s)`{3,}.*?(?:`{3,}|\Z)|`[^`\n]*+`|(?<!:)//[^\n]*+|/\*.*?(?:\*/|\Z)|\\."
    r'|"@[\w-]++/[^"\n]*+"'
)
_TYPST_KEY = r"\w(?:\w|[-:.](?=\w))*+"
# "as @doe2020 says"; not "ann@example.org".
_TYPST_REFERENCE = re.compile(rf"(?<![A-Za-z0-9_@.])@({_TYPST_KEY})")
# "#cite(<doe2020>)" and "cite(label("doe2020"))".
_TYPST_CITE = re.compile(r"#?cite\(\s*+(?:<([^<>\n]{1,1000})>|label\(\"([^\"\n]{1,1000})\"\))")
# "= Intro <intro>"; what stands in "cite(<doe2020>)" is no label.
_TYPST_LABEL = re.compile(r"(?<!cite\()<(\w[\w:.-]{0,200})>")
# '#bibliography("refs.bib", full: true)' prints all of it.
_TYPST_FULL = re.compile(r"\bfull:\s*+true\b")
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
    text = _BLOCK.sub(_blank, text)
    elsewhere = list(_of_roles(text))
    text = _CODE.sub(_blank, _ROLE.sub(_blank, text))
    elsewhere += _of_latex(text).keys
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
    return Said((*keys, *elsewhere), (), tuple(bibs))


def _of_roles(text: str) -> Iterator[Cited]:
    """Yield what roles and tags cite."""
    line = Lines(text)
    for role in _ROLE.finditer(text):
        # "{cite}`see {roe}`" is not written; "{cite:p}`{see}roe`" has a text before the key.
        yield from keys_in(re.sub(r"\{[^{}]*+\}", "", role[1]), line(role.start()))
    line = Lines(text)
    for tag in _TAGGED.finditer(text):
        yield from keys_in(tag[1], line(tag.start()))


def _of_latex(text: str) -> Said:
    """Return what commands of LaTeX cite; a percent sign begins no comment here."""
    if "\\" not in text:
        return Said()
    return latex.read(text.replace("%", " "))


def read_rst(text: str) -> Said:
    """Return what reStructuredText cites by the roles of sphinxcontrib-bibtex."""
    bibs = re.findall(r"(?m)^[ \t]*\.\.[ \t]+bibliography::[ \t]+([^\n]{1,500})", text)
    return Said(
        tuple(_of_roles(text)), (), tuple(Named(n, 1) for names in bibs for n in names.split())
    )


def read_notebook(text: str) -> Said:
    """Return what the text of a Jupyter notebook cites; its cells have no lines of their own."""
    try:
        cells = json.loads(text).get("cells", ())
    except (ValueError, AttributeError, RecursionError):
        return Said()
    written = []
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "markdown":
            source = cell.get("source", "")
            written.append("".join(map(str, source)) if isinstance(source, list) else str(source))
    return Said(tuple(Cited(key, 1) for key, _ in read_markdown("\n\n".join(written)).keys))


# Org, 13.8 and org-ref: "[cite:@roe; see @poe p. 3]", "[cite/t:@roe]", "cite:roe,poe",
# "[[cite:&roe;see &poe]]", "parencite:roe"; not "#+cite_export:", nor "excite:them".
_ORG_CITE = re.compile(
    r"(?<!\[)\[cite(?:/[\w/-]+)?:([^\[\]]{1,5000})\]"
    r"|(?P<link>\[\[)?(?<![\w#+])"
    r"(?:no|[Pp]aren|[Ff]oot(?:full)?|full|[Aa]uto|[Tt]ext|[Ss]mart|super|[pf]?note)?"
    r"[Cc]ite[A-Za-z]*\*?:((?(link)[^\[\]\n]|[^\s\[\]]){1,5000})"
)
_ORG_KEY = re.compile(r"[@&]([\w.:?!`'/*@+|(){}<>&^$#%~-]++)")
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
        said = found[1] or found[3]
        # Org-ref has keys without a sign, "[cite:@a]" has one before each.
        names = _ORG_KEY.findall(said) if found[1] or said[0] in "@&" or ";" in said else []
        if not names and found[3]:
            names = [name for name in re.split("[,;]", said.rstrip(".:;!?)")) if name]
        keys += [Cited(clean(name), line(found.start())) for name in names]
    commands = _of_latex(text)
    return Said((*keys, *commands.keys), (), (*bibs, *commands.bibs))


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
    keys += [
        Cited(EVERYTHING, _line_of(text, found))
        for found in _TYPST_BIBS.finditer(text)
        if _TYPST_FULL.search(found[1])
    ]
    parts = [Named(found[1], _line_of(text, found)) for found in _TYPST_PART.finditer(text)]
    return Said(tuple(keys), tuple(parts), tuple(bibs))


def _line_of(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _blank(match: re.Match[str]) -> str:
    """Return as many line ends as were passed over, so that lines keep their numbers."""
    return "\n" * match[0].count("\n")
