"""Names of people and groups: split as people write them, put together as others want them.

Nothing here knows a language: Spanish double surnames and East Asian order cannot be told from
the letters, so the name as it was written always stays beside the split.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from readlist.model import MORE_AUTHORS, Author, Facts
from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean, fold_words, latex_accents

# Particles that belong to the family name. The second set holds words that are also Chinese or
# Vietnamese given names when they have a capital.
PARTICLES = frozenset(
    {
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le",
        "ten", "ter", "zu", "zur", "af", "bin", "ibn", "al", "el", "st.", "st", "saint",
    }
)  # fmt: skip
_LOWER_ONLY = frozenset({"bin", "da", "du", "ten", "zu"})
_CAPITAL_PARTICLES = PARTICLES - _LOWER_ONLY
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "2nd", "3rd", "4th"})
# "Kiros JR" is J. R. Kiros, "Ivanov II" I. I. Ivanov; not "John Doe JR", nor "Doe, Jr.".
_LIKE_SUFFIXES = frozenset({"JR", "SR", "II", "IV"})
# "Elizabeth II", "Pius XII" are called so; "Ivanov II" is I. I. Ivanov.
_REIGNED = frozenset(
    "alexander benedict boniface carl catherine charles christian clement edward elizabeth "  # noqa: SIM905
    "ferdinand francis frederick friedrich george gregory gustav harald heinrich henry innocent "
    "james john joseph julius karl leo leopold louis ludwig margrethe mehmed mohammed murad "
    "napoleon nicholas otto paul peter philip pius ramses richard rudolf sixtus urban victor "
    "wilhelm william".split()
)
_REGNAL = r"(?=..)X{0,2}(?:IX|IV|V?I{0,3})"
# Plain text, as patterns below: compiled at first use, which saves each start 0.3 ms.
_GROUP = (
    r"(?i)^(?:the\s.*\s)?team\s|(?:\b(?:collaboration|consortium|group|team|lab|labs|laboratory|"
    r"laboratories|project|research|institute|university|foundation|initiative|committee|"
    r"corporation|corp|inc|ltd|llc|gmbh)\.?)$"
)
# "World Health Organization", "Royal Society": nobody is called so.
_BODIES = frozenset(
    "academy administration agency alliance assembly association authority bureau coalition "  # noqa: SIM905
    "commission confederation council department directorate division federation forum institution "
    "ministry network observatory organisation organization panel parliament partnership programme "
    "secretariat services society".split()
)
# "Harvard Business School", "European Union", "World Bank"; not "Alan Union", "Robert Service".
_AFTER_A_WORD = frozenset(
    "bank board center centre college company fund hospital library museum nations office program "  # noqa: SIM905
    "school service survey union".split()
)
_WORDS_OF_BODIES = frozenset(
    "african american british business cancer central children's community credit development "  # noqa: SIM905
    "european federal financial general geographical geological government graduate health "
    "imperial information international law management medical memorial meteorological ministry "
    "national open patent policy press public research royal science soviet state statistical "
    "statistics teaching technical technology trade training united university world".split()
)
# "Ministry of Health", "National Institutes of Health"; not "Joan of Arc", "William of Ockham".
_BODY_OF = (
    r"(?i)\b(?:academ(?:y|ies)|administration|agency|assembly|association|bank|board|bureau|centers?|"
    r"centres?|church|college|commission|committee|conference|congress|council|court|department|"
    r"division|faculty|federation|forum|fund|group|hospital|institutes?|institution|library|ministry|"
    r"museum|network|office|organi[sz]ation|panel|parliament|programme|school|secretariat|service|"
    r"society|survey|task force|union|university)\s(?:of|for|on)\s"
)
# The end of "Acme, Inc."; "Incze" is a name.
_FIRM = re.compile(r"(?:inc|ltd|llc|corp|gmbh)\.?", re.IGNORECASE)
# "Lee and Ray", "Lee, and Ray", "Lee & Ray"; not "Anderson".
_AND = re.compile(r",?\s(?:and|&)\s", re.IGNORECASE)
# Authors who are not named: "et al.", "and others", "and ten others", "12 more"; not "Thomas More".
# "Al" is a person (Al Gore), "al." and "al" are what is left of "et al."
# Plain text: compiled at first use, which commands that only show names never come to.
_NAMELESS = (
    r"(?:and?\s|&\s)?(?:(?:[0-9]{1,4}|two|three|four|five|six|seven|eight|nine|ten)\s"
    r"(?:others|more)|others|et\.?\s?al(?:ii)?|u\.\s?a)"
)
_OTHERS = rf"(?i:{_NAMELESS}\.?|al\.)|al|等|…|\.\.\."
_OTHERS_AT_END = rf"(?i:(?:^|[\s,;]){_NAMELESS})$|(?:^|[,;]|\sand|\s&)\s*al$"
_LEFT_OUT = r"[\s,;]*(?:…|\.\s?\.\s?\.)[\s,;]*(?:(?:and|&)\s)?"
# "J.P.", "M.-Th.", "Yu."; not "St." of a place.
_GLUED = (
    r"((?:(?!St\.)[^\W\d_a-z][a-z]?\.-?){1,4})([^\W\d_a-z](?:[^\W\d_]|['’-](?=[^\W\d_])){1,60})"
)
_ENDS = " ,;."
# Nine names of ten; what else they could be takes three times as long.
_SIMPLE = re.compile(r"([A-Z][a-z]++(?:-[A-Z][a-z]++)?), ([A-Z][a-z]++(?: [A-Z]\.)?|[A-Z]\.)")
_NO_GIVEN_NAMES = frozenset({"Jr", "Sr", "Inc", "Ltd", "Llc", "Corp", "Gmbh", "Ii", "Iii", "Iv"})
_BETWEEN = r"[,;:]\s|[,;:]$|\s(?:and|&)\s"
# "Roe J", "van der Berg JA Jr", "Vaswani A. N."; not "Roe, J" nor "Jane Roe".
_BEHIND = (
    r"((?:[^,;\s]{1,200}+\s{1,9}+){1,12}?)((?:[^\W\d_a-z]\.[- ]?){1,4}|[^\W\d_a-z]{1,4})"
    r"(?:\s(Jr|Sr|[1-4](?:st|nd|rd|th)|I{2,3})\.?)?"
)
# "山田太郎", whole as it is written there; "山田" may be a family name.
_WHOLE_CJK = "[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,}"
# "van der Berg", "St. John"; not "3M" nor a sentence.
_FAMILY_WORDS = r"[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,3}"
# "J.", "JP", "J.-P."; of "Jane" and "Li" ``_is_initials`` wants capitals throughout.
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s-]*){1,4}")
# Letters that stay as they are when Unicode is decomposed: an index that strips marks keeps them.
_UNDECOMPOSED = frozenset("ŁłØøĐđÐðÞþßẞÆæŒœıȷĦħŊŋŦŧ\\")


@lru_cache(maxsize=8192)  # who works in a field writes several papers
def parse_author(text: str) -> Author:
    """Return one author from ``Given Family``, ``Family, Given`` or ``Family, Suffix, Given``.

    A single word, a group (``Kimi Team``) and anything in braces is a name without a family. Text
    without a name in it gives an author without a name.
    """
    name = clean(latex_accents(text), TITLE_LIMIT)
    if name.startswith("{") and _closing(name) == len(name) - 1:
        return Author(name.strip("{} "))
    commas = _split(name, ",")
    if len(commas) > 1:
        return _from_commas([_bare(part) for part in commas])
    return _from_words(_bare(name))


def _from_commas(parts: list[str]) -> Author:
    family, *rest = [part for part in parts if part] or [""]
    given = " ".join(part for part in rest if part.lower() not in _SUFFIXES)
    if not given and len(rest) < 2:
        initials = rest[0] if rest and rest[0] in _LIKE_SUFFIXES else ""
        if initials and family.split()[0].lower() in PARTICLES:  # "van der Berg, JR"
            return Author(f"{initials} {family}", family, initials)
        return _from_words(" ".join([family, *rest]))  # "John Doe, Jr."
    if family in ("Collaboration", "Consortium"):  # "Collaboration, ATLAS", as registries part it
        return Author(f"{rest[-1]} {family}")
    if _is_group(family, rest[-1]):
        return Author(", ".join([family, *rest]))
    suffix = " ".join(part for part in rest if part.lower() in _SUFFIXES)
    return Author(_joined(given, family, suffix), family, given, suffix)


def _is_group(first: str, last: str) -> bool:
    """Say whether a name with commas is no person's: ``Acme, Inc.``; not ``Team, Gemini``."""
    # "Academies of Sciences, Engineering, and Medicine"; not "Roe, Anna".
    if " " in first and re.search(_BODY_OF, f"{first} "):
        return True
    # "Berkeley, Robot Learning Lab"
    return bool(_FIRM.fullmatch(last) or (" " in last and re.search(_GROUP, last)))


