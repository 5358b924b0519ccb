"""What the ranking is worth: readers replayed over real days, and what learning costs.

Two worlds of ``../shared``: the daily papers of Hugging Face (35 days of 20), and e-prints of the
arXiv in the order of their numbers, 40 to a day. Every day a reader decides about all papers of
the day; the ranking sees what was decided on the days before, orders the day, and is judged.

Readers follow one topic, three, or one that becomes another half way. Topics are not made of what
the ranking sees. At Hugging Face a paper is of a topic when the keywords that Hugging Face gave it
say so, which the ranking is not shown; papers without keywords are judged by the abstract, with
phrases that the ranking is not told. On the arXiv a topic is a category, and categories are
withheld. A tenth of the papers of the topic is dropped all the same, 3 % of the others are kept:
nobody can foresee these, so "foreseen" cannot be reached. Votes are those of the end, not of the
day. The first five days only teach.
"""

import argparse
import gzip
import json
import random
import resource
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from readlist.library.ranking.scores import scorer
from readlist.library.ranking.training import train
from readlist.store.ranking import Material

SHARED = Path(__file__).parents[2] / "shared" / "data"
TEACHING_DAYS, FIRST = 5, 10
DROPPED, KEPT = 0.1, 0.03
PHRASES = {
    "video": ("video",),
    "robots": ("robot", "embodied", "vision-language-action"),
    "reinforcement": ("reinforcement learning", "grpo", "policy optimization"),
    "scenes": ("3d ", "gaussian splat", "scene recon"),
    "safety": ("safety", "jailbreak", "attack"),
    "speed": ("quantiz", "kv cache", "sparse attention", "inference latency", "speculative"),
    "sound": ("speech", "audio", "music"),
    "code": ("code generation", "software engineering", "swe-bench"),
    "mathematics": ("mathematical", "theorem"),
    "retrieval": ("retrieval",),
}
Order = Callable[[Sequence["Seen"], Sequence["Seen"], str], list[float]]


class Seen(NamedTuple):
    """A paper of a day: what the ranking may know, what hides its topics, and the decision."""

    paper: Material
    topics: frozenset[str]
    kept: bool = False


class Reader(NamedTuple):
    """A reader of a kind: the topics at first, and those from half way on."""

    kind: str
    first: tuple[str, ...]
    then: tuple[str, ...]


def always(kind: str, *topics: str) -> Reader:
    return Reader(kind, topics, topics)


HF_READERS = [
    *(always("one topic", one) for one in ("video", "reinforcement", "scenes", "safety", "robots")),
    always("three topics", "video", "safety", "mathematics"),
    always("three topics", "robots", "speed", "retrieval"),
    always("three topics", "reinforcement", "sound", "code"),
    Reader("taste drifts", ("video",), ("reinforcement",)),
    Reader("taste drifts", ("robots",), ("safety",)),
    Reader("taste drifts", ("reinforcement",), ("scenes",)),
]
ARXIV_READERS = [
    *(always("one topic", one) for one in ("cs.RO", "eess.IV", "cs.IR")),
    always("three topics", "cs.RO", "cs.IR", "cs.CR"),
    always("three topics", "cs.HC", "eess.IV", "cs.SD"),
    Reader("taste drifts", ("cs.RO",), ("cs.IR",)),
    Reader("taste drifts", ("cs.CY",), ("cs.GR",)),
]


