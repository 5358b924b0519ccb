"""What PDFium reads out of one PDF; a program of its own, run by ``pdf`` for every file.

A PDF can ask for endless time and memory, and can end the library that reads it, so that it is read
where that does no harm. It comes on standard input, which is a file. Standard output gets one JSON
object a line, each as soon as it is known: first ``info`` (with ``xmp`` and ``total``), then a
``page`` for each of the first, with ``--all`` of every one. ``error`` is ``password``, ``cipher``,
``damaged`` or ``library``.
"""

import json
import math
import mmap
import re
import sys
import zlib
from collections.abc import Iterator, Mapping
from ctypes import POINTER, byref, c_char, c_double, c_ushort, cast, create_string_buffer
from typing import Any
from unicodedata import normalize

PAGES = 3
PAGES_LIMIT = 5_000
"""Pages of a file that is read whole."""
TEXT_LIMIT = 20_000_000
"""Characters of a file that is read whole; a book of a thousand pages has 3,000,000."""
MEMORY_BYTES = 140_000_000
"""Bytes that may be taken beyond the program, the library and the file itself."""
CPU_S = 8
"""Seconds for the first pages; of a file that is read whole, for each of its pages."""
_VALUE_LIMIT = 2_000
_XMP_LIMIT = 500_000
_PAGE_LIMIT = 50_000
_PIECES_LIMIT = 3_000
_LETTERS_LIMIT = 20_000
# PDFium gives the values of names that are asked for, and tells no names.
_INFO = (
    "Title", "Author", "Subject", "Keywords", "doi", "DOI", "Doi", "WPS-ARTICLEDOI", "arXivID",
    "arXiv", "Creator", "Producer",
)  # fmt: skip
_ERRORS = {4: "password", 5: "cipher"}
"""Codes of ``FPDF_GetLastError``; any other is damage."""


def main() -> None:
    """Read the PDF on standard input."""
    whole = "--all" in sys.argv[1:]
    try:
        import pypdfium2_raw as pdfium  # 65 ms; the package above it takes 80 more
    except (ImportError, OSError):  # a system for which there is no wheel
        return _tell({"error": "library"})
    # Copied on writing, because only such a map can be lent to a library without a copy.
    content = mmap.mmap(sys.stdin.fileno(), 0, access=mmap.ACCESS_COPY)
    _limit_memory()
    _limit_time()
    pdfium.FPDF_InitLibrary()
    lent = (c_char * len(content)).from_buffer(content)
    document = pdfium.FPDF_LoadMemDocument64(lent, len(content), None)
    if not document:
        return _tell({"error": _ERRORS.get(pdfium.FPDF_GetLastError(), "damaged")})
    try:
        total = max(0, min(100_000, pdfium.FPDF_GetPageCount(document)))
        if not total:
            return _tell({"error": "damaged"})
        _tell({"info": _info(pdfium, document), "xmp": _xmp(content), "total": total})
        left = TEXT_LIMIT
        for number in range(min(PAGES_LIMIT if whole else PAGES, total)):
            if whole:
                _limit_time()
            page = _page(pdfium, document, number, pieces=not number and not whole)
            left -= len(page["text"])
            if left < 0:
                break
            _tell({"page": number, **page})
    finally:
        pdfium.FPDF_CloseDocument(document)
        pdfium.FPDF_DestroyLibrary()
    return None


def _limit_memory() -> None:
    """Set how much more this process may take, where the system can."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib costs 5 ms
            taken = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY_BYTES, taken + MEMORY_BYTES))
    except (ImportError, OSError, ValueError, AttributeError):  # Windows, macOS, a lower limit
        return


def _limit_time() -> None:
    """Give this process so many seconds from now on; the system ends it after them."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = math.ceil(used.ru_utime + used.ru_stime) + CPU_S
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    except (ImportError, OSError, ValueError, AttributeError):
        return