def _from_words(name: str) -> Author:
    # J.P.Hague is J.P. Hague, and A.B.Van Dam A.B. Van Dam; U.S.A. and J.P. are left alone.
    head, _, rest = name.partition(" ")
    if "." in head[:-1] and (glued := re.fullmatch(_GLUED, head)):
        name = f"{glued[1]} {glued[2]} {rest}".rstrip()
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    if len(words) < 2 or re.search(_GROUP, name) or _is_body(words):
        return Author(name)
    if len(words) == 2 and words[0].lower() in _REIGNED and re.fullmatch(_REGNAL, words[1]):
        return Author(name)
    if len(words) == 2 and words[1] in _LIKE_SUFFIXES:
        return Author(f"{words[1]} {words[0]}", words[0], words[1])
    start = _family_start(words)
    return Author(name, " ".join(words[start:]), " ".join(words[:start]), suffix)


def _is_body(words: list[str]) -> bool:
    """Say whether a name is that of an office, a society or a school."""
    last = words[-1].lower()
    if last in _BODIES:
        return not words[-2].endswith(".")  # nobody's initial stands before it: "J. Society"
    if last in _AFTER_A_WORD:
        return words[-2].lower() in _WORDS_OF_BODIES
    has_of = "of" in words or "for" in words or "on" in words
    return has_of and re.search(_BODY_OF, " ".join(words)) is not None


