"""People in BibTeX's and biblatex's fields: names between ``and``, braces, ``and others``."""

import re
from functools import lru_cache

from readlist.bib import latex_decode, markup, names
from readlist.model import Author
from readlist.text import BLOCK_LIMIT, clean

_AUTHORS_LIMIT = 20_000
# "Doe, J. and Roe, A." are two; "Anderson" has no "and" of its own.
_PLAIN_AND = re.compile(r"\sand(?=\s)", re.IGNORECASE)
# "{" and " and" between names; not the "and" of "Anderson".
_AND = re.compile(r"[{}]|\s+and(?=\s)", re.IGNORECASE)
# "Roe & Poe", "Roe \\& Poe"; not "AT\\&T".
_AMPERSAND = re.compile(r"\s\{?\\?&\}?\s")
# "Roe, Ann; Poe, Ed", "Roe, Ann / Poe, Ed", "王雅芳、李明".
_PARTED = re.compile(r"[;；、]|\s/\s")
# "Wiley & Sons", "Acme \\& Co."; not "Roe & Poe".
_FIRM = re.compile(
    r"&\}?\s+(?:co|cie|company|sons|söhne|partners|associates|brothers|bros)\.?$", re.IGNORECASE
)
# "Roe et al.", "and others"; not "Roe, Jane". A first look: "Al Gore" is looked at again.
_MAY_BE_OTHERS = re.compile(r"al|others|more|u\. ?a|…|\.\.\.", re.IGNORECASE)
# "family=Harman, given=Hans" (biblatex, 3.4); not "Harman, Hans".
# "\"family={Roe and Sons, Inc.}\"" stands in quotes.
_EXTENDED = re.compile(
    r"\s*+\"?(?:family|given|prefix|suffix|given-i|family-i)\s*+=", re.IGNORECASE
)
_NAME_PART = re.compile(r"([\w-]+)\s*+=\s*+((?:[^,{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+)")


# What stands beside names: "$^{1,2}$", "\thanks{MIT}", "(0000-0002-1825-0097)", "(Ed.)", "et al.
# (with Roe, A)"; not "{\'e}".
_BESIDE = re.compile(
    r"\$\s*\^\s*(?:\{[^{}$]*\}|[^{}$])\s*\$|\\textsuperscript\s*\{[^{}A-Za-z]*\}"
    r"|\\(?:thanks|footnote|inst|orcidlink|orcidID|orcid)\s*\{[^{}]*\}"
    r"|[(\[]?(?:ORCID:?\s*)?(?:https?://orcid\.org/)?000[0-9]-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X][)\]]?"
    r"|\((?i:eds?\.?|editors?|hrsg\.?)\)|(?<=\bet al\.)\s*\([^()]*\)"
)
# "\and", as titles have it between names.
_TITLE_AND = re.compile(r"\\and(?![A-Za-z])")
# "J. Roe" and "J.-P. de Roe" as a whole, which is no family name; not "de Roe" nor "J. P.".
_WITH_INITIAL = re.compile(r"(?:[^\W\d_a-z]\.[ -]?)+(?:[^\W\d_][\w'’.-]* )*[^\W\d_][\w'’-]+")
# Given names that hardly ever begin a family name, by which two people are told from one; not
# "Ben Salah", "Oliver Ruiz", "Rosa Gil", "Vera Candeas".
_GIVEN = frozenset(
    "ada adam adrian ahmed alan albert alice amy ana andrea andreas andrew andy angela ann anna "  # noqa: SIM905
    "anne anthony antonio barbara bernd bob brian carl carla carlos carol caroline "
    "catherine charles chris christian christine christopher claudia daniel david deborah "
    "dieter dmitry donald dorothy ed edward elena elizabeth ellen emily emma eric erik eva "
    "fabio federico fiona francesco frank françois gary geoffrey george giovanni giulia greg "
    "gregory hannah hans heidi helen helmut igor ingrid irene ivan jack jacob jake jan jane "
    "janet jason jean jeff jeffrey jennifer jessica jim joan joanna joe johan johannes john "
    "jonathan jorge jose josé joseph josh joshua juan judith julia julie jürgen karen karin "
    "kate katherine kathryn keith ken kenneth kevin klaus kurt larry laura lars linda lisa "
    "louise luca lucy luigi luis lukas magnus manuel marc marco margaret maria marie "
    "mario mark markus mary matt matthew matthias max megan melissa michael michel mike mohamed "
    "mohammad monica nancy natalie nathan nicholas nick nicolas nicole nikolai nina noah olga "
    "olivier oscar pablo pamela patricia patrick paul paula pedro peter petr philip "
    "philippe pierre rachel ralf ralph rebecca richard rob robert roberto roger ronald "
    "ruth sam samantha samuel sandra sara sarah sean sebastian sergei sergey sharon sofia sonia "
    "sophie stefan stefano stephanie stephen steve steven sue susan svetlana tatiana ted teresa "
    "theresa thomas tim timothy tom tony ulrich ursula valeria victor victoria vladimir "
    "werner wilhelm william wolfgang yann yoshua zoe".split()
)
# An "and" with nobody before or behind it.
_LONE_AND = re.compile(r"^(?:and\s+)+|(?:\s+and)+$", re.IGNORECASE)


