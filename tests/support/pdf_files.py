"""Small PDFs for tests, written by hand: text at sizes and angles, metadata, whatever is wrong."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Text(NamedTuple):
    """A line of text; ``turned`` runs up the page, as arXiv's stamp does, ``angle`` across it."""

    text: str
    size: float = 10.0
    x: float = 72.0
    y: float = 700.0
    turned: bool = False
    angle: float = 0.0
    font: str = ""


def lines(text: str, top: float = 700.0) -> list[Text]:
    """Return a text as lines down the page."""
    return [Text(line, y=top - 12 * at) for at, line in enumerate(text.split("\n"))]


def pdf(
    *pages: Sequence[Text],
    info: Mapping[str, str] | None = None,
    xmp: str = "",
    root: str = "",
    password: str | None = None,
) -> bytes:
    """Return a PDF of these pages; one with a password, which may be empty, is encrypted."""
    numbers = [10 + 2 * at for at in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {'/Metadata 5 0 R' if xmp else ''} {root} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        7: b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
        8: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [9 0 R] >>",
        9: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
        4: b"<< " + b" ".join(_entry(*one) for one in (info or {}).items()) + b" >>",
        5: _stream(xmp.encode(), "/Type /Metadata /Subtype /XML"),
    }
    for number, page in zip(numbers, pages, strict=True):
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R /Bold 7 0 R /Han 8 0 R >> >> >>"
        ).encode()
        objects[number + 1] = _stream(b"\n".join(_shown(text) for text in page))
    if password is None:
        return _file(objects)
    return _file(*_encrypted(objects, password))


# ISO 32000-1, 7.6.3, revision 2: RC4 with 40 bits, which every reader knows.
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_MARK = b"0123456789abcdef"


def _encrypted(objects: Mapping[int, bytes], password: str) -> tuple[dict[int, bytes], str]:
    """Return objects with their streams encrypted, and what the trailer says of it."""
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(b"owner".ljust(32, _PADDING[:1])).digest()[:5], padded)
    rights = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + _MARK).digest()[:5]
    found = {}
    for number, content in objects.items():
        if b"stream\n" not in content:
            found[number] = content
            continue
        head, _, rest = content.partition(b"stream\n")
        data, end, _ = rest.rpartition(b"\nendstream")
        own = hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
        found[number] = head + b"stream\n" + _rc4(own, data) + end
    user = _rc4(key, _PADDING)
    found[6] = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        owner.hex().encode(), user.hex().encode(),
    )  # fmt: skip
    return found, f"/Encrypt 6 0 R /ID [<{_MARK.hex()}> <{_MARK.hex()}>]"


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    found, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        found.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(found)


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<< {more} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _string(text: str, font: str = "") -> bytes:
    if font == "Han":
        return b"<" + text.encode("utf-16-be").hex().encode() + b">"
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return b"(" + escaped.encode("cp1252", "replace") + b")"


def _entry(name: str, value: str) -> bytes:
    return f"/{name} ".encode() + _string(value)


def _shown(text: Text) -> bytes:
    angle = math.radians(90.0 if text.turned else text.angle)
    cos, sin = math.cos(angle), math.sin(angle)
    font = text.font or ("Han" if max(text.text, default=" ") > "\u2fff" else "F1")
    matrix = f"{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {text.x} {text.y}"
    shown = f"BT /{font} {text.size} Tf {matrix} Tm ".encode()
    return shown + _string(text.text, font) + b" Tj ET"


def _file(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    body = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, content in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start, size = len(body), max(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        body += f"{places.get(number, 0):010} 00000 {'n' if number in places else 'f'} \n".encode()
    body += f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R {trailer} >>\n".encode()
    body += f"startxref\n{start}\n".encode()
    return bytes(body + b"%%EOF\n")
