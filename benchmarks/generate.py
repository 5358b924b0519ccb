"""Papers to measure with: the program's own export, N papers, the same for the same seed.

    python benchmarks/generate.py 20000 papers.jsonl

Real titles and abstracts are used where ``../shared/data/papers`` has them, varied so that no two
papers are one; otherwise everything is made of a word list of its own.
"""

import gzip
import json
import random
import re
import sys
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

SHARED = Path(__file__).resolve().parents[2] / "shared/data/papers/arxiv-17k.jsonl.gz"
SEED = 20_170_612
LIST = "benchmark-list"
LIST_ENTRIES = 1_000
READER = "bench"
ADDED = "2026-01-05T08:00:00Z"
TAGS = ("nlp/parsing", "vision", "vision/video", "speech", "theory", "later", "survey")
_STATUSES = ("to-read",) * 16 + ("read", "read", "skimmed", "reading")
_PER_MONTH = 15_000
_FIRST_YEAR = 2015


class Source(NamedTuple):
    """What a paper is made of."""

    title: str
    authors: tuple[str, ...]
    abstract: str
    categories: tuple[str, ...]


def real_sources() -> list[Source]:
    """Return the real papers, or nothing where they are absent."""
    if not SHARED.is_file():
        return []
    with gzip.open(SHARED, "rt", encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    return [
        Source(
            " ".join(paper["title"].split()),
            tuple(" ".join(name.split()) for name in paper["authors"]),
            paper["summary"].strip(),
            tuple(paper["categories"]),
        )
        for paper in found
    ]


def made_sources(number: int, rng: random.Random) -> list[Source]:
    """Return papers of made-up words, distributed as words of a language are (Zipf)."""
    parts = ("ba", "co", "di", "fer", "gra", "lo", "men", "nu", "pra", "ri", "sol", "tec", "ver")
    vocabulary = sorted({"".join(rng.choices(parts, k=rng.randint(2, 4))) for _ in range(20_000)})
    rng.shuffle(vocabulary)
    words = ["the", "model", "learning", *vocabulary]
    weights = list(accumulate(1 / (place + 2) for place in range(len(words))))

    def some(count: int) -> list[str]:
        return rng.choices(words, cum_weights=weights, k=count)

    return [
        Source(
            " ".join(some(rng.randint(5, 12))).capitalize(),
            tuple(
                " ".join(word.capitalize() for word in rng.choices(vocabulary, k=2))
                for _ in range(rng.randint(1, 8))
            ),
            ". ".join(" ".join(some(20)).capitalize() for _ in range(8)) + ".",
            ("cs.LG",),
        )
        for _ in range(number)
    ]


def lines(number: int, seed: int = SEED) -> Iterator[str]:
    """Yield an export of ``number`` papers, line by line."""
    rng = random.Random(seed)
    sources = real_sources() or made_sources(min(number, 17_000), rng)
    yield _line({"type": "readlist", "version": 1})
    yield _line({"type": "list", "name": LIST, "title": "Papers of the benchmark", "added": ADDED})
    names = _Names()
    for place in range(number):
        source = sources[place % len(sources)]
        yield _line(_paper(place, source, place // len(sources), names, rng))


def write(path: Path, number: int) -> Path:
    """Write an export of ``number`` papers unless it is there already."""
    if not path.exists():
        partial = path.with_suffix(".part")
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines(number))
        partial.replace(path)
    return path


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


class _Names:
    """Titles and citation keys that were given, so that each is given once."""

    def __init__(self) -> None:
        self.titles: set[str] = set()
        self.keys: set[str] = set()
        self._next: dict[str, int] = {}

    def title(self, wanted: str, rng: random.Random, words: list[str]) -> str:
        title = wanted
        while (folded := re.sub(r"\W+", "", title.lower())) in self.titles:
            title = f"{wanted}: {' '.join(rng.choices(words, k=3)).capitalize()}"
        self.titles.add(folded)
        return title

    def key(self, base: str) -> str:
        number = self._next.get(base, 0)
        while (key := base + _letters(number)) in self.keys:
            number += 1
        self._next[base] = number + 1
        self.keys.add(key)
        return key


def _letters(number: int) -> str:
    """Return 0 as nothing, 1 as ``a``, 26 as ``z``, 27 as ``aa``."""
    found = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        found = chr(ord("a") + digit) + found
    return found


def _paper(
    place: int, source: Source, round_number: int, names: _Names, rng: random.Random
) -> dict[str, Any]:
    month, number = divmod(place, _PER_MONTH)
    year, month = _FIRST_YEAR + month // 12, month % 12 + 1
    abstract = source.abstract
    if round_number:
        sentences = abstract.split(". ")
        rng.shuffle(sentences)
        abstract = ". ".join(sentences)
    words = re.findall(r"[A-Za-z]{4,}", abstract) or ["paper"]
    title = names.title(source.title, rng, words)
    authors = [_author(name) for name in source.authors]
    paper: dict[str, Any] = {
        "type": "paper",
        "key": names.key(_key(authors, year, title)),
        "title": title,
        "authors": authors,
        "abstract": abstract,
        "year": year,
        "published": f"{year}-{month:02}-{place % 28 + 1:02}",
        "kind": "preprint",
        "identifiers": [["arxiv", f"{year % 100:02}{month:02}.{number + 1:05}"]],
        "extra": {"categories": list(source.categories)},
        "ranks": {"*": ["jsonl", 30]},
        "reading": _reading(place, rng),
    }
    if place % 5 == 0:
        paper["identifiers"].append(["doi", f"10.5555/bench.{place}"])
        paper["venue"] = rng.choice(("NeurIPS", "ICML", "ACL", "CVPR", "Journal of Benchmarks"))
    if place % 20 == 0:
        paper["links"] = [["code", f"https://code.example.org/{place}"]]
    if place % 50 == 0:
        paper["tags"] = [TAGS[place // 50 % len(TAGS)]]
    if place % 200 == 0:
        note = {"body": f"Compare with {words[-1]} of last year.", "created": ADDED}
        paper["notes"] = [note | {"reader": READER}]
    if place % 7 == 0 and place // 7 < LIST_ENTRIES:
        paper["lists"] = [_entry(place // 7)]
    return paper | {"added": ADDED}


def _author(name: str) -> dict[str, str]:
    given, _, family = name.rpartition(" ")
    return {"name": name, "family": family, "given": given} if given else {"name": name}


def _key(authors: list[dict[str, str]], year: int, title: str) -> str:
    name = authors[0].get("family", authors[0]["name"]) if authors else "paper"
    first = next(iter(re.findall(r"[a-z]{3,}", title.lower())), "paper")
    return f"{re.sub('[^a-z]', '', name.lower()) or 'paper'}{year}{first}"


def _reading(place: int, rng: random.Random) -> dict[str, Any]:
    status = _STATUSES[place % len(_STATUSES)]
    reading: dict[str, Any] = {"status": status, "reader": READER}
    if place % 25 == 0:
        reading["priority"] = rng.randint(1, 3)
    if status == "reading":
        reading["started"] = "2026-01-10T09:00:00Z"
    if status in ("read", "skimmed"):
        reading |= {"rating": rng.randint(1, 5), "finished": "2026-01-12T09:00:00Z"}
    return reading


def _entry(position: int) -> dict[str, Any]:
    entry: dict[str, Any] = {"list": LIST, "section": [f"Area {position // 100}"]}
    entry["position"] = position + 1
    if position % 3 == 0:
        entry["remark"] = "Read this before the others of the section."
    return entry


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