def hf_days() -> list[tuple[str, list[Seen]]]:
    """Return the days of one summer, each paper on its first day."""
    days, known = [], set()
    for path in sorted((SHARED / "hf-daily").glob("2026-*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        fresh = [item for item in said if item["paper"]["id"] not in known]
        known |= {item["paper"]["id"] for item in fresh}
        fresh.sort(key=lambda item: str(item["publishedAt"]), reverse=True)
        days.append(
            (path.stem, [_hf(item["paper"], len(known) + n) for n, item in enumerate(fresh)])
        )
    return days


def _hf(said: dict[str, Any], number: int) -> Seen:
    keywords = " ; ".join(said.get("ai_keywords") or [])
    judged = (keywords or said["summary"]).lower()
    topics = (topic for topic, of in PHRASES.items() if any(phrase in judged for phrase in of))
    paper = _paper(number, said, [one["name"] for one in said["authors"]])
    return Seen(paper._replace(votes=said.get("upvotes", 0)), frozenset(topics))


def arxiv_days(days: int, each: int = 40) -> list[tuple[str, list[Seen]]]:
    """Return days of e-prints, newest number first."""
    found = [
        Seen(_paper(n, said, said["authors"]), frozenset(said["categories"]))
        for n, said in enumerate(sorted(eprints(), key=lambda one: one["id"])[: days * each])
    ]
    starts = range(0, len(found), each)
    first = date(2026, 7, 6)
    return [(str(first + timedelta(n)), found[start : start + each][::-1])
            for n, start in enumerate(starts)]  # fmt: skip


def eprints() -> Iterable[dict[str, Any]]:
    with gzip.open(SHARED / "papers" / "arxiv-17k.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _paper(number: int, said: dict[str, Any], authors: list[str]) -> Material:
    names = tuple((name, name.rpartition(" ")[2], name.rpartition(" ")[0]) for name in authors)
    return Material(number, said["title"], said["summary"], names)


def decide(days: list[tuple[str, list[Seen]]], reader: Reader) -> list[tuple[str, list[Seen]]]:
    """Return the days as a reader decides about them, the same each time."""
    dice = random.Random(zlib.crc32(repr(reader).encode()))
    decided = []
    for number, (day, seen) in enumerate(days):
        topics = set(reader.first if number < len(days) // 2 else reader.then)
        kept = [dice.random() < (1 - DROPPED if one.topics & topics else KEPT) for one in seen]
        decided.append(
            (day, [_decided(one, day, keep) for one, keep in zip(seen, kept, strict=True)])
        )
    return decided


def _decided(one: Seen, day: str, keep: bool) -> Seen:
    status = "to-read" if keep else "dropped"
    return one._replace(paper=one.paper._replace(status=status, at=f"{day}T08:00:00Z"), kept=keep)


def ranked(today: Sequence[Seen], before: Sequence[Seen], now: str) -> list[float]:
    texts = ((one.paper.title, one.paper.abstract) for one in today)
    score = scorer(train((one.paper for one in before), now, texts))
    return [score(one.paper).score for one in today]


def shuffled(today: Sequence[Seen], before: Sequence[Seen], now: str) -> list[float]:
    dice = random.Random(len(before) + zlib.crc32(now.encode()))
    return [dice.random() for _ in today]


ORDERS: dict[str, Order] = {
    "random order": shuffled,
    "newest first": lambda today, _, __: [-float(n) for n in range(len(today))],
    "votes first": lambda today, _, __: [float(one.paper.votes) for one in today],
    "readlist": ranked,
    "foreseen": lambda today, _, __: [float(one.kept) for one in today],
}


def replay(days: list[tuple[str, list[Seen]]], order: Order) -> list[tuple[float, float]]:
    """Return for each day the precision in the first ten, and the mean rank of what is kept."""
    before: list[Seen] = []
    judged = []
    for number, (day, today) in enumerate(days):
        if number >= TEACHING_DAYS and len(today) > FIRST and any(one.kept for one in today):
            scores = order(today, before, f"{day}T06:00:00Z")
            by_score = sorted(range(len(today)), key=lambda n: (-scores[n], n))
            places = [place for place, n in enumerate(by_score) if today[n].kept]
            precision = sum(place < FIRST for place in places) / FIRST
            judged.append((precision, sum(places) / len(places) / (len(today) - 1)))
        before += today
    return judged


def table(name: str, days: list[tuple[str, list[Seen]]], readers: list[Reader]) -> None:
    kinds = list(dict.fromkeys(reader.kind for reader in readers))
    print(f"\n{name}: {len(days)} days, {sum(len(seen) for _, seen in days)} papers")
    print("| order | " + " | ".join(f"{k}: first ten | mean rank" for k in kinds) + " |")
    print("| --- |" + " ---: | ---: |" * len(kinds))
    for label, order in ORDERS.items():
        if label == "votes first" and not any(one.paper.votes for _, seen in days for one in seen):
            continue
        cells = []
        for kind in kinds:
            found = [replay(decide(days, one), order) for one in readers if one.kind == kind]
            means = [[sum(values) / len(one) for values in zip(*one, strict=True)] for one in found]
            cells += [f"{sum(values) / len(means):.3f}" for values in zip(*means, strict=True)]
        print(f"| {label} | {' | '.join(cells)} |")


def costs(decisions: int, waiting: int) -> None:
    """Learn from many decisions and score many papers; times are those of the processor."""
    papers = [_paper(n, said, said["authors"])._replace(categories=tuple(said["categories"]))
              for n, said in enumerate(islice(eprints(), decisions + waiting))]  # fmt: skip
    first = date(2026, 1, 1)
    decided = [
        one._replace(
            status="to-read" if "cs.CL" in one.categories else "dropped",
            at=str(first + timedelta(n // 40)),
        )
        for n, one in enumerate(papers[:decisions])
    ]
    texts = [(one.title, one.abstract) for one in papers[decisions:]]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    model = train(decided, str(first + timedelta(decisions // 40)), texts)
    learned = time.process_time()
    score = scorer(model)
    for one in papers[decisions:]:
        score(one)
    scored = time.process_time()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"\nlearning {decisions:,} decisions: {learned - started:.2f} s, {grown / 1000:.0f} MB, "
        f"{len(model.to_bytes()) / 1000:,.0f} KB stored; "
        f"scoring {waiting:,} papers: {scored - learned:.2f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("hf", "arxiv", "costs"), default="")
    only = parser.parse_args().only
    if only in ("", "costs"):
        costs(10_000, 2_000)
    if only in ("", "hf"):
        table("Hugging Face", hf_days(), HF_READERS)
    if only in ("", "arxiv"):
        table("arXiv", arxiv_days(30), ARXIV_READERS)


if __name__ == "__main__":
    main()
