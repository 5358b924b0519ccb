r"""Read LaTeX as people write it in bibliographies: Unicode out, mathematics untouched.

The inverse of ``latex``: what that module escapes comes back as it was. Braces that protect
capitals go (``plain``), or stay where the text goes out as LaTeX again (``kept``). Commands are
never run; one that nobody knows loses its backslash only where it dresses an argument.
"""

import re
from functools import lru_cache

from readlist.text import BLOCK_LIMIT, FIELD_LIMIT, clean, clean_block, latex_accents

# "\verb|a_b|" between two of the marks that people use; not "\verbatim".
_VERB = "|".join(
    rf"\\verb\*?{mark}[^{mark}\n]*+{mark}" for mark in (r"\|", r"\+", "!", "=", "/", '"')
)
VERB = re.compile(_VERB)
"""What stands in a text as it is, without any meaning for LaTeX."""
# "$x^2$" and "\(x\)"; not "\$5".
_MATH = re.compile(
    rf"((?<!\\)\$(?:[^$\\]|\\.)++\$|\\\((?:[^\\]|\\[^()]){{1,1000}}+\\\)|{_VERB})", re.DOTALL
)
# "\enquote{a}" is “a”.
_QUOTED = re.compile(r"\\(?:mkbibquote|enquote\*?)\s*+\{((?:[^{}]++|\{[^{}]*+\})*+)\}")
# "\noopsort{a}" and "\hspace*{1em}" say nothing to a reader.
_DROPPED = re.compile(r"\\(?:noopsort|hspace|vspace|phantom)\*?\s*+\{[^{}]*+\}")
# What goes of "\href{https://x.org}{here}", so that "here" is left.
_HREF = re.compile(r"\\href\s*+\{[^{}]*+\}")
# "\url{https://a.org/~b--c}", in which nothing is a tie or a dash.
_URL = re.compile(r"\\(?:url|path|nolinkurl)\s*+\{[^{}]*+\}")
# "\ensuremath{\alpha}" is α, "\ensuremath{x^2}" a formula; not "\alpha".
_ENSURED = re.compile(r"\\ensuremath\s*+\{((?:[^{}]++|\{[^{}]*+\})*+)\}")
# It begins with a class of characters, which are looked for five times as fast as alternatives.
_TOKEN = re.compile(
    r"[\\{}~`'-](?:"
    r"(?<=\\)(?:(?P<name>[A-Za-z]++)\*?(?:\{\}|\s*+)(?P<argument>(?=\{)|)|(?P<sign>.))"
    r"|(?P<ligature>(?<=-)--?|(?<=`)`|(?<=')')|(?P<tie>(?<=\S~)(?=\S))|(?P<brace>(?<=[{}])))",
    re.DOTALL,
)
_KEPT = re.compile(
    r"\\text(?P<name>backslash|asciitilde|asciicircum|braceleft|braceright)(?:\{\}|\s++)"
    r"|\\(?P<sign>[&%#_$])|(?P<tie>(?<=\S)~(?=\S))"
)
BETWEEN_NOTES = "\n\n* * *\n\n"
"""Parts the notes of one annotation, as Markdown parts the sections of a text."""
# "* * *" alone between empty lines; not a line of a list.
_BETWEEN = re.compile(r"\n[ \t]*+\n[ \t]*+\* \* \*[ \t]*+\n[ \t]*+\n")
# A line break of LaTeX at the end of a line; one within a line is none here.
_BREAK = re.compile(r"\\\\[ \t]*+\n")
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”"}
_OPEN, _CLOSE = "\x02", "\x03"  # literal braces, while the others are being dropped
_SIGNS = {
    "{": _OPEN, "}": _CLOSE, "-": "", "/": "", "!": "", "@": "", ",": " ", ";": " ", ":": " ",
    "\\": " ", "\n": " ", "*": "", "'": "", "`": "", "^": "", '"': "", "=": "", ".": "", "~": "",
}  # fmt: skip
_SYMBOLS = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbraceleft": _OPEN,
    "textbraceright": _CLOSE, "lbrace": _OPEN, "rbrace": _CLOSE, "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "copyright": "©", "ldots": "…", "dots": "…",
    "S": "§", "P": "¶", "pounds": "£", "LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX",
    "textendash": "–", "textemdash": "—", "slash": "/", "hyphen": "-", "space": " ",
    "textquotesingle": "'", "textunderscore": "_", "textdollar": "$", "and": "and",
    "textless": "<", "textgreater": ">", "textbar": "|", "quad": " ", "qquad": " ",
}  # fmt: skip
_DRESS = frozenset({
    "emph", "text", "textbf", "textit", "textrm", "textsc", "textsf", "texttt", "textsl",
    "textup", "textmd", "textnormal", "mbox", "hbox", "bf", "it", "rm", "sc", "sf", "tt", "em",
    "sl", "bfseries", "itshape", "rmfamily", "scshape", "sffamily", "ttfamily", "relax",
    "protect", "url", "path", "nolinkurl", "href", "uppercase", "lowercase", "MakeUppercase",
    "MakeLowercase", "textsuperscript", "textsubscript", "ensuremath", "mkbibemph", "mkbibitalic",
    "bibstring", "tiny", "small", "large", "Large", "normalsize", "underline", "nobreak", "break",
    "newline", "linebreak",
})  # fmt: skip
# AAS macros, as NASA ADS writes them into every journal field that it exports.
_JOURNALS = {
    "aap": "Astronomy and Astrophysics", "aj": "The Astronomical Journal",
    "apj": "The Astrophysical Journal", "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "mnras": "Monthly Notices of the Royal Astronomical Society", "nat": "Nature",
    "pasp": "Publications of the Astronomical Society of the Pacific", "physrep": "Physics Reports",
    "pra": "Physical Review A", "prb": "Physical Review B", "prc": "Physical Review C",
    "prd": "Physical Review D", "pre": "Physical Review E", "prl": "Physical Review Letters",
    "ssr": "Space Science Reviews", "solphys": "Solar Physics", "rmp": "Reviews of Modern Physics",
}  # fmt: skip


