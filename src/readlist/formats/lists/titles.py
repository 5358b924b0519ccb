"""The words of a title, without what stands around and before them.

Numbers, dates, marks, days of a schedule, venues in brackets, in bold or in code.
"""

import re

from readlist.formats.lists.facts import Facts, facts_of, people
from readlist.formats.lists.links import is_label, role_of
from readlist.formats.lists.pieces import Piece, Pieces
from readlist.formats.lists.programme import TALK, TIME
from readlist.formats.lists.words import FACTS, KNOWN_VENUES, YEAR
from readlist.text import TITLE_LIMIT, clean

_NUMBERED = re.compile(r"^\[?\(?\d{4}\.\d{4,5}(?:v\d{1,2})?[\])]?\s*[:.-]?\s+(?=\S)|\[\^\w{1,20}\]")
_MARKED = re.compile(
    r"^(?:[^\w\s!-~¡-ʯ‐-‧‹›«»《》【】「」『』（）〈〉∀-⋿$€£“”‘’]{1,8}\s{0,3}){1,3}(?=\w)"
)
_DATED = re.compile(rf"\s?[(\[（]{YEAR}[)\]）](?=\s*:)")
_PICTURE = re.compile(r":(?:star\w*|fire|new|sparkles|\w*_\w+):")
# ``Paper: T``, ``论文标题：T``; behind a Latin colon a blank follows: ``Paper:Rock`` is a name.
_CALLED = re.compile(
    rf"^(?:(?:arxiv|pdf|{FACTS['title'].replace(' ', '|')})\s*(?:[:：]\s+|：))", re.IGNORECASE
)
# ``T #nlp #to-read``, as note-takers tag it; ``C #`` and ``Issue #12`` are words.
_HASHTAGS = re.compile(r"(?:\s#[^\W\d_][\w/-]{1,40})+$")
_STOPPED = re.compile(r"[^.\s][.。]$")
_SHORTENED = re.compile(r"\b(?:Inc|Jr|etc|al)\.$")
_LED_ON = re.compile(r"\s*(?:[:：–—→-]|[-=]>)+$")
_QUOTES = "\"'“”‘’«»《》「」『』„`"


def plain(text: str) -> str:
    """Return a title without the marks, quotes and the full stop around it."""
    text = _DATED.sub("", text) if ":" in text else text
    text = _NUMBERED.sub("", text[: 2 * TITLE_LIMIT]).strip() or text
    text = clean(_PICTURE.sub(" ", text) if ":" in text else text, TITLE_LIMIT)
    text = _MARKED.sub("", _CALLED.sub("", text))
    text = _HASHTAGS.sub("", text) if "#" in text else text
    for _ in range(5):
        before = text
        text = text.strip(" ,;|*_\t").strip()
        if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
            text = text[1:-1]
        elif text[:1] in "“«《„" and not re.search('[”»》“"]', text[1:]):
            text = text[1:]
        if _STOPPED.search(text, len(text) - 2) and not _SHORTENED.search(text):
            text = text[:-1]
        text = _LED_ON.sub("", text) if text[-1:] in ":：–—-→>" else text
        if text == before:
            break
    return text


def is_title(text: str) -> bool:
    """Say whether words can be a title at all."""
    bare = text.strip(" []()【】.,:;|*'\"")
    return (
        any(map(str.isalpha, bare))
        and len(bare) > 1
        and not text.lstrip().startswith(("(", "（", "http"))
        and not role_of(bare)
    )


