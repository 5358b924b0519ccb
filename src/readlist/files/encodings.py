"""Which encoding some bytes are in, and whether they are text at all; pure.

UTF-8 and UTF-16 with a mark say so themselves. Without one, UTF-8 is what decodes as UTF-8; the
rest is what its first lines declare, as those of bibliographies do. Where they declare none, GBK is
what consists of common Chinese characters, Mac Roman and cp1250 tell themselves by the letters in
the midst of words, and anything else is read as cp1252.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from readlist.errors import FileError
from readlist.text import visible

_KINDS = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG image"), (b"SQLite format 3\0", "an SQLite database"),
    (b"\xff\xd8\xff", "a JPEG image"), (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"GIF8", "a GIF image"), (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"), (b"\x7fELF", "a program"),
)  # fmt: skip
_ZIP = b"PK\x03\x04"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# A bell, an escape's beginning; not tab, line end or form feed.
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
# GBK: the characters that make up nearly all Chinese text (GB 2312 level 1, kana, punctuation), and
# other pairs and single bytes, which is what a Western text looks like when it is read as GBK.
_GBK_COMMON = re.compile(rb"[\xa1-\xa5\xb0-\xd7][\xa1-\xfe]")
_GBK_ANY = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
_CP1252_HOLES = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Letters in the midst of words. Read as cp1252 those of Excel on a Mac and of Polish Windows are
# signs or capitals there: "MŸller", "Za¿ó³æ"; "l’eau", "cœur" and "Božena" are cp1252's own.
_INSIDE = {
    "cp1252": re.compile(rb"(?<=[A-Za-z])[\xdf-\xff](?=[a-z])"),
    "mac_roman": re.compile(rb"(?<=[A-Za-z])[\x87-\x8b\x8d-\x91\x98\x99\x9b\x9d\x9f](?=[a-z])"),
    "cp1250": re.compile(rb"(?<=[A-Za-z\xbf-\xff])[\xb3\xb9\xbf](?=[a-z\xb3\xbf-\xff])"),
}
# "% Encoding: ISO8859_2" and "created with JabRef 2.10. Encoding: Cp1252" (JabRef), "string
# encoding Western (Mac OS Roman)" (BibDesk), "@comment{x-kbibtex-encoding=koi8-r}" (KBibTeX), and
# "%% -*- coding: latin-2 -*-" (Emacs); not "title = {Encoding: a study}".
_DECLARED = re.compile(
    rb"(?im)^(?:(?:%|@comment|this file was)[^\n]{0,60})?\b(?:en)?coding\s*+[:=]?\s*+"
    rb"([\w.() ,-]{3,40})"
)
_OTHER_NAMES = {
    "western (mac os roman)": "mac_roman", "western (windows latin 1)": "cp1252",
    "western (iso latin 1)": "cp1252", "central european (iso latin 2)": "iso8859_2",
    "central european (windows latin 2)": "cp1250", "cyrillic (windows)": "cp1251",
}  # fmt: skip
# Controls, surrogates, private and unassigned: what text has next to nothing of.
_ALIEN = frozenset({"Cc", "Cs", "Co", "Cn"})
_PAIRS_ENOUGH = 100_000


def codec_of_head(head: bytes, shown: str) -> str:
    """Return the encoding that the first bytes tell, or nothing; raises ``FileError`` on binary."""
    if head.startswith(_ZIP):
        raise _zipped(head, shown)
    for magic, kind in _KINDS:
        if head.startswith(magic):
            raise not_text(shown, f"it is {kind}")
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    if codec := _bare_utf16(head):
        return codec
    if b"\0" in head:
        raise not_text(shown, "it has NUL bytes")
    if len(_CONTROLS.findall(head)) > 4 + len(head) // 20:
        raise not_text(shown, "it has many control characters")
    return ""


def declared(head: bytes) -> str:
    """Return the encoding that a bibliography declares in its first lines, else nothing.

    It holds ASCII as it is; one of which Python knows nothing is none.
    """
    found = _DECLARED.search(head)
    if found is None:
        return ""
    name = found[1].decode("ascii", "replace").strip(" -.").lower()
    codec = _OTHER_NAMES.get(name, name)
    try:
        is_other = "é".encode().decode(codec, "replace") != "é"  # than UTF-8, which it is not
        return codec if is_other and b"@a{".decode(codec) == "@a{" else ""
    except (LookupError, UnicodeError):
        return ""


def _bare_utf16(head: bytes) -> str:
    """Return UTF-16 without a mark: text with ASCII in it, every letter of which is assigned.

    Read in the wrong order, line ends and blanks are no letters at all. Few bytes of such text
    are ASCII on their own account, as those of other text with a stray NUL are.
    """
    odd_bytes = sum(byte > 126 or (byte < 32 and byte not in b"\t\n\r") for byte in head)
    if b"\0" not in head or odd_bytes * 7 < len(head):
        return ""
    counts = {codec: _ascii_of(head, codec) for codec in ("utf-16-le", "utf-16-be")}
    best = max(counts, key=lambda codec: counts[codec])
    return best if counts[best] > 0 else ""


def _ascii_of(head: bytes, codec: str) -> int:
    """Return how many ASCII characters stand in UTF-16, 0 where it is no text."""
    text = head[: len(head) // 2 * 2].decode(codec, "replace")
    alien = sum(unicodedata.category(c) in _ALIEN and c not in "\t\n\r\f" for c in text)
    return sum(c < "\x7f" for c in text) if alien * 50 <= len(text) and "\0" not in text else 0


@dataclass(slots=True)
class Survey:
    """What the bytes of a file look like in each encoding; see DESIGN.md."""

    size_bytes: int = 0
    utf8_good: int = 0
    utf8_bad: int = 0
    gbk_common: int = 0
    gbk_other: int = 0
    gbk_bad: int = 0
    cp1252_bad: bool = False
    inside: Counter[str] = field(default_factory=Counter)

    def add(self, block: bytes) -> None:
        """Look at some more bytes, which must end where a character ends."""
        self.size_bytes += len(block)
        if block.isascii():
            return
        try:
            plain = block.decode()
        except UnicodeDecodeError:
            pass
        else:
            self.utf8_good += (len(block) - len(plain)) // 2 + 1
            return
        text = block.decode("utf-8", "replace")
        bad = text.count("\ufffd") - block.count(b"\xef\xbf\xbd")
        self.utf8_bad += bad
        self.utf8_good += sum(c > "\x7f" for c in text) - bad
        self.cp1252_bad = self.cp1252_bad or bool(_CP1252_HOLES.search(block))
        for codec, letters in _INSIDE.items():
            self.inside[codec] += len(letters.findall(block))
        self.gbk_bad += block.decode("gb18030", "replace").count("\ufffd")
        if self.gbk_common + self.gbk_other < _PAIRS_ENOUGH:
            pairs = _GBK_ANY.findall(block)
            common = sum(1 for pair in pairs if _GBK_COMMON.fullmatch(pair))
            self.gbk_common += common
            self.gbk_other += len(pairs) - common

    def encoding(self) -> tuple[str, bool]:
        """Return the likeliest encoding and whether some bytes do not fit it."""
        if self.utf8_good >= 2 * self.utf8_bad:
            return "utf-8", self.utf8_bad > 0
        if self.gbk_common > 2 * self.gbk_other and self.gbk_bad * 50 <= self.gbk_common:
            return "gb18030", self.gbk_bad > 0
        usual, of_mac, polish = (self.inside[codec] for codec in _INSIDE)
        if of_mac > usual:
            return "mac_roman", False
        if polish and polish * 8 >= usual:  # two of five of Polish letters, none of any other text
            return "cp1250", False
        return "cp1252", self.cp1252_bad


def _zipped(head: bytes, shown: str) -> FileError:
    """Return the error that refuses an archive: office documents are such archives too.

    The name of its first file stands behind 30 bytes, its length in the 26th (PKZIP, 4.3.7).
    """
    size = int.from_bytes(head[26:28], "little")
    name = head[30 : 30 + size].decode("utf-8", "replace")
    if name in ("[Content_Types].xml", "mimetype") or name.startswith(("_rels/", "word/", "xl/")):
        return FileError(
            f"{shown} is not text: it is an office document. Save it there as CSV or as text, and "
            "import that file."
        )
    inside = f", with {visible(name[:100])} in it" if name else ""
    return FileError(
        f"{shown} is not text: it is a ZIP archive{inside}. Unpack it, and import what is in it."
    )


def not_text(shown: str, why: str) -> FileError:
    """Return the error that refuses a file, with the reason."""
    return FileError(f"{shown} is not text: {why}. Give a text file, or one compressed with gzip.")
