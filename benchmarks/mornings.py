"""What a person sees each morning: the first ten of the whole inbox, replayed in a real library.

On day one an annotated list and three pages of papers are imported, the pages into the inbox, as
the README says. Each morning the papers of one day come in, the ranking learns as a pull lets it,
and the reader looks at the first twenty: what is of the reader's topics is kept, what is not is
dropped, or left by a reader who only keeps. Topics are told by keywords that the ranking is not
shown (see ``ranking.py``). Printed are the precision of the first ten of the inbox and of the
day's papers alone in the order of votes and of time, in the first week and from the second on, and
how far the scores shown are from what was kept.
"""

import json
import random
import tempfile
import zlib
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from ranking import DROPPED, FIRST, HF_READERS, KEPT, SHARED, Reader, Seen, hf_days
from readlist.api import Library
from readlist.library.inbox import inbox
from readlist.library.papers.search import ids
from readlist.library.ranking.scores import retrain
from readlist.library.session import Session
from readlist.model import Paper
from readlist.store import ranking as store
from readlist.store.papers import load

LOOKED_AT = 20
TOPICS = {
    "video": ("video",), "robots": ("robot", "embodied"), "safety": ("safety", "jailbreak"),
    "reinforcement": ("reinforcement learning",), "scenes": ("3d ", "gaussian splat"),
    "mathematics": ("mathematical", "theorem"), "speed": ("quantiz", "kv cache"),
    "retrieval": ("retrieval",), "sound": ("speech", "audio", "music"),
    "code": ("software engineering",),
}  # fmt: skip


class Morning(NamedTuple):
    """How good the first ten were: of the inbox, of the day by votes and by time, at best."""

    inbox: float
    votes: float
    newest: float
    best: float


def mornings(reader: Reader, days: Sequence[tuple[str, list[Seen]]], *, drops: bool, shelf: bool
             ) -> tuple[list[Morning], list[tuple[float, bool]]]:  # fmt: skip
    """Replay the days; return what each morning was worth, and shown scores with what was kept."""
    dice = random.Random(zlib.crc32(repr(reader).encode()))
    found, shown = [], []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        known: dict[str, frozenset[str]] = {}
        for number, (day, seen) in enumerate(days):
            now = f"{day}T06:00:00Z"
            with at(place, now) as session:
                library = Library(session)
                if number == 0 and shelf:
                    import_shelf(library)
                papers = place / "day.jsonl"
                papers.write_text("".join(map(line, seen)), encoding="utf-8")
                library.import_file(papers, format="jsonl", status="inbox")
                known |= {one.paper.title.casefold(): one.topics for one in seen}
                retrain(session.library(write=True), now)
            with at(place, f"{day}T07:00:00Z") as session:
                library, inside = Library(session), session.library(write=True)
                inbox.catch_up(inside, session.now)
                waiting = inbox.search(inside, (), now=session.now)
                first = list(load(inside, ids(inside, waiting, LOOKED_AT)))
                store.look(inside)
                topics = set(reader.first if number < len(days) // 2 else reader.then)
                keep = [is_of(one, known, topics) for one in first]
                of_day = [bool(one.topics & topics) for one in seen]
                by_votes = sorted(range(len(seen)), key=lambda n: -seen[n].paper.votes)
                if any(of_day):
                    found.append(Morning(
                        sum(keep[:FIRST]) / FIRST,
                        sum(of_day[n] for n in by_votes[:FIRST]) / FIRST,
                        sum(of_day[:FIRST]) / FIRST,
                        min(FIRST, sum(of_day)) / FIRST,
                    ))  # fmt: skip
                said = store.scores(inside.db, inside.reader_id, [one.id for one in first])
                kept, gone = [], []
                for one, is_wanted in zip(first, keep, strict=True):
                    wants = dice.random() < (1 - DROPPED if is_wanted else KEPT)
                    (kept if wants else gone).append(one.id)
                    if one.id in said and number >= 7:
                        shown.append((said[one.id].score, wants))
                if kept:
                    library.mark(kept, status="to-read")
                if gone and drops:
                    library.mark(gone, status="dropped")
    return found, shown


@contextmanager
def at(place: Path, now: str) -> Iterator[Session]:
    """Open the library at a time."""
    environment = {
        "READLIST_DB": str(place / "library.db"), "READLIST_NOW": now, "HOME": str(place),
        "READLIST_READER": "ada",
    }  # fmt: skip
    session = Session(environment)
    try:
        yield session
    finally:
        session.close()


def import_shelf(library: Library) -> None:
    first, *pages = sorted((SHARED / "seeds").glob("*.txt"))
    library.import_file(first)
    for page in pages:
        library.import_file(page, status="inbox")


def line(one: Seen) -> str:
    said = {
        "type": "paper", "title": one.paper.title, "abstract": one.paper.abstract,
        "authors": [{"name": name, "family": family, "given": given}
                    for name, family, given in one.paper.authors],
        "extra": {"hf": {"upvotes": one.paper.votes}},
    }  # fmt: skip
    return json.dumps(said) + "\n"


def is_of(paper: Paper, known: dict[str, frozenset[str]], topics: set[str]) -> bool:
    """Say whether a paper is of a topic: by its keywords, else by what its text says."""
    if (named := known.get(paper.title.casefold())) is not None:
        return bool(named & topics)
    text = f"{paper.title} {paper.abstract}".lower()
    return any(phrase in text for topic in topics for phrase in TOPICS.get(topic, ()))


def error_of(shown: Iterable[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins of scores."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    pairs = list(shown)
    for score, kept in pairs:
        bins.setdefault(min(9, int(score * 10)), []).append((score, kept))
    return sum(
        len(one) / len(pairs) * abs(mean(s for s, _ in one) - mean(k for _, k in one))
        for one in bins.values()
    )


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=35)
    parser.add_argument("--quick", action="store_true", help="One reader of each kind.")
    parser.add_argument("--bare", action="store_true", help="Nothing is imported on day one.")
    parser.add_argument("--reader", type=int, action="append", help="Only the reader of a place.")
    given = parser.parse_args()
    days = hf_days()[: given.days]
    readers = HF_READERS
    if given.quick:
        kinds = {reader.kind: reader for reader in reversed(readers)}
        readers = list(reversed(kinds.values()))
    if given.reader:
        readers = [HF_READERS[place] for place in given.reader]
    print("| reader | week one | from week two | votes first | newest first | at best | error |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for drops in (True, False):
        for reader in readers:
            found, shown = mornings(reader, days, drops=drops, shelf=not given.bare)
            later = found[5:]
            cells = [mean(one.inbox for one in found[:5]), *map(mean, zip(*later, strict=True))]
            name = f"{reader.kind}: {', '.join(reader.first)}{'' if drops else ', only keeps'}"
            print(f"| {name} | {' | '.join(f'{c:.3f}' for c in cells)} | {error_of(shown):.3f} |",
                  flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
