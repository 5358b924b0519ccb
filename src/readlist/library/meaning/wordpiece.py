"""A text as the numbers of its pieces of words, as BERT was trained to read it; pure.

Devlin and others 2018; the same numbers as the library ``tokenizers`` gives, without its 40 MB.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

MOST = 256
"""Pieces of a text that are read, its beginning and end included; an abstract has 250."""
_LONGEST = 100
"""Letters of a word; a longer one is unknown."""
_BEGIN, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
# Chinese, Japanese and Korean ideographs, each a word; not kana and Hangul.
_IDEOGRAPHS = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)  # fmt: skip


@cache
def vocabulary() -> dict[str, int]:
    """Return the number of each piece; those inside a word begin with ``##``."""
    text = Path(__file__).with_name("vocab.txt").read_text("utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")[:-1])}


def numbers(text: str, most: int = MOST) -> list[int]:
    """Return the numbers of a text's pieces, between those of its beginning and end."""
    known = vocabulary()
    found = [known[_BEGIN]]
    for word in _words(text):
        found += _pieces(word)
        if len(found) >= most - 1:
            break
    return [*found[: most - 1], known[_END]]


def _words(text: str) -> Iterator[str]:
    """Yield words in small letters without accents; each sign and each ideograph is one."""
    plain = unicodedata.normalize("NFD", text.lower())
    yield from "".join(map(_spaced, plain)).split()


@lru_cache(maxsize=1 << 12)
def _spaced(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in "\t\n\r":
        return " "
    if category == "Mn" or letter in "\x00\ufffd" or category[0] == "C":
        return ""
    is_sign = category[0] == "P" or (letter.isascii() and letter in "$+<=>^`|~")
    if is_sign or any(first <= ord(letter) <= last for first, last in _IDEOGRAPHS):
        return f" {letter} "
    return letter


@lru_cache(maxsize=1 << 15)
def _pieces(word: str) -> tuple[int, ...]:
    """Return the longest pieces that make a word, from its beginning on; else the unknown one."""
    known = vocabulary()
    unknown = (known[_UNKNOWN],)
    if len(word) > _LONGEST:
        return unknown
    found: list[int] = []
    start = 0
    while start < len(word):
        before = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if before + word[start:end] in known), 0)
        if not end:
            return unknown
        found.append(known[before + word[start:end]])
        start = end
    return tuple(found)
