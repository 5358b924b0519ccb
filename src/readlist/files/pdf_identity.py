"""Which identifier is a PDF's own: its stamp, its imprint, its metadata, its name. Pure.

The first page names other works too: those that it cites, corrects, reviews or supplements, its
funder and its data. Where an identifier stands and the words before it tell them apart; each rule
has an example and a counter-example, and what no rule takes is not the paper's.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePath
from typing import NamedTuple

from readlist.bib import ids
from readlist.files.pdf_front import Box, Line, Piece, Title, is_title
from readlist.files.pdf_text import BROKEN
from readlist.identity.generic_titles import is_about
from readlist.identity.titles import Likeness, likeness_of, title_forms
from readlist.model import Identifier
from readlist.text import clean, fold, fold_words


class Own(NamedTuple):
    """The identifiers that are a PDF's own, why they are, and the version of the arXiv's."""

    identifiers: tuple[Identifier, ...] = ()
    why: str = ""
    version: int = 0


class Front(NamedTuple):
    """What is known of the first page when its identifiers are weighed."""

    lines: Sequence[Line]
    pieces: Sequence[Piece]
    box: Box
    title: Title

    @property
    def is_about(self) -> bool:
        """Say whether the page is about another work, whose identifier it then has."""
        return is_about(self.title.text)


def own_identifiers(
    front: Front, pages: Sequence[str], info: Mapping[str, str], xmp: str, name: str
) -> Own:
    """Return which identifiers are the paper's own, surest first."""
    stamp = _stamp(front) or Own()
    imprint, rank = ([], 0) if stamp.identifiers else _imprint(front, pages)
    sources = [(imprint, "its imprint"), (_metadata(front, info, xmp), "its metadata")]
    if rank > _SURE:  # a line that might be anybody's does not contradict the publisher
        sources.reverse()
    said = {one.scheme: one for one in stamp.identifiers}
    reasons = [stamp.why] if stamp.why else []
    for found, reason in sources:
        new = {one.scheme: one for one in found if one.scheme not in said}
        reasons += [reason] * bool(new)
        said |= new
    if not said:
        return _from_name(name, front)
    every = dict.fromkeys(said.values())
    for one in said.values():
        every.update(dict.fromkeys(ids.implied(one)))
    return Own(tuple(every), reasons[0], stamp.version)


# --- The stamp ---------------------------------------------------------------------------------

# arXiv, help/submit_tex: "arXiv:1706.03762v7 [cs.CL] 2 Aug 2023" up the left margin, 20 points.
_STAMP = re.compile(
    r"\s*arxiv:\s?\S+?v[0-9]{1,3}\s*(?:\[[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?\])?"
    r"\s*(?:[0-9]{1,2}\s+[A-Z][a-z]{2}\s+(?:19|20)[0-9]{2})?\s*",
    re.IGNORECASE,
)
_STAMP_SIZE = 8.0


def _stamp(front: Front) -> Own | None:
    """Return what arXiv printed on the page itself: turned, at its edge; or a first or last line.

    A citation runs with the text, "as in arXiv:1706.03762v7 [cs.CL] 2 Aug 2023"; a page that is
    shown in a figure has its stamp further in, and small.
    """
    margin = 0.12 * (front.box.right - front.box.left)
    runs = []
    for run in _turned(front.pieces):
        edge = min(abs(run.x - front.box.left), abs(front.box.right - run.x))
        if run.size >= _STAMP_SIZE and edge < margin:
            runs.append(run)
    found = _stamped(runs) or _stamped(_outermost(front))
    if not found:
        return None
    largest, identifier, version = max(found)
    if any(size == largest and one != identifier for size, one, _ in found):
        return None
    return Own((identifier,), "its stamp", version)


