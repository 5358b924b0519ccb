"""A library whose inbox holds papers that two feeds brought, some with a score."""

from collections.abc import Mapping
from pathlib import Path

from readlist.identity.absorb import AbsorbOptions
from readlist.library.imports.save import absorb_records
from readlist.model import Author, Identifier, Record, Status
from readlist.store.connection import open_library
from readlist.store.feeds import Brought, Feed, insert_feeds, keep_brought
from readlist.store.journal import transaction
from readlist.store.ranking import Reason, Score, save

AT = "2026-11-21T07:00:00Z"
PAPERS = (
    ("2611.00001", "Sparse Experts at Scale", "We route tokens to experts of a mixture."),
    ("2611.00002", "A Survey of Surveys", "We count surveys and read none of them."),
    ("2611.00003", "Routing Tokens to Experts", "A mixture of experts that routes tokens well."),
    ("2611.00004", "Protein Folding by Hand", "Proteins are folded with paper and patience."),
)
SCORES: Mapping[int, Score] = {
    1: Score(0.91, (Reason("your tag moe", 1.4, "tag"), Reason("author you read twice", 0.9),
                    Reason("on 3 lists", -0.2, "lists"), Reason("the rest", 0.3, "rest"))),
    2: Score(0.12, (Reason("muted word survey", -2.0, "mute"), Reason("the rest", 0.1, "rest"))),
    4: Score(0.55, (Reason("87 votes", 0.2, "votes"),)),
}  # fmt: skip


def fill(path: Path, reader: str = "ada") -> None:
    """Put four papers into the inbox: 1, 4 and 2 in the order of their scores, 3 without one."""
    library = open_library(path, reader, write=True)
    with transaction(library, command="readlist pull", at=AT) as tx:
        tx.summary = "Pulled 4 papers"
        said = [Feed(0, "hf", "hf", "daily", {}, AT), Feed(0, "ml", "arxiv", "cs.LG", {}, AT)]
        first = insert_feeds(tx, said)
        records = [
            Record(
                source="hf", title=title, abstract=abstract, year=2026, published="2026-11-20",
                authors=(Author("Ada Byron", "Byron", "Ada"),), kind="preprint",
                identifiers=(Identifier("arxiv", number),),
                extra={"arxiv": {"categories": ["cs.LG"]}},
            )
            for number, title, abstract in PAPERS
        ]  # fmt: skip
        outcomes = absorb_records(tx, records, AbsorbOptions(AT, reader, Status.INBOX))
        numbers = [outcome.paper_id for outcome in outcomes]
        brought = [Brought(first, n, "2026-11-20", AT, {"votes": 10 * n}) for n in numbers]
        keep_brought(tx, [*brought, Brought(first + 1, numbers[0], "2026-11-19", AT, {})])
    save(library, SCORES)
    library.close()