def _family_start(words: list[str]) -> int:
    """Return where the family name begins: at the first particle in lower case (BibTeXing, 4).

    Particles with a capital count only directly before the last word: ``Yann Le Cun``.
    """
    for at, word in enumerate(words[1:-1], start=1):
        if word in PARTICLES:
            return at
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _CAPITAL_PARTICLES:
        start -= 1
    return start


def _joined(given: str, family: str, suffix: str) -> str:
    return " ".join(part for part in (given, family, suffix) if part)


def _bare(name: str) -> str:
    """Drop the braces and the stray signs of LaTeX around a name."""
    if "{" in name or "}" in name or "\\" in name:
        name = re.sub(r"[{}\\]", "", name)
    return " ".join(name.replace("~", " ").split())


def simple(text: str) -> Author | None:
    """Return the author of a plain ``Family, Given`` quickly; None where more must be thought."""
    match = _SIMPLE.fullmatch(text)
    if match is None or match[2] in _NO_GIVEN_NAMES:
        return None
    return Author(f"{match[2]} {match[1]}", match[1], match[2])


def is_others(text: str) -> bool:
    """Say whether a text stands for authors who are not named: ``et al.``, ``and others``."""
    bare = text.strip(" ,;")
    return len(bare) < 20 and bool(re.fullmatch(_OTHERS, bare))


