"""Reads one labelled list without the words given as JSON on standard input; for ``fidelity``.

A process of its own, because the words become patterns when the readers are loaded.
"""

import json
import sys

from readlist.formats.lists import words


def main() -> None:
    without = json.load(sys.stdin)
    for table, gone in without.items():
        value = getattr(words, table)
        if isinstance(value, dict):
            kept = {row: _kept(said, gone) for row, said in value.items()}
            setattr(words, table, kept)
        else:
            setattr(words, table, _kept(value, gone))
    words.KNOWN_VENUES = words.re.compile(rf"\b{words.one_of(words.VENUES)}\b")
    import fidelity

    print(json.dumps(fidelity.figures_of(sys.argv[1])))


def _kept(said: str, gone: list[str]) -> str:
    return " ".join(word for word in said.split() if word not in gone)


if __name__ == "__main__":
    main()