def _tell(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _info(pdfium: Any, document: Any) -> dict[str, str]:
    """Return the entries of the document's dictionary that say what it is."""
    found = {}
    for name in _INFO:
        size = pdfium.FPDF_GetMetaText(document, name.encode(), None, 0)
        if size <= 2:  # the end of the text alone
            continue
        buffer = create_string_buffer(size)
        pdfium.FPDF_GetMetaText(document, name.encode(), buffer, size)
        text = buffer.raw[: size - 2].decode("utf-16-le", "replace")
        found["/" + name] = text[:_VALUE_LIMIT]
    return found


# "12 0 obj <</Type /Metadata>> stream"; not the metadata's name in another dictionary.
_METADATA = re.compile(
    rb"([0-9]{1,8}) 0 obj\s{0,4}<<([^<>]{0,300}/Type\s{0,2}/Metadata[^<>]{0,300})>>\s{0,4}"
    rb"stream\r?\n"
)


def _xmp(content: mmap.mmap) -> str:
    """Return the document's XMP packet as it stands: XML, which nobody parses for a DOI.

    PDFium has no door to it. It is a stream that stands in the file by itself; those of figures are
    named by the figures' dictionaries, and the last one of the others is the newest.
    """
    catalog = re.search(rb"/Type\s{0,2}/Catalog[^<>]{0,2000}?/Metadata ([0-9]{1,8}) 0 R", content)
    found = ""
    for at in _METADATA.finditer(content):
        if catalog and at[1] != catalog[1]:
            continue
        end = content.find(b"endstream", at.end(), at.end() + 4 * _XMP_LIMIT)
        packet = content[at.end() : max(end, at.end())][:_XMP_LIMIT]
        if b"/FlateDecode" in at[2]:
            try:
                packet = zlib.decompressobj().decompress(packet, _XMP_LIMIT)
            except zlib.error:
                continue
        if b"<rdf:RDF" in packet or b"xmpmeta" in packet:
            found = packet.decode("utf-8", "replace")
    return found


def _page(pdfium: Any, document: Any, number: int, *, pieces: bool) -> dict[str, Any]:
    """Return a page's text, perhaps with its pieces and its edges."""
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return {"text": ""}
    try:
        text_page = pdfium.FPDFText_LoadPage(page)
        if not text_page:
            return {"text": ""}
        try:
            mended = _mended(pdfium, text_page)
            said: dict[str, Any] = {"text": _text(pdfium, text_page, mended)}
            if pieces:
                box = pdfium.FS_RECTF()
                pdfium.FPDF_GetPageBoundingBox(page, byref(box))
                said["box"] = [_number(v) for v in (box.left, box.bottom, box.right, box.top)]
                said["pieces"] = list(_pieces(pdfium, text_page, mended))
            return said
        finally:
            pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)


