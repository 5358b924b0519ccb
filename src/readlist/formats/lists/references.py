"""A reference in one of the styles that journals ask for: names first, then title, place and year.

APA, Chicago, MLA, ACM, IEEE, Vancouver, GB/T 7714, DIN 1505, ABNT, GOST, and what people make of
them by hand. A style is known by how it writes names, by what stands behind them, and by where a
title ends. An entry in no style (``Title, Doe et al., ICML 2020``) is left to ``reading``.
"""

import re
from typing import NamedTuple

from readlist.formats.lists.evidence import title_weight, weights
from readlist.formats.lists.facts import venue_of
from readlist.formats.lists.people import UP, Row, is_people, rows
from readlist.formats.lists.segments import SHORTENED
from readlist.model import Author

_LONGEST = 2_000
Span = tuple[int, int]


class Reference(NamedTuple):
    """What a reference says, and where: its title as a span, and the end of its facts."""

    authors: tuple[Author, ...]
    more: bool
    title: Span
    year: int | None
    venue: str
    end: int


# What stands behind names, and where a title begins

_YEAR = r"1[5-9]\d\d|20[0-4]\d"
_BEHIND = re.compile(
    # ``(2010).``, ``(2021, May)``, ``(n.d.)``
    rf"[.,]?\s?[(\[](?:(?P<bracket>{_YEAR})[a-z]?(?:[,/-]\s?[^()\[\]]{{1,20}})?|n\.d\.|o\.\s?J\.|"
    rf"s\.f\.|in press|forthcoming)[)\]][.,:]?\s{{1,2}}"
    rf"|[.,]\s(?P<plain>{_YEAR})[a-z]?[.,:]\s"
    r"|\s?:\s(?=\S)|:(?=[「『])"
    r"|\.?,\s(?P<comma>)(?=[\"“«„‘'*])"
    r"|[.．](?P<stop>)\s?"
    r"|\s(?P<blank>)"
)
# Who edited a work stands where others have authors: "Lee, Dora (Hrsg.):", "Moe, F., eds. 2005".
_ROLE = re.compile(
    r"[.,]?\s(?:\((?:Hrsg|Hgg?|[EeÉé]ds?|[Cc]oords?|[Oo]rgs?|[Dd]irs?)\.?\)|(?:eds?|Hrsg)(?=\.\s))"
)
_COMMA = re.compile(r"\.?,\s(?P<bracket>)?(?P<plain>)?(?P<blank>(?!))?")
# ``Title, NIPS 2014`` and ``Title, 人工知能学会論文誌, 2008`` at the end of a reference
_TAILED = re.compile(rf",\s[^,.]{{2,60}}?,?\s(?:{_YEAR})[.)]?\s*$")
_GROUP = re.compile(
    rf"((?:{UP}[\w&'’.-]{{1,30}}(?:\s(?:of|for|the|and|on|in|&|de|la|des|du)){{0,2}}\s?){{1,8}})(?=[.,]?\s?\((?:{_YEAR})[a-z]?\))"
)
_QUOTED = re.compile(
    r"['‘](?=[^'‘’\n]*\s)([^'‘’\n]{3,400}?(?:\w['’]\w[^'‘’\n]{0,300}?){0,3}),?['’](?=[\s,.])|"
    r"\"([^\"]{3,400}?),?\"|“([^”]{3,400}?),?”|«\s?([^»]{3,400}?)\s?»|„([^“”]{3,400}?)[“”]|"
    r"[「『]([^」』]{2,400}?)[」』]"
)
# What goes on behind a phrase in quotes with which a title begins: ``"Why Trust You?": Explaining
# …``, ``"Raw Data" Is an Oxymoron``, but not ``"Sheep" in: Nature`` nor ``"Sheep." Nature``
_BEHIND_PHRASE = re.compile(r":\s?\w|\s(?:[Ii]s|[Aa]re|[Aa]s|[Aa]nd|[Oo]r|[Ff]or|[Oo]f|[Tt]o)\s")
# How a subtitle begins: with an article that names of journals do not begin with, a preposition
# or what is done.
_SUBTITLE = re.compile(
    r"(?:An?|On|Towards?|How|What|Why|When|From|Evidence|Lessons|Insights|Un|Una|Uno|Une|Des|Unos|"
    r"Unas|Comment|Eine?|Zur|Zum|Über|Uma?|Uns|Sobre|Sur|Apuntes|Análise|Análisis|[A-Z]\w{2,}ing)\s"
)
_SORT = re.compile(r"\s?\[[A-Z]{1,2}(?:/OL)?\]\s?[.．:：]?\s?(?://)?")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[^\W\d_]|vol|no|nos|nr|ed|eds|vs|st|dr|pp|chap|trad|hrsg|aufl|ch|univ|proc|conf|"
    r"int|jr|fig|bd)$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.?!]['\"”’»]?(?:\s+(?=[^\sa-z]|https?:|doi[:.]|arXiv)|\s*$)")
