"""A library as a pull leaves it: feeds, what they brought, scores, news, and what is due."""

from collections.abc import Sequence

from readlist.bib.names import parse_authors
from readlist.identity.absorb import AbsorbOptions
from readlist.library.imports.save import absorb_records
from readlist.model import Identifier, Rank, Reading, Record, Status
from readlist.store import pulls
from readlist.store.connection import Library
from readlist.store.feeds import Brought, Feed, insert_feeds, keep_brought
from readlist.store.journal import ensure_reader, transaction
from readlist.store.ranking import Reason, Score, save

DAY = "2026-11-22T06:00:00Z"
BEFORE = "2026-11-21T06:00:00Z"
FEEDS = (
    Feed(0, "hf", "hf", "daily", {"title": "Hugging Face daily papers"}, BEFORE),
    Feed(0, "arxiv-cl", "arxiv", "cs.CL+cs.LG", {}, BEFORE),
    Feed(0, "lab", "web", "https://lab.example/feed", {"title": "A <lab>'s blog"}, BEFORE),
)
HOSTILE = (
    '<script>document.title="run"</script><img src=x onerror="document.title=\'run\'"> '
    "\x1b[31m*bold* [link](javascript:alert(1)) | `code` &amp; ]]> {{x}} \u202eevil"
)
LONG = (
    "We study how models of language keep what they were told. Prior work, e.g. that of Smith et "
    "al. on caches, keeps every token. We show that a tenth is enough, cf. Fig. 2 and Sec. 3. "
) * 4


def record(number: str, title: str, **more: object) -> Record:
    """Return a paper of the arXiv."""
    said = {
        "source": "arxiv", "rank": Rank.ISSUER, "title": title, "year": 2026,
        "authors": parse_authors("Ada Lovelace, Grace Hopper, Alan Turing, Emmy Noether"),
        "identifiers": (Identifier("arxiv", number),), "abstract": LONG,
        "extra": {"arxiv": {"categories": ["cs.CL", "cs.LG"]}, "primary_class": "cs.CL"},
    }  # fmt: skip
    return Record(**{**said, **more})


def bring(
    library: Library, feeds: Sequence[str], records: Sequence[Record], at: str,
    status: Status = Status.INBOX,
) -> list[int]:  # fmt: skip
    """Let feeds bring papers at a time, as a pull does; return their numbers."""
    with transaction(library, command="readlist pull", at=at) as tx:
        ensure_reader(tx)
        known = dict(tx.db.execute("SELECT name, id FROM feeds").fetchall())
        wanted = [feed for feed in FEEDS if feed.name in feeds and feed.name not in known]
        insert_feeds(tx, wanted)
        known = dict(tx.db.execute("SELECT name, id FROM feeds").fetchall())
        options = AbsorbOptions(at, library.reader, status)
        numbers = [one.paper_id for one in absorb_records(tx, records, options)]
        keep_brought(
            tx, [Brought(known[name], n, at[:10], at, {}) for name in feeds for n in numbers]
        )
        pulls.finish(tx.db, pulls.begin(tx.db, at, "readlist pull"), at, pulls.DONE)
    return numbers


def score(library: Library, scores: dict[int, tuple[float, str]]) -> None:
    """Keep scores as the ranking does, each with a reason and the rest."""
    save(library, {
        number: Score(value, (Reason(why, 0.9, "author"), Reason("the rest", -0.1, "rest")))
        for number, (value, why) in scores.items()
    })  # fmt: skip


def fill(library: Library) -> None:
    """Two mornings: papers of three feeds, one in two of them, news of a read paper, one due."""
    news = {"at": DAY, "what": "version", "from": "v1", "to": "v2"}
    read = record(
        "2401.00001", "What I Have Read", extra={"news": [news]},
        reading=Reading(Status.READ, finished=BEFORE), rank=Rank.PERSON,
    )  # fmt: skip
    urgent = record(
        "2401.00002", "What Is Urgent", reading=Reading(Status.TO_READ, 3), rank=Rank.PERSON
    )
    with transaction(library, command="readlist import", at=BEFORE) as tx:
        ensure_reader(tx)
        absorb_records(tx, [read, urgent], AbsorbOptions(BEFORE, library.reader))
    bring(library, ["hf"], [record("2611.00001", "The Paper of Yesterday")], BEFORE)
    first, second = bring(
        library, ["hf", "arxiv-cl"],
        [record("2611.00002", r"Caches: $O(n^2)$ Is Too Much for Poincar\'e"),
         record("2611.00003", "A Second Paper", tags=("moe",))], DAY,
    )  # fmt: skip
    (third,) = bring(library, ["hf"], [
        record("2611.00004", "A Paper about Pictures", extra={"primary_class": "cs.CV"}),
    ], DAY)  # fmt: skip
    bring(library, ["lab"], [
        record("", HOSTILE, identifiers=(Identifier("url", "https://lab.example/a?b=1&c='"),),
               abstract=HOSTILE * 3, extra={}, authors=parse_authors("<b>Eve</b>")),
    ], DAY)  # fmt: skip
    bring(library, ["hf"], [record("2611.00005", "Read at Once")], DAY, Status.READ)
    score(library, {
        first: (0.91, "author you read 4 times"), second: (0.4, "your tag moe"),
        third: (0.73, "87 votes"),
    })  # fmt: skip
