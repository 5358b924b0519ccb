"""What Markdown, notebooks, Typst, Org, reStructuredText and AsciiDoc cite.

Pandoc and Typst use ``@`` for figures and sections too. What the document itself labels, and the
prefixes that Pandoc's and Quarto's cross-references reserve, are no citations. Markdown and Org
may have commands of LaTeX among their text, which reach the document that is made of it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.manuscripts import EVERYTHING, Cited, Lines, Named, Said, is_marked, keys_in
from readlist.formats.manuscripts import tex as latex
from readlist.model import Record
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
# nbconvert: <cite data-cite="roe">; Distill: <d-cite key="roe,poe">.
_TAGGED = re.compile(
    r"<(?:d-)?cite\s[^<>]{0,500}?(?:data-cite(?:-\w{1,20})?|(?:bibtex-)?key)=\"([^\"\n]{1,1000})\""
)
# Jekyll: "{% cite roe poe --file thesis %}".
_LIQUID = re.compile(r"\{%-?\s*+(?:no)?cite(?:_details)?\s++([^%{}\n]{1,1000}+)%\}")
# Obsidian: "[[@roe]]", "![[@roe#Methods]]", "[[notes/@roe|Roe]]"; not "[[@roe and others]]".
_WIKI = re.compile(
    r"\[\[(?:[^\[\]|#@\n]{1,200}/)?@([^\s\[\]|#^,;@]{1,1000}?)(?:\.md)?(?:[#|^][^\[\]\n]{0,500})?\]\]"
)
# "# Intro {#sec:intro}", and "#| label: vid-one" in a chunk of code.
_LABEL = re.compile(r"\{#([\w:.-]{1,200})|(?m:^#\|[ \t]*label:[ \t]*[\"']?([\w:.-]{1,200}))")
# Pandoc's examples in linguistics: "(@good) A cat." between others or after a blank line.
_EXAMPLES = re.compile(
    r"(?:\A|\n[ \t]*\n)((?: {0,3}\(@[\w-]*\)[ \t][^\n]*(?:\n(?: {4}|\t)[^\n]*)*(?:\n|\Z))+)"
)
_EXAMPLE = re.compile(r"(?m)^ {0,3}\(@([\w-]+)\)")
# "@fig:one" and "@sec-intro" are places of the text; "@figueroa2020" and "@Lem:2015abc" are papers.
_REFERENCE = re.compile(
    r"(?i)(?:fig|tbl|eq|sec|lst)[:-]"
    r"|(?:thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau)-"
)
# "---", lines of YAML, "---" at the very beginning.
_HEADER = re.compile(r"\A\ufeff?---\s*\n(.{0,100000}?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
# "bibliography: refs.bib", also a list below it; not "my bibliography: x".
_BIBLIOGRAPHY = re.compile(r"(?m)^bibliography:[ \t]*(.*(?:\n[ \t]*-[ \t]+.*|\n[ \t]+.*)*)")
# "nocite: '@*'", "nocite: |" with "@doe2020, @roe" below it; what the header mentions else is not.
_NOCITE = re.compile(r"(?m)^nocite:[ \t]*(.*(?:\n(?:[ \t]+.*|-[ \t].*|[ \t]*))*)")
# "refs.bib", "my refs.bib" with or without quotes, "r f('refs.bib')" in backticks; not "refs".
_FILE = re.compile(
    r"\"([^\"`\n]+\.[A-Za-z]{2,8})\"|'([^'`\n]+\.[A-Za-z]{2,8})'"
    r"|(?:\A|[\n\[,])[ \t]*(?:-[ \t]+)?([^\s\"'`\[\],-][^\"'`\[\],\n#]*?\.[A-Za-z]{2,8})"
    r"(?=[ \t]*(?:[#\n\],]|\Z))"
)
# Quarto "{{< include _part.qmd >}}", MyST "```{include} part.md"; not "{{{< include a >}}}".
_INCLUDED = re.compile(
    r"(?<!\{)\{\{<\s*+include\s++[\"']?([^\s\"'<>]{1,300})[\"']?\s*+>\}\}"
    r"|(?m:^[ \t]*(?:`{3,}|:{3,}|~{3,})[ \t]*\{include\}[ \t]+(\S{1,300}))"
)
# R Markdown "```{r child='a.Rmd'}", "child=c('a.Rmd', 'b.Rmd')", Quarto "#| child: a.qmd".
_CHILDREN = re.compile(
    r"(?m)^[ \t]*`{3,}[ \t]*\{r[^}\n]*?\bchild[ \t]*=[ \t]*([^}\n]{1,500})"
    r"|^#\|[ \t]*child:[ \t]*([^\n]{1,500})"
)
_CHILD = re.compile(r"[^\s\"',()\[\]]+\.[A-Za-z]{2,9}")

# "// note", "/* note */", "`code`", the package "@preview/cetz:0.3.0", "https://x.org/@ann".
_TYPST_PASSED = re.compile(
    r"(?s)`{3,}.*?(?:`{3,}|\Z)|`[^`\n]*+`|https?://[^\s\"\[\]]*+|(?<!:)//[^\n]*+"
    r"|/\*.*?(?:\*/|\Z)|\\."
    r'|"@[\w-]++/[^"\n]*+"'
)
_TYPST_KEY = r"\w(?:\w|[-:.](?=\w))*+"
# "as @doe2020 says"; not "ann@example.org".
_TYPST_REFERENCE = re.compile(rf"(?<![A-Za-z0-9_@.])@({_TYPST_KEY})")
# "#cite(<doe2020>)", "cite(label("doe2020"))", and before 0.9 'cite("doe2020", "roe2021")'.
_TYPST_CITE = re.compile(
    r"#?cite\(\s*+(?:<([^<>\n]{1,1000})>|label\(\"([^\"\n]{1,1000})\"\)"
    r"|(\"[^\"\n]{1,1000}\"(?:\s*,\s*\"[^\"\n]{1,1000}\")*))"
)
_QUOTED = re.compile(r"\"([^\"\n]+)\"")
# "= Intro <intro>"; what stands in "cite(<doe2020>)" is no label.
_TYPST_LABEL = re.compile(r"(?<!cite\()<(\w[\w:.-]{0,200})>")
# '#bibliography("refs.bib", full: true)' prints all of it.
_TYPST_FULL = re.compile(r"\bfull:\s*+true\b")
# '#bibliography("refs.bib")', also of several files; 'bibliography-file: "refs.bib"' of templates.
_TYPST_BIBS = re.compile(
    r"bibliography(?:-files?:\s*+(?=[\"(])\(?|\()([^()]{0,500}(?:\([^()]{0,500}\))?)"
)
# '#include "intro.typ"'; not '#image("a.png")'.
_TYPST_PART = re.compile(r"#(?:include|import)\s+\"([^\"\n]{1,200}\.typ)\"")


def read_markdown(text: str) -> Said:
    """Return what a page of Pandoc's Markdown cites; its header names the bibliography."""
    header = _HEADER.match(text)
    bibs = []
    if header and (said := _BIBLIOGRAPHY.search(header[1])):
        bibs = [Named("".join(name), 1) for name in _FILE.findall(said[1])]
    parts = list(_included(text))
    labels = {name for found in _LABEL.findall(text) for name in found if name}
    text = _BLOCK.sub(_blank, text)
    elsewhere = list(_of_roles(text))
    for written in (_ROLE, _LIQUID, _WIKI, _CODE):
        text = written.sub(_blank, text)
    elsewhere += _of_latex(text).keys
    labels |= {one for some in _EXAMPLES.findall(text) for one in _EXAMPLE.findall(some)}
    body = header.end() if header else 0
    line = Lines(text)
    keys = [
        Cited(clean(found[1] or found[2]), line(found.start()))
        for found in _PANDOC.finditer(text, body)
    ]
    if header and (nocite := _NOCITE.search(header[1])):
        at = text.count("\n", 0, header.start(1) + nocite.start()) + 1
        keys += [Cited(clean(found[1] or found[2]), at) for found in _PANDOC.finditer(nocite[1])]
    for nocite in _NOCITE.finditer(text):  # a page may have further headers
        if "@*" in nocite[1]:
            keys.append(Cited(EVERYTHING, _line_of(text, nocite)))
    keys = [c for c in keys if c.key not in labels and not _REFERENCE.match(c.key)]
    entries = tuple(_referenced(header[0])) if header and "\nreferences:" in header[0] else ()
    return Said((*keys, *elsewhere), tuple(parts), tuple(bibs), entries, labels=frozenset(labels))


