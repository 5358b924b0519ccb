"""Where the title stands in an entry, and what stands around it: numbers, dates, people, venues.

Pure text rules, as people write references by hand; every quantifier is bounded.
"""

import re
from dataclasses import dataclass, field

from readlist.formats.lists.facts import (
    ET_AL,
    KNOWN_VENUES,
    YEAR,
    Facts,
    facts_of,
    is_people,
    year_of,
)
from readlist.formats.lists.links import Link, is_label, role_of
from readlist.formats.lists.pieces import BREAK, Piece, Pieces, text_of
from readlist.text import TITLE_LIMIT, clean

_QUOTED = re.compile(r"[\"“”«《]\s*([^\"“”«»《》]{3,400}?)\s*[,.]?\s*[\"”»》]")
_HARD = re.compile(r"\n|\s{2,}|\s+[-–—|]+\s+|\t|\s?——\s?")
# How a description begins that was pasted behind a title.
_TOLD = re.compile(
    r"\s+(?=(?:This|The|Our)\s(?:new\s)?(?:paper|work|study|survey|report|authors)\s|"
    r"(?:Introduces|Proposes|Presents|Researchers|Investigates|Explores)\s)"
)
_PAREN_YEAR = re.compile(
    rf"[,.]?\s*[(\[（](?:[\w\s'’.,&-]{{0,30}}[\s,'’])?(?:{YEAR}|(?<=['’])\d\d)(?:[,)\]）.\s-]|$)"
)
_INITIALS = re.compile(
    r",\s+(?:[^\W\d_a-z]\.[\s-]?){1,3}(?:[a-z]{2,3}\s){0,2}[^\W\d_a-z][\w'’-]+|"
    r",\s+(?:[^\W\d_a-z][\w'’-]+\s){1,2}et\.?\s?al"
)
_BY = re.compile(r"(,?)\s+by\s+(?=[^\W\d_a-z])|\s?\(@")
_DATED = re.compile(rf"\.\s+\(?{YEAR}\b")
_OPEN = re.compile(
    r"(?:[:,]|[-–—]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|the|to|using|via|with))$"
)
_NUMBERED = re.compile(r"^\[?\(?\d{4}\.\d{4,5}(?:v\d{1,2})?[\])]?\s*[:.-]?\s+(?=\S)|\[\^\w{1,20}\]")
_AT = re.compile(
    rf"[,.]\s+(?:[Ii]n\s)?(?:arXiv,?\s{YEAR}\b|(?:[A-Z][\w&.-]{{1,20}}\s){{0,3}}[A-Z][\w&.-]{{1,20}},?[\s'’]['’]?"
    rf"(?:{YEAR}|\d\d)\b)"
)
_STOP = re.compile(r"(?<=[^\W\d_A-Z][^\W_])[.。]\s+(?=[^\W\d_a-z])|(?<=[?!])\s+(?=[^\W\d_a-z])")
_SHORTENED = re.compile(
    r"(?:^|\W)(?:vs|mr|dr|st|no|vol|al|cf|eg|e\.g|i\.e|fig|inc|co|approx)$", re.IGNORECASE
)
# Pictures and signs before a title: a star, a flame, a flag.
_MARKED = re.compile(
    r"^(?:[^\w\s!-~¡-ʯ‐-‧‹›«»《》【】「」『』（）〈〉∀-⋿$€£“”‘’]{1,8}\s{0,3}){1,3}(?=\w)"
)
_QUOTES = "\"'“”‘’«»《》„`"


@dataclass(slots=True)
class Title:
    """A title, the pieces (from, to) that it takes up, and the text before and after it."""

    text: str
    start: int = 0
    end: int = 0
    link: Link | None = None
    quoted: bool = False
    rest: str = ""
    before: str = ""
    facts: Facts = field(default_factory=Facts)


# The title


def title_of(pieces: Pieces, links: list[Link], *, cell: bool = False) -> Title | None:
    """Return the title of an entry: bold, quoted, a link's words, or the text before the links.

    ``cell`` says that it is a cell of a table, in which a description follows the title.
    """
    first_link = min((link.at for link in links), default=len(pieces))
    titled = _behind_people(pieces, links) or next((link for link in links if link.titled), None)
    bold = _bold(pieces, first_link)
    quoted = _quoted(pieces, first_link)
    if quoted and (not titled or not titled.is_paper) and (not bold or quoted.start <= bold.start):
        return quoted
    if quoted and bold and not titled and _is_named(bold, quoted, pieces):
        quoted.before = ""
        return quoted
    if titled and (not bold or _says_more(titled, bold)):
        return Title(plain(titled.text), titled.at, titled.at + 1, titled)
    if bold:
        return bold
    if italic := _italic(pieces, first_link):
        return italic
    first_link = _before_venue(pieces, first_link)
    return _plain_title(pieces, first_link, cell=cell) or _behind_links(pieces, links, cell=cell)