def _text(pdfium: Any, text_page: Any, mended: Mapping[int, str]) -> str:
    count = min(_PAGE_LIMIT, pdfium.FPDFText_CountChars(text_page))
    if count <= 0:
        return ""
    if mended:
        letters = (
            mended[at] if at in mended else chr(pdfium.FPDFText_GetUnicode(text_page, at))
            for at in range(count)
        )
        return "".join(letters).replace("\r\n", "\n").replace(_HYPHEN, _BROKEN)
    # One character may be two units, and a zero ends the text.
    buffer = (c_ushort * (2 * count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, cast(buffer, POINTER(c_ushort)))
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n")


_HYPHEN, _BROKEN = "\x02", "\ufffe"
"""What PDFium gives for the hyphen at the end of a line: as a letter, and in the text."""
_ACCENTS = {
    "`": "\u0300", "\u00b4": "\u0301", "\u02c6": "\u0302", "\u02dc": "\u0303", "\u00af": "\u0304",
    "\u02d8": "\u0306", "\u02d9": "\u0307", "\u00a8": "\u0308", "\u02da": "\u030a",
    "\u02dd": "\u030b", "\u02c7": "\u030c", "\u00b8": "\u0327", "\u02db": "\u0328",
}  # fmt: skip
_BELOW = "\u00b8\u02db"


def _mended(pdfium: Any, text_page: Any) -> dict[int, str]:
    """Return what letters become that plain LaTeX writes as an accent over another letter.

    The accent is a letter of its own, before, behind or a line above; which one it belongs to is
    where it stands. A grave accent in a listing of a program stands over nothing.
    """
    found: dict[int, str] = {}
    if not _ACCENTS.keys() & set(_text(pdfium, text_page, {})):
        return found
    for at in range(min(_PAGE_LIMIT, pdfium.FPDFText_CountChars(text_page))):
        accent = chr(pdfium.FPDFText_GetUnicode(text_page, at))
        if accent not in _ACCENTS:
            continue
        left, right, bottom, top = _edges(pdfium, text_page, at)
        em = max(top - bottom, right - left, 1.0)
        height = top + em if accent in _BELOW else bottom - em
        under = pdfium.FPDFText_GetCharIndexAtPos(
            text_page, (left + right) / 2, height, em / 2, em / 2
        )
        if under < 0 or under == at or under in found:
            continue
        letter = chr(pdfium.FPDFText_GetUnicode(text_page, under)).translate(_DOTLESS)
        whole = normalize("NFC", letter + _ACCENTS[accent])
        if letter.isalpha() and len(whole) == 1:
            found[under], found[at] = whole, ""
            blank = _blank_beside(pdfium, text_page, at, under, em)
            if blank:
                found[blank] = ""
    return found


def _blank_beside(pdfium: Any, text_page: Any, at: int, under: int, em: float) -> int:
    r"""Return the blank that PDFium makes beside an accent, where it sees a gap; 0 for none.

    ``C\u00b8 elik`` and ``Erd \u00b4es`` have one behind and before it.
    """
    if at == under + 1:
        blank, one, other = at + 1, under, at + 2
    elif at == under - 1 and at > 1:
        blank, one, other = at - 1, at - 2, under
    else:
        return 0
    if pdfium.FPDFText_IsGenerated(text_page, blank) != 1:
        return 0
    _, end, _, _ = _edges(pdfium, text_page, one)
    start, _, _, _ = _edges(pdfium, text_page, other)
    return blank if start - end < em / 2 else 0


def _edges(pdfium: Any, text_page: Any, at: int) -> tuple[float, ...]:
    """Return left, right, bottom and top of a letter."""
    box = [c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text_page, at, *map(byref, box))
    return tuple(edge.value for edge in box)


_DOTLESS = {0x131: "i", 0x237: "j"}


def _pieces(pdfium: Any, text_page: Any, mended: Mapping[int, str]) -> Iterator[list[Any]]:
    """Yield runs of letters that are alike: size, angle, left, base, right, font, text.

    Angles are degrees against the clock; a piece that ends its line ends in a line feed.
    """
    matrix, x, y = pdfium.FS_MATRIX(), c_double(), c_double()
    box = [c_double() for _ in range(4)]
    piece: list[Any] = []
    made = 0
    for at in range(min(_LETTERS_LIMIT, pdfium.FPDFText_CountChars(text_page))):
        letter = mended.get(at, chr(pdfium.FPDFText_GetUnicode(text_page, at)))
        if letter in ("\r", ""):
            continue
        if letter == "\n" or pdfium.FPDFText_IsGenerated(text_page, at) == 1:
            if piece:
                piece[-1] += letter
            continue
        if not pdfium.FPDFText_GetMatrix(text_page, at, byref(matrix)):
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, at, byref(x), byref(y))
        scale = math.hypot(matrix.c, matrix.d)
        size = _number(abs(pdfium.FPDFText_GetFontSize(text_page, at)) * scale)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        pdfium.FPDFText_GetCharBox(text_page, at, *map(byref, box))
        right = _number(box[1].value)
        if piece and _goes_on(piece, size, angle, x.value, y.value):
            piece[4] = right
            piece[-1] += letter
            continue
        if piece:
            yield piece
            made += 1
        if made >= _PIECES_LIMIT:
            return
        font = _font(pdfium, text_page, at)
        piece = [size, angle, _number(x.value), _number(y.value), right, font, letter]
    if piece:
        yield piece


def _goes_on(piece: list[Any], size: float, angle: int, x: float, y: float) -> bool:
    """Say whether a letter belongs to a piece: it is set alike, and stands beside it.

    Names beside each other are columns: the gap is wider than any blank.
    """
    if piece[0] != size or piece[1] != angle or piece[-1].endswith("\n"):
        return False
    return bool(angle) or (abs(piece[3] - y) < 0.2 and x - piece[4] < size)


def _font(pdfium: Any, text_page: Any, at: int) -> str:
    """Return the name of a letter's font without the six letters of a subset."""
    buffer = create_string_buffer(100)
    size = pdfium.FPDFText_GetFontInfo(text_page, at, buffer, 100, None)
    name = buffer.raw[: max(0, min(size, 100) - 1)].decode("utf-8", "replace")
    return name.partition("+")[2] or name


def _number(value: float) -> float:
    return round(value, 1) if math.isfinite(value) else 0.0


if __name__ == "__main__":
    main()