def _turned(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the lines that run up or down the page, whole."""
    held: Piece | None = None
    for piece in pieces:
        if piece.angle not in (90, 270, 89, 91, 269, 271):
            continue
        if held and held.angle == piece.angle and abs(held.x - piece.x) < 0.3 * held.size:
            held = held._replace(text=held.text.replace("\n", " ") + piece.text)
        else:
            if held:
                yield held
            held = piece
    if held:
        yield held


def _stamped(lines: Sequence[Piece | Line]) -> list[tuple[float, Identifier, int]]:
    """Return size, identifier and version of lines that are a stamp and nothing else."""
    found: list[tuple[float, Identifier, int]] = []
    for line in lines:
        for text in (line.text, line.text.rstrip()[::-1]):  # some are read from their end
            plain = " ".join(text.split())
            named = ids.find(plain) if _STAMP.fullmatch(plain) else ()
            found += [
                (line.size, one.identifier, one.version)
                for one in named
                if one.identifier.scheme == "arxiv" and one.version
            ]
    return found


def _outermost(front: Front) -> list[Line]:
    """Return the first line of a page, and the last one where no other is near to it.

    A reference that ends the page may end so as well.
    """
    if not front.lines:
        return []
    by_height = sorted(front.lines, key=lambda line: -line.y)
    last = by_height[-1]
    found = by_height[:1]
    if len(by_height) > 1 and by_height[-2].y - last.y > 1.5 * last.size:
        found.append(last)
    return found


# --- The imprint -------------------------------------------------------------------------------

# "References", "7 Bibliography"; not "References to others".
_REFERENCES = re.compile(
    r"\s*(?:[0-9]{1,2}\.?\s{1,4})?(?:references|bibliography|literature cited|works cited|"
    r"references and notes|literatur|bibliographie|参考文献)\s*",
    re.IGNORECASE,
)
_DATA = ("10.5281/", "10.6084/", "10.5061/", "10.17605/", "10.7910/", "10.17632/")
"""Prefixes of repositories of data and code, which papers name beside themselves."""
_NEAR = 250
# Words before an identifier that is another work's, or no work's.
_OF_ANOTHER = re.compile(
    r"original (?:article|paper|version|publication|work|research|contribution)|"
    r"(?:errat(?:um|a)|corrigend(?:um|a)|correction|addendum|retraction|reply|replies|response|"
    r"rejoinder|comments?|commentary|remarks?|notes?|letter)s? (?:to|on|of|about)\b|"
    r"review(?:s|ed)? (?:of|work|article)|reviewing\b|"
    r"(?:work|article|book|paper) (?:under review\b|being reviewed)|"
    r"supplement(?:ary|al|s)?\b|supporting (?:information|material)|appendix|companion|"
    r"(?:extended|preliminary|earlier|previous|conference|journal|short|long|full|revised|first|"
    r"preprint|published|final|translated) (?:version|abstract|paper) (?:of|appeared|was|is|in|"
    r"published|has|can|available|at|:)|translat(?:ed|ion) (?:of|from)|previously published|"
    r"appeared (?:earlier|previously|first)|based (?:up)?on|builds? (?:up)?on|extends\b|"
    r"(?:data ?sets?|data|code|software|materials?|videos?|models?|scripts?)\b.{0,60}"
    r"\b(?:available|archived|deposited|found|at|from|in|under)|data ?sets?:?|"
    r"fund(?:ed|ing|er)|grant|supported by|award|cited|see also|see\b|cf\.|discuss(?:ed|ing|es)|"
    r"paper (?:discussed|presented|read|of the week)|this week|we read|summari[sz]es|"
    r"(?:described|introduced|proposed|presented|published|reported) (?:by|in) \[",
    re.IGNORECASE,
)
# Somebody else's names and title stand before it. Not: "Int J Comput Vis (2015) 115:211-252".
_CITING = re.compile(
    r"\bet al\b|[“”\"«»]|\b[A-Z]\.(?:[ -]?[A-Z]\.)* ?[A-Z][a-z]+(?:,| and\b|:)|"
    r"\b[A-Z][a-z]+, [A-Z]\.|\bin:? proc|\bpp?\. ?[0-9]|\[[0-9]{1,3}\]"
)
# "Please cite as:", "ACM Reference Format"; not "as cited in Roe".
_CITE_THIS = re.compile(
    r"cite (?:this|as)|citing this|to cite|reference format|citation:|please cite|cited as|"
    r"suggested citation|引用",
    re.IGNORECASE,
)
# "© 2020", "c Springer", whose circle is drawn, "Received 1 May", "ISSN 0162"; not "We received
# help", which stands in a text.
_IMPRINT = re.compile(
    r"©|(?:^|\n)c (?:springer|the authors?\b|ieee|acm|elsevier)|"
    r"\(c\) ?(?:19|20)[0-9]{2}|copyright|permission to|issn|all rights reserved|\breceived\b|"
    r"\baccepted\b|available online|published (?:online|by)|publication date|this version posted|"
    r"digital object identifier|licen[cs]ed?\b|open access|article history|preprint doi|"
    r"manuscript received|date of (?:publication|current version)",
    re.IGNORECASE,
)
# "Mach. Learn. 3", "Vol. 2", "Journal of Lists"; not "deep lists".
_HEAD = re.compile(
    r"(?:19|20)[0-9]{2}|\b[A-Z][a-z]*\. (?:[A-Z][a-z]*\.? )*[0-9]|\bvol|journal|proceedings|"
    r"conference|preprint|\bno\.|[0-9]+:[0-9]|transactions|letters|review|annals|research",
    re.IGNORECASE,
)
_LABEL = (
    r"\s*(?:(?:article|published|online|preprint|citation)\s+)?"
    r"(?:doi|digital object identifier|url)?\s*:?\s*(?:https?://(?:dx\.|www\.)?doi\.org/)?\s*"
)
# "Published in Lists", "This paper is to appear at ICML"; not "as published by Roe".
_PUBLISHED = re.compile(
    r"(?:^|[.;(]\s*)(?:this (?:article|paper|work) (?:is|was|has been) )?(?:published|to appear|"
    r"appears|appeared|accepted|forthcoming|accepted for publication)\s(?:in|at|by|as|on)\b",
    re.IGNORECASE,
)
# "Reviewed on OpenReview: "; not "see OpenReview".
_REVIEWED = re.compile(r"(?:reviewed on|published (?:on|in)) openreview:?\s{0,4}$", re.IGNORECASE)


class Mention(NamedTuple):
    """An identifier on the first page: where it stands, and what is said around it."""

    identifier: Identifier
    before: str
    after: str
    alone: bool
    at_top: bool
    above_title: bool
    at_bottom: bool
    title: Title


class Rule(NamedTuple):
    """What makes an identifier the paper's own; the title says whose a citation is."""

    words: str
    holds: Callable[[Mention], bool]
    about: bool = False
    """Whether it holds as well on a page that is about another work."""


def _cites_itself(mention: Mention) -> bool:
    if not _CITE_THIS.search(mention.before):
        return False
    words = set(fold_words(mention.title.text).split())
    said = set(fold_words(mention.before).split())
    return not mention.title.sure or len(words & said) >= 0.6 * len(words)


def _heads(mention: Mention) -> bool:
    line = mention.before.rpartition("\n")[2]
    return mention.alone or bool(_HEAD.search(line) and len(line) < 120)


def _has_imprint(mention: Mention) -> bool:
    near = mention.before.rpartition("\n\n")[2], mention.after
    return any(map(_IMPRINT.search, near))


RULES = (
    # "To cite this article: Jane Roe (2020) Deep Lists, doi:10.1000/own". Not: another title there.
    Rule("how to cite it", _cites_itself),
    # A running head above the title: "Machine Learning (2019) 108:1-20 / DOI 10.1007/s1".
    # Not: "The original article is at https://doi.org/10.1007/s1" in the same place.
    Rule("its running head", lambda m: _heads(m) and m.above_title, about=True),
    # "© 2019 ACM. https://doi.org/10.1145/1", "Received 1 May; accepted 2 June; doi:10.1000/own".
    # Not: "J. Roe, “Lists”, © 2019, doi:10.1000/cited".
    Rule("its imprint", _has_imprint),
    # "DOI: 10.1000/own", a line at the top or the foot. Not: "1 https://doi.org/10.1000/data".
    Rule("a line of its own", lambda m: m.alone and (m.at_top or m.at_bottom)),
    # "J. Exp. Lists 1 (2020) doi:10.1000/own" at the top. Not: "As in doi:10.1000/cited."
    Rule("the head of the page", lambda m: m.at_top and _heads(m)),
    # "Published in Machine Learning, https://doi.org/10.1007/s1." below the title.
    # Not: "A preliminary version was published in ...", which _OF_ANOTHER knows.
    Rule("where it was published", lambda m: bool(_PUBLISHED.search(m.before))),
)
"""What makes a DOI on the first page the paper's own, the surest first."""


_SURE = 2
"""The last rule that is believed against the metadata."""


def _imprint(front: Front, pages: Sequence[str]) -> tuple[list[Identifier], int]:
    """Return the one identifier of the first page that stands where publishers print it, and why.

    Of several that do, it is the one that is repeated on the next pages, or the surest one. The
    reason is the place of its rule.
    """
    found: dict[Identifier, int] = {}
    for mention in _mentions(front):
        if mention.identifier.scheme == "openreview":
            if _REVIEWED.search(mention.before):
                return [mention.identifier], 0
        elif (rank := _rank(mention, front)) is not None:
            found[mention.identifier] = min(rank, found.get(mention.identifier, rank))
    if len(found) > 1:
        later = {one.identifier for page in pages[1:] for one in ids.find(page[:20_000])}
        found = {one: found[one] for one in found.keys() & later} or found
    best = min(found.values(), default=0)
    surest = [one for one, rank in found.items() if rank == best]
    return (surest, best) if len(surest) == 1 else ([], 0)


def _rank(mention: Mention, front: Front) -> int | None:
    """Return the place of the rule that makes a DOI the paper's own, None where none does."""
    if mention.identifier.value.startswith(_DATA) or _OF_ANOTHER.search(_sentence(mention)):
        return None
    # Behind names and a title it is theirs, unless the page says so how to cite itself.
    is_cited = not mention.alone and _CITING.search(mention.before[-_NEAR:])
    for rank, rule in enumerate(RULES[:1] if is_cited else RULES):
        if (rule.about or not front.is_about) and rule.holds(mention):
            return rank
    return None


def _sentence(mention: Mention) -> str:
    """Return what leads to an identifier: the sentence in which it stands, or the line before."""
    said = mention.before[-160:]
    if mention.alone:
        *_, former, begin = ["", *said.split("\n")]
        return begin if former.rstrip().endswith((".", ";")) else f"{former} {begin}"
    return re.split(r"(?<=[a-z0-9)]\.)\s+(?=[A-Z©])", said)[-1]


def _mentions(front: Front) -> Iterator[Mention]:
    """Yield the identifiers of the first page, of journals and of reviewed papers."""
    lines = whole_identifiers(front.lines)
    height = front.box.top - front.box.bottom
    title_at = front.title.lines[0].y if front.title.lines else front.box.top
    for at, line in enumerate(lines):
        if _REFERENCES.fullmatch(line.text):
            return
        for one in ids.find(line.text):
            if one.identifier.scheme not in ("doi", "openreview"):
                continue
            begin = line.text[max(0, one.start - 2 * _NEAR) : one.start]
            rest = line.text[one.end : one.end + _NEAR]
            yield Mention(
                one.identifier,
                _block_before(lines, at) + begin,
                rest + _block_after(lines, at)[:_NEAR],
                bool(re.fullmatch(_LABEL, begin, re.IGNORECASE)) and len(rest.strip(" .;|)")) < 3,
                line.y > front.box.top - 0.13 * height or line.y > title_at + 1,
                line.y > title_at + 1 and bool(front.title.lines),
                line.y < front.box.bottom + 0.16 * height,
                front.title,
            )


def _block_before(lines: Sequence[Line], at: int) -> str:
    """Return the lines that lead to one without a gap, at most four."""
    said = ""
    for one, next_one in zip(lines[at - 1 :: -1] if at else (), lines[at:0:-1], strict=False):
        if not 0 <= one.y - next_one.y < 2 * max(one.size, next_one.size) or len(said) > 300:
            break
        said = one.text + "\n" + said
    return said


def _block_after(lines: Sequence[Line], at: int) -> str:
    said = ""
    for one, next_one in zip(lines[at:], lines[at + 1 :], strict=False):
        if not 0 <= one.y - next_one.y < 2 * max(one.size, next_one.size) or len(said) > 300:
            break
        said += "\n" + next_one.text
    return said


# A DOI that a line ends in the middle of, or a blank that stands in it.
_CUT = re.compile(r"(?:doi\.org/|10\.[0-9]{4,9}/(?:[!-~]{0,100}[./_-])?)[ \t]{0,2}$", re.IGNORECASE)
# "10.1000/ 182"; not "10.1000/ and others".
_GAP = re.compile(r"(10\.[0-9]{4,9}/) (?=[0-9a-z]{0,20}[0-9])")
# "10.1007/978-3-319-24574-4 28" at a line's end: Springer drew the underscore before the chapter as
# a rule, which is no letter. Not: "10.1007/978-3-319-24574-4" alone, which is the volume's.
_BOOK = r"10\.1007/97[89]-[0-9]{1,5}-[0-9]{1,7}-[0-9]{1,6}-[0-9Xx]"
_RULED = re.compile(rf"({_BOOK}) _?([0-9]{{1,3}})\.?$")
_CHAPTER = re.compile(r"_?([0-9]{1,3})\.?")
_REST = re.compile(r"[ \t]*([0-9a-z][!-~]{0,60})(.*)", re.DOTALL)
# "2020.116789" may go on; "1 Introduction", "36. Foo", "2015 Macmillan" and "0162-8828" begin.
_AFTER_DOT = re.compile(r"(?![0-9]{4}-[0-9]{3}[0-9xX])[0-9a-z]{5,20}(?:[._-][0-9a-z]+)*[.,;]?")


def _is_chapter(former: Line, line: Line, text: str) -> bool:
    """Say whether a number is the chapter of a book whose DOI ends the line right above it."""
    near = 0 <= former.y - line.y < 2 * max(former.size, line.size)
    return near and bool(_CHAPTER.fullmatch(text) and re.search(rf"{_BOOK}$", former.text))


def whole_identifiers(lines: Sequence[Line]) -> list[Line]:
    """Return lines with the DOIs whole that went on in the next line."""
    found: list[Line] = []
    for line in lines:
        text = _GAP.sub(r"\1", line.text.replace(BROKEN, "-")).rstrip()
        text = _RULED.sub(r"\1_\2", text)
        if found and _is_chapter(found[-1], line, text):
            found[-1] = found[-1]._replace(text=f"{found[-1].text}_{text.strip('_.')}")
            text = ""
        if found and _CUT.search(found[-1].text) and (rest := _REST.match(text)):
            former = found[-1].text.rstrip()
            word, more = rest[1], rest[2].strip()
            fits = any(map(str.isdigit, word))
            if former.endswith("."):
                ends = not more or more.startswith("©")
                fits = bool(_AFTER_DOT.fullmatch(word)) and fits and ends
            if fits:
                found[-1] = found[-1]._replace(text=former + word)
                text = more
        found.append(line._replace(text=text))
    return found


# --- Metadata and the name of the file ----------------------------------------------------------

# "<prism:doi>10.1000/1<", 'pdfx:doi="10.1000/1"'; not "<dc:title>".
_XMP_FIELD = re.compile(
    r"(?:prism|pdfx|crossmark|dc|bibtex|jav):(?:doi|identifier|wps-articledoi|arxivid|eprint)"
    r"(?:\s?=\s?[\"']([^\"'<>]{1,300})|[^<>]{0,200}>([^<>]{1,300})<)",
    re.IGNORECASE,
)
_XMP_TITLE = re.compile(
    r"<dc:title\b[^>]{0,200}>(?:\s{0,200}<rdf:(?:Alt|li)\b[^>]{0,200}>){0,2}\s{0,200}([^<>]{1,1000})<",
    re.IGNORECASE,
)


def _metadata(front: Front, info: Mapping[str, str], xmp: str) -> list[Identifier]:
    """Return at most one identifier a scheme from where publishers and arXiv write their own."""
    if _is_of_another(front, info, xmp):
        return []
    values = [value for name, value in info.items() if re.search("doi|arxiv", name.lower())]
    values += [html.unescape(inside or text) for inside, text in _XMP_FIELD.findall(xmp)]
    values.append(info.get("/Subject", ""))
    title = info.get("/Title", "")
    if re.match(r"\s*(?:doi|arxiv)\s*:", title, re.IGNORECASE):  # "doi:10.1016/j.x.2020.1"
        values.append(title)
    found: dict[str, Identifier] = {}
    for one in chain.from_iterable(map(ids.find, values)):
        is_paper = one.identifier.scheme in ("doi", "arxiv")
        if is_paper and not one.identifier.value.startswith(_DATA):
            found.setdefault(one.identifier.scheme, one.identifier)
    return list(found.values())


def _is_of_another(front: Front, info: Mapping[str, str], xmp: str) -> bool:
    """Say whether metadata have another title than the page: they came with an older paper's text.

    "Deep Lists" and "Deep Lists: A Survey" are one; what is only "Microsoft Word" is no title.
    """
    there = _XMP_TITLE.search(xmp)
    said = (info.get("/Title", ""), html.unescape(there[1]) if there else "")
    titles = [title for title in map(clean, said) if " " in title and is_title(title)]
    if front.is_about and not any(map(is_about, titles)):
        return True
    if not titles or not front.title.sure:
        return False
    return all(_differ(title, front.title.text) for title in titles)


def _differ(one: str, other: str) -> bool:
    """Say whether two titles are of two works; one in another script says nothing."""
    if one.isascii() != other.isascii() and not (fold(one).isascii() and fold(other).isascii()):
        return False
    mine, theirs = fold(one), fold(other)
    if mine.startswith(theirs) or theirs.startswith(mine):
        return False
    return likeness_of(title_forms(one), title_forms(other))[0] is Likeness.NONE


def _from_name(name: str, front: Front) -> Own:
    """Return what a file is called by that was saved from arXiv or the ACL Anthology."""
    why = "the name of the file"
    stem = name.removesuffix(".pdf").removesuffix(".PDF")
    stem = re.sub(r"[ _-]?\([0-9]{1,3}\)$", "", stem)
    stem = re.sub(r"(?i)^arxiv[-_ ]?", "", stem)
    if number := re.fullmatch(r"([0-9]{4}\.[0-9]{4,5})(?:v([0-9]{1,2}))?", stem):
        eprint = ids.normalise("arxiv", stem)
        return Own((eprint,), why, int(number[2] or 0)) if eprint else Own()
    found = ids.normalise("acl", PurePath(name).stem if name.endswith(".pdf") else stem)
    # P18-1001 may be the number of an invoice.
    page = " ".join(line.text.lower() for line in front.lines)
    surely = "." in stem or "computational linguistics" in page
    return Own((found, *ids.implied(found)), why) if found and surely else Own()
