"""An entry as a row of segments: stretches in one dress, with what parts them.

A segment is the smallest stretch that can be a fact: words between commas, in brackets, in italics,
in a link. What it is, is decided by ``evidence`` and ``reading``.
"""

import re
from typing import NamedTuple

from readlist.formats.lists.links import Link, is_label
from readlist.formats.lists.pieces import Piece, Pieces
from readlist.formats.lists.words import FILLERS

MOST = 40
"""Segments of an entry that are weighed; what stands behind them is remark."""
_LONGEST = 2_000

SHORTENED = re.compile(
    r"(?:^|\W)(?:vs|mr|dr|st|no|vol|cf|eg|e\.g|i\.e|fig|inc|co|approx|eds?|univ|proc|conf|int|"
    r"trans|symp|rev|annu|sci|lett|adv|inf|process|syst|learn|mach|artif|intell|res|phys|math|biol|"
    r"chem|med|eng|technol|am|nat|commun|netw|robot|autom|lang|ling|theor|exp|appl|stat|neural|"
    r"ieee trans|j|assoc|comput|jr|sr|pp|dept)$",
    re.IGNORECASE,
)
_VERBS = "(?:Introduces|Proposes|Presents|Shows|Investigates|Explores)"
# What parts two facts in running text. A stop parts sentences, but neither initials nor
# shortenings: ``J. Doe`` and ``Proc. of`` are one stretch.
_PARTED = re.compile(
    r"(?=[\s.。,，、;；()（）\[\]【】{}\"“”«»《》「」『』„‘’–—])(?:"  # others part nothing
    r"(?P<line>\s*\n\s*)"
    # ``RAG+  Introduces a framework``, ``GPT-4.5  OpenAI introduces its model``: a sentence begins.
    r"|(?P<said>\s+(?=(?:This|The|Our)\s(?:new\s)?(?:paper|work|study|survey|report|authors)\s)|"
    rf"\s+(?={_VERBS}\s(?:an?|the|how|that|new)\s)|\s{{2,}}(?=(?:{_VERBS}|Researchers)\s)|"
    r"\s{2,}(?=(?:(?!is\s|are\s)\S+\s){1,6}(?:introduces?|released?|presents?|proposes?|is\san?)\s))"
    r"|(?P<dash>\s+[-–—|·•]+\s+|\t|\s?——\s?|\s{2,}|\s[-–—](?=[^\W\d_])|(?<=[^\W\d_])[–—]\s)"
    r"|(?P<stop>(?:(?<=[^\W\d_A-Z][^\W_])|(?<=\d)|(?<=[)\]”\"])|(?<=\s[A-Z][A-Z])|(?<=[A-Z][a-z])|"
    r"(?<=[A-Z][A-Z][A-Z]))[.。]\s+(?=[^\W_a-z]|[\"“(]|$)|。|^[.。](?:\s+|$)|(?<=\bal)\.\s+"
    r"|(?<=[a-z]\s[A-Z])\.\s+(?=[A-Z][a-z]{2,}\s(?!(?:and|et|und|van|von|de|der|la)\s)[a-z])"
    r"|(?<=\s[A-Z])\.\s+(?=(?:The|An?|On|How|What|Why|Towards?)\s))"
    # ``Title[C]//Proceedings``: what kind of work it is, as Chinese references say it (GB/T 7714).
    r"|(?P<told>\[[A-Z](?:/OL)?\](?://|[.。]\s*|(?=\s|$)))"
    r"|(?P<ask>(?<=[?!？！])\s+(?=[^\W\d_a-z]))"
    r"|(?P<comma>,\s*(?=[\s(\[]|[^\W\d_a-z]|&|(?:19|20)\d\d\b|$)|,\s+|，|、)"
    r"|(?P<semi>;\s+|；|(?<=\d);(?=\d))"
    r"|(?P<by>,?\s+by\s+(?=[^\W\d_a-z])|,?\s+@(?=\w))"
    r"|(?P<open>[(（\[【{])(?![^\W\d_]{1,12}[)\]][^\W\d_])|(?P<close>"
    r"(?!(?<=[(\[][^\W\d_]{3})[)\]][^\W\d_])[)）\]】}])"
    r"|(?P<quote>[\"“”«»《》「」『』„]|(?<!\w)[‘](?=\w)|(?<=[\w.,?!])[’](?=[\s,.]|$)))"
)
# ``by Ann Lee`` on a line of its own
_LED = re.compile(r"\s*(?:by|von|par|por|di)\s+(?=[^\W\d_a-z])")
# ``Xi (Peter) Chen`` is one name; ``Sheep (Oral)``, ``Sheep (ICML) Ann Lee`` have a bracket.
NICKNAME = re.compile(
    r"(?<=[^\W\d_][\s.])\s?\((?![A-Z]{2})([^\W\d_a-z][^\W\d_]{1,11})\)\s(?=[^\W\d_a-z][\w.'’-])"
)
_FILLERS = frozenset(FILLERS.split())
_NO_WORDS = re.compile(r"[\W_]*(?:(?:and|or|und|et|y|&|和|与)[\W_]*)?")