def plain(text: str, limit: int = FIELD_LIMIT) -> str:
    r"""Return one line of Unicode: ``{\"O}zge's {BERT} \& $x$`` is ``Özge's BERT & $x$``."""
    if not _is_special(text):
        return clean(text, limit)
    return clean(_literal_braces(_unicode(clean(text, 2 * limit))), limit)


def protected(text: str) -> str:
    """Return what ``plain`` does with the braces left that keep capitals as they are."""
    text = _unicode(clean(text), braces=True)
    return clean(text.replace(_OPEN, "\\{").replace(_CLOSE, "\\}"))


def block(text: str) -> str:
    """Return text of several lines; a line break alone is a blank, an empty line parts."""
    if not text:
        return ""
    text = text[: 2 * BLOCK_LIMIT]
    if "\n" in text:
        parts = re.split(r"\n[ \t]*+\n", text)
        text = "\n\n".join(joined for part in parts if (joined := " ".join(part.split())))
    if _is_special(text):
        text = _literal_braces(_unicode(clean_block(text)))
    return clean_block(text)


def note(text: str) -> str:
    r"""Return Markdown as ``latex.note`` writes it: ``\\\\`` ends a line, ties indent one."""
    text = text[: 2 * BLOCK_LIMIT]
    parts = (_BREAK.split(part) for part in re.split(r"\n[ \t]*+\n", text))
    return clean_block("\n\n".join("\n".join(map(_note_line, lines)) for lines in parts))


def _note_line(line: str) -> str:
    line = " ".join(line.split())
    bare = line.lstrip("~")
    indent = " " * (len(line) - len(bare))
    if not _is_special(bare):
        return indent + bare
    found = _unicode(clean_block(bare))
    return indent + found.replace(_OPEN, "{").replace(_CLOSE, "}")


def notes(text: str) -> list[str]:
    """Return the notes of an annotation, which stand one after the other in it."""
    return [note(part) for part in _BETWEEN.split(text)] if text else []


def name(text: str) -> str:
    """Return one name in Unicode, with the braces that keep a group or a family name together."""
    if "\\" not in text and "~" not in text:
        return text
    text = _unescaped(latex_accents(clean(text)), braces=True)
    return clean(text.replace(_OPEN, "").replace(_CLOSE, ""))


def kept(text: str, limit: int = BLOCK_LIMIT) -> str:
    """Return LaTeX that ``latex.escape`` writes again as it was: accents in Unicode, no escapes."""
    text = clean(text, limit)
    if "\\" not in text and "~" not in text:
        return text
    parts = _MATH.split(text)
    parts[::2] = [_KEPT.sub(_kept_token, latex_accents(part)) for part in parts[::2]]
    return clean("".join(parts), limit)


def verbatim(text: str, limit: int = FIELD_LIMIT) -> str:
    r"""Return an address, a number or a path, in which LaTeX has only its escapes: ``\_``.

    Reference managers also write ``{\_}``, ``{\\_}``, ``{\textless}``, ``$<$`` and braces around
    the whole.
    """
    text = clean(text, limit)
    if "\\" not in text and "{" not in text and "$" not in text:
        return text
    if found := _WRAPPED.fullmatch(text):
        text = found[1]
    while found := re.fullmatch(r"\{((?:[^{}]|\{[^{}]*+\})*+)\}", text):
        text = found[1]
    text = _ESCAPES.sub(lambda sign: sign[1] or sign[2] or sign[3], text)
    text = _NAMED.sub(lambda name: _SIGN_OF[name[1] or name[2]], text)
    return clean(text, limit)


