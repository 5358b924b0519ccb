"""Text in lines that fit, styles and bars, without rich, which costs a terminal 35 ms a page."""

import unicodedata
from collections.abc import Iterator

BAR = 20
"""Characters of a progress bar."""
_CODES = {"bold": "1", "dim": "2", "green": "32", "cyan": "36", "yellow": "33", "magenta": "35"}


def cells(text: str) -> int:
    """Return the columns that a text takes: wide letters take two, accents of their own none."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


# Accents of their own, joiners and the looks of an emoji; a soft hyphen is shown as a hyphen.
_NO_CELL = frozenset({"Mn", "Me", "Cf"})
_SOFT_HYPHEN = "\u00ad"


def _cells_of(letter: str) -> int:
    if unicodedata.category(letter) in _NO_CELL and letter != _SOFT_HYPHEN:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield lines of at most ``width`` columns; a word that is longer than a line is broken.

    ``first`` stands before the first line, ``rest`` before the others; no text gives no line.
    """
    rest = first if rest is None else rest
    line, used = first, len(first)
    is_bare = True
    for word in _words(text, max(1, width - max(len(first), len(rest)))):
        size = cells(word)
        if not is_bare and used + 1 + size > width:
            yield line
            line, used, is_bare = rest, len(rest), True
        line += word if is_bare else f" {word}"
        used += size + (not is_bare)
        is_bare = False
    if not is_bare:
        yield line


def sentence_lines(line: str, width: int) -> Iterator[str]:
    """Yield a sentence in lines that fit, as it stands but for where they end.

    No word is broken, so that an address can be copied; what is indented, a query, stays.
    """
    if len(line) * 2 <= width or cells(line) <= width or line.startswith(" "):
        yield line
        return
    here = ""
    for word in line.split(" "):
        if here.strip() and cells(here) + 1 + cells(word) > width:
            yield here.rstrip()
            here = word
        else:
            here = f"{here} {word}" if here else word
    yield here


def _words(text: str, longest: int) -> Iterator[str]:
    """Yield the words of a text, one that is too long in pieces."""
    for word in text.split():
        if len(word) * 2 <= longest or cells(word) <= longest:
            yield word
            continue
        piece, used = "", 0
        for letter in word:
            size = _cells_of(letter)
            if used + size > longest:
                yield piece
                piece, used = "", 0
            piece += letter
            used += size
        yield piece


def styled(text: str, style: str, *, colour: bool) -> str:
    """Return text in a style of the terminal, or as it is."""
    if not colour or not text:
        return text
    codes = ";".join(_CODES[name] for name in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"


def cropped(text: str, width: int) -> str:
    """Return text that fits the width; colours are put on after this."""
    if not width or cells(text) <= width:
        return text
    if text.isascii():
        return text[: max(1, width - 1)].rstrip() + "…"
    kept, room = "", width - 1
    for letter in text:
        room -= _cells_of(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def bar(done: int, total: int) -> str:
    """Return progress as a bar with its numbers; what was begun is never drawn as nothing."""
    filled = round(BAR * done / total) if total else 0
    if done and not filled:
        filled = 1
    return f"{'█' * filled}{'░' * (BAR - filled)} {done:>5} of {total:,}"
