"""Clean text from outside and fold it for comparison; pure, linear in the length of its input."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import product

TITLE_LIMIT = 2_000
"""Characters of a title that are kept; the longest real title known to us has 1,100."""
FIELD_LIMIT = 20_000
"""Characters of any other one-line field."""
BLOCK_LIMIT = 1_000_000
"""Characters of an abstract, remark or note."""

# C0 and C1 controls, and the marks that turn the direction of the text around them: a terminal
# obeys the former, a reader is deceived by the latter.
# Plain text: compiled where they are used, which little text needs; the range costs 1 ms.
_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NO_CHARACTERS = "\ufeff\ufffe\uffff\ud800-\udfff"
_CONTROLS = f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_TURNS}{_NO_CHARACTERS}]"
_BLOCK_CONTROLS = f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_TURNS}{_NO_CHARACTERS}]"
_SPACES = r"\s+"
HIDDEN = "***"
"""What stands in the place of a secret."""
_NEWLINES = "\r\n?|\x85|\u2028|\u2029"
# "ann:secret@" of "https://ann:secret@example.org/"; not "@ann" of "https://example.org/@ann".
# A brace may be in a password, and not before: "\\href{https://example.org}{ann@example.org}".
_USERINFO = r"(?<=://)(?:[^/?#\s{}]*|[^/?#\s{}:]+:(?![0-9]{1,5}\})[^/?#\s]*)@"
# A password that was not escaped: "ann:pa#ss@" of "https://ann:pa#ss@e.org/"; what is behind the
# colon of "https://e.org:80/@ann" is a port.
_RAW_USERINFO = r"(?<=://)[^/?#@:\s]+:(?![0-9]{1,5}(?:[/?#]|$))[^\s'\"<>]{1,200}@(?=[\w-]+[.:/])"
# The same without a scheme: "ann:secret@" of "ann:secret@example.org/feed"; not "mailto:ann@…",
# nor "author:ann@…" of a query.
_LOGIN = (
    r"(?<![\w/:.@%+-])(?!(?:mailto|acct|xmpp|sips?|e-?mail|author|note):)"
    r"[\w.%+-]{1,64}:[^\s/@:'\"]{1,200}@"
    r"(?=[\w-]+\.[\w.-]*[a-z]|(?:[0-9]+\.){3}[0-9]+|[\w-]+:[0-9]|localhost\b|\[)"
)
# What lets in whoever has the address, as the parts of its query are called: "api_key=…",
# "X-Amz-Signature=…", "private_token=…", Azure's "sig=…"; not "keyword=…", "author=…".
_LETS_IN = (
    r"(?:[\w.%-]{0,60}(?:key|token|secret|passw(?:or)?d|passwort|passphrase|signature|"
    r"credentials?|sess(?:ion)?_?id|accesskeyid|keypairid|key-pair-id|authori[sz]ation)"
    r"|(?:[\w.%-]{0,60}[-_.])?(?:auth|hash|hmac|jwt|pass|pwd?|session|sid|sig|ticket))_{0,2}"
)
# In an address within another one "?", "#", "&" and "=" are escaped.
_SECRET_PART = (
    rf"(?i)(?:(?<=[?&#;])|(?<=%3f)|(?<=%2[36]))((?:amp;)?{_LETS_IN}(?:=|%3d))"
    r"(?:(?!%2[36])[^?&#;\s'\"<>])+"
)
# "Bearer x", "Basic YTpi"; not "Basic Concepts": Base64 is more than small letters behind a first.
_SCHEME = r"(?:bearer|token|apikey|(?:basic|digest|key)(?-i:(?=\s+[^\s'\"][a-z]*[^a-z\s'\"])))"
# What lets in beside addresses: "Authorization: Bearer x", "X-Api-Key: x", "Cookie: a=x; b=y",
# "S2_API_KEY=x readlist", "curl -u ann:x"; not "Authorization: a survey", "Cookie: what it is".
_BESIDE_ADDRESSES = (
    rf"(?i)(\b(?:proxy-)?authorization\s*:\s*{_SCHEME}\s+)[^\s'\"]+",
    r"(?i)(\bx-(?:[\w-]+-)?(?:key|token)\s*:\s*)[^\s'\"]+",
    r"(?i)(\b(?:set-)?cookie2?\s*:\s*)[\w.-]+=[^'\"\r\n]*",
    r"(\b[A-Z][A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD)=)[^\s'\"]+",
    r"((?<!\S)(?:-u|--user)[\s=]['\"]?[^\s:'\"]+:)[^\s'\"]+",
)
_BLANK_LINES = r"\n{3,}"


def clean(text: str, limit: int = FIELD_LIMIT) -> str:
    """Return one line: NFC, no control characters, single blanks, at most ``limit`` characters."""
    # Nine texts of ten are one already: a third of the time.
    if len(text) <= limit and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    if len(text) > 2 * limit:
        text = text[: 2 * limit]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = re.sub(_CONTROLS, " ", text)
    return " ".join(text.split())[:limit].rstrip()


def clean_block(text: str, limit: int = BLOCK_LIMIT) -> str:
    """Return text with its line breaks as LF, no other control characters but the tab."""
    text = text[: 2 * limit]
    if "\r" in text or not text.isascii():
        text = re.sub(_NEWLINES, "\n", text)
    if not text.replace("\n", "").isprintable():  # nine abstracts of ten have but line breaks
        text = re.sub(_BLOCK_CONTROLS, "", text)
    if "\n\n\n" in text:
        text = re.sub(_BLANK_LINES, "\n\n", text)
    if not text.isascii():
        # Last, because a control between a letter and its accent keeps them apart.
        text = unicodedata.normalize("NFC", text)
    return text[:limit].strip()


def masked(text: str) -> str:
    """Return text that lets nobody in: without logins, and keys and tokens in queries and headers.

    ``https://ann:secret@example.org/feed?token=x&n=1`` is
    ``https://***@example.org/feed?token=***&n=1``; ``https://example.org/@ann`` has no secret.
    """
    if "@" in text:
        text = re.sub(_RAW_USERINFO, f"{HIDDEN}@", text)
        text = re.sub(_USERINFO, f"{HIDDEN}@", text)
        text = re.sub(_LOGIN, f"{HIDDEN}@", text, flags=re.IGNORECASE)
    if "=" in text or "%3" in text:
        text = re.sub(_SECRET_PART, rf"\g<1>{HIDDEN}", text)
    if "=" in text or ":" in text:
        for said in _BESIDE_ADDRESSES:
            text = re.sub(said, rf"\g<1>{HIDDEN}", text)
    return text


def without_login(address: str) -> str:
    """Return an address without the name and password of anybody in it."""
    return re.sub(_USERINFO, "", address) if "@" in address else address


def without_secrets(address: str) -> str:
    """Return an address without the login, keys and tokens in it, for whoever else gets it."""
    address = without_login(address)
    # "?token=x&n=1" is "?n=1", "?n=1&token=x" too; "?token=x" is nothing.
    kept = re.sub(rf"{_SECRET_PART}(?:&|(?=[?#])|$)", "", address)
    return address if kept == address else re.sub(r"[?&#;]+(?=[?#]|$)", "", kept)


def visible(text: str) -> str:
    """Return text safe for one line of a terminal, whatever the library holds."""
    if text.isprintable():
        return text
    return re.sub(_SPACES, " ", re.sub(_CONTROLS, " ", text))


def visible_block(text: str) -> str:
    """Return text of several lines safe for a terminal, whatever the library holds."""
    if text.replace("\n", "").isprintable():
        return text
    return re.sub(_BLOCK_CONTROLS, "", text)


def readable(word: str) -> str:
    """Return a word of a command line with a sign for each byte that is no UTF-8 (PEP 383)."""
    return word if word.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", word)


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 paper``, ``2,000 entries``, ``3 keys``."""
    ends_in_y = noun.endswith("y") and noun[-2:-1] not in tuple("aeiou")
    many = f"{noun[:-1]}ies" if ends_in_y else f"{noun}s"
    return f"{number:,} {noun if number == 1 else many}"