def _before_venue(pieces: Pieces, end: int) -> int:
    """Return where words without emphasis end: at a venue in its own dress, or at the links."""
    for at, piece in enumerate(pieces[1:end], 1):
        dressed = (piece.bold or piece.italic or piece.code) and len(piece.text) < 60
        if dressed and is_label(piece.text) and year_of(piece.text):
            return at
    return end


def _behind_people(pieces: Pieces, links: list[Link]) -> Link | None:
    """Return the link of a title that stands behind its authors, each with a link to a page."""
    titled = [link for link in links if link.titled]
    paper = next((link for link in titled if link.is_paper), None)
    if paper is None or paper is titled[0] or len(paper.text.split()) < 3:
        return None
    before = text_of(pieces[: paper.at]).strip(' ,.:;("“')
    return paper if len(before) < 2_000 and is_people(before) else None


def _behind_links(pieces: Pieces, links: list[Link], *, cell: bool) -> Title | None:
    """Return a title that follows its links: ``[Doe et al., 2020](…) The title``."""
    if not links or any(piece.text.strip(" []()|") for piece in pieces[: links[0].at]):
        return None
    linked = {link.at for link in links}
    start = next(
        (
            n
            for n in range(links[0].at, len(pieces))
            if n not in linked and (re.search(r"\w", pieces[n].text))
        ),
        len(pieces),
    )
    rest = [*pieces[start:]]
    if rest and not rest[0].url:
        rest[0] = rest[0]._replace(text=rest[0].text.lstrip(" ])|,.:-–—"))
    later = [n - start for n in sorted(linked) if n > start]
    title = _plain_title(rest, later[0] if later else len(rest), cell=cell)
    if title:
        title.start, title.end = start, start + title.end
    return title


def _says_more(link: Link, bold: Title) -> bool:
    """Say whether a link's words are the title that the bold words before it abbreviate."""
    words = link.text.split()
    return link.is_paper and len(words) > 2 and len(words) > len(bold.text.split())


def _bold(pieces: Pieces, end: int) -> Title | None:
    """Return the first bold words that can be a title."""
    for at, piece in enumerate(pieces[:end]):
        if not piece.bold or piece.url or not _is_title(piece.text):
            continue
        if _is_emphasis(pieces[:at], piece.text):
            continue
        after = at + 1
        while (
            after < end
            and (pieces[after].bold or pieces[after] == BREAK)
            and (pieces[after] != BREAK or (after + 1 < end and pieces[after + 1].bold))
        ):
            after += 1
        text = " ".join(p.text.strip() for p in pieces[at:after])
        if after < end and (more := _subtitle(text, pieces[after])):
            return Title(plain(text.rstrip(": ：") + more), at, after + 1)
        return Title(plain(text), at, after)
    return None


def _is_italic(piece: Piece) -> bool:
    return piece.italic and not piece.url and not piece.code


def _is_named(bold: Title, quoted: Title, pieces: Pieces) -> bool:
    """Say whether bold words are a name before the title itself: ``**BERT**: "Pre-training …"``."""
    between = text_of(pieces[bold.end : quoted.start + 1]).split('"')[0].split("“")[0]
    short = len(bold.text.split()) < 4 and len(quoted.text.split()) > 2
    return short and not re.search(r"\w", between)


def _italic(pieces: Pieces, end: int) -> Title | None:
    """Return a title in italics at the beginning: ``*Title*, authors, venue``."""
    if end > 1 and pieces[0].text.rstrip().endswith((".", ":", ",")) and _is_italic(pieces[1]):
        before = pieces[0].text.strip()
        if is_people(before) and len(pieces[1].text.split()) > 2 and not year_of(pieces[1].text):
            return Title(plain(pieces[1].text), 1, 2, before=before)
    if not end or not pieces[0].italic or pieces[0].url or len(pieces[0].text.split()) < 3:
        return None
    text = pieces[0].text
    behind = text_of(pieces[1:2]).lstrip()
    said = facts_of(text)
    if not _is_title(text) or is_people(text) or said.authors or (said.venue and said.year):
        return None
    apart = behind[:1] in (",", ".", "(", "[", "-", "–", "—", "|", "") or text.rstrip().endswith(
        "."
    )
    return Title(plain(text), 0, 1) if apart and end else None


