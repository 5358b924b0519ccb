"""New versions of papers that are known: what a feed announces as replaced becomes their news."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from readlist.library.metadata.refresh import news_of, renewed
from readlist.model import Paper, Record
from readlist.store.journal import Transaction
from readlist.store.papers import load
from readlist.store.write import save_papers


def take_replaced(tx: Transaction, said: Sequence[tuple[int, Record]]) -> int:
    """Let papers take what is announced of them anew; return how many have news now."""
    papers = {paper.id: paper for paper in load(tx.library, sorted({n for n, _ in said}))}
    pairs = []
    news = 0
    for number, record in said:
        paper = papers.get(number)
        if paper is None or not _is_newer(paper, record):
            continue
        changes = tuple(news_of(_as_before(paper, record), [record], tx.at))
        newer = renewed(paper, [record], changes, whole=False)
        pairs.append((paper, newer))
        papers[number] = newer
        news += bool(changes)
    save_papers(tx, pairs)
    return news


def _version(said: Paper | Record) -> int:
    part = said.extra.get("arxiv")
    version = part.get("version") if isinstance(part, dict) else None
    return version if isinstance(version, int) else 0


def _is_newer(paper: Paper, record: Record) -> bool:
    return _version(record) > max(_version(paper), 1)


def _as_before(paper: Paper, record: Record) -> Paper:
    """Return a paper whose version nobody has named with the one that must have been before."""
    if _version(paper):
        return paper
    known: Any = paper.extra.get("arxiv")
    part = {**(known if isinstance(known, dict) else {}), "version": _version(record) - 1}
    return replace(paper, extra={**paper.extra, "arxiv": part})