_SESSIONS = (
    r"weeks?|session|lecture|class|meeting|day|semana|sesi[óo]n|clase|woche|sitzung|semaine|séance|"
    r"aula|lezione|settimana|tydzień|неделя"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?"
    rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})"
)
# ``Week 3:``, ``12 Jan –``, ``Oct 24 (Ann Lee):``: when it is read, not when it was published
_HELD = (
    rf"(?i:(?:{_SESSIONS})\s?\d{{1,2}}[a-z]?|第\s?\d{{1,2}}\s?[周回讲课次]|{_DAY})"
    r"(?:\s?\([^()]{1,40}\))?\s?(?:[:：|]|\s[–—-](?=\s))\s*"
)
_HELD_ON = re.compile(_HELD)
_LEAD = re.compile(
    r"\s*(?:"
    rf"[\[(（【]\s*(?P<date>{YEAR}(?:\s?[./-]\s?\d\d?){{0,2}})\s*[\])）】][:.,]?\s?|"
    rf"(?P<loose>{YEAR}[./-]\d\d?(?:[./-]\d\d?)?)(?:\s*[:|—–-]|\s)\s?|"
    rf"(?P<dashed>{YEAR}-[A-Za-z]{{2,12}})-(?=[^\W\d_a-z])|"
    r"[\[(（【]\s?\d{1,4}\s?[\])）】][.:]?\s?|\d{1,4}\s?[.)、:）](?=\s|$|[^\d\s])\s?|#\d{1,4}\s|"
    r"[\[【](?P<tag>[^\[\]【】]{2,40})[\]】][:.,]?\s?|"
    r"\[[ xX]\]\s|:[a-z0-9_+-]{2,40}:\s?|"
    rf"{_HELD}|{TIME}|{TALK}|"
    r"[^\w\s\"“”'‘’(\[{<«《【（$\\#@&+*`~.-]{1,8}\s?|[•●▪◦·*+~-]\s+"
    r")"
)


# ``[Luo and Mesgarani, 2019] T``
_CITED = re.compile(rf"([A-Z][\w'’-]{{1,30}}\s(?:and|&)\s[A-Z][\w'’-]{{1,30}}),?\s({YEAR})[a-z]?")


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
        if _is_dressed_tag(first, pieces[1:]):
            facts.filled(_tag_facts(first.text.strip(" []()【】")))
            pieces.pop(0)
            if pieces and not pieces[0].url:
                pieces[0] = pieces[0]._replace(text=pieces[0].text.lstrip(" .:|-–—,)]"))
            continue
        if over := _held_over(pieces):
            pieces[:2] = [pieces[1]._replace(text=pieces[1].text[over:])]
            continue
        match = _LEAD.match(first.text)
        if (
            match
            and first.bold
            and match.end() == len(first.text)
            and _is_lead(match, first, pieces)
        ):
            pieces.pop(0)
            continue
        if not match or not _is_lead(match, first, pieces):
            break
        _read_lead(match, facts)
        pieces[0] = first._replace(text=first.text[match.end() :])
    return pieces


def _held_over(pieces: Pieces) -> int:
    """Return where the day of a session ends that begins in bold: ``**Oct 24** (Ann Lee): T``."""
    if len(pieces) < 2 or pieces[1].url or not (pieces[0].bold or pieces[0].italic):
        return 0
    held = _HELD_ON.match(pieces[0].text + pieces[1].text)
    return max(0, held.end() - len(pieces[0].text)) if held else 0


def _is_tag(pieces: Pieces) -> bool:
    """Say whether pieces begin with a tag in a dress of its own: ``(*ICCV 2023*)``, ``[**X**]``."""
    return (
        len(pieces) > 2
        and pieces[0].text.strip() in ("(", "[", "【")
        and not any(piece.url for piece in pieces[1:3])
        and len(pieces[1].text) < 60
        and pieces[2].text.lstrip().startswith((")", "]", "】"))
    )


def _is_dressed_tag(first: Piece, rest: Pieces) -> bool:
    """Say whether the first piece is a venue or a date in bold or code: ``**ICCV 2021** Title``."""
    if not (first.bold or first.code or first.italic) or len(first.text) > 60:
        return False
    bare = first.text.strip(" []()【】:.")
    if role_of(bare) or not is_label(bare) or not re.search(r"[A-Za-z]{2}.{0,40}\d\d|^\d{4}", bare):
        return False
    return bool(_tag_facts(bare).year) and any(re.search(r"\w{3}", piece.text) for piece in rest)


def _tag_facts(tag: str) -> Facts:
    """Return what a tag before a title says; one that is no venue may be a topic or a name."""
    if cited := _CITED.fullmatch(tag.strip()):
        return Facts(people(cited[1]).authors, year=int(cited[2]))
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