def _referenced(header: str) -> Iterator[Record]:
    """Yield the references that a header has itself, as items of CSL."""
    from readlist.formats.csl import load  # 20 ms, for these headers alone

    for item in load(TextDocument(header, "header.yaml"), LoadOptions()):
        if isinstance(item, Record):
            yield item


def _included(text: str) -> Iterator[Named]:
    """Yield the parts of a document of Quarto, MyST or R Markdown; ``/a.qmd`` is of its project."""
    if "include" in text:
        for found in _INCLUDED.finditer(text):
            name = clean(found[1] or found[2]).lstrip("/")
            if is_marked(name):
                yield Named(name, _line_of(text, found))
    if "child" in text:
        for found in _CHILDREN.finditer(text):
            names = map(clean, _CHILD.findall(found[1] or found[2]))
            yield from (Named(name, _line_of(text, found)) for name in names if is_marked(name))


def _of_roles(text: str) -> Iterator[Cited]:
    """Yield what roles, tags and links of a vault cite."""
    line = Lines(text)
    for role in _ROLE.finditer(text):
        # "{cite}`see {roe}`" is not written; "{cite:p}`{see}roe;poe`" has a text before the keys.
        group = re.sub(r"\{[^{}]*+\}", "", role[1]).replace(";", ",")
        yield from keys_in(group, line(role.start()))
    line = Lines(text)
    for tag in _TAGGED.finditer(text):
        yield from keys_in(tag[1], line(tag.start()))
    line = Lines(text)
    for tag in _LIQUID.finditer(text):
        words = takewhile(lambda word: not word.startswith("-"), tag[1].split())
        yield from keys_in(",".join(words), line(tag.start()))
    line = Lines(text)
    for link in _WIKI.finditer(text):
        yield Cited(clean(link[1]), line(link.start()))


