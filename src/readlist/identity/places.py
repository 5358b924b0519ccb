"""Where a work appeared, in a form that two accounts can be compared by; pure.

Venues are written in a hundred ways (``CVPR``, ``Proc. IEEE Conf. Comput. Vis. Pattern
Recognit.``), volumes and editions in a dozen (``Vol. II``, ``2nd``, ``Second``). What cannot be
compared surely differs in nothing.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from readlist.bib import latex_decode
from readlist.bib.dates import MONTHS, month
from readlist.bib.details import PLACE
from readlist.identity.merge import Account
from readlist.text import fold_words

ARTICLES = frozenset({
    "article", "article-journal", "journal-article", "review", "suppperiodical", "periodical",
})  # fmt: skip
TALKS = frozenset({
    "inproceedings", "conference", "paper-conference", "proceedings-article", "conference-paper",
})  # fmt: skip
CHAPTERS = frozenset({
    "incollection", "inbook", "bookinbook", "suppbook", "suppcollection", "inreference", "chapter",
    "book-chapter", "entry-encyclopedia",
})  # fmt: skip
WHOLES = frozenset({
    "book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "reference",
    "mvreference", "monograph", "edited-book", "booklet", "periodical",
})  # fmt: skip
BOOKS = frozenset({"book", "mvbook", "monograph", "edited-book"})
LAWS = frozenset({"jurisdiction", "legislation", "legal"})
REPORTS = frozenset({"techreport", "report", "manual", "standard"})
THESES = frozenset({"phdthesis", "mastersthesis", "thesis", "dissertation"})
PARTS = TALKS | CHAPTERS
PUBLICATIONS = ARTICLES | PARTS

_FUNCTION_WORDS = frozenset({
    "of", "the", "on", "in", "and", "for", "a", "an", "to", "at", "de", "la", "der", "und",
})  # fmt: skip
# What says nothing of which conference or book it is.
_COMMON = _FUNCTION_WORDS | frozenset({
    "proceedings", "proc", "conference", "conf", "international", "intl", "int", "annual",
    "meeting", "symposium", "symp", "workshop", "ieee", "acm", "joint", "advances", "adv", "series",
    "lecture", "notes", "volume", "vol", "part", "papers", "long", "short", "main", "edition", "th",
    "journal", "j", "transactions", "trans", "usa", "poster",
    "oral", "spotlight",
})  # fmt: skip
_WORKSHOPS = frozenset({"workshop", "workshops", "companion", "adjunct"})
_COUNTED = (
    ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
     "tenth", "eleventh", "twelfth"),
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
     "eleven", "twelve"),
    tuple("零一二三四五六七八九十"),
)  # fmt: skip
# "22nd" is 22.
_ORDINAL = re.compile(r"([0-9]+)(?:st|nd|rd|th)")
# "iv" is 4, "xii" 12; 40 and more, as "l" and "c", are words.
_ROMAN = re.compile(r"(?=[ivx])(x{0,3})(ix|iv|v?i{0,3})")
# "LIX" is 59 where it is the whole of a volume; "C" and "D" are sections of a journal.
_LONG_ROMAN = re.compile(r"[IVXLC]{2,9}")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# "vol 3", "Bd. 12" and "no 5" are their numbers; "Volta" is a name.
_NUMBER_WORDS = re.compile(
    r"\b(?:vol|volume|bd|band|no|nr|number|issue|heft|edition|ed|edn|aufl)\b"
)
# "Suppl 3", "Supplement_3" and "S3" are one; "Suppl" alone has no number.
_SUPPLEMENT = re.compile(r"\b(?:suppl?|supplement)s? (?=[0-9])")
# The issue of a month, a season or one theme, which others count.
_TIMES = frozenset({*MONTHS, "spring", "summer", "autumn", "fall", "winter", "special"})
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# "e12", "123".
_PAGE = re.compile(r"[a-z]{0,3}[0-9]+")


# What stands for a venue before there is one: "Submitted to Nature"; not "In Vivo".
_NO_VENUE = re.compile(
    r"\s*(?:to (?:appear|be published)|submitted|under review|in (?:press|preparation|review)\b|"
    r"accepted|forthcoming|unpublished|manuscript|draft|preprint|working paper$|technical report$|"
    r"personal communication)",
    re.IGNORECASE,
)
# Journals that print meetings: PLDI in SIGPLAN Notices, ICML in PMLR, SIGGRAPH in TOG, ECCV in
# Lecture Notes, ICRA in Robotics and Automation Letters, CHES, FSE and PETS in theirs. Not: TPAMI.
_PRINTS_MEETINGS = re.compile(
    r"\b(?:notices|sig[a-z]+ (?:record|bull\w*|rev\w*)|pmlr|machine learning research$|"
    r"lecture notes|lect notes|lncs|lnai|ccis|communications in computer and|"
    r"proc(?:eedings)? (?:of the )?acm|w cp$|^pos\b|proc(?:eedings)? of science|"
    r"web (?:of )?conf\w*|isprs|(?:int\w* )?arch\w* (?:of (?:the )?)?photogramm\w*|"
    r"pacm\w*|trans\w* (?:on )?graph\w*|comput\w* graph\w*|tog|p?vldb|ceur|procedia|ifac|"
    r"phys conf|conference series|"
    r"conf(?:erence)? (?:ser|proc)\w*|eptcs|lipics|leibniz|electron\w* (?:notes|proc\w*) |"
    r"robot\w* (?:and )?autom\w* lett\w*|tvcg|visuali[sz]ation and computer|cryptographic hardware|"
    r"symmetric cryptology|privacy enhancing|popets|operating systems review|oper syst rev|"
    r"communications? review|commun rev|archit\w* news|perform\w* eval\w* rev\w*|advances in|"
    r"conference|symposium|workshop|meeting|congress)\b"
)
# A journal by its own name: "IEEE Trans. Graphs"; not "ICCV".
_JOURNAL = re.compile(
    r"\b(?:journal|j|trans|transactions|letters|lett|reviews?|rev|annals|magazine|bulletin)\b"
)
# Series that print a book as an article as well; not a journal.
_PRINTS_BOOKS = re.compile(
    r"\b(?:foundations and trends|found trends|synthesis lectures|memoirs|lecture notes|"
    r"springerbriefs|monographs?|occasional papers|books?)\b"
)
# Words of a school's name that say nothing of which one it is.
_OF_SCHOOLS = frozenset({
    "university", "universitat", "universite", "universidad", "universita", "universiteit",
    "universitet", "universitetet", "univ", "institute", "institut", "instituto", "istituto",
    "college", "school", "department", "dept", "faculty", "of", "the", "de", "der", "di", "fur",
    "and", "technology", "technical", "technische", "science", "sciences", "computer",
})  # fmt: skip
_LONGEST_ARTICLE = 80
"""Pages from which on an article may be sold as a book."""


class Pages(NamedTuple):
    """The first and the last page, as written: ``s12``, ``234``; the last may be the first."""

    first: str
    last: str

    @property
    def length(self) -> int:
        """How many pages there are; 0 where they are no plain numbers."""
        if not (self.first.isdecimal() and self.last.isdecimal()):
            return 0
        return int(self.last) - int(self.first) + 1


class Place(NamedTuple):
    """Where a work appeared; what is not known is empty."""

    kind: str = ""
    venue: str = ""
    volume: str = ""
    number: str = ""
    pages: Pages | None = None
    edition: str = ""
    chapter: str = ""
    part: str = ""


def place_of(account: Account) -> Place:
    """Return where an account says that the work appeared."""
    kind = str(account.facts.get("kind", "")).strip().lower()
    venue = str(account.facts.get("venue", ""))
    if _NO_VENUE.match(venue):
        venue = ""
    fields = account.extra.get(PLACE)
    if not fields or not isinstance(fields, dict):
        return Place(kind, venue)

    def plain(name: str) -> str:
        value = fields.get(name)
        return latex_decode.plain(str(value)) if isinstance(value, str | int) else ""

    volume = plain("volume")
    return Place(
        kind=kind,
        venue=venue,
        volume="" if volume.startswith("abs/") else numbered(volume),
        number=numbered(plain("number") or plain("issue")),
        pages=pages_of(plain("pages") or plain("eid")),
        edition=numbered(plain("edition")),
        chapter=numbered(plain("chapter")),
        part=numbered(plain("part")),
    )


@lru_cache(maxsize=256)
def numbered(text: str) -> str:
    """Return a volume, number or edition in one spelling: ``Vol. II``, ``02``, ``two`` are 2.

    ``March`` and ``Mar.`` are ``mar``.
    """
    if text.isupper() and (found := _LONG_ROMAN.fullmatch(text.strip())):
        return str(_roman(found[0]))
    said = _SUPPLEMENT.sub("s", _NUMBER_WORDS.sub(" ", fold_words(text)))
    return " ".join(_digits(word) for word in said.split())


def _roman(numeral: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-now if now < then else now for now, then in zip(values, following, strict=True))


def _digits(word: str) -> str:
    if word.isdecimal():
        return word.lstrip("0") or "0"
    if found := _ORDINAL.fullmatch(word):
        return found[1]
    for words in _COUNTED:
        if word in words:
            return str(words.index(word))
    if found := _ROMAN.fullmatch(word):
        units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
        return str(10 * len(found[1]) + units.index(found[2]))
    return MONTHS[number - 1] if (number := month(word)) else word


def numbers_differ(one: str, other: str) -> bool:
    """Say whether two volumes or numbers differ: TR-1999-03 and -04 do, 3 and 3-4 do not.

    Nor do 3 and "March", or 4 and "Winter 2001", which are two ways to count.
    """
    if not one or not other:
        return False
    if _is_time(one) != _is_time(other):
        return False
    mine, theirs = _numbers_in(one), _numbers_in(other)
    if len(mine) == len(theirs):
        return mine != theirs
    return set(mine).isdisjoint(theirs)


def volumes_differ(one: Place, other: Place) -> bool:
    """Say whether two works are in different volumes.

    B360 of ``Nucl. Phys.`` is 360 of ``Nucl. Phys. B``, and 2008 on the same pages volume 39. JHEP
    counts its volumes by months, and by years with the month as the number: 03 and 1003 are 2010,
    number 3.
    """
    mine, theirs = _section(one.volume, other.volume), _section(other.volume, one.volume)
    if not numbers_differ(mine, theirs):
        return False
    are_years = [_YEAR.fullmatch(volume) is not None for volume in (mine, theirs)]
    if are_years[0] == are_years[1]:
        return True
    if on_the_same_pages(one, other):
        return False
    by_year, by_month = (one, other) if are_years[0] else (other, one)
    together = f"{by_year.volume[2:]}{by_year.number.zfill(2)}".lstrip("0")
    return by_month.volume not in (by_year.number, together)


def _section(volume: str, beside: str) -> str:
    """Return a volume with the letter of its section in front, without it where the other has none.

    "110B" and "B110" are one, and so are "B110" and 110.
    """
    parts = re.fullmatch(r"([a-z]?)([0-9]+)([a-z]?)", volume)
    if parts is None or (parts[1] and parts[3]):
        return volume
    return parts[2] if beside.isdecimal() else f"{parts[1]}{parts[3]}{parts[2]}"


def _is_time(number: str) -> bool:
    """Say whether an issue has no number but a month or a season, and perhaps the year of it."""
    words = [word for word in number.split() if not _YEAR.fullmatch(word)]
    return bool(words) and _TIMES.issuperset(words)


def _numbers_in(said: str) -> list[str]:
    """Return the words with figures in them; of ``tr b`` and ``winter 2001`` all words."""
    words = said.split()
    if _is_time(said):
        return words
    return [word for word in words if any(map(str.isdecimal, word))] or words


def pages_of(text: str) -> Pages | None:
    """Return pages; of ``23:1-23:12``, pages of article 23, the article is the page."""
    text = text.lower()
    if found := re.match(r"([0-9]+):[0-9]+", text):
        return Pages(found[1], found[1])
    numbers = _PAGE.findall(text)
    if not numbers:
        return None
    first, last = numbers[0], numbers[1] if len(numbers) > 1 else numbers[0]
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last  # 234-41
    return Pages(first, last)


def pages_differ(one: Pages | None, other: Pages | None) -> bool:
    """Say whether two ranges of pages are of two works: 10-12 and 90-95.

    Not ranges that overlap, nor L45 of the letters and 45.
    """
    if one is None or other is None or one.first == other.first:
        return False
    lettered, bare = sorted((one.first, other.first), key=str.isdecimal)
    if bare.isdecimal() and lettered[1:] == bare:
        return False
    if _are_of_a_file(one, other) or _are_of_a_file(other, one):
        return False
    if one.length > 0 and other.length > 0:
        return int(one.last) < int(other.first) or int(other.last) < int(one.first)
    return True


def _are_of_a_file(one: Pages, other: Pages) -> bool:
    """Say whether pages are those of a file, which begins at 1 wherever the work was printed.

    1-14 of an early version are 1234-1247 of the issue, 1-18 those of article 109012, and a 1 alone
    says that the work begins. Not 1-2 of an abstract and 100-113.
    """
    if one.first != "1":
        return False
    has_one_length = one.length > 0 and one.length == other.length
    return one.last == "1" or has_one_length or other.first == other.last


def on_the_same_pages(one: Place, other: Place) -> bool:
    """Say whether two works stand on the same pages, which are not the first ones of a file."""
    if one.pages is None or one.pages != other.pages:
        return False
    return "1" != one.pages.first != one.pages.last


def prints_meetings(place: Place) -> bool:
    """Say whether an article stands in a journal that prints the papers of meetings."""
    return place.kind in ARTICLES and bool(_PRINTS_MEETINGS.search(fold_words(place.venue)))


def is_journal(place: Place) -> bool:
    """Say whether a venue calls itself a journal, so that no acronym of a meeting stands for it."""
    return place.kind in ARTICLES and bool(_JOURNAL.search(fold_words(place.venue)))


def prints_books(place: Place) -> bool:
    """Say whether an article may be a book too: in Foundations and Trends, or of that length."""
    if place.pages is not None and place.pages.length >= _LONGEST_ARTICLE:
        return True
    return bool(_PRINTS_BOOKS.search(fold_words(place.venue)))


def schools_differ(one: str, other: str) -> bool:
    """Say whether theses are of two schools: Oslo and Kyoto.

    Not "MIT" and what it stands for, nor "TU München" and "Technical University of Munich".
    """
    if venues_agree(one, other) is not False:
        return False
    mine, theirs = (
        {word[:3] for word in fold_words(name).split() if word not in _OF_SCHOOLS}
        for name in (one, other)
    )
    is_acronym = any(name.isupper() and " " not in name for name in (one.strip(), other.strip()))
    return bool(mine and theirs) and mine.isdisjoint(theirs) and not is_acronym


def is_abstract_of(one: Pages, other: Pages) -> bool:
    """Say whether one of two ranges is so short that it is of an abstract: 1-2 and 100-113."""
    short, long = sorted((one.length, other.length))
    return short > 0 and long > 3 * short


@lru_cache(maxsize=1024)
def venues_agree(one: str, other: str, *, loosely: bool = False) -> bool | None:
    """Say whether two names are of one venue; None where an acronym may stand for anything.

    ``NIPS 2017`` is ``Advances in Neural Information Processing Systems 30`` and ``J. Mach. Learn.
    Res.`` a journal written out; ``Nature`` is not ``Science``, ``TREC 2019`` not ``TREC 2020``.
    ``CHI`` may be ``Human Factors in Computing Systems``. Where each name has a word that the
    other lacks they differ, ``Handbook of Plant Biology`` and ``of Marine Biology``; but meetings
    are named so ``loosely`` that most words are enough.
    """
    if not one or not other:
        return None
    mine, theirs = fold_words(one).split(), fold_words(other).split()
    if _counted_otherwise(mine, theirs):
        return False
    mine, theirs = _uncounted(mine), _uncounted(theirs)
    for held, bare in ((mine, theirs), (theirs, mine)):
        if _WORKSHOPS.isdisjoint(bare) and not _WORKSHOPS.isdisjoint(held):
            return _spelled(bare, held)  # "WMT"; "NeurIPS" is not its workshop on climate
    if mine == theirs or _is_short_for(one, mine, theirs) or _is_short_for(other, theirs, mine):
        return True
    few, many = sorted((_telling(mine), _telling(theirs)), key=len)
    common = sum(any(_abbreviates(word, full) for full in many) for word in few)
    if few and common >= (0.6 if loosely else 1) * len(few):
        return True
    stands_for_all = len(few) == 1 and len(many) > 1 and _may_be_acronym(few[0], one, other)
    return False if few and not stands_for_all else None


def _may_be_acronym(word: str, *venues: str) -> bool:
    """Say whether the one telling word of a venue may stand for several.

    ``CHI``, ``Proc. SIGGRAPH``; not ``Bioinformatics``, nor ``Int. Conference on Robotics``.
    """
    if len(word) > 10:
        return False
    if len(word) <= 5 or any(" ".join(_uncounted(fold_words(v).split())) == word for v in venues):
        return True
    written = re.search(rf"\b{re.escape(word)}\b", " ".join(venues), re.IGNORECASE)
    return written is not None and any(letter.isupper() for letter in written[0][1:])


def _uncounted(words: list[str]) -> list[str]:
    """Return the words of a name without years and ordinals: ``NIPS 2017`` is ``nips``."""
    return [word for word in words if not any(map(str.isdecimal, word))]


def _telling(words: list[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word not in _COMMON))


def _counted_otherwise(mine: list[str], theirs: list[str]) -> bool:
    """Say whether two names have other years, ordinals or letters of a part.

    ``22nd`` is not ``23rd``, ``Volume A`` not ``Volume B``, ``Phys. Rev. A`` not ``Physical Review
    B``; but ``Proc. U.S.`` may be ``Proc. U.S.A.``.
    """
    parts = {words[-1] for words in (mine, theirs) if words and len(words[-1]) == 1}
    if len(parts) == 2 and "s" not in parts:
        return True
    for kind in (_YEAR, _ORDINAL):
        ones = set(filter(kind.fullmatch, mine))
        others = set(filter(kind.fullmatch, theirs))
        if ones and others and ones.isdisjoint(others):
            return True
    return False


def _abbreviates(one: str, other: str) -> bool:
    """Say whether one word is short for the other: ``comput``, ``natl``."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < 3:  # the R of "Proc. R. Soc." is "Royal", "Zh." is "Zhurnal"
        return len(long) > 2 * len(short) and long.startswith(short)
    return _is_within(short, long)


