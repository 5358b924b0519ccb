"""The full-screen app with a large library: first paint, a key, a letter typed, memory.

``python benchmarks/ui.py`` makes a library of 100,000 papers (``--papers N``) and drives the app
with Textual's Pilot, without a terminal. Figures are CPU time of this process but for the search,
which is also told in time on the clock; beside them stands an app of Textual that shows one line.
"""

import argparse
import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import write

START = "import asyncio, sys, time\n"
ONE_LINE = (
    START
    + """
from textual.app import App
from textual.widgets import Static
class One(App):
    def compose(self):
        yield Static("readlist", markup=False)
async def main():
    async with One().run_test(size=(120, 40)) as pilot:
        await pilot.pause()
asyncio.run(main())
print(time.process_time())
"""
)
OURS = (
    START
    + """
import os
from readlist.cli.app import App
from readlist.ui.app import Hands, Place, ReadlistApp
session = App(environment=os.environ, argv=["ui"])
session.library(write=True)
async def main():
    app = ReadlistApp(session, Hands(*[lambda _: ""] * 4), place=Place.LIBRARY)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
asyncio.run(main())
print(time.process_time())
"""
)


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--papers", type=int, default=100_000)
    count = options.parse_args().papers
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        made(path, count)
        environment = {
            "READLIST_DB": str(path), "READLIST_CONFIG": f"{folder}/c.toml",
            "READLIST_READER": "ada", "PATH": "/usr/bin:/bin", "HOME": folder,
        }  # fmt: skip
        print(f"{count:,} papers")
        for name, code in (("one line of Textual", ONE_LINE), ("first paint and exit", OURS)):
            found = [ended(code, environment) for _ in range(3)]
            print(f"{name:28} {statistics.median(found):6.2f} s of CPU")
        asyncio.run(driven(environment))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory                       {most:6} MB")


def ended(code: str, environment: dict[str, str]) -> float:
    """Return the CPU time that a process says it took."""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


async def driven(environment: dict[str, str]) -> None:
    """Press keys, and print what each kind costs."""
    from readlist.cli.app import App
    from readlist.ui.app import Hands, Place, ReadlistApp

    session = App(environment=environment, argv=["ui"])
    session.library(write=True)
    app = ReadlistApp(session, Hands(*[lambda _: ""] * 4), place=Place.LIBRARY)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        for name, pressed in (
            ("j", ["j"] * 20), ("ctrl+d", ["ctrl+d"] * 20), ("G, g", ["G", "g"] * 5),
            ("space", ["space"] * 20), ("r", ["r"] * 10), ("u", ["u"] * 10),
        ):  # fmt: skip
            found = []
            for key in pressed:
                start = time.process_time()
                await pilot.press(key)
                found.append((time.process_time() - start) * 1000)
                if key == "r":
                    await pilot.press("j")  # the next one: a mark that stands changes nothing
            print(f"key {name:24} {statistics.median(found):6.0f} ms of CPU, most {max(found):.0f}")
        await pilot.press("slash", "a")  # one letter asks nothing
        cpu, clock = [], []
        for letter in "ttention learning":
            before = app.question
            start, began = time.process_time(), time.perf_counter()
            await pilot.press(letter if letter != " " else "space")
            while app.question == before or app.shown_question != app.question:
                await pilot.pause(0.005)
            cpu.append((time.process_time() - start) * 1000)
            clock.append((time.perf_counter() - began) * 1000)
        print(f"a letter until the list      {statistics.median(cpu):6.0f} ms of CPU, "
              f"{statistics.median(clock):.0f} on the clock, most {max(clock):.0f}")  # fmt: skip


def made(path: Path, count: int) -> None:
    """Import generated papers, as ``run.py`` does."""
    lines = write(path.with_suffix(".jsonl"), count)
    command = [sys.executable, "-m", "readlist", "--db", str(path), "import", str(lines), "-q"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