def _is_emphasis(before: Pieces, bold: str) -> bool:
    """Say whether bold words stand within a title or behind it, as a venue does."""
    words = text_of(before).strip()
    if not re.search(r"\w", words):
        return False
    ended = words.endswith((".", ",", ":", "|", ")", "]", '"', "“", "-", "–")) or is_people(words)
    return is_label(bold) or (len(words.split()) > 2 and not ended)


def _subtitle(bold: str, after: Piece) -> str:
    """Return what goes on behind a bold name: ``**BERT**: Pre-training of …``."""
    text = after.text.split("\n")[0]
    if bold.rstrip().endswith((":", "：")):
        text = ": " + text.lstrip()
    match = re.match(r"\s?[:：]\s?(?=[^\W\d_a-z])", text)
    rest = _HARD.split(text[match.end() :])[0] if match else ""
    words = rest.split()
    if not 3 <= len(words) <= 20 or len(bold.split()) > 4:
        return ""
    if _STOP.search(rest) or ET_AL.search(rest) or _capitals(words) * 2 < len(words):
        return ""
    return ": " + _cut(rest)


def _capitals(words: list[str]) -> int:
    return sum(not word[0].islower() or len(word) < 4 for word in words)


def _quoted(pieces: Pieces, end: int) -> Title | None:
    """Return a title between quotation marks, whether it is bold within them or not."""
    spans: list[tuple[int, int]] = []
    text = ""
    for at, piece in enumerate(pieces[:end]):
        spans.append((at, len(text)))
        text += piece.text if not piece.url else ""
        if len(text) > 4_000:
            break
    match = _QUOTED.search(text)
    if not match or not _is_title(match[1]):
        return None
    before = text[: match.start()].strip()
    fits = len(match[1].split()) > 2 and len(before) <= len(match[1])
    if before and not (fits or before.endswith((".", ",", ")")) or is_people(before)):
        return None
    first = max(at for at, start in spans if start <= match.start())
    last = max(at for at, start in spans if start < match.end()) + 1
    rest = text[match.end() : _end(pieces, last)]
    return Title(plain(match[1]), first, last, quoted=True, before=before, rest=rest)


def _end(pieces: Pieces, last: int) -> int:
    """Return where the text of the first pieces ends."""
    return sum(len(piece.text) for piece in pieces[:last] if not piece.url)


def _plain_title(pieces: Pieces, end: int, *, cell: bool) -> Title | None:
    """Return the title at the beginning of a text without emphasis."""
    text = "".join(piece.text for piece in pieces[:end])[:4_000]
    if end < len(pieces):
        text = text.rstrip().rstrip("[(")
    start = len(text) - len(text.lstrip())
    text = _joined(text, start)
    hard = _HARD.search(text, start)
    if cell and (hard is None or hard.start() > 120) and (told := _TOLD.search(text, start)):
        hard = told
    stretch = text[start : hard.start()] if hard else text[start:]
    before, title = _behind_authors(stretch)
    short = _cut(title)
    if cell and not hard and (stop := _STOP.search(short)):
        short = short[: stop.start()]
    if not _is_title(short) or len(short) > 350:
        return None
    rest = text[start + text[start:].find(short) + len(short) :]
    found = Title(plain(short), 0, end, rest=rest, before=before)
    found.facts.year = year_of(short) if found.text != short else None
    return found


def _joined(text: str, start: int) -> str:
    """Return a text in which a title that goes on in the next line is one line."""
    at = text.find("\n", start)
    while at > 0 and (
        _OPEN.search(text[:at].rstrip()[-12:]) or text[at + 1 :].lstrip()[:1].islower()
    ):
        text = f"{text[:at].rstrip()} {text[at + 1 :].lstrip()}"
        at = text.find("\n", at)
    return text


def _behind_authors(text: str) -> tuple[str, str]:
    """Part ``Doe, J., & Roe, R. (2010). Title. Venue`` after its authors."""
    match = re.match(rf"(.{{5,300}}?)\s*[(\[]{YEAR}[a-z]?[)\]][.,:]?\s+(?=\S+\s+\S+)", text)
    if match and is_people(match[1], certain=True) and len(text) - match.end() > 15:
        return match[0], text[match.end() :]
    stop = _STOP.search(text)
    if stop and is_people(text[: stop.start()], certain=True):
        return text[: stop.end()], text[stop.end() :]
    if match := re.match(r"(.{3,200}?\bet\.?\s?al\.?),?:?\s+(?=[^\W\d_a-z]\S+\s+\S+)", text):
        return match[0], text[match.end() :]
    return "", text