def authors(text: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors and whether there are others that are not named."""
    text = _without_marks(markup.without_entities(clean(text, BLOCK_LIMIT)))
    if not text:
        return (), False
    parts = _parts(text)[:_AUTHORS_LIMIT]
    more = names.is_others(latex_decode.plain(parts[-1]) if "\\" in parts[-1] else parts[-1])
    parts = _of_list(parts[:-1] if more else parts)
    if known := _turned(parts):
        return known, more
    named: list[Author] = []
    for part in parts:
        if one := names.simple(part):
            named.append(one)
        elif _FIRM.search(part):
            named.append(Author(latex_decode.plain(part)))
        elif _is_several(part):
            found, others = names.parse_people(_PARTED.sub("; ", latex_decode.name(part)))
            named += found
            more = more or others
        else:
            named.append(_named(part))
    return tuple([author for author in named if author.name]), more


def _without_marks(text: str) -> str:
    """Return a list of names without what stands beside names in the title of a paper."""
    if "\\" in text or "$" in text or "-000" in text or "(" in text:
        text = _TITLE_AND.sub(" and ", _BESIDE.sub("", text)).strip()
    return (
        _LONE_AND.sub("", text)
        if text[:4].lower() == "and " or text[-4:].lower() == " and"
        else text
    )


def _of_list(parts: list[str]) -> list[str]:
    """Return the names of a list as English has it, with a comma before its ``and``.

    ``Jane Doe, Ann Roe, and Ed Poe`` are three, and so are ``Doe, Jane, Roe, Ann, and Poe, Ed``;
    ``van der Berg, Jan Willem, and Poe, Ed`` are two.
    """
    if len(parts) != 2 or not parts[0].endswith(",") or "{" in parts[0]:
        return parts
    pieces = [piece.strip() for piece in parts[0].rstrip(", ").split(",")]
    if "," not in parts[1]:
        return [*pieces, parts[1]] if all(" " in piece for piece in pieces) else parts
    if len(pieces) % 2:
        return parts
    return [*(", ".join(pieces[at : at + 2]) for at in range(0, len(pieces), 2)), parts[1]]


def _turned(parts: list[str]) -> tuple[Author, ...]:
    """Return people as PubMed writes them, whatever parts them: ``Roe J, Poe E and Doe AB``."""
    if not parts or not parts[-1][-1:].isupper() or len(parts[-1].rpartition(" ")[2]) > 3:
        return ()
    return names.turned([piece.strip() for part in parts for piece in part.split(",")])


def doubt(text: str) -> str:
    """Say which name of a list BibTeX takes for one person where two seem to be meant.

    ``Jane Roe, Ed Poe`` in a list whose other names have no comma; not ``van der Berg, Jan Pieter``
    nor ``Roe, Jane``.
    """
    if "," not in text or "{" in text or all("," in part for part in text.split("and")):
        return ""
    parts = _parts(_without_marks(clean(text, BLOCK_LIMIT)))
    if not any(" " in part and "," not in part for part in parts):
        return ""
    return next((part for part in parts if _may_be_two(part)), "")


def _may_be_two(part: str) -> bool:
    pieces = [piece.split() for piece in part.split(",")]
    if len(pieces) != 2 or min(map(len, pieces)) < 2 or _is_several(part):
        return False
    first, second = pieces
    if first[0].lower() in names.PARTICLES or not first[0][:1].isupper():
        return False
    return len(second[-1]) > 1 and "." not in second[-1]


def is_extended(text: str) -> bool:
    """Say whether any name is in biblatex's own format, which BibTeX takes for too many commas."""
    return "=" in text and any(_EXTENDED.match(part) for part in _parts(clean(text, BLOCK_LIMIT)))


def is_well_formed(text: str) -> bool:
    """Say whether BibTeX reads the same people: ``and`` parts them, and ``others`` ends them."""
    text = clean(text, BLOCK_LIMIT)
    if _without_marks(markup.without_entities(text)) != text:
        return False
    parts = _parts(text)
    if any(part.endswith(",") for part in parts):
        return False
    if names.is_others(parts[-1]) and parts.pop() != "others":
        return False
    if _turned(parts):
        return False
    return not any(_is_several(part) or names.is_others(part) for part in parts)


def as_people(text: str) -> str:
    """Return people who are listed in some other way as BibTeX has them, between ``and``."""
    found, more = authors(text)
    written = names.bibtex_names(found, str)
    return f"{written} and others" if more and written else written or text


def _is_several(part: str) -> bool:
    r"""Say whether people stand between two ``and`` that BibTeX takes for one name.

    ``Jane Roe & Ed Poe``, ``Roe, J. et al.``, ``J. Roe, E. Poe``, ``J. Roe, E. Poe, A. Fox``,
    ``Jane Roe, Ed Poe``; not ``García Márquez, Gabriel José``, nor ``Roe, Jr., Jane``, nor
    ``{Barnes \& Noble}``, whose braces say that it is one: a firm needs them.
    """
    if "{" in part.replace("{\\", "") or _EXTENDED.match(part):
        return False
    if _PARTED.search(part) or _AMPERSAND.search(part):
        return True
    # A look at the end is a tenth of the cost.
    if _MAY_BE_OTHERS.search(part[-9:]) and names.without_others(part)[1]:
        return True
    pieces = [piece.strip() for piece in part.split(",")]
    if len(pieces) > 3:
        return True
    if len(pieces) == 1 or not all(" " in one for one in pieces):
        return False
    is_list = len(pieces) == 3 or _WITH_INITIAL.fullmatch(pieces[0]) is not None
    return is_list or all(map(_is_whole_name, pieces))


def _is_whole_name(piece: str) -> bool:
    """Say whether only the first word is a given name: "Jane Roe", not "Jane Ann" nor "Jane M."."""
    first, *rest = piece.lower().split()
    is_initial = len(rest[-1].rstrip(".")) == 1
    return first in _GIVEN and _GIVEN.isdisjoint(rest) and not is_initial


def _parts(text: str) -> list[str]:
    """Split at ``and`` outside braces."""
    if "{" not in text:
        return [part.strip() for part in _PLAIN_AND.split(text)]
    parts, start, depth = [], 0, 0
    for mark in _AND.finditer(text):
        if mark[0] in "{}":
            depth = max(0, depth + (1 if mark[0] == "{" else -1))
        elif depth == 0:
            parts.append(text[start : mark.start()].strip())
            start = mark.end()
    return [*parts, text[start:].strip()]


@lru_cache(maxsize=8192)
def _named(text: str) -> Author:
    """Return the author of any other name; ``and`` and ``et al.`` between the names are nobody."""
    if text.lower() == "and" or names.is_others(text):
        return Author("")
    if _EXTENDED.match(text):
        # A name in biblatex's extended format: `family=Harman, given=Hans` (3.4).
        pairs = _NAME_PART.findall(text.strip('" '))
        said = {key.lower(): latex_decode.plain(value) for key, value in pairs}
        family = " ".join(filter(None, (said.get("prefix"), said.get("family"))))
        given, suffix = said.get("given", ""), said.get("suffix", "")
        return Author(" ".join(filter(None, (given, family, suffix))), family, given, suffix)
    return names.parse_author(latex_decode.name(text))
