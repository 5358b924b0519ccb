"""Lines into rows of cells, RFC 4180 and what people make of it.

The reader of the standard library takes everything behind a lone quote for one cell, and raises
where a cell is longer than a limit of the whole process. Here a quote that is not closed where a
cell ends is a letter, the row is marked, and the next line is a row again.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
_ROW_LINES = 2_000
_ROW_CHARACTERS = 2_000_000
# After so many quotes that nothing closed, quotes are letters in this file.
_PATIENCE = 50


class Row(NamedTuple):
    """The cells of a row, and whether a quote in it was not closed."""

    line: int
    cells: list[str]
    unclosed: bool = False


def rows(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """Yield the rows that are not blank; ``line`` counts from 1."""
    source = enumerate(lines, 1)
    waiting: deque[tuple[int, str]] = deque()
    splitter = _Splitter(delimiter)
    patience = _PATIENCE
    while (numbered := waiting.popleft() if waiting else next(source, None)) is not None:
        number, line = numbered
        if '"' not in line:
            if line and not line.isspace():
                yield Row(number, line.split(delimiter))
            continue
        if not splitter.opens(line):
            yield Row(number, splitter.cells(line))
            continue
        block = _block(numbered, source, waiting, splitter) if patience > 0 else None
        patience -= block is None
        yield Row(number, splitter.cells(block or line), unclosed=block is None)


def _block(
    first: tuple[int, str],
    source: Iterator[tuple[int, str]],
    waiting: deque[tuple[int, str]],
    splitter: "_Splitter",
) -> str | None:
    """Return the lines of a row whose cell goes on; None where it ends nowhere near."""
    taken: list[tuple[int, str]] = []
    size = 0
    while len(taken) < _ROW_LINES and size < _ROW_CHARACTERS:
        numbered = waiting.popleft() if waiting else next(source, None)
        if numbered is None:
            break
        taken.append(numbered)
        size += len(numbered[1])
        goes_on = splitter.goes_on(numbered[1])
        if goes_on is None:
            break
        if not goes_on:
            return "\n".join([first[1], *(line for _, line in taken)])
    waiting.extendleft(reversed(taken))
    return None


class _Splitter:
    """The patterns of one delimiter; all are possessive, so that they are linear."""

    def __init__(self, delimiter: str) -> None:
        mark = re.escape(delimiter)
        inside = r'[^"]*+(?:""[^"]*+)*+'
        cell = rf' *+"{inside}"[^{mark}]*+|(?! *+")[^{mark}]*+'
        self._delimiter = delimiter
        self._line = re.compile(rf"(?:{cell})(?:{mark}(?:{cell}))*+")
        self._rest = re.compile(rf'{inside}(?:(?P<end>") *+(?=$|{mark})(?:{mark}(?:{cell}))*+)?')
        self._cell = re.compile(
            rf'(?: *+"(?P<quoted>{inside})" *+|(?P<odd> *+"{inside}"[^{mark}]*+)|[^{mark}]*+){mark}'
        )

    def opens(self, line: str) -> bool:
        """Say whether a quoted cell does not end on the line."""
        match = self._line.match(line)
        return match is None or match.end() < len(line)

    def goes_on(self, line: str) -> bool | None:
        """Say whether a quoted cell of an earlier line goes on after this one; None: broken."""
        match = self._rest.match(line)
        if match is None:
            return None
        if match.end() == len(line):
            return match["end"] is None
        return True if match["end"] else None

    def cells(self, text: str) -> list[str]:
        """Return the cells of a whole row; quotes with text behind them are a part of the text."""
        found = []
        for match in self._cell.finditer(text + self._delimiter):
            quoted = match["quoted"]
            whole = match[0][:-1]
            found.append(whole if quoted is None else quoted.replace('""', '"'))
        return found
