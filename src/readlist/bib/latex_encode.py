r"""Write text so that TeX prints it: escapes, capitals that stay, ASCII for classic BibTeX.

Text from outside is data here too: mathematics and accents of a title pass, because they are how
the title is spelled; a command that is not known to be harmless (``\input``, ``\write``) is shown,
never run. No value that leaves this module can end the field that it stands in.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

# A backslash before these is an accent only where a letter or a group follows.
_ACCENT = r"\\[`'^\"~=.](?=[A-Za-z]|\{|\\[ij])|\\[uvHcdbkrt](?=\{| [A-Za-z])"
_DRESS = r"\\(?:emph|text(?:bf|it|rm|sc|sf|tt|superscript|subscript)?|mbox|mkbibquote)(?=\{)"
_LETTER = (
    r"\\(?:ss|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ|ng|NG|[oOlLijPS]|textregistered|texttrademark|"
    r"textdegree|textpertenthousand|textperthousand|copyright|ldots|dots|LaTeX|TeX|BibTeX)(?![A-Za-z])"
)
# What this module writes itself, so that a text that is escaped already is not escaped again.
_WRITTEN = r"\\text(?:backslash|asciitilde|asciicircum|braceleft|braceright)\{\}"
_WORD = r"[^\W_]+(?:[-'’.+][^\W_]+)*"
_WORDS = re.compile(_WORD)
# "learning", "(Deep", "Vision-Language:", "Newton's": no capital has to stay; "T-cell", "O'Brien".
_UNMARKED = re.compile(
    r"\W*+(?:[A-Z]?[a-z]++|[A-Z][a-z]++(?:-[A-Z]?[a-z]++)++)(?:['’][a-z]++)?\W*+"
)
_FOR_TEX = re.compile(r"[&%#_$~^\\{}]")
"""Characters that mean something to TeX; nine values of ten have none of them."""
_TOKEN = re.compile(
    r"(?P<math>\$(?![\s$]|\d[^$]*+\$\d)(?:[^$\\]|\\.)++(?<!\s)\$)"
    rf"|(?P<kept>\\url\{{[^{{}}\\]*\}}|{_ACCENT}|{_DRESS}|{_LETTER}|{_WRITTEN}|\\[&%#_$])"
    r"|(?P<bare>[{}])|(?P<brace>\\[{}])"
    r"|(?P<special>[&%#_$~^\\])"
    rf"|(?P<word>{_WORD})"
    r"|(?P<other>[^\w&%#$~^\\{}]+)"
)
_SPECIAL = {
    "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "\\": r"\textbackslash{}",
    # BibTeX counts \{ as a brace, so that an odd one would end the field or the file.
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
}  # fmt: skip
# The name of "\alpha" and of "\,"; "x" alone is none.
_MATH_COMMAND = re.compile(r"\\([A-Za-z]+|.)")
# "$a & b$" and "$50%$" are no formulas; "\&" in one is a sign.
_MATH_NOT = re.compile(r"\^\^|(?<!\\)[%#&~]")
_MATH_WORDS = frozenset(
    {
        "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta",
        "vartheta", "iota", "kappa", "lambda", "mu", "nu", "xi", "pi", "varpi", "rho", "varrho",
        "sigma", "varsigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "Gamma",
        "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega", "ell",
        "hbar", "nabla", "partial", "infty", "infin", "times", "cdot", "cdots", "ldots", "dots",
        "circ", "star", "ast", "bullet", "oplus", "otimes", "odot", "pm", "mp", "div", "leq", "le",
        "geq", "ge", "neq", "ne", "ll", "gg", "approx", "sim", "simeq", "cong", "equiv", "propto",
        "in", "notin", "ni", "subset", "subseteq", "supset", "supseteq", "cup", "cap", "setminus",
        "emptyset", "forall", "exists", "neg", "land", "lor", "wedge", "vee", "to", "rightarrow",
        "leftarrow", "leftrightarrow", "Rightarrow", "Leftarrow", "Leftrightarrow", "mapsto",
        "longrightarrow", "uparrow", "downarrow", "langle", "rangle", "lfloor", "rfloor", "lceil",
        "rceil", "vert", "Vert", "mid", "parallel", "perp", "angle", "triangle", "square", "prime",
        "sum", "prod", "int", "oint", "lim", "log", "ln", "exp", "sin", "cos", "tan", "min", "max",
        "arg", "argmin", "argmax", "inf", "sup", "det", "dim", "ker", "deg", "gcd", "Pr", "mod",
        "bmod", "pmod", "frac", "tfrac", "dfrac", "binom", "sqrt", "hat", "widehat", "tilde",
        "widetilde", "bar", "overline", "underline", "vec", "dot", "ddot", "acute", "check",
        "mathbf", "mathbb", "mathcal", "mathrm", "mathit", "mathsf", "mathtt", "mathfrak",
        "mathscr", "boldsymbol", "bm", "text", "textit", "textbf", "textrm", "texttt", "textsf",
        "textsc", "operatorname", "left", "right", "big", "Big", "quad", "rm", "bf", "it", "sf",
        "top", "bot", "dagger", "ddagger", "Re", "Im", "aleph", "wp", "sharp", "flat", "natural",
        "lbrace", "rbrace", "lbrack", "rbrack", "colon", "checkmark", "diamond", "Box",
        *",;:! {}_|&%#$",
    }
)  # fmt: skip
# The second sign of "--", "``" or "''", which TeX would make one of.
_LIGATURE = re.compile(r"(?<=-)-|(?<=`)`|(?<=')'")
# "{", "\\" and "ä" cannot stand in a DOI; "<" can.
_DOI_UNSAFE = re.compile(r"[^!-\[\]-z|~]")
# "ä" and "{" cannot stand in an address, nor can " < > \\ ^ ` | }; "a_b%20c" can.
_ADDRESS_UNSAFE = re.compile(r"[^!#-;=?-\[\]_a-z~]")


def escape(text: str) -> str:
    """Return text as TeX; its own mathematics, accents and balanced groups stay as they are."""
    # Nearly all text is one clean line already, which is told in a third of the time.
    is_clean = text.isprintable() and "  " not in text
    text = text.strip() if is_clean else " ".join(text.split())
    return _written(text, protect=False) if _FOR_TEX.search(text) else text


def title(text: str) -> str:
    """Return text as TeX with words in braces whose capitals a style must not lower.

    Braces stand around words such as ``BERT``, ``LoRA``, ``3D`` and around mathematics, never
    around what stands in braces already.
    """
    words = text.split()
    text = " ".join(words)
    protect = not text.isupper() or len(words) < 4  # in ``DEEP LEARNING`` capitals say nothing
    if _FOR_TEX.search(text):
        return _written(text, protect=protect)
    return " ".join(map(_braced, words)) if protect else text


@lru_cache(maxsize=32_768)  # titles repeat their words: of 100,000 papers' one of ten is new
def _braced(text: str) -> str:
    return text if _UNMARKED.fullmatch(text) else _WORDS.sub(_protected, text)


def _written(text: str, *, protect: bool) -> str:
    # An escaped brace is written as a command below, so only bare ones count.
    pieces = [(str(match.lastgroup), match[0]) for match in _TOKEN.finditer(text)]
    if not is_balanced("".join(piece for kind, piece in pieces if kind == "bare")):
        return "".join(_plain(char) for char in text)
    depth = 0
    written = []
    for kind, piece in pieces:
        if kind == "bare":
            depth += 1 if piece == "{" else -1
        written.append(_token(kind, piece, protect=protect and depth == 0))
    return "".join(written)


def _token(kind: str, piece: str, *, protect: bool) -> str:
    match kind:
        case "math" if _is_math(piece):
            return f"{{{piece}}}" if protect else piece
        case "math":
            return "".join(_plain(char) for char in piece)
        case "special" | "brace":
            return _plain(piece[-1])
        case "word" if protect:
            return _WORDS.sub(_protected, piece)
    return piece


def _plain(char: str) -> str:
    return _SPECIAL.get(char, char)


def _is_math(run: str) -> bool:
    """Say whether a run between dollars is harmless mathematics that closes its braces."""
    commands = _MATH_COMMAND.findall(run)
    if _MATH_NOT.search(run) or not all(name in _MATH_WORDS for name in commands):
        return False
    return is_balanced(run) and is_balanced(re.sub(r"\\[{}]", "", run))


def is_balanced(text: str) -> bool:
    r"""Say whether every brace closes, as BibTeX counts: ``\{`` is a brace like any other."""
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _protected(word: re.Match[str]) -> str:
    """Return a word with braces around the parts whose capitals mean something: ``{GPT-4}``."""
    parts = word[0].split("-")
    marked: list[bool] = []
    for part in parts:
        follows = part.isdigit() and marked[-1:] == [True]
        marked.append(follows or _has_capitals(part, alone=len(parts) == 1))
    if not any(marked):
        return word[0]
    runs = groupby(zip(marked, parts, strict=True), key=itemgetter(0))
    joined = [(inside, "-".join(part for _, part in run)) for inside, run in runs]
    return "-".join(f"{{{run}}}" if inside else run for inside, run in joined)


def _has_capitals(part: str, *, alone: bool) -> bool:
    """Say whether a part has a capital that ``Deep`` has not: ``BERT``, ``3D``, the T of T-cell."""
    if part.islower():
        return False
    if any(map(str.isupper, part[1:])):
        return True
    if not part[:1].isupper():
        return False
    return (len(part) == 1 and not alone) or any(map(str.isdigit, part))


def block(text: str) -> str:
    """Return text of several paragraphs as TeX, with an empty line between them."""
    return "\n\n".join(_not_entry(escape(part)) for part in re.split(r"\n\s*\n", text))


def note(text: str) -> str:
    r"""Return Markdown as TeX that prints it and reads as it was: lines end with ``\\``.

    Nothing in it is a command, but harmless mathematics stays mathematics.
    """
    parts = re.split(r"\n\n+", text.strip("\n").replace("\t", "    "))
    return "\n\n".join("\\\\\n".join(map(_note_line, part.split("\n"))) for part in parts)


def _note_line(line: str) -> str:
    bare = line.strip()
    pieces = ((match.lastgroup, match[0]) for match in _TOKEN.finditer(" ".join(bare.split())))
    literal = "".join(
        piece if kind == "math" and _is_math(piece) else "".join(map(_plain, piece))
        for kind, piece in pieces
    )
    written = _not_entry(_LIGATURE.sub(r"{}\g<0>", literal))
    if bare == "* * *":
        written = "{*} * *"
    return "~" * (len(line) - len(line.lstrip())) + written


def _not_entry(line: str) -> str:
    """Guard a line that would begin an entry for those who read a file by its lines."""
    return f"{{@}}{line[1:]}" if line.startswith("@") else line


def is_address(text: str) -> bool:
    """Say whether addresses or identifiers, one after the other, can stay as they are."""
    return not _ADDRESS_UNSAFE.search(text)


def address(text: str) -> str:
    """Return an address or identifier raw, with what would break the entry percent-encoded."""
    return _ADDRESS_UNSAFE.sub(_percent, text.strip())


def doi(text: str) -> str:
    """Return a DOI raw, ``10.1002/(SICI)1<2::AID>3.0.CO;2-Q`` too; a brace is percent-encoded."""
    return _DOI_UNSAFE.sub(_percent, text)


def verbatim(text: str) -> str:
    """Return a path or a number raw; braces that do not close, and line ends, are encoded."""
    text = " ".join(text.split())
    if is_balanced(text) and not text.endswith("\\"):
        return text
    return re.sub(r"[{}]|\\$", _percent, text)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def ascii_only(text: str) -> str:
    r"""Return text with its letters beyond ASCII as LaTeX: ``Erdős`` is ``Erd{\H{o}}s``.

    What LaTeX has no form for (Chinese, Japanese, Korean) stays.
    """
    return text if text.isascii() else str(_encoder().unicode_to_latex(text))


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # 60 ms, for --latex only

    return UnicodeToLatexEncoder(
        non_ascii_only=True,
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )


_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u",
    "\u0307": ".", "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_LETTERS = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "å": "aa", "Å": "AA", "ø": "o",
    "Ø": "O", "ł": "l", "Ł": "L", "đ": "dj", "Đ": "DJ", "ð": "dh", "Ð": "DH", "þ": "th", "Þ": "TH",
    "ı": "i", "ŋ": "ng", "Ŋ": "NG",
}  # fmt: skip
# "{Team {X}}" as a whole; not "Team".
_IN_BRACES = re.compile(r"(\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\})")
# The first letter of "Émile" and of "И. Иванов"; not the é of "André".
_FIRST = re.compile(r"(?:^|(?<=[\s,~-]))([^\W\d_a-zA-Z])")


def people(text: str) -> str:
    r"""Return people as BibTeX's styles take them apart: ``{\'E}mile``, ``{\relax И}ван``.

    BibTeX counts bytes: ``abbrv``, ``IEEEtran`` and ``alpha`` cut a letter beyond ASCII in halves,
    which LaTeX refuses, and every style sorts it last. A letter in a command is one letter. What
    LaTeX has no command for is dressed where a name can be cut, and a group in braces never is.
    """
    if text.isascii():
        return text
    parts = _IN_BRACES.split("".join(map(_letter, unicodedata.normalize("NFC", text))))
    parts[::2] = [_FIRST.sub(r"{\\relax \1}", part) for part in parts[::2]]
    return "".join(parts)


@lru_cache(maxsize=1024)
def _letter(char: str) -> str:
    """Return a letter beyond ASCII as a command in braces; itself where there is none."""
    if char.isascii():
        return char
    if char in _LETTERS:
        return f"{{\\{_LETTERS[char]}}}"
    base, *marks = list(unicodedata.normalize("NFD", char))
    # Two accents on one letter (Nguyễn) are read as one by too many.
    if len(marks) != 1 or not base.isascii() or marks[0] not in _ACCENTS:
        return char
    accent = _ACCENTS[marks[0]]
    letter = f"\\{base}" if base in "ij" else base
    return f"{{\\{accent}{{{letter}}}}}" if accent.isalpha() else f"{{\\{accent}{letter}}}"