def _is_short_for(venue: str, acronyms: list[str], words: list[str]) -> bool:
    """Say whether a venue is, or has in it, what another one's words are short for."""
    return _spelled(acronyms, words) or _written_together(venue, words)


def _spelled(acronyms: list[str], words: list[str]) -> bool:
    """Say whether an acronym in one name is made of the first letters of the other's words."""
    full = [word for word in words if word not in _FUNCTION_WORDS]
    return any(
        2 < len(acronym) <= 12
        and acronym not in _COMMON
        and any(_made_of(acronym, full[start:]) for start in range(len(full) - 1))
        for acronym in acronyms
        if acronym not in full
    )


def _written_together(venue: str, words: list[str]) -> bool:
    """Say whether a venue is short for words of which it begins each with a capital.

    ``ApJ`` is the Astrophysical Journal, ``JChPh`` the Journal of Chemical Physics; ``ApJ`` is not
    its Letters.
    """
    pieces = re.findall("[A-Z][a-z]*", venue)
    full = [word for word in words if word not in _FUNCTION_WORDS]
    if len(pieces) != len(full) or len(pieces) < 2 or "".join(pieces) != venue:
        return False
    return all(_is_within(piece.lower(), word) for piece, word in zip(pieces, full, strict=True))


def _is_within(short: str, long: str) -> bool:
    """Say whether a word has the letters of another one in their order, its first in front."""
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


def _made_of(acronym: str, words: list[str], used: int = 0) -> bool:
    """Say whether an acronym begins words that follow each other: NeurIPS, ICML, Interspeech."""
    if not acronym:
        return used > 1
    if not words or used > 8:
        return False
    return any(
        words[0].startswith(acronym[:length]) and _made_of(acronym[length:], words[1:], used + 1)
        for length in range(1, min(len(acronym), len(words[0]), 6) + 1)
    )
