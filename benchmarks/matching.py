"""Whether a title finds its paper, however it was written down, and never another one.

Titles of the stand-in's papers, distorted as people distort them, half of them with first author
and year, are completed like a reading list; so are titles whose papers the stand-in does not have,
and the titles of the seed list. Needs ``../shared``; prints what was found, wrong and asked.
"""

import argparse
import gzip
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from readlist.bib.names import parse_author
from readlist.files.read import open_document
from readlist.formats.base import LoadOptions
from readlist.identity.absorb import AbsorbOptions
from readlist.identity.titles import title_forms
from readlist.library.imports.save import absorb_records
from readlist.library.metadata.enrich import Enriching
from readlist.library.metadata.enrich_steps import STEPS
from readlist.model import Paper, Rank, Record
from readlist.store.connection import open_library
from readlist.store.journal import transaction
from readlist.store.papers import load
from readlist.web.client import Client, WebOptions

SHARED = Path(__file__).parents[2] / "shared"
PAPERS = SHARED / "data" / "papers" / "arxiv-17k.jsonl.gz"
SEEDS = SHARED / "data" / "seeds"
STANDIN = SHARED / "tools" / "standin" / "standin.py"
SERVICES = ("hf", "crossref", "doi", "s2", "openalex", "dblp", "openreview", "acl", "datacite")
NOW, TODAY = "2026-11-22T08:00:00Z", "2026-11-22"
NAMING = ("arxiv", "hf", "crossref", "dblp", "s2", "openalex")

Distort = Callable[[str, random.Random], str]

_AMERICAN = {
    "modeling": "modelling", "behavior": "behaviour", "color": "colour", "optimization":
    "optimisation", "generalization": "generalisation", "quantization": "quantisation",
    "summarization": "summarisation", "center": "centre", "labeled": "labelled", "analyzing":
    "analysing", "personalized": "personalised", "optimizing": "optimising", "visualization":
    "visualisation", "tokenization": "tokenisation", "optimized": "optimised",
}  # fmt: skip
_SHORT = {" and ": " & ", " with ": " w/ ", " without ": " w/o ", " via ": " through ",
          " versus ": " vs. ", " vs. ": " versus "}  # fmt: skip
_NUMERALS = {"II": "2", "III": "3", "IV": "4"}


def case(title: str, dice: random.Random) -> str:
    return dice.choice((str.lower, str.upper, str.title, str.capitalize))(title)


def no_subtitle(title: str, _: random.Random) -> str:
    return title.partition(": ")[0]


def no_head(title: str, _: random.Random) -> str:
    return title.partition(": ")[2]


def numeral(title: str, _: random.Random) -> str:
    pairs = [*_NUMERALS.items(), *((digit, roman) for roman, digit in _NUMERALS.items())]
    for one, other in pairs:
        changed = re.sub(rf"(?<![\w.-]){one}(?![\w.-])", other, title, count=1)
        if changed != title:
            return changed
    return title


def latex(title: str, _: random.Random) -> str:
    """Drop what TeX needs and people do not type."""
    return re.sub(r"[$^_{}]|\\(?:text|math)[a-z]+|\\", "", title)


def formula(title: str, _: random.Random) -> str:
    return re.sub(r"\$[^$]+\$", "", title)


def typo(title: str, dice: random.Random) -> str:
    places = [
        m.start() + dice.randrange(1, len(m[0]) - 1) for m in re.finditer(r"[A-Za-z]{4,}", title)
    ]
    if not places:
        return title
    at = dice.choice(places)
    letter = dice.choice("abcdefghiklmnoprstuvwyz")
    return dice.choice((
        title[:at] + title[at + 1 :],
        title[:at] + title[at] + title[at:],
        title[:at] + title[at + 1] + title[at] + title[at + 2 :],
        title[:at] + letter + title[at + 1 :],
        title[:at] + letter + title[at:],
    ))  # fmt: skip


def quotes(title: str, _: random.Random) -> str:
    title = re.sub(r"\"([^\"]*)\"", "\u201c\\1\u201d", title).replace("'", "\u2019")
    return title.replace(" - ", " \u2013 ").replace("-", "\u2010")


def hyphens(title: str, dice: random.Random) -> str:
    return title.replace("-", dice.choice((" ", "")))


def spelling(title: str, _: random.Random) -> str:
    for american, british in _AMERICAN.items():
        title = re.sub(american, british, title, flags=re.IGNORECASE)
    return title


def short_words(title: str, _: random.Random) -> str:
    for word, short in _SHORT.items():
        title = title.replace(word, short)
    return title


def entities(title: str, _: random.Random) -> str:
    title = title.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&quot;")
    return title.replace(" ", "&nbsp;", 1)


def article(title: str, _: random.Random) -> str:
    return title[4:] if title.startswith("The ") else f"The {title}"


def cut(title: str, _: random.Random) -> str:
    return f"{title[: max(45, len(title) // 2)].rsplit(' ', 1)[0]}..."


def stop(title: str, _: random.Random) -> str:
    return f"  {title}. "


