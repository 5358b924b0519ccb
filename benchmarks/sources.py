"""What adding by identifier costs: requests, time over the wire time, and parsing arXiv's answers.

    python benchmarks/sources.py [--standin ../shared/tools/standin/standin.py]

The stand-in for the services is asked, with arXiv's own pace of three seconds. Wire time is the
waiting for turns, and what the stand-in took to answer.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from urllib.request import Request, urlopen

from readlist.services import arxiv
from readlist.services.base import SERVICES

SHARED = Path(__file__).parents[2] / "shared"
PAPERS = SHARED / "data" / "papers" / "arxiv-17k.jsonl.gz"
PATHS = {"arxiv_api": "/arxiv/api/query", "arxiv_oai": "/oai"}
NUMBER = 200
ENTRIES = 2_000


@contextmanager
def standin(script: Path) -> Iterator[str]:
    command = [sys.executable, str(script), "--exit-with-parent", "--warm"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


def numbers(count: int) -> list[str]:
    with gzip.open(PAPERS, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["id"] for line in islice(lines, 0, count * 8, 8)]


def environment(url: str, folder: str) -> dict[str, str]:
    urls = {f"READLIST_{name.upper()}_URL": url + PATHS.get(name, f"/{name}") for name in SERVICES}
    folders = {f"XDG_{name}_HOME": f"{folder}/{name.lower()}" for name in ("STATE", "CACHE")}
    own = {"HOME": folder, "READLIST_DB": f"{folder}/library.db", "READLIST_READER": "ada"}
    return {"PATH": os.environ["PATH"], **urls, **folders, **own}


def run(words: list[str], env: dict[str, str], stdin: str = "") -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "readlist", *words], env=env, input=stdin, text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    return time.perf_counter() - started


def log(url: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.load(urlopen(f"{url}/_log"))
    return found


def adding(url: str) -> None:
    """Add 200 identifiers to a library that is there, then add them again, then refresh them."""
    with tempfile.TemporaryDirectory() as folder:
        env = environment(url, folder)
        run(["add", "--title", "The first", "--offline"], env)
        text = "\n".join(numbers(NUMBER))
        for words, stdin in ((["add", "-"], text), (["add", "-"], text), (["refresh"], "")):
            urlopen(Request(f"{url}/_log", method="DELETE"))
            whole_s = run(words, env, stdin)
            asked = log(url)
            served_s = sum(float(str(one["ms"])) for one in asked) / 1000
            starts = [float(str(one["time"])) for one in asked]
            wire_s = served_s + (starts[-1] - starts[0] if starts else 0)
            print(
                f"{' '.join(words):8} {NUMBER} papers: {len(asked)} requests, {whole_s:.2f} s, "
                f"{wire_s:.2f} s of that on the wire, {whole_s - wire_s:.2f} s over it"
            )


def parsing(url: str) -> None:
    """Parse one answer with 2,000 entries, and 20 answers of 2,000 one after the other."""
    said = f"id_list={','.join(numbers(ENTRIES))}&max_results={ENTRIES}"
    body = urlopen(f"{url}/arxiv/api/query", data=said.encode()).read()
    arxiv.parse(body)
    started = time.process_time()
    count = len(arxiv.parse(body).records)
    cpu_s = time.process_time() - started
    tracemalloc.start()
    arxiv.parse(body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(20):
        arxiv.parse(body)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"parse    {count:,} entries, {len(body) / 1e6:.1f} MB: {cpu_s:.2f} s of CPU, "
        f"{peak / 1e6:.0f} MB at most; 20 times: {grown / 1000:.0f} MB more"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    default = SHARED / "tools" / "standin" / "standin.py"
    parser.add_argument("--standin", type=Path, default=default)
    with standin(parser.parse_args().standin) as url:
        adding(url)
        parsing(url)


if __name__ == "__main__":
    main()