def whole_number(text: str, digits: int) -> int | None:
    """Return the number that text is, of ASCII digits and at most so many; None for another."""
    if not (text.isascii() and text.isdecimal()) or len(text) > digits:
        return None
    return int(text)


def placed(file: str, line: int | None, message: str) -> str:
    """Return what is wrong in a file and where: ``refs.bib:12: no title``."""
    where = f":{line}" if line else ""
    return f"{visible(file)}{where}: {visible(message)}"


def more_problems(left: int, file: str = "") -> str:
    """Return how many problems there are beyond those that were told one by one."""
    if file:
        return f"{visible(file)}: and {plural(left, 'more problem')}."
    return f"And {plural(left, 'more problem')}."


_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
# LaTeX 2e, Lamport, appendix C: accents and the letters that are commands.
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ",
    "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_ACCENT = (
    r"""\{?\\(?:(?P<mark>[`'^~=."])\s*|(?P<word>[uvHcdbkr])(?:\s+|(?=\{)))"""
    r"""(?:\{\s*(?P<braced>\\?[A-Za-z])\s*\}|(?P<bare>\\[ij](?![A-Za-z])|[A-Za-z]))\}?"""
)
_LETTER = (
    r"\{?\\(?P<name>ss|ae|AE|oe|OE|aa|AA|dh|DH|th|TH|dj|DJ|ng|NG|o|O|l|L|i|j)(?![A-Za-z])"
    r"(?:\{\}|\s+|)\}?"
)


