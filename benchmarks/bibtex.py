"""Measure the import of a large BibTeX file against reading it alone, and against other parsers.

    python benchmarks/bibtex.py [--entries 100000] [--small 9000] [--others VENV]...

"Reading alone" is a process that takes the records of the file from the format's ``load`` and
keeps none of them: no library, no SQL. The import is the whole of ``readlist import`` into an
empty library; a large file is read by a process of its own, so its ratio is of the clock, which
needs two processors that nobody else uses. Other ratios are of CPU time. An environment named with
``--others`` has ``bibtexparser`` or ``pybtex`` in it; ``--install`` makes one for each, which needs
a package index.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generate import SEED, Source, made_sources, real_sources
from measure import Job, Sample, middle, run

WHOLE_TO_READING = 1.5
TO_BIBTEXPARSER_1 = 0.2
MEMORY_MB = 500
ENTRY = """@article{{{key},
  author    = {{{authors}}},
  title     = {{{title}}},
  journal   = {{Journal of {word} and {other}}},
  year      = {{{year}}},
  month     = {month},
  volume    = {{{volume}}},
  number    = {{{number}}},
  pages     = {{{first}--{last}}},
  publisher = {{Association for {word}}},
  doi       = {{10.1000/{key}}},
  url       = {{https://doi.org/10.1000/{key}}},
  keywords  = {{{word}, {other}}},
  abstract  = {{{abstract}}}
}}
"""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LOAD = """
import sys
from readlist.files import open_document
from readlist.formats.base import LoadOptions
from readlist.formats.bibtex import load
with open_document(sys.argv[1]) as document:
    print(sum(1 for item in load(document, LoadOptions())))
"""
OTHERS = {
    "bibtexparser": """
import sys, logging
import bibtexparser
logging.disable(logging.CRITICAL)
with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
found = bibtexparser.loads(text) if hasattr(bibtexparser, "loads") else \
    bibtexparser.parse_string(text)
print(len(found.entries))
""",
    "pybtex": """
import sys
from pybtex.database import parse_file
print(len(parse_file(sys.argv[1]).entries))
""",
}
PINNED = ("bibtexparser<2", "bibtexparser>=2.1", "pybtex")


def entries(count: int) -> Iterator[str]:
    """Yield entries of about 1.7 KB, the same for the same count; no two are one work."""
    rng = random.Random(SEED)
    sources = real_sources() or made_sources(5_000, rng)
    for number in range(count):
        yield entry(number, sources[number % len(sources)], rng)


def entry(number: int, source: Source, rng: random.Random) -> str:
    """Return one entry."""
    word, other = (w.strip(",.:;()") or "Things" for w in (source.title + " a b").split()[:2])
    plain = str.maketrans("", "", '{}\\$%&#_^~"@')
    return ENTRY.format(
        key=f"key{number}",
        authors=" and ".join(
            f"{name.split()[-1]}, {' '.join(name.split()[:-1]) or 'A.'}".translate(plain)
            for name in source.authors[:8]
        ),
        title=f"{source.title.translate(plain)} {number}",
        word=word.translate(plain), other=other.translate(plain),
        year=rng.randint(1990, 2026), month=rng.choice(MONTHS), volume=rng.randint(1, 90),
        number=rng.randint(1, 12), first=rng.randint(1, 900), last=rng.randint(901, 999),
        abstract=source.abstract[:1_150].translate(plain),
    )  # fmt: skip


def made(folder: Path, count: int) -> Path:
    """Return the file of so many entries, made where it is not there."""
    path = folder / f"synthetic-{count}.bib"
    if not path.is_file():
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{text}\n" for text in entries(count))
    return path


def measured(argv: list[str], runs: int, **environment: str) -> Sample:
    """Return the medians of several runs."""
    job = Job(argv, {**os.environ, **environment})
    return middle([run(job) for _ in range(runs)])


def reading(path: Path, runs: int) -> Sample:
    """Return what reading the records alone takes."""
    return measured([sys.executable, "-c", LOAD, str(path)], runs)


def importing(path: Path, runs: int) -> Sample:
    """Return what the whole import into an empty library takes."""
    samples = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            argv = [sys.executable, "-m", "readlist", "--db", f"{folder}/l.db", "import", str(path)]
            config = f"{folder}/config.toml"
            samples.append(measured(argv, 1, READLIST_CONFIG=config, READLIST_READER="bench"))
    return middle(samples)


def parsers(environments: list[Path]) -> Iterator[tuple[str, Path, str]]:
    """Yield other parsers with their versions, their interpreters and the programs to run."""
    for environment in environments:
        python = environment / "bin" / "python"
        for name, program in OTHERS.items():
            ask = f"from importlib.metadata import version; print(version({name!r}))"
            done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
            if done.returncode == 0:
                yield f"{name} {done.stdout.strip()}", python, program


def installed(folder: Path) -> list[Path]:
    """Return an environment for each parser, made where it is not there."""
    found = []
    for number, requirement in enumerate(PINNED):
        environment = folder / f"parser-{number}"
        if not environment.is_dir():
            subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
            pip = [str(environment / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, requirement], check=True)
        found.append(environment)
    return found


def line(name: str, count: int, sample: Sample, note: str = "") -> None:
    seconds, cpu = sample.wall_ms / 1_000, sample.cpu_ms / 1_000
    print(
        f"{name:22} {count:>8,} {seconds:>8.2f} s {cpu:>8.2f} s CPU {count / cpu:>8,.0f}/s "
        f"{sample.peak_mb:>6.0f} MB  {note}".rstrip(),
        flush=True,
    )


def verdict(value: float, limit: float, what: str) -> str:
    return f"{value:.2f} {what}, at most {limit:g}: {'yes' if value <= limit else 'NO'}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--entries", type=int, default=100_000, help="entries of the large file")
    parser.add_argument("--small", type=int, default=9_000, help="entries for other parsers")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--others", type=Path, action="append", default=[], metavar="VENV")
    parser.add_argument("--install", action="store_true", help="install the other parsers first")
    parser.add_argument("--work", type=Path, help="folder that keeps files between runs")
    chosen = parser.parse_args()
    folder = chosen.work or Path(tempfile.gettempdir()) / "readlist-benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    large, small = made(folder, chosen.entries), made(folder, chosen.small)
    alone = reading(large, chosen.runs)
    line("reading alone", chosen.entries, alone)
    whole = importing(large, chosen.runs)
    line("whole import", chosen.entries, whole)
    print(verdict(whole.wall_ms / alone.wall_ms, WHOLE_TO_READING, "of the time of reading alone"))
    print(f"{whole.cpu_ms / alone.cpu_ms:.2f} of its CPU time, both processes together")
    print(verdict(whole.peak_mb, MEMORY_MB, "MB"))
    quick = importing(small, chosen.runs)
    line("whole import", chosen.small, quick)
    others = chosen.others + (installed(folder) if chosen.install else [])
    for name, python, program in parsers(others):
        sample = measured([str(python), "-c", program, str(small)], 1)
        share = quick.cpu_ms / sample.cpu_ms
        old = name.startswith("bibtexparser 1.")
        note = verdict(share, TO_BIBTEXPARSER_1, "is our import") if old else f"{share:.2f} is ours"
        line(name, chosen.small, sample, note)


if __name__ == "__main__":
    main()