def _cut(text: str) -> str:
    """Cut a title off what follows it: a year in brackets, authors, the next sentence."""
    ends = [len(text)]
    if (year := _PAREN_YEAR.search(text)) and year.start() > 3:
        behind = text[year.end() :].lstrip(")] ")
        if not behind.startswith(":"):
            ends.append(year.start())
    found = (pattern.search(text) for pattern in (_INITIALS, _AT, _DATED))
    ends += [match.start() for match in found if match and match.start() > 8]
    by = next((match for match in _BY.finditer(text, 9) if _names_people(text, match)), None)
    ends += [by.start()] if by else []
    if min(ends) < len(text) and (comma := _before_people(text[: min(ends)])):
        ends.append(comma)
    for stop in _STOP.finditer(text):
        head = text[: stop.start()]
        if (
            len(head.split()) > 1
            and not _SHORTENED.search(head[-8:])
            and not (head.endswith(("?", "!")) and _goes_on(text[stop.end() :]))
        ):
            ends.append(stop.start() + (text[stop.start()] in "?!"))
            break
    return text[: min(ends)].rstrip(" ,([-–—")


def _names_people(text: str, by: re.Match[str]) -> bool:
    """Say whether people follow, where ``Learning by Predicting Noise`` goes on with a title."""
    rest = re.split(r"[.(\[|]\s|\s[-–—]\s|\s?[(\[]", text[by.end() : by.end() + 500])[0]
    if by[0].endswith("@") or by[1] or ET_AL.search(rest):
        return True
    words = re.split(r",\s|\sand\s|\s&\s", rest.strip(" .,"))
    return len(words) > 1 and " " in words[0] and is_people(rest)


def _before_people(text: str) -> int:
    """Return where people with first names follow a title: ``Title, Ann Lee and Bo Ray``."""
    for comma in list(re.finditer(r",\s", text))[:40]:
        names = re.split(r",\s(?:and\s)?|\sand\s|\s&\s", text[comma.end() :].strip(" ,."))
        full = all(1 < len(name.split()) < 4 for name in names)
        if comma.start() > 8 and full and len(names) > 1 and is_people(text[comma.end() :]):
            return comma.start()
    return 0


def _goes_on(rest: str) -> bool:
    """Say whether what follows a question is the rest of the title: neither people nor a venue."""
    rest = rest.strip(" .")
    words = re.findall(r"[^\W\d_][\w'’-]*", rest)
    if not 1 < len(words) < 16 or is_people(rest) or KNOWN_VENUES.search(rest):
        return False
    stops = bool(_STOP.search(rest)) or bool(year_of(rest)) or bool(ET_AL.search(rest))
    return not stops and _capitals(words) == len(words)


def plain(text: str) -> str:
    """Return a title without the marks, quotes and the full stop around it."""
    text = re.sub(rf"\s?[(\[（]{YEAR}[)\]）](?=\s*:)", "", text)
    text = _NUMBERED.sub("", text[: 2 * TITLE_LIMIT]).strip() or text
    text = clean(re.sub(r":(?:star\w*|fire|new|sparkles|\w*_\w+):", " ", text), TITLE_LIMIT)
    text = re.sub(r"^(?:arxiv|paper|title|pdf|论文)\s*[:：]\s+", "", text, flags=re.IGNORECASE)
    text = _MARKED.sub("", text)
    for _ in range(5):
        before = text
        text = text.strip(" ,;|*_\t").strip()
        if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
            text = text[1:-1]
        elif text[:1] in "“«《„" and not re.search('[”»》“"]', text[1:]):
            text = text[1:]
        if re.search(r"[^.\s][.。]$", text) and not re.search(r"\b(?:Inc|Jr|etc|al)\.$", text):
            text = text[:-1]
        text = re.sub(r"\s*[:：–—-]+$", "", text)
        if text == before:
            break
    return text


def _is_title(text: str) -> bool:
    """Say whether words can be a title at all."""
    bare = text.strip(" []()【】.,:;|*'\"")
    letters = sum(char.isalpha() for char in bare)
    return (
        letters > 0
        and len(bare) > 1
        and not text.lstrip().startswith(("(", "（", "http"))
        and not role_of(bare)
    )
