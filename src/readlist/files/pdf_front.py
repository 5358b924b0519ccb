"""What stands at the top of the first page: the title and the names of its authors. Pure.

A page tells them by their places and letters: the title is set larger than the text and above it,
the names stand below the title, all in one way. No word makes a title, and few words unmake one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from readlist.bib.names import parse_author
from readlist.files.pdf_text import whole_words
from readlist.model import Author
from readlist.text import clean, fold

BODY = 10.0
"""Points of a text whose letters tell no size."""
_TITLE_LETTERS = 300
_TITLE_PAGE = 250
"""Letters of a page that can have nothing but a title on it."""
_NAMES = 100
"""Authors of one paper that are read at most."""


class Piece(NamedTuple):
    """Letters of one size in one line; the angle is in degrees against the clock."""

    size: float
    angle: int
    x: float
    y: float
    right: float
    font: str
    text: str


class Box(NamedTuple):
    """The edges of a page in points."""

    left: float = 0.0
    bottom: float = 0.0
    right: float = 612.0
    top: float = 792.0


class Line(NamedTuple):
    """Pieces beside each other; ``size`` is that of its letters, ``broken`` says a word goes on."""

    size: float
    y: float
    x: float
    right: float
    font: str
    text: str
    pieces: tuple[Piece, ...] = ()


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """Return the lines of a page that run from left to right, as the file has them."""
    lines: list[Line] = []
    held: list[Piece] = []
    for piece in pieces:
        if piece.angle in (0, 1, 359) and piece.text.strip():
            if held and not _goes_on(held, piece):
                lines.append(_line(held))
                held = []
            held.append(piece)
    if held:
        lines.append(_line(held))
    return lines


def _goes_on(held: Sequence[Piece], piece: Piece) -> bool:
    """Say whether a piece stands in the line of those before; a raised mark does."""
    last = held[-1]
    size = max(last.size, piece.size)
    apart = abs(piece.y - last.y)
    if apart > size / 2:
        return False
    # The E of the TeX logo hangs between its neighbours.
    if apart < 0.3 * size and abs(piece.x - last.right) < 0.4 * size:
        return True
    if apart < 1 or piece.size < 0.8 * held[0].size or last.size < 0.8 * piece.size:
        return piece.x > last.x - size
    return False


def _line(pieces: Sequence[Piece]) -> Line:
    letters: Counter[float] = Counter()
    for piece in pieces:
        letters[piece.size] += len(piece.text.strip())
    size = max(size for size, count in letters.items() if count * 12 > letters.total())
    main = max(pieces, key=lambda piece: len(piece.text) if piece.size >= 0.75 * size else 0)
    text = ""
    end = pieces[0].x
    for piece in pieces:
        if text and not text.endswith(" ") and piece.x - end > 0.15 * size:
            text += " "
        text += piece.text.replace("\n", " ").replace("\x02", "\ufffe")
        end = piece.right
    left, right = min(piece.x for piece in pieces), max(piece.right for piece in pieces)
    return Line(size, main.y, left, right, main.font, text, tuple(pieces))


def body_size(lines: Iterable[Line]) -> float:
    """Return the size of most letters of a page; a page of its own for the title has no text."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size)] += len(line.text)
    if not letters:
        return BODY
    most = float(max(letters, key=lambda size: letters[size]))
    return min(most, BODY) if letters.total() < _TITLE_PAGE else most


# --- The title ---------------------------------------------------------------------------------