_IN = re.compile(r"(?:[Ii]n|[Dd]ans|[Ee]m|[Ee]n)[:\s]|//|[Tt]ran(?:s|slated)\b|[Ee]dited\b")
_PLACE = re.compile(rf"{UP}[\w .,’'-]{{0,40}}\s?:\s{UP}")
_PUBLISHED = re.compile(
    rf"(?:{UP}[\w .,’'&-]{{0,40}}?\.?|[\u3400-\u9fff]{{2,4}})\s?:\s?([^\d,:;.]{{3,80}})"
    r"(?=[,.]|\s\d|$)"
)
_PAGES = re.compile(r"\b\d{1,4}\s?\(\d|\b(?:vol|no|pp?|S|с|С|№)\.?\s?\d|\d\s?[-–]\s?\d")


def read(text: str, dressed: list[Span], *, linked: bool = False) -> Reference | None:
    """Return what a reference says; ``dressed`` are the stretches in bold, italics or a link.

    ``linked`` says that the entry leads to a paper, and so need not tell a year.
    """
    text = text[:_LONGEST].translate(_NARROW)
    start = len(text) - len(text.lstrip())
    for row in rows(text[start:]) if _could_begin(text, start) else ():
        found = _behind(text, row, start + row.end, dressed, linked=linked)
        if found:
            return found
    group = _GROUP.match(text, start)
    if group and not weights(group[1]).get("year"):
        row = Row((Author(group[1].strip(" .,")),), False, group.end())
        return _behind(text, row, group.end(1), dressed, linked=linked)
    return None


_FIRST = re.compile(r"[^,.:;(\[]{0,120}")
_MOST_BLANKS = 4


def _could_begin(text: str, start: int) -> bool:
    """Say whether a text can begin with names: one of few words up to the first sign, or two.

    ``Jeffrey Dean and Luiz André Barroso. 2013.``, not ``Deep Residual Learning for Image …``.
    """
    first = _FIRST.match(text, start)
    words = first[0] if first else ""
    return words.count(" ") <= _MOST_BLANKS or bool(re.search(r"\s(?:and|&|und|et|y|e|и)\s", words))


_NARROW = str.maketrans({"，": ",", "．": ".", "：": ":", "［": "[", "］": "]"})


def _behind(
    text: str, row: Row, end: int, dressed: list[Span], *, linked: bool
) -> Reference | None:
    """Read what follows names; nothing where it does not look as in a reference."""
    role = _ROLE.match(text, end)
    if role and _BEHIND.match(text, role.end()):
        end = role.end()
    parted = _parting(text, end, dressed)
    if parted is None:
        return None
    title, sure = _title(text, parted.end(), dressed)
    if edition := _EDITION.search(text, *title):
        title = title[0], edition.start()
    dated = parted["bracket"] or parted["plain"]
    year = int(dated) if dated else _year(text[title[1] :])
    # ``Kurt Gödel: *Über …*, 1931``, but not ``Swin Transformer: …`` nor ``**Look Once**: "…"``
    said = year and title == min(dressed, default=None)
    if row.lone and ":" in parted[0] and not (dated or said):
        return None
    if not _could_be_title(text[title[0] : title[1]], row, sure=sure):
        return None
    several = len(row.authors) > 1 and (linked or not _are_families(row))
    if not (year or sure or several):
        return None
    venue, facts = _venue(text, title[1], dressed)
    return Reference(row.authors, row.more, title, year, venue, max(facts, title[1]))


