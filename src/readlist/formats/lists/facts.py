"""What stands around a title: people, houses, venues, years; read as people write them by hand."""

import re
from dataclasses import dataclass

from readlist.bib.names import parse_author, parse_authors
from readlist.model import Author
from readlist.text import clean

YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
# ``2023.05`` is a month, ``2005.14165`` an identifier.
_NO_MONTH = r"\.(?!(?:0?[1-9]|1[0-2])(?!\d))\d"
ET_AL = re.compile(
    r"\b(?:e[tl]\.?\s?al\b|etal\b|and others\b)|(?<=\w)\s?等(?:人|$|(?=[\s,.，。(]))", re.IGNORECASE
)
_POINTED = re.compile(r"\s[·•]\s")
_WIDE = str.maketrans({"，": ", ", "、": ", ", "；": "; ", "。": ". ", "（": " (", "）": ") "})
_CJK_NAME = re.compile(r"[\u3400-\u9fff]{2,4}(?<![报志刊学会期报誌])")
_INITIAL = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]?){1,3}")
_FAMILY_FIRST = re.compile(r"((?:[^\W\d_a-z][\w'’-]+\s){0,2}[^\W\d_a-z][\w'’-]+)\s([A-Z]{1,3})")
_SENTENCE = re.compile(r"(?<=[^\W_][^\W_A-Z])\.\s")
# ``Doe, Jane, John Roe, and …``: only the first name is turned round.
_INVERTED = re.compile(
    r"^([^\W\d_][\w'’-]{1,30}), ([^\W\d_][\w.'’-]{0,30}(?: [^\W\d_]\.?)?),\s"
    r"(?=(?:and )?[^\W\d_][\w.'’-]{0,30} [^,]{1,40}(?:,|$| and ))"
)
# "and" is no name: were it one, a long list could be parted in a million ways.
_WORD = r"(?!and\s)[^\W\d_][\w'’.-]{0,25}+"
_NAME = rf"{_WORD}(?:\s{_WORD}){{0,4}}+"
_NAMES = re.compile(rf"{_NAME}(?:(?:,\s?(?:and\s|&\s)?|;\s?|\sand\s|\s&\s){_NAME}){{1,200}}[.,]?")
_HALVES = r"[^\W\d_a-z][^,;]{0,40},\s[^\W\d_a-z](?:(?!\s(?:and|&)\s)[^,;]){0,40}+"
# ``Doe, Jane and Roe, John``, as BibTeX writes names.
_TURNED = re.compile(rf"{_HALVES}(?:,?\s(?:and|&)\s{_HALVES}){{1,60}}")
KNOWN_VENUES = re.compile(
    r"\b(?:AAAI|ACL|ACM MM|AISTATS|BMVC|CHI|CIKM|COLING|COLM|CoNLL|CoRL|CVPR|EACL|ECCV|ECIR|"
    r"EMNLP|FAccT|ICASSP|ICCV|ICDM|ICDE|ICLR|ICML|ICRA|IJCAI|IJCV|INTERSPEECH|Interspeech|IROS|"
    r"JAIR|JMLR|KDD|LREC|MICCAI|MLSys|NAACL|NeurIPS|NIPS|OSDI|RecSys|RSS|SIGIR|SIGGRAPH|"
    r"SIGMOD|SOSP|TACL|TMLR|TNNLS|TPAMI|PAMI|UAI|UIST|VLDB|WACV|WSDM|WWW|Nature|Science|PNAS)\b"
)
# ``Ann Lee, Bo Ray, CVPR 2020``
_AFTER_PEOPLE = re.compile(rf"(.{{5,2000}}?),\s(?:[Ii]n\s)?({KNOWN_VENUES.pattern}.{{0,60}})$")


@dataclass(slots=True)
class Facts:
    """What an entry says of its paper besides title and links."""

    authors: tuple[Author, ...] = ()
    more: bool = False
    year: int | None = None
    venue: str = ""
    organization: str = ""

    def filled(self, other: "Facts") -> None:
        """Take from another what is missing here."""
        if not self.authors:
            self.authors, self.more = other.authors, other.more
        self.year = self.year or other.year
        self.venue = self.venue or other.venue
        self.organization = self.organization or other.organization

    def kinds(self) -> set[str]:
        """Return which facts are known."""
        said = {"authors": self.authors, "year": self.year, "venue": self.venue}
        return {name for name, value in said.items() if value}