# What metadata have instead of a title. Not: "Template-Based Recognition", "Instructions for AI".
_NO_TITLE = re.compile(
    r"untitled|microsoft (?:word|powerpoint)\b|powerpoint presentation|slide [0-9]|doi\s?:|"
    r"pii\s?:|arxiv:|https?:|.*\.(?:dvi|tex|docx?|pdf|indd|qxd|p65|ps|rtf|pptx?)$|"
    r"(?:latex |word )?template(?: for .*)?$|(?:formatting |author )?instructions for "
    r"(?:authors|iclr|icml|neurips|nips|acl|aaai|the preparation)\b.*|"
    r"(?:full|main|final|camera|title|paper|manuscript|article)\b[\w -]{0,20}$|"
    r"[\w-]{0,40}[0-9]{3,40}[\w-]{0,40}(?: [0-9]+\.\.[0-9]+)?$",
    re.IGNORECASE,
)
# What is set in large letters over the title: the journal, the university, the kind of article.
_BANNER = re.compile(
    r"(?:(?:original|research|review|regular|short|invited|full) )?(?:research|article|paper|"
    r"letter|review|report|communication|contribution|note|perspective|editorial|survey|tutorial|"
    r"preprint)s?|open ?access|open|contents|abstract|summary|introduction|research square|"
    r"(?:nber )?(?:working|discussion) papers?(?: series)?(?: .{0,20})?|"
    r"technical report.{0,20}|.{0,40}\bpaper series|"
    r"(?:the )?(?:journal|annals|proceedings|transactions|archives|bulletin|letters|advances) "
    r"(?:of|in|on) .{0,80}|"
    r".{0,50}\b(?:journal|letters|transactions|university press)|"
    r"nature(?: [a-z]+)?|science|cell|pnas|the lancet|plos .{0,20}|ssrn|jstor|arxiv|bior[xχ]iv|"
    r"medr[xχ]iv|elsevier|springer|ieee .{0,40}|acm .{0,40}|.{0,20}doctoral thesis|"
    r"(?:phd|ph\.d\.|master(?:['’]?s)?|doctoral|bachelor(?:['’]?s)?) (?:thesis|dissertation)|"
    r"thesis|dissertation|draft.{0,40}|confidential.{0,40}|do not distribute.{0,20}|"
    r"(?:notes? on|reading group|lecture) ?[0-9]*",
    re.IGNORECASE,
)
# "University of Oxford", "ETH Hochschule"; not "University Rankings Explained".
_SCHOOL = re.compile(
    r"(?:the )?(?:[\w.'-]+ ){0,4}(?:university|universit[äéaà]t?|universidade?|"
    r"institute of technology|college|polytechnic|[eé]cole|hochschule|大学)"
    r"(?: (?:of|de|di|do|da|at|zu|für|in|and|the|college|london) ?(?:[\w.'-]+ ?){0,4})?",
    re.IGNORECASE,
)
# "On"; not "3 x 7".
_BY_WORDS = re.compile(r"[^\W\d_]{2,}")
# "王", "か", "한"; not "w".
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Title(NamedTuple):
    """A title and its lines on the page; ``sure`` says that the page sets it apart as one."""

    text: str = ""
    lines: tuple[Line, ...] = ()
    sure: bool = False


def is_title(text: str) -> bool:
    """Say whether a text can be a title at all: it has words, and is no name of a file."""
    if not 4 <= len(text) <= _TITLE_LETTERS or _NO_TITLE.match(text):
        return bool(2 < len(text) < 100 and len(_IDEOGRAPHS.findall(text)) > 2)
    return len(_BY_WORDS.findall(text)) > 0 or len(_IDEOGRAPHS.findall(text)) > 2


def title_of(lines: Sequence[Line], info: Mapping[str, str], page: str) -> Title:
    """Return the title: what the page sets in the largest letters, as the metadata write it.

    Metadata that the page does not have are often those of an older paper.
    """
    said = _said_title(info)
    blocks = _blocks(lines)
    for block in blocks:
        if said and _alike(said, block.text):
            whole = block.text if len(fold(said)) < len(fold(block.text)) else said
            return block._replace(text=whole, sure=True)
    if len(fold(said)) > 9 and fold(said) in fold(page):
        return Title(said, (), True)
    for block in blocks:
        if is_title(block.text) and not _is_banner(block.text):
            return block
    return Title(said) if said else _bold(lines)


def _said_title(info: Mapping[str, str]) -> str:
    """Return the title of the metadata; not "main.dvi", "Microsoft Word - paper.doc"."""
    said = clean(info.get("/Title", ""), 500)
    has_words = " " in said or _IDEOGRAPHS.search(said)
    return said if has_words and is_title(said) else ""