def _parting(text: str, end: int, dressed: list[Span]) -> re.Match[str] | None:
    """Return what parts names from a title: a year in brackets, a colon, a comma, a stop."""
    is_initial = text[end - 1] == "."
    at = end - (is_initial and text[end : end + 1] in (" ", ""))
    comma = _COMMA.match(text, at)
    if comma and any(abs(first - comma.end()) < 2 for first, _ in dressed):
        return comma  # ``Lucy Suchman, *Plans and Situated Actions* (1987)``
    parted = _BEHIND.match(text, at)
    is_blank = parted is not None and parted["blank"] is not None
    return None if is_blank and not is_initial else parted


def _are_families(row: Row) -> bool:
    return not row.authors[0].family


# Behind the title of a book: ", 2nd edn", "(3rd. ed.)", "(2. Aufl.)"; "ed. by Ann Lee" is no such.
_EDITION = re.compile(
    r"(?i),?\s\(?\d{1,2}(?:st|nd|rd|th)?\.?\s(?:rev\.\s)?(?:ed|edn|edition|aufl|auflage)\.?\)?$"
)
_SURE = 2
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{4}")


def _could_be_title(words: str, row: Row, *, sure: bool) -> bool:
    """Say whether what stands behind names can be a title: other names or a sentence are none.

    Behind names that may be words, three words are needed: ``Dwork and Roth. Differential
    Privacy in Practice``, but not ``Foo Bar. New York. 1813``.
    """
    first = re.search(r"[^\W\d_]", words)
    if first is None or not re.search(r"\w{2}", words) or is_people(words, certain=True):
        return False
    if first[0].islower() and first[0].isascii() and not sure:
        return False
    if weights(words).get("venue", 0) > _SURE and len(words.split()) < 4:
        return False  # ``Lee, Ann and Ray, Bo. *ICCV 2015*`` below a title
    weak = not sure and (row.lone or _are_families(row))
    short = len(words.split()) < 3 and not _SIGNS.search(words)
    return not (weak and short and title_weight(words) < 1)


def _title(text: str, begin: int, dressed: list[Span]) -> tuple[Span, bool]:
    """Return the span of a title, and whether its dress, its quotes or a sign say where it ends."""
    if marked := _marked(text, begin, dressed):
        return marked, True
    ends = [
        m
        for m in _STOP.finditer(text, begin)
        if not _SHORT.search(text[max(begin, m.start() - 12) : m.start()])
    ]
    inner = next((first for first, last in dressed if first > begin), len(text))
    stops = [m for m in ends if m.start() < inner] or ends[:1]
    tail = _TAILED.search(text, begin)
    if tail and (not stops or stops[0].start() >= tail.end() - 2):
        return (begin, tail.start()), False
    if not stops:
        return (begin, len(text.rstrip())), False
    stop = stops[0]
    if len(stops) > 1:
        sentence = text[stop.end() : stops[1].start()]
        asked = text[stop.start()] in "?!" and _answers(sentence)
        if asked or _goes_on(sentence, text[stops[1].end() :]):
            stop = stops[1]  # ``La quarta rivoluzione. Come l'infosfera … . Milano: Cortina``
    return (begin, stop.start() + (text[stop.start()] in "?!")), False


def _marked(text: str, begin: int, dressed: list[Span]) -> Span | None:
    """Return a title whose dress, quotes or sign say where it ends: ``Title [J]``, ``Title //``."""
    for span in dressed:
        if abs(span[0] - begin) < 2:
            return span
    quoted = _QUOTED.match(text, begin)
    if quoted and not _BEHIND_PHRASE.match(text, quoted.end()):
        return quoted.span(quoted.lastindex or 0)
    if signed := _SORT.search(text, begin, begin + 400):
        return begin, signed.start()
    container = text.find(" // ", begin, begin + 400)
    return (begin, container) if container > 0 else None


def _answers(sentence: str) -> bool:
    """Say whether a sentence behind a question is its subtitle, and no journal or publisher.

    ``Are Sheep Equal? A Large-Scale Study``, but not ``Are Sheep Equal? Behavioral and Brain
    Sciences``.
    """
    if _IN.match(sentence) or _PLACE.match(sentence) or re.search(r"\d{3}|https?:", sentence):
        return False
    if " " not in sentence or weights(sentence).get("venue", 0) >= 2:
        return False
    return bool(_SUBTITLE.match(sentence))


