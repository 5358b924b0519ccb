"""Which sources are asked for identifiers, in which order and how patiently; nothing is asked."""

from collections.abc import Callable
from typing import Any

from readlist.errors import NetworkError
from readlist.library.metadata.resolve import HASTE_S, Resolved, resolve
from readlist.model import Identifier, Record
from readlist.services.base import SERVICES, Request

ATTENTION = Identifier("arxiv", "1706.03762")
OTHER = Identifier("arxiv", "1810.04805")

Say = Callable[[Request[Any]], Any]


def resolved(*wanted: Identifier, say: Say, **how: bool) -> tuple[list[str], Resolved]:
    """Resolve with services that answer as ``say`` does; return who was asked, and what came."""
    asked, into = [], Resolved()

    def ask(request: Request[Any]) -> Any:
        haste = " in haste" if request.patience_s == HASTE_S else ""
        asked.append(request.service + haste)
        return say(request)

    resolve(wanted, ask, into, lambda _count: None, **how)
    return asked, into


def throttling(request: Request[Any]) -> Any:
    """ArXiv is throttling, for as long as nobody waits for it; the others do not know the paper."""
    label = SERVICES[request.service].label
    if request.service == "arxiv_api" or request.patience_s == HASTE_S:
        raise NetworkError(f"{label} is throttling (HTTP 429).")
    if request.service == "arxiv_oai":
        return Record(source="arxiv", title="Found", identifiers=(ATTENTION,))
    return () if request.service in ("openalex", "s2") else None


def test_in_the_end_the_rest_of_arxiv_is_waited_for():
    """Of a new paper nobody else knows yet."""
    asked, into = resolved(ATTENTION, say=throttling)
    assert asked == [
        "arxiv_api in haste", "arxiv_oai in haste", "datacite", "hf", "openalex", "s2", "arxiv_oai",
    ]  # fmt: skip
    assert into.found[ATTENTION][0].title == "Found"
    assert not into.failed


def test_who_has_time_waits_for_the_best_source():
    asked, _ = resolved(ATTENTION, say=throttling, patient=True)
    assert asked == ["arxiv_api", "arxiv_oai"]


def test_many_are_asked_for_at_once():
    """Not one by one of a service that takes three seconds for each."""
    wanted = [Identifier("arxiv", f"2501.0000{n}") for n in range(1, 8)]
    asked, into = resolved(*wanted, say=throttling)
    assert asked[:2] == ["arxiv_api in haste", "openalex"]
    assert "arxiv_oai" not in asked
    assert set(into.failed.values()) == {"arXiv is throttling (HTTP 429)."}


def test_an_answer_about_another_paper_is_not_taken():
    """No paper has two identifiers of the arXiv; a DOI may have an alias."""

    def say(request: Request[Any]) -> Any:
        return Record(source="x", title="T", identifiers=(OTHER,))

    assert resolved(ATTENTION, say=say)[1].found == {}
    doi = Identifier("doi", "10.1000/one")

    def alias(request: Request[Any]) -> Any:
        return Record(source="x", title="T", identifiers=(Identifier("doi", "10.1000/two"),))

    assert set(resolved(doi, say=alias)[1].found[doi][0].identifiers) >= {doi}


def test_a_forum_that_is_not_there_may_be_an_old_one():
    def say(request: Request[Any]) -> Any:
        return Record(source="openreview", title="Old") if request.at else None

    asked, into = resolved(Identifier("openreview", "rJXMpikCZ"), say=say)
    assert asked == ["openreview", "openreview"]
    assert len(into.found) == 1
