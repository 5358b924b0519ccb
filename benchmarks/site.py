"""How fast a site is written, and how fast its page answers in a real browser.

    python benchmarks/site.py [--sizes 1000,5000,20000] [--folder FOLDER]

Papers are made by ``generate.py``, with abstracts. The process's own CPU time is measured for the
program; the browser (chromium, where it is there) says how long its page took to load and how long
a search took until the list was filtered and laid out, the least of five. A plain list is the page
of ``export --format html`` of the same papers. Where node finds MiniSearch (``NODE_PATH`` says
where npm put it), the size of its index of their titles, authors and venues is told, too, without
and with abstracts.
"""

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path
from typing import Any

from world import World

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from support.browser import BROWSER, browse

AIMS = {1_000: 2, 5_000: 8, 20_000: 30}
"""Seconds of CPU in which a site of so many papers is written, at most."""
LOAD_MS, SEARCH_MS = 1_500, 60
FRAME = """<!DOCTYPE html><pre id="said"></pre><script>
const begin = performance.now(), frame = document.createElement("iframe");
frame.width = 1280; frame.height = 900; frame.src = "index.html";
frame.onload = async () => {
  const load = performance.now() - begin, page = frame.contentDocument;
  const win = frame.contentWindow, times = [];
  const q = page.querySelector("#q"), words = ["network", "e", "graph neural", "poincare"];
  let first;
  for (let round = 0; round < 5; round++) words.forEach((word, i) => {
    const from = win.performance.now();
    q.value = word;
    q.dispatchEvent(new win.Event("input", {bubbles: true}));
    page.body.getBoundingClientRect();
    const took = win.performance.now() - from;
    first = first || took;
    times[i] = Math.min(times[i] || Infinity, took);
  });
  document.querySelector("#said").textContent = JSON.stringify({load, first, times});
};
document.body.append(frame);
</script>"""


# MiniSearch keeps no text that it was given: what it shows would come on top of this.
MINISEARCH = """
const MiniSearch = require("minisearch"), lines = require("fs").readFileSync(0, "utf8").trim();
const papers = lines.split("\\n").map((line, id) => ({...JSON.parse(line), id}))
  .filter(one => one.type === "paper");
const extractField = (paper, name) => name === "authors"
  ? (paper.authors || []).map(one => one.name || one).join(" ") : paper[name];
console.log(JSON.stringify([[], ["abstract"]].map(more => {
  const index = new MiniSearch({fields: ["title", "authors", "venue", ...more], extractField});
  index.addAll(papers);
  return Buffer.byteLength(JSON.stringify(index));
})));
"""


def written(world: World, library: Path, *words: str) -> float:
    """Return the CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**world.environment, "READLIST_DB": str(library)}
    command = [world.python, "-m", "readlist", *words]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def answered(folder: Path) -> dict[str, Any] | None:
    """Return how long the index took to load and to answer, in milliseconds."""
    if BROWSER is None:
        return None
    (folder / "frame.html").write_text(FRAME, encoding="utf-8")
    shown = browse(folder, "--timeout=60000", "--dump-dom", f"file://{folder}/frame.html")
    (folder / "frame.html").unlink()
    found = re.search(r'<pre id="said">(.+?)</pre>', shown, re.DOTALL)
    return json.loads(unescape(found[1])) if found else None


def minisearch(papers: Path) -> list[int] | None:
    """Return the bytes of MiniSearch's index without and with abstracts, where it is installed."""
    node = shutil.which("node")
    if node is None:
        return None
    with papers.open("rb") as lines:
        done = subprocess.run(
            [node, "-e", MINISEARCH], stdin=lines, capture_output=True, text=True, check=False
        )
    return json.loads(done.stdout) if done.returncode == 0 else None


def size(paths: list[Path]) -> str:
    """Return the bytes of files in words."""
    return f"{sum(path.stat().st_size for path in paths) / 1e6:.2f} MB"


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument("--folder", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        world = World(Path(asked.folder or scratch), 1)
        for number in map(int, asked.sizes.split(",")):
            library = world.library(number)
            out = world.folder / f"site-{number}"
            seconds = written(world, library, "site", str(out), "id:>0")
            again = written(world, library, "site", str(out), "id:>0")
            plain = world.folder / f"plain-{number}.html"
            written(world, library, "export", "--format", "html", "--out", str(plain))
            pages = sorted(out.glob("*.html"))
            found = answered(out)
            said = f"{number:>7,} papers: {seconds:5.2f} s of CPU (aim {AIMS.get(number, 0)}), "
            said += f"again {again:.2f} s; index {size([out / 'index.html'])}, "
            said += f"{len(pages)} pages {size(pages)}, plain list {size([plain])}"
            if indexes := minisearch(world.papers(number)):
                without, complete = (f"{count / 1e6:.2f} MB" for count in indexes)
                said += f", MiniSearch's index {without}, {complete} with abstracts"
            if found:
                times = ", ".join(f"{ms:.0f}" for ms in found["times"])
                said += f"; loads in {found['load']:.0f} ms (aim {LOAD_MS}), searches first in"
                said += f" {found['first']:.0f} ms, then in {times} ms (aim {SEARCH_MS})"
            print(said, flush=True)


if __name__ == "__main__":
    main()