def _of_latex(text: str) -> Said:
    """Return what commands of LaTeX cite; a percent sign begins no comment here."""
    if "\\" not in text:
        return Said()
    return latex.read(text.replace("%", " "))


_RST_PART = re.compile(r"(?m)^[ \t]*\.\.[ \t]+include::[ \t]+(\S{1,300})")


def read_rst(text: str) -> Said:
    """Return what reStructuredText cites by the roles of sphinxcontrib-bibtex."""
    bibs = re.findall(r"(?m)^[ \t]*\.\.[ \t]+bibliography::[ \t]+([^\n]{1,500})", text)
    parts = [
        Named(clean(f[1]), _line_of(text, f)) for f in _RST_PART.finditer(text) if is_marked(f[1])
    ]
    return Said(
        tuple(_of_roles(text)),
        tuple(parts),
        tuple(Named(n, 1) for names in bibs for n in names.split()),
    )


# Comments, listings, literal blocks and code in AsciiDoc; not the line under a title.
_ASCIIDOC_PASSED = re.compile(
    r"(?ms)(?:\A|\n[ \t]*\n|\n[\[.+][^\n]*\n)(?P<fence>/{4,}|-{4,}|\.{4,}|`{3,})[ \t]*$"
    r".*?(?:^(?P=fence)[ \t]*$|\Z)"
    r"|^//[^\n]*+|`[^`\n]++`"
)
# asciidoctor-bibtex "cite:[roe(45), poe]", "citenp:[roe]"; asciidoctor-bibliography
# "citet:[roe, page=12]+[poe]"; not "cite::[x]".
_ASCIIDOC_CITE = re.compile(
    r"(?<!\w)(?:(?:no|full)?cite[a-z]{0,12}|bibitem):((?:\+?\[[^\[\]]{1,5000}\])+)"
)
_ASCIIDOC_BIB = re.compile(r"(?m)^:(?:bibtex-file|bibliography-database):[ \t]+(\S{1,300})")
_ASCIIDOC_PART = re.compile(r"(?m)^include::([^\[\n{}]{1,300})\[")


