"""arXiv's OAI-PMH: single records, and everything that changed since a day.

Slow but complete, and the fall-back where the query API throttles. ``arXiv`` is the only form with
split names, ``arXivRaw`` the only one with all versions (info.arxiv.org/help/oa; OAI-PMH 2.0).
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from xml.etree.ElementTree import Element

from readlist.bib import dates
from readlist.bib.ids import arxiv_month
from readlist.bib.names import name_line, split_name
from readlist.model import Identifier, Record
from readlist.services.answers import SHOWN, xml_root
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.services.works import Eprint, categories, numbered, record
from readlist.text import FIELD_LIMIT, TITLE_LIMIT, clean

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_SPLIT = "{http://arxiv.org/OAI/arXiv/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
# "v12"; not "v0".
_VERSION = re.compile(r"v([1-9][0-9]{0,3})")
# Two minutes: 403 records took 29 s, and the first page of a cold day 90 s.
_TIMEOUT_S = 120.0
_PHYSICS = frozenset(
    {
        "astro-ph", "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph",
        "nlin", "nucl-ex", "nucl-th", "physics", "quant-ph",
    }
)  # fmt: skip


class Harvest(NamedTuple):
    """A page of changes; with a ``token`` there is another one, asked for with ``more``.

    ``answered`` is the service's day: the next ``since``. ``stale`` says that the token is no
    longer good, so that one must begin again; ``refused`` is what else is wrong with the question.
    """

    records: tuple[Record, ...] = ()
    deleted: tuple[Identifier, ...] = ()
    token: str = ""
    answered: str = ""
    stale: bool = False
    refused: str = ""


def paper(arxiv_id: str, *, raw: bool = False) -> Request[Record | None]:
    """Return the question for one paper, None where there is none.

    ``raw`` asks for the dates of all versions instead of split names.
    """
    said = {"verb": "GetRecord", "identifier": f"oai:arXiv.org:{arxiv_id}"}
    return Request(
        "arxiv_oai", "", parse_paper, params=(*said.items(), _form(raw)), accept="text/xml",
        age_s=DAY_S, timeout_s=_TIMEOUT_S,
    )  # fmt: skip


def changes(
    *, since: str = "", until: str = "", of: str = "", raw: bool = False
) -> Request[Harvest]:
    """Return the question for what changed from a day on (not: what is new), ``YYYY-MM-DD``.

    ``of`` is a category. Leave ``until`` out to go on later from the day of the answer.
    """
    said = {"from": since, "until": until, "set": set_of(of) if of else ""}
    chosen = [(name, value) for name, value in said.items() if value]
    return _listed(("verb", "ListRecords"), _form(raw), *chosen)


def more(token: str) -> Request[Harvest]:
    """Return the question for the next page; the token says everything else."""
    return _listed(("verb", "ListRecords"), ("resumptionToken", token))


def _listed(*params: tuple[str, str]) -> Request[Harvest]:
    return Request(
        "arxiv_oai", "", parse, params=params, accept="text/xml", age_s=0.0,
        timeout_s=_TIMEOUT_S, limit_bytes=50_000_000,
    )  # fmt: skip


def _form(raw: bool) -> tuple[str, str]:
    return ("metadataPrefix", "arXivRaw" if raw else "arXiv")


def set_of(category: str) -> str:
    """Return the set of a category or archive: ``cs:cs:LG`` for ``cs.LG``."""
    archive, _, subject = category.partition(".")
    group = "physics" if archive in _PHYSICS else archive
    return ":".join(part for part in (group, archive, subject) if part)


def parse_paper(body: bytes) -> Record | None:
    """Return the paper of a ``GetRecord`` answer. Raises ``WrongAnswerError``."""
    root = _root(body)
    code, message = _error(root)
    if code == "idDoesNotExist":
        return None
    found = root.find(f"{_OAI}GetRecord/{_OAI}record")
    if code or found is None:
        raise WrongAnswerError(message or "no record")
    return next(iter(_papers(found)), None)


def parse(body: bytes) -> Harvest:
    """Return the papers of a ``ListRecords`` answer. Raises ``WrongAnswerError``."""
    root = _root(body)
    answered = dates.read(root.findtext(f"{_OAI}responseDate", ""))
    code, message = _error(root)
    if code:
        wrong = "" if code in ("noRecordsMatch", "badResumptionToken") else message
        return Harvest(answered=answered, stale=code == "badResumptionToken", refused=wrong)
    listed = root.find(f"{_OAI}ListRecords")
    if listed is None:
        raise WrongAnswerError("no list of records")
    records: list[Record] = []
    deleted: list[Identifier] = []
    for one in listed.iterfind(f"{_OAI}record"):
        records += _papers(one)
        header = one.find(f"{_OAI}header")
        if header is not None and header.get("status") == "deleted":
            name = header.findtext(f"{_OAI}identifier", "").strip()
            number = numbered(name.removeprefix("oai:arXiv.org:"))
            deleted += [number[0]] if number else []
    token = listed.findtext(f"{_OAI}resumptionToken", "").strip()
    return Harvest(tuple(records), tuple(deleted), token, answered)


_root = partial(xml_root, name=f"{_OAI}OAI-PMH")


def _error(root: Element) -> tuple[str, str]:
    """Return the code and the sentence of an error, which comes under HTTP 200."""
    error = root.find(f"{_OAI}error")
    if error is None:
        return "", ""
    code = clean(error.get("code", "")) or "error"
    return code, f"{code}: {clean(error.text or '')}"[:SHOWN]


def _papers(one: Element) -> Iterator[Record]:
    """Yield the paper of a record, in whichever form; a deleted one has none."""
    for space, name in ((_SPLIT, "arXiv"), (_RAW, "arXivRaw")):
        data = one.find(f"{_OAI}metadata/{space}{name}")
        if data is not None and (found := _eprint(data, space)):
            yield record(found)


def _eprint(data: Element, space: str) -> Eprint | None:
    def said(name: str, limit: int = TITLE_LIMIT) -> str:
        return clean(data.findtext(f"{space}{name}", ""), limit)

    number = numbered(said("id"))
    if number is None or not said("title"):
        return None
    identifier = number[0]
    found = Eprint(
        identifier,
        said("title"),
        abstract=data.findtext(f"{space}abstract", ""),
        categories=categories(said("categories").split()),
        comment=said("comments", FIELD_LIMIT),
        journal_ref=said("journal-ref"),
        doi=said("doi"),
        license=said("license"),
    )
    if space == _RAW:
        return _with_versions(found, data)
    # A collaboration is a "keyname" alone.
    names = [
        [one.findtext(f"{_SPLIT}{name}", "") for name in ("keyname", "forenames", "suffix")]
        for one in data.iterfind(f"{_SPLIT}authors/{_SPLIT}author")
    ]
    split = (split_name(*parts) for parts in names)
    return found._replace(
        authors=tuple(author for author in split if author.name),
        published=_first_day(identifier, said("created")),
        updated=said("updated") or said("created"),
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


def _with_versions(found: Eprint, data: Element) -> Eprint:
    """Return an e-print with its authors, and the dates of its first and its last version."""
    versions = {
        int(number[1]): one
        for one in data.iterfind(f"{_RAW}version")
        if (number := _VERSION.fullmatch(one.get("version", "").strip()))
    }
    authors = name_line(data.findtext(f"{_RAW}authors", ""))
    if not versions:
        return found._replace(authors=authors)
    # Dates as in mails: the day of the week goes, "12 Jun 2017 17:57:34 GMT" is read.
    said = {number: one.findtext(f"{_RAW}date", "") for number, one in versions.items()}
    last = max(versions)
    return found._replace(
        authors=authors,
        published=dates.read(said.get(1, "").partition(",")[2]),
        updated=dates.read(said[last].partition(",")[2]),
        version=last,
        # A version of type I has nothing in it: the paper was taken back (arxiv-base, formats).
        withdrawn="I" in versions[last].findtext(f"{_RAW}source_type", ""),
    )