def _goes_on(sentence: str, behind: str) -> bool:
    """Say whether a second sentence is a subtitle: many words, no place, and one stands behind."""
    if _IN.match(sentence) or _PLACE.match(sentence) or re.search(r"\d|https?:", sentence):
        return False
    if sentence.count(" ") < 2 or weights(sentence).get("venue", 0) >= 2:
        return False
    small = sum(word[0].islower() for word in sentence.split())
    located = _IN.match(behind) or _PLACE.match(behind) or weights(behind[:60]).get("venue", 0) > 2
    return small > 1 and bool(located)


def _year(tail: str) -> int | None:
    """Return the year of a tail: in brackets before others, never one of pages or of a visit."""
    tail = re.split(r"(?i)\b(?:accessed|retrieved|consulté|zugriff|abgerufen|acesso)\b", tail)[0]
    bracket = re.search(rf"[(\[][^()\[\]]{{0,20}}?({_YEAR})[)\]]", tail)
    if bracket:
        return int(bracket[1])
    found = re.findall(rf"(?<![\d–./:-])({_YEAR})(?![\d–/-]|\.\d)", tail[:400])
    return int(found[-1]) if found else None


# What stands between a title and where it was published: ``[C]//``, ``In:``, ``2nd ed.``
_TAIL = re.compile(
    r"(?:\s|[.,;:'’”\"»)]|\[[A-Z]{1,2}(?:/OL)?\]|//|(?:[Ii]n|[Ee]m|[Ee]n|[Dd]ans)[:\s]|"
    r"\(?\d{1,2}(?:st|nd|rd|th)?\.?\s?(?:ed(?:ition|n)?\b|版|Aufl)|"
    r"(?:Trans(?:lated|\.)|Trad\.|Edited|Übers)\s[^.]{0,80}\.\s)*"
)
_CONTAINER = re.compile(r"[^\d(;,\[]{2,200}")
_NO_CONTAINER = re.compile(r"https?:|doi\b|arxiv:|DOI\b|arXiv:|\d|\[|[a-z]{2,}\s")
_VOLUME = re.compile(r"(?i)[\s,]+(?:vol|v|no|n|т|bd|jg|№|pp?|s|с)\.?\s*$")


def _venue(text: str, at: int, dressed: list[Span]) -> tuple[str, int]:
    """Return the journal, the book or the publisher behind a title, and where the facts end."""
    lead = _TAIL.match(text, at)
    start = lead.end() if lead else at
    end = _facts_end(text, start)
    for first, last in dressed:
        if start - 1 <= first <= start + 60 and re.search(r"[^\W\d_]{3}", text[first:last]):
            return venue_of(text[first:last]), max(end, last)
    if place := _PUBLISHED.match(text, start):
        return place[1].strip(), max(end, place.end())
    found = _CONTAINER.match(text, start)
    if found is None or _NO_CONTAINER.match(text, start):
        return "", end if found is None else max(at, end)
    name = _sentence(found[0])
    close = start + len(name)
    name = _VOLUME.sub("", name).strip(" ,.")
    talk = len(name.split()) > 5 and weights(name).get("venue", 0) < 2
    if talk and not re.match(r",?\s?(?:vol\.\s?)?\d", text[close:]):
        return "", end
    return venue_of(name), max(end, close)


def _sentence(text: str) -> str:
    """Return words up to the stop that ends their sentence: ``IEEE Trans. Commun.`` has none."""
    for stop in _STOP.finditer(text):
        if stop.start() > 1 and not SHORTENED.search(
            text[max(0, stop.start() - 14) : stop.start()]
        ):
            return text[: stop.start()]
    return text


def _facts_end(text: str, start: int) -> int:
    """Return where volume, pages, year and place end and a remark may begin."""
    end = start
    for stop in _STOP.finditer(text, start):
        sentence = text[end : stop.start()].strip()
        told = re.search(_YEAR, sentence) or _PAGES.search(sentence) or _PLACE.match(sentence)
        if not told or len(sentence.split()) > 30:
            break
        end = stop.end()
    rest = re.search(
        rf"[^.?!]*(?:(?:{_YEAR})\)?|\d{{1,5}}\s?[-–]\s?\d{{1,5}})", text[end : end + 300]
    )
    return end + rest.end() if rest and rest.start() == 0 else end
