"""What sort of work a paper is, in the words of BibTeX, whatever its source called it.

Every bibliographic format maps its own types to and from these words.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from readlist.model import STATED, Facts, Identifier

# BibTeXing, 3.1, and biblatex, 2.1; then what Crossref, CSL and others call the same.
TYPES = frozenset(
    {
        "article", "book", "booklet", "collection", "dataset", "inbook", "incollection",
        "inproceedings", "manual", "mastersthesis", "misc", "online", "patent", "phdthesis",
        "proceedings", "report", "software", "techreport", "thesis", "unpublished",
    }
)  # fmt: skip
# What others call them, in small letters with hyphens ("JournalArticle", "Journal Article").
# A thesis is a doctor's where nobody says otherwise, a report a technical one: what BibTeX's styles
# print. Formats and services keep beside this only words that mean another thing with them.
_WORDS = {
    "article": "article-journal journal-article journal-articles journal magazine-article "
    "newspaper-article article-magazine article-newspaper review review-book letter editorial "
    "data-paper early-access ieee-journals",
    "inproceedings": "conference conference-paper paper-conference proceedings-article "
    "proceedings-paper workshop conference-or-workshop-papers conference-and-workshop-papers "
    "ieee-conferences",
    "incollection": "chapter book-chapter book-section book-part book-track entry "
    "entry-dictionary entry-encyclopedia reference-entry encyclopedia-article dictionary-entry",
    "book": "monograph edited-book reference-book book-series book-set",
    "proceedings": "conference-proceeding conference-proceedings proceedings-series",
    "phdthesis": "thesis dissertation phd-thesis doctoral-thesis",
    "mastersthesis": "masters-thesis master-thesis master-s-thesis",
    "techreport": "report technical-report tech-report report-component report-series",
    "preprint": "preprint posted-content eprint e-print",
    "booklet": "pamphlet",
    "dataset": "data-set database",
    "software": "computer-program computational-notebook",
    "audio": "sound song audio-recording sound-recording podcast",
    "video": "audiovisual audiovisual-material video-recording online-multimedia tv-broadcast",
    "movie": "film motion-picture moving-image film-or-broadcast",
    "artwork": "art graphic painting",
    "image": "figure photograph picture",
    "letter": "personal-communication email e-mail instant-message",
    "jurisdiction": "legal-case case hearing",
    "legislation": "bill statute regulation legal-rule-or-regulation",
    "legal": "treaty",
    "map": "map",
    "presentation": "presentation speech talk slides",
    "interview": "interview",
    "broadcast": "broadcast radio-broadcast",
    "unpublished": "manuscript",
    "online": "webpage web-page website post post-weblog blog blog-post",
}
_KIND_OF = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# "MSc", "M.S. thesis", "Diplomarbeit"; not "PhD thesis".
_MASTERS = r"(?i)\bmaster|\bm\.? ?(?:sc|a|s|phil|eng)\b|diplom|mathesis"
# "Bachelor thesis", "B.Sc.", "Habilitation"; not "MSc".
_OTHER_THESES = r"(?i)bachelor|\bb\.? ?(?:sc|a)\b|licenti|habilitation|honou?rs"
# "arXiv preprint arXiv:1706.03762", "CoRR"; not "Corrosion Science".
PREPRINTS = re.compile(r"\s*(?:arxiv|corr|computing research repository)\b", re.IGNORECASE)
# "bioRxiv", "SSRN Electronic Journal", "Cryptology ePrint Archive, Paper 2018/123", "NBER Working
# Paper"; not "Science", nor "Working Memory".
SERVER_NAMES = re.compile(
    r"\s*(?:(?:bio|med|chem|psy|soc|eco|earth|eng|tech|africa|agri|law|edu|india)[aA]?r[xX]iv|"
    r"ssrn|research square|preprints(?:\.org)?$|osf preprints?|authorea|zenodo$|viXra|"
    r"cryptology eprint|iacr cryptol|electronic colloquium on computational complexity|"
    r"(?:\w+ ){0,6}(?:working|discussion) papers?\b|national bureau of economic research)",
    re.IGNORECASE,
)
"""Servers and series of preprints beside the arXiv, whose names are kept as a venue."""
# "Proceedings of the IEEE", "Proc. Natl. Acad. Sci."; not "Proc. of the IEEE Conf. on Vision".
_PROCEEDINGS_JOURNALS = re.compile(
    r"\bproc(?:eedings|\.) (?:of the )?(?:ieee|national academy|natl|royal society)(?! \w*conf)",
    re.IGNORECASE,
)
# "Proc. of ACL", "Workshop on Graphs"; not "Nature".
_MEETINGS = re.compile(
    r"\b(?:proceedings|proc\.|conference|conf\.|symposium|symp\.|workshop|meeting|congress|"
    r"adv(?:ances|\.) (?:in )?neural)",
    re.IGNORECASE,
)
# "Journal of Graphs", "IEEE Trans. Graphs", "Nature"; not "Graphs 2020", nor "Transformers".
# Abbreviated (ISO 4): "J. Mach. Learn. Res.", "N Engl J Med"; not "J.P. Morgan".
_JOURNALS = re.compile(
    r"(?-i:(?:^|\s)(?:J|Rev|Lett|Ann|Bull|Mag|Commun|Arch|Trans)(?:\.?(?=\s)|\.?$))|"
    r"\btrans\.|\b(?:journal|transactions|letters|reviews?|annals|magazine|bulletin|acta|nature|"
    r"science|quarterly|frontiers|communications of|neurocomputing|biometrika|physica|entropy|"
    r"neural computation|neural networks|pattern recognition|machine learning|ieee access|"
    r"artificial intelligence|plos|pnas|jmlr|tmlr|tacl|tpami|pami|ijcv|tnnls|jair|distill)\b",
    re.IGNORECASE,
)
# "ICLR 2020"; whole words alone: "Oracle" has no ACL in it.
_SERIES = re.compile(
    r"\b(?:NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|WACV|BMVC|ACCV|3DV|ICPR|ACL|EMNLP|NAACL|EACL|"
    r"AACL|COLING|CoNLL|LREC|SemEval|WMT|COLM|AAAI|IJCAI|ECAI|AISTATS|UAI|COLT|ALT|CoRL|RSS|ICRA|"
    r"IROS|HRI|L4DC|MLSys|KDD|WWW|SIGIR|WSDM|CIKM|RecSys|ECIR|TREC|SIGMOD|VLDB|ICDE|SIGGRAPH|CHI|"
    r"UIST|CSCW|IUI|INTERSPEECH|Interspeech|ICASSP|ISMIR|MICCAI|ISBI|MIDL|OSDI|SOSP|NSDI|ASPLOS|"
    r"ISCA|HPCA|POPL|PLDI|ICSE|FSE|CCS|NDSS|USENIX|STOC|FOCS|SODA|GECCO|AAMAS|FAccT|CHIL)\b"
)

# biblatex, 2.1: types that BibTeX's styles do not know, and what they print as there.
CLASSIC = {
    "artwork": "misc", "audio": "misc", "bookinbook": "incollection", "collection": "book",
    "commentary": "misc", "dataset": "misc", "image": "misc", "inreference": "incollection",
    "jurisdiction": "misc", "legal": "misc", "legislation": "misc", "letter": "misc",
    "movie": "misc", "music": "misc", "mvbook": "book", "mvcollection": "book",
    "mvproceedings": "proceedings", "mvreference": "book", "online": "misc", "patent": "misc",
    "performance": "misc", "periodical": "misc", "preprint": "misc", "reference": "book",
    "report": "techreport", "review": "article", "software": "misc", "standard": "misc",
    "suppbook": "incollection", "suppcollection": "incollection", "suppperiodical": "article",
    "thesis": "phdthesis", "video": "misc",
}  # fmt: skip
OTHERS = frozenset({"map", "presentation", "interview", "broadcast"})
"""Kinds that CSL, RIS and Zotero have and biblatex has not: ``@misc`` with ``entrysubtype``."""
_OWN = frozenset(CLASSIC) - TYPES - {"preprint"}
EXACT = frozenset(CLASSIC) | OTHERS
"""Kinds that BibTeX has no type for, which a format may name beside a coarser one of its own."""


def kind_of(said: str) -> str:
    """Return the kind that a program's word for a type means, nothing where it means none."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", said[:100])
    name = re.sub(r"[^a-z]+", "-", words.lower()).strip("-")
    if found := _KIND_OF.get(name):
        return found
    if name.endswith(("-thesis", "-dissertation")):  # "MSc thesis", "PhD Dissertation"
        return thesis(said)
    return name if name in TYPES or name in CLASSIC else ""


