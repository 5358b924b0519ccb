r"""What a text is to the full-text index, and a word of a query to the same index; pure.

SQLite's tokenizer splits at signs, lowers case, takes accents off and stems. What it cannot do is
done to the text before: letters that have no accent to lose (``Gaußian``, ``Łukasz``), ligatures,
LaTeX, formulas (``Cu$_2$O``), Chinese and Japanese, which have no blanks. Then the words that could
be written in another way follow the text in that way: ``pre-training`` as ``pretraining``,
``GoExplore`` as ``Go Explore``, ``Müller`` as ``Mueller``, ``C++`` as ``cplusplus``. A query asks
for either way.

A change to ``index_text`` or ``index_names`` needs a migration that makes the index anew: words are
taken out of it by making them once more.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from readlist.text import latex_plain

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# Letters that Unicode does not decompose, in both cases: the case tells words apart (GoExplore).
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d",
        "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i",
        "ȷ": "j", "ħ": "h", "Ħ": "H", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "×": " x ",
    }
)  # fmt: skip
# Hyphens and apostrophes that are not on a keyboard; a dash joins the names of a theorem.
_TYPED = str.maketrans("‐‑–’", "---'")
_TABLES = [
    (re.compile(f"[{''.join(map(chr, table))}]"), table) for table in (_INVISIBLE, _LETTERS, _TYPED)
]
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_HAS_UMLAUT = re.compile("[äöüÄÖÜ]")
# A Greek letter by itself is a sign with a name; several are a word of Greek.
_GREEK = re.compile(r"(?<![^\W\d_])[α-ωΑ-Ω](?![^\W\d_])")
# Han, kana and Hangul: one letter of them may be a word, and no blanks stand between words.
_UNSPACED = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]+")
_FORMULA = re.compile(r"\$([^$]{1,200})\$")
_SCRIPT = re.compile(r"\\text(?:sub|super)script\s*")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_SIGN = re.compile(r"[^\w\s]+")
_SMALL = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_JOINTS = "-'"
_MARKS = (*_JOINTS, "+", "#", ".NET")
# At most four parts of thirty letters: a text that is one long word takes no longer than another.
_PART_LETTERS = 30
_PART = rf"[^\W_]{{1,{_PART_LETTERS}}}"
_COMPOUND = re.compile(rf"(?<![^\W_]){_PART}(?:[{_JOINTS}]{_PART}){{1,3}}(?![^\W_])")
_JOINT = re.compile(f"[{_JOINTS}]")
_AROUND = "()[],.;:"
_GENITIVE = re.compile(r"'(?:s|t|re|ll|ve|d|m)$")
# Where a capital follows a small letter is found in a tenth of a pattern's time.
_CASES = bytes(
    ord("a") if chr(code).islower() else ord("A") if chr(code).isupper() else ord(" ")
    for code in bytes(range(128)).ljust(256)
)
_INNER = b"aA"
_INNER_CAPITAL = re.compile("[A-Z](?<=[a-z][A-Z])")
_CAMEL = re.compile(r"(?<![^\W_])[^\W_]{0,30}[a-z][A-Z][^\W_]{0,30}(?![^\W_])")
_HUMPS = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])|\d+")
_SIGNS = re.compile(r"(?<![\w.])\.(NET)\b|(?<!\w)([A-Za-z]\w{0,20})(\+\+|#)(?![\w+#])", re.ASCII)
_SIGN_NAMES = {"++": "plusplus", "#": "sharp"}
_NUMBERED = re.compile(r"([^\W\d_]{2,20})(\d+(?:\.\d+)*)")
_PREFIX = re.compile(
    "(?i)(anti|auto|cross|hyper|inter|intra|macro|meta|micro|multi|non|over|post|pre|pseudo|quasi|"
    "self|semi|sub|super|trans|under)([a-z]{4,})"
)
"""Beginnings that are written apart or not: ``pre training``. Not ``re`` and ``in``, which begin
words that are something else apart: ``in formation``."""
_PARTICLES = "al da de del den der di dos du el la le mac mc st ten ter van von"
_HAS_PARTICLE = frozenset(_PARTICLES.split())
_PARTICLED = re.compile(
    rf"(?i)\b((?:(?:{_PARTICLES.replace(' ', '|')})\s){{1,3}})([^\W\d_]{{2,30}})"
)


_made_texts: dict[str, str] = {}
_made_names: dict[str, str] = {}
_MOST_MADE = 20_000


def remember(texts: Mapping[str, str], names: Mapping[str, str]) -> None:
    """Keep what ``index_text`` and ``index_names`` returned elsewhere, to be taken in once each."""
    for known, made in ((_made_texts, texts), (_made_names, names)):
        if len(known) > _MOST_MADE:
            known.clear()  # of papers that were known, and of texts that changed on their way
        known.update(made)


def index_text(text: str) -> str:
    """Return a text as the index takes it in: its words, then other ways to write them."""
    if (made := _made_texts.pop(text, None)) is not None:
        return made
    plain = _plain(text, last=True)
    more = _other_ways(plain)
    return f"{plain}\n{' '.join(more)}" if more else plain


def index_names(text: str) -> str:
    """Return names of people as the index takes them in: ``Le Cun`` also as ``lecun``."""
    if (made := _made_names.pop(text, None)) is not None:
        return made
    found = index_text(text)
    if _HAS_PARTICLE.isdisjoint(text.lower().split()):
        return found
    joined = [f"{a}{b}".replace(" ", "") for a, b in _PARTICLED.findall(text)]
    return f"{found}\n{' '.join(joined)}"


def other_words(text: str) -> str:
    """Return what the index takes in of a text beside the words as they stand in it."""
    found = index_text(text)
    if _RUN.search(text):
        return found  # pairs of letters are found by what follows them
    standing = set(text.lower().split())
    return " ".join(dict.fromkeys(w for w in found.split() if w.lower() not in standing))


def forms(word: str) -> tuple[str, ...]:
    """Return the ways in which a word of a query may stand in the index, its own first."""
    if named := [_sign(found) for found in _SIGNS.finditer(word)]:
        return tuple(named[:1])
    plain = _plain(word, last=False)
    found = [plain, *_other_ways(plain)]
    if "^" in plain:  # "L^2" is read as the formula in a title is
        found.append(plain.replace("^", ""))
    if match := _NUMBERED.fullmatch(plain):
        found.append(f"{match[1]} {match[2]}")
    if match := _PREFIX.fullmatch(plain):
        found.append(f"{match[1]} {match[2]}")
    return tuple(dict.fromkeys(found))


# An ending that the index takes off, and what stands for all that begin alike: which of "ing",
# "ion" and "ity" follows "attenti" makes no difference to the stem.
_ENDINGS = {
    "ing": "ing", "ed": "ed", "ies": "y", "ation": "ation", "ion": "ion", "ization": "ization",
    "bility": "bility", "ity": "ity", "ical": "ical", "ism": "ism", "ive": "ive", "ous": "ous",
    "able": "able", "ance": "ance", "ence": "ence", "ment": "ment", "ness": "ness",
}  # fmt: skip
_CONSONANTS = frozenset("bmn")
_LEAST_ROOT = 4


def open_forms(word: str) -> tuple[str, ...]:
    """Return words that an unfinished word may become whose stems are shorter than it.

    The index holds stems: ``attention`` stands there as ``attent``, which does not begin with
    ``attenti``.
    """
    if not (word.isascii() and word.isalpha()):
        return ()
    begun = word.lower()
    found: dict[str, str] = {}
    for ending, whole in _ENDINGS.items():
        for length in range(1, len(ending)):
            root = begun[:-length]
            # One consonant says nothing of an ending: "learn" is no beginning of "learness".
            if ending[:length] in _CONSONANTS or not begun.endswith(ending[:length]):
                continue
            if len(root) >= _LEAST_ROOT:
                found.setdefault(root, root + whole)
    return tuple(dict.fromkeys(found.values()))


def phrase_forms(text: str) -> tuple[str, ...]:
    """Return the ways in which a phrase may stand in the index."""
    plain = _plain(text, last=False)
    joined = _COMPOUND.sub(lambda found: _JOINT.sub("", found[0]), plain)
    apart = " ".join(_PREFIX.sub(r"\1 \2", word) for word in plain.split())
    return tuple(dict.fromkeys((plain, joined, apart, plain.translate(_UMLAUTS))))


def standing(text: str) -> str:
    """Return the words of a text as they stand, in plain small letters, a blank around each."""
    plain = _plain(text, last=False)
    if "+" in plain or "#" in plain or ".NET" in plain:
        plain = _SIGNS.sub(_sign, plain)
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFD", plain.lower()))
        plain = _SIGN.sub(" ", plain)
    return f" {' '.join(plain.translate(_SMALL).split())} "


def is_unspaced(text: str) -> bool:
    """Return whether a text is one letter of a script without blanks, which begins its pairs."""
    return len(text) == 1 and bool(_RUN.fullmatch(text))


def _plain(text: str, *, last: bool) -> str:
    """Return a text in plain letters of both cases, scripts without blanks in overlapping pairs.

    ``注意力`` is ``注意 意力``; in the index ``力`` follows (``last``): every letter begins a word.
    """
    if "$" in text or "\\" in text:
        text = _FORMULA.sub(_formula, _SCRIPT.sub("", text))
        text = latex_plain(text)
    if "{" in text:
        text = text.replace("{", "").replace("}", "")
    if text.isascii():
        return text
    # A table is slow on long texts, and few have anything of it.
    for searched, table in _TABLES:
        if searched.search(text):
            text = text.translate(table)
    text = _GREEK.sub(_greek, unicodedata.normalize("NFKC", text))
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run[0], last))} ", text)


def _formula(found: re.Match[str]) -> str:
    r"""Return what is read of a formula: ``_2`` is 2, ``\mathcal{O}(n^2)`` is O(n2)."""
    return re.sub("[_^{}]", "", latex_plain(found[1]))


def _greek(found: re.Match[str]) -> str:
    # U+03A2 stands among the capitals and is no letter.
    return unicodedata.name(found[0], "").rpartition(" ")[2].lower() or found[0]


def _pairs(run: str, last: bool) -> list[str]:
    if len(run) == 1:
        return [run]
    pairs = [one + other for one, other in pairwise(run)]
    return [*pairs, run[-1]] if last else pairs


def _other_ways(plain: str) -> dict[str, None]:
    """Return the words of a text that can be written in another way, in that way."""
    # A word may be broken at the end of a line.
    line = plain.replace("-\n", "-").replace("\n", " ")
    found: list[str] = []
    for word in dict.fromkeys(_marked(line)):
        found += _ways(word)
    return dict.fromkeys(found)


def _marked(line: str) -> list[str]:
    """Return the words that have something special; looking at each takes three times as long."""
    words: list[str] = []
    for mark in _MARKS:
        at = line.find(mark)
        while at >= 0:
            end = line.find(" ", at)
            end = len(line) if end < 0 else end
            words.append(line[line.rfind(" ", 0, at) + 1 : end])
            at = line.find(mark, end)
    cases = line.encode("ascii", "replace").translate(_CASES)
    at = cases.find(_INNER)
    while at >= 0:
        end = line.find(" ", at)
        end = len(line) if end < 0 else end
        words.append(line[line.rfind(" ", 0, at) + 1 : end])
        at = cases.find(_INNER, end)
    if not line.isascii() and _HAS_UMLAUT.search(line):
        words += [word for word in line.split() if _HAS_UMLAUT.search(word)]
    return words


@lru_cache(maxsize=10_000)  # half were seen before: "state-of-the-art", "OpenAI's"
def _ways(word: str) -> tuple[str, ...]:
    """Return the other ways to write a word that stands between blanks.

    ``pre-training`` is one word, too, but not ``Shannon's``; of three parts are each two.
    ``GoExplore`` is two; not ``GANs``, and not ``IoT``, whose parts are none.
    """
    one, hyphen, other = word.strip(_AROUND).partition("-")
    if hyphen and one.isalpha() and other.isalpha() and len(word) <= _PART_LETTERS:
        found = [one + other]  # nearly all are plain like this, and need no pattern
        if word.islower() and word.isascii():
            return tuple(found)
    else:
        found = _compounds(word) if "-" in word or "'" in word else []
    if _INNER_CAPITAL.search(word):
        for camel in _CAMEL.findall(word):
            humps = _HUMPS.findall(camel)
            if len(humps) > 1 and min(map(len, humps)) > 1:
                found.append(" ".join(humps))
    if "+" in word or "#" in word or ".NET" in word:
        found += map(_sign, _SIGNS.finditer(word))
    if not word.isascii() and _HAS_UMLAUT.search(word):
        found.append(word.translate(_UMLAUTS))
    return tuple(found)


def _compounds(word: str) -> list[str]:
    found = []
    for compound in _COMPOUND.findall(word):
        if compound.replace("-", "").isdigit() or _GENITIVE.search(compound):
            continue
        parts = _JOINT.split(compound)
        found.append("".join(parts))
        if len(parts) == 3:
            found += [one + other for one, other in pairwise(parts)]
    return found


def _sign(found: re.Match[str]) -> str:
    if found[1]:
        return "dotnet"
    return found[2].lower() + _SIGN_NAMES[found[3]]
