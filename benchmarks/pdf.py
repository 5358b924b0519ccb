"""What is read out of PDFs: the words of their pages, and which papers they are.

Each PDF of a folder is held against poppler's pdftotext, or where that is not installed against the
text ``NAME.txt`` beside it; and against ``NAME.json`` (``title``, ``authors``, ``identifiers``)
where there is one. Words have five letters or more. ``--make`` first writes the kinds of PDFs of
the tests into the folder; ``--cost`` adds and indexes a hundred PDFs of twelve pages.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from readlist.errors import FileError  # noqa: E402
from readlist.files.pdf import PdfFacts, look, read_all  # noqa: E402
from readlist.files.pdf_text import pages_of  # noqa: E402
from readlist.text import fold  # noqa: E402

LOSS = 0.05
"""A document that loses more of its words than this is named."""


def main() -> None:
    """Read a folder and print what was found, lost and wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--make", action="store_true", help="write the kinds of the tests first")
    parser.add_argument("--cost", action="store_true", help="add and index a hundred PDFs")
    asked = parser.parse_args()
    if asked.make:
        make_kinds(asked.folder)
    paths = sorted(asked.folder.rglob("*.pdf"))
    recall(paths)
    identity(paths)
    if asked.cost:
        cost()


def make_kinds(folder: Path) -> None:
    """Write the kinds of PDFs of the tests, each with what it is."""
    from support.pdf_kinds import kinds

    folder.mkdir(parents=True, exist_ok=True)
    for kind in kinds():
        place = folder / kind.name
        place.mkdir(exist_ok=True)
        name = kind.file if kind.file.endswith(".pdf") else f"{kind.file}.pdf"
        (place / name).write_bytes(kind.data)
        truth = {
            "title": kind.title, "authors": kind.authors, "identifiers": kind.identifiers,
        }  # fmt: skip
        (place / name).with_suffix(".json").write_text(json.dumps(truth))
        (place / name).with_suffix(".txt").write_text(kind.words)


def recall(paths: Sequence[Path]) -> None:
    """Print how many of the words of pages are read, and which documents lose some."""
    found = wanted = lost = count = 0
    before = child_s()
    spent = 0.0
    for path in paths:
        reference = words_of(path)
        if not reference:
            continue
        before = child_s()
        try:
            mine = Counter(words("\n".join(page.text for page in read_all(str(path)).pages)))
        except FileError:
            continue
        spent += child_s() - before
        count += 1
        here, all_here = (mine & reference).total(), reference.total()
        found, wanted = found + here, wanted + all_here
        if here < (1 - LOSS) * all_here:
            lost += 1
            print(f"  {path.name}: {here:,} of {all_here:,} words")
    if wanted:
        print(
            f"words: {found / wanted:.3f} of {wanted:,} in {count:,} documents; {lost:,} lose more "
            f"than {LOSS:.0%}; {spent:.1f} s of CPU"
        )


def words_of(path: Path) -> Counter[str]:
    """Return the words that a document has, by what is at hand."""
    if shutil.which("pdftotext"):
        done = subprocess.run(
            ["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=False
        )
        pages = done.stdout.decode("utf-8", "replace").split("\f")
        return Counter(words("\n".join(page.text for page in pages_of(pages))))
    beside = path.with_suffix(".txt")
    return Counter(words(beside.read_text())) if beside.is_file() else Counter()


def words(text: str) -> Iterator[str]:
    """Yield the words of five letters or more."""
    return (word.casefold() for word in re.findall(r"[^\W\d_]{5,}", text))


def identity(paths: Sequence[Path]) -> None:
    """Print how many papers are known for what they are, and each that is not."""
    figures: Counter[str] = Counter()
    for path in paths:
        beside = path.with_suffix(".json")
        if not beside.is_file():
            continue
        truth = json.loads(beside.read_text())
        try:
            facts = look(str(path))
        except FileError:
            facts = PdfFacts()
        for name, right in judged(facts, truth).items():
            figures[name] += 1
            figures[f"{name} right"] += right
            if not right:
                print(f"  {path.parent.name}/{path.name}: {name} {getattr(facts, name)!r}")
        given = {str(one) for one in facts.identifiers}
        figures["wrong"] += bool(given - set(truth["identifiers"]))
        figures["stated"] += bool(truth["identifiers"])
        figures["found"] += bool(truth["identifiers"]) and given == set(truth["identifiers"])
    for name in ("identifiers", "title", "authors"):
        if figures[name]:
            print(f"{name}: {figures[f'{name} right']:,} of {figures[name]:,} right")
    print(
        f"stated: {figures['found']:,} of {figures['stated']:,} found; {figures['wrong']:,} wrong"
    )


def judged(facts: PdfFacts, truth: dict[str, list[str]]) -> dict[str, bool]:
    """Return which facts are right."""
    return {
        "identifiers": {str(one) for one in facts.identifiers} == set(truth["identifiers"]),
        "title": fold(facts.title) == fold(str(truth["title"])),
        "authors": [fold(one.name) for one in facts.authors] == list(map(fold, truth["authors"])),
    }


def cost() -> None:
    """Print the CPU of adding and indexing a hundred PDFs of twelve pages."""
    from support.pdf_files import lines, pdf
    from support.pdf_kinds import BODY, front

    dice = random.Random(1)
    vocabulary = BODY.split()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "papers"
        folder.mkdir()
        for number in range(100):
            text = "\n".join(" ".join(dice.choices(vocabulary, k=14)) for _ in range(50))
            title = " ".join(dice.choices(vocabulary, k=6)).capitalize()
            pages = [front(title), *([lines(text, 740)] * 11)]
            (folder / f"{number}.pdf").write_bytes(pdf(*pages))
        environment = os.environ | {
            "READLIST_DB": f"{scratch}/l.db", "READLIST_CONFIG": f"{scratch}/c.toml",
            "READLIST_OFFLINE": "1",
        }  # fmt: skip
        before = child_s()
        for command in (["import", "--recursive", str(folder)], ["index", "--pdf"]):
            done = subprocess.run(
                [sys.executable, "-m", "readlist", *command], env=environment, check=False,
                capture_output=True, text=True,
            )  # fmt: skip
            print(
                f"  {done.stdout.strip()}{done.stderr.strip()}: {child_s() - before:.1f} s of CPU"
            )
        print(f"cost: {child_s() - before:.1f} s of CPU for 100 PDFs of 12 pages")


def child_s() -> float:
    """Return the CPU of the processes that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