def is_people(text: str, *, certain: bool = False) -> bool:
    """Say whether a text is a list of names; "certain" that no title is one as well."""
    text = _POINTED.sub(", ", text[:6_001]).strip(" ,.:;*_")
    if not text or len(text) > 6_000:
        return False
    bare = re.sub(r"\([^()]{0,80}\)|(?<=\w)[*†‡]+", "", text)
    if (ET_AL.search(text[-40:]) and len(text.split()) < 40) or _TURNED.fullmatch(bare):
        return True
    return bool(_NAMES.fullmatch(bare)) and _are_names(bare, certain=certain)


def _are_names(bare: str, *, certain: bool) -> bool:
    """Say whether words with commas between them are mostly names."""
    parts = [part for part in re.split(r",\s?(?:and\s|&\s)?|;\s?|\sand\s|\s&\s", bare) if part]
    if certain and len(parts) < 3 and not re.search(r"(?:^|[\s.])[^\W\d_a-z]\.", bare):
        return False
    initials = sum(bool(_INITIAL.fullmatch(part)) for part in parts)
    if initials and initials * 2 >= len(parts) - 1:
        return True
    names = sum(1 < len(part.split()) < 5 and _is_name(part) for part in parts)
    return names * 2 > len(parts) or (names * 2 == len(parts) and "." in bare)


def _is_name(text: str) -> bool:
    words = text.split()
    return all(not word[0].islower() or len(word) < 5 for word in words) and words[-1][0].isupper()


def _initialled(text: str) -> list[str]:
    """Return names turned round, each with its initials: ``Lee, A., Chang, M. W., & Ray, B.``."""
    parts = [part.strip(" &") for part in re.split(r",\s?|\s&\s|\sand\s|;\s", ET_AL.sub("", text))]
    parts = [part.removeprefix("and ") for part in parts if part.strip(" .…")]
    given = parts[1::2]
    if len(parts) < 2 or len(parts) % 2 or not all(map(_INITIAL.fullmatch, given)):
        return []
    if any(_INITIAL.fullmatch(family) for family in parts[::2]):
        return []
    given = [f"{one}." if one[-1:].isalpha() else one for one in given]
    return [f"{family}, {initials}" for family, initials in zip(parts[::2], given, strict=True)]


def _medical(text: str) -> tuple[Author, ...]:
    """Return names as medicine writes them, the family first: ``Li B, Dewey CN``."""
    parts = [
        part.strip(" .") for part in re.split(r",\s|;\s", ET_AL.sub("", text)) if part.strip(" .")
    ]
    found = [_FAMILY_FIRST.fullmatch(part) for part in parts]
    if not found or not all(found):
        return ()
    return tuple(Author(one[0], one[1], one[2]) for one in found if one)


def people(text: str) -> Facts:
    """Return the authors that a text names, with the group or house behind the first of them."""
    facts = Facts()
    text = clean(_POINTED.sub(", ", text[:12_000]).translate(_WIDE), 6_000).strip(" ,.:;*_|-–—")
    if house := re.search(r"\(([^()\d]{2,80})\)", text):
        facts.organization = house[1].strip()
        text = re.sub(r"\s*\([^()]{0,80}\)", "", text)
    facts.more = bool(ET_AL.search(text))
    text = _INVERTED.sub(r"\2 \1, ", text)
    if pairs := _initialled(text):
        facts.authors = tuple(map(parse_author, pairs))
        return facts
    facts.authors = _medical(text) or parse_authors(ET_AL.sub(" et al", text).strip(" ,.:;"))
    return facts


