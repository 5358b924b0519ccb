"""arXiv's OAI-PMH: single records (info.arxiv.org/help/oa; OAI-PMH 2.0).

Slow but complete, and the fall-back where the query API throttles. Asked for is ``arXiv``, the only
form with split names.
"""

from xml.etree.ElementTree import Element

from readlist.bib.ids import arxiv_month
from readlist.bib.names import split_name
from readlist.model import Identifier, Record
from readlist.services.answers import SHOWN, xml_root
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.services.works import Eprint, categories, numbered, record
from readlist.text import FIELD_LIMIT, TITLE_LIMIT, clean

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_ARXIV = "{http://arxiv.org/OAI/arXiv/}"
_TIMEOUT_S = 120.0


def paper(arxiv_id: str) -> Request[Record | None]:
    """Return the question for one paper, None where there is none."""
    said = {
        "verb": "GetRecord", "identifier": f"oai:arXiv.org:{arxiv_id}", "metadataPrefix": "arXiv",
    }  # fmt: skip
    return Request(
        "arxiv_oai", "", parse_paper, params=tuple(said.items()), accept="text/xml",
        age_s=DAY_S, timeout_s=_TIMEOUT_S,
    )  # fmt: skip


def parse_paper(body: bytes) -> Record | None:
    """Return the paper of an answer; a deleted one is none. Raises ``WrongAnswerError``."""
    root = xml_root(body, f"{_OAI}OAI-PMH")
    error = root.find(f"{_OAI}error")
    if error is not None:  # it comes under HTTP 200
        code = clean(error.get("code", "")) or "error"
        if code == "idDoesNotExist":
            return None
        raise WrongAnswerError(f"{code}: {clean(error.text or '')}"[:SHOWN])
    found = root.find(f"{_OAI}GetRecord/{_OAI}record")
    if found is None:
        raise WrongAnswerError("no record")
    data = found.find(f"{_OAI}metadata/{_ARXIV}arXiv")
    said = _eprint(data) if data is not None else None
    return record(said) if said else None


def _eprint(data: Element) -> Eprint | None:
    def said(name: str, limit: int = TITLE_LIMIT) -> str:
        return clean(data.findtext(f"{_ARXIV}{name}", ""), limit)

    number = numbered(said("id"))
    if number is None or not said("title"):
        return None
    identifier = number[0]
    # A collaboration is a "keyname" alone.
    names = [
        [one.findtext(f"{_ARXIV}{name}", "") for name in ("keyname", "forenames", "suffix")]
        for one in data.iterfind(f"{_ARXIV}authors/{_ARXIV}author")
    ]
    split = (split_name(*parts) for parts in names)
    return Eprint(
        identifier,
        said("title"),
        tuple(author for author in split if author.name),
        abstract=data.findtext(f"{_ARXIV}abstract", ""),
        published=_first_day(identifier, said("created")),
        updated=said("updated") or said("created"),
        categories=categories(said("categories").split()),
        comment=said("comments", FIELD_LIMIT),
        journal_ref=said("journal-ref"),
        doi=said("doi"),
        license=said("license"),
    )


def _first_day(identifier: Identifier, created: str) -> str:
    """Return when the first version came in, nothing where this is the day of a later one.

    A record was seen whose ``created`` is the date of its latest version; the number tells the
    month of the first. By Greenwich time that month may be one day over.
    """
    month = arxiv_month(identifier.value)
    if not month:
        return created
    year, number = int(month[:4]), int(month[5:])
    latest = f"{year + number // 12:04}-{number % 12 + 1:02}-01"
    return created if created <= latest else ""