# "NimbusRomNo9L-Medi", "CMBX12", "Arial-Bold"; not "CMR10".
_BOLD = re.compile(r"bold|bx|medi|black|heavy|demi", re.IGNORECASE)


def _bold(lines: Sequence[Line]) -> Title:
    """Return a title that is no larger than the text: bold or in capitals, above the abstract."""
    found: list[Line] = []
    for line in lines[:20]:
        shown = line.text.strip()
        is_bold = bool(_BOLD.search(line.font)) or shown.isupper()
        is_next = is_bold and line.font == (found[-1].font if found else line.font)
        if _ENDS.match(line.text) or (found and not is_next):
            break
        if is_next and not _is_banner(shown) and not shown.isdigit():
            found.append(line)
    text = clean(whole_words("\n".join(line.text.strip() for line in found)))
    return Title(text, tuple(found)) if is_title(text) and len(text) > 7 else Title()


def _alike(said: str, shown: str) -> bool:
    """Say whether the page has what the metadata say, perhaps with a subtitle or a mark."""
    mine, theirs = fold(said), fold(shown)
    if not mine or not theirs:
        return False
    short, long = sorted((mine, theirs), key=len)
    return mine == theirs or (len(short) > 11 and long.startswith(short))


def _is_banner(text: str) -> bool:
    plain = " ".join(text.split()).strip(" .:*–—-")
    return bool(_BANNER.fullmatch(plain) or _SCHOOL.fullmatch(plain))


