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
from readlist.formats.manuscripts import EVERYTHING, Cited, Named, Said, is_marked, keys_in, located
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
    bibs: tuple[Named, ...] = ()
    entries: tuple[Record, ...] = ()
    if header and (said := _BIBLIOGRAPHY.search(header[1])):
        bibs = tuple(Named("".join(name), 1) for name in _FILE.findall(said[1]))
    if header and "\nreferences:" in header[0]:
        entries = tuple(_referenced(header[0]))
    parts = tuple(_included(text))
    labels = {name for found in _LABEL.findall(text) for name in found if name}
    text = _BLOCK.sub(_blank, text)
    elsewhere = list(_of_roles(text))
    for written in (_ROLE, _LIQUID, _WIKI, _CODE):
        text = written.sub(_blank, text)
    elsewhere += _of_latex(text).keys
    for examples in _EXAMPLES.findall(text):
        labels.update(_EXAMPLE.findall(examples))
    keys = [key for key in _of_pandoc(text) if key.key not in labels]
    return Said((*keys, *elsewhere), parts, bibs, entries, labels=frozenset(labels))


def _of_pandoc(text: str) -> Iterator[Cited]:
    """Yield what ``@`` cites; of headers only ``nocite`` counts, and a page may have several."""
    header = _HEADER.match(text)
    body = header.end() if header else 0
    found = list(located(_PANDOC, text, body))
    everything = []
    for nocite, line in located(_NOCITE, text):
        if nocite.start() < body:
            found += [(one, line) for one in _PANDOC.finditer(nocite[1])]
        if "@*" in nocite[1]:
            everything.append(Cited(EVERYTHING, line))
    for one, line in found:
        key = clean(one[1] or one[2])
        if not _REFERENCE.match(key):
            yield Cited(key, line)
    yield from everything


def _referenced(header: str) -> Iterator[Record]:
    """Yield the references that a header has itself, as items of CSL."""
    from readlist.formats.csl import load  # 20 ms, for these headers alone

    for item in load(TextDocument(header, "header.yaml"), LoadOptions()):
        if isinstance(item, Record):
            yield item


def _included(text: str) -> Iterator[Named]:
    """Yield the parts of a document of Quarto, MyST or R Markdown; ``/a.qmd`` is of its project."""
    for found, line in located(_INCLUDED, text):
        name = clean(found[1] or found[2]).lstrip("/")
        if is_marked(name):
            yield Named(name, line)
    for found, line in located(_CHILDREN, text):
        names = map(clean, _CHILD.findall(found[1] or found[2]))
        yield from (Named(name, line) for name in names if is_marked(name))


def _of_roles(text: str) -> Iterator[Cited]:
    """Yield what roles, tags and links of a vault cite."""
    for role, line in located(_ROLE, text):
        # "{cite}`see {roe}`" is not written; "{cite:p}`{see}roe;poe`" has a text before the keys.
        yield from keys_in(re.sub(r"\{[^{}]*+\}", "", role[1]).replace(";", ","), line)
    for tag, line in located(_TAGGED, text):
        yield from keys_in(tag[1], line)
    for tag, line in located(_LIQUID, text):
        words = takewhile(lambda word: not word.startswith("-"), tag[1].split())
        yield from keys_in(",".join(words), line)
    for link, line in located(_WIKI, text):
        yield Cited(clean(link[1]), line)


def _of_latex(text: str) -> Said:
    """Return what commands of LaTeX cite; a percent sign begins no comment here."""
    if "\\" not in text:
        return Said()
    return latex.read(text.replace("%", " "))


_RST_PART = re.compile(r"(?m)^[ \t]*\.\.[ \t]+include::[ \t]+(\S{1,300})")


def read_rst(text: str) -> Said:
    """Return what reStructuredText cites by the roles of sphinxcontrib-bibtex."""
    bibs = re.findall(r"(?m)^[ \t]*\.\.[ \t]+bibliography::[ \t]+([^\n]{1,500})", text)
    named = tuple(Named(name, 1) for names in bibs for name in names.split())
    return Said(tuple(_of_roles(text)), _parts(_RST_PART, text), named)


def _parts(pattern: re.Pattern[str], text: str) -> tuple[Named, ...]:
    """Return the included files that may cite."""
    named = [Named(clean(found[1]), line) for found, line in located(pattern, text)]
    return tuple(one for one in named if is_marked(one.name))


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
    keys: list[Cited] = []
    for found, line in located(_ASCIIDOC_CITE, text):
        group = re.sub(r"\([^()]*\)", "", found[1]).replace("[", ",").replace("]", ",")
        pieces = (piece.strip(" +") for piece in group.split(","))
        keys += keys_in(",".join(piece for piece in pieces if "=" not in piece), line)
    bibs = tuple(Named(clean(found[1]), line) for found, line in located(_ASCIIDOC_BIB, text))
    return Said(tuple(keys), _parts(_ASCIIDOC_PART, text), bibs)


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
        Named(name.strip(), line)
        for found, line in located(_ORG_BIBS, text)
        for name in (found[1] or found[2]).split(",")
    ]
    text = _ORG_PASSED.sub(_blank, text)
    keys = []
    for found, line in located(_ORG_CITE, text):
        said = found[1] or found[3]
        # Org-ref has keys without a sign, "[cite:@a]" has one before each.
        names = _ORG_KEY.findall(said) if found[1] or said[0] in "@&" or ";" in said else []
        if not names and found[3]:
            names = [name for name in re.split("[,;]", said.rstrip(".:;!?)")) if name]
        keys += [Cited(clean(name), line) for name in names]
    commands = _of_latex(text)
    return Said((*keys, *commands.keys), _parts(_ORG_PART, text), (*bibs, *commands.bibs))


def read_typst(text: str) -> Said:
    """Return what a Typst source cites and which files it names."""
    bibs = tuple(
        Named(name.lstrip("/"), line)
        for found, line in located(_TYPST_BIBS, text)
        for name in re.findall(r"\"([^\"\n]{1,200}\.[a-z]{2,5})\"", found[1])
    )
    text = _TYPST_PASSED.sub(_blank, text)
    cites = list(located(_TYPST_CITE, text))
    inside = {found.start(1) - 1 for found, _ in cites if found[1]}
    labels = {f[1] for f in _TYPST_LABEL.finditer(text) if f.start() not in inside}
    places: list[tuple[int, Cited]] = []
    for found, line in cites:
        names = _QUOTED.findall(found[3]) if found[3] else [found[1] or found[2]]
        places += [(found.start(), Cited(clean(name), line)) for name in names]
    for found, line in located(_TYPST_REFERENCE, text):
        if found[1] not in labels:
            places.append((found.start(), Cited(clean(found[1]), line)))
    keys = [key for _, key in sorted(places, key=lambda place: place[0])]
    for found, line in located(_TYPST_BIBS, text):
        if _TYPST_FULL.search(found[1]):
            keys.append(Cited(EVERYTHING, line))
    # "/part.typ" is of the project, whose folder is that of its first file.
    parts = tuple(Named(found[1].lstrip("/"), line) for found, line in located(_TYPST_PART, text))
    return Said(tuple(keys), parts, bibs, labels=frozenset(labels))


def _blank(match: re.Match[str]) -> str:
    """Return as many line ends as were passed over, so that lines keep their numbers."""
    return "\n" * match[0].count("\n")