def parse_authors(text: str) -> tuple[Author, ...]:
    """Return the authors of a line; ``parse_people`` says also whether there are others."""
    return parse_people(text)[0]


def parse_people(text: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors of a line as people write it, and whether others are not named.

    They are parted by ``and``, ``;`` or commas. Where ``Family, Given`` and a list of two cannot
    be told apart, words decide: a list has first names in it.
    """
    named, more = without_others(clean(latex_accents(text), BLOCK_LIMIT))
    if "…" in named or ". ." in named or "..." in named:
        # APA and Google Scholar leave out those in the middle: "Roe, A., ... Fox, D."
        whole, named = named, re.sub(_LEFT_OUT, ", ", named)
        more = more or named != whole
    parts = _people(named)
    if known := turned(parts):
        return known, more
    return tuple(author for part in parts if (author := parse_author(part)).name), more


class Turned(NamedTuple):
    """A name whose initials stand behind the family name: ``van der Berg``, ``JA``, ``Jr``."""

    family: str
    initials: str
    suffix: str


def initials_behind(text: str, *, sure: bool = False) -> Turned | None:
    """Return the parts of a name with initials behind, as PubMed and Scopus have it: ``Roe JA``.

    ``sure`` says that the text is one such name. Otherwise a family has up to four words and up to
    three initials, and ``Wei LI`` and ``Weinan E`` look the same: the names beside it must tell.
    """
    found = re.fullmatch(_BEHIND, text)
    if found is None:
        return None
    name = Turned(found[1].strip(), found[2].strip(), found[3] or "")
    if not name.initials.isupper():  # "小明 王"
        return None
    if sure:
        return name
    if "." not in name.initials and len(name.initials) > 3:
        return None
    return name if re.fullmatch(_FAMILY_WORDS, name.family) else None


def family_first(text: str) -> str:
    """Return ``van der Berg JA Jr`` as ``van der Berg, JA, Jr``; any other name as it is."""
    return ", ".join(filter(None, initials_behind(text, sure=True) or (text,)))


def turned(parts: Sequence[str], *, one_each: bool = False) -> tuple[Author, ...]:
    """Return people whose initials stand behind the family name without a sign: ``Roe J, Poe AB``.

    Nothing where one of them is written in another way, or is alone, as ``Weinan E`` may be. Also
    nothing where no one has a single initial: ``Wei LI`` and ``Jun XU`` have their family names in
    capitals, ``Roediger III, Henry L`` is one. ``one_each`` says that the source has one person in
    each part; there a family name in capitals, as in ``WHO EU``, tells that these are none.
    """
    if len(parts) < 2:
        return ()
    found: list[Turned] = []
    for part in parts:
        name = initials_behind(part, sure=one_each)
        if name is None or not _is_turned(name, len(parts), one_each=one_each):
            return ()
        found.append(name)
    if not one_each and all(len(name.initials) > 1 for name in found):
        return ()
    return tuple(parse_author(f"{name.family}, {name.initials}") for name in found)


def _is_turned(name: Turned, people: int, *, one_each: bool) -> bool:
    """Say whether one of so many people, whose initials seem to stand behind, is called so."""
    if name.suffix or "." in name.initials or len(name.initials) > 3:
        return False
    if one_each:
        return name.initials.isupper() and not name.family.isupper()
    if (
        name.initials in _LIKE_SUFFIXES
    ):  # "Smith SR, Jones AB, Doe C"; "King JR, Martin L" may be one
        return people > 2
    return name.initials.lower() not in _SUFFIXES


def without_others(text: str) -> tuple[str, bool]:
    """Return a line of authors without ``et al.`` at its end, and whether that stood there."""
    bare = text.rstrip(" ,;")
    if bare.endswith(("…", "...")):
        return bare.rstrip(" ,;.…"), True
    bare = bare.rstrip(_ENDS)
    head, end = bare[:-20], bare[-20:]
    match = re.search(_OTHERS_AT_END, end)
    if not match:
        return text, False
    named = (head + end[: match.start()]).rstrip(" ,;")
    # "Roe, J. et al." keeps the stop of its initial; "Jane Roe. et al." has none.
    return (named if named[-3:-2] in ("", " ", ".", "-") else named.rstrip(_ENDS)), True


def people(values: Iterable[str]) -> tuple[tuple[Author, ...], bool]:
    """Return people, one a value or a line, and whether there are others that are not named."""
    found: list[Author] = []
    more = False
    for line in "\n".join(values).split("\n"):
        name = clean(line, TITLE_LIMIT)
        if is_others(name):
            more = True
        elif ";" in name or name.count(",") > 3:
            named, others = parse_people(name)
            found += named
            more = more or others
        elif name:
            found += _together(name) or [author(name)]
    return tuple(one for one in found if one.name), more


def _together(name: str) -> list[Author]:
    """Return the people of ``Anna Roe and Ben Poe``, written as one; nothing of a name without and.

    ``Centers for Disease Control and Prevention`` are a group, and so are Johnson and Johnson.
    """
    if "," in name or "{" in name or not _AND.search(name):
        return []
    found = [parse_author(part) for part in _split_and(name)]
    are_people = all(one.family and one.given for one in found)
    return found if are_people and not re.search(_BODY_OF, name) else [Author(name)]


@lru_cache(maxsize=8192)
def author(text: str) -> Author:
    """Return a person from ``Family, Given, Suffix``, or a group where a comma ends the name."""
    if found := simple(text):
        return found
    whole = text.rstrip(" ,")
    if "," not in whole:
        if whole != text:
            return Author(whole)
        behind = initials_behind(whole) if whole.endswith(".") else None
        if behind and "." in behind.initials and "." not in behind.family:
            return split_name(*behind)  # "van der Berg A.B.", as Ovid has it
        return parse_author(whole)
    parts = [part.strip() for part in whole.split(",")]
    are_three = len(parts) == 3 and all(parts) and parts[1].lower() not in _SUFFIXES
    if not are_three or _is_group(parts[0], parts[2]):
        return parse_author(whole)
    family, given, suffix = parts
    return Author(f"{given} {family} {suffix}", family, given, suffix)


def whole_names(said: Iterable[str]) -> tuple[Author, ...]:
    """Return the authors whom a service names one by one; ``et al.`` is nobody.

    arXiv parts a collaboration from its members with an author named ``:``, which is nobody.
    """
    named = (without_others(name.lstrip(": "))[0] for name in said)
    return tuple(parse_author(name) for name in named if _is_name(name) and not is_others(name))


def split_name(family: str, given: str = "", suffix: str = "") -> Author:
    """Return an author whom a service has split; nobody has an empty name.

    Where the halves make a group (family ``Team``, given ``Gemini``) the split is a machine's.
    """
    parts = [clean(latex_accents(part), TITLE_LIMIT) for part in (given, family, suffix)]
    given, family, suffix = (part if _is_name(part) else "" for part in parts)
    whole = _joined(given, family, suffix)
    if is_others(whole):
        return Author("")
    if not (given and family):
        return parse_author(whole) if "," in whole else Author(whole)
    if not parse_author(f"{given} {family}").family:
        return Author(f"{given} {family}")
    return Author(whole, family, given, suffix)


def _is_name(text: str) -> bool:
    return any(char.isalpha() for char in text)


def name_line(text: str) -> tuple[Author, ...]:
    """Return the authors of arXiv's one line, which has affiliations in parentheses.

    ``The X Team: A B (MIT, ETH), C D Jr. and E F``: a comma parts authors, never a name's halves.
    arXiv, help/prep, "author names".
    """
    found: list[str] = []
    line, _ = without_others(_without_brackets(clean(latex_accents(text), BLOCK_LIMIT)))
    for piece in re.split(_BETWEEN, line):
        name = piece.strip()
        if found and name.lower() in _SUFFIXES:
            found[-1] += f" {name}"
        elif name:
            found.append(name)
    return whole_names(found)


def _without_brackets(text: str) -> str:
    """Return text without what stands in parentheses; one that is never closed is dropped."""
    kept: list[str] = []
    depth = 0
    for piece in re.split(r"([()])", text):
        if piece in ("(", ")"):
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif depth == 0:
            kept.append(piece)
    return " ".join("".join(kept).split())


def _people(text: str) -> list[str]:
    if ";" in text:
        return [name for part in _split(text, ";") for name in _split_and(part)]
    parts = _split_and(text)
    commas = [_with_suffixes(_split(part, ",")) for part in parts]
    if len(parts) == 1:
        return _by_commas(text, commas[0])
    # "Doe, Jane and Roe, Ann" are two; of others the commas may part people as well.
    if "{" in text or all(len(pieces) == 2 for pieces in commas):
        return parts
    flat = [piece for pieces in commas for piece in pieces]
    if paired := _paired(flat):
        return paired
    return flat if _is_list(flat, commas) else parts


def _paired(pieces: Sequence[str]) -> list[str]:
    """Return ``Roe, A. B.`` and ``Poe, C., Jr.`` of pieces that are family and initials in turn.

    Nothing where they are not: of ``Doe``, ``Roe`` and ``Fox``.
    """
    initials = [piece.partition(",")[0] for piece in pieces[1::2]]
    if len(pieces) % 2 or not all(map(_is_initials, initials)):
        return []
    return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]


def _is_list(flat: list[str], commas: list[list[str]]) -> bool:
    """Say whether commas part authors (``A B, C D and E F``) rather than the halves of a name."""
    if any(len(pieces) > 2 for pieces in commas):
        return True
    if all(" " in piece for piece in flat):
        return True
    # "Doe, Roe and Fox"; not "Doe, Jane and Ann Fox".
    return len(commas[-1]) == 1 and not any(" " in piece for piece in flat)


def _by_commas(text: str, pieces: list[str]) -> list[str]:
    if len(pieces) < 2 or "{" in text:
        return [text]
    if paired := _paired(pieces):
        return paired
    if len(pieces) > 2:
        return pieces
    first, second = pieces
    if all(re.fullmatch(_WHOLE_CJK, piece) for piece in pieces):
        return pieces
    # "van der Berg, Jan Willem", "King Jr, Martin Luther"; not "Sam Roe Jr., Jane Poe".
    words = first.split()
    is_family = words[0] in PARTICLES or (len(words) == 2 and words[1].lower() in _SUFFIXES)
    halves = is_family or " " not in first or " " not in second
    return [text] if halves else pieces


def _is_initials(text: str) -> bool:
    return text.isupper() and bool(_INITIALS.fullmatch(text))


def _with_suffixes(pieces: list[str]) -> list[str]:
    """Put ``Jr.`` back to the name before it."""
    names: list[str] = []
    for piece in pieces:
        if names and piece.lower() in _SUFFIXES:
            names[-1] += f", {piece}"
        elif piece:
            names.append(piece)
    return names


def _split_and(text: str) -> list[str]:
    if "{" not in text:
        return [part.strip(" ,") for part in _AND.split(text)]
    parts: list[str] = []
    start = 0
    depths = _depths(text)
    for match in _AND.finditer(text):
        if depths[match.start()] == 0:
            parts.append(text[start : match.start()].strip(" ,"))
            start = match.end()
    return [*parts, text[start:].strip(" ,")]


def _split(text: str, mark: str) -> list[str]:
    if "{" not in text:
        return [part.strip() for part in text.split(mark)]
    depths = _depths(text)
    cuts = [at for at, char in enumerate(text) if char == mark and depths[at] == 0]
    bounds = zip([-1, *cuts], [*cuts, len(text)], strict=True)
    return [text[start + 1 : end].strip() for start, end in bounds]


def _depths(text: str) -> list[int]:
    depth = 0
    depths = []
    for char in text:
        depth = max(0, depth + (char == "{") - (char == "}"))
        depths.append(depth)
    return depths


def _closing(text: str) -> int:
    """Return where the brace that opens the text is closed, or -1."""
    return next((at for at, depth in enumerate(_depths(text)) if depth == 0), -1)


def has_more_authors(paper: Facts, shown: int) -> bool:
    """Say whether a paper has more authors than the ``shown`` ones."""
    return (paper.author_count or 0) > shown or bool(paper.extra.get(MORE_AUTHORS))


def display(author: Author) -> str:
    """Return the name as it is shown: the way it was written, otherwise given name first."""
    return author.name or _joined(author.given, author.family, author.suffix)


def bibtex_names(authors: Sequence[Author], escape: Callable[[str], str]) -> str:
    """Return people as BibTeX parts them, ``Family, Given and Family, Given``.

    ``escape`` is applied to each part of a name, and leaves one blank where there are several.
    """
    usual = plain_bibtex_names(authors, escape)
    return usual or " and ".join([bibtex_name(author, escape) for author in authors])


def plain_bibtex_names(authors: Sequence[Author], escape: Callable[[str], str]) -> str:
    """Return people as BibTeX has them where no name needs braces or TeX; nothing where one does.

    Nine lists of ten are such: one look at all names tells.
    """
    usual = [
        f"{family}, {given}"
        for name, family, given, suffix in authors
        if family and given and not suffix and family != name
    ]
    text = " and ".join(usual)
    if not usual or not len(usual) == len(authors) == text.count(",") or escape(text) != text:
        return ""
    lower = text.lower()
    if lower.count("and") == len(usual) - 1:
        return text
    words = lower.split()  # Anderson, Fernand; not Sand, And
    return text if words.count("and") == len(usual) - 1 and "and," not in words else ""


def bibtex_name(author: Author, escape: Callable[[str], str] = str) -> str:
    """Return ``Family, Given`` or ``Family, Jr., Given``; a group stands in braces.

    ``escape`` is applied to each part, so that the braces of the structure are not touched.
    BibTeXing, 4: a name in braces is one part, whatever stands in it.
    """
    if author.family == display(author) and " " not in author.family:
        return escape(author.family)
    if not author.family or not author.given:
        return f"{{{escape(display(author))}}}"
    parts = [part for part in (author.family, author.suffix, author.given) if part]
    return ", ".join(_guarded(escape(part), part) for part in parts)


def _guarded(escaped: str, part: str) -> str:
    return f"{{{escaped}}}" if "," in part or _AND.search(f" {part} ") else escaped


def byline(
    authors: Sequence[Author], author_count: int | None = None, *, more: bool = False
) -> str:
    """Return the authors in a few words, for tables: ``Vaswani et al.``, ``5 authors``.

    ``more`` says that the authors are the first of an unknown number.
    """
    total = max(len(authors) + more, author_count or 0)
    if not authors:
        return f"{total} author{'s' if total > 1 else ''}" if total else ""
    first = authors[0].family or display(authors[0])
    if total == 1:
        return first
    if total == 2 and len(authors) == 2:
        return f"{first} & {authors[1].family or display(authors[1])}"
    return f"{first} et al."


def names_text(authors: Sequence[Author]) -> str:
    """Return all names for the search index, with a plain copy of those that it cannot fold.

    An index that strips marks finds ``Hyvärinen`` for ``hyvarinen``, but ``ł`` and ``ø`` have no
    marks: ``Łukasz`` is followed by ``lukasz``.
    """
    names = ", ".join([author.name or display(author) for author in authors])
    if names.isascii() and "\\" not in names:
        return names
    plain = [fold_words(name) for name in names.split(", ") if not _UNDECOMPOSED.isdisjoint(name)]
    return ", ".join([names, *plain])
