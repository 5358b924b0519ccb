# ruff: noqa: INP001 - a script, no package
"""The main job in a minute: a curated list goes in, is searched, read and cited.

Every command is printed and run for real, in a library that lies in a temporary folder and is gone
afterwards. ``make demo`` calls this.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from morning import morning

ROOT = Path(__file__).resolve().parent.parent
STEPS = (
    ("A curated list, saved as text, comes in with its sections, order and remarks.",
     "readlist import examples/annotated.txt"),
    ("References in any form join it; what is known already is completed, not added twice.",
     "readlist import examples/references.txt"),
    ("This is the list as its curator ordered it.",
     "readlist lists fourteen-papers"),
    ("Search looks into titles, authors, abstracts, notes and the curator's remarks.",
     "readlist search attention"),
    ("A paper is named by its key, number, arXiv id, DOI or a part of its title.",
     "readlist status vaswani2017attention read"),
    ("Rate it and write down what you thought.",
     "readlist rate vaswani2017attention 5"),
    ("",
     "readlist note vaswani2017attention 'Compare with the alignments of Bahdanau et al.'"),
    ("Where you stand, and what to read next.",
     "readlist status"),
    ("Follow arXiv and Hugging Face; here, invented papers of one morning answer for them.",
     "readlist feed add arxiv:cs.CL+cs.LG hf"),
    ("",
     "readlist follow author 'Ada Ferrante'"),
    ("",
     "readlist pull --verbose"),
    ("What arrived waits in the inbox, best first, with reasons.",
     "readlist inbox"),
    ("Cite what you have read.",
     "readlist export status:read --format bibtex"),
    ("Every command can be taken back, imports too.",
     "readlist undo 2"),
    ("",
     "readlist history"),
)  # fmt: skip
FAREWELL = """
That was a scratch library; it is gone. To go on with one of your own:

  .venv/bin/readlist import FILE     your own list, page or references
  .venv/bin/readlist                 where you stand
  .venv/bin/readlist --help          every command

README.md has a tour of five minutes.
"""


def main() -> int:
    """Run every step; stop at the first that fails."""
    with tempfile.TemporaryDirectory(prefix="readlist-demo-") as folder, morning() as services:
        environment = {
            **os.environ,
            **services,
            "XDG_STATE_HOME": folder,
            "XDG_CACHE_HOME": folder,
            "READLIST_DB": str(Path(folder) / "library.db"),
            "READLIST_CONFIG": str(Path(folder) / "config.toml"),
            "READLIST_READER": "you",
            "READLIST_NOW": "2026-03-10T09:00:00Z",
            "READLIST_PAGER": "cat",
        }
        for remark, command in STEPS:
            sys.stdout.write(f"\n# {remark}\n$ {command}\n" if remark else f"$ {command}\n")
            sys.stdout.flush()
            code = run(command, environment)
            if code:
                sys.stderr.write(f"The demonstration stopped: '{command}' ended with {code}.\n")
                return 1
    sys.stdout.write(FAREWELL)
    return 0


def run(command: str, environment: dict[str, str]) -> int:
    """Run one command with the Python that runs this script; return its exit code."""
    words = [sys.executable, "-m", "readlist", *shlex.split(command)[1:]]
    return subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
