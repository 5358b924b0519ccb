"""What tests of pulling ask and expect: days, a list that changes, the ledger, the inbox."""

import json

FRIDAY, SATURDAY, MONDAY = "2026-11-20", "2026-11-21", "2026-11-23"


LIST = """# Awesome things

A curated list of papers on things.

## Foundations

- [Attention Is All You Need](https://arxiv.org/abs/1706.03762) - NeurIPS 2017.
- [Language Models are Few-Shot Learners](https://arxiv.org/abs/2005.14165) - NeurIPS 2020.

## Applications

{}
"""


def inbox(run) -> list[str]:
    """Return the identifiers of what waits."""
    rows = run("list", "status:inbox", "--columns", "arxiv").stdout.splitlines()
    return sorted(row.strip() for row in rows)


def lines(run, *words: str, code: int = 0) -> dict[str, dict]:
    """Pull, and return the ledger's lines by feed."""
    done = json.loads(run("pull", "--json", *words, code=code).stdout)
    return {line["feed"]: line for line in done["feeds"]}


def counts(line: dict) -> tuple[int, ...]:
    return tuple(line[name] for name in ("scanned", "known", "filtered", "new"))


def listed(*numbers: int, remark: str = "") -> bytes:
    """Return a list with some papers under its last heading; the remark is the first one's."""
    lines = [
        f"- [On things of the kind {number}](https://arxiv.org/abs/2611.0{number:04})"
        for number in numbers
    ]
    return LIST.format("\n".join([lines[0] + remark, *lines[1:]])).encode()