# What goes round the whole: "\url{https://x.org}", "\href{https://x.org}{here}".
_WRAPPED = re.compile(
    r"\\(?:url|path|nolinkurl|doi|detokenize|href)\s*+\{([^{}]*+)\}(?:\s*+\{[^{}]*+\})?"
)
# "\&", "{\_}", "\protect\_", "\{"; not "\alpha".
_ESCAPES = re.compile(r"(?:\\protect\s*+)?+(?:\{\\{0,2}([&%#_$~^])\}|\\\\?([&%#_$~])|\\([{}]))")
_SIGN_OF = {
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textasciitilde": "~",
    "textbackslash": "\\", "textbar": "|", "string~": "~", "<": "<", ">": ">", "\\sim": "~",
    "_": "_",
}  # fmt: skip
# One with an argument that is empty, in braces, or with the blank that ends its name.
_NAMED = re.compile(
    r"\{?\\(text(?:less|greater|underscore|asciitilde|backslash|bar)(?![A-Za-z])|string~)"
    r"(?:\{\}|(?<!~) )?\}?|\{?(?:\$|\\\(|\\ensuremath\{)(<|>|\\sim|_)(?:\$|\\\)|\})\}?"
)


def unsorted(text: str) -> str:
    r"""Return text without what only sorts it: ``{\noopsort{1973b}}1973``."""
    return _DROPPED.sub("", text)


def _is_special(text: str) -> bool:
    """Say whether LaTeX means anything in a text; ten times as fast as a pattern."""
    return (
        "\\" in text or "{" in text or "}" in text or "$" in text or "~" in text
        or "--" in text or "``" in text or "''" in text
    )  # fmt: skip


def _unicode(text: str, *, braces: bool = False) -> str:
    if "\\(" not in text and "$" not in text and "\\verb" not in text:
        return _unescaped(latex_accents(text), braces=braces)
    parts = _MATH.split(text)
    for at, part in enumerate(parts):
        if at % 2:
            parts[at] = _as_it_stands(part)
        elif part:
            parts[at] = _unescaped(latex_accents(part), braces=braces)
    return "".join(parts)


def _as_it_stands(part: str) -> str:
    r"""Return a formula between dollars, and what ``\verb`` prints."""
    if part.startswith("\\verb"):
        return part.removeprefix("\\verb").removeprefix("*")[1:-1]
    return f"${part[2:-2]}$" if part[0] == "\\" else part


def _literal_braces(text: str) -> str:
    """Put literal braces back: escaped where they close and LaTeX would take them for its own."""
    if _OPEN not in text and _CLOSE not in text:
        return text
    depth = 0
    for char in re.findall(f"[{_OPEN}{_CLOSE}]", text):
        depth += 1 if char == _OPEN else -1
        if depth < 0:
            break
    marks = ("{", "}") if depth else ("\\{", "\\}")
    return text.replace(_OPEN, marks[0]).replace(_CLOSE, marks[1])


def _unescaped(text: str, *, braces: bool) -> str:
    if "\\" in text:
        text = _DROPPED.sub("", text)
        text = _QUOTED.sub(r"“\1”", text)
        text = _ENSURED.sub(_ensured, _HREF.sub("", _URL.sub(_literal_address, text)))

    def token(match: re.Match[str]) -> str:
        kind = match.lastgroup
        if kind == "brace":
            return match[0] if braces else ""
        if kind == "ligature":
            return match[0] if braces else _LIGATURES[match[0]]
        if kind == "tie":
            return " "
        if match["sign"]:
            return _SIGNS.get(match["sign"], match["sign"])
        return _command(match["name"], dresses=match.end() < len(text) and text[match.end()] == "{")

    return _TOKEN.sub(token, text)


def _literal_address(match: re.Match[str]) -> str:
    return match[0].replace("~", "\\textasciitilde{}").replace("--", "-\\hyphen{}")


def _ensured(match: re.Match[str]) -> str:
    inner = match[1].strip()
    if re.fullmatch(r"\\[A-Za-z]++", inner) and (found := _symbol(inner[1:])):
        return found
    return f"${inner}$"


def _command(name: str, *, dresses: bool) -> str:
    """Return what a command prints; an unknown one gives way to the argument that it dresses."""
    if (found := _SYMBOLS.get(name)) is not None:
        return found
    if name in _DRESS:
        return ""
    if name in _JOURNALS and not dresses:
        return _JOURNALS[name]
    if found := _symbol(name):
        return found
    return "" if dresses else f"\\{name} "


@lru_cache(maxsize=1024)
def _symbol(name: str) -> str:
    """Return the letter or sign that a command stands for, empty where there is none."""
    from pylatexenc.latex2text import get_default_latex_context_db  # 50 ms, for rare commands

    found = get_default_latex_context_db().get_macro_spec(name)
    text = getattr(found, "simplify_repl", None)
    return text if isinstance(text, str) and "%" not in text else ""


def _kept_token(match: re.Match[str]) -> str:
    if match["sign"]:
        return match["sign"]
    if match["tie"]:
        return " "
    return {
        "backslash": "\\", "asciitilde": "~", "asciicircum": "^", "braceleft": "\\{",
        "braceright": "\\}",
    }[match["name"]]  # fmt: skip