class Segment(NamedTuple):
    """A stretch of an entry: its words, where they stand in its text, and what is around them.

    ``before`` and ``after`` name what parts it from its neighbours: ``line``, ``dash``, ``stop``,
    ``ask`` (behind a question mark), ``comma``, ``semi``, ``by``, ``quote``, ``open``, ``close``,
    ``said`` (a sentence begins), ``told``,
    ``dress`` (nothing but another dress) or nothing at the edges. ``inside`` is the bracket or the
    quote in which it stands.
    """

    text: str
    start: int
    end: int
    dress: str
    inside: str
    before: str
    after: str
    at: int
    link: Link | None = None


def _dress(piece: Piece) -> str:
    if piece.badge:
        return "badge"
    if piece.code:
        return "code"
    return "bold" if piece.bold else "italic" if piece.italic else ""


class Cut(NamedTuple):
    """The text of an entry, its segments, and where each of its pieces begins in the text."""

    text: str
    segments: list[Segment]
    starts: dict[int, int]


def _within_names(text: str) -> set[int]:
    """Return where the brackets of nicknames stand, which part no name."""
    return {
        at
        for name in NICKNAME.finditer(text)
        if not (is_label(name[1]) or name[1].lower() in _FILLERS)
        for at in (name.start(1) - 1, name.end(1))
    }


class _Cutter:
    """Goes along the pieces of an entry and keeps what is open."""

    def __init__(self) -> None:
        self.found: list[Segment] = []
        self.open: list[tuple[str, int]] = []
        self.parted = ""
        self.quoted = False

    def part(self, kind: str) -> None:
        """Remember what parts the next segment from the last; the strongest of several counts."""
        ranks = (
            "",
            "dress",
            "comma",
            "semi",
            "ask",
            "by",
            "quote",
            "close",
            "open",
            "told",
            "said",
            "dash",
            "stop",
            "line",
        )
        if ranks.index(kind) >= ranks.index(self.parted) or self.parted in ("close", "open"):
            self.parted = kind
        if self.found:
            self.found[-1] = self.found[-1]._replace(after=self.parted)

    def add(self, text: str, start: int, dress: str, at: int, link: Link | None = None) -> None:
        """Add a segment where there are words."""
        bare = text.strip()
        if not bare or (dress != "link" and _NO_WORDS.fullmatch(bare)):
            return
        offset = start + text.index(bare)
        inside = self.open[-1][0] if self.open else ""
        inside = "“" if self.quoted and inside == "" else inside
        before = self.parted or ("dress" if self.found else "")
        self.found.append(
            Segment(bare, offset, offset + len(bare), dress, inside, before, "", at, link)
        )
        self.parted = ""

    def goes_on(self, kind: str, match: re.Match[str]) -> bool:
        """Say whether what parts others parts nothing here: the stop of ``Proc. of``."""
        if kind == "stop" and SHORTENED.search(
            match.string[max(0, match.start() - 12) : match.start()]
        ):
            return True
        if kind == "quote" and match[0] == "’" and not self.quoted:
            return True
        # ``(Annu. Rev. Control Robot. Syst. 2019)`` is one venue
        return kind in ("stop", "dash", "by") and bool(self.open or self.quoted)

    def words(self, text: str, start: int, dress: str, at: int) -> None:
        """Part running text."""
        here = 0
        if self.parted == "line" and (led := _LED.match(text)):
            here = led.end()
        names = _within_names(text)
        for match in _PARTED.finditer(text, here):
            if len(self.found) >= MOST:
                return
            kind = str(match.lastgroup)
            if match.start() in names or self.goes_on(kind, match):
                continue
            self.add(text[here : match.start()], start + here, dress, at)
            here = match.end()
            self.part(kind)
            if kind == "open":
                self.open.append((match[0], start + match.start()))
            elif kind == "close" and self.open:
                self.open.pop()
            elif kind == "quote":
                self.quoted = not self.quoted
        self.add(text[here:], start + here, dress, at)


def cut(pieces: Pieces, links: list[Link], *, first: int = 0) -> Cut:
    """Return the text of an entry from a piece on, and its segments."""
    linked = {link.at: link for link in links}
    cutter = _Cutter()
    texts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    for at, piece in enumerate(pieces[first:], first):
        if length > _LONGEST or len(cutter.found) > MOST:
            pass
        elif at in linked or piece.url:
            cutter.add(piece.text or "x", length, "link", at, linked.get(at))
        else:
            cutter.words(piece.text, length, _dress(piece), at)
        starts[at] = length
        texts.append(piece.text)
        length += len(piece.text)
    return Cut("".join(texts), cutter.found[:MOST], starts)
