"""The ACL Anthology: one BibTeX entry a paper, written by its editors (aclanthology.org)."""

from dataclasses import replace
from functools import partial

from readlist.bib import ids
from readlist.model import Identifier, Rank, Record
from readlist.services import bibtex
from readlist.services.base import DAY_S, Request, WrongAnswerError


def paper(acl_id: str) -> Request[Record]:
    """Return the question for a paper by its identifier, ``2020.acl-main.447`` or ``P18-1001``.

    Raises ``ValueError`` for what is no such identifier: it becomes a part of the address.
    """
    if (wanted := ids.normalise("acl", acl_id)) is None:
        raise ValueError(f"{acl_id!r} is no identifier of the ACL Anthology")
    return Request(
        "acl", f"/{wanted.value}.bib", partial(parse, wanted=wanted), age_s=30 * DAY_S,
        accept="application/x-bibtex, text/plain, */*;q=0.5", limit_bytes=1_000_000,
    )  # fmt: skip


def parse(body: bytes, *, wanted: Identifier) -> Record:
    """Return the paper, which must be the one that was asked for. Raises ``WrongAnswerError``."""
    found = bibtex.entry(body, "acl", Rank.ISSUER)
    named = [one for one in found.identifiers if one.scheme == "acl"]
    if named and wanted not in named:
        raise WrongAnswerError(f"the entry of {named[0].value}")
    return found if named else replace(found, identifiers=(wanted, *found.identifiers))