def facts_of(text: str, *, venue: bool = False) -> Facts:
    """Return what a short text says: ``X et al. ACL 2020``, ``NeurIPS'21``, ``Nature 521 (2015)``.

    ``venue`` says that a name in it is a venue even where it is not known as one.
    """
    facts = Facts(year=year_of(text))
    text = clean(text[:6_000].translate(_WIDE), 3_000).strip(" ,.:;*_|-–—[]")
    text = text[1:].removesuffix(")") if text[:1] == "(" else text
    text = text.rstrip(")") if "(" not in text else text
    if re.match(r"[\u3400-\u9fff]", text):
        return _chinese_facts(text, facts)
    if match := re.match(rf"(.{{0,2000}}?{ET_AL.pattern})[.,]?\s*(.*)", text, re.IGNORECASE):
        facts.filled(people(match[1]))
        facts.venue = _venue(match[2], certain=True)
        return facts
    listed = _AFTER_PEOPLE.match(text)
    if listed and is_people(listed[1]):
        facts.filled(people(listed[1]))
        facts.venue = _venue(listed[2], certain=True)
        return facts
    head, tail = [*_SENTENCE.split(text, maxsplit=1), ""][:2]
    if tail and is_people(head):
        facts.filled(people(head))
        facts.venue = _venue(tail, certain=True)
    elif is_people(re.sub(rf"[,\s]*\(?{YEAR}\)?$", "", text)):
        facts.filled(people(re.sub(rf"[,\s]*\(?{YEAR}\)?$", "", text)))
    else:
        facts.venue = _venue(text, certain=venue)
    return facts


def _chinese_facts(text: str, facts: Facts) -> Facts:
    """Read ``李明, 王伟, 软件学报, 2020``: names of two to four signs, then a journal."""
    parts = [part.strip() for part in re.split(r"[,;]\s", text)]
    named = next((n for n, part in enumerate(parts) if not _CJK_NAME.fullmatch(part)), len(parts))
    if named and (named > 1 or named < len(parts)):
        facts.authors = tuple(Author(part) for part in parts[:named])
    if named and named < len(parts) and not re.match(r"\d", parts[named]):
        facts.venue = re.sub(r"[\s(]*\d{4}.*", "", parts[named])[:60]
    return facts


def year_of(text: str, *, venue: bool = False) -> int | None:
    """Return the year that a text names, one in brackets before others.

    ``venue`` says that it is a venue, behind which two figures are enough: ``LREC20``, ``KDD 08``.
    """
    if venue and (short := re.search(r"(?:^|[A-Za-z][\s'’-]?)(\d\d)(?!\d|[\w.])", text)):
        return (1900 if int(short[1]) > 60 else 2000) + int(short[1])
    found = re.search(rf"[(\[（](?:[^()\[\]]{{0,30}}[\s,'’])?({YEAR})(?=[)\]）,\s./-])", text)
    if not found:
        plain_years = re.findall(rf"(?<![\d.:/_-])({YEAR})(?![\d_]|{_NO_MONTH}|-\d{{3}})", text)
        short = re.search(r"\w\s?['’]([0-4]\d)(?!\w)", text)
        return int(plain_years[-1]) if plain_years else 2000 + int(short[1]) if short else None
    return int(found[1])


def _venue(text: str, *, certain: bool) -> str:
    """Return the venue in a text; a preprint server is none."""
    text = re.sub(
        r"(?i)^\s*(?:published|accepted|presented)?\s*(?:in|at|to)?\s*[:：]?\s+", "", text
    )
    text = text.strip(" ,.:;*_")
    if server := re.match(r"(?i)(arxiv)\b|corr\b|preprint|biorxiv", text):
        return "arXiv" if server[1] and certain else ""
    named = re.match(r"[^\d(\[{\"“,;|]{2,150}", text)
    name = named[0].strip(" ,.:;'’*_") if named else ""
    if name.endswith((" the", " of", " on", " and", " in")):
        name = ""
    if name.lower() in ("book", "survey", "tutorial", "thesis", "report", "blog", "new"):
        return ""
    if certain and name and len(name.split()) < 16:
        return re.sub(r"\s(?:Vol|vol|no|pp|In)\.?$", "", name)
    known = KNOWN_VENUES.search(text[:200])
    return known[0] if known else ""


def venue_of(text: str) -> str:
    """Return a venue without the year, the volume and the words that lead up to it."""
    return _venue(text, certain=True)