KINDS: dict[str, tuple[Distort, int]] = {
    "case": (case, 3), "no subtitle": (no_subtitle, 3), "no head": (no_head, 2),
    "II or 2": (numeral, 1), "no LaTeX": (latex, 1), "no formula": (formula, 1),
    "typo": (typo, 4), "quotes, dashes": (quotes, 2), "hyphens": (hyphens, 2),
    "British": (spelling, 2), "& w/": (short_words, 2), "entities": (entities, 2),
    "The": (article, 2), "cut ...": (cut, 1), "blanks, stop": (stop, 1),
}  # fmt: skip


def distorted(title: str, dice: random.Random) -> tuple[str, str]:
    """Return a title as somebody may have written it down, and what was done to it."""
    able = {
        name: weight for name, (change, weight) in KINDS.items()
        if change(title, random.Random(1)) not in (title, "")
    }  # fmt: skip
    # What few titles allow is done to most of those that do.
    rare = [name for name in ("II or 2", "no LaTeX", "no formula", "British") if name in able]
    if rare and dice.random() < 0.7:
        name = dice.choice(rare)
    else:
        name = dice.choices(list(able), list(able.values()))[0]
    changed = KINDS[name][0](title, dice)
    if name != "case" and dice.random() < 0.15:
        changed = changed.lower()
    return changed, name


