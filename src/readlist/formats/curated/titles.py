"""Where the title stands in an entry, and what stands around it: numbers, dates, people, venues.

Pure text rules, as people write references by hand; every quantifier is bounded.
"""

import re
from dataclasses import dataclass, field

from readlist.formats.curated.facts import (
    ET_AL,
    KNOWN_VENUES,
    YEAR,
    Facts,
    facts_of,
    is_people,
    year_of,
)
from readlist.formats.curated.links import Link, is_label, role_of
from readlist.formats.curated.pieces import BREAK, Piece, Pieces, text_of
from readlist.text import TITLE_LIMIT, clean

_LEAD = re.compile(
    r"\s*(?:"
    rf"[\[(（【]\s*(?P<date>{YEAR}(?:\s?[./-]\s?\d\d?){{0,2}})\s*[\])）】][:.,]?\s?|"
    rf"(?P<loose>{YEAR}[./-]\d\d?(?:[./-]\d\d?)?)(?:\s*[:|—–-]|\s)\s?|"
    rf"(?P<dashed>{YEAR}-[A-Za-z]{{2,12}})-(?=[^\W\d_a-z])|"
    r"[\[(（【]\s?\d{1,4}\s?[\])）】][.:]?\s?|\d{1,4}\s?[.)、:）](?=\s|$|[^\d\s])\s?|#\d{1,4}\s|"
    r"[\[【](?P<tag>[^\[\]【】]{2,40})[\]】][:.,]?\s?|"
    r"\[[ xX]\]\s|:[a-z0-9_+-]{2,40}:\s?|"
    r"[^\w\s\"“”'‘’(\[{<«《【（$\\#@&+*`~.-]{1,8}\s?|[•●▪◦·*+~-]\s+"
    r")"
)
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
_BY = re.compile(r",?\s+by\s+(?=[^\W\d_a-z])|\s?\(@")
_AT = re.compile(
    rf"[,.]\s+(?:[Ii]n\s)?(?:[A-Z][\w&.-]{{1,20}}\s){{0,3}}[A-Z][\w&.-]{{1,20}},?[\s'’]['’]?"
    rf"(?:{YEAR}|\d\d)\b"
)
_STOP = re.compile(r"(?<=[^\W\d_A-Z][^\W_])[.。]\s+(?=[^\W\d_a-z])|(?<=[?!])\s+(?=[^\W\d_a-z])")
_SHORTENED = re.compile(
    r"(?:^|\W)(?:vs|mr|dr|st|no|vol|al|cf|eg|e\.g|i\.e|fig|inc|co|approx)$", re.IGNORECASE
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


def without_lead(pieces: Pieces, facts: Facts) -> Pieces:
    """Return pieces without the number, date, mark or tag before them, which go to the facts."""
    pieces = list(pieces)
    for _ in range(12):
        while pieces and not pieces[0].url and not pieces[0].text.strip():
            pieces.pop(0)
        if not pieces or pieces[0].url:
            break
        if _is_tag(pieces):
            facts.filled(_tag_facts(pieces[1].text))
            pieces[:3] = [pieces[2]._replace(text=pieces[2].text.lstrip()[1:].lstrip(" .:"))]
            continue
        first = pieces[0]
        match = _LEAD.match(first.text)
        if not match or not _is_lead(match, first, pieces):
            break
        _read_lead(match, facts)
        pieces[0] = first._replace(text=first.text[match.end() :])
    return pieces


def _is_tag(pieces: Pieces) -> bool:
    """Say whether pieces begin with a tag in a dress of its own: ``(*ICCV 2023*)``, ``[**X**]``."""
    return (
        len(pieces) > 2
        and pieces[0].text.strip() in ("(", "[", "【")
        and not any(piece.url for piece in pieces[1:3])
        and len(pieces[1].text) < 60
        and pieces[2].text.lstrip().startswith((")", "]", "】"))
    )


def _tag_facts(tag: str) -> Facts:
    """Return what a tag before a title says; one that is no venue may be a topic or a name."""
    said = facts_of(tag, venue=bool(re.search(r"\d{2}", tag)))
    return said if said.year or KNOWN_VENUES.search(tag) else Facts()


def _is_lead(match: re.Match[str], first: Piece, pieces: Pieces) -> bool:
    """Say that a title remains behind it: ``1984`` and ``[MASK] is …`` are titles themselves."""
    rest = first.text[match.end() :].strip() or any(p.text.strip() for p in pieces[1:])
    return match.end() > 0 and bool(rest)


def _read_lead(match: re.Match[str], facts: Facts) -> None:
    if date := match["date"] or match["loose"]:
        facts.year = facts.year or int(date[:4])
    elif tag := match["tag"] or match["dashed"]:
        facts.filled(_tag_facts(tag.replace("-", " ")))


# The title


def title_of(pieces: Pieces, links: list[Link], *, cell: bool = False) -> Title | None:
    """Return the title of an entry: bold, quoted, a link's words, or the text before the links.

    ``cell`` says that it is a cell of a table, in which a description follows the title.
    """
    first_link = min((link.at for link in links), default=len(pieces))
    titled = next((link for link in links if link.titled), None)
    bold = _bold(pieces, first_link)
    quoted = _quoted(pieces, first_link)
    if quoted and (not titled or not titled.is_paper) and (not bold or quoted.start <= bold.start):
        return quoted
    if titled and (not bold or _says_more(titled, bold)):
        return Title(plain(titled.text), titled.at, titled.at + 1, titled)
    if bold:
        return bold
    return _plain_title(pieces, first_link, cell=cell) or _behind_links(pieces, links, cell=cell)


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
    found = (pattern.search(text) for pattern in (_INITIALS, _BY, _AT))
    ends += [match.start() for match in found if match and match.start() > 8]
    for stop in _STOP.finditer(text):
        head = text[: stop.start()]
        if len(head.split()) > 1 and not _SHORTENED.search(head[-8:]):
            ends.append(stop.start() + (text[stop.start()] in "?!"))
            break
    return text[: min(ends)].rstrip(" ,([-–—")


def plain(text: str) -> str:
    """Return a title without the marks, quotes and the full stop around it."""
    text = re.sub(rf"\s?[(\[（]{YEAR}[)\]）](?=\s*:)", "", text)
    text = clean(re.sub(r":(?:star\w*|fire|new|sparkles|\w*_\w+):", " ", text), TITLE_LIMIT)
    text = re.sub(r"^(?:arxiv|paper|title|pdf|论文)\s*[:：]\s+", "", text, flags=re.IGNORECASE)
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