def shape(kind: str) -> str:
    """Return the type of BibTeX whose fields a kind has: ``book`` of ``mvbook``."""
    return CLASSIC[kind] if kind in _OWN else kind


def thesis(said: str) -> str:
    """Return the kind of a thesis by what it is called: ``PhD thesis``, ``MSc``, ``Bachelor``."""
    if re.search(_OTHER_THESES, said):
        return "thesis"
    return "mastersthesis" if re.search(_MASTERS, said) else "phdthesis"


def is_preprint_server(venue: str) -> bool:
    """Say whether a venue is the arXiv under one of its names, where nothing is published."""
    return bool(PREPRINTS.match(venue))


class Looks(NamedTuple):
    """What tells the type of a paper: what it was called, where it appeared, who names it.

    A library has many papers of the same looks, so that answers are remembered by them.
    """

    said: str
    venue: str
    on_arxiv: bool
    in_anthology: bool


def looks(paper: Facts) -> Looks:
    """Return what tells the type of a paper."""
    on_arxiv = in_anthology = False
    for scheme, _ in names_of(paper):
        on_arxiv = on_arxiv or scheme == "arxiv"
        in_anthology = in_anthology or scheme == "acl"
    return Looks(paper.kind.strip().lower(), paper.venue, on_arxiv, in_anthology)