def _blocks(lines: Sequence[Line]) -> list[Title]:
    """Return what the page sets in larger letters than its text, the largest first.

    Lines of one size that follow each other closely are one block. Small capitals are a fifth
    smaller than the capitals between which they stand; a line of them alone belongs to the rest.
    """
    blocks: list[list[Line]] = []
    for line in lines:
        if len(line.text.strip()) < 2 and not blocks:
            continue  # an initial that runs over several lines
        if blocks and _same_block(blocks[-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    body = body_size(lines)
    found = []
    for block in blocks:
        size = max(line.size for line in block)
        shown = "\n".join(line.text.strip() for line in block)
        text = _without_mark(clean(whole_words(shown)), block)
        if size > 1.07 * body and sum(map(str.isalpha, text)) > 3:
            found.append(Title(text, tuple(block), size > 1.15 * body))
    # A heading further down may be as large; the title is the first of its size.
    return sorted(found, key=lambda one: -max(round(line.size) for line in one.lines))[:8]


def _without_mark(text: str, block: Sequence[Line]) -> str:
    """Return a title without the mark of a footnote: "Deep Lists∗". Not: "C*-Algebras"."""
    text = re.sub(r"(?<=\w)\s?[*∗†‡§¶⋆]{1,2}$", "", text)
    last = block[-1].pieces[-1] if block[-1].pieces else None
    if last and last.size < 0.8 * block[-1].size and last.y > block[-1].y + 1:
        mark = last.text.strip()
        return text.removesuffix(mark).rstrip() if mark.isdigit() else text
    return text


def _same_block(block: Sequence[Line], line: Line) -> bool:
    last = block[-1]
    size = max(one.size for one in block)
    if not 0 <= last.y - line.y < 2.3 * size:
        return False
    if abs(line.size - size) <= 0.06 * size:
        return True
    # "EADING" in small capitals alone: all capitals, like the line before.
    capitals = line.text.isupper() and block[0].text.isupper()
    return capitals and 0.75 * size <= line.size <= size and line.font == last.font


# --- The authors -------------------------------------------------------------------------------

# "Abstract", "1. Introduction", "Keywords:"; not "Abstraction in Programs".
_ENDS = re.compile(
    r"\s*(?:abstract|a ?bstract|summary|synopsis|zusammenfassung|r[ée]sum[ée]|resumen|resumo|"
    r"摘 ?要|要旨|초록|index terms|key ?words|ccs concepts|contents|"
    r"(?:[0-9i]{1,3}\.? ?)?i ?ntroduction|highlights|article info|background|acm reference)\b",
    re.IGNORECASE,
)
# What goes of "Jane Roe1,2" and "Ed Poe∗"; "Jane Roe" has none.
_MARKS = re.compile(r"[0-9*†‡§¶‖∥#⋆∗✉✝♠♣♦♥♯♭♮⊥⋄◦•∙⁰¹²³⁴⁵⁶⁷⁸⁹,]+$|(?<=\w)[*†‡§¶‖∥⋆∗✉]+")
# "Jane Roe, Ed Poe", "Roe and Poe", "Roe    Poe"; not "Jane Roe".
_BETWEEN = re.compile(
    r"\s*[,;·•|，；、]\s*(?:and\s+|und\s+|et\s+|y\s+|&\s*)?|\s+(?:and|und|et|&|with)\s+|"
    r"^(?:and|by)\s+|\s{4,}"
)
# What stands behind a name: a degree, a membership; and marks that are left of footnotes.
_DEGREE = re.compile(
    r"[\W\d_]+|(?:(?:senior|student|life|graduate) )*(?:member|fellow)|ieee|acm|ph\.?d\.?|m\.?d\.?|"
    r"m\.?sc\.?|b\.?sc\.?|jr\.?|sr\.?|esq\.?|[a-z]",
    re.IGNORECASE,
)
# "Jane", "J.-P.", "O'Hara", "Kim-Lee"; not "university", nor "3D".
_NAME_WORD = re.compile(
    r"(?:[^\W\d_]\.-?){1,3}|(?:[^\W\d_]['’])?[^\W\d_a-z][^\W\d_]*(?:[-'’.‐][^\W\d_]+)*\.?"
)
_PARTICLES = frozenset(
    "van von der den de del della di da dos du la le ten ter zu zur af bin ibn al el do das e "  # noqa: SIM905
    "y".split()
)
# What makes two words with capitals no person. Not "May", "Bell", "London", which are names too.
_NO_NAMES = frozenset(
    "university institute department school college laboratory laboratories lab labs center "  # noqa: SIM905
    "centre faculty division research academy hospital clinic ministry foundation inc ltd llc "
    "gmbh corp company group team google microsoft facebook meta amazon apple openai deepmind "
    "nvidia intel ibm nature press journal proceedings conference workshop society association "
    "member student senior ieee acm springer elsevier usa uk china germany france italy spain "
    "japan canada india korea netherlands switzerland australia sweden austria israel brazil "
    "singapore carnegie mellon california massachusetts technology science sciences engineering "
    "computer physics mathematics statistics medicine biology chemistry economics national state "
    "city street road avenue email received accepted published revised version draft working "
    "paper series thesis dissertation doctor philosophy submitted review under anonymous authors "
    "author article open access original preprint corresponding equal contribution the of for in "
    "on at a with from by supervisor advisor adviser professor dr prof universität "
    "université universidad universidade università instituto institut hochschule école volume "
    "vol issue pages copyright license cc new san los".split()
)


def authors_of(
    lines: Sequence[Line], title: Title, info: Mapping[str, str], page: str
) -> tuple[Author, ...]:
    """Return the names below the title, or those of the metadata that the page has as well."""
    told = _told(info.get("/Author", ""), page)
    if len(told) > 1 or not title.lines:
        return told
    return _below(lines, title) or told


def _told(said: str, page: str) -> tuple[Author, ...]:
    """Return the authors whom the metadata name, where the first page names them all."""
    said = clean(said, 5_000)
    if not said:
        return ()
    # "Roe, Jane; Poe, Ed" and "Jane Roe, Ed Poe and Ann Moe"
    names = said.split(";") if ";" in said else re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+&\s+", said)
    found = [name for name in map(str.strip, names) if name][:_NAMES]
    folded = fold(page)
    for name in found:
        words = [fold(word) for word in name.split() if len(word) > 2]
        if not any(word in folded for word in words) or not _is_name(name.replace(",", "")):
            return ()
    return tuple(map(parse_author, found))


def _below(lines: Sequence[Line], title: Title) -> tuple[Author, ...]:
    """Return the names that stand between the title and the text.

    The first line that is nothing but names says how they are set; others count that are set so.
    """
    last = title.lines[-1]
    found: dict[str, None] = {}
    first: Line | None = None
    for line in lines[lines.index(last) + 1 :]:
        if _ENDS.match(line.text) or line.y > last.y + last.size or len(found) >= _NAMES:
            break
        names = _names(line, found=bool(first))
        if names:
            first = first or line
            if abs(line.size - first.size) <= 0.3 and line.font == first.font:
                found.update(dict.fromkeys(names))
        elif first is None and last.y - line.y > 15 * last.size:
            break
    return tuple(map(parse_author, found))


def _names(line: Line, *, found: bool) -> list[str]:
    """Return the names of a line that has nothing else; marks of footnotes are no letters."""
    text = _without_raised(line)
    if "@" in text:
        return []
    names = []
    for one in _BETWEEN.split(text):
        plain = _MARKS.sub("", one.strip()).strip(" ,.;:")
        name = re.sub(r"(?<=[^\W\d_])[0-9*†‡]+$", "", plain).strip()  # "Jane Roe1,2", "Roe†"
        if name and not _DEGREE.fullmatch(name):
            names.append(name)
    if not all(map(_is_name, names)):
        return []
    is_one_word = len(names) == 1 and " " not in names[0]
    return [] if found and is_one_word else list(map(_calm, names))


def _without_raised(line: Line) -> str:
    """Return the text of a line without raised marks; wide gaps between columns are ``; ``."""
    text = ""
    for former, piece in zip(line.pieces[:1] + line.pieces, line.pieces, strict=False):
        gap = piece.x - former.right
        is_small = piece.size < 0.8 * line.size
        # Small capitals are no marks: "J" and "ANE" stand on one line.
        if is_small and (piece.y > line.y + 1 or not piece.text.strip().isupper()):
            text += ", " if "," in piece.text else " "
            continue
        if gap > 1.2 * line.size:
            text += "; "
        elif gap > 0.15 * line.size:
            text += " "
        text += piece.text.replace("\n", " ")
    return clean(text.replace("\x02", "-"))


def _is_name(text: str) -> bool:
    """Say whether a text is a person's name: "Jane Q. Roe", "王小明". Not: "UC Berkeley"."""
    if len(_IDEOGRAPHS.findall(text)) == len(text.replace(" ", "")) and 2 <= len(text) <= 6:
        return True
    words = text.split()
    if not 2 <= len(words) <= 6 or len(text) > 60:
        return False
    if not _NO_NAMES.isdisjoint(word.casefold().strip(".,") for word in words):
        return False
    plain = [word for word in words if word.casefold() not in _PARTICLES]
    if not plain or (len(words) == 2 and len(plain) < 2):
        return False
    return all(map(_NAME_WORD.fullmatch, plain)) and _is_cased_as_name(plain)


def _is_cased_as_name(words: Sequence[str]) -> bool:
    """Say whether capitals are those of a name: "Jane Roe", "JANE ROE", "Jane POTTER".

    Not: "Berkeley AI", "A. B."
    """
    long = [word for word in words if len(word.strip(".")) > 1 and "." not in word]
    shouted = [word for word in long if word.isupper()]
    if len(shouted) in (0, len(long)):
        return bool(long)
    return len(shouted[-1]) > 3


def _calm(name: str) -> str:
    """Return a name that is set in capitals as people write it: ``JANE VAN DER ROE``."""
    if not name.isupper() or _IDEOGRAPHS.search(name):
        return name
    words = [
        word.lower() if word.casefold() in _PARTICLES and at else _capital(word)
        for at, word in enumerate(name.split())
    ]
    return " ".join(words)


def _capital(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part[0][0].upper() + part[0][1:].lower(), word)