def rows() -> list[dict[str, Any]]:
    with gzip.open(PAPERS, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@contextmanager
def standin(*words: str) -> Iterator[str]:
    command = [sys.executable, str(STANDIN), "--today", TODAY, "--exit-with-parent", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


def client(url: str, folder: Path) -> Client:
    """Return a client that waits for nothing."""
    urls = {name: f"{url}/{name}" for name in SERVICES} | {"arxiv_api": f"{url}/arxiv/api/query"}
    paces = dict.fromkeys(("arxiv", *SERVICES), 0.0)
    return Client(WebOptions(folder=folder, urls=urls, intervals_s=paces, patience_s=600))


class World:
    """One library that is completed against the stand-in."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.library = open_library(folder / "library.db", "ada", write=True)
        self.client = client(url, folder)
        self.options = AbsorbOptions(NOW, "ada")

    def add(self, records: list[Record]) -> list[int]:
        """Take records as an import does; return the papers, in order."""
        with transaction(self.library, command="import", at=NOW) as tx:
            return [found.paper_id for found in absorb_records(tx, records, self.options)]

    def complete(self, numbers: list[int], steps: tuple[str, ...] = ()) -> tuple[Any, float]:
        """Complete papers; return what came, and the seconds."""
        started = time.monotonic()
        run = Enriching(
            self.library, lambda: transaction(self.library, command="enrich", at=NOW),
            self.client.ask, self.options, lambda *_: None,
            steps=[step for step in STEPS if not steps or step.name in steps],
        )  # fmt: skip
        return run.run(numbers), time.monotonic() - started

    def papers(self, numbers: list[int]) -> dict[int, Paper]:
        """Return papers by number."""
        return {paper.id: paper for paper in load(self.library, numbers)}

    def published(self, arxiv_id: str) -> str:
        """Return the DOI under which a paper appeared, as the stand-in knows it."""
        with urlopen(f"{self.url}/_published?id={arxiv_id}") as answer:
            found = json.load(answer)
        return str((found or {}).get("doi") or "").lower()


def verdict(world: World, paper: Paper, truth: str) -> str:
    """Say whether a paper got the right identifiers, wrong ones or none."""
    arxiv = {one.value for one in paper.identifiers if one.scheme == "arxiv"}
    if arxiv:
        return "found" if arxiv == {truth} else "wrong"
    if dois := {one.value for one in paper.identifiers if one.scheme == "doi"}:
        return "found" if truth and dois == {world.published(truth)} else "wrong"
    return "wrong" if paper.identifiers else "none"


def distortions(count: int, absent: int, seed: int, folder: Path) -> bool:
    """Complete distorted titles, and those of papers that are not there."""
    dice = random.Random(seed)
    chosen = dice.sample(rows(), count + absent)
    gone = {row["id"] for row in chosen[count:]}
    source = folder / "papers.jsonl"
    left = [row for row in rows() if row["id"] not in gone]
    source.write_text("".join(json.dumps(row) + "\n" for row in left), encoding="utf-8")
    (folder / "none").mkdir()
    with standin("--papers", str(source), "--hf-days", str(folder / "none")) as url:
        world = World(url, folder)
        wanted, records = [], []
        for place, row in enumerate(chosen):
            title, kind = distorted(row["title"], dice)
            signed = place % 2 == 0
            authors = tuple(parse_author(name) for name in row["authors"]) if signed else ()
            wanted.append((row, kind, signed, title))
            records.append(
                Record(
                    source="markdown",
                    rank=Rank.LIST,
                    title=title,
                    authors=authors,
                    year=2025 if signed else None,
                )
            )
        numbers = world.add(records)
        result, seconds = world.complete(numbers, NAMING)
        papers = world.papers(numbers)
        tally: Counter[tuple[str, bool, str]] = Counter()
        for number, (row, kind, signed, title) in zip(numbers, wanted, strict=True):
            there = row["id"] not in gone
            if number not in papers:
                print("  merged away:", title)
                continue
            said = verdict(world, papers[number], row["id"] if there else "")
            tally[kind if there else "(not there)", signed, said] += 1
            if said == "wrong":
                print(f"  wrong: {title!r} is {row['title']!r}, became {papers[number].title!r}")
            elif said == "none" and there:
                VERBOSE and print(f"  missed ({kind}, {signed}): {title!r} of {row['title']!r}")
    report(tally, world, result, seconds)
    found = sum(n for (kind, _, said), n in tally.items() if said == "found")
    wrong = sum(n for (_, _, said), n in tally.items() if said == "wrong")
    return wrong == 0 and found >= 0.9 * count


VERBOSE = False


def report(
    tally: Counter[tuple[str, bool, str]], world: World, result: Any, seconds: float
) -> None:
    print("| distortion | with author | title only | wrong |\n| --- | ---: | ---: | ---: |")
    for kind in (*KINDS, "(not there)"):
        cells = []
        for signed in (True, False):
            of = sum(n for (name, s, _), n in tally.items() if (name, s) == (kind, signed))
            cells.append(f"{tally[kind, signed, 'found']} of {of}")
        wrong = tally[kind, True, "wrong"] + tally[kind, False, "wrong"]
        print(f"| {kind} | {cells[0]} | {cells[1]} | {wrong} |")
    there = [(said, n) for (kind, _, said), n in tally.items() if kind != "(not there)"]
    found, count = sum(n for said, n in there if said == "found"), sum(n for _, n in there)
    wrong = sum(n for said, n in there if said == "wrong")
    none = tally["(not there)", True, "wrong"] + tally["(not there)", False, "wrong"]
    print(
        f"found {found} of {count} ({found / count:.1%}), wrong {wrong}, found where there is none "
        f"{none}, open questions {result.open}, requests {world.client.asked}, {seconds:.0f} s"
    )


def seeds(folder: Path) -> bool:
    """Complete the titles of the seed list."""
    from readlist import formats

    name = next(SEEDS.glob("000*"))
    document = open_document(str(name))
    items = formats.sniff(document).load(open_document(str(name)), LoadOptions(today=TODAY))
    records = [item for item in items if isinstance(item, Record)]
    with standin() as url:
        world = World(url, folder)
        numbers = list(dict.fromkeys(world.add(records)))
        bare = {n: p for n, p in world.papers(numbers).items() if not p.identifiers}
        result, seconds = world.complete(numbers)
        with_days = served()
        tally: Counter[str] = Counter()
        for number, paper in world.papers(list(bare)).items():
            truth = with_days.get(title_forms(bare[number].title).form.whole, set())
            arxiv = {one.value for one in paper.identifiers if one.scheme == "arxiv"}
            named = bool(paper.identifiers)
            if truth:
                tally["there"] += 1
                tally["found" if arxiv & truth else "wrong" if named else "missed"] += 1
                if not arxiv & truth:
                    print("  missed or wrong:", bare[number].title, sorted(truth))
            elif named:
                tally["found by a distorted title"] += 1
                print(f"  look: {bare[number].title!r} became {paper.title!r}")
        print(f"seed list: {len(numbers)} papers, {len(bare)} bare titles, {dict(tally)}, "
              f"open questions {result.open}, "
              f"gained {({need: len(of) for need, of in result.gained.items()})}, "
              f"requests {dict(world.client.asked)}, {seconds:.0f} s")  # fmt: skip
    return not tally["wrong"]


def served() -> dict[str, set[str]]:
    """Return the papers that the stand-in knows, by the words of their titles."""
    found: dict[str, set[str]] = {}
    for row in rows():
        found.setdefault(title_forms(row["title"]).form.whole, set()).add(row["id"])
    for day in (SHARED / "data" / "hf-daily").glob("2*.json"):
        items = json.loads(day.read_text(encoding="utf-8"))
        for item in items if isinstance(items, list) else ():
            paper = item.get("paper") if isinstance(item, dict) else None
            if isinstance(paper, dict) and paper.get("id"):
                whole = title_forms(str(paper.get("title"))).form.whole
                found.setdefault(whole, set()).add(paper["id"])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000, help="distorted titles")
    parser.add_argument("--absent", type=int, default=500, help="titles of papers not there")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("distortions", "seeds"))
    parser.add_argument("--verbose", action="store_true", help="name what was missed")
    chosen = parser.parse_args()
    global VERBOSE  # noqa: PLW0603 - one flag of one script
    VERBOSE = chosen.verbose
    good = True
    for name, measure in (
        ("distortions", lambda f: distortions(chosen.count, chosen.absent, chosen.seed, f)),
        ("seeds", seeds),
    ):
        if chosen.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                good = measure(Path(folder)) and good
    sys.exit(not good)


if __name__ == "__main__":
    main()