def bibtex_type(seen: Looks) -> tuple[str, str]:
    """Return the type that BibTeX's styles print, and the kind where that type does not say it."""
    kind = _own_type(seen)
    if kind in OTHERS:
        return "misc", kind
    if kind == "misc" and seen.said == "preprint" and not is_on_server(seen):
        return kind, "preprint"
    return (CLASSIC[kind], kind) if kind in CLASSIC else (kind, "")


def biblatex_type(seen: Looks, *, has_name: bool) -> tuple[str, bool]:
    """Return the type that biblatex has for a paper, and whether it is a preprint.

    ``has_name`` says that an identifier leads to it on the web.
    """
    kind = _own_type(seen)
    if kind in OTHERS:
        return "misc", False
    if kind != "misc":
        return kind, False
    preprint = seen.said == "preprint" or is_on_server(seen)
    is_page = not seen.venue and seen.said in ("", "webpage")
    return "online" if has_name and (preprint or is_page) else kind, preprint


def is_on_server(seen: Looks) -> bool:
    """Say of the looks of a paper whether it appeared on the arXiv and nowhere else."""
    return seen.on_arxiv and bool(not seen.venue or PREPRINTS.match(seen.venue))


def own_type(paper: Facts) -> str:
    """Return the type with those that BibTeX has not: ``movie``, ``mvbook``, ``map``."""
    return _own_type(looks(paper))


@lru_cache(maxsize=4096)
def _own_type(seen: Looks) -> str:
    kind = seen.said if seen.said in _OWN else kind_of(seen.said)
    return kind if kind in _OWN or kind in OTHERS else _entry_type(seen)


def entry_type(paper: Facts) -> str:
    """Return the BibTeX type: as its source said, otherwise as the venue looks.

    Google Scholar calls a preprint an ``@article`` of the journal "arXiv preprint"; that is undone.
    What is unsure is ``@misc``, which every style prints.
    """
    return _entry_type(looks(paper))


@lru_cache(maxsize=4096)
def _entry_type(seen: Looks) -> str:
    said = kind = seen.said
    if said not in TYPES:
        kind = said if said in _OWN else kind_of(said) or said
        if kind in OTHERS:
            return "misc"
        if kind in _OWN:  # a letter is no article, whatever "Letters" it names
            return CLASSIC[kind]
        if kind in ("preprint", "online"):  # "webpage", which no style prints
            kind = "misc"
    if kind in ("article", "online", "") and is_on_server(seen):
        return "misc"
    # What a person calls @misc is that. What another program calls "preprint" may have appeared
    # since: with the venue "Proceedings of ACL" it is cited as @inproceedings.
    if kind not in TYPES or (kind == "misc" and said != "misc"):
        return _type_of_venue(seen)
    return kind


def _type_of_venue(seen: Looks) -> str:
    venue = seen.venue
    if not venue or PREPRINTS.match(venue):
        return "misc"
    # "Proceedings of the IEEE" and of the National Academy are journals; "Proceedings of the IEEE
    # Conference on Computer Vision" are not.
    if _PROCEEDINGS_JOURNALS.search(venue):
        return "article"
    if _MEETINGS.search(venue):
        return "inproceedings"
    if _JOURNALS.search(venue):
        return "article"
    return "inproceedings" if seen.in_anthology or _SERIES.search(venue) else "misc"


def first(paper: Facts, scheme: str) -> str:
    """Return the first identifier of a scheme, or nothing."""
    for found in names_of(paper):
        if found.scheme == scheme:
            return found.value
    return ""


def doi(identifiers: Iterable[Identifier], *, preprint: bool) -> str:
    """Return the publisher's DOI; the one that arXiv gives only of a preprint without another."""
    found = [value for scheme, value in identifiers if scheme == "doi"]
    for one in found:
        if not one.startswith("10.48550/"):
            return one
    return found[0] if found and preprint else ""


def names_of(paper: Facts) -> tuple[Identifier, ...]:
    """Return the identifiers of a paper, at last those that a source stated of it.

    A chapter is cited with the DOI of its book, which is the book's in the library.
    """
    stated = paper.extra.get(STATED)
    if not stated or not isinstance(stated, Mapping):
        return paper.identifiers
    own = {one.scheme for one in paper.identifiers}
    said = (str(name).partition(":") for name in stated)
    return (
        *paper.identifiers,
        *(Identifier(scheme, value) for scheme, _, value in said if scheme not in own),
    )