def latex_accents(text: str) -> str:
    r"""Return text with LaTeX accents and letters as Unicode: ``Poincar\'e`` is ``Poincaré``."""
    if "\\" not in text:
        return text
    return re.sub(_LETTER, _letter, re.sub(_ACCENT, _accented, text))


def _accented(match: re.Match[str]) -> str:
    base = (match["braced"] or match["bare"]).removeprefix("\\")
    composed = unicodedata.normalize("NFC", base + _ACCENTS[match["mark"] or match["word"]])
    return _keep_braces(match[0], composed)


def _letter(match: re.Match[str]) -> str:
    return _keep_braces(match[0].replace("{}", ""), _LETTERS[match["name"]])


def _keep_braces(found: str, letter: str) -> str:
    """Drop the pair of braces that belongs to the letter, keep one that belongs to others."""
    opened, closed = found.count("{"), found.count("}")
    return "{" * max(0, opened - closed) + letter + "}" * max(0, closed - opened)


# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ı": "i", "ȷ": "j", "ħ": "h", "ŋ": "n", "ŧ": "t", "∞": "infty", "×": "x",
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon",
        "ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda",
        "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "o", "π": "pi", "ρ": "rho", "σ": "sigma",
        "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi",
        "ψ": "psi", "ω": "omega",
    }
)  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
# Commands that only dress their argument: two spellings of one title differ by nothing else.
_DRESS = frozenset(
    {
        "emph", "textbf", "textit", "textrm", "textsc", "textsf", "texttt", "text", "mathbf",
        "mathbb", "mathcal", "mathrm", "mathit", "mathsf", "mathfrak", "boldsymbol", "bf", "it",
        "rm", "sc", "tt", "bm", "operatorname", "left", "right", "ensuremath", "url",
    }
)  # fmt: skip
# A hyphen and an underscore part words; "c++", "c#" and "3.5" stay whole.
_NOT_WORD = re.compile(r"[^\w+#.]|_")
# The full stop of "et al." goes, that of "3.5" stays.
_LOOSE_DOT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
_ASCII_NOT_WORD = dict.fromkeys(
    code for code in range(128) if not (chr(code).isalnum() or chr(code) in "+#.")
)