def read_asciidoc(text: str) -> Said:
    """Return what AsciiDoc cites by the macros of asciidoctor-bibtex and the like."""
    text = _ASCIIDOC_PASSED.sub(_blank, text)
    line = Lines(text)
    keys: list[Cited] = []
    for found in _ASCIIDOC_CITE.finditer(text):
        group = re.sub(r"\([^()]*\)", "", found[1]).replace("[", ",").replace("]", ",")
        pieces = (piece.strip(" +") for piece in group.split(","))
        named = (piece for piece in pieces if "=" not in piece)
        keys += keys_in(",".join(named), line(found.start()))
    return Said(
        tuple(keys),
        tuple(
            Named(clean(f[1]), _line_of(text, f))
            for f in _ASCIIDOC_PART.finditer(text)
            if is_marked(f[1])
        ),
        tuple(Named(clean(f[1]), _line_of(text, f)) for f in _ASCIIDOC_BIB.finditer(text)),
    )


def read_notebook(text: str) -> Said:
    """Return what the text of a Jupyter notebook cites; its cells have no lines of their own."""
    try:
        book = json.loads(text)
        cells = book.get("cells") or [c for s in book.get("worksheets", ()) for c in s["cells"]]
    except (ValueError, AttributeError, RecursionError, TypeError, KeyError):
        return Said()
    written = []
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") in ("markdown", "raw"):
            source = cell.get("source", "")
            written.append("".join(map(str, source)) if isinstance(source, list) else str(source))
    said = read_markdown("\n\n".join(written))
    return replace(said, keys=tuple(Cited(key, 1) for key, _ in said.keys))


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
    r"(?mi)^[ \t]*#\+bibliography:[ \t]*\"?([^\n\"]{1,500})"
    r"|\b(?:bibliography|addbibresource):([\w./,-]+)"
)
_ORG_PASSED = re.compile(
    r"(?msi)^[ \t]*#\+begin_(?P<block>src|example|comment)\b.*?(?:^[ \t]*#\+end_(?P=block)|\Z)"
    r"|^[ \t]*[#:][ \t][^\n]*+"
    # ``=[cite:@a]=`` is code, ``p = 1 [cite:@a] and q = 2`` cites: a mark touches its words.
    r"|(?<![^\s({'\"-])(?P<mark>[=~])(?!\s)[^=~\n]++(?<!\s)(?P=mark)(?![^\s)}'\".,;:!?\[-])"
)

# '#+INCLUDE: "part.org" :minlevel 1'; not '#+INCLUDE: "a.el" src'.
_ORG_PART = re.compile(r"(?mi)^[ \t]*#\+include:[ \t]*\"?([^\s\":][^\n\"]{0,300}?\.org)\b")


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
    parts = [Named(clean(f[1]), _line_of(text, f)) for f in _ORG_PART.finditer(text)]
    return Said((*keys, *commands.keys), tuple(parts), (*bibs, *commands.bibs))


def read_typst(text: str) -> Said:
    """Return what a Typst source cites and which files it names."""
    bibs = [
        Named(name.lstrip("/"), _line_of(text, found))
        for found in _TYPST_BIBS.finditer(text)
        for name in re.findall(r"\"([^\"\n]{1,200}\.[a-z]{2,5})\"", found[1])
    ]
    text = _TYPST_PASSED.sub(_blank, text)
    cites = list(_TYPST_CITE.finditer(text))
    inside = {found.start(1) - 1 for found in cites if found[1]}
    labels = {f[1] for f in _TYPST_LABEL.finditer(text) if f.start() not in inside}
    places = [(found.start(), found[1] or found[2]) for found in cites if not found[3]]
    places += [(found.start(), key) for found in cites for key in _QUOTED.findall(found[3] or "")]
    places += [(f.start(), f[1]) for f in _TYPST_REFERENCE.finditer(text) if f[1] not in labels]
    line = Lines(text)
    keys = [Cited(clean(key), line(at)) for at, key in sorted(places)]
    keys += [
        Cited(EVERYTHING, _line_of(text, found))
        for found in _TYPST_BIBS.finditer(text)
        if _TYPST_FULL.search(found[1])
    ]
    # "/part.typ" is of the project, whose folder is that of its first file.
    parts = [Named(f[1].lstrip("/"), _line_of(text, f)) for f in _TYPST_PART.finditer(text)]
    return Said(tuple(keys), tuple(parts), tuple(bibs), labels=frozenset(labels))


def _line_of(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _blank(match: re.Match[str]) -> str:
    """Return as many line ends as were passed over, so that lines keep their numbers."""
    return "\n" * match[0].count("\n")