def fold_words(text: str) -> str:
    """Return text for searching: no accents, case or LaTeX, words parted by single blanks."""
    folded = _LOOSE_DOT.sub(" ", _NOT_WORD.sub(" ", _unaccented(text)))
    return " ".join(folded.split())


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the form in which two titles of one paper are equal.

    Case, accents, punctuation, blanks, hyphens and LaTeX do not count; letters, digits, ``+`` and
    ``#`` (``C``, ``C++``, ``C#``) and a dot between digits (``3.5``) do. A title made of other
    signs alone is compared as it stands.
    """
    if text.isascii() and "\\" not in text:
        plain = text.lower().translate(_ASCII_NOT_WORD)
        folded = _LOOSE_DOT.sub("", plain) if "." in plain else plain
    else:
        folded = fold_words(text).replace(" ", "")
    return folded or "".join(text.casefold().split())


# "&", "and", "und" between words; not the beginning of "Andes".
_AND = re.compile(r"\s*\\?&(?:amp;)?\s*|\s(and|und|et|y)(?=\s)", re.IGNORECASE)
_ANDS = ("and", "und", "et", "y")
_MOST_ANDS = 3
"""Words for "and" in a title each of which may be written otherwise."""


@lru_cache(maxsize=4096)
def folds(title: str) -> tuple[str, ...]:
    """Return the folded forms under which a title may be known, its own first.

    "Search & Rescue" is also ``searchandrescue``, "Search and Rescue" also ``searchrescue``, which
    "Search Rescue" is as well: see ``same_title``.
    """
    own = fold(title)
    pieces = _AND.split(title)
    texts, words = pieces[::2], pieces[1::2]
    if not words or len(words) > _MOST_ANDS:
        return (own,)
    written = {
        "".join(map("".join, zip(texts, (*chosen, ""), strict=True)))
        for language in (_ANDS if None in words else ("",))
        for chosen in product(*((" ", f" {word or language} ") for word in words))
    }
    return (own, *sorted({fold(text) for text in written} - {own}))


def same_title(one: str, other: str) -> bool:
    """Say whether two titles are one, "&" being "and": "Search & Rescue", not "Search Rescue"."""
    if fold(one) == fold(other):
        return True
    return fold(_AND.sub(" and ", one)) == fold(_AND.sub(" and ", other))


def latex_plain(text: str) -> str:
    r"""Return text without LaTeX: ``\emph{na\"\i ve} $\alpha$`` is ``{naïve} $alpha $``."""
    return _COMMAND.sub(_command, latex_accents(text)) if "\\" in text else text


def _unaccented(text: str) -> str:
    text = latex_plain(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in text if not unicodedata.combining(c))
        return text.translate(_PLAIN).lower()
    return text.lower()


def _command(match: re.Match[str]) -> str:
    name = match[1]
    if name == "ell":
        return "l"
    return " " if name in _DRESS else f"{name} "


# Marks that nobody sees, and the looks of an emoji; hyphens and apostrophes that look alike.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"))
_TYPED = str.maketrans("‐‑‒–−’", "-----'")


def caseless(text: str) -> str:
    """Return the form in which two names are one, whatever their case and their width.

    ``STRASSE`` is ``Straße``, ``ＡＩ`` ``ai``, ``İzmir`` ``izmir``, and a hyphen any that looks
    like it; ``naïve`` is not ``naive`` (Unicode 15, 3.13, D146).
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text.translate(_TYPED)).translate(_UNSEEN).casefold()
    # "İ" has a dot of its own where it is small, which "i" has anyway.
    return unicodedata.normalize("NFKC", folded.replace("i\u0307", "i").translate(_TYPED))


def slug(text: str) -> str:
    """Return a short name made of a title: lower case, words parted by hyphens."""
    return re.sub(r"[^\w]+", "-", clean(text).lower()).strip("-_")[:40].rstrip("-")


_TELLING = 3
"""Letters of a name by which it is known."""


def nearest(word: str, names: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the name that a word is meant for, whatever their case; nothing without any.

    The shortest that begins with it, or has it within, else what looks most like it: ``rlhf`` is
    ``awesome-rlhf``, not ``rl``. ``cutoff`` is the share of letters in common below which a name is
    not meant.
    """
    from difflib import get_close_matches  # 3 ms, and needed for errors alone

    known = {name.lower(): name for name in names}
    meant = word.lower()
    if len(meant) >= _TELLING:
        holding = [name for name in known if meant in name]
        if holding:
            return known[min(holding, key=lambda name: (not name.startswith(meant), len(name)))]
    near = get_close_matches(meant, known, n=1, cutoff=cutoff)
    return known[near[0]] if near else ""


def free_name(base: str, taken: Callable[[str], bool]) -> str:
    """Return a name, or the name with the first number from 2 that is free."""
    name, number = base, 1
    while taken(name):
        number += 1
        name = f"{base}-{number}"
    return name
